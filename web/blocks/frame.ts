// The block's side of its frame: it tells the page around how much room it takes, and counts that it was seen.
import type { FromFrame } from '../embed/protocol.ts'
import { hostOf, openBeside, paint, speak } from '../shared/framed.ts'
import type { AskedBlock } from './asked.ts'

/** Half of the block in view for this long is a view, once a load. */
const kSeenMs = 1_000
const kSeenShare = 0.5

export let site = ''

export function enterFrame(parameters: URLSearchParams): void {
  site = hostOf(parameters)
  speak(parameters.get('language') ?? '')
  paint(parameters.get('accent') ?? '')
  openBeside()
}

function tell(message: FromFrame): void {
  if (site && parent !== window) parent.postMessage(message, site)
}

/** Follows the size of `content` until the answer is called; nothing to show takes no room. */
export function tellSize(kind: string, content: Element | null): () => void {
  if (!content) {
    tell({ nigiwai: 1, type: 'size', detail: { kind, empty: true, height: 0 } })
    return () => {}
  }
  const told = (): void => tell({ nigiwai: 1, type: 'size', detail: { kind, empty: false, height: Math.ceil(content.getBoundingClientRect().bottom) } })
  const watching = new ResizeObserver(told)
  watching.observe(content)
  told()
  return () => watching.disconnect()
}

let counted = false

/** Counts one view, once enough of `content` was in view for long enough. */
export function countSeen(block: AskedBlock, content: Element): () => void {
  if (counted || !site) return () => {}
  let timer: ReturnType<typeof setTimeout> | undefined
  const watching = new IntersectionObserver(
    ([entry]) => {
      clearTimeout(timer)
      if (entry && entry.intersectionRatio >= kSeenShare) timer = setTimeout(seen, kSeenMs)
    },
    { threshold: [0, kSeenShare] },
  )
  const seen = (): void => {
    watching.disconnect()
    // A page that is behind another has its frames in view, but nobody looks.
    if (document.visibilityState !== 'visible') return watching.observe(content)
    if (counted) return
    counted = true
    const { kind, show, product } = block
    void fetch('/api/blocks/views', {
      method: 'POST',
      keepalive: true,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ kind, site, ...(show ? { show } : {}), ...(product ? { product } : {}) }),
    }).catch(() => {})
  }
  watching.observe(content)
  return () => {
    clearTimeout(timer)
    watching.disconnect()
  }
}
