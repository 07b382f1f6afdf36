// The routes for chapters and clips that staff use (docs/api.md).
import type { CaptionTrack, Chapter, ChapterList, Clip } from '../../shared/api_archive.ts'
import { randomId } from '../../shared/ids.ts'
import { staffCall } from '../session.ts'

export type ClipForm = Clip['form']

export interface StaffClip extends Clip {
  from: number
  until: number
  state: 'waiting' | 'making' | 'ready' | 'failed'
  /** In %. */
  progress: number
  why: string | null
  shown: boolean
  bytes: number
  made_by: string
  made_at: string
  /** It overlaps a withdrawn part, so that the public does not have it. */
  withdrawn: boolean
}

export interface Proposal {
  product: string
  title: string
  from: number
  until: number
}

export interface NewClip {
  from: number
  until: number
  form: ClipForm
  focus?: number
  title: string
  label: string
  product?: string
  shown?: boolean
  captions?: string
}

export interface Withdrawal {
  id: string
  from: number
  until: number
  reason: string
  by: { id: string; name: string } | null
  at: string
  restored_by: { id: string; name: string } | null
  restored_at: string | null
}
export interface WithdrawalList {
  items: Withdrawal[]
}

export interface CaptionList {
  items: CaptionTrack[]
}

/** As the server limits them (show/clip.h). */
export const kShortestClipMs = 1_000
export const longestClipMs = (form: ClipForm): number => (form === 'key-frames' ? 600_000 : 180_000)

const id = encodeURIComponent
const match = (version: number) => ({ 'If-Match': `"${version}"` })

export const archiveStudioApi = {
  chapters: (show: string) => staffCall<ChapterList>(`/api/shows/${id(show)}/chapters`),
  addChapter: (show: string, chapter: { at: number; title: string; product?: string }, version: number) =>
    staffCall<ChapterList & { id: string }>(`/api/shows/${id(show)}/chapters`, { method: 'POST', body: chapter, headers: match(version), key: randomId() }),
  changeChapter: (show: string, chapter: string, change: Partial<Pick<Chapter, 'at' | 'title' | 'removed'>>, version: number) =>
    staffCall<ChapterList>(`/api/shows/${id(show)}/chapters/${id(chapter)}`, { method: 'PATCH', body: change, headers: match(version) }),
  removeChapter: (show: string, chapter: string, version: number) =>
    staffCall<ChapterList>(`/api/shows/${id(show)}/chapters/${id(chapter)}`, { method: 'DELETE', headers: match(version) }),

  captions: (show: string) => staffCall<CaptionList>(`/api/shows/${id(show)}/captions`),
  putCaptions: (show: string, language: string, file: Blob) => staffCall<CaptionList>(`/api/shows/${id(show)}/captions/${id(language)}`, { method: 'PUT', body: file }),
  removeCaptions: (show: string, language: string) => staffCall<CaptionList>(`/api/shows/${id(show)}/captions/${id(language)}`, { method: 'DELETE' }),

  withdrawals: (show: string) => staffCall<WithdrawalList>(`/api/shows/${id(show)}/withdrawals`),
  withdraw: (show: string, part: { from: number; until: number; reason: string }, key: string) =>
    staffCall<WithdrawalList>(`/api/shows/${id(show)}/withdrawals`, { method: 'POST', body: part, key }),
  restore: (show: string, part: string) => staffCall<WithdrawalList>(`/api/shows/${id(show)}/withdrawals/${id(part)}/restore`, { method: 'POST' }),

  clips: (show: string) => staffCall<{ items: StaffClip[]; proposals: Proposal[] }>(`/api/shows/${id(show)}/clips`),
  makeClip: (show: string, clip: NewClip, key: string) => staffCall<StaffClip>(`/api/shows/${id(show)}/clips`, { method: 'POST', body: clip, key }),
  changeClip: (show: string, clip: string, change: { title?: string; shown?: boolean }) =>
    staffCall<StaffClip>(`/api/shows/${id(show)}/clips/${id(clip)}`, { method: 'PATCH', body: change }),
  retryClip: (show: string, clip: string) => staffCall<StaffClip>(`/api/shows/${id(show)}/clips/${id(clip)}/retry`, { method: 'POST' }),
  removeClip: (show: string, clip: string) => staffCall<void>(`/api/shows/${id(show)}/clips/${id(clip)}`, { method: 'DELETE' }),
}
