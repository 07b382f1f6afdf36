// The templates that the studio offers for the carts of known shops. Pure.
export type Preset = 'shopify' | 'eccube' | 'own'

export const kTemplates: Record<Exclude<Preset, 'own'>, string> = {
  shopify: 'https://{shop}/cart/{variant}:{quantity}?attributes[nigiwai]={moment}',
  eccube: 'https://{shop}/products/detail/{variant}?quantity={quantity}&nigiwai={moment}',
}

export function presetOf(template: string): Preset {
  if (template === '' || template === kTemplates.shopify) return 'shopify'
  return template === kTemplates.eccube ? 'eccube' : 'own'
}

/** The sites typed one a line, or with commas between. */
export function originsOf(text: string): string[] {
  return text.split(/[\s,、]+/).filter(Boolean)
}
