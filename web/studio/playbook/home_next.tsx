// The playbook in one line above the list of shows: the phase, the next thing to do, and what holds it back. Nothing while
// it is not known, or when all is done.
import { Icon } from '../../shared/icons.tsx'
import { playbookWords } from '../messages/playbook.ts'
import { useLoaded } from '../parts/load.tsx'
import { playbookApi } from './playbook_api.ts'
import { titleOf, todoWith } from './todo_model.ts'
import './playbook.css'

export function HomeNext() {
  const words = playbookWords()
  const { data: book } = useLoaded('playbook', playbookApi.playbook)
  const next = book?.next ? todoWith(book, book.next) : null
  if (!book || !next) return null
  return (
    <a class="pb-home" href="/studio/playbook" data-test="home-next" data-todo={next.id}>
      <Icon name="flag" size="s" />
      <span class="pb-home-phase">{words.homeNow(words.phases[book.phase])}</span>
      <span class="pb-home-next phrase"><span>{words.homeNext}</span> <b>{titleOf(next)}</b></span>
      {book.holding.length > 0 && <span class="tag bad">{words.homeHolding(book.holding.length)}</span>}
      <Icon name="chevronRight" size="s" />
    </a>
  )
}
