// A small client of the public interface (docs/api.md), as a shop's own script might have it.
import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'

export class Refused extends Error {
  readonly status: number
  readonly problem: Record<string, any>
  constructor(status: number, problem: Record<string, any>, what: string) {
    super(`${what} was refused: ${problem.detail ?? problem.title ?? status}`)
    this.status = status
    this.problem = problem
  }
}

export class Client {
  readonly base: string
  readonly token?: string
  constructor(base: string, token?: string) {
    this.base = base
    this.token = token
  }

  as(token: string) {
    return new Client(this.base, token)
  }

  /** Sends JSON (or bytes, with their type) and returns the JSON answered. Waits and tries again when asked to. */
  async send<T = any>(method: string, path: string, body?: unknown, type = 'application/json'): Promise<T> {
    const headers: Record<string, string> = {}
    if (this.token) headers.authorization = `Bearer ${this.token}`
    if (body !== undefined) headers['content-type'] = type
    if (method === 'POST') headers['idempotency-key'] = randomUUID()
    for (let tries = 1; ; tries++) {
      const answer = await fetch(this.base + path, {
        method, headers, body: body === undefined ? undefined : Buffer.isBuffer(body) ? new Uint8Array(body) : JSON.stringify(body),
      })
      const text = await answer.text()
      if (answer.ok) return (text ? JSON.parse(text) : undefined) as T
      let problem: Record<string, any> = { detail: text.slice(0, 200) }
      try { problem = JSON.parse(text) } catch { /* not a problem document: its text is all there is */ }
      if (![429, 503].includes(answer.status) || tries === 5) throw new Refused(answer.status, problem, `${method} ${path}`)
      await sleep(Math.min(problem.retry_after_ms ?? 1000 * tries, 10_000))
    }
  }

  get = <T = any>(path: string) => this.send<T>('GET', path)
  post = <T = any>(path: string, body: unknown = {}) => this.send<T>('POST', path, body)
  put = <T = any>(path: string, body: unknown) => this.send<T>('PUT', path, body)
}

export type Event = { seq: number; at: number; kind: string; by?: { id: string; name: string; role: string }; data: Record<string, any> }
export type Frame = { from: number; to: number; clock: number; events: Event[]; snapshot?: Record<string, any>; you?: Record<string, any> }

/** Follows a show's timeline, comes back after a cut where it was, and sends commands. */
export class Room {
  onFrame: (frame: Frame) => void = () => {}
  #client: Client
  #show: string
  #socket?: WebSocket
  #next?: number
  #closed = false

  constructor(client: Client, show: string) {
    this.#client = client
    this.#show = show
    this.#open()
  }

  #open() {
    const from = this.#next === undefined ? '' : `?from=${this.#next}`
    const socket = new WebSocket(`${this.#client.base.replace(/^http/, 'ws')}/api/shows/${this.#show}/timeline${from}`, ['nigiwai.v1'])
    this.#socket = socket
    socket.onopen = () => socket.send(JSON.stringify({ do: 'hello', token: this.#client.token }))
    socket.onmessage = ({ data }) => {
      const message = JSON.parse(String(data))
      if ('re' in message || !('to' in message)) return
      this.#next = message.to + 1
      this.onFrame(message)
    }
    socket.onerror = () => {}
    socket.onclose = () => { if (!this.#closed) setTimeout(() => this.#closed || this.#open(), 1500 + Math.random() * 1500).unref() }
  }

  /** What is sent while the line is cut is lost, as it would be with a viewer who looks away. */
  send(command: string, data: Record<string, unknown>, at?: number) {
    if (this.#socket?.readyState !== WebSocket.OPEN) return
    this.#socket.send(JSON.stringify({ do: command, key: randomUUID(), data, ...(at === undefined ? {} : { at: Math.max(0, Math.round(at)) }) }))
  }

  close() {
    this.#closed = true
    this.#socket?.close()
  }
}
