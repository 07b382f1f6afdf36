// Questions to the presenter: the most wanted first, claimed, answered aloud or in words, or hidden; by key and by pointer.
import { useEffect, useRef, useState } from 'preact/hooks'
import { stateOf, type Question } from '../../shared/asking.ts'
import { clock } from '../../shared/format.ts'
import { Icon } from '../../shared/icons.tsx'
import { askingWords } from '../messages/asking.ts'
import type { Sieve } from './asking.ts'
import type { Room } from './room.ts'

type Attempt = (act: () => Promise<unknown>) => Promise<boolean>
const kSieves: Sieve[] = ['waiting', 'answered', 'hidden']
const kMostAnswer = 500
/** How often a claim is looked at, which ends by itself. */
const kLookEveryMs = 1_000

export function QuestionsPanel({ room, attempt }: { room: Room; attempt: Attempt }) {
  const words = askingWords()
  const { asking } = room
  const [, look] = useState(0)
  const list = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const timer = setInterval(() => look((n) => n + 1), kLookEveryMs)
    return () => clearInterval(timer)
  }, [])
  const selected = asking.selected.value
  useEffect(() => {
    if (selected !== null) list.current?.querySelector('.sel')?.scrollIntoView({ block: 'nearest' })
  }, [selected])
  const now = room.serverNow()
  const shown = asking.shown(now)
  const { shelf } = room.show.value
  const sieve = asking.sieve.value
  return (
    <section class="room asked" aria-label={words.sides.questions} data-test="questions-panel">
      <div class="ph">
        <div class="seg" role="group" aria-label={words.sides.questions}>
          {kSieves.map((name) => (
            <button key={name} type="button" aria-pressed={sieve === name} onClick={() => {
              asking.sieve.value = name
              asking.selected.value = null
            }} data-test={`sieve-${name}`}>{words.sieves[name]}</button>
          ))}
        </div>
        {shelf.length > 0 && (
          <select class="slow" aria-label={words.product} value={asking.product.value} onChange={(event) => (asking.product.value = event.currentTarget.value)} data-test="question-product">
            <option value="">{words.allProducts}</option>
            {shelf.map(({ id, title }) => <option key={id} value={id}>{title}</option>)}
          </select>
        )}
      </div>
      <div class="q-scroll" ref={list} tabIndex={0} role="region" aria-label={words.sides.questions}>
        {shown.length === 0 && <p class="chat-empty">{words.empty[sieve]}</p>}
        <ul>
          {shown.map((question) => <Row key={question.seq} room={room} question={question} now={now} selected={question.seq === selected} attempt={attempt} />)}
        </ul>
      </div>
      <p class="q-hint with-keys">{words.hint}</p>
    </section>
  )
}

function Row({ room, question, now, selected, attempt }: { room: Room; question: Question; now: number; selected: boolean; attempt: Attempt }) {
  const words = askingWords()
  const { asking } = room
  const state = stateOf(question, now)
  const product = room.show.value.shelf.find(({ id }) => id === question.product)
  const hidden = question.hidden === true
  const act = (run: () => Promise<unknown>) => (event: MouseEvent): void => {
    event.stopPropagation()
    void attempt(run)
  }
  return (
    <li class={`${state} ${selected ? 'sel' : ''}`} data-test="question" data-seq={question.seq} data-state={hidden ? 'hidden' : state} aria-current={selected ? 'true' : undefined}
      onClick={() => {
        if (!getSelection()?.toString()) asking.selected.value = selected && asking.writing.value === null ? null : question.seq
      }}>
      <span class="want n" title={words.wanted(question.seconds)}><b>{question.seconds}</b><Icon name="people" size="xs" /></span>
      <div class="qq">
        <p class="what">{question.text}</p>
        <p class="meta"><span class="n">{clock(question.at)}</span><span>{question.by.name}</span>{product && <span class="of">{product.title}</span>}</p>
        {state === 'held' && !hidden && <span class="tag warn">{words.held(question.word ?? '')}</span>}
        {state === 'claimed' && question.claim && <span class="tag info" data-test="claimed">{words.claimedBy(question.claim.by.name)}</span>}
        {question.answer && (
          <div class="given" data-test="given">
            <p class="meta"><b>{words.answerOf(question.answer.by.name)}</b>{question.answer.from !== null && <span class="n">{words.spoken(clock(question.answer.from), question.answer.until === null ? null : clock(question.answer.until))}</span>}</p>
            {question.answer.text !== null && <p>{question.answer.text}</p>}
          </div>
        )}
        {asking.writing.value === question.seq ? <Write room={room} question={question} attempt={attempt} /> : (
          <div class="acts">
            {hidden && <button type="button" class="btn small" onClick={act(() => asking.setHidden(question, false))} data-test="question-show"><Icon name="eye" size="s" />{words.show}</button>}
            {!hidden && state === 'held' && <button type="button" class="btn small" onClick={act(() => asking.setHidden(question, false))} data-test="question-show">{words.letIn}</button>}
            {!hidden && state === 'held' && <button type="button" class="btn small" onClick={act(() => asking.setHidden(question, true))} data-test="question-hide">{words.dismiss}</button>}
            {!hidden && (state === 'open' || state === 'claimed') && (
              <>
                <button type="button" class="btn small" onClick={act(() => asking.toggleClaim(question, now))} data-test="claim">{state === 'claimed' ? words.release : words.claim}{selected && <kbd>C</kbd>}</button>
                <button type="button" class="btn small main" onClick={act(() => asking.answerAloud(question, now, room.clock.value ?? 0))} data-test="answer-aloud"><Icon name="check" size="s" />{words.aloud}{selected && <kbd>A</kbd>}</button>
              </>
            )}
            {!hidden && state !== 'held' && (
              <button type="button" class="btn small" onClick={(event) => {
                event.stopPropagation()
                asking.writing.value = question.seq
              }} data-test="answer-words"><Icon name="edit" size="s" />{state === 'answered' ? words.again : words.words}{selected && <kbd>T</kbd>}</button>
            )}
            {!hidden && state !== 'held' && <button type="button" class="btn small quiet-do" aria-label={words.hide} title={words.hide} onClick={act(() => asking.setHidden(question, true))} data-test="question-hide"><Icon name="eyeOff" size="s" />{selected && <kbd>H</kbd>}</button>}
          </div>
        )}
      </div>
    </li>
  )
}

function Write({ room, question, attempt }: { room: Room; question: Question; attempt: Attempt }) {
  const words = askingWords()
  const [text, setText] = useState(question.answer?.text ?? '')
  const [busy, setBusy] = useState(false)
  const input = useRef<HTMLTextAreaElement>(null)
  useEffect(() => input.current?.focus(), [])
  const done = (): void => {
    room.asking.writing.value = null
  }
  const send = async (): Promise<void> => {
    if (busy || text.trim() === '') return
    setBusy(true)
    // The draft stays until the server has the answer.
    if (await attempt(() => room.asking.answerInWords(question, text.trim()))) done()
    setBusy(false)
  }
  return (
    <form class="q-write" onClick={(event) => event.stopPropagation()} onSubmit={(event) => {
      event.preventDefault()
      void send()
    }}>
      <textarea ref={input} rows={3} maxLength={kMostAnswer} value={text} placeholder={words.writeAnswer} aria-label={words.writeAnswer} onInput={(event) => setText(event.currentTarget.value)} onKeyDown={(event) => {
        if (event.isComposing || event.keyCode === 229) return
        if (event.key === 'Escape') done()
        else if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) void send()
        else return
        event.preventDefault()
        event.stopPropagation()
      }} data-test="answer-text" />
      <div class="acts">
        <button type="submit" class="btn small main" disabled={busy || text.trim() === ''} data-test="answer-send"><Icon name="send" size="s" />{words.send}</button>
        <button type="button" class="btn small" onClick={done}>{words.cancel}</button>
      </div>
    </form>
  )
}
