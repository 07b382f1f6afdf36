// Removing something, asked once more in a dialog.
import { useState } from 'preact/hooks'
import { Dialog } from '../../shared/dialog.tsx'
import { common } from '../messages/common.ts'
import { learningWords } from '../messages/learning.ts'

export function RemoveButton({ title, text, busy, onRemove }: { title: string; text: string; busy: boolean; onRemove: () => void }) {
  const words = learningWords()
  const [asking, setAsking] = useState(false)
  return (
    <>
      <button type="button" class="btn danger cue-remove" disabled={busy} onClick={() => setAsking(true)} data-test="remove">{words.remove}</button>
      <Dialog open={asking} onClose={() => setAsking(false)} title={title} busy={busy} test="remove-dialog">
        <p>{text}</p>
        <div class="form-foot">
          <button type="button" class="btn" data-focus onClick={() => setAsking(false)}>{common().cancel}</button>
          <button type="button" class="btn do" disabled={busy} onClick={() => { setAsking(false); onRemove() }} data-test="do-remove">{words.remove}</button>
        </div>
      </Dialog>
    </>
  )
}
