// What this browser asks of the server for a person: signing in, their own page, following, reminders.
import { signal } from '@preact/signals'
import { call, Problem, type Order, type Picture, type Saved } from '../shared/api.ts'
import type { Clip } from '../shared/api_archive.ts'
import { language } from '../shared/i18n.ts'
import { loadMe, me, saved } from './visit.ts'

export interface Preferences {
  news: boolean
  reminders: boolean
  back_in_stock: boolean
  announcements: boolean
}
export interface Member {
  id: string
  email: string
  language: 'ja' | 'en'
  joined_at: string
  preferences: Preferences
  consents: { what: string; version: string; given: boolean; at: string }[]
}
export interface ShortShow {
  show: string
  title: string
  state: string
  starts_at: string | null
  length_ms?: number | null
}
export interface Profile {
  handle: string
  name: string
  title: string
  picture: Picture | null
}
export interface StaffPageData extends Profile {
  followers: number
  following: boolean
  /** What they tell of themselves; may be empty. */
  words: string
  coming: ShortShow[]
  archive: ShortShow[]
  clips: Clip[]
}
export interface MyPage {
  id: string
  name: string
  member: Member | null
  orders: Order[]
  saved: Saved[]
  followed: Profile[]
  reminders: ShortShow[]
}
export interface SignedIn {
  id: string
  name: string
  token: string | null
  member: { id: string; email: string }
}

const id = encodeURIComponent

export const memberApi = {
  askSignIn: (email: string) => call<{ minutes: number }>('/api/members/sign-in', { method: 'POST', body: { email, language: language.value } }),
  verify: (proof: { token: string } | { email: string; code: string }) => call<SignedIn>('/api/members/verify', { method: 'POST', body: proof }),
  signOut: () => call<undefined>('/api/members/sign-out', { method: 'POST', body: {} }),
  /** Null for a newcomer, who has nothing yet. */
  page: async (): Promise<MyPage | null> => {
    try {
      return await call<MyPage>('/api/me')
    } catch (cause) {
      if (cause instanceof Problem && (cause.status === 401 || cause.status === 403)) return null
      throw cause
    }
  },
  change: (change: { name?: string; preferences?: Partial<Preferences> }) => call<MyPage>('/api/me', { method: 'PATCH', body: change }),
  unsave: (product: string) => call<undefined>(`/api/me/saved/${id(product)}`, { method: 'DELETE' }),
  erase: (evenOpenOrders: boolean) => call<undefined>('/api/me/erase', { method: 'POST', body: { confirm: 'erase', even_open_orders: evenOpenOrders } }),
  staff: (handle: string) => call<StaffPageData>(`/api/staff/${id(handle)}`),
  follow: (handle: string, wanted: boolean) => call<{ following: boolean; followers: number }>(`/api/staff/${id(handle)}/follow`, { method: wanted ? 'PUT' : 'DELETE' }),
  remind: (show: string, wanted: boolean) => call<{ reminder: boolean }>(`/api/shows/${id(show)}/reminder`, { method: wanted ? 'PUT' : 'DELETE' }),
}

/** One's own page as last read; undefined before. */
export const mine = signal<MyPage | null | undefined>(undefined)

let asked = 0

/** What was asked for last stands, in whichever order the answers come. */
export async function loadMine(): Promise<void> {
  const turn = ++asked
  await loadMe({ make: false })
  const page = me.value ? await memberApi.page() : null
  if (turn === asked) mine.value = page
}

/** After signing in or out the browser is somebody else. */
export async function becomeAnew(): Promise<void> {
  me.value = null
  saved.value = []
  await loadMine()
}
