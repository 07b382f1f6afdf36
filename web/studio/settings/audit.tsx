// Who changed what, in plain words.
import { useState } from 'preact/hooks'
import { dateTime } from '../../shared/format.ts'
import { language } from '../../shared/i18n.ts'
import { toast } from '../../shared/toast.tsx'
import { auditWords } from '../messages/audit.ts'
import { common } from '../messages/common.ts'
import { explain } from '../parts/explain.ts'
import { Failed, useLoaded, Waiting } from '../parts/load.tsx'
import { teamApi, type AuditRow } from './team_api.ts'

export function AuditPanel() {
  const words = auditWords()
  const [by, setBy] = useState('')
  const [kind, setKind] = useState('')
  const people = useLoaded('accounts', teamApi.accounts)
  const first = useLoaded(`audit ${by} ${kind}`, () => teamApi.audit(by, kind, null))
  const [more, setMore] = useState<{ of: unknown; items: AuditRow[]; next: string | null } | null>(null)
  const rest = more && more.of === first.data ? more : null
  const next = rest ? rest.next : (first.data?.next ?? null)
  const items = [...(first.data?.items ?? []), ...(rest?.items ?? [])]
  const readMore = async (): Promise<void> => {
    try {
      const page = await teamApi.audit(by, kind, next)
      setMore({ of: first.data, items: [...(rest?.items ?? []), ...page.items], next: page.next ?? null })
    } catch (cause) {
      toast(explain(cause), { tone: 'bad' })
    }
  }
  return (
    <section class="panel" aria-labelledby="audit" data-test="audit">
      <h2 id="audit">{words.title}</h2>
      <p class="hint">{words.lead}</p>
      <div class="filters">
        <label>{words.person}
          <select value={by} onChange={(event) => setBy(event.currentTarget.value)} data-test="audit-by">
            <option value="">{words.everyone}</option>
            {people.data?.filter((one) => one.state !== 'profile').map((one) => <option key={one.handle} value={one.handle}>{one.name}</option>)}
            <option value="server">{words.server}</option>
          </select>
        </label>
        <label>{words.kind}
          <select value={kind} onChange={(event) => setKind(event.currentTarget.value)} data-test="audit-kind">
            <option value="">{words.anything}</option>
            {Object.entries(words.kinds).map(([value, name]) => <option key={value} value={value}>{name}</option>)}
          </select>
        </label>
      </div>
      {!first.data && !first.problem && <Waiting />}
      {Boolean(first.problem) && <Failed problem={first.problem} again={first.reload} />}
      {first.data && items.length === 0 && <p class="invite">{words.empty}</p>}
      <ol class="audit-rows">
        {items.map((row) => (
          <li key={row.id} data-test="audit-row" data-action={row.action}>
            <time class="n" dateTime={row.at}>{dateTime(new Date(row.at), language.value)}</time>
            <span class="who">{row.by ? row.by.name : words.server}</span>
            <span class="what">{words.actions[row.action] ?? row.action}<Detail row={row} /></span>
          </li>
        ))}
      </ol>
      {next && <button type="button" class="btn small" onClick={() => void readMore()} data-test="audit-more">{common().more}</button>}
    </section>
  )
}

/** Where one finds what a row is about; null where it has no page. */
function pageOf({ action, subject }: AuditRow): string | null {
  const [kind] = action.split('.')
  const id = encodeURIComponent(subject)
  if (kind === 'show') return `/studio/shows/${id}`
  if (kind === 'product' && action !== 'product.imported') return `/studio/products/${id}`
  if (kind === 'order') return `/studio/orders?q=${id}`
  return null
}

/** What was changed, and from what to what where that is short. */
function Detail({ row }: { row: AuditRow }) {
  const roles = common().roles as Record<string, string>
  const { from, to, role, delta, title, seconds } = row.detail
  const page = pageOf(row)
  // A show's id says nothing to a person.
  const name = typeof title === 'string' ? title : (row.subject_name ?? (row.action.startsWith('show.') ? auditWords().theShow : row.subject))
  const parts = [
    from && to ? `${roles[String(from)] ?? from} → ${roles[String(to)] ?? to}` : '',
    role ? (roles[String(role)] ?? String(role)) : '',
    typeof delta === 'number' ? (delta > 0 ? `+${delta}` : String(delta)) : '',
    typeof seconds === 'number' ? auditWords().seconds(seconds) : '',
  ].filter(Boolean)
  if (!name && parts.length === 0) return null
  return <span class="detail">{name && (page ? <a href={page}>{name}</a> : name)}{name && parts.length > 0 && common().dot}{parts.join(common().dot)}</span>
}
