// The curve on uPlot: who is watching as an area against the left axis, what they did as lines and bars against the right
// one, and what stood in front of them behind it all.
import uPlot from 'uplot'
import 'uplot/dist/uPlot.min.css'
import { clock } from '../../shared/format.ts'
import { endOf, kColours, mostOf, people, roundTop, seriesOf, timesOf, type Act, type Part, type Series } from './curve_model.ts'
import type { Curve } from './insight_api.ts'

/** Axes of a known width, so that what stands above the plot stands over its moments. */
export const kLeftPx = 46
export const kRightPx = 40
const kAxisPx = 30
const kTimes = [10, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400].map((seconds) => seconds * 1000)
/** Bars closer together than this are drawn as a line. */
const kLeastBarPx = 2
/** Of so many steps in a pixel a dash is not seen, and costs the most: such lines are paler instead. */
const kDense = 2
const kPale = '80'
const kFont = '12px "Noto Sans JP", "Hiragino Sans", sans-serif'
const kDash = [5, 4]

export interface PlotOptions {
  curve: Curve
  acts: ReadonlySet<Act>
  parts: ReadonlySet<Part>
  height: number
  onPoint: (index: number) => void
}

const token = (name: string): string => getComputedStyle(document.documentElement).getPropertyValue(name).trim()

/** Draws into `box`, as wide as it is; `drawn` is called after each drawing. */
export function plotCurve(box: HTMLElement, options: PlotOptions, drawn: () => void): uPlot {
  const { curve, acts, parts, height, onPoint } = options
  const series = seriesOf(curve, acts, parts)
  const end = endOf(curve)
  const middles = timesOf(curve).map((at) => at + curve.step_ms / 2)
  const top = (of: (one: Series) => boolean): number => roundTop(mostOf(series.filter(of)))
  const width = box.clientWidth
  const stepPx = (width - kLeftPx - kRightPx) / Math.max(1, curve.steps)
  return new uPlot(
    {
      width,
      height,
      padding: [8, 0, 0, 0],
      legend: { show: false },
      cursor: { drag: { x: false, y: false, click: () => {} }, y: false, points: { size: 7 }, move: (plot, left, top) => [onStep(plot, left), top] },
      scales: {
        x: { time: false, range: [0, end] },
        people: { range: [0, top(({ mark }) => mark === 'watching')] },
        acts: { range: [0, top(({ mark }) => mark !== 'watching')] },
      },
      axes: [
        axis({ scale: 'x', size: kAxisPx, incrs: kTimes, space: 56, values: (_, splits) => splits.map((at) => clock(at)), grid: { show: false } }),
        axis({ scale: 'people', side: 3, size: kLeftPx, space: 44, values: (_, splits) => splits.map(people) }),
        axis({ scale: 'acts', side: 1, size: kRightPx, space: 44, show: true, grid: { show: false }, values: (_, splits) => splits.map((value) => (acts.size > 0 && Number.isInteger(value) ? value.toLocaleString('en') : '')) }),
      ],
      series: [{}, ...series.map((one) => lineOf(one, stepPx))],
      hooks: {
        drawClear: [(plot) => shade(plot, curve, end)],
        draw: [drawn],
        setCursor: [(plot) => plot.cursor.idx != null && plot.cursor.event && onPoint(plot.cursor.idx)],
      },
    },
    [middles, ...series.map(({ values }) => values)],
    box,
  )
}

/** The pointer stands on the step it is nearest to. */
function onStep(plot: uPlot, left: number): number {
  return left < 0 || plot.data[0].length === 0 ? left : plot.valToPos(plot.data[0][plot.posToIdx(left)]!, 'x')
}

function axis(more: uPlot.Axis): uPlot.Axis {
  return { stroke: token('--ink-2'), font: kFont, ticks: { show: false }, gap: 6, ...more, grid: { stroke: token('--line'), width: 1, ...more.grid } }
}

function lineOf({ mark, part }: Series, stepPx: number): uPlot.Series {
  const colour = token(kColours[mark])
  const bars = mark === 'orders' && stepPx >= kLeastBarPx
  const dense = stepPx * kDense < 1
  return {
    scale: mark === 'watching' ? 'people' : 'acts',
    stroke: dense && part === 'archive' ? `${colour}${kPale}` : colour,
    width: dense ? 1 : mark === 'watching' ? 2.25 : 1.75,
    points: { show: false },
    ...(bars ? { paths: uPlot.paths.bars!({ size: [0.4], align: part === 'live' ? -1 : 1 }), fill: part === 'live' ? colour : `${colour}${kPale}`, width: 0 } : {}),
    ...(part === 'archive' && !bars && !dense ? { dash: kDash } : {}),
    ...(mark === 'watching' && part === 'live' ? { fill: `${colour}1a` } : {}),
  }
}

/** Offers and gaps, behind the lines. */
function shade(plot: uPlot, { bands }: Curve, end: number): void {
  const { ctx, bbox } = plot
  ctx.save()
  for (const [list, colour] of [[bands.offers, '--do-wash'], [bands.gaps, '--warn-wash']] as const) {
    ctx.fillStyle = token(colour)
    for (const { from_ms: from, until_ms: until } of list) {
      const left = plot.valToPos(from, 'x', true)
      ctx.fillRect(left, bbox.top, Math.max(2, plot.valToPos(Math.min(until ?? end, end), 'x', true) - left), bbox.height)
    }
  }
  ctx.restore()
}
