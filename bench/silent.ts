// What those who are no longer heard of, and those who stop reading, cost the others in the room.
//
// The method: the whole run has a network namespace of its own (bench/run makes it, with loopback alone). A packet
// filter (nft) in it drops everything to and from 127.99.0.0/16 once it is told to: the viewers who came from there are
// gone without a FIN or RST, as a phone that enters a tunnel. Those who stop reading keep their sockets open and never
// read again. Without root, or outside of such a namespace, it says so and ends.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { run, sleep } from '../tests/support/processes.ts'
import { busy, machine, memoryOf, serverCore, socketMemory } from './support/cores.ts'
import { Generator, type Latency } from './support/generator.ts'
import { nigiwai, room, sampling } from './support/nigiwai.ts'
import { bytes, goal, median, note, options, round, table } from './support/report.ts'

const given = options({ viewers: 10_000, vanish: 1000, stop: 1000, rate: 100, calm: 20, seconds: 90, window: 5 })
const { viewers, vanish, stop, rate, calm, seconds, window } = given as Record<string, number> & Record<'viewers' | 'vanish' | 'stop' | 'rate' | 'calm' | 'seconds' | 'window', number>

const devices = readFileSync('/proc/net/dev', 'utf8').split('\n').slice(2).map((line) => line.split(':')[0]!.trim()).filter(Boolean)
assert.deepEqual(devices, ['lo'], 'This bench filters packets and needs a network namespace of its own: use bench/run silent, as root.')

const filter = `table inet nigiwai_bench {
  chain gone {
    type filter hook input priority 0
    ip saddr 127.99.0.0/16 drop
    ip daddr 127.99.0.0/16 drop
  }
}
`

interface Window { deliveries: number; missed: number; doubled: number; snapshots: number; closed: number; latency: Latency }
interface Moment { at: number; seen: Window; core: number; memory: number; kernel: number; own: number }

/** Bytes that the kernel holds for the server's ends alone: the viewers' are on this machine too, and fill when they do not read. */
async function ownSocketMemory(port: number): Promise<number> {
  const told = (await run('ss', ['-tmnH', `sport = :${port}`])).stdout
  return [...told.matchAll(/skmem:\(r(\d+),rb\d+,t\d+,tb\d+,f(\d+),w(\d+)/g)].reduce((sum, [, received, free, written]) => sum + Number(received) + Number(free) + Number(written), 0)
}

interface Ran { moments: Moment[]; before: number; closed: number; missed: number; snapshots: number }

/** A room of the whole crowd, in which some fall silent after the calm. */
async function ran(vanish: number, stop: number): Promise<Ran> {
  const server = await nigiwai()
  try {
    await sampling(server.shop, null)
    const what = await room(server)
    const crowd = Generator.start('crowd', { protocol: what.protocol, port: what.port, path: what.path, viewers, vanish, stop, window, seconds: calm + seconds + 120 })
    await crowd.until('ready')
    const speakers = Generator.start('speakers', { ...what.speak, rate, seconds: calm + seconds + 2 * window })
    await speakers.until('ready')
    crowd.tell('go')
    speakers.tell('go')
    await crowd.until('window')  // the one that began before anybody spoke
    const moments: Moment[] = []
    const began = performance.now()
    const look = async (until: number) => {
      while ((performance.now() - began) / 1000 < until) {
        const [from, core] = [performance.now(), busy(serverCore)]
        const seen = (await crowd.until('window')) as Window
        moments.push({ at: (performance.now() - began) / 1000, seen, memory: memoryOf(server.pid), kernel: socketMemory(), own: await ownSocketMemory(what.port),
          core: (busy(serverCore) - core) / ((performance.now() - from) / 1000) })
      }
    }
    await look(calm)
    const before = moments.length
    if (vanish + stop > 0) {
      const set = await run('nft', ['-f', '-'], { input: filter })
      assert.equal(set.code, 0, `nft: ${set.stderr}`)
      crowd.tell('silence')
    }
    await look(calm + seconds)
    const said = await speakers.rest()
    await sleep(3000)
    crowd.tell('end')
    const total = await crowd.until('total')
    await crowd.rest()
    assert.equal(said.refused + said.unanswered, 0, 'lines were refused')
    return { moments, before, closed: total.closed, missed: total.missed + total.doubled, snapshots: total.snapshots }
  } finally {
    await server.stop()
  }
}

// What a server grows by in so long a show when nobody falls silent: its caches fill.
const heard = await ran(0, 0)
const { moments, before, ...total } = await ran(vanish, stop)
note(`silent: ${viewers} viewers, ${rate} lines/s; after ${calm} s ${vanish} vanish (nft drops their packets in a namespace of its own) and ${stop} stop reading; ${machine()}`)
table(['second', 'p50', 'p99', 'max', 'deliveries', 'skipped', 'core busy', 'server memory', 'kernel socket memory', 'of the server\'s ends'], moments.map((each, i) => [
  `${round(each.at, 0)}${i === before ? ' silence' : ''}`, ...[each.seen.latency.p50, each.seen.latency.p99, each.seen.latency.max].map((ms) => `${round(ms, 1)} ms`),
  each.seen.deliveries, each.seen.snapshots, `${round(each.core * 100, 0)} %`, bytes(each.memory), bytes(each.kernel), bytes(each.own)]))
const others = viewers - vanish - stop
assert.equal(total.closed, 0, `${total.closed} of the others were dropped`)
assert.equal(total.missed, 0, 'the others missed lines or got them twice')
note(`the others: ${others} viewers, nobody dropped, no line missed or doubled, ${total.snapshots} skips to a snapshot`)
const p99 = (of: Moment[]) => median(of.map((each) => each.seen.latency.p99))
const [calmly, after] = [moments.slice(0, before), moments.slice(before)]
goal("the others' p99 stays within 1.5 times", p99(after) <= 1.5 * p99(calmly), `${round(p99(calmly), 1)} ms before, ${round(p99(after), 1)} ms after (worst window ${round(Math.max(...after.map((each) => each.seen.latency.p99)), 1)} ms)`)
const calmMemory = (of: Ran) => median(of.moments.slice(0, of.before).map((m) => m.memory))
const grown = (of: (each: Moment) => number) => Math.max(...after.map(of)) - median(calmly.map(of))
const atEnd = (of: (each: Moment) => number, all = moments) => median(all.slice(-3).map(of))
const last = (of: (each: Moment) => number) => atEnd(of) - median(calmly.map(of))
const heardGrown = atEnd((m) => m.memory, heard.moments) - calmMemory(heard)
const more = (by: number) => `${by < 0 ? '−' : '+'}${bytes(Math.abs(by))}`
goal('memory stays flat: at the end a tenth more at most than in as long a show where nobody falls silent', last((m) => m.memory) <= heardGrown + 0.1 * median(calmly.map((m) => m.memory)),
  `the server at most ${more(grown((m) => m.memory))}, at the end ${more(last((m) => m.memory))}, where nobody falls silent ${more(heardGrown)}; sockets in the kernel at most ${more(grown((m) => m.kernel))} (${bytes(grown((m) => m.kernel) / (vanish + stop))} for each of the silent), at the end ${more(last((m) => m.kernel))}; of them the server's ends at most ${more(grown((m) => m.own))}, at the end ${more(last((m) => m.own))}`)
