// Blocks on another site's page, as docs/embedding.md writes that page, in a browser that blocks third-party cookies: nothing
// takes room while there is nothing to show; staff choose lines and a post in the studio; the blocks show them, one leads to
// its moment, and what they brought stands in the studio.
import assert from 'node:assert/strict'
import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, test as it } from 'node:test'
import type { Product } from '../support/api.ts'
import { type Browser, desk, launch, type Page, phone } from '../support/browser.ts'
import { HostSite, kLive } from '../support/host_site.ts'
import { pastShow } from '../support/past_show.ts'
import { root, until } from '../support/processes.ts'
import { Room } from '../support/room.ts'
import { patience, Server } from '../support/server.ts'
import { contact, ownerEmail, ownerPassword, Shop } from '../support/shop.ts'
import { look, written } from './look.ts'
import { faults, type Form, forms, test, Visit, walked } from './visit.ts'

const kBlocks = ['next', 'moments', 'words', 'wall'] as const
const kLines = ['柿渋、落ち着いた色で毎日使えそう', 'マスクにつかないのがうれしいです', '母とおそろいで買いました。母も気に入っています']
const screens = process.env.SCREENS === '1'

let server: Server
let shop: Shop
let browser: Browser
let host: HostSite
let lip: Product
let show: string

/** The page of the docs that has blocks, with what its reader is told to put into it. */
async function documented(language: 'ja' | 'en'): Promise<string> {
  const text = await readFile(join(root, 'docs/embedding.md'), 'utf8')
  const page = [...text.matchAll(/```html\n(<!doctype html>[\s\S]*?)```/g)].map(([, one]) => one!).find((one) => one.includes('<nigiwai-wall'))
  assert.ok(page && page.includes('product="PRODUCT"') && page.includes('show="SHOW"'), 'docs/embedding.md has a page with blocks')
  return page.replaceAll('https://live.example', `http://${kLive}:${server.port}`).replace('PRODUCT', lip.id).replace('SHOW', show).replace('lang="ja"', `lang="${language}"`).replace(/(<nigiwai-\w+)/g, `$1 language="${language}"`)
}

before(async () => {
  const args: string[] = []
  server = await Server.prepare({ args })
  // Visitors come by the shop's own name.
  args.push('--public-url', `http://${kLive}:${server.port}`)
  await server.begin()
  shop = await Shop.open(server)
  await shop.owner.patch('/api/shop', { name: '月白', name_latin: 'TSUKISHIRO' })
  lip = await shop.product(20, { title: '口紅・柿渋' })
  const oil = await shop.product(20, { title: 'つばきオイル' })
  show = await pastShow(shop, {
    title: '秋の新色、ぜんぶ塗る夜', shelf: [lip, oil], seconds: 14, size: '360x640',
    events: [
      { at: 500, kind: 'product.pinned', data: { product: lip.id } },
      { at: 2_000, kind: 'chat.posted', by: { name: 'ゆず茶' }, data: { text: kLines[0] } },
      { at: 3_000, kind: 'chat.posted', by: { name: 'まめ' }, data: { text: kLines[1] } },
      { at: 5_000, kind: 'product.pinned', data: { product: oil.id } },
      { at: 6_000, kind: 'chat.posted', by: { name: '小春' }, data: { text: '音が小さいです' } },
      { at: 8_000, kind: 'product.pinned', data: { product: lip.id } },
      { at: 9_000, kind: 'chat.posted', by: { name: '小春' }, data: { text: kLines[2] } },
    ],
  })
  await shop.owner.post(`/api/shows/${show}/clips`, { from: 5_000, until: 7_500, title: 'ひと塗りでつやが出る', label: 'PR', product: lip.id, form: 'key-frames', shown: true })
  host = await HostSite.open()
  for (const language of ['ja', 'en'] as const) host.pages.set(`/${language}`, await documented(language))
  await shop.owner.put('/api/shop/embedding', { origins: [host.origin], handoff: { to: 'here' } })
  const csv = ['id,created_at,author,text,url', `11,${new Date(Date.now() - 7_200_000).toISOString()},hana_makeup,月白の柿渋の口紅、届いた日から毎日つけています。肌なじみがよくて、職場でも家でも使えます。,https://x.example/hana/11`,
    `12,${new Date(Date.now() - 3_600_000).toISOString()},ren_coffee,配信で見て買った口紅、写真より実物のほうが好き,https://x.example/ren/12`].join('\n')
  await shop.owner.send('POST', '/api/listening/import?network=x', { bytes: Buffer.from(csv), headers: { 'content-type': 'text/csv' } })
  browser = await launch()

  for (const word of [...kLines, 'ゆず茶', 'まめ', '小春', '口紅・柿渋', 'つばきオイル', '秋の新色、ぜんぶ塗る夜', '月白', 'TSUKISHIRO', 'ひと塗りでつやが出る', '店長', '店', 'hana_makeup', 'ren_coffee', '音が小さいです', 'X の返信で承諾', 'X', 'x',
    '月白の柿渋の口紅、届いた日から毎日つけています。肌なじみがよくて、職場でも家でも使えます。', '配信で見て買った口紅、写真より実物のほうが好き', '秋の新色リップ、ぜんぶ塗る夜', '<script', '</script>', 'async', 'nigiwai-next', 'nigiwai-moments', 'nigiwai-words', 'nigiwai-wall']) written.add(word)
})
after(async () => {
  await browser?.close()
  await host?.close()
  await server?.stop()
})

/** Opens the host's page and answers it with what its scripts and frames complained about. */
async function visit(language: 'ja' | 'en', size = desk): Promise<{ page: Page; problems: string[] }> {
  const { page, problems } = await host.visitor(size)
  await page.goto(`${host.origin}/${language}`)
  return { page, problems }
}
const frameOf = (page: Page, kind: string) => until(`the frame of ${kind}`, async () => page.frames().find((frame) => frame.url().includes(`/embed/blocks/${kind}`)), 20 * patience)
const heightOf = (page: Page, kind: string): Promise<number> => page.locator(`nigiwai-${kind}`).evaluate((element) => element.getBoundingClientRect().height)
const shown = (page: Page, kind: string, count = 1) => until(`${kind} takes its room`, async () => (await heightOf(page, kind)) > 60 && (await (await frameOf(page, kind)).locator(`${test(`block-${kind}`)} li, ${test('next')}`).count()) >= count, 30 * patience, 200)
/** The whole page, in a window as high as it: frames outside of a window are not drawn. */
const shot = async (page: Page, name: string): Promise<void> => {
  if (!screens) return
  await mkdir(join(root, 'build/screens'), { recursive: true })
  const { width, height } = page.viewportSize()!
  await page.setViewportSize({ width, height: Math.max(height, await page.evaluate(() => document.documentElement.scrollHeight)) })
  await page.waitForTimeout(500)
  await page.screenshot({ path: join(root, `build/screens/blocks-${name}.png`) })
}

it('what has nothing to show takes no room, and says nothing', async () => {
  const { page, problems } = await visit('ja')
  await shown(page, 'next')
  for (const kind of ['words', 'wall']) {
    await until(`${kind} has nothing to show`, () => page.locator(`nigiwai-${kind}`).evaluate((element) => element.hasAttribute('data-empty')), 20 * patience)
    assert.equal(await heightOf(page, kind), 0)
  }
  assert.deepEqual(problems, [])
  await page.close()
})

for (const form of walked) void it(`staff choose what blocks show: ${form.name}`, () => choosing(form))

async function choosing(form: Form): Promise<void> {
  const visit = await Visit.begin(browser, server.base, form)
  const { page } = visit
  await visit.go('/studio/sign-in')
  await page.fill(test('email'), ownerEmail)
  await page.fill(test('password'), ownerPassword)
  await page.click(test('submit'))
  await page.waitForSelector(test('nav-sharing'))
  visit.content(/401 GET/)
  await visit.go('/studio/sharing/blocks')
  await page.waitForSelector(test('blocks'))
  const first = form === forms[0]
  if (first) await choose(page)
  await page.locator(test('chosen-line')).first().waitFor()
  await page.locator(`${test('wall-mention')}[data-permission=granted]`).waitFor()
  await page.click(test('kind-words'))
  await page.selectOption(test('of-show'), show)
  await page.waitForFunction(() => (document.querySelector<HTMLIFrameElement>('[data-test=preview] iframe')?.clientHeight ?? 0) > 60)
  assert.match(await page.innerText(test('block-code')), new RegExp(`<nigiwai-words show="${show}"></nigiwai-words>`))
  await look(visit, 'blocks-studio')
  if (screens) await page.screenshot({ path: join(root, `build/screens/blocks-studio-whole-${form.name}.png`), fullPage: true })
  await page.click(test('choose-lines'))
  await page.locator(test('candidate-line')).first().waitFor()
  await look(visit, 'blocks-lines')
  await page.keyboard.press('Escape')
  await page.click(test('choose-mentions'))
  await page.click(test('from-listening'))
  await page.locator(test('candidate-mention')).first().waitFor()
  await look(visit, 'blocks-mentions')
  await page.keyboard.press('Escape')
  await page.locator(`${test('wall-mention')}[data-permission=granted] ${test('note-withdrawn')}`).click()
  await page.waitForSelector(test('permission-dialog'))
  await look(visit, 'blocks-permission')
  for (const address of ['next?', `moments?product=${lip.id}&`, `words?show=${show}&`, 'wall?']) {
    await visit.go(`/embed/blocks/${address}language=${form.language}`)
    await page.waitForSelector('.block')
    await look(visit, `blocks-${/^\w+/.exec(address)![0]}`)
  }
  visit.content()
  await visit.context.close()
}

async function choose(page: Page): Promise<void> {
  await page.click(test('choose-lines'))
  await page.selectOption(test('lines-show'), show)
  for (const line of kLines) await page.locator(test('candidate-line'), { hasText: line }).locator(test('pick-line')).click()
  await page.keyboard.press('Escape')
  await until('three lines are chosen', async () => (await page.locator(test('chosen-line')).count()) === 3, 20 * patience)
  await page.click(test('choose-mentions'))
  await page.click(test('from-listening'))
  await page.selectOption(test('mention-product'), lip.id)
  for (const author of ['ren_coffee', 'hana_makeup']) await page.locator(test('candidate-mention'), { hasText: author }).locator(test('pick-mention')).click()
  await page.keyboard.press('Escape')
  const hana = page.locator(test('wall-mention'), { hasText: 'hana_makeup' })
  await hana.locator(test('note-granted')).click()
  assert.equal(await page.locator(test('keep-note')).isDisabled(), true, 'how it was given belongs to it')
  await page.fill(test('permission-note'), 'X の返信で承諾')
  await page.click(test('keep-note'))
  await until('the permission is noted', async () => (await hana.getAttribute('data-shown')) === 'true', 20 * patience)
}

it('the page of the docs shows all four, in both languages and forms, and counts who looks and follows', async () => {
  const viewer = await shop.viewer('はな')
  const room = await Room.join(viewer, show)
  await room.must('product.save', { product: lip.id }, 8_500)
  room.leave()
  await viewer.post('/api/orders', { show, at: 1_500, lines: [{ sku: lip.id, quantity: 1 }], contact })
  for (const [language, size, name] of [['ja', desk, 'desk-ja'], ['ja', phone, 'phone-ja'], ['en', desk, 'desk-en'], ['en', phone, 'phone-en']] as const) {
    const { page, problems } = await visit(language, size)
    for (const kind of kBlocks) {
      await page.locator(`nigiwai-${kind}`).scrollIntoViewIfNeeded()
      await shown(page, kind, kind === 'words' ? 3 : kind === 'moments' ? 3 : 1)
    }
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), true, 'no block is wider than its page')
    await shot(page, `host-${name}`)
    const words = await frameOf(page, 'words')
    assert.deepEqual(await words.locator(`${test('line')} blockquote`).allInnerTexts(), [...kLines].reverse())
    const wall = await frameOf(page, 'wall')
    assert.equal(await wall.locator(test('mention')).count(), 1, 'the one that was permitted')
    assert.match((await wall.locator(test('original')).getAttribute('href'))!, /^https:\/\/x\.example\/hana\/11$/)
    assert.equal(await wall.evaluate(() => document.cookie), '')
    assert.deepEqual(problems, [])
    await page.close()
  }
  assert.deepEqual((await host.context.cookies()).filter(({ domain }) => domain.includes(kLive)), [], 'no cookie was needed')
})

it('a block leads to its moment, and its views, clicks and orders stand in the studio', async () => {
  const before = await shop.owner.get('/api/blocks')
  const viewsOf = (figures: any, kind: string): number => figures.items.find((one: any) => one.block.kind === kind)?.views ?? 0
  const { page } = await visit('ja')
  await page.locator('nigiwai-words').scrollIntoViewIfNeeded()
  await shown(page, 'words', 3)
  await until('the block was seen', async () => viewsOf(await shop.owner.get('/api/blocks'), 'words') === viewsOf(before, 'words') + 1, 20 * patience, 200)
  const words = await frameOf(page, 'words')
  const opened = host.context.waitForEvent('page')
  await words.locator(test('line'), { hasText: kLines[2]! }).click()
  const watch = await opened
  await watch.waitForURL(/\/shows\//)
  const address = new URL(watch.url())
  assert.equal(address.pathname, `/shows/${show}`)
  await watch.waitForSelector(test('watch'))
  await until('it plays from its moment', () => watch.evaluate(() => (document.querySelector('video')?.currentTime ?? 0) >= 8), 40 * patience, 300)
  await until('the arrival is counted', async () => (await shop.owner.get('/api/blocks')).items.some((one: any) => one.block.kind === 'words' && one.arrivals === 1), 20 * patience, 200)
  const bought = await watch.evaluate(async ([sku, to]) => (await fetch('/api/orders', { method: 'POST', headers: { 'content-type': 'application/json', 'idempotency-key': 'blocks-1' }, body: JSON.stringify({ lines: [{ sku, quantity: 1 }], contact: to }) })).status, [lip.id, contact] as const)
  assert.equal(bought, 201)
  await watch.close()
  await page.waitForTimeout(1_500)
  assert.equal(viewsOf(await shop.owner.get('/api/blocks'), 'words'), viewsOf(before, 'words') + 1, 'once a load')
  await page.close()

  const studio = await Visit.begin(browser, server.base, forms[0]!)
  await studio.go('/studio/sign-in')
  await studio.page.fill(test('email'), ownerEmail)
  await studio.page.fill(test('password'), ownerPassword)
  await studio.page.click(test('submit'))
  await studio.page.waitForSelector(test('nav-sharing'))
  studio.content(/401 GET/)
  await studio.go('/studio/sharing/blocks')
  const row = studio.page.locator(`${test('block-row')}[data-kind=words]`)
  await row.waitFor()
  assert.deepEqual([await row.locator(test('clicks')).innerText(), await row.locator(test('orders')).innerText()], ['1', '1'])
  assert.ok(Number(await row.locator(test('views')).innerText()) >= 1)
  await look(studio, 'blocks-figures')
  studio.content()
  await studio.context.close()
})

it('the next show counts down, and is on air', async () => {
  const coming = await shop.show({ title: '年末のありがとう配信、人気の口紅を半額で', starts_at: new Date(Date.now() + 2 * 86_400_000 + 60_000).toISOString(), shelf: [lip.id] })
  for (const [state, language, size, name] of [['scheduled', 'ja', desk, 'coming-desk-ja'], ['scheduled', 'en', phone, 'coming-phone-en'], ['live', 'ja', phone, 'live-phone-ja'], ['live', 'en', desk, 'live-desk-en']] as const) {
    if (state === 'live') await shop.owner.send('POST', `/api/shows/${coming.id}/start`, { json: {} })
    const { page } = await visit(language, size)
    await shown(page, 'next')
    const frame = await frameOf(page, 'next')
    await frame.waitForSelector(`${test('next')}[data-state=${state}]`)
    if (state === 'scheduled') assert.match(await frame.innerText(test('next')), language === 'ja' ? /あと\s*2 日/ : /Starts in\s*2 days/)
    await shot(page, name)
    await page.close()
  }
  await shop.owner.post(`/api/shows/${coming.id}/end`)
})

it('a line that is hidden, and a permission that is taken back, leave the page', async () => {
  const director = await Room.join(shop.owner, show)
  const [line] = (await shop.owner.get('/api/blocks/lines')).items
  const { page } = await visit('ja')
  await page.locator('nigiwai-wall').scrollIntoViewIfNeeded()
  await shown(page, 'words', 3)
  await shown(page, 'wall')
  await director.must('chat.hide', { seq: line.seq })
  director.leave()
  const [mention] = (await shop.owner.get('/api/blocks/mentions')).items.filter((one: any) => one.shown)
  await shop.owner.post(`/api/blocks/mentions/${mention.id}/permission`, { permission: 'withdrawn' })
  const words = await frameOf(page, 'words')
  await until('the line is gone', async () => (await words.locator(test('line')).count()) === 2, 60 * patience, 500)
  await until('the wall takes no room', async () => (await heightOf(page, 'wall')) === 0, 60 * patience, 500)
  await page.close()
})

it('a site that the owner did not name shows no block', async () => {
  await shop.owner.put('/api/shop/embedding', { origins: [], handoff: { to: 'here' } })
  const { page } = await visit('ja')
  await until('the frames are refused', async () => page.frames().some((frame) => frame.url().startsWith('chrome-error:')), 20 * patience)
  for (const kind of kBlocks) assert.equal(await heightOf(page, kind), 0)
  await page.close()
})

it('nothing was wrong with the screens', () => assert.deepEqual(faults, []))
