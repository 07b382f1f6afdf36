// The director's and the viewers' whole path on one server and one show: made, directed, bought from, ended, and
// watched again; each part on a phone and on a desk, in Japanese and in English.
import assert from 'node:assert/strict'
import { after, before, test as it } from 'node:test'
import { join } from 'node:path'
import { Client, type Order, type Page as Listed, type Show } from '../support/api.ts'
import { type Browser, launch, plays } from '../support/browser.ts'
import { Encoder } from '../support/encoder.ts'
import { root, until } from '../support/processes.ts'
import { type Event, Room } from '../support/room.ts'
import { patience, Server } from '../support/server.ts'
import { contact, ownerEmail, ownerPassword } from '../support/shop.ts'
import { Console, encoderAddress, makeProduct, makeShow, photograph, setUp, signIn } from './director.ts'
import { look, written } from './look.ts'
import { Viewer, whereLeads } from './viewer.ts'
import { faults, type Form, forms, test, Visit, walked } from './visit.ts'

const kLip = 'urumi-lip'
const kEye = 'eye-palette'
/** One piece at a time, and somebody else is always faster. */
const kLast = 'last-one'
const kTitle = '秋の新色リップ、ぜんぶ塗る夜'

let server: Server
let browser: Browser
let encoder: Encoder | undefined
let owner: Client
let other: Client
let room: Room
let show = ''
const staff = new Map<Form, Visit>()
const viewers = new Map<Form, Viewer>()
const orders: string[] = []

before(async () => {
  server = await Server.start()
  browser = await launch()
  for (const form of walked) staff.set(form, await Visit.begin(browser, server.base, form))
  for (const form of walked) viewers.set(form, new Viewer(await Visit.begin(browser, server.base, form)))
})
after(async () => {
  room?.leave()
  await browser?.close()
  if (encoder?.running) await encoder.kill()
  await server?.stop()
})

let stopped = ''

/** One step of the journey. When it fails it leaves pictures of the open pages in build/screens, and ends the journey. */
function step(name: string, run: () => Promise<void>): void {
  void it(name, async () => {
    assert.equal(stopped, '', 'the journey did not come this far')
    try {
      await run()
    } catch (error) {
      stopped = name
      for (const visit of [...staff.values(), ...[...viewers.values()].map((viewer) => viewer.visit)]) {
        if (visit.page.url() === 'about:blank') continue
        const role = visit.page.url().includes('/studio') ? 'studio' : 'viewer'
        visit.content()
        await visit.page.screenshot({ path: join(root, `build/screens/failed-${role}-${visit.form.name}.png`) }).catch(() => {})
        await visit.rest().catch(() => {})
      }
      throw error
    }
  })
}
const [deskJa, , , phoneEn] = forms as [Form, Form, Form, Form]

step('the one-time link makes the owner', async () => {
  const [link] = await server.said(/http\S+\/studio\/setup\?token=\S+/)
  const visit = staff.get(deskJa)!
  await setUp(visit, link)
  visit.content(/^401 GET \/api\/sessions\/current/)
  const anyone = new Client(server.base)
  owner = anyone.as((await anyone.post('/api/sessions', { email: ownerEmail, password: ownerPassword })).token)
  other = anyone.as((await anyone.post('/api/viewers', { name: 'みなみ' })).token)
})

step('one signs in', async () => {
  for (const form of walked) {
    const visit = staff.get(form)!
    await signIn(visit)
    visit.content(/^401 GET \/api\/sessions\/current/)
  }
})

step('products are made, with picture and stock', async () => {
  const picture = await photograph()
  await makeProduct(staff.get(deskJa)!, kLip, 'うるみリップ 06 琥珀', '2640', 40, picture)
  await makeProduct(staff.get(phoneEn)!, kEye, '月光アイパレット', '4180', 30, picture)
  const title = '限定ポーチ'
  written.add(title)
  await owner.put(`/api/products/${kLast}`, { title, price: { amount: 1980, currency: 'JPY' } })
  for (const form of [deskJa, phoneEn]) staff.get(form)!.content()
})

step('a show is made, with a shelf and an address for the encoder', async () => {
  const visit = staff.get(deskJa)!
  show = await makeShow(visit, kTitle, [kLip, kEye, kLast])
  const later = '冬じたくの夜'
  written.add(later)
  await owner.post('/api/shows', { title: later, starts_at: new Date(Date.now() + 2 * 86_400_000).toISOString() })
  encoder = new Encoder(await encoderAddress(visit), { size: '320x568' })
  visit.content()
})

for (const form of walked) {
  step(`the studio before a show: ${form.name}`, async () => {
    const visit = staff.get(form)!
    const screens: [string, string, string][] = [
      ['shows', '/studio', 'show-row'], ['prepare', `/studio/shows/${show}`, 'ingest-url'], ['products', '/studio/products', 'product-row'],
      ['product', `/studio/products/${kLip}`, 'stock-now'], ['settings', '/studio/settings', 'shop-form'],
    ]
    for (const [screen, path, there] of screens) {
      await visit.go(path)
      await visit.page.locator(test(there)).first().waitFor()
      await look(visit, screen)
    }
    const desk = new Console(visit)
    await desk.open(show)
    await desk.previewPlays()
    await look(visit, 'console-before')
    await visit.rest()
    visit.content()
  })
}

step('the show starts, and not by a slip', async () => {
  const visit = staff.get(deskJa)!
  const { page } = visit
  const desk = new Console(visit)
  await desk.open(show)
  await desk.previewPlays()
  await page.click(test('start'))
  await page.waitForSelector(test('start-dialog'))
  await page.keyboard.press('Enter')
  await page.waitForSelector(test('start-dialog'), { state: 'detached' })
  assert.notEqual((await owner.get<Show>(`/api/shows/${show}`)).state, 'live', 'the dialog begins on the side of caution')
  await page.click(test('start'))
  await look(visit, 'start-dialog')
  await page.click(`${test('start-dialog')} ${test('confirm')}`)
  await page.waitForSelector(`${test('console')}[data-state=live]`)
  room = await Room.join(other, show, { reconnects: true })
  await visit.rest()
  visit.content()
})

for (const form of walked) step(`live: ${form.name}`, () => live(form))

async function live(form: Form): Promise<void> {
  const desk = new Console(staff.get(form)!)
  const viewer = viewers.get(form)!
  const { visit, page } = viewer
  await desk.open(show)
  await desk.pinned(null)

  // From the first page into the show, which plays.
  await visit.go('/')
  await page.locator(`${test('on-air')}[data-show="${show}"]`).waitFor()
  await page.locator(test('upcoming')).first().waitFor()
  await look(visit, 'home')
  await page.locator(`${test('on-air')} a`).first().click()
  await page.waitForSelector(test('watch'))
  await plays(page, `the show at ${form.name}`, { forward: 1, seconds: 60 * patience })
  await page.click(test('sound-on'))
  await until('the sound is on', () => page.evaluate(() => !document.querySelector('video')!.muted))

  await desk.previewPlays()

  // Pins by key and by click, and their undoing.
  await desk.pin(kEye, 2)
  await desk.pinned(kEye)
  await viewer.pinned(kEye)
  await desk.click(kLip)
  await viewer.pinned(kLip)
  await desk.undo()
  await desk.pinned(kEye)
  await viewer.pinned(kEye)
  await desk.pin(kLip, 1)
  await viewer.pinned(kLip)

  // Talk: a line of this viewer under the name chosen here, one of somebody else, one of the staff.
  const name = `はな ${form.name}`
  written.add(name)
  await viewer.changeName(name)
  const mine = `こんばんは、${form.name} です`
  const rude = `消される一行 ${form.name}`
  const fromStaff = `スタッフから ${form.name}`
  for (const text of [mine, rude, fromStaff]) written.add(text)
  await viewer.say(mine)
  const seq = await desk.line(mine)
  const posted = await room.waitFor('chat.posted', (event) => event.data['text'] === mine)
  assert.equal(posted.by?.name, name)
  await room.must('chat.post', { text: rude })
  const rudeSeq = await desk.line(rude)
  assert.ok(Number(rudeSeq) > Number(seq))
  await viewer.reads(rudeSeq, rude, true)
  await desk.hide(rudeSeq)
  await viewer.reads(rudeSeq, rude, false)
  await desk.undo()
  await desk.hidden(rudeSeq, false)
  await viewer.reads(rudeSeq, rude, true)
  await desk.hide(rudeSeq)
  await desk.showAgain(rudeSeq)
  await viewer.reads(rudeSeq, rude, true)
  await desk.say(fromStaff)
  await viewer.sees(fromStaff)

  // Hearts and saving.
  await desk.tab('state')
  const hearts = await desk.figure('hearts')
  for (let n = 0; n < 3; n++) await page.click(test('heart'))
  await until('the hearts have come to the console', async () => (await desk.figure('hearts')) >= hearts + 3, 30)
  await page.locator(`${test('product-card')} ${test('save')}`).click()
  await page.locator(`${test('product-card')} ${test('save')}[aria-pressed=true]`).waitFor()
  assert.match(await whereLeads(await viewer.share()), new RegExp(`^/shows/${show}\\?s=[a-z0-9]+$`))
  await look(visit, 'watch')
  await look(desk.visit, 'console')

  // Buying, and the stock that the director sees.
  await desk.tab('products')
  const left = await desk.left(kLip)
  await page.click(`${test('product-card')} ${test('buy')}`)
  await page.waitForSelector(test('buy-sheet'))
  await page.click(test('place-order'))
  await page.locator(`${test('buy-sheet')} [aria-invalid]`).first().waitFor()
  await look(visit, 'buy-errors')
  const number = await viewer.order()
  orders.push(number)
  await look(visit, 'placed')
  await viewer.confirmation(number)
  await page.click(test('back-to-show'))
  await until('the console sees one piece less', async () => (await desk.left(kLip)) === left - 1, 30)
  await look(desk.visit, 'console-products')

  // The last piece goes to somebody else between the press and the server.
  await owner.post(`/api/stock/${kLast}`, { delta: 1, reason: '入荷' })
  await until('the last piece is offered', async () => (await desk.left(kLast)) === 1, 30)
  await viewer.openFromShelf(kLast)
  await page.locator(`${test('place-order')}:not([disabled])`).waitFor()
  await page.route('**/api/orders', async (route) => {
    await other.post('/api/orders', { show, lines: [{ sku: kLast, quantity: 1 }], contact })
    await route.continue()
  }, { times: 1 })
  await page.click(test('place-order'))
  await page.waitForSelector(test('sold-out'))
  await look(visit, 'sold-out')
  await page.click(`${test('sold-out')} button`)
  await page.waitForSelector(test('buy-sheet'), { state: 'detached' })

  // What one kept.
  await visit.go('/me')
  await page.locator(`${test('saved')} li`).first().waitFor()
  await look(visit, 'me')
  await visit.go(`/products/${kLip}`)
  await page.waitForSelector(test('product-page'))
  await look(visit, 'product-page')

  await desk.pin(kLip, 1)
  await desk.pinned(null)
  await visit.rest()
  await desk.visit.rest()
  visit.content(/^409 POST \/api\/orders/)
  desk.visit.content()
}

step('the show ends by holding, not by a click', async () => {
  const visit = staff.get(deskJa)!
  const { page } = visit
  const desk = new Console(visit)
  await desk.open(show)
  await desk.pin(kEye, 2)
  await desk.pinned(kEye)
  await page.click(test('end'))
  await page.locator(test('toasts')).getByText('1.5').first().waitFor()
  assert.equal(await page.getAttribute(test('console'), 'data-state'), 'live')
  const box = (await page.locator(test('end')).boundingBox())!
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2)
  await page.mouse.down()
  await page.waitForSelector(`${test('console')}[data-state=archived]`)
  await page.mouse.up()
  await encoder!.stop()
  await page.waitForSelector(test('over'))
  await look(visit, 'console-over')
  await visit.rest()
  visit.content()
})

/** What the viewer of the form before said in the archive, and where. */
let saidBefore: { text: string; at: number } | undefined

for (const form of walked) step(`archive: ${form.name}`, () => archive(form))

async function archive(form: Form): Promise<void> {
  const viewer = viewers.get(form)!
  const { visit, page } = viewer
  const { length_ms: length, pins } = await owner.get<Show>(`/api/shows/${show}`)
  assert.ok(length)
  const line = [...room.events.values()].find(({ kind, data }) => kind === 'chat.posted' && data['text'] === `こんばんは、${form.name} です`)
  const pin = pins.findLast(({ at, product }) => product === kLip && at < line!.at)
  assert.ok(line && pin)

  await visit.go('/')
  await page.locator(`${test('archived')}[data-show="${show}"]`).waitFor()
  await look(visit, 'home-archive')
  await page.click(`${test('archived')}[data-show="${show}"]`)
  await page.waitForSelector(`${test('watch')}[data-state=archived]`)
  await plays(page, `the archive at ${form.name}`, { forward: 1, seconds: 60 * patience })

  // The line comes at its moment, not before it, and the product that was held up then is there.
  await page.locator(test('scrubber')).focus()
  await page.keyboard.press('Home')
  await until('the beginning', async () => (await viewer.playhead()) < 3000, 30)
  assert.equal(await page.locator(`${test('chat-line')}[data-seq="${line.seq}"]`).count(), 0, 'the line is not there before its moment')
  await appearances(viewer, line)
  await viewer.seek(Math.max(0, line.at - 2500), length)
  await viewer.pinned(kLip)
  // The pointer is no finer than a pixel: the playhead may still stand before the moment of the pin.
  await until('the pin of that moment', async () => Number(await page.getAttribute(test('product-card'), 'data-pinned-at')) === pin.at, 20 * patience)
  const at = await until('the line comes', () => page.evaluate(() => (globalThis as any).appeared as number | undefined), 60 * patience)
  assert.ok(at >= line.at - 300 && at <= line.at + 2000, `the line of ${line.at} came at ${at}`)
  await look(visit, 'watch-archive')
  await page.locator(test('chapters-button')).filter({ visible: true }).click()
  await page.locator(`${test('chapters')} li`).first().waitFor()
  await look(visit, 'chapters')
  if (form.phone) await page.keyboard.press('Escape')
  else await page.locator('[role=tab]').first().click()

  // What the one before said here, after the show, stands at its moment.
  if (saidBefore) {
    await viewer.seek(Math.min(length - 1500, saidBefore.at + 500), length)
    await viewer.sees(saidBefore.text)
  }
  const text = `アーカイブで見ました ${form.name}`
  written.add(text)
  await viewer.say(text)
  const posted = await room.waitFor('chat.posted', (event) => event.data['text'] === text)
  assert.ok(posted.at > 0 && posted.at <= length, `said at ${posted.at} of ${length}`)
  saidBefore = { text, at: posted.at }
  assert.match(await whereLeads(await viewer.share()), new RegExp(`^/shows/${show}\\?t=\\d+&s=[a-z0-9]+$`))

  await viewer.openFromShelf(kLip)
  await page.waitForSelector(test('known-contact'))
  await look(visit, 'buy-archive')
  const number = await viewer.order()
  orders.push(number)
  const { items } = await owner.get<Listed<Order>>(`/api/orders?show=${show}`)
  const placed = items.find((order) => order.number === number)!
  assert.equal(placed.show, show)
  assert.ok(placed.at !== null && placed.at >= 0 && placed.at <= length, `ordered at ${placed.at} of ${length}`)
  await visit.rest()
  visit.content()
}

/** Notes the playhead at which the line is first drawn. */
async function appearances(viewer: Viewer, line: Event): Promise<void> {
  await viewer.page.evaluate((seq) => {
    const watch = document.querySelector<HTMLElement>('[data-test=watch]')!
    const watched = new MutationObserver(() => {
      if (!document.querySelector(`[data-test=chat-line][data-seq="${seq}"]`)) return
      ;(globalThis as any).appeared = Number(watch.dataset['playhead'])
      watched.disconnect()
    })
    watched.observe(watch, { subtree: true, childList: true })
  }, line.seq)
}

for (const form of walked) {
  step(`the orders: ${form.name}`, async () => {
    const visit = staff.get(form)!
    const { page } = visit
    await visit.go(`/studio/orders?show=${show}`)
    for (const number of orders) await page.locator(test('order-row'), { hasText: number }).waitFor()
    await look(visit, 'orders')
    await page.locator(test('order-row'), { hasText: orders[0]! }).locator(test('open-order')).click()
    await page.locator(test('order-drawer')).getByText(contact.address).waitFor()
    await look(visit, 'order-drawer')
    // Its address opens it again, whatever the list shows.
    await visit.go(`/studio/orders?state=refunded&order=${orders[0]!}`)
    await page.locator(test('order-drawer')).getByText(contact.address).waitFor()
    await visit.go(`/studio/orders?show=${show}&order=${orders[0]!}`)
    await page.locator(test('order-drawer')).getByText(contact.address).waitFor()
    await page.keyboard.press('Escape')
    await page.waitForURL((url) => !url.searchParams.has('order'))
    const [download] = await Promise.all([page.waitForEvent('download'), page.click(test('csv'))])
    const chunks: Buffer[] = []
    for await (const chunk of (await download.createReadStream())!) chunks.push(chunk as Buffer)
    const csv = Buffer.concat(chunks).toString('utf8')
    for (const number of orders) assert.ok(csv.includes(number), `${number} is in the CSV`)
    visit.content()
  })
}

void it('every screen is readable for everybody, in one language, and fits; no page complained', () => {
  assert.deepEqual(faults, [])
})
