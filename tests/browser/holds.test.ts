// Keeping a product before buying it, and waiting for one that somebody else keeps: on a phone and on a desk, in both
// languages, with the director looking on.
import assert from 'node:assert/strict'
import { after, before, test as it } from 'node:test'
import type { Product, Show } from '../support/api.ts'
import { type Browser, launch } from '../support/browser.ts'
import { Server } from '../support/server.ts'
import { contact, ownerEmail, ownerPassword, Shop } from '../support/shop.ts'
import { look, written } from './look.ts'
import { faults, test, Visit, walked } from './visit.ts'

let server: Server
let shop: Shop
let browser: Browser
before(async () => {
  server = await Server.start()
  shop = await Shop.open(server)
  await shop.owner.patch('/api/shop', { name: '月白', selling: 'first-to-hold', hold_seconds: 600 })
  browser = await launch()
})
after(async () => {
  await browser?.close()
  await server?.stop()
})

async function pinned(pieces: number): Promise<{ product: Product; show: Show }> {
  const product = await shop.product(pieces)
  const show = await shop.liveShow(product)
  for (const word of [product.title, show.title, '月白', ...Object.values(contact)]) written.add(word)
  for (const word of ['店長', '店']) written.add(word)
  return { product, show }
}

for (const form of walked) {
  it(`a viewer keeps, gives back, and buys what was kept (${form.name})`, async () => {
    const { product, show } = await pinned(1)
    const visit = await Visit.begin(browser, server.base, form)
    const { page } = visit
    await visit.go(`/shows/${show.id}`)
    if (form.phone) await page.click(test('shelf-button'))
    await page.waitForSelector(test('shelf-note'))
    await look(visit, 'shelf-first-to-hold')
    await page.click(test('shelf-item'))
    await page.waitForSelector(test('keep-form'))
    await look(visit, 'hold-offered')
    await page.click(test('keep'))
    await page.waitForSelector(test('kept'))
    await look(visit, 'hold-kept')
    assert.equal((await shop.anyone.get<Product>(`/api/products/${product.id}`)).left, 0)
    await page.keyboard.press('Escape')
    await page.waitForSelector(test('hold-chip'))
    await look(visit, 'hold-chip')

    // The studio sees it.
    const staff = await Visit.begin(browser, server.base, form)
    await staff.go('/studio/settings')
    await staff.page.fill(test('email'), ownerEmail)
    await staff.page.fill(test('password'), ownerPassword)
    await staff.page.click(test('submit'))
    await staff.page.waitForSelector(test('selling'))
    await staff.page.locator(test('selling')).scrollIntoViewIfNeeded()
    await look(staff, 'settings-selling')
    await staff.go(`/studio/shows/${show.id}`)
    await staff.page.waitForSelector(test('shelf-selling'))
    await staff.page.locator(test('shelf-selling')).scrollIntoViewIfNeeded()
    await look(staff, 'shelf-selling')
    await staff.go(`/studio/shows/${show.id}/live`)
    if (form.phone) await staff.page.click(test('tab-products'))
    await staff.page.waitForSelector(`${test('holds')}[data-held="1"]`)
    await look(staff, 'console-held')
    const other = await shop.viewer()
    await other.post('/api/holds', { show: show.id, sku: product.id })
    await staff.page.waitForSelector(`${test('holds')}[data-waiting="1"]`)
    await staff.page.click(test('holds'))
    await staff.page.waitForSelector(test('release'))
    await look(staff, 'console-holds')
    await staff.page.click(test('release'))
    await staff.page.fill(test('reason'), '数え直し')
    await staff.page.click(test('do-release'))
    written.add('数え直し')
    await staff.page.waitForSelector(test('release-dialog'), { state: 'detached' })
    staff.content(/401 GET/)

    // The hold went to the one who waited; now this viewer waits, until that one gives it back.
    await page.waitForSelector(test('hold-chip'), { state: 'detached' })
    await look(visit, 'hold-ended')
    await page.click(form.phone ? test('shelf-button') : test('shelf-item'))
    if (form.phone) await page.click(test('shelf-item'))
    await page.click(test('line-up'))
    await page.waitForSelector(`${test('in-line')}[data-place="1"]`)
    await look(visit, 'in-line')
    await page.keyboard.press('Escape')
    await page.waitForSelector(test('line-chip'))
    const { items } = await other.get<{ items: { id: string }[] }>('/api/holds/mine')
    await other.ok('DELETE', `/api/holds/${items[0]!.id}`)
    await page.waitForSelector(test('hold-chip'))
    await look(visit, 'hold-granted')
    await page.click(test('hold-chip'))
    await page.waitForSelector(test('kept'))
    for (const [field, value] of Object.entries(contact)) {
      const input = page.locator(test(`contact-${field}`))
      if (await input.count()) await input.fill(value)
    }
    await look(visit, 'hold-order')
    await page.click(test('place-order'))
    await page.waitForSelector(test('order-placed'))
    await page.click(test('back-to-show'))
    await page.waitForSelector(test('hold-chip'), { state: 'detached' })
    assert.equal((await shop.anyone.get<Product>(`/api/products/${product.id}`)).left, 0)
    visit.content()
    await visit.context.close()
    await staff.context.close()
  })
}

it('nothing was wrong with the screens', () => assert.deepEqual(faults, []))
