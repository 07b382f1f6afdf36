// What earlier reviews wanted to be tried in this show, and whether it helped.
import { useState } from 'preact/hooks'
import { toast } from '../../shared/toast.tsx'
import { learningWords } from '../messages/learning.ts'
import { explain } from '../parts/explain.ts'
import { kOutcomes, learningApi, type Outcome, type PlannedTry, type Review } from './learning_api.ts'

export function ReviewTries({ review, onChanged }: { review: Review; onChanged: () => void }) {
  const words = learningWords().review
  return (
    <section class="panel review-tries" aria-labelledby="review-tries">
      <h2 id="review-tries">{words.tries}</h2>
      <ul>{review.tries.map((one) => <Try key={one.id} show={review.show.id} one={one} onChanged={onChanged} />)}</ul>
    </section>
  )
}

function Try({ show, one, onChanged }: { show: string; one: PlannedTry; onChanged: () => void }) {
  const words = learningWords().review
  const [busy, setBusy] = useState(false)
  const decide = async (outcome: Outcome | ''): Promise<void> => {
    setBusy(true)
    try {
      await learningApi.decideTry(show, one.id, outcome)
      onChanged()
    } catch (cause) {
      toast(explain(cause), { tone: 'bad' })
    } finally {
      setBusy(false)
    }
  }
  return (
    <li data-test="planned-try" data-outcome={one.outcome ?? ''}>
      <p><b class="phrase">{one.text}</b><span class="hint">{words.from(one.from.title)}{one.outcome === null && <> {words.triesAsk}</>}{one.outcome_by && <> <span class="who">{one.outcome_by.name}</span></>}</span></p>
      <div class="segments" role="group" aria-label={`${one.text} ${words.triesAsk}`}>
        {kOutcomes.map((outcome) => (
          <button key={outcome} type="button" aria-pressed={one.outcome === outcome} disabled={busy} onClick={() => void decide(one.outcome === outcome ? '' : outcome)} data-test={`outcome-${outcome}`}>{words.outcomes[outcome]}</button>
        ))}
      </div>
    </li>
  )
}
