// What a viewer is looking at, as one word, from what the show, the encoder and the video say. Pure.
import type { ShowState } from '../shared/api.ts'
import type { PictureState } from './picture.ts'

/**
 * before: not started yet. waiting: on air, and no picture has come yet. connecting: a picture exists and is being
 * fetched. stalled: the viewer's own network. away: the encoder's. over: the live show ended while being watched.
 */
export type Stage =
  | 'before'
  | 'connecting'
  | 'waiting'
  | 'playing'
  | 'paused'
  | 'stalled'
  | 'away'
  | 'over'
  | 'archive'
  | 'finished'
  | 'cancelled'

export interface StageFacts {
  show: ShowState
  /** The viewer follows the live picture; false once the archive is opened. */
  live: boolean
  encoder: 'on' | 'away'
  hasPlaylist: boolean
  hasPicture: boolean
  video: PictureState
}

export function stageOf({ show, live, encoder, hasPlaylist, hasPicture, video }: StageFacts): Stage {
  if (show === 'cancelled') return 'cancelled'
  if (show === 'draft' || show === 'scheduled') return 'before'
  if (!live) return video === 'ended' ? 'finished' : hasPicture ? 'archive' : 'connecting'
  // What is still in the buffer is played to its end before anything is said to be over or away.
  const ranOut = !hasPicture || video === 'stalled' || video === 'ended'
  if (show === 'archived') return ranOut || video === 'paused' ? 'over' : 'playing'
  if (!hasPicture) return encoder === 'away' || !hasPlaylist ? 'waiting' : 'connecting'
  if (encoder === 'away' && ranOut) return 'away'
  if (video === 'paused') return 'paused'
  return ranOut ? 'stalled' : 'playing'
}
