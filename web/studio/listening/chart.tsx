// Mentions by network, stacked: one column a day or an hour, with the spikes marked above. Chosen by pointer or by keys.
import { language } from '../../shared/i18n.ts'
import { shortCount } from '../../shared/format.ts'
import { Icon } from '../../shared/icons.tsx'
import { listeningWords } from '../messages/listening.ts'
import type { Trend } from './listening_api.ts'
import { drawn, pointAt, times, topOf, type Point } from './listening_model.ts'
import { pointName } from './listening.tsx'

const kHeight = 100
/** Dates written below. */
const kTicks = 4

interface Props { trend: Trend; points: Point[]; chosen: number; onChoose: (index: number) => void }

export function Chart({ trend, points, chosen, onChoose }: Props) {
  const words = listeningWords()
  const networks = drawn(trend.networks)
  const top = topOf(Math.max(...points.map(({ count }) => count)))
  const gap = points.length > 120 ? 0 : 0.2
  const at = points[chosen]!
  const place = (clientX: number, box: DOMRect): number => Math.floor(((clientX - box.left) / box.width) * points.length)
  const keys: Record<string, number> = { ArrowLeft: chosen - 1, ArrowRight: chosen + 1, PageUp: chosen - 7, PageDown: chosen + 7, Home: 0, End: points.length - 1 }
  return (
    <div class="trend">
      <ul class="trend-legend">
        {networks.map(({ network, total }, index) => (
          <li key={network} data-test="network" data-name={network}><i style={{ background: `var(--c${index + 1})` }} aria-hidden="true" />{network || words.others}<b class="n">{total.toLocaleString('en')}</b></li>
        ))}
      </ul>
      <div class="trend-plot">
        <div class="trend-axis n" aria-hidden="true"><span>{shortCount(top, language.value)}</span><span>{shortCount(top / 2, language.value)}</span><span>0</span></div>
        <div class="trend-field">
          <ul class="trend-spikes">
            {trend.spikes.map((spike) => {
              const index = pointAt(points, Date.parse(spike.at))
              const name = `${pointName(Date.parse(spike.at), 'hour')} ${words.spike(times(spike).toFixed(1))}`
              return (
                <li key={spike.at} style={{ left: `${((index + 0.5) / points.length) * 100}%` }}>
                  <button type="button" onClick={() => onChoose(index)} aria-label={name} title={name} tabIndex={-1} data-test="spike-mark"><Icon name="flag" size="xs" /></button>
                </li>
              )
            })}
          </ul>
          <div class="trend-bars" role="slider" tabIndex={0} aria-label={words.chart} aria-valuemin={0} aria-valuemax={points.length - 1} aria-valuenow={chosen} aria-valuetext={`${pointName(at.at, trend.step, true)} ${words.mentions(at.count)}`} title={words.chartHint} data-test="chart"
            onClick={(event) => onChoose(place(event.clientX, event.currentTarget.getBoundingClientRect()))}
            onKeyDown={(event) => {
              const next = keys[event.key]
              if (next === undefined) return
              event.preventDefault()
              onChoose(next)
            }}>
            <svg viewBox={`0 0 ${points.length} ${kHeight}`} preserveAspectRatio="none" aria-hidden="true">
              <path class="trend-line" d={`M0 ${kHeight / 2}H${points.length}M0 0.3H${points.length}`} vector-effect="non-scaling-stroke" />
              <rect class="trend-chosen" x={chosen} y={0} width={1} height={kHeight} />
              {networks.map(({ network }, index) => <path key={network} fill={`var(--c${index + 1})`} d={bars(networks, index, points.length, top, gap)} />)}
            </svg>
          </div>
          <div class="trend-dates n" aria-hidden="true">
            {Array.from({ length: kTicks + 1 }, (_, tick) => Math.round((tick / kTicks) * (points.length - 1))).map((index) => <span key={index}>{date(points[index]!.at, points.length > 400)}</span>)}
          </div>
        </div>
      </div>
    </div>
  )
}

/** All columns of one network as one path, each upon what stands below it. */
function bars(networks: { counts: number[] }[], of: number, length: number, top: number, gap: number): string {
  let path = ''
  for (let index = 0; index < length; index++) {
    const count = networks[of]!.counts[index] ?? 0
    if (count === 0) continue
    let below = 0
    for (let each = 0; each < of; each++) below += networks[each]!.counts[index] ?? 0
    const high = (count / top) * kHeight
    path += `M${index + gap / 2} ${(kHeight - (below / top) * kHeight).toFixed(2)}h${1 - gap}v${(-high).toFixed(2)}h${gap - 1}z`
  }
  return path
}

function date(at: number, years: boolean): string {
  return new Intl.DateTimeFormat(language.value === 'ja' ? 'ja-JP' : 'en-GB', { timeZone: 'Asia/Tokyo', ...(years ? { year: 'numeric', month: 'short' } : { month: 'numeric', day: 'numeric' }) }).format(at)
}
