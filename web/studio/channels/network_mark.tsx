// A network's mark: its letter on its colour, beside its name everywhere it stands.
import type { ChannelAccount } from './channels_api.ts'

const letters: Record<ChannelAccount['network'], string> = { line: 'L', instagram: 'I', x: 'X', facebook: 'f', bluesky: 'B', fediverse: 'F' }

export function NetworkMark({ network }: { network: ChannelAccount['network'] }) {
  return <span class={`letter network-mark ${network}`} aria-hidden="true">{letters[network]}</span>
}
