// Questions to the presenter and polls: as the server tells them, and how events change what is known. Pure.
//
// Events and lists come in any order and more than once; what they say is the same each time.
import type { TimelineEvent } from './api.ts'

export interface Somebody {
  id: string
  name: string
}

export type QuestionState = 'held' | 'open' | 'claimed' | 'answered'

export interface Question {
  seq: number
  at: number
  text: string
  by: Somebody
  product: string | null
  state: QuestionState
  seconds: number
  /** Who says that they are answering, since when (ms of the show) and until when (UTC). */
  claim: { by: Somebody; at: number; until: string } | null
  answer: { by: Somebody; at: number; from: number | null; until: number | null; text: string | null } | null
  own: boolean
  seconded: boolean
  /** Only told to staff and to its writer. */
  hidden?: boolean
  /** The listed word that holds it; for staff. */
  word?: string
}

/** A question on a product's own page: it says in which show it was asked. */
export type ProductQuestion = Question & { show: { id: string; title: string; state: string; starts_at: string | null } }

export interface Poll {
  id: number
  question: string
  options: string[]
  counts: number[]
  state: 'prepared' | 'open' | 'closed'
  opened_at: number | null
  closed_at: number | null
  /** The option this viewer chose. */
  own?: number | null
}

/** What a director told the presenter, and who has seen it. */
export interface Note {
  seq: number
  at: number
  text: string
  by: Somebody
  noted_at: string
  seen: (Somebody & { at: string })[]
}

export type Questions = ReadonlyMap<number, Question>
/** Sums that a frame tells: "question/12" → 3, "poll/7" → [3, 5]. */
export type Sums = Record<string, number | number[]>

/** `you`: who reads, so that their own question is known as theirs. */
export function withQuestionEvents(known: Questions, events: readonly TimelineEvent[], you: string | null): Questions {
  let changed: Map<number, Question> | null = null
  const now = (seq: number): Question | undefined => (changed ?? known).get(seq)
  const set = (seq: number, question: Question | null): void => {
    changed ??= new Map(known)
    if (question) changed.set(seq, question)
    else changed.delete(seq)
  }
  const by = (event: TimelineEvent): Somebody => ({ id: event.by?.id ?? '', name: event.by?.name ?? '' })
  for (const event of events) {
    const { kind, data } = event
    if (kind === 'question.asked' || kind === 'question.held') {
      if (typeof data['text'] !== 'string') continue
      const product = typeof data['product'] === 'string' ? data['product'] : null
      const own = you !== null && event.by?.id === you
      // What was held goes on under its new number.
      if (typeof data['held'] === 'number' && now(data['held'])) set(data['held'], null)
      if (now(event.seq)) continue
      set(event.seq, { seq: event.seq, at: event.at, text: data['text'], by: by(event), product, state: kind === 'question.held' ? 'held' : 'open', seconds: 0, claim: null, answer: null, own, seconded: false, hidden: event.hidden === true })
      continue
    }
    if (kind === 'chat.erased') {
      for (const seq of data['seqs'] as number[]) if (now(seq)) set(seq, null)
      continue
    }
    const question = kind.startsWith('question.') ? now(Number(data['seq'])) : undefined
    if (!question) continue
    const change = (part: Partial<Question>): void => set(question.seq, { ...question, ...part })
    if (kind === 'question.claimed' && question.state !== 'answered') change({ state: 'claimed', claim: { by: by(event), at: event.at, until: String(data['until']) } })
    else if (kind === 'question.released' && question.state === 'claimed') change({ state: 'open', claim: null })
    else if (kind === 'question.hidden') change({ hidden: true })
    else if (kind === 'question.shown') change({ hidden: false })
    else if (kind === 'question.answered') {
      const text = typeof data['text'] === 'string' ? data['text'] : (question.answer?.text ?? null)
      const from = typeof data['from'] === 'number' ? data['from'] : null
      const until = typeof data['until'] === 'number' ? data['until'] : null
      change({ state: 'answered', claim: null, answer: { by: by(event), at: event.at, from, until, text } })
    }
  }
  return changed ?? known
}

export function withQuestionSums(known: Questions, sums: Sums): Questions {
  let changed: Map<number, Question> | null = null
  for (const [name, sum] of Object.entries(sums)) {
    const seq = name.startsWith('question/') ? Number(name.slice(9)) : 0
    const question = known.get(seq)
    if (!question || typeof sum !== 'number' || question.seconds === sum) continue
    changed ??= new Map(known)
    changed.set(seq, { ...question, seconds: sum })
  }
  return changed ?? known
}

/** How it stands at `now` (UTC ms): a claim ends by itself. */
export function stateOf(question: Question, now: number): QuestionState {
  return question.state === 'claimed' && question.claim && Date.parse(question.claim.until) <= now ? 'open' : question.state
}

/** The most wanted first, then the oldest. */
export function byWanted(a: Question, b: Question): number {
  return b.seconds - a.seconds || a.seq - b.seq
}

export function withPollEvents(known: readonly Poll[], events: readonly TimelineEvent[]): readonly Poll[] {
  let polls = known
  const put = (poll: Poll): void => {
    polls = [...polls.filter(({ id }) => id !== poll.id), poll].sort((a, b) => a.id - b.id)
  }
  for (const { kind, data, at } of events) {
    const id = Number(data['poll'])
    const poll = polls.find((each) => each.id === id)
    if (kind === 'poll.prepared') put({ ...(data as unknown as Poll) })
    else if (kind === 'poll.discarded') polls = polls.filter((each) => each.id !== id)
    else if (kind === 'poll.opened' && poll?.state !== 'closed') {
      const options = data['options'] as string[]
      put({ own: null, ...poll, id, question: String(data['question']), options, counts: poll?.counts ?? options.map(() => 0), state: 'open', opened_at: at, closed_at: null })
    } else if (kind === 'poll.closed' && poll) put({ ...poll, state: 'closed', counts: data['counts'] as number[], closed_at: at })
  }
  return polls
}

export function withPollSums(known: readonly Poll[], sums: Sums): readonly Poll[] {
  // What a closed poll counted is final, whatever comes late.
  const newer = (poll: Poll): number[] | null => {
    const counts = sums[`poll/${poll.id}`]
    return Array.isArray(counts) && poll.state === 'open' ? counts : null
  }
  return known.some(newer) ? known.map((poll) => ({ ...poll, counts: newer(poll) ?? poll.counts })) : known
}

/** Shares of the votes in whole per cent that add up to 100; all 0 while nobody voted. */
export function shares(counts: readonly number[]): number[] {
  const all = counts.reduce((sum, count) => sum + count, 0)
  if (all === 0) return counts.map(() => 0)
  const exact = counts.map((count) => (count * 100) / all)
  const whole = exact.map(Math.floor)
  const missing = 100 - whole.reduce((sum, share) => sum + share, 0)
  const order = exact.map((share, i) => [share - whole[i]!, i] as const).sort((a, b) => b[0] - a[0] || a[1] - b[1])
  for (const [, i] of order.slice(0, missing)) whole[i]! += 1
  return whole
}

/** The poll a viewer sees at `playhead`: the one that opened last, until a while after it was closed. */
export function pollAt(polls: readonly Poll[], playhead: number, lingers: number): Poll | null {
  const there = polls.filter(({ opened_at: from, closed_at: to }) => from !== null && from <= playhead && (to === null || playhead < to + lingers))
  return there.sort((a, b) => a.opened_at! - b.opened_at! || a.id - b.id).at(-1) ?? null
}
