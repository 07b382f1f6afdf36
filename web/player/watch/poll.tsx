// The poll above the chat: options to press, and then bars of how everybody voted.
import { useState } from 'preact/hooks'
import { Problem } from '../../shared/api.ts'
import { pollAt, shares, type Poll } from '../../shared/asking.ts'
import { Icon } from '../../shared/icons.tsx'
import { problemText } from '../../shared/messages/words.ts'
import { toast } from '../../shared/toast.tsx'
import { kResultShownMs } from '../asking.ts'
import { askWords } from '../messages/asking.ts'
import type { Watching } from './watching.ts'

/** Drawn while the viewer's own playhead stands in the poll, and a while after. */
export function PollCard({ w }: { w: Watching }) {
  const { asking } = w.room
  const poll = pollAt(asking.polls.value, w.room.playhead.value ?? w.room.position(), kResultShownMs)
  if (!poll || asking.away.value.has(poll.id)) return null
  return <Card key={poll.id} w={w} poll={poll} />
}

function Card({ w, poll }: { w: Watching; poll: Poll }) {
  const t = askWords()
  const [busy, setBusy] = useState(false)
  const own = poll.own ?? null
  const open = poll.state === 'open' && w.room.live.value
  // Nobody votes with the others because of a bar: it shows once one has voted.
  const told = !open || own !== null
  const all = poll.counts.reduce((sum, count) => sum + count, 0)
  const share = shares(poll.counts)
  const most = Math.max(...poll.counts)
  const vote = async (option: number): Promise<void> => {
    if (busy || option === own) return
    setBusy(true)
    try {
      await w.room.asking.vote(poll, option, w.room.position())
    } catch (cause) {
      const problem = Problem.from(cause)
      toast(problem.type === 'poll-closed' ? t.pollOver : problemText(problem), { tone: problem.type === 'poll-closed' ? 'info' : 'bad' })
    } finally {
      setBusy(false)
    }
  }
  return (
    <section class={`poll ${told ? 'told' : ''} ${open ? 'open' : 'closed'}`} aria-label={t.poll} data-test="poll" data-poll={poll.id} data-state={open ? 'open' : 'closed'}>
      <header>
        <span class="mark"><Icon name="poll" size="xs" />{open ? t.pollOpen : t.pollClosed}</span>
        <span class="all n" data-test="poll-votes">{all === 0 ? t.noVotes : t.votes(all)}</span>
        <button type="button" class="away" aria-label={t.putAway} onClick={() => w.room.asking.putAway(poll.id)} data-test="poll-away">
          <Icon name="close" size="s" />
        </button>
      </header>
      <h3>{poll.question}</h3>
      <ul>
        {poll.options.map((option, i) => {
          const inside = (
            <>
              <i class="fill" style={{ transform: `scaleX(${told ? share[i]! / 100 : 0})` }} aria-hidden="true" />
              <span class="opt">
                {own === i && <Icon name="check" size="xs" />}
                {option}
                {own === i && <span class="vh"> {t.yourVote}</span>}
              </span>
              {told && <span class="share n" data-test="poll-share" data-count={poll.counts[i]}>{share[i]}%</span>}
            </>
          )
          const look = `${own === i ? 'own' : ''} ${!open && most > 0 && poll.counts[i] === most ? 'most' : ''}`
          return (
            <li key={i}>
              {open ? (
                <button type="button" class={`bar-row ${look}`} aria-pressed={own === i} aria-label={told ? t.result(option, share[i]!, poll.counts[i]!) : t.voteFor(option)} onClick={() => void vote(i)} data-test="poll-option">
                  {inside}
                </button>
              ) : (
                <div class={`bar-row ${look}`} data-test="poll-option">
                  {inside}
                </div>
              )}
            </li>
          )
        })}
      </ul>
      {open && own !== null && <p class="hint">{t.changeVote}</p>}
    </section>
  )
}
