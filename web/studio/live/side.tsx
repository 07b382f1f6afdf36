// The console's right column: the chat, the questions, the polls and the notes to the presenter, one at a time.
import type { ComponentChildren } from 'preact'
import { timeOfDay } from '../../shared/format.ts'
import { Icon } from '../../shared/icons.tsx'
import { Greetings } from '../fans/greeting.tsx'
import { askingWords } from '../messages/asking.ts'
import { staff } from '../session.ts'
import { unseenBy } from './notes.ts'
import type { Room } from './room.ts'
import './asking.css'

export type Side = 'chat' | 'questions' | 'polls' | 'notes'
const kSides: Side[] = ['chat', 'questions', 'polls', 'notes']

export function SideColumn({ room, side, onSide, attempt, children }: { room: Room; side: Side; onSide: (side: Side) => void; attempt: (act: () => Promise<unknown>) => Promise<boolean>; children: ComponentChildren }) {
  const words = askingWords()
  const waiting = room.asking.waiting()
  const open = room.asking.polls.value.some(({ state }) => state === 'open')
  return (
    <div class="room-side">
      <Unseen room={room} attempt={attempt} />
      <Greetings regulars={room.regulars} />
      <div class="side-tabs" role="tablist" aria-label={words.sides.chat}>
        {kSides.map((name) => (
          <button key={name} type="button" role="tab" aria-selected={side === name} onClick={() => onSide(name)} data-test={`side-${name}`}>
            {words.sides[name]}
            {name === 'questions' && waiting > 0 && <span class="tag info n" aria-label={words.newQuestions(waiting)}>{waiting}</span>}
            {name === 'polls' && open && <i class="dot" title={words.states.open} />}
          </button>
        ))}
      </div>
      {children}
    </div>
  )
}

/** What a presenter has not acknowledged stands above everything else. */
function Unseen({ room, attempt }: { room: Room; attempt: (act: () => Promise<unknown>) => Promise<boolean> }) {
  const words = askingWords()
  const me = staff.value
  if (!me || me.role !== 'presenter') return null
  const note = unseenBy(room.asking.notes.value, me.handle)
  if (!note) return null
  return (
    <div class="note-now" role="alert" data-test="note-now">
      <span><b>{note.by.name}</b> <span class="n">{note.noted_at && timeOfDay(new Date(note.noted_at))}</span><br />{note.text}</span>
      <button type="button" class="btn do" onClick={() => void attempt(() => room.asking.acknowledge(note.seq))} data-test="acknowledge"><Icon name="check" size="s" />{words.seen}</button>
    </div>
  )
}
