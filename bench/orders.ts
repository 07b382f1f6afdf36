// Durable orders a second on one hot product and on many, nigiwai over HTTP beside PostgreSQL and Redis; refusals of what
// is sold out beside nginx `return 200`; and what a server that is killed in the middle has kept. The floors stand
// beside them: nginx `return 200` for HTTP, fdatasync for the disk.
import assert from 'node:assert/strict'
import { setPriority } from 'node:os'
import { sleep } from '../tests/support/processes.ts'
import { busy, cpuOf, machine, onCores, serverCore } from './support/cores.ts'
import { Generator, type Latency } from './support/generator.ts'
import { type Nigiwai, nigiwai } from './support/nigiwai.ts'
import { folders, nginx, postgres, redis } from './support/peers.ts'
import { goal, median, note, options, round, table } from './support/report.ts'

const given = options({ seconds: 8, rounds: 2, connections: 256, viewers: 2000, products: 1000, clients: '1,8,64', parts: 'orders,refusals,kill' })
const { seconds, rounds, connections, viewers, products } = given as Record<string, number> & { seconds: number; rounds: number; connections: number; viewers: number; products: number }
const kOthersRate = 200  // orders a second of other products while one is fought over

interface Ran { asked: number; answers: Record<string, number>; distinct: number; broken: number; unanswered: number; seconds: number; per_second: number; latency: Latency }
interface Row { perSecond: number; p50: number; p99: number; core: number; cpu: number }

const rows = new Map<string, Row[]>()
const keep = (name: string, row: Row) => rows.set(name, [...(rows.get(name) ?? []), row])
const middle = (name: string) => rows.has(name) ? median(rows.get(name)!.map((row) => row.perSecond)) : NaN

/** Runs a load against the server `pid`, and notes what it took it: `count` of what the load says was done. */
async function timed<T extends { per_second: number; latency: Latency }>(name: string, pid: number, run: () => Promise<T>, count: (ran: T) => number): Promise<T> {
  const [began, core, cpu] = [performance.now(), busy(serverCore), cpuOf(pid)]
  const ran = await run()
  keep(name, { perSecond: ran.per_second, p50: ran.latency.p50, p99: ran.latency.p99, cpu: ((cpuOf(pid) - cpu) * 1e6) / count(ran),
    core: (busy(serverCore) - core) / ((performance.now() - began) / 1000) })
  return ran
}

/** The same for our own orders: timed from the word on. */
async function ordered(name: string, pid: number, generator: Generator): Promise<Ran> {
  await generator.until('ready')
  return timed<Ran>(name, pid, async () => {
    generator.tell('go')
    return generator.rest()
  }, (ran) => Object.values(ran.answers).reduce((sum, each) => sum + each, 0))
}

const orders = (of: Nigiwai, more: Record<string, string | number>, ...words: string[]) =>
  Generator.start('orders', { port: of.server.port, connections, viewers, seconds, ...more }, ...words)

async function stock(of: Nigiwai, sku: string, delta: number): Promise<void> {
  for (let left = delta; left > 0; left -= 1_000_000) {
    await of.shop.owner.post(`/api/stock/${sku}`, { delta: Math.min(left, 1_000_000), reason: '入荷' })
  }
}

async function left(of: Nigiwai, ...skus: string[]): Promise<number> {
  const all = await Promise.all(skus.map((sku) => of.shop.anyone.get<{ left: number }>(`/api/products/${sku}`)))
  return all.reduce((sum, product) => sum + product.left, 0)
}

async function product(of: Nigiwai, id: string, pieces: number): Promise<void> {
  await of.shop.owner.put(`/api/products/${id}`, { title: `うるみリップ ${id}`, price: { amount: 2640, currency: 'JPY' } })
  if (pieces > 0) await stock(of, id, pieces)
}

/** Every 201 is one piece: no more, no fewer. */
async function exactly(of: Nigiwai, had: number, ran: Ran, ...skus: string[]): Promise<void> {
  const sold = had - (await left(of, ...skus))
  const taken = ran.answers['201'] ?? 0
  assert.equal(ran.unanswered, 0, 'orders without an answer')
  assert.equal(sold, taken, `${taken} orders were answered with 201, but ${sold} pieces are gone`)
  assert.equal(ran.distinct, taken, 'two orders have one number')
}

async function ofNigiwai(): Promise<void> {
  const of = await nigiwai()
  try {
    const had = 9_000_000
    await product(of, 'hot', had)
    const show = await of.shop.liveShow(await of.shop.owner.get('/api/products/hot'))
    await exactly(of, had, await ordered('nigiwai, hot', of.pid, orders(of, { sku: 'hot', show: show.id, run: 'hot' })), 'hot')
    const skus = Array.from({ length: products }, (_, i) => `item-${i}`)
    for (let i = 0; i < products; i += 50) await Promise.all(skus.slice(i, i + 50).map((sku) => product(of, sku, 100_000)))
    const many = await ordered('nigiwai, many', of.pid, orders(of, { sku: 'item-', products, run: 'many' }))
    await exactly(of, products * 100_000, many, ...skus)
  } finally {
    await of.stop()
  }
}

async function ofPostgres(): Promise<void> {
  const peer = await onCores(serverCore, postgres)
  try {
    for (const way of ['statements', 'pipeline', 'function']) {
      for (const clients of String(given.clients).split(',').map(Number)) {
        for (const [what, count] of [['hot', 1], ['many', products]] as const) {
          await timed(`PostgreSQL, ${what}, ${way}, ${clients} clients`, peer.pid, () =>
            Generator.run('postgres_orders', { port: peer.port, way, clients, products: count, seconds: Math.min(seconds, 5) }), (ran) => ran.orders)
        }
      }
    }
  } finally {
    await peer.stop()
  }
}

async function ofRedis(): Promise<void> {
  const peer = await onCores(serverCore, redis)
  try {
    for (const [what, count] of [['hot', 1], ['many', products]] as const) {
      await timed(`Redis, ${what}`, peer.pid, () => Generator.run('redis_orders', { port: peer.port, products: count, connections, seconds }), (ran) => ran.orders)
    }
  } finally {
    await peer.stop()
  }
}

async function ofNginx(): Promise<void> {
  const peer = await onCores(serverCore, () => nginx('nginx', { http: 'location / { return 200 "{}"; }' }))
  try {
    await ordered('nginx return 200', peer.pid, Generator.start('orders', { port: peer.port, path: '/api/orders', viewers: 0, expect: 200, connections, seconds }))
  } finally {
    await peer.stop()
  }
}

async function ofDisk(): Promise<void> {
  const ran = await onCores(serverCore, () => Generator.run('floor', { folder: folders, seconds: 2 }, 'sync'))
  keep('fdatasync of 4 KiB', { perSecond: ran.per_second, p50: ran.took.p50, p99: ran.took.p99, core: NaN, cpu: NaN })
}

/** Refusals of one product, and what the orders of others take meanwhile. */
async function refusals(): Promise<void> {
  const of = await nigiwai()
  try {
    await product(of, 'gone', 0)
    await product(of, 'other', 9_000_000)
    const show = await of.shop.liveShow(await of.shop.owner.get('/api/products/gone'))
    const ran = await ordered('nigiwai, sold out', of.pid, orders(of, { sku: 'gone', show: show.id, run: 'gone', expect: 409 }))
    assert.deepEqual(Object.keys(ran.answers), ['409'])
    // Whose orders are timed waits for no other generator: they share a core.
    const others = () => {
      const generator = orders(of, { sku: 'other', rate: kOthersRate, connections: 32, viewers: 200, run: `other-${++runs}` })
      setPriority(generator.pid, -20)
      return generator
    }
    const calm = await ordered('nigiwai, others in calm', of.pid, others())
    const storm = orders(of, { sku: 'gone', show: show.id, run: 'storm', expect: 409, rate: Math.max(1, Math.round(ran.per_second / 2)), seconds: seconds + 2 })
    setPriority(storm.pid, 10)
    await storm.until('ready')
    storm.tell('go')
    await sleep(1000)
    const beside = await ordered('nigiwai, others in the storm', of.pid, others())
    const refused = (await storm.rest()) as Ran
    keep('nigiwai, sold out at half', { perSecond: refused.per_second, p50: refused.latency.p50, p99: refused.latency.p99, core: NaN, cpu: NaN })
    assert.equal((calm.answers['201'] ?? 0) + (beside.answers['201'] ?? 0), 9_000_000 - (await left(of, 'other')))
    // A piece that comes back is sold again at once.
    await stock(of, 'gone', 1)
    const again = orders(of, { sku: 'gone', connections: 8, viewers: 8, run: 'again', seconds: 1 })
    await again.until('ready')
    again.tell('go')
    assert.equal(((await again.rest()) as Ran).answers['201'], 1, 'the piece that came back was not sold once')
  } finally {
    await of.stop()
  }
}
let runs = 0

/** Orders go on while the server is killed and comes back; each is sent again with its key until it is answered. */
async function kill(): Promise<void> {
  const of = await nigiwai()
  try {
    const had = 3_000_000
    await product(of, 'hot', had)
    const buying = orders(of, { sku: 'hot', run: 'kill' }, '--again')
    await buying.until('ready')
    buying.tell('go')
    await sleep(seconds * 500)
    await of.server.kill()
    await onCores(serverCore, () => of.server.begin())
    const ran = (await buying.rest()) as Ran
    assert.ok(ran.broken > 0, 'the kill met no order')
    assert.deepEqual(Object.keys(ran.answers), ['201'])
    await exactly(of, had, ran, 'hot')
    assert.equal(ran.answers['201'], ran.asked)
    note(`kill -9 in the middle: ${ran.asked} orders, ${ran.broken} of them cut off and sent again with their keys; exactly ${ran.answers['201']} pieces sold`)
  } finally {
    await of.stop()
  }
}

const parts = String(given.parts).split(',') // and `ours`: our own orders without the peers'
note(`orders: ${connections} connections, ${seconds} s each, ${rounds} rounds in turn; ${machine()}; server on core ${serverCore}`)
for (let i = 0; i < rounds; i++) {
  if (parts.includes('orders') || parts.includes('ours')) await ofNigiwai()
  if (parts.includes('orders')) {
    await ofRedis()
    await ofPostgres()
    await ofDisk()
  }
  if (parts.includes('orders') || parts.includes('refusals')) await ofNginx()
  if (parts.includes('refusals')) await refusals()
}
const figure = (value: number, digits: number, unit: string) => Number.isNaN(value) ? '-' : `${round(value, digits)}${unit}`
table(['', 'a second', 'server CPU each', 'p50', 'p99', 'core busy'], [...rows].map(([name, each]) => {
  const of = (pick: (row: Row) => number) => median(each.map(pick))
  return [name, figure(of((row) => row.perSecond), 0, ''), figure(of((row) => row.cpu), 1, ' µs'), figure(of((row) => row.p50), 2, ' ms'),
    figure(of((row) => row.p99), 2, ' ms'), figure(of((row) => row.core) * 100, 0, ' %')]
}))

const best = (wanted: RegExp) => Math.max(...[...rows.keys()].filter((name) => wanted.test(name)).map(middle))
if (parts.includes('orders')) {
  const ours = middle('nigiwai, hot')
  const theirs = (what: string) => best(new RegExp(`^PostgreSQL, ${what}, .* 64 clients`))
  goal('hot: ≥ 10 × PostgreSQL at 64 clients, the best of its ways', ours >= 10 * theirs('hot'), `${round(ours / theirs('hot'), 1)} × (${round(ours / best(/^PostgreSQL, hot/), 1)} × its best at any number)`)
  goal('hot: ≥ 0.5 × Redis', ours >= 0.5 * middle('Redis, hot'), `${round(ours / middle('Redis, hot'))} ×`)
  goal('hot: 30,000 a second', ours >= 30_000, round(ours, 0))
  const many = middle('nigiwai, many')
  note(`on ${products} products: ${round(many / theirs('many'), 1)} × PostgreSQL at 64 clients, ${round(many / middle('Redis, many'))} × Redis`)
}
if (parts.includes('refusals')) {
  const ratio = middle('nigiwai, sold out') / middle('nginx return 200')
  goal('sold-out refusals ≥ 0.4 × nginx return 200', ratio >= 0.4, `${round(ratio)} ×`)
  // Each storm against the calm just before it: what this machine does to one round stays in that round.
  const calm = rows.get('nigiwai, others in calm')!
  const slower = rows.get('nigiwai, others in the storm')!.map((row, i) => row.p99 / calm[i]!.p99)
  goal("p99 of other products' orders at half that load ≤ 2 × unloaded", median(slower) <= 2, `${round(median(slower))} × (rounds: ${slower.map((each) => round(each)).join(', ')})`)
}
if (parts.includes('kill')) await kill()
