// The rehearsals of a show on its preparation page: how they went, and making one more.
import { useRef, useState } from 'preact/hooks'
import type { Show } from '../../shared/api.ts'
import { Dialog } from '../../shared/dialog.tsx'
import { dateTime } from '../../shared/format.ts'
import { language } from '../../shared/i18n.ts'
import { Icon } from '../../shared/icons.tsx'
import { randomId } from '../../shared/ids.ts'
import { toast } from '../../shared/toast.tsx'
import { common } from '../messages/common.ts'
import { rehearsalWords } from '../messages/rehearsal.ts'
import { explain } from '../parts/explain.ts'
import { Failed, useLoaded, Waiting } from '../parts/load.tsx'
import { go } from '../route.ts'
import { staff } from '../session.ts'
import { rehearsalApi, type Rehearsed } from './rehearsal_api.ts'
import './rehearsal.css'

export function RehearsalCard({ show }: { show: Show }) {
  const words = rehearsalWords()
  const loaded = useLoaded(`rehearsals of ${show.id}`, () => rehearsalApi.list(show.id))
  const [making, setMaking] = useState(false)
  const coming = show.state === 'draft' || show.state === 'scheduled'
  const may = staff.value !== null && staff.value !== undefined && staff.value.role !== 'analyst'
  const items = loaded.data?.items ?? []
  if (!coming && items.length === 0) return null
  return (
    <section class="panel rehearsals" aria-labelledby="rehearsals" data-test="rehearsals">
      <h2 id="rehearsals">{words.title}</h2>
      <p class="hint phrase">{words.lead}</p>
      {loaded.data === null && (loaded.problem ? <Failed problem={loaded.problem} again={loaded.reload} /> : <Waiting />)}
      {items.length > 0 && <ul>{items.map((one) => <Row key={one.id} one={one} />)}</ul>}
      {coming && may && <button type="button" class="btn" onClick={() => setMaking(true)} data-test="make-rehearsal"><Icon name="play" size="s" />{words.make}</button>}
      {making && <MakeDialog show={show} onClose={() => setMaking(false)} />}
    </section>
  )
}

function Row({ one }: { one: Rehearsed }) {
  const words = rehearsalWords()
  return (
    <li data-test="rehearsal-row" data-state={one.state}>
      <a href={`/studio/shows/${encodeURIComponent(one.id)}`}>
        <span>
          <b class="n">{dateTime(new Date(one.live_at ?? one.made_at), language.value)}</b>
          <small class="phrase">{one.crowd ? words.withCrowd(one.crowd.title) : words.alone}</small>
        </span>
        {one.points?.whole != null ? <b class="rehearsal-points n" data-test="points">{words.points(one.points.whole)}</b> : <span class={`tag ${one.state === 'live' ? 'warn' : ''}`}>{words.state[one.state]}</span>}
        <Icon name="chevronRight" size="s" />
      </a>
    </li>
  )
}

function MakeDialog({ show, onClose }: { show: Show; onClose: () => void }) {
  const words = rehearsalWords()
  const crowds = useLoaded('crowds', rehearsalApi.crowds)
  const [crowd, setCrowd] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const key = useRef(randomId())
  const items = crowds.data?.items ?? []
  // The latest past show is what a team most likely wants.
  const chosen = crowd ?? items[0]?.id ?? ''
  const make = async (): Promise<void> => {
    setBusy(true)
    try {
      const made = await rehearsalApi.make(show.id, chosen, `${key.current}-${chosen || 'none'}`)
      go(`/studio/shows/${encodeURIComponent(made.id)}`)
    } catch (cause) {
      toast(explain(cause), { tone: 'bad' })
      setBusy(false)
    }
  }
  return (
    <Dialog open onClose={onClose} title={words.makeTitle} busy={busy} test="rehearsal-dialog">
      {crowds.data === null && !crowds.problem ? <Waiting /> : (
        <div class="field">
          <label for="crowd">{words.crowd}</label>
          <select id="crowd" value={chosen} onChange={(event) => setCrowd(event.currentTarget.value)} data-focus data-test="crowd">
            {items.map((one) => <option key={one.id} value={one.id}>{words.crowdOption(one.title, Math.round(one.length_ms / 60_000), one.lines, one.questions)}</option>)}
            <option value="">{words.noCrowd}</option>
          </select>
          <span class="field-hint phrase">{words.crowdHint}</span>
        </div>
      )}
      <p class="hint phrase rehearsal-copy">{words.frozen}</p>
      <div class="form-foot">
        <button type="button" class="btn" onClick={onClose}>{common().cancel}</button>
        <button type="button" class="btn do" disabled={busy || (crowds.data === null && !crowds.problem)} onClick={() => void make()} data-test="confirm">{words.makeDo}</button>
      </div>
    </Dialog>
  )
}
