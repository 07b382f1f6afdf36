// A year of shows (200, two million visits, twenty million events unless told otherwise): how fast its figures are made again
// from the journal, whether they are what a server kept that read it little by little, how long a show's page and a year's
// figures take over HTTP, and the same questions asked of SQLite over the raw events. The processor time of one core counts
// where the machine is shared.
import assert from 'node:assert/strict'
import { statSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { join } from 'node:path'
import { root, run, sleep, until } from '../tests/support/processes.ts'
import { binary, Server } from '../tests/support/server.ts'
import { Shop } from '../tests/support/shop.ts'
import { cpuOf, machine, onCores, serverCore } from './support/cores.ts'
import { folder } from './support/peers.ts'
import { bytes, goal, note, options, round, table } from './support/report.ts'
import { rmSync } from 'node:fs'

const given = options({ shows: 200, visits: 2_000_000, seed: 1, asks: 20 }) as { shows: number; visits: number; seed: number; asks: number }
const kPageMs = 200
const kYearMs = 1000
/** No longer does the server keep the levels of fans, or a list of them that took five seconds. */
const kKeptMs = 61_000
const kEventsASecond = 500_000

const data = folder('year')
const rebuild = async (...args: string[]): Promise<string> => {
  const ended = await onCores(serverCore, () => run(binary, ['rebuild', '--data', data, ...args], { seconds: 3600 }))
  assert.equal(ended.code, 0, ended.stderr)
  return ended.stdout
}
/** What was made in a hurry reaches the disk, so that no transaction waits behind gigabytes of it. */
const settled = () => run('sync', [], { seconds: 600 })
/** What reads the journal for no figure (who comes back for a product, what somebody may like, what lines are found by) has read it: it would take minutes. */
function nothingElseToRead(): void {
  const journal = new DatabaseSync(join(data, 'nigiwai.db'))
  for (const read of ['return_read', 'taste_read', 'moment_index']) journal.exec(`UPDATE ${read} SET position = (SELECT max(position) FROM event)`)
  journal.close()
}
/** Until it waits for somebody to ask. */
async function idle(pid: number): Promise<void> {
  for (let used = cpuOf(pid), before = -1; used - before > 0.05;) {
    await sleep(2000)
    before = used
    used = cpuOf(pid)
  }
}
/** Answers how long asking took, in ms: median and worst. What is kept once it was asked for is timed when it is asked first. */
async function timed(ask: () => unknown, asks = given.asks, first = false): Promise<[number, number]> {
  if (!first) await ask()
  const took: number[] = []
  for (let i = 0; i < asks; i++) {
    const began = performance.now()
    await ask()
    took.push(performance.now() - began)
  }
  took.sort((a, b) => a - b)
  return [took[took.length >> 1]!, took.at(-1)!]
}

try {
  let server = await Server.start({ data })
  await Shop.open(server)
  await server.stop()
  rmSync(join(data, 'insight.db'), { force: true })
  const made = await run(join(root, 'build/release/bench/bench_year'), [join(data, 'nigiwai.db'), `${given.shows}`, `${given.visits}`, `${given.seed}`], { seconds: 3600 })
  assert.equal(made.code, 0, made.stderr)
  note(`insight: ${given.shows} shows, ${given.visits} visits, ${made.stdout.trim()}, a journal of ${bytes(statSync(join(data, 'nigiwai.db')).size)}; ${machine()}; the server on core ${serverCore}`)

  nothingElseToRead()
  await settled()
  // As a server makes them, a little at a time behind its journal; then from its beginning at once.
  server = await onCores(serverCore, () => Server.start({ data }))
  const began = performance.now()
  await until('the server has read all', async () => /^nigiwai_figures_behind 0$/m.test(await (await fetch(`${server.base}/metrics`)).text()), 3600, 500)
  note(`a server that finds a year in its journal has read it after ${round((performance.now() - began) / 1000, 0)} s; insight.db is ${bytes(statSync(join(data, 'insight.db')).size)}`)
  await server.stop()
  const again = await rebuild('--check')
  const [told, events, , rate, processor] = /read (\d+) events in ([\d.]+) s \((\d+) a second; (\d+) a second of processor time\), with .*/.exec(again)!
  note(`made again: ${told}`)
  assert.ok(Number(events) >= Number(made.stdout.trim().split(' ')[0]))
  goal('equal to what the server kept, to the last unit', again.includes('the same, to the last unit'), again.trim().split('\n').at(-1)!)
  goal(`${kEventsASecond} events a second of one core`, Number(processor) >= kEventsASecond, `${processor} of processor time, ${rate} by the clock`)

  await settled()
  server = await onCores(serverCore, () => Server.start({ data }))
  const shop = await Shop.open(server)
  await idle(server.pid!)
  const show = `year${String(Math.floor(given.shows / 2)).padStart(6, '0')}`
  const pages: [string, () => unknown, string][] = [
    ['a show: all figures', () => shop.owner.get(`/api/shows/${show}/insight`), `SELECT count(DISTINCT by_id), sum(kind = 'product.opened'), sum(kind = 'product.seen'), sum(CASE WHEN kind = 'order.placed' THEN json_extract(data, '$.total.amount') END) FROM event WHERE show = '${show}'`],
    ['a show: the curve by the minute', () => shop.owner.get(`/api/shows/${show}/insight/curve`), `SELECT json_extract(data, '$.from') / 60000, sum(json_extract(data, '$.to') - json_extract(data, '$.from')) FROM event WHERE show = '${show}' AND kind = 'play.span' GROUP BY 1`],
    ['a show: products and hesitation', () => shop.owner.get(`/api/shows/${show}/insight/products`), `SELECT json_extract(data, '$.product'), kind, count(*), count(DISTINCT by_id) FROM event WHERE show = '${show}' AND kind IN ('product.seen', 'product.opened', 'product.saved') GROUP BY 1, 2`],
    ['a show: stages', () => shop.owner.get(`/api/shows/${show}/insight/stages`), ''],
    ['a show: its cues beside those of others', () => shop.owner.get(`/api/shows/${show}/insight/cues`), ''],
    ['a show: orders, opened', () => shop.owner.get(`/api/shows/${show}/insight/orders/events`), ''],
    ['the year: by which way viewers came', () => shop.owner.get('/api/insight/ways?by=way'), ''],
    ['the year: by which campaign', () => shop.owner.get('/api/insight/ways?by=campaign'), ''],
    ['the year: who came back because of whom', () => shop.owner.get('/api/insight/returned'), ''],
    ['the year: cues by intent', () => shop.owner.get('/api/insight/intents'), ''],
    ['the year: fans by level, the first time', () => shop.owner.get('/api/fans/levels'), ''],
    ['the year: the list of fans, the first time', () => shop.owner.get('/api/fans'), ''],
    ['the year: the list of fans, searched', () => shop.owner.get('/api/fans?name=7'), ''],
    ['the year: credit of the staff', () => shop.owner.get('/api/insight/staff'), ''],
    ['the year: fans by level, counted anew', () => shop.owner.get('/api/fans/levels'), ''],
    ['the year: the list of fans, made anew', () => shop.owner.get('/api/fans'), ''],
    ['the year: all figures', () => shop.owner.get('/api/insight/figures'), `SELECT count(DISTINCT by_id), sum(kind = 'product.opened'), sum(kind = 'product.seen'), sum(CASE WHEN kind = 'order.placed' THEN json_extract(data, '$.total.amount') END) FROM event WHERE show <> ''`],
  ]
  const raw = new DatabaseSync(join(data, 'nigiwai.db'), { readOnly: true })
  const rows: (string | number)[][] = []
  for (const [what, ask, sql] of pages) {
    // What is kept for a while is timed when it is made: the first time, much of it from the disk, and once that is over.
    const anew = what.includes('anew'), once = anew || what.includes('first')
    if (anew) await sleep(kKeptMs)
    const [median, worst] = await timed(ask, once ? 1 : given.asks, once)
    const over = sql ? (await timed(() => raw.prepare(sql).all(), 1))[0] : undefined
    rows.push([what, `${round(median, 1)} ms`, `${round(worst, 1)} ms`, over === undefined ? '' : `${round(over, 0)} ms`, over === undefined ? '' : `${round(over / median, 1)}×`])
    const most = what.startsWith('the year') ? kYearMs : kPageMs
    if (!what.includes('opened')) goal(`${what} within ${most} ms`, worst <= most, `${round(worst, 1)} ms at worst`)
  }
  raw.close()
  table(['over HTTP', 'median', 'worst', 'SQLite over the raw events', 'to ours'], rows)
  await server.stop()
} finally {
  rmSync(data, { recursive: true, force: true })
}
