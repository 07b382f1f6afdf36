// The lines of the chat: which events stand in it for this viewer, and as what. Pure.
import type { EventBy, TimelineEvent } from '../shared/api.ts'
import type { Quoted } from './quoted_lines.ts'

export interface Line {
  seq: number
  at: number
  by: EventBy
  text: string
  mine: boolean
  /** Written after the show had ended. */
  later: boolean
  /** Taken down by the staff; only its own writer still sees it, marked. */
  hidden: boolean
  /** On its way to the server. */
  pending?: boolean
  /** Waits for staff; only its writer sees it. */
  held?: boolean
  /** Asked of the presenter. */
  question?: boolean
  /** What the staff reply to, as far as it is known. */
  to?: Quoted
}

/** What stands in the chat: lines, questions, and answers in words. */
export const kSaid: ReadonlySet<string> = new Set(['chat.posted', 'question.asked', 'question.answered'])
/** Lines accepted this long after the end still belong to the live audience, who see it a little later. */
const kEndGraceMs = 60_000

export interface Told {
  you: string | null
  /** UTC, ms; Infinity while the show goes on. */
  endedAt: number
  hidden: ReadonlySet<number>
  /** Lines that wait for staff, and those of them that staff have decided about. */
  held: ReadonlySet<number>
  settled: ReadonlySet<number>
  quoted: (seq: number) => Quoted | null
}

export function isShown(event: TimelineEvent, told: Told): boolean {
  if (typeof event.data['text'] !== 'string') return false
  if (isHeld(event, told)) return !told.settled.has(event.seq)
  return kSaid.has(event.kind) && (!isHidden(event, told) || isMine(event, told))
}

export function lineOf(event: TimelineEvent, told: Told): Line {
  const to = answers(event)
  const quoted = to === null ? null : told.quoted(to)
  return {
    seq: event.seq,
    at: event.at,
    by: event.by ?? { id: '', name: '', role: 'viewer' },
    text: event.data['text'] as string,
    mine: isMine(event, told),
    later: event.accepted_at !== undefined && Date.parse(event.accepted_at) > told.endedAt + kEndGraceMs,
    hidden: isHidden(event, told),
    ...(isHeld(event, told) ? { held: true } : {}),
    ...(event.kind === 'question.asked' ? { question: true } : {}),
    ...(quoted ? { to: quoted } : {}),
  }
}

/** The seq of the line or question that this one answers. */
function answers(event: TimelineEvent): number | null {
  const seq = Number(event.kind === 'question.answered' ? event.data['seq'] : event.data['to'])
  return Number.isInteger(seq) && seq > 0 ? seq : null
}

function isMine(event: TimelineEvent, { you }: Told): boolean {
  return you !== null && event.by?.id === you
}

function isHeld(event: TimelineEvent, { held }: Told): boolean {
  return event.kind === 'chat.held' || held.has(event.seq)
}

/** An answer goes with its question. */
function isHidden(event: TimelineEvent, { hidden }: Told): boolean {
  return hidden.has(event.seq) || (event.kind === 'question.answered' && hidden.has(Number(event.data['seq']))) || event.hidden === true
}
