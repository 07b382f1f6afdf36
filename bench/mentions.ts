// A million mentions over a year (six terms, five networks) imported on one core while a server takes orders on the other, what
// its pages then answer, and how fast spikes are found in a file of a million points. No peer does the same; the goals are times.
import assert from 'node:assert/strict'
import { createWriteStream, rmSync, statSync } from 'node:fs'
import { once } from 'node:events'
import { loadavg } from 'node:os'
import { join } from 'node:path'
import { run, sleep, until } from '../tests/support/processes.ts'
import { binary } from '../tests/support/server.ts'
import { contact } from '../tests/support/shop.ts'
import { loadCores, machine, serverCore } from './support/cores.ts'
import { nigiwai } from './support/nigiwai.ts'
import { folder } from './support/peers.ts'
import { bytes, goal, median, note, options, round, table } from './support/report.ts'

const given = options({ mentions: 1_000_000, points: 1_000_000, asks: 20 }) as { mentions: number; points: number; asks: number }
const kImport = 60 // s
const kTrendMs = 200
const kPointsASecond = 100_000
const kOrderEveryMs = 50
const kBuyers = 60
const kBeforeMs = 15_000
const kDayMs = 86_400_000

const kTerms = [['shop', '月白'], ['product', 'うるみリップティント'], ['product', '柚子クレンジング'], ['staff', 'みのり'], ['rival', '花霞'], ['rival', 'Kasumi']] as const
const kNetworks = ['x', 'instagram', 'bluesky', 'line', 'facebook']
const kSaid = ['の新色、つけた瞬間に顔が明るくなった', 'って肌荒れしない?', 'の配信おもしろかった、また見たい', ' is sold out again, so sad', 'とほかのを塗り比べてみた正直な感想', 'を友だちにすすめたら即買いしてた']

async function write(file: string, lines: number, line: (i: number) => string, head: string): Promise<void> {
  const out = createWriteStream(file)
  out.write(`${head}\n`)
  let some = ''
  for (let i = 0; i < lines; i++) {
    some += line(i)
    if (some.length < 1 << 20 && i < lines - 1) continue
    if (!out.write(some)) await once(out, 'drain')
    some = ''
  }
  out.end()
  await once(out, 'close')
}

/** Runs the binary on the cores that are not the server's; answers what it printed, how long it took and what CPU. */
async function timed(args: string[]): Promise<{ out: string; seconds: number; cpu: number }> {
  const began = performance.now()
  const ended = await run('bash', ['-c', 'TIMEFORMAT="cpu %U %S"; time taskset -c "$@"', 'timed', loadCores, binary, ...args], { seconds: 900 })
  assert.equal(ended.code, 0, ended.stderr)
  const [, user, system] = /cpu ([\d.]+) ([\d.]+)/.exec(ended.stderr)!
  return { out: ended.stdout.trim(), seconds: (performance.now() - began) / 1000, cpu: Number(user) + Number(system) }
}

const place = folder('mentions')
const of = await nigiwai()
try {
  note(`mentions: ${given.mentions} of a year, ${kTerms.length} terms, ${kNetworks.length} networks; ${machine()}; the server on core ${serverCore}, the import on ${loadCores}; load when it began ${loadavg().map((load) => round(load, 1)).join(' ')}`)
  for (const [kind, name] of kTerms) await of.shop.owner.post('/api/listening/terms', { kind, name })
  const product = await of.shop.product(100_000)
  const newest = Date.now() - kDayMs
  const every = (364 * kDayMs) / given.mentions
  const file = join(place, 'mentions.csv'), points = join(place, 'points.csv')
  await write(file, given.mentions, (i) => `${i},${kNetworks[i % 5]},${new Date(newest - i * every).toISOString()},user${(i * 7919) % 200_003},${(i * 31) % 5000},${i % 17},"${kTerms[(i * 13) % 6]![1]}${kSaid[(i * 5) % 6]} ${i % 1000}",https://example.com/${i}\n`, 'id,network,created_at,author,followers,reposts,text,url')
  await write(points, given.points, (i) => `${new Date(1_700_000_000_000 + i * 300_000).toISOString().slice(0, 19).replace('T', ' ')},${20 + ((i * 7919) % 11) + (i % 5000 === 0 ? 400 : 0)}\n`, 'timestamp,value')

  const buyers = await Promise.all(Array.from({ length: kBuyers }, () => of.shop.viewer()))
  let over = false
  const took: number[] = []
  const ordering = async (): Promise<void> => {
    for (let i = 0; !over; i++) {
      const began = performance.now()
      await buyers[i % kBuyers]!.post('/api/orders', { contact, lines: [{ sku: product.id, quantity: 1 }] })
      took.push(performance.now() - began)
      await sleep(kOrderEveryMs)
    }
  }
  const measuring = async () => {
    try {
      await sleep(kBeforeMs)
      const before = took.splice(0)
      return { before, imported: await timed(['mentions', 'import', file, '--data', of.server.data]), during: took.splice(0) }
    } finally {
      over = true
    }
  }
  const [{ before, imported, during }] = await Promise.all([measuring(), ordering()])
  assert.match(imported.out, new RegExp(`${given.mentions} mentions new, 0 known, 0 lines refused`))
  const p99 = (all: number[]): number => all.toSorted((a, b) => a - b)[Math.floor(all.length * 0.99)]!
  table(['orders, one after another', 'count', 'p50', 'p99'], [['before', before.length, `${round(median(before), 1)} ms`, `${round(p99(before), 1)} ms`], ['during the import', during.length, `${round(median(during), 1)} ms`, `${round(p99(during), 1)} ms`]])
  goal(`imported within ${kImport} s`, imported.seconds <= kImport, `${round(imported.seconds, 1)} s, ${round(imported.cpu, 1)} s of CPU, for ${bytes(statSync(file).size)}`)
  goal('orders keep their latency', median(during) <= 1.5 * median(before), `${round(median(during) / median(before), 2)} × at the median`)

  const { items } = await of.shop.owner.get<{ items: { id: string; name: string; counting: boolean }[] }>('/api/listening/terms')
  await until('the terms are counted', async () => !(await of.shop.owner.get('/api/listening/terms')).items.some(({ counting }: { counting: boolean }) => counting), 120)
  const term = items[0]!.id
  const day = (ms: number): string => new Date(ms).toISOString().slice(0, 10)
  const rows: string[][] = []
  const asked = async (what: string, path: string): Promise<number> => {
    const all: number[] = []
    for (let i = 0; i < given.asks; i++) {
      const began = performance.now()
      await of.shop.owner.get(path)
      all.push(performance.now() - began)
    }
    rows.push([what, `${round(median(all), 1)} ms`, `${round(Math.max(...all), 1)} ms`])
    return Math.max(...all)
  }
  const trend = await asked('the trend of a year', `/api/listening/trend?term=${term}&from=${day(newest - 363 * kDayMs)}&to=${day(newest)}`)
  await asked('the mentions of a day', `/api/listening/mentions?term=${term}&from=${new Date(newest - 30 * kDayMs).toISOString()}&to=${new Date(newest - 29 * kDayMs).toISOString()}`)
  await asked('the words that rose in a day', `/api/listening/words?term=${term}&from=${day(newest - 30 * kDayMs)}&to=${day(newest - 29 * kDayMs)}`)
  table(['over HTTP', 'median', 'worst'], rows)
  goal(`the trend page within ${kTrendMs} ms`, trend <= kTrendMs, `${round(trend, 1)} ms at worst`)

  const spikes = await timed(['mentions', 'spikes', points])
  const rate = given.points / spikes.cpu
  goal(`spikes in ${kPointsASecond} points a second`, rate >= kPointsASecond, `${round(rate, 0)} a second of CPU, ${spikes.out.split('\n').length} spikes`)
  note(`load when it ended ${loadavg().map((load) => round(load, 1)).join(' ')}`)
} finally {
  await of.stop()
  rmSync(place, { recursive: true, force: true })
}
