// A change of stock: by how much and why, never a new total, so that two people and the orders cannot overwrite
// each other.
import { useRef, useState } from 'preact/hooks'
import { Problem, type Product } from '../../shared/api.ts'
import { Field } from '../../shared/field.tsx'
import { Icon } from '../../shared/icons.tsx'
import { randomId } from '../../shared/ids.ts'
import { toast } from '../../shared/toast.tsx'
import { productWords } from '../messages/products.ts'
import { explain, fieldOf, fieldText } from '../parts/explain.ts'
import { studioApi } from '../studio_api.ts'
import { stockDelta } from './product_form.ts'
import { StockHistory } from './stock_history.tsx'

export function StockForm({ product, onChange }: { product: Product; onChange: (product: Product) => void }) {
  const words = productWords()
  const [sku, setSku] = useState(product.variants[0]?.sku ?? product.id)
  const [text, setText] = useState('')
  const [reason, setReason] = useState('arrival')
  const [error, setError] = useState<string | null>(null)
  const [formError, setFormError] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const [changes, setChanges] = useState(0)
  const key = useRef(randomId())

  const now = product.variants.find((variant) => variant.sku === sku)?.left ?? product.left
  const delta = stockDelta(text)
  const setLeft = (left: number): void => {
    const variants = product.variants.map((variant) => (variant.sku === sku ? { ...variant, left } : variant))
    onChange({ ...product, variants, left: variants.length > 0 ? variants.reduce((sum, variant) => sum + variant.left, 0) : left })
  }
  const apply = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault()
    if (delta === null) {
      setError(words.stockWrong)
      return
    }
    setBusy(true)
    setFormError(null)
    try {
      const { left } = await studioApi.changeStock(sku, delta, words.reasons[reason] ?? reason, key.current)
      setLeft(left)
      setText('')
      setChanges((count) => count + 1)
      toast(words.stockDone(left))
    } catch (cause) {
      const left = Problem.from(cause).members['left']
      if (typeof left === 'number' && delta < 0) {
        setError(words.stockTooFew(left))
        setLeft(left)
      } else if (fieldOf(cause) === 'delta') setError(fieldText(cause))
      else setFormError(explain(cause))
    } finally {
      key.current = randomId()
      setBusy(false)
    }
  }
  return (
    <section class="sub" aria-labelledby="stock" data-test="stock">
      <div class="panel-head">
        <h3 id="stock">{words.stock}</h3>
        <span class="stock-now">{words.stockNow} <b class="n" data-test="stock-now">{now.toLocaleString('en')}</b></span>
      </div>
      <form class="stack" onSubmit={(event) => void apply(event)} noValidate>
        {product.variants.length > 1 && (
          <div class="field">
            <label for="stock-sku">{words.variants}</label>
            <select id="stock-sku" value={sku} onChange={(event) => setSku(event.currentTarget.value)}>
              {product.variants.map((variant) => <option key={variant.sku} value={variant.sku}>{Object.values(variant.options).join(' / ') || variant.sku}</option>)}
            </select>
          </div>
        )}
        <div class="pair">
          <Field label={words.stockChange} value={text} inputMode="text" placeholder="+10" error={error} class="n"
            hint={delta === null ? words.stockChangeHint : <span class="n" data-test="stock-after">{words.stockAfter(now, now + delta)}</span>}
            onInput={(event) => {
              setText(event.currentTarget.value)
              setError(null)
            }} test="delta" />
          <div class="field">
            <label for="stock-reason">{words.stockReason}</label>
            <select id="stock-reason" value={reason} onChange={(event) => setReason(event.currentTarget.value)} data-test="reason">
              {Object.entries(words.reasons).map(([name, label]) => <option key={name} value={name}>{label}</option>)}
            </select>
          </div>
        </div>
        {formError && <p class="field-error" role="alert"><Icon name="alert" size="s" /><span>{formError}</span></p>}
        <button type="submit" class="btn" disabled={busy} data-test="change-stock">{words.stockDo}</button>
      </form>
      <StockHistory key={`${sku} ${changes}`} sku={sku} />
    </section>
  )
}
