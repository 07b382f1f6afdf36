// What is kept for this viewer, and where the viewer waits: the server's word, asked for whenever something may have
// changed. Times are counted down from `left_ms`, so that a device whose clock is wrong counts right.
import { batch, signal } from '@preact/signals'
import { api, Problem, type Hold, type Place } from '../shared/api.ts'
import { me } from './visit.ts'

/** While something is kept or waited for, the server is asked this often besides: an event may have been missed. */
const kLookMs = 15_000
/** After a hold's end the server has given it on within this. */
const kAfterEndMs = 400

export interface Kept extends Hold {
  /** On the page's own clock (performance.now). */
  endsAt: number
}

export type HoldNews = { kind: 'granted' | 'ended'; product: string }

export const kept = signal<Kept[]>([])
export const places = signal<Place[]>([])
/** Ticks once a second while something is kept. */
export const now = signal(0)

let told: (news: HoldNews) => void = () => {}
let timer: ReturnType<typeof setTimeout> | undefined
let asking: Promise<void> | null = null
let again = false
/** What this page itself ended: no news. */
const own = new Set<string>()

/** What the screens are told of: a hold that came from the line, one whose time is over. */
export function onHoldNews(tell: (news: HoldNews) => void): void {
  told = tell
}

/** A member may have been on another device meanwhile: whoever comes back to this page sees what is kept by now. */
export function lookWhenSeen(): () => void {
  const seen = (): void => {
    if (document.visibilityState === 'visible') void lookAtHolds()
  }
  document.addEventListener('visibilitychange', seen)
  window.addEventListener('focus', seen)
  return () => {
    document.removeEventListener('visibilitychange', seen)
    window.removeEventListener('focus', seen)
  }
}

/** Forgets nothing of what it knew when the server cannot be reached. */
export function lookAtHolds(): Promise<void> {
  // Who is nobody yet holds nothing.
  if (me.peek() === null) return Promise.resolve()
  if (asking) {
    again = true
    return asking
  }
  asking = (async () => {
    try {
      do {
        again = false
        take(await api.myHolds())
      } while (again)
    } catch (cause) {
      const problem = Problem.from(cause)
      if (problem.status === 401) take({ items: [], waiting: [] })
    } finally {
      asking = null
      schedule()
    }
  })()
  return asking
}

function take({ items, waiting }: { items: Hold[]; waiting: Place[] }): void {
  const before = { kept: kept.peek(), places: places.peek() }
  const at = performance.now()
  const fresh = items.map((hold) => ({ ...hold, endsAt: at + hold.left_ms }))
  batch(() => {
    kept.value = fresh
    places.value = waiting
    now.value = at
  })
  for (const { id, product } of before.places) {
    if (fresh.some((hold) => hold.id === id)) told({ kind: 'granted', product })
  }
  for (const { id, product } of before.kept) {
    if (!fresh.some((hold) => hold.id === id) && !own.has(id)) told({ kind: 'ended', product })
  }
}

function schedule(): void {
  clearTimeout(timer)
  if (kept.peek().length === 0 && places.peek().length === 0) return
  const step = (): void => {
    now.value = performance.now()
    const over = kept.peek().some(({ endsAt }) => endsAt + kAfterEndMs < now.peek())
    const since = now.peek() - looked
    if ((over && since > kAfterEndMs) || since > kLookMs) void lookAtHolds()
    else timer = setTimeout(step, kept.peek().length > 0 ? 250 : 1_000)
  }
  const looked = performance.now()
  step()
}

export const keptOf = (sku: string): Kept | undefined => kept.value.find((hold) => hold.sku === sku)
export const placeOf = (sku: string): Place | undefined => places.value.find((place) => place.sku === sku)
export const msLeft = (hold: Kept): number => Math.max(0, hold.endsAt - now.value)

export async function giveBack(id: string): Promise<void> {
  own.add(id)
  try {
    await api.giveBack(id)
  } catch (cause) {
    const problem = Problem.from(cause)
    if (problem.status !== 404) {
      own.delete(id)
      throw problem
    }
  } finally {
    await lookAtHolds()
  }
}

/** A hold that was bought is no longer there, and that is no news. */
export async function boughtHolds(skus: readonly string[]): Promise<void> {
  for (const hold of kept.peek()) if (skus.includes(hold.sku)) own.add(hold.id)
  await lookAtHolds()
}
