// One order from the button to an answer, such that a lost connection can never make it two.
//
// An attempt keeps its Idempotency-Key and body until the server has answered. While the outcome is unknown the body
// is frozen: trying again sends the very same thing under the same key, and the server gives the answer it gave, or
// decides now. The attempt is kept in session storage, so that a reload in between finds it again.
import { Problem, type Order, type PlaceOrder } from '../shared/api.ts'

export interface Attempt {
  key: string
  body: PlaceOrder
}

export type Outcome =
  | { kind: 'placed'; order: Order }
  /** The server refused: nothing was ordered, and the next try is a new one. */
  | { kind: 'refused'; problem: Problem }
  /** No answer came: it may or may not have been ordered. */
  | { kind: 'unknown'; problem: Problem }

export interface AttemptStore {
  read: () => string | null
  write: (text: string | null) => void
}

/** Whether this failure leaves open what the server did. */
function leavesOpen(problem: Problem): boolean {
  return problem.type === 'offline' || problem.status === 0 || problem.status >= 500
}

export class OrderAttempts {
  private readonly store: AttemptStore
  private readonly place: (body: PlaceOrder, key: string) => Promise<Order>
  private readonly newKey: () => string

  constructor(
    store: AttemptStore,
    place: (body: PlaceOrder, key: string) => Promise<Order>,
    newKey: () => string,
  ) {
    this.store = store
    this.place = place
    this.newKey = newKey
  }

  /** The attempt whose outcome is unknown, if there is one. */
  open(): Attempt | null {
    const text = this.store.read()
    if (!text) return null
    try {
      const attempt = JSON.parse(text) as Attempt
      return typeof attempt.key === 'string' && Array.isArray(attempt.body?.lines) ? attempt : null
    } catch {
      return null
    }
  }

  /** Sends `body`, or, while an earlier attempt is open, that one again: its outcome must be known first. */
  async send(body: PlaceOrder): Promise<Outcome> {
    const attempt = this.open() ?? { key: this.newKey(), body }
    this.store.write(JSON.stringify(attempt))
    try {
      const order = await this.place(attempt.body, attempt.key)
      this.store.write(null)
      return { kind: 'placed', order }
    } catch (cause) {
      const problem = Problem.from(cause)
      if (leavesOpen(problem)) return { kind: 'unknown', problem }
      this.store.write(null)
      return { kind: 'refused', problem }
    }
  }
}
