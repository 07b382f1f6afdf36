// Somebody else wrote or deleted the cue meanwhile: both versions side by side, and which shall stand.
import type { Product } from '../../shared/api.ts'
import { Dialog } from '../../shared/dialog.tsx'
import { cueWords } from '../messages/cues.ts'
import { draftOf, type CueDraft } from './cue_form.tsx'
import type { Cue } from './plan_api.ts'

interface Props {
  ours: CueDraft
  /** Null when it was deleted. */
  theirs: Cue | null
  /** Who wrote it. */
  by: string
  shelf: readonly Product[]
  busy: boolean
  onTakeTheirs: () => void
  onKeepOurs: () => void
  onClose: () => void
}

export function CueConflict({ ours, theirs, by, shelf, busy, onTakeTheirs, onKeepOurs, onClose }: Props) {
  const words = cueWords()
  const shown = (draft: CueDraft, field: keyof CueDraft): string =>
    field === 'intent' ? words.intents[draft.intent] : field === 'product' ? (shelf.find(({ id }) => id === draft.product)?.title ?? draft.product) : draft[field]
  const names: [keyof CueDraft, string][] = [
    ['title', words.fieldTitle], ['length', words.fieldLength], ['intent', words.fieldIntent], ['points', words.fieldPoints],
    ['product', words.fieldProduct], ['offer', words.fieldOffer], ['poll', words.fieldPoll],
  ]
  const now = theirs && draftOf(theirs)
  const differing = now ? names.filter(([field]) => now[field] !== ours[field]) : []
  return (
    <Dialog open onClose={onClose} title={words.conflict.title} busy={busy} class="conflict" test="conflict">
      <p>{theirs ? words.conflict.text(by || words.conflict.somebody) : words.conflict.gone}</p>
      {now && differing.length === 0 && <p class="hint">{words.conflict.same}</p>}
      {now && differing.length > 0 && (
        <table class="conflict-table">
          <thead><tr><th scope="col"><span class="vh">{words.conflict.field}</span></th><th scope="col">{words.conflict.theirs}</th><th scope="col">{words.conflict.ours}</th></tr></thead>
          <tbody>
            {differing.map(([field, name]) => (
              <tr key={field} data-test="difference" data-field={field}>
                <th scope="row">{name}</th>
                <td>{shown(now, field) || words.conflict.empty}</td>
                <td>{shown(ours, field) || words.conflict.empty}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <div class="form-foot">
        <button type="button" class="btn" onClick={onTakeTheirs} disabled={busy} data-test="take-theirs">{theirs ? words.conflict.takeTheirs : words.conflict.letGo}</button>
        <button type="button" class="btn do" onClick={onKeepOurs} disabled={busy} data-test="keep-ours">{theirs ? words.conflict.keepOurs : words.conflict.addAgain}</button>
      </div>
    </Dialog>
  )
}
