// A figure opened: the events that it counts, in order, each with what it adds, and their sum on top.
import { useState } from 'preact/hooks'
import { clock, dateTime } from '../../shared/format.ts'
import { language } from '../../shared/i18n.ts'
import { Icon } from '../../shared/icons.tsx'
import { Problem } from '../../shared/api.ts'
import { toast } from '../../shared/toast.tsx'
import { momentHref } from '../learning/learning_model.ts'
import { common } from '../messages/common.ts'
import { eventWords } from '../messages/insight_events.ts'
import { insightWords } from '../messages/insight.ts'
import { Drawer } from '../parts/drawer.tsx'
import { explain } from '../parts/explain.ts'
import { Failed, useLoaded, Waiting } from '../parts/load.tsx'
import { added, summed, told, type Naming } from './counted_event.ts'
import { halfOf, openedHalf, unitOf } from './figure_model.ts'
import { figureName } from './figure_words.ts'
import { insightApi, type CountedEvent, type Figure, type Half, type Of, type Opened } from './insight_api.ts'

interface Props {
  show: string
  name: string
  figure: Figure
  half: Half
  of: Of
  naming: Naming
  onClose: () => void
}

export function EventsDrawer(props: Props) {
  const { show, name, figure, of } = props
  const half = openedHalf(name, props.half)
  const asked = { half, of, definition: figure.definition }
  const loaded = useLoaded(`events ${show} ${name} ${half} ${of} ${figure.definition}`, () => insightApi.events(show, name, { ...asked, after: null }))
  // What was opened stays as it was, though the figure on the page goes on.
  const [opened] = useState(() => halfOf(figure, half)[of])
  const problem = Problem.from(loaded.problem)
  return (
    <Drawer title={eventWords().title(figureName(name))} onClose={props.onClose} test="events">
      <p class="insight-opened">
        <span class="tag">{insightWords().halves[half]}</span>
        <span>{of === 'numerator' ? eventWords().numerator : eventWords().denominator}</span>
      </p>
      {!loaded.data && !loaded.problem && <Waiting />}
      {Boolean(loaded.problem) && (problem.type === 'not-opened' ? <p class="invite">{eventWords().notOpened}</p> : <Failed problem={loaded.problem} again={loaded.reload} />)}
      {loaded.data && <List first={loaded.data} opened={opened} more={(after) => insightApi.events(show, name, { ...asked, after })} {...props} />}
    </Drawer>
  )
}

function List({ first, opened, more, show, figure, of, naming }: { first: Opened; opened: number | null; more: (after: string) => Promise<Opened> } & Props) {
  const words = eventWords()
  const [pages, setPages] = useState([first])
  const [busy, setBusy] = useState(false)
  const { next } = pages.at(-1)!
  const unit = unitOf(figure, of)
  const further = async (): Promise<void> => {
    setBusy(true)
    try {
      const page = await more(next!)
      setPages((old) => [...old, page])
    } catch (cause) {
      toast(explain(cause), { tone: 'bad' })
    } finally {
      setBusy(false)
    }
  }
  if (first.events === 0) return <p class="nothing" data-test="no-events">{words.none}</p>
  return (
    <>
      <p class="insight-sum" data-test="events-sum" data-sum={first.counted}>
        <b class="n">{words.sum(summed(first.counted, unit, naming.currency), first.events)}</b>
        {first.counted === opened ? <span class="tag ok"><Icon name="check" size="xs" />{words.same}</span> : <span class="tag info">{words.moved}</span>}
      </p>
      <ol class="insight-events">
        {pages.flatMap(({ items }) => items).map((event) => <Row key={event.position} event={event} show={show} plus={added(event, unit, naming.currency)} naming={naming} />)}
      </ol>
      {next !== null && <button type="button" class="btn" disabled={busy} onClick={() => void further()} data-test="more-events">{common().more}</button>}
    </>
  )
}

function Row({ event, show, plus, naming }: { event: CountedEvent; show: string; plus: string; naming: Naming }) {
  const words = eventWords()
  const { what, more } = told(event, naming)
  const at = clock(event.at ?? 0)
  return (
    <li data-test="counted-event" data-kind={event.kind}>
      <a href={momentHref(show, event.at ?? 0)} target="_blank" rel="noopener" aria-label={words.moment(at)} class="n insight-moment" data-test="event-moment"><Icon name="play" size="xs" />{at}</a>
      <p>
        <b>{what}</b>{more && <span class="who">{more}</span>}
        <small>{event.by ? <span class="who">{event.by}</span> : words.nobody}{event.accepted_at && <span class="n">{dateTime(new Date(event.accepted_at), language.value)}</span>}</small>
      </p>
      <span class="n insight-plus">{plus}</span>
    </li>
  )
}
