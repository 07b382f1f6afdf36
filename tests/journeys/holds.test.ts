// 200 buyers want 50 pieces that are kept for 20 s each. Some pay, some give back, some let the time pass; the server
// is killed twice on the way. In the end every piece is somebody's, the line was served in its order, nobody had two.
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import type { Answer, Client, Order, Page, Product } from '../support/api.ts'
import { run, sleep, until } from '../support/processes.ts'
import { type Event, Room } from '../support/room.ts'
import { patience, Server } from '../support/server.ts'
import { contact, Shop } from '../support/shop.ts'
import { tell } from './journey.ts'

let server: Server
before(async () => void (server = await Server.start()))
after(() => server?.stop())

const buyers = 200
const pieces = 50
const holdSeconds = 20

type Way = 'pays' | 'gives back' | 'lets it pass'
/** What the nth person who is given a piece does with it. */
const wayOf = (nth: number): Way => (nth % 4 === 1 ? 'gives back' : nth % 8 === 3 ? 'lets it pass' : 'pays')

interface HoldAnswer { id: string; sku: string; quantity: number; until?: string; waiting?: number; retry_after_ms?: number }
interface Mine { items: { id: string; sku: string; left_ms: number }[]; waiting: { id: string; place: number }[] }

test('all pieces end with somebody, in line order, none twice, over kill -9', async () => {
  const began = Date.now()
  const shop = await Shop.open(server)
  await shop.owner.patch('/api/shop', { selling: 'first-to-hold', hold_seconds: holdSeconds, waitlist: true })
  const product = await shop.product(pieces)
  const show = await shop.liveShow(product)
  const people = await Promise.all(Array.from({ length: buyers }, () => shop.viewer()))
  const rooms = await Promise.all(people.map((person) => Room.join(person, show.id, { reconnects: true })))

  let cuts = 0
  /** Asks until it is answered, whatever dies meanwhile. */
  async function sure<T>(ask: () => Promise<Answer<T & { retry_after_ms?: number }>>): Promise<Answer<T>> {
    for (;;) {
      try {
        const answer = await ask()
        if (answer.status !== 429 && answer.status !== 503) return answer
        await sleep(answer.body.retry_after_ms ?? 100)
      } catch {
        cuts++
        await sleep(100)
      }
    }
  }

  let served = 0
  const paid = new Map<string, string>()
  const tally: Record<Way | 'too late', number> = { pays: 0, 'gives back': 0, 'lets it pass': 0, 'too late': 0 }

  async function use(person: Client & { id: string }, hold: string): Promise<void> {
    const way = wayOf(served++)
    if (way === 'pays') {
      const key = randomUUID()
      const json = { show: show.id, lines: [{ sku: product.id, quantity: 1 }], contact }
      const answer = await sure<Order>(() => person.send('POST', '/api/orders', { json, headers: { 'idempotency-key': key } }))
      if (answer.status === 409) return void tally['too late']++
      assert.equal(answer.status, 201, answer.text)
      paid.set(person.id, answer.body.id)
    } else if (way === 'gives back') {
      const answer = await sure(() => person.send('DELETE', `/api/holds/${hold}`))
      // 404 to a second try: the first was done and its answer lost.
      assert.ok(answer.status === 204 || answer.status === 404, answer.text)
    }
    tally[way]++
  }

  let over = false
  after(() => {
    over = true
    for (const room of rooms) room.leave()
  })
  await Promise.all([
    ...people.map(async (person, index) => {
      const answer = await sure<HoldAnswer>(() => person.send('POST', '/api/holds', { json: { show: show.id, sku: product.id, quantity: 1 } }))
      assert.ok([200, 201, 202].includes(answer.status), answer.text)
      if (answer.status !== 202) return use(person, answer.body.id)
      assert.ok(answer.body.waiting! >= 1 && answer.body.waiting! <= buyers - pieces, answer.text)
      // Told in the room, and there alone: nobody asks the server whether it is their turn.
      const room = rooms[index]!
      let granted: Event | undefined
      while (!granted && !over) {
        granted = [...room.events.values()].find(({ kind }) => kind === 'hold.granted')
        if (!granted) await sleep(20)
      }
      if (!granted) return
      assert.equal(granted.data.hold, answer.body.id, 'who is granted a hold is told of their own')
      await use(person, answer.body.id)
    }),
    // Once among those who pay at once, and once while holds are running out.
    (async () => {
      await until('the first have paid', () => paid.size >= 15, 60 * patience, 2)
      await server.kill()
      await server.begin()
      await until('the first holds are about to end', () => Date.now() - began > holdSeconds * 1000, 60)
      await server.kill()
      await server.begin()
    })(),
    (async () => {
      await until('all pieces are sold', () => paid.size === pieces, 240 * patience, 20)
      over = true
    })(),
  ])

  const { left } = await shop.anyone.get<Product>(`/api/products/${product.id}`)
  assert.equal(left, 0)
  const orders = await shop.owner.get<Page<Order>>(`/api/orders?show=${show.id}&limit=200`)
  assert.deepEqual(new Set(orders.items.map(({ id }) => id)), new Set(paid.values()), 'acknowledged = found')
  assert.equal(orders.items.reduce((sum, { lines }) => sum + lines[0]!.quantity, 0), pieces)

  // The staff's timeline has all of it, without a gap.
  for (const room of rooms) room.whole()
  const events: Event[] = []
  for (let from: number | null = 1; from !== null;) {
    const page: { events: Event[]; next: number | null } = await shop.owner.get(`/api/shows/${show.id}/timeline?from=${from}&limit=500`)
    events.push(...page.events)
    from = page.next
  }
  const holds = (kind: string): string[] => events.filter((event) => event.kind === kind).map(({ data }) => data.hold)
  const [made, joined, granted] = [holds('hold.made'), holds('waitlist.joined'), holds('hold.granted')]
  assert.equal(made.length, pieces)
  assert.equal(made.length + joined.length, buyers)
  assert.deepEqual(granted, joined.slice(0, granted.length), 'the line is served in its order')
  const ended = [...holds('hold.released'), ...holds('hold.expired')]
  const given = [...made, ...granted]
  assert.equal(new Set(given).size, given.length, 'nobody was given one twice')
  assert.equal(new Set(ended).size, ended.length, 'and none ended twice')
  assert.equal(given.length - ended.length, pieces, 'each piece is with exactly one')
  assert.ok(holds('hold.expired').length >= tally['lets it pass'])
  for (const [index, room] of rooms.entries()) {
    const own = [...room.events.values()].filter(({ kind }) => /^(hold|waitlist)\./.test(kind))
    assert.ok(new Set(own.map(({ data }) => data.hold)).size <= 1, `${people[index]!.id} hears of nobody else's`)
  }
  // Who was never served still stands in line, in order.
  const waiting = await Promise.all(people.map((person) => person.get<Mine>('/api/holds/mine')))
  const line = waiting.flatMap((mine) => mine.waiting).sort((a, b) => a.place - b.place)
  assert.deepEqual(line.map(({ place }) => place), line.map((_, index) => index + 1))
  assert.deepEqual(line.map(({ id }) => id), joined.slice(granted.length))
  assert.ok(waiting.every(({ items }) => items.length === 0))
  assert.ok(tally['gives back'] > 0 && tally['lets it pass'] > 0)
  const check = await run('sqlite3', [`${server.data}/nigiwai.db`, 'PRAGMA integrity_check'])
  assert.equal(check.stdout.trim(), 'ok')
  tell(`holds under kill -9: ${buyers} buyers, ${pieces} pieces, ${granted.length} from the line, ${ended.length} given up ` +
    `(${holds('hold.expired').length} by time), ${cuts} requests cut off and retried, ${Math.round((Date.now() - began) / 1000)} s`)
})
