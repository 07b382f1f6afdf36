// The routes of staff accounts, the word list, bans and the audit log, typed (docs/api.md).
import type { Page, Role } from '../../shared/api.ts'
import { staffCall } from '../session.ts'

export interface Account {
  handle: string
  name: string
  role: Role
  email: string | null
  state: 'profile' | 'active' | 'withdrawn'
  second_factor: boolean
  seen_at: string | null
  sessions: number
}
export interface OwnAccount extends Account {
  recovery_codes_left: number
}
export interface Invitation {
  id: string
  handle: string
  name: string
  email: string | null
  role: Role
  expires_at: string
  state: 'open' | 'used' | 'withdrawn' | 'expired'
  url?: string
  mailed?: boolean
}
export interface Session {
  id: string
  device: string
  created_at: string
  seen_at: string
  current: boolean
}
export interface AuditRow {
  id: number
  at: string
  by: { handle: string; name: string; role: Role } | null
  action: string
  subject: string
  subject_name: string | null
  detail: Record<string, unknown>
}
export interface BanRow {
  id: number
  name: string
  reason: string
  banned_by: string
  banned_at: string
  until: string | null
  in_force: boolean
}
export interface WordText {
  count: number
  text: string
}

const id = encodeURIComponent
const post = (body?: unknown) => ({ method: 'POST', ...(body === undefined ? {} : { body }) })
const gone = { method: 'DELETE' }

export const teamApi = {
  accounts: async () => (await staffCall<Page<Account>>('/api/accounts')).items,
  invitations: async () => (await staffCall<Page<Invitation>>('/api/staff/invitations')).items,
  invite: (fields: { name: string; role: Role; email?: string; language: string }) =>
    staffCall<Invitation>('/api/staff/invitations', post(fields)),
  withdrawInvitation: (one: string) => staffCall<unknown>(`/api/staff/invitations/${id(one)}`, gone),
  setRole: (handle: string, role: Role) => staffCall<Account>(`/api/accounts/${id(handle)}`, { method: 'PATCH', body: { role } }),
  withdraw: (handle: string) => staffCall<Account>(`/api/accounts/${id(handle)}/withdraw`, post()),
  reactivate: (handle: string) => staffCall<Account>(`/api/accounts/${id(handle)}/reactivate`, post()),
  endSessionsOf: (handle: string) => staffCall<Account>(`/api/accounts/${id(handle)}/sessions`, gone),
  resetSecondFactor: (handle: string) => staffCall<Account>(`/api/accounts/${id(handle)}/second-factor`, gone),

  own: () => staffCall<OwnAccount>('/api/account'),
  sessions: async () => (await staffCall<Page<Session>>('/api/sessions')).items,
  endSession: (one: string) => staffCall<unknown>(`/api/sessions/${id(one)}`, gone),
  endOtherSessions: () => staffCall<unknown>('/api/sessions', gone),
  changePassword: (current: string, password: string) => staffCall<unknown>('/api/account/password', { method: 'PUT', body: { current, password } }),
  beginSecondFactor: (password: string) => staffCall<{ secret: string; uri: string; qr: string }>('/api/account/second-factor', post({ password })),
  confirmSecondFactor: (code: string) =>
    staffCall<{ recovery_codes: string[] }>('/api/account/second-factor', { method: 'PUT', body: { code } }),
  endSecondFactor: (password: string, code: string) => staffCall<unknown>('/api/account/second-factor/off', post({ password, code })),

  audit: (by: string, action: string, cursor: string | null) => {
    const search = new URLSearchParams({ limit: '50', ...(by ? { by } : {}), ...(action ? { action } : {}), ...(cursor ? { cursor } : {}) })
    return staffCall<Page<AuditRow>>(`/api/audit?${search}`)
  },

  words: () => staffCall<WordText>('/api/words'),
  saveWords: (text: string) => staffCall<WordText>('/api/words', { method: 'PUT', body: { text } }),
  tryWords: (text: string) => staffCall<{ action: 'pass' | 'hold' | 'refuse'; word: string | null }>('/api/words/try', post({ text })),
  lines: async () => (await staffCall<{ lines_per_second: number }>('/api/talk')).lines_per_second,
  setLines: (perSecond: number) => staffCall<unknown>('/api/talk', { method: 'PATCH', body: { lines_per_second: perSecond } }),
  slow: async () => (await staffCall<{ slow_seconds: number }>('/api/talk')).slow_seconds,
  setSlow: (seconds: number) => staffCall<unknown>('/api/talk', { method: 'PATCH', body: { slow_seconds: seconds } }),
  bans: async () => (await staffCall<Page<BanRow>>('/api/bans')).items,
  liftBan: (one: number) => staffCall<unknown>(`/api/bans/${one}/lift`, post()),
}
