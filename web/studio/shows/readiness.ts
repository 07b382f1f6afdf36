// Whether a show can go on air, as a short list of things and what each still needs.
//
// Pure. `text` names a message (`ready.<text>` in the message files). Nothing here forbids the start: a show may start
// without an encoder (DESIGN of the show clock), so an open point is said, not enforced.

import type { Health } from '../live/health.ts'

export interface Check {
  what: 'picture' | 'shelf' | 'stock' | 'record'
  state: 'ok' | 'open' | 'warn'
  text: string
  values: Record<string, string | number>
}

export interface ReadinessInput {
  health: Health | null | undefined
  record: boolean
  shelf: readonly { title: string; left: number }[]
}

export function readiness({ health, record, shelf }: ReadinessInput): Check[] {
  const checks: Check[] = []
  const add = (what: Check['what'], state: Check['state'], text: string, values: Check['values'] = {}) =>
    checks.push({ what, state, text, values })

  if (health?.refused) add('picture', 'warn', 'picture_refused', { sentence: health.refused })
  else if (!health?.connected) add('picture', 'open', 'picture_open')
  else if ((health.no_video_for_ms ?? 0) >= 10_000) add('picture', 'warn', 'picture_silent')
  else add('picture', 'ok', 'picture_ok', { size: `${health.width ?? '?'}×${health.height ?? '?'}`, fps: Math.round(health.fps ?? 0) })

  if (shelf.length === 0) add('shelf', 'open', 'shelf_open')
  else add('shelf', 'ok', 'shelf_ok', { count: shelf.length })

  const out = shelf.filter((product) => product.left <= 0)
  if (out.length > 0) add('stock', 'warn', out.length === 1 ? 'stock_out_one' : 'stock_out', { title: out[0]!.title, count: out.length })
  else if (shelf.length > 0) add('stock', 'ok', 'stock_ok', { left: shelf.reduce((sum, product) => sum + product.left, 0) })
  else add('stock', 'open', 'stock_open')

  if (record) add('record', 'ok', 'record_on')
  else add('record', 'warn', 'record_off')
  return checks
}
