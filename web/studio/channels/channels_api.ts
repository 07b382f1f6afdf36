// The routes of channel accounts, typed (docs/api.md).
import type { Page } from '../../shared/api.ts'
import { staffCall } from '../session.ts'

export const kNetworks = ['line', 'instagram', 'x', 'facebook', 'bluesky'] as const
export type Network = (typeof kNetworks)[number]

export interface ChannelAccount {
  id: string
  network: Network | 'fediverse'
  name: string
  staff: string | null
  state: 'ready' | 'away' | 'sign-in'
  error: string | null
  error_at: string | null
  asked_at: string
  quota: { used: number; limit: number | null } | null
  hook: { url: string; verify_token: string | null; signed: boolean } | null
}

export interface Credential { name: string; secret: boolean; optional?: boolean }

/** What each network's form asks for, in the order of its steps. */
export const kCredentials: Record<Network, readonly Credential[]> = {
  bluesky: [{ name: 'handle', secret: false }, { name: 'app_password', secret: true }, { name: 'service', secret: false, optional: true }],
  x: [{ name: 'client_id', secret: false }, { name: 'client_secret', secret: true, optional: true }, { name: 'refresh_token', secret: true }],
  line: [{ name: 'channel_secret', secret: true }, { name: 'access_token', secret: true }],
  facebook: [{ name: 'access_token', secret: true }, { name: 'app_secret', secret: true, optional: true }],
  instagram: [{ name: 'access_token', secret: true }, { name: 'app_secret', secret: true, optional: true }],
}

const at = (id: string, rest = ''): string => `/api/channels/${encodeURIComponent(id)}${rest}`

export const channelsApi = {
  accounts: async () => (await staffCall<Page<ChannelAccount>>('/api/channels')).items,
  add: (network: Network, staff: string | null, credentials: Record<string, string>) => staffCall<ChannelAccount>('/api/channels', { method: 'POST', body: { network, staff, credentials } }),
  check: (id: string) => staffCall<ChannelAccount>(at(id, '/check'), { method: 'POST' }),
  signIn: (id: string, credentials: Record<string, string>) => staffCall<ChannelAccount>(at(id, '/credentials'), { method: 'PUT', body: credentials }),
  remove: (id: string) => staffCall<void>(at(id), { method: 'DELETE' }),
}
