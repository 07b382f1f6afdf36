// A poll in which everybody votes at once: how many votes a second are counted, how long a voter waits for the answer, and
// what an order takes meanwhile. Every vote that was accepted must stand in the poll.
import assert from 'node:assert/strict'
import { loadavg } from 'node:os'
import { Room } from '../tests/support/room.ts'
import { sleep } from '../tests/support/processes.ts'
import { contact } from '../tests/support/shop.ts'
import { busy, cpuOf, machine, serverCore } from './support/cores.ts'
import { Generator, type Latency } from './support/generator.ts'
import { nigiwai, room } from './support/nigiwai.ts'
import { goal, note, options, round, table } from './support/report.ts'

const given = options({ voters: 10_000, rate: 10_000, seconds: 4, choices: 4, orders: 20 })
const { voters, rate, seconds, choices } = given as Record<string, number> & Record<'voters' | 'rate' | 'seconds' | 'choices', number>
// A person may vote four times at once and once in three seconds after that (talk/polls.h).
assert.ok(rate * seconds <= voters * 4, 'so many votes in that time are refused to so few voters')

note(`votes: ${rate} a second for ${seconds} s by ${voters} voters, each from an address of their own, in a poll of ${choices}; ${given.orders as number} orders a second meanwhile; ${machine()}; server on core ${serverCore}; load when it began ${loadavg().map((load) => round(load, 1)).join(' ')}`)
const of = await nigiwai()
try {
  const { shop } = of
  const product = await shop.product(100_000)
  const { show, path, port } = await room(of, product)
  const { id: poll } = await shop.owner.post<{ id: number }>(`/api/shows/${show.id}/polls`, { question: 'どの色から塗りますか', options: Array.from({ length: choices }, (_, i) => `色 ${i + 1}`) })
  const director = await Room.join(shop.owner, show.id)
  await director.must('poll.open', { poll })
  const buyer = await shop.viewer()
  const order = async (): Promise<number> => {
    const began = performance.now()
    await buyer.post('/api/orders', { show: show.id, lines: [{ sku: product.id, quantity: 1 }], contact })
    return performance.now() - began
  }
  const generator = Generator.start('speakers', { to: 'nigiwai', port, path, rate, seconds, speakers: voters, poll, options: choices })
  await generator.until('ready')
  const calm: number[] = []
  for (let i = 0; i < 40; i++) calm.push(await order())
  const [began, core, cpu] = [performance.now(), busy(serverCore), cpuOf(of.pid)]
  generator.tell('go')
  const stormy: number[] = []
  let voting = true
  const buying = (async () => {
    while (voting) {
      stormy.push(await order())
      await sleep(1000 / (given.orders as number))
    }
  })()
  const ran = await generator.next() as { posted: number; accepted: number; refused: number; unanswered: number; seconds: number; answers: Latency; late: Latency }
  voting = false
  const took = (performance.now() - began) / 1000
  await buying
  const spent = ((cpuOf(of.pid) - cpu) * 1e6) / (ran.accepted + ran.refused)
  const used = (busy(serverCore) - core) / took
  const { items } = await shop.owner.get<{ items: { id: number; counts: number[] }[] }>(`/api/shows/${show.id}/polls`)
  const counted = items.find(({ id }) => id === poll)!.counts.reduce((sum, each) => sum + each, 0)
  const people = Math.min(voters, ran.accepted)
  assert.equal(ran.unanswered, 0, 'votes without an answer')
  assert.equal(counted, people, `${people} people voted, but ${counted} votes stand there`)
  const at = (values: number[], share: number) => round(values.toSorted((a, b) => a - b)[Math.floor((values.length - 1) * share)]!, 1)
  table(['', 'a second', 'server CPU each', 'p50', 'p99', 'max', 'core busy'], [
    ['votes', round(ran.accepted / took, 0), `${round(spent, 1)} µs`, `${round(ran.answers.p50, 1)} ms`, `${round(ran.answers.p99, 1)} ms`, `${round(ran.answers.max, 1)} ms`, `${round(used * 100, 0)} %`],
    ['orders before', '-', '-', `${at(calm, 0.5)} ms`, `${at(calm, 0.99)} ms`, `${at(calm, 1)} ms`, '-'],
    ['orders meanwhile', '-', '-', `${at(stormy, 0.5)} ms`, `${at(stormy, 0.99)} ms`, `${at(stormy, 1)} ms`, '-'],
  ])
  note(`${ran.accepted} votes taken and ${ran.refused} refused in ${round(took, 1)} s from the first to the last answer; they were posted in ${round(ran.seconds, 1)} s, at worst ${round(ran.late.max, 0)} ms late; ${counted} people's votes stand in the poll, as they must`)
  goal(`${rate} votes a second, none lost`, ran.accepted / took >= rate * 0.95 && ran.refused === 0, `${round(ran.accepted / took, 0)} a second`)
  note(`load when it ended ${loadavg().map((load) => round(load, 1)).join(' ')}`)
  director.leave()
} finally {
  await of.stop()
}
