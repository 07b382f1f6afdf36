// Choosing a variant: one group an option (colour, size), a card a value.
import { useId } from 'preact/hooks'
import type { Variant } from '../shared/api.ts'
import { Icon } from '../shared/icons.tsx'
import { productWords } from './messages/product.ts'
import { after, optionGroups } from './variant_choice.ts'
import './variants.css'

/** Above this, how many are left helps nobody to choose. */
const kManyLeft = 50

export interface VariantChooserProps {
  variants: Variant[]
  /** The SKU chosen. */
  chosen: string
  onChoose: (sku: string) => void
  disabled?: boolean
}

export function VariantChooser({ variants, chosen, onChoose, disabled }: VariantChooserProps) {
  const t = productWords()
  const id = useId()
  const current = variants.find((variant) => variant.sku === chosen)
  const groups = optionGroups(variants, current)
  // Variants that nothing tells apart but their SKUs are chosen by these.
  if (groups.length === 0) {
    return (
      <div class="options" data-test="variants">
        <Group id={id} name={t.kinds} said={chosen} disabled={disabled}
          values={variants.map((variant) => ({ key: variant.sku, label: variant.sku, left: variant.left, fits: true, chosen: variant.sku === chosen, picture: null }))}
          onChoose={onChoose} />
      </div>
    )
  }
  return (
    <div class="options" data-test="variants">
      {groups.map(({ name, choices }) => (
        <Group key={name} id={`${id}-${name}`} name={name} said={current?.options[name] ?? ''} disabled={disabled}
          values={choices.map((choice) => ({ ...choice, key: choice.value, label: choice.value }))}
          onChoose={(value) => {
            const next = after(variants, current, name, value)
            if (next) onChoose(next.sku)
          }} />
      ))}
    </div>
  )
}

interface Value {
  key: string
  label: string
  left: number
  fits: boolean
  chosen: boolean
  picture: string | null
}

function Group({ id, name, said, values, disabled, onChoose }: { id: string; name: string; said: string; values: Value[]; disabled: boolean | undefined; onChoose: (key: string) => void }) {
  const t = productWords()
  return (
    <fieldset disabled={disabled}>
      <legend>
        <b>{name}</b>
        <span aria-hidden="true">{said}</span>
      </legend>
      <div class="values">
        {values.map((value) => (
          <label key={value.key} class={`value ${value.left <= 0 ? 'out' : ''} ${value.fits ? '' : 'apart'}`} data-test="variant" data-value={value.key}>
            <input type="radio" name={id} value={value.key} checked={value.chosen} onChange={() => onChoose(value.key)} />
            {value.picture && <span class="swatch"><img src={value.picture} alt="" width={44} height={44} loading="lazy" /></span>}
            <span>{value.label}</span>
            <small class="n">{value.left <= 0 ? t.soldOut : value.left > kManyLeft ? t.inStock : t.left(value.left)}</small>
            {value.chosen && <span class="mark" aria-hidden="true"><Icon name="check" /></span>}
          </label>
        ))}
      </div>
    </fieldset>
  )
}
