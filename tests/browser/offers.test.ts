// An offer in Chromium: prepared and opened by a director, seen by two viewers at the same moment of the picture though one
// is ten seconds behind the other, bought, used up under a third one's hands, and over for all; on a phone and on a desk.
import assert from 'node:assert/strict'
import { after, before, describe, test as it } from 'node:test'
import type { Order, Product, Show } from '../support/api.ts'
import { type Browser, launch, type Page } from '../support/browser.ts'
import { Encoder } from '../support/encoder.ts'
import { until } from '../support/processes.ts'
import { Server } from '../support/server.ts'
import { contact, ownerEmail, ownerPassword, Shop } from '../support/shop.ts'
import { look, written } from './look.ts'
import { Viewer } from './viewer.ts'
import { faults, type Form, forms, test, Visit, walked } from './visit.ts'

let server: Server
let shop: Shop
let browser: Browser
before(async () => {
  server = await Server.start()
  shop = await Shop.open(server)
  await shop.owner.patch('/api/shop', { name: '月白' })
  browser = await launch()
  for (const word of ['月白', '店長', '店', ...Object.values(contact), '東京都', '渋谷区', '神宮前 1-2-3']) written.add(word)
})
after(async () => {
  await browser?.close()
  await server?.stop()
})

/** Notes the playhead of the moment at which the card of the offer comes, and goes. */
async function watchOffer(page: Page): Promise<void> {
  await page.evaluate(() => {
    const seen = ((globalThis as Record<string, unknown>)['seen'] = { came: -1, went: -1 })
    const look = (): void => {
      const there = document.querySelector('[data-test=offer]') !== null
      const at = Number(document.querySelector<HTMLElement>('[data-test=watch]')!.dataset['playhead'])
      if (there && seen.came < 0) seen.came = at
      if (!there && seen.came >= 0 && seen.went < 0) seen.went = at
      requestAnimationFrame(look)
    }
    look()
  })
}
const seen = (page: Page) => page.evaluate(() => (globalThis as Record<string, unknown>)['seen'] as { came: number; went: number })

// Each has a show of its own, and waits for its picture most of the time.
describe('in every form', { concurrency: 2 }, () => {
  for (const form of walked) it(`an offer opens, sells out and closes (${form.name})`, () => journey(form))
})

async function journey(form: Form): Promise<void> {
  const product: Product = await shop.product(20)
  const made = await shop.liveShow(product)
  const title = form.language === 'ja' ? '配信限定 20% OFF' : 'Live only, 20% OFF'
  for (const word of [product.title, made.title, title, 'TSUKI-500', 'ツキ']) written.add(word)
  const encoder = new Encoder(await shop.address(made.id, 'rtmp'), { size: '320x568' })
  await until('the picture is there', async () => (await shop.snapshot(made.id)).media.playlist !== null, 40)

  // The director prepares it.
  const staff = await Visit.begin(browser, server.base, form)
  const desk = staff.page
  await staff.go(`/studio/shows/${made.id}`)
  await desk.fill(test('email'), ownerEmail)
  await desk.fill(test('password'), ownerPassword)
  await desk.click(test('submit'))
  await desk.click(test('add-offer'))
  await desk.click(test('save-offer'))
  assert.ok(await desk.locator(`${test('offer-dialog')} .field-error`).count() >= 2, 'what is missing is said')
  await desk.fill(test('offer-title'), title)
  await desk.check(test('offer-target'))
  await desk.fill(test('offer-pieces'), '3')
  await desk.fill(test('offer-per-person'), '1')
  await desk.fill(test('offer-minutes'), '1')
  await look(staff, 'offer-form')
  await desk.click(test('save-offer'))
  await desk.waitForSelector(test('offer'))
  await desk.locator(test('offers')).scrollIntoViewIfNeeded()
  await look(staff, 'offers-prepared')
  await shop.owner.post(`/api/shows/${made.id}/offers`, { title: 'ツキ', benefit: 'amount', amount: { amount: 500, currency: 'JPY' }, targets: [{ product: product.id }], code: 'tsuki-500', code_shown: true })
  await staff.go(`/studio/shows/${made.id}/live`)
  if (form.phone) await desk.click(test('tab-products'))
  await desk.waitForSelector(`${test('live-offer')}[data-state=ready]`)

  // Two viewers, one of them ten seconds behind the other.
  const [near, far] = [new Viewer(await Visit.begin(browser, server.base, form)), new Viewer(await Visit.begin(browser, server.base, form))]
  await until('there is something to look back at', async () => (await shop.snapshot(made.id)).clock > 16_000, 40)
  for (const { visit } of [near, far]) {
    await visit.go(`/shows/${made.id}`)
    await visit.page.waitForSelector(`${test('watch')}[data-stage=playing]`, { timeout: 40_000 })
  }
  await desk.locator(`${test('product')} ${test('pin')}`).first().click()
  await far.page.keyboard.press('ArrowLeft')
  await near.pinned(product.id)
  await far.pinned(product.id)
  const [ahead, behind] = [await near.playhead(), await far.playhead()]
  assert.ok(ahead - behind > 5_000, `${ahead} and ${behind}`)
  for (const { page } of [near, far]) await watchOffer(page)
  if (form.phone) await desk.locator(`${test('live-offer')} ${test('toggle-offer')}`).first().click()
  else {
    await desk.keyboard.press('o')
    await desk.waitForSelector(test('offers-dialog'))
    await look(staff, 'console-offers-dialog')
    await desk.keyboard.press('1')
  }
  await desk.waitForSelector(`${test('live-offer')}[data-state=open]`)
  await look(staff, 'console-offer-open')
  const { offers } = await shop.anyone.get<Show & { offers: { id: string; windows: { at: number; until: number }[] }[] }>(`/api/shows/${made.id}`)
  const window = offers[0]!.windows[0]!
  await near.page.waitForSelector(test('offer'))
  assert.equal(await far.page.locator(test('offer')).count(), 0, 'not before the other sees it in the picture')
  await look(near.visit, 'offer-card')
  assert.match((await near.page.textContent(test('offer-price')))!, /2,112.*2,640/)
  await far.page.waitForSelector(test('offer'), { timeout: 30_000 })
  for (const { page } of [near, far]) {
    const { came } = await seen(page)
    assert.ok(came >= window.at && came - window.at < 1_200, `opened at ${window.at}, seen at ${came}`)
  }

  // Bought at its price.
  await near.openFromShelf(product.id)
  await near.page.waitForSelector(`.buy-sheet ${test('offer-price')}`)
  await look(near.visit, 'offer-sheet')
  const number = await near.order()
  await near.page.click(test('back-to-show'))
  const [order] = (await shop.owner.get<{ items: Order[] }>(`/api/orders?q=${number}`)).items
  assert.equal(order!.total.amount, 2112)
  await desk.waitForSelector(`${test('live-offer')}[data-left="2"][data-sold="1"]`)

  // Used up while the other one types: told at once, and the usual price is offered.
  await far.openFromShelf(product.id)
  for (const each of [await shop.viewer(), await shop.viewer()]) {
    const sold = await each.send('POST', '/api/orders', { json: { show: made.id, lines: [{ sku: product.id, quantity: 1, price: { amount: 2112, currency: 'JPY' } }], contact } })
    assert.equal(sold.status, 201, sold.text)
  }
  await until('the price is the usual one', async () => (await far.page.locator(`.buy-sheet ${test('offer-price')}`).count()) === 0, 10)
  await far.page.waitForSelector(test('coupon'), { state: 'detached' })
  await desk.waitForSelector(`${test('live-offer')}[data-state=used]`)
  await look(staff, 'console-offer-used')
  await far.page.keyboard.press('Escape')

  // A coupon, offered on the page and taken in the sheet.
  await desk.locator(`${test('live-offer')} ${test('toggle-offer')}`).last().click()
  await far.page.waitForSelector(`${test('offer')} .code`, { timeout: 30_000 })
  await look(far.visit, 'coupon-card')
  await far.openFromShelf(product.id)
  await far.page.fill(test('coupon'), 'nothing')
  await far.page.click(test('coupon-apply'))
  await far.page.locator('.coupon .field-error').waitFor()
  await look(far.visit, 'coupon-wrong')
  await far.page.click(test('coupon-use'))
  await far.page.waitForSelector(test('coupon-applied'))
  await look(far.visit, 'coupon-applied')
  const second = await far.order()
  assert.equal((await shop.owner.get<{ items: Order[] }>(`/api/orders?q=${second}`)).items[0]!.total.amount, 2140)
  await far.confirmation(second)
  await far.page.click(test('back-to-show'))
  await staff.go(`/studio/orders?show=${made.id}`)
  await desk.getByText(second).first().click()
  await desk.waitForSelector(test('used-offer'))
  await look(staff, 'order-with-offer')

  for (const { visit } of [near, far]) {
    visit.content()
    await visit.context.close()
  }
  staff.content(/401 GET/)
  await staff.context.close()
  await encoder.stop()
}

it('an order at a price that has just gone is told so, and the usual price is offered', async () => {
  const form = forms[0]!
  const product = await shop.product(5)
  const show = await shop.liveShow(product)
  for (const word of [product.title, show.title]) written.add(word)
  const offer = await shop.owner.post(`/api/shows/${show.id}/offers`, { title: '20%', benefit: 'percent', percent: 20, per_person: 1, targets: [{ product: product.id }] })
  const { Room } = await import('../support/room.ts')
  const room = await Room.join(shop.owner, show.id)
  await room.must('offer.open', { offer: offer.id })
  const viewer = new Viewer(await Visit.begin(browser, server.base, form))
  await viewer.visit.go(`/shows/${show.id}`)
  await viewer.openFromShelf(product.id)
  await viewer.page.waitForSelector(`.buy-sheet ${test('offer-price')}`)
  assert.match((await viewer.page.textContent(test('offer-limit')))!, /1/)
  await viewer.order()
  await viewer.page.click(test('back-to-show'))
  // The page cannot know that this person has had theirs; the server says it before anything is ordered.
  await viewer.openFromShelf(product.id)
  await viewer.page.waitForSelector(test('offer-gone'))
  await look(viewer.visit, 'offer-gone')
  await until('the usual price is asked', async () => /2,640/.test((await viewer.page.textContent('.buy-sheet .tot .price'))!), 10)
  const number = await viewer.order()
  assert.equal((await shop.owner.get<{ items: Order[] }>(`/api/orders?q=${number}`)).items[0]!.total.amount, 2640)
  room.leave()
  viewer.visit.content()
  await viewer.visit.context.close()
})

it('nothing was wrong with the screens', () => assert.deepEqual(faults, []))
