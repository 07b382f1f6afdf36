// Reports in Chromium: the list, a show's, a month's and a proof's on a desk, a phone and on paper, in both languages; the words
// that a team writes in place of the rules', and the table as CSV.
import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, describe, test as it } from 'node:test'
import type { Product, Show } from '../support/api.ts'
import { type Browser, launch } from '../support/browser.ts'
import { type Crowd, type Doing, crowd, watches } from '../support/crowd.ts'
import { root, until } from '../support/processes.ts'
import { Server } from '../support/server.ts'
import { ownerEmail, ownerPassword, Shop } from '../support/shop.ts'
import { look, written } from './look.ts'
import { heldAgo } from './past_time.ts'
import { faults, type Form, test, Visit, walked } from './visit.ts'

const kHypothesis = '使いかたを見せる配信は、売れるだけでなく、アーカイブでも売れ続け、また見に来る人を増やす'
const kWords = { verdict: '来期は月4本に広げます。アーカイブでも売れたことが決め手です。', finding: '質問への回答を前半に寄せたことで、購入の迷いが減りました。' }

let browser: Browser
let server: Server
let shop: Shop
let show: Show
let proof: string
before(async () => {
  browser = await launch()
  server = await Server.start()
  shop = await Shop.open(server)
  await shop.owner.patch('/api/shop', { name: '月白', name_latin: 'Tsukishiro' })
  const lip: Product = await shop.product(200, { title: 'うるみリップ 02 椿' })
  const oil: Product = await shop.product(200, { title: 'つやめきオイル', price: { amount: 3960, currency: 'JPY' } })
  const people = await crowd(shop, 30)
  const first = await held(await shop.show({ title: '夏のうるおい、ふだんの手入れ', shelf: [lip.id, oil.id] }), { played: 10_000, chats: 6, hearts: 8, asks: 2, saves: 3, shares: 1, buys: 11, at: 100 }, people.slice(0, 20), [lip, oil])
  await heldAgo(server, first, new Date().getDate() + 4)
  show = await shop.show({ title: '秋の新色リップ、ぜんぶ塗る夜', shelf: [lip.id, oil.id] })
  const targets = [{ figure: 'gmv', target: 80_000 }, { figure: 'viewers', target: 40 }, { figure: 'engagement', target: 400 }]
  await shop.owner.put(`/api/shows/${show.id}/plan`, { concept: 'how_to', purpose: '', targets, team: [] })
  await held(show, { played: 10_000, chats: 14, hearts: 16, asks: 4, saves: 9, shares: 3, buys: 17, at: 100 }, people.slice(3, 28), [lip, oil])
  // Some come to the archive.
  await watches(people.slice(18), show.id, [lip, oil], { played: 4_000, saves: 2, buys: 5, at: 100 })
  await shop.owner.post(`/api/shows/${show.id}/review/notes`, { kind: 'try', text: '最初の商品を、始まって 2 分以内に見せる' })
  const proved = [{ figure: 'gmv', target: 60_000 }, { figure: 'buyers', target: 20 }, { figure: 'viewers', target: 45 }, { figure: 'archive_orders', target: 5 }, { figure: 'reminders', target: 10 }]
  ;({ id: proof } = await shop.owner.post('/api/proofs', { title: '秋の使いかた検証', hypothesis: kHypothesis, ends_at: new Date(Date.now() + 86_400_000).toISOString(), shows: [show.id], targets: proved }))
  await until('the figures are read', async () => (await shop.owner.get(`/api/reports/show/${show.id}`)).behind === 0, 40, 300)
  for (const word of ['月白', '店長', '店', 'node', '夏のうるおい、ふだんの手入れ', '秋の新色リップ、ぜんぶ塗る夜', '秋の使いかた検証', 'うるみリップ 02 椿', 'つやめきオイル', '最初の商品を、始まって 2 分以内に見せる', kHypothesis, ...Object.values(kWords)]) written.add(word)
})
after(async () => {
  await browser?.close()
  await server?.stop()
})

async function held(of: Show, doing: Doing, people: Crowd, products: Product[]): Promise<string> {
  await shop.owner.post(`/api/shows/${of.id}/start`)
  await watches(people, of.id, products, doing)
  await shop.owner.post(`/api/shows/${of.id}/end`)
  return of.id
}

describe('in every form', { concurrency: 2 }, () => {
  for (const form of walked) void it(`an owner reads and prints: ${form.name}`, () => journey(form))
})

it('nothing was wrong with the screens', () => assert.deepEqual(faults, []))

async function journey(form: Form): Promise<void> {
  const visit = await Visit.begin(browser, server.base, form)
  const { page } = visit
  await visit.go('/studio/reports')
  await page.fill(test('email'), ownerEmail)
  await page.fill(test('password'), ownerPassword)
  await page.click(test('submit'))
  await page.waitForSelector(test('report-proof'))
  visit.content(/401 GET/)
  await look(visit, 'reports')
  await page.click(`${test('report-show')} >> nth=0`)
  await page.waitForSelector(`${test('report')}[data-kind="show"]`)
  await page.waitForSelector(`${test('row-gmv')}[data-target="80000"]`)
  assert.equal(await page.locator(`${test('findings')} li`).count(), 3)
  await whole(visit, 'report-show')
  await visit.go(`/studio/reports/proof/${proof}`)
  await page.waitForSelector(`${test('report-verdict')}[data-verdict="partly"]`)
  if (form.name === 'desk-ja') await write(visit)
  await whole(visit, 'report-proof')
  if (!form.phone) await paper(visit, `report-proof-${form.language}`)
  const month = new Date().toLocaleDateString('sv', { timeZone: 'Asia/Tokyo' }).slice(0, 7)
  await visit.go(`/studio/reports/month/${month}`)
  await page.waitForSelector(`${test('report')}[data-kind="month"]`)
  const [saved] = await Promise.all([page.waitForEvent('download'), page.click(test('csv'))])
  const table = readFileSync((await saved.path())!, 'utf8')
  assert.match(table, /^\ufeff/)
  assert.match(table, form.language === 'ja' ? /\r\n売上,注文額,JPY,\d+/ : /\r\nSales,Sales placed,JPY,\d+/)
  if (!form.phone) await paper(visit, `report-month-${form.language}`)
  await visit.go('/studio/settings/account')
  await page.waitForSelector(`${test('weekly')}:not([disabled])`)
  await page.locator(test('weekly')).scrollIntoViewIfNeeded()
  await look(visit, 'weekly')
  if (form.name === 'desk-en') {
    await page.check(test('weekly'))
    await until('it is wished for', async () => (await shop.owner.get('/api/insight/weekly-mail')).language === 'en', 10)
  }
  visit.content()
  await visit.context.close()
}

async function write(visit: Visit): Promise<void> {
  const { page } = visit
  await page.click(test('write'))
  await page.fill(test('verdict'), kWords.verdict)
  await page.fill(test('findings-1'), kWords.finding)
  await look(visit, 'report-write')
  await page.click(test('save-words'))
  await page.waitForSelector(`${test('findings')} li[data-rule="own"]`)
  assert.equal(await page.textContent(test('verdict-words')), kWords.verdict)
}

/** The screen, and below its edge, too. */
async function whole(visit: Visit, name: string): Promise<void> {
  await look(visit, name)
  if (process.env.SCREENS === '1') await visit.page.screenshot({ path: join(root, `build/screens/${name}-whole-${visit.form.name}.png`), fullPage: true })
}

/** A4, two or three pages, as the browser saves it. */
async function paper(visit: Visit, name: string): Promise<void> {
  const pdf = await visit.page.pdf({ preferCSSPageSize: true, printBackground: true })
  const pages = pdf.toString('latin1').match(/\/Type\s*\/Page\b/g)?.length ?? 0
  assert.ok(pages >= 2 && pages <= 3, `${name} has ${pages} pages`)
  assert.match(pdf.toString('latin1'), /\/MediaBox\s*\[0 0 59[45]\.\d+ 84[12]\.\d+\]/, 'A4')
  if (process.env.SCREENS === '1') writeFileSync(join(root, `build/screens/${name}.pdf`), pdf)
}
