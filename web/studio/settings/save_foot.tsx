// The foot of a settings form: what is wrong with it as a whole, and saving.
import { Icon } from '../../shared/icons.tsx'
import { common } from '../messages/common.ts'

export function SaveFoot({ dirty, busy, error }: { dirty: boolean; busy: boolean; error: string | null }) {
  return (
    <>
      {error && <p class="field-error" role="alert" data-test="form-error"><Icon name="alert" size="s" /><span>{error}</span></p>}
      <div class="form-foot"><button type="submit" class={`btn ${dirty ? 'do' : ''}`} disabled={busy || !dirty} data-test="save">{busy ? common().saving : common().save}</button></div>
    </>
  )
}
