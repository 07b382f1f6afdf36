// Targets against results, against what is usual and the show before.
import { useState } from 'preact/hooks'
import { duration } from '../../shared/format.ts'
import { language } from '../../shared/i18n.ts'
import { learningWords } from '../messages/learning.ts'
import { planWords } from '../messages/plan.ts'
import type { Review, ReviewFigure } from './learning_api.ts'
import { difference, figureText, shownFigures } from './learning_model.ts'

const kCards = 6

export function ReviewFigures({ figures }: { figures: Review['figures'] }) {
  const words = learningWords().review
  const [whole, setWhole] = useState(false)
  const shown = whole ? figures.items : shownFigures(figures.items, kCards)
  return (
    <section aria-labelledby="review-figures" class="review-figures">
      <h2 id="review-figures" class="vh">{words.figures}</h2>
      <ul class="figure-cards">
        {shown.map((figure) => <Card key={figure.figure} figure={figure} currency={figures.currency} />)}
      </ul>
      <p class="hint">
        {words.compared(duration(figures.age_ms, language.value), figures.usual_of)}
        {shown.length < figures.items.length && <> <button type="button" class="link" onClick={() => setWhole(true)} data-test="all-figures">{words.allFigures}</button></>}
      </p>
    </section>
  )
}

function Card({ figure, currency }: { figure: ReviewFigure; currency: string }) {
  const words = learningWords().review
  const text = (value: number | null): string => (value === null ? words.nothing : figureText(figure, value, currency))
  const reached = figure.target !== null && figure.value !== null && figure.value >= figure.target
  const usual = difference(figure, figure.value, figure.usual)
  const last = difference(figure, figure.value, figure.last)
  return (
    <li data-test={`figure-${figure.figure}`} data-value={figure.value ?? ''} data-target={figure.target ?? ''} data-usual={figure.usual ?? ''} data-last={figure.last ?? ''}>
      <p class="figure-name">{planWords().figures[figure.figure] ?? figure.figure}</p>
      <p class="figure-value n">{figure.value === null ? <small>{words.notCounted}</small> : text(figure.value)}</p>
      <p class="figure-line">
        {figure.target === null ? <span>{words.noTarget}</span> : <><span>{words.target} <b class="n">{text(figure.target)}</b></span>{figure.value !== null && <span class={`tag ${reached ? 'ok' : 'warn'}`}>{reached ? words.reached : words.missed}</span>}</>}
      </p>
      <dl>
        <Against name={words.usual} value={text(figure.usual)} off={usual} />
        <Against name={words.last} value={text(figure.last)} off={last} />
      </dl>
    </li>
  )
}

function Against({ name, value, off }: { name: string; value: string; off: ReturnType<typeof difference> }) {
  return <div><dt>{name}</dt><dd class="n">{value}{off && <b class={off.better ? 'up' : 'down'}>{off.text}</b>}</dd></div>
}
