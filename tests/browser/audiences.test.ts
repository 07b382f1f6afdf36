// Audiences in Chromium: members agree on their own page, a planner describes an audience and gives out those who agreed.
//
// One member holds a phone and speaks Japanese, one sits at a desk and speaks English; the owner looks from both.
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { after, before, test as it } from 'node:test'
import { type Client, type Product } from '../support/api.ts'
import { type Browser, launch } from '../support/browser.ts'
import { type MailSink, mailSink } from '../support/mail_sink.ts'
import { until } from '../support/processes.ts'
import { Server } from '../support/server.ts'
import { contact, ownerEmail, ownerPassword, Shop } from '../support/shop.ts'
import { look, written } from './look.ts'
import { faults, type Form, forms, test, Visit } from './visit.ts'

const kTitle = '口紅を買った方'
const [, phone, desk] = forms as [never, (typeof forms)[number], (typeof forms)[number]]
type Member = Client & { email: string }

let sink: MailSink
let server: Server
let browser: Browser
let shop: Shop
let lip: Product
const members: Member[] = []
const offices = new Map<Form, Visit>()
before(async () => {
  sink = await mailSink()
  server = await Server.start({ args: ['--smtp', sink.url] })
  shop = await Shop.open(server)
  await shop.owner.patch('/api/shop', { name: '月白' })
  lip = await shop.product(50, { title: '柿渋の口紅' })
  for (let at = 0; at < 12; at++) {
    const one = await member(`buyer${at}@example.jp`)
    await one.post('/api/orders', { lines: [{ sku: lip.id, quantity: 1 }], contact })
    members.push(one)
  }
  for (const one of members.slice(2)) await agree(one)
  browser = await launch()
  for (const text of ['月白', '店長', '店', '花', lip.title, kTitle]) written.add(text)
  for (const form of [phone, desk]) offices.set(form, await Visit.begin(browser, server.base, form))
})
after(async () => {
  await browser?.close()
  await server?.stop()
  await sink?.close()
})

async function member(email: string): Promise<Member> {
  const viewer = await shop.viewer('花')
  await shop.anyone.post('/api/members/sign-in', { email, language: 'ja' })
  const mail = await until('the mail has come', () => sink.to(email)[0])
  await viewer.post('/api/members/verify', { token: /token=(\w+)/.exec(mail.text)![1]! })
  return Object.assign(viewer, { email })
}

async function agree(who: Member): Promise<void> {
  const { version } = await who.get<{ version: string }>('/api/me/agreements')
  await who.put('/api/me/agreements', { purpose: 'ads', given: true, version })
}

it('members agree on their own page, where nothing is ticked before, and link an account by a code', async () => {
  for (const [place, form] of [phone, desk].entries()) {
    const visit = await Visit.begin(browser, server.base, form)
    await visit.context.addCookies([{ name: 'nigiwai_viewer', value: members[place]!.token!, url: server.base }])
    await visit.go('/me')
    const { page } = visit
    await page.waitForSelector(test('agreements'))
    for (const purpose of ['ads', 'mailing']) assert.ok(!await page.isChecked(test(`agree-${purpose}`)), `${purpose} is off by default`)
    const kept = page.waitForResponse((response) => response.request().method() === 'PUT' && response.url().endsWith('/api/me/agreements'))
    await page.check(test('agree-ads'))
    assert.equal((await kept).status(), 200)
    await page.reload()
    await page.waitForSelector(test('agreements'))
    assert.ok(await page.isChecked(test('agree-ads')))
    await page.locator(test('agreements')).scrollIntoViewIfNeeded()
    await look(visit, 'agreements')
    await page.click(test('link-account'))
    const code = page.locator(`${test('linking-code')} code`)
    await code.waitFor()
    const shown = (await code.textContent())!
    assert.match(shown, /^NW-[A-Z0-9]{8}$/)
    written.add(shown)
    await page.locator(test('linked-accounts')).scrollIntoViewIfNeeded()
    await look(visit, 'linked-accounts')
    visit.content()
  }
})

it('a planner describes an audience and gives out those who agreed', async () => {
  const office = offices.get(desk)!
  const { page } = office
  await office.go('/studio/sharing/audiences')
  await page.fill(test('email'), ownerEmail)
  await page.fill(test('password'), ownerPassword)
  await page.click(test('submit'))
  await page.waitForSelector(test('empty'))
  await look(office, 'audiences-empty')
  await page.click(test('add-audience'))
  await page.click(test('save-audience'))
  await page.locator('[aria-invalid=true]').first().waitFor()
  await page.fill(test('audience-title'), kTitle)
  await page.selectOption(test('audience-ordered'), lip.id)
  await page.fill(test('audience-days'), '30')
  await page.waitForSelector(`${test('counts')}[data-people="12"]`)
  await page.locator(test('counts')).scrollIntoViewIfNeeded()
  await look(office, 'audience-form')
  await page.click(test('save-audience'))
  await page.waitForSelector(test('audience'))

  await page.click(test('export-audience'))
  await page.waitForSelector(`${test('counts')}[data-people="12"]`)
  await page.click(test('purpose-mailing'))
  await page.waitForSelector(test('too-few'))
  assert.ok(await page.isDisabled(test('give-out')))
  await look(office, 'audience-too-few')
  await page.click(test('purpose-ads'))
  await look(office, 'audience-export')
  const [download] = await Promise.all([page.waitForEvent('download'), page.click(test('give-out'))])
  assert.equal(download.suggestedFilename(), 'audience-ads.csv')
  const file = (await readFile(await download.path(), 'utf8')).trimEnd().split('\r\n')
  assert.deepEqual(file, ['email', ...members.map(({ email }) => createHash('sha256').update(email).digest('hex')).sort()])
  await page.waitForSelector(`${test('exported')}[data-purpose=ads][data-count="12"]`)
  await look(office, 'audiences')
  office.content(/401 GET/)
})

it('the owner reads it on a phone', async () => {
  const office = offices.get(phone)!
  const { page } = office
  await office.go('/studio/sharing/audiences')
  await page.fill(test('email'), ownerEmail)
  await page.fill(test('password'), ownerPassword)
  await page.click(test('submit'))
  await page.waitForSelector(test('exported'))
  await look(office, 'audiences')
  await page.click(test('edit-audience'))
  await page.waitForSelector(`${test('counts')}[data-people="12"]`)
  await look(office, 'audience-form')
  await page.keyboard.press('Escape')
  await page.click(test('export-audience'))
  await page.waitForSelector(`${test('counts')}[data-people="12"]`)
  await look(office, 'audience-export')
  await page.keyboard.press('Escape')
  await office.go('/studio/settings/audit')
  await page.waitForSelector('main')
  office.content(/401 GET/)
})

it('nothing was wrong with the screens', () => assert.deepEqual(faults, []))
