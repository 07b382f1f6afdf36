// The state of the encoder in one verdict: how grave it is, and the sentences that say why.
//
// Pure. `why` names a message (`health.<why>` in the message files) with its values; the gravest comes first.

import type { EncoderHealth } from '../../shared/api.ts'

/** What the server said about the encoder; before any has come, parts may be missing. */
export type Health = Partial<EncoderHealth> & { connected: boolean }

export type Tone = 'ok' | 'warn' | 'bad' | 'idle'

export interface Reason {
  tone: Tone
  why: 'good' | 'waiting' | 'away' | 'no_video' | 'late' | 'refused' | 'long_gop' | 'no_audio' | 'recording_failed'
  /** Numbers and server sentences that the message carries. */
  values: Record<string, string | number>
}

export interface Verdict {
  tone: Tone
  reasons: Reason[]
}

/** The server says 'no video' to the presenter after this long; the card is red from here on. */
export const kNoVideoMs = 10_000
/** Less than this is the ordinary breathing of a stream. */
export const kLateVideoMs = 2_000

const kGravity: Record<Tone, number> = { bad: 3, warn: 2, idle: 1, ok: 0 }

export function verdict(health: Health | null | undefined, live: boolean): Verdict {
  const reasons: Reason[] = []
  const add = (tone: Tone, why: Reason['why'], values: Reason['values'] = {}) => reasons.push({ tone, why, values })
  if (health?.refused) add('bad', 'refused', { sentence: health.refused })
  if (!health?.connected) {
    if (!live) add('idle', 'waiting')
    else {
      const waited = health?.waiting_ms ?? health?.no_video_for_ms ?? 0
      add(waited >= kNoVideoMs ? 'bad' : 'warn', 'away', { seconds: Math.floor(waited / 1000) })
    }
  } else {
    const late = health.no_video_for_ms ?? 0
    if (late >= kNoVideoMs) add('bad', 'no_video', { seconds: Math.floor(late / 1000) })
    else if (late >= kLateVideoMs) add('warn', 'late', { seconds: Math.floor(late / 1000) })
    if (health.long_gop) add('warn', 'long_gop', { seconds: ((health.key_frame_interval_ms ?? 0) / 1000).toFixed(1) })
    if (health.audio === null) add('warn', 'no_audio')
  }
  if (health?.recording === 'failed') add('bad', 'recording_failed', { sentence: health.recording_problem ?? '' })
  if (reasons.length === 0) add('ok', 'good')
  reasons.sort((a, b) => kGravity[b.tone] - kGravity[a.tone])
  return { tone: reasons[0]!.tone, reasons }
}

/** The line of a sparkline through `samples`, oldest first, in a box of `width` × `height`; empty for none. */
export function sparkline(samples: readonly number[], most: number, width: number, height: number): string {
  if (samples.length === 0) return ''
  // A steady stream runs below the upper edge, so that a rise can be told from a fall.
  const top = Math.max(1, ...samples) * 1.3
  const step = width / Math.max(1, most - 1)
  const first = width - step * (samples.length - 1)
  const points = samples.map((value, place) => {
    const x = first + step * place
    const y = height - 1 - (value / top) * (height - 3)
    return `${x.toFixed(1)} ${y.toFixed(1)}`
  })
  return points.length === 1 ? `M${points[0]}h.1` : `M${points.join('L')}`
}
