// An archive as a medium, in Chromium: its chapters lead to their moments, a search for 口紅 finds and jumps, the shelf tells
// what was, a clip is cut in the studio and plays on the product's page; and who comes late to a show learns what has been.
import assert from 'node:assert/strict'
import { after, before, test as it } from 'node:test'
import type { Product } from '../support/api.ts'
import { type Browser, launch } from '../support/browser.ts'
import { Encoder } from '../support/encoder.ts'
import { whenPlaying } from '../support/hls.ts'
import { pastShow } from '../support/past_show.ts'
import { until } from '../support/processes.ts'
import { Room } from '../support/room.ts'
import { patience, Server } from '../support/server.ts'
import { ownerEmail, ownerPassword, Shop } from '../support/shop.ts'
import { look, written } from './look.ts'
import { Viewer } from './viewer.ts'
import { faults, type Form, forms, test, Visit } from './visit.ts'

const kTitle = '秋の新色をぜんぶ塗る夜'
let server: Server
let browser: Browser
let shop: Shop
let lip: Product, oil: Product
let show: string
const staff = new Map<Form, Visit>()
const viewers = new Map<Form, Viewer>()

before(async () => {
  server = await Server.start()
  shop = await Shop.open(server)
  await shop.owner.patch('/api/shop', { name: '月白' })
  lip = await shop.product(20, { title: '柿渋の口紅' })
  oil = await shop.product(8, { title: 'つばきオイル' })
  show = await pastShow(shop, {
    title: kTitle, shelf: [lip, oil], seconds: 40, size: '640x360',
    events: [
      { at: 1_000, kind: 'product.pinned', data: { product: lip.id } },
      { at: 9_000, kind: 'chat.posted', by: { name: 'ゆず茶' }, data: { text: 'その口紅、きれい' } },
      { at: 16_000, kind: 'product.pinned', data: { product: oil.id } },
      { at: 33_000, kind: 'chat.posted', by: { name: 'まめ' }, data: { text: 'さっきの口紅ほしい' } },
    ],
  })
  browser = await launch()
  for (const text of ['月白', '店長', '店', kTitle, lip.title, oil.title, 'その口紅、きれい', 'さっきの口紅ほしい', 'ゆず茶', 'まめ', '口紅', '紅', 'その', '、きれい', 'さっきの', 'ほしい', '柿渋の']) written.add(text)
  for (const form of forms) {
    staff.set(form, await Visit.begin(browser, server.base, form))
    viewers.set(form, new Viewer(await Visit.begin(browser, server.base, form)))
  }
})
after(async () => {
  await browser?.close()
  await server?.stop()
})

async function archived(form: Form): Promise<Viewer> {
  const viewer = viewers.get(form)!
  await viewer.visit.go(`/shows/${show}`)
  await viewer.page.waitForSelector(test('scrubber'))
  await until('the archive plays', async () => (await viewer.playhead()) > 200, 40 * patience, 200)
  return viewer
}

const near = async (viewer: Viewer, at: number): Promise<void> => {
  await until(`the playhead is at ${at}`, async () => Math.abs((await viewer.playhead()) - at) < 3_500, 30 * patience)
}

async function openMoments(viewer: Viewer, tab: 'chapters' | 'search'): Promise<void> {
  const { page } = viewer
  await page.locator(test(viewer.visit.form.phone ? 'chapters-button' : `${tab}-button`)).filter({ visible: true }).click()
}

for (const form of forms) {
  void it(`chapters lead to their moments, and a search does: ${form.name}`, async () => {
    const viewer = await archived(form)
    const { page } = viewer
    await openMoments(viewer, 'chapters')
    await page.waitForSelector(test('chapters'))
    await look(viewer.visit, 'archive-chapters')
    await page.locator(`${test('chapters')} button`, { hasText: oil.title }).click()
    await near(viewer, 16_000)
    await viewer.pinned(oil.id)

    await openMoments(viewer, 'search')
    await until('the lines are indexed', async () => (await shop.anyone.get(`/api/shows/${show}/search?q=${encodeURIComponent('口紅')}`)).items.length === 3, 20 * patience, 500)
    await page.fill(test('moment-search'), '口紅')
    await page.waitForSelector(`${test('found-moment')}[data-kind="chapter"]`)
    assert.deepEqual(await page.locator(test('found-moment')).evaluateAll((all) => all.map((each) => [each.getAttribute('data-kind'), each.getAttribute('data-at')])), [['chapter', '1000'], ['line', '9000'], ['line', '33000']])
    await look(viewer.visit, 'archive-found')
    await page.locator(test('found-moment'), { hasText: 'さっきの口紅' }).click()
    await near(viewer, 30_000)
    viewer.visit.content()
  })
}

it('the shelf of an archive tells what was, beside what is', async () => {
  const product = await shop.product(9, { title: '夜のクリーム' })
  written.add('夜のクリーム')
  const live = await shop.liveShow(product)
  written.add(live.title)
  const encoder = new Encoder(await shop.address(live.id, 'rtmp'))
  await whenPlaying(server.base, live.id, 30 * patience)
  const director = await Room.join(shop.owner, live.id)
  await director.must('product.pin', { product: product.id })
  await until('some seconds are recorded', async () => (await shop.snapshot(live.id)).clock > 8_000, 40)
  director.leave()
  await shop.owner.post(`/api/shows/${live.id}/end`)
  await encoder.kill()
  await shop.owner.post(`/api/stock/${product.id}`, { delta: -7, reason: '破損' })
  for (const form of forms) {
    const { visit, page } = viewers.get(form)!
    await visit.go(`/shows/${live.id}`)
    await page.waitForSelector(test('scrubber'))
    if (form.phone) await page.locator(test('chapters-button')).click()
    const then = page.locator(`${test('then')}[data-left="9"]`).filter({ visible: true }).first()
    await then.waitFor()
    assert.match((await then.textContent())!, /2,640.*9/)
    await look(visit, 'archive-shelf')
    visit.content()
  }
})

async function studio(form: Form): Promise<Visit> {
  const visit = staff.get(form)!
  const { page } = visit
  await visit.go(`/studio/shows/${show}/archive`)
  await page.waitForSelector(`${test('email')}, ${test('cutter')}`)
  if (await page.locator(test('email')).count()) {
    await page.fill(test('email'), ownerEmail)
    await page.fill(test('password'), ownerPassword)
    await page.click(test('submit'))
    await page.waitForSelector(test('cutter'))
    visit.content(/^401 GET \/api\/sessions\/current/)
  }
  return visit
}
const [deskJa, phoneJa, deskEn, phoneEn] = forms as [Form, Form, Form, Form]

it('a clip is cut in the studio and plays on the product’s page', async () => {
  const visit = await studio(deskJa)
  const { page } = visit
  await page.waitForSelector(`${test('proposal')}[data-product="${lip.id}"]`)
  await page.click(`${test('proposal')}[data-product="${lip.id}"] ${test('look-proposal')}`)
  const chosen = () => Promise.all(['clip-from', 'clip-until', 'clip-product'].map((field) => page.inputValue(test(field))))
  await until('the proposal is chosen', async () => (await chosen()).join(' ') === `0:01.0 0:16.0 ${lip.id}`, 20)
  // By hand: the picture goes to a place, and the clip begins there.
  const line = (await page.locator(test('cut-line')).boundingBox())!
  await page.mouse.click(line.x + line.width * 0.1, line.y + line.height / 2)
  await until('the picture is there', async () => Math.abs(Number(await page.getAttribute(test('cutter'), 'data-at')) - 4_000) < 400, 30 * patience)
  await page.click(test('set-from'))
  await page.fill(test('clip-until'), '0:12.5')
  await page.fill(test('clip-title'), '塗りくらべ')
  written.add('塗りくらべ')
  await page.click(test('make-clip'))
  const row = `${test('clip')}[data-state="ready"][data-form="key-frames"]`
  await page.waitForSelector(row)
  await page.evaluate(() => scrollTo(0, 0))
  await look(visit, 'studio-archive')
  await page.click(`${row} ${test('play-clip')}`)
  await playsIn(visit)
  await page.click(`${test('clip-dialog')} ${test('close')}`)

  await page.check(test('form-vertical'))
  await page.fill(test('clip-until'), '0:09.0')
  await page.click(test('make-clip'))
  await page.waitForSelector(`${test('clip')}[data-state="ready"][data-form="vertical"]`, { timeout: 60_000 * patience })
  visit.content()

  for (const form of forms) {
    const viewer = viewers.get(form)!
    for (const text of await labels()) written.add(text)
    await viewer.visit.go(`/products/${lip.id}`)
    await viewer.page.waitForSelector(test('clip-card'))
    assert.equal(await viewer.page.locator(test('clip-card')).count(), 2)
    await viewer.page.locator(test('product-clips')).scrollIntoViewIfNeeded()
    await look(viewer.visit, 'product-clips')
    await viewer.page.locator(test('clip-card'), { hasText: '塗りくらべ' }).first().click()
    await playsIn(viewer.visit)
    await look(viewer.visit, 'product-clip')
    viewer.visit.content()
  }
})

const labels = async (): Promise<string[]> => (await shop.owner.get(`/api/shows/${show}/clips`)).items.map(({ label }: { label: string }) => label)

/** The clip in the dialog has a picture and goes on. */
async function playsIn(visit: Visit): Promise<void> {
  const state = () => visit.page.evaluate(() => {
    const video = document.querySelector<HTMLVideoElement>('dialog video')
    return video && { time: video.currentTime, width: video.videoWidth, error: video.error?.message ?? null }
  })
  await until('the clip plays', async () => {
    const now = await state()
    assert.equal(now?.error ?? null, null)
    return now && now.time > 1 && now.width > 0
  }, 30 * patience, 100)
}

it('chapters are mended in the studio, and two who do it lose nothing', async () => {
  for (const form of [deskEn, phoneJa]) {
    const visit = await studio(form)
    const { page } = visit
    await page.waitForSelector(test('chapter'))
    await look(visit, 'studio-cutter')
    const own = `ひとこと ${form.name}`
    const mended = `口紅を塗る ${form.name}`
    for (const text of [own, mended, `を塗る ${form.name}`]) written.add(text)
    await page.locator(test('chapter-title')).first().fill(mended)
    await page.keyboard.press('Enter')
    await until('it is saved', async () => (await shop.anyone.get(`/api/shows/${show}/chapters`)).items[0].title === mended, 20)
    await page.fill(test('new-chapter'), own)
    await page.click(test('add-chapter'))
    await until('it is added', async () => (await shop.anyone.get(`/api/shows/${show}/chapters`)).items.some(({ title }: { title: string }) => title === own), 20)
    await page.locator(test('chapter-list')).scrollIntoViewIfNeeded()
    await look(visit, 'studio-chapters')
    // Somebody else writes first: what is theirs comes, and nothing of it is lost.
    const { items } = await shop.anyone.get(`/api/shows/${show}/chapters`)
    const last = items.at(-1)
    await shop.owner.patch(`/api/shows/${show}/chapters/${last.id}`, { title: `オイルの時間 ${form.name}` })
    written.add(`オイルの時間 ${form.name}`)
    await page.locator(test('chapter-title')).first().fill('まにあわない')
    await page.keyboard.press('Enter')
    await until('theirs is here', async () => (await page.locator(test('chapter-title')).last().inputValue()) === `オイルの時間 ${form.name}`, 20)
    assert.equal(await page.locator(test('chapter-title')).last().inputValue(), `オイルの時間 ${form.name}`)
    await page.locator(`${test('chapter')}[data-chapter^="own-"] ${test('remove-chapter')}`).click()
    await until('it is gone', async () => !(await shop.anyone.get(`/api/shows/${show}/chapters`)).items.some(({ title }: { title: string }) => title === own), 20)
    visit.content(/^412 PATCH/)
  }
})

it('a clip is deleted again', async () => {
  const visit = await studio(phoneEn)
  const { page } = visit
  await page.waitForSelector(`${test('clip')}[data-state="ready"]`)
  const before = await page.locator(test('clip')).count()
  await page.locator(test('remove-clip')).first().click()
  await look(visit, 'studio-remove-clip')
  await page.locator(test('confirm')).filter({ visible: true }).click()
  await until('it is gone', async () => (await page.locator(test('clip')).count()) === before - 1, 20)
  visit.content()
})

it('all shows are searched from the storefront', async () => {
  for (const form of forms) {
    const { visit, page } = viewers.get(form)!
    await visit.go('/')
    await page.fill(test('archive-search'), '口紅')
    await page.waitForSelector(`${test('found-show')}[data-show="${show}"]`)
    await look(visit, 'search-all')
    await page.locator(`${test('found-show')}[data-show="${show}"] ${test('found-link')}`, { hasText: 'その口紅' }).click()
    await page.waitForURL(`**/shows/${show}?t=6`)
    visit.content()
  }
})

it('who comes late to a show learns what has been, and goes back to it', async () => {
  const live = await shop.liveShow(lip, oil)
  written.add(live.title)
  const encoder = new Encoder(await shop.address(live.id, 'rtmp'))
  try {
    await whenPlaying(server.base, live.id, 30 * patience)
    const director = await Room.join(shop.owner, live.id)
    await director.must('product.pin', { product: lip.id })
    const pinnedAt = (await shop.snapshot(live.id)).clock
    await until('a minute has passed', async () => (await shop.snapshot(live.id)).clock > 63_000, 90)
    await Promise.all([deskJa, phoneEn].map(async (form) => {
      const viewer = viewers.get(form)!
      await viewer.visit.go(`/shows/${live.id}`)
      await viewer.page.click(test('see-missed'), { timeout: 60_000 * patience })
      await viewer.page.waitForSelector(`${test('missed-sheet')} ${test('so-far-jump')}`)
      await look(viewer.visit, 'missed')
      await viewer.page.click(`${test('missed-sheet')} ${test('so-far-jump')}`)
      await near(viewer, pinnedAt)
      await viewer.page.locator(test('go-live')).filter({ visible: true }).first().click()
      await until('live again', async () => (await shop.snapshot(live.id)).clock - (await viewer.playhead()) < 15_000, 30 * patience)
    }))
    // What is shown now joins the list by itself.
    await director.must('product.pin', { product: oil.id })
    const desk = viewers.get(deskJa)!
    await desk.page.locator(test('chapters-button')).click()
    await desk.page.locator(test('so-far'), { hasText: oil.title }).waitFor()
    await look(desk.visit, 'so-far')
    director.leave()
    for (const form of [deskJa, phoneEn]) {
      viewers.get(form)!.visit.content()
      await viewers.get(form)!.visit.rest()
    }
  } finally {
    await encoder.kill()
    await shop.owner.post(`/api/shows/${live.id}/end`)
  }
})

it('no page complained, nothing was too wide, untranslated or unreadable', () => {
  assert.deepEqual(faults, [])
})
