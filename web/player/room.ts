// One viewer's room: a show, its timeline, and what of it the viewer's own playhead has reached.
//
// The room holds the state as signals and the rules between them; it draws nothing. Three sources meet here: the
// snapshot (the show), the timeline's frames (live) or windows (what was before, and the archive), and the playhead
// of the picture, which decides what is seen when.
import { batch, computed, signal } from '@preact/signals'
import { api, Problem, type EventBy, type Show, type TimelineEvent } from '../shared/api.ts'
import { bearer } from '../shared/bearer.ts'
import { withOfferEvent } from '../shared/offers.ts'
import type { Question } from '../shared/asking.ts'
import { Campaigns, isOfCampaign } from './sharing/campaigns.ts'
import { TimelineClient, type Frame, type LinkState } from '../shared/timeline.ts'
import { Asking } from './asking.ts'
import { isShown, kSaid, lineOf, type Line } from './lines.ts'
import { lookAtHolds } from './holds.ts'
import { shown, tell } from './embed/frame.ts'
import { Pins, type Pin } from './pins.ts'
import { QuotedLines } from './quoted_lines.ts'
import { Schedule } from './schedule.ts'
import { ShowClock } from './show_clock.ts'
import { saved } from './visit.ts'
import { kWindowMs, WatchedSpans, windowBefore, windowsWanted } from './windows.ts'

/** Hearts to let rise: how many, and a number that changes each time. */
export interface Burst {
  id: number
  count: number
}

const kLinesShown = 200
/** With fewer lines than this, what was said before is looked for. */
const kEnoughToRead = 12
const kPlayheadShownMs = 250
/** While no picture is there to follow, the room stands about where a live viewer would. */
const kUsualDelayMs = 1_500
/** Frames and the player's own time differ by less. */
const kBackMs = 1_000
const kHeartBatchMs = 800
const kMostHearts = 50
// How far apart viewers ask after a change that all of them heard of at once.
const kSpread = 3_000

export class Room {
  readonly show = signal<Show>(null as unknown as Show)
  readonly link = signal<LinkState>('connecting')
  readonly you = signal<EventBy | null>(null)
  /** The playhead a few times a second, for what shows a time. */
  readonly playhead = signal<number | null>(null)
  readonly pin = signal<Pin | null>(null)
  readonly lines = signal<Line[]>([])
  readonly quotes: QuotedLines
  readonly asking: Asking
  readonly campaigns: Campaigns
  readonly banned = signal<{ reason: string; until: string | null } | null>(null)
  readonly burst = signal<Burst>({ id: 0, count: 0 })
  /** Follows the live picture; false in the archive. */
  readonly live = signal(true)
  readonly pinnedProduct = computed(() => this.show.value.shelf.find((product) => product.id === this.pin.value?.product))

  private readonly timeline: TimelineClient
  private readonly schedule = new Schedule<TimelineEvent>()
  readonly pins = new Pins()
  private readonly clock = new ShowClock()
  private readonly spans = new WatchedSpans((from, to) => this.timeline.report('play.span', { from, to }))
  private readonly hidden = new Set<number>()
  /** Lines that wait for staff, and those of them that staff have decided about. */
  private readonly held = new Set<number>()
  private readonly settled = new Set<number>()
  private readonly loaded = new Set<number>()
  private readonly loading = new Set<number>()
  private pending: Line[] = []
  private now: number | null = null
  /** Before this place the socket told nothing; it is read in windows. */
  private joinedAt = 0
  private heartsWaiting = 0
  private heartTimer: ReturnType<typeof setTimeout> | null = null
  private heartsOfOthersFrom: number | null = null
  private refetching = false
  private pinsVersion = signal(0)
  private answeredHeard: (question: Question) => void = () => {}

  /** `ticket`: of the line before a full server. */
  constructor(show: Show, ticket?: string) {
    this.show.value = show
    this.live.value = show.state !== 'archived'
    this.joinedAt = show.clock
    this.clock.set(show.clock, performance.now())
    this.pins.reset(show.pins)
    this.heartsOfOthersFrom = show.counts.hearts
    this.quotes = new QuotedLines(show.id, (seq) => this.schedule.find(seq), this.hidden, () => this.refreshLines())
    this.asking = new Asking(
      show.id,
      (command, data, at) => this.timeline.send(command, data, { at }),
      () => this.you.peek()?.id ?? null,
      (question) => this.answeredHeard(question),
    )
    this.campaigns = new Campaigns(show.id, () => this.live.peek() && this.show.peek().state === 'live')
    this.takeTalk(show)
    this.timeline = new TimelineClient({
      show: show.id,
      ...(bearer() === null ? {} : { token: bearer()! }),
      ...(ticket === undefined ? {} : { ticket }),
      onFrame: (frame) => this.receive(frame),
      onState: (state) => (this.link.value = state),
    })
    this.timeline.open()
  }

  /** `heard` is called when a question of this viewer's own was answered. */
  onAnswered(heard: (question: Question) => void): void {
    this.answeredHeard = heard
  }

  close(): void {
    this.spans.flush()
    this.timeline.close()
    this.campaigns.close()
  }

  retryNow(): void {
    this.timeline.retryNow()
  }

  /** Makes the next line stand under the name just chosen. */
  renamed(): void {
    this.timeline.rejoin()
  }

  /** Tells what was watched so far; called when the page is left or put away. */
  leave(): void {
    this.spans.flush()
    this.sendHearts()
  }

  /** The show clock now, in ms; after the end, the show's length. */
  clockNow(): number {
    const show = this.show.value
    return show.state === 'archived' ? (show.length_ms ?? show.clock) : this.clock.now(performance.now())
  }

  /** Where the viewer stands in the show; what they send carries it. */
  position(): number {
    return Math.max(0, this.now ?? (this.live.value ? this.clockNow() - kUsualDelayMs : 0))
  }

  /** For each product shown so far, when. Re-rendered as pins come. */
  moments(): Map<string, number> {
    this.pinsVersion.value
    return this.pins.moments(this.live.value ? (this.playhead.value ?? this.clockNow()) : Infinity)
  }

  /**
   * Moves the room to where the picture is. `at` is null while there is none; then, live, the room goes on by the
   * show clock, so that chat is not held up by a missing picture. `follows` is false where the picture stands because
   * the encoder is away: the clock goes on there too.
   */
  tick(at: number | null, playing: boolean, follows: boolean): void {
    const watched = at !== null && follows
    if (watched) this.spans.track(at, playing)
    else this.spans.flush()
    const byClock = this.live.value ? this.clockNow() - kUsualDelayMs : null
    const now = watched ? at : byClock === null ? this.now : Math.max(byClock, this.now ?? 0)
    if (now === null) return
    // However the picture of an archive came to stand further back, what is said stands with it.
    if (watched && !this.live.value && this.now !== null && now < this.now - kBackMs) {
      this.schedule.seek(now)
      this.refreshLines()
    }
    this.now = now
    this.quotes.follow(now)
    const pin = this.pins.at(now)
    if (pin?.product !== this.pin.value?.product || pin?.at !== this.pin.value?.at) this.pin.value = pin
    this.take(this.schedule.advance(now))
    if (this.playhead.value === null || Math.abs(now - this.playhead.value) >= kPlayheadShownMs) {
      this.playhead.value = now
      this.loadWindows(now)
    }
  }

  /** The picture was moved. */
  jumped(from: number | null, to: number): void {
    this.spans.flush()
    if (from !== null) this.timeline.report('seek', { from: Math.round(from), to: Math.round(to) }, to)
    this.schedule.seek(to)
    this.now = to
    this.playhead.value = to
    this.pin.value = this.pins.at(to)
    this.loadWindows(to)
    this.refreshLines()
  }

  /** Goes from the ended live show to its archive, in place. */
  async openArchive(): Promise<void> {
    const show = await api.show(this.show.value.id)
    batch(() => {
      this.apply(show)
      this.live.value = false
      this.loaded.clear()
      this.jumped(null, 0)
    })
  }

  async say(text: string): Promise<void> {
    const at = this.position()
    const by = this.you.value ?? { id: '', name: '', role: 'viewer' as const }
    const line: Line = { seq: -1 - this.pending.length, at, by, text, mine: true, later: false, hidden: false, pending: true }
    this.pending = [...this.pending, line]
    this.refreshLines()
    try {
      const { seq } = await this.timeline.send('chat.post', { text }, { at })
      // In a very busy room the line may be among those that are not shown to all; its writer sees it in any case.
      this.add([{ seq, at, kind: 'chat.posted', by, data: { text }, accepted_at: new Date().toISOString() }])
    } finally {
      this.pending = this.pending.filter((other) => other !== line)
      this.refreshLines()
    }
  }

  heart(): void {
    this.heartsWaiting = Math.min(kMostHearts, this.heartsWaiting + 1)
    this.burst.value = { id: this.burst.value.id + 1, count: 1 }
    this.heartTimer ??= setTimeout(() => this.sendHearts(), kHeartBatchMs)
  }

  /** Hearts given and not yet counted by the server. */
  heartsOnTheWay(): number {
    this.burst.value
    return this.heartsWaiting
  }

  async save(product: string, on: boolean): Promise<void> {
    const at = Math.round(this.position())
    await this.timeline.send(on ? 'product.save' : 'product.unsave', { product }, { at })
    const others = saved.value.filter((one) => one.product !== product)
    saved.value = on
      ? [{ product, show: this.show.value.id, at, saved_at: new Date().toISOString() }, ...others]
      : others
    const known = this.show.value.shelf.find((one) => one.id === product)
    if (known) tell({ nigiwai: 1, type: 'save', detail: { product: shown(known), saved: on, at } })
  }

  /** What the player reports for the server alone. */
  report(kind: 'product.seen' | 'product.opened', product: string): void {
    this.timeline.report(kind, { product }, this.position())
  }

  private sendHearts(): void {
    if (this.heartTimer !== null) clearTimeout(this.heartTimer)
    this.heartTimer = null
    const count = this.heartsWaiting
    if (count === 0) return
    this.heartsWaiting = 0
    // Shown as counted at once; the server's own sum replaces it with the next frame.
    this.updateShow({ counts: { ...this.show.value.counts, hearts: this.show.value.counts.hearts + count } })
    if (this.heartsOfOthersFrom !== null) this.heartsOfOthersFrom += count
    this.timeline.send('heart', { count }, { at: this.position() }).catch((cause: unknown) => {
      const problem = Problem.from(cause)
      // A heart too many is no news to anybody; the count simply comes right again.
      if (problem.type !== 'too-many' && problem.type !== 'offline') console.warn(problem.message)
    })
  }

  private receive(frame: Frame): void {
    batch(() => {
      this.clock.set(frame.clock, performance.now())
      if (frame.you) this.you.value = frame.you
      if (frame.snapshot) {
        this.apply(frame.snapshot)
        this.joinedAt = Math.max(frame.clock, frame.snapshot.clock)
        this.loaded.clear()
        void this.campaigns.load()
      }
      this.asking.happen(frame.events ?? [], frame.sums)
      for (const event of frame.events ?? []) this.happen(event)
      this.add(frame.events ?? [])
      if (frame.counts) this.recount(frame.counts)
    })
  }

  private apply(show: Show): void {
    this.show.value = show
    this.takeTalk(show)
    this.pins.reset(show.pins)
    this.pinsVersion.value += 1
    if (this.now !== null) this.pin.value = this.pins.at(this.now)
  }

  private updateShow(changes: Partial<Show>): void {
    this.show.value = { ...this.show.value, ...changes }
  }

  /** What counts at once, wherever the playhead is. */
  private happen(event: TimelineEvent): void {
    if (this.pins.apply(event)) this.pinsVersion.value += 1
    if (event.kind.startsWith('offer.')) {
      // Known at once, seen where the playhead stands: standingOf() decides by it.
      this.updateShow({ offers: [...withOfferEvent(this.show.value.offers, event)] })
      return
    }
    switch (event.kind) {
      case 'stock.changed':
        return this.restock(event)
      case 'hold.made':
      case 'hold.released':
      case 'hold.expired':
      case 'hold.granted':
      case 'waitlist.joined':
      case 'waitlist.left':
        return void lookAtHolds()
      case 'chat.hidden':
        for (const seq of seqsOf(event)) this.hidden.add(seq)
        this.quotes.again()
        return this.refreshLines()
      case 'chat.erased':
        // Nothing is left of these lines: their writer was erased.
        for (const seq of event.data['seqs'] as number[]) this.hidden.add(seq)
        return this.refreshLines()
      case 'chat.shown':
        for (const seq of seqsOf(event)) {
          this.hidden.delete(seq)
          // A line that was hidden before we came was never sent to us; it is in the windows again now.
          if (!this.schedule.has(seq)) this.loaded.clear()
        }
        this.quotes.again()
        return this.refreshLines()
      case 'question.hidden':
        this.hidden.add(Number(event.data['seq']))
        return this.refreshLines()
      case 'question.shown':
        this.hidden.delete(Number(event.data['seq']))
        if (!this.schedule.has(Number(event.data['seq']))) this.loaded.clear()
        return this.refreshLines()
      case 'chat.pinned':
      case 'chat.unpinned':
        return this.quotes.happen(event)
      case 'chat.held':
        this.held.add(event.seq)
        return this.refreshLines()
      case 'chat.approved':
      case 'chat.rejected':
        this.settled.add(Number(event.data['seq']))
        return this.refreshLines()
      case 'talk.slowed':
        return this.updateShow({ talk: { ...this.show.value.talk, slow_seconds: Number(event.data['seconds']) } })
      case 'viewer.banned':
        this.banned.value = { reason: String(event.data['text'] ?? ''), until: (event.data['until'] as string | null) ?? null }
        return
      case 'viewer.unbanned':
        this.banned.value = null
        return
      case 'picture.lost':
        return this.updateShow({ picture: 'away', away_since: event.at })
      case 'picture.started':
        this.updateShow({ picture: 'on', away_since: null })
        if (this.show.value.media.playlist === null) void this.refetch()
        return
      case 'show.started':
      case 'show.ended':
        return void this.refetch()
      case 'show.changed':
        return this.refetchSoon()
    }
  }

  private takeTalk(show: Show): void {
    this.banned.value = show.talk.banned
    this.asking.stands(show)
    this.quotes.stands(show.clock, show.talk.line)
  }

  private restock(event: TimelineEvent): void {
    const { product: id, sku, left } = event.data
    const shelf = this.show.value.shelf.map((product) => {
      if (product.id !== id) return product
      const variants = product.variants.map((variant) => (variant.sku === sku ? { ...variant, left: Number(left) } : variant))
      return { ...product, variants, left: variants.reduce((sum, variant) => sum + variant.left, 0) }
    })
    this.updateShow({ shelf })
  }

  private async refetch(): Promise<void> {
    try {
      const show = await api.show(this.show.value.id)
      this.clock.set(show.clock, performance.now())
      this.apply(show)
    } catch {
      // The next snapshot or event brings it.
    }
  }

  /** Thousands hear of a change in the same tick: they ask for it spread over some seconds. */
  private refetchSoon(): void {
    if (this.refetching) return
    this.refetching = true
    setTimeout(() => {
      this.refetching = false
      void this.refetch()
    }, Math.random() * kSpread)
  }

  private recount(counts: NonNullable<Frame['counts']>): void {
    const before = this.heartsOfOthersFrom
    this.updateShow({ counts: { ...this.show.value.counts, ...counts } })
    if (counts.hearts === undefined) return
    this.heartsOfOthersFrom = Math.max(counts.hearts, before ?? 0)
    if (before !== null && counts.hearts > before && this.live.value) this.rise(counts.hearts - before)
  }

  private rise(count: number): void {
    this.burst.value = { id: this.burst.value.id + 1, count }
  }

  private add(events: readonly TimelineEvent[]): void {
    this.schedule.add(
      events.filter((event) => kSaid.has(event.kind) || event.kind === 'chat.held' || event.kind === 'hearts' || isOfCampaign(event.kind)),
      this.now,
    )
    if (this.now !== null) this.take(this.schedule.advance(this.now))
  }

  /** Events whose moment has come. */
  private take(due: TimelineEvent[]): void {
    if (due.length === 0) return
    const hearts = due.reduce((sum, event) => sum + (event.kind === 'hearts' ? Number(event.data['count']) : 0), 0)
    if (hearts > 0) this.rise(hearts)
    this.campaigns.happen(due)
    if (due.some((event) => event.kind !== 'hearts')) this.refreshLines()
  }

  private refreshLines(): void {
    const told = {
      you: this.you.value?.id ?? null,
      endedAt: this.show.value.ended_at ? Date.parse(this.show.value.ended_at) : Infinity,
      hidden: this.hidden,
      held: this.held,
      settled: this.settled,
      quoted: (seq: number) => this.quotes.quoted(seq),
    }
    const said = this.schedule.last(kLinesShown, (event) => isShown(event, told))
    this.lines.value = [...said.map((event) => lineOf(event, told)), ...this.pending]
  }

  private loadWindows(playhead: number): void {
    const end = this.live.value ? this.joinedAt : (this.show.value.length_ms ?? Infinity)
    for (const start of windowsWanted(playhead, end)) {
      if (!this.loaded.has(start) && !this.loading.has(start)) void this.loadWindow(start)
    }
    if (this.loading.size > 0 || this.lines.value.length >= kEnoughToRead) return
    const before = windowBefore(Math.min(playhead, end), this.loaded)
    if (before !== null) void this.loadWindow(before)
  }

  private async loadWindow(start: number): Promise<void> {
    this.loading.add(start)
    try {
      const until = start + kWindowMs
      for (let at: number | null = start; at !== null; ) {
        const answer = await api.window(this.show.value.id, at, until)
        const hearts = this.live.value
          ? []
          : answer.hearts.map(([second, count]) => ({
              // Sums of a second have no seq of their own; below every real one, and the same each time.
              seq: -1 - second,
              at: second,
              kind: 'hearts',
              data: { count },
            }))
        if (at === start) this.quotes.stands(start, answer.state.line)
        this.fillIn([...answer.events, ...hearts])
        at = answer.next_at
      }
      this.loaded.add(start)
    } catch {
      // Asked for again with one of the next ticks.
      await new Promise((resolve) => setTimeout(resolve, 2_000))
    } finally {
      this.loading.delete(start)
    }
  }

  /** Events from before: those already behind the playhead are history at once, not news. */
  private fillIn(events: TimelineEvent[]): void {
    const now = this.now
    const passed = now === null ? [] : events.filter((event) => event.at <= now)
    for (const event of events) if (event.kind === 'chat.pinned' || event.kind === 'chat.unpinned') this.quotes.happen(event)
    this.schedule.addPassed(passed.filter((event) => kSaid.has(event.kind)))
    this.add(events.filter((event) => now === null || event.at > now))
    this.refreshLines()
  }
}

/** Which lines an event hides or shows: one, or all of a person. */
function seqsOf(event: TimelineEvent): number[] {
  const { seq, seqs } = event.data
  return Array.isArray(seqs) ? seqs.map(Number) : [Number(seq)]
}
