// The inbox in Chromium: a reply comes in, is claimed and answered, the figures move; a question of a show is answered from
// the same place. The director sits at a desk and speaks English, the presenter holds a phone and speaks Japanese.
import assert from 'node:assert/strict'
import { after, before, test as it } from 'node:test'
import type { Client, Product, Show } from '../support/api.ts'
import { type Browser, launch } from '../support/browser.ts'
import { until } from '../support/processes.ts'
import { Room } from '../support/room.ts'
import { patience, Server } from '../support/server.ts'
import { Shop } from '../support/shop.ts'
import { TalkingNetwork } from '../support/talking_network.ts'
import { look, written } from './look.ts'
import { faults, forms, test, Visit } from './visit.ts'

const kReply = '柿渋の口紅、ふだん使いにはどの色がいいですか？ https://hana.example/nikki'
const kMention = 'tsukishiro のライブ、次はいつだろう。楽しみ！'
const kAnswer = '「柿」がなじみやすいです。今夜の配信で、5 色ぜんぶ塗ってみせますね。'
const kQuestion = '敏感肌でも使えますか？'
const kSpoken = 'はい。パッチテストずみで、無香料です。'
const kReason = '宣伝・いたずら'
const kPassword = '口紅と頬紅と 2026'
const [, phone, desk] = forms as [never, (typeof forms)[number], (typeof forms)[number]]

let network: TalkingNetwork
let server: Server
let browser: Browser
let shop: Shop
let lip: Product
let show: Show
let director: Visit
let presenter: Visit
let viewer: Room

before(async () => {
  network = await TalkingNetwork.open()
  server = await Server.start({ args: ['--allow-private-peer', network.peer] })
  shop = await Shop.open(server)
  await shop.owner.patch('/api/shop', { name: '月白' })
  lip = await shop.product(20, { title: '柿渋の口紅' })
  await Promise.all([somebody('director', '岡 梢'), somebody('presenter', '森 うるみ')])
  await shop.owner.post('/api/channels', network.account)
  show = await shop.liveShow(lip)
  browser = await launch()
  director = await Visit.begin(browser, server.base, desk)
  presenter = await Visit.begin(browser, server.base, phone)
  for (const text of ['月白', '岡 梢', '岡', '森 うるみ', '森', 'うるみ', '店長', '店', show.title, lip.title, kReply, kMention, kAnswer, kQuestion, kSpoken, kReason, 'ゆず茶', 'hana.example', 'ren.example', 'spam.example', 'tsukishiro.example', 'This thread is locked', 'Bluesky', '稼げます']) written.add(text)
  for (const piece of [...kReply.split(' '), '副業で稼げます']) written.add(piece)
})
after(async () => {
  await browser?.close()
  await server?.stop()
  network?.close()
})

async function somebody(role: string, name: string): Promise<Client> {
  const { url } = await shop.owner.post('/api/staff/invitations', { name, role, email: `${role}@example.jp` })
  return shop.anyone.as((await shop.anyone.post('/api/staff/invitations/accept', { token: new URL(url).hash.slice(1), password: kPassword })).token)
}
async function signIn(visit: Visit, role: string): Promise<void> {
  await visit.go('/studio/inbox')
  await visit.page.fill(test('email'), `${role}@example.jp`)
  await visit.page.fill(test('password'), kPassword)
  await visit.page.click(test('submit'))
  await visit.page.waitForSelector(test('inbox-items'))
}
const of = (state: string): string => `${test('item')}[data-state=${state}]`
const waits = (visit: Visit, count: number) => until(`${count} wait in the navigation`, async () => ((await visit.page.textContent(`${test('inbox-badge')} [aria-hidden]`).catch(() => '')) ?? '') === String(count), 30 * patience, 100)

it('an empty inbox says what will come', async () => {
  await signIn(director, 'director')
  await director.page.waitForSelector(test('empty'))
  await look(director, 'inbox-empty')
})

it('a reply comes in, is claimed by key, and answered', async () => {
  const { page } = director
  network.hears('ren.example', kMention, 'mention')
  network.hears('hana.example', kReply)
  await page.click(test('look'))
  await page.locator(test('item')).nth(1).waitFor()
  await waits(director, 2)
  await look(director, 'inbox-list')
  await page.keyboard.press('j')
  await page.waitForSelector(test('conversation'))
  assert.match((await page.textContent(test('said')))!, /どの色がいいですか/)
  assert.equal(await page.getAttribute(`${test('said')} a`, 'rel'), 'nofollow ugc noopener noreferrer')
  await page.keyboard.press('c')
  await page.waitForSelector(`${test('conversation')}[data-state=claimed]`)
  await page.keyboard.press('r')
  await page.keyboard.insertText(kAnswer)
  await look(director, 'inbox-answering')
  await page.keyboard.press('Control+Enter')
  await page.waitForSelector(`${test('answer')}[data-state=sent]`)
  assert.deepEqual(network.said.map(({ text }) => text), [kAnswer])
  await look(director, 'inbox-answered')
  await waits(director, 1)
})

it('a refusal of the network is shown, and what needs no answer is put aside', async () => {
  const { page } = director
  network.refusals.push({ status: 400, body: { error: 'InvalidRequest', message: 'This thread is locked' } })
  await page.click(of('open'))
  await page.fill(test('answer-text'), kAnswer)
  await page.waitForSelector(test('claimed'))
  await page.click(test('send'))
  await page.waitForSelector(`${test('answer')}[data-state=failed]`)
  assert.match((await page.textContent(test('why')))!, /This thread is locked/)
  await look(director, 'inbox-refused')
  await page.click(test('retry-answer'))
  await page.waitForSelector(`${test('answer')}[data-state=sent]`)
  network.hears('spam.example', '副業で稼げます')
  await page.click(test('look'))
  await page.click(of('open'))
  await page.click(test('aside'))
  await page.click(test('confirm'))
  await page.waitForSelector('[aria-invalid=true]')
  await page.fill(test('reason'), kReason)
  await look(director, 'inbox-aside')
  await page.click(test('confirm'))
  await page.waitForSelector(test('put-aside'))
})

it('the presenter answers a question of the show on a phone', async () => {
  const { page } = presenter
  viewer = await Room.join(await shop.viewer('ゆず茶'), show.id)
  await viewer.must('question.ask', { text: kQuestion })
  await signIn(presenter, 'presenter')
  await page.waitForSelector(of('open'))
  await waits(presenter, 1)
  await look(presenter, 'inbox-list')
  await page.click(of('open'))
  await page.fill(test('answer-text'), kSpoken)
  await page.waitForSelector(test('claimed'))
  await look(presenter, 'inbox-answering')
  await page.click(test('send'))
  await page.waitForSelector(`${test('answer')}[data-state=sent]`)
  assert.equal((await viewer.waitFor('question.answered')).data['text'], kSpoken)
  await page.click(test('back'))
  await page.click(test('state-answered'))
  await page.locator(of('answered')).nth(2).waitFor()
  await look(presenter, 'inbox-closed')
  viewer.leave()
})

it('the figures tell how long people waited, and who answered', async () => {
  for (const visit of [director, presenter]) {
    await visit.page.click(test('tab-figures'))
    const row = visit.page.locator(`${test('network-figures')}[data-network=bluesky]`)
    await row.waitFor()
    assert.deepEqual([await row.getAttribute('data-answered'), await row.getAttribute('data-waiting')], ['2', '0'])
    assert.match((await row.locator(test('median')).textContent())!, /\d/)
    await visit.page.locator(`${test('network-figures')}[data-network=show][data-answered="1"]`).waitFor()
    assert.equal(await visit.page.locator(test('answerer')).count(), 2)
    await look(visit, 'inbox-figures')
  }
})

it('nothing was wrong with the screens', () => {
  for (const visit of [director, presenter]) visit.content(/401 GET/)
  assert.deepEqual(faults, [])
})
