// The calendar in Chromium: a planner sees the month with drafts among its shows, turns it, plans a show on a day, and
// follows on its page how the audience grows towards the target of its plan, to whom mails went and who came by them. On a
// desk and a phone, in both languages.
import assert from 'node:assert/strict'
import { after, before, test as it } from 'node:test'
import type { Show } from '../support/api.ts'
import { type Browser, launch } from '../support/browser.ts'
import { type MailSink, mailSink } from '../support/mail_sink.ts'
import { until } from '../support/processes.ts'
import { Server } from '../support/server.ts'
import { ownerEmail, ownerPassword, Shop } from '../support/shop.ts'
import { look, written } from './look.ts'
import { faults, type Form, test, Visit, walked } from './visit.ts'

const titles = { coming: '冬の肌じまい、三つの順番', past: '秋の新色リップ、ぜんぶ塗る夜', off: '取りやめた夜', draft: 'いつか、蔵のおはなし', made: '年のはじめの一本' }

let sink: MailSink
let server: Server
let shop: Shop
let browser: Browser
let cast: string
before(async () => {
  sink = await mailSink()
  server = await Server.start({ args: ['--smtp', sink.url] })
  shop = await Shop.open(server)
  browser = await launch()
  await shop.owner.patch('/api/shop', { name: '月白' })
  await shop.owner.put('/api/staff/minori', { name: '佐倉 みのり', role: 'presenter' })
  cast = 'minori'
  const follower = await shop.viewer()
  await shop.anyone.send('POST', '/api/members/sign-in', { json: { email: 'hana@example.jp', language: 'ja' } })
  const { text } = await sink.wait()
  await follower.post('/api/members/verify', { token: /token=(\w+)/.exec(text)![1]! })
  await follower.put('/api/staff/minori/follow', {})
  const past = await shop.show({ title: titles.past, cast: [cast] })
  await shop.owner.post(`/api/shows/${past.id}/start`)
  await shop.owner.post(`/api/shows/${past.id}/end`)
  const off = await shop.show({ title: titles.off, starts_at: inDays(0, 2) })
  await shop.owner.post(`/api/shows/${off.id}/cancel`)
  await shop.show({ title: titles.draft })
  for (const word of ['月白', '店長', '店', '佐倉 みのり', ...Object.values(titles), 'Asia/Tokyo']) written.add(word)
})
after(async () => {
  await browser?.close()
  await server?.stop()
  await sink?.close()
})

/** So many days from now, and hours more. */
const inDays = (days: number, hours = 0): string => new Date(Date.now() + days * 86_400_000 + hours * 3_600_000).toISOString()
/** '2026-12-05' as the page, which is in Tokyo, names it. */
const inTokyo = (at: string | number): string => new Intl.DateTimeFormat('sv', { timeZone: 'Asia/Tokyo' }).format(new Date(at))

for (const form of walked) void it(`a planner plans by the month: ${form.name}`, () => journey(form))

it('nothing was wrong with the screens', () => assert.deepEqual(faults, []))

async function journey(form: Form): Promise<void> {
  const visit = await Visit.begin(browser, server.base, form)
  const { page } = visit
  await visit.go('/studio/sign-in')
  await page.fill(test('email'), ownerEmail)
  await page.fill(test('password'), ownerPassword)
  await page.click(test('submit'))
  await page.waitForSelector(test('nav-fans'))
  visit.content(/401 GET/)
  const coming = await shop.show({ title: titles.coming, starts_at: inDays(0, 1), cast: [cast] })

  await page.locator(test('to-calendar')).click()
  const day = form.phone ? 'list-day' : 'day'
  const entry = (show: Show | string) => page.locator(`${test(day)} ${test('entry')}[data-show="${typeof show === 'string' ? show : show.id}"]`)
  const month = inTokyo(coming.starts_at!).slice(0, 7)
  await visit.go(`/studio/calendar?month=${month}`)
  await entry(coming).waitFor()
  assert.equal(await page.locator(`${test(day)}:has([data-show="${coming.id}"])`).getAttribute('data-day'), inTokyo(coming.starts_at!))
  await page.locator(test('undated'), { hasText: titles.draft }).waitFor()
  await look(visit, 'calendar')

  // The month after, by its button; a show is planned on one of its days.
  await page.click(test('month-after'))
  await page.waitForSelector(`${test('calendar')}:not([data-month="${month}"])`)
  const next = (await page.getAttribute(test('calendar'), 'data-month'))!
  if (form.phone) await page.click(test('add-in-month'))
  else await page.locator(`${test('day')}[data-day="${next}-10"] ${test('add-show')}`).click()
  const time = await page.inputValue(test('starts-at'))
  assert.equal(time, `${next}-${form.phone ? '01' : '10'}T20:00`)
  await page.fill(`${test('make-show')} ${test('title')}`, titles.made)
  await look(visit, 'calendar-make')
  await page.locator(`${test('make-show')} ${test('submit')}`).click()
  await page.waitForSelector(test('reach'))
  const made = page.url().split('/').pop()!
  await visit.go(`/studio/calendar?month=${next}`)
  await entry(made).waitFor()
  await page.click(test('this-month'))
  await page.waitForSelector(`${test('calendar')}[data-month="${inTokyo(Date.now()).slice(0, 7)}"]`)

  // Without a target no shortfall is told; with one it is.
  await visit.go(`/studio/shows/${coming.id}`)
  await page.waitForSelector(test('reach-followers'))
  assert.match((await page.textContent(test('reach-followers')))!, /1/)
  assert.equal(await page.locator(test('shortfall')).count(), 0)
  await shop.owner.put(`/api/shows/${coming.id}/plan`, { concept: '', purpose: '', targets: [{ figure: 'viewers', target: 40 }], team: [] })
  await page.reload()
  await page.locator(test('shortfall'), { hasText: '40' }).waitFor()

  // It begins in an hour: the follower has the mail, somebody comes by its link, and no more is to go out.
  const mail = (state: string) => `${test('mail-hour')}[data-state="${state}"]`
  await until('the follower was mailed', async () => (await shop.owner.get<{ items: { which: string; state: string }[] }>(`/api/shows/${coming.id}/announcements`)).items.some(({ which, state }) => which === 'hour' && state === 'sent'), 30)
  const link = (await sink.wait(({ text }) => text.includes(`/shows/${coming.id}?via=hour`))).text.match(/\S+via=hour/)![0]
  const guest = await browser.newContext()
  const theirs = await guest.newPage()
  await theirs.goto(link)
  await until('the guest is counted', async () => (await shop.owner.get<{ items: { which: string; arrivals: number }[] }>(`/api/shows/${coming.id}/announcements`)).items.some(({ which, arrivals }) => which === 'hour' && arrivals === 1), 30)
  assert.equal(new URL(theirs.url()).search, '', 'the address is shared without it')
  await guest.close()
  await page.reload()
  await page.locator(`${mail('sent')} ${test('mail-arrivals')}`, { hasText: '1' }).waitFor()
  await page.waitForSelector(`${test('mail-day')}[data-state=missed]`)
  await page.locator(test('announced')).uncheck()
  await until('it is switched off', async () => !(await shop.owner.get<{ on: boolean }>(`/api/shows/${coming.id}/announcements`)).on, 10)
  await page.locator(test('reach')).scrollIntoViewIfNeeded()
  await look(visit, 'reach')
  await shop.owner.post(`/api/shows/${coming.id}/cancel`)
  await until('it is cancelled', async () => (await shop.snapshot(coming.id)).state === 'cancelled', 10)
  visit.content()
  await visit.context.close()
}
