// The curve in numbers, for who would rather read than see.
import { useState } from 'preact/hooks'
import { clock, money } from '../../shared/format.ts'
import { language } from '../../shared/i18n.ts'
import { curveWords } from '../messages/insight_curve.ts'
import { kParts, people, type Part } from './curve_model.ts'
import { kMarks, type Curve, type Mark } from './insight_api.ts'

/** More rows than this are not read. */
const kMostRows = 360

export function CurveTable({ curve, currency, onPlay }: { curve: Curve; currency: string; onPlay: (at: number) => void }) {
  const words = curveWords()
  const [open, setOpen] = useState(false)
  const rows = Math.min(curve.steps, kMostRows)
  const text = (part: Part, mark: Mark, index: number): string => {
    const value = curve[part][mark][index] ?? 0
    return mark === 'gmv' ? money({ amount: value, currency }, language.value) : mark === 'watching' ? people(value) : value.toLocaleString('en')
  }
  return (
    <details class="lines curve-table" open={open} onToggle={(event) => setOpen(event.currentTarget.open)} data-test="curve-table">
      <summary>{words.table}</summary>
      {open && (
        <div>
          {rows < curve.steps && <p class="hint">{words.tableFirst(rows)}</p>}
          <div class="curve-scroll" tabIndex={0} role="region" aria-label={words.table}>
            <table class="table">
              <thead>
                <tr><th rowSpan={2} scope="col">{words.at}</th>{kParts.map((part) => <th key={part} colSpan={kMarks.length} scope="colgroup">{words.parts[part]}</th>)}</tr>
                <tr>{kParts.flatMap((part) => kMarks.map((mark) => <th key={`${part} ${mark}`} scope="col" class="num">{words.marks[mark]}</th>))}</tr>
              </thead>
              <tbody>
                {Array.from({ length: rows }, (_, index) => (
                  <tr key={index}>
                    <th scope="row"><button type="button" class="link n" onClick={() => onPlay(index * curve.step_ms)} aria-label={words.watchHere(clock(index * curve.step_ms))}>{clock(index * curve.step_ms)}</button></th>
                    {kParts.flatMap((part) => kMarks.map((mark) => <td key={`${part} ${mark}`} class="num n">{text(part, mark, index)}</td>))}
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </div>
      )}
    </details>
  )
}
