// A product that opens later, in Chromium: the storefront and the show say when; a planner makes early access to it the
// benefit of a campaign; who brought a friend buys it before everybody else.
//
// The planner and a stranger sit at desks and speak English, who shares holds a phone and speaks Japanese.
import assert from 'node:assert/strict'
import { after, before, test as it } from 'node:test'
import type { Product, Show } from '../support/api.ts'
import { type Browser, launch } from '../support/browser.ts'
import { until } from '../support/processes.ts'
import { Room } from '../support/room.ts'
import { patience, Server } from '../support/server.ts'
import { contact, ownerEmail, ownerPassword, Shop } from '../support/shop.ts'
import { look, written } from './look.ts'
import { faults, forms, test, Visit } from './visit.ts'

const kTitle = '春の新色を、だれよりも早く'
const kTerms = 'あなたのリンクから来て、実際に見た方を数えます。'
const [, phone, desk] = forms as [never, (typeof forms)[number], (typeof forms)[number]]
/** A time of the field, where the browsers are. */
const field = (minutes: number): string => new Date(Date.now() + minutes * 60_000 + 9 * 3_600_000).toISOString().slice(0, 16)

let server: Server
let browser: Browser
let shop: Shop
let fresh: Product
let show: Show
let sharer: Visit
let stranger: Visit
let studio: Visit
before(async () => {
  server = await Server.start()
  shop = await Shop.open(server)
  await shop.owner.patch('/api/shop', { name: '月白' })
  const lip = await shop.product(20, { title: '柿渋の口紅' })
  fresh = await shop.product(20, { title: '春の新色' })
  show = await shop.liveShow(lip, fresh)
  browser = await launch()
  sharer = await Visit.begin(browser, server.base, phone)
  stranger = await Visit.begin(browser, server.base, desk)
  studio = await Visit.begin(browser, server.base, desk)
  for (const text of ['月白', '店長', '店', show.title, lip.title, fresh.title, kTitle, kTerms, 'Asia/Tokyo', '来ました', '柿渋', contact.name, contact.address, '東京都']) written.add(text)
})
after(async () => {
  await browser?.close()
  await server?.stop()
})

it('staff set when a product opens, and pages say so', async () => {
  const { page } = studio
  await studio.go(`/studio/products/${fresh.id}`)
  await page.fill(test('email'), ownerEmail)
  await page.fill(test('password'), ownerPassword)
  await page.click(test('submit'))
  await page.fill(test('opens'), field(3 * 24 * 60))
  await page.locator(test('opens')).scrollIntoViewIfNeeded()
  await look(studio, 'product-opens-form')
  await page.click(test('save'))
  await until('it is kept', async () => (await shop.anyone.get<Product>(`/api/products/${fresh.id}`)).on_sale_from ?? undefined, 20, 100)
  for (const visit of [sharer, stranger]) {
    await visit.go(`/products/${fresh.id}`)
    await visit.page.waitForSelector(test('opens'))
    assert.ok(await visit.page.isDisabled(test('buy')))
    await look(visit, 'product-opens')
    await visit.go(`/shows/${show.id}`)
    await visit.page.waitForSelector(test('watch'))
    if (visit.form.phone) await visit.page.click(test('shelf-button'))
    const line = visit.page.locator(`[data-product="${fresh.id}"]`)
    await line.locator(test('opens')).waitFor()
    await look(visit, 'shelf-opens')
    await line.locator(test('shelf-item')).click()
    await visit.page.waitForSelector(test('opens-note'))
    await look(visit, 'buy-opens')
  }
  studio.content(/401 GET/)
})

it('a planner makes early access the benefit of a campaign', async () => {
  const { page } = studio
  await studio.go('/studio/sharing')
  await page.click(test('add-campaign'))
  await page.fill(test('campaign-title'), kTitle)
  await page.click(test('scope-person'))
  await page.fill(test('campaign-starts'), field(-1))
  await page.fill(test('campaign-terms'), kTerms)
  await page.fill(test('tier-threshold'), '1')
  await page.selectOption(test('tier-benefit'), 'early-access')
  await page.fill(test('tier-text'), kTitle)
  await page.click(test('save-campaign'))
  await page.locator(`${test('tier-product')}[aria-invalid=true]`).waitFor()
  await page.selectOption(test('tier-product'), fresh.id)
  await page.locator(test('tier-product')).scrollIntoViewIfNeeded()
  await look(studio, 'early-form')
  await page.click(test('save-campaign'))
  await page.waitForSelector(`${test('campaign')}[data-state=running]`)
  await look(studio, 'early-campaign')
  studio.content()
})

it('who brought a friend buys it before everybody else', async () => {
  const { page } = sharer
  await sharer.go(`/shows/${show.id}`)
  await page.waitForSelector(test('campaign-bar'))
  await page.click(test('campaign-bar'))
  await look(sharer, 'early-sheet')
  const token = (await sharer.context.cookies()).find((cookie) => cookie.name === 'nigiwai_viewer')
  const who = token ? shop.anyone.as(token.value) : assert.fail('somebody who watches is known')
  const { code } = await who.ok<{ code: string }>('POST', '/api/shares', { show: show.id })
  const friend = await shop.viewer('ゆず茶')
  await friend.post(`/api/shares/${code}/arrivals`)
  const room = await Room.join(friend, show.id)
  await room.must('chat.post', { text: '来ました' })
  room.leave()
  await until('it is granted', async () => (await who.get<{ products: string[] }>('/api/early-access')).products.length === 1 || undefined, 30 * patience, 200)

  await sharer.go(`/products/${fresh.id}`)
  await page.waitForSelector(test('early-note'))
  await look(sharer, 'product-early')
  await page.click(test('buy'))
  await page.waitForSelector(test('buy-sheet'))
  await look(sharer, 'buy-early')
  await sharer.go('/me')
  await page.locator(test('early-product')).scrollIntoViewIfNeeded()
  await look(sharer, 'early-grant')
  const status = await page.evaluate(async (order) => (await fetch('/api/orders', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(order) })).status, { lines: [{ sku: fresh.id, quantity: 1 }], contact })
  assert.equal(status, 201)
  await stranger.go(`/products/${fresh.id}`)
  await stranger.page.waitForSelector(test('opens'))
  assert.ok(await stranger.page.isDisabled(test('buy')))
  sharer.content()
  stranger.content()
})

it('nothing was wrong with the screens', () => assert.deepEqual(faults, []))
