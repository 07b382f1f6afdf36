// What was asked about a product in any show, with the answers: in words, or at the moment when they were spoken.
import { useState } from 'preact/hooks'
import { api } from '../../shared/api.ts'
import type { ProductQuestion } from '../../shared/asking.ts'
import { clock } from '../../shared/format.ts'
import { Icon } from '../../shared/icons.tsx'
import { problemText } from '../../shared/messages/words.ts'
import { toast } from '../../shared/toast.tsx'
import { askWords } from '../messages/asking.ts'
import { useLoad } from './load.ts'
import '../watch/asking.css'

export function ProductQuestions({ product }: { product: string }) {
  const t = askWords()
  const { value } = useLoad(() => api.productQuestions(product), 60_000)
  const [further, setFurther] = useState<{ items: ProductQuestion[]; next: string | null } | null>(null)
  if (!value || value.items.length === 0) return null
  const next = further ? further.next : value.next
  const items = [...value.items, ...(further?.items ?? [])]
  // What has an answer helps whoever reads; the rest stands below.
  const sorted = [...items.filter(({ answer }) => answer !== null), ...items.filter(({ answer }) => answer === null)]
  const more = async (): Promise<void> => {
    try {
      const page = await api.productQuestions(product, next!)
      setFurther({ items: [...(further?.items ?? []), ...page.items], next: page.next })
    } catch (cause) {
      toast(problemText(cause), { tone: 'bad' })
    }
  }
  return (
    <section class="product-shows product-questions" data-test="product-questions">
      <h2>{t.productQuestions}</h2>
      <ul class="q-list">
        {sorted.map((question) => <Row key={`${question.show.id} ${question.seq}`} question={question} />)}
      </ul>
      {next !== null && <button type="button" class="btn" onClick={() => void more()}>{t.more}</button>}
    </section>
  )
}

function Row({ question }: { question: ProductQuestion }) {
  const t = askWords()
  const { answer, show } = question
  const page = `/shows/${encodeURIComponent(show.id)}`
  return (
    <li data-test="product-question">
      <div class="q">
        <p class="what">{question.text}</p>
        <p class="meta">
          <span>{question.by.name}</span>
          <a href={page}>{t.askedIn(show.title)}</a>
          {!answer && <span>{t.waiting}</span>}
        </p>
      </div>
      {question.seconds > 0 && <span class="wanted still"><Icon name="people" size="xs" /><b class="n">{question.seconds}</b></span>}
      {answer && (
        <div class="ans">
          {answer.text !== null && <p><b>{t.answerBy(answer.by.name)}</b>{answer.text}</p>}
          {answer.from !== null && show.state === 'archived' && (
            <a class="btn jump n" href={`${page}?t=${Math.floor(answer.from / 1000)}`} data-test="product-answer-jump">
              <Icon name="play" size="xs" />
              {t.watchAnswer(clock(answer.from))}
            </a>
          )}
          {answer.from !== null && show.state !== 'archived' && <p class="n">{t.spoken(clock(answer.from))}</p>}
        </div>
      )}
    </li>
  )
}
