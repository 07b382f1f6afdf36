// Partners in Chromium: the owner makes a webhook, sees its secret once, tries it, is told of a receiver that fails and of one
// that is gone, resumes it and gets what was missed; makes a key for some scopes. On a desk and a phone, in both languages.
import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type Server as HttpServer } from 'node:http'
import { after, before, test as it } from 'node:test'
import { type Browser, launch } from '../support/browser.ts'
import { mailSink, type MailSink } from '../support/mail_sink.ts'
import { until } from '../support/processes.ts'
import { Server } from '../support/server.ts'
import { ownerEmail, ownerPassword, Shop } from '../support/shop.ts'
import { look, written } from './look.ts'
import { faults, type Form, test, Visit, walked } from './visit.ts'

const kName = '在庫システム'
const kOther = '分析チーム'
const kKey = '倉庫'

let server: Server
let browser: Browser
let shop: Shop
let sink: MailSink
let receiver: HttpServer
let url: string
/** What the receiver answers. */
let status = 204
const taken: { type: string; kinds: string[]; genuine: boolean }[] = []
let secret = ''

before(async () => {
  receiver = createServer(async (request, response) => {
    const pieces: Buffer[] = []
    for await (const piece of request) pieces.push(piece as Buffer)
    const text = Buffer.concat(pieces).toString('utf8')
    const { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signature } = request.headers
    const code = createHmac('sha256', Buffer.from(secret.slice(6), 'base64')).update(`${id}.${timestamp}.${text}`).digest('base64')
    const { type, data } = JSON.parse(text)
    if (status < 300) taken.push({ type, kinds: (data.events ?? []).map(({ kind }: { kind: string }) => kind), genuine: signature === `v1,${code}` })
    response.writeHead(status).end()
  }).listen(0, '127.0.0.1')
  await once(receiver, 'listening')
  const place = `127.0.0.1:${(receiver.address() as { port: number }).port}`
  url = `http://${place}/hooks`
  sink = await mailSink()
  server = await Server.start({ args: ['--allow-private-peer', place, '--smtp', sink.url] })
  shop = await Shop.open(server)
  await shop.owner.patch('/api/shop', { name: '月白' })
  browser = await launch()
  for (const text of ['月白', '店長', '店', kName, kOther, kKey, '秋の新色リップ、ぜんぶ塗る夜', 'Webhook', 'API']) written.add(text)
})
after(async () => {
  await browser?.close()
  await server?.stop()
  await sink?.close()
  receiver?.closeAllConnections()
  receiver?.close()
})

for (const form of walked) void it(`partners are told: ${form.name}`, () => journey(form, form.phone === (form.language === 'en')))

it('nothing was wrong with the screens', () => assert.deepEqual(faults, []))

/** What is `whole` does it all; the others look at what the shop has. */
async function journey(form: Form, whole: boolean): Promise<void> {
  status = 204
  taken.length = 0
  const visit = await Visit.begin(browser, server.base, form)
  const { page } = visit
  await visit.go('/studio/sign-in?to=/studio/partners')
  await page.fill(test('email'), ownerEmail)
  await page.fill(test('password'), ownerPassword)
  await page.click(test('submit'))
  await page.waitForSelector(`${test('webhooks')} .invite`)
  visit.content(/401 GET/)
  await look(visit, 'partners-empty')
  await makes(visit)
  if (whole) await failsAndIsGone(visit)
  else await seesOneThatIsGone(visit)
  await makesAKey(visit)
  if (whole) await removes(visit)
  else for (const { id } of (await shop.owner.get('/api/webhooks')).items) await shop.owner.send('DELETE', `/api/webhooks/${id}`)
  visit.content()
  await visit.context.close()
}

const card = (name = kName): string => `${test('webhook')}[data-name="${name}"]`

async function makes(visit: Visit): Promise<void> {
  const { page } = visit
  await page.click(test('make-webhook'))
  await page.fill(test('webhook-name'), kName)
  await page.fill(test('webhook-url'), 'http://partner.example/hooks')
  await page.click(test('webhook-save'))
  await page.locator('[aria-invalid=true]').waitFor()
  visit.content(/400 POST \/api\/webhooks/)
  await page.fill(test('webhook-url'), url)
  await page.click(test('kinds-some'))
  await page.check(test('kinds-shows'))
  await page.check(test('kinds-orders'))
  await look(visit, 'partners-webhook-form')
  await page.click(test('webhook-save'))
  await page.waitForSelector(test('secret'))
  secret = (await page.textContent(test('secret')))!
  assert.match(secret, /^whsec_/)
  await look(visit, 'partners-secret')
  await page.click(test('secret-done'))
  await page.waitForSelector(`${card()}[data-state=on]`)
  assert.ok(!(await page.content()).includes('whsec_'), 'it is shown once')
  await page.click(`${card()} ${test('ping')}`)
  await until('the ping is there, genuine', () => taken.some(({ type, genuine }) => type === 'ping' && genuine))
  await page.waitForSelector('.toast')
}

async function failsAndIsGone(visit: Visit): Promise<void> {
  const { page } = visit
  status = 503
  const show = await shop.liveShow()
  await page.waitForSelector(`${card()}[data-state=failing] ${test('webhook-failing')}`)
  await page.click(`${card()} ${test('tries')} summary`)
  await look(visit, 'partners-failing')
  status = 410
  const before = sink.mails.length
  await page.waitForSelector(`${card()}[data-state=paused] ${test('webhook-stopped')}`)
  const mail = await until('the owner has the mail', () => sink.mails[before])
  assert.deepEqual(mail.to, [ownerEmail])
  assert.ok(mail.subject.includes(kName) && mail.text.includes('/studio/partners') && mail.text.includes('410'), mail.text)
  await look(visit, 'partners-stopped')
  await page.click('.brand')
  await page.waitForSelector(test('webhooks-notice'))
  await look(visit, 'partners-home')
  await page.click(test('webhooks-notice'))
  status = 204
  await shop.owner.post(`/api/shows/${show.id}/end`)
  await page.click(`${card()} ${test('resume')}`)
  await page.waitForSelector(`${card()}[data-state=on]`)
  const kinds = () => taken.filter(({ genuine }) => genuine).flatMap((each) => each.kinds)
  await until('what it had missed is told, in order', () => kinds().includes('show.ended'))
  assert.deepEqual(kinds().filter((kind) => kind === 'show.started' || kind === 'show.ended'), ['show.started', 'show.ended'])
  await page.locator(`${card()} ${test('delivered')}`).filter({ hasText: String(kinds().length) }).waitFor()
}

async function seesOneThatIsGone(visit: Visit): Promise<void> {
  const { page } = visit
  status = 410
  const show = await shop.liveShow()
  await page.waitForSelector(`${card()}[data-state=paused] ${test('webhook-stopped')}`)
  await page.click(`${card()} ${test('tries')} summary`)
  await look(visit, 'partners-stopped')
  await shop.owner.post(`/api/shows/${show.id}/end`)
}

async function makesAKey(visit: Visit): Promise<void> {
  const { page } = visit
  await page.click(test('make-key'))
  await page.fill(test('key-name'), kKey)
  assert.ok(await page.isDisabled(test('key-make')), 'a key without a scope is none')
  await page.check(test('scope-events:read'))
  await page.check(test('scope-catalogue:write'))
  await look(visit, 'partners-key-form')
  await page.click(test('key-make'))
  const key = (await page.textContent(test('key-itself')))!
  const asked = await shop.anyone.as(key).send('GET', '/api/events')
  assert.equal(asked.status, 200)
  assert.equal((await shop.anyone.as(key).send('GET', '/api/orders')).status, 403)
  await page.click(test('key-done'))
  await page.waitForSelector(test('key'))
  await page.locator(test('keys')).scrollIntoViewIfNeeded()
  await look(visit, 'partners-keys')
  await page.click(test('withdraw-key'))
  await page.click(test('withdraw'))
  await page.waitForSelector(test('key'), { state: 'detached' })
}

async function removes(visit: Visit): Promise<void> {
  const { page } = visit
  await page.click(`${card()} ${test('edit')}`)
  await page.fill(test('webhook-name'), kOther)
  await page.click(test('webhook-save'))
  await page.click(`${card(kOther)} ${test('webhook-more')} summary`)
  await page.click(`${card(kOther)} ${test('replay')}`)
  await page.fill(test('replay-after'), '99999999')
  await page.click(test('confirm'))
  await page.locator('[aria-invalid=true]').waitFor()
  await look(visit, 'partners-replay')
  const told = taken.length
  await page.fill(test('replay-after'), '0')
  await page.click(test('confirm'))
  await until('it is told again from the beginning', () => taken.length > told)
  await page.click(`${card(kOther)} ${test('new-secret')}`)
  await page.click(test('confirm'))
  await page.waitForSelector(test('secret'))
  assert.notEqual(await page.textContent(test('secret')), secret)
  await page.click(test('secret-done'))
  await page.click(`${card(kOther)} ${test('remove')}`)
  await page.click(test('confirm'))
  await page.waitForSelector(card(kOther), { state: 'detached' })
}
