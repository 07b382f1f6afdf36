// The one thing to do next: why, who, until when, and what closes it.
import { Icon } from '../../shared/icons.tsx'
import { common } from '../messages/common.ts'
import { playbookWords } from '../messages/playbook.ts'
import { daysBetween } from './days.ts'
import type { Playbook, Todo } from './playbook_api.ts'
import { day, pageOf, phaseAfter, sentenceOf, titleOf, todoWith, whyOf } from './todo_model.ts'

export function NextCard({ book, onOpen }: { book: Playbook; onOpen: (id: string) => void }) {
  const words = playbookWords()
  const todo = book.next ? todoWith(book, book.next) : null
  if (!todo) return null
  const late = todo.state === 'overdue'
  const after = phaseAfter(book.phase)
  const way = pageOf(todo.evidence)
  const counted = todo.evidence?.have !== undefined
  const others = book.holding.filter((id) => id !== todo.id).length
  return (
    <section class={`panel pb-next ${late ? 'late' : ''}`} aria-labelledby="pb-next" data-test="next" data-todo={todo.id}>
      <div class="pb-next-words">
        <p class="pb-kicker">{late ? words.holding : words.next}</p>
        <h2 id="pb-next" class="phrase">{titleOf(todo)}</h2>
        <p class="pb-why phrase">
          {[
            late ? words.overdueBy(daysBetween(Date.parse(todo.due_at!), Date.now())) : '', whyOf(todo), words.afterThis(after && words.phases[after], book.missing),
            others > 0 ? words.othersHold(others) : '',
          ].filter(Boolean).join(words.between)}
        </p>
        <ul class="pb-meta">
          <li><Icon name="person" size="s" /><span>{words.inCharge} <b>{whoOf(todo)}</b></span></li>
          <li><Icon name="calendar" size="s" /><span>{words.due} <b class="n">{todo.due_at ? day(todo.due_at) : words.noDue}</b></span></li>
          <li><Icon name="check" size="s" /><span>{words.evidence} <b class="phrase">{sentenceOf(todo)}</b></span></li>
        </ul>
      </div>
      <div class="pb-next-do no-print">
        {way ? <a class="btn do" href={way.href} data-test="next-go">{words.goPage[way.page]}</a> : <button type="button" class="btn do" onClick={() => onOpen(todo.id)} data-test="next-close">{counted ? words.open : words.close}</button>}
        {way && <button type="button" class="link" onClick={() => onOpen(todo.id)} data-test="next-open">{words.open}</button>}
      </div>
    </section>
  )
}

/** The person, else the role, else nobody yet. */
export function whoOf(todo: Pick<Todo, 'person' | 'role'>): string {
  return todo.person?.name ?? (todo.role ? common().roles[todo.role] : playbookWords().nobody)
}
