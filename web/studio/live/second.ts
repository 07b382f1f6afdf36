// What staff are told about the second rendition (480p) of a show.
//
// Pure. `why` names a message of messages/second.ts, with its values.
import type { Health } from './health.ts'

/** The short side of its picture; a source that is no larger has none. */
export const kSecondShortSide = 480

export interface SecondNote {
  why: 'small' | 'waiting' | 'running' | 'full' | 'dropped'
  tone: 'ok' | 'warn'
  values: Record<string, string | number>
}

/** Nothing while it is off. `wanted`: as it will be once it is saved. */
export function secondNote(health: Health | null | undefined, wanted: boolean): SecondNote | null {
  if (!wanted) return null
  const second = health?.second_rendition
  const { width = 0, height = 0 } = health ?? {}
  const small = health?.connected === true && width > 0 && height > 0 && Math.min(width, height) <= kSecondShortSide
  if (small || second?.state === 'small') return { why: 'small', tone: 'ok', values: { width, height } }
  if (second?.state === 'dropped' || second?.state === 'full') return { why: second.state, tone: 'warn', values: {} }
  if (second?.state === 'running' && second.width > 0) {
    return { why: 'running', tone: 'ok', values: { width: second.width, height: second.height, mbps: (second.bitrate_bps / 1e6).toFixed(1) } }
  }
  return { why: 'waiting', tone: 'ok', values: {} }
}
