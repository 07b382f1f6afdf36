// Chooses the show whose cue sheet is copied to the end of this one.
import { useRef, useState } from 'preact/hooks'
import { Problem, type Show } from '../../shared/api.ts'
import { Dialog } from '../../shared/dialog.tsx'
import { dateTime } from '../../shared/format.ts'
import { language } from '../../shared/i18n.ts'
import { Icon } from '../../shared/icons.tsx'
import { randomId } from '../../shared/ids.ts'
import { toast } from '../../shared/toast.tsx'
import { common } from '../messages/common.ts'
import { cueWords } from '../messages/cues.ts'
import { showWords } from '../messages/shows.ts'
import { explain } from '../parts/explain.ts'
import { Failed, useLoaded, Waiting } from '../parts/load.tsx'
import { all, studioApi } from '../studio_api.ts'
import { planApi } from './plan_api.ts'

export function CopyCues({ show, onDone, onClose }: { show: Show; onDone: () => void; onClose: () => void }) {
  const words = cueWords()
  const [search, setSearch] = useState('')
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState('')
  const key = useRef(randomId())
  const shows = useLoaded('shows to copy from', () => all((cursor) => studioApi.shows('live,scheduled,draft,archived,cancelled', cursor)))
  const copy = async (from: string): Promise<void> => {
    setBusy(true)
    setError('')
    try {
      const { copied, not_on_shelf: without } = await planApi.copyCues(show.id, from, `${key.current}-${from}`)
      toast([words.copy.done(copied), without.length > 0 ? words.copy.without(without.length) : ''].filter(Boolean).join(language.value === 'ja' ? '。' : '. '), { ms: 8000 })
      onDone()
      onClose()
    } catch (cause) {
      const problem = Problem.from(cause)
      setError(problem.field === '/from' ? words.copy.empty : explain(cause))
    } finally {
      setBusy(false)
    }
  }
  const others = (shows.data ?? []).filter(({ id, title }) => id !== show.id && title.toLowerCase().includes(search.trim().toLowerCase()))
  return (
    <Dialog open onClose={onClose} title={words.copy.title} busy={busy} test="copy-dialog">
      <p class="hint gap-below">{words.copy.text}</p>
      <label class="search wide">
        <Icon name="search" size="s" />
        <span class="vh">{words.copy.search}</span>
        <input type="search" placeholder={words.copy.search} value={search} onInput={(event) => setSearch(event.currentTarget.value)} data-focus data-test="copy-search" />
      </label>
      {error && <p class="field-error gap-below" role="alert" data-test="copy-error">{error}</p>}
      {!shows.data && (shows.problem ? <Failed problem={shows.problem} again={shows.reload} /> : <Waiting />)}
      <ul class="pick">
        {others.map((other) => (
          <li key={other.id}>
            <button type="button" disabled={busy} onClick={() => void copy(other.id)} data-test="copy-from" data-show={other.id}>
              <span class="shelf-words"><b class="phrase">{other.title || showWords().untitled}</b>
                <span>{common().states[other.state]} {other.starts_at ? dateTime(new Date(other.starts_at), language.value) : ''}</span></span>
              <Icon name="copy" size="s" />
            </button>
          </li>
        ))}
      </ul>
      {shows.data && others.length === 0 && <p class="nothing">{search ? showWords().nothingFound(search) : words.copy.none}</p>}
    </Dialog>
  )
}
