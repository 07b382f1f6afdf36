// One show's preparation: what it is, what it sells, how the picture gets in, and whether all is ready.
import { useEffect, useState } from 'preact/hooks'
import type { Product, Show } from '../../shared/api.ts'
import { Dialog } from '../../shared/dialog.tsx'
import { Field } from '../../shared/field.tsx'
import { dateTime } from '../../shared/format.ts'
import { language } from '../../shared/i18n.ts'
import { Icon } from '../../shared/icons.tsx'
import { toast } from '../../shared/toast.tsx'
import { common } from '../messages/common.ts'
import { ReachPanel } from '../calendar/reach.tsx'
import { archiveStudioWords } from '../messages/archive.ts'
import { insightWords } from '../messages/insight.ts'
import { learningWords } from '../messages/learning.ts'
import { mayWrite } from '../posts/may.ts'
import { postWords } from '../messages/posts.ts'
import { sharingWords } from '../messages/sharing.ts'
import { showWords } from '../messages/shows.ts'
import { explain, fieldOf, fieldText } from '../parts/explain.ts'
import { useLoaded, Waiting } from '../parts/load.tsx'
import { Movies } from '../parts/movies.tsx'
import { NotLoaded } from '../parts/nowhere.tsx'
import { InPreparation } from '../learning/in_preparation.tsx'
import { OffersPanel } from '../offers/offers_panel.tsx'
import { Planning } from '../plan/planning.tsx'
import { RehearsalCard } from '../rehearsal/rehearsal_card.tsx'
import { RehearsalPage } from '../rehearsal/rehearsal_page.tsx'
import { guardLeaving } from '../route.ts'
import { expired } from '../session.ts'
import { studioApi, type ShowFields, type StaffProfile } from '../studio_api.ts'
import { CastPicker } from './cast.tsx'
import { Ingest } from './ingest.tsx'
import { fromField, toField, zoneName } from './local_time.ts'
import { Preview } from './preview.tsx'
import { ReadyList } from './ready_list.tsx'
import { SecondRendition } from './second_rendition.tsx'
import { Shelf } from './shelf.tsx'
import { Simulcast } from './simulcast.tsx'

/** How often the encoder's state is asked for while the page is open. */
const kHealthEveryMs = 3000

interface Draft {
  title: string
  description: string
  time: string
  cast: string[]
  shelf: Product[]
  record: boolean
  second: boolean
}

function draftOf(show: Show): Draft {
  return {
    title: show.title,
    description: show.description,
    time: toField(show.starts_at),
    cast: show.cast.map((member) => member.handle),
    shelf: show.shelf,
    record: show.staff?.record ?? true,
    second: show.staff?.second_rendition ?? false,
  }
}

/** What of `draft` differs from what is saved, as the API takes it. */
function changes(draft: Draft, saved: Draft): Partial<ShowFields> {
  const ids = (shelf: readonly Product[]): string[] => shelf.map((product) => product.id)
  const differ = (a: readonly string[], b: readonly string[]): boolean => a.join('\n') !== b.join('\n')
  return {
    ...(draft.title !== saved.title ? { title: draft.title.trim() } : {}),
    ...(draft.description !== saved.description ? { description: draft.description.trim() } : {}),
    ...(draft.time !== saved.time ? { starts_at: fromField(draft.time) } : {}),
    ...(differ(draft.cast, saved.cast) ? { cast: draft.cast } : {}),
    ...(differ(ids(draft.shelf), ids(saved.shelf)) ? { shelf: ids(draft.shelf) } : {}),
    ...(draft.record !== saved.record ? { record: draft.record } : {}),
    ...(draft.second !== saved.second ? { second_rendition: draft.second } : {}),
  }
}

export function PreparePage({ id }: { id: string }) {
  const loaded = useLoaded(`show ${id}`, () => studioApi.show(id))
  const people = useLoaded('staff', studioApi.staff)
  useEffect(() => {
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible' && !expired.value) loaded.reload()
    }, kHealthEveryMs)
    return () => clearInterval(timer)
  }, [])
  if (loaded.data?.rehearsal) return <RehearsalPage show={loaded.data} />
  if (loaded.data) return <Prepare show={loaded.data} people={people.data} onSaved={loaded.set} />
  return loaded.problem ? <NotLoaded problem={loaded.problem} again={loaded.reload} /> : <Waiting />
}

function Prepare({ show, people, onSaved }: { show: Show; people: StaffProfile[] | null; onSaved: (show: Show) => void }) {
  const words = showWords()
  const saved = draftOf(show)
  const [draft, setDraft] = useState<Draft>(saved)
  const [base, setBase] = useState<Draft>(saved)
  const [busy, setBusy] = useState(false)
  const [errors, setErrors] = useState<Record<string, string>>({})
  const changed = changes(draft, base)
  const dirty = Object.keys(changed).length > 0
  // What somebody else saved meanwhile is taken over while nothing is being typed here.
  useEffect(() => {
    if (dirty || JSON.stringify(saved) === JSON.stringify(base)) return
    setBase(saved)
    setDraft(saved)
  }, [show])
  const set = (more: Partial<Draft>): void => {
    setDraft((old) => ({ ...old, ...more }))
    setErrors({})
  }
  useEffect(() => {
    if (!dirty) return
    guardLeaving(() => confirm(common().leave))
    const hold = (event: BeforeUnloadEvent): void => event.preventDefault()
    addEventListener('beforeunload', hold)
    return () => {
      guardLeaving(null)
      removeEventListener('beforeunload', hold)
    }
  }, [dirty])

  const save = async (): Promise<void> => {
    if (draft.title.trim() === '') {
      setErrors({ title: words.fieldTitleEmpty })
      return
    }
    setBusy(true)
    try {
      const next = await studioApi.saveShow(show.id, changed)
      setBase(draftOf(next))
      setDraft(draftOf(next))
      onSaved(next)
      toast(common().saved)
    } catch (cause) {
      const field = fieldOf(cause)
      if (field) setErrors({ [field]: fieldText(cause) })
      if (!field || !['title', 'description', 'starts_at'].includes(field)) toast(explain(cause), { tone: 'bad' })
    } finally {
      setBusy(false)
    }
  }
  const health = show.staff?.health ?? null
  const coming = show.state === 'draft' || show.state === 'scheduled'
  const open = coming || show.state === 'live'
  const playlist = show.state === 'live' ? show.media.playlist : (show.staff?.preview ?? null)
  return (
    <>
      <header class="page-head">
        <div class="page-title">
          <p class="crumbs"><a href="/studio">{words.back}</a></p>
          <h1 class="phrase">{show.title || words.untitled}</h1>
          <p class="under">
            {show.state === 'live' ? <span class="live">{common().states.live}</span> : <span class="tag" data-test="state">{common().states[show.state]}</span>}
            <span class="n">{show.starts_at ? dateTime(new Date(show.starts_at), language.value) : words.noTime}</span>
          </p>
        </div>
        <div class="page-tools">
          <a class="btn" href={`/shows/${encodeURIComponent(show.id)}`} target="_blank" rel="noopener" data-test="public-page">{words.publicPage}</a>
          {open && <a class={`btn ${dirty ? '' : 'do'}`} href={`/studio/shows/${encodeURIComponent(show.id)}/live`} data-test="open-console">{words.console}</a>}
        </div>
      </header>
      {show.state === 'live' && <p class="note info"><Icon name="info" size="s" /><span>{words.liveNote}</span></p>}
      {show.state === 'archived' && <p class="note info"><Icon name="check" size="s" /><span>{words.archivedNote}</span></p>}
      {show.state === 'cancelled' && <p class="note warn"><Icon name="info" size="s" /><span>{words.cancelledNote}</span></p>}
      <div class="prepare">
        <div class="prepare-main">
          <section class="panel" aria-labelledby="basics">
            <h2 id="basics">{words.basics}</h2>
            <div class="stack">
              <Field label={words.fieldTitle} value={draft.title} maxLength={120} onInput={(event) => set({ title: event.currentTarget.value })} error={errors['title']} test="title" />
              <Field label={words.description} rows={3} value={draft.description} optional={common().optional} hint={words.descriptionHint}
                onInput={(event) => set({ description: (event.currentTarget as HTMLInputElement).value })} error={errors['description']} test="description" />
              {coming && <Field label={words.fieldTime} type="datetime-local" value={draft.time} optional={common().optional} hint={words.fieldTimeHint(zoneName(draft.time ? new Date(draft.time) : new Date()))}
                onInput={(event) => set({ time: event.currentTarget.value })} error={errors['starts_at']} test="starts-at" />}
              <CastPicker people={people} cast={draft.cast} onChange={(cast) => set({ cast })} />
            </div>
          </section>
          <Shelf show={show.id} shelf={draft.shelf} onChange={(shelf) => set({ shelf })} />
          <OffersPanel show={show.id} shelf={show.shelf} clock={show.state === 'live' ? show.clock : null} over={!open} />
          {coming && <InPreparation show={show.id} />}
          <Planning show={show} people={people} />
        </div>
        <div class="prepare-side">
          {open && (
            <section class="panel" aria-labelledby="ready">
              <h2 id="ready">{words.ready}</h2>
              <ReadyList health={health} record={draft.record} shelf={draft.shelf} />
              <Preview playlist={playlist} liveAt={show.live_at} clock={() => null} lost={show.state === 'live' && show.picture === 'away'} />
              {coming && (
                <label class="check-row switch">
                  <input type="checkbox" checked={draft.record} onChange={(event) => set({ record: event.currentTarget.checked })} data-test="record" />
                  <span><b>{words.record}</b><span class="hint">{words.recordHint}</span></span>
                </label>
              )}
            </section>
          )}
          <RehearsalCard show={show} />
          {show.state !== 'cancelled' && <ReachPanel show={show.id} coming={coming} seq={show.seq} />}
          {open && (
            <Ingest show={show.id}>
              <SecondRendition wanted={draft.second} saved={base.second} live={show.state === 'live'} health={health} onChange={(second) => set({ second })} />
            </Ingest>
          )}
          {open && <Simulcast show={show.id} health={health} />}
          <section class="panel links">
            {show.live_at && <a href={`/studio/shows/${encodeURIComponent(show.id)}/insight`} data-test="open-figures"><Icon name="poll" size="s" />{insightWords().openFigures}</a>}
            {show.state === 'archived' && <a href={`/studio/shows/${encodeURIComponent(show.id)}/review`} data-test="open-review"><Icon name="book" size="s" />{learningWords().openReview}</a>}
            {show.live_at && <a href={`/studio/shows/${encodeURIComponent(show.id)}/archive`} data-test="open-archive"><Icon name="list" size="s" />{archiveStudioWords().open}</a>}
            <Movies show={show} />
            <a href={`/studio/orders?show=${encodeURIComponent(show.id)}`} data-test="show-orders"><Icon name="box" size="s" />{words.orders}</a>
            <a href={`/studio/sharing?show=${encodeURIComponent(show.id)}`} data-test="show-sharing"><Icon name="share" size="s" />{sharingWords().ofShow}</a>
            {mayWrite() && show.state !== 'cancelled' && <a href={`/studio/posts?new&show=${encodeURIComponent(show.id)}`} data-test="post-show"><Icon name="edit" size="s" />{postWords().ofShow}</a>}
            {coming && <CancelShow show={show} onDone={onSaved} />}
          </section>
        </div>
      </div>
      {dirty && (
        <div class="save-bar" role="region" aria-label={common().unsaved} data-test="save-bar">
          <span>{common().unsaved}</span>
          <button type="button" class="btn" disabled={busy} onClick={() => { setDraft(base); setErrors({}) }} data-test="discard">{common().discard}</button>
          <button type="button" class="btn do" disabled={busy} onClick={() => void save()} data-test="save">{busy ? common().saving : common().save}</button>
        </div>
      )}
    </>
  )
}

function CancelShow({ show, onDone }: { show: Show; onDone: (show: Show) => void }) {
  const words = showWords()
  const [asking, setAsking] = useState(false)
  const [busy, setBusy] = useState(false)
  const cancel = async (): Promise<void> => {
    setBusy(true)
    try {
      onDone(await studioApi.cancelShow(show.id))
      setAsking(false)
      toast(words.cancelled)
    } catch (cause) {
      toast(explain(cause), { tone: 'bad' })
    } finally {
      setBusy(false)
    }
  }
  return (
    <>
      <button type="button" class="danger" onClick={() => setAsking(true)} data-test="cancel-show"><Icon name="close" size="s" />{words.cancelShow}</button>
      <Dialog open={asking} onClose={() => setAsking(false)} title={words.cancelTitle} busy={busy} test="cancel-dialog">
        <p>{words.cancelText}</p>
        <div class="form-foot">
          <button type="button" class="btn" data-focus onClick={() => setAsking(false)}>{common().cancel}</button>
          <button type="button" class="btn do" disabled={busy} onClick={() => void cancel()} data-test="confirm">{words.cancelDo}</button>
        </div>
      </Dialog>
    </>
  )
}
