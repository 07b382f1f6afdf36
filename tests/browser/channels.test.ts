// Channels in Chromium: an owner connects LINE and Bluesky, sees what is wrong with one, signs in again, removes it.
import assert from 'node:assert/strict'
import { after, before, test as it } from 'node:test'
import { bearer, type Exchange, json, Network } from '../contract/networks/table.ts'
import { type Browser, launch } from '../support/browser.ts'
import { Server } from '../support/server.ts'
import { ownerEmail, ownerPassword, Shop } from '../support/shop.ts'
import { look, written } from './look.ts'
import { faults, forms, test, Visit } from './visit.ts'

const [deskJa, phoneJa, , phoneEn] = forms as [(typeof forms)[number], (typeof forms)[number], (typeof forms)[number], (typeof forms)[number]]
let server: Server
let browser: Browser
let network: Network
let shop: Shop
before(async () => {
  network = await Network.open()
  server = await Server.start({ args: ['--allow-private-peer', network.peer] })
  shop = await Shop.open(server)
  await shop.owner.patch('/api/shop', { name: '月白' })
  browser = await launch()
  for (const text of ['月白', '店長', '店', 'LINE', 'Instagram', 'Facebook', 'Bluesky', 'Client ID', 'Client Secret', 'App secret', 'shop.bsky.social', 'bsky.social', '@tsukishiro.example', 'LINE Developers', 'Messaging API', 'Instagram app secret', 'Meta for Developers', 'Page', 'feed', 'mention', 'comments', 'User authentication settings', 'Keys and tokens', 'OAuth 2.0', 'X Developer Portal', 'app secret']) written.add(text)
})
after(async () => {
  await browser?.close()
  await server?.stop()
  network?.close()
})

const answers = (method: string, path: string, body: unknown, headers: Record<string, string>, { status = 200, sent }: { status?: number; sent?: unknown } = {}): Exchange =>
  ({ page: '', request: { method, path, headers, ...(sent === undefined ? {} : { body: sent }) }, response: { status, body } })
const bot = (token: string): Exchange[] => [
  answers('GET', '/v2/bot/info', { userId: 'U1', basicId: '@t', displayName: '月白' }, bearer(token)),
  answers('GET', '/v2/bot/message/quota', { type: 'limited', value: 1000 }, bearer(token)),
  answers('GET', '/v2/bot/message/quota/consumption', { totalUsage: 312 }, bearer(token)),
]

async function signIn(visit: Visit): Promise<void> {
  await visit.go('/studio/channels')
  await visit.page.fill(test('email'), ownerEmail)
  await visit.page.fill(test('password'), ownerPassword)
  await visit.page.click(test('submit'))
}
/** What the form sends goes to the network of this test: people have no field for it. */
const toOurNetwork = (visit: Visit): Promise<unknown> => visit.page.route(/\/api\/channels(\/\w+\/credentials)?$/, (route) => {
  const body = route.request().postDataJSON() as Record<string, unknown> | null
  if (!body) return route.continue()
  const base = `http://${network.peer}`
  return route.continue({ postData: JSON.stringify(body['credentials'] ? { ...body, credentials: { ...(body['credentials'] as object), base } } : { ...body, base }) })
})

it('an owner connects LINE, and reads where it tells what friends say', async () => {
  const desk = await Visit.begin(browser, server.base, deskJa)
  const { page } = desk
  await toOurNetwork(desk)
  await signIn(desk)
  await page.waitForSelector(test('empty'))
  await look(desk, 'channels-empty')
  await page.click(test('add-channel'))
  await page.waitForSelector(test('choose-line'))
  await look(desk, 'channels-choice')
  await page.click(test('choose-line'))
  await page.click(test('connect'))
  assert.equal(await page.locator(`${test('channel-dialog')} .field-error`).count(), 2, 'both are needed')
  await page.fill(test('credential-channel_secret'), 'secret')
  await page.fill(test('credential-access_token'), 'wrong')
  network.expect([answers('GET', '/v2/bot/info', { message: 'Authentication failed' }, bearer('wrong'), { status: 401 })])
  await page.click(test('connect'))
  await page.waitForSelector(test('refused'))
  await look(desk, 'channels-refused')
  await page.fill(test('credential-access_token'), 'token')
  network.expect(bot('token'))
  await page.click(test('connect'))
  await page.waitForSelector(`${test('channel')}[data-network=line][data-state=ready]`)
  await page.click(`${test('channel-hook')} summary`)
  assert.match((await page.textContent(test('hook-url')))!, /\/api\/channels\/\w+\/hook$/)
  await look(desk, 'channels-line')
  desk.content(/401 GET/, /400 POST/)
  await desk.context.close()
})

it('a phone connects Bluesky, and says what is wrong with an account until it is signed in again', async () => {
  const phone = await Visit.begin(browser, server.base, phoneJa)
  const { page } = phone
  await toOurNetwork(phone)
  await signIn(phone)
  await page.click(test('add-channel'))
  await page.click(test('choose-bluesky'))
  await page.fill(test('credential-handle'), '@tsukishiro.example')
  await page.fill(test('credential-app_password'), 'abcd-efgh')
  await look(phone, 'channels-bluesky')
  const session = { did: 'did:plc:1', handle: 'tsukishiro.example', accessJwt: 'a', refreshJwt: 'r' }
  network.expect([
    answers('POST', '/xrpc/com.atproto.server.createSession', session, json, { sent: { identifier: 'tsukishiro.example', password: 'abcd-efgh' } }),
    answers('GET', '/xrpc/com.atproto.server.getSession', session, bearer('a')),
  ])
  await page.click(test('connect'))
  await page.waitForSelector(`${test('channel')}[data-network=bluesky]`)
  network.wasAskedSo()

  network.expect([answers('GET', '/v2/bot/info', {}, bearer('token'), { status: 401 })])
  const line = page.locator(`${test('channel')}[data-network=line]`)
  await line.locator(test('check-channel')).click()
  await page.waitForSelector(`${test('channel')}[data-network=line][data-state=sign-in] ${test('channel-error')}`)
  await look(phone, 'channels-signed-out')
  const english = await Visit.begin(browser, server.base, phoneEn)
  await signIn(english)
  await english.page.waitForSelector(`${test('channel')}[data-state=sign-in]`)
  await look(english, 'channels-signed-out')
  await english.page.click(test('add-channel'))
  await english.page.click(test('choose-instagram'))
  await look(english, 'channels-instagram')
  english.content(/401 GET/)
  await english.context.close()

  await line.locator(test('sign-in-again')).click()
  await page.fill(test('credential-channel_secret'), 'secret')
  await page.fill(test('credential-access_token'), 'token-2')
  network.expect(bot('token-2'))
  await page.click(test('connect'))
  await page.waitForSelector(`${test('channel')}[data-network=line][data-state=ready]`)
  network.wasAskedSo()
  await line.locator(test('remove-channel')).click()
  await page.click(test('confirm-remove'))
  await line.waitFor({ state: 'detached' })
  phone.content(/401 GET/)
  await phone.context.close()
})

it('nothing was wrong with the screens', () => assert.deepEqual(faults, []))
