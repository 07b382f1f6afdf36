// What is said of a show on its way to another service.
import type { RelayHealth } from '../../shared/api.ts'
import { simulcastWords } from '../messages/simulcast.ts'

/** Less than this is the beginning of a connection. */
const kLossToldMs = 2_000

/** One sentence or two: how it stands, why it was cut off, and what was lost on the way. */
export function relayText(relay: RelayHealth): string {
  const words = simulcastWords()
  const state = words.state[relay.state]!({ mbps: (relay.bitrate_bps / 1e6).toFixed(1) })
  const lost = relay.connections > 0 && relay.lost_ms >= kLossToldMs ? words.lost({ seconds: Math.round(relay.lost_ms / 1000) }) : ''
  return [state, lost].filter(Boolean).join(' ')
}

/** Those that do not reach their service. */
export function troubled(relays: readonly RelayHealth[] | undefined): RelayHealth[] {
  return (relays ?? []).filter((relay) => relay.state === 'pausing' || (relay.state !== 'sending' && relay.problem !== ''))
}
