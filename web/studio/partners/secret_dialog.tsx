// A secret, shown once.
import { Dialog } from '../../shared/dialog.tsx'
import { partnerWords } from '../messages/partners.ts'
import { CopyButton } from '../parts/copy.tsx'

/** `both`: the secret before still signs. */
export function SecretDialog({ secret, both, onClose }: { secret: string; both: boolean; onClose: () => void }) {
  const words = partnerWords()
  return (
    <Dialog open onClose={onClose} title={words.secretTitle} test="secret-dialog">
      <div class="stack">
        <p>{words.secretLead}</p>
        {both && <p class="hint">{words.secretBoth}</p>}
        <div class="label-row"><code class="key" data-test="secret">{secret}</code><CopyButton text={secret} label={words.secretTitle} test="copy-secret" /></div>
        <div class="form-foot"><button type="button" class="btn do" data-focus onClick={onClose} data-test="secret-done">{words.secretDone}</button></div>
      </div>
    </Dialog>
  )
}
