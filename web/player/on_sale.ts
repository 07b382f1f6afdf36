// Products that open later: when, and whether this person may have them before (docs/api.md, "Products", "Sharing").
//
// Who may is the server's to say; a page asks it only once it shows a product that has not opened.
import { effect, signal } from '@preact/signals'
import { call, type Product } from '../shared/api.ts'
import { me } from './visit.ts'

/** What may be had before it opens, from where this page stands. */
const early = signal<ReadonlySet<string>>(new Set())
/** Goes on when the next product opens, so that whoever drew by it draws anew. */
const opened = signal(0)
let show = ''
let wanted = false
let timer: ReturnType<typeof setTimeout> | undefined
/** The longest that a browser's timer counts. */
const kLongestTimer = 2 ** 31 - 1

/** The show that is watched here, for what its campaign opened for all in it; empty elsewhere. */
export function standIn(where: string): void {
  if (where === show) return
  show = where
  if (wanted) void lookAtEarly()
}

export async function lookAtEarly(): Promise<void> {
  if (!wanted) return
  try {
    const { products } = await call<{ products: string[] }>(`/api/early-access${show ? `?show=${encodeURIComponent(show)}` : ''}`)
    early.value = new Set(products)
  } catch {
    // Then it opens with its time; the server says at the order what holds.
  }
}

function wakeAt(time: number): void {
  clearTimeout(timer)
  timer = setTimeout(() => (opened.value += 1), Math.min(kLongestTimer, Math.max(0, time - Date.now()) + 50))
}

/** When it opens, while it has not. */
export function opensAt(product: Pick<Product, 'on_sale_from'>): Date | null {
  opened.value
  if (!product.on_sale_from) return null
  const time = Date.parse(product.on_sale_from)
  if (time <= Date.now()) return null
  wakeAt(time)
  if (!wanted) {
    wanted = true
    queueMicrotask(() => void lookAtEarly())
  }
  return new Date(time)
}

/** It has not opened, and this person may have it all the same. */
export const isEarly = (product: Pick<Product, 'id' | 'on_sale_from'>): boolean => opensAt(product) !== null && early.value.has(product.id)

/** When it opens to this person; null once they may have it. */
export const opensToMe = (product: Pick<Product, 'id' | 'on_sale_from'>): Date | null => (isEarly(product) ? null : opensAt(product))

// Whoever becomes known here may have been granted something before.
effect(() => {
  me.value?.id
  if (wanted) void lookAtEarly()
})
