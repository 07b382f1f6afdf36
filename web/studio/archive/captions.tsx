// The captions of an archive, by language: a file is brought, taken away, or replaced; what is wrong with one is named by its line.
import { useRef, useState } from 'preact/hooks'
import type { Show } from '../../shared/api.ts'
import { Problem } from '../../shared/api.ts'
import { archiveApi, languageName, type CaptionTrack } from '../../shared/api_archive.ts'
import { Dialog } from '../../shared/dialog.tsx'
import { language } from '../../shared/i18n.ts'
import { Icon } from '../../shared/icons.tsx'
import { toast } from '../../shared/toast.tsx'
import { captionWords, faultOf } from '../messages/captions.ts'
import { common } from '../messages/common.ts'
import { explain } from '../parts/explain.ts'
import { Failed, Waiting, type Loaded } from '../parts/load.tsx'
import { archiveStudioApi, type CaptionList } from './archive_api.ts'

/** Offered first; a file in another language of the shop's audience is one of them sooner or later. */
const kLanguages = ['ja', 'en', 'zh-Hans', 'zh-Hant', 'ko', 'th', 'vi', 'id', 'fr', 'de', 'es', 'pt']
const kMostBytes = 1024 * 1024

export function Captions({ show, loaded }: { show: Show; loaded: Loaded<CaptionList> }) {
  const words = captionWords()
  const [of, setOf] = useState<string>('ja')
  const [wrong, setWrong] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const [removing, setRemoving] = useState<CaptionTrack | null>(null)
  const picker = useRef<HTMLInputElement>(null)
  const tracks = loaded.data?.items ?? []
  const name = (tag: string): string => languageName(tag, language.value)
  const bring = async (file: File): Promise<void> => {
    setWrong(null)
    if (file.size > kMostBytes) return setWrong(words.tooLarge)
    setBusy(true)
    try {
      loaded.set(await archiveStudioApi.putCaptions(show.id, of, file))
      toast(words.saved(name(of)))
    } catch (cause) {
      const problem = Problem.from(cause)
      setWrong(faultOf(problem.members) ?? (problem.members['field'] === '/file' ? words.noCaptions : explain(cause)))
    } finally {
      setBusy(false)
    }
  }
  const remove = async (track: CaptionTrack): Promise<void> => {
    setBusy(true)
    try {
      loaded.set(await archiveStudioApi.removeCaptions(show.id, track.language))
      toast(words.removed)
      setRemoving(null)
    } catch (cause) {
      toast(explain(cause), { tone: 'bad' })
    } finally {
      setBusy(false)
    }
  }
  return (
    <section class="panel" aria-labelledby="captions" data-test="captions">
      <h2 id="captions">{words.title}</h2>
      <p class="hint">{words.lead}</p>
      {!loaded.data && !loaded.problem && <Waiting />}
      {Boolean(loaded.problem) && !loaded.data && <Failed problem={loaded.problem} again={loaded.reload} />}
      {loaded.data && tracks.length === 0 && <p class="invite">{words.none}</p>}
      <ul class="caption-list">
        {tracks.map((track) => (
          <li key={track.language} data-test="caption-track" data-language={track.language}>
            <span class="g"><b>{name(track.language)}</b><span class="hint n">{words.count(track.count)}</span></span>
            {(['vtt', 'srt'] as const).map((form) => (
              <a key={form} class="btn small" href={archiveApi.captionFile(show.id, track.language, form)} download={`${show.title}.${track.language}.${form}`} aria-label={words.download(name(track.language), form.toUpperCase())} data-test={`download-${form}`}>{form.toUpperCase()}</a>
            ))}
            <button type="button" class="icon-btn" disabled={busy} onClick={() => setRemoving(track)} aria-label={words.remove(name(track.language))} title={words.remove(name(track.language))} data-test="remove-captions"><Icon name="trash" size="s" /></button>
          </li>
        ))}
      </ul>
      <div class="caption-bring">
        <label class="field">
          <span>{words.language}</span>
          <select value={of} onChange={(event) => setOf(event.currentTarget.value)} data-test="caption-language">
            {kLanguages.map((tag) => <option key={tag} value={tag}>{name(tag)}</option>)}
          </select>
        </label>
        <button type="button" class="btn" disabled={busy} onClick={() => picker.current?.click()} data-test="bring-captions">
          {tracks.some((track) => track.language === of) ? words.replace : words.choose}
        </button>
        <input ref={picker} class="vh" type="file" tabIndex={-1} aria-hidden="true" accept=".srt,.vtt,text/vtt,application/x-subrip" onChange={(event) => {
          const [file] = event.currentTarget.files ?? []
          if (file) void bring(file)
          event.currentTarget.value = ''
        }} data-test="caption-file" />
      </div>
      {wrong && <p class="field-error" role="alert" data-test="caption-wrong"><Icon name="alert" size="s" />{wrong}</p>}
      <Dialog open={removing !== null} onClose={() => setRemoving(null)} title={words.removeTitle} busy={busy} test="remove-captions-dialog">
        <p>{words.removeText}</p>
        <div class="form-foot">
          <button type="button" class="btn" data-focus onClick={() => setRemoving(null)}>{common().cancel}</button>
          <button type="button" class="btn do" disabled={busy} onClick={() => removing && void remove(removing)} data-test="confirm">{words.removeDo}</button>
        </div>
      </Dialog>
    </section>
  )
}
