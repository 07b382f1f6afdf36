// What a stream of 3 Mbit/s costs to take in: nigiwai beside nginx-rtmp with HLS on, the same film from the same
// encoders of ours; and how many streams all cores together carry, the encoders among them.
import assert from 'node:assert/strict'
import { mkdirSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { sleep } from '../tests/support/processes.ts'
import { cpuOf, loadCores, machine, memoryOf, onCores, serverCore } from './support/cores.ts'
import { Generator } from './support/generator.ts'
import { film, shows } from './support/media.ts'
import { type Nigiwai, nigiwai } from './support/nigiwai.ts'
import { folder, nginx } from './support/peers.ts'
import { media } from './support/playlist.ts'
import { bytes, goal, median, note, options, round, table } from './support/report.ts'

const given = options({ streams: 10, seconds: 60, rounds: 2, carry: 'yes', most: 64, 'carry-seconds': 20 })
const { streams, seconds, rounds, most } = given as Record<string, number> & { streams: number; seconds: number; rounds: number; most: number }
// `most` is what the server lets in (media/ingest/rtmp_server.h).
const kSegment = 2  // s: what key frames every 2 s give both
const kLate = 1000  // ms that an encoder may be kept waiting before it would show

interface Figures { cpu: number; memory: number; behind: number }
const figures = new Map<string, Figures[]>()
const keep = (name: string, each: Figures) => figures.set(name, [...(figures.get(name) ?? []), each])

const flv = await film()

/** Seconds of a show that its playlist holds. */
const onAir = async (of: Nigiwai, show: string): Promise<number> => (await media(of.server.base, show)).seconds

/** CPU of the server for each second of each stream. */
async function send(pid: number, port: number, keys: string[], length: number, look: () => Promise<void>): Promise<Figures & { broken: number }> {
  const publisher = Generator.start('publisher', { port, flv, seconds: length }, ...keys.flatMap((key) => ['--key', key]))
  await publisher.until('ready')
  const [cpu, memory] = [cpuOf(pid), memoryOf(pid)]
  publisher.tell('go')
  const sent = await publisher.next()
  const used = cpuOf(pid) - cpu
  const grown = (memoryOf(pid) - memory) / keys.length
  await look()
  publisher.tell('end')
  await publisher.rest()
  return { cpu: used / (keys.length * sent.seconds), memory: grown, behind: sent.behind_ms, broken: sent.broken }
}

async function ofNigiwai(): Promise<void> {
  const of = await nigiwai()
  try {
    const { shows: made, keys } = await shows(of, streams)
    const sent = await send(of.pid, of.server.rtmpPort, keys, seconds, async () => {
      for (const show of made) {
        const held = await onAir(of, show.id)
        assert.ok(held > seconds - 3 * kSegment, `only ${held} s of ${seconds} are on air`)
      }
    })
    assert.equal(sent.broken, 0, 'encoders were cut off')
    keep('nigiwai', sent)
  } finally {
    await of.stop()
  }
}

async function ofNginx(): Promise<void> {
  const where = folder('nginx')
  mkdirSync(join(where, 'hls'))
  const peer = await onCores(serverCore, () => nginx('nginx-rtmp', {
    module: 'ngx_rtmp_module',
    top: `rtmp { access_log off; server { listen 127.0.0.1:PORT; chunk_size 4096; application live {
      live on; hls on; hls_path ${where}/hls; hls_fragment ${kSegment}s; hls_playlist_length 30s; } } }`,
  }, where))
  try {
    const keys = Array.from({ length: streams }, (_, i) => `stream${i}`)
    const sent = await send(peer.pid, peer.port, keys, seconds, async () => {
      const files = readdirSync(join(where, 'hls'))
      for (const key of keys) {
        const parts = files.filter((file) => file.startsWith(`${key}-`))
        const size = parts.reduce((sum, file) => sum + statSync(join(where, 'hls', file)).size, 0)
        assert.ok(size > 100_000 * Math.min(seconds, 30), `nginx-rtmp wrote only ${size} bytes of ${key}`)
      }
    })
    assert.equal(sent.broken, 0, 'encoders were cut off')
    keep('nginx-rtmp with HLS', sent)
  } finally {
    await peer.stop()
  }
}

/** As many at once as are on air in time, encoders and server sharing all cores. */
async function carry(): Promise<void> {
  const all = `0-${loadCores.split('-').at(-1)!}`
  const rows: string[][] = []
  let carried = 0
  for (const count of [25, 38, 57, 86, 129, 194].filter((count) => count < most).concat(most)) {
    const of = await nigiwai(all)
    try {
      const { shows: made, keys } = await shows(of, count)
      const length = given['carry-seconds'] as number
      let held = Infinity
      const sent = await onCores(all, () => send(of.pid, of.server.rtmpPort, keys, length, async () => {
        await sleep(500)
        for (const show of [made[0]!, made.at(-1)!]) held = Math.min(held, await onAir(of, show.id))
      }))
      const well = sent.broken === 0 && sent.behind < kLate && held > length - 3 * kSegment
      rows.push([String(count), `${round(sent.cpu * 100, 1)} %`, `${sent.behind} ms`, `${round(held, 1)} of ${length} s`, well ? 'yes' : 'no'])
      if (!well) break
      carried = count
    } finally {
      await of.stop()
    }
  }
  table(['streams at once', 'of a core each', 'an encoder waited', 'on air', 'carried'], rows)
  note(`${carried} streams of 3 Mbit/s were carried by all cores together, the encoders among them`)
}

note(`ingest: ${streams} streams of 3 Mbit/s for ${seconds} s, ${rounds} rounds in turn; ${machine()}; server on core ${serverCore}`)
for (let i = 0; i < rounds; i++) {
  await ofNigiwai()
  await ofNginx()
}
table(['', 'of a core a stream', 'memory a stream', 'an encoder waited'], [...figures].map(([name, each]) =>
  [name, `${round(median(each.map((f) => f.cpu)) * 100)} %`, bytes(median(each.map((f) => f.memory))), `${median(each.map((f) => f.behind))} ms`]))
const ratio = median(figures.get('nigiwai')!.map((f) => f.cpu)) / median(figures.get('nginx-rtmp with HLS')!.map((f) => f.cpu))
goal("CPU a stream ≤ 1.5 × nginx-rtmp's", ratio <= 1.5, `${round(ratio)} ×`)
if (given.carry === 'yes') await carry()
