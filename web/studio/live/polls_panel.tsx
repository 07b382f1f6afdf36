// Polls: prepared, opened one at a time, followed by their bars, closed.
import { useState } from 'preact/hooks'
import { shares, type Poll } from '../../shared/asking.ts'
import { clock } from '../../shared/format.ts'
import { Icon } from '../../shared/icons.tsx'
import { askingWords } from '../messages/asking.ts'
import type { NewPoll } from './asking.ts'
import type { Room } from './room.ts'

type Attempt = (act: () => Promise<unknown>) => Promise<boolean>
const kFewest = 2
const kMost = 6

export function PollsPanel({ room, attempt }: { room: Room; attempt: Attempt }) {
  const words = askingWords()
  const { asking } = room
  /** The id of the poll that is changed, 'new', or nothing. */
  const [editing, setEditing] = useState<number | 'new' | null>(null)
  const polls = asking.polls.value
  const open = polls.find(({ state }) => state === 'open')
  const prepared = polls.filter(({ state }) => state === 'prepared')
  const closed = polls.filter(({ state }) => state === 'closed').reverse()
  const live = room.show.value.state === 'live'
  const over = room.show.value.state === 'archived' || room.show.value.state === 'cancelled'
  const row = (poll: Poll) =>
    editing === poll.id ? (
      <li key={poll.id}><Form poll={poll} onDone={() => setEditing(null)} onSave={(wanted) => attempt(() => asking.rewordPoll(poll.id, wanted))} /></li>
    ) : (
      <li key={poll.id} class={`vote ${poll.state}`} data-test="poll" data-poll={poll.id} data-state={poll.state}>
        <p class="meta">
          <span class={`tag ${poll.state === 'open' ? 'ok' : ''}`}>{words.states[poll.state]}</span>
          {poll.opened_at !== null && <span class="n">{clock(poll.opened_at)}{poll.closed_at !== null && `–${clock(poll.closed_at)}`}</span>}
          {poll.state !== 'prepared' && <b class="n m" data-test="poll-votes">{words.votes(poll.counts.reduce((sum, one) => sum + one, 0))}</b>}
        </p>
        <h3>{poll.question}</h3>
        <Bars poll={poll} />
        {poll.state === 'open' && <button type="button" class="btn close-poll" onClick={() => void attempt(() => asking.closePoll(poll.id))} data-test="poll-close"><Icon name="stop" size="s" />{words.close}</button>}
        {poll.state === 'prepared' && (
          <div class="acts">
            {!over && <button type="button" class="btn small main" disabled={!live || open !== undefined} title={!live ? words.openBefore : open ? words.oneAtATime : undefined} onClick={() => void attempt(() => asking.openPoll(poll.id))} data-test="poll-open"><Icon name="play" size="s" />{words.open}</button>}
            <button type="button" class="btn small" onClick={() => setEditing(poll.id)} data-test="poll-edit"><Icon name="edit" size="s" />{words.edit}</button>
            <button type="button" class="btn small quiet-do" aria-label={words.discard} title={words.discard} onClick={() => void attempt(() => asking.discardPoll(poll.id))} data-test="poll-discard"><Icon name="trash" size="s" /></button>
          </div>
        )}
      </li>
    )
  return (
    <section class="room asked" aria-label={words.sides.polls} data-test="polls-panel">
      <div class="q-scroll polls" tabIndex={0} role="region" aria-label={words.sides.polls}>
        {open && <ul>{row(open)}</ul>}
        {polls.length === 0 && editing === null && <p class="chat-empty">{words.noPolls}</p>}
        <ul>{prepared.map(row)}</ul>
        {!live && !over && prepared.length > 0 && <p class="q-hint">{words.openBefore}</p>}
        {!over && (editing === 'new' ? (
          <Form onDone={() => setEditing(null)} onSave={(wanted) => attempt(() => asking.preparePoll(wanted))} />
        ) : (
          <button type="button" class="btn new-poll" onClick={() => setEditing('new')} data-test="poll-new"><Icon name="plus" size="s" />{words.newPoll}</button>
        ))}
        <ul>{closed.map(row)}</ul>
      </div>
    </section>
  )
}

function Bars({ poll }: { poll: Poll }) {
  const share = shares(poll.counts)
  const told = poll.state !== 'prepared'
  return (
    <ul class="bars">
      {poll.options.map((option, i) => (
        <li key={i} data-test="poll-option" data-count={poll.counts[i]}>
          {told && <i class="fill" style={{ transform: `scaleX(${share[i]! / 100})` }} aria-hidden="true" />}
          <span>{option}</span>
          {told && <b class="n">{share[i]}% <small>{poll.counts[i]}</small></b>}
        </li>
      ))}
    </ul>
  )
}

function Form({ poll, onDone, onSave }: { poll?: Poll; onDone: () => void; onSave: (wanted: NewPoll) => Promise<boolean> }) {
  const words = askingWords()
  const [question, setQuestion] = useState(poll?.question ?? '')
  const [options, setOptions] = useState(poll?.options ?? ['', ''])
  const [busy, setBusy] = useState(false)
  const filled = options.map((option) => option.trim()).filter((option) => option !== '')
  const save = async (): Promise<void> => {
    if (busy) return
    setBusy(true)
    if (await onSave({ question: question.trim(), options: filled })) onDone()
    setBusy(false)
  }
  return (
    <form class="poll-form" onSubmit={(event) => {
      event.preventDefault()
      void save()
    }} data-test="poll-form">
      <h3>{poll ? words.editPoll : words.newPoll}</h3>
      <label>{words.pollQuestion}<input value={question} maxLength={80} placeholder={words.pollQuestionHint} onInput={(event) => setQuestion(event.currentTarget.value)} data-test="poll-question" /></label>
      {options.map((option, i) => (
        <div key={i} class="opt-row">
          <input value={option} maxLength={40} aria-label={words.option(i + 1)} placeholder={words.option(i + 1)} onInput={(event) => setOptions(options.map((other, j) => (j === i ? event.currentTarget.value : other)))} data-test="poll-option-text" />
          {options.length > kFewest && <button type="button" class="btn small quiet-do" aria-label={words.removeOption(i + 1)} onClick={() => setOptions(options.filter((_, j) => j !== i))}><Icon name="close" size="s" /></button>}
        </div>
      ))}
      {options.length < kMost && <button type="button" class="link add" onClick={() => setOptions([...options, ''])} data-test="poll-add-option"><Icon name="plus" size="xs" />{words.addOption}</button>}
      <div class="acts">
        <button type="submit" class="btn small main" disabled={busy || question.trim() === '' || filled.length < kFewest} data-test="poll-save">{poll ? words.saveEdit : words.save}</button>
        <button type="button" class="btn small" onClick={onDone}>{words.cancel}</button>
      </div>
    </form>
  )
}
