// Questions, a poll and a note, in Chromium: asked on a phone, wanted by another, claimed and answered aloud at the desk, and
// found in the archive with the way to the answer; voted by two, closed, and the same result live and in the archive.
import assert from 'node:assert/strict'
import { after, before, test as it } from 'node:test'
import type { Product, Show } from '../support/api.ts'
import { type Browser, launch, type Page } from '../support/browser.ts'
import { Encoder } from '../support/encoder.ts'
import { until } from '../support/processes.ts'
import { Server } from '../support/server.ts'
import { ownerEmail, ownerPassword, Shop } from '../support/shop.ts'
import { Console, ownerName } from './director.ts'
import { look, written } from './look.ts'
import { Viewer } from './viewer.ts'
import { faults, forms, test, Visit } from './visit.ts'

const [deskJa, phoneJa, deskEn, phoneEn] = forms as [(typeof forms)[0], (typeof forms)[0], (typeof forms)[0], (typeof forms)[0]]
const asked = 'ブルベには何色が合いますか？'
const poll = { question: 'つぎに塗る色は？', options: ['茜', '桜鼠', '葡萄'] }
const note = 'あと 3 分で次の商品です'
const inWords = '公式サイトにも一覧があります。'
for (const text of [asked, poll.question, ...poll.options, note, inWords, '月白', ownerName]) written.add(text)

let server: Server
let browser: Browser
let shop: Shop
let encoder: Encoder
let product: Product
let show: Show
let yuzu: Viewer
let mochi: Viewer
let desk: Console
before(async () => {
  server = await Server.start()
  shop = await Shop.open(server)
  await shop.owner.patch('/api/shop', { name: '月白' })
  product = await shop.product(5)
  show = await shop.show({ shelf: [product.id] })
  for (const text of [show.title, product.title]) written.add(text)
  encoder = new Encoder(await shop.address(show.id, 'rtmp'), { size: '320x568' })
  await shop.owner.post(`/api/shows/${show.id}/start`)
  browser = await launch()
  yuzu = new Viewer(await Visit.begin(browser, server.base, phoneJa))
  mochi = new Viewer(await Visit.begin(browser, server.base, phoneEn))
  const staff = await Visit.begin(browser, server.base, deskJa)
  desk = new Console(staff)
  await staff.go('/studio/sign-in')
  await staff.page.fill(test('email'), ownerEmail)
  await staff.page.fill(test('password'), ownerPassword)
  await staff.page.click(test('submit'))
  await staff.page.waitForSelector(test('nav-settings'))
  await desk.open(show.id)
  for (const viewer of [yuzu, mochi]) await viewer.visit.go(`/shows/${show.id}`)
  for (const viewer of [yuzu, mochi]) await viewer.page.waitForSelector(test('chat-input'))
})
after(async () => {
  await browser?.close()
  if (encoder?.running) await encoder.kill()
  await server?.stop()
})

const questions = async (page: Page): Promise<void> => {
  if (await page.locator(test('ask-sheet')).count() === 0) await page.click(test('ask-button'))
  await page.waitForSelector(test('questions'))
}
const shut = (page: Page): Promise<void> => page.click(`${test('ask-sheet')} ${test('close')}`)
const question = (page: Page) => page.locator(test('question'), { hasText: asked })
const stands = (page: Page, state: string) => page.locator(`${test('question')}[data-state=${state}]`, { hasText: asked }).waitFor()
const seen = async (page: Page): Promise<string> => (await page.locator(`${test('poll')} ${test('poll-share')}`).evaluateAll((all) => all.map((each) => each.getAttribute('data-count')))).join()

void it('a question is asked from the product card, and wanted by another', async () => {
  await desk.pin(product.id, 1)
  await yuzu.pinned(product.id)
  await look(yuzu.visit, 'ask-card')
  await yuzu.page.click(test('ask-about'))
  await yuzu.page.waitForSelector(test('ask-sheet'))
  assert.equal(await yuzu.page.inputValue(test('ask-product')), product.id, 'about the product one came from')
  await look(yuzu.visit, 'ask-empty')
  await yuzu.page.fill(test('ask-text'), asked)
  await yuzu.page.click(test('ask-send'))
  await question(yuzu.page).waitFor()
  written.add((await shop.owner.get(`/api/shows/${show.id}/questions`)).items[0].by.name)
  await look(yuzu.visit, 'ask-asked')
  await questions(mochi.page)
  await question(mochi.page).locator(test('second')).click()
  await until('the press is kept', () => question(mochi.page).locator(test('second')).isDisabled())
  await look(mochi.visit, 'ask-others')
  await mochi.page.locator(`${test('chat-line')} ${test('asked-line')}`).first().waitFor()
  await until('one more wants to know', async () => (await shop.owner.get(`/api/shows/${show.id}/questions`)).items[0].seconds === 1)
})

void it('the director claims it by key and answers aloud, and adds words', async () => {
  const { page } = desk.visit
  await page.locator(test('side-questions')).getByText('1').waitFor()
  await page.keyboard.press('q')
  await question(page).waitFor()
  assert.equal((await question(page).locator('.want b').textContent()), '1')
  await page.keyboard.press('c')
  await stands(page, 'claimed')
  await look(desk.visit, 'ask-desk-claimed')
  await stands(yuzu.page, 'claimed')
  await until('the answer takes a while', async () => {
    const [{ claim }] = (await shop.owner.get(`/api/shows/${show.id}/questions`)).items
    return (await shop.snapshot(show.id)).clock > claim.at + 2_500
  })
  await page.keyboard.press('a')
  await page.click(test('sieve-answered'))
  await stands(page, 'answered')
  await stands(yuzu.page, 'answered')
  await page.click(test('answer-words'))
  await page.fill(test('answer-text'), inWords)
  await page.keyboard.press('Control+Enter')
  await page.locator(test('given'), { hasText: inWords }).waitFor()
  await look(desk.visit, 'ask-desk-answered')
  await yuzu.page.locator(test('answer'), { hasText: inWords }).waitFor()
  await look(yuzu.visit, 'ask-answered')
  await shut(yuzu.page)
  await shut(mochi.page)
  await yuzu.page.locator(test('chat-line'), { hasText: inWords }).locator(test('quote')).waitFor()
})

void it('a poll is prepared and opened, voted in by two, moved once and closed', async () => {
  const { page } = desk.visit
  await page.keyboard.press('v')
  await page.click(test('poll-new'))
  await page.fill(test('poll-question'), poll.question)
  await page.click(test('poll-add-option'))
  for (const [i, option] of poll.options.entries()) await page.locator(test('poll-option-text')).nth(i).fill(option)
  await look(desk.visit, 'poll-form')
  await page.click(test('poll-save'))
  await page.click(test('poll-open'))
  for (const { page: phone } of [yuzu, mochi]) await phone.waitForSelector(test('poll'))
  await look(yuzu.visit, 'poll-asked')
  assert.equal(await seen(yuzu.page), '', 'nobody is told before one votes')
  await yuzu.page.locator(test('poll-option')).nth(0).click()
  await until('the vote is counted', async () => (await seen(yuzu.page)) === '1,0,0')
  await mochi.page.locator(test('poll-option')).nth(1).click()
  for (const { page: phone } of [yuzu, mochi]) await until('both see both', async () => (await seen(phone)) === '1,1,0')
  await yuzu.page.locator(test('poll-option')).nth(1).click()
  for (const { page: phone } of [yuzu, mochi]) await until('the vote has moved', async () => (await seen(phone)) === '0,2,0')
  await look(yuzu.visit, 'poll-voted')
  await page.locator(`${test('poll')} ${test('poll-option')}[data-count="2"]`).waitFor()
  await look(desk.visit, 'poll-desk')
  await page.click(test('poll-close'))
  for (const { page: phone } of [yuzu, mochi]) await phone.waitForSelector(`${test('poll')}[data-state=closed]`)
  assert.equal(await seen(mochi.page), '0,2,0')
  await look(mochi.visit, 'poll-closed')
})

void it('a note reaches the presenter and is acknowledged', async () => {
  const { page } = desk.visit
  await page.keyboard.press('p')
  await page.fill(test('note-text'), note)
  await page.keyboard.press('Enter')
  await page.waitForSelector(test('note-unseen'))
  const { url } = await shop.owner.post('/api/staff/invitations', { name: '美緒', role: 'presenter', handle: 'mio' })
  const token = new URL(url).hash.slice(1) || url.split(/[/=]/).at(-1)
  await shop.anyone.post('/api/staff/invitations/accept', { token, email: 'mio@example.jp', password: ownerPassword })
  written.add('美緒')
  const presenter = await Visit.begin(browser, server.base, phoneEn)
  await presenter.go('/studio/sign-in')
  await presenter.page.fill(test('email'), 'mio@example.jp')
  await presenter.page.fill(test('password'), ownerPassword)
  await presenter.page.click(test('submit'))
  await presenter.page.waitForSelector(test('sign-in'), { state: 'detached' })
  await new Console(presenter).open(show.id)
  await presenter.page.locator(test('note-now'), { hasText: note }).waitFor()
  await look(presenter, 'note-now')
  await presenter.page.click(test('acknowledge'))
  await presenter.page.waitForSelector(test('note-now'), { state: 'detached' })
  await page.locator(test('note-seen'), { hasText: '美緒' }).waitFor()
  presenter.content(/^401 GET \/api\/sessions\/current/)
  await presenter.context.close()
  await look(desk.visit, 'note-desk')
  yuzu.visit.content()
  mochi.visit.content()
})

void it('in the archive the question leads to its answer, and the poll stands at its moment with the same result', async () => {
  const kept = (await shop.owner.get(`/api/shows/${show.id}/questions`)).items[0]
  assert.ok(kept.answer.until > kept.answer.from)
  const [held] = (await shop.owner.get(`/api/shows/${show.id}/polls`)).items
  await encoder.stop()
  await shop.owner.post(`/api/shows/${show.id}/end`)
  await yuzu.visit.go(`/shows/${show.id}`)
  await yuzu.page.waitForSelector(`${test('watch')}[data-state=archived]`)
  await until('the picture is there', async () => (await yuzu.page.getAttribute(test('watch'), 'data-stage')) === 'archive', 60)
  await questions(yuzu.page)
  await look(yuzu.visit, 'ask-archive')
  await question(yuzu.page).locator(test('answer-jump')).click()
  await until('the playhead is at the answer', async () => Math.abs((await yuzu.playhead()) - kept.answer.from) < 4_000, 30)
  const length = (await shop.snapshot(show.id)).length_ms!
  await yuzu.seek(held.opened_at + 300, length)
  await yuzu.page.waitForSelector(`${test('poll')}[data-state=closed]`)
  assert.equal(await seen(yuzu.page), '0,2,0')
  await look(yuzu.visit, 'poll-archive')

  const reader = await Visit.begin(browser, server.base, deskEn)
  await reader.go(`/products/${product.id}`)
  await reader.page.locator(test('product-question'), { hasText: asked }).waitFor()
  await look(reader, 'product-questions')
  await reader.page.click(test('product-answer-jump'))
  await reader.page.waitForSelector(`${test('watch')}[data-state=archived]`)
  await reader.page.click(test('questions-tab'))
  await stands(reader.page, 'answered')
  await look(reader, 'ask-archive-desk')
  reader.content()
  yuzu.visit.content()
  desk.visit.content(/^401 GET \/api\/sessions\/current/)
})

void it('nothing was wrong with the screens', () => assert.deepEqual(faults, []))
