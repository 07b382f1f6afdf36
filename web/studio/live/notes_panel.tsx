// Notes from the director to the presenter, with who has seen each and when.
import { useState } from 'preact/hooks'
import type { Ref } from 'preact'
import { clock, timeOfDay } from '../../shared/format.ts'
import { Icon } from '../../shared/icons.tsx'
import { askingWords } from '../messages/asking.ts'
import { staff } from '../session.ts'
import type { Room } from './room.ts'

const kMostText = 140

export function NotesPanel({ room, attempt, inputRef }: { room: Room; attempt: (act: () => Promise<unknown>) => Promise<boolean>; inputRef: Ref<HTMLInputElement> }) {
  const words = askingWords()
  const [text, setText] = useState('')
  const [busy, setBusy] = useState(false)
  const notes = [...room.asking.notes.value].reverse()
  const writes = staff.value?.role === 'director' || staff.value?.role === 'owner'
  const send = async (): Promise<void> => {
    if (busy || text.trim() === '') return
    setBusy(true)
    if (await attempt(() => room.asking.note(text.trim()))) setText('')
    setBusy(false)
  }
  return (
    <section class="room asked" aria-label={words.sides.notes} data-test="notes-panel">
      <p class="q-hint">{words.noteLead}</p>
      <div class="q-scroll" tabIndex={0} role="region" aria-label={words.sides.notes}>
        {notes.length === 0 && <p class="chat-empty">{words.noNotes}</p>}
        <ul>
          {notes.map((note) => (
            <li key={note.seq} class="note" data-test="note" data-seq={note.seq}>
              <p class="meta"><span class="n">{clock(note.at)}</span><span>{note.by.name}</span></p>
              <p class="what">{note.text}</p>
              {note.seen.length === 0 ? <p class="meta" data-test="note-unseen">{words.unseen}</p> : note.seen.map((one) => (
                <p key={one.id} class="meta ok" data-test="note-seen"><Icon name="check" size="xs" />{words.seenBy(one.name, one.at && timeOfDay(new Date(one.at)))}</p>
              ))}
            </li>
          ))}
        </ul>
      </div>
      {writes && (
        <form class="line" onSubmit={(event) => {
          event.preventDefault()
          void send()
        }}>
          <input ref={inputRef} value={text} maxLength={kMostText} placeholder={words.notePlaceholder} aria-label={words.notePlaceholder} enterkeyhint="send" autoComplete="off" onInput={(event) => setText(event.currentTarget.value)} data-test="note-text" />
          <button type="submit" class="btn small" disabled={busy || text.trim() === ''} data-test="note-send"><Icon name="send" size="s" />{words.noteSend}</button>
        </form>
      )}
    </section>
  )
}
