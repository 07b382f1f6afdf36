// A show over its own clock: the curve, what is switched on in it, the moment that was chosen, and taking it away.
import { useMemo, useState } from 'preact/hooks'
import type { Show } from '../../shared/api.ts'
import { clock } from '../../shared/format.ts'
import { Icon } from '../../shared/icons.tsx'
import { toast } from '../../shared/toast.tsx'
import { curveWords } from '../messages/insight_curve.ts'
import { Failed, useLoaded, Waiting } from '../parts/load.tsx'
import { CurveChart } from './curve_chart.tsx'
import { namedBands, saveCurveCsv, savePng, saveSvg } from './curve_exports.ts'
import { kActs, kColours, kParts, kSteps, peakOf, people, stepFor, type Act, type Part } from './curve_model.ts'
import { CurveTable } from './curve_table.tsx'
import { insightApi, type Curve } from './insight_api.ts'
import { MomentPlayer } from './moment_player.tsx'
import { useAgain } from './use_again.ts'

const kFirstActs: readonly Act[] = ['chats', 'orders']
const kReadAgainMs = 10_000

interface Props {
  show: Show
  products: ReadonlyMap<string, string>
  currency: string
}

export function CurvePanel({ show, products, currency }: Props) {
  const words = curveWords()
  const [step, setStep] = useState(() => stepFor(show.length_ms ?? show.clock))
  const loaded = useLoaded(`curve ${show.id} ${step}`, () => insightApi.curve(show.id, step))
  useAgain(loaded.reload, show.state === 'live' ? kReadAgainMs : null)
  return (
    <section class="panel curve-panel" aria-labelledby="curve" data-test="curve-panel">
      <div class="panel-head">
        <h2 id="curve">{words.title}</h2>
        <div class="segments" role="group" aria-label={words.stepLabel}>
          {kSteps.map((one) => <button key={one} type="button" aria-pressed={step === one} onClick={() => setStep(one)} data-test={`step-${one}`}>{words.steps[one]}</button>)}
        </div>
      </div>
      {!loaded.data && !loaded.problem && <Waiting />}
      {!loaded.data && Boolean(loaded.problem) && <Failed problem={loaded.problem} again={loaded.reload} />}
      {loaded.data && (loaded.data.steps === 0 ? <p class="invite" data-test="no-curve">{words.none}</p> : <Shown curve={loaded.data} show={show} products={products} currency={currency} />)}
    </section>
  )
}

function Shown({ curve, show, products, currency }: { curve: Curve } & Props) {
  const words = curveWords()
  const [acts, setActs] = useState<ReadonlySet<Act>>(() => new Set(kFirstActs))
  const [parts, setParts] = useState<ReadonlySet<Part>>(() => new Set(kParts))
  const [moment, setMoment] = useState<{ at: number; turn: number } | null>(null)
  const bands = useMemo(() => namedBands(curve.bands, products), [curve, products, words])
  const peak = peakOf(curve.live.watching)
  const made = { title: `${show.title} ${words.title}`, curve, acts, parts, products }
  const play = (at: number): void => setMoment((old) => ({ at, turn: (old?.turn ?? 0) + 1 }))
  return (
    <>
      {peak && <p class="hint">{words.peak(people(peak.value), clock(peak.index * curve.step_ms), words.steps[curve.step_ms] ?? '')}</p>}
      <div class="curve-switches" role="group" aria-label={words.shown}>
        {kParts.map((part) => <Switch key={part} on={parts.has(part)} name={words.parts[part]} line={part === 'live' ? 'solid' : 'dashed'} colour={kColours.watching} test={`part-${part}`} onTurn={() => setParts(turned(parts, part))} />)}
        <span class="curve-apart" aria-hidden="true" />
        {kActs.map((act) => <Switch key={act} on={acts.has(act)} name={words.marks[act]} line={act === 'orders' ? 'bar' : 'solid'} colour={kColours[act]} test={`act-${act}`} onTurn={() => setActs(turned(acts, act))} />)}
      </div>
      <CurveChart curve={curve} acts={acts} parts={parts} bands={bands} currency={currency} onPlay={play} />
      {moment && <MomentPlayer show={show} at={moment.at} turn={moment.turn} onClose={() => setMoment(null)} />}
      <div class="curve-foot">
        <CurveTable curve={curve} currency={currency} onPlay={play} />
        <div class="curve-save" role="group" aria-label={words.save}>
          <button type="button" class="btn small" onClick={() => void savePng(made).catch(() => toast(words.pngFailed, { tone: 'bad' }))} aria-label={words.saveAs.png} data-test="save-png"><Icon name="download" size="s" />PNG</button>
          <button type="button" class="btn small" onClick={() => saveSvg(made)} aria-label={words.saveAs.svg} data-test="save-svg"><Icon name="download" size="s" />SVG</button>
          <button type="button" class="btn small" onClick={() => saveCurveCsv(made)} aria-label={words.saveAs.csv} data-test="save-csv"><Icon name="download" size="s" />CSV</button>
        </div>
      </div>
    </>
  )
}

function Switch({ on, name, line, colour, test, onTurn }: { on: boolean; name: string; line: 'solid' | 'dashed' | 'bar'; colour: string; test: string; onTurn: () => void }) {
  return (
    <button type="button" class="curve-switch" aria-pressed={on} onClick={onTurn} data-test={test}>
      <i class={line} style={{ '--k': `var(${colour})` }} aria-hidden="true" />{name}
    </button>
  )
}

function turned<T>(set: ReadonlySet<T>, one: T): ReadonlySet<T> {
  const next = new Set(set)
  if (!next.delete(one)) next.add(one)
  return next
}
