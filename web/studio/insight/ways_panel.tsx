// By which way viewers came, and what those of each did: by kind of link, by post, account, campaign or staff.
import { useRef } from 'preact/hooks'
import { count, money } from '../../shared/format.ts'
import { language } from '../../shared/i18n.ts'
import { channelsWords } from '../messages/channels.ts'
import { insightWords } from '../messages/insight.ts'
import { waysWords } from '../messages/ways.ts'
import { Failed, useLoaded, Waiting } from '../parts/load.tsx'
import { percent } from './figure_model.ts'
import { insightApi, kBys, kLeastGroup, type By, type Choice, type Way, type WayCounts, type WayGroup, type Ways } from './insight_api.ts'
import { useAgain } from './use_again.ts'
import { useQuery } from './use_query.ts'
import './ways.css'

export function WaysPanel({ of, everyMs = null }: { of: { show: string } | { choice: Choice }; everyMs?: number | null }) {
  const words = waysWords()
  const [query, setQuery] = useQuery()
  const by = kBys.find((one) => one === query.get('ways')) ?? 'way'
  const many = 'choice' in of
  const loaded = useLoaded(`ways ${by} ${JSON.stringify(of)}`, () => (many ? insightApi.waysOfMany(of.choice, by) : insightApi.ways(of.show, by)))
  useAgain(loaded.reload, everyMs)
  // What was told before stays until the other is here, so that the page does not jump.
  const before = useRef<Ways | null>(null)
  if (loaded.data) before.current = loaded.data
  const data = loaded.data ?? (loaded.problem ? null : before.current)
  return (
    <section class="panel ways" aria-labelledby="ways" data-test="ways" data-by={data?.by}>
      <div class="panel-head">
        <h2 id="ways">{words.title}</h2>
        <div class="segments" role="group" aria-label={words.byLabel}>
          {kBys.map((one) => <button key={one} type="button" aria-pressed={by === one} onClick={() => setQuery({ ways: one === 'way' ? null : one })} data-test={`ways-${one}`}>{words.by[one]}</button>)}
        </div>
      </div>
      {!data && !loaded.problem && <Waiting />}
      {!data && Boolean(loaded.problem) && <Failed problem={loaded.problem} again={loaded.reload} />}
      {data && (data.total.viewers === 0 && data.total.orders === 0 ? <p class="nothing">{words.nobody}</p> : (
        <>
          <p class="hint">{(many ? words.leadOfMany : words.lead)(data.total.viewers, data.within_days)}</p>
          <Table ways={data} />
          <p class="hint">{data.by === 'campaign' ? words.ruleOfCampaign : words.clicks} {words.rule}</p>
        </>
      ))}
    </section>
  )
}

interface Line { key: string; name: string; hint: string | null; counts: WayCounts }

function nameOf(by: By, { of, name, network }: WayGroup): Pick<Line, 'name' | 'hint'> {
  const words = waysWords()
  if (by === 'way') return { name: words.ways[of as Way], hint: null }
  return { name: name ?? words.gone[by], hint: network && ((channelsWords().networks as Record<string, string>)[network] ?? network) }
}

function linesOf({ by, groups, others, none }: Ways): Line[] {
  const words = waysWords()
  const some = ({ viewers, orders, clicks }: WayCounts): boolean => viewers + orders + (clicks ?? 0) > 0
  return [
    ...groups.map((group): Line => ({ key: group.of, counts: group, ...nameOf(by, group) })),
    ...(some(others) ? [{ key: 'others', name: words.others, hint: words.othersHint(kLeastGroup), counts: others }] : []),
    ...(some(none) ? [{ key: 'none', name: words.none[by], hint: by === 'way' ? words.noneHint : null, counts: none }] : []),
  ]
}

function Table({ ways }: { ways: Ways }) {
  const { columns } = waysWords()
  const clicks = ways.by !== 'campaign'
  return (
    <table class="table insight-products ways-table">
      <thead>
        <tr>
          <th scope="col">{waysWords().by[ways.by]}</th>
          <th scope="col" class="num">{columns.viewers}</th>
          <th scope="col">{columns.part}</th>
          {[...(clicks ? [columns.clicks] : []), columns.engaged, columns.savers, columns.orders, columns.gmv, columns.cvr].map((name) => <th key={name} scope="col" class="num">{name}</th>)}
        </tr>
      </thead>
      <tbody>{linesOf(ways).map((line) => <Row key={line.key} line={line} ways={ways} clicks={clicks} />)}</tbody>
    </table>
  )
}

function Row({ line: { key, name, hint, counts }, ways, clicks }: { line: Line; ways: Ways; clicks: boolean }) {
  const { columns } = waysWords()
  const { none } = insightWords()
  const part = ways.total.viewers === 0 ? 0 : counts.viewers / ways.total.viewers
  return (
    <tr data-test="ways-row" data-of={key} data-viewers={counts.viewers}>
      <th scope="row"><span class="ways-name" title={name}>{name}</span>{hint && <small>{hint}</small>}</th>
      <td class="num n" data-name={columns.viewers}><b>{count(counts.viewers)}</b></td>
      <td class="ways-part n" data-name={columns.part}><span>{percent(part)}%</span><span class="bar" aria-hidden="true"><i style={{ width: `${part * 100}%` }} /></span></td>
      {clicks && <td class="num n" data-name={columns.clicks}>{counts.clicks === null ? none : count(counts.clicks)}</td>}
      <td class="num n" data-name={columns.engaged}>{count(counts.engaged)}</td>
      <td class="num n" data-name={columns.savers}>{count(counts.savers)}</td>
      <td class="num n" data-name={columns.orders}>{count(counts.orders)}</td>
      <td class="num n" data-name={columns.gmv}><b>{money({ amount: counts.gmv, currency: ways.currency }, language.value)}</b></td>
      <td class="num n" data-name={columns.cvr}>{counts.cvr === null ? none : `${percent(counts.cvr)}%`}</td>
    </tr>
  )
}
