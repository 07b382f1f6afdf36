// Product cards, one at a time: by button, by arrow key.
import { useEffect, useState } from 'preact/hooks'
import { money } from '../../shared/format.ts'
import { language } from '../../shared/i18n.ts'
import { Icon } from '../../shared/icons.tsx'
import { learningWords } from '../messages/learning.ts'
import { Failed, useLoaded, Waiting } from '../parts/load.tsx'
import { learningApi, type Card, type Scope } from './learning_api.ts'
import { momentHref } from './learning_model.ts'

export function Cards({ scope, onQuiz, onBack }: { scope: Scope; onQuiz: () => void; onBack: () => void }) {
  const words = learningWords().training
  const loaded = useLoaded(`cards ${JSON.stringify(scope)}`, () => learningApi.cards(scope))
  const [at, setAt] = useState(0)
  const cards = loaded.data
  const last = (cards?.length ?? 1) - 1
  const to = (next: number): void => setAt(Math.min(Math.max(0, next), last))
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      if (event.target instanceof HTMLInputElement || event.altKey || event.ctrlKey || event.metaKey) return
      if (event.key === 'ArrowRight') to(at + 1)
      if (event.key === 'ArrowLeft') to(at - 1)
    }
    addEventListener('keydown', press)
    return () => removeEventListener('keydown', press)
  }, [at, last])
  const card = cards?.[at]
  return (
    <section class="drill" aria-label={words.cards} data-test="cards">
      <p><button type="button" class="link" onClick={onBack} data-test="back">{words.back}</button></p>
      {Boolean(loaded.problem) && <Failed problem={loaded.problem} again={loaded.reload} />}
      {!cards && !loaded.problem && <Waiting />}
      {cards?.length === 0 && <p class="invite">{words.noCards}</p>}
      {card && (
        <>
          <article class="panel drill-card" aria-live="polite" data-test="card"><CardFace card={card} /></article>
          <div class="drill-foot">
            <button type="button" class="btn" disabled={at === 0} onClick={() => to(at - 1)} data-test="previous-card"><Icon name="chevronLeft" size="s" />{words.previous}</button>
            <span class="n">{words.cardOf(at + 1, cards.length)}</span>
            {at < last ? <button type="button" class="btn" onClick={() => to(at + 1)} data-test="next-card">{words.next}<Icon name="chevronRight" size="s" /></button> : <button type="button" class="btn do" onClick={onQuiz} data-test="to-quiz">{words.quiz}</button>}
          </div>
        </>
      )}
    </section>
  )
}

function CardFace({ card }: { card: Card }) {
  const words = learningWords().training
  const spoken = language.value
  const kinds = card.variants.filter(({ options }) => Object.keys(options).length > 0)
  return (
    <>
      <div class="drill-top">
        <span class="thumb drill-pic">{card.picture ? <img src={card.picture.small} alt="" /> : <Icon name="bag" />}</span>
        <div>
          <h2 class="phrase">{card.title}</h2>
          {card.subtitle && <p>{card.subtitle}</p>}
          <p class="price">{money(card.price, spoken)}</p>
        </div>
      </div>
      {card.description && <p class="kpt-text">{card.description}</p>}
      {kinds.length > 0 && (
        <>
          <h3>{words.variants}</h3>
          <ul class="drill-kinds">{kinds.map((kind) => <li key={kind.sku}><span>{Object.values(kind.options).join(' / ')}</span>{kind.price.amount !== card.price.amount && <b class="n">{money(kind.price, spoken)}</b>}</li>)}</ul>
        </>
      )}
      <h3>{words.asked}</h3>
      {card.asked.length === 0 && <p class="hint">{words.askedNone}</p>}
      <dl class="drill-asked">
        {card.asked.map((each, place) => (
          <div key={place}><dt class="phrase">{each.question}</dt><dd>{each.answer ?? <a class="moment" href={momentHref(each.show.id, each.at)} target="_blank" rel="noopener"><Icon name="play" size="xs" />{words.spoken}</a>}</dd></div>
        ))}
      </dl>
    </>
  )
}
