// The bars of a group: now over before, and the target as a line across both. Wide, with names beside the bars; narrow, above.
import { reportWords } from '../messages/reports.ts'
import { barsOf, said, valueText, type Bar } from './report_model.ts'
import type { Report, ReportGroup } from './reports_api.ts'

/** In units of a drawing, which is as wide as the page lets it be. */
interface Layout { name: 'wide' | 'narrow'; width: number; row: number; left: number; space: number; top: number; nameX: number; valueX: number; textY: number }
const kWide: Layout = { name: 'wide', width: 720, row: 30, left: 168, space: 448, top: 5, nameX: 156, valueX: 626, textY: 17 }
const kNarrow: Layout = { name: 'narrow', width: 340, row: 48, left: 0, space: 340, top: 21, nameX: 0, valueX: 340, textY: 15 }
const kNow = 12
const kBefore = 5

export function ReportChart({ group, report }: { group: ReportGroup; report: Report }) {
  const words = reportWords()
  const bars = barsOf(group, report.groups.find((each) => each.group === group)?.figures ?? [])
  if (bars.length === 0) return null
  const split = bars.some(({ live }) => live !== null)
  const items = [split ? 'live' : 'value', ...(split ? ['archive'] : []), ...(bars.some(({ before }) => before !== null) ? ['before'] : []), ...(bars.some(({ target }) => target !== null) ? ['target'] : [])] as (keyof typeof words.legend)[]
  return (
    <figure class="report-chart" data-test={`chart-${group}`}>
      {[kWide, kNarrow].map((layout) => (
        <svg key={layout.name} class={layout.name} viewBox={`0 0 ${layout.width} ${bars.length * layout.row}`} role="img" aria-label={words.chartOf(words.groups[group])}>
          {bars.map((bar, at) => <Row key={bar.figure.figure} bar={bar} layout={layout} top={at * layout.row} currency={report.currency} />)}
        </svg>
      ))}
      <figcaption>{items.map((item) => <span key={item} class={`report-key of-${item}`}>{words.legend[item]}</span>)}</figcaption>
    </figure>
  )
}

function Row({ bar, layout, top, currency }: { bar: Bar; layout: Layout; top: number; currency: string }) {
  const { figure, value, live, before, target } = bar
  const { left, space } = layout
  const width = (share: number): number => Math.max(share > 0 ? 2 : 0, share * space)
  const y = top + layout.top
  const at = target === null ? 0 : left + Math.min(space - 1, target * space)
  return (
    <g>
      <text x={layout.nameX} y={top + layout.textY} class="report-bar-name">{said(figure.name)}</text>
      <rect x={left} y={y} width={space} height={kNow + 1 + kBefore} class="report-bar-ground" />
      {live === null ? <rect x={left} y={y} width={width(value)} height={kNow} class="report-bar-now" /> : (
        <>
          <rect x={left} y={y} width={width(value)} height={kNow} class="report-bar-archive" />
          <rect x={left} y={y} width={live * space} height={kNow} class="report-bar-now" />
        </>
      )}
      {before !== null && <rect x={left} y={y + kNow + 1} width={width(before)} height={kBefore} class="report-bar-before" />}
      {target !== null && <line x1={at} x2={at} y1={y - 3} y2={y + kNow + kBefore + 4} class="report-bar-target" />}
      <text x={layout.valueX} y={top + layout.textY} class="report-bar-value">{valueText(figure.unit, figure.value, currency)}</text>
    </g>
  )
}
