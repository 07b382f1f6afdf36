// The shop as every page knows it: its name and its currency.
import { signal } from '@preact/signals'
import { api, type Shop } from '../shared/api.ts'

export const shop = signal<Shop | null>(null)

export async function recallShop(): Promise<void> {
  shop.value = await api.shop()
}

/** How many decimals prices in the shop's currency have: 0 for yen, 2 for dollars. */
export function priceDigits(currency: string): number {
  return new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 0
}
