// What is chosen on a page stands in its address, so that it can be sent to somebody and survives a reload.
import { address, go } from '../route.ts'

export function useQuery(): [URLSearchParams, (changes: Record<string, string | null>) => void] {
  const [path, search] = address.value.split('?') as [string, string?]
  const set = (changes: Record<string, string | null>): void => {
    const next = new URLSearchParams(search ?? '')
    for (const [name, value] of Object.entries(changes)) {
      if (value) next.set(name, value)
      else next.delete(name)
    }
    go(next.size ? `${path}?${next}` : path, { replace: true })
  }
  return [new URLSearchParams(search ?? ''), set]
}
