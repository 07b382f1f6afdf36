// What this browser knows about itself and the shop: the shop's name, the viewer, and what is remembered here.
import { signal } from '@preact/signals'
import { api, type Contact, type Saved, type Shop } from '../shared/api.ts'
import { keepToken } from '../shared/bearer.ts'
import { language, remember, remembered } from '../shared/i18n.ts'

export const shop = signal<Shop | null>(null)

/** The shop's name in the language spoken. */
export function shopName(): string {
  const known = shop.value
  if (!known) return ''
  return language.value === 'en' && known.name_latin ? known.name_latin : known.name
}

export async function loadShop(): Promise<void> {
  try {
    shop.value = await api.shop()
  } catch {
    // The header does without the name; every page says for itself when the server cannot be reached.
  }
}

export interface Me {
  id: string
  name: string
}
export const me = signal<Me | null>(null)
export const saved = signal<Saved[]>([])

let becoming: Promise<void> | null = null

/** Finds out who this viewer is. `make` turns a newcomer into a viewer, which whoever watches must be. */
export function loadMe({ make }: { make: boolean }): Promise<void> {
  becoming ??= (async () => {
    const known = await api.me()
    if (known) {
      me.value = { id: known.id, name: known.name }
      saved.value = known.saved
    } else if (make) {
      const fresh = await api.becomeViewer()
      keepToken(fresh.token)
      me.value = { id: fresh.id, name: fresh.name }
    }
  })()
  return becoming.finally(() => {
    becoming = null
  })
}

export async function rename(name: string): Promise<void> {
  const viewer = await api.rename(name)
  me.value = { id: viewer.id, name: viewer.name }
}

const kContactKey = 'nigiwai.contact'
const kOrdersKey = 'nigiwai.orders'
/** Enough to find the last ones again; the shop's mail and records hold all. */
const kOrdersKept = 20

export function rememberedContact(): Contact | null {
  return parsed<Contact>(kContactKey, (value) => typeof value?.name === 'string' && typeof value.email === 'string')
}

export function rememberContact(contact: Contact | null): void {
  remember(kContactKey, contact && JSON.stringify(contact))
}

/** An order placed on this device, with its private link. */
export interface OwnOrder {
  number: string
  url: string
  placed_at: string
  title: string
}

export function ownOrders(): OwnOrder[] {
  return parsed<OwnOrder[]>(kOrdersKey, Array.isArray) ?? []
}

export function rememberOrder(order: OwnOrder): void {
  const others = ownOrders().filter((other) => other.number !== order.number)
  remember(kOrdersKey, JSON.stringify([order, ...others].slice(0, kOrdersKept)))
}

function parsed<T>(key: string, valid: (value: T) => boolean): T | null {
  try {
    const value = JSON.parse(remembered(key) ?? 'null') as T
    return value !== null && valid(value) ? value : null
  } catch {
    return null
  }
}
