// All definitions, and those that this page counts by where they are not ours; the choice stands in the address.
import { useLoaded } from '../parts/load.tsx'
import { insightApi, type Definition } from './insight_api.ts'
import { useQuery } from './use_query.ts'

export interface Definitions {
  all: Definition[]
  /** By name. */
  chosen: string[]
  define: (figure: string, definition: Definition) => void
}

export function useDefinitions(): Definitions {
  const [query, setQuery] = useQuery()
  const loaded = useLoaded('definitions', insightApi.definitions)
  const all = loaded.data ?? []
  const named = (query.get('definitions') ?? '').split(',').filter(Boolean)
  // An address may name what no longer is one.
  const chosen = loaded.data ? named.filter((name) => all.some((one) => one.definition === name)) : named
  const define = (figure: string, definition: Definition): void => {
    const others = chosen.filter((name) => all.find((one) => one.definition === name)?.figure !== figure)
    setQuery({ definitions: [...others, ...(definition.ours ? [] : [definition.definition])].join(',') })
  }
  return { all, chosen, define }
}
