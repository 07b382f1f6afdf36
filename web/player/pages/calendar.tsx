// Puts a show to come into the viewer's own calendar: Google's by a link, every other by a file.
import { useState } from 'preact/hooks'
import { Dialog } from '../../shared/dialog.tsx'
import { Icon } from '../../shared/icons.tsx'
import { memberWords } from '../messages/members.ts'
import { googleEntry, type ShowToCome } from '../calendar_entry.ts'

export function CalendarButton({ show, startsAt }: { show: ShowToCome; startsAt: string }) {
  const t = memberWords()
  const [open, setOpen] = useState(false)
  const close = (): void => setOpen(false)
  return (
    <>
      <button type="button" class="btn to-calendar" onClick={() => setOpen(true)} data-test="to-calendar">
        <Icon name="calendar" size="s" />
        {t.intoCalendar}
      </button>
      <Dialog open={open} onClose={close} title={t.intoCalendar} kind="sheet" class="calendars" test="calendars">
        <a class="btn" href={googleEntry(show, startsAt, location.origin)} target="_blank" rel="noopener" data-focus onClick={close}>
          {t.googleCalendar}
        </a>
        <a class="btn" href={`/api/shows/${encodeURIComponent(show.id)}/calendar.ics`} onClick={close} data-test="calendar-file">
          {t.calendarFile}
        </a>
      </Dialog>
    </>
  )
}
