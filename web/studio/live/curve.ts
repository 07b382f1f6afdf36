// Chat and orders along the show, in equal steps, for the chart of the console. Pure.

export interface Curve {
  /** How long one step is; the show fits into at most `kMostSteps` of them. */
  stepMs: number
  chat: number[]
  orders: number[]
}

/** More bars than this cannot be told apart in the card. */
export const kMostSteps = 60

/** Counts by minute, grown as events come. */
export type Minutes = readonly number[]

/** `minutes` with one more at each of `ats` (ms of the show). */
export function counted(minutes: Minutes, ats: readonly number[]): Minutes {
  if (ats.length === 0) return minutes
  const grown = [...minutes]
  for (const at of ats) {
    const minute = Math.max(0, Math.floor(at / 60_000))
    while (grown.length <= minute) grown.push(0)
    grown[minute]! += 1
  }
  return grown
}

export function curve(chat: Minutes, orders: Minutes, clock: number): Curve {
  const minutes = Math.max(1, Math.ceil(clock / 60_000))
  const perStep = Math.ceil(minutes / kMostSteps)
  const steps = Math.ceil(minutes / perStep)
  const sum = (counts: Minutes): number[] =>
    Array.from({ length: steps }, (_, step) => {
      let total = 0
      for (let minute = step * perStep; minute < (step + 1) * perStep; minute += 1) total += counts[minute] ?? 0
      return total
    })
  return { stepMs: perStep * 60_000, chat: sum(chat), orders: sum(orders) }
}
