// Captions of an archive, in Chromium: a file is brought in the studio, one that is wrong is told by its line; a viewer turns them on and
// through their languages, reads them in time, finds them by search; and a clip has them burnt in.
import assert from 'node:assert/strict'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test as it } from 'node:test'
import type { Product } from '../support/api.ts'
import { type Browser, launch } from '../support/browser.ts'
import { pastShow } from '../support/past_show.ts'
import { until } from '../support/processes.ts'
import { patience, Server } from '../support/server.ts'
import { ownerEmail, ownerPassword, Shop } from '../support/shop.ts'
import { look, written } from './look.ts'
import { Viewer } from './viewer.ts'
import { faults, test, Visit, walked } from './visit.ts'

const kSaid = '柿渋の口紅を、もう一度ぬってみます'
const kLater = 'ここで色がかわります'
const kEnglish = 'Once more, the persimmon lipstick'
const good = `1\n00:00:02,000 --> 00:00:09,000\n${kSaid}\n\n2\n00:00:12,000 --> 00:00:14,000\n${kLater}\n`
const wrong = `1\n00:00:02,000 --> 00:00:09,000\n${kSaid}\n\n2\n00:00:14,000 --> 00:00:12,000\n${kLater}\n`
let folder: string
let server: Server
let browser: Browser
let shop: Shop
let lip: Product
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'captions-'))
  server = await Server.start()
  shop = await Shop.open(server)
  await shop.owner.patch('/api/shop', { name: '月白' })
  lip = await shop.product(20, { title: '柿渋の口紅' })
  browser = await launch()
  for (const text of ['月白', '店長', '店', lip.title, kSaid, kLater, kEnglish, 'まめ', 'きれい', '柿渋', 'の口紅を、もう一度ぬってみます', '柿渋の口紅を、', 'もう一度', 'ぬってみます']) written.add(text)
})
after(async () => {
  await browser?.close()
  await server?.stop()
  await rm(folder, { recursive: true, force: true })
})

for (const form of walked) {
  void it(`captions are brought and read: ${form.name}`, async () => {
    const title = `字幕のある夜（${form.name}）`
    written.add(title)
    const show = await pastShow(shop, {
      title, shelf: [lip], seconds: 24, size: '640x360',
      events: [{ at: 500, kind: 'product.pinned', data: { product: lip.id } }, { at: 1_000, kind: 'chat.posted', by: { name: 'まめ' }, data: { text: 'きれい' } }],
    })
    const ja = form.language === 'ja'
    const staff = await Visit.begin(browser, server.base, form)
    const { page } = staff
    await staff.go('/studio/sign-in')
    await page.fill(test('email'), ownerEmail)
    await page.fill(test('password'), ownerPassword)
    await page.click(test('submit'))
    await page.waitForSelector(test('nav-settings'))
    await staff.go(`/studio/shows/${show}/archive`)
    await page.waitForSelector(test('caption-file'), { state: 'attached' })
    await writeFile(join(folder, 'wrong.srt'), wrong)
    await writeFile(join(folder, 'good.srt'), good)
    await writeFile(join(folder, 'en.vtt'), `WEBVTT\n\n00:02.000 --> 00:09.000\n${kEnglish}\n`)
    await page.setInputFiles(test('caption-file'), join(folder, 'wrong.srt'))
    await page.locator(test('caption-wrong'), { hasText: ja ? '6 行目' : 'Line 6' }).waitFor()
    await page.locator(test('captions')).scrollIntoViewIfNeeded()
    await look(staff, 'captions-wrong')
    assert.equal(await page.locator(test('caption-track')).count(), 0, 'nothing of it is kept')
    await page.setInputFiles(test('caption-file'), join(folder, 'good.srt'))
    await page.locator(`${test('caption-track')}[data-language=ja]`).waitFor()
    assert.equal(await page.locator(test('caption-wrong')).count(), 0)
    await page.selectOption(test('caption-language'), 'en')
    await page.setInputFiles(test('caption-file'), join(folder, 'en.vtt'))
    await page.locator(`${test('caption-track')}[data-language=en]`).waitFor()
    await look(staff, 'captions')
    const [download] = await Promise.all([page.waitForEvent('download'), page.click(`${test('caption-track')}[data-language=ja] ${test('download-srt')}`)])
    assert.equal((await readFile(await download.path(), 'utf8')).trim(), good.trim())

    const viewer = new Viewer(await Visit.begin(browser, server.base, form))
    await viewer.visit.go(`/shows/${show}?t=3`)
    const button = viewer.page.locator(test('captions-button'))
    await button.waitFor()
    assert.equal(await button.getAttribute('data-chosen'), '')
    await until('the archive plays', async () => (await viewer.playhead()) > 3_000, 40 * patience, 200)
    await button.click()
    await button.click()
    await viewer.page.locator(test('caption-lines'), { hasText: kSaid }).waitFor()
    assert.equal(await button.getAttribute('data-chosen'), 'ja')
    await look(viewer.visit, 'captions-player')
    await until('it goes when it was said', async () => {
      const at = await viewer.playhead()
      const shown = await viewer.page.locator(test('caption-lines')).count()
      if (at > 3_500 && at < 8_500) assert.equal(shown, 1)
      return at > 9_600 && shown === 0
    }, 40 * patience, 100)
    await viewer.page.locator(test('caption-lines'), { hasText: kLater }).waitFor()
    assert.ok(Math.abs((await viewer.playhead()) - 13_000) < 1_800)
    await viewer.page.reload()
    await button.waitFor()
    await until('the language is remembered', async () => (await button.getAttribute('data-chosen')) === 'ja')
    await button.click()
    assert.equal(await button.getAttribute('data-chosen'), '')

    await viewer.page.locator(test(form.phone ? 'chapters-button' : 'search-button')).filter({ visible: true }).click()
    await viewer.page.locator(test('moment-search')).filter({ visible: true }).fill('もう一度')
    const moment = viewer.page.locator(`${test('found-moment')}[data-kind=caption]`).filter({ visible: true })
    await moment.waitFor()
    await look(viewer.visit, 'captions-found')
    await moment.click()
    await until('the search leads there', async () => Math.abs((await viewer.playhead()) - 2_000) < 1_500, 20 * patience)

    await page.fill(test('clip-until'), '0:05.0')
    await page.check(test('form-exact'))
    await page.selectOption(test('burn'), 'ja')
    await page.fill(test('clip-title'), title)
    await look(staff, 'captions-burn')
    await page.click(test('make-clip'))
    await page.locator(`${test('clip')}[data-state=ready]`).waitFor({ timeout: 60_000 * patience })
    await page.click(`${test('caption-track')}[data-language=en] ${test('remove-captions')}`)
    await page.click(`${test('remove-captions-dialog')} ${test('confirm')}`)
    await page.locator(`${test('caption-track')}[data-language=en]`).waitFor({ state: 'detached' })
    staff.content(/^401 GET \/api\/sessions\/current/, /^400 PUT \/api\/shows\/.*captions/)
    viewer.visit.content()
    await staff.context.close()
    await viewer.visit.context.close()
  })
}

void it('nothing was wrong with any screen', () => assert.deepEqual(faults, []))
