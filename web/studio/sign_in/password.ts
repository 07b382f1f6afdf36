// How hard a password is to guess, roughly, as a hint while it is typed. Pure; the server decides what it accepts.

export type Strength = 'short' | 'weak' | 'fair' | 'strong'

/** The server refuses shorter ones. */
export const kShortestPassword = 10

export function strength(password: string): Strength {
  const length = [...password].length
  if (length < kShortestPassword) return 'short'
  const distinct = new Set(password).size
  const kinds = [/[a-z]/, /[A-Z]/, /\d/, /[^A-Za-z0-9]/].filter((kind) => kind.test(password)).length
  if (distinct < 5) return 'weak'
  // Length counts more than kinds of characters: a sentence is a better password than P4$sw0rd.
  const score = length + kinds * 2 + Math.min(distinct, 12) / 2
  return score < 18 ? 'weak' : score < 24 ? 'fair' : 'strong'
}
