// The plot with what stood in front of the viewers above it, chosen by pointer, by finger or by keys.
import type uPlot from 'uplot'
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'
import { clock, money, spokenClock } from '../../shared/format.ts'
import { language } from '../../shared/i18n.ts'
import { curveWords } from '../messages/insight_curve.ts'
import { bandsIn, endOf, kColours, kParts, people, placeOf, type Act, type Part } from './curve_model.ts'
import { kLeftPx, kRightPx, plotCurve } from './curve_plot.ts'
import type { NamedBand, Picture } from './curve_svg.ts'
import type { Curve } from './insight_api.ts'

const kHeight = 300
const kPhoneHeight = 240
const kPageSteps = 10
/** The readout stands left of the moment from here on, in the part of the width. */
const kTurn = 0.55

interface Props {
  curve: Curve
  acts: ReadonlySet<Act>
  parts: ReadonlySet<Part>
  bands: Picture['bands']
  currency: string
  onPlay: (at: number) => void
}

export function CurveChart({ curve, acts, parts, bands, currency, onPlay }: Props) {
  const words = curveWords()
  const box = useRef<HTMLDivElement>(null)
  const plot = useRef<uPlot | null>(null)
  const [chosen, setChosen] = useState<number | null>(null)
  const [width, setWidth] = useState(0)
  const last = curve.steps - 1
  const at = (chosen ?? 0) * curve.step_ms
  useEffect(() => {
    const watcher = new ResizeObserver(([entry]) => setWidth(Math.floor(entry!.contentRect.width)))
    watcher.observe(box.current!)
    return () => watcher.disconnect()
  }, [])
  useLayoutEffect(() => {
    if (width === 0 || curve.steps === 0) return
    const began = performance.now()
    const made = plotCurve(box.current!, { curve, acts, parts, height: width < 560 ? kPhoneHeight : kHeight, onPoint: setChosen }, () => performance.measure('insight.curve', { start: began }))
    plot.current = made
    return () => {
      plot.current = null
      made.destroy()
    }
  }, [curve, acts, parts, width])
  const choose = (index: number): void => {
    const next = Math.max(0, Math.min(last, index))
    setChosen(next)
    plot.current?.setCursor({ left: plot.current.valToPos((next + 0.5) * curve.step_ms, 'x'), top: 0 }, false)
  }
  const keys: Record<string, number> = { ArrowLeft: at / curve.step_ms - 1, ArrowRight: chosen === null ? 0 : chosen + 1, PageUp: (chosen ?? 0) - kPageSteps, PageDown: (chosen ?? 0) + kPageSteps, Home: 0, End: last }
  const press = (event: KeyboardEvent): void => {
    if (event.key === 'Enter' && chosen !== null) onPlay(at)
    else if (keys[event.key] !== undefined) choose(keys[event.key]!)
    else return
    event.preventDefault()
  }
  return (
    <div class="curve-chart" style={{ '--curve-left': `${kLeftPx}px`, '--curve-right': `${kRightPx}px` }}>
      <Bands bands={bands} end={endOf(curve)} onPlay={onPlay} />
      <p class="curve-units" aria-hidden="true"><span>{words.people}</span><span>{acts.size > 0 && words.times}</span></p>
      <div class="curve-plot">
        <div ref={box} class="curve-box" role="slider" tabIndex={0} aria-label={words.chart} title={words.chartHint} aria-valuemin={0} aria-valuemax={Math.max(0, last)} aria-valuenow={chosen ?? 0}
          aria-valuetext={`${spokenClock(at, language.value)}: ${parts.has('live') ? `${words.marks.watching} ${people(curve.live.watching[chosen ?? 0] ?? 0)}` : ''}`}
          onKeyDown={press} onClick={() => chosen !== null && onPlay(at)} data-test="curve" data-chosen={chosen ?? ''} />
        {chosen !== null && <Readout curve={curve} index={chosen} acts={acts} parts={parts} bands={bands} currency={currency} />}
      </div>
    </div>
  )
}

/** Cues, products, offers and gaps, each over the stretch in which it stood. */
function Bands({ bands, end, onPlay }: { bands: Picture['bands']; end: number; onPlay: (at: number) => void }) {
  const words = curveWords()
  return (
    <div class="curve-bands">
      {(['cues', 'pins', 'offers', 'gaps'] as const).filter((row) => bands[row].length > 0).map((row) => (
        <ul key={row} class={`curve-band ${row}`} aria-label={words.rows[row]}>
          {bands[row].map((band) => {
            const { left, width } = placeOf(band, end)
            const name = words.span(band.name, clock(band.from_ms), clock(band.until_ms ?? end))
            return (
              <li key={`${band.from_ms} ${band.name}`} style={{ left: `${left}%`, width: `${width}%` }}>
                <button type="button" onClick={() => onPlay(band.from_ms)} aria-label={name} title={name} data-test={`band-${row}`}><span class="who">{band.name}</span></button>
              </li>
            )
          })}
        </ul>
      ))}
    </div>
  )
}

function Readout({ curve, index, acts, parts, bands, currency }: { index: number } & Omit<Props, 'onPlay'>) {
  const words = curveWords()
  const at = index * curve.step_ms
  const part = (index + 0.5) * curve.step_ms / endOf(curve)
  const behind: NamedBand[] = [...bands.cues, ...bands.pins, ...bands.offers, ...bands.gaps]
  const shown = kParts.filter((one) => parts.has(one))
  const rows = (['watching', ...acts] as const).map((mark) => ({ mark, values: shown.map((one) => (mark === 'watching' ? people : String)(curve[one][mark][index] ?? 0)) }))
  const sold = shown.map((one) => curve[one].gmv[index] ?? 0)
  return (
    <div class={`curve-readout ${part > kTurn ? 'left' : ''}`} style={{ '--curve-at': String(part) }} data-test="readout" aria-hidden="true">
      <b class="n">{clock(at)}</b>
      {bandsIn(behind, at, curve.step_ms).map((band) => <span key={`${band.from_ms} ${band.name}`} class="who">{band.name}</span>)}
      <table>
        <thead><tr><td />{shown.map((one) => <th key={one} scope="col">{words.parts[one]}</th>)}</tr></thead>
        <tbody>
          {rows.map(({ mark, values }) => (
            <tr key={mark}><th scope="row"><i style={{ background: `var(${kColours[mark]})` }} />{words.marks[mark]}</th>{values.map((value, one) => <td key={one} class="n">{value}</td>)}</tr>
          ))}
          {sold.some((amount) => amount > 0) && <tr><th scope="row"><i />{words.marks.gmv}</th>{sold.map((amount, one) => <td key={one} class="n">{money({ amount, currency }, language.value)}</td>)}</tr>}
        </tbody>
      </table>
    </div>
  )
}
