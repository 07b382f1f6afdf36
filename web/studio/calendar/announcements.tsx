// The mails before a show: switched on or off, to how many each goes or went, who came by it and who watched.
import { useEffect, useState } from 'preact/hooks'
import { dateTime } from '../../shared/format.ts'
import { language } from '../../shared/i18n.ts'
import { toast } from '../../shared/toast.tsx'
import { announcementWords } from '../messages/announcements.ts'
import { explain } from '../parts/explain.ts'
import { Failed, useLoaded } from '../parts/load.tsx'
import { staff } from '../session.ts'
import { calendarApi, type Announcement, type Announcements } from './calendar_api.ts'

interface Props {
  show: string
  /** A show that is still to come: what it has no more is not switched. */
  coming: boolean
  /** Changes with the show, and every minute. */
  seq: number
}

export function AnnouncementMails({ show, coming, seq }: Props) {
  const words = announcementWords()
  const loaded = useLoaded(`announcements ${show}`, () => calendarApi.announcements(show))
  const [changed, setChanged] = useState<Announcements | null>(null)
  /** What was pressed, until the server has said so. */
  const [wanted, setWanted] = useState<boolean | null>(null)
  useEffect(() => {
    setChanged(null)
    loaded.reload()
  }, [seq])
  const now = changed ?? loaded.data
  if (!now) return loaded.problem ? <Failed problem={loaded.problem} again={loaded.reload} /> : null
  const may = ['owner', 'planner', 'director'].includes(staff.value?.role ?? '')
  const turn = async (on: boolean): Promise<void> => {
    setWanted(on)
    try {
      setChanged(await calendarApi.announce(show, on))
      toast(on ? words.turnedOn : words.turnedOff)
    } catch (cause) {
      toast(explain(cause), { tone: 'bad' })
      loaded.reload()
    } finally {
      setWanted(null)
    }
  }
  return (
    <div class="mails" data-test="announcements">
      <h3>{words.title}</h3>
      {coming && (
        <label class="check-row switch">
          <input type="checkbox" checked={wanted ?? now.on} disabled={!may || wanted !== null} onChange={(event) => void turn(event.currentTarget.checked)} data-test="announced" />
          <span><b>{words.setting}</b><span class="hint">{words.hint(now.would_get)}</span></span>
        </label>
      )}
      <ul class="mail-list">
        {now.items.map((item) => <Mail key={item.which} item={item} toGet={item.would_get ?? now.would_get} />)}
      </ul>
    </div>
  )
}

function Mail({ item, toGet }: { item: Announcement; toGet: number }) {
  const words = announcementWords()
  const gone = item.state === 'sent' || item.state === 'going-out'
  return (
    <li class={gone ? 'gone' : ''} data-test={`mail-${item.which}`} data-state={item.state}>
      <p><b>{words.which[item.which]}</b>{item.at && item.state !== 'missed' && <span class="n">{dateTime(new Date(item.at), language.value)}</span>}</p>
      {gone ? (
        <dl class="n">
          <div><dt>{item.state === 'sent' ? words.sent : words.goingOut}</dt><dd data-test="mail-sent">{words.people(item.sent ?? 0)}</dd></div>
          <div><dt>{words.arrivals}</dt><dd data-test="mail-arrivals">{words.people(item.arrivals)}</dd></div>
          <div><dt>{words.viewers}</dt><dd data-test="mail-viewers">{words.people(item.viewers)}</dd></div>
        </dl>
      ) : (
        <p class="hint">{item.state === 'to-come' ? words.toCome(toGet) : words.state[item.state]}</p>
      )}
    </li>
  )
}
