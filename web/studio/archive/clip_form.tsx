// What a clip is called, how it is made, and the words that say it is advertising.
import { useEffect, useState } from 'preact/hooks'
import type { Show } from '../../shared/api.ts'
import { disclosureOf } from '../../shared/disclosure.ts'
import { languageName, type CaptionTrack } from '../../shared/api_archive.ts'
import { Field } from '../../shared/field.tsx'
import { language, remember, remembered } from '../../shared/i18n.ts'
import { Icon } from '../../shared/icons.tsx'
import { randomId } from '../../shared/ids.ts'
import { toast } from '../../shared/toast.tsx'
import { captionWords } from '../messages/captions.ts'
import { archiveStudioWords } from '../messages/archive.ts'
import { explain, fieldOf, fieldText } from '../parts/explain.ts'
import { shop } from '../shop.ts'
import { archiveStudioApi, longestClipMs, type ClipForm as Form } from './archive_api.ts'
import type { Cutting } from './cutter.tsx'

const kForms: Form[] = ['key-frames', 'exact', 'vertical']
const kLabelKey = 'nigiwai.clip-label'

/** The words this device used last, or those of the shop. */
export function usualLabel(): string {
  return remembered(kLabelKey) ?? disclosureOf(shop.value)
}

export function ClipForm({ show, cutting, product: chosen, captions, onMade }: { show: Show; cutting: Cutting; product: string | null; captions: readonly CaptionTrack[]; onMade: () => void }) {
  const words = archiveStudioWords()
  const [form, setForm] = useState<Form>('key-frames')
  const [burnt, setBurnt] = useState('')
  const [focus, setFocus] = useState(50)
  const [title, setTitle] = useState<string | null>(null)
  const [product, setProduct] = useState(chosen ?? '')
  const [label, setLabel] = useState(usualLabel)
  const [errors, setErrors] = useState<Record<string, string>>({})
  const [busy, setBusy] = useState(false)
  useEffect(() => {
    setProduct(chosen ?? '')
    setTitle(null)
  }, [chosen])
  useEffect(() => {
    cutting.focus.value = form === 'vertical' ? focus : null
  }, [form, focus])
  const { from, until } = cutting.range.value
  const most = longestClipMs(form)
  const tooLong = until - from > most
  // A clip of a product is called after it until somebody says otherwise.
  const named = title ?? show.shelf.find(({ id }) => id === product)?.title ?? ''

  const make = async (): Promise<void> => {
    const wrong = { ...(named.trim() === '' ? { title: words.clipTitleEmpty } : {}), ...(label.trim() === '' ? { label: words.labelEmpty } : {}) }
    setErrors(wrong)
    if (Object.keys(wrong).length > 0) return
    setBusy(true)
    try {
      await archiveStudioApi.makeClip(
        show.id,
        { from, until, form, title: named.trim(), label: label.trim(), ...(form === 'vertical' ? { focus } : {}), ...(product ? { product } : {}), ...(burnt && form !== 'key-frames' ? { captions: burnt } : {}) },
        randomId(),
      )
      remember(kLabelKey, label.trim())
      setTitle(null)
      toast(words.accepted)
      onMade()
    } catch (cause) {
      const field = fieldOf(cause)
      if (field === 'title' || field === 'label') setErrors({ [field]: fieldText(cause) })
      else toast(explain(cause), { tone: 'bad' })
    } finally {
      setBusy(false)
    }
  }
  return (
    <form
      class="clip-form stack"
      onSubmit={(event) => {
        event.preventDefault()
        void make()
      }}
      data-test="clip-form"
    >
      <h2>{words.makeTitle}</h2>
      <fieldset class="forms">
        <legend>{words.form}</legend>
        <div class="form-choice">
          {kForms.map((one) => (
            <label key={one} class={form === one ? 'on' : ''}>
              <input type="radio" name="form" checked={form === one} onChange={() => setForm(one)} data-test={`form-${one}`} />
              <b>{words.forms[one]}</b>
            </label>
          ))}
        </div>
        <p class="hint">{words.formHints[form]}</p>
      </fieldset>
      {form === 'vertical' && (
        <label class="focus">
          <span>{words.focus}</span>
          <input type="range" min="0" max="100" value={focus} onInput={(event) => setFocus(Number(event.currentTarget.value))} data-test="focus" />
        </label>
      )}
      {form !== 'key-frames' && captions.length > 0 && (
        <div class="field">
          <label for="clip-captions">{captionWords().burn}</label>
          <select id="clip-captions" value={burnt} onChange={(event) => setBurnt(event.currentTarget.value)} data-test="burn">
            <option value="">{captionWords().burnNone}</option>
            {captions.map((track) => <option key={track.language} value={track.language}>{languageName(track.language, language.value)}</option>)}
          </select>
        </div>
      )}
      <div class="pair">
        <div class="field">
          <label for="clip-product">{words.product}</label>
          <select id="clip-product" value={product} onChange={(event) => setProduct(event.currentTarget.value)} data-test="clip-product">
            <option value="">{words.noProduct}</option>
            {show.shelf.map(({ id, title: of }) => <option key={id} value={id}>{of}</option>)}
          </select>
        </div>
        <Field label={words.clipTitle} value={named} maxLength={80} error={errors['title']} onInput={(event) => setTitle(event.currentTarget.value)} test="clip-title" />
      </div>
      <Field label={words.label} value={label} maxLength={40} hint={words.labelHint} error={errors['label']} onInput={(event) => setLabel(event.currentTarget.value)} test="clip-label" />
      {tooLong && <p class="note warn"><Icon name="info" size="s" /><span>{words.tooLong(most / 60_000)}</span></p>}
      <div class="form-foot">
        <button type="submit" class="btn do" disabled={busy || tooLong} data-test="make-clip">{words.make}</button>
      </div>
    </form>
  )
}
