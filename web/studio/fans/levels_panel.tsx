// How many people stood at each level at the end of each month, and who moved in the one that is chosen.
import { useState } from 'preact/hooks'
import { count, shortCount } from '../../shared/format.ts'
import { language } from '../../shared/i18n.ts'
import { Icon } from '../../shared/icons.tsx'
import { topOf } from '../listening/listening_model.ts'
import { fanWords } from '../messages/fans.ts'
import { levelWords } from '../messages/levels.ts'
import { Failed, useLoaded } from '../parts/load.tsx'
import { fansApi, kLevels, type LevelMonth, type Move } from './fans_api.ts'
import { columns, directed, peopleOf } from './levels_model.ts'
import './levels.css'

const kRanges = [12, 24]
const kHeight = 100
/** px of a month. */
const kMostWide = 72

export function LevelsPanel() {
  const words = levelWords()
  const [range, setRange] = useState(kRanges[0]!)
  const [chosen, setChosen] = useState<string | null>(null)
  const loaded = useLoaded(`levels ${range}`, () => fansApi.levels(range))
  const months = loaded.data
  if (months?.length === 0) return null
  const found = months?.findIndex(({ month }) => month === chosen) ?? -1
  const index = months && found < 0 ? months.length - 1 : found
  return (
    <section class="panel levels" aria-labelledby="levels" data-test="levels">
      <div class="panel-head">
        <h2 id="levels">{words.title}</h2>
        {(range > kRanges[0]! || months?.length === kRanges[0]) && (
          <div class="segments" role="group" aria-label={words.rangeLabel}>
            {kRanges.map((one) => <button key={one} type="button" aria-pressed={range === one} onClick={() => setRange(one)} data-test={`levels-${one}`}>{words.ranges[one]}</button>)}
          </div>
        )}
      </div>
      {Boolean(loaded.problem) && <Failed problem={loaded.problem} again={loaded.reload} />}
      {months && (
        <>
          <p class="hint">{words.lead}</p>
          <div class="levels-two">
            <Chart months={months} chosen={index} onChoose={(place) => setChosen(months[Math.max(0, Math.min(months.length - 1, place))]!.month)} />
            <Chosen month={months[index]!} />
          </div>
        </>
      )}
    </section>
  )
}

function Chart({ months, chosen, onChoose }: { months: LevelMonth[]; chosen: number; onChoose: (index: number) => void }) {
  const words = levelWords()
  const top = topOf(Math.max(...months.map(peopleOf)))
  const at = months[chosen]!
  const keys: Record<string, number> = { ArrowLeft: chosen - 1, ArrowRight: chosen + 1, Home: 0, End: months.length - 1 }
  return (
    <div class="levels-chart">
      <ul class="levels-legend">
        {kLevels.map((level) => <li key={level}><i class={`is-${level}`} aria-hidden="true" />{fanWords().levels[level]}</li>)}
      </ul>
      <div class="levels-plot">
        <div class="levels-axis n" aria-hidden="true"><span>{shortCount(top, language.value)}</span><span>0</span></div>
        <div class="levels-field" style={{ maxWidth: `${months.length * kMostWide}px` }}>
          <div class="levels-bars" role="slider" tabIndex={0} aria-label={words.chart} title={words.chartHint} aria-valuemin={0} aria-valuemax={months.length - 1} aria-valuenow={chosen} aria-valuetext={`${monthName(at.month)} ${words.all(peopleOf(at))}`} data-test="levels-chart"
            onClick={(event) => {
              const box = event.currentTarget.getBoundingClientRect()
              onChoose(Math.floor(((event.clientX - box.left) / box.width) * months.length))
            }}
            onKeyDown={(event) => {
              const next = keys[event.key]
              if (next === undefined) return
              event.preventDefault()
              onChoose(next)
            }}>
            <svg viewBox={`0 0 ${months.length} ${kHeight}`} preserveAspectRatio="none" aria-hidden="true">
              <rect class="levels-chosen" x={chosen} y={0} width={1} height={kHeight} />
              {columns(months, top, kHeight).map((path, level) => <path key={level} class={`is-${kLevels[level]}`} d={path} />)}
            </svg>
          </div>
          <div class={`levels-months n ${months.length > 12 ? 'is-long' : months.length > 8 ? 'is-many' : ''}`} aria-hidden="true">
            {months.map(({ month }) => <span key={month}>{monthShort(month)}</span>)}
          </div>
        </div>
      </div>
    </div>
  )
}

function Chosen({ month }: { month: LevelMonth }) {
  const words = levelWords()
  const { up, down } = directed(month.moves)
  return (
    <div class="levels-month" data-test="levels-month" data-month={month.month} aria-live="polite">
      <h3>{monthName(month.month)}{!month.over && <small>{words.soFar}</small>}</h3>
      <dl class="levels-now">
        {kLevels.map((level) => <div key={level}><dt>{fanWords().levels[level]}</dt><dd class="n" data-test={`level-people-${level}`}>{count(month.levels[level])}</dd></div>)}
      </dl>
      {month.moves.length === 0 ? <p class="hint">{words.still}</p> : (
        <table class="table levels-moves">
          <thead><tr><th scope="col">{words.columns.move}</th><th scope="col" class="num">{words.columns.people}</th></tr></thead>
          <tbody>
            {up.map((move) => <Row key={`${move.from} ${move.to}`} move={move} rises />)}
            {down.map((move) => <Row key={`${move.from} ${move.to}`} move={move} rises={false} />)}
          </tbody>
        </table>
      )}
    </div>
  )
}

function Row({ move: { from, to, people }, rises }: { move: Move; rises: boolean }) {
  const words = levelWords()
  const { levels } = fanWords()
  const name = from === null ? words.fresh(levels[to!]) : to === null ? words.gone(levels[from]) : words.move(levels[from], levels[to])
  return (
    <tr data-test="level-move" data-from={from ?? ''} data-to={to ?? ''} data-people={people}>
      <td><span class={`levels-way ${rises ? 'is-up' : 'is-down'}`}><Icon name="chevronDown" size="s" /><span class="vh">{rises ? words.up : words.down}</span></span>{name}</td>
      <td class="num n">{words.people(people)}</td>
    </tr>
  )
}

/** Noon of its first day in Japan: the same month everywhere. */
const begins = (month: string): Date => new Date(`${month}-01T03:00:00Z`)
const format = (month: string, parts: Intl.DateTimeFormatOptions): string => new Intl.DateTimeFormat(language.value === 'ja' ? 'ja-JP' : 'en-GB', { timeZone: 'Asia/Tokyo', ...parts }).format(begins(month))
const monthName = (month: string): string => format(month, { year: 'numeric', month: 'long' })
const monthShort = (month: string): string => format(month, { month: 'short' })
