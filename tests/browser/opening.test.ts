// A brand opens: from an empty data folder to a first order sold and shipped, with the mails read from a sink; on a
// phone and on a desk, in Japanese and in English. Each form has a shop of its own.
import assert from 'node:assert/strict'
import { after, before, describe, test as it } from 'node:test'
import { Client, type Order, type Product } from '../support/api.ts'
import { type Browser, launch, type Page } from '../support/browser.ts'
import { type MailSink, mailSink, type ReceivedMail } from '../support/mail_sink.ts'
import { until } from '../support/processes.ts'
import { Server } from '../support/server.ts'
import { contact, ownerEmail, ownerPassword } from '../support/shop.ts'
import { photograph, setUp } from './director.ts'
import { look, written } from './look.ts'
import { fillContact } from './viewer.ts'
import { faults, type Form, test, Visit, walked } from './visit.ts'

const kShop = '月白コスメ'
const kAccount = '月白銀行 本店\n普通 1234567 ツキシロ'
const kTracking = '1234-5678-9012'
const kLip = 'うるみリップ 06 琥珀'
const kOil = '椿オイル'
const kReason = '色ちがいでした'
const kRegistration = 'T7000012050002'
for (const text of [kLip, kShop, kShop.slice(0, 1), ...kAccount.split('\n'), kAccount, kTracking, kOil, kReason, kRegistration, 'TSUKISHIRO']) written.add(text)

let browser: Browser
before(async () => void (browser = await launch()))
after(() => browser?.close())

// Each has a shop of its own.
describe('in every form', { concurrency: 2 }, () => {
  for (const form of walked) void it(`a brand opens its shop and ships its first order: ${form.name}`, () => opening(form))
})

async function opening(form: Form): Promise<void> {
  const sink = await mailSink()
  const server = await Server.start({ args: ['--smtp', sink.url] })
  const staff = await Visit.begin(browser, server.base, form)
  const buyer = await Visit.begin(browser, server.base, form)
  try {
    const owner = await makeShop(staff, server)
    const url = await buy(buyer, owner, sink)
    await takeOn(staff, sink)
    await follow(buyer, url)
    await takeBack(buyer, owner, sink)
    staff.content(/^401 GET \/api\/sessions\/current/)
    buyer.content(/^409 POST \/api\/orders/)
  } finally {
    await staff.context.close()
    await buyer.context.close()
    await server.stop()
    await sink.close()
  }
}

/** The owner, the settings and two products. */
async function makeShop(visit: Visit, server: Server): Promise<Client> {
  const { page } = visit
  const [link] = await server.said(/http\S+\/studio\/setup\?token=\S+/)
  await setUp(visit, link)
  const anyone = new Client(server.base)
  const owner = anyone.as((await anyone.post('/api/sessions', { email: ownerEmail, password: ownerPassword })).token)

  await visit.go('/studio/settings')
  const saved = async (name: string) => {
    const save = page.locator(`${test(name)} ${test('save')}`)
    await save.click()
    await until(`${name} is saved`, () => save.isDisabled())
  }
  await page.fill(`${test('shop-form')} ${test('name')}`, kShop)
  await page.fill(`${test('shop-form')} ${test('name-latin')}`, 'TSUKISHIRO')
  await saved('shop-form')
  await page.fill(test('everywhere'), '八百')
  assert.ok(await page.locator(test('fill')).isDisabled(), 'what is no amount cannot be filled in')
  await page.fill(test('everywhere'), '800')
  await page.click(test('fill'))
  await page.fill(test('region-hokkaido'), '-1')
  await page.click(`${test('delivery-form')} ${test('save')}`)
  await page.locator(`${test('delivery-form')} .field-error`).waitFor()
  await page.fill(test('region-hokkaido'), '1500')
  await page.fill(test('free-from'), '10000')
  await saved('delivery-form')
  await page.check(test('bank-transfer'))
  await page.click(test('add-row'))
  await page.fill(test('fee-0'), '330')
  await page.click(`${test('payment-form')} ${test('save')}`)
  await page.locator(`${test('payment-form')} .field-error`).waitFor()
  await page.fill(test('account'), kAccount)
  await saved('payment-form')
  await page.fill(test('issuer-name'), kShop)
  await page.fill(test('issuer-registration_number'), 'T1234567890123')
  await page.click(`${test('issuer-form')} ${test('save')}`)
  await page.locator(`${test('issuer-form')} .field-error`).waitFor()
  visit.content(/^401 GET \/api\/sessions\/current/, /^400 PUT \/api\/checkout\/issuer/)
  await page.fill(test('issuer-registration_number'), kRegistration)
  await saved('issuer-form')
  await page.locator(`[data-page=tokushoho] ${test('write-legal')}`).click()
  await page.click(test('template'))
  await look(visit, 'settings-legal')
  const template = await page.inputValue(test('legal-text'))
  await page.fill(test('legal-text'), template.replace('\n\n\n', `\n${kShop}\n\n`))
  for (const line of template.split('\n')) written.add(line)
  await page.click(`${test('legal-form')} ${test('save')}`)
  await page.waitForSelector(test('legal-drawer'), { state: 'detached' })
  await look(visit, 'settings-checkout')

  await owner.put('/api/products/urumi-lip', { title: kLip, price: { amount: 2640, currency: 'JPY' } })
  const picture = await owner.send('PUT', '/api/products/urumi-lip/picture', { bytes: await photograph(), headers: { 'content-type': 'image/png' } })
  assert.equal(picture.status, 200, picture.text)
  await owner.post('/api/stock/urumi-lip', { delta: 10, reason: '入荷' })
  await owner.put('/api/products/tsubaki-oil', { title: kOil, price: { amount: 1080, currency: 'JPY' }, tax_rate: 8 })
  await owner.post('/api/stock/tsubaki-oil', { delta: 5, reason: '入荷' })
  visit.content()
  return owner
}

const keep = (page: Page) => page.click(test('into-cart'))
const left = async (owner: Client, id: string): Promise<number> => (await owner.get<Product>(`/api/products/${id}`)).left

/** A cart of two products, of which one's price changes, paid by bank transfer. Answers the link of the mail. */
async function buy(visit: Visit, owner: Client, sink: MailSink): Promise<string> {
  const { page } = visit
  await visit.go('/products/urumi-lip')
  await page.click(test('buy'))
  await page.click(test('more'))
  await look(visit, 'buy-first')
  await keep(page)
  await visit.go('/products/tsubaki-oil')
  await page.click(test('buy'))
  await keep(page)
  await owner.put('/api/products/tsubaki-oil', { title: kOil, price: { amount: 1188, currency: 'JPY' }, tax_rate: 8 })
  await page.click(test('cart'))
  await page.locator(`${test('cart-line')}[data-sku=tsubaki-oil][data-problem=price-changed]`).waitFor()
  assert.ok(await page.locator(test('place-order')).isDisabled(), 'nobody pays a price that was not seen')
  await look(visit, 'cart-price-changed')
  await page.click(test('take-price'))
  await fillContact(page)
  await page.check(test('payment-bank-transfer'))
  await page.locator(`${test('sums')}[data-fresh=true]`).waitFor()
  await until('shipping to Tokyo is named', async () => (await page.textContent(test('shipping')))?.includes('800'))
  await look(visit, 'cart')
  await until('the order can be placed', () => page.locator(test('place-order')).isEnabled())
  await page.click(test('place-order'))
  await page.waitForSelector(test('order-placed'))
  assert.equal((await page.textContent(test('pay-to')))!.trim(), kAccount)
  await look(visit, 'cart-placed')
  const number = (await page.getAttribute(test('order-placed'), 'data-order'))!
  await page.click(test('back-to-show'))
  assert.deepEqual([await left(owner, 'urumi-lip'), await left(owner, 'tsubaki-oil')], [8, 4])

  const mail = await mailOf(sink, number, form(visit, 'ご注文を受け付けました', 'We have received your order'))
  assert.deepEqual(mail.to, [contact.email])
  for (const part of [kLip, kOil, '¥7,268', '¥800', ...kAccount.split('\n'), contact.address]) assert.ok(mail.text.includes(part), `${part} in ${mail.text}`)
  const url = linkIn(mail)
  await page.goto(url)
  await page.waitForSelector(test('pay-now'))
  await look(visit, 'order-to-pay')
  return url
}

const form = (visit: Visit, ja: string, en: string): string => (visit.form.language === 'ja' ? ja : en)
const mailOf = (sink: MailSink, number: string, subject: string): Promise<ReceivedMail> =>
  sink.wait((mail) => mail.subject.includes(number) && mail.subject.includes(subject))
function linkIn(mail: ReceivedMail): string {
  const link = /http\S+\/orders\/\S+\?key=\S+/.exec(mail.text)?.[0]
  assert.ok(link, mail.text)
  return link
}

/** The staff find the order, see the money, and ship it. */
async function takeOn(visit: Visit, sink: MailSink): Promise<void> {
  const { page } = visit
  await visit.go('/studio/orders')
  await page.fill(test('search'), contact.name)
  await page.waitForURL(/q=/)
  await page.selectOption(test('state-filter'), 'placed')
  await page.locator(test('order-row')).first().waitFor()
  await look(visit, 'orders-found')
  await page.locator(test('open-order')).first().click()
  await page.waitForSelector(test('order-acts'))
  assert.equal(await page.locator(test('act-ship')).count(), 0, 'it is to be paid first')
  await look(visit, 'order-open')
  const act = async (name: string, fill: () => Promise<void> = async () => {}) => {
    await page.click(test(`act-${name}`))
    await page.waitForSelector(test('step-dialog'))
    await fill()
    await page.click(`${test('step-dialog')} ${test('confirm')}`)
    await page.waitForSelector(test('step-dialog'), { state: 'detached' })
  }
  await act('pay')
  await page.locator(`${test('order-history')} [data-what=paid]`).waitFor()
  await page.click(test('act-ship'))
  await look(visit, 'step-ship')
  await page.keyboard.press('Escape')
  await act('ship', () => page.fill(test('tracking-input'), kTracking))
  await page.locator(`${test('order-history')} [data-what=shipped]`).waitFor()
  await page.click(test('act-refund'))
  await page.click(`${test('step-dialog')} ${test('confirm')}`)
  await page.locator(`${test('step-dialog')} .field-error`).waitFor()
  await look(visit, 'step-refund')
  await page.keyboard.press('Escape')
  await look(visit, 'order-shipped')
  const number = (await page.textContent(`${test('order')} .order-head b`))!
  await mailOf(sink, number, form(visit, 'ご入金を確認しました', 'We have received your payment'))
  const mail = await mailOf(sink, number, form(visit, '商品を発送しました', 'Your order is on its way'))
  assert.ok(mail.text.includes(kTracking), mail.text)
  await page.keyboard.press('Escape')
}

/** The buyer sees it on its way, and takes the receipt. */
async function follow(visit: Visit, url: string): Promise<void> {
  const { page } = visit
  await page.goto(url)
  await page.waitForSelector(`${test('order-page')}[data-state=shipped]`)
  assert.equal((await page.textContent(test('tracking')))!.trim(), kTracking)
  assert.equal(await page.locator(`${test('history')} li`).count(), 3)
  assert.equal(await page.locator(test('cancel-order')).count(), 0)
  await look(visit, 'order-on-its-way')
  await page.click(test('to-receipt'))
  await page.waitForSelector(`${test('paper')}[data-kind=receipt]`)
  const addressee = '株式会社はなぞの'
  written.add(addressee)
  await page.fill(test('addressee'), addressee)
  assert.equal(await page.textContent(test('paper-to')), addressee)
  assert.ok((await page.textContent(test('registration')))!.includes(kRegistration))
  assert.equal(await page.locator(test('reduced')).count(), 1, 'the oil has the reduced rate')
  assert.equal(await page.locator(test('rate')).count(), 2)
  await look(visit, 'receipt')
  await visit.go('/')
  await page.locator(`${test('footer')} a[href="/legal/tokushoho"]`).click()
  await page.waitForSelector(`${test('legal-page')} p`)
  await look(visit, 'legal')
}

/** Another order, by cash on delivery, which the buyer takes back: the piece is for sale again. */
async function takeBack(visit: Visit, owner: Client, sink: MailSink): Promise<void> {
  const { page } = visit
  await visit.go('/products/urumi-lip')
  await page.click(test('buy'))
  await fillContact(page)
  await until('the fee of cash on delivery is named', async () => (await page.textContent(test('fee')))?.includes('330'))
  await page.locator(`${test('sums')}[data-fresh=true]`).waitFor()
  await page.click(test('place-order'))
  await page.waitForSelector(test('order-placed'))
  const number = (await page.getAttribute(test('order-placed'), 'data-order'))!
  assert.equal(await left(owner, 'urumi-lip'), 7)
  const mail = await mailOf(sink, number, form(visit, 'ご注文を受け付けました', 'We have received your order'))
  await page.goto(linkIn(mail))
  await page.click(test('cancel-order'))
  await page.waitForSelector(test('cancel-dialog'))
  await look(visit, 'order-cancel')
  await page.click(test('confirm-cancel'))
  await page.waitForSelector(`${test('order-page')}[data-state=cancelled]`)
  await look(visit, 'order-cancelled')
  assert.equal(await left(owner, 'urumi-lip'), 8)
  await mailOf(sink, number, form(visit, 'ご注文をキャンセルしました', 'Your order has been cancelled'))
  const { items } = await owner.get<{ items: Order[] }>('/api/orders?state=cancelled')
  assert.deepEqual(items.map((order) => order.number), [number])
}

void it('every screen is readable for everybody, in one language, and fits; no page complained', () => {
  assert.deepEqual(faults, [])
})
