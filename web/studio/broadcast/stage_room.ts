// What a presenter must know of the show while speaking: its state and clock, who watches, the chat, the pinned product, what is
// asked, and what the director notes.
import { batch, signal } from '@preact/signals'
import { Problem, type Show } from '../../shared/api.ts'
import { stateOf, type Question } from '../../shared/asking.ts'
import { TimelineClient, type Frame, type LinkState } from '../../shared/timeline.ts'
import { Asking } from '../live/asking.ts'
import { kEmptyChat, withEvents, type StaffEvent } from '../live/chat_model.ts'
import { unseenBy } from '../live/notes.ts'
import { kNoRegulars, withRegulars } from '../live/regulars.ts'
import { renewed, signIns, staff } from '../session.ts'
import { studioApi } from '../studio_api.ts'

/** Events of the past that are read for the lines of chat among them. */
const kPast = 100
const kTickMs = 250

export class StageRoom {
  readonly show
  readonly link = signal<LinkState>('connecting')
  readonly chat = signal(kEmptyChat)
  readonly regulars = signal(kNoRegulars)
  readonly watching = signal(0)
  readonly clock = signal<number | null>(null)
  readonly asking: Asking

  private readonly hearers = new Set<(events: readonly StaffEvent[]) => void>()
  private readonly client: TimelineClient
  private heard: { at: number; when: number } | null = null
  private timer: ReturnType<typeof setInterval> | undefined
  private unsubscribe: () => void = () => {}

  constructor(show: Show) {
    this.show = signal(show)
    this.asking = new Asking(show.id, (name, data) => this.command(name, data))
    this.client = new TimelineClient({ show: show.id, onFrame: (frame) => this.receive(frame), onState: (state) => (this.link.value = state) })
  }

  open(): void {
    this.client.open()
    this.timer = setInterval(() => this.tick(), kTickMs)
    let first = true
    this.unsubscribe = signIns.subscribe(() => {
      if (!first) this.client.rejoin()
      first = false
    })
    this.asking.stands(this.show.value)
    const { id, seq } = this.show.value
    if (seq > 0) void studioApi.timeline(id, Math.max(1, seq - kPast + 1), kPast).then(({ events }) => this.fold(events, false), () => {})
  }

  close(): void {
    this.unsubscribe()
    clearInterval(this.timer)
    this.client.close()
  }

  async start(): Promise<void> {
    this.show.value = await studioApi.startShow(this.show.value.id)
  }

  async end(): Promise<void> {
    this.show.value = await studioApi.endShow(this.show.value.id)
  }

  /** Calls `hearer` with events that happen from now on, until the function that is given back is called. */
  hear(hearer: (events: readonly StaffEvent[]) => void): () => void {
    this.hearers.add(hearer)
    return () => void this.hearers.delete(hearer)
  }

  async command(name: string, data: Record<string, unknown>): Promise<{ seq: number }> {
    try {
      return await this.client.send(name, data)
    } catch (cause) {
      if (!(cause instanceof Problem) || cause.status !== 401) throw cause
      await renewed()
      return this.client.send(name, data)
    }
  }

  /** Pins the product, or takes it off when it is the pinned one. */
  async togglePin(product: string): Promise<void> {
    if (this.show.value.pin?.product === product) await this.command('product.unpin', {})
    else await this.command('product.pin', { product })
  }

  /** What is asked and may be answered, the most wanted first. */
  questions(): Question[] {
    const now = Date.now()
    return [...this.asking.shown(now)].filter((question) => !['held', 'answered'].includes(stateOf(question, now)))
  }

  /** The director's newest line that this presenter has not acknowledged. */
  note(): { seq: number; text: string; by: string } | null {
    const note = unseenBy(this.asking.notes.value, staff.value?.handle ?? '')
    return note && { seq: note.seq, text: note.text, by: note.by.name }
  }

  private receive(frame: Frame): void {
    batch(() => {
      this.heard = { at: frame.clock, when: performance.now() }
      if (frame.snapshot) {
        this.show.value = frame.snapshot
        this.asking.stands(frame.snapshot)
      }
      this.asking.happen(frame.events ?? [], frame.sums)
      if (frame.counts?.watching !== undefined) this.watching.value = frame.counts.watching
      this.fold(frame.events ?? [], true)
      this.tick()
    })
  }

  private fold(events: readonly StaffEvent[], fresh: boolean): void {
    if (events.length > 0) this.chat.value = withEvents(this.chat.value, events)
    this.regulars.value = withRegulars(this.regulars.value, events, fresh)
    if (!fresh) return
    for (const hearer of this.hearers) hearer(events)
    for (const { kind, data, at, seq } of events) {
      const show = this.show.value
      if (kind === 'product.pinned') this.show.value = { ...show, pin: { product: String(data['product']), at, seq } }
      else if (kind === 'product.unpinned') this.show.value = { ...show, pin: null }
      else if (kind === 'stock.changed') {
        const shelf = show.shelf.map((product) => (product.id === data['product'] && product.variants.length <= 1 ? { ...product, left: Number(data['left']) } : product))
        this.show.value = { ...show, shelf }
      } else if (kind === 'show.started' || kind === 'show.ended' || kind === 'show.changed') void this.readShow()
    }
  }

  private async readShow(): Promise<void> {
    // What fails comes with the next snapshot.
    await studioApi.show(this.show.value.id).then((show) => (this.show.value = show), () => {})
  }

  private tick(): void {
    if (this.show.value.state !== 'live' || !this.heard) return
    const now = this.heard.at + (performance.now() - this.heard.when)
    if (Math.floor(now / 1000) !== Math.floor((this.clock.value ?? -1) / 1000)) this.clock.value = now
  }
}
