// Sending an order and knowing what became of it, wherever it is placed from.
import { signal } from '@preact/signals'
import { useState } from 'preact/hooks'
import { api, randomId, type Order, type PlaceOrder, type Problem } from '../../shared/api.ts'
import { tidyContact, typedContact, type TypedContact } from '../contact.ts'
import { OrderAttempts, type Outcome } from '../order_attempt.ts'
import { shareOfOrder } from '../sharing/arrival.ts'
import { rememberContact, rememberedContact, rememberOrder } from '../visit.ts'

const kAttemptKey = 'nigiwai.order'

let memory: string | null = null
const attempts = new OrderAttempts(
  {
    read: () => {
      try {
        return sessionStorage.getItem(kAttemptKey)
      } catch {
        return memory
      }
    },
    write: (text) => {
      memory = text
      try {
        if (text === null) sessionStorage.removeItem(kAttemptKey)
        else sessionStorage.setItem(kAttemptKey, text)
      } catch {
        // Without session storage the attempt lives as long as the page.
      }
    },
  },
  (body, key) => api.placeOrder(body, key),
  randomId,
)

/** What was typed stays when a sheet is closed. */
export const contact = signal<TypedContact>(typedContact(rememberedContact()))
export const keepContact = signal(rememberedContact() !== null)

export interface Ordering {
  outcome: Outcome | null
  busy: boolean
  /** Whether the outcome of an earlier try is not known, so that only asking again is left. */
  unknown: boolean
  refused: Problem | null
  send: (body: PlaceOrder) => Promise<void>
  /** The earlier try once more, as the same order. */
  askAgain: () => void
  forget: () => void
}

export function useOrdering(title: string, onPlaced?: (order: Order, body: PlaceOrder) => void): Ordering {
  const [outcome, setOutcome] = useState<Outcome | null>(null)
  const [busy, setBusy] = useState(false)
  const open = attempts.open()
  const send = async (body: PlaceOrder): Promise<void> => {
    setBusy(true)
    const share = shareOfOrder()
    const result = await attempts.send(share === null ? body : { ...body, share })
    setBusy(false)
    setOutcome(result)
    if (result.kind !== 'placed') return
    const { number, url, placed_at, lines } = result.order
    rememberOrder({ number, url, placed_at, title: lines[0]?.title ?? title })
    if (keepContact.value) rememberContact(tidyContact(contact.value))
    onPlaced?.(result.order, open?.body ?? body)
  }
  return {
    outcome,
    busy,
    unknown: outcome === null ? open !== null : outcome.kind === 'unknown',
    refused: outcome?.kind === 'refused' ? outcome.problem : null,
    send,
    askAgain: () => open && void send(open.body),
    forget: () => setOutcome(null),
  }
}
