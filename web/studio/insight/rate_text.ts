/** A rate for each 1,000 seconds watched: "0.4", "36.4", "1,250"; null where there is none. */
export function rateText(rate: number | null | undefined): string | null {
  if (rate === null || rate === undefined) return null
  return rate.toLocaleString('en', { maximumFractionDigits: rate < 100 ? 1 : 0 })
}
