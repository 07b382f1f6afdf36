// What goes with success, in Chromium: nothing yet, sixty shows, a finding with its shows, another figure; the finding is noted
// as a pattern, and a show is planned like it. On a desk and a phone, in both languages.
import assert from 'node:assert/strict'
import { after, before, test as it } from 'node:test'
import type { Product } from '../support/api.ts'
import { type Browser, launch } from '../support/browser.ts'
import { pastShows } from '../support/past_shows.ts'
import { Server } from '../support/server.ts'
import { ownerEmail, ownerPassword, Shop } from '../support/shop.ts'
import { look, written } from './look.ts'
import { faults, type Form, test, Visit, walked } from './visit.ts'

const kTitles = ['秋の新色リップ、ぜんぶ塗る夜', '朝の五分メイク', '椿のオイルで髪をととのえる', 'はじめての人のための化粧水', '店長のおすすめ、まとめて見る']

let browser: Browser
before(async () => {
  browser = await launch()
  for (const word of ['店長', '店', '水野 かおり', '水', '佐倉 みのり', ...kTitles]) written.add(word)
})
after(() => browser?.close())

for (const form of walked) void it(`a team sees what goes with success: ${form.name}`, () => journey(form))

it('nothing was wrong with the screens', () => assert.deepEqual(faults, []))

async function journey(form: Form): Promise<void> {
  const server = await Server.start()
  const shop = await Shop.open(server)
  try {
    const cast: string[] = []
    for (const [name, email] of [['水野 かおり', 'mizuno@example.jp'], ['佐倉 みのり', 'sakura@example.jp']] as const) {
      const invitation = await shop.owner.post('/api/staff/invitations', { name, role: 'presenter', email })
      await shop.anyone.post('/api/staff/invitations/accept', { token: new URL(invitation.url).hash.slice(1), password: '秋の夜長に口紅を塗る' })
    }
    for (const { handle, role } of (await shop.owner.get<{ items: { handle: string; role: string }[] }>('/api/staff')).items) if (role === 'presenter') cast.push(handle)
    const products: Product[] = []
    for (let at = 0; at < 6; at += 1) products.push(await shop.product())
    const visit = await Visit.begin(browser, server.base, form)
    const { page } = visit
    await visit.go('/studio/learn/analysis')
    await page.fill(test('email'), ownerEmail)
    await page.fill(test('password'), ownerPassword)
    await page.click(test('submit'))
    await page.waitForSelector(`${test('analysis-empty')}[data-state=no_shows]`)
    visit.content(/401 GET/)
    await pastShows(shop, 14, { title: (at) => kTitles[at % kTitles.length]!, cast, products })
    await visit.go('/studio/learn/analysis')
    await page.waitForSelector(`${test('analysis-empty')}[data-state=too_few_shows]`)
    await look(visit, 'analysis-few')
    await pastShows(shop, 58, { title: (at) => kTitles[at % kTitles.length]!, cast, products })
    await visit.go('/studio/learn/analysis')
    await page.waitForSelector(test('finding'))
    await look(visit, 'analysis')
    await page.click(`${test('finding')} summary`)
    await page.locator(test('level')).first().locator('summary').click()
    await page.locator(test('factor-hour')).scrollIntoViewIfNeeded()
    await look(visit, 'analysis-levels')
    await page.locator(test('unjudged-offer')).scrollIntoViewIfNeeded()
    await look(visit, 'analysis-end')
    await page.click(test('figure-cvr'))
    const finding = page.locator(`${test('finding')}[data-factor=hour]`)
    await finding.waitFor()
    await finding.locator(test('note-pattern')).click()
    await finding.locator(test('noted-as')).waitFor()
    const [pattern] = (await shop.owner.get<{ items: { for: number; tags: string[] }[] }>('/api/patterns')).items
    assert.equal(pattern!.for, 5)
    await look(visit, 'analysis-noted')
    await finding.locator(test('plan-like-this')).click()
    await page.waitForSelector(test('make-show'))
    assert.match(await page.inputValue(test('starts-at')), /T/)
    await page.fill(test('title'), kTitles[0]!)
    await look(visit, 'analysis-plan')
    await page.click(`${test('make-show')} ${test('submit')}`)
    await page.waitForURL(/\/studio\/shows\//)
    visit.content()
    await visit.context.close()
  } finally {
    await server.stop()
  }
}
