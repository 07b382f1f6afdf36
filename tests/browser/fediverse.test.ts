// The fediverse in the settings: who can be followed, turned off and on, and a server shut out and let in again.
import assert from 'node:assert/strict'
import { after, before, test as it } from 'node:test'
import { type Browser, launch } from '../support/browser.ts'
import { patience, Server } from '../support/server.ts'
import { ownerEmail, ownerPassword, Shop } from '../support/shop.ts'
import { until } from '../support/processes.ts'
import { look, written } from './look.ts'
import { faults, test, Visit, walked } from './visit.ts'

let server: Server
let browser: Browser
let shop: Shop
before(async () => {
  server = await Server.start()
  shop = await Shop.open(server)
  await shop.owner.patch('/api/shop', { name: '月白' })
  await shop.owner.put('/api/staff/mio', { name: '佐倉 みのり', title: '美容部員', role: 'presenter' })
  await shop.owner.post('/api/shows', { title: '秋の新色', cast: ['mio'], starts_at: new Date(Date.now() + 86_400_000).toISOString() })
  await until('the show is announced', async () => (await shop.owner.get('/api/fediverse')).actors.every(({ posts }: { posts: number }) => posts === 1), 20 * patience)
  for (const text of ['月白', '佐倉 みのり', '美容部員', '店長', '店', 'spam.example']) written.add(text)
  browser = await launch()
})
after(async () => {
  await browser?.close()
  await server?.stop()
})

it('the owner sees the accounts, shuts a server out, and turns the fediverse off and on', async () => {
  for (const form of walked) {
    const visit = await Visit.begin(browser, server.base, form)
    const { page } = visit
    await visit.go('/studio/settings')
    await page.fill(test('email'), ownerEmail)
    await page.fill(test('password'), ownerPassword)
    await page.click(test('submit'))
    const panel = page.locator(test('fediverse'))
    await panel.locator(test('fediverse-account')).nth(1).waitFor()
    assert.match(await panel.locator('code').nth(1).innerText(), /^@mio@127\.0\.0\.1:\d+$/)
    await panel.locator(test('block-domain')).fill('kein gebiet')
    await panel.locator(test('block')).click()
    await panel.locator('.field-error').waitFor()
    await panel.locator(test('block-domain')).fill('spam.example')
    await panel.locator(test('block')).click()
    await panel.locator(test('blocked-domain')).waitFor()
    await panel.scrollIntoViewIfNeeded()
    await look(visit, 'settings-fediverse')
    await panel.locator(test('unblock')).click()
    await panel.locator(test('blocked-domain')).waitFor({ state: 'detached' })
    await panel.locator(test('fediverse-on')).click()
    await panel.locator(test('fediverse-account')).first().waitFor({ state: 'detached' })
    await panel.locator(test('fediverse-on')).click()
    await panel.locator(test('fediverse-account')).first().waitFor()
    visit.content(/^401 GET \/api\/sessions\/current|^400 PUT \/api\/fediverse\/blocks/)
  }
})

it('nothing went wrong on any page', () => assert.deepEqual(faults, []))
