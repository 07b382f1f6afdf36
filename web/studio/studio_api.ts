// The routes that only staff use, typed (docs/api.md). Each waits for a new sign-in when the session has run out.
import type { Money, Order, Outline, Page, Picture, Product, Role, Shop, Show, TimelineEvent } from '../shared/api.ts'
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
}

export interface VariantFields {
  sku: string
  options: Record<string, string>
  price?: Money
}

export interface ProductFields {
  title: string
  subtitle: string
  description: string
  price: Money
  tax_rate: number
  variants?: VariantFields[]
}

export interface IngestAddress {
  protocol: 'rtmp' | 'srt'
  url: string
  key: string
}

export interface TimelinePage {
  from: number
  to: number
  events: TimelineEvent[]
  next: number | null
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
  saveShop: (shop: { name: string; name_latin: string }) => staffCall<Shop>('/api/shop', { method: 'PATCH', body: shop }),

  staff: () => all((cursor) => staffCall<Page<StaffProfile>>(`/api/staff${query({ cursor, limit: 200 })}`)),
  saveStaff: (handle: string, profile: { name: string; title: string; role: Role }) =>
    staffCall<StaffProfile>(`/api/staff/${id(handle)}`, put(profile)),
  saveStaffPicture: (handle: string, picture: Blob) => staffCall<unknown>(`/api/staff/${id(handle)}/picture`, put(picture)),

  shows: (state: string, cursor?: string | null) => staffCall<Page<Show>>(`/api/shows${query({ state, cursor, limit: 50 })}`),
  show: (show: string) => staffCall<Show>(`/api/shows/${id(show)}`),
  makeShow: (fields: { title: string; starts_at?: string }, key = randomId()) =>
    staffCall<Show>('/api/shows', { ...post(fields), key }),
  saveShow: (show: string, fields: Partial<ShowFields>) =>
    staffCall<Show>(`/api/shows/${id(show)}`, { method: 'PATCH', body: fields }),
  startShow: (show: string) => staffCall<Show>(`/api/shows/${id(show)}/start`, post()),
  endShow: (show: string) => staffCall<Show>(`/api/shows/${id(show)}/end`, post()),
  cancelShow: (show: string) => staffCall<Show>(`/api/shows/${id(show)}/cancel`, post()),

  ingest: (show: string) => staffCall<IngestAddress[]>(`/api/shows/${id(show)}/ingest`),
  newKey: (show: string) => staffCall<IngestAddress[]>(`/api/shows/${id(show)}/ingest`, post()),
  qr: (show: string, protocol: string) => `/api/shows/${id(show)}/ingest/qr.svg${query({ protocol })}`,
  outline: (show: string) => staffCall<Outline>(`/api/shows/${id(show)}/outline`),
  timeline: (show: string, from: number, limit: number) =>
    staffCall<TimelinePage>(`/api/shows/${id(show)}/timeline${query({ from, limit })}`),

  products: (cursor?: string | null) => staffCall<Page<Product>>(`/api/products${query({ cursor, limit: 100 })}`),
  saveProduct: (product: string, fields: ProductFields) => staffCall<Product>(`/api/products/${id(product)}`, put(fields)),
  savePicture: (product: string, picture: Blob) =>
    staffCall<{ picture: Picture }>(`/api/products/${id(product)}/picture`, put(picture)),
  changeStock: (sku: string, delta: number, reason: string, key: string) =>
    staffCall<{ sku: string; left: number }>(`/api/stock/${id(sku)}`, { ...post({ delta, reason }), key }),

  orders: (show?: string | null, cursor?: string | null, limit = 50) =>
    staffCall<Page<Order>>(`/api/orders${query({ show, cursor, limit })}`),
  ordersCsv: (show?: string | null) => `/api/orders.csv${query({ show })}`,
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
