// A campaign in Chromium: five friends arrive by a share link and three really watch, so the tier opens in
// the room for all; one's own clicks and a flood of a thousand do not move it; taking out abuse recounts it.
//
// The planner and the friends sit at desks and speak English, who shares holds a phone and speaks Japanese.
import assert from 'node:assert/strict'
import { after, before, test as it } from 'node:test'
import type { Product, Show } from '../support/api.ts'
import { type Browser, type Page, launch } from '../support/browser.ts'
import { Encoder } from '../support/encoder.ts'
import { until } from '../support/processes.ts'
import { Room } from '../support/room.ts'
import { patience, Server } from '../support/server.ts'
import { ownerEmail, ownerPassword, Shop } from '../support/shop.ts'
import { look, written } from './look.ts'
import { Viewer, whereLeads } from './viewer.ts'
import { faults, forms, test, Visit } from './visit.ts'

const kTitle = 'みんなで送料無料'
const kFirst = '全員 送料無料'
const kSecond = 'ミニボトルをプレゼント'
const kOwn = 'お友だち紹介クーポン'
const kCoupon = '10%引きクーポン'
const kTerms = 'あなたのリンクから来て、実際に見た方を数えます。\n投稿には #PR を付けてください。'
const kFlood = 1000
const [, phone, desk] = forms as [never, (typeof forms)[number], (typeof forms)[number]]

let server: Server
let browser: Browser
let shop: Shop
let encoder: Encoder
let lip: Product
let show: Show
let sharer: Viewer
let studio: Visit

before(async () => {
  // The flood comes from another network than the friends.
  server = await Server.start({ args: ['--trusted-proxy', '127.0.0.1/32'] })
  shop = await Shop.open(server)
  await shop.owner.patch('/api/shop', { name: '月白' })
  lip = await shop.product(20, { title: '柿渋の口紅' })
  show = await shop.liveShow(lip)
  encoder = new Encoder(await shop.address(show.id, 'rtmp'), { size: '180x320' })
  browser = await launch()
  sharer = new Viewer(await Visit.begin(browser, server.base, phone))
  studio = await Visit.begin(browser, server.base, desk)
  for (const text of ['月白', '店長', '店', show.title, lip.title, kTitle, kFirst, kSecond, kOwn, kCoupon, '来ました', '紹介クーポン', ...kTerms.split('\n'), kTerms, 'ゆず茶', '柿渋', '同じ人が何度も来ています']) written.add(text)
  await until('the picture is there', async () => (await shop.snapshot(show.id)).media.playlist !== null, 40 * patience)
})
after(async () => {
  await browser?.close()
  if (encoder?.running) await encoder.kill()
  await server?.stop()
})

const bar = ({ count, open }: { count: number; open: number }): string => `${test('campaign')}[data-count="${count}"][data-open="${open}"]`
const playing = `${test('watch')}[data-stage=playing]`
/** The minute before now, as the field takes it, where the browsers are. */
const aMinuteAgo = (): string => new Date(Date.now() - 60_000 + 9 * 3_600_000).toISOString().slice(0, 16)

interface Share { code: string; clicks: number; previews: number; bots: number; own: number; floods: number; arrivals: number; verified: number }
const shareOf = async (code: string): Promise<Share> => (await shop.owner.get<{ items: Share[] }>(`/api/shares?show=${show.id}`)).items.find((one) => one.code === code)!

/** Opens the link as a person does, and answers once the server knows of the arrival. */
async function arrives(visit: Visit, url: string): Promise<boolean> {
  const told = visit.page.waitForResponse((response) => response.url().endsWith('/arrivals'))
  await visit.page.goto(url)
  const { counted } = (await (await told).json()) as { counted: boolean }
  assert.doesNotMatch(visit.page.url(), /[?&]s=/, 'the code does not stay in the address')
  return counted
}

/** So many people whom nobody has seen, all from one network, by one link. */
async function flood(code: string, people: number): Promise<{ counted: number; not: number }> {
  const found = { counted: 0, not: 0 }
  const one = async (place: number): Promise<void> => {
    // New viewers are many a network, but not a thousand.
    const { token } = await shop.anyone.with({ 'x-forwarded-for': `203.0.113.${place % 8}` }).post('/api/viewers', {})
    const { counted } = await shop.anyone.as(token).with({ 'x-forwarded-for': '198.51.100.7' }).post(`/api/shares/${code}/arrivals`)
    found[counted ? 'counted' : 'not'] += 1
  }
  for (let at = 0; at < people; at += 50) await Promise.all(Array.from({ length: Math.min(50, people - at) }, (_, place) => one(at + place)))
  return found
}

async function rows(page: Page, name: string): Promise<number> {
  return Number((await page.textContent(test(name)))!.replace(/\D/g, ''))
}

it('the planner makes a campaign', async () => {
  const { page } = studio
  await studio.go(`/studio/sharing?show=${show.id}`)
  await page.fill(test('email'), ownerEmail)
  await page.fill(test('password'), ownerPassword)
  await page.click(test('submit'))
  await page.waitForSelector(test('empty'))
  await look(studio, 'sharing-empty')
  await page.click(test('add-campaign'))
  await page.click(test('save-campaign'))
  await page.locator('[aria-invalid=true]').first().waitFor()
  await page.fill(test('campaign-title'), kTitle)
  await page.fill(test('campaign-starts'), aMinuteAgo())
  await page.fill(test('campaign-terms'), kTerms)
  await page.fill(test('tier-threshold'), '3')
  await page.fill(test('tier-text'), kFirst)
  await page.click(test('add-tier'))
  await page.locator(test('tier-threshold')).last().fill('3')
  await page.locator(test('tier-text')).last().fill(kSecond)
  await page.click(test('save-campaign'))
  await page.locator(`${test('tier')} .field-error`).waitFor()
  await look(studio, 'campaign-form')
  await page.locator(test('tier-threshold')).last().fill('6')
  await page.click(test('save-campaign'))
  await page.waitForSelector(`${test('campaign')}[data-state=running]`)
})

it('five friends come, three watch, and the tier opens for all', async () => {
  const { page } = sharer
  await sharer.visit.go(`/shows/${show.id}`)
  await page.waitForSelector(playing)
  await page.waitForSelector(bar({ count: 0, open: 0 }))
  await look(sharer.visit, 'campaign-bar')
  await page.click(test('campaign-bar'))
  await look(sharer.visit, 'campaign-sheet')
  await page.click(test('campaign-share'))
  await page.waitForSelector(test('share-disclosure'))
  await page.click(test('share-qr'))
  await look(sharer.visit, 'share-qr')
  await page.click(test('share-qr'))
  for (const [name, host] of [['share-line', 'social-plugins.line.me'], ['share-x', 'twitter.com'], ['share-facebook', 'www.facebook.com']] as const) {
    const to = new URL((await page.getAttribute(test(name), 'href'))!)
    assert.equal(to.host, host)
    assert.equal(to.searchParams.get(name === 'share-facebook' ? 'u' : 'url'), await page.inputValue(test('share-url')))
  }
  await page.keyboard.press('Escape')
  const url = await sharer.share()
  const code = url.split('/').pop()!
  assert.match(await whereLeads(url), new RegExp(`^/shows/${show.id}\\?s=${code}$`))

  const friends = await Promise.all(Array.from({ length: 5 }, () => Visit.begin(browser, server.base, desk)))
  // Half a minute of three pictures is enough for two cores; who shared stops looking meanwhile.
  assert.equal(await arrives(sharer.visit, url), false, 'one’s own click is none')
  await sharer.visit.rest()
  for (const friend of friends) assert.equal(await arrives(friend, url), true)
  const watching = friends.slice(0, 3)
  for (const gone of friends.slice(3)) await gone.context.close()
  await Promise.all(watching.map(({ page: each }) => each.waitForSelector(playing)))
  // A reload is no second arrival.
  const told: string[] = []
  watching[0]!.page.on('request', (request) => request.url().endsWith('/arrivals') && told.push(request.url()))
  await watching[0]!.page.reload()
  await watching[0]!.page.waitForSelector(playing)
  assert.deepEqual(told, [])

  const preview = await fetch(url, { redirect: 'manual', headers: { 'user-agent': 'facebookexternalhit/1.1' } })
  assert.equal(preview.status, 302)
  const { counted, not } = await flood(code, kFlood)
  assert.ok(counted <= 30 && not >= kFlood - 30, `${counted} of the flood were counted, ${not} were not`)
  const before = await shareOf(code)
  assert.equal(before.own, 1)
  assert.equal(before.floods, not)
  assert.equal(before.arrivals, 5 + counted)
  assert.ok(before.verified <= 3 && before.previews === 1 && before.bots >= 1, JSON.stringify(before))

  // Whoever comes meanwhile sees it open, too.
  await sharer.visit.go(`/shows/${show.id}`)
  const opened = { timeout: 90_000 * patience }
  await Promise.all([
    // For some seconds the bar says what has just been opened.
    watching[0]!.page.waitForSelector(`${bar({ count: 3, open: 1 })} ${test('tier-told')}`, opened).then(() => look(watching[0]!, 'campaign-opened')),
    ...[...watching.slice(1), sharer.visit].map(({ page: each }) => each.waitForSelector(bar({ count: 3, open: 1 }), opened)),
  ])
  await look(sharer.visit, 'campaign-opened')
  assert.equal((await shareOf(code)).verified, 3, 'those of the flood did nothing but come')
  await page.click(test('campaign-bar'))
  await until('what one brought is told', async () => (await page.locator(test('my-verified')).textContent()) === '3', 10)
  await look(sharer.visit, 'campaign-sheet-opened')
  for (const friend of watching.slice(1)) await friend.context.close()

  // Abuse is taken out, everything is counted anew, and what has been opened stays.
  const { page: office } = studio
  const { name } = await shop.anyone.as((await sharer.visit.context.cookies()).find((cookie) => cookie.name === 'nigiwai_viewer')!.value).get('/api/viewers/me')
  written.add(name)
  await office.click(test('tab-links'))
  const row = office.locator(`${test('share-row')}[data-code="${code}"]`)
  await row.waitFor()
  assert.deepEqual([await rows(office, 'total-verified'), await rows(office, 'total-floods'), await rows(office, 'total-own')], [3, not, 1])
  await office.click('.spread-left-out summary')
  await look(studio, 'sharing-links')
  await row.locator(test('open-share')).click()
  await look(studio, 'share-details')
  await office.click(test('take-out'))
  await office.click(test('confirm'))
  await office.locator(`${test('exclusion-dialog')} .field-error`).waitFor()
  await office.fill(test('exclusion-reason'), '同じ人が何度も来ています')
  await look(studio, 'share-exclusion')
  await office.click(test('confirm'))
  await office.waitForSelector(`${test('share-row')}[data-code="${code}"][data-excluded=true]`)
  await office.click(test('tab-tree'))
  await office.waitForSelector(test('empty'))
  await page.keyboard.press('Escape')
  for (const each of [page, watching[0]!.page]) await each.waitForSelector(bar({ count: 0, open: 1 }))
  await office.click(test('tab-links'))
  await row.locator(test('open-share')).click()
  await office.click(test('put-back'))
  await office.click(test('confirm'))
  await office.waitForSelector(`${test('share-row')}[data-code="${code}"][data-excluded=false]`)
  await page.waitForSelector(bar({ count: 3, open: 1 }))
  await office.click(test('tab-tree'))
  await office.waitForSelector(`${test('level')}[data-verified="3"]`)
  await look(studio, 'sharing-tree')
  const [running] = (await shop.owner.get('/api/campaigns')).items
  await office.selectOption(test('campaign-filter'), running.id)
  await office.waitForSelector(`${test('level')}[data-verified="3"]`)
  await office.click(test('tab-links'))
  await office.waitForSelector(test('of-campaign'))
  assert.deepEqual([await office.locator(test('share-row')).count(), await rows(office, 'total-verified')], [1, 3])
  await look(studio, 'sharing-of-campaign')
  await office.click(test('tab-campaigns'))
  await office.waitForSelector(`${test('campaign')}[data-count="3"]`)
  await office.locator(`${test('campaign')} summary`).click()
  await office.waitForSelector(test('effect'))
  await look(studio, 'sharing-campaigns')

  // The sharer reads of it on the own page, and shares a product.
  await sharer.visit.go('/me')
  await page.waitForSelector(test('my-shares'))
  assert.equal(await page.textContent(test('my-verified')), '3')
  await page.locator(test('my-shares')).scrollIntoViewIfNeeded()
  await look(sharer.visit, 'my-shares')
  await sharer.visit.go(`/products/${lip.id}`)
  const product = await sharer.share()
  assert.match(await whereLeads(product), new RegExp(`^/products/${lip.id}\\?s=`))
  await watching[0]!.page.goto(product)
  await watching[0]!.page.waitForSelector(test('product-page'))
  await look(watching[0]!, 'product-shared')

  await studio.go(`/studio/sharing`)
  await office.locator(test('end-campaign')).click()
  await office.click(test('confirm'))
  await office.waitForSelector(`${test('campaign')}[data-state=ended]`)
  for (const visit of [sharer.visit, watching[0]!]) visit.content()
  studio.content(/401 GET/)
})

it('each person gets a benefit of their own, and the studio tells who', async () => {
  const alone = await shop.liveShow(lip)
  const offer = await shop.owner.post(`/api/shows/${alone.id}/offers`, { title: '紹介クーポン', benefit: 'percent', percent: 10, targets: [{ product: lip.id }], code: 'TOMO-10' })
  await shop.owner.post('/api/campaigns', {
    title: kOwn, terms: kTerms, counts: 'arrivals', scope: 'person', show: alone.id, budget: 50, starts_at: new Date(Date.now() - 60_000).toISOString(),
    ends_at: new Date(Date.now() + 86_400_000).toISOString(), tiers: [{ threshold: 1, benefit: 'coupon', text: kCoupon, offer: offer.id }],
  })
  const { page } = sharer
  await sharer.visit.go(`/shows/${alone.id}`)
  await page.waitForSelector(bar({ count: 0, open: 0 }))
  const code = (await sharer.share()).split('/').pop()!
  const friend = await shop.viewer('ゆず茶')
  await friend.post(`/api/shares/${code}/arrivals`)
  const room = await Room.join(friend, alone.id)
  await room.must('chat.post', { text: '来ました' })
  room.leave()
  await page.waitForSelector(bar({ count: 1, open: 1 }), { timeout: 30_000 * patience })
  await look(sharer.visit, 'grant-told')
  await page.click(test('campaign-bar'))
  await page.locator(test('grant'), { hasText: 'TOMO-10' }).waitFor()
  await look(sharer.visit, 'grant-sheet')
  sharer.visit.content()

  const office = await Visit.begin(browser, server.base, phone)
  await office.go('/studio/sharing')
  await office.page.fill(test('email'), ownerEmail)
  await office.page.fill(test('password'), ownerPassword)
  await office.page.click(test('submit'))
  const card = office.page.locator(test('campaign'), { hasText: kOwn })
  await card.waitFor()
  await look(office, 'sharing-campaigns')
  await card.locator(test('open-grants')).click()
  await office.page.locator(test('grant'), { hasText: 'TOMO-10' }).waitFor()
  await look(office, 'sharing-grants')
  await office.page.keyboard.press('Escape')
  await office.page.click(test('tab-links'))
  await office.page.locator(`${test('share-row')}[data-code="${code}"]`).waitFor()
  await look(office, 'sharing-links')
  await office.page.click(test('tab-tree'))
  await office.page.waitForSelector(test('level'))
  await look(office, 'sharing-tree')
  await office.page.click(test('tab-links'))
  await office.page.selectOption(test('campaign-filter'), { label: kOwn })
  await office.page.waitForSelector(test('of-campaign'))
  await look(office, 'sharing-of-campaign')
  office.content(/401 GET/)
})

it('nothing was wrong with the screens', () => assert.deepEqual(faults, []))
