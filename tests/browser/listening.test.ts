// Listening in Chromium: nothing is there and the page says what to do; an analyst names shop and rival, brings an export
// in by the page, reads which lines were refused, sees the spike explained with the show that was on air, and reads the
// mentions behind it.
import assert from 'node:assert/strict'
import { join } from 'node:path'
import { after, before, test as it } from 'node:test'
import type { Client } from '../support/api.ts'
import { type Browser, launch } from '../support/browser.ts'
import { fortnight } from '../support/mentions.ts'
import { run, until } from '../support/processes.ts'
import { Room } from '../support/room.ts'
import { Server } from '../support/server.ts'
import { Shop } from '../support/shop.ts'
import { look, written } from './look.ts'
import { heldAgo } from './past_time.ts'
import { faults, type Form, forms, test, Visit, walked } from './visit.ts'

const kPassword = '秋の夜長に口紅を塗る'
const kShow = '限定リップ、再販の夜'
const kCampaign = '再販を友だちに知らせよう'
const kPosts = ['明日の夜、限定リップが戻ります', '今夜 8 時から。リンクからどうぞ']

let server: Server
let browser: Browser
let shop: Shop
let analyst: Client
const said = { ours: '月白', rival: 'あおみどり' }
let export_: ReturnType<typeof fortnight>

before(async () => {
  server = await Server.start()
  shop = await Shop.open(server)
  browser = await launch()
  const invitation = await shop.owner.post('/api/staff/invitations', { name: '星野', role: 'analyst', email: 'analyst@example.jp' })
  const { token } = await shop.anyone.post('/api/staff/invitations/accept', { token: new URL(invitation.url).hash.slice(1), password: kPassword })
  analyst = shop.anyone.as(token)
  // The show three days ago, and the mentions that came with it.
  const product = await shop.product(5, { title: '限定リップ' })
  const show = await shop.show({ title: kShow, shelf: [product.id] })
  await shop.owner.post(`/api/shows/${show.id}/start`)
  const room = await Room.join(shop.owner, show.id)
  await room.must('product.pin', { product: product.id })
  room.leave()
  await shop.owner.post(`/api/shows/${show.id}/end`)
  await heldAgo(server, show.id, 3, { minutes: 60, planned: 0 })
  await promote()
  export_ = fortnight(said.ours, said.rival, Date.now())
  for (const word of [...export_.texts, kShow, kCampaign, ...kPosts, '@geppaku', '限定リップ', '限定', 'リップ', '新色', '店員', '親切', 'かわいい', '今日', 'まよう', '買った', said.ours, said.rival, 'Geppaku', '星野', '星', '再販', 'instagram', 'x', '店長', '店', 'cosme_news']) written.add(word)
})
after(async () => {
  await browser?.close()
  await server?.stop()
})

/** A campaign around the show, and two posts that went out then. */
async function promote(): Promise<void> {
  const at = (days: number): number => Date.now() + days * 86_400_000
  await shop.owner.post('/api/campaigns', { title: kCampaign, terms: '決まり', counts: 'arrivals', scope: 'all', starts_at: new Date(at(-5)).toISOString(), ends_at: new Date(at(2)).toISOString(), tiers: [{ threshold: 3, benefit: 'gift', text: 'ミニボトル' }] })
  const posts = kPosts.flatMap((text, n) => [
    `INSERT INTO post (id, text, language, picture, picture_alt, kind, target, at, show, product, when_show, when_moment, written_by, changed_by, made_at) VALUES ('p${n}', '${text}', 'ja', '', '', '', '', -1, '', '', '', '', 'o', 'o', 0)`,
    `INSERT INTO post_channel (post, account, place, network, name, staff, state, published_at) VALUES ('p${n}', 'x', 0, 'x', '@geppaku', '', 'published', ${at(-4 + n)})`,
  ])
  const written = await run('sqlite3', ['-cmd', '.timeout 5000', join(server.data, 'nigiwai.db'), posts.join('; ')])
  assert.equal(written.code, 0, written.stderr)
}

for (const form of walked) void it(`what is said elsewhere is heard: ${form.name}`, () => journey(form))

it('nothing was wrong with the screens', () => assert.deepEqual(faults, []))

async function journey(form: Form): Promise<void> {
  const visit = await Visit.begin(browser, server.base, form)
  const { page } = visit
  await visit.go('/studio/sign-in')
  await page.fill(test('email'), 'analyst@example.jp')
  await page.fill(test('password'), kPassword)
  await page.click(test('submit'))
  await page.waitForSelector(test('nav-listening'))
  visit.content(/401 GET/)
  await page.click(test('nav-listening'))
  if (form === forms[0]) await begin(visit)
  await page.waitForSelector(test('chart'))
  await until('the counts are there', async () => (await analyst.get('/api/listening/trend?term=1')).spikes.length > 0, 20)
  await page.selectOption(test('term-filter'), '1')
  await page.click(test('range-14'))
  await page.locator(test('spike')).first().waitFor()
  await page.locator(`${test('voice')}[data-name="${said.rival}"]`).waitFor()
  await beside(visit)
  await look(visit, 'listening')
  await page.locator(test('spike-open')).first().click()
  await page.locator(`${test('happening')}[data-what=show]`).waitFor()
  await page.locator(`${test('explained')} ${test('risen')}[data-word="再販"]`).waitFor()
  await page.locator(`${test('heard')}`).first().waitFor()
  await page.locator(test('mention')).first().waitFor()
  const point = await page.locator(test('point')).innerText()
  await look(visit, 'listening-spike')
  // The chart is walked by keys.
  await page.locator(test('chart')).focus()
  await page.keyboard.press('ArrowLeft')
  await page.waitForFunction(([name, old]) => document.querySelector<HTMLElement>(name!)?.innerText !== old, [test('point'), point])
  await page.click(test('terms'))
  await page.locator(`${test('term')}[data-name="${said.ours}"]`).waitFor()
  await look(visit, 'listening-terms')
  await page.keyboard.press('Escape')
  visit.content()
  await visit.context.close()
}

/** Under the chart stand the show, the campaign and the posts: by finger or pointer, and by keys. */
async function beside(visit: Visit): Promise<void> {
  const { page } = visit
  const named = (lane: string, text: string) => page.locator(`${test('beside-named')}[data-lane=${lane}]`, { hasText: text }).waitFor()
  await page.locator(test('beside-shows')).scrollIntoViewIfNeeded()
  await page.locator(test('beside-shows')).click()
  await named('shows', kShow)
  assert.match((await page.getAttribute(test('beside-open'), 'href'))!, /\/studio\/shows\/.+\/insight$/)
  await page.locator(test('beside-campaigns')).focus()
  await page.keyboard.press('ArrowLeft')
  await named('campaigns', kCampaign)
  await page.locator(test('beside-posts')).focus()
  await page.keyboard.press('End')
  await named('posts', kPosts[1]!)
  await page.keyboard.press('ArrowLeft')
  await named('posts', kPosts[0]!)
  await page.keyboard.press('ArrowRight')
  await look(visit, 'listening-beside')
}

/** The first one finds nothing, and does what the page says. */
async function begin(visit: Visit): Promise<void> {
  const { page } = visit
  await page.waitForSelector(test('empty'))
  await look(visit, 'listening-empty')
  await page.click(test('terms'))
  await page.waitForSelector(test('no-terms'))
  await add(visit, 'shop', said.ours, 'Geppaku')
  await add(visit, 'rival', said.rival)
  await page.keyboard.press('Escape')
  await page.click(test('import'))
  await page.waitForSelector(test('import-choose'))
  await look(visit, 'listening-import')
  await page.setInputFiles(test('import-file'), { name: 'mentions.csv', mimeType: 'text/csv', buffer: Buffer.from(`${export_.file}x,broken,some day,a,text,1,1,1\n`) })
  await page.waitForSelector(test('import-report'))
  assert.equal(await page.innerText(test('fresh')), export_.rows.toLocaleString('en'))
  assert.equal(await page.locator(test('refused-line')).count(), 1)
  await page.click(test('import-close'))
}

async function add(visit: Visit, kind: string, name: string, aliases = ''): Promise<void> {
  const { page } = visit
  await page.click(test('add-term'))
  await page.click(test(`kind-${kind}`))
  await page.fill(test('term-name'), name)
  if (aliases) await page.fill(test('term-aliases'), aliases)
  await page.click(test('save-term'))
  await page.locator(`${test('term')}[data-name="${name}"]`).waitFor()
}
