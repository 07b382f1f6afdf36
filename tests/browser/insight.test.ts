// Figures in Chromium: an analyst watches those of a show on air, chooses another definition, opens one down to its events,
// walks the curve by keys to a moment that plays, takes it away in three forms, and reads all shows together.
import assert from 'node:assert/strict'
import { readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, test as it } from 'node:test'
import type { Client, Product, Show } from '../support/api.ts'
import { type Browser, launch } from '../support/browser.ts'
import { pastShow } from '../support/past_show.ts'
import { run, until } from '../support/processes.ts'
import { Room } from '../support/room.ts'
import { patience, Server } from '../support/server.ts'
import { contact, Shop } from '../support/shop.ts'
import { look, written } from './look.ts'
import { heldAgo } from './past_time.ts'
import { faults, type Form, forms, test, Visit, walked } from './visit.ts'

const kPassword = '秋の夜長に口紅を塗る'
const kPresenter = '佐倉 みのり'
const kPast = '秋の新色をぜんぶ塗る夜'
const kCues = ['色の見分けかた', 'オイルの使いかた']
const kOffer = '配信限定 20% OFF'
const kViewers = 12
/** 12,500 steps of two halves of watching and three kinds of acts. */
const kLongSteps = 12_500

let server: Server
let browser: Browser
let shop: Shop
let lip: Product, oil: Product
let live: Show
let past: string
let talker: Room
let invited = 0

before(async () => {
  server = await Server.start()
  shop = await Shop.open(server)
  await shop.owner.patch('/api/shop', { name: '月白' })
  lip = await shop.product(50, { title: '柿渋の口紅' })
  oil = await shop.product(8, { title: 'つばきオイル' })
  ;[live, past] = await Promise.all([
    shop.liveShow(lip, oil),
    pastShow(shop, { title: kPast, shelf: [lip, oil], seconds: 60, events: [{ at: 1_000, kind: 'product.pinned', data: { product: lip.id } }, { at: 30_000, kind: 'product.pinned', data: { product: oil.id } }] }),
  ])
  await onScreen()
  await present()
  const crowd = []
  for (let i = 0; i < kViewers; i++) crowd.push(await shop.viewer(`客${i}`))
  await comeBack(crowd)
  for (const [i, viewer] of crowd.entries()) await attend(viewer, i)
  await heldAgo(server, past, 3, { minutes: 1 })
  await rebuilt()
  const archive = await Room.join(await shop.viewer('のちの客'), past)
  await archive.must('play.span', { from: 0, to: 10_000 })
  await archive.must('play.span', { from: 10_000, to: 42_000 })
  await archive.must('product.seen', { product: oil.id })
  archive.leave()
  talker = await Room.join(await shop.viewer('よく話す客'), live.id)
  await talker.must('play.span', { from: 0, to: 5_000 })
  browser = await launch()
  for (const word of ['月白', 'Instagram', kPost, kPresenter, '星野', '星', '店長', '店', kPast, live.title, lip.title, oil.title, ...kCues, kOffer]) written.add(word)
  await until('all is counted', async () => (await figure('viewers')) === kViewers + 1, 20 * patience)
})
after(async () => {
  talker?.leave()
  await browser?.close()
  await server?.stop()
})

/** Somebody presents both shows, and so has a share of what they sell. */
async function onScreen(): Promise<void> {
  const invitation = await shop.owner.post('/api/staff/invitations', { name: kPresenter, role: 'presenter', email: 'presenter@example.jp' })
  const { staff } = await shop.anyone.post('/api/staff/invitations/accept', { token: new URL(invitation.url).hash.slice(1), password: kPassword })
  for (const show of [live.id, past]) await shop.owner.patch(`/api/shows/${show}`, { cast: [staff.handle] })
}

/** They watched the recording before; all but two came to the show by the owner's link. */
async function comeBack(crowd: Client[]): Promise<void> {
  const { code } = await shop.owner.post('/api/shares', { show: live.id })
  for (const [i, viewer] of crowd.entries()) {
    const room = await Room.join(viewer, past)
    await room.must('play.span', { from: 0, to: 5_000 })
    room.leave()
    if (i >= 2) await viewer.post(`/api/shares/${code}/arrivals`, {})
  }
}

/** Eleven minutes on air: two cues, a product in front in each, an offer in the middle. */
async function present(): Promise<void> {
  const cues = []
  for (const [at, title] of kCues.entries()) cues.push(await shop.owner.post(`/api/shows/${live.id}/cues`, { title, length_s: 300, product: [lip, oil][at]!.id, intent: ['use_idea', 'story'][at] }))
  const offer = await shop.owner.post(`/api/shows/${live.id}/offers`, { title: kOffer, benefit: 'percent', percent: 20, targets: [{ product: lip.id }] })
  const acts: [minutes: number, command: string, data: Record<string, unknown>][] = [
    [0, 'cue.start', { cue: cues[0].id }], [0, 'product.pin', { product: lip.id }], [4, 'offer.open', { offer: offer.id }],
    [3, 'cue.start', { cue: cues[1].id }], [0, 'product.pin', { product: oil.id }], [0, 'offer.close', { offer: offer.id }],
  ]
  let director = await Room.join(shop.owner, live.id)
  for (const [minutes, command, data] of acts) {
    if (minutes > 0) {
      director.leave()
      await pass(minutes)
      director = await Room.join(shop.owner, live.id)
    }
    await director.must(command, data)
  }
  director.leave()
  await pass(4)
}

/** Lets so many minutes of the show go by: it began that much earlier. */
async function pass(minutes: number): Promise<void> {
  const ms = minutes * 60_000
  await server.kill()
  const moved = await run('sqlite3', [join(server.data, 'nigiwai.db'), `UPDATE timeline SET live_at = live_at - ${ms} WHERE show = '${live.id}'; UPDATE event SET accepted_at = accepted_at - ${ms} WHERE show = '${live.id}'`])
  assert.equal(moved.code, 0, moved.stderr)
  await server.begin()
}

/** Every event came when it says; the figures are made of them again. */
async function rebuilt(): Promise<void> {
  await server.kill()
  const moved = await run('sqlite3', [join(server.data, 'nigiwai.db'), `UPDATE event SET accepted_at = (SELECT live_at FROM timeline WHERE show = '${live.id}') + at WHERE show = '${live.id}'; UPDATE share_arrival SET arrived_at = (SELECT live_at FROM timeline WHERE show = '${live.id}')`])
  assert.equal(moved.code, 0, moved.stderr)
  for (const file of await readdir(server.data)) if (file.startsWith('insight.db')) await rm(join(server.data, file))
  await server.begin()
}

/** Watches, some longer than others; every one sees the product, some save it, chat, and order it. */
async function attend(viewer: Client, i: number): Promise<void> {
  const room = await Room.join(viewer, live.id)
  const minutes = 2 + ((i * 7) % 9)
  const at = (minutes - 1) * 60_000
  for (let from = 0; from < minutes * 60_000; from += 60_000) await room.must('play.span', { from, to: from + 60_000 }, from + 60_000)
  await room.must('product.seen', { product: lip.id }, at)
  if (i % 2 === 0) await room.must('product.opened', { product: lip.id }, at)
  if (i % 3 === 0) await room.must('product.save', { product: lip.id }, at)
  if (i % 4 === 0) await room.must('chat.post', { text: 'かわいい' }, at)
  await room.must('heart', { count: i + 1 }, at)
  await viewer.post('/api/orders', { show: live.id, at, lines: [{ sku: lip.id, quantity: 1 }], contact })
  room.leave()
}

async function figure(name: string): Promise<number> {
  return (await shop.owner.get(`/api/shows/${live.id}/insight`)).figures[name].value
}

async function begin(form: Form): Promise<Visit> {
  const visit = await Visit.begin(browser, server.base, form)
  const email = `analyst-${++invited}@example.jp`
  const invitation = await shop.owner.post('/api/staff/invitations', { name: '星野', role: 'analyst', email })
  await shop.anyone.post('/api/staff/invitations/accept', { token: new URL(invitation.url).hash.slice(1), password: kPassword })
  const { page } = visit
  await visit.go('/studio/sign-in')
  await page.fill(test('email'), email)
  await page.fill(test('password'), kPassword)
  await page.click(test('submit'))
  await page.waitForSelector(test('nav-insight'))
  visit.content(/401 GET/)
  return visit
}

for (const form of walked) void it(`figures open down to their events: ${form.name}`, () => journey(form))

it('a curve of 100,000 points is drawn at once', async () => {
  const visit = await begin(forms[0]!)
  const { page } = visit
  await page.route('**/insight/curve?*', (route) => route.fulfill({ json: longCurve() }))
  await visit.go(`/studio/shows/${past}/insight`)
  await page.waitForSelector(test('curve'))
  const drawn = async (): Promise<number[]> => page.evaluate(() => performance.getEntriesByName('insight.curve').map(({ duration }) => duration))
  const times: number[] = []
  // With hearts there are 100,000 points.
  for (let turn = 0; turn < 8; turn++) {
    const before = (await drawn()).length
    await page.click(test('act-hearts'))
    await until('the curve is drawn', async () => (await drawn()).length > before, 20 * patience, 50)
    if (turn % 2 === 0) times.push((await drawn()).at(-1)!)
  }
  console.log(`100,000 points drawn in ${times.map((ms) => `${ms.toFixed(1)} ms`).join(', ')}`)
  await look(visit, 'insight-long')
  await visit.context.close()
})

for (const form of [forms[0]!, forms[3]!]) void it(`every cause has its name: ${form.name}`, async () => {
  const visit = await begin(form)
  const { page } = visit
  await page.route('**/insight/returned*', (route) => route.fulfill({ json: everyCause() }))
  await visit.go('/studio/insight')
  await page.locator(test('returned-row')).last().scrollIntoViewIfNeeded()
  assert.equal(await page.locator(test('returned-row')).count(), 9)
  await look(visit, 'insight-returned')
  visit.content()
  await visit.context.close()
})

for (const form of [forms[0]!, forms[3]!]) void it(`every way has its name: ${form.name}`, async () => {
  const visit = await begin(form)
  const { page } = visit
  await page.route('**/insight/ways*', (route) => route.fulfill({ json: everyWay(new URL(route.request().url()).searchParams.get('by')!) }))
  await visit.go('/studio/insight')
  for (const [by, rows] of [['way', 6], ['post', 4], ['channel', 5], ['campaign', 3], ['staff', 3]] as const) {
    await page.click(test(`ways-${by}`))
    await page.waitForSelector(`${test('ways')}[data-by=${by}]`)
    assert.equal(await page.locator(test('ways-row')).count(), rows, by)
    await page.locator(test('ways')).evaluate((element) => element.scrollIntoView({ block: 'start' }))
    if (by !== 'staff') await look(visit, `insight-ways-${by}`)
  }
  assert.match(page.url(), /ways=staff/)
  visit.content()
  await visit.context.close()
})

it('nothing was wrong with the screens', () => assert.deepEqual(faults, []))

function longCurve(): unknown {
  const wave = (slow: number, high: number) => Array.from({ length: kLongSteps }, (_, i) => Math.round(high * (1.2 + Math.sin(i / slow) + Math.sin(i * 12.9898) * 0.2)))
  const half = (high: number) => ({ watching: wave(900, high), chats: wave(300, high / 40), hearts: wave(200, high / 8), orders: wave(700, high / 200), clicks: [], questions: [], saves: [], gmv: [], entered: [], left: [] })
  return { step_ms: 10_000, steps: kLongSteps, length_ms: kLongSteps * 10_000, live: half(1200), archive: half(300), bands: { pins: [], cues: [], offers: [], gaps: [] } }
}

const kPost = '今夜 8 時から、秋の新色をぜんぶ塗ります。見分けかたも、落ちにくさも、目の前で。リンクからどうぞ'
function everyCause(): unknown {
  const group = (cause: string, people: number, more = {}) => ({ cause, of: null, name: null, people, ordered: Math.floor(people / 7), sharers: null, ...more })
  return {
    returned: 1284, ordered: 181, within_days: 7,
    groups: [
      group('alone', 412), group('follow', 301, { of: 'minori', name: kPresenter }), group('mail', 180), group('staff', 154, { of: 'minori', name: kPresenter }),
      group('viewers', 96, { sharers: 31 }), group('post', 71, { of: 'p', name: kPost }), group('reminder', 40), group('block', 19, { of: 'https://mall.example', name: 'https://mall.example' }),
    ],
    others: { people: 11, ordered: 2 },
  }
}

function everyWay(by: string): unknown {
  const counts = (viewers: number, clicks: number | null) => {
    const orders = Math.floor(viewers / 14)
    return { viewers, engaged: Math.floor(viewers / 3), savers: Math.floor(viewers / 9), buyers: orders, buying_viewers: orders, orders, gmv: orders * 2640, cvr: viewers ? orders / viewers : null, clicks }
  }
  const group = (of: string, name: string | null, viewers: number, clicks: number | null, network: string | null = null) => ({ of, name, network, ...counts(viewers, clicks) })
  const groups: Record<string, unknown[]> = {
    way: [group('viewers', null, 412, 1_380), group('post', null, 308, 1_204), group('staff', null, 154, 391), group('block', null, 19, 44)],
    post: [group('p1', kPost, 250, 980), group('p2', null, 58, 224)],
    channel: [group('a1', '月白', 141, 610, 'instagram'), group('a2', kPresenter, 90, 402, 'x'), group('fediverse-shop', '月白', 77, 192, 'fediverse')],
    campaign: [group('c1', kOffer, 366, null)],
    staff: [group('minori', kPresenter, 154, 391)],
  }
  return { by, within_days: 7, currency: 'JPY', total: counts(1284, null), groups: groups[by], others: counts(by === 'campaign' ? 46 : 11, by === 'campaign' ? null : 23), none: counts(380, null) }
}

async function journey(form: Form): Promise<void> {
  const visit = await begin(form)
  await follow(visit)
  await open(visit)
  await walk(visit)
  await together(visit)
  // An analyst may not read where the encoder sends.
  visit.content(/403 GET .*ingest$/)
  await visit.context.close()
}

/** The page of a show on air goes on by itself; another definition is chosen. */
async function follow(visit: Visit): Promise<void> {
  const { page } = visit
  await visit.go(`/studio/shows/${live.id}`)
  await page.click(test('open-figures'))
  await page.waitForSelector(`${test('figure-viewers')}[data-value="${kViewers + 1}"]`)
  await look(visit, 'insight-live')
  await page.click(test('all-figures'))
  await look(visit, 'insight-figures')
  const chats = await figure('chats')
  await talker.must('chat.post', { text: `こんばんは ${chats}` })
  await page.waitForSelector(`${test('figure-chats')}[data-value="${chats + 1}"]`)
  assert.doesNotMatch(await page.innerText(test('insight')), /NaN|undefined|Infinity/)
  await page.click(test('about-cvr'))
  await page.waitForSelector(test('definition'))
  await look(visit, 'insight-definition')
  await page.click(test('define-cvr_sessions'))
  await page.waitForSelector(`${test('figure-cvr')}[data-definition=cvr_sessions]`)
  assert.match(page.url(), /definitions=cvr_sessions/)
  await page.click(test('half-archive'))
  await page.waitForSelector(`${test('figure-cvr')}[data-value=""]`)
  await look(visit, 'insight-archive-half')
  await page.click(test('half-together'))
}

/** From a figure to the events that make it, and to their moments. */
async function open(visit: Visit): Promise<void> {
  const { page } = visit
  const orders = await figure('orders')
  await page.click(test('open-orders-numerator'))
  await page.waitForSelector(`${test('events-sum')}[data-sum="${orders}"]`)
  assert.equal(await page.locator(`${test('counted-event')}[data-kind="order.placed"]`).count(), orders)
  assert.match((await page.locator(test('event-moment')).first().getAttribute('href'))!, new RegExp(`^/shows/${live.id}\\?t=\\d+$`))
  await look(visit, 'insight-events')
  await page.click(test('close'))
  await page.click(test('open-average_view-numerator'))
  await page.waitForSelector(test('events-sum'))
  assert.equal(await page.locator(`${test('counted-event')}[data-kind="play.span"]`).count() > kViewers, true)
  await page.keyboard.press('Escape')
  await page.waitForSelector(test('events'), { state: 'detached' })
  await page.locator(test('stages')).scrollIntoViewIfNeeded()
  await page.waitForSelector(`${test('stage-sympathize')}[data-people]`)
  await page.locator(test('hesitation-step')).last().scrollIntoViewIfNeeded()
  assert.equal(await page.locator(`${test('product-row')}[data-product="${lip.id}"]`).count(), 1)
  await look(visit, 'insight-products')
  await page.waitForSelector(`${test('ways-row')}[data-of=staff][data-viewers="${kViewers - 2}"]`)
  await page.waitForSelector(`${test('ways-row')}[data-of=none][data-viewers="3"]`)
  await page.locator(test('ways')).evaluate((element) => element.scrollIntoView({ block: 'center' }))
  await look(visit, 'insight-ways')
  await page.locator(`${test('returned-row')}[data-cause=staff][data-people="${kViewers - 2}"]`).scrollIntoViewIfNeeded()
  await page.waitForSelector(`${test('returned-row')}[data-cause=others][data-people="2"]`)
}

/** The curve: by pointer, by keys, to the moment; and what is taken away. */
async function walk(visit: Visit): Promise<void> {
  const { page } = visit
  await page.locator(test('curve-panel')).scrollIntoViewIfNeeded()
  await page.click(test('step-60000'))
  const box = page.locator(test('curve'))
  await page.locator(`${test('curve')} canvas`).waitFor()
  await page.click(test('act-entered'))
  await page.click(test('act-left'))
  await box.focus()
  for (const key of ['ArrowRight', 'ArrowRight', 'ArrowRight']) await page.keyboard.press(key)
  await page.waitForSelector(`${test('curve')}[data-chosen="2"]`)
  await page.waitForSelector(test('readout'))
  await box.evaluate((element) => element.scrollIntoView({ block: 'center' }))
  await look(visit, 'insight-curve')
  await visit.go(`/studio/shows/${past}/insight`)
  await page.locator(`${test('curve')} canvas`).waitFor()
  // By pointer, to a moment of the recording.
  const place = (await box.boundingBox())!
  await page.locator(test('curve')).click({ position: { x: place.width * 0.45, y: 60 } })
  await page.waitForSelector(test('moment-player'))
  const at = Number(await page.getAttribute(test('moment-player'), 'data-at'))
  assert.ok(at >= 20_000 && at <= 30_000, String(at))
  await until('the moment plays', () => page.evaluate(() => document.querySelector('video')!.currentTime >= 18), 30 * patience)
  await page.locator(test('moment-player')).scrollIntoViewIfNeeded()
  await look(visit, 'insight-moment')
  await page.click(test('close-player'))
  await taken(visit)
  await page.locator(`${test('curve-table')} summary`).click()
  await page.locator(`${test('curve-table')} tbody tr`).first().waitFor()
  await page.locator(`${test('curve-table')} tbody tr`).first().scrollIntoViewIfNeeded()
  await look(visit, 'insight-table')
}

async function taken(visit: Visit): Promise<void> {
  const save = async (button: string): Promise<Buffer> => {
    const [download] = await Promise.all([visit.page.waitForEvent('download'), visit.page.click(test(button))])
    return readFile((await download.path())!)
  }
  const svg = (await save('save-svg')).toString()
  assert.match(svg, /^<svg xmlns/)
  assert.ok(svg.includes(kPast) && svg.includes(lip.title))
  assert.doesNotMatch(svg, /NaN|undefined/)
  assert.equal((await save('save-png')).subarray(1, 4).toString(), 'PNG')
  const csv = (await save('save-csv')).toString().trim().split('\r\n')
  assert.equal(csv[1]!.split(',').length, 21)
  const figures = (await save('figures-csv')).toString()
  assert.match(figures, /,er_reach,1,/)
}

/** All shows together, narrowed to a period. */
async function together(visit: Visit): Promise<void> {
  const { page } = visit
  await page.click(test('nav-insight'))
  await page.locator(`${test('counted-show')}[data-show="${live.id}"]`).waitFor()
  await look(visit, 'insight-all')
  const intent = page.locator(`${test('intent')}[data-intent="use_idea"][data-cues="1"]`)
  await intent.scrollIntoViewIfNeeded()
  assert.ok(Number(await intent.getAttribute('data-orders-rate')) > 0)
  await look(visit, 'insight-intents')
  await page.waitForSelector(`${test('returned-row')}[data-cause=staff][data-people="${kViewers - 2}"]`)
  await page.locator(test('credit-row')).scrollIntoViewIfNeeded()
  await look(visit, 'insight-credit')
  await page.click(test('period-last-month'))
  await page.waitForSelector(test('no-shows'))
  await page.click(test('period-own'))
  await page.fill(test('own-from'), '2026-11-02')
  await page.fill(test('own-until'), '2026-11-01')
  await page.waitForSelector('.field-error')
  await look(visit, 'insight-period')
  await page.click(test('period-quarter'))
  await page.locator(`${test('counted-show')}[data-show="${past}"]`).click()
  await page.locator(`${test('curve')} canvas`).waitFor()
}
