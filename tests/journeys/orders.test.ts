// 64 clients want 1,000 pieces in 5,000 attempts, a third of them sent twice, while the server is killed twice:
// what was acknowledged is found, and not one piece more is sold than there was.
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import type { Answer, Client, Order, Page, Product } from '../support/api.ts'
import { run, sleep } from '../support/processes.ts'
import { Server } from '../support/server.ts'
import { contact, Shop } from '../support/shop.ts'
import { long, tell } from './journey.ts'

let server: Server
before(async () => void (server = await Server.start()))
after(() => server?.stop())

const clients = 64
const pieces = 1000
const attempts = 5000

test('orders survive kill -9, and nothing is oversold', async () => {
  const shop = await Shop.open(server)
  const product = await shop.product(pieces)
  const viewers = await Promise.all(Array.from({ length: clients }, () => shop.viewer()))
  /** Order ids acknowledged, by key. */
  const acknowledged = new Map<string, Set<string>>()
  let [answered, soldOut, cuts] = [0, 0, 0]

  async function place(viewer: Client, key: string): Promise<void> {
    for (;;) {
      let answer: Answer<Order & { retry_after_ms?: number }>
      try {
        answer = await viewer.send('POST', '/api/orders', { json: { lines: [{ sku: product.id, quantity: 1 }], contact }, headers: { 'idempotency-key': key } })
      } catch {
        cuts++
        await sleep(100)
        continue
      }
      if (answer.status === 201) {
        const ids = acknowledged.get(key) ?? new Set()
        acknowledged.set(key, ids.add(answer.body.id))
      } else if (answer.status === 409) soldOut++
      else if (answer.status === 429 || answer.status === 503) {
        await sleep(answer.body.retry_after_ms ?? 100)
        continue
      } else assert.fail(`An order was answered with ${answer.status}: ${answer.text}`)
      return
    }
  }

  let next = 0
  const work = viewers.map(async (viewer) => {
    while (next < attempts) {
      const attempt = next++
      const key = randomUUID()
      await Promise.all(attempt % 3 === 0 ? [place(viewer, key), place(viewer, key)] : [place(viewer, key)])
      answered++
    }
  })
  // Killed while orders are being acknowledged, not after the pieces are gone.
  const kills = (async () => {
    for (const share of long ? [0.1, 0.3, 0.5, 0.7, 0.9] : [0.3, 0.7]) {
      while (acknowledged.size < pieces * share) await sleep(2)
      await server.kill()
      await server.begin()
    }
  })()
  await Promise.all([...work, kills])
  assert.equal(answered, attempts)
  assert.ok(cuts > 0, 'the kills were felt')

  const found: Order[] = []
  for (let cursor: string | null = ''; cursor !== null;) {
    const page: Page<Order> = await shop.owner.get(`/api/orders?limit=200${cursor && `&cursor=${encodeURIComponent(cursor)}`}`)
    found.push(...page.items)
    cursor = page.next
  }
  for (const [key, ids] of acknowledged) assert.equal(ids.size, 1, `one key, one order: ${key} ${[...ids].join(' ')}`)
  const ids = new Set(found.map(({ id }) => id))
  assert.equal(ids.size, found.length)
  assert.equal(new Set(found.map(({ number }) => number)).size, found.length)
  const sure = new Set([...acknowledged.values()].flatMap((each) => [...each]))
  assert.equal(sure.size, acknowledged.size)
  assert.deepEqual(ids, sure, 'acknowledged = found: every attempt was retried until it was answered')
  const sold = found.flatMap(({ lines }) => lines).reduce((sum, { quantity }) => sum + quantity, 0)
  const { left } = await shop.anyone.get<Product>(`/api/products/${product.id}`)
  assert.ok(sold <= pieces)
  assert.equal(sold + left, pieces)
  assert.equal(left, 0, 'with 5,000 attempts all are sold')
  const check = await run('sqlite3', [`${server.data}/nigiwai.db`, 'PRAGMA integrity_check'])
  assert.equal(check.stdout.trim(), 'ok')
  tell(`orders under kill -9: ${attempts} attempts, ${sure.size} acknowledged and found, ${soldOut} sold out, ${cuts} requests cut off and retried`)
})
