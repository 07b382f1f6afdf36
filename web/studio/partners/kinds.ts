// What a webhook is told, as people choose it: everything, or some groups of kinds. Kinds that stand in no group (made over
// the API) stay as they are.

export const kGroups = {
  orders: ['order.*'],
  shows: ['show.*', 'picture.*', 'clip.*'],
  products: ['product.*', 'stock.*', 'offer.*'],
  talk: ['chat.*', 'question.*', 'poll.*'],
  campaigns: ['campaign.*'],
} as const
export type Group = keyof typeof kGroups
export const kGroupNames = Object.keys(kGroups) as Group[]

export interface Chosen {
  all: boolean
  groups: Group[]
  /** Kinds that no group stands for. */
  others: string[]
}

export function chosenOf(kinds: readonly string[]): Chosen {
  const groups = kGroupNames.filter((group) => kGroups[group].every((kind) => kinds.includes(kind)))
  const grouped = new Set<string>(groups.flatMap((group) => kGroups[group]))
  return { all: kinds.includes('*'), groups, others: kinds.filter((kind) => kind !== '*' && !grouped.has(kind)) }
}

export function kindsOf({ all, groups, others }: Chosen): string[] {
  return all ? ['*'] : [...kGroupNames.filter((group) => groups.includes(group)).flatMap((group) => kGroups[group]), ...others]
}
