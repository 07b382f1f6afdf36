// A reader of a show's timeline on Node's own WebSocket, which keeps the books: every stretch of seq must join the
// one before it, across any number of cuts.
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import type { Client, Health, Problem, Show } from './api.ts'
import { sleep, until } from './processes.ts'

export interface Event { seq: number; at: number; kind: string; by?: { id: string; name: string; role: string }; data: Record<string, any>; hidden?: boolean; left_out?: boolean }
export interface Frame {
  from: number; to: number; clock: number; events: Event[]; counts: { watching: number; hearts: number }
  left_out?: number
  sums?: Record<string, number | number[]>
  snapshot?: Show; you?: { id: string; name: string; role: string }; health?: Health
}
export type Reply = { ok: { seq: number }; problem?: undefined } | { ok?: undefined; problem: Problem }

export class Room {
  readonly frames: Frame[] = []
  /** By seq; a seq that two frames carry must be the same event. */
  readonly events = new Map<number, Event>()
  /** The next seq to come, once a frame or snapshot has told. */
  next: number | undefined
  /** What broke the rules of the stretches; a test that ends looks here. */
  readonly breaches: string[] = []
  you: Frame['you']
  closeCode: number | undefined
  readonly #client: Client
  readonly #show: string
  #socket: WebSocket | undefined
  #waiting = new Map<string, (reply: Reply) => void>()
  #reconnects = false
  #known = false
  #ticket: string | undefined

  private constructor(client: Client, show: string) {
    this.#client = client
    this.#show = show
  }

  /**
   * `reconnects`: comes back by itself where it was, as the pages do. `known`: says who it is in the handshake, as a browser's
   * cookie does, instead of in a hello: for the room of a show that only staff may know of.
   */
  static async join(client: Client, show: string, { from, ticket, reconnects = false, known = false }: { from?: number; ticket?: string; reconnects?: boolean; known?: boolean } = {}): Promise<Room> {
    const room = new Room(client, show)
    room.next = from
    room.#ticket = ticket
    room.#reconnects = reconnects
    room.#known = known
    room.#open()
    await until(`the room of ${show} is open`, () => room.frames.length > 0 && (!client.token || room.you), 20)
    return room
  }

  get open(): boolean {
    return this.#socket?.readyState === WebSocket.OPEN
  }

  #open(): void {
    const from = this.next !== undefined ? `?from=${this.next}` : this.#ticket ? `?ticket=${this.#ticket}` : ''
    const socket = new WebSocket(`${this.#client.base.replace(/^http/, 'ws')}/api/shows/${this.#show}/timeline${from}`, { protocols: 'nigiwai.v1', ...(this.#known ? { headers: { authorization: `Bearer ${this.#client.token}` } } : {}) } as unknown as string)
    this.#socket = socket
    this.closeCode = undefined
    socket.onopen = () => this.#client.token && !this.#known && socket.send(JSON.stringify({ do: 'hello', token: this.#client.token }))
    socket.onmessage = ({ data }) => this.#take(JSON.parse(String(data)))
    socket.onerror = () => {}
    socket.onclose = async ({ code }) => {
      this.closeCode = code
      if (!this.#reconnects) return
      await sleep(150 + Math.random() * 250)
      if (this.#reconnects && this.#socket === socket) this.#open()
    }
  }

  #take(message: Frame & { re?: string | null } & Reply): void {
    if ('re' in message) {
      const waiting = this.#waiting.get(message.re ?? '')
      this.#waiting.delete(message.re ?? '')
      waiting?.(message)
      return
    }
    this.frames.push(message)
    this.you = message.you ?? this.you
    if (message.to < message.from - 1) this.breaches.push(`a frame goes from ${message.from} back to ${message.to}`)
    if (!message.snapshot && this.next !== undefined && message.from > this.next) {
      this.breaches.push(`${this.next} to ${message.from - 1} were never covered`)
    }
    for (const event of message.events) {
      if (event.seq < message.from || event.seq > message.to) this.breaches.push(`${event.seq} stands outside of ${message.from}–${message.to}`)
      this.events.set(event.seq, event)
    }
    this.next = Math.max(this.next ?? 0, message.to + 1)
  }

  /** Sends a command and waits for its answer. */
  async send(command: string, data: Record<string, unknown> = {}, { at, key = randomUUID() }: { at?: number; key?: string } = {}): Promise<Reply> {
    const reply = new Promise<Reply>((done) => this.#waiting.set(key, done))
    this.raw(JSON.stringify({ do: command, key, data, ...(at === undefined ? {} : { at: Math.max(0, Math.round(at)) }) }))
    return Promise.race([reply, sleep(15_000).then(() => { throw new Error(`No answer to ${command} within 15 s.`) })])
  }

  /** Sends a command until it is answered, over cuts, always with the same key: how nothing is lost or doubled. */
  async sure(command: string, data: Record<string, unknown>, at?: number): Promise<Reply> {
    const key = randomUUID()
    for (;;) {
      await until('the room is open again', () => this.open, 60)
      const answered = await Promise.race([
        this.send(command, data, { key, ...(at === undefined ? {} : { at }) }).catch(() => undefined),
        until('the socket closed', () => !this.open, 15).then(() => undefined, () => undefined),
      ])
      if (answered && answered.problem?.status !== 429) return answered
      await sleep(answered?.problem?.retry_after_ms ?? 50)
    }
  }

  async must(command: string, data: Record<string, unknown> = {}, at?: number): Promise<number> {
    const reply = await this.send(command, data, at === undefined ? {} : { at })
    assert.ok(reply.ok, `${command} was refused: ${JSON.stringify(reply.problem)}`)
    return reply.ok.seq
  }

  /** Something that is no command, as it is. */
  raw(text: string): void {
    assert.ok(this.open, `The room is closed (${this.closeCode}).`)
    this.#socket!.send(text)
  }

  /** The answer that carries no key, to something that could not be read. */
  async answerToUnreadable(text: string): Promise<Problem> {
    const reply = new Promise<Reply>((done) => this.#waiting.set('', done))
    this.raw(text)
    const { problem } = await reply
    assert.ok(problem)
    return problem
  }

  waitFor(kind: string, matches: (event: Event) => boolean = () => true, seconds = 15): Promise<Event> {
    return until(`${kind} comes to the room`, () => [...this.events.values()].find((event) => event.kind === kind && matches(event)), seconds, 20)
  }

  /** All stretches joined, and each room holds its readers to that. */
  whole(): void {
    assert.deepEqual(this.breaches, [])
  }

  /** Breaks the connection off, as a tunnel does; with `reconnects` it comes back. */
  cut(): void {
    this.#socket?.close()
  }

  leave(): void {
    this.#reconnects = false
    this.#socket?.close()
  }
}
