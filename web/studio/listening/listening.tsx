// The trend page: mentions by network over time, shares of voice, spikes and what explains them, words that rose, and the
// mentions behind a point.
import { useEffect, useState } from 'preact/hooks'
import { language } from '../../shared/i18n.ts'
import { Icon } from '../../shared/icons.tsx'
import { listeningWords } from '../messages/listening.ts'
import { Failed, useLoaded, Waiting } from '../parts/load.tsx'
import { address, go } from '../route.ts'
import { staff } from '../session.ts'
import { BesideLanes } from './beside.tsx'
import { Chart } from './chart.tsx'
import { ImportDrawer } from './import.tsx'
import { listeningApi, type Trend } from './listening_api.ts'
import { pointAt, pointsOf } from './listening_model.ts'
import { MentionList } from './mention_list.tsx'
import { SpikeList } from './spikes.tsx'
import { TermsDrawer } from './terms.tsx'
import { Voices } from './voices.tsx'
import './beside.css'
import './listening.css'

const kRanges = [14, 90, 365, 3650]
/** While something is counted, the page looks again this often. */
const kLookAgainMs = 1500

interface Asked { term: number; days: number; at: number | null }

function asked(): Asked {
  const query = new URLSearchParams(address.value.split('?')[1] ?? '')
  const days = Number(query.get('days'))
  const at = Number(query.get('at'))
  return { term: Number(query.get('term')) || 0, days: kRanges.includes(days) ? days : 90, at: at > 0 ? at : null }
}

export function ListeningPage() {
  const words = listeningWords()
  const [opened, setOpened] = useState<'import' | 'terms' | null>(null)
  const now = asked()
  const loaded = useLoaded(`trend ${now.term} ${now.days}`, () => listeningApi.trend(now.term, now.days))
  const role = staff.value?.role
  const may = role === 'owner' || role === 'planner' || role === 'analyst'
  const change = (changed: Partial<Asked>): void => {
    const next = { ...now, ...changed }
    const query = new URLSearchParams({ ...(next.term ? { term: String(next.term) } : {}), ...(next.days === 90 ? {} : { days: String(next.days) }), ...(next.at ? { at: String(next.at) } : {}) }).toString()
    go(`/studio/listening${query ? `?${query}` : ''}`, { replace: true })
  }
  const trend = loaded.data
  const counting = trend?.voices.some((voice) => voice.counting) ?? false
  useEffect(() => {
    if (!counting) return
    const timer = setTimeout(loaded.reload, kLookAgainMs)
    return () => clearTimeout(timer)
  }, [trend])
  return (
    <div class="listening" data-test="listening">
      <header class="page-head">
        <div class="page-title">
          <h1>{words.title}</h1>
          <p class="under">{words.lead}</p>
        </div>
        {may && (
          <div class="page-tools">
            <button type="button" class="btn" onClick={() => setOpened('terms')} data-test="terms"><Icon name="search" size="s" />{words.terms}</button>
            <button type="button" class="btn do" onClick={() => setOpened('import')} data-test="import"><Icon name="download" size="s" />{words.import}</button>
          </div>
        )}
      </header>
      {!trend && !loaded.problem && <Waiting />}
      {Boolean(loaded.problem) && <Failed problem={loaded.problem} again={loaded.reload} />}
      {trend && trend.all === 0 && <Empty may={may} />}
      {trend && trend.all > 0 && <Figures trend={trend} asked={now} change={change} />}
      {opened === 'import' && <ImportDrawer onClose={() => setOpened(null)} onDone={loaded.reload} />}
      {opened === 'terms' && <TermsDrawer onClose={() => setOpened(null)} onChanged={loaded.reload} />}
    </div>
  )
}

function Empty({ may }: { may: boolean }) {
  const words = listeningWords()
  return (
    <div class="empty" data-test="empty">
      <Icon name="globe" />
      <h2>{words.emptyTitle}</h2>
      {may ? <ol class="listening-steps">{words.emptySteps.map((step) => <li key={step}>{step}</li>)}</ol> : <p>{words.emptyReader}</p>}
    </div>
  )
}

function Figures({ trend, asked: now, change }: { trend: Trend; asked: Asked; change: (changed: Partial<Asked>) => void }) {
  const words = listeningWords()
  const points = pointsOf(trend)
  const busiest = points.reduce((best, point, index) => (point.count > points[best]!.count ? index : best), 0)
  const found = now.at === null ? -1 : pointAt(points, now.at)
  const chosen = found < 0 ? busiest : found
  const point = points[chosen]!
  const choose = (index: number): void => change({ at: points[Math.max(0, Math.min(points.length - 1, index))]!.at })
  return (
    <>
      <div class="listening-filters">
        <label class="select">
          <span class="vh">{words.termFilter}</span>
          <select value={now.term} onChange={(event) => change({ term: Number(event.currentTarget.value) })} data-test="term-filter">
            <option value={0}>{words.everything}</option>
            {trend.voices.map(({ id, name, kind }) => <option key={id} value={id}>{`${name} (${words.termKinds[kind]})`}</option>)}
          </select>
        </label>
        <div class="segments" role="group" aria-label={words.rangeLabel}>
          {kRanges.map((days) => <button key={days} type="button" aria-pressed={now.days === days} onClick={() => change({ days })} data-test={`range-${days}`}>{words.ranges[days]}</button>)}
        </div>
        <p class="listening-total n" data-test="total">{words.mentions(trend.total)}</p>
      </div>
      <div class="listening-grid">
        <section class="panel listening-chart-panel">
          <h2>{words.chart}</h2>
          {trend.total === 0 ? <p class="hint">{words.none}</p> : <><Chart trend={trend} points={points} chosen={chosen} onChoose={choose} /><BesideLanes trend={trend} points={points} /></>}
        </section>
        <Voices trend={trend} />
        <SpikeList trend={trend} chosen={point} onChoose={(at) => change({ at })} />
        {trend.total > 0 && <MentionList key={`${trend.term} ${point.at} ${trend.all}`} trend={trend} point={point} chosen={chosen} last={points.length - 1} onChoose={choose} />}
      </div>
    </>
  )
}

/** "5月3日(日)" for a day of Japan, "5月3日(日) 14:00" for an hour. */
export function pointName(at: number, step: 'hour' | 'day', withYear = false): string {
  return new Intl.DateTimeFormat(language.value === 'ja' ? 'ja-JP' : 'en-GB', {
    timeZone: 'Asia/Tokyo', month: 'short', day: 'numeric', weekday: 'short', ...(withYear ? { year: 'numeric' } : {}), ...(step === 'hour' ? { hour: '2-digit', minute: '2-digit' } : {}),
  }).format(at)
}
