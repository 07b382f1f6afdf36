// What a block shows, as the server answers (docs/api.md).
import type { Money } from '../shared/format.ts'
import type { Picture } from '../shared/catalogue.ts'

export interface NextItem {
  show: { id: string; title: string; state: 'live' | 'scheduled' | 'archived'; starts_at: string | null; live_at: string | null; length_ms: number | null; watching: number | null; poster: string | null; pictures: Picture[] }
  to: string
}
export interface MomentItem {
  kind: 'clip' | 'chapter'
  title: string
  /** That it is advertising. */
  label: string | null
  show: { id: string; title: string }
  at: number
  length_ms: number
  sold: boolean
  saved: boolean
  poster: string | null
  to: string
}
export interface WordsItem {
  text: string
  name: string
  by: string
  show: { id: string; title: string }
  at: number
  to: string
}
export interface WallItem {
  network: string
  author: string
  author_url: string | null
  text: string
  url: string
  at: string
  product: { id: string; title: string; picture: Picture | null; price: Money; left: number } | null
  to: string | null
}
export interface Content {
  kind: string
  items: unknown[]
}
