// Fans and staff in Chromium: the owner finds a fan in the list and changes the rules; the fan comes into a live show and
// is greeted in the console and on the presenter's phone; the presenter writes their words, sees their own shows and
// learns from a colleague's; viewers see on the staff page and beside the picture who speaks for the shop.
import assert from 'node:assert/strict'
import { join } from 'node:path'
import { after, before, test as it } from 'node:test'
import type { Client, Product, Show } from '../support/api.ts'
import { type Browser, launch } from '../support/browser.ts'
import { run, until } from '../support/processes.ts'
import { Room } from '../support/room.ts'
import { Server } from '../support/server.ts'
import { contact, ownerEmail, ownerPassword, Shop } from '../support/shop.ts'
import { look, written } from './look.ts'
import { faults, type Form, test, Visit, walked } from './visit.ts'

const kPassword = '秋の夜長に口紅を塗る'
const kWords = '銀座店で十年。\n似合う色を、いっしょに探します。'
const people = { star: '佐倉 みのり', learner: '月島 れい', sakura: 'さくら', yuzu: 'ゆず茶' }
const said = { line: 'この色、待っていました', question: '落ちにくいですか', hello: 'こんばんは、また来ました' }

let server: Server
let browser: Browser
let shop: Shop
let product: Product
let star: Client & { handle: string }
let learner: Client & { handle: string }
let sakura: Client & { id: string; name: string }

before(async () => {
  server = await Server.start()
  shop = await Shop.open(server)
  browser = await launch(['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'])
  await shop.owner.patch('/api/shop', { name: '月白' })
  product = await shop.product(100)
  star = await joins('star', people.star)
  learner = await joins('learner', people.learner)
  sakura = await shop.viewer(people.sakura)
  const yuzu = await shop.viewer(people.yuzu)
  await sakura.put(`/api/staff/${star.handle}/follow`, {})
  await yuzu.put(`/api/staff/${star.handle}/follow`, {})
  for (let i = 0; i < 3; i++) await past(star, i === 2)
  await past(learner, false)
  // One of the two follows since 70 days.
  const longAgo = await run('sqlite3', ['-cmd', '.timeout 5000', join(server.data, 'nigiwai.db'), `UPDATE follow SET followed_at = followed_at - 70 * 86400000 WHERE viewer = '${yuzu.id}'`])
  assert.equal(longAgo.code, 0, longAgo.stderr)
  await until('she is a fan', async () => (await shop.owner.get('/api/fans?level=fan')).items.length === 1, 20)
  for (const word of ['月白', '店長', '店', '秋の新色リップ、ぜんぶ塗る夜', ...Object.values(people), ...Object.values(said), ...kWords.split('\n'), kWords, product.title, '花緑青', '佐', '月', '社員が紹介', 'Presented by Geppaku', ...Object.values(people).map((name) => `${name}さん`)]) written.add(word)
})
after(async () => {
  await browser?.close()
  await server?.stop()
})

async function joins(email: string, name: string): Promise<Client & { handle: string }> {
  const invitation = await shop.owner.post('/api/staff/invitations', { name, role: 'presenter', email: `${email}@example.jp` })
  const { token, staff } = await shop.anyone.post('/api/staff/invitations/accept', { token: new URL(invitation.url).hash.slice(1), password: kPassword })
  return Object.assign(shop.anyone.as(token), { handle: staff.handle })
}

/** A show that somebody presented and she watched; in one of them things were said and sold. */
async function past(presenter: { handle: string }, lively: boolean): Promise<Show> {
  const show = await shop.show({ shelf: [product.id], cast: [presenter.handle], description: '' })
  await shop.owner.put(`/api/shows/${show.id}/plan`, { concept: lively ? 'how_to' : 'seasonal', purpose: '', targets: [], team: [] })
  await shop.owner.post(`/api/shows/${show.id}/start`)
  const [hers, ours] = [await Room.join(sakura, show.id), await Room.join(shop.owner, show.id)]
  await hers.must('play.span', { from: 0, to: 6000 })
  await ours.must('product.pin', { product: product.id })
  if (lively) {
    await hers.must('chat.post', { text: said.line })
    await hers.must('question.ask', { text: said.question })
    await sakura.post('/api/orders', { show: show.id, at: 0, lines: [{ sku: product.id, quantity: 1 }], contact })
  }
  hers.leave()
  ours.leave()
  return shop.owner.post<Show>(`/api/shows/${show.id}/end`)
}

async function signIn(visit: Visit, email: string, password: string): Promise<void> {
  await visit.go('/studio/sign-in')
  await visit.page.fill(test('email'), email)
  await visit.page.fill(test('password'), password)
  await visit.page.click(test('submit'))
  await visit.page.waitForSelector(test('nav-fans'))
  visit.content(/401 GET/)
}

for (const form of walked) void it(`fans and staff know each other: ${form.name}`, () => journey(form))

for (const form of walked) void it(`two years of levels have room: ${form.name}`, async () => {
  const visit = await Visit.begin(browser, server.base, form)
  const { page } = visit
  await signIn(visit, ownerEmail, ownerPassword)
  await page.route('**/api/fans/levels?*', (route) => route.fulfill({ json: { months: twoYears().slice(-Number(new URL(route.request().url()).searchParams.get('months'))) } }))
  await page.click(test('nav-fans'))
  await page.waitForSelector(`${test('levels-month')}[data-month="2026-11"]`)
  await look(visit, 'fans-levels-year')
  await page.click(test('levels-24'))
  await page.locator(test('levels-chart')).focus()
  await page.keyboard.press('Home')
  await page.waitForSelector(`${test('levels-month')}[data-month="2024-12"]`)
  await page.locator(test('level-move')).last().scrollIntoViewIfNeeded()
  await look(visit, 'fans-levels')
  visit.content()
  await visit.context.close()
})

it('nothing was wrong with the screens', () => assert.deepEqual(faults, []))

async function journey(form: Form): Promise<void> {
  const owner = await Visit.begin(browser, server.base, form)
  await signIn(owner, ownerEmail, ownerPassword)
  await theList(owner)
  await theRoom(owner)
  await theDisclosure(owner)
  owner.content()
  await owner.context.close()
  const presenter = await Visit.begin(browser, server.base, form)
  await signIn(presenter, 'star@example.jp', kPassword)
  await oneself(presenter)
  presenter.content()
  await presenter.context.close()
  const viewer = await Visit.begin(browser, server.base, form)
  await staffPage(viewer)
  viewer.content()
  await viewer.context.close()
}

function twoYears(): unknown[] {
  return Array.from({ length: 24 }, (_, i) => ({
    month: new Date(Date.UTC(2024, 11 + i, 1)).toISOString().slice(0, 7), over: i < 23,
    levels: { participant: 900 + i * 140, fan: 120 + i * 35, loyal: 60 + i * 14, evangelist: 3 + i },
    moves: [
      { from: null, to: 'participant', people: 140 + i }, { from: 'participant', to: 'fan', people: 38 }, { from: 'fan', to: 'loyal', people: 15 }, { from: 'loyal', to: 'evangelist', people: 2 },
      { from: 'fan', to: 'participant', people: 6 }, { from: 'participant', to: null, people: 1 },
    ],
  }))
}

async function theList(visit: Visit): Promise<void> {
  const { page } = visit
  await page.click(test('nav-fans'))
  const row = (name: string) => page.locator(`${test('fan')}[data-name="${name}"]`)
  await row(people.sakura).waitFor()
  assert.equal(await row(people.sakura).getAttribute('data-level'), 'fan')
  await row(people.yuzu).waitFor()
  await theLevels(visit)
  await look(visit, 'fans')
  await page.click(test('level-fan'))
  await row(people.yuzu).waitFor({ state: 'detached' })
  assert.match(page.url(), /level=fan/)
  await page.click(test('level-all'))
  await page.selectOption(test('follows-filter'), learner.handle)
  await page.waitForSelector(test('none-found'))
  await page.click(test('clear-filters'))
  await page.fill(test('search'), 'ゆず')
  await row(people.sakura).waitFor({ state: 'detached' })
  await row(people.yuzu).waitFor()
  await page.fill(test('search'), '')
  await row(people.sakura).waitFor()

  await page.click(test('rules'))
  await page.fill(test('rule-fan_shows'), '0')
  await page.click(test('save-rules'))
  await page.waitForSelector('.field-error')
  await look(visit, 'fan-rules')
  await page.fill(test('rule-fan_shows'), '100')
  await page.click(test('save-rules'))
  await page.waitForSelector(`${test('fan')}[data-name="${people.sakura}"][data-level="participant"]`)
  await shop.owner.put('/api/fans/rules', { fan_shows: 3, loyal_orders: 100, evangelist_arrivals: 3, returning_visits: 40 })
}

/** By the month, walked by keys: one has been a participant for long, the other became a fan now. */
async function theLevels(visit: Visit): Promise<void> {
  const { page } = visit
  await page.waitForSelector(test('levels-month'))
  await page.locator(`${test('level-move')}[data-to=fan][data-from=""]`).waitFor()
  await page.locator(test('levels-chart')).focus()
  await page.keyboard.press('Home')
  await page.locator(`${test('level-move')}[data-to=participant][data-people="1"]`).waitFor()
  await page.keyboard.press('ArrowRight')
  await page.locator(test('level-move')).waitFor({ state: 'detached' })
  assert.equal(await page.innerText(test('level-people-participant')), '1')
  await page.keyboard.press('End')
  await page.locator(`${test('level-move')}[data-to=fan]`).waitFor()
}

async function theRoom(visit: Visit): Promise<void> {
  const { page } = visit
  const show = await shop.liveShow(product)
  await visit.go(`/studio/shows/${show.id}/live`)
  await page.waitForSelector(test('console'))
  const [hers, theirs] = [await Room.join(sakura, show.id), await Room.join(await shop.viewer('花緑青'), show.id)]
  await theirs.must('chat.post', { text: said.line })
  await hers.must('chat.post', { text: said.hello })
  await page.locator(`${test('regular')}[data-name="${people.sakura}"]`).waitFor()
  const line = (text: string) => page.locator(test('chat-line'), { hasText: text })
  await line(said.hello).locator(test('fan-level')).waitFor()
  assert.equal(await line(said.line).locator(test('fan-level')).count(), 0, 'a newcomer has no mark')
  await look(visit, 'console-regular')

  // The presenter's phone: she is told there while she comes, and her lines stay marked after that.
  const next = await shop.liveShow(product)
  await visit.go(`/studio/shows/${next.id}/broadcast`)
  await page.waitForSelector(test('broadcast'))
  const again = await Room.join(sakura, next.id)
  await again.must('chat.post', { text: said.hello })
  await page.locator(`${test('regular')}[data-name="${people.sakura}"]`).waitFor()
  await line(said.hello).locator(test('fan-level')).waitFor()
  await look(visit, 'broadcast-regular')
  await page.locator(`${test('regular')} button`).click()
  await page.waitForSelector(test('regular'), { state: 'detached' })
  for (const room of [hers, theirs, again]) room.leave()
  for (const { id } of [show, next]) await shop.owner.post(`/api/shows/${id}/end`)
}

async function theDisclosure(visit: Visit): Promise<void> {
  const { page } = visit
  await shop.owner.patch('/api/shop', { disclosure: '', disclosure_latin: '' })
  await visit.go('/studio/settings')
  await page.fill(test('disclosure'), '社員が紹介')
  await page.fill(test('disclosure-latin'), 'Presented by Geppaku')
  await page.locator(`${test('shop-form')} ${test('save')}`).click()
  await until('it is saved', async () => (await shop.anyone.get('/api/shop')).disclosure === '社員が紹介', 20)
  await look(visit, 'settings-disclosure')
}

async function oneself(visit: Visit): Promise<void> {
  const { page } = visit
  await star.put(`/api/staff/${star.handle}/words`, { words: '' })
  await page.click(test('to-me'))
  await page.waitForSelector(test('own'))
  await page.locator(test('own-show')).first().waitFor()
  assert.match((await page.textContent(test('followers')))!, /2/)
  await page.locator(test('own-lines'), { hasText: said.line }).waitFor()
  await page.locator(test('own-questions'), { hasText: said.question }).waitFor()
  await page.fill(test('own-words'), kWords)
  await page.click(test('save-words'))
  await until('the words are saved', async () => (await shop.anyone.get(`/api/staff/${star.handle}`)).words === kWords, 20)
  await page.locator(test('hit')).first().waitFor()
  assert.equal(await page.locator(test('hit')).count(), 1, 'one show of the colleague’s')
  await look(visit, 'own')
  await page.locator(test('hits')).scrollIntoViewIfNeeded()
  await page.locator(test('ranked')).scrollIntoViewIfNeeded()
  await look(visit, 'hits')
  await page.selectOption(test('hits-by'), 'sales')
  await page.waitForSelector(test('no-hits'))
  await page.uncheck(test('ranked'))
  await until('she left the ranking', async () => (await star.get('/api/account/hits')).ranked === false, 20)
  await star.put('/api/account/ranking', { ranked: true })

  // Of the fans a presenter sees those who follow them.
  await visit.go('/studio/fans')
  await page.locator(`${test('fan')}[data-name="${people.yuzu}"]`).waitFor()
  assert.equal(await page.locator(test('follows-filter')).count(), 0)
  assert.equal(await page.locator(test('rules')).count(), 0)
}

async function staffPage(visit: Visit): Promise<void> {
  const { page, form } = visit
  const disclosure = form.language === 'ja' ? '社員が紹介' : 'Presented by Geppaku'
  await visit.go(`/staff/${star.handle}`)
  await page.waitForSelector(test('staff-page'))
  await page.locator(test('words'), { hasText: '銀座店で十年。' }).waitFor()
  await page.locator(test('disclosure'), { hasText: disclosure }).waitFor()
  await look(visit, 'staff-page')
  const show = await shop.show({ shelf: [product.id], cast: [star.handle] })
  await shop.owner.post(`/api/shows/${show.id}/start`)
  await visit.go(`/shows/${show.id}`)
  await page.locator(test('disclosure'), { hasText: disclosure }).filter({ visible: true }).first().waitFor()
  await look(visit, 'watch-disclosure')
  await shop.owner.post(`/api/shows/${show.id}/end`)
  await visit.rest()
}
