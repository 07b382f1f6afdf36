// The shop in the fediverse: who can be followed there, which servers are shut out, and what does not arrive.
import { useState } from 'preact/hooks'
import { Field } from '../../shared/field.tsx'
import { dateTime } from '../../shared/format.ts'
import { language } from '../../shared/i18n.ts'
import { Icon } from '../../shared/icons.tsx'
import { toast } from '../../shared/toast.tsx'
import { fediverseWords } from '../messages/fediverse.ts'
import { CopyButton } from '../parts/copy.tsx'
import { explain, fieldOf } from '../parts/explain.ts'
import { Failed, useLoaded, Waiting } from '../parts/load.tsx'
import { staffCall } from '../session.ts'
import './fediverse.css'

interface Fediverse {
  on: boolean
  language: 'ja' | 'en'
  actors: { name: string; account: string; display: string; followers: number; posts: number }[]
  blocks: { domain: string; blocked_at: string }[]
  deliveries: { waiting: number; receivers: { host: string; waiting: number; failures: number; failing_since: string; reason: string }[] }
}

export function FediversePanel() {
  const words = fediverseWords()
  const loaded = useLoaded('fediverse', () => staffCall<Fediverse>('/api/fediverse'))
  return (
    <section class="panel" aria-labelledby="fediverse" data-test="fediverse">
      <h2 id="fediverse">{words.title}</h2>
      <p class="hint">{words.lead}</p>
      {!loaded.data && !loaded.problem && <Waiting />}
      {Boolean(loaded.problem) && <Failed problem={loaded.problem} again={loaded.reload} />}
      {loaded.data && <Ready fediverse={loaded.data} onChange={loaded.set} />}
    </section>
  )
}

function Ready({ fediverse, onChange }: { fediverse: Fediverse; onChange: (fediverse: Fediverse) => void }) {
  const words = fediverseWords()
  const [busy, setBusy] = useState(false)
  const change = async (body: { on?: boolean; language?: string }): Promise<void> => {
    setBusy(true)
    try {
      onChange(await staffCall<Fediverse>('/api/fediverse', { method: 'PATCH', body }))
    } catch (cause) {
      toast(explain(cause), { tone: 'bad' })
    } finally {
      setBusy(false)
    }
  }
  return (
    <>
      <label class="check-row switch">
        <input type="checkbox" checked={fediverse.on} disabled={busy} onChange={(event) => void change({ on: event.currentTarget.checked })} data-test="fediverse-on" />
        <span><b>{words.on}</b><span class="hint">{words.onHint}</span></span>
      </label>
      {fediverse.on && (
        <>
          <ul class="fediverse-accounts" aria-label={words.accounts}>
            {fediverse.actors.map((actor) => (
              <li key={actor.name} data-test="fediverse-account">
                <span class="fediverse-who"><b>{actor.display}</b><code>{actor.account}</code><small>{words.followers(actor.followers)} · {words.posts(actor.posts)}</small></span>
                <CopyButton text={actor.account} label={words.copyAccount(actor.account)} />
              </li>
            ))}
          </ul>
          <p class="hint">{words.later}</p>
          <label class="fediverse-language">{words.language}
            <select value={fediverse.language} disabled={busy} onChange={(event) => void change({ language: event.currentTarget.value })} data-test="fediverse-language">
              {Object.entries(words.languages).map(([code, name]) => <option key={code} value={code}>{name}</option>)}
            </select>
          </label>
        </>
      )}
      <Blocks fediverse={fediverse} onChange={onChange} />
      {fediverse.deliveries.waiting > 0 && <p class="hint" data-test="fediverse-waiting">{words.waiting(fediverse.deliveries.waiting)}</p>}
      {fediverse.deliveries.receivers.length > 0 && (
        <div class="sub">
          <h3>{words.failing}</h3>
          <ul class="fediverse-domains">
            {fediverse.deliveries.receivers.map((one) => (
              <li key={one.host}><span><code>{one.host}</code><small>{words.failures(one.failures, dateTime(new Date(one.failing_since), language.value))}</small></span></li>
            ))}
          </ul>
        </div>
      )}
    </>
  )
}

function Blocks({ fediverse, onChange }: { fediverse: Fediverse; onChange: (fediverse: Fediverse) => void }) {
  const words = fediverseWords()
  const [domain, setDomain] = useState('')
  const [error, setError] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const call = async (method: 'PUT' | 'DELETE', which: string, told: string): Promise<void> => {
    setBusy(true)
    try {
      onChange(await staffCall<Fediverse>(`/api/fediverse/blocks/${encodeURIComponent(which)}`, { method }))
      toast(told)
      if (method === 'PUT') setDomain('')
    } catch (cause) {
      if (fieldOf(cause) === 'domain') setError(words.domainWrong)
      else toast(explain(cause), { tone: 'bad' })
    } finally {
      setBusy(false)
    }
  }
  return (
    <div class="sub">
      <h3>{words.blocks}</h3>
      <p class="hint">{words.blocksLead}</p>
      <form
        class="fediverse-block"
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          const which = domain.trim()
          if (which === '') setError(words.domainWrong)
          else void call('PUT', which, words.blocked(which))
        }}
      >
        <Field label={words.domain} value={domain} maxLength={253} placeholder="spam.example" error={error} autocapitalize="none" spellcheck={false} onInput={(event) => { setDomain(event.currentTarget.value); setError(null) }} test="block-domain" />
        <button type="submit" class="btn" disabled={busy} data-test="block">{words.block}</button>
      </form>
      {fediverse.blocks.length > 0 && (
        <ul class="fediverse-domains">
          {fediverse.blocks.map((one) => (
            <li key={one.domain} data-test="blocked-domain">
              <code>{one.domain}</code>
              <button type="button" class="icon-btn" disabled={busy} aria-label={words.unblock(one.domain)} onClick={() => void call('DELETE', one.domain, words.unblocked(one.domain))} data-test="unblock"><Icon name="close" size="s" /></button>
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}
