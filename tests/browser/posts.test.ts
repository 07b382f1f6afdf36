// Posts in Chromium: a planner writes one out of an idea, a director lets it out on two networks, somebody opens it there
// and buys, and its figures are right to the unit. The calendar shows it beside the shows.
//
// The planner sits at a desk and speaks English, the director holds a phone and speaks Japanese.
import assert from 'node:assert/strict'
import { after, before, test as it } from 'node:test'
import type { Product, Show } from '../support/api.ts'
import { type Browser, launch } from '../support/browser.ts'
import { pastShow } from '../support/past_show.ts'
import { until } from '../support/processes.ts'
import { Server } from '../support/server.ts'
import { contact, Shop } from '../support/shop.ts'
import { BlueskyStandIn, XStandIn } from '../support/social_networks.ts'
import { photograph } from './director.ts'
import { look, written } from './look.ts'
import { faults, forms, test, Visit } from './visit.ts'

const kPassword = '口紅と頬紅と 2026'
const kText = 'あすの夜、秋の新色をぜんぶ塗ってお見せします。'
const [, phone, desk, phoneEn] = forms as [never, (typeof forms)[number], (typeof forms)[number], (typeof forms)[number]]

let x: XStandIn
let bluesky: BlueskyStandIn
let server: Server
let browser: Browser
let shop: Shop
let lip: Product
let show: Show
let planner: Visit
let director: Visit
before(async () => {
  x = await XStandIn.open()
  bluesky = await BlueskyStandIn.open()
  server = await Server.start({ args: ['--allow-private-peer', x.peer, '--allow-private-peer', bluesky.peer] })
  shop = await Shop.open(server)
  await shop.owner.patch('/api/shop', { name: '月白' })
  for (const account of [x.account, bluesky.account]) await shop.owner.post('/api/channels', account)
  lip = await shop.product(20, { title: '柿渋の口紅' })
  show = await shop.show({ starts_at: new Date(Date.now() + 86_400_000).toISOString(), shelf: [lip.id] })
  browser = await launch()
  planner = await signedIn(desk, 'planner', '企画の結')
  director = await signedIn(phone, 'director', '進行の謙')
  for (const word of ['月白', '企画の結', '進行の謙', '店長', '店', '企', '進', show.title, lip.title, kText, 'Bluesky', '@tsukishiro', '.example', 'Asia/Tokyo', '口紅の写真']) written.add(word)
})
after(async () => {
  await browser?.close()
  await server?.stop()
  x?.close()
  bluesky?.close()
})

async function signedIn(form: (typeof forms)[number], role: string, name: string): Promise<Visit> {
  const email = `${role}@example.jp`
  const { url } = await shop.owner.post('/api/staff/invitations', { name, role, email })
  await shop.anyone.post('/api/staff/invitations/accept', { token: new URL(url).hash.slice(1), password: kPassword })
  const visit = await Visit.begin(browser, server.base, form)
  await visit.go('/studio/posts')
  await visit.page.fill(test('email'), email)
  await visit.page.fill(test('password'), kPassword)
  await visit.page.click(test('submit'))
  await visit.page.waitForSelector(test('today'))
  visit.content(/401 GET/)
  return visit
}

it('a planner writes a post out of an idea', async () => {
  const { page } = planner
  await page.locator(`${test('today')}[data-alarm=true] ${test('alarm')}`).waitFor()
  await page.waitForSelector(test('empty'))
  await look(planner, 'posts-empty')
  await page.locator(`${test('idea')}[data-kind=show] ${test('write-idea')}`).click()
  assert.match(await page.inputValue(test('post-text')), new RegExp(`“${show.title}” begins`))
  assert.equal(await page.inputValue(test('post-target')), show.id)

  // X counts a kana as two, and says so while one types.
  await page.fill(test('post-text'), '長'.repeat(200))
  await page.locator(`${test('length-x')}.over`).waitFor()
  await page.click(test('save-post'))
  await page.locator(`${test('composer')} .field-error`).waitFor()
  planner.content(/400 POST \/api\/posts/)
  await page.fill(test('post-text'), kText)
  await page.selectOption(test('post-kind'), 'product')
  await page.click(test('save-post'))
  await page.locator(`${test('post-target')}[aria-invalid=true]`).waitFor()
  await page.selectOption(test('post-target'), lip.id)
  await page.setInputFiles(test('picture-file'), { name: 'lip.png', mimeType: 'image/png', buffer: await photograph() })
  await page.fill(test('picture-alt'), '口紅の写真')
  await page.selectOption(test('post-language'), 'ja')
  await page.locator(`${test('length-bluesky')}:not(.over)`).waitFor()
  await look(planner, 'posts-composer')
  await page.click(test('save-post'))
  await page.waitForSelector(`${test('post')}[data-state=draft]`)
  assert.equal(await page.locator(test('approve')).count(), 0, 'a planner does not approve')
  await look(planner, 'posts-draft')
})

it('a director approves it, and it goes out on both networks', async () => {
  const { page } = director
  await director.go('/studio/posts')
  await page.click(test('approve'))
  await page.waitForSelector(`${test('post')}[data-state=approved]`)
  await look(director, 'posts-approved')
  await page.click(test('publish-now'))
  await page.waitForSelector(`${test('post')}[data-state=published]`)
  assert.equal(await page.locator(`${test('post-channel')}[data-state=published]`).count(), 2)
  assert.deepEqual([x.told.length, bluesky.told.length], [1, 1])
  assert.ok(x.told[0]!.text.startsWith(`${kText}\n`))
  await page.waitForSelector(`${test('today')}[data-alarm=false][data-streak="1"]`)
})

it('somebody opens it there and buys, and its figures are right to the unit', async () => {
  const link = x.told[0]!.text.split('\n').at(-1)!
  const buyer = await Visit.begin(browser, server.base, phoneEn)
  const told = buyer.page.waitForResponse((response) => response.url().endsWith('/arrivals'))
  await buyer.page.goto(link)
  assert.deepEqual(await (await told).json(), { counted: true })
  assert.ok(buyer.page.url().startsWith(`${server.base}/products/${lip.id}`))
  const status = await buyer.page.evaluate(async (order) => (await fetch('/api/orders', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(order) })).status, { lines: [{ sku: lip.id, quantity: 1 }], contact })
  assert.equal(status, 201)
  await buyer.page.goto(link)
  // Whoever made the post looks where it leads, too.
  await director.page.goto(link)
  Object.assign(x.told[0]!, { impressions: 50, likes: 3 })

  await director.go('/studio/posts')
  const { page } = director
  const asked = page.waitForResponse((response) => response.url().endsWith('/counts'))
  await page.click(test('count'))
  await asked
  await until('the network told', async () => { await page.reload(); await page.waitForSelector(test('post-brought')); return (await page.textContent(`${test('post-brought')} ${test('impressions')}`)) === '50' }, 20, 300)
  const figure = (name: string) => page.textContent(`${test('post-brought')} ${test(name)}`)
  assert.deepEqual([await figure('clicks'), await figure('ctr'), await figure('orders'), await figure('cvr')], ['2', '4.00%', '1', '50.0%'])
  await page.locator(test('post-brought')).scrollIntoViewIfNeeded()
  await look(director, 'posts-published')
  await page.click(test('tab-figures'))
  await page.locator(`${test('by-kinds')} ${test('by-row')}[data-name=product]`).waitFor()
  await look(director, 'posts-figures')
  await planner.go('/studio/posts/figures')
  await planner.page.locator(`${test('by-products')} ${test('by-row')}[data-name="${lip.id}"]`).waitFor()
  await look(planner, 'posts-figures')
  await planner.go('/studio/posts')
  await planner.page.waitForSelector(test('post-brought'))
  await look(planner, 'posts-published')
  buyer.content()
  director.content()
})

it('a clip is chosen by its picture, and the shop’s actor in the fediverse is there to say it', async () => {
  const past = await pastShow(shop, { title: '塗りくらべの夜', shelf: [lip], seconds: 12, size: '640x360', events: [] })
  written.add('塗りくらべの夜')
  for (const title of ['柿渋をひと塗り', '洗ってもくずれない']) {
    written.add(title)
    await shop.owner.post(`/api/shows/${past}/clips`, { from: 1_000, until: 6_000, form: 'key-frames', title, label: '広告・月白', product: lip.id })
  }
  await until('the clips are made', async () => (await shop.owner.get('/api/clips')).items.length === 2 || undefined, 60, 500)
  for (const visit of [planner, director]) {
    const { page } = visit
    await visit.go('/studio/posts?new')
    await page.waitForSelector(test('composer'))
    assert.ok(!await page.isChecked(test('account-fediverse')), 'it announces by itself')
    await page.check(test('account-fediverse'))
    await page.fill(test('post-text'), kText)
    await page.selectOption(test('post-kind'), 'clip')
    await page.locator(test('clip-option')).nth(1).waitFor()
    await page.click(test('save-post'))
    await page.locator(`${test('clip-picker')} .field-error`).waitFor()
    await page.locator(test('clip-picker')).scrollIntoViewIfNeeded()
    await look(visit, 'posts-clips')
    await page.fill(test('find-clip'), 'くずれない')
    await until('one is left', async () => (await page.locator(test('clip-option')).count()) === 1 || undefined, 10, 100)
    await page.click(test('clip-option'))
    await page.locator(test('clip-chosen')).scrollIntoViewIfNeeded()
    await page.locator(test('length-fediverse')).waitFor()
    await look(visit, 'posts-clip')
  }
  await planner.page.click(test('save-post'))
  await planner.page.locator(`${test('post')}[data-state=draft]`).waitFor()
  director.content()
})

it('the calendar shows it beside the shows', async () => {
  await planner.go('/studio/calendar')
  await planner.page.locator(`${test('day')} ${test('post-entry')}[data-state=published]`).waitFor()
  await look(planner, 'posts-calendar')
  await director.go('/studio/calendar')
  await director.page.locator(`${test('list-day')} ${test('post-entry')}[data-state=published]`).waitFor()
  await look(director, 'posts-calendar')
  planner.content()
  director.content()
})

it('nothing was wrong with the screens', () => assert.deepEqual(faults, []))
