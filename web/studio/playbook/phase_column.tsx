// One phase: how far it is, and its to-dos. On phones only the phase the team is in stands open.
import { useState } from 'preact/hooks'
import { Icon } from '../../shared/icons.tsx'
import { playbookWords } from '../messages/playbook.ts'
import { Mark } from './mark.tsx'
import type { Playbook, Todo } from './playbook_api.ts'
import { asideOf, pageOf, phaseAfter, sentenceOf, shownFirst, titleOf } from './todo_model.ts'

interface Props {
  phase: Playbook['phases'][number]
  number: number
  book: Playbook
  onOpen: (id: string) => void
}

export function PhaseColumn({ phase, number, book, onOpen }: Props) {
  const words = playbookWords()
  const [whole, setWhole] = useState(false)
  const done = phase.of > 0 && phase.done === phase.of
  const current = !book.complete && phase.phase === book.phase
  const [open, setOpen] = useState(current)
  const next = !book.complete && phase.phase === phaseAfter(book.phase) && !done
  const shown = whole ? phase.todos : shownFirst(phase.todos)
  const hidden = phase.todos.filter((todo) => !shown.includes(todo))
  const id = `pb-${phase.phase}`
  return (
    <section class={`pb-phase ${current ? 'current' : ''} ${done ? 'done' : ''} ${open ? 'open' : ''}`} aria-labelledby={id} data-test={`phase-${phase.phase}`} data-done={phase.done} data-of={phase.of}>
      <div class="pb-phase-head">
        <h2 id={id}><span class="n">{number}</span> {words.phases[phase.phase]}</h2>
        <span class="pb-sub">{words.phaseSub[phase.phase]}</span>
        {done ? <span class="tag ok">{words.tags.done}</span> : current ? <span class="tag pb-now">{words.tags.now}</span> : next ? <span class="tag">{words.tags.next}</span> : null}
        <button type="button" class="icon-btn pb-fold no-print" aria-expanded={open} aria-controls={`${id}-list`} aria-label={words.phases[phase.phase]} onClick={() => setOpen(!open)}>
          <Icon name="chevronDown" size="s" />
        </button>
      </div>
      <div class="pb-progress">
        <span class="bar" role="img" aria-label={words.progress(phase.done, phase.of)}><i style={{ width: `${phase.of ? (100 * phase.done) / phase.of : 0}%` }} /></span>
        <span class="n" aria-hidden="true">{phase.done} / {phase.of}</span>
      </div>
      <div class="pb-list" id={`${id}-list`}>
        <ul>{shown.map((todo) => <TodoRow key={todo.id} todo={todo} onOpen={onOpen} />)}</ul>
        {(hidden.length > 0 || whole) && phase.todos.length > shownFirst(phase.todos).length && (
          <button type="button" class="pb-more no-print" onClick={() => setWhole(!whole)}>
            {whole ? words.fewer : words.more(hidden.length, hidden.every((todo) => todo.state === 'closed'))}
            <Icon name="chevronRight" size="xs" />
          </button>
        )}
      </div>
    </section>
  )
}

function TodoRow({ todo, onOpen }: { todo: Todo; onOpen: (id: string) => void }) {
  const words = playbookWords()
  const way = todo.state === 'closed' && todo.closed?.by === 'events' ? pageOf(todo.evidence) : null
  const aside = asideOf(todo)
  return (
    <li class={todo.state === 'overdue' ? 'late' : ''} data-test="todo" data-todo={todo.id} data-state={todo.state} data-closed-by={todo.closed?.by}>
      <Mark state={todo.state} label={words.marks[todo.state]!} />
      <button type="button" class="pb-title phrase" onClick={() => onOpen(todo.id)} data-test={`open-${todo.id}`}>{titleOf(todo)}</button>
      <p class="pb-evidence">
        {way ? <a href={way.href} data-test={`evidence-${todo.id}`}>{sentenceOf(todo)}</a> : <span>{sentenceOf(todo)}</span>}
        {aside && <span class="pb-aside n">{aside}</span>}
      </p>
    </li>
  )
}
