// A whole flash sale in one room: live video to its players, a crowd that reads and writes, and buyers who come within
// ten seconds for far too few pieces. Holds lapse and go to the line. Prints its timeline; every counter is held at the
// end against what the load generators saw.
import assert from 'node:assert/strict'
import { sleep } from '../tests/support/processes.ts'
import { busy, cpuOf, machine, memoryOf, serverCore, socketMemory } from './support/cores.ts'
import { Generator } from './support/generator.ts'
import { film } from './support/media.ts'
import { nigiwai, room } from './support/nigiwai.ts'
import { media } from './support/playlist.ts'
import { bytes, goal, note, options, round, table } from './support/report.ts'

const given = options({ viewers: 10_000, players: 200, buyers: 2000, pieces: 500, within: 10, lapse: 0.2, hold: 20, rate: 20, seconds: 240 })
const { viewers, players, buyers, pieces, within, lapse, hold, rate, seconds } = given as Record<string, number> &
  Record<'viewers' | 'players' | 'buyers' | 'pieces' | 'within' | 'lapse' | 'hold' | 'rate' | 'seconds', number>
const kCalm = 3000  // ms of the show before the sale

const flv = await film()
const of = await nigiwai()
const sku = 'urumi-lip'
const rows: (string | number)[][] = []
try {
  const { shop, server } = of
  await shop.owner.put(`/api/products/${sku}`, { title: 'うるみリップティント', price: { amount: 2640, currency: 'JPY' } })
  await shop.owner.post(`/api/stock/${sku}`, { delta: pieces, reason: '入荷' })
  const what = await room(of, await shop.owner.get(`/api/products/${sku}`))
  const show = what.show.id
  await shop.owner.put(`/api/shows/${show}/shelf/${sku}/selling`, { selling: 'first-to-hold', hold_seconds: hold, waitlist: true })
  const ways = await shop.owner.get<{ protocol: string; key: string }[]>(`/api/shows/${show}/ingest`)
  const publisher = Generator.start('publisher', { port: server.rtmpPort, flv, seconds: seconds + 120, key: ways.find((way) => way.protocol === 'rtmp')!.key })
  await publisher.until('ready')
  publisher.tell('go')
  await sleep(5000)
  const crowd = Generator.start('crowd', { protocol: 'nigiwai', port: what.port, path: what.path, viewers, window: 60, seconds: seconds + 120 })
  await crowd.until('ready')
  const watching = Generator.start('players', { port: server.port, path: (await media(server.base, show)).url.pathname, players, seconds: seconds + 120 })
  await watching.until('ready')
  const speakers = Generator.start('speakers', { ...what.speak, rate, seconds })
  await speakers.until('ready')
  const sale = Generator.start('buyers', { port: server.port, show, sku, pieces, buyers, within, lapse, seconds })
  await sale.until('ready')
  note(`flash: ${pieces} pieces, ${buyers} buyers within ${within} s, holds of ${hold} s of which ${lapse * 100} % lapse; ${viewers} viewers, ${rate} lines/s, video to ${players} players; ${machine()}; server on core ${serverCore}`)
  crowd.tell('go')
  speakers.tell('go')
  await sleep(kCalm)
  const [began, cpuBefore] = [performance.now(), cpuOf(of.pid)]
  sale.tell('go')

  let total: any
  let [cpu, core] = [cpuBefore, busy(serverCore)]
  while (total === undefined) {
    const said = await sale.next()
    if ('total' in said) total = said.total
    else {
      const seen = await watching.until('window')
      const { left } = await shop.anyone.get<{ left: number }>(`/api/products/${sku}`)
      const [cpuNow, coreNow] = [cpuOf(of.pid), busy(serverCore)]
      rows.push([said.second, said.asked, said.held, said.waiting, said.granted, said.forgotten, said.bought, left, seen.stalls, seen.parts,
        `${round((cpuNow - cpu) * 100, 0)} %`, `${round((coreNow - core) * 100, 0)} %`, bytes(memoryOf(of.pid)), bytes(socketMemory())])
      ;[cpu, core] = [cpuNow, coreNow]
    }
  }
  await sale.rest()
  const took = (performance.now() - began) / 1000
  speakers.tell('end')
  const said = await speakers.rest()
  await sleep(2500)
  const snapshot = await shop.snapshot(show)
  crowd.tell('end')
  watching.tell('end')
  const read = await crowd.until('total')
  const watched = await watching.until('total')
  await crowd.rest()
  publisher.tell('end')
  const sent = await publisher.next()
  await publisher.rest()

  const calm = (row: (string | number)[], i: number) => i < 15 || i % 5 === 0 || row[6] !== rows[i - 1]![6]
  table(['second', 'asked', 'held', 'in line', 'granted', 'forgotten', 'bought', 'left', 'stalls', 'parts', 'server CPU', 'core busy', 'server memory', 'sockets'], rows.filter(calm))
  const holds = await shop.owner.get<{ items: { left: number; held: number; waiting: number }[] }>(`/api/holds?product=${sku}`)
  const product = await shop.anyone.get<{ left: number }>(`/api/products/${sku}`)
  const csv = await (await fetch(`${server.base}/api/orders.csv?product=${sku}`, { headers: shop.owner.headers })).text()
  const lines = csv.trim().split(/\r?\n/).length - 1
  const item = holds.items[0] ?? { left: 0, held: 0, waiting: 0 }
  note(`sold ${total.bought} of ${pieces} in ${round(took, 1)} s: ${total.held} held at once, ${total.waiting} in line, ${total.granted} from the line, ${total.forgotten} forgotten, ${total.refused} refused, ${total.again} asked again`)
  note(`a hold took p50 ${total.hold.p50} ms, p99 ${total.hold.p99} ms; an order p50 ${total.order.p50} ms, p99 ${total.order.p99} ms; a line p99 ${read.latency.p99} ms to ${viewers} viewers`)
  note(`video: ${watched.parts} parts to ${players} players, a part p99 ${watched.part.p99} ms, ${watched.stalls} stalls (${watched.stalled_ms} ms), ${watched.skipped} skipped, ${watched.refused} refused; the encoder waited ${sent.behind_ms} ms`)

  assert.equal(total.asked, buyers)
  assert.equal(total.bought, pieces, 'not exactly what there was has been sold')
  assert.equal(total.orders, pieces, 'two orders have one number')
  assert.equal(lines, pieces, 'the list of orders has another number of lines')
  assert.equal(product.left, 0)
  assert.equal(item.held, 0)
  assert.equal(total.held + total.waiting + total.refused, buyers)
  assert.equal(item.waiting, total.waiting - total.granted - total.too_late, 'the line is not as long as it should be')
  assert.equal(read.missed + read.doubled + read.closed, 0, 'the room lost something')
  assert.equal(snapshot.counts.chat, said.accepted, 'the show counts other lines than were said')
  assert.equal(snapshot.counts.watching, viewers, 'the show counts others as watching than are in the room')
  goal('every counter ends right', true, `${total.bought} orders, ${item.waiting} still in line, ${snapshot.counts.watching} watching, ${snapshot.counts.chat} lines`)
  goal('the video does not stall', watched.stalls === 0 && watched.skipped === 0, `${watched.stalls} stalls; a player had ${watched.buffered.p50} ms in hand (p50)`)
} finally {
  await of.stop()
}
