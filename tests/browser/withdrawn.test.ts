// A part of an archive is withdrawn in the studio: who watches sees picture and words without it at once, the player goes over
// the gap, the staff see by whom and why, and all of it comes back. On a phone and on a desk, in both languages.
import assert from 'node:assert/strict'
import { after, before, test as it } from 'node:test'
import type { Product } from '../support/api.ts'
import { type Browser, launch } from '../support/browser.ts'
import { pastShow } from '../support/past_show.ts'
import { until } from '../support/processes.ts'
import { patience, Server } from '../support/server.ts'
import { ownerEmail, ownerPassword, Shop } from '../support/shop.ts'
import { look, written } from './look.ts'
import { Viewer } from './viewer.ts'
import { faults, type Form, forms, test, Visit } from './visit.ts'

const kWrong = '無添加って本当ですか'
const kRight = 'きれいな色ですね'
const kReason = '「無添加」と言いまちがえた'
let server: Server
let browser: Browser
let shop: Shop
let lip: Product
before(async () => {
  server = await Server.start()
  shop = await Shop.open(server)
  await shop.owner.patch('/api/shop', { name: '月白' })
  lip = await shop.product(20, { title: '柿渋の口紅' })
  browser = await launch()
  for (const text of ['月白', '店長', '店', lip.title, kWrong, kRight, kReason, 'ゆず茶', 'まめ']) written.add(text)
})
after(async () => {
  await browser?.close()
  await server?.stop()
})

async function signedIn(form: Form): Promise<Visit> {
  const visit = await Visit.begin(browser, server.base, form)
  await visit.go('/studio/sign-in')
  await visit.page.fill(test('email'), ownerEmail)
  await visit.page.fill(test('password'), ownerPassword)
  await visit.page.click(test('submit'))
  await visit.page.waitForSelector(test('nav-settings'))
  return visit
}

for (const form of forms.filter(({ name }) => name !== 'desk-ja' && name !== 'phone-en').concat(forms.filter(({ name }) => name === 'desk-ja'))) {
  void it(`a part is withdrawn and restored: ${form.name}`, async () => {
    const title = `言いすぎた夜（${form.name}）`
    written.add(title)
    const show = await pastShow(shop, {
      title, shelf: [lip], seconds: 20, size: '640x360',
      events: [
        { at: 500, kind: 'product.pinned', data: { product: lip.id } },
        { at: 1_000, kind: 'chat.posted', by: { name: 'まめ' }, data: { text: kRight } },
        { at: 6_500, kind: 'chat.posted', by: { name: 'ゆず茶' }, data: { text: kWrong } },
      ],
    })
    const staff = await signedIn(form)
    const viewer = new Viewer(await Visit.begin(browser, server.base, form))
    await viewer.visit.go(`/shows/${show}?t=6`)
    await viewer.page.waitForSelector(test('scrubber'))
    await viewer.sees(kWrong)

    const { page } = staff
    await staff.go(`/studio/shows/${show}/archive`)
    await page.waitForSelector(test('withdraw-range'))
    await page.fill(test('clip-from'), '0:06.1')
    await page.fill(test('clip-until'), '0:09.5')
    await page.locator(test('withdraw-range'), { hasText: '0:06.1 – 0:09.5' }).waitFor()
    await page.click(test('withdraw'))
    await page.locator(`${test('withdrawals')} .field-error`).waitFor()
    await page.fill(test('withdraw-reason'), kReason)
    await page.keyboard.press('Enter')
    await page.waitForSelector(test('withdraw-dialog'))
    await look(staff, 'withdraw-dialog')
    const anew = viewer.page.waitForEvent('load')
    await page.click(test('confirm'))
    const row = page.locator(`${test('withdrawn')}[data-restored=false]`)
    await row.waitFor()
    assert.match((await row.textContent())!, new RegExp(`${kReason}.*店長`))
    await page.locator(test('withdrawals')).scrollIntoViewIfNeeded()
    await look(staff, 'withdrawn')

    await anew
    await until('the viewer’s page is without the line', async () => (await viewer.page.locator(test('scrubber')).count()) > 0 && (await viewer.page.getByText(kWrong).count()) === 0, 20 * patience)
    await viewer.visit.go(`/shows/${show}?t=3`)
    await viewer.page.waitForSelector(test('scrubber'))
    let over = false
    await until('the player went over the gap', async () => {
      const at = await viewer.playhead()
      assert.ok(at < 6_000 || at >= 9_500, `nothing is shown of ${at}`)
      if (at > 9_900) over = true
      return over
    }, 30 * patience, 50)
    assert.equal(await viewer.page.getByText(kWrong).count(), 0)
    assert.ok(await viewer.page.getByText(kRight).count() > 0)
    await look(viewer.visit, 'archive-without')

    const again = viewer.page.waitForEvent('load')
    await row.locator(test('restore')).click()
    await again
    await page.locator(`${test('withdrawn')}[data-restored=true]`).waitFor()
    await look(staff, 'withdrawn-restored')
    await viewer.visit.go(`/shows/${show}?t=6`)
    await viewer.sees(kWrong)
    staff.content(/^401 GET \/api\/sessions\/current/)
    viewer.visit.content(/^404 GET \/media/)
    await staff.context.close()
    await viewer.visit.context.close()
  })
}

void it('nothing was wrong with any screen', () => assert.deepEqual(faults, []))
