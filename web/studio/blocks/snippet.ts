// The code that a page takes to show a block, and the address of its preview. Pure.
import type { BlockKind } from './blocks_api.ts'

export interface Placed {
  kind: BlockKind
  show: string
  product: string
}

/** Whether it says everything that its kind needs. */
export function isWhole({ kind, show, product }: Placed): boolean {
  if (kind === 'moments') return product !== ''
  return kind !== 'words' || show !== '' || product !== ''
}

function attributes(placed: Placed): [string, string][] {
  const { kind, show, product } = placed
  if (kind === 'words' && show) return [['show', show]]
  return kind !== 'next' && product ? [['product', product]] : []
}

export function snippet(origin: string, placed: Placed): string {
  const said = attributes(placed).map(([name, value]) => ` ${name}="${value}"`).join('')
  return `<script src="${origin}/embed.js" async></script>\n<nigiwai-${placed.kind}${said}></nigiwai-${placed.kind}>`
}

export function previewOf(placed: Placed, language: string): string {
  return `/embed/blocks/${placed.kind}?${new URLSearchParams([...attributes(placed), ['language', language]])}`
}
