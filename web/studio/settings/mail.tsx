// Where mail comes from, what waits and what failed, with another try.
import { useState } from 'preact/hooks'
import { staffCall } from '../session.ts'
import { Field } from '../../shared/field.tsx'
import { dateTime } from '../../shared/format.ts'
import { language } from '../../shared/i18n.ts'
import { Icon } from '../../shared/icons.tsx'
import { toast } from '../../shared/toast.tsx'
import { common } from '../messages/common.ts'
import { mailWords } from '../messages/mail.ts'
import { explain, fieldOf } from '../parts/explain.ts'
import { Failed, useLoaded, Waiting } from '../parts/load.tsx'
import './privacy.css'

interface Outbox {
  server: boolean
  from: { address: string; name: string; set_address: string; set_name: string }
  waiting: number
  later: number
  failed: number
  sent: number
  last_error: { detail: string; at: string } | null
  items: { id: number; kind: string; to: string; written_at: string; tries: number; reason: string }[]
}

export function MailPanel() {
  const words = mailWords()
  const outbox = useLoaded('outbox', () => staffCall<Outbox>('/api/outbox'))
  return (
    <section class="panel" aria-labelledby="mail" data-test="mail">
      <h2 id="mail">{words.mail}</h2>
      <p class="hint">{words.mailLead}</p>
      {!outbox.data && !outbox.problem && <Waiting />}
      {Boolean(outbox.problem) && <Failed problem={outbox.problem} again={outbox.reload} />}
      {outbox.data && <Ready key={outbox.data.from.set_address + outbox.data.from.set_name} outbox={outbox.data} onChange={outbox.set} />}
    </section>
  )
}

function Ready({ outbox, onChange }: { outbox: Outbox; onChange: (outbox: Outbox) => void }) {
  const words = mailWords()
  const [address, setAddress] = useState(outbox.from.set_address)
  const [name, setName] = useState(outbox.from.set_name)
  const [error, setError] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const dirty = address !== outbox.from.set_address || name !== outbox.from.set_name
  const attempt = async (work: () => Promise<Outbox>, told: string): Promise<void> => {
    setBusy(true)
    try {
      onChange(await work())
      toast(told)
    } catch (cause) {
      if (fieldOf(cause) === 'from_address') setError(words.fromAddressWrong)
      else toast(explain(cause), { tone: 'bad' })
    } finally {
      setBusy(false)
    }
  }
  return (
    <>
      {!outbox.server && (
        <p class="note-warn" role="status" data-test="no-mail-server">
          <Icon name="alert" size="s" />
          <span>{words.noServer}</span>
        </p>
      )}
      <form
        class="stack"
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          void attempt(() => staffCall<Outbox>('/api/outbox', { method: 'PATCH', body: { from_address: address.trim(), from_name: name.trim() } }), common().saved)
        }}
      >
        <Field label={words.fromAddress} type="email" value={address} placeholder={outbox.from.address} error={error} onInput={(event) => { setAddress(event.currentTarget.value); setError(null) }} test="from-address" />
        <Field label={words.fromName} value={name} maxLength={60} optional={common().optional} hint={words.fromNameHint} onInput={(event) => setName(event.currentTarget.value)} test="from-name" />
        <div class="form-foot"><button type="submit" class={`btn ${dirty ? 'do' : ''}`} disabled={busy || !dirty} data-test="save-mail">{busy ? common().saving : common().save}</button></div>
      </form>
      <dl class="outbox-figures">
        {([['waiting', outbox.waiting], ['later', outbox.later], ['failed', outbox.failed], ['sent', outbox.sent]] as const).map(([what, value]) => (
          <div key={what}><dt>{words[what]}</dt><dd class="n" data-test={`mail-${what}`}>{value}</dd></div>
        ))}
      </dl>
      {outbox.last_error && outbox.waiting + outbox.failed > 0 && <p class="hint">{words.lastError(outbox.last_error.detail, dateTime(new Date(outbox.last_error.at), language.value))}</p>}
      {outbox.items.length > 0 && (
        <ul class="failed-mails">
          {outbox.items.map((mail) => (
            <li key={mail.id}>
              <b>{words.kinds[mail.kind] ?? mail.kind}</b>
              <span>{mail.to}</span>
              <small>{mail.reason} {words.tries(mail.tries)}</small>
            </li>
          ))}
        </ul>
      )}
      {outbox.waiting + outbox.failed > 0 && outbox.server && (
        <button type="button" class="btn" disabled={busy} onClick={() => void attempt(() => staffCall<Outbox>('/api/outbox/retry', { method: 'POST', body: {} }), words.retried)} data-test="retry-mail"><Icon name="refresh" size="s" />{words.retry}</button>
      )}
    </>
  )
}
