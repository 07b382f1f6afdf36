// The routes of webhooks and API keys, typed (docs/partners.md).
import type { Page } from '../../shared/api.ts'
import { staffCall } from '../session.ts'

export const kScopes = ['events:read', 'orders:read', 'orders:write', 'catalogue:write', 'webhooks:manage'] as const
export type Scope = (typeof kScopes)[number]

export interface ApiKey {
  id: string
  name: string
  scopes: Scope[]
  created_by: string
  created_at: string
  last_used_at: string | null
}

export interface WebhookTry {
  delivery: string
  /** 0 for a ping. */
  events: number
  at: string
  took_ms: number
  /** 0 for no answer. */
  status: number
  error: string
}

export interface Webhook {
  id: string
  name: string
  url: string
  kinds: string[]
  state: 'on' | 'failing' | 'paused'
  paused_by: 'person' | 'failing' | 'gone' | null
  position: number
  journal: number
  delivered: number
  last_delivered_at: string | null
  failures: number
  failing_since: string | null
  next_try_at: string | null
  last_error: string
  old_secret_until: string | null
  tries: WebhookTry[]
}

export interface Pinged {
  ok: boolean
  status: number
  took_ms: number
  error: string
}

export interface WebhookAsked {
  name: string
  url: string
  kinds: string[]
}

export type Told = Webhook & { secret: string }

const at = (id: string, what = ''): string => `/api/webhooks/${encodeURIComponent(id)}${what}`

export const partnersApi = {
  webhooks: async () => (await staffCall<Page<Webhook>>('/api/webhooks')).items,
  make: (asked: WebhookAsked) => staffCall<Told>('/api/webhooks', { method: 'POST', body: asked }),
  change: (id: string, asked: WebhookAsked) => staffCall<Webhook>(at(id), { method: 'PATCH', body: asked }),
  remove: (id: string) => staffCall<void>(at(id), { method: 'DELETE' }),
  pause: (id: string) => staffCall<Webhook>(at(id, '/pause'), { method: 'POST' }),
  resume: (id: string) => staffCall<Webhook>(at(id, '/resume'), { method: 'POST' }),
  replay: (id: string, after: number) => staffCall<Webhook>(at(id, '/replay'), { method: 'POST', body: { after } }),
  newSecret: (id: string) => staffCall<Told>(at(id, '/secret'), { method: 'POST' }),
  ping: (id: string) => staffCall<Pinged>(at(id, '/ping'), { method: 'POST' }),
  keys: async () => (await staffCall<Page<ApiKey>>('/api/keys')).items,
  makeKey: (name: string, scopes: Scope[]) => staffCall<ApiKey & { key: string }>('/api/keys', { method: 'POST', body: { name, scopes } }),
  withdraw: (key: string) => staffCall<void>(`/api/keys/${encodeURIComponent(key)}`, { method: 'DELETE' }),
}
