// The picture of a show in one <video>: loading, recovering, and where its playhead stands in the show.
//
// Live it plays as close to the edge as the playlist's PART-HOLD-BACK allows, hurries a little when it fell behind,
// and keeps asking through every failure: a missing playlist, an encoder that is away, a lost network. The archive
// is the same playlist, ended. hls.js plays wherever Media Source Extensions exist, Safari's own player elsewhere.
import { signal } from '@preact/signals'
import type Hls from 'hls.js/light'
import type { ErrorData, HlsConfig, LevelDetails } from 'hls.js/light'
import { atOf, catchUpRate, endOf, isOfNow, timeOf, type Span } from './mapping.ts'

/** `stalled`: it should be playing and nothing comes. */
export type PictureState = 'connecting' | 'playing' | 'stalled' | 'paused' | 'ended'

export interface PictureOptions {
  playlist: string
  /** The show's start, ms since the epoch: what date-times in the playlist count from. */
  liveAt: number
  live: boolean
  /** The place in the show to begin at; the edge (live) or the beginning (archive) otherwise. */
  startAt?: number | undefined
  /** Called for each frame shown, and a few times a second otherwise. `at` is null before the first picture. */
  onTick?: (at: number | null, playing: boolean) => void
  /** A small preview: the edge does not matter, the network does. */
  preview?: boolean
}

const kTickMs = 250
const kRetryFirstMs = 500
const kRetryLongestMs = 5_000
/** So long without a new frame, though the playlist has more, until the player is set to the edge by hand. */
const kStuckMs = 5_000
/** And so long until it is built anew. */
const kRebuildMs = 12_000

/** For so long after the first picture a jump towards the edge disturbs nobody. */
const kSettleMs = 5_000
const kJumpAtStart = 0.4

const kForever = 100_000
const kPatient = {
  maxTimeToFirstByteMs: 15_000,
  maxLoadTimeMs: 20_000,
  timeoutRetry: { maxNumRetry: kForever, retryDelayMs: 100, maxRetryDelayMs: 2_000 },
  errorRetry: { maxNumRetry: kForever, retryDelayMs: 400, maxRetryDelayMs: 3_000 },
}

/** What a phone's or a home's network mostly carries, where the browser does not say. */
const kUsualBitsPerSecond = 4_000_000
const kSparing = 500_000

/** What the network is taken for until something was loaded: it decides in which size the picture begins. */
export function expectedBitsPerSecond(connection: { downlink?: number; saveData?: boolean } | undefined): number {
  if (connection?.saveData) return kSparing
  return connection?.downlink ? connection.downlink * 1e6 : kUsualBitsPerSecond
}

function configuration(options: PictureOptions): Partial<HlsConfig> {
  const { connection } = navigator as unknown as { connection?: { downlink?: number; saveData?: boolean } }
  return {
    // A show may have a smaller picture for weak networks; who has a good one sees the large one from the beginning.
    abrEwmaDefaultEstimate: expectedBitsPerSecond(connection),
    capLevelToPlayerSize: options.preview === true,
    // The worker would be a blob: script, which our content security policy does not allow; fMP4 hardly needs it.
    enableWorker: false,
    lowLatencyMode: options.live && !options.preview,
    // Catching up is `catchUpRate`'s: hls.js hurries only with a second buffered, more than low latency ever has.
    maxLiveSyncPlaybackRate: 1,
    liveSyncOnStallIncrease: 0.1,
    backBufferLength: options.live ? 20 : 60,
    maxBufferLength: options.preview ? 4 : 30,
    maxBufferHole: 0.25,
    nudgeMaxRetry: 10,
    startFragPrefetch: true,
    playlistLoadPolicy: { default: kPatient },
    fragLoadPolicy: { default: kPatient },
  }
}

export class Picture {
  readonly state = signal<PictureState>('connecting')
  readonly muted = signal(true)
  readonly volume = signal(1)
  readonly rate = signal(1)
  /** Known with the first frame. */
  readonly size = signal<{ width: number; height: number } | null>(null)
  readonly video: HTMLVideoElement

  private readonly options: PictureOptions
  private hls: Hls | null = null
  private details: LevelDetails | null = null
  private destroyed = false
  private readonly undo: (() => void)[] = []
  private timers = new Set<ReturnType<typeof setTimeout>>()
  private retries = 0
  private lastMediaRecovery = 0
  private frameTime: number | null = null
  private movedTo = 0
  private movedAt = performance.now()
  private wantsPlay = true
  private pendingStart: number | undefined
  private settlesUntil = 0

  constructor(video: HTMLVideoElement, options: PictureOptions) {
    this.video = video
    this.options = options
    this.pendingStart = options.startAt
    this.muted.value = video.muted
    this.volume.value = video.volume
    this.listen('playing', () => {
      if (this.state.value === 'connecting' && this.options.startAt === undefined) {
        this.settlesUntil = performance.now() + kSettleMs
      }
      this.enter('playing')
    })
    this.listen('waiting', () => this.wantsPlay && this.hasPicture() && this.enter('stalled'))
    this.listen('pause', () => !video.ended && !this.wantsPlay && this.enter('paused'))
    this.listen('ended', () => this.enter('ended'))
    this.listen('volumechange', () => {
      this.muted.value = video.muted
      this.volume.value = video.volume
    })
    this.listen('resize', () => this.measure())
    this.listen('loadedmetadata', () => {
      this.measure()
      this.applyStart()
      if (this.wantsPlay) this.play()
    })
    this.listen('seeked', () => this.tick())
    const tick = setInterval(() => this.watch(), kTickMs)
    this.undo.push(() => clearInterval(tick))
    this.watchFrames()
    const online = (): void => this.retryNow()
    window.addEventListener('online', online)
    this.undo.push(() => window.removeEventListener('online', online))
    void this.load()
  }

  destroy(): void {
    this.destroyed = true
    for (const undo of this.undo) undo()
    for (const timer of this.timers) clearTimeout(timer)
    this.hls?.destroy()
    this.hls = null
    this.video.removeAttribute('src')
    this.video.load()
  }

  hasPicture(): boolean {
    return this.video.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA || this.frameTime !== null
  }

  /** The place in the show of the frame on the screen, or null before there is one. */
  playhead(): number | null {
    return this.atOf(this.frameTime ?? this.video.currentTime)
  }

  /** From where to where the picture can be moved, in the show's ms. */
  reach(): { from: number; to: number } | null {
    const spans = this.spans()
    const from = spans[0] ? atOf(spans, this.options.liveAt, spans[0].start) : null
    const to = endOf(spans, this.options.liveAt)
    return from === null || to === null ? null : { from, to }
  }

  /** Moves to a place in the show; false when the picture does not reach it. */
  seek(at: number): boolean {
    const time = this.timeOf(at)
    if (time === null) return false
    this.frameTime = null
    this.video.currentTime = time
    return true
  }

  /** Moves to the live edge and plays. */
  toEdge(): void {
    const position = this.hls?.liveSyncPosition ?? (this.video.seekable.length ? this.video.seekable.end(0) : null)
    if (position !== null && position !== undefined) {
      this.frameTime = null
      this.video.currentTime = position
    }
    this.play()
  }

  play(): void {
    this.wantsPlay = true
    this.video.play().catch((cause: DOMException) => {
      if (cause.name !== 'NotAllowedError' || this.destroyed) return
      // Sound needs a touch first; the picture does not.
      if (!this.video.muted) {
        this.video.muted = true
        this.play()
      } else {
        this.wantsPlay = false
        this.enter('paused')
      }
    })
  }

  pause(): void {
    this.wantsPlay = false
    this.video.pause()
    this.enter('paused')
  }

  setMuted(muted: boolean): void {
    this.video.muted = muted
    if (!muted && this.video.volume === 0) this.video.volume = 1
  }

  setVolume(volume: number): void {
    this.video.volume = volume
    this.video.muted = volume === 0
  }

  setRate(rate: number): void {
    this.rate.value = rate
    this.video.playbackRate = rate
  }

  /** Asks again at once instead of waiting. */
  retryNow(): void {
    this.retries = 0
    if (!this.hls) return
    if (this.details === null) void this.rebuild()
    else this.hls.startLoad(this.video.currentTime || -1)
  }

  private async load(): Promise<void> {
    const { default: HlsClass } = await import('hls.js/light')
    if (this.destroyed) return
    if (!HlsClass.isSupported()) {
      this.video.src = this.options.playlist
      return
    }
    const hls = new HlsClass(configuration(this.options))
    this.hls = hls
    hls.on(HlsClass.Events.LEVEL_UPDATED, (_name, { details }) => (this.details = details))
    hls.on(HlsClass.Events.LEVEL_LOADED, (_name, { details }) => {
      this.retries = 0
      this.details = details
    })
    hls.on(HlsClass.Events.ERROR, (_name, data) => this.failed(data))
    hls.loadSource(this.options.playlist)
    hls.attachMedia(this.video)
  }

  private async rebuild(): Promise<void> {
    const at = this.options.live ? undefined : (this.playhead() ?? this.pendingStart)
    this.hls?.destroy()
    this.hls = null
    this.details = null
    this.frameTime = null
    this.pendingStart = at
    this.movedAt = performance.now()
    await this.load()
  }

  private failed(data: ErrorData): void {
    if (!data.fatal || this.destroyed) return
    const { hls } = this
    if (data.type === 'mediaError' && performance.now() - this.lastMediaRecovery > 4_000) {
      this.lastMediaRecovery = performance.now()
      hls?.recoverMediaError()
      return
    }
    const wait = Math.min(kRetryLongestMs, kRetryFirstMs * 2 ** this.retries) * (0.75 + Math.random() / 2)
    this.retries += 1
    this.later(wait, () => {
      if (data.type === 'networkError' && this.details !== null && this.retries < 6) hls?.startLoad(this.video.currentTime)
      else void this.rebuild()
    })
  }

  private applyStart(): void {
    const at = this.pendingStart
    if (at === undefined) return
    this.pendingStart = undefined
    if (!this.seek(at) && !this.options.live) this.video.currentTime = 0
  }

  private spans(): readonly Span[] {
    const { details } = this
    if (!details) return []
    const hint = details.fragmentHint
    return hint ? [...details.fragments, hint] : details.fragments
  }

  private atOf(time: number): number | null {
    if (!this.hasPicture()) return null
    const start = this.nativeStart()
    if (start !== null) return start + time * 1000 - this.options.liveAt
    return atOf(this.spans(), this.options.liveAt, time)
  }

  private timeOf(at: number): number | null {
    const start = this.nativeStart()
    if (start !== null) return Math.max(0, (at + this.options.liveAt - start) / 1000)
    return timeOf(this.spans(), this.options.liveAt, at)
  }

  /** Safari's own player tells the date of its time 0. */
  private nativeStart(): number | null {
    if (this.hls || !('getStartDate' in this.video)) return null
    const date = (this.video as unknown as { getStartDate: () => Date }).getStartDate().getTime()
    return Number.isNaN(date) ? null : date
  }

  private watchFrames(): void {
    if (!('requestVideoFrameCallback' in this.video)) return
    let handle = 0
    const frame: VideoFrameRequestCallback = (_now, { mediaTime }) => {
      // After a jump the last frame from before it may still be told of.
      if (!this.video.seeking && isOfNow(mediaTime, this.video.currentTime)) {
        this.frameTime = mediaTime
        this.tick()
      }
      handle = this.video.requestVideoFrameCallback(frame)
    }
    handle = this.video.requestVideoFrameCallback(frame)
    this.undo.push(() => this.video.cancelVideoFrameCallback(handle))
  }

  private tick(): void {
    const at = this.playhead()
    this.options.onTick?.(at, this.state.value === 'playing')
  }

  /** A few times a second: notices standing still, hurries after the edge, and ticks where no frames come. */
  private watch(): void {
    const { video } = this
    const now = performance.now()
    if (video.currentTime !== this.movedTo) {
      this.movedTo = video.currentTime
      this.movedAt = now
      // A tab in the background shows no frames; its time still runs.
      if (this.frameTime !== null && !isOfNow(this.frameTime, video.currentTime)) this.frameTime = null
      if (this.state.value === 'stalled' && !video.seeking && this.hasPicture()) this.enter('playing')
    }
    const still = now - this.movedAt
    if (this.wantsPlay && !video.ended && this.hasPicture() && still > 1_200 && this.state.value === 'playing') {
      this.enter('stalled')
    }
    if (this.options.live && this.wantsPlay) {
      this.followEdge()
      if (video.paused && !video.ended && video.readyState >= HTMLMediaElement.HAVE_FUTURE_DATA) this.play()
      this.unstick(still)
    }
    this.tick()
  }

  private followEdge(): void {
    const target = this.hls?.targetLatency
    if (!this.hls || target === null || target === undefined || this.options.preview) return
    const { video } = this
    const latency = this.hls.latency
    // Beyond this one is looking back on purpose.
    if (latency > target + 6 || video.readyState < HTMLMediaElement.HAVE_FUTURE_DATA) {
      video.playbackRate = 1
      return
    }
    const { buffered } = video
    const ahead = buffered.length ? buffered.end(buffered.length - 1) - video.currentTime : 0
    // While one has hardly begun to watch, the time that loading took is made up for at once, within what is loaded.
    const excess = latency - target
    if (performance.now() < this.settlesUntil && excess > kJumpAtStart && ahead > excess + 0.3) {
      this.settlesUntil = 0
      this.frameTime = null
      video.currentTime += excess
      return
    }
    video.playbackRate = catchUpRate(latency, target, ahead, video.playbackRate)
  }

  private unstick(still: number): void {
    const end = this.details ? this.details.edge : 0
    const moreToPlay = end - this.video.currentTime > 2
    if (!moreToPlay || !this.details?.live) return
    if (still > kRebuildMs) {
      this.movedAt = performance.now()
      void this.rebuild()
    } else if (still > kStuckMs && still < kStuckMs + kTickMs * 1.5) this.toEdge()
  }

  private enter(state: PictureState): void {
    if (this.state.value !== state) this.state.value = state
  }

  private measure(): void {
    const { videoWidth: width, videoHeight: height } = this.video
    if (width > 0 && height > 0) this.size.value = { width, height }
  }

  private listen(name: keyof HTMLMediaElementEventMap, run: () => void): void {
    this.video.addEventListener(name, run)
    this.undo.push(() => this.video.removeEventListener(name, run))
  }

  private later(ms: number, run: () => void): void {
    const timer = setTimeout(() => {
      this.timers.delete(timer)
      if (!this.destroyed) run()
    }, ms)
    this.timers.add(timer)
  }
}
