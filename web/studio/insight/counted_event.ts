// One event behind a figure, in words.
import { clock, count, money } from '../../shared/format.ts'
import { language } from '../../shared/i18n.ts'
import { eventWords } from '../messages/insight_events.ts'
import { valueText } from './figure_words.ts'
import type { CountedEvent, Unit } from './insight_api.ts'

export interface Naming {
  currency: string
  /** Titles by product. */
  products: ReadonlyMap<string, string>
}

/** What happened: "再生した 0:20〜0:30", "商品を開いた うるみリップ". */
export function told(event: CountedEvent, { products }: Naming): { what: string; more: string } {
  const words = eventWords()
  const data = event.data ?? {}
  const what = words.kinds[event.kind ?? ''] ?? words.other
  const { from, to, product, total, amount } = data
  if (typeof from === 'number' && typeof to === 'number') return { what, more: words.span(clock(from), clock(to)) }
  if (event.kind === 'heart.given' && typeof data['count'] === 'number') return { what, more: words.hearts(data['count']) }
  if (typeof product === 'string') return { what, more: products.get(product) ?? product }
  const value = total ?? amount
  return { what, more: isMoney(value) ? money(value, language.value) : '' }
}

/** What it adds to the sum, with its sign: "+1 人", "−¥2,640". */
export function added(event: CountedEvent, unit: Unit, currency: string): string {
  const counts = Math.abs(event.counts)
  const text = unit === 'ms' ? seconds(counts) : valueText(counts, unit, currency)
  return `${event.counts < 0 ? '−' : '+'}${text}`
}

/** A stretch of playing is seconds long. */
function seconds(ms: number): string {
  return ms >= 60_000 ? clock(ms) : `${(ms / 1000).toLocaleString('en', { maximumFractionDigits: 1 })}${language.value === 'ja' ? '\u00a0秒' : '\u00a0s'}`
}

function isMoney(value: unknown): value is { amount: number; currency: string } {
  return typeof value === 'object' && value !== null && typeof (value as { amount?: unknown }).amount === 'number' && typeof (value as { currency?: unknown }).currency === 'string'
}

/** A sum of counts as the drawer's heading says it. */
export function summed(sum: number, unit: Unit, currency: string): string {
  return unit === 'rate' ? count(sum) : valueText(sum, unit, currency)
}
