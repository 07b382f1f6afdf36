// The viewer's token where no cookie reaches: in a frame on another site. It is kept in the frame's own storage, and in
// memory where the browser gives a frame none.
import { remember, remembered } from './i18n.ts'

const kKey = 'nigiwai.viewer'

let carries = false
let token: string | null = null

/** From now on requests carry a token instead of cookies. */
export function carryToken(): void {
  carries = true
  token = remembered(kKey)
}

export function carriesToken(): boolean {
  return carries
}

export function bearer(): string | null {
  return token
}

/** Remembers the token of a new viewer; on our own pages the cookie does that. */
export function keepToken(fresh: string): void {
  if (!carries) return
  token = fresh
  remember(kKey, fresh)
}
