// Mails to followers a day and an hour before a show: to whom, when, what becomes of them when the show moves, and who
// came by them. On a server of its own with a mail server.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { type Client, refused } from '../support/api.ts'
import { type MailSink, mailSink } from '../support/mail_sink.ts'
import { until } from '../support/processes.ts'
import { Room } from '../support/room.ts'
import { Server } from '../support/server.ts'
import { Shop } from '../support/shop.ts'

interface Mail { which: string; state: string; at: string | null; sent: number | null; arrivals: number; viewers: number; would_get?: number }
interface Announcements { on: boolean; would_get: number; items: Mail[] }

let sink: MailSink
let shop: Shop
before(async () => {
  sink = await mailSink()
  shop = await Shop.open(await Server.start({ args: ['--smtp', sink.url] }))
  await shop.owner.patch('/api/shop', { name: '月白', name_latin: 'TSUKISHIRO' })
  await shop.owner.put('/api/staff/rio', { name: '理央', role: 'presenter' })
  await shop.owner.put('/api/staff/sen', { name: '千', role: 'presenter' })
})
after(async () => {
  await shop.server.stop()
  await sink.close()
})

const inMinutes = (minutes: number): string => new Date(Date.now() + minutes * 60_000).toISOString()
const said = (show: string): Promise<Announcements> => shop.owner.get(`/api/shows/${show}/announcements`)
const mail = async (show: string, which: string): Promise<Mail> => (await said(show)).items.find((item) => item.which === which)!
const sent = (show: string, which: string, members: number): Promise<Mail> =>
  until(`the ${which}'s mails have gone out`, async () => {
    const now = await mail(show, which)
    return now.state === 'sent' && now.sent === members ? now : undefined
  }, 30)
const about = (to: string, title: string) => sink.to(to).filter(({ subject }) => subject.includes(title))

/** A member who follows these. */
async function follower(name: string, language: string, handles: string[]): Promise<Client & { id: string }> {
  const viewer = await shop.viewer(name)
  const email = `${name}@example.jp`
  await shop.anyone.send('POST', '/api/members/sign-in', { json: { email, language } })
  const { text } = await sink.wait((each) => each.to.includes(email))
  await viewer.post('/api/members/verify', { token: /token=(\w+)/.exec(text)![1]! })
  for (const handle of handles) await viewer.put(`/api/staff/${handle}/follow`, {})
  return viewer
}

describe('announcements', () => {
  test('go to those who follow the cast a day and an hour before, once, and tell who came by them', async () => {
    const title = '冬の口紅の夜'
    const hana = await follower('hana', 'ja', ['rio', 'sen'])
    await follower('mei', 'en', ['sen'])
    const off = await follower('off', 'ja', ['rio'])
    await off.patch('/api/me', { preferences: { announcements: false } })
    await follower('nobody', 'ja', [])
    await (await shop.viewer()).put('/api/staff/rio/follow', {})
    const show = await shop.show({ title, cast: ['rio', 'sen'], starts_at: inMinutes(25 * 60) })
    const first = await said(show.id)
    assert.deepEqual([first.on, first.would_get, first.items.map(({ which, state }) => [which, state])], [true, 2, [['day', 'to-come'], ['hour', 'to-come'], ['reminder', 'to-come']]])
    assert.ok(Math.abs(Date.parse(first.items[0]!.at!) - Date.now() - 3_600_000) < 60_000)
    const director = await Room.join(shop.owner, show.id, { known: true })

    await shop.owner.patch(`/api/shows/${show.id}`, { starts_at: inMinutes(23.5 * 60) })
    await sent(show.id, 'day', 2)
    assert.deepEqual((await director.waitFor('announcement.sent')).data, { which: 'day', members: 2 })
    const [ja] = about('hana@example.jp', title)
    assert.match(ja!.text, /フォローしている 理央、千 の配信があります/)
    assert.match(ja!.text, new RegExp(`/shows/${show.id}\\?via=day`))
    assert.match(ja!.text, /月白/)
    const [en] = about('mei@example.jp', title)
    assert.match(en!.text, /You follow 千: here is their next show\..*\(JST\).*TSUKISHIRO/s)
    assert.equal(en!.headers['list-unsubscribe-post'], 'List-Unsubscribe=One-Click')

    await shop.owner.patch(`/api/shows/${show.id}`, { starts_at: inMinutes(45) })
    await sent(show.id, 'hour', 2)
    assert.deepEqual(['hana', 'mei', 'off', 'nobody'].map((name) => about(`${name}@example.jp`, title).length), [2, 2, 0, 0])

    await hana.post(`/api/shows/${show.id}/mail-arrivals`, { via: 'hour' })
    await hana.post(`/api/shows/${show.id}/mail-arrivals`, { via: 'hour' })
    assert.deepEqual([(await mail(show.id, 'hour')).arrivals, (await mail(show.id, 'day')).arrivals], [1, 0])
    await shop.owner.post(`/api/shows/${show.id}/start`)
    const room = await Room.join(hana, show.id)
    await room.must('play.span', { from: 0, to: 5000 })
    await until('who came has watched', async () => (await mail(show.id, 'hour')).viewers === 1, 30)
    assert.deepEqual((await hana.get('/api/me/export')).arrivals_by_mail.map(({ show: which, mail }: { show: string; mail: string }) => [which, mail]), [[show.id, 'hour']])
    const todo = await shop.owner.get<{ state: string; evidence: { have: number } }>('/api/playbook/todos/announce-ahead')
    assert.deepEqual([todo.state, todo.evidence.have], ['closed', 1])
    const page = await hana.get<{ events: { kind: string }[] }>(`/api/shows/${show.id}/timeline?from=1`)
    assert.ok(page.events.every(({ kind }) => kind !== 'announcement.sent'), 'staff alone')
    room.leave()
    director.leave()
    await shop.owner.post(`/api/shows/${show.id}/end`)

    const stop = new URL(/^<(.+)>$/.exec(en!.headers['list-unsubscribe']!)![1]!)
    assert.equal(stop.searchParams.get('kind'), 'announcements')
    assert.equal((await shop.anyone.send('POST', stop.pathname + stop.search, { bytes: 'List-Unsubscribe=One-Click', headers: { 'content-type': 'application/x-www-form-urlencoded' } })).status, 200)
    const next = await shop.show({ title: 'つぎの夜', cast: ['sen'], starts_at: inMinutes(50) })
    await sent(next.id, 'hour', 1)
    assert.equal(about('mei@example.jp', 'つぎの夜').length, 0)
    assert.equal((await mail(next.id, 'day')).state, 'missed')
  })

  test('are switched off by those who plan, and go with a show that is cancelled', async () => {
    await shop.owner.put('/api/staff/yui', { name: '結', role: 'presenter' })
    await follower('yoko', 'ja', ['yui'])
    const show = await shop.show({ title: '知らせない夜', cast: ['yui'], starts_at: inMinutes(90) })
    const put = (json: unknown, who: Client = shop.owner) => who.send<Announcements>('PUT', `/api/shows/${show.id}/announcements`, { json })
    refused(await put({}), 400, 'invalid', '/on')
    refused(await put({ on: 'no' }), 400, 'invalid', '/on')
    refused(await put({ on: false }, await shop.viewer()), 403, 'forbidden')
    refused(await put({ on: false }, shop.anyone), 401, 'unauthorized')
    assert.equal((await put({ on: false })).body.on, false)
    await shop.owner.patch(`/api/shows/${show.id}`, { starts_at: inMinutes(50) })
    assert.equal((await mail(show.id, 'hour')).state, 'off')
    // The mail server is away, so that what is written waits.
    await sink.close()
    assert.equal((await put({ on: true })).body.on, true)
    const waiting = async (): Promise<number> => (await shop.owner.get('/api/outbox')).waiting
    await until('the mail waits', async () => (await waiting()) === 1, 30)
    assert.equal((await mail(show.id, 'hour')).state, 'going-out')
    await shop.owner.post(`/api/shows/${show.id}/cancel`)
    assert.equal(await waiting(), 0)
    await sink.open()
    assert.equal(about('yoko@example.jp', '知らせない夜').length, 0)
    refused(await put({ on: true }), 409, 'state')
    refused(await shop.owner.send('GET', '/api/shows/none/announcements'), 404, 'not-found')
  })

  test('an arrival names a mail of a show that one may know, and one that went out', async () => {
    const viewer = await shop.viewer()
    const show = await shop.show({ starts_at: inMinutes(50) })
    const draft = await shop.show({})
    const came = (id: string, json: unknown, who: Client = viewer) => who.send('POST', `/api/shows/${id}/mail-arrivals`, { json })
    refused(await came(show.id, { via: 'post' }), 400, 'invalid', '/via')
    refused(await came(show.id, {}), 400, 'invalid', '/via')
    refused(await came(draft.id, { via: 'day' }), 404, 'not-found')
    refused(await came(show.id, { via: 'day' }, shop.owner), 403, 'forbidden')
    assert.equal((await came(show.id, { via: 'day' })).status, 200)
    assert.equal((await mail(show.id, 'day')).arrivals, 0, 'no such mail went out')
  })
})
