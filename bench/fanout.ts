// What a delivered line of chat costs a server: nigiwai's room beside nginx nchan, NATS over WebSocket and npm ws, and
// the bare send() of the same bytes in the same batches. All carry the same lines to the same crowd, one after another,
// round by round. Every line is counted at every viewer.
import assert from 'node:assert/strict'
import { freePort, sleep } from '../tests/support/processes.ts'
import { busy, cpuOf, machine, memoryOf, onCores, serverCore, socketMemory } from './support/cores.ts'
import { Generator } from './support/generator.ts'
import { nigiwai, room, sampling } from './support/nigiwai.ts'
import { nats, nchan, type Room, ws } from './support/peers.ts'
import { bytes, goal, median, note, options, round, table } from './support/report.ts'

const given = options({ viewers: 10_000, processes: 1, rate: 100, seconds: 20, rounds: 2, 'peer-rate': 0, peers: 'nchan,nats,ws', sampled: 'yes' })
const { viewers, processes, rate, seconds, rounds } = given as Record<string, number> & { viewers: number; processes: number; rate: number; seconds: number; rounds: number }
const kPeerDeliveries = 80_000  // a second: what a core can do that sends message by message
const peerRate: number = given['peer-rate'] || Math.min(rate, Math.max(1, Math.floor(kPeerDeliveries / viewers)))
const kDrain = 2000  // ms that the last lines may take

interface Figures { perLine: number; own: number; core: number; memory: number; kernel: number; perViewer: number; p50: number; p99: number; max: number; frames: number; frameBytes: number; lines: number }

/** Lets the crowd in, the speakers speak, and holds every line against every viewer. */
async function measure(what: Room, rate: number, sampled = false): Promise<Figures> {
  await sleep(500)
  const [memoryBefore, kernelBefore] = [memoryOf(what.peer.pid), socketMemory()]
  const crowd = Generator.start('crowd', { protocol: what.protocol, port: what.port, path: what.path, viewers, processes, seconds: seconds + 60, window: 60 })
  await crowd.until('ready')
  await sleep(1500)
  const memory = (memoryOf(what.peer.pid) - memoryBefore) / viewers
  const kernel = (socketMemory() - kernelBefore) / viewers
  const speakers = Generator.start('speakers', { ...what.speak, rate, seconds })
  await speakers.until('ready')
  crowd.tell('go')
  await sleep(500)
  const [began, cpu, core] = [performance.now(), cpuOf(what.peer.pid), busy(serverCore)]
  speakers.tell('go')
  const said = await speakers.rest()
  await sleep(200)
  const took = (performance.now() - began) / 1000
  const used = cpuOf(what.peer.pid) - cpu
  const coreBusy = (busy(serverCore) - core) / took
  await sleep(kDrain)
  crowd.tell('end')
  const total = await crowd.until('total')
  await crowd.rest()
  assert.equal(said.refused + said.unanswered, 0, `${said.refused} lines were refused, ${said.unanswered} never answered`)
  if (!sampled) assert.equal(total.lines, said.accepted, 'not every line that was accepted came to the crowd')
  assert.equal(total.closed, 0, `${total.closed} viewers were dropped`)
  assert.equal(total.missed + total.doubled, 0, `${total.missed} seqs were missed and ${total.doubled} came twice`)
  const late = total.lines * viewers - total.deliveries
  assert.ok(sampled || late === 0, `${late} of ${total.lines * viewers} deliveries are missing; ${total.snapshots} viewers skipped to a snapshot`)
  const took1 = total.latency
  return {
    perLine: (used * 1e6) / (total.lines * viewers), own: used / took, core: coreBusy, memory, kernel, perViewer: total.bytes / viewers / seconds,
    p50: took1.p50, p99: took1.p99, max: took1.max, frames: total.frames / viewers / seconds,
    frameBytes: total.bytes / total.frames, lines: total.lines / (total.frames / viewers),
  }
}

async function ofNigiwai(sampled: boolean): Promise<Figures> {
  const server = await nigiwai()
  try {
    await sampling(server.shop, sampled ? 8 : null)
    return await measure(await room(server), rate, sampled)
  } finally {
    await server.stop()
  }
}

/** As many sends of as many bytes as nigiwai needed, and nothing else. */
async function ofFloor(like: Figures): Promise<Figures> {
  const port = await freePort()
  const frames = round(like.frames, 3)
  const floor = await onCores(serverCore, () => Generator.start('floor',
    { port, frames, lines: Math.max(1, Math.round(like.lines)), bytes: Math.round(like.frameBytes), seconds }, 'send'))
  await floor.until('ready')
  const crowd = Generator.start('crowd', { protocol: 'nigiwai', port, path: '/', viewers, processes, seconds: seconds + 60, window: 60 })
  await crowd.until('ready')
  crowd.tell('go')
  await sleep(1000)
  const [began, cpu, core] = [performance.now(), cpuOf(floor.pid), busy(serverCore)]
  floor.tell('go')
  const sent = await floor.next()
  const took = (performance.now() - began) / 1000
  const used = cpuOf(floor.pid) - cpu
  const coreBusy = (busy(serverCore) - core) / took
  await sleep(kDrain)
  crowd.tell('end')
  const total = await crowd.until('total')
  await crowd.rest()
  floor.tell('end')
  await floor.rest()
  assert.equal(sent.short, 0, 'the crowd did not keep up with the floor')
  assert.equal(total.missed + total.doubled, 0)
  const lines = like.lines * like.frames * seconds
  return { ...like, perLine: (used * 1e6) / (lines * viewers), own: used / took, core: coreBusy, memory: 0, kernel: 0, p50: total.latency.p50, p99: total.latency.p99, max: total.latency.max, frameBytes: total.bytes / total.frames }
}

const others: Record<string, () => Promise<Room>> = { nchan, nats, ws }
const figures = new Map<string, Figures[]>()
const keep = (name: string, each: Figures) => figures.set(name, [...(figures.get(name) ?? []), each])

note(`fan-out: ${viewers} viewers, ${rate} lines/s for ${seconds} s, peers ${peerRate} lines/s; ${rounds} rounds in turn; ${machine()}; server on core ${serverCore}`)
for (let i = 0; i < rounds; i++) {
  const ours = await ofNigiwai(false)
  keep('nigiwai', ours)
  keep('bare send()', await ofFloor(ours))
  for (const name of String(given.peers).split(',').filter(Boolean)) {
    const what = await onCores(serverCore, others[name]!)
    try {
      keep(name, await measure(what, peerRate))
    } catch (error) {
      note(`${name}: no figures in round ${i + 1}: ${String(error).split('\n')[0]}`)
    } finally {
      await what.peer.stop()
    }
  }
  if (given.sampled === 'yes') keep('nigiwai, sampled', await ofNigiwai(true))
}

const middle = (name: string, of: (each: Figures) => number) => figures.has(name) ? median(figures.get(name)!.map(of)) : NaN
const ours = middle('nigiwai', (f) => f.perLine)
table(['', 'CPU a delivered line', 'to nigiwai', 'CPU of a core', 'core busy', 'memory a viewer', 'kernel a viewer', 'bytes a viewer and s', 'p50', 'p99', 'max'],
  [...figures.keys()].map((name) => {
    const of = (pick: (each: Figures) => number) => middle(name, pick)
    return [name, `${round(of((f) => f.perLine), 3)} µs`, `${round(of((f) => f.perLine) / ours)}×`, `${round(of((f) => f.own) * 100, 0)} %`, `${round(of((f) => f.core) * 100, 0)} %`,
      bytes(of((f) => f.memory)), bytes(of((f) => f.kernel)), bytes(of((f) => f.perViewer)), `${round(of((f) => f.p50), 1)} ms`, `${round(of((f) => f.p99), 1)} ms`, `${round(of((f) => f.max), 1)} ms`]
  }))
const one = figures.get('nigiwai')![0]!
note(`a frame of nigiwai: ${round(one.frameBytes, 0)} bytes with ${round(one.lines, 1)} lines, ${round(one.frames, 1)} a second`)
const floor = ours / middle('bare send()', (f) => f.perLine)
goal('CPU a line ≤ 1.25 × the bare send()', floor <= 1.25, `${round(floor)}`)
if (figures.has('nchan')) goal('≤ 1/7 of nchan', ours * 7 <= middle('nchan', (f) => f.perLine), `1/${round(middle('nchan', (f) => f.perLine) / ours, 1)}`)
goal('core ≤ 85 % busy', middle('nigiwai', (f) => f.core) <= 0.85, `${round(middle('nigiwai', (f) => f.core) * 100, 0)} % in all, ${round(middle('nigiwai', (f) => f.own) * 100, 0)} % by the server itself`)
goal('user memory a viewer ≤ 1 kB', middle('nigiwai', (f) => f.memory) <= 1024, bytes(middle('nigiwai', (f) => f.memory)))
goal('p99 ≤ 300 ms', middle('nigiwai', (f) => f.p99) <= 300, `${round(middle('nigiwai', (f) => f.p99), 1)} ms`)
