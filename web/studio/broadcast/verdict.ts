// How the line is, in one word: what the chip on the picture says. Pure.
import { kRates } from './rate.ts'
import type { SenderState, Sending } from './sender.ts'

export type LineTone = 'off' | 'ok' | 'warn' | 'bad'

/** Later than this the delay is felt in the chat. */
const kFeltMs = 1500
const kCutMs = 4000

export function lineTone(state: SenderState, { behind, wanted }: Pick<Sending, 'behind' | 'wanted'>): LineTone {
  if (state === 'idle' || state === 'refused') return 'off'
  if (state === 'away' || behind > kCutMs) return 'bad'
  if (state === 'connecting') return 'off'
  return behind > kFeltMs || wanted <= kRates[1] ? 'warn' : 'ok'
}
