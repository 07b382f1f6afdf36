// How many viewers one room holds: as many as the server lets in, for five minutes, with nobody dropped; and the same
// behind Caddy, which stands before nigiwai in deploy/Caddyfile.
import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { freePort, sleep, start } from '../tests/support/processes.ts'
import { busy, cpuOf, loadCores, machine, memoryOf, onCores, serverCore, socketMemory } from './support/cores.ts'
import { Generator } from './support/generator.ts'
import { nigiwai, room, sampling } from './support/nigiwai.ts'
import { folder, Peer } from './support/peers.ts'
import { bytes, note, options, round, table } from './support/report.ts'

const given = options({ most: 38_000, processes: 2, rate: 10, seconds: 300, 'caddy-seconds': 60 })
const { most, processes, rate, seconds } = given as Record<string, number> & Record<'most' | 'processes' | 'rate' | 'seconds', number>

async function caddy(to: number): Promise<Peer> {
  const where = folder('caddy')
  const port = await freePort()
  writeFileSync(join(where, 'Caddyfile'), `{
	admin off
	auto_https off
}
http://127.0.0.1:${port} {
	bind 127.0.0.1
	reverse_proxy 127.0.0.1:${to} {
		flush_interval -1
	}
}
`)
  const child = start('caddy', ['run', '--config', join(where, 'Caddyfile'), '--adapter', 'caddyfile'],
    { env: { ...process.env, XDG_DATA_HOME: where, XDG_CONFIG_HOME: where, HOME: where } })
  return new Peer('Caddy', port, where, child).begun()
}

const rows: (string | number)[][] = []

async function hold(name: string, length: number, before?: (to: number) => Promise<Peer>): Promise<void> {
  const server = await nigiwai(serverCore, ['--trusted-proxy', '127.0.0.1/32'])
  // What stands before the server is no part of what is measured here, so it shares the load's core.
  const proxy = before ? await onCores(loadCores, () => before(server.server.port)) : undefined
  try {
    await sampling(server.shop, null)
    const what = await room(server)
    const [memory, kernel] = [memoryOf(server.pid), socketMemory()]
    const speakers = Generator.start('speakers', { ...what.speak, rate, seconds: length })
    await speakers.until('ready')
    const crowd = Generator.start('crowd', { protocol: what.protocol, port: proxy?.port ?? what.port, path: what.path, viewers: most, processes, window: 60, seconds: length + 300 }, '--until-refused')
    const { ready } = await crowd.next()
    assert.ok(ready > 0, 'nobody was let in')
    await sleep(1000)
    const perViewer = [(memoryOf(server.pid) - memory) / ready, (socketMemory() - kernel) / ready]
    crowd.tell('go')
    const [began, cpu, core] = [performance.now(), cpuOf(server.pid), busy(serverCore)]
    speakers.tell('go')
    const said = await speakers.rest()
    const took = (performance.now() - began) / 1000
    const [used, coreBusy] = [(cpuOf(server.pid) - cpu) / took, (busy(serverCore) - core) / took]
    const proxyMemory = proxy ? memoryOf(proxy.pid) / ready : 0
    await sleep(3000)
    crowd.tell('end')
    const total = await crowd.until('total')
    await crowd.rest()
    assert.equal(total.closed, 0, `${total.closed} viewers were dropped`)
    assert.equal(total.missed + total.doubled, 0, 'lines were missed or came twice')
    rows.push([name, ready, `${round(took, 0)} s`, said.accepted, `${round(used * 100, 0)} %`, `${round(coreBusy * 100, 0)} %`, bytes(perViewer[0]!), bytes(perViewer[1]!),
      proxy ? bytes(proxyMemory) : '-', `${round(total.latency.p99, 1)} ms`, total.closed])
  } finally {
    await proxy?.stop()
    await server.stop()
  }
}

note(`crowd: as many viewers as are let in, ${rate} lines/s; ${machine()}; server on core ${serverCore}`)
await hold('nigiwai', seconds)
if (given['caddy-seconds'] > 0) await hold('nigiwai behind Caddy', given['caddy-seconds'], caddy)
table(['', 'viewers', 'held', 'lines', 'server CPU', 'core busy', 'memory a viewer', 'kernel a viewer', "Caddy's memory a viewer", 'p99', 'dropped'], rows)
