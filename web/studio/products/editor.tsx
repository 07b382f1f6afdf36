// The form of one product: its words, price, variants and pictures; and, once it exists, its stock.
import { useEffect, useState } from 'preact/hooks'
import { Problem, type Product } from '../../shared/api.ts'
import { Field } from '../../shared/field.tsx'
import { Icon } from '../../shared/icons.tsx'
import { toast } from '../../shared/toast.tsx'
import { common } from '../messages/common.ts'
import { productWords } from '../messages/products.ts'
import { explain, fieldText } from '../parts/explain.ts'
import { PictureInput } from '../parts/picture_input.tsx'
import { go, guardLeaving } from '../route.ts'
import { priceDigits, shop } from '../shop.ts'
import { zoneName } from '../shows/local_time.ts'
import { studioApi } from '../studio_api.ts'
import { ConflictDialog } from './conflict.tsx'
import { GalleryEditor } from './gallery_editor.tsx'
import { draftErrors, draftOf, fieldsOf, idFromTitle, kTaxRates, type ProductDraft } from './product_form.ts'
import { StockForm } from './stock.tsx'
import { VariantsEditor } from './variants_editor.tsx'

interface Props {
  /** Null for a new one. */
  product: Product | null
  onChange: (product: Product) => void
  onClose: () => void
}

/** "/variants/2/price/amount" → "variants.2.price", "/price/amount" → "price". */
function draftField(pointer: string | null): string | null {
  const parts = (pointer ?? '').split('/').filter(Boolean)
  if (parts[0] === 'limit_per_person') return 'limit'
  if (parts[0] === 'on_sale_from') return 'opens'
  return parts.length === 0 ? null : parts[0] === 'variants' ? parts.slice(0, 3).join('.') : parts[0]!
}

export function ProductEditor({ product, onChange, onClose }: Props) {
  const words = productWords()
  const currency = product?.price.currency ?? shop.value?.currency ?? 'JPY'
  const digits = priceDigits(currency)
  const [base, setBase] = useState(() => draftOf(product, digits))
  const [version, setVersion] = useState<number | null>(product?.version ?? null)
  const [draft, setDraft] = useState(base)
  const [idTouched, setIdTouched] = useState(product !== null)
  const [file, setFile] = useState<File | null>(null)
  const [pictureError, setPictureError] = useState<string | null>(null)
  const [tried, setTried] = useState(false)
  const [refused, setRefused] = useState<Record<string, string>>({})
  const [formError, setFormError] = useState<string | null>(null)
  const [theirs, setTheirs] = useState<Product | null>(null)
  const [busy, setBusy] = useState(false)

  const errors = draftErrors(draft, digits)
  const errorOf = (field: string): string | null => refused[field] ?? (tried && errors[field] ? words.error[errors[field]]! : null)
  const dirty = file !== null || JSON.stringify(draft) !== JSON.stringify(base)
  const set = (more: Partial<ProductDraft>): void => {
    setDraft((old) => ({ ...old, ...more }))
    setRefused({})
    setFormError(null)
  }
  useEffect(() => {
    if (!dirty) return
    guardLeaving(() => confirm(common().leave))
    return () => guardLeaving(null)
  }, [dirty])

  const save = async (over: number | null): Promise<void> => {
    setTried(true)
    if (Object.keys(errors).length > 0) {
      setFormError(words.mend)
      return
    }
    setBusy(true)
    setFormError(null)
    setTheirs(null)
    try {
      const saved = await studioApi.saveProduct(draft.id, fieldsOf(draft, currency, digits, product?.on_sale_from ?? null), over)
      setVersion(saved.version)
      setBase(draftOf(saved, digits))
      setDraft(draftOf(saved, digits))
      // The list hears of it once it is whole: its row opens an editor of its own.
      const whole = file ? await savePicture(saved) : saved
      onChange(whole ?? saved)
      if (!whole) return
      toast(common().saved)
      guardLeaving(null)
      if (product) onClose()
      else go(`/studio/products/${encodeURIComponent(saved.id)}`, { replace: true })
    } catch (cause) {
      const problem = Problem.from(cause)
      const field = draftField(problem.field)
      if (problem.type === 'changed-meanwhile') {
        if (product && problem.members['present']) setTheirs(problem.members['present'] as Product)
        else setRefused({ id: words.error['id_taken']! })
      } else if (field && (field in draft || field.startsWith('variants.'))) {
        setRefused({ [field]: fieldText(cause) })
        setFormError(words.mend)
      } else setFormError(explain(cause))
    } finally {
      setBusy(false)
    }
  }
  const savePicture = async (saved: Product): Promise<Product | null> => {
    try {
      const { picture } = await studioApi.savePicture(saved.id, file!)
      setFile(null)
      return { ...saved, picture }
    } catch (cause) {
      const { type, detail } = Problem.from(cause)
      setPictureError(type === 'too-large' ? common().pictureLarge : type === 'unsupported' || type === 'invalid' ? detail || common().pictureWrong : explain(cause))
      setFormError(words.pictureFailed)
      return null
    }
  }
  /** What somebody else wrote becomes what is edited here. */
  const takeTheirs = (): void => {
    setBase(draftOf(theirs, digits))
    setDraft(draftOf(theirs, digits))
    setVersion(theirs!.version)
    onChange(theirs!)
    setTheirs(null)
  }
  return (
    <>
      {product && <GalleryEditor product={product} onChange={onChange} />}
      <form class="stack product-form" onSubmit={(event) => { event.preventDefault(); void save(version) }} noValidate data-test="product-form">
        {!product && (
          <PictureInput label={words.picture} hint={words.pictureHint} current={null} error={pictureError}
            onChoose={(chosen, error) => {
              setFile(chosen)
              setPictureError(error)
              setFormError(null)
            }} />
        )}
        <Field label={words.field.title} value={draft.title} maxLength={150} error={errorOf('title')} data-focus={product ? undefined : true}
          onInput={(event) => {
            const title = event.currentTarget.value
            set(idTouched ? { title } : { title, id: idFromTitle(title) })
          }} test="title" />
        {!product && (
          <Field label={words.field.id} value={draft.id} maxLength={64} hint={words.hint.id} error={errorOf('id')} autoCapitalize="none" spellcheck={false}
            onInput={(event) => {
              setIdTouched(true)
              set({ id: event.currentTarget.value })
            }} test="id" />
        )}
        <div class="pair">
          <Field label={words.field.subtitle} value={draft.subtitle} maxLength={120} optional={common().optional} hint={words.hint.subtitle} error={errorOf('subtitle')}
            onInput={(event) => set({ subtitle: event.currentTarget.value })} test="subtitle" />
          <Field label={words.field.brand} value={draft.brand} maxLength={70} optional={common().optional} error={errorOf('brand')}
            onInput={(event) => set({ brand: event.currentTarget.value })} test="brand" />
        </div>
        <div class="triple">
          <Field label={words.field.price} value={draft.price} inputMode="decimal" hint={words.hint.price(currency)} error={errorOf('price')} class="n"
            onInput={(event) => set({ price: event.currentTarget.value })} test="price" />
          <div class="field">
            <label for="tax-rate">{words.field.tax_rate}</label>
            <select id="tax-rate" value={draft.tax_rate} onChange={(event) => set({ tax_rate: event.currentTarget.value })} data-test="tax-rate">
              {[...new Set([...kTaxRates, draft.tax_rate])].map((rate) => <option key={rate} value={rate}>{rate}%</option>)}
            </select>
            <p class="field-hint">{words.hint.tax_rate}</p>
          </div>
          <Field label={words.field.limit} value={draft.limit} inputMode="numeric" hint={words.hint.limit} error={errorOf('limit')} class="n"
            onInput={(event) => set({ limit: event.currentTarget.value })} test="limit" />
          <Field label={words.field.opens} type="datetime-local" value={draft.opens} hint={words.hint.opens(zoneName())} error={errorOf('opens')}
            onInput={(event) => set({ opens: event.currentTarget.value })} test="opens" />
        </div>
        <Field label={words.field.description} rows={5} value={draft.description} maxLength={10_000} optional={common().optional} hint={words.hint.description} error={errorOf('description')}
          onInput={(event) => set({ description: (event.currentTarget as HTMLInputElement).value })} test="description" />
        <VariantsEditor draft={draft} pictures={product?.pictures ?? []} errorOf={errorOf} onChange={set} />
        {formError && <p class="field-error" role="alert" data-test="form-error"><Icon name="alert" size="s" /><span>{formError}</span></p>}
        <div class="form-foot">
          <button type="button" class="btn" onClick={onClose}>{common().cancel}</button>
          <button type="submit" class={`btn ${dirty || !product ? 'do' : ''}`} disabled={busy} data-test="save">{busy ? common().saving : common().save}</button>
        </div>
      </form>
      {product ? <StockForm product={product} onChange={onChange} /> : <p class="hint sub">{words.stockAfterSave}</p>}
      {theirs && (
        <ConflictDialog ours={draft} theirs={theirs} digits={digits} busy={busy} onTakeTheirs={takeTheirs}
          onKeepOurs={() => void save(theirs.version)} onClose={() => setTheirs(null)} />
      )}
    </>
  )
}
