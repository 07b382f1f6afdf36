// The catalogue in Chromium: a product with variants and pictures is made, edited by two at once, brought in by a feed,
// and looked at and chosen from by viewers; on a phone and on a desk, in both languages.
import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, test as it } from 'node:test'
import type { Product } from '../support/api.ts'
import { type Browser, launch } from '../support/browser.ts'
import { root, run, until } from '../support/processes.ts'
import { Server } from '../support/server.ts'
import { ownerEmail, ownerPassword, Shop } from '../support/shop.ts'
import { look, written } from './look.ts'
import { faults, type Form, forms, test, Visit } from './visit.ts'

const kTee = 'organic-tee'
const kTitle = 'オーガニック T シャツ'
const price = { amount: 3850, currency: 'JPY' }

let server: Server
let browser: Browser
let shop: Shop
const staff = new Map<Form, Visit>()
const viewers = new Map<Form, Visit>()

before(async () => {
  server = await Server.start()
  shop = await Shop.open(server)
  await shop.owner.patch('/api/shop', { name: '月白' })
  browser = await launch()
  for (const form of forms) {
    staff.set(form, await Visit.begin(browser, server.base, form))
    viewers.set(form, await Visit.begin(browser, server.base, form))
  }
  for (const text of [kTitle, '月白', '店長', '店', '白', '黒', '色', 'サイズ', '綿 100% です。', '綿 100%', 'くらべる夜', 'つぎの夜', '入荷', 'うるみリップティント', 'Colour', 'Size']) written.add(text)
})
after(async () => {
  await browser?.close()
  await server?.stop()
})

async function photograph(colour: string): Promise<Buffer> {
  const made = await run('ffmpeg', ['-v', 'error', '-f', 'lavfi', '-i', `gradients=size=480x480:c0=${colour}:c1=0xf3ece2:duration=1:rate=1`, '-frames:v', '1', '-f', 'image2pipe', '-c:v', 'png', '-'], { latin1: true })
  assert.equal(made.code, 0, made.stderr)
  return Buffer.from(made.stdout, 'latin1')
}

async function signedIn(form: Form): Promise<Visit> {
  const visit = staff.get(form)!
  if (visit.page.url() === 'about:blank') {
    await visit.go('/studio/products')
    await visit.page.fill(test('email'), ownerEmail)
    await visit.page.fill(test('password'), ownerPassword)
    await visit.page.click(test('submit'))
    await visit.page.waitForURL('**/studio/products')
    visit.content(/^401 GET \/api\/sessions\/current/)
  }
  return visit
}
const [deskJa, phoneJa, deskEn, phoneEn] = forms as [Form, Form, Form, Form]
const stored = () => shop.owner.get<Product>(`/api/products/${kTee}`)

it('a product with variants, pictures and a limit is made in the studio', async () => {
  const visit = await signedIn(deskJa)
  const { page } = visit
  await page.waitForSelector(test('empty'))
  await visit.go('/studio/products/new')
  await page.fill(test('title'), kTitle)
  await page.fill(test('id'), kTee)
  await page.fill(test('price'), '3,850')
  await page.fill(test('limit'), '2')
  await page.fill(test('description'), '綿 100% です。')
  for (const [colour, sku] of [['白', 'tee-white'], ['黒', 'tee-black']] as const) {
    await page.click(test('add-variant'))
    const row = page.locator(test('variant-row')).last()
    await row.locator(test('option-value')).fill(colour)
    await row.locator(test('variant-sku')).fill(sku)
  }
  await page.locator(test('variant-price')).last().fill('4,180')
  await page.click(test('save'))
  await page.waitForSelector(test('gallery-editor'))
  for (const colour of ['0xefe7da', '0x2b2622']) {
    const before = await page.locator(test('gallery-picture')).count()
    await page.setInputFiles(test('gallery-file'), { name: 'tee.png', mimeType: 'image/png', buffer: await photograph(colour) })
    await until('the picture has come', async () => (await page.locator(test('gallery-picture')).count()) === before + 1, 20)
  }
  for (const [at, picture] of [[0, 1], [1, 2]] as const) await page.locator(test('variant-picture')).nth(at).selectOption({ index: picture })
  await page.click(test('save'))
  await page.waitForSelector(test('product-form'), { state: 'detached' })
  const tee = await stored()
  assert.equal(tee.limit_per_person, 2)
  assert.deepEqual(tee.variants.map(({ sku, options, price }) => [sku, options, price.amount]), [['tee-white', { 色: '白' }, 3850], ['tee-black', { 色: '黒' }, 4180]])
  assert.deepEqual(tee.variants.map(({ picture }) => picture?.url), tee.pictures.map(({ url }) => url))
  visit.content()
})

it('stock is changed and its history told', async () => {
  const visit = await signedIn(deskJa)
  const { page } = visit
  await visit.go(`/studio/products/${kTee}`)
  await page.fill(test('delta'), '+5')
  await page.click(test('change-stock'))
  await until('the stock has come', async () => (await page.textContent(test('stock-now'))) === '5', 20)
  await page.click(`${test('stock-history')} summary`)
  await page.waitForSelector(test('stock-entry'))
  visit.content()
})

it('the editor is readable everywhere', async () => {
  for (const form of forms) {
    const visit = await signedIn(form)
    await visit.go(`/studio/products/${kTee}`)
    await visit.page.waitForSelector(test('variant-row'))
    await look(visit, 'product-editor')
    await visit.page.locator(test('variants-editor')).scrollIntoViewIfNeeded()
    await look(visit, 'product-variants')
    visit.content()
  }
})

it('two who edit one product see both versions, and neither is lost unseen', async () => {
  for (const [form, choice] of [[deskJa, 'take-theirs'], [phoneEn, 'keep-ours']] as const) {
    const visit = await signedIn(form)
    const { page } = visit
    await visit.go(`/studio/products/${kTee}`)
    await page.fill(test('title'), `${kTitle} A`)
    const now = await stored()
    const theirs = `${kTitle} ${form.name}`
    for (const text of [theirs, `${kTitle} A`]) written.add(text)
    await shop.owner.put(`/api/products/${kTee}`, {
      title: theirs, price, limit_per_person: 2, description: now.description,
      variants: now.variants.map(({ sku, options, price }, at) => ({ sku, options, price, picture: now.pictures[at]!.id })),
    })
    await page.click(test('save'))
    await page.waitForSelector(test('conflict'))
    assert.deepEqual(await page.locator(test('difference')).evaluateAll((all) => all.map((each) => each.getAttribute('data-field'))), ['title'])
    await look(visit, 'product-conflict')
    await page.click(test(choice))
    await page.waitForSelector(test('conflict'), { state: 'detached' })
    if (choice === 'take-theirs') assert.equal(await page.inputValue(test('title')), theirs)
    else await until('mine is saved', async () => (await stored()).title === `${kTitle} A`, 20)
    visit.content(/^412 PUT/)
  }
})

it('a feed is brought in, with a report of what was not', async () => {
  for (const form of [deskJa, phoneJa, deskEn, phoneEn]) {
    const visit = await signedIn(form)
    const { page } = visit
    await visit.go('/studio/products/import')
    await page.waitForSelector(test('import-choose'))
    await look(visit, 'import')
    await page.setInputFiles(test('import-file'), join(root, 'tests/feeds/broken.tsv'))
    await page.waitForSelector(test('import-report'))
    assert.equal(await page.textContent(test('refused')), '10')
    for (const line of await page.locator(`${test('refused-line')} td`).allTextContents()) written.add(line)
    await look(visit, 'import-report')
    const [csv] = await Promise.all([page.waitForEvent('download'), page.click(test('refused-csv'))])
    const text = await readFile(await csv.path(), 'utf8')
    assert.ok(text.startsWith('\ufeff') && text.includes('\r\n3,price,'), text.slice(0, 200))
    await page.click(test('import-again'))
    await page.setInputFiles(test('import-file'), { name: 'photo.zip', mimeType: 'application/zip', buffer: Buffer.from('PK\u0003\u0004 and so on') })
    await page.waitForSelector(test('import-error'))
    visit.content(/^415 POST \/api\/products\/import/)
  }
})

it('a viewer chooses a variant on the product\'s page and finds its shows', async () => {
  const tee = await stored()
  const past = await shop.liveShow(tee)
  await shop.owner.patch(`/api/shows/${past.id}`, { title: 'くらべる夜' })
  await shop.owner.post(`/api/shows/${past.id}/end`)
  const coming = await shop.show({ title: 'つぎの夜', shelf: [kTee], starts_at: '2036-11-23T12:00:00Z' })
  for (const form of forms) {
    const visit = viewers.get(form)!
    const { page } = visit
    await visit.go(`/products/${kTee}`)
    await page.waitForSelector(test('product-page'))
    await page.waitForSelector(`${test('product-show')}[data-show="${coming.id}"]`)
    await page.waitForSelector(`${test('product-show')}[data-show="${past.id}"]`)
    assert.match((await page.textContent(test('limit')))!, /2/)
    await look(visit, 'product-page')
    assert.ok(await page.locator(test('buy')).isEnabled(), 'what can be had comes first')
    await page.locator(`${test('variant')}[data-value="黒"]`).click()
    assert.ok(await page.locator(test('buy')).isDisabled(), 'black is sold out')
    await page.locator(`${test('variant')}[data-value="白"]`).click()
    await page.click(test('buy'))
    await page.waitForSelector(test('buy-sheet'))
    assert.ok(await page.locator(`${test('buy-sheet')} input[value="白"]`).isChecked(), 'the choice goes along')
    await look(visit, 'product-buy')
    visit.content()
  }
})

it('no page complained, nothing was too wide, untranslated or unreadable', () => {
  assert.deepEqual(faults, [])
})
