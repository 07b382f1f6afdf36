// The HTTP side of the server, typed: requests, answers and problems (docs/api.md).
//
// Every call resolves to the answer or throws a `Problem`. A connection that fails is a Problem too, of type
// 'offline', so a screen has one kind of failure to put into words. Reads are tried again after a dropped
// connection or a 503; writes only when they carry an Idempotency-Key, because then trying again is safe.
import { actsAsStaff } from './acting.ts'
import { bearer, carriesToken } from './bearer.ts'
import { language } from './i18n.ts'
import { randomId } from './ids.ts'
import type { Note, Poll, ProductQuestion, Question } from './asking.ts'
import type { Picture, Product, ProductShow, Variant } from './catalogue.ts'
import type { Hold, HoldsOfSku, Place, Selling } from './api_holds.ts'
import type { Money } from './format.ts'
import type { Offer } from './offers.ts'
import type { AskQuote, Order, PlaceOrder, Quote, Receipt } from './orders.ts'
import type { Counts, EncoderHealth, Outline, PinStretch, RelayHealth } from './show_parts.ts'

export type { Money, Picture, Product, ProductShow, Variant }
export type { Counts, EncoderHealth, Outline, PinStretch, RelayHealth }
export type { Hold, HoldsOfSku, Place, Selling }
export type { Offer }
export type * from './orders.ts'

export interface CastMember {
  handle: string
  name: string
  title?: string
  picture: Picture | null
}

export type ShowState = 'draft' | 'scheduled' | 'live' | 'archived' | 'cancelled'

/** How a show's room talks, as this reader sees it. */
export interface Talk {
  /** Between two lines of one person; 0 for none. */
  slow_seconds: number
  /** The pinned line. */
  line: TimelineEvent | null
  banned: { reason: string; until: string | null } | null
  /** Those that were opened, with their votes; staff get the prepared ones, too. */
  polls: Poll[]
  /** Lines that wait for staff, and notes to the presenter; only in answers to staff. */
  held?: TimelineEvent[]
  notes?: Note[]
}

export interface Show {
  id: string
  title: string
  description: string
  state: ShowState
  starts_at: string | null
  live_at: string | null
  ended_at: string | null
  /** The show clock now, in ms. */
  clock: number
  length_ms: number | null
  seq: number
  cast: CastMember[]
  shelf: Product[]
  pin: { product: string; at: number; seq: number } | null
  pins: PinStretch[]
  picture: 'on' | 'away'
  away_since: number | null
  /** Those that were opened. */
  offers: Offer[]
  counts: Counts
  talk: Talk
  media: { playlist: string | null; poster: string | null }
  /** Of a rehearsal, which staff alone see: its show, and the past show whose crowd plays into it. */
  rehearsal?: { of: string; title: string; made_at: string; made_by: string; crowd: { show: string; title: string; watching: number } | null }
  /** Only in answers to staff. */
  staff?: { preview: string | null; download: string | null; health: EncoderHealth; record: boolean; second_rendition: boolean }
}

export interface Shop {
  name: string
  name_latin: string
  currency: string
  /** Beside staff and their clips: that they speak for the shop. Never empty. */
  disclosure: string
  disclosure_latin: string
  /** Where a purchase goes: our checkout, the page around us, or another shop's address. */
  cart: 'here' | 'host' | 'url'
  ready: boolean
  /** The legal pages that the owner has written. */
  legal: LegalPage[]
  selling: Selling
  hold_seconds: number
  waitlist: boolean
}

export interface Saved {
  product: string
  show: string | null
  at: number | null
  saved_at: string
}

export interface Viewer {
  id: string
  name: string
  saved: Saved[]
}

export type Role = 'owner' | 'planner' | 'director' | 'presenter' | 'analyst'

export interface Staff {
  id: string
  name: string
  role: Role
  handle: string
}

export type LegalPage = 'tokushoho' | 'terms' | 'privacy'

export interface PostalPlace {
  postal_code: string
  prefecture: string
  city: string
  town: string
}

export interface Page<T> {
  items: T[]
  next: string | null
}

export interface EventBy {
  id: string
  name: string
  role: 'viewer' | Role
}

/** One fact on a show's timeline. `data` depends on `kind` (docs/api.md). */
export interface TimelineEvent {
  seq: number
  at: number
  kind: string
  by?: EventBy
  data: Record<string, unknown>
  /** RFC 3339; later than the show's end for what was added in the archive. */
  accepted_at?: string
  /** A hidden line, which only staff and its own sender still see. */
  hidden?: boolean
}

/** What `?at=&until=` answers: the state at `at`, then the events up to `until`. */
export interface TimelineWindow {
  at: number
  until: number
  state: { pin: { product: string; at: number; seq: number } | null; line: TimelineEvent | null }
  events: TimelineEvent[]
  hearts: [number, number][]
  saves: [number, number][]
  next_at: number | null
}

/**
 * A refusal or failure, after RFC 9457. `type` is the last part of the problem's URI ('sold-out', 'invalid', …);
 * 'offline' means that the server could not be reached, 'unknown' that its answer could not be read.
 */
export class Problem extends Error {
  readonly type: string
  readonly status: number
  readonly title: string
  readonly detail: string
  /** A JSON pointer into the body ("/contact/email") or a parameter's name. */
  readonly field: string | null
  readonly retryAfterMs: number | null
  /** Every member of the answer, for those of one type's own (`left`, `sku`). */
  readonly members: Record<string, unknown>

  constructor(members: Record<string, unknown>, status = 0) {
    const text = (name: string): string => (typeof members[name] === 'string' ? (members[name] as string) : '')
    super(text('detail') || text('title') || text('type') || `HTTP ${status}`)
    this.name = 'Problem'
    this.type = text('type').split('/').pop() || 'unknown'
    this.status = typeof members['status'] === 'number' ? members['status'] : status
    this.title = text('title')
    this.detail = text('detail')
    this.field = text('field') || null
    this.retryAfterMs = typeof members['retry_after_ms'] === 'number' ? members['retry_after_ms'] : null
    this.members = members
  }

  static offline(): Problem {
    return new Problem({ type: 'offline', title: 'The server could not be reached.' })
  }

  /** Any thrown value as a Problem; a bug of ours keeps its message. */
  static from(cause: unknown): Problem {
    if (cause instanceof Problem) return cause
    return new Problem({ type: 'unknown', title: cause instanceof Error ? cause.message : String(cause) })
  }
}

export interface Call {
  method?: string
  /** Sent as JSON, unless it is a Blob, which is sent as it is. */
  body?: unknown
  /** The Idempotency-Key. With one, a lost connection is tried again. */
  key?: string
  /** Attempts in all, when trying again is safe. */
  attempts?: number
  signal?: AbortSignal
  /** Beside those of every call. */
  headers?: Record<string, string>
  /** A good answer is a file: resolves to a Blob. */
  file?: boolean
}

export interface Seams {
  fetch: typeof fetch
  wait: (ms: number) => Promise<void>
}

const kAttempts = 4
const kFirstWaitMs = 400

const realSeams: Seams = {
  fetch: (input, init) => fetch(input, init),
  wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
}

/** One call to the server. Resolves to the decoded answer (undefined for 204) or throws a Problem. */
export async function call<T>(path: string, options: Call = {}, seams: Seams = realSeams): Promise<T> {
  const method = options.method ?? 'GET'
  const safe = method === 'GET' || options.key !== undefined
  const attempts = safe ? (options.attempts ?? kAttempts) : 1
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await once<T>(path, method, options, seams)
    } catch (cause) {
      if (options.signal?.aborted) throw cause
      const problem = Problem.from(cause)
      const passing = problem.type === 'offline' || problem.status === 503 || problem.status === 502
      if (!passing || attempt >= attempts) throw problem
      await seams.wait(problem.retryAfterMs ?? kFirstWaitMs * 2 ** (attempt - 1))
    }
  }
}

async function once<T>(path: string, method: string, options: Call, seams: Seams): Promise<T> {
  const headers: Record<string, string> = { Accept: 'application/json', ...options.headers }
  let body: BodyInit | undefined
  if (options.body instanceof Blob) {
    headers['Content-Type'] = options.body.type || 'application/octet-stream'
    body = options.body
  } else if (options.body !== undefined) {
    headers['Content-Type'] = 'application/json'
    body = JSON.stringify(options.body)
  }
  if (options.key) headers['Idempotency-Key'] = options.key
  if (actsAsStaff()) headers['X-Nigiwai-As'] = 'staff'
  const token = bearer()
  if (token) headers['Authorization'] = `Bearer ${token}`
  let response: Response
  try {
    response = await seams.fetch(path, {
      method,
      headers,
      credentials: carriesToken() ? 'omit' : 'same-origin',
      ...(body === undefined ? {} : { body }),
      ...(options.signal ? { signal: options.signal } : {}),
    })
  } catch (cause) {
    if (options.signal?.aborted) throw cause
    throw Problem.offline()
  }
  if (response.status === 204) return undefined as T
  if (options.file && response.ok) return (await response.blob()) as T
  let answer: unknown
  try {
    answer = await response.json()
  } catch {
    throw new Problem({ type: 'unknown', title: `HTTP ${response.status}` }, response.status)
  }
  if (!response.ok) {
    const members = answer !== null && typeof answer === 'object' ? (answer as Record<string, unknown>) : {}
    throw new Problem(members, response.status)
  }
  return answer as T
}

function query(parameters: Record<string, string | number | undefined>): string {
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(parameters)) if (value !== undefined) search.set(name, String(value))
  const text = search.toString()
  return text ? `?${text}` : ''
}

const id = encodeURIComponent

/** The routes that viewers use. The studio adds its own with `call`. */
/** In the line before a full server; place 0: come in, with the ticket. */
export interface Door {
  ticket: string
  place: number
  retry_after_ms?: number
}

export const api = {
  shop: () => call<Shop>('/api/shop'),

  /** The viewer this browser is known as; null when it is not known yet. */
  me: async (): Promise<Viewer | null> => {
    try {
      return await call<Viewer>('/api/viewers/me')
    } catch (cause) {
      if (cause instanceof Problem && cause.status === 401) return null
      throw cause
    }
  },
  /** Makes this browser a viewer; the server sets the cookie. */
  becomeViewer: (name?: string) =>
    call<{ token: string; id: string; name: string }>('/api/viewers', {
      method: 'POST',
      body: { language: language.value, ...(name === undefined ? {} : { name }) },
    }),
  rename: (name: string) => call<Viewer>('/api/viewers/me', { method: 'PATCH', body: { name } }),

  shows: (state: string, cursor?: string, limit?: number) =>
    call<Page<Show>>(`/api/shows${query({ state, cursor, limit })}`),
  show: (show: string) => call<Show>(`/api/shows/${id(show)}`),
  outline: (show: string) => call<Outline>(`/api/shows/${id(show)}/outline`),
  events: (show: string, from: number, limit: number) =>
    call<{ events: TimelineEvent[] }>(`/api/shows/${id(show)}/timeline${query({ from, limit })}`),
  /** Whether one may come into a room, or where in the line one stands when the server is full. */
  door: (ticket?: string) => call<Door>(`/api/door${query({ ticket })}`),
  window: (show: string, at: number, until: number) =>
    call<TimelineWindow>(`/api/shows/${id(show)}/timeline${query({ at, until })}`),

  questions: (show: string, cursor?: string) => call<Page<Question>>(`/api/shows/${id(show)}/questions${query({ cursor })}`),
  productQuestions: (product: string, cursor?: string) =>
    call<Page<ProductQuestion>>(`/api/products/${id(product)}/questions${query({ cursor, limit: 20 })}`),

  product: (product: string) => call<Product>(`/api/products/${id(product)}`),
  productMoments: (product: string) => call<{ shows: ProductShow[] }>(`/api/products/${id(product)}/moments`),
  products: (cursor?: string, limit?: number) => call<Page<Product>>(`/api/products${query({ cursor, limit })}`),

  /** Places an order. Keep `key` until an answer came; the same key never orders twice. */
  hold: (body: { show?: string; at?: number; sku: string; quantity: number }, key: string) =>
    call<{ id: string; waiting?: number }>('/api/holds', { method: 'POST', body, key }),
  myHolds: () => call<{ items: Hold[]; waiting: Place[] }>('/api/holds/mine'),
  giveBack: (hold: string) => call<void>(`/api/holds/${id(hold)}`, { method: 'DELETE' }),
  placeOrder: (order: PlaceOrder, key: string) => call<Order>('/api/orders', { method: 'POST', body: order, key }),
  /** What an order would cost. Asking changes nothing, so a lost connection is tried again. */
  quote: (asked: AskQuote, signal?: AbortSignal) =>
    call<Quote>('/api/orders/quote', { method: 'POST', body: asked, key: randomId(), ...(signal ? { signal } : {}) }),
  cancelOrder: (order: string, key: string, attempt: string) =>
    call<Order>(`/api/orders/${id(order)}/cancel${query({ key })}`, { method: 'POST', body: {}, key: attempt }),
  receipt: (order: string, key: string) => call<Receipt>(`/api/orders/${id(order)}/receipt${query({ key: key || undefined })}`),
  legal: (page: string) => call<{ page: LegalPage; text: string }>(`/api/legal/${id(page)}`),
  /** Null when the code is not known. */
  postalPlace: async (code: string): Promise<PostalPlace | null> => {
    try {
      return await call<PostalPlace>(`/api/postal-codes/${id(code)}`)
    } catch (cause) {
      if (cause instanceof Problem && cause.status === 404) return null
      throw cause
    }
  },
  /** Without a key it is one's own. */
  order: (order: string, key: string) => call<Order>(`/api/orders/${id(order)}${query({ key: key || undefined })}`),
}

export { randomId }
