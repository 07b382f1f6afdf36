// The fan list: who took part, how often they came, what they ordered and whom they follow.
import { useEffect, useState } from 'preact/hooks'
import { date } from '../../shared/format.ts'
import { language } from '../../shared/i18n.ts'
import { Icon } from '../../shared/icons.tsx'
import { toast } from '../../shared/toast.tsx'
import { common } from '../messages/common.ts'
import { fanWords } from '../messages/fans.ts'
import { explain } from '../parts/explain.ts'
import { Failed, useLoaded, Waiting } from '../parts/load.tsx'
import { address, go } from '../route.ts'
import { staff } from '../session.ts'
import { studioApi } from '../studio_api.ts'
import { fansApi, kLevels, kSorts, type Fan, type FanFilter, type FanSort } from './fans_api.ts'
import { addressOf, asked, narrowed } from './filters.ts'
import { LevelMark } from './level_mark.tsx'
import { LevelsPanel } from './levels_panel.tsx'
import { RulesDialog } from './rules.tsx'
import './fans.css'

/** A search begins when the keys have rested this long. */
const kTypedMs = 300

export function FansPage() {
  const words = fanWords()
  const filter = asked(address.value)
  const loaded = useLoaded(`fans ${JSON.stringify(filter)}`, () => fansApi.list(filter))
  const [busy, setBusy] = useState(false)
  const [ruling, setRuling] = useState(false)
  const [ruled, setRuled] = useState(0)
  const own = staff.value?.role === 'presenter'
  const mayRule = staff.value?.role === 'owner' || staff.value?.role === 'planner'
  const change = (changed: Partial<FanFilter>): void => go(addressOf({ ...filter, ...changed }), { replace: true })
  const page = loaded.data
  const more = async (): Promise<void> => {
    if (!page) return
    setBusy(true)
    try {
      const next = await fansApi.list(filter, page.next)
      loaded.set({ ...next, items: [...page.items, ...next.items] })
    } catch (cause) {
      toast(explain(cause), { tone: 'bad' })
    } finally {
      setBusy(false)
    }
  }
  const none = page && page.items.length === 0
  return (
    <div class="fans" data-test="fans">
      <header class="page-head">
        <div class="page-title">
          <h1>{words.title}</h1>
          <p class="under">{own ? words.own : words.lead}</p>
        </div>
        {mayRule && <div class="page-tools beside"><button type="button" class="btn" onClick={() => setRuling(true)} data-test="rules"><Icon name="gear" size="s" />{words.rules}</button></div>}
      </header>
      {!own && (!none || narrowed(filter)) && <LevelsPanel key={ruled} />}
      {(!none || narrowed(filter)) && <Filters filter={filter} levels={page?.levels ?? null} own={own} onChange={change} />}
      {!page && !loaded.problem && <Waiting />}
      {Boolean(loaded.problem) && <Failed problem={loaded.problem} again={loaded.reload} />}
      {none && (narrowed(filter) ? (
        <div class="nothing" data-test="none-found">
          <p>{words.noneFound}</p>
          <button type="button" class="link" onClick={() => go('/studio/fans', { replace: true })} data-test="clear-filters">{words.clear}</button>
        </div>
      ) : (
        <div class="empty" data-test="empty">
          <Icon name="heart" />
          <h2>{words.emptyTitle}</h2>
          <p>{own ? words.emptyOwn : words.emptyText}</p>
        </div>
      ))}
      {page && !none && (
        <table class="table fan-table">
          <thead>
            <tr>
              <th scope="col">{words.columns.name}</th>
              <th scope="col" class="wide">{words.columns.level}</th>
              <th scope="col" class="wide num">{words.columns.shows}</th>
              <th scope="col" class="num">{words.columns.last}</th>
              <th scope="col" class="wide num">{words.columns.orders}</th>
              <th scope="col" class="wide">{words.columns.follows}</th>
            </tr>
          </thead>
          <tbody>{page.items.map((fan) => <Row key={fan.id} fan={fan} />)}</tbody>
        </table>
      )}
      {page?.next && <button type="button" class="btn" disabled={busy} onClick={() => void more()} data-test="more">{common().more}</button>}
      {ruling && <RulesDialog onClose={() => setRuling(false)} onSaved={() => (loaded.reload(), setRuled(ruled + 1))} />}
    </div>
  )
}

function Row({ fan }: { fan: Fan }) {
  const words = fanWords()
  const follows = fan.follows.map(({ name }) => name).join(common().dot)
  return (
    <tr data-test="fan" data-name={fan.name} data-level={fan.level}>
      <td>
        <b class="fan-name who">{fan.name}</b>
        <span class="narrow fan-facts"><LevelMark level={fan.level} /><span class="n">{words.times(fan.shows)}</span>{fan.orders > 0 && <span class="n">{words.orders(fan.orders)}</span>}</span>
        {follows && <span class="narrow who">{follows}</span>}
      </td>
      <td class="wide"><LevelMark level={fan.level} /></td>
      <td class="wide num n" data-test="fan-shows">{words.times(fan.shows)}</td>
      <td class="num n" title={fan.last_visit ? date(new Date(fan.last_visit), language.value) : undefined}>{words.days(fan.days_since)}</td>
      <td class="wide num n">{words.orders(fan.orders)}</td>
      <td class="wide who">{follows || '–'}</td>
    </tr>
  )
}

interface FiltersProps { filter: FanFilter; levels: Record<string, number> | null; own: boolean; onChange: (changed: Partial<FanFilter>) => void }

function Filters({ filter, levels, own, onChange }: FiltersProps) {
  const words = fanWords()
  const people = useLoaded(own ? 'none' : 'staff', () => (own ? Promise.resolve([]) : studioApi.staff()))
  const all = levels ? Object.values(levels).reduce((sum, n) => sum + n, 0) : null
  // A level that nobody reached is no choice, but the chosen one stays.
  const shown = kLevels.filter((level) => (levels?.[level] ?? 0) > 0 || filter.level === level)
  return (
    <div role="search" class="fan-search">
      <div class="fan-levels" role="group" aria-label={words.levelFilter}>
        <button type="button" aria-pressed={filter.level === ''} onClick={() => onChange({ level: '' })} data-test="level-all">{words.everyLevel}{all !== null && <span class="n">{all.toLocaleString('en')}</span>}</button>
        {shown.map((level) => (
          <button key={level} type="button" aria-pressed={filter.level === level} onClick={() => onChange({ level })} data-test={`level-${level}`}>{words.levels[level]}{levels && <span class="n">{(levels[level] ?? 0).toLocaleString('en')}</span>}</button>
        ))}
      </div>
      <div class="order-filters">
        <NameField value={filter.name} onChange={(name) => onChange({ name })} />
        {!own && (
          <label class="select">
            <span class="vh">{words.follows}</span>
            <select value={filter.follows} onChange={(event) => onChange({ follows: event.currentTarget.value })} data-test="follows-filter">
              <option value="">{words.follows}: {words.everyStaff}</option>
              {people.data?.map((one) => <option key={one.handle} value={one.handle}>{one.name}</option>)}
            </select>
          </label>
        )}
        <label class="select">
          <span class="vh">{words.sortBy}</span>
          <select value={filter.sort} onChange={(event) => onChange({ sort: event.currentTarget.value as FanSort })} data-test="sort">
            {kSorts.map((sort) => <option key={sort} value={sort}>{words.sorts[sort]}</option>)}
          </select>
        </label>
      </div>
    </div>
  )
}

function NameField({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  const words = fanWords()
  const [typed, setTyped] = useState(value)
  useEffect(() => setTyped(value), [value])
  useEffect(() => {
    if (typed === value) return
    const timer = setTimeout(() => onChange(typed), kTypedMs)
    return () => clearTimeout(timer)
  }, [typed])
  return (
    <label class="search">
      <Icon name="search" size="s" />
      <span class="vh">{words.search}</span>
      <input type="search" value={typed} placeholder={words.search} maxLength={20} onInput={(event) => setTyped(event.currentTarget.value)} data-test="search" />
    </label>
  )
}
