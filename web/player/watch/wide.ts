// Whether there is room for shelf and chat beside the picture.
import { signal } from '@preact/signals'

const query = matchMedia('(min-width: 1024px) and (min-height: 560px)')
const wide = signal(query.matches)
query.addEventListener('change', () => (wide.value = query.matches))

export function useWide(): boolean {
  return wide.value
}
