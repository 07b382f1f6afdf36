// What an archive gives beside its picture: chapters, searching, the shelf as it was spoken, clips (docs/api.md).
import { call, type Money, type ShowState } from './api.ts'

export interface Chapter {
  id: string
  at: number
  until: number | null
  title: string
  product: string | null
  made_by: 'pin' | 'cue' | 'staff'
  edited: boolean
  /** Only in answers to staff. */
  removed?: boolean
}

export interface ChapterList {
  version: number
  /** The newest event of the show that the list knows of. */
  seq: number
  items: Chapter[]
}

export interface FoundMoment {
  kind: 'chapter' | 'product' | 'staff' | 'caption' | 'line'
  /** Null for a product that was never shown. */
  at: number | null
  title?: string
  product?: string | null
  seq?: number
  text?: string
  by?: { id: string; name: string; role: string } | null
}

export interface FoundShow {
  show: { id: string; title: string; state: ShowState; live_at: string | null; length_ms: number | null; poster: string | null }
  moments: FoundMoment[]
  more: boolean
}

export interface ShelfStep {
  at: number
  price: Money | null
  left: number | null
}

export interface ShelfThen {
  product: string
  now: { price: Money; left: number }
  then: ShelfStep[]
}

export interface Clip {
  id: string
  show: string
  product: string | null
  title: string
  label: string
  form: 'key-frames' | 'exact' | 'vertical'
  /** Where in the show it begins. */
  at: number
  length_ms: number
  width: number
  height: number
  url: string | null
  poster: string | null
}

export interface CaptionTrack {
  language: string
  count: number
  /** WebVTT in the time of the recording. */
  url: string
}

const id = encodeURIComponent

/** "日本語" of "ja", in the language of the page. */
export function languageName(tag: string, inLanguage: string): string {
  return new Intl.DisplayNames([inLanguage], { type: 'language' }).of(tag) ?? tag
}

function query(parameters: Record<string, string | number | undefined>): string {
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(parameters)) if (value !== undefined) search.set(name, String(value))
  return search.size ? `?${search}` : ''
}

export const archiveApi = {
  chapters: (show: string) => call<ChapterList>(`/api/shows/${id(show)}/chapters`),
  search: (show: string, q: string, cursor?: string, signal?: AbortSignal) =>
    call<{ items: FoundMoment[]; next: string | null }>(`/api/shows/${id(show)}/search${query({ q, cursor })}`, signal ? { signal } : {}),
  searchAll: (q: string, signal?: AbortSignal) => call<{ items: FoundShow[] }>(`/api/search${query({ q })}`, signal ? { signal } : {}),
  shelfThen: (show: string) => call<{ items: ShelfThen[] }>(`/api/shows/${id(show)}/shelf`),
  captions: (show: string) => call<{ items: CaptionTrack[] }>(`/api/shows/${id(show)}/captions`),
  captionFile: (show: string, language: string, form: 'vtt' | 'srt') => `/api/shows/${id(show)}/captions/${id(language)}.${form}`,
  clipsOfProduct: (product: string) => call<{ items: Clip[] }>(`/api/products/${id(product)}/clips`),
}
