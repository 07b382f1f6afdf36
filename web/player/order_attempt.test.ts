import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Problem, type Order, type PlaceOrder } from '../shared/api.ts'
import { OrderAttempts } from './order_attempt.ts'

const contact = { name: '佐藤', email: 'a@example.jp', postal_code: '154-0023', address: '東京都' }
const body = (quantity: number): PlaceOrder => ({ lines: [{ sku: 'lip', quantity }], contact })
const order = { number: 'N-000123' } as Order

function bench(...answers: (Order | Problem)[]) {
  let stored: string | null = null
  let keys = 0
  const sent: { quantity: number; key: string }[] = []
  const store = { read: () => stored, write: (text: string | null) => void (stored = text) }
  const make = () =>
    new OrderAttempts(
      store,
      async (placed, key) => {
        sent.push({ quantity: placed.lines[0]!.quantity, key })
        const answer = answers.shift()!
        if (answer instanceof Problem) throw answer
        return answer
      },
      () => `key-${(keys += 1)}`,
    )
  return { make, attempts: make(), sent, stored: () => stored }
}

test('an order that was answered is over', async () => {
  const { attempts, stored } = bench(order)
  assert.deepEqual(await attempts.send(body(1)), { kind: 'placed', order })
  assert.equal(stored(), null)
})

test('after a lost connection the same order goes again under the same key, even after a reload', async () => {
  const { attempts, make, sent } = bench(Problem.offline(), order)
  assert.equal((await attempts.send(body(1))).kind, 'unknown')
  const reloaded = make()
  assert.equal(reloaded.open()!.key, 'key-1')
  assert.equal((await reloaded.send(body(7))).kind, 'placed')
  assert.deepEqual(sent, [{ quantity: 1, key: 'key-1' }, { quantity: 1, key: 'key-1' }])
})

test('a failure of the server leaves the outcome open', async () => {
  const { attempts } = bench(new Problem({ type: '/problems/internal' }, 500))
  assert.equal((await attempts.send(body(1))).kind, 'unknown')
  assert.notEqual(attempts.open(), null)
})

test('a refusal ends the attempt, and the next one has its own key', async () => {
  const { attempts, sent } = bench(new Problem({ type: '/problems/sold-out', left: 0 }, 409), order)
  const outcome = await attempts.send(body(2))
  assert.equal(outcome.kind === 'refused' && outcome.problem.type, 'sold-out')
  await attempts.send(body(1))
  assert.deepEqual(sent.map(({ key }) => key), ['key-1', 'key-2'])
})

test('a spoilt store is no attempt', () => {
  const attempts = new OrderAttempts({ read: () => '{"key":1}', write: () => {} }, async () => order, () => 'k')
  assert.equal(attempts.open(), null)
})
