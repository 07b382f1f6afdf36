// The chat of one show as the console keeps it: every line with whether it is hidden and by whom, and the selection.
//
// Pure. Events may come in any order and more than once (the tail of the timeline arrives while its beginning is still
// being read), so everything is keyed by `seq` and the newest fact about a line wins.

import type { TimelineEvent } from '../../shared/api.ts'

/** Staff are told of each event whether its text is hidden from the public now. */
export type StaffEvent = TimelineEvent & { hidden?: boolean }

export interface ChatLine {
  seq: number
  at: number
  name: string
  role: string
  /** Their pseudonym in this show, or a handle. */
  person: string
  /** The line that this one answers. */
  to?: number
  /** Absent when the server no longer hands the text out. */
  text?: string
  hidden: boolean
  /** Who hid it or showed it again, if anybody did. */
  moderator?: string
}

interface Verdict {
  seq: number
  hidden: boolean
  by: string
}

/** Lines kept: more than a person scrolls back in a show, few enough to draw again at every tick. */
export const kMostLines = 2000

export interface ChatModel {
  /** In order of acceptance. */
  lines: readonly ChatLine[]
  /** Lines that wait for staff, and the seqs of those that do not any more. */
  held: readonly ChatLine[]
  settled: ReadonlySet<number>
  /** The seq of the pinned line, and of the event that said so. */
  pinned: { line: number | null; seq: number }
  /** What was decided about a line, by the line's seq; kept for lines that have not arrived yet, too. */
  verdicts: ReadonlyMap<number, Verdict>
}

export const kEmptyChat: ChatModel = { lines: [], held: [], settled: new Set(), pinned: { line: null, seq: 0 }, verdicts: new Map() }

/** The chat after `events`; the same object when none of them concerns it. */
export function withEvents(chat: ChatModel, events: readonly StaffEvent[]): ChatModel {
  const lines = new Map<number, ChatLine>()
  const verdicts = new Map(chat.verdicts)
  const gone = new Set<number>()
  const settled = new Set(chat.settled)
  const held = new Map(chat.held.map((line) => [line.seq, line]))
  let pinned = chat.pinned
  let touched = false
  for (const event of events) {
    if (event.kind === 'chat.posted') {
      touched = true
      lines.set(event.seq, lineOf(event))
    } else if (event.kind === 'chat.erased') {
      // Nothing is left of these lines: their writer was erased.
      touched = true
      for (const seq of event.data['seqs'] as number[]) gone.add(seq)
    } else if (event.kind === 'chat.held') {
      touched = true
      held.set(event.seq, lineOf(event))
    } else if (event.kind === 'chat.approved' || event.kind === 'chat.rejected') {
      touched = true
      settled.add(Number(event.data.seq))
    } else if (event.kind === 'chat.pinned' || event.kind === 'chat.unpinned') {
      if (event.seq <= pinned.seq) continue
      touched = true
      pinned = { line: event.kind === 'chat.pinned' ? Number(event.data.seq) : null, seq: event.seq }
    } else if (event.kind === 'chat.hidden' || event.kind === 'chat.shown') {
      // One line, or all of a person.
      const targets = Array.isArray(event.data.seqs) ? event.data.seqs.map(Number) : [Number(event.data.seq)]
      for (const target of targets) {
        const known = verdicts.get(target)
        if (known && known.seq >= event.seq) continue
        touched = true
        verdicts.set(target, { seq: event.seq, hidden: event.kind === 'chat.hidden', by: event.by?.name ?? '' })
      }
    }
  }
  if (!touched) return chat
  const all = new Map(chat.lines.map((line) => [line.seq, line]))
  for (const [seq, line] of lines) {
    const known = all.get(seq)
    // A page read after a line was hidden may lack the text that a live frame brought.
    all.set(seq, known?.text !== undefined && line.text === undefined ? { ...line, text: known.text } : line)
  }
  for (const seq of gone) all.delete(seq)
  const sorted = [...all.values()].sort((a, b) => a.seq - b.seq).slice(-kMostLines)
  const waiting = [...held.values()].filter((line) => !settled.has(line.seq) && !gone.has(line.seq)).sort((a, b) => a.seq - b.seq)
  return { lines: sorted.map((line) => judged(line, verdicts.get(line.seq))), held: waiting, settled, pinned, verdicts }
}

function lineOf(event: StaffEvent): ChatLine {
  return {
    seq: event.seq,
    at: event.at,
    name: event.by?.name ?? '',
    role: event.by?.role ?? 'viewer',
    person: event.by?.id ?? '',
    ...(typeof event.data.to === 'number' ? { to: event.data.to } : {}),
    ...(typeof event.data.text === 'string' ? { text: event.data.text } : {}),
    hidden: event.hidden === true,
  }
}

function judged(line: ChatLine, verdict: Verdict | undefined): ChatLine {
  if (!verdict || (line.hidden === verdict.hidden && line.moderator === verdict.by)) return line
  return { ...line, hidden: verdict.hidden, moderator: verdict.by }
}

/** The line that is selected after one step; null means none is, and the list follows the newest line. */
export function stepSelection(lines: readonly ChatLine[], selected: number | null, step: 'up' | 'down'): number | null {
  if (lines.length === 0) return null
  const place = lines.findIndex((line) => line.seq === selected)
  if (place < 0) return step === 'up' ? lines[lines.length - 1]!.seq : null
  const next = place + (step === 'up' ? -1 : 1)
  if (next >= lines.length) return null
  return lines[Math.max(0, next)]!.seq
}

/** How many lines were written in the minute before `clock`. */
export function linesPerMinute(lines: readonly ChatLine[], clock: number): number {
  let count = 0
  for (let place = lines.length - 1; place >= 0; place -= 1) {
    const at = lines[place]!.at
    if (at < clock - 60_000) break
    if (at <= clock) count += 1
  }
  return count
}
