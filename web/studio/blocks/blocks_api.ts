// Blocks for other pages, as staff choose for them and read what they bring (docs/api.md, "Blocks").
import type { Money, Page, Picture } from '../../shared/api.ts'
import { staffCall } from '../session.ts'

export const kKinds = ['next', 'moments', 'words', 'wall'] as const
export type BlockKind = (typeof kKinds)[number]
export const kPermissions = ['asked', 'granted', 'withdrawn'] as const
export type Permission = 'none' | (typeof kPermissions)[number]

export interface ClickRate { value: number | null; numerator: number; denominator: number }
export interface Brought { views: number; clicks: number; own: number; arrivals: number; verified: number; orders: number; sales: Money; click_rate: ClickRate }
export interface BlockFigures extends Brought {
  block: { kind: BlockKind; show: string | null; product: string | null; title: string | null }
  site: string
  since: string | null
}
export interface Figures { items: BlockFigures[]; left_out: number; totals: Brought }

interface Named { id: string; title: string }
interface Person { handle: string; name: string }
export interface PickedLine {
  id: number
  seq: number | null
  /** Null once nobody may read it any more. */
  text: string | null
  name: string
  show: Named
  at: number | null
  product: Named | null
  shown: boolean
  picked_by: Person
  picked_at: string
}
export interface LineCandidate { seq: number; at: number; text: string; name: string; product: Named | null; picked: boolean }
export interface PermissionNote { permission: Permission; note: string; by: Person; at: string }
export interface WallMention {
  id: string
  source: 'inbox' | 'listening'
  ref: string
  network?: string
  author?: string
  text: string | null
  url?: string
  at?: string
  product: { id: string; title: string; picture: Picture | null } | null
  permission: Permission
  /** Its author changed the words since they permitted them. */
  changed: boolean
  gone: boolean
  shown: boolean
  notes: PermissionNote[]
  picked_by: Person
  picked_at: string
}
export type MentionSource = Pick<WallMention, 'source' | 'ref'>

const query = (asked: Record<string, string | null>): string => new URLSearchParams(Object.entries(asked).filter((each): each is [string, string] => Boolean(each[1]))).toString()
const id = encodeURIComponent

export const blocksApi = {
  figures: () => staffCall<Figures>('/api/blocks'),
  lines: (show: string, cursor: string | null = null) => staffCall<Page<PickedLine>>(`/api/blocks/lines?${query({ show, cursor, limit: '50' })}`),
  candidates: (show: string, text: string, cursor: string | null = null) => staffCall<Page<LineCandidate>>(`/api/blocks/lines/candidates?${query({ show, text, cursor })}`),
  pickLine: (show: string, seq: number, product?: string) => staffCall<{ id: number }>('/api/blocks/lines', { method: 'POST', body: { show, seq, ...(product === undefined ? {} : { product }) } }),
  dropLine: (line: number) => staffCall<void>(`/api/blocks/lines/${line}`, { method: 'DELETE' }),
  mentions: () => staffCall<Page<WallMention>>('/api/blocks/mentions'),
  pickMention: ({ source, ref }: MentionSource, product = '') => staffCall<WallMention>('/api/blocks/mentions', { method: 'POST', body: { source, ref, product } }),
  note: (mention: string, permission: Permission, note: string) => staffCall<WallMention>(`/api/blocks/mentions/${id(mention)}/permission`, { method: 'POST', body: { permission, note } }),
  dropMention: (mention: string) => staffCall<void>(`/api/blocks/mentions/${id(mention)}`, { method: 'DELETE' }),
}
