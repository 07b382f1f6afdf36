// A show that goes on to another service, from the studio: a place is added on a phone, chosen, and seen to work; another is told to fail.
import assert from 'node:assert/strict'
import { after, before, test as it } from 'node:test'
import { type Browser, launch } from '../support/browser.ts'
import { Encoder } from '../support/encoder.ts'
import { whenPlaying } from '../support/hls.ts'
import { Server } from '../support/server.ts'
import { ownerEmail, ownerPassword, Shop } from '../support/shop.ts'
import { look, written } from './look.ts'
import { faults, type Form, forms, test, Visit } from './visit.ts'

let there: Server
let here: Server
let shop: Shop
let browser: Browser
let encoder: Encoder | undefined
before(async () => {
  there = await Server.start()
  here = await Server.start({ args: ['--allow-private-peer', `127.0.0.1:${there.rtmpPort}`] })
  shop = await Shop.open(here)
  browser = await launch()
  for (const text of ['店長', '店', '別の店', '鍵ちがい']) written.add(text)
})
after(async () => {
  await encoder?.kill()
  await browser?.close()
  await here?.stop()
  await there?.stop()
})

async function signedIn(form: Form): Promise<Visit> {
  const visit = await Visit.begin(browser, here.base, form)
  await visit.go('/studio/sign-in')
  await visit.page.fill(test('email'), ownerEmail)
  await visit.page.fill(test('password'), ownerPassword)
  await visit.page.click(test('submit'))
  await visit.page.waitForSelector(test('nav-settings'))
  return visit
}

void it('a director adds places, and sees of each how it goes', async () => {
  const to = await Shop.open(there)
  const received = await to.liveShow()
  const ways = await to.owner.get<{ protocol: string; url: string; key: string }[]>(`/api/shows/${received.id}/ingest`)
  const { url, key } = ways.find(({ protocol }) => protocol === 'rtmp')!
  const show = await shop.liveShow()
  written.add(show.title)
  encoder = new Encoder(await shop.address(show.id, 'rtmp'))
  await whenPlaying(here.base, show.id, 60)

  const [, phoneJa, deskEn] = forms as [Form, Form, Form, Form]
  const staff = await signedIn(phoneJa)
  const { page } = staff
  await staff.go(`/studio/shows/${show.id}`)
  const add = async (name: string, address: string, streamKey: string): Promise<void> => {
    await page.click(test('add-place'))
    await page.fill(test('place-name'), name)
    await page.fill(test('place-url'), address)
    await page.fill(test('place-key'), streamKey)
    await page.click(test('save-place'))
  }
  await add('別の店', 'https://live.example', key)
  await page.locator(`${test('place-dialog')} .field-error`).waitFor()
  await look(staff, 'simulcast-wrong')
  await page.fill(test('place-url'), url)
  await page.click(test('save-place'))
  await page.waitForSelector(test('place-dialog'), { state: 'detached' })
  await add('鍵ちがい', url, 'nobody?key=x')
  await page.waitForSelector(test('relay-sending'))
  await page.waitForSelector(test('relay-pausing'))
  await page.locator(test('simulcast')).scrollIntoViewIfNeeded()
  await look(staff, 'simulcast')
  await whenPlaying(there.base, received.id, 60)

  const desk = await signedIn(deskEn)
  await desk.go(`/studio/shows/${show.id}/live`)
  await desk.page.waitForSelector(test('relay-trouble'))
  await look(desk, 'simulcast-console')
  await desk.go(`/studio/shows/${show.id}`)
  await desk.page.waitForSelector(test('relay-sending'))
  await desk.page.locator(test('simulcast')).scrollIntoViewIfNeeded()
  await look(desk, 'simulcast')

  // The one that fails is removed.
  await desk.page.locator(test('simulcast-place'), { hasText: '鍵ちがい' }).locator(test('remove-place')).click()
  await desk.page.click(`${test('remove-place-dialog')} ${test('confirm')}`)
  await desk.page.waitForFunction((place) => document.querySelectorAll(place).length === 1, test('simulcast-place'))
  for (const visit of [staff, desk]) visit.content(/401 GET \/api\/sessions\/current/, /400 POST \/api\/simulcast-places/)
  assert.deepEqual(faults, [])
})
