// What it costs to hand out a show's picture: whole segments of an archived show, and parts of one that is on air,
// beside nginx that sends the same files with sendfile. Every byte is compared.
import assert from 'node:assert/strict'
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { sleep } from '../tests/support/processes.ts'
import { busy, cpuOf, machine, onCores, serverCore } from './support/cores.ts'
import { Generator } from './support/generator.ts'
import { film, shows } from './support/media.ts'
import { nigiwai } from './support/nigiwai.ts'
import { folder, nginx } from './support/peers.ts'
import { median, note, options, round, table } from './support/report.ts'
import { media } from './support/playlist.ts'

const given = options({ connections: 100, seconds: 8, rounds: 2, film: 24 })
const { connections, seconds, rounds } = given as Record<string, number> & Record<'connections' | 'seconds' | 'rounds', number>
const kPartsKept = 40  // the newest parts of a show on air: they stay in memory for as long as the run takes

interface Figures { perSecond: number; gigabytes: number; cpu: number; p99: number; core: number }
const figures = new Map<string, Figures[]>()

/** Keeps what each address answers now in a folder, and a list of both for the players. */
async function keep(where: string, name: string, urls: URL[]): Promise<string> {
  const lines: string[] = []
  for (const url of urls) {
    const answer = await fetch(url)
    assert.equal(answer.status, 200, String(url))
    const file = join(where, url.pathname)
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, Buffer.from(await answer.arrayBuffer()))
    lines.push(`${url.pathname} ${file}`)
  }
  const list = join(where, `${name}.list`)
  writeFileSync(list, lines.join('\n') + '\n')
  return list
}

async function load(name: string, pid: number, port: number, list: string, length = seconds): Promise<void> {
  const [began, cpu, core] = [performance.now(), cpuOf(pid), busy(serverCore)]
  const got = await Generator.run('download', { port, list, connections, seconds: length })
  const took = (performance.now() - began) / 1000
  const gigabytes = got.bytes / 1e9
  const each = { perSecond: got.per_second, gigabytes: gigabytes / got.seconds, cpu: (cpuOf(pid) - cpu) / gigabytes, p99: got.latency.p99, core: (busy(serverCore) - core) / took }
  figures.set(name, [...(figures.get(name) ?? []), each])
}

note(`delivery: ${connections} players for ${seconds} s, ${rounds} rounds in turn; ${machine()}; server on core ${serverCore}`)
const flv = await film()
const of = await nigiwai()
try {
  const { shows: [show], keys } = await shows(of, 1)
  const where = folder('files')
  const peer = await onCores(serverCore, () => nginx('nginx', { http: `root ${where}; sendfile on; tcp_nopush on; location / { }` }))
  try {
    const length = given.film as number
    const publisher = Generator.start('publisher', { port: of.server.rtmpPort, flv, seconds: length }, '--key', keys[0]!)
    await publisher.until('ready')
    publisher.tell('go')
    await sleep((length - 10) * 1000)
    const parts = await keep(where, 'parts', (await media(of.server.base, show!.id)).parts.slice(-kPartsKept))
    await load('nigiwai, parts on air', of.pid, of.server.port, parts, 4)
    await load('nginx, the same parts', peer.pid, peer.port, parts, 4)
    await publisher.next()
    publisher.tell('end')
    await publisher.rest()
    await of.shop.owner.post(`/api/shows/${show!.id}/end`)
    await sleep(1000)
    const archived = await media(of.server.base, show!.id)
    assert.ok(archived.seconds > length - 6, `the archive has ${archived.seconds} of ${length} s`)
    const segments = await keep(where, 'segments', archived.segments)
    for (let i = 0; i < rounds; i++) {
      await load('nigiwai, segments of the archive', of.pid, of.server.port, segments)
      await load('nginx, the same segments', peer.pid, peer.port, segments)
    }
  } finally {
    await peer.stop()
  }
} finally {
  await of.stop()
}
const middle = (name: string, pick: (each: Figures) => number) => median(figures.get(name)!.map(pick))
table(['', 'a second', 'GB a second', 'CPU a GB', 'p99', 'core busy'], [...figures.keys()].map((name) => [name, round(middle(name, (f) => f.perSecond), 0),
  round(middle(name, (f) => f.gigabytes)), `${round(middle(name, (f) => f.cpu))} s`, `${round(middle(name, (f) => f.p99), 1)} ms`, `${round(middle(name, (f) => f.core) * 100, 0)} %`]))
for (const [ours, theirs] of [['nigiwai, parts on air', 'nginx, the same parts'], ['nigiwai, segments of the archive', 'nginx, the same segments']] as const) {
  note(`${ours}: ${round(middle(ours, (f) => f.cpu) / middle(theirs, (f) => f.cpu))} × the CPU of nginx for a GB, ${round(middle(ours, (f) => f.perSecond) / middle(theirs, (f) => f.perSecond))} × its requests a second`)
}
