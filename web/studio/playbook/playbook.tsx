// The playbook: which phase the team is in, what is next, what holds it back, and the four phases with their to-dos.
import { useState } from 'preact/hooks'
import { Icon } from '../../shared/icons.tsx'
import { common } from '../messages/common.ts'
import { playbookWords } from '../messages/playbook.ts'
import { Failed, useLoaded, Waiting } from '../parts/load.tsx'
import { weeksSince } from './days.ts'
import { Mark } from './mark.tsx'
import { mayPlan } from './may_plan.ts'
import { NextCard } from './next_card.tsx'
import { PhaseColumn } from './phase_column.tsx'
import { playbookApi, type Playbook } from './playbook_api.ts'
import { ProofCard } from './proof_card.tsx'
import { AddTodo, TodoDrawer } from './todo_drawer.tsx'
import { phaseAfter, titleOf } from './todo_model.ts'
import './playbook.css'

export function PlaybookPage() {
  const words = playbookWords()
  const loaded = useLoaded('playbook', playbookApi.playbook)
  const [opened, setOpened] = useState<string | null>(null)
  const [adding, setAdding] = useState(false)
  const book = loaded.data
  return (
    <div class="playbook" data-test="playbook" data-phase={book?.phase}>
      <header class="page-head">
        <div class="page-title">
          <h1 data-test="headline">{book ? headline(book) : common().nav.playbook}</h1>
          {book && <p class="under n">{words.facts(book.shows, book.team, book.began_at ? weeksSince(book.began_at, Date.now()) : null)}</p>}
        </div>
        {book && (
          <div class="page-tools beside no-print">
            {mayPlan() && <button type="button" class="btn" onClick={() => setAdding(true)} data-test="add-todo"><Icon name="plus" size="s" />{words.add}</button>}
            <button type="button" class="btn" onClick={() => print()}><Icon name="printer" size="s" />{words.print}</button>
          </div>
        )}
      </header>
      {!book && !loaded.problem && <Waiting />}
      {Boolean(loaded.problem) && <Failed problem={loaded.problem} again={loaded.reload} />}
      {book && (
        <>
          <div class={`pb-top ${book.complete ? 'alone' : ''}`}>
            <NextCard book={book} onOpen={setOpened} />
            <ProofCard id={book.proof} />
          </div>
          <div class="pb-phases">
            {book.phases.map((phase, index) => <PhaseColumn key={phase.phase} phase={phase} number={index + 1} book={book} onOpen={setOpened} />)}
          </div>
          <ul class="pb-legend" aria-hidden="true">
            <li><Mark state="closed" small />{words.legendClosed}</li>
            <li><Mark state="under-way" small />{words.marks['under-way']}</li>
            <li><Mark state="overdue" small />{words.marks['overdue']}</li>
            <li><Mark state="open" small />{words.marks['open']}</li>
          </ul>
          {book.dropped.length > 0 && (
            <details class="lines pb-dropped no-print">
              <summary>{words.droppedList(book.dropped.length)}</summary>
              <ul>{book.dropped.map((todo) => <li key={todo.id}><button type="button" class="link" onClick={() => setOpened(todo.id)} data-test="dropped">{titleOf(todo)}</button></li>)}</ul>
            </details>
          )}
        </>
      )}
      {opened && book && <TodoDrawer key={opened} id={opened} kinds={book.evidence} onClose={() => setOpened(null)} onChanged={loaded.reload} />}
      {adding && book && <AddTodo kinds={book.evidence} phase={book.phase} onClose={() => setAdding(false)} onChanged={loaded.reload} />}
    </div>
  )
}

function headline(book: Playbook): string {
  const words = playbookWords()
  if (book.complete) return words.complete
  const after = phaseAfter(book.phase)
  return words.headline(words.phases[book.phase], book.missing, after && words.phases[after])
}
