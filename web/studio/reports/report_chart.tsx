// The bars of a group: now over before, and the target as a line across both.
import { reportWords } from '../messages/reports.ts'
import { barsOf, said, valueText, type Bar } from './report_model.ts'
import type { Report, ReportGroup } from './reports_api.ts'

// In units of the drawing; it is as wide as the page lets it be.
const kWidth = 720
const kLeft = 168
const kRight = 104
const kRow = 30
const kSpace = kWidth - kLeft - kRight

export function ReportChart({ group, report }: { group: ReportGroup; report: Report }) {
  const words = reportWords()
  const bars = barsOf(group, report.groups.find((each) => each.group === group)?.figures ?? [])
  if (bars.length === 0) return null
  const split = bars.some(({ live }) => live !== null)
  const items = [split ? 'live' : 'value', ...(split ? ['archive'] : []), ...(bars.some(({ before }) => before !== null) ? ['before'] : []), ...(bars.some(({ target }) => target !== null) ? ['target'] : [])] as (keyof typeof words.legend)[]
  return (
    <figure class="report-chart" data-test={`chart-${group}`}>
      <svg viewBox={`0 0 ${kWidth} ${bars.length * kRow}`} role="img" aria-label={words.chartOf(words.groups[group])}>
        {bars.map((bar, at) => <Row key={bar.figure.figure} bar={bar} top={at * kRow} currency={report.currency} />)}
      </svg>
      <figcaption>{items.map((item) => <span key={item} class={`report-key ${item}`}>{words.legend[item]}</span>)}</figcaption>
    </figure>
  )
}

function Row({ bar, top, currency }: { bar: Bar; top: number; currency: string }) {
  const { figure, value, live, before, target } = bar
  const width = (share: number): number => Math.max(share > 0 ? 2 : 0, share * kSpace)
  const at = target === null ? 0 : kLeft + Math.min(kSpace - 1, target * kSpace)
  return (
    <g>
      <text x={kLeft - 12} y={top + 17} class="report-bar-name">{said(figure.name)}</text>
      <rect x={kLeft} y={top + 5} width={kSpace} height={18} class="report-bar-ground" />
      {live === null ? <rect x={kLeft} y={top + 5} width={width(value)} height={12} class="report-bar-now" /> : (
        <>
          <rect x={kLeft} y={top + 5} width={width(value)} height={12} class="report-bar-archive" />
          <rect x={kLeft} y={top + 5} width={live * kSpace} height={12} class="report-bar-now" />
        </>
      )}
      {before !== null && <rect x={kLeft} y={top + 18} width={width(before)} height={5} class="report-bar-before" />}
      {target !== null && <line x1={at} x2={at} y1={top + 2} y2={top + 26} class="report-bar-target" />}
      <text x={kWidth - kRight + 10} y={top + 17} class="report-bar-value">{valueText(figure.unit, figure.value, currency)}</text>
    </g>
  )
}
