// Erasing a person who asks the shop for it, and clearing the disk of what was erased.
import { useState } from 'preact/hooks'
import { Problem } from '../../shared/api.ts'
import { staffCall } from '../session.ts'
import { Field } from '../../shared/field.tsx'
import { Icon } from '../../shared/icons.tsx'
import { toast } from '../../shared/toast.tsx'
import { mailWords } from '../messages/mail.ts'
import { explain, fieldOf, fieldText } from '../parts/explain.ts'
import { useLoaded } from '../parts/load.tsx'
import './privacy.css'

interface Found { member: boolean; devices: number; orders: number; open_orders: string[] }
interface Maintenance { erasures: number; to_be_compacted: number }

export function ErasurePanel() {
  const words = mailWords()
  const maintenance = useLoaded('maintenance', () => staffCall<Maintenance>('/api/maintenance'))
  const [email, setEmail] = useState('')
  const [found, setFound] = useState<Found | null>(null)
  const [error, setError] = useState<string | null>(null)
  const [sure, setSure] = useState(false)
  const [evenOpen, setEvenOpen] = useState(false)
  const [busy, setBusy] = useState(false)
  const nothing = found !== null && !found.member && found.orders === 0
  const attempt = async (work: () => Promise<void>): Promise<void> => {
    setBusy(true)
    try {
      await work()
    } catch (cause) {
      if (fieldOf(cause) === 'email') setError(fieldText(cause))
      else toast(explain(Problem.from(cause)), { tone: 'bad' })
    } finally {
      setBusy(false)
    }
  }
  const find = (): Promise<void> =>
    attempt(async () => {
      setSure(false)
      setEvenOpen(false)
      setFound(await staffCall<Found>('/api/people/find', { method: 'POST', body: { email: email.trim() } }))
    })
  const erase = (): Promise<void> =>
    attempt(async () => {
      await staffCall('/api/people/erase', { method: 'POST', body: { email: email.trim(), confirm: 'erase', even_open_orders: evenOpen } })
      setFound(null)
      setEmail('')
      toast(words.erased)
      maintenance.reload()
    })
  const compact = (): Promise<void> =>
    attempt(async () => {
      maintenance.set(await staffCall<Maintenance>('/api/maintenance/compact', { method: 'POST', body: {} }))
      toast(words.compacted)
    })
  return (
    <section class="panel" aria-labelledby="erasure" data-test="erasure">
      <h2 id="erasure">{words.erasure}</h2>
      <p class="hint">{words.erasureLead}</p>
      <form class="find-person" noValidate onSubmit={(event) => { event.preventDefault(); void find() }}>
        <Field label={words.email} type="email" value={email} error={error} onInput={(event) => { setEmail(event.currentTarget.value); setError(null); setFound(null) }} test="erase-email" />
        <button type="submit" class="btn" disabled={busy || email.trim() === ''} data-test="find-person"><Icon name="search" size="s" />{words.find}</button>
      </form>
      {nothing && <p class="invite">{words.nothing}</p>}
      {found && !nothing && (
        <div class="found-person" data-test="found-person">
          <p><b>{found.member ? words.isMember : words.isGuest}</b> <span class="n">{words.found(found.orders, found.devices)}</span></p>
          {found.open_orders.length > 0 && (
            <>
              <p class="note-warn" role="alert"><Icon name="alert" size="s" /><span>{words.open(found.open_orders.join(', '))}</span></p>
              <label class="check-row"><input type="checkbox" checked={evenOpen} onChange={(event) => setEvenOpen(event.currentTarget.checked)} /><span>{words.evenOpen}</span></label>
            </>
          )}
          <label class="check-row"><input type="checkbox" checked={sure} onChange={(event) => setSure(event.currentTarget.checked)} data-test="erase-sure" /><span>{words.sure}</span></label>
          <button type="button" class="btn danger" disabled={busy || !sure || (found.open_orders.length > 0 && !evenOpen)} onClick={() => void erase()} data-test="erase-person"><Icon name="trash" size="s" />{words.erase}</button>
        </div>
      )}
      {maintenance.data && maintenance.data.erasures > 0 && (
        <div class="compact-row">
          <p class="hint">{words.compactLead(maintenance.data.to_be_compacted)}</p>
          {maintenance.data.to_be_compacted > 0 && <button type="button" class="btn small" disabled={busy} onClick={() => void compact()} data-test="compact">{busy ? words.compacting : words.compact}</button>}
        </div>
      )}
    </section>
  )
}
