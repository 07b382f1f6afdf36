// A show's timeline over its WebSocket: frames in order without loss, and commands that are answered once.
//
//   const timeline = new TimelineClient({ show, onFrame, onState })
//   timeline.open()
//   await timeline.send('chat.post', { text }, { at })     // → { seq }, or throws a Problem
//   timeline.report('seek', { from, to })                  // kept for the server; nobody waits
//   timeline.close()
//
// The client remembers the first seq it has not seen and resumes with it after any break, so the caller gets every
// event once and in order. When the server cannot send all since then, it answers with a snapshot instead, and the
// caller starts anew from that. A command keeps its key while it is tried again on the next connection; the server
// dedupes by that key. Waiting between attempts grows to `kLongestWaitMs` with jitter, so that a crowd that lost one
// server does not come back in one instant.
import { actsAsStaff } from './acting.ts'
import { Problem, type Counts, type EncoderHealth, type EventBy, type Show, type TimelineEvent } from './api.ts'
import type { Sums } from './asking.ts'
import { randomId } from './ids.ts'

export interface Frame {
  from: number
  to: number
  clock: number
  events?: TimelineEvent[]
  counts?: Partial<Counts>
  /** Of votes and of questions that several want, where they changed. */
  sums?: Sums
  snapshot?: Show
  you?: EventBy
  health?: EncoderHealth
}

/** `away`: the connection broke and is being made again. */
export type LinkState = 'connecting' | 'open' | 'away' | 'closed'

/** The part of WebSocket that is used, so that a test can stand in for it. */
export interface Socket {
  onopen: (() => void) | null
  onclose: ((event: { code: number }) => void) | null
  onmessage: ((event: { data: unknown }) => void) | null
  onerror: (() => void) | null
  send(text: string): void
  close(code?: number): void
}

export interface TimelineSeams {
  connect: (url: string) => Socket
  random: () => number
  schedule: (task: () => void, ms: number) => () => void
}

export interface TimelineOptions {
  show: string
  /** Sent in a hello; only needed where the cookie does not reach (an embed on another site). */
  token?: string
  /** Of the line before a full server, good for coming in once. */
  ticket?: string
  /** Called with events not seen before, and with frames that carry only the clock and counts. */
  onFrame: (frame: Frame) => void
  onState?: (state: LinkState) => void
  seams?: TimelineSeams
}

interface Pending {
  text: string
  resolve: (answer: { seq: number }) => void
  reject: (problem: Problem) => void
  cancelTimer: () => void
}

const kFirstWaitMs = 400
const kLongestWaitMs = 15_000
/** A command that found no connection for this long is given back to its sender. */
const kGiveUpMs = 45_000
/** The server sends a frame every 3 s at least; after this long without one the connection is dead, whatever it says. */
const kSilenceMs = 10_000
/** Reports kept while there is no connection; the oldest go first, for they count least. */
const kReportsKept = 200

const realSeams: TimelineSeams = {
  connect: (url) => new WebSocket(url, 'nigiwai.v1') as unknown as Socket,
  random: Math.random,
  schedule: (task, ms) => {
    const timer = setTimeout(task, ms)
    return () => clearTimeout(timer)
  },
}

/** How long to wait before attempt number `attempt` (0 for the first again): half of it is left to chance. */
export function reconnectWait(attempt: number, random: number): number {
  const whole = Math.min(kLongestWaitMs, kFirstWaitMs * 2 ** Math.min(attempt, 16))
  return whole / 2 + (whole / 2) * random
}

export class TimelineClient {
  private readonly options: TimelineOptions
  private readonly seams: TimelineSeams
  private socket: Socket | null = null
  private state: LinkState = 'closed'
  private next: number | null = null
  private attempt = 0
  private cancelWait: () => void = () => {}
  private cancelSilence: () => void = () => {}
  private readonly pending = new Map<string, Pending>()
  private reports: string[] = []

  constructor(options: TimelineOptions) {
    this.options = options
    this.seams = options.seams ?? realSeams
  }

  open(): void {
    if (this.state !== 'closed') return
    this.enter('connecting')
    this.connect()
  }

  close(): void {
    this.enter('closed')
    this.cancelWait()
    this.drop()
    for (const pending of this.pending.values()) {
      pending.cancelTimer()
      pending.reject(Problem.offline())
    }
    this.pending.clear()
  }

  /** Tries at once instead of waiting further: the network came back, or a person pressed a button. */
  retryNow(): void {
    if (this.state === 'closed' || this.state === 'open') return
    this.cancelWait()
    this.attempt = 0
    this.connect()
  }

  /** Joins anew where it was: the server knows a person by the name they had when they joined. */
  rejoin(): void {
    if (this.state === 'closed') return
    this.cancelWait()
    this.attempt = 0
    this.enter('connecting')
    this.connect()
  }

  /** Sends a command and resolves with its seq; throws the server's Problem, or 'offline' after a long wait. */
  send(
    command: string,
    data: Record<string, unknown>,
    { at, key = randomId() }: { at?: number | null; key?: string } = {},
  ): Promise<{ seq: number }> {
    const text = encodeCommand(command, data, at, key)
    return new Promise((resolve, reject) => {
      const cancelTimer = this.seams.schedule(() => {
        this.pending.delete(key)
        reject(Problem.offline())
      }, kGiveUpMs)
      this.pending.set(key, { text, resolve, reject, cancelTimer })
      if (this.state === 'open') this.socket?.send(text)
    })
  }

  /** Sends what the player reports. It goes now or with the next connection; its answer is not waited for. */
  report(command: string, data: Record<string, unknown>, at?: number | null): void {
    const text = encodeCommand(command, data, at, randomId())
    if (this.state === 'open') {
      this.socket?.send(text)
      return
    }
    this.reports.push(text)
    if (this.reports.length > kReportsKept) this.reports.shift()
  }

  private enter(state: LinkState): void {
    if (this.state === state) return
    this.state = state
    this.options.onState?.(state)
  }

  private drop(): void {
    this.cancelSilence()
    const socket = this.socket
    this.socket = null
    if (!socket) return
    socket.onopen = socket.onclose = socket.onmessage = socket.onerror = null
    socket.close()
  }

  private connect(): void {
    this.drop()
    const scheme = globalThis.location?.protocol === 'https:' ? 'wss' : 'ws'
    const asked = new URLSearchParams()
    // Who comes back says where they were; who is new shows the ticket.
    if (this.next !== null) asked.set('from', String(this.next))
    else if (this.options.ticket !== undefined) asked.set('ticket', this.options.ticket)
    if (actsAsStaff()) asked.set('as', 'staff')
    const query = asked.toString()
    const path = `/api/shows/${encodeURIComponent(this.options.show)}/timeline${query && `?${query}`}`
    let socket: Socket
    try {
      socket = this.seams.connect(`${scheme}://${globalThis.location?.host ?? 'localhost'}${path}`)
    } catch {
      this.lost()
      return
    }
    this.socket = socket
    this.listen()
    socket.onopen = () => {
      if (this.options.token !== undefined) socket.send(JSON.stringify({ do: 'hello', token: this.options.token }))
      this.enter('open')
      for (const { text } of this.pending.values()) socket.send(text)
      for (const text of this.reports.splice(0)) socket.send(text)
    }
    socket.onmessage = ({ data }) => {
      this.listen()
      this.receive(data)
    }
    socket.onclose = () => this.lost()
    socket.onerror = () => {}
  }

  /** Takes the connection for dead when nothing is heard for too long; every message starts the wait anew. */
  private listen(): void {
    this.cancelSilence()
    this.cancelSilence = this.seams.schedule(() => {
      this.drop()
      this.lost()
    }, kSilenceMs)
  }

  private lost(): void {
    if (this.state === 'closed') return
    this.cancelSilence()
    this.socket = null
    this.enter('away')
    const wait = reconnectWait(this.attempt, this.seams.random())
    this.attempt += 1
    this.cancelWait()
    this.cancelWait = this.seams.schedule(() => this.connect(), wait)
  }

  private receive(data: unknown): void {
    if (typeof data !== 'string') return
    let message: unknown
    try {
      message = JSON.parse(data)
    } catch {
      return
    }
    if (message === null || typeof message !== 'object') return
    if ('re' in message) this.answer(message as { re: string; ok?: { seq: number }; problem?: Record<string, unknown> })
    else if ('from' in message && 'to' in message) this.frame(message as Frame)
  }

  private answer(message: { re: string; ok?: { seq: number }; problem?: Record<string, unknown> }): void {
    const pending = this.pending.get(message.re)
    if (!pending) return
    this.pending.delete(message.re)
    pending.cancelTimer()
    if (message.problem) pending.reject(new Problem(message.problem))
    else pending.resolve(message.ok ?? { seq: 0 })
  }

  private frame(frame: Frame): void {
    // Only a frame shows that the server really serves us; an accepted socket alone does not reset the waiting.
    this.attempt = 0
    if (frame.snapshot) {
      this.next = Math.max(frame.snapshot.seq, frame.to) + 1
      this.options.onFrame(frame)
      return
    }
    const next = this.next ?? frame.from
    if (frame.from > next) {
      // Something between was not sent to us: ask again from where we are rather than lose it.
      this.drop()
      this.connect()
      return
    }
    const events = (frame.events ?? []).filter((event) => event.seq >= next)
    this.next = Math.max(next, frame.to + 1)
    this.options.onFrame({ ...frame, events })
  }
}

function encodeCommand(
  command: string,
  data: Record<string, unknown>,
  at: number | null | undefined,
  key: string,
): string {
  return JSON.stringify({ do: command, key, ...(at == null ? {} : { at: Math.round(at) }), data })
}
