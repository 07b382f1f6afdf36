// Noting what an author said about their words on the wall.
import { useState } from 'preact/hooks'
import { Dialog } from '../../shared/dialog.tsx'
import { Field } from '../../shared/field.tsx'
import { Problem } from '../../shared/api.ts'
import { toast } from '../../shared/toast.tsx'
import { blocksWords } from '../messages/blocks.ts'
import { common } from '../messages/common.ts'
import { explain, fieldText } from '../parts/explain.ts'
import { blocksApi, type Permission, type WallMention } from './blocks_api.ts'

const kMostNote = 300

export type Noted = Exclude<Permission, 'none'>
interface Props { mention: WallMention; permission: Noted; onClose: () => void; onNoted: () => void }

export function PermissionDialog({ mention, permission, onClose, onNoted }: Props) {
  const words = blocksWords()
  const [note, setNote] = useState('')
  const [wrong, setWrong] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const keep = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault()
    setBusy(true)
    setWrong(null)
    try {
      await blocksApi.note(mention.id, permission, note.trim())
      onNoted()
    } catch (cause) {
      if (Problem.from(cause).field === '/note') setWrong(fieldText(cause))
      else toast(explain(cause), { tone: 'bad' })
      setBusy(false)
    }
  }
  return (
    <Dialog open onClose={onClose} title={words.note[permission]} busy={busy} test="permission-dialog">
      <form class="stack" onSubmit={(event) => void keep(event)} noValidate>
        <p>{words.noteLead[permission]}</p>
        {mention.text && <blockquote class="blocks-quote who">{mention.text}</blockquote>}
        <Field label={words.how} optional={permission === 'granted' ? undefined : common().optional} value={note} maxLength={kMostNote} hint={words.howHint[permission]} error={wrong} onInput={(event) => setNote(event.currentTarget.value)} test="permission-note" />
        <div class="form-foot">
          <button type="button" class="btn" onClick={onClose} disabled={busy}>{common().cancel}</button>
          <button type="submit" class="btn do" disabled={busy || (permission === 'granted' && note.trim() === '')} data-test="keep-note">{words.note[permission]}</button>
        </div>
      </form>
    </Dialog>
  )
}
