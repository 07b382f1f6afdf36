// There is no such page, or no such thing to show on it.
import { Problem } from '../../shared/api.ts'
import { common } from '../messages/common.ts'
import { Failed } from './load.tsx'

export function Nowhere() {
  const words = common().nowhere
  return (
    <div class="empty" data-test="nowhere">
      <h1>{words.title}</h1>
      <p>{words.text}</p>
      <a class="btn do" href="/studio">{words.back}</a>
    </div>
  )
}

/** For a page about one thing: what does not exist is not tried again. */
export function NotLoaded({ problem, again }: { problem: unknown; again: () => void }) {
  return Problem.from(problem).status === 404 ? <Nowhere /> : <Failed problem={problem} again={again} />
}
