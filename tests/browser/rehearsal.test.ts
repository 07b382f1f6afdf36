// A rehearsal, in Chromium: made from the preparation page with a past show's crowd, directed by its cue sheet, its
// questions answered, and scored. A viewer sees nothing of it. On a phone and on a desk, in both languages.
import assert from 'node:assert/strict'
import { after, before, test as it } from 'node:test'
import type { Product, Show } from '../support/api.ts'
import { type Browser, launch } from '../support/browser.ts'
import { Encoder } from '../support/encoder.ts'
import { until } from '../support/processes.ts'
import { Room } from '../support/room.ts'
import { Server } from '../support/server.ts'
import { contact, ownerEmail, ownerPassword, Shop } from '../support/shop.ts'
import { look, written } from './look.ts'
import { faults, type Form, test, Visit, walked } from './visit.ts'

const kLines = ['待っていました', 'その色、肌なじみがいいですね', 'マスクに付きますか気になります'] as const
const kQuestion = '色は落ちにくいですか'
const kCues = ['あいさつ', '茜と柿渋の塗り比べ', '締め'] as const

let server: Server
let browser: Browser
let shop: Shop
let product: Product
let crowd: Show
before(async () => {
  server = await Server.start()
  shop = await Shop.open(server)
  await shop.owner.patch('/api/shop', { name: '月白' })
  product = await shop.product(20)
  crowd = await past()
  browser = await launch()
  for (const text of ['月白', '店長', '店', 'owner', crowd.title, product.title, ...kLines, kQuestion, ...kCues]) written.add(text)
  // The names that a crowd is given.
  written.add('あおい')
})
after(async () => {
  await browser?.close()
  await server?.stop()
})

/** A show that was on air with a crowd. */
async function past(): Promise<Show> {
  const show = await shop.liveShow(product)
  const staff = await Room.join(shop.owner, show.id)
  const people = await Promise.all(['佐藤', '鈴木', '高橋'].map((name) => shop.viewer(name)))
  const rooms = await Promise.all(people.map((person) => Room.join(person, show.id)))
  await staff.must('product.pin', { product: product.id })
  for (const [i, room] of rooms.entries()) await room.must('chat.post', { text: kLines[i] })
  const asked = await rooms[0]!.must('question.ask', { text: kQuestion, product: product.id })
  await rooms[1]!.must('heart', { count: 12 })
  await people[2]!.post('/api/orders', { show: show.id, lines: [{ sku: product.id, quantity: 1 }], contact })
  await until('two seconds have gone by', async () => (await shop.snapshot(show.id)).clock > 2_500)
  for (const room of rooms) await room.must('play.span', { from: 0, to: 2_000 })
  await staff.must('question.answer', { seq: asked, text: '落ちにくいです' })
  const ended = await shop.owner.post<Show>(`/api/shows/${show.id}/end`)
  for (const room of [staff, ...rooms]) room.leave()
  return ended
}

for (const form of walked) void it(`a show is rehearsed with a crowd and scored: ${form.name}`, () => journey(form))
void it('nothing was found wrong with any page', () => assert.deepEqual(faults, []))

async function journey(form: Form): Promise<void> {
  const show = await shop.show({ title: `秋の夜（${form.name}）`, starts_at: new Date(Date.now() + 86_400_000).toISOString(), shelf: [product.id] })
  written.add(show.title)
  for (const title of kCues) await shop.owner.post(`/api/shows/${show.id}/cues`, { title, length_s: 2, ...(title === kCues[1] ? { product: product.id } : {}) })
  const visit = await Visit.begin(browser, server.base, form)
  const { page } = visit
  await visit.go('/studio/sign-in')
  await page.fill(test('email'), ownerEmail)
  await page.fill(test('password'), ownerPassword)
  await page.click(test('submit'))
  await page.waitForSelector(test('nav-settings'))
  const rehearsal = await make(visit, show)
  const encoder = form.phone ? undefined : new Encoder(await shop.address(rehearsal, 'rtmp'))
  await direct(visit, rehearsal, encoder !== undefined)
  await hiddenFromViewers(show, rehearsal, form)
  await finish(visit, rehearsal)
  await encoder?.stop()
  await scored(visit, show)
  visit.content(/^401 GET \/api\/sessions\/current/)
  await visit.context.close()
}

async function make(visit: Visit, show: Show): Promise<string> {
  const { page } = visit
  await visit.go(`/studio/shows/${show.id}`)
  await page.click(test('make-rehearsal'))
  await page.waitForSelector(test('crowd'))
  assert.equal(await page.inputValue(test('crowd')), crowd.id, 'the latest past show is offered')
  await look(visit, 'rehearsal-make')
  await page.click(test('confirm'))
  await page.waitForSelector(`${test('rehearsal')}[data-state=draft]`)
  await page.locator('.rehearsal-cues li').nth(2).waitFor()
  await look(visit, 'rehearsal-before')
  const id = page.url().split('/').at(-1)!
  await page.click(test('open-console'))
  await page.waitForSelector(test('console'))
  return id
}

/** The whole cue sheet, with the crowd's question answered aloud. */
async function direct(visit: Visit, rehearsal: string, picture: boolean): Promise<void> {
  const { page, form } = visit
  await page.waitForSelector(test('rehearsal-note'))
  if (picture) await until('the picture is there', async () => (await shop.snapshot(rehearsal)).staff!.preview !== null, 60)
  await page.click(test('start'))
  await look(visit, 'rehearsal-start')
  await page.click(test('confirm'))
  await page.waitForSelector(`${test('console')}[data-state=live]`)
  await page.waitForSelector(test('rehearsing-mark'))
  for (const { by } of (await until('the crowd has spoken', async () => {
    const { events } = await shop.owner.get<{ events: { kind: string; by?: { name: string } }[] }>(`/api/shows/${rehearsal}/timeline?from=1`)
    const theirs = events.filter(({ kind }) => kind === 'chat.posted' || kind === 'question.asked')
    return theirs.length === kLines.length + 1 ? theirs : null
  }))) written.add(by!.name)
  if (form.phone) await page.click(test('tab-chat'))
  for (const line of kLines) await page.getByText(line).first().waitFor()
  if (!form.phone) {
    await page.locator(test('figure-watching'), { hasText: '3' }).waitFor()
    await page.locator(test('figure-orders'), { hasText: '1' }).waitFor()
  }
  const next = async (title: string): Promise<void> => {
    if (form.phone) {
      await page.click(test('tab-cues'))
      await page.click(test('next-cue'))
    } else {
      await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur())
      await page.keyboard.press('n')
    }
    await page.locator(test('now-cue'), { hasText: title }).waitFor()
    await new Promise((resolve) => setTimeout(resolve, 1_500))
  }
  await next(kCues[0])
  if (!form.phone) await page.keyboard.press('1')
  await next(kCues[1])
  await look(visit, 'rehearsal-console')
  if (form.phone) {
    await page.click(test('tab-chat'))
    await page.click(test('side-questions'))
  } else await page.keyboard.press('q')
  await page.locator(test('question'), { hasText: kQuestion }).waitFor()
  if (form.phone) await page.locator(test('question')).locator(test('claim')).click()
  else await page.keyboard.press('c')
  await page.waitForSelector(`${test('question')}[data-state=claimed]`)
  await look(visit, 'rehearsal-question')
  if (form.phone) await page.locator(test('question')).locator(test('answer-aloud')).click()
  else await page.keyboard.press('a')
  await page.click(test('sieve-answered'))
  await page.waitForSelector(`${test('question')}[data-state=answered]`)
  await next(kCues[2])
}

async function hiddenFromViewers(show: Show, rehearsal: string, form: Form): Promise<void> {
  const viewer = await Visit.begin(browser, server.base, form)
  await viewer.go('/')
  await viewer.page.getByText(show.title).first().waitFor()
  assert.equal(await viewer.page.locator(`a[href*="${rehearsal}"]`).count(), 0)
  viewer.content()
  await viewer.go(`/shows/${rehearsal}`)
  await viewer.page.getByRole('heading').first().waitFor()
  assert.equal(await viewer.page.locator(test('watch')).count(), 0, 'and its address leads nowhere')
  await viewer.context.close()
}

async function finish({ page }: Visit, rehearsal: string): Promise<void> {
  await until('nothing is sold', async () => (await shop.owner.get<{ items: unknown[] }>(`/api/orders?show=${rehearsal}`)).items.length === 0)
  await page.focus(test('end'))
  await page.keyboard.press('Enter')
  await page.waitForSelector(test('end-dialog'))
  await page.click(`${test('end-dialog')} ${test('confirm')}`)
  await page.waitForSelector(`${test('console')}[data-state=archived]`)
}

async function scored(visit: Visit, show: Show): Promise<void> {
  const { page } = visit
  await page.click(test('see-score'))
  await page.waitForSelector(test('score'))
  assert.equal(await page.locator(test('point-answers')).getAttribute('data-points'), '100')
  assert.ok(Number(await page.locator(test('point-timing')).getAttribute('data-points')) > 30, 'every cue was started and lasted near its time')
  assert.equal(await page.locator(test('score-cue')).count(), kCues.length)
  await page.locator(`${test('score-question')}[data-answered=true]`, { hasText: kQuestion }).waitFor()
  await look(visit, 'rehearsal-score')
  await page.click(test('back-to-show'))
  await page.locator(test('rehearsal-row')).locator(test('points')).waitFor()
  await page.locator(test('rehearsals')).scrollIntoViewIfNeeded()
  await look(visit, 'rehearsal-card')
  // It closed its to-do by itself.
  await visit.go('/studio/playbook')
  await page.waitForSelector('[data-todo="rehearse"][data-state=closed][data-closed-by=events]', { state: 'attached' })
  assert.equal((await shop.snapshot(show.id)).state, 'scheduled')
}
