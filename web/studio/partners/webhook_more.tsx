// What is done to a webhook seldom: sending again, a new secret, deleting.
import { useState } from 'preact/hooks'
import { Dialog } from '../../shared/dialog.tsx'
import { Field } from '../../shared/field.tsx'
import { toast } from '../../shared/toast.tsx'
import { common } from '../messages/common.ts'
import { partnerWords } from '../messages/partners.ts'
import { explain } from '../parts/explain.ts'
import { partnersApi, type Webhook } from './partners_api.ts'
import { SecretDialog } from './secret_dialog.tsx'

type Act = 'replay' | 'secret' | 'remove'

export function WebhookMore({ hook, onChanged }: { hook: Webhook; onChanged: () => void }) {
  const words = partnerWords()
  const [act, setAct] = useState<Act | null>(null)
  const [busy, setBusy] = useState(false)
  const [after, setAfter] = useState('')
  const [wrong, setWrong] = useState<string | null>(null)
  const [secret, setSecret] = useState<string | null>(null)
  const open = (what: Act): void => {
    setAfter(String(hook.position))
    setWrong(null)
    setAct(what)
  }
  const run = async (work: () => Promise<unknown>, done?: string): Promise<void> => {
    setBusy(true)
    try {
      await work()
      if (done) toast(done)
      setAct(null)
      onChanged()
    } catch (cause) {
      toast(explain(cause), { tone: 'bad' })
    } finally {
      setBusy(false)
    }
  }
  const replay = (event: SubmitEvent): void => {
    event.preventDefault()
    event.stopPropagation()
    const position = /^\d+$/.test(after.trim()) ? Number(after.trim()) : NaN
    if (!(position <= hook.journal)) return setWrong(words.replayWrong(hook.journal))
    void run(() => partnersApi.replay(hook.id, position), words.replayed)
  }
  const foot = (name: string, work: () => Promise<void>) => (
    <div class="form-foot">
      <button type="button" class="btn" data-focus onClick={() => setAct(null)}>{common().cancel}</button>
      <button type="button" class="btn do" disabled={busy} onClick={() => void work()} data-test="confirm">{name}</button>
    </div>
  )
  return (
    <>
      <details class="lines" data-test="webhook-more">
        <summary>{words.more}</summary>
        <div class="more-acts">
          <button type="button" class="btn small" onClick={() => open('replay')} data-test="replay">{words.replay}</button>
          <button type="button" class="btn small" onClick={() => open('secret')} data-test="new-secret">{words.newSecret}</button>
          <button type="button" class="btn small danger" onClick={() => open('remove')} data-test="remove">{words.remove}</button>
        </div>
      </details>
      <Dialog open={act === 'replay'} onClose={() => setAct(null)} title={words.replay} busy={busy} test="replay-dialog">
        <form class="stack" onSubmit={replay} noValidate>
          <p>{words.replayLead}</p>
          <Field label={words.replayAfter} value={after} inputMode="numeric" class="n" hint={words.replayHint(hook.journal)} error={wrong} data-focus onInput={(event) => { setAfter(event.currentTarget.value); setWrong(null) }} test="replay-after" />
          <div class="form-foot">
            <button type="button" class="btn" onClick={() => setAct(null)}>{common().cancel}</button>
            <button type="submit" class="btn do" disabled={busy} data-test="confirm">{words.replayDo}</button>
          </div>
        </form>
      </Dialog>
      <Dialog open={act === 'secret'} onClose={() => setAct(null)} title={words.newSecret} busy={busy} test="new-secret-dialog">
        <p>{words.newSecretAsk}</p>
        {foot(words.newSecret, () => run(async () => setSecret((await partnersApi.newSecret(hook.id)).secret)))}
      </Dialog>
      <Dialog open={act === 'remove'} onClose={() => setAct(null)} title={words.remove} busy={busy} test="remove-dialog">
        <p>{words.removeAsk(hook.name)}</p>
        {foot(words.remove, () => run(() => partnersApi.remove(hook.id), words.removed))}
      </Dialog>
      {secret !== null && <SecretDialog secret={secret} both onClose={() => setSecret(null)} />}
    </>
  )
}
