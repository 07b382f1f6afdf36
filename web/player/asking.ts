// What a viewer asks the presenter, what others ask, and the polls of a room.
//
// The list of questions is long and most viewers never open it, so it is read when somebody does; what happens from
// then on comes with the timeline. Polls are few and stand in the snapshot.
import { batch, signal } from '@preact/signals'
import { api, type Show, type TimelineEvent } from '../shared/api.ts'
import { withPollEvents, withPollSums, withQuestionEvents, withQuestionSums, type Poll, type Question, type Questions, type Sums } from '../shared/asking.ts'

/** A result stays readable this long after its poll was closed. */
export const kResultShownMs = 12_000
/** Questions read for the list; a show with more has long been past what anybody reads. */
const kMostRead = 1_000

type Send = (command: string, data: Record<string, unknown>, at: number) => Promise<{ seq: number }>

export class Asking {
  readonly questions = signal<Questions>(new Map())
  readonly polls = signal<readonly Poll[]>([])
  /** Whether the whole list was read; until then `questions` has only what was heard. */
  readonly read = signal(false)
  /** The polls that this viewer put away. */
  readonly away = signal<ReadonlySet<number>>(new Set())

  private readonly show: string
  private readonly send: Send
  private readonly you: () => string | null
  private readonly answered: (question: Question) => void
  private reading = false

  /** `answered` is called when a question of this viewer's own got its answer. */
  constructor(show: string, send: Send, you: () => string | null, answered: (question: Question) => void) {
    this.show = show
    this.send = send
    this.you = you
    this.answered = answered
  }

  /** A snapshot: it knows all polls, and that questions may have been missed. */
  stands(show: Show): void {
    this.polls.value = show.talk.polls
    if (this.read.peek()) void this.load(true)
  }

  happen(events: readonly TimelineEvent[], sums: Sums = {}): void {
    batch(() => {
      const before = this.questions.value
      this.questions.value = withQuestionSums(withQuestionEvents(before, events, this.you()), sums)
      this.polls.value = withPollSums(withPollEvents(this.polls.value, events), sums)
      for (const { kind, data } of events) {
        const question = kind === 'question.answered' ? this.questions.value.get(Number(data['seq'])) : undefined
        if (question?.own && before.get(question.seq)?.state !== 'answered') this.answered(question)
      }
    })
  }

  /** Reads the list, once or `again`. */
  async load(again = false): Promise<void> {
    if (this.reading || (this.read.peek() && !again)) return
    this.reading = true
    try {
      const all = new Map<number, Question>()
      let cursor: string | undefined
      do {
        const page = await api.questions(this.show, cursor)
        for (const question of page.items) all.set(question.seq, question)
        cursor = page.next ?? undefined
      } while (cursor !== undefined && all.size < kMostRead)
      // What was heard while it was read is newer than the pages.
      for (const [seq, question] of this.questions.peek()) if (!all.has(seq) && question.state !== 'held') all.set(seq, question)
      batch(() => {
        this.questions.value = all
        this.read.value = true
      })
    } finally {
      this.reading = false
    }
  }

  async ask(text: string, product: string | null, at: number): Promise<void> {
    await this.send('question.ask', { text, ...(product === null ? {} : { product }) }, at)
  }

  async second(question: Question, at: number): Promise<void> {
    this.put({ ...question, seconded: true, seconds: question.seconds + 1 })
    try {
      await this.send('question.second', { seq: question.seq }, at)
    } catch (cause) {
      this.put({ ...(this.questions.value.get(question.seq) ?? question), seconded: question.seconded, seconds: question.seconds })
      throw cause
    }
  }

  async vote(poll: Poll, option: number, at: number): Promise<void> {
    await this.send('poll.vote', { poll: poll.id, option }, at)
    this.polls.value = this.polls.value.map((each) => (each.id === poll.id ? { ...each, own: option } : each))
  }

  putAway(poll: number): void {
    this.away.value = new Set([...this.away.value, poll])
  }

  private put(question: Question): void {
    this.questions.value = new Map(this.questions.value).set(question.seq, question)
  }
}
