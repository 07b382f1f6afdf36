// Talk between viewers and staff, in Chromium: a line is answered, pinned, hidden and shown again; slow mode, a held-back
// line and a ban are told to the viewer, and end. On a phone and on a desk, in both languages.
import assert from 'node:assert/strict'
import { after, before, test as it } from 'node:test'
import type { Show } from '../support/api.ts'
import { type Browser, launch } from '../support/browser.ts'
import { until } from '../support/processes.ts'
import { Server } from '../support/server.ts'
import { ownerEmail, ownerPassword, Shop } from '../support/shop.ts'
import { Console } from './director.ts'
import { look, written } from './look.ts'
import { Viewer } from './viewer.ts'
import { faults, type Form, test, Visit, walked } from './visit.ts'

let server: Server
let browser: Browser
let shop: Shop
before(async () => {
  server = await Server.start()
  shop = await Shop.open(server)
  await shop.owner.patch('/api/shop', { name: '月白' })
  browser = await launch()
  for (const text of ['月白', '店長', '店']) written.add(text)
})
after(async () => {
  await browser?.close()
  await server?.stop()
})

for (const form of walked) void it(`a viewer and the staff talk: ${form.name}`, () => journey(form))

async function journey(form: Form): Promise<void> {
  const show = await shop.liveShow(await shop.product(5))
  for (const text of [show.title, ...show.shelf.map(({ title }) => title)]) written.add(text)
  const staff = await Visit.begin(browser, server.base, form)
  const viewer = new Viewer(await Visit.begin(browser, server.base, form))
  const { page } = staff
  // Who works here has looked at the show before, as a viewer, and is one in this browser still.
  await staff.go(`/shows/${show.id}`)
  await page.waitForSelector(test('chat-input'))
  await staff.go('/studio/sign-in')
  await page.fill(test('email'), ownerEmail)
  await page.fill(test('password'), ownerPassword)
  await page.click(test('submit'))
  await page.waitForSelector(test('nav-settings'))
  const desk = new Console(staff)
  await desk.open(show.id)
  await viewer.visit.go(`/shows/${show.id}`)
  await viewer.page.waitForSelector(test('chat-input'))

  const asked = `ブルベにも合いますか（${form.name}）`
  written.add(asked)
  await viewer.say(asked)
  written.add((await shop.snapshot(show.id)).title)
  const seq = await desk.line(asked)
  const name = (await page.textContent(`${test('chat-line')}[data-seq="${seq}"] .who`))!
  written.add(name)
  await answer(desk, viewer, seq, asked)
  await pin(desk, viewer, seq, asked)
  await desk.hide(seq)
  await viewer.reads(seq, asked, false)
  await look(viewer.visit, 'talk-hidden')
  await desk.showAgain(seq)
  await viewer.reads(seq, asked, true)

  await slow(desk, viewer)
  await hold(staff, desk, viewer, show)
  await ban(staff, desk, viewer, seq)
  staff.content(/^401 GET \/api\/sessions\/current/)
  viewer.visit.content()
  await staff.context.close()
  await viewer.visit.context.close()
}

const lineOf = (seq: string): string => `${test('chat-line')}[data-seq="${seq}"]`

async function choose(desk: Console, seq: string): Promise<void> {
  await desk.tab('chat')
  const line = desk.visit.page.locator(lineOf(seq))
  if ((await line.getAttribute('aria-current')) === null) await line.locator('.tm').click()
  await line.locator('.acts').waitFor()
}

/** The answer says whom it answers, on both sides. */
async function answer(desk: Console, viewer: Viewer, seq: string, asked: string): Promise<void> {
  const { page } = desk.visit
  const text = `03 桜鼠がおすすめです（${desk.visit.form.name}）`
  written.add(text)
  await choose(desk, seq)
  await page.click(`${lineOf(seq)} ${test('reply')}`)
  await page.waitForSelector(test('reply-to'))
  await look(desk.visit, 'talk-replying')
  await page.fill(test('say'), text)
  await page.click(test('send'))
  await desk.line(text)
  await page.waitForSelector(test('reply-to'), { state: 'detached' })
  const line = viewer.page.locator(test('chat-line'), { hasText: text })
  await line.waitFor()
  assert.ok((await line.locator(test('quote')).textContent())!.includes(asked))
  assert.equal(await line.locator('.role').count(), 1, 'the role stands there in words')
  await look(viewer.visit, 'talk-answered')
}

async function pin(desk: Console, viewer: Viewer, seq: string, asked: string): Promise<void> {
  const { page } = desk.visit
  await choose(desk, seq)
  await page.click(`${lineOf(seq)} ${test('pin-line')}`)
  await page.waitForSelector(test('pinned-line'))
  await viewer.page.locator(test('pinned-line'), { hasText: asked }).waitFor()
  await look(desk.visit, 'talk-console-pinned')
  await look(viewer.visit, 'talk-pinned')
  await page.click(test('unpin-line'))
  await viewer.page.waitForSelector(test('pinned-line'), { state: 'detached' })
}

/** The wait is told before one writes, counts down inside the input after, and ends with slow mode. */
async function slow(desk: Console, viewer: Viewer): Promise<void> {
  const { page, form } = desk.visit
  const input = viewer.page.locator(test('chat-input')).filter({ visible: true })
  const usual = await input.getAttribute('placeholder')
  await desk.tab('chat')
  await page.selectOption(test('slow'), '30')
  await until('the viewer is told', async () => /30/.test((await input.getAttribute('placeholder')) ?? ''))
  const line = `ゆっくり書きます（${form.name}）`
  written.add(line)
  await viewer.say(line)
  await until('the wait is counted', () => input.evaluate((element) => element.classList.contains('off')))
  await look(viewer.visit, 'talk-slow')
  await page.selectOption(test('slow'), '0')
  await until('nothing is to be waited for', async () => (await input.getAttribute('placeholder')) === usual)
}

/** A listed word keeps a line back until somebody has looked at it. */
async function hold(staff: Visit, desk: Console, viewer: Viewer, show: Show): Promise<void> {
  const { page, form } = staff
  const word = `あやしい${form.name.replace('-', '')}`
  const line = `これは${word}ですね`
  for (const text of [word, line, `${word}\thold`]) written.add(text)
  await staff.go('/studio/settings/talk')
  await page.fill(test('words'), `${word}\thold\n`)
  await page.fill(test('try'), line)
  await until('it is tried', async () => (await page.textContent(test('try-result')))!.length > 0)
  await page.click(test('save-words'))
  await until('the list is saved', () => page.locator(test('save-words')).isDisabled())
  await until('the trial knows the new list', async () => (await page.textContent(test('try-result')))!.includes(word))
  await look(staff, 'settings-talk')
  await viewer.say(line)
  await viewer.page.locator(`${test('chat-line')} .note`).first().waitFor()
  await look(viewer.visit, 'talk-held')
  await desk.open(show.id)
  await desk.tab('chat')
  await page.locator(test('held-line'), { hasText: line }).waitFor()
  await look(staff, 'talk-console-held')
  await page.click(test('approve'))
  await page.waitForSelector(test('held'), { state: 'detached' })
  await desk.line(line)
  await viewer.page.locator(`${test('chat-line')} .note`).first().waitFor({ state: 'detached' })
}

/** Somebody who may not write is told why, and may again once it is lifted. */
async function ban(staff: Visit, desk: Console, viewer: Viewer, seq: string): Promise<void> {
  const { page } = staff
  const reason = '宣伝のくり返し'
  written.add(reason)
  await choose(desk, seq)
  await page.click(`${lineOf(seq)} ${test('ban')}`)
  await page.click(test('ban-submit'))
  await page.locator(`${test('ban-dialog')} .field-error`).waitFor()
  await page.fill(test('ban-reason'), reason)
  await look(staff, 'talk-ban')
  await page.click(test('ban-submit'))
  await page.waitForSelector(test('ban-dialog'), { state: 'detached' })
  const told = viewer.page.locator(test('banned')).filter({ visible: true })
  await told.waitFor()
  assert.ok((await told.textContent())!.includes(reason))
  await look(viewer.visit, 'talk-banned')
  await staff.go('/studio/settings/talk')
  await page.locator(test('ban-row'), { hasText: reason }).waitFor()
  await page.locator(test('bans')).scrollIntoViewIfNeeded()
  await look(staff, 'settings-bans')
  await page.click(test('lift'))
  await page.waitForSelector(test('ban-row'), { state: 'detached' })
  await told.waitFor({ state: 'detached' })
  const again = `また書けます（${staff.form.name}）`
  written.add(again)
  await viewer.say(again)
}

void it('nothing was wrong with the screens', () => assert.deepEqual(faults, []))
