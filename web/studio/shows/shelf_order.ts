// The order of a shelf: moving and removing products. Pure; each gives a new list.

export function moved<T>(list: readonly T[], from: number, to: number): T[] {
  const copy = [...list]
  if (from < 0 || from >= copy.length) return copy
  const [item] = copy.splice(from, 1)
  copy.splice(Math.max(0, Math.min(copy.length, to)), 0, item!)
  return copy
}

export function removed<T>(list: readonly T[], place: number): T[] {
  return list.filter((_, at) => at !== place)
}
