// The playbook from an empty shop, in Chromium: the introduction closes by itself as the team does its work, one to-do is
// closed by hand and opened again, one is added, changed and dropped; a proof of concept is made, gets a show, and its
// figures move with an order and a line of chat, live and in the archive. On a desk and a phone, in both languages.
import assert from 'node:assert/strict'
import { after, before, describe, test as it } from 'node:test'
import type { Client, Product, Show } from '../support/api.ts'
import { type Browser, launch } from '../support/browser.ts'
import { until } from '../support/processes.ts'
import { Room } from '../support/room.ts'
import { Server } from '../support/server.ts'
import { contact, ownerEmail, ownerPassword, Shop } from '../support/shop.ts'
import { picture } from '../contract/bytes.ts'
import { look, written } from './look.ts'
import { faults, type Form, test, Visit, walked } from './visit.ts'

let browser: Browser
before(async () => {
  browser = await launch()
  for (const word of ['月白', '店長', '店', '秋の新色リップ、ぜんぶ塗る夜', '水野', '通しで 42 分', '音を直してから', '倉庫に声をかける', '早いほうがよい', '秋の 3 本', '使いかたを見せると、あとからも売れる', '佐藤 進']) written.add(word)
})
after(() => browser?.close())

// Each has a shop of its own.
describe('in every form', { concurrency: 2 }, () => {
  for (const form of walked) void it(`a team begins, from an empty shop: ${form.name}`, () => journey(form))
})

it('nothing was wrong with the screens', () => assert.deepEqual(faults, []))

async function journey(form: Form): Promise<void> {
  const server = await Server.start()
  const shop = await Shop.open(server)
  try {
    const visit = await Visit.begin(browser, server.base, form)
    await visit.go('/studio/playbook')
    await visit.page.fill(test('email'), ownerEmail)
    await visit.page.fill(test('password'), ownerPassword)
    await visit.page.click(test('submit'))
    await visit.page.waitForSelector(`${test('playbook')}[data-phase="introduction"]`)
    visit.content(/401 GET/)
    await look(visit, 'playbook-empty')
    const { show, product } = await introduction(visit, shop)
    await byHand(visit)
    await changes(visit)
    await proof(visit, shop, show, product)
    visit.content()
    await visit.context.close()
  } finally {
    await server.stop()
  }
}

const state = (todo: string, wanted: string, by?: string): string => `${test('todo')}[data-todo="${todo}"][data-state="${wanted}"]${by ? `[data-closed-by="${by}"]` : ''}`

/** What the page shows now of these to-dos, after reading it anew. */
async function shows(visit: Visit, ...selectors: string[]): Promise<void> {
  await visit.go('/studio/playbook')
  for (const selector of selectors) await visit.page.waitForSelector(selector, { state: 'attached' })
}

async function join(shop: Shop, role: string, name: string): Promise<Client> {
  const invitation = await shop.owner.post('/api/staff/invitations', { name, role, email: `${role}@example.jp` })
  const { token } = await shop.anyone.post('/api/staff/invitations/accept', { token: new URL(invitation.url).hash.slice(1), password: '秋の夜長に口紅を塗る' })
  return shop.anyone.as(token)
}

async function introduction(visit: Visit, shop: Shop): Promise<{ show: Show; product: Product }> {
  const { page } = visit
  await shop.owner.patch('/api/shop', { name: '月白' })
  for (const legal of ['tokushoho', 'privacy']) await shop.owner.put(`/api/legal/${legal}`, { text: '月白の表示' })
  await join(shop, 'director', '佐藤 進')
  const presenter = await join(shop, 'presenter', '水野')
  await shows(visit, state('open-the-shop', 'closed', 'events'), state('share-the-roles', 'closed', 'events'), state('ready-the-products', 'open'))
  const products = await Promise.all([1, 2, 3].map(() => shop.product(20)))
  for (const product of products) {
    written.add(product.title)
    await shop.owner.send('PUT', `/api/products/${product.id}/picture`, { bytes: await picture('png'), headers: { 'content-type': 'image/png' } })
  }
  const { items } = await shop.owner.get<{ items: { handle: string; role: string }[] }>('/api/staff')
  const cast = items.filter(({ role }) => role === 'presenter').map(({ handle }) => handle)
  const show = await shop.show({ starts_at: new Date(Date.now() + 3_600_000).toISOString(), shelf: products.map(({ id }) => id), cast })
  await shows(visit, state('ready-the-products', 'closed', 'events'), state('prepare-a-show', 'closed', 'events'), state('go-on-air', 'open'))
  await presenter.post(`/api/shows/${show.id}/start`)
  await shows(visit, state('go-on-air', 'closed', 'events'), state('rehearse', 'open'), state('set-the-targets', 'open'))
  await look(visit, 'playbook-begun')

  // What closed it can be opened.
  await page.click(test('evidence-go-on-air'))
  await page.waitForURL(`**/studio/shows/${show.id}`)
  // The home says what is next.
  await visit.go('/studio')
  await page.waitForSelector(`${test('home-next')}[data-todo="set-the-targets"]`)
  await look(visit, 'home-next')
  await page.click(test('home-next'))
  await page.waitForSelector(test('playbook'))
  return { show, product: products[0]! }
}

async function byHand(visit: Visit): Promise<void> {
  const { page } = visit
  await page.click(test('open-rehearse'))
  await page.waitForSelector(test('note'))
  await page.click(test('close-todo'))
  await page.waitForSelector('.field-error')
  await look(visit, 'todo-open')
  await page.fill(test('note'), '通しで 42 分')
  await page.click(test('close-todo'))
  await page.waitForSelector(test('closed-by-person'))
  await look(visit, 'todo-closed')
  await page.waitForSelector(state('rehearse', 'closed', 'person'), { state: 'attached' })
  await page.fill(test('note'), '音を直してから')
  await page.click(test('reopen'))
  await page.waitForSelector(`${test('act')}[data-act="reopened"]`)
  await page.click(`${test('todo-drawer')} ${test('close')}`)
  await page.waitForSelector(state('rehearse', 'open'))
  assert.equal(await page.locator(state('rehearse', 'closed')).count(), 0)
}

async function changes(visit: Visit): Promise<void> {
  const { page } = visit
  await page.click(test('add-todo'))
  await page.fill(test('field-title'), '倉庫に声をかける')
  await page.fill(test('field-why'), '早いほうがよい')
  await page.selectOption(test('field-role'), 'planner')
  await page.fill(test('field-due'), '2026-01-31')
  await look(visit, 'todo-add')
  await page.click(test('save-todo'))
  await page.waitForSelector(test('add-drawer'), { state: 'detached' })
  // It is long overdue: what holds the team back.
  const row = page.locator(`${test('todo')}[data-state="overdue"]`)
  await row.waitFor()
  const id = (await row.getAttribute('data-todo'))!
  await page.waitForSelector(`${test('next')}.late[data-todo="${id}"]`)
  await look(visit, 'playbook-held')
  await page.click(test(`open-${id}`))
  await page.click(test('edit'))
  const handle = await page.locator(`${test('field-person')} option`, { hasText: '佐藤 進' }).getAttribute('value')
  await page.selectOption(test('field-person'), handle!)
  await page.fill(test('field-due'), '')
  await look(visit, 'todo-edit')
  await page.click(test('save-todo'))
  await page.waitForSelector(test('todo-form'), { state: 'detached' })
  await page.waitForSelector(state(id, 'open'), { state: 'attached' })
  await page.click(test('drop'))
  await page.waitForSelector(`${test('todo')}[data-todo="${id}"]`, { state: 'detached' })
  await page.waitForSelector(test('todo-drawer'), { state: 'detached' })
  await page.locator('.pb-dropped summary').click()
  await page.click(test('dropped'))
  await page.click(test('take-up'))
  await page.waitForSelector(state(id, 'open'), { state: 'attached' })
  await page.click(test('drop'))
  await page.waitForSelector(test('todo-drawer'), { state: 'detached' })
}

async function proof(visit: Visit, shop: Shop, show: Show, product: Product): Promise<void> {
  const { page } = visit
  await page.click(test('make-proof'))
  await page.waitForSelector(test('proof-form'))
  await page.click(test('save-proof'))
  await page.waitForSelector('.field-error')
  await page.fill(test('proof-title'), '秋の 3 本')
  await page.fill(test('proof-hypothesis'), '使いかたを見せると、あとからも売れる')
  await page.fill(test('proof-end'), '2099-12-31')
  for (const [figure, target] of [['gmv', '10,000'], ['orders', '3'], ['chatters', '2'], ['viewers', '2'], ['archive_viewers', '1']] as const) await page.fill(test(`target-${figure}`), target)
  await look(visit, 'proof-form')
  await page.click(test('save-proof'))
  await page.waitForSelector(`${test('proof')}[data-verdict="no-shows"]`)
  // Shows are added.
  await page.click(test('edit-proof'))
  await page.check(test(`pick-${show.id}`))
  await page.click(test('save-proof'))
  await page.waitForSelector(`${test('proof')}[data-verdict="behind"]`)
  const id = page.url().split('/').at(-1)!
  await look(visit, 'proof-begun')

  const counted = async (figure: string, value: number, live: number | '', archive: number | ''): Promise<void> => {
    await page.waitForSelector(`${test(`figure-${figure}`)}[data-value="${value}"][data-live="${live}"][data-archive="${archive}"]`, { timeout: 40_000 })
  }
  const buy = (who: Client): Promise<unknown> => who.post('/api/orders', { show: show.id, at: 0, lines: [{ sku: product.id, quantity: 2 }], contact })
  // Somebody watches, talks and orders while it is on air; the open page follows.
  const yuzu = await shop.viewer('ゆず茶')
  const live = await Room.join(yuzu, show.id)
  await live.must('play.span', { from: 0, to: 4000 })
  await live.must('chat.post', { text: 'かわいい' })
  await buy(yuzu)
  await counted('gmv', 5280, 5280, 0)
  await counted('chatters', 1, 1, 0)
  await counted('viewers', 1, 1, 0)
  // Another comes to the archive.
  await shop.owner.post(`/api/shows/${show.id}/end`)
  const sora = await shop.viewer('そら')
  const archive = await Room.join(sora, show.id)
  await archive.must('play.span', { from: 0, to: 4000 })
  await buy(sora)
  await counted('archive_viewers', 1, '', 1)
  await counted('viewers', 2, 1, 1)
  await counted('gmv', 10_560, 5280, 5280)
  await look(visit, 'proof-counted')
  await page.emulateMedia({ media: 'print' })
  assert.equal(await page.locator(test('edit-proof')).isVisible(), false)
  assert.equal(await page.locator(test('verdict')).isVisible(), true)
  await page.emulateMedia({ media: 'screen' })
  for (const room of [live, archive]) room.leave()

  // It closed two to-dos of the introduction; only the rehearsal is left.
  await shows(visit, state('set-the-targets', 'closed', 'events'), state('make-a-proof', 'closed', 'events'), `${test('next')}[data-todo="rehearse"]`)
  await page.waitForSelector(`${test('proof-card')} ${test('open-proof')}`)
  await look(visit, 'playbook-proof')
  await visit.go('/studio/playbook/proofs')
  await page.waitForSelector(test('proof-row'))
  await look(visit, 'proofs')
  await visit.go(`/studio/playbook/proofs/${id}`)
  await page.click(test('remove-proof'))
  await page.waitForSelector(test('remove-dialog'))
  await look(visit, 'proof-remove')
  await page.click(test('do-remove'))
  await page.waitForSelector(test('make-proof'))
  await until('it is gone', async () => (await shop.owner.get<{ items: unknown[] }>('/api/proofs')).items.length === 0, 10)
}
