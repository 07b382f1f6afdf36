// The variants of a product: its options by name, and a row each with SKU, values, price and picture.
import type { Product } from '../../shared/api.ts'
import { Icon } from '../../shared/icons.tsx'
import { productWords } from '../messages/products.ts'
import { kMostOptions, kMostVariants, withOptions, withoutVariant, withVariant, type ProductDraft, type VariantDraft } from './product_form.ts'

interface Props {
  draft: ProductDraft
  pictures: Product['pictures']
  errorOf: (field: string) => string | null
  onChange: (more: Partial<ProductDraft>) => void
}

export function VariantsEditor({ draft, pictures, errorOf, onChange }: Props) {
  const words = productWords()
  const { optionNames: names, variants } = draft
  const setVariant = (at: number, more: Partial<VariantDraft>): void =>
    onChange({ variants: variants.map((variant, place) => (place === at ? { ...variant, ...more } : variant)) })
  const addOption = (): void => onChange(withOptions(draft, (row) => [...row, ''], [...names, names.length === 1 ? words.variant.secondOption : '']))
  return (
    <section class="sub" aria-labelledby="variants" data-test="variants-editor">
      <div class="panel-head">
        <h3 id="variants">{words.variants}</h3>
        {variants.length > 0 && names.length < kMostOptions && (
          <button type="button" class="link" onClick={addOption} data-test="add-option">{words.variant.addOption}</button>
        )}
      </div>
      {variants.length === 0 ? (
        <p class="hint">{words.variant.none}</p>
      ) : (
        <div class="variant-scroll">
          <table class="variant-table">
            <thead>
              <tr>
                {names.map((name, place) => (
                  <th key={place} scope="col">
                    <span class="option-head">
                      <input value={name} maxLength={40} aria-label={words.variant.optionName} aria-invalid={errorOf(`optionNames.${place}`) ? true : undefined}
                        title={errorOf(`optionNames.${place}`) ?? undefined} data-test="option-name"
                        onInput={(event) => onChange({ optionNames: names.map((other, at) => (at === place ? event.currentTarget.value : other)) })} />
                      {names.length > 1 && (
                        <button type="button" class="icon-btn" aria-label={words.variant.removeOption(name)} title={words.variant.removeOption(name)}
                          onClick={() => onChange(withOptions(draft, (row) => row.filter((_, at) => at !== place), names.filter((_, at) => at !== place)))}>
                          <Icon name="close" size="s" />
                        </button>
                      )}
                    </span>
                  </th>
                ))}
                <th scope="col">SKU</th>
                <th scope="col">{words.variant.price}</th>
                {pictures.length > 0 && <th scope="col">{words.picture}</th>}
                <th scope="col"><span class="vh">{words.variant.remove('')}</span></th>
              </tr>
            </thead>
            <tbody>
              {variants.map((variant, at) => (
                <VariantRow key={at} variant={variant} at={at} names={names} usualPrice={draft.price} pictures={pictures} errorOf={errorOf}
                  onChange={(more) => setVariant(at, more)} onRemove={() => onChange(withoutVariant(draft, at))} />
              ))}
            </tbody>
          </table>
        </div>
      )}
      <button type="button" class="btn small" disabled={variants.length >= kMostVariants} onClick={() => onChange(withVariant(draft, words.variant.firstOption))} data-test="add-variant">
        <Icon name="plus" size="s" />
        {words.variant.add}
      </button>
    </section>
  )
}

interface RowProps {
  variant: VariantDraft
  at: number
  names: string[]
  usualPrice: string
  pictures: Product['pictures']
  errorOf: (field: string) => string | null
  onChange: (more: Partial<VariantDraft>) => void
  onRemove: () => void
}

function VariantRow({ variant, at, names, usualPrice, pictures, errorOf, onChange, onRemove }: RowProps) {
  const words = productWords()
  const called = variant.options.filter(Boolean).join(' / ') || variant.sku
  const wrong = (field: string) => errorOf(`variants.${at}.${field}`)
  const said = [...names.map((_, place) => wrong(`options.${place}`)), wrong('sku'), wrong('price'), wrong('picture')].filter(Boolean)
  return (
    <>
      <tr data-test="variant-row">
        {names.map((name, place) => (
          <td key={place} data-label={name}>
            <input value={variant.options[place] ?? ''} maxLength={80} aria-label={name} aria-invalid={wrong(`options.${place}`) ? true : undefined} data-test="option-value"
              onInput={(event) => onChange({ options: names.map((_, other) => (other === place ? event.currentTarget.value : variant.options[other] ?? '')) })} />
          </td>
        ))}
        <td data-label="SKU">
          <input value={variant.sku} maxLength={64} readOnly={variant.known} aria-label="SKU" aria-invalid={wrong('sku') ? true : undefined} spellcheck={false} autoCapitalize="none" data-test="variant-sku"
            onInput={(event) => onChange({ sku: event.currentTarget.value })} />
        </td>
        <td data-label={words.variant.price}>
          <input class="n" value={variant.price} inputMode="decimal" placeholder={usualPrice} aria-label={words.variant.price} aria-invalid={wrong('price') ? true : undefined} data-test="variant-price"
            onInput={(event) => onChange({ price: event.currentTarget.value })} />
        </td>
        {pictures.length > 0 && (
          <td data-label={words.picture}>
            <span class="variant-picture">
              {variant.picture && <img src={pictures.find(({ id }) => id === variant.picture)?.small} alt="" width={34} height={34} />}
              <select value={variant.picture} aria-label={words.picture} onChange={(event) => onChange({ picture: event.currentTarget.value })} data-test="variant-picture">
                <option value="">{words.variant.noPicture}</option>
                {pictures.map(({ id }, place) => <option key={id} value={id}>{words.variant.pictureNumber(place + 1)}</option>)}
              </select>
            </span>
          </td>
        )}
        <td>
          <button type="button" class="icon-btn" aria-label={words.variant.remove(called)} title={words.variant.remove(called)} onClick={onRemove} data-test="remove-variant">
            <Icon name="close" size="s" />
          </button>
        </td>
      </tr>
      {said.length > 0 && (
        <tr class="variant-error"><td colSpan={names.length + 4}><p class="field-error" role="alert"><Icon name="alert" size="s" /><span>{[...new Set(said)].join(' ')}</span></p></td></tr>
      )}
    </>
  )
}
