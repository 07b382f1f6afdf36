// The show in a page of another site, as docs/embedding.md writes that page, in a browser that blocks third-party cookies:
// watch, chat, save, add to the host's cart, and the order told there counted here.
import assert from 'node:assert/strict'
import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, test as it } from 'node:test'
import type { Client, Product, Show } from '../support/api.ts'
import { desk, type Page, phone } from '../support/browser.ts'
import { Encoder } from '../support/encoder.ts'
import { HostSite, kLive } from '../support/host_site.ts'
import { root, until } from '../support/processes.ts'
import { patience, Server } from '../support/server.ts'
import { Shop } from '../support/shop.ts'

const test = (name: string): string => `[data-test="${name}"]`
const screens = process.env.SCREENS === '1'

let server: Server
let shop: Shop
let host: HostSite
let encoder: Encoder
let product: Product
let show: Show
let key: Client

/** The page of the docs, with the two things that its reader is told to put into it. */
async function documented(): Promise<string> {
  const text = await readFile(join(root, 'docs/embedding.md'), 'utf8')
  const page = /```html\n(<!doctype html>[\s\S]*?)```/.exec(text)?.[1]
  assert.ok(page, 'docs/embedding.md has a page')
  assert.ok(page.includes('https://live.example/') && page.includes('show="SHOW"'))
  return page.replaceAll('https://live.example', `http://${kLive}:${server.port}`).replaceAll('show="SHOW"', `show="${show.id}"`)
}

before(async () => {
  server = await Server.start()
  shop = await Shop.open(server)
  product = await shop.product(10, { title: 'うるみリップ 06 琥珀' })
  show = await shop.liveShow(product)
  encoder = new Encoder(await shop.address(show.id, 'rtmp'), { size: '320x568' })
  await until('the show has its playlist', async () => (await shop.snapshot(show.id)).media.playlist !== null, 40 * patience)

  host = await HostSite.open()
  host.pages.set('/', await documented())
  host.pages.set('/floating', (await documented()).replace('<nigiwai-show ', '<nigiwai-show mode="floating" '))
  key = shop.anyone.as((await shop.owner.post('/api/keys', { name: 'オンラインショップ' })).key)
})

after(async () => {
  if (encoder?.running) await encoder.kill()
  await host?.close()
  await server?.stop()
})

/** Opens a page of the host and answers it with what its scripts heard and complained about. */
async function visit(path: string, size = desk): Promise<{ page: Page; problems: string[] }> {
  const { page, problems } = await host.visitor(size)
  await page.addInitScript(() => {
    if (window !== top) return
    ;(window as any).heard = []
    for (const name of ['ready', 'live', 'ended', 'pin', 'add-to-cart', 'save', 'share', 'close']) {
      addEventListener(`nigiwai:${name}`, (event) => (window as any).heard.push({ name, detail: (event as CustomEvent).detail }))
    }
  })
  await page.goto(host.origin + path)
  return { page, problems }
}
const heard = (page: Page, name: string): Promise<any[]> => page.evaluate((wanted) => (window as any).heard.filter((each: any) => each.name === wanted).map((each: any) => each.detail), name)
const frameOf = (page: Page) => until('the frame of the show', async () => page.frames().find((frame) => frame.url().includes('/embed/')), 20 * patience)
const shot = async (page: Page, name: string): Promise<void> => {
  if (!screens) return
  await mkdir(join(root, 'build/screens'), { recursive: true })
  await page.screenshot({ path: join(root, `build/screens/embed-${name}.png`) })
}

it('a site that the owner did not name cannot show it', async () => {
  const { page } = await visit('/')
  await until('the frame is refused', async () => page.frames().some((frame) => frame.url().startsWith('chrome-error:')), 20 * patience)
  await page.close()
  await shop.owner.put('/api/shop/embedding', { origins: [host.origin], handoff: { to: 'host' } })
})

it('the page of the docs: watch, chat, save, the host’s cart, and its order counted', async () => {
  const { page, problems } = await visit('/')
  const frame = await frameOf(page)
  await frame.waitForSelector(test('watch'))
  await until('the picture moves', () => frame.evaluate(() => {
    const video = document.querySelector('video')
    return video !== null && video.currentTime > 0 && !video.paused
  }), 60 * patience, 300)
  assert.equal((await heard(page, 'ready')).length, 1)
  assert.deepEqual((await heard(page, 'live')).map((each) => each.show), [show.id])
  assert.equal(await frame.evaluate(() => document.cookie), '')
  assert.deepEqual((await host.context.cookies()).filter(({ domain }) => domain.includes(kLive)), [], 'no cookie was needed')

  // Chat, under a name of one's own.
  const line = '別のお店のページから見ています'
  await frame.locator(test('chat-input')).filter({ visible: true }).fill(line)
  await frame.locator(test('chat-send')).filter({ visible: true }).click()
  await shot(page, 'chat')
  const posted = await until('the line is in the journal', async () => (await shop.owner.get(`/api/shows/${show.id}/timeline?from=1&limit=1000`)).events.find((event: any) => event.data.text === line), 20 * patience)
  assert.equal(posted.by.role, 'viewer')

  // The host hears of the pin; the viewer saves it.
  await pin(shop.owner)
  await until('the host hears of the pin', async () => (await heard(page, 'pin')).some((each) => each.product?.id === product.id), 30 * patience)
  await frame.locator(test('save')).filter({ visible: true }).first().click()
  await until('the host hears of the save', async () => (await heard(page, 'save')).length > 0, 20 * patience)
  const saves = await until('the save is counted', async () => {
    const { saves: all } = await shop.owner.get(`/api/shows/${show.id}/outline`)
    return all.length > 0 ? all : undefined
  }, 20 * patience)
  assert.equal(saves[0].count, 1)

  // Pieces kept for this person, who is known by the frame's token alone.
  await shop.owner.patch('/api/shop', { selling: 'first-to-hold', hold_seconds: 600 })
  const held = await frame.evaluate(async ([at, sku]) => {
    const answer = await fetch('/api/holds', {
      method: 'POST',
      credentials: 'omit',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${localStorage.getItem('nigiwai.viewer')}` },
      body: JSON.stringify({ show: at, sku }),
    })
    return { status: answer.status, body: await answer.json() }
  }, [show.id, product.id])
  assert.equal(held.status, 201, JSON.stringify(held.body))
  assert.deepEqual((await shop.owner.get(`/api/holds?product=${product.id}`)).items.map((each: any) => each.held), [1])
  await shop.owner.patch('/api/shop', { selling: 'first-to-pay' })

  // Into the host's cart.
  await frame.locator(test('buy')).filter({ visible: true }).first().click()
  await shot(page, 'hand-off')
  await frame.locator(test('add-to-cart')).click()
  await frame.waitForSelector(test('handed-off'))
  await page.locator('#cart li', { hasText: 'うるみリップ 06 琥珀 × 1' }).waitFor()
  const [added] = await heard(page, 'add-to-cart')
  assert.deepEqual([added.sku, added.quantity, added.price, added.product.title], [product.id, 1, { amount: 2640, currency: 'JPY' }, 'うるみリップ 06 琥珀'])
  assert.match(added.moment, /^nwm_/)
  await shot(page, 'handed-off')

  // The host's server tells the order.
  const told = await key.send('POST', '/api/orders/external', { json: { external_id: '#1001', moment: added.moment, lines: [{ sku: added.sku, quantity: 1 }], total: added.price, state: 'paid' } })
  assert.equal(told.status, 201, told.text)
  const { events } = await shop.owner.get(`/api/shows/${show.id}/timeline?from=1&limit=1000`)
  const counted = events.find((event: any) => event.kind === 'order.external')
  assert.equal(counted.at, added.at)
  assert.equal(counted.by.id, posted.by.id, 'of the same person who wrote')
  assert.deepEqual((await shop.owner.get<{ items: { external: { id: string } | null }[] }>(`/api/orders?show=${show.id}`)).items.map(({ external }) => external?.id), ['#1001'], 'it is the only order, and none of our own')

  // The same person after a reload, without any cookie.
  await page.reload()
  const again = await frameOf(page)
  await again.waitForSelector(`${test('save')}[aria-pressed=true]`)
  assert.deepEqual(problems, [])
  await page.close()
})

it('a cart at an address is opened with the moment in it', async () => {
  await shop.owner.put('/api/shop/external-ids', { items: [{ sku: product.id, external_id: '4417' }] })
  const template = 'https://{shop}/cart/{variant}:{quantity}?attributes[nigiwai]={moment}'
  await shop.owner.put('/api/shop/embedding', { origins: [host.origin], handoff: { to: 'url', shop: 'x.invalid', template } })
  const { page } = await visit('/')
  const frame = await frameOf(page)
  await frame.locator(test('buy')).filter({ visible: true }).first().click()
  await frame.locator(test('add-to-cart')).click()
  const address = await frame.getAttribute(test('to-cart'), 'href')
  assert.match(address!, /^https:\/\/x\.invalid\/cart\/4417:1\?attributes\[nigiwai\]=nwm_[\w-]+$/)
  for (const other of host.context.pages()) if (other !== page) await other.close()
  await page.close()
  await shop.owner.put('/api/shop/embedding', { origins: [host.origin], handoff: { to: 'host' } })
})

it('what another page says to the frame is not heard', async () => {
  const { page } = await visit('/')
  const frame = await frameOf(page)
  await frame.waitForSelector(test('watch'))
  // A window that is not the parent, with the words of the parent.
  await page.evaluate(() => {
    const other = document.createElement('iframe')
    other.srcdoc = `<script>parent.frames[0].postMessage({ nigiwai: 1, type: 'accent', accent: '#00ff00' }, '*')<\/script>`
    document.body.append(other)
  })
  await page.evaluate(() => (document.querySelector('nigiwai-show') as any).setAttribute('accent', '#112233'))
  await until('the parent is heard', () => frame.evaluate(() => document.documentElement.style.getPropertyValue('--do') === '#112233'), 10 * patience)
  // And words from elsewhere are no events of the host.
  await page.evaluate(() => postMessage({ nigiwai: 1, type: 'add-to-cart', id: 1, detail: { sku: 'forged' } }, '*'))
  await page.evaluate(() => new Promise((done) => setTimeout(done, 100)))
  assert.deepEqual(await heard(page, 'add-to-cart'), [])
  await page.close()
})

for (const [name, size] of [['desk', desk], ['phone', phone]] as const) {
  it(`the floating player is dragged, opened, made small and closed on a ${name}`, async () => {
    const { page, problems } = await visit('/floating', size)
    const frame = await frameOf(page)
    await frame.waitForSelector('.watch.mini')
    const box = () => page.evaluate(() => {
      const { left, top, width, height } = document.querySelector('nigiwai-show')!.shadowRoot!.querySelector('.box')!.getBoundingClientRect()
      return { left, top, width, height }
    })
    const small = await box()
    assert.ok(small.width < 200 && small.left + small.width <= size.width, JSON.stringify(small))
    await shot(page, `mini-${name}`)
    await page.mouse.move(small.left + 80, small.top + 150)
    await page.mouse.down()
    await page.mouse.move(small.left + 20, small.top + 50, { steps: 4 })
    await page.mouse.up()
    const moved = await box()
    assert.ok(moved.left < small.left && moved.top < small.top && moved.width === small.width, JSON.stringify([small, moved]))
    await page.mouse.click(moved.left + 80, moved.top + 150)
    await frame.waitForSelector('.watch:not(.mini)')
    assert.ok((await box()).width > 300)
    await shot(page, `expanded-${name}`)
    await frame.click(test('minimise'))
    await frame.waitForSelector('.watch.mini')
    await page.evaluate(() => (document.querySelector('nigiwai-show') as any).close())
    await until('the frame is gone', async () => page.frames().length === 1, 10 * patience)
    assert.equal((await heard(page, 'close')).length, 1)
    await page.evaluate(() => (document.querySelector('nigiwai-show') as any).open())
    await (await frameOf(page)).waitForSelector(test('watch'))
    assert.deepEqual(problems, [])
    await page.close()
  })
}

/** Pins the product as a director does. */
async function pin(director: Client): Promise<void> {
  const socket = new WebSocket(`ws://127.0.0.1:${server.port}/api/shows/${show.id}/timeline`, 'nigiwai.v1')
  await new Promise<void>((done, failed) => {
    socket.onerror = () => failed(new Error('no socket'))
    socket.onopen = () => {
      socket.send(JSON.stringify({ do: 'hello', token: director.token }))
      socket.send(JSON.stringify({ do: 'product.pin', key: 'pin-1', data: { product: product.id } }))
    }
    socket.onmessage = ({ data }) => {
      const message = JSON.parse(String(data))
      if (message.re !== 'pin-1') return
      if (message.ok) done()
      else failed(new Error(JSON.stringify(message.problem)))
    }
  })
  socket.close()
}
