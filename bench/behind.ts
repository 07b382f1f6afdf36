// What the figures cost while a storm of orders comes, and how far behind the journal they are: their thread reads it beside
// the writer, on the same core. Its CPU is set against the whole server's; the journal and insight.db say how far each is.
import { loadavg } from 'node:os'
import { join } from 'node:path'
import { busy, cpuOf, cpuOfThread, machine, serverCore } from './support/cores.ts'
import { Generator, type Latency } from './support/generator.ts'
import { nigiwai } from './support/nigiwai.ts'
import { run, sleep } from '../tests/support/processes.ts'
import { goal, note, options, round, table } from './support/report.ts'

const given = options({ seconds: 30, connections: 256, viewers: 5000 })
const { seconds, connections, viewers } = given as Record<string, number> & Record<'seconds' | 'connections' | 'viewers', number>
const kMostBehind = 5 // s
const kMostCost = 0.05 // of the server's CPU

interface Reading { at: number; journal: number; figures: number }

async function reading(data: string): Promise<Reading> {
  const ask = async (file: string, sql: string): Promise<number> => Number((await run('sqlite3', ['-readonly', '-cmd', '.timeout 2000', join(data, file), sql])).stdout)
  const figures = await ask('insight.db', 'SELECT position FROM read_to')
  return { at: performance.now() / 1000, figures, journal: await ask('nigiwai.db', 'SELECT coalesce(max(position), 0) FROM event') }
}

/** How old the oldest event may have been that the figures had not read, at most: it came after the last reading without it. */
function behind(readings: Reading[]): number {
  let most = 0
  for (const { at, figures, journal } of readings) {
    if (figures >= journal) continue
    const without = readings.findLast((each) => each.journal <= figures) ?? readings[0]!
    most = Math.max(most, at - without.at)
  }
  return most
}

note(`behind: orders of ${viewers} buyers on ${connections} connections for ${seconds} s in a show; ${machine()}; server on core ${serverCore}; load when it began ${loadavg().map((load) => round(load, 1)).join(' ')}`)
const of = await nigiwai()
try {
  const product = await of.shop.product(1_000_000)
  for (let i = 0; i < 4; i++) await of.shop.owner.post(`/api/stock/${product.id}`, { delta: 1_000_000, reason: '入荷' })
  const show = await of.shop.liveShow(product)
  const generator = Generator.start('orders', { port: of.server.port, connections, viewers, seconds, sku: product.id, run: 'behind', show: show.id })
  await generator.until('ready')
  const [thread, cpu, core, began] = [cpuOfThread(of.pid, 'figures'), cpuOf(of.pid), busy(serverCore), performance.now()]
  const readings = [await reading(of.server.data)]
  const first = readings[0]!.journal
  let over = false
  generator.tell('go')
  const rest = generator.rest().then((ran) => ((over = true), ran)) as Promise<{ answers: Record<string, number>; latency: Latency }>
  while (!over || readings.at(-1)!.figures < readings.at(-1)!.journal) {
    await sleep(500)
    readings.push(await reading(of.server.data))
  }
  const ran = await rest
  const took = (performance.now() - began) / 1000
  const [figures, all, used] = [cpuOfThread(of.pid, 'figures') - thread, cpuOf(of.pid) - cpu, (busy(serverCore) - core) / took]
  const [orders, events, late] = [ran.answers['201'] ?? 0, readings.at(-1)!.journal - first, behind(readings)]
  table(['orders', 'a second', 'events', 'server CPU', 'of it the figures', 'events a second of their CPU', 'behind at most', 'p50', 'p99', 'core busy'],
    [[orders, round(orders / seconds, 0), events, `${round(all, 1)} s`, `${round((figures / all) * 100, 1)} %`, round(events / figures, 0), `${round(late, 1)} s`, `${round(ran.latency.p50, 1)} ms`, `${round(ran.latency.p99, 1)} ms`, `${round(used * 100, 0)} %`]])
  goal(`at most ${kMostBehind} s behind`, late <= kMostBehind, `${round(late, 1)} s`)
  goal(`at most ${kMostCost * 100} % of the server's CPU`, figures / all <= kMostCost, `${round((figures / all) * 100, 1)} %`)
  note(`load when it ended ${loadavg().map((load) => round(load, 1)).join(' ')}`)
} finally {
  await of.stop()
}
