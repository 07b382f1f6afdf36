// What goes with success: too few shows, enough of them, what is found and why the rest could not be judged, the noted pattern
// that says it, and who may ask.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type Client, type Product, refused } from '../support/api.ts'
import { pastShows } from '../support/past_shows.ts'
import { Server } from '../support/server.ts'
import { Shop } from '../support/shop.ts'
import './house.ts'

interface Said { ja: string; en: string }
interface Effect { relative: number; absolute: number }
interface Level { level: string; label: Said; shows: number; others: number; effect: Effect; interval: [Effect, Effect]; above: number; evidence: string[] }
interface Finding extends Level { factor: string; p: number; sentence: Said; suggestion: Said; choices: Record<string, unknown>; tag: Said; pattern: { id: string; state: string } | null }
interface Analysis {
  figure: string; unit: string; state: string; usual: number | null; counted: number; unseen: number; least: number; sentence?: Said; findings: Finding[]
  factors: { factor: string; judged: boolean; found: boolean; reason?: string; sentence?: Said; levels: Level[] }[]; shows: { id: string; title: string; live_at: string }[]
}

let shop: Shop
let products: Product[]
before(async () => {
  shop = await Shop.open(await Server.start())
  products = []
  for (let at = 0; at < 6; at += 1) products.push(await shop.product())
})
after(() => shop?.server.stop())

const analysis = (figure = 'gmv_per_view', who: Client = shop.owner) => who.get<Analysis>(`/api/insight/patterns?figure=${figure}`)

async function staff(role: string): Promise<Client> {
  const invitation = await shop.owner.post('/api/staff/invitations', { name: role, role, email: `${role}@example.jp` })
  const { token } = await shop.anyone.post('/api/staff/invitations/accept', { token: new URL(invitation.url).hash.slice(1), password: '秋の夜長に口紅を塗る' })
  return shop.anyone.as(token)
}

test('without shows, with one and with a dozen it says how many are needed', async () => {
  const none = await shop.owner.get<Analysis>('/api/insight/patterns')
  assert.deepEqual([none.figure, none.state, none.usual, none.counted, none.findings, none.factors], ['gmv_per_view', 'no_shows', null, 0, [], []])
  await pastShows(shop, 1, { title: () => '一本目', products })
  assert.deepEqual([(await analysis()).state, (await analysis()).counted], ['too_few_shows', 1])
  await pastShows(shop, 11, { title: (at) => `配信 ${at}`, products })
  const few = await analysis()
  assert.deepEqual(few.sentence, { ja: 'まだ配信数が足りません：20 のうち 12', en: 'Not enough shows yet: 12 of 20' })
  assert.ok(few.usual! > 0)
})

test('a show that nobody was seen to watch is not counted', async () => {
  const show = await shop.show()
  await shop.owner.post(`/api/shows/${show.id}/start`)
  await shop.owner.post(`/api/shows/${show.id}/end`)
  const now = await analysis()
  assert.deepEqual([now.counted, now.unseen], [12, 1])
})

test('the hour that sells is found among sixty shows, with the shows behind it', async () => {
  const ids = await pastShows(shop, 60, { title: (at) => `夜の配信 ${at}`, products })
  const found = await analysis('cvr')
  const hour = found.findings.find(({ factor }) => factor === 'hour')!
  assert.ok(hour, JSON.stringify(found.findings))
  assert.equal(hour.level, '21')
  assert.ok(hour.p <= 0.05 && hour.effect.relative > 0.1 && hour.interval[0].relative > 0 && hour.interval[1].relative > hour.effect.relative)
  assert.match(hour.sentence.ja, /^21時台の配信は、購入率が平均より\d+ %高い傾向（\d+配信、80 %区間 \d+〜\d+ %）$/)
  assert.match(hour.sentence.en, /^Shows begun between 21:00 and 21:59 tend to have the conversion rate \d+ % above average/)
  assert.deepEqual(hour.choices, { hour: 21 })
  assert.ok(hour.evidence.length > 0 && hour.above <= hour.evidence.length)
  const told = new Map(found.shows.map((show) => [show.id, show]))
  assert.ok(hour.evidence.every((id) => told.get(id)!.live_at.includes('T12:00')), 'nine in the evening in Japan')
  assert.ok(hour.evidence.some((id) => ids.includes(id)))
  const factor = (name: string) => found.factors.find((each) => each.factor === name)!
  assert.deepEqual([factor('lead').judged, factor('lead').reason, factor('offer').reason], [false, 'not_kept', 'one_level'])
  assert.equal(factor('offer').sentence!.en, 'Nearly all shows are alike in this; 5 of each side are needed')
  assert.deepEqual((await analysis('saves')).state, 'all_equal')
  assert.deepEqual(found.factors.filter(({ found: it }) => it).map((each) => each.factor).sort(), found.findings.map((each) => each.factor).sort())
})

test('a noted pattern with its tag is named beside the finding', async () => {
  const hour = (await analysis('cvr')).findings.find(({ factor }) => factor === 'hour')!
  assert.deepEqual([hour.tag, hour.pattern], [{ ja: '時間帯 21時台', en: 'Hour: 21:00–21:59' }, null])
  const pattern = await shop.owner.post('/api/patterns', { text: '21時に始める', why: hour.sentence.ja, tags: [hour.tag.ja] })
  for (const id of hour.evidence.slice(0, 2)) await shop.owner.put(`/api/patterns/${pattern.id}/evidence/${id}`, { stands: 'for' })
  assert.deepEqual((await analysis('cvr')).findings.find(({ factor }) => factor === 'hour')!.pattern, { id: pattern.id, text: '21時に始める', state: 'hypothesis' })
})

test('analysts, planners and directors ask, for figures that there are', async () => {
  for (const role of ['analyst', 'planner', 'director']) assert.equal((await analysis('gmv', await staff(role))).figure, 'gmv')
  refused(await (await staff('presenter')).send('GET', '/api/insight/patterns'), 403, 'forbidden')
  refused(await shop.anyone.send('GET', '/api/insight/patterns'), 401, 'unauthorized')
  const wrong = await shop.owner.send<{ pointer?: string; detail: string }>('GET', '/api/insight/patterns?figure=luck')
  refused(wrong, 400, 'invalid')
  assert.match(wrong.body.detail, /gmv_per_view/)
})
