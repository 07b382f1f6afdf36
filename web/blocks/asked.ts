// Which block an address asks for, and where something in it leads. Pure.
export const kKinds = ['next', 'moments', 'words', 'wall'] as const
export type BlockKind = (typeof kKinds)[number]

export interface AskedBlock {
  kind: BlockKind
  show: string
  product: string
}

/** Of "/embed/blocks/moments" and "?product=lip"; null for an address that asks for none. */
export function blockOf(path: string, parameters: URLSearchParams): AskedBlock | null {
  const kind = kKinds.find((one) => path === `/embed/blocks/${one}`)
  return kind ? { kind, show: parameters.get('show') ?? '', product: parameters.get('product') ?? '' } : null
}

function about(block: AskedBlock): URLSearchParams {
  const query = new URLSearchParams()
  if (block.show) query.set('show', block.show)
  if (block.product) query.set('product', block.product)
  return query
}

/** Where the block's content is asked for. */
export function contentOf(block: AskedBlock): string {
  const query = about(block).toString()
  return `/api/blocks/${block.kind}${query ? `?${query}` : ''}`
}

/** The address that leads to `to` and counts that somebody came by this block on that site. */
export function wayTo(block: AskedBlock, to: string, site: string): string {
  const query = about(block)
  query.set('to', to)
  if (site) query.set('site', site)
  return `/embed/blocks/${block.kind}/open?${query}`
}
