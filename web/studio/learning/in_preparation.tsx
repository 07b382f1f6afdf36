// What learning brings into the preparation of a show: what is to be tried in it, and the patterns that are confirmed.
import { Icon } from '../../shared/icons.tsx'
import { learningWords } from '../messages/learning.ts'
import { useLoaded } from '../parts/load.tsx'
import { learningApi } from './learning_api.ts'
import './learning.css'

/** Nothing while there is nothing to say, or while it cannot be read: the preparation goes on without. */
export function InPreparation({ show }: { show: string }) {
  const words = learningWords()
  const tries = useLoaded(`tries ${show}`, () => learningApi.tries(show))
  const patterns = useLoaded('patterns', learningApi.patterns)
  const confirmed = patterns.data?.filter(({ state }) => state === 'confirmed') ?? []
  return (
    <>
      {(tries.data?.length ?? 0) > 0 && (
        <section class="panel to-try" aria-labelledby="to-try" data-test="to-try">
          <h2 id="to-try">{words.prepare.tries}</h2>
          <ul>{tries.data!.map((one) => <li key={one.id}><b class="phrase">{one.text}</b><a class="hint" href={`/studio/shows/${encodeURIComponent(one.from.id)}/review`}>{words.review.from(one.from.title)}</a></li>)}</ul>
        </section>
      )}
      {confirmed.length > 0 && (
        <section class="panel to-try" aria-labelledby="proven" data-test="proven">
          <h2 id="proven">{words.prepare.patterns}</h2>
          <ul>{confirmed.map((pattern) => <li key={pattern.id}><b class="phrase"><Icon name="check" size="s" />{pattern.text}</b><a class="hint" href="/studio/learn/patterns">{words.pattern.count(pattern.for, pattern.against)}</a></li>)}</ul>
        </section>
      )}
    </>
  )
}
