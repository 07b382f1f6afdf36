// What greeting regulars costs while a storm of orders comes: the greeter (show/fans/greeter) reads the journal behind it and
// looks up everybody who does something in a live show for the first time, on the thread that waits for signals. That
// thread's own CPU is set against the whole server's.
import { loadavg } from 'node:os'
import { busy, cpuOf, cpuOfThread, machine, serverCore } from './support/cores.ts'
import { Generator, type Latency } from './support/generator.ts'
import { nigiwai } from './support/nigiwai.ts'
import { sleep } from '../tests/support/processes.ts'
import { note, options, round, table } from './support/report.ts'

const given = options({ seconds: 20, connections: 256, viewers: 5000 })
const { seconds, connections, viewers } = given as Record<string, number> & Record<'seconds' | 'connections' | 'viewers', number>

note(`greeting: orders of ${viewers} buyers on ${connections} connections for ${seconds} s, in a show and of none; ${machine()}; server on core ${serverCore}; load when it began ${loadavg().map((load) => round(load, 1)).join(' ')}`)
const of = await nigiwai()
try {
  const product = await of.shop.product(1_000_000)
  for (let i = 0; i < 4; i++) await of.shop.owner.post(`/api/stock/${product.id}`, { delta: 1_000_000, reason: '入荷' })
  const rows: (string | number)[][] = []
  const measure = async (what: string, more: Record<string, string>): Promise<void> => {
    const generator = Generator.start('orders', { port: of.server.port, connections, viewers, seconds, sku: product.id, run: what.replaceAll(' ', '-'), ...more })
    await generator.until('ready')
    const [first, cpu, core, began] = [cpuOfThread(of.pid), cpuOf(of.pid), busy(serverCore), performance.now()]
    generator.tell('go')
    const ran = await generator.rest() as { answers: Record<string, number>; latency: Latency }
    // The greeter comes every two seconds: what it still has to look through belongs to the storm.
    const took = (performance.now() - began) / 1000
    const used = (busy(serverCore) - core) / took
    await sleep(5000)
    const orders = ran.answers['201'] ?? 0
    const greeter = ((cpuOfThread(of.pid) - first) * 1e6) / orders
    const all = ((cpuOf(of.pid) - cpu) * 1e6) / orders
    rows.push([what, orders, round(orders / took, 0), `${round(all, 1)} µs`, `${round(greeter, 1)} µs`, `${round((greeter / all) * 100, 1)} %`, `${round(ran.latency.p50, 1)} ms`, `${round(ran.latency.p99, 1)} ms`, `${round(used * 100, 0)} %`])
  }
  const show = await of.shop.liveShow(product)
  await measure('in a show', { show: show.id })
  await of.shop.owner.post(`/api/shows/${show.id}/end`)
  await measure('no show on air', {})
  table(['orders', 'in all', 'a second', 'server CPU each', 'first thread each', 'of all', 'p50', 'p99', 'core busy'], rows)
  note(`load when it ended ${loadavg().map((load) => round(load, 1)).join(' ')}`)
} finally {
  await of.stop()
}
