// The routes that only staff use, typed (docs/api.md). Each waits for a new sign-in when the session has run out.
import type { ExternalOrder, HoldsOfSku, LegalPage, Money, Order, OrderAct, Outline, Page, PiecesOfStep, Picture, Product, Role, Selling, Shop, Show, TimelineEvent } from '../shared/api.ts'
import { Problem } from '../shared/api.ts'
import { randomId } from '../shared/ids.ts'
import { staffCall } from './session.ts'

export interface StaffProfile {
  handle: string
  name: string
  title?: string
  role: Role
  picture: Picture | null
}

export interface ShowFields {
  title: string
  description: string
  starts_at: string | null
  cast: string[]
  shelf: string[]
  record: boolean
  second_rendition: boolean
}

export interface VariantFields {
  sku: string
  options: Record<string, string>
  price?: Money
  /** The id of one of the product's pictures. */
  picture?: string
  gtin?: string
}

export interface ProductFields {
  title: string
  subtitle: string
  description: string
  price: Money
  tax_rate: number
  brand?: string
  limit_per_person?: number | null
  on_sale_from?: string | null
  picture_sources?: string[]
  variants?: VariantFields[]
}

export interface StockEntry {
  at: string
  delta: number
  left: number | null
  reason: string | null
  by: string | null
  /** The number of the order that took it. */
  order: string | null
}

export interface ImportReport {
  format: string
  encoding: string
  created: number
  changed: number
  unchanged: number
  refused_count: number
  refused: { line: number; field: string; why: string }[]
  stock_difference_count: number
  stock_differences: { sku: string; ours: number; theirs: number }[]
  ignored_columns: Record<string, number>
}

export interface ImportState {
  state: 'none' | 'reading' | 'writing' | 'done' | 'failed'
  done: number
  total: number
  report: ImportReport | null
  why: string | null
}

export interface IngestAddress {
  protocol: 'rtmp' | 'srt'
  url: string
  key: string
}

export interface SimulcastPlace {
  id: string
  name: string
  url: string
  on: boolean
}

export interface TimelinePage {
  from: number
  to: number
  events: TimelineEvent[]
  next: number | null
}

/** What the order list and its CSV are narrowed to; times as RFC 3339. */
/** Ours, or one that another shop took. */
export type ListedOrder = (Order & { external: null }) | ExternalOrder
export const isOurs = (order: ListedOrder): order is Order & { external: null } => order.external === null

export interface OrderFilter {
  q?: string | null
  show?: string | null
  product?: string | null
  state?: string | null
  due_before?: string | null
  from?: string | null
  until?: string | null
}

export interface StepFields {
  reason?: string
  tracking?: string
  amount?: Money
  lines?: PiecesOfStep
}

/** One file of a recording: the encoder came with another form of picture or sound in each. */
export interface Movie {
  file: string
  url: string
  /** Where in the show it begins. */
  at: number
  length_ms: number
}

/** The regions by which parcels are priced, from north to south. */
export const kRegions = [
  'hokkaido', 'tohoku-north', 'tohoku-south', 'kanto', 'shinetsu', 'hokuriku', 'chubu', 'kansai', 'chugoku', 'shikoku', 'kyushu', 'okinawa',
] as const
export type Region = (typeof kRegions)[number]

export interface Delivery {
  regions: Record<Region, Money>
  free_from: Money | null
}

export interface Payments {
  on_delivery: { enabled: boolean; fees: { below: Money | null; fee: Money }[]; free_from: Money | null }
  bank_transfer: { enabled: boolean; account: string; days: number; cancel_after_days: number | null }
}

export interface Issuer {
  name: string
  registration_number: string
  address: string
  phone: string
}

export interface Checkout {
  delivery: Delivery
  payment: Payments
  issuer: Issuer
}

const id = encodeURIComponent
const put = (body: unknown) => ({ method: 'PUT', body })
const post = (body?: unknown) => ({ method: 'POST', ...(body === undefined ? {} : { body }) })

function query(parameters: Record<string, string | number | null | undefined>): string {
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(parameters)) if (value != null) search.set(name, String(value))
  return search.size ? `?${search}` : ''
}

export const studioApi = {
  shop: () => staffCall<Shop>('/api/shop'),
  saveShop: (shop: { name: string; name_latin: string; disclosure: string; disclosure_latin: string }) => staffCall<Shop>('/api/shop', { method: 'PATCH', body: shop }),
  saveSelling: (selling: { selling: Selling; hold_seconds: number; waitlist: boolean }) =>
    staffCall<Shop>('/api/shop', { method: 'PATCH', body: selling }),
  sellOnShelf: (show: string, product: string, selling: Selling) =>
    staffCall<unknown>(`/api/shows/${id(show)}/shelf/${id(product)}/selling`, put({ selling })),
  sellAsShop: (show: string, product: string) =>
    staffCall<void>(`/api/shows/${id(show)}/shelf/${id(product)}/selling`, { method: 'DELETE' }),
  movies: (show: string) => staffCall<{ items: Movie[] }>(`/api/shows/${id(show)}/movies`).then(({ items }) => items),
  holds: () => staffCall<{ items: HoldsOfSku[] }>('/api/holds'),
  releaseHold: (hold: string, reason: string) => staffCall<void>(`/api/holds/${id(hold)}/release`, post({ reason })),

  staff: () => all((cursor) => staffCall<Page<StaffProfile>>(`/api/staff${query({ cursor, limit: 200 })}`)),
  saveStaff: (handle: string, profile: { name: string; title: string; role: Role }) =>
    staffCall<StaffProfile>(`/api/staff/${id(handle)}`, put(profile)),
  saveStaffPicture: (handle: string, picture: Blob) => staffCall<unknown>(`/api/staff/${id(handle)}/picture`, put(picture)),

  shows: (state: string, cursor?: string | null) => staffCall<Page<Show>>(`/api/shows${query({ state, cursor, limit: 50 })}`),
  show: (show: string) => staffCall<Show>(`/api/shows/${id(show)}`),
  makeShow: (fields: { title: string; starts_at?: string; cast?: string[] }, key = randomId()) =>
    staffCall<Show>('/api/shows', { ...post(fields), key }),
  saveShow: (show: string, fields: Partial<ShowFields>) =>
    staffCall<Show>(`/api/shows/${id(show)}`, { method: 'PATCH', body: fields }),
  startShow: (show: string) => staffCall<Show>(`/api/shows/${id(show)}/start`, post()),
  endShow: (show: string) => staffCall<Show>(`/api/shows/${id(show)}/end`, post()),
  cancelShow: (show: string) => staffCall<Show>(`/api/shows/${id(show)}/cancel`, post()),

  ingest: (show: string) => staffCall<IngestAddress[]>(`/api/shows/${id(show)}/ingest`),
  newKey: (show: string) => staffCall<IngestAddress[]>(`/api/shows/${id(show)}/ingest`, post()),
  qr: (show: string, protocol: string) => `/api/shows/${id(show)}/ingest/qr.svg${query({ protocol })}`,
  simulcast: async (show: string) => (await staffCall<{ places: SimulcastPlace[] }>(`/api/shows/${id(show)}/simulcast`)).places,
  setSimulcast: async (show: string, places: string[]) =>
    (await staffCall<{ places: SimulcastPlace[] }>(`/api/shows/${id(show)}/simulcast`, { method: 'PUT', body: { places } })).places,
  addPlace: (fields: { name: string; url: string; key?: string }, key = randomId()) =>
    staffCall<{ id: string }>('/api/simulcast-places', { ...post(fields), key }),
  changePlace: (place: string, fields: { name?: string; url?: string; key?: string }) =>
    staffCall<{ id: string }>(`/api/simulcast-places/${id(place)}`, { method: 'PATCH', body: fields }),
  removePlace: (place: string) => staffCall<void>(`/api/simulcast-places/${id(place)}`, { method: 'DELETE' }),
  outline: (show: string) => staffCall<Outline>(`/api/shows/${id(show)}/outline`),
  timeline: (show: string, from: number, limit: number) =>
    staffCall<TimelinePage>(`/api/shows/${id(show)}/timeline${query({ from, limit })}`),

  products: (cursor?: string | null, q?: string) => staffCall<Page<Product>>(`/api/products${query({ cursor, q: q || null, limit: 50 })}`),
  product: (product: string) => staffCall<Product>(`/api/products/${id(product)}`),
  /** Writes over `version` alone, or, for null, only what is not there yet; else 412 changed-meanwhile. */
  saveProduct: (product: string, fields: ProductFields, version: number | null) =>
    staffCall<Product>(`/api/products/${id(product)}`, {
      ...put(fields),
      headers: version === null ? { 'If-None-Match': '*' } : { 'If-Match': `"${version}"` },
    }),
  addPicture: (product: string, picture: Blob) =>
    staffCall<{ pictures: Product['pictures'] }>(`/api/products/${id(product)}/pictures`, { method: 'POST', body: picture }),
  orderPictures: (product: string, pictures: string[]) =>
    staffCall<{ pictures: Product['pictures'] }>(`/api/products/${id(product)}/pictures`, put({ pictures })),
  removePicture: (product: string, picture: string) =>
    staffCall<{ pictures: Product['pictures'] }>(`/api/products/${id(product)}/pictures/${id(picture)}`, { method: 'DELETE' }),
  stockHistory: (sku: string, cursor?: string | null) =>
    staffCall<Page<StockEntry>>(`/api/stock/${id(sku)}/history${query({ cursor, limit: 20 })}`),
  importState: () => staffCall<ImportState>('/api/products/import/progress'),
  savePicture: (product: string, picture: Blob) =>
    staffCall<{ picture: Picture }>(`/api/products/${id(product)}/picture`, put(picture)),
  changeStock: (sku: string, delta: number, reason: string, key: string) =>
    staffCall<{ sku: string; left: number }>(`/api/stock/${id(sku)}`, { ...post({ delta, reason }), key }),

  orders: (show?: string | null, cursor?: string | null, limit = 50) =>
    staffCall<Page<ListedOrder>>(`/api/orders${query({ show, cursor, limit })}`),
  findOrders: (filter: OrderFilter, cursor?: string | null) =>
    staffCall<Page<ListedOrder>>(`/api/orders${query({ ...filter, cursor, limit: 50 })}`),
  ordersCsv: (filter: OrderFilter) => `/api/orders.csv${query({ ...filter })}`,
  stepOrder: (order: string, act: OrderAct, fields: StepFields, key: string) =>
    staffCall<Order>(`/api/orders/${id(order)}/${act}`, { ...post(fields), key }),

  checkout: () => staffCall<Checkout>('/api/checkout'),
  saveDelivery: (delivery: Delivery) => staffCall<Delivery>('/api/checkout/delivery', put(delivery)),
  savePayment: (payment: Payments) => staffCall<Payments>('/api/checkout/payment', put(payment)),
  saveIssuer: (issuer: Issuer) => staffCall<Issuer>('/api/checkout/issuer', put(issuer)),
  /** Empty when the owner wrote none. */
  legal: async (page: LegalPage): Promise<string> => {
    try {
      return (await staffCall<{ text: string }>(`/api/legal/${page}`)).text
    } catch (cause) {
      if (cause instanceof Problem && cause.status === 404) return ''
      throw cause
    }
  },
  saveLegal: (page: LegalPage, text: string) => staffCall<{ text: string }>(`/api/legal/${page}`, put({ text })),
}

/** Every item of a paged list, up to `most`. */
export async function all<T>(page: (cursor: string | null) => Promise<Page<T>>, most = 2000): Promise<T[]> {
  const items: T[] = []
  let cursor: string | null = null
  do {
    const got: Page<T> = await page(cursor)
    items.push(...got.items)
    cursor = got.next ?? null
  } while (cursor !== null && items.length < most)
  return items
}
