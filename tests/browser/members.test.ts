// Members in Chromium: signing in with a code from a mail, one's own page, following, a reminder, erasure; and what the
// owner sees of mail and erasure. On a phone and on a desk, in both languages.
import assert from 'node:assert/strict'
import { after, before, test as it } from 'node:test'
import type { Show } from '../support/api.ts'
import { type Browser, launch } from '../support/browser.ts'
import { type MailSink, mailSink } from '../support/mail_sink.ts'
import { until } from '../support/processes.ts'
import { Server } from '../support/server.ts'
import { contact, ownerEmail, ownerPassword, Shop } from '../support/shop.ts'
import { look, written } from './look.ts'
import { faults, test, Visit, walked } from './visit.ts'

let sink: MailSink
let server: Server
let browser: Browser
let shop: Shop
let soonest: Show

before(async () => {
  sink = await mailSink()
  server = await Server.start({ args: ['--smtp', sink.url] })
  shop = await Shop.open(server)
  await shop.owner.patch('/api/shop', { name: '月白' })
  await shop.owner.put('/api/staff/minori', { name: '佐倉 みのり', title: '美容部員', role: 'presenter' })
  soonest = await shop.show({ title: '秋の新色の夜', cast: ['minori'], starts_at: new Date(Date.now() + 26 * 3_600_000).toISOString() })
  await shop.show({ title: '冬支度の夜', cast: ['minori'], starts_at: new Date(Date.now() + 50 * 3_600_000).toISOString() })
  browser = await launch()
  for (const text of ['月白', '店長', '佐倉 みのり', '佐倉', 'みのり', '美容部員', '秋の新色の夜', '冬支度の夜', 'うるみリップ', '視聴者', '花', '店']) written.add(text)
})
after(async () => {
  await browser?.close()
  await server?.stop()
  await sink?.close()
})

/** The page of a show to come tells who presents it, lets one follow them, and knows of the reminder. */
async function beforeTheShow(visit: Visit): Promise<void> {
  const { page } = visit
  await visit.go(`/shows/${soonest.id}`)
  await page.waitForSelector(test('before'))
  await page.waitForSelector(`${test('before')} ${test('remind')}[aria-pressed=true]`)
  const follow = page.locator(test('follow')).first()
  await until('it knows that one follows', async () => (await follow.getAttribute('aria-pressed')) === 'true')
  await look(visit, 'show-before')
  await page.click(test('to-calendar'))
  await page.waitForSelector(test('calendars'))
  await look(visit, 'show-calendars')
  const file = await page.request.get(visit.base + (await page.getAttribute(test('calendar-file'), 'href')))
  assert.match(file.headers()['content-type']!, /^text\/calendar/)
  assert.ok((await file.text()).includes(`URL:${visit.base}/shows/${soonest.id}`))
  await page.click(`${test('calendars')} ${test('close')}`)
  if (visit.form.phone) {
    await page.click(test('presenter'))
    await page.waitForSelector(test('cast-sheet'))
    await look(visit, 'show-cast')
  }
  assert.equal(await page.locator(test(visit.form.phone ? 'staff-link' : 'presenter')).first().getAttribute('href'), '/staff/minori')
  if (visit.form.phone) await page.click(`${test('cast-sheet')} ${test('close')}`)
  await follow.click()
  await until('one follows no more', async () => (await follow.getAttribute('aria-pressed')) === 'false')
  await follow.click()
  await until('one follows again', async () => (await follow.getAttribute('aria-pressed')) === 'true')
}

for (const form of walked) {
  it(`${form.name}: a visitor signs in, follows, is reminded, and is erased`, async () => {
    const visit = await Visit.begin(browser, server.base, form)
    const { page } = visit
    const email = `${form.name}@example.jp`
    await visit.go('/staff/minori')
    await page.click(test('follow'))
    await until('the button says so', async () => (await page.getAttribute(test('follow'), 'aria-pressed')) === 'true')
    await look(visit, 'staff-page')

    await visit.go('/me')
    await page.click(test('sign-in'))
    await page.fill(test('sign-in-email'), 'no address')
    await page.click(test('sign-in-send'))
    await page.waitForSelector('.field-error')
    await look(visit, 'sign-in-wrong')
    await page.fill(test('sign-in-email'), email)
    await page.click(test('sign-in-send'))
    const mail = await sink.wait((each) => each.to.includes(email))
    assert.match(mail.subject, form.language === 'ja' ? /^月白 ログイン用コード/ : /is your code/)
    const code = /^ {4}(\d{6})$/m.exec(mail.text)![1]!
    await page.fill(test('sign-in-code'), code === '111111' ? '222222' : '111111')
    await page.click(test('sign-in-verify'))
    await page.waitForSelector('.field-error')
    await look(visit, 'sign-in-code-wrong')
    await page.fill(test('sign-in-code'), code)
    await page.click(test('sign-in-verify'))
    await page.waitForSelector(test('my-mail'))
    visit.content(/^400 POST \/api\/members\/verify/)
    assert.equal(await page.textContent(test('my-mail')), email)

    // Who is quicker than the answer to who they are is not asked to sign in again.
    await page.route('**/api/me', async (route) => {
      await new Promise((then) => setTimeout(then, 1500))
      await route.continue()
    })
    await visit.go('/')
    await page.locator(test('remind')).first().click()
    await until('the button says so', async () => (await page.locator(test('remind')).first().getAttribute('aria-pressed')) === 'true')
    await page.unroute('**/api/me')
    await look(visit, 'home-reminded')
    await beforeTheShow(visit)

    const cookies = await visit.context.cookies()
    const viewer = shop.anyone.as(cookies.find((each) => each.name === 'nigiwai_viewer')!.value)
    const product = await shop.product(3)
    written.add(product.title)
    const order = await viewer.post('/api/orders', { lines: [{ sku: product.id, quantity: 1 }], contact })
    await visit.go('/me')
    await page.waitForSelector(test('orders'))
    await page.waitForSelector(test('followed'))
    await page.waitForSelector(test('reminders'))
    await page.check(test('pref-news'))
    await until('it is kept', async () => (await viewer.get('/api/me')).member.preferences.news === true)
    await page.waitForSelector('.toast', { state: 'detached' }).catch(() => {})
    await look(visit, 'me-member')
    await page.click(`${test('orders')} a`)
    await page.waitForSelector(test('order-number'))
    assert.equal((await page.textContent(test('order-number')))!.trim(), order.number, 'one’s own order opens without its key')

    await visit.go('/me')
    await page.click(test('erase'))
    await page.check(test('erase-sure'))
    await page.click(test('erase-now'))
    await page.waitForSelector(test('erase-give-up'))
    await look(visit, 'erase-open-orders')
    await page.check(test('erase-give-up'))
    await page.click(test('erase-now'))
    await page.waitForSelector(test('sign-in'))
    visit.content(/^409 POST \/api\/me\/erase/)
    assert.equal(await page.isVisible(test('my-mail')), false)
    await look(visit, 'me-empty')
  })

  it(`${form.name}: the mailed link signs in with one press, once`, async () => {
    const visit = await Visit.begin(browser, server.base, form)
    const { page } = visit
    const email = `link-${form.name}@example.jp`
    await shop.anyone.send('POST', '/api/members/sign-in', { json: { email, language: form.language } })
    const mail = await sink.wait((each) => each.to.includes(email))
    const link = /(http\S+\/sign-in\?token=\w+)/.exec(mail.text)![1]!
    await page.goto(link)
    await look(visit, 'sign-in-link')
    await page.click(test('sign-in-confirm'))
    await page.waitForSelector('a[href="/me"].btn')
    await page.goto(link)
    await page.click(test('sign-in-confirm'))
    await page.waitForSelector(`${test('sign-in-confirm')}`, { state: 'detached' })
    await look(visit, 'sign-in-link-used')
    visit.content(/^409 POST \/api\/members\/verify/)
  })
}

it('the owner sees the mail, erases somebody who asks, and chooses who is forgotten', async () => {
  for (const form of walked) {
    const visit = await Visit.begin(browser, server.base, form)
    const { page } = visit
    await visit.go('/studio/settings')
    await page.fill(test('email'), ownerEmail)
    await page.fill(test('password'), ownerPassword)
    await page.click(test('submit'))
    await page.waitForSelector(test('mail'))
    await page.waitForSelector(test('from-address'))
    const email = `link-${form.name}@example.jp`
    await page.fill(test('erase-email'), email)
    await page.click(test('find-person'))
    await page.waitForSelector(test('found-person'))
    await page.locator(test('erasure')).scrollIntoViewIfNeeded()
    await look(visit, 'settings-erasure')
    await page.locator(test('erasure')).locator(test('erase-sure')).check()
    await page.click(test('erase-person'))
    await page.waitForSelector(test('found-person'), { state: 'detached' })
    assert.deepEqual(await shop.owner.post('/api/people/find', { email }), { member: false, devices: 0, orders: 0, open_orders: [] })

    const months = form.phone ? 13 : 25
    await page.selectOption(test('forget-after'), `${months}`)
    await page.locator(test('forgetting')).scrollIntoViewIfNeeded()
    await look(visit, 'settings-forgetting')
    assert.equal(await page.isEnabled(test('save-forgetting')), false, 'what cannot be undone is confirmed')
    await page.check(test('forget-sure'))
    await page.click(test('save-forgetting'))
    await page.waitForSelector(test('forget-sure'), { state: 'detached' })
    assert.deepEqual(await shop.owner.get('/api/maintenance/forgetting'), { months })
    visit.content(/^401 GET \/api\/sessions\/current/)
  }
})

it('nothing went wrong on any page', () => assert.deepEqual(faults, []))
