// Questions, polls and notes of one show as the console keeps them, and what staff do with them.
import { batch, signal } from '@preact/signals'
import type { Page, Show } from '../../shared/api.ts'
import { byWanted, stateOf, withPollEvents, withPollSums, withQuestionEvents, withQuestionSums, type Note, type Poll, type Question, type Questions, type Sums } from '../../shared/asking.ts'
import { randomId } from '../../shared/ids.ts'
import { staffCall } from '../session.ts'
import type { StaffEvent } from './chat_model.ts'
import { withNoteEvents } from './notes.ts'

/** Which questions a desk looks at. */
export type Sieve = 'waiting' | 'answered' | 'hidden'
/** Questions read: as many as can wait, and what was answered in a long evening. */
const kMostRead = 2_000

export interface NewPoll {
  question: string
  options: string[]
}

export class Asking {
  readonly questions = signal<Questions>(new Map())
  readonly polls = signal<readonly Poll[]>([])
  readonly notes = signal<readonly Note[]>([])
  readonly sieve = signal<Sieve>('waiting')
  /** Only of this product; '' for all. */
  readonly product = signal('')
  /** A signal, so that a key that follows another at once sees what the first did. */
  readonly selected = signal<number | null>(null)
  /** The question that is answered in words now. */
  readonly writing = signal<number | null>(null)

  private readonly show: string
  private readonly send: (command: string, data: Record<string, unknown>) => Promise<{ seq: number }>

  constructor(show: string, send: (command: string, data: Record<string, unknown>) => Promise<{ seq: number }>) {
    this.show = show
    this.send = send
  }

  /** A snapshot for staff: polls and notes stand in it, questions are read. */
  stands(show: Show): void {
    this.polls.value = show.talk.polls
    this.notes.value = show.talk.notes ?? []
    void this.read()
  }

  happen(events: readonly StaffEvent[], sums: Sums = {}): void {
    batch(() => {
      this.questions.value = withQuestionSums(withQuestionEvents(this.questions.value, events, null), sums)
      this.polls.value = withPollSums(withPollEvents(this.polls.value, events), sums)
      this.notes.value = withNoteEvents(this.notes.value, events)
    })
  }

  private async read(): Promise<void> {
    const heard = this.questions.peek()
    try {
      const all = new Map<number, Question>()
      let cursor = ''
      do {
        const page: Page<Question> = await staffCall(`/api/shows/${encodeURIComponent(this.show)}/questions${cursor && `?cursor=${cursor}`}`)
        for (const question of page.items) all.set(question.seq, question)
        cursor = page.next ?? ''
      } while (cursor !== '' && all.size < kMostRead)
      // What was heard while they were read is newer than the pages.
      for (const [seq, question] of this.questions.peek()) if (heard.get(seq) !== question) all.set(seq, question)
      this.questions.value = all
    } catch {
      // The next snapshot reads them again; what is asked from now on is there.
    }
  }

  /** What the panel shows, the most wanted first; answered and hidden ones by when they were asked. */
  shown(now: number): Question[] {
    const product = this.product.value
    const sieve = this.sieve.value
    const fits = (question: Question): boolean => {
      if (product !== '' && question.product !== product) return false
      if (question.hidden === true) return sieve === 'hidden'
      return sieve === (question.state === 'answered' ? 'answered' : 'waiting')
    }
    const found = [...this.questions.value.values()].filter(fits)
    if (sieve !== 'waiting') return found.sort((a, b) => b.seq - a.seq)
    const claimed = (question: Question): number => (stateOf(question, now) === 'claimed' ? 0 : 1)
    return found.sort((a, b) => claimed(a) - claimed(b) || byWanted(a, b))
  }

  waiting(): number {
    let count = 0
    for (const { state, hidden } of this.questions.value.values()) if (state !== 'answered' && hidden !== true) count += 1
    return count
  }

  /** What a key is about: the chosen question, or the first of the list where none is chosen. */
  meant(now: number): Question | null {
    if (this.chosen() === null) this.step(1, now)
    return this.chosen()
  }

  step(by: 1 | -1, now: number): void {
    const seqs = this.shown(now).map(({ seq }) => seq)
    if (seqs.length === 0) return
    const at = this.selected.value === null ? -1 : seqs.indexOf(this.selected.value)
    this.selected.value = at < 0 ? seqs[by === 1 ? 0 : seqs.length - 1]! : seqs[Math.min(seqs.length - 1, Math.max(0, at + by))]!
  }

  chosen(): Question | null {
    return this.selected.value === null ? null : (this.questions.value.get(this.selected.value) ?? null)
  }

  async toggleClaim(question: Question, now: number): Promise<void> {
    await this.send(stateOf(question, now) === 'claimed' ? 'question.release' : 'question.claim', { seq: question.seq })
  }

  /** Answered aloud: from where it was claimed, or else from this moment on. */
  async answerAloud(question: Question, now: number, clock: number): Promise<void> {
    const from = stateOf(question, now) === 'claimed' ? question.claim!.at : null
    await this.send('question.answer', { seq: question.seq, ...(from === null || from >= clock ? {} : { from, until: Math.round(clock) }) })
  }

  async answerInWords(question: Question, text: string): Promise<void> {
    await this.send('question.answer', { seq: question.seq, text })
  }

  async setHidden(question: Question, hidden: boolean): Promise<void> {
    await this.send(hidden ? 'question.hide' : 'question.show', { seq: question.seq })
  }

  async preparePoll(poll: NewPoll): Promise<void> {
    this.put(await staffCall<Poll>(this.pollPath(), { method: 'POST', body: poll, key: randomId() }))
  }

  async rewordPoll(id: number, poll: NewPoll): Promise<void> {
    this.put(await staffCall<Poll>(this.pollPath(id), { method: 'PUT', body: poll }))
  }

  async discardPoll(id: number): Promise<void> {
    await staffCall<void>(this.pollPath(id), { method: 'DELETE' })
    this.polls.value = this.polls.value.filter((each) => each.id !== id)
  }

  async openPoll(id: number): Promise<void> {
    await this.send('poll.open', { poll: id })
  }

  async closePoll(id: number): Promise<void> {
    await this.send('poll.close', { poll: id })
  }

  async note(text: string): Promise<void> {
    await this.send('presenter.note', { text })
  }

  async acknowledge(seq: number): Promise<void> {
    await this.send('presenter.acknowledge', { seq })
  }

  private put(poll: Poll): void {
    this.polls.value = [...this.polls.value.filter(({ id }) => id !== poll.id), poll].sort((a, b) => a.id - b.id)
  }

  private pollPath(id?: number): string {
    return `/api/shows/${encodeURIComponent(this.show)}/polls${id === undefined ? '' : `/${id}`}`
  }
}
