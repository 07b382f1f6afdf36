// The shared messages in the language spoken now, and any Problem as a sentence in it.
import { Problem } from '../api.ts'
import { dateTime } from '../format.ts'
import { dictionary, language } from '../i18n.ts'
import { en } from './en.ts'
import { ja } from './ja.ts'

export const sharedWords = dictionary({ ja, en })

/** A sentence for a person. Problems of a type we have no words for keep the server's own sentence. */
export function problemText(cause: unknown): string {
  const problem = Problem.from(cause)
  const words = sharedWords()
  if (problem.type === 'too-many' && problem.retryAfterMs) {
    return words.tooManyFor(Math.max(1, Math.ceil(problem.retryAfterMs / 1000)))
  }
  if (problem.type === 'not-on-sale') {
    const from = new Date(String(problem.members['on_sale_from']))
    return words.notOnSale(String(problem.members['title'] ?? ''), dateTime(from, language.value))
  }
  if (problem.type === 'limit-per-person') {
    return words.limitPerPerson(Number(problem.members['limit']), Number(problem.members['already']))
  }
  if (problem.type === 'name-refused') {
    const reason = problem.members['reason']
    return typeof reason === 'string' ? words.nameRefusedBecause(reason) : words.nameRefused
  }
  return words.problems[problem.type] ?? (problem.detail || problem.title || words.problems['unknown']!)
}
