// One viewer watching one show: the room, the picture in it, and what is open on the screen. Draws nothing.
import { computed, effect, signal } from '@preact/signals'
import { api, type Outline, type Product } from '../../shared/api.ts'
import type { Where } from '../../shared/offers.ts'
import { archiveApi, type ChapterList, type ShelfThen } from '../../shared/api_archive.ts'
import { chaptersSoFar } from '../live_chapters.ts'
import { Captions } from '../captions.ts'
import { Picture } from '../picture.ts'
import { Room } from '../room.ts'
import { stageOf } from '../stage.ts'

export type Panel = 'shelf' | 'menu' | 'name' | 'share' | 'say' | 'chapters' | 'missed' | 'cast' | 'ask' | 'campaign' | null

/** Told after a stall of the viewer's own network. */
export interface Returned {
  skippedMs: number
  from: number
}

/** Behind the clock by more than this is no longer "live" to a person; "go live" appears. */
export const kBehindMs = 10_000
/** After a stall, further behind than this is made up for by a jump instead of by hurrying. */
const kJumpMs = 5_000
const kShortStallMs = 1_500
const kReturnedShownMs = 8_000
const kIdleTickMs = 250
/** Thousands hear of a change of the chapters in the same tick: they ask for it spread over some seconds. */
const kSpreadMs = 3_000

export class Watching {
  readonly room: Room
  readonly picture = signal<Picture | null>(null)
  readonly hasPicture = signal(false)
  readonly buying = signal<Product | null>(null)
  readonly panel = signal<Panel>(null)
  /** The product that is asked about, where asking began at one. */
  readonly askingAbout = signal<string | null>(null)
  readonly returned = signal<Returned | null>(null)
  readonly outline = signal<Outline | null>(null)
  /** Of the archive: price and stock of each product by moment. */
  readonly shelfThen = signal<ReadonlyMap<string, ShelfThen>>(new Map())
  readonly captions = new Captions()
  private readonly told = signal<ChapterList | null>(null)
  private readonly started = computed(() => this.room.show.value.live_at !== null)
  /** Of a show that goes on: the chapters that this viewer's playhead has reached. */
  readonly soFar = computed(() => {
    const told = this.told.value
    const { shelf } = this.room.show.value
    if (!this.room.live.value || told === null) return []
    const at = this.room.playhead.value ?? this.clock.value
    return chaptersSoFar(told.items, told.seq, this.room.pins.chapters.pins.value, (id) => shelf.find((product) => product.id === id)?.title, at)
  })
  /** What the show's clock said when this was last looked at; re-read a few times a second. */
  readonly clock = signal(0)

  readonly stage = computed(() => {
    const show = this.room.show.value
    return stageOf({
      show: show.state,
      live: this.room.live.value,
      encoder: show.picture,
      hasPlaylist: show.media.playlist !== null,
      hasPicture: this.hasPicture.value,
      video: this.picture.value?.state.value ?? 'connecting',
    })
  })
  /** How far behind the show clock the viewer is, in ms. */
  readonly behind = computed(() => Math.max(0, this.clock.value - (this.room.playhead.value ?? this.clock.value)))

  /** Where the show stood when this viewer came. */
  readonly cameAt: number

  private readonly undo: (() => void)[] = []
  private startAt: number | undefined
  private stalledAt: { at: number; time: number } | null = null
  private returnedTimer: ReturnType<typeof setTimeout> | undefined
  private root: HTMLElement | null = null

  constructor(room: Room, startAt: number | undefined) {
    this.room = room
    this.cameAt = room.show.peek().clock
    this.startAt = startAt
    const leave = (): void => {
      if (document.visibilityState === 'hidden') room.leave()
    }
    document.addEventListener('visibilitychange', leave)
    addEventListener('pagehide', leave)
    this.undo.push(() => document.removeEventListener('visibilitychange', leave))
    this.undo.push(() => removeEventListener('pagehide', leave))
    const idle = setInterval(() => this.idle(), kIdleTickMs)
    this.undo.push(() => clearInterval(idle))
    this.undo.push(effect(() => this.noticeStalls()))
    this.undo.push(
      effect(() => {
        if (this.room.pins.chapters.parts.value === 0) return
        // What was told before holds no more: the page begins anew, where the viewer is.
        const timer = setTimeout(() => {
          const address = new URL(location.href)
          address.searchParams.set('t', String(Math.floor(room.position() / 1000)))
          location.replace(address)
        }, Math.random() * kSpreadMs)
        return () => clearTimeout(timer)
      }),
    )
    this.undo.push(
      effect(() => {
        const changes = this.room.pins.chapters.changes.value
        if (!this.started.value) return
        const load = (): void => void (this.room.live.peek() ? this.loadChapters() : this.loadOutline())
        if (!this.room.live.value) void this.loadShelf()
        if (!this.room.live.value && changes === 0) void this.captions.load(this.room.show.peek().id)
        if (changes === 0) return load()
        const timer = setTimeout(load, Math.random() * kSpreadMs)
        return () => clearTimeout(timer)
      }),
    )
  }

  close(): void {
    for (const undo of this.undo) undo()
    this.picture.value?.destroy()
    this.captions.close()
    this.room.close()
  }

  /** Plays in this element, and anew whenever the show gets its playlist or becomes an archive. */
  attach(video: HTMLVideoElement, root: HTMLElement): void {
    this.root = root
    this.captions.attach(video)
    let playing = ''
    this.undo.push(
      effect(() => {
        const { media, live_at: liveAt, state } = this.room.show.value
        const live = this.room.live.value
        const ready = media.playlist !== null && liveAt !== null && (state === 'live' || state === 'archived')
        const wanted = ready ? `${media.playlist} ${live} ${liveAt}` : ''
        if (wanted === playing) return
        playing = wanted
        this.picture.peek()?.destroy()
        this.hasPicture.value = false
        this.picture.value = wanted
          ? new Picture(video, {
              playlist: media.playlist!,
              liveAt: Date.parse(liveAt!),
              live,
              startAt: this.startAt,
              onTick: (at, moving) => this.tick(at, moving),
            })
          : null
        this.startAt = undefined
      }),
    )
  }

  /** Moves to a place in the show; false where the picture does not reach. */
  seek(to: number): boolean {
    const from = this.room.position()
    const length = this.room.show.value.length_ms
    const at = Math.max(0, this.room.live.value || length === null ? to : Math.min(to, length - 500))
    if (!this.picture.value?.seek(at)) return false
    this.stalledAt = null
    this.room.jumped(from, at)
    if (this.picture.value.state.value === 'ended') this.picture.value.play()
    return true
  }

  step(by: number): void {
    this.seek(this.room.position() + by)
  }

  toEdge(): void {
    const from = this.room.position()
    this.stalledAt = null
    this.dismissReturned()
    this.picture.value?.toEdge()
    this.room.jumped(from, Math.max(from, this.room.clockNow() - 1_500))
  }

  /** Where this viewer stands for offers. Whoever draws by it is drawn anew as playhead and clock go on. */
  where(): Where {
    void this.room.playhead.value
    void this.clock.value
    return { playhead: this.room.position(), clock: this.room.clockNow(), live: this.room.live.value, wall: Date.now() }
  }

  /** Whether the picture still reaches back to `at`. */
  reaches(at: number): boolean {
    const reach = this.picture.value?.reach()
    return reach !== null && reach !== undefined && at >= reach.from - 1_000 && at <= reach.to
  }

  togglePlay(): void {
    const picture = this.picture.value
    if (!picture) return
    if (picture.state.value === 'paused') picture.play()
    else if (picture.state.value === 'ended' && !this.room.live.value) {
      this.seek(0)
      picture.play()
    } else picture.pause()
  }

  buy(product: Product): void {
    this.panel.value = null
    this.buying.value = product
    this.room.report('product.opened', product.id)
  }

  /** Opens the questions, to ask about `product` where one is given. */
  ask(product: string | null = null): void {
    this.buying.value = null
    this.askingAbout.value = product
    this.panel.value = 'ask'
  }

  async openArchive(): Promise<void> {
    await this.room.openArchive()
  }

  dismissReturned(): void {
    clearTimeout(this.returnedTimer)
    this.returned.value = null
  }

  /** Where the last frame of a recording stands for its end, the show is over: what was said after it is told, too. */
  private whereItStands(at: number | null): number | null {
    const length = this.room.show.value.length_ms
    const over = !this.room.live.value && this.picture.value?.video.ended === true
    return over && at !== null && length !== null ? Math.max(at, length) : at
  }

  private tick(at: number | null, moving: boolean): void {
    const has = at !== null
    if (has !== this.hasPicture.value) this.hasPicture.value = has
    const stage = this.stage.value
    this.room.tick(this.whereItStands(at), moving, stage !== 'away' && stage !== 'waiting')
    this.mark()
  }

  private idle(): void {
    const now = this.room.clockNow()
    if (Math.abs(now - this.clock.value) >= kIdleTickMs) this.clock.value = now
    if (this.picture.value === null) {
      this.room.tick(null, false, false)
      this.mark()
    }
  }

  /** The exact playhead, for tests and for whoever looks at the page from outside. */
  private mark(): void {
    const at = this.room.position()
    if (this.root) this.root.dataset['playhead'] = String(Math.round(at))
  }

  private noticeStalls(): void {
    const stage = this.stage.value
    const picture = this.picture.peek()
    if (stage === 'stalled' || stage === 'connecting') {
      if (stage === 'stalled') this.stalledAt ??= { at: this.room.position(), time: performance.now() }
      return
    }
    const stalled = this.stalledAt
    if (stage !== 'playing' && stage !== 'archive') {
      if (stage === 'away' || stage === 'paused') this.stalledAt = null
      return
    }
    this.stalledAt = null
    if (!stalled || !picture || performance.now() - stalled.time < kShortStallMs) return
    const behind = this.room.clockNow() - this.room.position()
    let skippedMs = 0
    if (this.room.live.peek() && behind > kJumpMs) {
      const before = stalled.at
      picture.toEdge()
      const to = Math.max(before, this.room.clockNow() - 1_500)
      this.room.jumped(null, to)
      skippedMs = to - before
    }
    this.returned.value = { skippedMs, from: stalled.at }
    clearTimeout(this.returnedTimer)
    this.returnedTimer = setTimeout(() => (this.returned.value = null), skippedMs > 0 ? kReturnedShownMs : 2_000)
  }

  private async loadChapters(): Promise<void> {
    try {
      this.told.value = await archiveApi.chapters(this.room.show.peek().id)
    } catch {
      // Then nothing is told of what was; everything else works.
    }
  }

  private async loadShelf(): Promise<void> {
    try {
      const { items } = await archiveApi.shelfThen(this.room.show.peek().id)
      this.shelfThen.value = new Map(items.map((item) => [item.product, item]))
    } catch {
      // The shelf then tells what is now alone.
    }
  }

  private async loadOutline(): Promise<void> {
    try {
      this.outline.value = await api.outline(this.room.show.peek().id)
    } catch {
      // The scrubber then has a line without chapters and hill; everything else works.
    }
  }
}
