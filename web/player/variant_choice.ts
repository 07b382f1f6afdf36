// Choosing a variant by its options: which values there are, which can still be had, and what a tap leads to. Pure.
import type { Variant } from '../shared/api.ts'

export interface Choice {
  value: string
  chosen: boolean
  /** Pieces of what choosing it leads to. */
  left: number
  /** Whether any variant has it together with the other values that are chosen. */
  fits: boolean
  picture: string | null
}

export interface OptionGroup {
  name: string
  choices: Choice[]
}

/** Every option's name with its values, in the order of the variants. */
export function optionGroups(variants: readonly Variant[], chosen: Variant | undefined): OptionGroup[] {
  const names = [...new Set(variants.flatMap((variant) => Object.keys(variant.options)))]
  return names.map((name) => {
    const values = [...new Set(variants.map((variant) => variant.options[name]).filter((value) => value !== undefined))]
    return {
      name,
      choices: values.map((value) => {
        const led = after(variants, chosen, name, value)
        return {
          value,
          chosen: chosen?.options[name] === value,
          left: led?.left ?? 0,
          fits: variants.some((variant) => variant.options[name] === value && agrees(variant, chosen, name)),
          picture: picturesDiffer(variants, name) ? (led?.picture?.small ?? null) : null,
        }
      }),
    }
  })
}

/** The variant that choosing `value` for `name` leads to: with the other values kept where there is one, in stock before not. */
export function after(variants: readonly Variant[], chosen: Variant | undefined, name: string, value: string): Variant | undefined {
  const having = variants.filter((variant) => variant.options[name] === value)
  return (
    having.find((variant) => agrees(variant, chosen, name)) ??
    having.find((variant) => variant.left > 0) ??
    having[0]
  )
}

/** What a buyer sees first: the first that can be had. */
export function firstChoice(variants: readonly Variant[]): Variant | undefined {
  return variants.find((variant) => variant.left > 0) ?? variants[0]
}

function agrees(variant: Variant, chosen: Variant | undefined, but: string): boolean {
  return Object.entries(chosen?.options ?? {}).every(([name, value]) => name === but || variant.options[name] === value)
}

/** Whether pictures tell the values of this option apart, as those of colours do and of sizes do not. */
function picturesDiffer(variants: readonly Variant[], name: string): boolean {
  const byValue = new Map<string, Set<string>>()
  for (const { options, picture } of variants) {
    const value = options[name]
    if (value !== undefined && picture) byValue.set(value, (byValue.get(value) ?? new Set()).add(picture.small))
  }
  const sets = [...byValue.values()]
  return sets.every((set) => set.size === 1) && new Set(sets.flatMap((set) => [...set])).size > 1
}
