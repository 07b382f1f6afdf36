// Where else a show goes on air: the shop's places, which of them this show has, and how each is doing.
import { useState } from 'preact/hooks'
import { Dialog } from '../../shared/dialog.tsx'
import { Field } from '../../shared/field.tsx'
import { Icon } from '../../shared/icons.tsx'
import { toast } from '../../shared/toast.tsx'
import type { Health } from '../live/health.ts'
import { common } from '../messages/common.ts'
import { simulcastWords } from '../messages/simulcast.ts'
import { explain, fieldOf } from '../parts/explain.ts'
import { Failed, useLoaded } from '../parts/load.tsx'
import { studioApi, type SimulcastPlace } from '../studio_api.ts'
import { relayText } from '../live/relays.ts'
import './simulcast.css'

export function Simulcast({ show, health }: { show: string; health: Health | null }) {
  const words = simulcastWords()
  const loaded = useLoaded(`simulcast ${show}`, () => studioApi.simulcast(show))
  const [editing, setEditing] = useState<SimulcastPlace | 'new' | null>(null)
  const [removing, setRemoving] = useState<SimulcastPlace | null>(null)
  const [busy, setBusy] = useState(false)
  const places = loaded.data ?? []

  const attempt = async (work: () => Promise<void>): Promise<void> => {
    setBusy(true)
    try {
      await work()
    } catch (cause) {
      toast(explain(cause), { tone: 'bad' })
    } finally {
      setBusy(false)
    }
  }
  const choose = (ids: string[]): Promise<void> => attempt(async () => loaded.set(await studioApi.setSimulcast(show, ids)))
  const chosen = places.filter((place) => place.on).map((place) => place.id)
  return (
    <section class="panel simulcast" aria-labelledby="simulcast" data-test="simulcast">
      <h2 id="simulcast">{words.title}</h2>
      <p class="hint">{loaded.data && places.length === 0 ? words.none : words.hint}</p>
      {loaded.problem && <Failed problem={loaded.problem} again={loaded.reload} />}
      <ul>
        {places.map((place) => {
          const relay = health?.simulcast?.find((each) => each.id === place.id)
          return (
            <li key={place.id} data-test="simulcast-place">
              <label class="check-row switch">
                <input type="checkbox" checked={place.on} disabled={busy}
                  onChange={(event) => void choose(event.currentTarget.checked ? [...chosen, place.id] : chosen.filter((each) => each !== place.id))} />
                <span><b>{place.name}</b><span class="hint at">{place.url}</span></span>
              </label>
              <span class="place-tools">
                <button type="button" class="btn quiet" aria-label={`${words.change}: ${place.name}`} onClick={() => setEditing(place)} data-test="change-place"><Icon name="edit" size="s" /></button>
                <button type="button" class="btn quiet" aria-label={`${words.remove}: ${place.name}`} onClick={() => setRemoving(place)} data-test="remove-place"><Icon name="close" size="s" /></button>
              </span>
              {place.on && relay && (
                <p class={`relay ${relay.state}`} role="status" data-test={`relay-${relay.state}`}>
                  <Icon name={relay.state === 'pausing' ? 'alert' : 'signal'} size="s" /><span>{relayText(relay)}{relay.state === 'pausing' && relay.problem && <span lang="en">{relay.problem}</span>}</span>
                </p>
              )}
            </li>
          )
        })}
      </ul>
      <button type="button" class="btn" onClick={() => setEditing('new')} data-test="add-place"><Icon name="plus" size="s" />{words.add}</button>
      {editing && (
        <PlaceDialog place={editing === 'new' ? null : editing} onClose={() => setEditing(null)}
          onSaved={async (id) => {
            setEditing(null)
            if (editing === 'new') await choose([...chosen, id])
            else loaded.reload()
            toast(words.saved)
          }} />
      )}
      {removing && (
        <Dialog open onClose={() => setRemoving(null)} title={words.removeTitle} busy={busy} test="remove-place-dialog">
          <p>{words.removeText(removing.name)}</p>
          <div class="form-foot">
            <button type="button" class="btn" data-focus onClick={() => setRemoving(null)}>{common().cancel}</button>
            <button type="button" class="btn do" disabled={busy} data-test="confirm"
              onClick={() => void attempt(async () => {
                await studioApi.removePlace(removing.id)
                setRemoving(null)
                loaded.reload()
                toast(words.removed)
              })}>{words.remove}</button>
          </div>
        </Dialog>
      )}
    </section>
  )
}

function PlaceDialog({ place, onClose, onSaved }: { place: SimulcastPlace | null; onClose: () => void; onSaved: (id: string) => Promise<void> }) {
  const words = simulcastWords()
  const [name, setName] = useState(place?.name ?? '')
  const [url, setUrl] = useState(place?.url ?? '')
  const [key, setKey] = useState('')
  const [errors, setErrors] = useState<Record<string, string>>({})
  const [busy, setBusy] = useState(false)
  const save = async (): Promise<void> => {
    setBusy(true)
    setErrors({})
    const fields = { name: name.trim(), url: url.trim(), ...(place && key === '' ? {} : { key: key.trim() }) }
    try {
      await onSaved(place ? (await studioApi.changePlace(place.id, fields), place.id) : (await studioApi.addPlace(fields)).id)
    } catch (cause) {
      const field = fieldOf(cause)
      const wrong = field && words.wrong[field]
      if (wrong) setErrors({ [field]: wrong })
      else toast(explain(cause), { tone: 'bad' })
    } finally {
      setBusy(false)
    }
  }
  return (
    <Dialog open onClose={onClose} title={place ? words.changeTitle : words.addTitle} busy={busy} test="place-dialog">
      <form class="stack" onSubmit={(event) => { event.preventDefault(); void save() }}>
        <Field label={words.name} value={name} maxLength={40} hint={words.nameHint} error={errors['name']} onInput={(event) => setName(event.currentTarget.value)} test="place-name" />
        <Field label={words.url} value={url} type="url" inputMode="url" placeholder="rtmps://live.example:443/app" hint={words.urlHint} error={errors['url']} onInput={(event) => setUrl(event.currentTarget.value)} test="place-url" />
        <Field label={words.key} value={key} type="password" autocomplete="off" hint={place ? words.keyKept : words.keyHint} error={errors['key']} onInput={(event) => setKey(event.currentTarget.value)} test="place-key" />
        <div class="form-foot">
          <button type="button" class="btn" onClick={onClose}>{common().cancel}</button>
          <button type="submit" class="btn do" disabled={busy} data-test="save-place">{busy ? common().saving : common().save}</button>
        </div>
      </form>
    </Dialog>
  )
}
