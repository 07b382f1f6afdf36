// The second rendition on its way: staff switch it on beside the encoder's settings, a viewer on a thin network sees 480 lines,
// goes on with the large picture when it is taken away, and comes from there into the archive.
import assert from 'node:assert/strict'
import { after, before, test as it } from 'node:test'
import { type Browser, launch, plays } from '../support/browser.ts'
import { Encoder } from '../support/encoder.ts'
import { whenPlaying } from '../support/hls.ts'
import { until } from '../support/processes.ts'
import { patience, Server } from '../support/server.ts'
import { ownerEmail, ownerPassword, Shop } from '../support/shop.ts'
import { look, written } from './look.ts'
import { faults, type Form, forms, test, Visit, walked } from './visit.ts'

/** Bytes a second: enough for the small picture, and too little for the large one. */
const kThin = 1_700_000 / 8
/** The sign-in page asks who is there. */
const kNewcomer = /401 GET \/api\/sessions\/current/
/** By these a player hears that the small picture, and the next part of it, is not to be had any more. */
const kTakenAway = /404 GET \/media\/[^/]+\/(live-low\.m3u8|low\/\d+\.\d+\.m4s)/
let server: Server
let browser: Browser
let shop: Shop
let encoder: Encoder | undefined
before(async () => {
  server = await Server.start()
  shop = await Shop.open(server)
  await shop.owner.patch('/api/shop', { name: '月白' })
  browser = await launch()
  for (const text of ['月白', '店長', '店', '480p']) written.add(text)
})
after(async () => {
  await encoder?.kill()
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

async function wish(staff: Visit, on: boolean): Promise<void> {
  const { page } = staff
  await page.waitForSelector(test('second-rendition'))
  await page.setChecked(test('second-rendition'), on)
  await page.click(test('save'))
  await page.waitForSelector(test('save-bar'), { state: 'detached' })
}

/** A machine as busy as one of tests may drop it: then it is wished for anew. Whether it had to be. */
async function droppedAndBack(show: string): Promise<boolean> {
  if ((await shop.snapshot(show)).staff!.health.second_rendition!.state !== 'dropped') return false
  for (const second_rendition of [false, true]) await shop.owner.patch(`/api/shows/${show}`, { second_rendition })
  return true
}

const height = (visit: Visit): Promise<number> => visit.page.evaluate(() => document.querySelector('video')?.videoHeight ?? 0)

void it('the setting can be read and pressed everywhere', async () => {
  const title = '秋の新色'
  written.add(title)
  const show = await shop.show({ title })
  for (const form of walked) {
    const staff = await signedIn(form)
    await staff.go(`/studio/shows/${show.id}`)
    await wish(staff, true)
    await staff.page.locator(test('second')).scrollIntoViewIfNeeded()
    await staff.page.waitForSelector(test('second-waiting'))
    const box = (await staff.page.locator(`${test('second')} label`).boundingBox())!
    assert.ok(box.height >= 44, `${box.height} px to press`)
    await look(staff, 'second-setting')
    await staff.page.reload()
    await staff.page.waitForSelector(`${test('second-rendition')}:checked`)
    await wish(staff, false)
    staff.content(kNewcomer)
    await staff.context.close()
  }
  assert.deepEqual(faults, [])
})

void it('a viewer on a thin network sees 480 lines, and goes on when they are taken away', async () => {
  const title = '電波の弱い夜'
  written.add(title)
  const show = await shop.show({ title, second_rendition: true })
  await shop.owner.post(`/api/shows/${show.id}/start`)
  encoder = new Encoder(await shop.address(show.id, 'rtmp'), { size: '960x540', fps: '15' })
  await whenPlaying(server.base, show.id, 40 * patience)

  const viewer = await Visit.begin(browser, server.base, forms[1]!)
  const network = await viewer.context.newCDPSession(viewer.page)
  await network.send('Network.enable')
  const carry = (bytes: number) => network.send('Network.emulateNetworkConditions', { offline: false, latency: 40, downloadThroughput: bytes, uploadThroughput: -1 })
  await carry(kThin)
  await viewer.go(`/shows/${show.id}`)
  await plays(viewer.page, 'the show on a thin network', { seconds: 40 * patience })
  await until('the small picture is on the screen', async () => {
    if (await droppedAndBack(show.id)) await viewer.page.reload()
    return (await height(viewer)) === 480
  }, 80 * patience, 500)
  await look(viewer, 'second-watched')

  const staff = await signedIn(forms[0]!)
  await staff.go(`/studio/shows/${show.id}/live`)
  await until('the console says how it is', async () => !(await droppedAndBack(show.id)) && (await staff.page.locator(test('second-running')).count()) > 0, 80 * patience, 500)
  await look(staff, 'second-console')
  await staff.go(`/studio/shows/${show.id}`)
  await staff.page.waitForSelector(test('second'))
  await carry(-1)
  await wish(staff, false)
  await until('the large picture is on the screen', async () => (await height(viewer)) === 540, 40 * patience)
  await plays(viewer.page, 'the show without the small picture', { seconds: 40 * patience })

  await shop.owner.post(`/api/shows/${show.id}/end`)
  await viewer.page.waitForSelector(`${test('watch')}[data-state="archived"]`)
  await viewer.go(`/shows/${show.id}`)
  await viewer.page.waitForSelector(test('scrubber'))
  await plays(viewer.page, 'the archive', { seconds: 40 * patience })
  viewer.content(kTakenAway)
  staff.content(kNewcomer, kTakenAway)
  assert.deepEqual(faults, [])
})
