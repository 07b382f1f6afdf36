// The share link by which this person came: told to the server once, and named with an order in the week after. Pure.
//
// The newest link counts. What is stored is text of our own, but may be anything by the time it is read.

/** So long after an arrival an order still belongs to the link. */
export const kShareKeptMs = 7 * 86_400_000

const kCode = /^[a-z0-9]{4,32}$/

/** The code in an address, and the address without it; null where there is none. */
export function shareIn(address: string): { code: string; rest: string } | null {
  const url = new URL(address)
  const code = url.searchParams.get('s')
  if (code === null) return null
  url.searchParams.delete('s')
  return kCode.test(code) ? { code, rest: url.href } : { code: '', rest: url.href }
}

export function kept(code: string, now: number): string {
  return JSON.stringify({ code, at: now })
}

/** The code that was kept, while it counts. */
export function keptCode(text: string | null, now: number): string | null {
  try {
    const { code, at } = JSON.parse(text ?? 'null') as { code: unknown; at: unknown }
    if (typeof code !== 'string' || !kCode.test(code) || typeof at !== 'number') return null
    return at <= now && now - at < kShareKeptMs ? code : null
  } catch {
    return null
  }
}

/** An arrival on its way to the server: what of it has been told. */
export interface Arrival {
  code: string
  path: string
  told: boolean
  /** The page is no show: staying there is told, too. */
  stays: boolean
  stayed: boolean
}

export function readArrival(text: string | null): Arrival | null {
  try {
    const value = JSON.parse(text ?? 'null') as Arrival | null
    return value !== null && kCode.test(value.code) && typeof value.path === 'string' ? value : null
  } catch {
    return null
  }
}
