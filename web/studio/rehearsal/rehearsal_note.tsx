// What the console says of a rehearsal: that only staff see it, and whose crowd it has; and the way to its score.
import type { Show } from '../../shared/api.ts'
import { Icon } from '../../shared/icons.tsx'
import { rehearsalWords } from '../messages/rehearsal.ts'
import './rehearsal.css'

export function RehearsalNote({ show }: { show: Show }) {
  const words = rehearsalWords()
  const crowd = show.rehearsal!.crowd
  return (
    <span class="tb-rehearsal" data-test="rehearsal-note">
      <b><Icon name="eye" size="xs" />{words.staffOnly}</b>
      <span>{crowd ? words.withCrowd(crowd.title) : words.alone}</span>
    </span>
  )
}

export function RehearsalOver({ show }: { show: Show }) {
  const words = rehearsalWords()
  return (
    <div class="cardx finished" data-test="over">
      <h2>{words.ended}</h2>
      <p>{words.endedLead}</p>
      <a class="btn do" href={`/studio/shows/${encodeURIComponent(show.id)}`} data-test="see-score">{words.seeScore}</a>
    </div>
  )
}
