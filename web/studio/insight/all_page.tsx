// All shows in figures: a stretch of the calendar, of a presenter or a concept, and the shows that were counted.
import { dateTime } from '../../shared/format.ts'
import { Field } from '../../shared/field.tsx'
import { language } from '../../shared/i18n.ts'
import { Icon } from '../../shared/icons.tsx'
import { insightWords } from '../messages/insight.ts'
import { planWords } from '../messages/plan.ts'
import { Failed, useLoaded, Waiting } from '../parts/load.tsx'
import { kConcepts } from '../plan/plan_api.ts'
import { Select } from '../playbook/select.tsx'
import { studioApi } from '../studio_api.ts'
import { CreditPanel, maySeeCredit } from './credit_panel.tsx'
import { FigureGroups } from './figure_groups.tsx'
import { CsvButton } from './figures_page.tsx'
import { HalfSwitch } from './half_switch.tsx'
import { insightApi, kHalves, type Choice } from './insight_api.ts'
import { IntentsPanel } from './intents_panel.tsx'
import { kPeriods, periodNamed, stretchOf, turned } from './period.ts'
import { ReturnedPanel } from './returned_panel.tsx'
import { useDefinitions } from './use_definitions.ts'
import { useQuery } from './use_query.ts'
import { WaysPanel } from './ways_panel.tsx'
import './insight.css'

export function InsightPage() {
  const words = insightWords()
  const [query, setQuery] = useQuery()
  const half = kHalves.find((one) => one === query.get('half')) ?? 'together'
  const period = periodNamed(query.get('period'))
  const first = query.get('from') ?? ''
  const last = query.get('until') ?? ''
  const stretch = stretchOf(period, new Date(), first, last)
  const wrong = turned(stretch)
  const choice: Choice = { from: stretch.from?.toISOString() ?? null, until: stretch.until?.toISOString() ?? null, presenter: query.get('presenter') ?? '', concept: query.get('concept') ?? '' }
  const definitions = useDefinitions()
  const asked = JSON.stringify([choice, definitions.chosen])
  const loaded = useLoaded(wrong ? 'wrong' : asked, () => (wrong ? new Promise<never>(() => {}) : insightApi.ofMany(choice, definitions.chosen)))
  const people = useLoaded('staff', studioApi.staff)
  const { data } = loaded
  return (
    <div class="insight" data-test="insight-all">
      <header class="page-head">
        <div class="page-title">
          <h1>{words.title}</h1>
          <p class="under">{words.lead}</p>
        </div>
        <div class="page-tools">
          <HalfSwitch half={half} onChange={(next) => setQuery({ half: next === 'together' ? null : next })} />
          {data && data.shows.length > 0 && <CsvButton figures={data} title={words.all} />}
        </div>
      </header>
      <div class="insight-filters">
        <div class="segments" role="group" aria-label={words.many.period}>
          {kPeriods.map((one) => <button key={one} type="button" aria-pressed={period === one} onClick={() => setQuery({ period: one })} data-test={`period-${one}`}>{words.many.periods[one]}</button>)}
        </div>
        <div class="insight-narrow">
          <Select label={words.many.presenter} value={choice.presenter} options={[['', words.many.anyPresenter], ...(people.data ?? []).map(({ handle, name }): [string, string] => [handle, name])]} onChange={(presenter) => setQuery({ presenter })} test="presenter" />
          <Select label={words.many.concept} value={choice.concept} options={[['', words.many.anyConcept], ...kConcepts.map((concept): [string, string] => [concept, planWords().concepts[concept]])]} onChange={(concept) => setQuery({ concept })} test="concept" />
        </div>
        {period === 'own' && (
          <div class="insight-own">
            <Field label={words.many.from} type="date" value={first} max={last || undefined} onChange={(event) => setQuery({ from: event.currentTarget.value })} test="own-from" />
            <Field label={words.many.until} type="date" value={last} min={first || undefined} error={wrong ? words.many.turned : null} onChange={(event) => setQuery({ until: event.currentTarget.value })} test="own-until" />
          </div>
        )}
      </div>
      {!data && !loaded.problem && !wrong && <Waiting />}
      {Boolean(loaded.problem) && <Failed problem={loaded.problem} again={loaded.reload} />}
      {data && data.shows.length === 0 && <div class="invite" data-test="no-shows"><p>{words.many.none}</p><p class="hint">{words.many.noneHint}</p></div>}
      {data && data.shows.length > 0 && (
        <>
          <FigureGroups figures={data} half={half} definitions={definitions.all} onDefine={definitions.define} />
          <IntentsPanel choice={choice} half={half} />
          <WaysPanel of={{ choice }} />
          <ReturnedPanel of={{ choice }} />
          {maySeeCredit() && <CreditPanel choice={choice} />}
          <section class="panel" aria-labelledby="counted-shows" data-test="counted-shows">
            <h2 id="counted-shows">{words.many.shows}<span class="tag n">{words.many.showCount(data.shows.length)}</span></h2>
            <p class="hint">{words.many.people}</p>
            <ul class="insight-shows">
              {data.shows.map((show) => (
                <li key={show.id}>
                  <a href={`/studio/shows/${encodeURIComponent(show.id)}/insight`} data-test="counted-show" data-show={show.id}>
                    <b class="phrase who">{show.title}</b><span class="n">{dateTime(new Date(show.live_at), language.value)}</span><Icon name="chevronRight" size="s" />
                  </a>
                </li>
              ))}
            </ul>
          </section>
        </>
      )}
    </div>
  )
}
