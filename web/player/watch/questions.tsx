// Asking the presenter, and what others asked: the most wanted on top, and every answer with the way to it.
import { useEffect, useRef, useState } from 'preact/hooks'
import { Problem } from '../../shared/api.ts'
import { byWanted, stateOf, type Question } from '../../shared/asking.ts'
import { clock } from '../../shared/format.ts'
import { Icon } from '../../shared/icons.tsx'
import { problemText } from '../../shared/messages/words.ts'
import { toast } from '../../shared/toast.tsx'
import { askWords } from '../messages/asking.ts'
import { words } from '../messages/words.ts'
import type { Watching } from './watching.ts'

const kLongest = 200

export function QuestionsView({ w, onSeek }: { w: Watching; onSeek?: () => void }) {
  const t = askWords()
  const { asking } = w.room
  const [failed, setFailed] = useState(false)
  const load = (): void => {
    setFailed(false)
    asking.load().catch(() => setFailed(true))
  }
  useEffect(load, [asking])
  const all = [...asking.questions.value.values()].filter((question) => question.hidden !== true || question.own)
  const waiting = all.filter(({ state }) => state !== 'answered').sort(byWanted)
  const answered = all.filter(({ state }) => state === 'answered').sort((a, b) => a.seq - b.seq)
  return (
    <div class="questions" data-test="questions">
      {!w.room.banned.value && <AskForm w={w} />}
      {failed && (
        <p class="quiet-note" role="alert">
          {words().loadFailed} <button type="button" class="btn small" onClick={load}>{t.again}</button>
        </p>
      )}
      {!failed && !asking.read.value && <p class="quiet-note" role="status">{t.loading}</p>}
      {asking.read.value && all.length === 0 && <p class="quiet-note">{w.room.live.value ? t.empty : t.emptyArchive}</p>}
      {waiting.length > 0 && <List w={w} title={t.waitList} questions={waiting} {...(onSeek ? { onSeek } : {})} />}
      {answered.length > 0 && <List w={w} title={t.answered} questions={answered} {...(onSeek ? { onSeek } : {})} />}
    </div>
  )
}

function AskForm({ w }: { w: Watching }) {
  const t = askWords()
  const [text, setText] = useState('')
  const [busy, setBusy] = useState(false)
  const input = useRef<HTMLTextAreaElement>(null)
  const { shelf, talk } = w.room.show.value
  const about = w.askingAbout.value
  const product = shelf.find(({ id }) => id === about)
  useEffect(() => {
    if (about !== null) input.current?.focus()
  }, [about])
  const send = async (): Promise<void> => {
    const asked = text.trim()
    if (asked === '' || busy) return
    setBusy(true)
    try {
      await w.room.asking.ask(asked, product?.id ?? null, Math.round(w.room.position()))
      setText('')
      w.askingAbout.value = null
      toast(t.sent)
    } catch (cause) {
      const problem = Problem.from(cause)
      const own = problem.members['reason']
      if (problem.type === 'word-refused' || problem.type === 'name-refused') toast(typeof own === 'string' ? words().refusedBecause(own) : problem.type === 'name-refused' ? words().nameRefused : words().wordRefused, { tone: 'bad' })
      else if (problem.type === 'questions-full') toast(t.full, { tone: 'bad' })
      else if ((problem.type === 'slow-mode' || problem.type === 'too-many') && problem.retryAfterMs) toast(t.slow(Math.ceil(problem.retryAfterMs / 1000)), { tone: 'info' })
      else toast(problemText(problem), { tone: 'bad' })
    } finally {
      setBusy(false)
    }
  }
  return (
    <form
      class="ask-form"
      onSubmit={(event) => {
        event.preventDefault()
        void send()
      }}
    >
      <textarea ref={input} class="in" rows={2} value={text} maxLength={kLongest} placeholder={t.placeholder} aria-label={t.placeholder} onInput={(event) => setText(event.currentTarget.value)} data-test="ask-text" />
      <div class="ask-row">
        {shelf.length > 0 && (
          <select class="in" aria-label={t.about} value={product?.id ?? ''} onChange={(event) => (w.askingAbout.value = event.currentTarget.value || null)} data-test="ask-product">
            <option value="">{t.aboutShow}</option>
            {shelf.map(({ id, title }) => <option key={id} value={id}>{title}</option>)}
          </select>
        )}
        <button type="submit" class="btn do" disabled={busy || text.trim() === ''} data-test="ask-send">{t.send}</button>
      </div>
      {talk.slow_seconds > 0 && <p class="field-hint">{words().saySlow(talk.slow_seconds)}</p>}
    </form>
  )
}

function List({ w, title, questions, onSeek }: { w: Watching; title: string; questions: Question[]; onSeek?: () => void }) {
  return (
    <section>
      <h3 class="sub-h">{title} <span class="n">{questions.length}</span></h3>
      <ul class="q-list">
        {questions.map((question) => <Row key={question.seq} w={w} question={question} {...(onSeek ? { onSeek } : {})} />)}
      </ul>
    </section>
  )
}

function Row({ w, question, onSeek }: { w: Watching; question: Question; onSeek?: () => void }) {
  const t = askWords()
  const state = stateOf(question, Date.now())
  const product = w.room.show.value.shelf.find(({ id }) => id === question.product)
  const answer = question.answer
  const live = w.room.live.value
  const reach = answer?.from != null && (!live || w.reaches(answer.from))
  const second = async (): Promise<void> => {
    try {
      await w.room.asking.second(question, Math.round(w.room.position()))
    } catch (cause) {
      if (Problem.from(cause).type !== 'seconded') toast(problemText(cause), { tone: 'bad' })
    }
  }
  return (
    <li class={`${state} ${question.own ? 'own' : ''}`} data-test="question" data-seq={question.seq} data-state={state}>
      <div class="q">
        <p class="meta">
          {question.own && <b class="yours">{t.yours}</b>}
          <span>{question.by.name}</span>
          {product && <span class="of">{product.title}</span>}
        </p>
        <p class="what">{question.text}</p>
        {question.hidden === true && <p class="field-hint">{t.hidden}</p>}
        {state !== 'answered' && (question.own || state === 'claimed') && (
          <span class={`tag ${state === 'claimed' ? 'info' : ''}`} data-test="question-state">{state === 'claimed' && question.claim ? t.claimedBy(question.claim.by.name) : state === 'held' ? t.heldSent : t.states[state]}</span>
        )}
      </div>
      {state !== 'answered' && state !== 'held' && !question.own && (
        <button type="button" class="wanted" aria-pressed={question.seconded} title={t.secondOf(question.seconds)} disabled={question.seconded} onClick={() => void second()} data-test="second">
          <Icon name="plus" size="xs" />
          {t.second}
          <b class="n">{question.seconds}</b>
        </button>
      )}
      {(question.own || state === 'answered') && question.seconds > 0 && <span class="wanted still"><Icon name="people" size="xs" /><b class="n">{question.seconds}</b></span>}
      {answer && (
        <div class="ans" data-test="answer">
          {answer.text !== null && <p><b>{t.answerBy(answer.by.name)}</b>{answer.text}</p>}
          {answer.from !== null && reach && (
            <button
              type="button"
              class="btn small jump n"
              title={t.jumpTo(question.text)}
              onClick={() => {
                if (w.seek(answer.from!)) onSeek?.()
              }}
              data-test="answer-jump"
            >
              <Icon name="play" size="xs" />
              {t.jump(clock(answer.from))}
            </button>
          )}
          {answer.from !== null && !reach && <p class="field-hint n">{t.spoken(clock(answer.from))}</p>}
        </div>
      )}
    </li>
  )
}
