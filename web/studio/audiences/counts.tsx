// How many an audience fits, and how many of them agreed; fewer than the server tells stay untold.
import { audienceWords } from '../messages/audiences.ts'
import { kPurposes, type Counts } from './audiences_api.ts'

export function CountsList({ counts }: { counts: Counts | null }) {
  const words = audienceWords()
  const told = (value: number | null, fewest: number): string => (value === null ? words.fewer(fewest) : words.count(value))
  if (!counts) return <p class="hint" role="status">{words.counting}…</p>
  return (
    <dl class="audience-counts" data-test="counts" data-people={counts.people ?? ''}>
      <div><dt>{words.people}</dt><dd class="n" data-test="count-people">{told(counts.people, counts.fewest)}</dd></div>
      {kPurposes.map((purpose) => <div key={purpose}><dt>{words.agreed[purpose]}</dt><dd class="n" data-test={`count-${purpose}`}>{told(counts.agreed[purpose], counts.fewest)}</dd></div>)}
    </dl>
  )
}
