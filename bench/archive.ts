// What staff and viewers ask of a long archive: two hours with 100,000 lines of chat, its search, chapters, the shelf as it
// was at a moment, and a clip's acceptance, each as the server answers it over HTTP. No peer does the same; the goal is a
// time. Run it where little else runs: the load of the machine stands beside the figures.
import assert from 'node:assert/strict'
import { loadavg } from 'node:os'
import { pastShow, type PastEvent } from '../tests/support/past_show.ts'
import { until } from '../tests/support/processes.ts'
import { cpuOf, machine, serverCore } from './support/cores.ts'
import { nigiwai } from './support/nigiwai.ts'
import { goal, note, options, round, table } from './support/report.ts'

const given = options({ lines: 100_000, minutes: 120, products: 40, asks: 200, clips: 20 })
const { lines, minutes, asks } = given as Record<string, number> & Record<'lines' | 'minutes' | 'asks', number>
const kWithinMs = 100
const kLength = minutes * 60_000

const kWords = ['柿渋色の口紅、ブルベでも似合いますか', 'つや感がすごくきれい', '在庫まだありますか', '塗り直しなしで夕方まで持つのはうれしい', '前回買った化粧水がとてもよかったです', '説明がわかりやすい', '送料はいくらですか', 'Looks lovely on camera']
/** Rare to frequent: one line in some thousands, a fifth of them, two characters, none. */
const kSearches = ['椿油', '口紅', 'ありますか', '化粧水がとても', 'camera', '見つからない言葉']

/** `count` requests one after another, in ms, sorted. */
async function timed(count: number, ask: (i: number) => Promise<unknown>): Promise<number[]> {
  const took: number[] = []
  for (let i = 0; i < count; i++) {
    const began = performance.now()
    await ask(i)
    took.push(performance.now() - began)
  }
  return took.toSorted((a, b) => a - b)
}
const at = (sorted: number[], share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]!

note(`archive: ${minutes} minutes with ${lines} lines of chat and ${given.products as number} products, each asked ${asks} times, one after another; ${machine()}; server on core ${serverCore}; load when it began ${loadavg().map((load) => round(load, 1)).join(' ')}`)
const of = await nigiwai()
try {
  const { shop } = of
  const shelf = await Promise.all(Array.from({ length: given.products as number }, () => shop.product(50)))
  const events: PastEvent[] = Array.from({ length: lines }, (_, i) => ({
    at: Math.floor((i + 0.5) * kLength / lines), kind: 'chat.posted', by: { name: `視聴者 ${i % 5_000}` }, data: { text: `${kWords[i % kWords.length]!}${i % 4_000 === 7 ? '。椿油' : ''} ${i}` },
  }))
  for (let at = 10_000, i = 0; at < kLength; at += 60_000, i++) events.push({ at, kind: 'product.pinned', data: { product: shelf[i % shelf.length]!.id } })
  events.sort((a, b) => a.at - b.at)
  const began = performance.now()
  const show = await pastShow(shop, { title: '二時間の夜', shelf, seconds: 60, times: minutes, size: '64x36', events })
  note(`brought in in ${round((performance.now() - began) / 1000, 0)} s, the making of its film included`)
  // One person may search forty times at once: they take turns.
  const people = await Promise.all(Array.from({ length: Math.ceil((kSearches.length * (asks + 2)) / 35) }, () => shop.viewer()))
  let turn = 0
  const search = (words: string) => people[turn++ % people.length]!.get<{ items: unknown[] }>(`/api/shows/${show}/search?q=${encodeURIComponent(words)}`)
  await until('every line is indexed', async () => (await search(`口紅、ブルベでも似合いますか ${lines - kWords.length}`)).items.length > 0, 600, 1000)

  const rows: (string | number)[][] = []
  let worst = 0
  const measure = async (what: string, count: number, ask: (i: number) => Promise<unknown>): Promise<void> => {
    await ask(0)
    const cpu = cpuOf(of.pid)
    const took = await timed(count, ask)
    const spent = ((cpuOf(of.pid) - cpu) * 1e3) / count
    worst = Math.max(worst, at(took, 0.99))
    rows.push([what, `${round(spent)} ms`, `${round(at(took, 0.5))} ms`, `${round(at(took, 0.99))} ms`, `${round(took.at(-1)!)} ms`])
  }
  for (const words of kSearches) {
    const found = (await search(words)).items.length
    await measure(`search “${words}” (${found} shown)`, asks, () => search(words))
  }
  const moment = (i: number): number => (i * 7_919_000) % kLength
  await measure('chapters', asks, () => shop.anyone.get(`/api/shows/${show}/chapters`))
  await measure('the shelf as of a moment', asks, (i) => shop.anyone.get(`/api/shows/${show}/shelf?at=${moment(i)}`))
  await measure('the state at a moment and what follows in a minute', asks, (i) => shop.anyone.get(`/api/shows/${show}/timeline?at=${moment(i)}&until=${moment(i) + 60_000}`))
  // Few, because each is cut afterwards, beside those that are measured here.
  await measure('accepting a clip', given.clips as number, async (i) => {
    const from = moment(i) % (kLength - 60_000)
    const answer = await shop.owner.send('POST', `/api/shows/${show}/clips`, { json: { from, until: from + 20_000, title: `場面 ${i}`, label: '広告・月白' } })
    assert.equal(answer.status, 201, answer.text)
  })
  table(['', 'server CPU each', 'p50', 'p99', 'max'], rows)
  goal(`each within ${kWithinMs} ms at p99`, worst <= kWithinMs, `${round(worst)} ms`)
  note(`load when it ended ${loadavg().map((load) => round(load, 1)).join(' ')}`)
} finally {
  await of.stop()
}
