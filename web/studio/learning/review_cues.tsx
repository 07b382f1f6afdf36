// Cue by cue: planned and actual length, how much was watched, and what was ordered, saved and asked within each; and how
// the same cue went with others.
import { useState } from 'preact/hooks'
import { clock } from '../../shared/format.ts'
import { Icon } from '../../shared/icons.tsx'
import type { CuesOfShow } from '../insight/insight_api.ts'
import { rateText } from '../insight/rate_text.ts'
import { learningWords } from '../messages/learning.ts'
import { CueBeside } from './cue_beside.tsx'
import type { CueResult, Review } from './learning_api.ts'
import { momentHref, offBy } from './learning_model.ts'

const kColumns = 9
const kDone = ['orders', 'saves', 'questions'] as const
type Counted = CuesOfShow['items'][number]

interface Asked {
  cues: Review['cues']
  /** Null until they are counted. */
  figures: CuesOfShow | null
  show: string
  onCase: (at: number, title: string) => void
}

export function ReviewCues({ cues, figures, show, onCase }: Asked) {
  const words = learningWords().review
  const [open, setOpen] = useState<string | null>(null)
  const { cueColumns: columns } = words
  const { outside } = cues
  const busyOutside = outside.orders + outside.saves + outside.questions > 0
  const most = Math.max(1, ...cues.items.map(({ orders }) => orders))
  return (
    <section class="panel" aria-labelledby="review-cues">
      <h2 id="review-cues">{words.cues}</h2>
      {cues.items.length === 0 && <p class="invite">{words.noCues}</p>}
      {(cues.items.length > 0 || busyOutside) && (
        <table class="cue-table" data-test="cue-table">
          <thead>
            <tr>
              <th scope="col">{columns.title}</th>
              {(['planned', 'lasted', 'off', 'watched', ...kDone] as const).map((name) => <th key={name} scope="col" class="r">{columns[name]}</th>)}
              <th><span class="vh">{words.asCase}</span></th>
            </tr>
          </thead>
          <tbody>
            {cues.items.map((cue) => {
              const counted = figures?.items.find((one) => one.cue === cue.cue)
              return (
                <>
                  <Row key={cue.cue} cue={cue} counted={counted} show={show} best={cue.orders === most} open={open === cue.cue} onOpen={() => setOpen(open === cue.cue ? null : cue.cue)} onCase={onCase} />
                  {open === cue.cue && counted && <tr key={`${cue.cue} beside`} class="beside"><td colSpan={kColumns}><CueBeside cue={counted} /></td></tr>}
                </>
              )
            })}
            {busyOutside && (
              <tr class="aside">
                <th scope="row">{cues.items.length > 0 ? words.outside : words.whole}</th>
                <td class="none" /><td class="none" /><td class="none" />
                <td class="r n" data-name={columns.watched}>{figures?.outside.together ? clock(figures.outside.together.watched_ms) : words.nothing}</td>
                {kDone.map((name) => <td key={name} class="r n" data-name={columns[name]}>{outside[name]}</td>)}
                <td class="do" />
              </tr>
            )}
          </tbody>
          {cues.items.length > 0 && <tfoot><tr><th scope="row">{words.whole}</th><td class="r n" data-name={columns.planned}>{clock(cues.planned_ms)}</td><td class="r n" data-name={columns.lasted}>{clock(cues.length_ms)}</td><td class="none" colSpan={kColumns - 3} /></tr></tfoot>}
        </table>
      )}
      {cues.items.length > 0 && <p class="hint cue-hint">{words.cueHint}</p>}
    </section>
  )
}

interface RowAsked {
  cue: CueResult
  counted: Counted | undefined
  show: string
  best: boolean
  open: boolean
  onOpen: () => void
  onCase: Asked['onCase']
}

function Row({ cue, counted, show, best, open, onOpen, onCase }: RowAsked) {
  const words = learningWords().review
  const { cueColumns: columns } = words
  const off = offBy(cue)
  const together = counted?.together ?? null
  const ran = cue.started_ms !== null
  return (
    <tr data-test="cue-result" data-orders={cue.orders} data-saves={cue.saves} data-questions={cue.questions} data-orders-rate={together?.per_1000_s.orders ?? ''} class={best ? 'best' : ''}>
      <th scope="row">
        {ran ? <a href={momentHref(show, cue.started_ms!)} target="_blank" rel="noopener">{cue.title}</a> : <span>{cue.title}</span>}
        {counted && ran && (
          <button type="button" class="link beside-open" aria-expanded={open} onClick={onOpen} data-test="cue-beside" data-shows={counted.elsewhere.length}>
            <Icon name={open ? 'chevronDown' : 'chevronRight'} size="xs" />{words.beside(counted.elsewhere.length, counted.elsewhere.filter(({ same_cast: same }) => !same).length)}<span class="vh">{cue.title}</span>
          </button>
        )}
      </th>
      <td class="r n" data-name={columns.planned}>{cue.planned_ms === null ? words.nothing : clock(cue.planned_ms)}</td>
      <td class="r n" data-name={columns.lasted}>{ran ? clock(cue.lasted_ms) : words.skipped}</td>
      <td class={`r n ${off?.much ? 'much' : ''}`} data-name={columns.off}>{off?.text ?? words.nothing}</td>
      <td class="r n" data-name={columns.watched}>{together ? clock(together.watched_ms) : words.nothing}</td>
      {kDone.map((name) => (
        <td key={name} class="r n" data-name={columns[name]}>
          {ran ? cue[name] : words.nothing}
          {together && together.per_1000_s[name] !== null && <small class="rate">{rateText(together.per_1000_s[name])}{words.perThousand}</small>}
        </td>
      ))}
      <td class="do">{ran && <button type="button" class="icon-btn" aria-label={`${words.asCase}: ${cue.title}`} title={words.asCase} onClick={() => onCase(cue.started_ms!, cue.title)}><Icon name="bookmark" size="s" /></button>}</td>
    </tr>
  )
}
