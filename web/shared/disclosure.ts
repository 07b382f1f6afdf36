// The words that say staff speak for the shop, in the language spoken (the rule against advertising that hides).
import type { Shop } from './api.ts'
import { language } from './i18n.ts'

export function disclosureOf(shop: Shop | null): string {
  if (!shop) return ''
  return language.value === 'en' ? shop.disclosure_latin : shop.disclosure
}
