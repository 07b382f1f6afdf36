// What a presenter must know of the show while speaking: its state and clock, who watches, the chat, the pinned product.
import { batch, signal } from '@preact/signals'
import type { Show } from '../../shared/api.ts'
import { TimelineClient, type Frame, type LinkState } from '../../shared/timeline.ts'
import { kEmptyChat, withEvents, type StaffEvent } from '../live/chat_model.ts'
import { kNoRegulars, withRegulars } from '../live/regulars.ts'
import { signIns } from '../session.ts'
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

  private readonly client: TimelineClient
  private heard: { at: number; when: number } | null = null
  private timer: ReturnType<typeof setInterval> | undefined
  private unsubscribe: () => void = () => {}

  constructor(show: Show) {
    this.show = signal(show)
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

  private receive(frame: Frame): void {
    batch(() => {
      this.heard = { at: frame.clock, when: performance.now() }
      if (frame.snapshot) this.show.value = frame.snapshot
      if (frame.counts?.watching !== undefined) this.watching.value = frame.counts.watching
      this.fold(frame.events ?? [], true)
      this.tick()
    })
  }

  private fold(events: readonly StaffEvent[], fresh: boolean): void {
    if (events.length > 0) this.chat.value = withEvents(this.chat.value, events)
    this.regulars.value = withRegulars(this.regulars.value, events, fresh)
    if (!fresh) return
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
