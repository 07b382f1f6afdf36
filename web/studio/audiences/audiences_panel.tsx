// The audiences: what each says, and giving it out; below, everything that was given out.
import { useState } from 'preact/hooks'
import { dateTime } from '../../shared/format.ts'
import { language } from '../../shared/i18n.ts'
import { Dialog } from '../../shared/dialog.tsx'
import { Icon } from '../../shared/icons.tsx'
import { toast } from '../../shared/toast.tsx'
import { audienceWords } from '../messages/audiences.ts'
import { common } from '../messages/common.ts'
import { explain } from '../parts/explain.ts'
import { Failed, useLoaded, Waiting } from '../parts/load.tsx'
import { AudienceDialog } from './audience_dialog.tsx'
import { audiencesApi, type Audience } from './audiences_api.ts'
import { saysOf, useChoices, type Choices } from './choices.ts'
import { ExportDialog } from './export_dialog.tsx'
import { mayGiveOut } from './may.ts'
import './audiences.css'

type Opened = { what: 'new' } | { what: 'edit' | 'export' | 'remove'; audience: Audience }

export function AudiencesPanel() {
  const words = audienceWords()
  const loaded = useLoaded('audiences', audiencesApi.list)
  const choices = useChoices()
  const [opened, setOpened] = useState<Opened | null>(null)
  const [turn, setTurn] = useState(0)
  const close = (): void => setOpened(null)
  const done = (): void => {
    close()
    loaded.reload()
    setTurn((old) => old + 1)
  }
  if (!loaded.data) return loaded.problem ? <Failed problem={loaded.problem} again={loaded.reload} /> : <Waiting />
  const add = <button type="button" class="btn do" onClick={() => setOpened({ what: 'new' })} data-test="add-audience"><Icon name="plus" size="s" />{words.add}</button>
  return (
    <div class="audiences">
      {loaded.data.length === 0 ? (
        <div class="empty" data-test="empty"><Icon name="people" /><h2>{words.none}</h2><p>{words.noneText}</p>{add}</div>
      ) : (
        <>
          <p class="row spread-add">{add}{!mayGiveOut() && <span class="hint">{words.onlyPlanners}</span>}</p>
          {loaded.data.map((audience) => <Card key={audience.id} audience={audience} choices={choices} onOpen={(what) => setOpened({ what, audience })} />)}
        </>
      )}
      <Exports turn={turn} />
      {(opened?.what === 'new' || opened?.what === 'edit') && <AudienceDialog audience={opened.what === 'edit' ? opened.audience : null} choices={choices} onClose={close} onDone={done} />}
      {opened?.what === 'export' && <ExportDialog audience={opened.audience} onClose={close} onDone={done} />}
      {opened?.what === 'remove' && <RemoveDialog audience={opened.audience} onClose={close} onDone={done} />}
    </div>
  )
}

function Card({ audience, choices, onOpen }: { audience: Audience; choices: Choices; onOpen: (what: 'edit' | 'export' | 'remove') => void }) {
  const words = audienceWords()
  return (
    <section class="panel audience" data-test="audience" data-audience={audience.id}>
      <h2>{audience.title}</h2>
      <ul class="audience-says">{saysOf(audience.filter, choices).map((said) => <li key={said}>{said}</li>)}</ul>
      <p class="acts">
        {mayGiveOut() && <button type="button" class="btn" onClick={() => onOpen('export')} data-test="export-audience"><Icon name="download" size="s" />{words.giveOut}</button>}
        <button type="button" class="btn" onClick={() => onOpen('edit')} data-test="edit-audience"><Icon name="edit" size="s" />{words.edit}</button>
        <button type="button" class="btn quiet" onClick={() => onOpen('remove')} data-test="remove-audience"><Icon name="trash" size="s" />{words.remove}</button>
      </p>
    </section>
  )
}

function Exports({ turn }: { turn: number }) {
  const words = audienceWords()
  const loaded = useLoaded(`exports of audiences ${turn}`, () => audiencesApi.exports())
  const page = loaded.data
  if (!page) return loaded.problem ? <Failed problem={loaded.problem} again={loaded.reload} /> : null
  const more = async (): Promise<void> => {
    try {
      const next = await audiencesApi.exports(page.next)
      loaded.set({ items: [...page.items, ...next.items], next: next.next })
    } catch (cause) {
      toast(explain(cause), { tone: 'bad' })
    }
  }
  return (
    <section class="panel" aria-labelledby="audience-exports">
      <h2 id="audience-exports">{words.exports}</h2>
      {page.items.length === 0 && <p class="hint">{words.noExports}</p>}
      {page.items.length > 0 && (
        <ul class="audience-exports" data-test="exports">
          {page.items.map((one, place) => (
            <li key={place} data-test="exported" data-purpose={one.purpose} data-count={one.count}>
              <span class="g"><b>{one.title}</b><small class="hint"><span class="n">{dateTime(new Date(one.at), language.value)}</span>{common().dot}{words.purposes[one.purpose]}{common().dot}{one.by.name}</small></span>
              <b class="n">{words.count(one.count)}</b>
            </li>
          ))}
        </ul>
      )}
      {page.next && <button type="button" class="btn spread-more" onClick={() => void more()} data-test="more-exports">{common().more}</button>}
    </section>
  )
}

function RemoveDialog({ audience, onClose, onDone }: { audience: Audience; onClose: () => void; onDone: () => void }) {
  const words = audienceWords()
  const [busy, setBusy] = useState(false)
  const remove = async (): Promise<void> => {
    setBusy(true)
    try {
      await audiencesApi.remove(audience.id)
      toast(words.removed)
      onDone()
    } catch (cause) {
      toast(explain(cause), { tone: 'bad' })
      setBusy(false)
    }
  }
  return (
    <Dialog open onClose={onClose} title={words.removeTitle} busy={busy} test="remove-dialog">
      <p><b>{audience.title}</b></p>
      <p class="hint">{words.removeText}</p>
      <div class="form-foot">
        <button type="button" class="btn" data-focus onClick={onClose}>{common().cancel}</button>
        <button type="button" class="btn danger" disabled={busy} onClick={() => void remove()} data-test="confirm">{words.remove}</button>
      </div>
    </Dialog>
  )
}
