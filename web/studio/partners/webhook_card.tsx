// One webhook: how it stands, what is wrong with its receiver, its newest deliveries.
import { useState } from 'preact/hooks'
import { dateTime } from '../../shared/format.ts'
import { language } from '../../shared/i18n.ts'
import { Icon } from '../../shared/icons.tsx'
import { toast } from '../../shared/toast.tsx'
import { common } from '../messages/common.ts'
import { partnerWords } from '../messages/partners.ts'
import { explain } from '../parts/explain.ts'
import { chosenOf } from './kinds.ts'
import { partnersApi, type Webhook } from './partners_api.ts'
import { troubleText } from './trouble.ts'
import { WebhookMore } from './webhook_more.tsx'

const kTone: Record<Webhook['state'], string> = { on: 'ok', failing: 'warn', paused: 'warn' }
const when = (time: string): string => dateTime(new Date(time), language.value)

export function WebhookCard({ hook, onEdit, onChanged }: { hook: Webhook; onEdit: () => void; onChanged: () => void }) {
  const words = partnerWords()
  const [busy, setBusy] = useState(false)
  const { all, groups, others } = chosenOf(hook.kinds)
  const told = all ? [words.all] : [...groups.map((group) => words.groups[group]), ...others]
  const stopped = hook.paused_by === 'failing' || hook.paused_by === 'gone'

  const run = async (work: () => Promise<unknown>): Promise<void> => {
    setBusy(true)
    try {
      await work()
    } catch (cause) {
      toast(explain(cause), { tone: 'bad' })
    } finally {
      setBusy(false)
      onChanged()
    }
  }
  const ping = () => run(async () => {
    const { ok, took_ms, error, status } = await partnersApi.ping(hook.id)
    toast(ok ? words.pinged(took_ms) : troubleText(words.errors, error, status), ok ? {} : { tone: 'bad' })
  })
  const pause = () => run(async () => void (await partnersApi.pause(hook.id), toast(words.paused)))
  const resume = () => run(async () => void (await partnersApi.resume(hook.id), toast(words.resumed)))
  return (
    <article class="panel webhook" data-test="webhook" data-name={hook.name} data-state={hook.state}>
      <header>
        <div class="g">
          <h3>{hook.name} <span class={`tag ${stopped ? 'bad' : hook.paused_by ? '' : kTone[hook.state]}`} data-test="webhook-state">{words.states[hook.state]}</span></h3>
          <p class="webhook-url">{hook.url}</p>
          <p class="hint">{told.join(common().dot)}</p>
        </div>
        <div class="acts">
          <button type="button" class="btn small" disabled={busy} onClick={() => void ping()} data-test="ping"><Icon name="send" size="s" />{words.ping}</button>
          {hook.state !== 'paused' && <button type="button" class="btn small" disabled={busy} onClick={() => void pause()} data-test="pause">{words.pause}</button>}
          {hook.state === 'paused' && !stopped && <button type="button" class="btn small do" disabled={busy} onClick={() => void resume()} data-test="resume">{words.resume}</button>}
          <button type="button" class="btn small" onClick={onEdit} data-test="edit">{words.edit}</button>
        </div>
      </header>
      {stopped && (
        <div class="failed" role="alert" data-test="webhook-stopped">
          <Icon name="alert" size="s" />
          <p>
            <b>{words.pausedBy[hook.paused_by!]}</b> {hook.paused_by === 'failing' && troubleText(words.errors, hook.last_error)}
            <br />
            {words.nothingLost}
          </p>
          <button type="button" class="btn do" disabled={busy} onClick={() => void resume()} data-test="resume">{words.resume}</button>
        </div>
      )}
      {hook.state === 'failing' && (
        <p class="note warn" data-test="webhook-failing">
          <Icon name="alert" size="s" />
          <span>{[hook.failing_since && words.failingSince(when(hook.failing_since)), troubleText(words.errors, hook.last_error), hook.next_try_at && words.nextTry(when(hook.next_try_at))].filter(Boolean).join(language.value === 'ja' ? '' : ' ')}</span>
        </p>
      )}
      <dl class="webhook-facts">
        <div><dt>{words.facts.delivered}</dt><dd class="n" data-test="delivered">{hook.delivered.toLocaleString('en')}</dd></div>
        <div><dt>{words.facts.last}</dt><dd class="n">{hook.last_delivered_at ? when(hook.last_delivered_at) : words.never}</dd></div>
        <div><dt>{words.facts.place}</dt><dd class="n">{words.place(hook.position, hook.journal)}</dd></div>
      </dl>
      {hook.old_secret_until && <p class="hint">{words.oldSecret(when(hook.old_secret_until))}</p>}
      <details class="lines" data-test="tries">
        <summary>{words.tries}</summary>
        {hook.tries.length === 0 && <p class="hint">{words.triesEmpty}</p>}
        <ul class="webhook-tries" tabIndex={0} aria-label={words.tries}>
          {hook.tries.map((one) => (
            <li key={`${one.delivery} ${one.at}`} data-test="try">
              <time class="n">{when(one.at)}</time>
              <span class="n">{words.events(one.events)}</span>
              <span class="g">
                <span class={`tag ${one.error ? 'bad' : 'ok'}`}>{one.status || '—'}</span> {one.error ? troubleText(words.errors, one.error, one.status) : words.took(one.took_ms)}
              </span>
              <code>{one.delivery}</code>
            </li>
          ))}
        </ul>
      </details>
      <WebhookMore hook={hook} onChanged={onChanged} />
    </article>
  )
}
