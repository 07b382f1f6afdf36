// What stands about oneself on the public page.
import { useState } from 'preact/hooks'
import { Field } from '../../shared/field.tsx'
import { toast } from '../../shared/toast.tsx'
import { common } from '../messages/common.ts'
import { meWords } from '../messages/me.ts'
import { explain, fieldOf, fieldText } from '../parts/explain.ts'
import { meApi } from './me_api.ts'

const kMost = 600

export function WordsPanel({ handle, words: known }: { handle: string; words: string }) {
  const words = meWords()
  const [typed, setTyped] = useState(known)
  const [saved, setSaved] = useState(known)
  const [error, setError] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const save = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault()
    if ([...typed.trim()].length > kMost) return setError(words.wordsLong)
    setBusy(true)
    try {
      const now = await meApi.saveWords(handle, typed.trim())
      setTyped(now.words)
      setSaved(now.words)
      toast(common().saved)
    } catch (cause) {
      if (fieldOf(cause) === 'words') setError(fieldText(cause))
      else toast(explain(cause), { tone: 'bad' })
    } finally {
      setBusy(false)
    }
  }
  return (
    <section class="panel" aria-label={words.words}>
      <form class="stack" onSubmit={(event) => void save(event)} noValidate>
        <Field label={words.words} rows={5} value={typed} hint={words.wordsHint} error={error} onInput={(event) => { setTyped((event.currentTarget as unknown as HTMLTextAreaElement).value); setError(null) }} test="own-words" />
        <div class="form-foot"><button type="submit" class={`btn ${typed !== saved ? 'do' : ''}`} disabled={busy || typed === saved} data-test="save-words">{busy ? common().saving : common().save}</button></div>
      </form>
    </section>
  )
}
