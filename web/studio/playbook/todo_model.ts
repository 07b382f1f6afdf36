// What the screens make of the playbook: the words of a to-do, the page its evidence opens, what is shown first. Pure but
// for the language spoken.
import { date } from '../../shared/format.ts'
import { language } from '../../shared/i18n.ts'
import { common } from '../messages/common.ts'
import { countedOf, playbookWords } from '../messages/playbook.ts'
import { kPhases, type EvidencePage, type EvidenceSeen, type Phase, type Playbook, type Todo } from './playbook_api.ts'

/** To-dos of a phase shown before "more". */
export const kShownFirst = 8

/** "11月30日" / "30 Nov". */
export const day = (instant: string): string => date(new Date(instant), language.value)

export const titleOf = (todo: Pick<Todo, 'title'>): string => todo.title[language.value]
export const whyOf = (todo: Pick<Todo, 'why'>): string => todo.why[language.value]

const kPages: Record<Exclude<EvidencePage, 'show' | 'proof' | 'review'>, string> = {
  shows: '/studio', team: '/studio/settings/team', shop: '/studio/settings', products: '/studio/products', orders: '/studio/orders',
  playbook: '/studio/playbook/proofs', learn: '/studio/learn',
}

/** Where the studio shows this evidence; null where nothing does. */
export function pageOf(evidence: EvidenceSeen | null): { page: EvidencePage; href: string } | null {
  if (!evidence?.page) return null
  const { page, id = '' } = evidence
  if (page === 'show') return { page, href: `/studio/shows/${encodeURIComponent(id)}` }
  if (page === 'review') return { page, href: `/studio/shows/${encodeURIComponent(id)}/review` }
  if (page === 'proof') return { page, href: `/studio/playbook/proofs/${encodeURIComponent(id)}` }
  return { page, href: kPages[page] }
}

/** One line on what is there: what was counted, or what a person wrote. */
export function sentenceOf(todo: Todo): string {
  const words = playbookWords()
  if (todo.closed?.by === 'person') return todo.closed.note
  if (todo.evidence?.have === undefined) return words.byHand
  const roles = common().roles as Record<string, string>
  return words.sentences[todo.evidence.kind]?.(countedOf(todo.evidence, (role) => roles[role] ?? role)) ?? ''
}

/** Beside the evidence: who closed it and when, or until when it is due. */
export function asideOf(todo: Todo): string {
  const words = playbookWords()
  const at = todo.closed?.at
  if (todo.closed?.by === 'events') return at ? words.automatic(day(at)) : words.automaticOnly
  if (todo.closed) return `${todo.closed.who?.name ?? ''} ${at ? day(at) : ''}`.trim()
  return todo.due_at ? words.until(day(todo.due_at)) : ''
}

export function todoWith(book: Playbook, id: string): Todo | null {
  for (const { todos } of book.phases) {
    const found = todos.find((todo) => todo.id === id)
    if (found) return found
  }
  return book.dropped.find((todo) => todo.id === id) ?? null
}

export function phaseAfter(phase: Phase): Phase | null {
  return kPhases[kPhases.indexOf(phase) + 1] ?? null
}

/** What of a phase is read without asking for more: what is not done first, in its place. */
export function shownFirst(todos: readonly Todo[]): Todo[] {
  if (todos.length <= kShownFirst) return [...todos]
  const open = todos.filter((todo) => todo.state !== 'closed').slice(0, kShownFirst)
  const room = kShownFirst - open.length
  const done = todos.filter((todo) => todo.state === 'closed').slice(0, room)
  return todos.filter((todo) => open.includes(todo) || done.includes(todo))
}
