// Why a delivery was not taken, in words of the reader's language; the server keeps its sentence in English.
import type { partnerWords } from '../messages/partners.ts'

type Words = ReturnType<typeof partnerWords>['errors']

export function troubleText(words: Words, error: string, status?: number): string {
  const told = status || Number(/\b([1-5]\d\d)\b/.exec(error)?.[1] ?? 0)
  if (told === 410) return words.gone
  if (told >= 300 && told < 400) return words.redirected(told)
  if (told > 0) return words.answered(told)
  if (/private network/.test(error)) return words.private
  if (/longer than/.test(error)) return words.tooLarge
  return words.none
}
