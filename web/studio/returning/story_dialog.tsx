// Telling those who saved a product of its maker's story: a moment of an archive, or the product's page.
import { useState } from 'preact/hooks'
import { Dialog } from '../../shared/dialog.tsx'
import { Field } from '../../shared/field.tsx'
import { toast } from '../../shared/toast.tsx'
import { common } from '../messages/common.ts'
import { returningWords } from '../messages/returning.ts'
import { explain, fieldOf } from '../parts/explain.ts'
import { useLoaded } from '../parts/load.tsx'
import { all, studioApi } from '../studio_api.ts'
import { momentOf, returningApi, type Kept } from './returning_api.ts'

export function StoryDialog({ kept, onClose }: { kept: Kept; onClose: () => void }) {
  const words = returningWords()
  const shows = useLoaded('shows with stories', () => all((cursor) => studioApi.shows('archived', cursor)))
  const [title, setTitle] = useState('')
  const [show, setShow] = useState('')
  const [at, setAt] = useState('0:00')
  const [wrong, setWrong] = useState<'title' | 'at' | null>(null)
  const [busy, setBusy] = useState(false)
  const tell = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault()
    const moment = momentOf(at)
    if (title.trim() === '') return setWrong('title')
    if (show !== '' && moment === null) return setWrong('at')
    setBusy(true)
    try {
      const told = await returningApi.tell({ product: kept.product.id, title: title.trim(), ...(show === '' ? {} : { show, at: moment! }) })
      toast(words.toldDone(told.keeping))
      onClose()
    } catch (cause) {
      const field = fieldOf(cause)
      if (field === 'at' || field === 'title') setWrong(field)
      else toast(explain(cause), { tone: 'bad' })
      setBusy(false)
    }
  }
  return (
    <Dialog open onClose={onClose} title={words.story} busy={busy} test="story-dialog">
      <form class="stack" noValidate onSubmit={(event) => void tell(event)}>
        <p class="hint">{words.storyLead(kept.product.title, kept.keeping)}</p>
        <Field label={words.storyTitle} hint={words.storyHint} value={title} maxLength={80} error={wrong === 'title' ? words.titleEmpty : null} onInput={(event) => { setTitle(event.currentTarget.value); setWrong(null) }} data-focus test="story-title" />
        <div class="field">
          <label for="story-show">{words.storyShow}</label>
          <select id="story-show" value={show} onChange={(event) => setShow(event.currentTarget.value)} data-test="story-show">
            <option value="">{words.storyNoShow}</option>
            {shows.data?.map((one) => <option key={one.id} value={one.id}>{one.title}</option>)}
          </select>
        </div>
        {show !== '' && <Field label={words.storyAt} value={at} maxLength={8} error={wrong === 'at' ? words.storyAtWrong : null} onInput={(event) => { setAt(event.currentTarget.value); setWrong(null) }} test="story-at" />}
        <div class="form-foot">
          <button type="button" class="btn" onClick={onClose}>{common().cancel}</button>
          <button type="submit" class="btn do" disabled={busy} data-test="tell">{words.tell}</button>
        </div>
      </form>
    </Dialog>
  )
}
