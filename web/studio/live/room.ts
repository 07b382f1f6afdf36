// The live console's state: one show followed by its timeline, with all that is counted and all that can be undone.
//
// The tail comes over the socket; what happened before (for chat, orders and the curve) is read in pages, the newest
// first, so that the chat a director needs is there at once. Every event is folded exactly once: pages and tail cover
// stretches of seq that never overlap.
import { batch, computed, signal } from '@preact/signals'
import { Problem, type HoldsOfSku, type Show } from '../../shared/api.ts'
import { withOfferEvent, type StaffOffer } from '../../shared/offers.ts'
import { TimelineClient, type Frame, type LinkState } from '../../shared/timeline.ts'
import { offersApi } from '../offers/offers_api.ts'
import { renewed, signIns } from '../session.ts'
import { isOurs, studioApi, type ListedOrder } from '../studio_api.ts'
import { Asking } from './asking.ts'
import { kEmptyChat, withEvents, type ChatLine, type StaffEvent } from './chat_model.ts'
import { counted, type Minutes } from './curve.ts'
import type { Health } from './health.ts'
import { kNoRegulars, withRegulars } from './regulars.ts'
import { kNoSales, totals, unread, withOrders } from './sales.ts'
import { partlyBack, soldBy, soldIn } from './sold.ts'
import { inverse, popped, pushed, without, type Act } from './undo.ts'

/** Two minutes of bitrate, one sample a second. */
export const kSamples = 120
/** Events to a page of the past. */
const kPage = 500
/** Saves are counted by the server alone and asked for. */
const kSavesEveryMs = 15_000
/** Order lines are read this long after an order is heard of, so that a burst is one request. */
const kReadOrdersAfterMs = 1500
const kTickMs = 250
/** Holds are read this long after one is heard of. */
const kReadHoldsAfterMs = 400

export class Room {
  readonly show
  readonly link = signal<LinkState>('connecting')
  readonly chat = signal(kEmptyChat)
  readonly asking: Asking
  readonly regulars = signal(kNoRegulars)
  readonly health = signal<Health | null>(null)
  readonly samples = signal<readonly number[]>([])
  readonly counts = signal({ watching: 0, hearts: 0, chat: 0 })
  readonly peak = signal(0)
  readonly saves = signal<number | null>(null)
  readonly sales = signal(kNoSales)
  readonly totals = computed(() => totals(this.sales.value))
  readonly chatMinutes = signal<Minutes>([])
  /** What is held and waited for now, of the whole shop. */
  readonly holds = signal<readonly HoldsOfSku[]>([])
  /** The product whose holds are looked at. */
  readonly holdsOf = signal<string | null>(null)
  readonly offers = signal<readonly StaffOffer[]>([])
  /** The show clock now; null until the first frame. */
  readonly clock = signal<number | null>(null)
  readonly acts = signal<readonly Act[]>([])
  /** True while the past is still being read. */
  readonly reading = signal(true)

  private readonly client: TimelineClient
  private readonly hearers = new Set<(events: readonly StaffEvent[]) => void>()
  private frameClock: { at: number; heard: number } | null = null
  private lastSample = 0
  private crowd = 0
  private next: number | null = null
  private closed = false
  private readonly timers: ReturnType<typeof setInterval>[] = []
  private unsubscribe: () => void = () => {}
  private orderTimer: ReturnType<typeof setTimeout> | undefined
  private holdTimer: ReturnType<typeof setTimeout> | undefined
  /** How far the server's clock is ahead of this browser's. */
  private ahead = 0

  constructor(show: Show) {
    this.show = signal(show)
    this.asking = new Asking(show.id, (command, data) => this.send(command, data))
    this.health.value = show.staff?.health ?? null
    this.client = new TimelineClient({
      show: show.id,
      onFrame: (frame) => this.receive(frame),
      onState: (state) => {
        this.link.value = state
      },
    })
  }

  open(): void {
    this.client.open()
    this.timers.push(setInterval(() => this.tick(), kTickMs), setInterval(() => void this.readSaves(), kSavesEveryMs))
    let first = true
    this.unsubscribe = signIns.subscribe(() => {
      if (!first) this.client.close()
      if (!first) this.client.open()
      first = false
    })
    void this.readSaves()
    void this.readOrders()
    void this.readHolds()
    void this.readOffers()
  }

  close(): void {
    this.closed = true
    this.unsubscribe()
    this.client.close()
    this.timers.forEach(clearInterval)
    clearTimeout(this.orderTimer)
    clearTimeout(this.holdTimer)
  }

  /** Calls `hearer` with events that happen from now on, until the function that is given back is called. */
  hear(hearer: (events: readonly StaffEvent[]) => void): () => void {
    this.hearers.add(hearer)
    return () => void this.hearers.delete(hearer)
  }

  /** A command of a part of the console that keeps its own state. */
  command(name: string, data: Record<string, unknown>): Promise<{ seq: number }> {
    return this.send(name, data)
  }

  serverNow(): number {
    void this.clock.value
    return Date.now() + this.ahead
  }

  async readHolds(): Promise<void> {
    try {
      const { items } = await studioApi.holds()
      const one = items.flatMap(({ holds }) => holds).find(({ left_ms: left }) => left > 0)
      if (one) this.ahead = Date.parse(one.until) - one.left_ms - Date.now()
      this.holds.value = items
    } catch {
      // The next event asks again.
    }
  }

  private readHoldsSoon(): void {
    clearTimeout(this.holdTimer)
    this.holdTimer = setTimeout(() => void this.readHolds(), kReadHoldsAfterMs)
  }

  retryNow(): void {
    this.client.retryNow()
  }

  // What a director does. Each resolves when the server accepted it and throws a Problem otherwise.

  /** Pins the product at `place` of the shelf, or takes it off when it is the pinned one. */
  async togglePin(product: string): Promise<void> {
    const before = this.show.value.pin?.product ?? null
    if (before === product) {
      await this.send('product.unpin', {})
      this.did({ kind: 'unpin', before })
    } else {
      await this.send('product.pin', { product })
      this.did({ kind: 'pin', product, before })
    }
  }

  /** Opens the offer, or closes it when it is open at the show clock. Answers whether it is open now. */
  async toggleOffer(offer: StaffOffer): Promise<boolean> {
    const now = this.exactClock() ?? 0
    const open = offer.windows.some(({ at, until }) => at <= now && (until === null || now < until))
    await this.send(open ? 'offer.close' : 'offer.open', { offer: offer.id })
    this.did({ kind: open ? 'offer-close' : 'offer-open', offer: offer.id })
    return !open
  }

  async setHidden(line: ChatLine, hidden: boolean): Promise<void> {
    if (line.hidden === hidden) return
    await this.send(hidden ? 'chat.hide' : 'chat.show', { seq: line.seq })
    const opposite = hidden ? 'show' : 'hide'
    const rest = without(this.acts.value, (act) => act.kind === opposite && act.seq === line.seq)
    this.acts.value = rest === this.acts.value ? pushed(rest, { kind: hidden ? 'hide' : 'show', seq: line.seq }) : rest
  }

  async say(text: string, to: number | null = null): Promise<void> {
    const { seq } = await this.send('chat.post', { text, ...(to === null ? {} : { to }) })
    this.did({ kind: 'say', seq, text })
  }

  /** Pins a line above the chat, or takes it off when it is the pinned one. */
  async toggleLinePin(seq: number): Promise<void> {
    if (this.chat.value.pinned.line === seq) await this.send('chat.unpin', {})
    else await this.send('chat.pin', { seq })
  }

  async settleHeld(seq: number, approve: boolean): Promise<void> {
    await this.send(approve ? 'chat.approve' : 'chat.reject', { seq })
  }

  async slowDown(seconds: number): Promise<void> {
    await this.send('talk.slow', { seconds })
  }

  /** `minutes` of 0 lasts until it is lifted. */
  async ban(person: string, { reason, minutes, hide }: { reason: string; minutes: number; hide: boolean }): Promise<void> {
    await this.send('viewer.ban', { person, reason, ...(minutes > 0 ? { minutes } : {}) })
    if (!hide) return
    await this.send('chat.hide', { person }).catch((cause: unknown) => {
      // All of them may be hidden already.
      if (!(cause instanceof Problem) || cause.type !== 'conflict') throw cause
    })
  }

  /** Takes the newest act back and says which it was; null when there is none. */
  async undo(): Promise<Act | null> {
    const last = popped(this.acts.value)
    if (!last) return null
    this.acts.value = last.rest
    try {
      const command = inverse(last.act)
      await this.send(command.do, command.data)
    } catch (cause) {
      // What somebody else took back already is gone; what did not get through can be tried again.
      const gone = cause instanceof Problem && ['conflict', 'not-found', 'state'].includes(cause.type)
      if (!gone) this.acts.value = pushed(this.acts.value, last.act)
      throw cause
    }
    return last.act
  }

  async start(): Promise<void> {
    this.show.value = await studioApi.startShow(this.show.value.id)
  }

  async end(): Promise<void> {
    this.show.value = await studioApi.endShow(this.show.value.id)
  }

  private did(act: Act): void {
    this.acts.value = pushed(this.acts.value, act)
  }

  private async send(command: string, data: Record<string, unknown>): Promise<{ seq: number }> {
    try {
      return await this.client.send(command, data)
    } catch (cause) {
      if (!(cause instanceof Problem) || cause.status !== 401) throw cause
      await renewed()
      return this.client.send(command, data)
    }
  }

  private receive(frame: Frame): void {
    batch(() => {
      this.frameClock = { at: frame.clock, heard: performance.now() }
      this.clock.value = frame.clock
      if (frame.snapshot) this.restart(frame.snapshot, frame.to)
      else if (this.next === null) this.restart(this.show.value, frame.from - 1)
      if (frame.counts) {
        this.counts.value = { ...this.counts.value, ...frame.counts }
        this.peak.value = Math.max(this.peak.value, this.counts.value.watching)
      }
      this.watchedBy(frame.sums?.['crowd'])
      if (frame.health) this.heard(frame.health)
      this.asking.happen(frame.events ?? [], frame.sums)
      if (!frame.snapshot) {
        this.fold(frame.events ?? [], true)
        this.next = Math.max(this.next ?? 1, frame.to + 1)
      }
    })
    if (frame.snapshot && !frame.snapshot.staff && !this.closed) void renewed()
  }

  /** Takes the snapshot, then reads what happened between what was known and it. */
  private restart(show: Show, to: number): void {
    const known = this.next
    this.show.value = show.staff ? show : { ...show, ...(this.show.value.staff ? { staff: this.show.value.staff } : {}) }
    if (show.staff?.health) this.heard(show.staff.health)
    this.counts.value = show.counts
    this.watchedBy(show.rehearsal?.crowd?.watching)
    this.asking.stands(show)
    const upTo = Math.max(show.seq, to)
    this.next = upTo + 1
    void this.readPast(known ?? 1, upTo)
    if (known !== null) void this.readOrders()
    if (known !== null) void this.readOffers()
  }

  /** In a rehearsal those of the recorded crowd are watching, too. */
  private watchedBy(crowd: number | number[] | undefined): void {
    if (typeof crowd === 'number') this.crowd = crowd
    if (this.crowd === 0) return
    this.counts.value = { ...this.counts.value, watching: this.crowd }
    this.peak.value = Math.max(this.peak.value, this.crowd)
  }

  private heard(health: Health): void {
    const before = this.health.value?.connected ?? false
    this.health.value = health
    // The preview's address comes and goes with the encoder.
    if (before !== health.connected && this.show.value.state !== 'live') void this.readShow()
    // A show that started just now has no playlist before its first piece of picture.
    else if (health.connected && this.show.value.state === 'live' && this.show.value.media.playlist === null) void this.readShow()
    const now = performance.now()
    if (now - this.lastSample < 1000) return
    this.lastSample = now
    this.samples.value = [...this.samples.value, health.connected ? (health.bitrate_bps ?? 0) : 0].slice(-kSamples)
  }

  /** `fresh` events came over the socket and change the show; past ones are already in its snapshot. */
  private fold(events: readonly StaffEvent[], fresh: boolean): void {
    if (events.length === 0) return
    this.chat.value = withEvents(this.chat.value, events)
    this.regulars.value = withRegulars(this.regulars.value, events, fresh)
    this.chatMinutes.value = counted(this.chatMinutes.value, events.filter((event) => event.kind === 'chat.posted').map((event) => event.at))
    const placed = events.some(({ kind }) => kind === 'order.placed')
    const partly = events.flatMap((event) => partlyBack(event) ?? [])
    this.sales.value = unread(withOrders(this.sales.value, events.flatMap((event) => soldBy(event) ?? [])), partly)
    if (partly.length > 0) this.readOrdersSoon()
    if (!fresh) return
    if (placed) this.readOrdersSoon()
    if (placed || events.some(({ kind }) => kind.startsWith('hold.') || kind.startsWith('waitlist.'))) this.readHoldsSoon()
    for (const event of events) this.change(event)
    for (const hearer of this.hearers) hearer(events)
  }

  private change(event: StaffEvent): void {
    const { kind, data, at, seq } = event
    const show = this.show.value
    if (kind.startsWith('offer.')) {
      const known = this.offers.value.some(({ id }) => id === data['offer'])
      if (known) this.offers.value = withOfferEvent(this.offers.value, event)
      else void this.readOffers()
    }
    if (kind === 'product.pinned') this.show.value = { ...show, pin: { product: String(data['product']), at, seq } }
    else if (kind === 'product.unpinned') this.show.value = { ...show, pin: null }
    else if (kind === 'talk.slowed') this.show.value = { ...show, talk: { ...show.talk, slow_seconds: Number(data['seconds']) } }
    else if (kind === 'stock.changed') {
      const left = Number(data['left'])
      const shelf = show.shelf.map((product) => (product.id === data['product'] ? withStock(product, String(data['sku']), left) : product))
      this.show.value = { ...show, shelf }
    } else if (kind === 'picture.started') this.show.value = { ...show, picture: 'on', away_since: null }
    else if (kind === 'picture.lost') this.show.value = { ...show, picture: 'away', away_since: at }
    else if (kind === 'show.started' || kind === 'show.ended' || kind === 'show.changed') void this.readShow()
  }

  private async readOffers(): Promise<void> {
    try {
      this.offers.value = (await offersApi.list(this.show.value.id)).items
    } catch {
      // Read again with the next snapshot, or when an offer opens that is not known.
    }
  }

  private async readShow(): Promise<void> {
    try {
      this.show.value = await studioApi.show(this.show.value.id)
    } catch {
      // The next snapshot brings it; the console keeps what it has.
    }
  }

  private async readPast(from: number, to: number): Promise<void> {
    this.reading.value = true
    const newest = Math.max(from, to - kPage + 1)
    try {
      await this.readStretch(newest, to)
      await this.readStretch(from, newest - 1)
    } catch {
      // A page that failed four times: the tail goes on; the past comes with the next snapshot or visit.
    } finally {
      this.reading.value = false
    }
  }

  private async readStretch(from: number, to: number): Promise<void> {
    for (let next: number | null = from; next !== null && next <= to && !this.closed; ) {
      const page = await studioApi.timeline(this.show.value.id, next, Math.min(kPage, to - next + 1))
      batch(() => this.fold(page.events.filter((event) => event.seq <= to), false))
      next = page.next
    }
  }

  private readOrdersSoon(): void {
    clearTimeout(this.orderTimer)
    this.orderTimer = setTimeout(() => void this.readOrders(), kReadOrdersAfterMs)
  }

  /** Reads orders, newest first, until one whose lines are known. */
  private async readOrders(): Promise<void> {
    try {
      let cursor: string | null = null
      do {
        const page: { items: ListedOrder[]; next: string | null } = await studioApi.orders(this.show.value.id, cursor, 100)
        const reached = page.items.some((order) => this.sales.value.get(order.id)?.lines)
        this.sales.value = withOrders(this.sales.value, page.items.filter(isOurs).map((order) => soldIn(this.show.value.id, order)))
        cursor = reached && !this.totals.value.partial ? null : page.next
      } while (cursor !== null && !this.closed)
    } catch {
      // Figures stay as they are and are read again with the next order.
    }
  }

  private async readSaves(): Promise<void> {
    if (!this.show.value.live_at || document.visibilityState === 'hidden') return
    try {
      const { saves } = await studioApi.outline(this.show.value.id)
      this.saves.value = saves.reduce((sum, save) => sum + save.count, 0)
    } catch {
      // Asked again shortly.
    }
  }

  private tick(): void {
    const show = this.show.value
    if (show.state !== 'live' || !this.frameClock) return
    const now = this.frameClock.at + (performance.now() - this.frameClock.heard)
    if (Math.floor(now / 1000) !== Math.floor((this.clock.value ?? -1) / 1000)) this.clock.value = now
  }

  /** The show clock to the millisecond, for measuring a delay. */
  exactClock(): number | null {
    return this.frameClock && this.show.value.state === 'live' ? this.frameClock.at + (performance.now() - this.frameClock.heard) : null
  }
}

function withStock(product: Show['shelf'][number], sku: string, left: number): Show['shelf'][number] {
  const variants = product.variants.map((variant) => (variant.sku === sku ? { ...variant, left } : variant))
  return { ...product, variants, left: variants.length > 0 ? variants.reduce((sum, variant) => sum + variant.left, 0) : left }
}

