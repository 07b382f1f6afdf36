// The line before a full server: one's place in it, and coming in when it is one's turn.
import { useEffect, useState } from 'preact/hooks'
import { api, type Door, type Show } from '../../shared/api.ts'
import { count } from '../../shared/format.ts'
import { words } from '../messages/words.ts'
import { Notice } from '../parts.tsx'

const kAskAgainMs = 5_000

/** A ticket to come in with, or a place. Nothing when it cannot be asked now: then one simply tries to come in. */
export async function askAtDoor(show: Show): Promise<Door | null> {
  return show.state === 'live' ? api.door().catch(() => null) : null
}

/** Waits with the ticket of `first`; calls `onTurn` with the one to come in with. */
export function AtDoor({ show, first, onTurn }: { show: Show; first: Door; onTurn: (ticket: string) => void }) {
  const t = words()
  const [standing, setStanding] = useState(first)
  useEffect(() => {
    const timer = setTimeout(async () => {
      const next = await api.door(standing.ticket).catch(() => standing)
      if (next.place === 0) onTurn(next.ticket)
      else setStanding({ ...next })
    }, standing.retry_after_ms ?? kAskAgainMs)
    return () => clearTimeout(timer)
  }, [standing])
  return (
    <Notice
      title={t.doorTitle}
      text={t.doorText}
      icon={show.media.poster ? <img class="door-poster" src={show.media.poster} alt="" width={96} height={128} /> : undefined}
    >
      <p class="door-place" role="status" data-test="door-place">
        <b class="n">{count(standing.place)}</b>
        <span>{t.doorPlace}</span>
      </p>
      <p class="door-show">{show.title}</p>
    </Notice>
  )
}
