// Deciding later in Chromium: a viewer saves a product that is sold out, it comes back, the own page and the storefront
// tell of it, the viewer returns and orders, and the studio counts each step. What the same people look at stands on a
// product's page, and after a show. Each screen is looked at in both languages and sizes.
import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { after, before, test as it } from 'node:test'
import type { Client, Product, Show } from '../support/api.ts'
import { type Browser, type BrowserContext, launch } from '../support/browser.ts'
import { pastShow } from '../support/past_show.ts'
import { run, until } from '../support/processes.ts'
import { Room } from '../support/room.ts'
import { Server } from '../support/server.ts'
import { contact, ownerEmail, ownerPassword, Shop } from '../support/shop.ts'
import { look, written } from './look.ts'
import { faults, forms, test, Visit, walked } from './visit.ts'

const kStory = '柿渋を三年寝かせる理由'
const phone = forms.find(({ name }) => name === 'phone-ja')!
let server: Server
let browser: Browser
let shop: Shop
let lip: Product, brush: Product, oil: Product, comb: Product
let show: Show
let past: string
let viewer: Visit

before(async () => {
  server = await Server.start()
  shop = await Shop.open(server)
  await shop.owner.patch('/api/shop', { name: '月白' })
  lip = await pictured(0, '柿渋の口紅', 'c0=0x8a2f1d:c1=0xe0a08c')
  brush = await pictured(9, '熊野の紅筆', 'c0=0x3c3a36:c1=0xcfc5b6')
  oil = await pictured(4, '椿の髪油', 'c0=0xb5852b:c1=0xf3e2b3')
  comb = await pictured(30, 'つげの櫛', 'c0=0x5e8068:c1=0xdfe8d8')
  show = await shop.liveShow(lip, brush)
  past = await pastShow(shop, { title: '椿油をつくる', shelf: [oil], seconds: 4 })
  for (const text of ['月白', '店長', '店', lip.title, brush.title, oil.title, comb.title, show.title, '椿油をつくる', kStory]) written.add(text)
  browser = await launch()
  viewer = await Visit.begin(browser, server.base, phone)
})
after(async () => {
  await browser?.close()
  await server?.stop()
})

async function pictured(pieces: number, title: string, colours: string): Promise<Product> {
  const product = await shop.product(pieces, { title })
  const drawn = await run('ffmpeg', ['-v', 'error', '-f', 'lavfi', '-i', `gradients=size=600x600:${colours}:x0=60:y0=60:x1=540:y1=540`, '-frames:v', '1', '-y', `${server.data}/${product.id}.png`])
  assert.equal(drawn.code, 0, drawn.stderr)
  await shop.owner.send('PUT', `/api/products/${product.id}/picture`, { bytes: await readFile(`${server.data}/${product.id}.png`), headers: { 'content-type': 'image/png' } })
  return shop.owner.get<Product>(`/api/products/${product.id}`)
}

const cookies = (context: BrowserContext) => context.cookies()
async function asViewer(visit: Visit): Promise<Client> {
  return shop.anyone.as((await cookies(visit.context)).find(({ name }) => name === 'nigiwai_viewer')!.value)
}

/** The same person's page in both languages and sizes. */
async function lookEverywhere(screen: string, path: string, wait: string): Promise<void> {
  const own = await cookies(viewer.context)
  for (const form of walked) {
    const visit = await Visit.begin(browser, server.base, form)
    await visit.context.addCookies(own)
    await visit.go(path)
    await visit.page.locator(wait).first().waitFor()
    await visit.page.locator(wait).first().scrollIntoViewIfNeeded()
    await look(visit, screen)
    visit.content()
    await visit.context.close()
  }
}

const item = (reason: string): string => `${test('saved-news-item')}[data-product="${lip.id}"][data-reason=${reason}]`
const figures = () => shop.owner.get<{ told: number; returned: number; ordered: number }>('/api/returning')

void it('a sold-out product is saved, comes back, and is told on the own page and the storefront', async () => {
  const director = await Room.join(shop.owner, show.id)
  await director.must('product.pin', { product: lip.id })
  director.leave()
  await viewer.go(`/shows/${show.id}`)
  const save = viewer.page.locator(test('save')).filter({ visible: true }).first()
  await save.click()
  await viewer.page.locator(`${test('save')}[aria-pressed=true]`).first().waitFor()
  await viewer.rest()
  await shop.owner.post(`/api/stock/${lip.id}`, { delta: 20, reason: '再入荷' })
  const who = await asViewer(viewer)
  written.add((await who.get<{ name: string }>('/api/viewers/me')).name)
  await until('it is news', async () => (await who.get<{ items: unknown[] }>('/api/me/returns')).items.length === 1, 30, 200)
  assert.equal((await figures()).told, 0)
  await lookEverywhere('returning-me', '/me', item('back'))
  await lookEverywhere('returning-home', '/', item('back'))
  await until('it is told, once', async () => (await figures()).told === 1, 20, 200)
  assert.equal((await figures()).returned, 0)
})

void it('the viewer returns and orders, and both are counted', async () => {
  const { page } = viewer
  await viewer.go('/me')
  await page.click(item('back'))
  await page.waitForSelector(test('product-page'))
  await until('the return is counted', async () => (await figures()).returned === 1, 30, 200)
  await viewer.go('/me')
  await page.waitForSelector(test('recommend-choice'))
  assert.equal(await page.locator(test('saved-news')).count(), 0, 'it has been returned to')
  const who = await asViewer(viewer)
  await who.post('/api/orders', { lines: [{ sku: lip.id, quantity: 1 }], contact })
  await until('the order is counted', async () => (await figures()).ordered === 1, 30, 200)
})

void it('what the same people look at stands on the product’s page and after a show, without what one has', async () => {
  const { page } = viewer
  for (const name of ['はな', 'れん', 'めい']) {
    const other = await shop.viewer(name)
    for (const product of [lip, brush, oil, comb]) await other.post(`/api/products/${product.id}/looks`, {})
  }
  const near = `${test('recommended-product')}[data-product="${brush.id}"][data-basis=together]`
  await until('it is near', async () => (await shop.anyone.get<{ products: { product: { id: string }; basis: string }[] }>(`/api/recommendations?product=${oil.id}`)).products.some(({ product, basis }) => product.id === brush.id && basis === 'together'), 30, 200)
  await lookEverywhere('recommended-product', `/products/${oil.id}`, near)
  await viewer.go(`/products/${oil.id}`)
  await page.waitForSelector(near)
  assert.equal(await page.locator(`${test('recommended-product')}[data-product="${lip.id}"]`).count(), 0, 'she has it')
  await page.locator(`${test('recommended-show')}[data-show="${show.id}"]`).waitFor()
  await page.click(near)
  await page.waitForURL(`**/products/${brush.id}`)
  const desk = await Visit.begin(browser, server.base, forms.find(({ name }) => name === 'desk-en')!)
  await desk.go(`/shows/${past}`)
  await desk.page.locator(near).scrollIntoViewIfNeeded()
  await look(desk, 'recommended-after')
  await desk.context.close()
  await lookEverywhere('recommended-home', '/', `${test('recommended')}[data-beside=me]`)
  // Whoever does not want it says so, and the storefront knows nothing of them.
  await viewer.go('/me')
  await page.locator(test('recommend-allowed')).uncheck()
  await until('it is refused', async () => !(await (await asViewer(viewer)).get<{ allowed: boolean }>('/api/me/recommending')).allowed, 20, 200)
})

void it('the studio counts each step, tells a maker’s story and keeps quiet hours', async () => {
  const staff = await Visit.begin(browser, server.base, forms.find(({ name }) => name === 'desk-ja')!)
  const { page } = staff
  await staff.go('/studio/sharing/returning')
  await page.fill(test('email'), ownerEmail)
  await page.fill(test('password'), ownerPassword)
  await page.click(test('submit'))
  await page.waitForSelector(test('returning'))
  for (const [name, value] of [['saved', '1'], ['told', '1'], ['returned', '1'], ['ordered', '1']] as const) assert.equal(await page.textContent(test(`returning-${name}`)), value, name)
  const back = page.locator(`${test('reason-row')}[data-reason=back]`)
  assert.deepEqual(await Promise.all(['told', 'returned', 'ordered'].map((name) => back.locator(test(`reason-${name}`)).textContent())), ['1', '1', '1'])
  await page.click(test('change-quiet'))
  await page.fill(test('zone'), 'Mond')
  await page.click(test('save-quiet'))
  await page.locator(`${test('quiet-dialog')} .field-error`).waitFor()
  await look(staff, 'returning-quiet')
  await page.fill(test('zone'), 'Europe/Paris')
  await page.click(test('save-quiet'))
  await page.locator(test('quiet-now'), { hasText: 'Europe/Paris' }).waitFor()
  staff.content(/400 PUT \/api\/returning\/settings/, /401 GET \/api\/sessions\/current/)
  await page.click(test('tell-story'))
  await page.click(test('tell'))
  await page.locator(`${test('story-dialog')} .field-error`).waitFor()
  await page.fill(test('story-title'), kStory)
  await page.selectOption(test('story-show'), past)
  await page.fill(test('story-at'), '0:02')
  await look(staff, 'returning-story')
  await page.click(test('tell'))
  await page.locator(test('story-dialog')).waitFor({ state: 'detached' })
  await lookEverywhere('returning-story-told', '/me', item('story'))
  const link = viewer.page.locator(item('story'))
  await viewer.go('/me')
  assert.equal(await link.getAttribute('href'), `/shows/${past}?t=2`)
  const session = await cookies(staff.context)
  for (const form of walked) {
    const visit = await Visit.begin(browser, server.base, form)
    await visit.context.addCookies(session)
    await visit.go('/studio/sharing/returning')
    await visit.page.waitForSelector(test('kept'))
    await look(visit, 'studio-returning')
    visit.content()
    await visit.context.close()
  }
})

void it('everything was found as it should be', () => {
  viewer.content()
  assert.deepEqual(faults, [])
})
