// Sends what the camera sees to the show: records it, hands the pieces to the server as fast as the network takes them, makes
// the picture smaller when they are late, and connects again by itself after any break (docs/api.md, "A picture from a page").
//
// A recording is begun anew for another bitrate, another camera, a turned phone and each connection: the server reads
// each from its head, and the page's own clock (`at`) joins them.
import { signal } from '@preact/signals'
import { Problem } from '../../shared/api.ts'
import { randomId } from '../../shared/ids.ts'
import { reconnectWait } from '../../shared/timeline.ts'
import { renewed } from '../session.ts'
import { studioApi } from '../studio_api.ts'
import { recordingType } from './devices.ts'
import { Pieces } from './pieces.ts'
import { RateControl } from './rate.ts'

export type SenderState = 'idle' | 'connecting' | 'sending' | 'away' | 'refused'

export interface Sending {
  /** What the recorder is asked for, bits a second. */
  wanted: number
  /** What the server took in the last seconds, bits a second. */
  sent: number
  /** How late the newest acknowledgement was, ms. */
  delay: number
  /** How long the oldest piece has been waiting, ms. */
  behind: number
  /** What was left out so far, ms. */
  dropped: number
  /** How often the connection was made again. */
  returns: number
  type: string
}

const kProtocol = 'nigiwai.broadcast.v1'
/** A piece comes every tenth of a second: short beside the parts of 0.3 s that the server cuts. */
const kPieceMs = 100
const kKeyFrameMs = 1000
const kSoundBits = 48_000
const kLookMs = 250
/** To connect and be admitted. Short, because a phone that comes out of a tunnel wants the next attempt. */
const kConnectMs = 4000
/** Without an acknowledgement of what is under way for so long the connection is dead, whatever the browser says. */
const kDeadMs = 6000
/** A presenter waits on air: attempts come quicker than for a viewer. */
const kLongestRetryMs = 3000
/** The server tells these; trying again by itself would change nothing. */
const kPassing = new Set(['stopping', 'unavailable'])

interface Recorder {
  media: MediaRecorder
  /** Its pieces are for nothing any more. */
  dead: boolean
}

export class Sender {
  readonly state = signal<SenderState>('idle')
  readonly refusal = signal<Problem | null>(null)
  readonly sending = signal<Sending>({ wanted: 0, sent: 0, delay: 0, behind: 0, dropped: 0, returns: 0, type: '' })

  private readonly show: string
  private readonly page = pageId()
  private readonly rate = new RateControl()
  private stream: MediaStream | null = null
  private socket: WebSocket | null = null
  private recorder: Recorder | null = null
  private pieces = new Pieces()
  private reading: Promise<void> = Promise.resolve()
  private takeOver = false
  /** There is nothing to send: the camera is gone. */
  private resting = false
  private attempt = 0
  private lastAnswer = 0
  private dropped = 0
  private returns = 0
  private connecting: ReturnType<typeof setTimeout> | undefined
  private retry: ReturnType<typeof setTimeout> | undefined
  private looking: ReturnType<typeof setInterval> | undefined

  constructor(show: string) {
    this.show = show
  }

  /** On the way, or trying to be. */
  get wanted(): boolean {
    return this.state.value !== 'idle' && this.state.value !== 'refused'
  }

  start(stream: MediaStream, { takeOver = false } = {}): void {
    if (this.wanted) return
    this.stream = stream
    this.takeOver = takeOver
    this.refusal.value = null
    this.attempt = 0
    this.resting = false
    this.state.value = 'connecting'
    this.looking = setInterval(() => this.look(), kLookMs)
    addEventListener('online', this.retryNow)
    document.addEventListener('visibilitychange', this.retryNow)
    this.connect()
  }

  /** Another camera, the same one turned, or one after a rest. */
  use(stream: MediaStream): void {
    this.stream = stream
    if (this.resting) {
      this.resting = false
      this.attempt = 0
      this.connect()
    } else if (this.state.value === 'sending') this.record('whole')
  }

  /** The camera is gone: lets the line go, so that viewers are told to wait instead of being shown the last frame, until `use`. */
  rest(): void {
    if (!this.wanted || this.resting) return
    this.resting = true
    if (this.socket?.readyState === WebSocket.OPEN) this.socket.send(JSON.stringify({ do: 'end' }))
    clearTimeout(this.retry)
    this.endRecorder(true)
    this.dropSocket()
    this.state.value = 'away'
  }

  stop(): void {
    if (this.socket?.readyState === WebSocket.OPEN) this.socket.send(JSON.stringify({ do: 'end' }))
    this.leave('idle')
  }

  retryNow = (): void => {
    if (this.state.value !== 'away' || this.resting || this.socket || document.visibilityState === 'hidden') return
    this.attempt = 0
    this.connect()
  }

  private leave(state: 'idle' | 'refused'): void {
    this.state.value = state
    this.resting = false
    clearTimeout(this.retry)
    clearInterval(this.looking)
    removeEventListener('online', this.retryNow)
    document.removeEventListener('visibilitychange', this.retryNow)
    this.endRecorder(true)
    this.dropSocket()
  }

  private connect(): void {
    clearTimeout(this.retry)
    this.dropSocket()
    const socket = new WebSocket(`${location.protocol === 'https:' ? 'wss:' : 'ws:'}//${location.host}/api/shows/${encodeURIComponent(this.show)}/broadcast`, kProtocol)
    this.socket = socket
    this.pieces = new Pieces()
    this.connecting = setTimeout(() => this.lost(socket), kConnectMs)
    const mine = (act: () => void) => () => {
      if (this.socket === socket) act()
    }
    socket.onopen = mine(() => this.record('cut'))
    socket.onclose = mine(() => this.lost(socket))
    socket.onmessage = (event) => {
      if (this.socket === socket) this.hear(JSON.parse(String(event.data)) as Record<string, unknown>)
    }
  }

  private dropSocket(): void {
    clearTimeout(this.connecting)
    const socket = this.socket
    this.socket = null
    socket?.close()
  }

  private lost(socket: WebSocket): void {
    if (this.socket !== socket) return
    this.dropSocket()
    this.endRecorder(true)
    if (this.state.value === 'sending') this.returns += 1
    this.state.value = 'away'
    // It may be the session that ended: this asks, and shows the sign-in over the page.
    if (this.attempt === 2) void studioApi.show(this.show).catch(() => {})
    this.retry = setTimeout(() => this.connect(), Math.min(kLongestRetryMs, reconnectWait(this.attempt, Math.random())))
    this.attempt += 1
  }

  private hear(message: Record<string, unknown>): void {
    this.lastAnswer = performance.now()
    if (typeof message['received'] === 'number') {
      this.pieces.received(message['received'], this.lastAnswer)
      this.flush()
    } else if (message['admitted']) {
      clearTimeout(this.connecting)
      this.state.value = 'sending'
      this.attempt = 0
      this.takeOver = false
      this.rate.reconnected(this.lastAnswer)
    } else if (message['problem']) {
      void this.refused(new Problem(message['problem'] as Record<string, unknown>))
    }
  }

  private async refused(problem: Problem): Promise<void> {
    if (kPassing.has(problem.type)) return // the close that follows tries again
    this.refusal.value = problem
    this.leave('refused')
    if (problem.status !== 401) return
    await renewed()
    if (this.state.value === 'refused' && this.stream) this.start(this.stream)
  }

  /** Begins a recording. What waits of the one before is sent to its end (`whole`), or left out (`cut`). */
  private record(before: 'whole' | 'cut'): void {
    const type = recordingType((one) => MediaRecorder.isTypeSupported(one))
    this.endRecorder(before === 'cut')
    if (before === 'cut') this.dropped += this.pieces.drop(performance.now())
    if (!this.stream || !type || this.stream.getVideoTracks().every((track) => track.readyState === 'ended')) return
    const options: MediaRecorderOptions & { videoKeyFrameIntervalDuration: number } = {
      mimeType: type, videoBitsPerSecond: this.rate.bitsPerSecond, audioBitsPerSecond: kSoundBits, videoKeyFrameIntervalDuration: kKeyFrameMs,
    }
    const recorder: Recorder = { media: new MediaRecorder(this.stream, options), dead: false }
    this.recorder = recorder
    let begun = false
    const begin = (): void => {
      if (begun) return
      begun = true
      const at = Math.round(performance.now())
      this.reading = this.reading.then(() => {
        if (recorder.dead) return
        this.sending.value = { ...this.sending.value, type: recorder.media.mimeType || type }
        this.pieces.add(JSON.stringify({
          do: 'begin', mime: recorder.media.mimeType || type, at, page: this.page, ...(this.takeOver ? { take_over: true } : {}),
        }), at)
        this.flush()
      })
    }
    recorder.media.onstart = begin
    recorder.media.ondataavailable = ({ data }) => {
      begin()
      const made = performance.now()
      this.reading = this.reading.then(async () => {
        if (recorder.dead || data.size === 0) return
        const bytes = new Uint8Array(await data.arrayBuffer())
        if (recorder.dead) return
        this.pieces.add(bytes, made)
        this.flush()
      }).catch(() => {})
    }
    recorder.media.start(kPieceMs)
  }

  private endRecorder(dead: boolean): void {
    const recorder = this.recorder
    this.recorder = null
    if (!recorder) return
    recorder.dead = dead
    if (recorder.media.state !== 'inactive') recorder.media.stop()
  }

  private flush(): void {
    if (this.socket?.readyState !== WebSocket.OPEN) return
    for (let next = this.pieces.next(); next !== null; next = this.pieces.next()) this.socket.send(next)
  }

  private look(): void {
    const now = performance.now()
    const behind = this.pieces.behind(now)
    const throughput = this.pieces.throughput(now)
    this.sending.value = {
      ...this.sending.value, wanted: this.rate.bitsPerSecond, sent: throughput, delay: this.pieces.last, behind, dropped: this.dropped, returns: this.returns,
    }
    if (this.state.value !== 'sending') return
    if (behind > kDeadMs && now - this.lastAnswer > kDeadMs && this.socket) return this.lost(this.socket)
    const best = Number.isFinite(this.pieces.best) ? this.pieces.best : 0
    const verdict = this.rate.look({ now, behind, best, throughput })
    if (verdict === 'up') this.record('whole')
    else if (verdict !== 'keep') this.record('cut')
  }
}

/** The same for this tab after it was loaded anew, so that it takes its own place. */
function pageId(): string {
  const kKey = 'nigiwai.broadcast.page'
  try {
    const kept = sessionStorage.getItem(kKey) ?? randomId()
    sessionStorage.setItem(kKey, kept)
    return kept
  } catch {
    return randomId()
  }
}
