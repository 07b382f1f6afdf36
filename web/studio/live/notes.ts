// Notes to the presenter, with who has seen each. Pure.
import type { Note } from '../../shared/asking.ts'
import type { StaffEvent } from './chat_model.ts'

/** Kept on a desk: what was said before is no help any more. */
export const kMostNotes = 30

export function withNoteEvents(known: readonly Note[], events: readonly StaffEvent[]): readonly Note[] {
  let notes = known
  for (const { seq, at, kind, by, data, accepted_at: time } of events) {
    const who = { id: by?.id ?? '', name: by?.name ?? '' }
    if (kind === 'presenter.noted' && typeof data['text'] === 'string' && !notes.some((note) => note.seq === seq)) {
      notes = [...notes, { seq, at, text: data['text'], by: who, noted_at: time ?? '', seen: [] }].sort((a, b) => a.seq - b.seq).slice(-kMostNotes)
    } else if (kind === 'presenter.acknowledged') {
      notes = notes.map((note) => (note.seq !== data['seq'] || note.seen.some(({ id }) => id === who.id) ? note : { ...note, seen: [...note.seen, { ...who, at: time ?? '' }] }))
    }
  }
  return notes
}

/** The newest note that this member of the staff has not acknowledged; null when there is none. */
export function unseenBy(notes: readonly Note[], handle: string): Note | null {
  return [...notes].reverse().find(({ seen, by }) => by.id !== handle && !seen.some(({ id }) => id === handle)) ?? null
}
