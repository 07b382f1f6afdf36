// How the audience of a show grows before it begins: followers, reminders, what is missing to the target.
import { useEffect, useState } from 'preact/hooks'
import { calendarWords } from '../messages/calendar.ts'
import { Failed, useLoaded, Waiting } from '../parts/load.tsx'
import { AnnouncementMails } from './announcements.tsx'
import { calendarApi } from './calendar_api.ts'
import './calendar.css'

/** Reminders come one by one; a minute is soon enough. */
const kEveryMs = 60_000

/** `seq` changes with the show, so that a target just written is seen at once. */
export function ReachPanel({ show, coming, seq }: { show: string; coming: boolean; seq: number }) {
  const words = calendarWords()
  const loaded = useLoaded(`reach ${show}`, () => calendarApi.reach(show))
  const [minutes, setMinutes] = useState(0)
  useEffect(() => {
    const timer = setInterval(() => {
      if (document.visibilityState !== 'visible') return
      loaded.reload()
      setMinutes((before) => before + 1)
    }, kEveryMs)
    return () => clearInterval(timer)
  }, [])
  useEffect(() => loaded.reload(), [seq])
  const reach = loaded.data
  return (
    <section class="panel" aria-labelledby="reach" data-test="reach">
      <h2 id="reach">{words.reach}</h2>
      <p class="hint">{words.reachLead}</p>
      {!reach && !loaded.problem && <Waiting />}
      {!reach && Boolean(loaded.problem) && <Failed problem={loaded.problem} again={loaded.reload} />}
      {reach && (
        <>
          <dl class="reach-figures">
            <div><dt>{words.followers}</dt><dd class="n" data-test="reach-followers">{words.people(reach.followers)}</dd></div>
            <div><dt>{words.reminders}</dt><dd class="n" data-test="reach-reminders">{words.people(reach.reminders)}</dd></div>
            {reach.mailed !== null && <div><dt>{words.mailed}</dt><dd class="n">{words.people(reach.mailed)}</dd></div>}
            {reach.viewers !== null && <div><dt>{words.viewers}</dt><dd class="n">{words.people(reach.viewers)}</dd></div>}
          </dl>
          {reach.target === null ? <p class="hint reach-target">{words.noTarget}</p> : (
            <div class="reach-target" data-test="reach-target">
              <p class="n"><span>{words.target(reach.target)}</span>{reach.viewers === null && <span>{words.expected(reach.expected)}</span>}
                {reach.shortfall !== null && <b class={reach.shortfall > 0 ? 'warn' : 'ok'} data-test="shortfall">{reach.shortfall > 0 ? words.missing(reach.shortfall) : words.enough}</b>}</p>
              <div class="reach-bar"><i style={{ width: `${Math.min(100, (reach.expected / reach.target) * 100)}%` }} /></div>
              {reach.viewers === null && <p class="hint">{reach.earlier ? words.earlier(reach.earlier.came, reach.earlier.reminded) : words.allCome}</p>}
            </div>
          )}
        </>
      )}
      <AnnouncementMails show={show} coming={coming} seq={seq + minutes} />
    </section>
  )
}
