// The line of followers over half a year, as an SVG path. Pure.

/** In a box of 100 × 40, from the left to the right; a count that never moved lies at the bottom. */
export function path(counts: readonly number[]): string {
  if (counts.length < 2) return ''
  const least = Math.min(...counts)
  const reach = Math.max(...counts) - least
  return counts
    .map((each, place) => {
      const x = (place / (counts.length - 1)) * 100
      const y = reach === 0 ? 38 : 38 - ((each - least) / reach) * 36
      return `${place === 0 ? 'M' : 'L'}${x.toFixed(1)} ${y.toFixed(1)}`
    })
    .join(' ')
}

/** How many more than `weeks` ago; nothing when that long is not known. */
export function grown(counts: readonly number[], weeks: number): number | null {
  if (counts.length <= weeks) return null
  return counts.at(-1)! - counts.at(-1 - weeks)!
}
