// Who works in the shop, in Chromium: a director is invited, joins by the link, sets up the second factor and signs in
// with it; the owner gives another role, ends a session, and reads in the log what happened. On a phone and on a desk, in
// both languages.
import assert from 'node:assert/strict'
import { after, before, test as it } from 'node:test'
import { type Browser, launch } from '../support/browser.ts'
import { until } from '../support/processes.ts'
import { Server } from '../support/server.ts'
import { ownerEmail, ownerPassword, Shop } from '../support/shop.ts'
import { codeOf } from '../support/totp.ts'
import { look, written } from './look.ts'
import { faults, type Form, test, Visit, walked } from './visit.ts'

const kPassword = '秋の夜長に口紅を塗る'

let server: Server
let browser: Browser
let shop: Shop
before(async () => {
  server = await Server.start()
  shop = await Shop.open(server)
  await shop.owner.patch('/api/shop', { name: '月白' })
  browser = await launch()
  for (const text of ['月白', '店長', '店', '岡', 'Chrome']) written.add(text)
})
after(async () => {
  await browser?.close()
  await server?.stop()
})

async function signIn(visit: Visit, email: string, password: string): Promise<void> {
  const { page } = visit
  await visit.go('/studio/sign-in')
  await page.fill(test('email'), email)
  await page.fill(test('password'), password)
  await page.click(test('submit'))
}

for (const form of walked) void it(`a director is invited, joins, and is looked after: ${form.name}`, () => journey(form))

async function journey(form: Form): Promise<void> {
  const owner = await Visit.begin(browser, server.base, form)
  const laptop = await Visit.begin(browser, server.base, form)
  const phone = await Visit.begin(browser, server.base, form)
  const name = `岡 ${form.name}`
  const email = `oka-${form.name}@example.jp`
  written.add(name)
  await signIn(owner, ownerEmail, ownerPassword)
  await owner.page.waitForSelector(test('nav-settings'))

  await join(laptop, await invite(owner, name), email)
  const secret = await secondFactor(laptop)
  await signInWithCode(phone, email, secret)

  // From the new device one sees the first one, and ends its session.
  await phone.go('/studio/settings/account')
  await phone.page.locator(`${test('session')}[data-current=false]`).waitFor()
  await look(phone, 'account')
  await phone.page.click(test('end-session'))
  await phone.page.locator(`${test('session')}[data-current=false]`).waitFor({ state: 'detached' })
  await laptop.page.click(test('nav-orders'))
  await laptop.page.waitForSelector(test('expired'))
  await look(laptop, 'signed-out-elsewhere')
  laptop.content(/^401 GET/)

  await rule(owner, name)
  await phone.page.click(test('nav-orders'))
  await phone.page.waitForSelector(test('expired'))
  phone.content(/^401 (GET|POST)/)
  await readLog(owner, name)
  owner.content(/^401 GET \/api\/sessions\/current/)
  for (const visit of [owner, laptop, phone]) await visit.context.close()
}

/** The owner makes the link, which is told once. */
async function invite(visit: Visit, name: string): Promise<string> {
  const { page } = visit
  await visit.go('/studio/settings/team')
  await page.click(test('invite'))
  await page.waitForSelector(test('invite-form'))
  await look(visit, 'invite')
  await page.fill(`${test('invite-form')} ${test('name')}`, name)
  await page.selectOption(`${test('invite-form')} ${test('role')}`, 'director')
  await page.click(test('make-link'))
  const link = (await page.textContent(test('invitation-link')))!
  await look(visit, 'invited')
  await page.click(test('done'))
  await page.locator(test('invitation'), { hasText: name }).waitFor()
  return link
}

async function join(visit: Visit, link: string, email: string): Promise<void> {
  const { page } = visit
  await page.goto(link)
  await page.waitForSelector(test('join'))
  await page.fill(test('password'), 'short')
  await page.click(test('submit'))
  await page.locator('.field-error').first().waitFor()
  await look(visit, 'join')
  await page.fill(test('email'), email)
  await page.fill(test('password'), kPassword)
  await page.click(test('submit'))
  await page.waitForSelector(test('nav-settings'))
  await page.goto('about:blank')
  await page.goto(link)
  await page.waitForSelector(test('to-sign-in'))
  await look(visit, 'join-used')
  visit.content(/^401 GET \/api\/sessions\/current/, /^409 POST \/api\/staff\/invitations\/look/)
}

/** Switches it on, as with an app that reads the picture, and answers its secret. */
async function secondFactor(visit: Visit): Promise<string> {
  const { page } = visit
  await visit.go('/studio/settings/account')
  await page.fill(test('factor-password'), kPassword)
  await page.click(test('factor-submit'))
  const picture = page.locator('.factor-qr')
  await until('the picture to scan is drawn', () => picture.evaluate((image: HTMLImageElement) => image.complete && image.naturalWidth > 0))
  const secret = (await page.textContent(test('factor-secret')))!
  written.add(secret)
  const now = codeOf(secret)
  await page.fill(test('factor-code'), now === '000000' ? '000001' : '000000')
  await page.click(test('factor-submit'))
  await page.locator(`${test('factor')} .field-error`).waitFor()
  await picture.scrollIntoViewIfNeeded()
  await look(visit, 'factor-scan')
  await page.fill(test('factor-code'), codeOf(secret))
  await page.click(test('factor-submit'))
  await page.waitForSelector(test('recovery-codes'))
  assert.equal(await page.locator(`${test('recovery-codes')} li`).count(), 10)
  await page.locator(test('recovery-codes')).scrollIntoViewIfNeeded()
  await look(visit, 'factor-codes')
  await page.click(test('codes-kept'))
  await page.locator(`${test('factor')}[data-on=true]`).waitFor()
  visit.content(/^400 PUT \/api\/account\/second-factor/)
  return secret
}

async function signInWithCode(visit: Visit, email: string, secret: string): Promise<void> {
  const { page } = visit
  await signIn(visit, email, kPassword)
  await page.waitForSelector(test('code'))
  await page.fill(test('code'), '12')
  await page.click(test('submit'))
  await page.locator('.field-error').waitFor()
  await look(visit, 'sign-in-code')
  // The code that switched it on is spent; the phone's next one is a step ahead.
  await page.fill(test('code'), codeOf(secret, 1))
  await page.click(test('submit'))
  await page.waitForSelector(test('nav-settings'))
  visit.content(/^401 GET \/api\/sessions\/current/, /^401 POST \/api\/sessions/)
}

/** Another role, and out everywhere; neither needs a word with the person. */
async function rule(visit: Visit, name: string): Promise<void> {
  const { page } = visit
  await visit.go('/studio/settings/team')
  const row = page.locator(test('account'), { hasText: name })
  await row.locator(test('role')).selectOption('planner')
  await until('the role is changed', async () => {
    const { items } = await shop.owner.get<{ items: { name: string; role: string }[] }>('/api/accounts')
    return items.find((one) => one.name === name)?.role === 'planner'
  })
  await row.locator(test('account-actions')).click()
  await row.locator(test('end-sessions')).waitFor()
  await look(visit, 'team')
  await row.locator(test('end-sessions')).click()
  await row.locator(test('end-sessions')).waitFor({ state: 'detached' })
}

async function readLog(visit: Visit, name: string): Promise<void> {
  const { page, form } = visit
  await visit.go('/studio/settings/audit')
  await page.selectOption(test('audit-kind'), 'staff.')
  await page.locator(test('audit-row')).first().waitFor()
  await look(visit, 'audit')
  const told = form.language === 'ja'
    ? { 'staff.role-changed': '役割を変えた', 'staff.joined': '招待を受けて参加した', 'staff.second-factor-on': '2 段階認証を有効にした', 'staff.sessions-ended': 'サインアウトさせた' }
    : { 'staff.role-changed': 'Changed the role', 'staff.joined': 'Joined by invitation', 'staff.second-factor-on': 'Turned on the second factor', 'staff.sessions-ended': 'Signed somebody out' }
  for (const [action, words] of Object.entries(told)) {
    const row = page.locator(`${test('audit-row')}[data-action="${action}"]`, { hasText: name }).first()
    await row.waitFor()
    const text = (await row.textContent())!
    assert.ok(text.includes(words) && !text.includes(action), `${action} is told in words: ${text}`)
  }
}

void it('nothing was wrong with the screens', () => assert.deepEqual(faults, []))
