// The cue sheet, in Chromium: two planners write it at once, their conflict is settled, it is put in order by keys and by
// hand, copied into another show, and a director walks it on air. On a phone and on a desk, in both languages.
import assert from 'node:assert/strict'
import { after, before, test as it } from 'node:test'
import type { Product, Show } from '../support/api.ts'
import { type Browser, launch } from '../support/browser.ts'
import { until } from '../support/processes.ts'
import { Server } from '../support/server.ts'
import { ownerEmail, ownerPassword, Shop } from '../support/shop.ts'
import { look, written } from './look.ts'
import { faults, type Form, test, Visit, walked } from './visit.ts'

interface Sheet { items: { id: string; title: string; product: string; length_s: number; planned_ms: number }[]; starts: { cue: string; at: number; lasted_ms: number }[]; current: string | null }

let server: Server
let browser: Browser
let shop: Shop
let products: Product[]
/** On air since long before its only cue is started. */
let late: Show
before(async () => {
  server = await Server.start()
  shop = await Shop.open(server)
  await shop.owner.patch('/api/shop', { name: '月白' })
  products = [await shop.product(5), await shop.product(5)]
  late = await shop.show({ title: 'おしている配信' })
  await shop.owner.post(`/api/shows/${late.id}/cues`, { title: '遅れて始まる', length_s: 60 })
  await shop.owner.post(`/api/shows/${late.id}/start`)
  browser = await launch()
  for (const text of ['月白', '店長', '店', 'owner', late.title, '遅れて始まる', ...products.map(({ title }) => title)]) written.add(text)
})
after(async () => {
  await browser?.close()
  await server?.stop()
})

for (const form of walked) void it(`a cue sheet is planned and walked: ${form.name}`, () => journey(form))
void it('nothing was found wrong with any page', () => assert.deepEqual(faults, []))

const sheetOf = (show: string): Promise<Sheet> => shop.owner.get<Sheet>(`/api/shows/${show}/cues`)
const kTitles = ['あいさつ', '茜と柿渋の塗り比べ', '質問に答える', '締めと次回'] as const
for (const title of kTitles) written.add(title)
written.add('配信限定 20% OFF').add('照明ありで').add('照明なしで').add('秋の新色を知ってもらう')

async function journey(form: Form): Promise<void> {
  const shelf = products.map(({ id }) => id)
  const [first, second] = [await shop.show({ title: `秋の夜（${form.name}）`, shelf }), await shop.show({ title: `冬の夜（${form.name}）`, shelf: shelf.slice(0, 1) })]
  written.add(first.title).add(second.title)
  const planner = await signedIn(form)
  const other = await signedIn(form)
  await openShow(planner, first)
  await look(planner, 'cues-empty')
  await writePlan(planner)
  await writeTogether(planner, other, first)
  await settle(planner, other, first)
  await order(planner, other, first)
  await paper(planner)
  await copy(planner, first, second)
  await other.context.close()
  await walk(planner, second)
  if (!form.phone) await sayLate(planner)
  planner.content(/^401 GET \/api\/sessions\/current/, /^412 PUT /)
  await planner.context.close()
}

async function signedIn(form: Form): Promise<Visit> {
  const visit = await Visit.begin(browser, server.base, form)
  await visit.go('/studio/sign-in')
  await visit.page.fill(test('email'), ownerEmail)
  await visit.page.fill(test('password'), ownerPassword)
  await visit.page.click(test('submit'))
  await visit.page.waitForSelector(test('nav-settings'))
  return visit
}

async function openShow({ page, base }: Visit, { id }: Show): Promise<void> {
  await page.goto(`${base}/studio/shows/${id}`)
  await page.waitForSelector(test('add-cue'))
}

async function writePlan(visit: Visit): Promise<void> {
  const { page } = visit
  await page.click(test('edit-plan'))
  await page.selectOption(test('concept'), 'seasonal')
  await page.fill(test('plan-length'), '0')
  await page.fill(test('purpose'), '秋の新色を知ってもらう')
  await page.click(test('add-target'))
  await page.click(test('add-target'))
  await page.fill(`${test('target')} >> nth=0 >> ${test('target-value')}`, '300')
  await page.selectOption(`${test('target')} >> nth=1 >> ${test('figure')}`, 'cvr')
  await page.fill(`${test('target')} >> nth=1 >> ${test('target-value')}`, '2.5')
  await page.click(test('add-member'))
  await page.click(test('save-plan'))
  await page.locator(`${test('plan-form')} .field-error`).first().waitFor()
  assert.equal(await page.locator(`${test('plan-form')} .field-error`).count(), 1, 'the length is said to be wrong')
  await page.fill(test('plan-length'), '10')
  await look(visit, 'plan-form')
  await page.click(test('save-plan'))
  await page.waitForSelector(test('plan-form'), { state: 'detached' })
  await page.locator(test('plan'), { hasText: '2.5%' }).waitFor()
}

async function write({ page }: Visit, title: string, length: string, more: { product?: string; points?: string; offer?: string } = {}): Promise<void> {
  await page.click(test('add-cue'))
  await page.fill(test('cue-title'), title)
  await page.fill(test('cue-length'), length)
  if (more.points) await page.fill(test('cue-points'), more.points)
  if (more.offer) await page.fill(test('cue-offer'), more.offer)
  if (more.product) await page.selectOption(test('cue-product'), more.product)
  await page.click(test('save-cue'))
  await page.waitForSelector(test('cue-form'), { state: 'detached' })
}

const row = (visit: Visit, title: string) => visit.page.locator(test('cue'), { hasText: title })
const orderSeen = (visit: Visit): Promise<string> => visit.page.locator(`${test('cue')} b.phrase`).allTextContents().then((all) => all.join())

async function open(visit: Visit, title: string): Promise<void> {
  await row(visit, title).locator(test('edit-cue')).click()
  await visit.page.waitForSelector(test('cue-form'))
}

/** Two people add cues; each sees what the other wrote without asking for it. */
async function writeTogether(planner: Visit, other: Visit, show: Show): Promise<void> {
  const { page } = planner
  await page.click(test('add-cue'))
  await page.fill(test('cue-length'), '3 minutes')
  await page.click(test('save-cue'))
  await page.locator(`${test('cue-form')} .field-error`).first().waitFor()
  assert.equal(await page.locator(`${test('cue-form')} .field-error`).count(), 2, 'title and length are said to be wrong')
  await look(planner, 'cue-form-wrong')
  page.once('dialog', (asked) => void asked.accept())
  await page.click(`${test('cue-form')} ${test('close')}`)
  await page.waitForSelector(test('cue-form'), { state: 'detached' })
  await write(planner, kTitles[0], '3:00')
  await openShow(other, show)
  await write(other, kTitles[1], '5', { product: products[0]!.id, points: '照明ありで\n照明なしで', offer: '配信限定 20% OFF' })
  await row(planner, kTitles[1]).waitFor()
  await write(planner, kTitles[2], '1:30', { product: products[1]!.id })
  await write(planner, kTitles[3], '0:45')
  await until('both see all four', async () => (await orderSeen(other)) === kTitles.join() && (await orderSeen(planner)) === kTitles.join(), 30)
  assert.match((await page.textContent(test('cue-total')))!, /10:15.*10:00/)
  await look(planner, 'cues-written')
}

/** Different cues are written at once; of the same cue the second is asked which version shall stand. */
async function settle(planner: Visit, other: Visit, show: Show): Promise<void> {
  const [mine, theirs, chosen] = ['あいさつとお知らせ', 'あいさつと乾杯', 'みんなであいさつ']
  for (const text of [mine, theirs, chosen]) written.add(text)
  await open(planner, kTitles[0])
  await open(other, kTitles[1])
  await planner.page.fill(test('cue-title'), mine)
  await other.page.fill(test('cue-length'), '4:00')
  await Promise.all([planner.page.click(test('save-cue')), other.page.click(test('save-cue'))])
  for (const each of [planner, other]) await each.page.waitForSelector(test('cue-form'), { state: 'detached' })
  assert.deepEqual((await sheetOf(show.id)).items.slice(0, 2).map(({ title, length_s }) => [title, length_s]), [[mine, 180], [kTitles[1], 240]])
  for (const each of [planner, other]) await row(each, mine).waitFor()

  await open(planner, mine)
  await open(other, mine)
  await other.page.fill(test('cue-title'), theirs)
  await other.page.click(test('save-cue'))
  await other.page.waitForSelector(test('cue-form'), { state: 'detached' })
  await planner.page.fill(test('cue-title'), chosen)
  await planner.page.click(test('save-cue'))
  await planner.page.waitForSelector(test('conflict'))
  const difference = planner.page.locator(`${test('difference')}[data-field=title]`)
  assert.deepEqual(await difference.locator('td').allTextContents(), [theirs, chosen])
  await look(planner, 'cue-conflict')
  assert.equal((await sheetOf(show.id)).items[0]!.title, theirs, 'nothing was overwritten unasked')
  await planner.page.click(test('keep-ours'))
  await planner.page.waitForSelector(test('cue-form'), { state: 'detached' })
  await row(other, chosen).waitFor()
  // And back to what it was called, for the rest of the way.
  await open(planner, chosen)
  await planner.page.fill(test('cue-title'), kTitles[0])
  await planner.page.click(test('save-cue'))
  await planner.page.waitForSelector(test('cue-form'), { state: 'detached' })
  await row(other, kTitles[0]).waitFor()
}

/** By the arrow keys on a handle, and by dragging it. */
async function order(planner: Visit, other: Visit, show: Show): Promise<void> {
  const { page } = planner
  const [a, b, c, d] = kTitles
  await row(planner, c).locator(test('grip')).focus()
  await page.keyboard.press('ArrowUp')
  await page.keyboard.press('ArrowUp')
  await until('the keys moved it twice', async () => (await sheetOf(show.id)).items.map(({ title }) => title).join() === [c, a, b, d].join(), 20)
  assert.ok(await row(planner, c).locator(test('grip')).evaluate((grip) => grip === document.activeElement), 'the handle keeps the focus')
  // Away from the edges of the window, where dragging scrolls.
  await row(planner, a).evaluate((element) => element.scrollIntoView({ block: 'center' }))
  const from = (await row(planner, c).locator(test('grip')).boundingBox())!
  const to = (await row(planner, b).boundingBox())!
  await page.mouse.move(from.x + 12, from.y + 20)
  await page.mouse.down()
  await page.mouse.move(from.x + 12, to.y + to.height / 2, { steps: 4 })
  await page.mouse.move(from.x + 12, to.y + to.height - 4, { steps: 4 })
  await page.mouse.up()
  await until('dragging moved it back', async () => (await sheetOf(show.id)).items.map(({ title }) => title).join() === kTitles.join(), 20)
  await until('the other sees the order', async () => (await orderSeen(other)) === kTitles.join(), 20)
}

/** On paper there is the sheet with all that is to be said, and nothing else. */
async function paper({ page }: Visit): Promise<void> {
  await page.emulateMedia({ media: 'print' })
  assert.equal(await page.locator('.side').isVisible(), false)
  assert.equal(await page.locator(test('shelf')).isVisible(), false)
  assert.equal(await page.locator(test('add-cue')).isVisible(), false)
  assert.equal(await page.locator(test('cue')).filter({ visible: true }).count(), kTitles.length)
  await page.emulateMedia({ media: 'screen' })
}

async function copy(planner: Visit, from: Show, to: Show): Promise<void> {
  const { page } = planner
  await openShow(planner, to)
  await page.click(test('copy-cues'))
  await page.locator(`${test('copy-from')}[data-show="${late.id}"]`).waitFor()
  await look(planner, 'cues-copy')
  await page.click(`${test('copy-from')}[data-show="${from.id}"]`)
  await page.waitForSelector(test('copy-dialog'), { state: 'detached' })
  await until('the copy is there', async () => (await orderSeen(planner)) === kTitles.join(), 20)
  assert.deepEqual((await sheetOf(to.id)).items.map(({ product }) => product), ['', products[0]!.id, '', ''], 'what is not on this shelf stays behind')
}

const ms = (clock: string): number => clock.split(':').reduce((sum, part) => sum * 60 + Number(part), 0) * 1000
const spoken = (at: number): string => `${Math.floor(at / 60_000)}:${String(Math.floor(at / 1000) % 60).padStart(2, '0')}`

/** On air: every cue by its key, with what was planned and what became of it. */
async function walk(planner: Visit, show: Show): Promise<void> {
  const { page, form } = planner
  const offer = await shop.owner.post(`/api/shows/${show.id}/offers`, { title: '配信限定 20% OFF', benefit: 'percent', percent: 20, targets: [{ product: products[0]!.id }] })
  await planner.go(`/studio/shows/${show.id}/live`)
  await page.waitForSelector(test('console'))
  if (form.phone) await page.click(test('tab-cues'))
  await page.locator(test('cue-row')).nth(3).waitFor()
  await look(planner, 'console-cues-before')
  await page.click(test('start'))
  await page.click(test('confirm'))
  await page.waitForSelector(`${test('console')}[data-state=live]`)
  await page.check(test('pin-too'))
  await page.check(test('open-too'))
  const next = async (title: string): Promise<Sheet> => {
    if (form.phone) await page.click(test('next-cue'))
    else await page.keyboard.press('n')
    await page.locator(test('now-cue'), { hasText: title }).waitFor()
    return sheetOf(show.id)
  }
  if (!form.phone) await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur())
  const one = await next(kTitles[0])
  assert.deepEqual([await page.textContent(test('now-planned')), await page.textContent(test('now-actual'))], ['0:00', spoken(one.starts[0]!.at)])
  await new Promise((resolve) => setTimeout(resolve, 1500))
  const two = await next(kTitles[1])
  const [before, now] = [two.items[0]!, two.starts[1]!]
  assert.equal(two.current, two.items[1]!.id)
  assert.deepEqual([await page.textContent(test('now-planned')), await page.textContent(test('now-actual'))], ['3:00', spoken(now.at)])
  assert.match((await page.textContent(test('now-difference')))!, /^−2:\d\d$/)
  const done = page.locator(`${test('cue-row')}[data-cue="${before.id}"]`)
  assert.equal(await done.getAttribute('data-done'), 'true')
  assert.ok(Math.abs(ms((await done.locator(test('actual')).evaluate((cell) => cell.lastChild!.textContent!))) - (now.at - two.starts[0]!.at)) <= 500, 'it lasted as long as the timeline says')
  assert.equal(await page.locator(test('late')).getAttribute('data-tone'), 'early')
  await until('its offer is open', async () => (await shop.owner.get<{ items: { id: string; windows: unknown[] }[] }>(`/api/shows/${show.id}/offers`)).items.find(({ id }) => id === offer.id)?.windows.length === 1, 20)
  await until('its product is pinned', async () => (await shop.snapshot(show.id)).pin?.product === products[0]!.id, 20)
  await look(planner, 'console-cues')
  await next(kTitles[2])
  // Back to the cue before, and what was read is read again after a reload.
  if (form.phone) await page.click(test('cue-back'))
  else await page.keyboard.press('b')
  await page.locator(test('now-cue'), { hasText: kTitles[1] }).waitFor()
  await page.reload()
  if (form.phone) await page.click(test('tab-cues'))
  await page.locator(test('now-cue'), { hasText: kTitles[1] }).waitFor()
  const again = await sheetOf(show.id)
  assert.deepEqual(again.starts.map(({ cue }) => again.items.findIndex(({ id }) => id === cue)), [0, 1, 2, 1])
  assert.equal(await page.textContent(test('now-actual')), spoken(again.starts[3]!.at))
  await next(kTitles[2])
  await next(kTitles[3])
  assert.equal(await page.locator(test('next-cue')).count(), 0, 'after the last there is none')
  await shop.owner.post(`/api/shows/${show.id}/end`)
  await page.waitForSelector(`${test('console')}[data-state=archived]`)
  await page.waitForSelector(test('now-cue'), { state: 'detached' })
  await look(planner, 'console-cues-over')
}

/** A show that is half a minute behind its sheet is said to be late. */
async function sayLate(planner: Visit): Promise<void> {
  const { page } = planner
  const sheet = await sheetOf(late.id)
  await until('the show is half a minute behind', async () => (await shop.snapshot(late.id)).clock > 31_000, 60)
  await planner.go(`/studio/shows/${late.id}/live`)
  await page.locator(test('cue-row')).or(page.locator(test('now-cue'))).first().waitFor()
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur())
  if (sheet.current === null) await page.keyboard.press('n')
  await page.waitForSelector(test('now-cue'))
  await page.waitForSelector(`${test('late')}[data-tone=late]`)
  await look(planner, 'console-cues-late')
}
