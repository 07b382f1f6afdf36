// A problem as a sentence for staff, who can use what the server says in particular.
import { Problem } from '../../shared/api.ts'
import { language } from '../../shared/i18n.ts'
import { problemText } from '../../shared/messages/words.ts'

const kTelling = new Set(['invalid', 'conflict', 'state', 'wrong-state', 'unsupported'])

export function explain(cause: unknown): string {
  const problem = Problem.from(cause)
  const text = problemText(problem)
  return kTelling.has(problem.type) && problem.detail && problem.detail !== text ? `${text} ${problem.detail}` : text
}

/** The first part of the field that the server named: "/price/amount" → "price". */
export function fieldOf(cause: unknown): string | null {
  const field = Problem.from(cause).field
  return field ? (field.split('/').filter(Boolean)[0] ?? null) : null
}

/** The sentence under that field. */
export function fieldText(cause: unknown): string {
  // The server speaks English; beside Japanese its sentence comes after ours.
  return language.value === 'ja' ? explain(cause) : Problem.from(cause).detail || explain(cause)
}
