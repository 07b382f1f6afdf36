// The cue sheet on a show's page: what happens in which order, how long it takes, and what becomes of it on air.
import { useEffect, useRef, useState } from 'preact/hooks'
import type { Show } from '../../shared/api.ts'
import { clock } from '../../shared/format.ts'
import { Icon } from '../../shared/icons.tsx'
import { toast } from '../../shared/toast.tsx'
import { cueWords } from '../messages/cues.ts'
import { explain } from '../parts/explain.ts'
import { Failed, useLoaded, Waiting } from '../parts/load.tsx'
import { staff } from '../session.ts'
import type { StaffProfile } from '../studio_api.ts'
import { CopyCues } from './copy_cues.tsx'
import { CueForm } from './cue_form.tsx'
import { CueList } from './cue_list.tsx'
import { reordered } from './cue_model.ts'
import { planApi, type CueSheet, type SheetCue } from './plan_api.ts'
import './plan.css'

export const mayPlan = (): boolean => ['owner', 'planner', 'director'].includes(staff.value?.role ?? '')

/** `plannedS`: how long the show is to be, when its plan says so. */
export function Cues({ show, people, plannedS }: { show: Show; people: readonly StaffProfile[]; plannedS: number | null }) {
  const words = cueWords()
  const loaded = useLoaded(`cues ${show.id}`, () => planApi.sheet(show.id))
  const [open, setOpen] = useState<SheetCue | 'new' | null>(null)
  const [copying, setCopying] = useState(false)
  const moving = useRef(0)
  const turn = useRef<Promise<unknown>>(Promise.resolve())
  const latest = useRef<CueSheet | null>(null)
  latest.current = loaded.data
  // Whatever anybody writes into the sheet stands in the show's timeline, too.
  const first = useRef(true)
  useEffect(() => {
    if (!first.current && moving.current === 0) loaded.reload()
    first.current = false
  }, [show.seq])

  const over = show.state === 'archived' || show.state === 'cancelled'
  const editable = !over && mayPlan()
  /** Shown at once; the server hears of moves one after the other. */
  const move = (id: string, after: string): void => {
    const next = reordered(latest.current!, id, after)
    latest.current = next
    loaded.set(next)
    moving.current += 1
    turn.current = turn.current.then(() => planApi.moveCue(show.id, id, after)).then(
      (sheet) => void (--moving.current === 0 && loaded.set(sheet)),
      (cause: unknown) => {
        moving.current -= 1
        toast(explain(cause), { tone: 'bad' })
        loaded.reload()
      },
    )
  }
  const sheet = loaded.data
  return (
    <section class="panel cue-sheet" aria-labelledby="cue-sheet" data-test="cue-sheet">
      <div class="panel-head">
        <h2 id="cue-sheet">{words.title}</h2>
        {sheet && sheet.items.length > 0 && <Total sheet={sheet} plannedS={plannedS} />}
      </div>
      {over && sheet && sheet.items.length > 0 && <p class="hint">{show.state === 'archived' ? words.frozen : words.frozenCancelled}</p>}
      {!sheet && (loaded.problem ? <Failed problem={loaded.problem} again={loaded.reload} /> : <Waiting />)}
      {sheet && sheet.items.length === 0 && <p class="invite">{words.empty}</p>}
      {sheet && sheet.items.length > 1 && editable && <p class="hint cue-grip-hint">{words.gripHint}</p>}
      {sheet && <CueList show={show} sheet={sheet} editable={editable} onOpen={setOpen} onMove={move} />}
      {sheet && (
        <div class="cue-foot">
          {editable && <button type="button" class="btn small" onClick={() => setOpen('new')} data-test="add-cue"><Icon name="plus" size="s" />{words.add}</button>}
          {editable && <button type="button" class="btn small" onClick={() => setCopying(true)} data-test="copy-cues"><Icon name="copy" size="s" />{words.copyFrom}</button>}
          {sheet.items.length > 0 && <button type="button" class="btn small" onClick={() => print()} data-test="print-cues"><Icon name="list" size="s" />{words.print}</button>}
        </div>
      )}
      {open && <CueForm key={open === 'new' ? 'new' : open.id} show={show} people={people} cue={open === 'new' ? null : open} onDone={loaded.reload} onClose={() => setOpen(null)} />}
      {copying && <CopyCues show={show} onDone={loaded.reload} onClose={() => setCopying(false)} />}
    </section>
  )
}

function Total({ sheet, plannedS }: { sheet: CueSheet; plannedS: number | null }) {
  const words = cueWords()
  const time = clock(sheet.length_s * 1000)
  const over = plannedS === null ? 0 : sheet.length_s - plannedS
  return (
    <p class="cue-total n" data-test="cue-total">
      <span>{words.count(sheet.items.length)}</span>
      <span>{plannedS === null ? words.total(time) : words.totalOf(time, clock(plannedS * 1000))}</span>
      {plannedS !== null && over !== 0 && <span class={`tag ${over > 0 ? 'warn' : ''}`}>{over > 0 ? words.over(clock(over * 1000)) : words.under(clock(-over * 1000))}</span>}
    </p>
  )
}
