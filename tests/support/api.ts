// The public interface as docs/api.md tells it, typed, over fetch.
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'

export interface Money { amount: number; currency: string }
export interface Shot { url: string; small: string }
export interface Variant { sku: string; options: Record<string, string>; price: Money; picture: Shot | null; gtin: string; left: number }
export interface Product {
  on_sale_from: string | null
  id: string; title: string; subtitle: string; description: string; price: Money; tax_rate: number
  picture: Shot | null; variants: Variant[]; left: number
  version: number; brand: string; limit_per_person: number | null; pictures: (Shot & { id: string })[]
  /** For staff. */
  picture_sources?: string[]
}
export interface Health {
  connected: boolean; protocol?: string; fps?: number; width?: number; height?: number
  audio?: { sample_rate: number; channels: number } | null; key_frame_interval_ms?: number; long_gop?: boolean
  no_video_for_ms?: number; refused?: string | null; recording?: 'on' | 'off' | 'failed'; recording_problem?: string | null
  second_rendition?: { state: string; width: number; height: number; bitrate_bps: number; behind_ms: number }
  silent?: boolean
  simulcast: RelayHealth[]
}
export interface RelayHealth { id: string; name: string; state: 'waiting' | 'connecting' | 'sending' | 'pausing'; bitrate_bps: number; waiting_ms: number; lost_ms: number; connections: number; problem: string }
export interface Show {
  id: string; title: string; description: string; state: string; starts_at: string | null; live_at: string | null
  ended_at: string | null; clock: number; length_ms: number | null; seq: number
  cast: { handle: string; name: string }[]; shelf: Product[]; pin: { product: string; at: number; seq: number } | null
  pins: { product: string; at: number; until: number | null }[]; picture: 'on' | 'away'; away_since: number | null
  counts: { watching: number; hearts: number; chat: number }
  media: { playlist: string | null; poster: string | null }
  staff?: { preview: string | null; download: string | null; health: Health; record: boolean; second_rendition: boolean }
}
export interface Order {
  id: string; number: string; state: string; placed_at: string; show: string | null; at: number | null
  lines: { sku: string; product: string; title: string; quantity: number; returned: number; unit_price: Money; total: Money }[]
  total: Money; tax: { rate: number; amount: Money }[]; contact: Record<string, string>; payment: string; url?: string
}
export interface Problem {
  type: string; title: string; status: number; detail: string; field?: string; retry_after_ms?: number
  sku?: string; left?: number; limit?: string; fewest?: number; product?: string; on_sale_from?: string
}
export interface Ingest { protocol: 'rtmp' | 'srt'; url: string; key: string }
export interface Page<T> { items: T[]; next: string | null }

export interface Answer<T> { status: number; headers: Headers; text: string; body: T }

export interface Sent {
  /** Goes as JSON. */
  json?: unknown
  /** Goes as it is. */
  bytes?: string | Uint8Array
  headers?: Record<string, string>
}

export class Client {
  readonly base: string
  readonly headers: Record<string, string>

  constructor(base: string, headers: Record<string, string> = {}) {
    this.base = base
    this.headers = headers
  }

  as(token: string): Client {
    return new Client(this.base, { authorization: `Bearer ${token}` })
  }
  with(headers: Record<string, string>): Client {
    return new Client(this.base, { ...this.headers, ...headers })
  }
  get token(): string {
    return (this.headers.authorization ?? '').replace('Bearer ', '')
  }

  /** Sends one request and answers whatever came. `body` is the JSON of the answer, where it is JSON. */
  async send<T = any>(method: string, path: string, { json, bytes, headers = {} }: Sent = {}): Promise<Answer<T>> {
    const all: Record<string, string> = { ...this.headers, ...headers }
    if (json !== undefined) all['content-type'] ??= 'application/json'
    const sent = json !== undefined ? JSON.stringify(json) : bytes
    const answer = await fetch(this.base + path, {
      method, headers: all, redirect: 'manual',
      ...(sent === undefined ? {} : { body: sent as BodyInit }),
    })
    const text = await answer.text()
    const isJson = /[/+]json/.test(answer.headers.get('content-type') ?? '')
    return { status: answer.status, headers: answer.headers, text, body: (isJson && text ? JSON.parse(text) : undefined) as T }
  }

  /** The body of the answer, which must be a success. */
  async ok<T = any>(method: string, path: string, json?: unknown, headers: Record<string, string> = {}): Promise<T> {
    const answer = await this.send<T>(method, path, { ...(json === undefined ? {} : { json }), headers })
    assert.ok(answer.status < 300, `${method} ${path} answered ${answer.status}: ${answer.text.slice(0, 500)}`)
    return answer.body
  }
  get = <T = any>(path: string): Promise<T> => this.ok<T>('GET', path)
  post = <T = any>(path: string, json: unknown = {}): Promise<T> => this.ok<T>('POST', path, json, { 'idempotency-key': randomUUID() })
  put = <T = any>(path: string, json: unknown): Promise<T> => this.ok<T>('PUT', path, json)
  patch = <T = any>(path: string, json: unknown): Promise<T> => this.ok<T>('PATCH', path, json)
}

/** Holds an answer to being the problem it should be, in the form every problem has. */
export function refused(answer: Answer<unknown>, status: number, type: string, field?: string): Problem {
  const seen = `${answer.status} ${answer.text.slice(0, 500)}`
  assert.equal(answer.status, status, seen)
  assert.match(answer.headers.get('content-type') ?? '', /^application\/problem\+json/, seen)
  const problem = answer.body as Problem
  assert.equal(problem.type, `/problems/${type}`, seen)
  assert.equal(problem.status, status, seen)
  assert.ok(problem.title.length > 0 && /[.!?]$/.test(problem.detail), `A problem speaks in sentences: ${seen}`)
  if (field !== undefined) assert.equal(problem.field, field, seen)
  return problem
}
