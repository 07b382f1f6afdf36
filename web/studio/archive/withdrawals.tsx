// Withdrawing the chosen stretch of an archive, with a reason; what is and was withdrawn, by whom, and back again.
import { useState } from 'preact/hooks'
import type { Show } from '../../shared/api.ts'
import { Dialog } from '../../shared/dialog.tsx'
import { Field } from '../../shared/field.tsx'
import { dateTime } from '../../shared/format.ts'
import { language } from '../../shared/i18n.ts'
import { Icon } from '../../shared/icons.tsx'
import { randomId } from '../../shared/ids.ts'
import { toast } from '../../shared/toast.tsx'
import { common } from '../messages/common.ts'
import { withdrawalWords } from '../messages/withdrawals.ts'
import { explain } from '../parts/explain.ts'
import { Failed, Waiting, type Loaded } from '../parts/load.tsx'
import { staff } from '../session.ts'
import { archiveStudioApi, type Withdrawal, type WithdrawalList } from './archive_api.ts'
import type { Cutting } from './cutter.tsx'
import { fineClock } from './range.ts'

export function Withdrawals({ show, cutting, loaded, onChanged }: { show: Show; cutting: Cutting; loaded: Loaded<WithdrawalList>; onChanged: () => void }) {
  const words = withdrawalWords()
  const [reason, setReason] = useState('')
  const [wrong, setWrong] = useState(false)
  const [asking, setAsking] = useState(false)
  const [busy, setBusy] = useState(false)
  const may = staff.value?.role === 'owner' || staff.value?.role === 'director'
  const { from, until } = cutting.range.value
  const write = async (what: () => Promise<WithdrawalList>, said: string): Promise<void> => {
    setBusy(true)
    try {
      loaded.set(await what())
      setReason('')
      toast(said)
      onChanged()
    } catch (cause) {
      toast(explain(cause), { tone: 'bad' })
    } finally {
      setBusy(false)
      setAsking(false)
    }
  }
  return (
    <section class="panel" aria-labelledby="withdrawn" data-test="withdrawals">
      <h2 id="withdrawn">{words.title}</h2>
      <p class="hint">{words.lead}</p>
      {may && (
        <form
          class="stack withdraw-form"
          onSubmit={(event) => {
            event.preventDefault()
            setWrong(reason.trim() === '')
            if (reason.trim() !== '') setAsking(true)
          }}
        >
          <p class="n" data-test="withdraw-range"><b>{words.chosen(fineClock(from), fineClock(until))}</b></p>
          <p class="hint">{words.choose}</p>
          <Field label={words.reason} hint={words.reasonHint} value={reason} maxLength={200} error={wrong ? words.reasonEmpty : null} onInput={(event) => {
            setReason(event.currentTarget.value)
            setWrong(false)
          }} test="withdraw-reason" />
          <div class="form-foot"><button type="submit" class="btn" disabled={busy} data-test="withdraw"><Icon name="eyeOff" size="s" />{words.withdraw}</button></div>
        </form>
      )}
      {!loaded.data && !loaded.problem && <Waiting />}
      {Boolean(loaded.problem) && !loaded.data && <Failed problem={loaded.problem} again={loaded.reload} />}
      {loaded.data?.items.length === 0 && <p class="hint">{words.none}</p>}
      <ul class="withdrawn-list">
        {(loaded.data?.items ?? []).map((each) => (
          <Row key={each.id} each={each} busy={busy} may={may} onLook={() => cutting.choose({ from: each.from, until: each.until })}
            onRestore={() => void write(() => archiveStudioApi.restore(show.id, each.id), words.restored)} />
        ))}
      </ul>
      <Dialog open={asking} onClose={() => setAsking(false)} title={words.askTitle} busy={busy} test="withdraw-dialog">
        <p>{words.askText(fineClock(from), fineClock(until))}</p>
        <div class="form-foot">
          <button type="button" class="btn" data-focus onClick={() => setAsking(false)}>{common().cancel}</button>
          <button type="button" class="btn do" disabled={busy} onClick={() => void write(() => archiveStudioApi.withdraw(show.id, { from, until, reason: reason.trim() }, randomId()), words.done)} data-test="confirm">{words.askDo}</button>
        </div>
      </Dialog>
    </section>
  )
}

function Row({ each, busy, may, onLook, onRestore }: { each: Withdrawal; busy: boolean; may: boolean; onLook: () => void; onRestore: () => void }) {
  const words = withdrawalWords()
  const [from, until] = [fineClock(each.from), fineClock(each.until)]
  const restored = each.restored_at !== null
  return (
    <li class={restored ? 'back' : ''} data-test="withdrawn" data-id={each.id} data-restored={restored}>
      <div class="a">
        <button type="button" class="n range" onClick={onLook} title={words.look(from, until)}>{from} – {until}</button>
        <span class={`tag ${restored ? 'ok' : 'warn'}`}>{restored ? words.on : words.off}</span>
      </div>
      <p class="why">{each.reason}</p>
      <p class="hint">{words.by(each.by?.name ?? '', dateTime(new Date(each.at), language.value))}</p>
      {restored && <p class="hint">{words.restoredBy(each.restored_by?.name ?? '', dateTime(new Date(each.restored_at!), language.value))}</p>}
      {!restored && may && <button type="button" class="btn small" disabled={busy} onClick={onRestore} data-test="restore"><Icon name="undo" size="s" />{words.restore}</button>}
    </li>
  )
}
