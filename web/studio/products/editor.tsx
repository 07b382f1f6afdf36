// The form of one product: its words, its price, its picture; and, once it exists, its stock.
import { useEffect, useState } from 'preact/hooks'
import type { Product, Variant } from '../../shared/api.ts'
import { Field } from '../../shared/field.tsx'
import { money } from '../../shared/format.ts'
import { language } from '../../shared/i18n.ts'
import { Icon } from '../../shared/icons.tsx'
import { toast } from '../../shared/toast.tsx'
import { Problem } from '../../shared/api.ts'
import { common } from '../messages/common.ts'
import { productWords } from '../messages/products.ts'
import { explain, fieldOf, fieldText } from '../parts/explain.ts'
import { PictureInput } from '../parts/picture_input.tsx'
import { go, guardLeaving } from '../route.ts'
import { priceDigits, shop } from '../shop.ts'
import { studioApi, type VariantFields } from '../studio_api.ts'
import { draftErrors, idFromTitle, kEmptyDraft, kTaxRates, minorUnits, type ProductDraft } from './product_form.ts'
import { StockForm } from './stock.tsx'

interface Props {
  /** Null for a new one. */
  product: Product | null
  taken: ReadonlySet<string>
  onChange: (product: Product) => void
  onClose: () => void
}

function draftOf(product: Product | null, digits: number): ProductDraft {
  if (!product) return kEmptyDraft
  return {
    id: product.id,
    title: product.title,
    subtitle: product.subtitle ?? '',
    description: product.description ?? '',
    price: (product.price.amount / 10 ** digits).toFixed(digits),
    tax_rate: String(product.tax_rate),
  }
}

/** A product without variants is its own SKU. */
function hasVariants(product: Product): boolean {
  return product.variants.length > 1 || product.variants.some((variant) => variant.sku !== product.id || Object.keys(variant.options).length > 0)
}

/** Saving writes the product as a whole, so its variants go along as they are. */
function written({ sku, options, price }: Variant, product: Product): VariantFields {
  return { sku, options, ...(price.amount === product.price.amount ? {} : { price }) }
}

export function ProductEditor({ product, taken, onChange, onClose }: Props) {
  const words = productWords()
  const currency = product?.price.currency ?? shop.value?.currency ?? 'JPY'
  const digits = priceDigits(currency)
  const [base, setBase] = useState(() => draftOf(product, digits))
  const [draft, setDraft] = useState(base)
  const [idTouched, setIdTouched] = useState(product !== null)
  const [file, setFile] = useState<File | null>(null)
  const [pictureError, setPictureError] = useState<string | null>(null)
  const [tried, setTried] = useState(false)
  const [refused, setRefused] = useState<Record<string, string>>({})
  const [formError, setFormError] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)

  const errors = draftErrors(draft, digits)
  if (!product && taken.has(draft.id)) errors.id = 'id_taken'
  const errorOf = (field: keyof ProductDraft): string | null =>
    refused[field] ?? (tried && errors[field] ? words.error[errors[field]]! : null)
  const dirty = file !== null || (Object.keys(draft) as (keyof ProductDraft)[]).some((field) => draft[field] !== base[field])
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

  const save = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault()
    setTried(true)
    if (Object.keys(errors).length > 0) return
    setBusy(true)
    setFormError(null)
    try {
      const saved = await studioApi.saveProduct(draft.id, {
        title: draft.title.trim(),
        subtitle: draft.subtitle.trim(),
        description: draft.description.trim(),
        price: { amount: minorUnits(draft.price, digits), currency },
        tax_rate: Number(draft.tax_rate),
        ...(product && hasVariants(product) ? { variants: product.variants.map((variant) => written(variant, product)) } : {}),
      })
      onChange(saved)
      setBase(draft)
      const pictured = file ? await savePicture(saved) : true
      if (!pictured) return
      toast(common().saved)
      guardLeaving(null)
      if (product) onClose()
      else go(`/studio/products/${encodeURIComponent(saved.id)}`, { replace: true })
    } catch (cause) {
      const field = fieldOf(cause)
      if (field && field in draft) setRefused({ [field]: fieldText(cause) })
      else setFormError(explain(cause))
    } finally {
      setBusy(false)
    }
  }
  const savePicture = async (saved: Product): Promise<boolean> => {
    try {
      const { picture } = await studioApi.savePicture(saved.id, file!)
      onChange({ ...saved, picture })
      setFile(null)
      return true
    } catch (cause) {
      const { type, detail } = Problem.from(cause)
      setPictureError(type === 'too-large' ? common().pictureLarge : type === 'unsupported' || type === 'invalid' ? detail || common().pictureWrong : explain(cause))
      setFormError(words.pictureFailed)
      return false
    }
  }
  return (
    <>
      <form class="stack" onSubmit={(event) => void save(event)} noValidate data-test="product-form">
        <PictureInput label={words.picture} hint={words.pictureHint} current={product?.picture?.url ?? null} error={pictureError}
          onChoose={(chosen, error) => {
            setFile(chosen)
            setPictureError(error)
            setFormError(null)
          }} />
        <Field label={words.field.title} value={draft.title} maxLength={120} error={errorOf('title')} data-focus={product ? undefined : true}
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
        <Field label={words.field.subtitle} value={draft.subtitle} maxLength={120} optional={common().optional} hint={words.hint.subtitle} error={errorOf('subtitle')}
          onInput={(event) => set({ subtitle: event.currentTarget.value })} test="subtitle" />
        <div class="pair">
          <Field label={words.field.price} value={draft.price} inputMode="decimal" hint={words.hint.price(currency)} error={errorOf('price')} class="n"
            onInput={(event) => set({ price: event.currentTarget.value })} test="price" />
          <div class="field">
            <label for="tax-rate">{words.field.tax_rate}</label>
            <select id="tax-rate" value={draft.tax_rate} onChange={(event) => set({ tax_rate: event.currentTarget.value })} data-test="tax-rate">
              {[...new Set([...kTaxRates, draft.tax_rate])].map((rate) => <option key={rate} value={rate}>{rate}%</option>)}
            </select>
            <p class="field-hint">{words.hint.tax_rate}</p>
          </div>
        </div>
        <Field label={words.field.description} rows={4} value={draft.description} optional={common().optional} hint={words.hint.description} error={errorOf('description')}
          onInput={(event) => set({ description: (event.currentTarget as HTMLInputElement).value })} test="description" />
        {formError && <p class="field-error" role="alert" data-test="form-error"><Icon name="alert" size="s" /><span>{formError}</span></p>}
        <div class="form-foot">
          <button type="button" class="btn" onClick={onClose}>{common().cancel}</button>
          <button type="submit" class={`btn ${dirty || !product ? 'do' : ''}`} disabled={busy} data-test="save">{busy ? common().saving : common().save}</button>
        </div>
      </form>
      {product && hasVariants(product) && (
        <section class="sub">
          <h3>{words.variants}</h3>
          <ul class="variants">
            {product.variants.map((variant) => (
              <li key={variant.sku}>
                <span>{Object.values(variant.options).join(' / ') || variant.sku}</span>
                <span class="n">{money(variant.price, language.value)}</span>
                <span class="n">{common().left(variant.left)}</span>
              </li>
            ))}
          </ul>
        </section>
      )}
      {product ? <StockForm product={product} onChange={onChange} /> : <p class="hint sub">{words.stockAfterSave}</p>}
    </>
  )
}
