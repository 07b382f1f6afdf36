// Audiences: people by what they did, counted, and given out only where they agreed and are not few.
// On a server of its own with a mail server, by which members sign in.
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { after, before, describe, test } from 'node:test'
import { type Client, type Product, refused } from '../support/api.ts'
import { type MailSink, mailSink } from '../support/mail_sink.ts'
import { until } from '../support/processes.ts'
import { Room } from '../support/room.ts'
import { Server } from '../support/server.ts'
import { contact, Shop } from '../support/shop.ts'
import './house.ts'

interface Audience { id: string; title: string; version: number; filter: Record<string, unknown> }
interface Counts { people: number | null; fewest: number; agreed: { ads: number | null; mailing: number | null } }
interface Agreed { version: string; items: { purpose: string; given: boolean; at: string | null }[] }
type Member = Client & { id: string; name: string; email: string }

const kMembers = 12
let sink: MailSink
let shop: Shop
let lip: Product, oil: Product
let members: Member[]
let analyst: Client
before(async () => {
  sink = await mailSink()
  shop = await Shop.open(await Server.start({ args: ['--smtp', sink.url] }))
  await shop.owner.patch('/api/shop', { name: '月白' })
  await shop.owner.put('/api/staff/mio', { name: '澪', role: 'presenter' })
  lip = await shop.product(500, { title: '柿渋の口紅' })
  oil = await shop.product(500, { title: 'つばきオイル' })
  analyst = await somebody('analyst')
  members = []
  for (let at = 0; at < kMembers; at++) members.push(await member(`Buyer${at}@example.jp`, at === 0 ? '=花' : `花${at}`))
  for (const each of members) await buy(each, lip)
  for (const each of members.slice(0, 2)) await buy(each, oil)
  await buy(await shop.viewer('通りすがり'), lip)
})
after(async () => {
  await shop?.server.stop()
  await sink?.close()
})

async function somebody(role: string): Promise<Client> {
  const { url } = await shop.owner.post('/api/staff/invitations', { name: role, role, email: `${role}@example.jp` })
  return shop.anyone.as((await shop.anyone.post('/api/staff/invitations/accept', { token: new URL(url).hash.slice(1), password: '口紅と頬紅と 2026' })).token)
}

async function member(email: string, name: string): Promise<Member> {
  const viewer = await shop.viewer(name)
  const answer = await shop.anyone.send('POST', '/api/members/sign-in', { json: { email, language: 'ja' } })
  assert.equal(answer.status, 202, answer.text)
  const mail = await until('the mail has come', () => sink.to(email.toLowerCase())[0] ?? sink.to(email)[0])
  await viewer.post('/api/members/verify', { token: /token=(\w+)/.exec(mail.text)![1]! })
  return Object.assign(viewer, { email: email.toLowerCase() })
}
const buy = (who: Client, product: Product) => who.post('/api/orders', { lines: [{ sku: product.id, quantity: 1 }], contact })
const agrees = async (who: Client, purpose: 'ads' | 'mailing', given = true): Promise<Agreed> => {
  const { version } = await who.get<Agreed>('/api/me/agreements')
  return who.put<Agreed>('/api/me/agreements', { purpose, given, version })
}
const count = (filter: unknown, who: Client = analyst) => who.ok<Counts>('POST', '/api/audience-counts', filter)
const make = (title: string, filter: unknown) => shop.owner.post<Audience>('/api/audiences', { title, filter })
const giveOut = (audience: Audience, purpose: string, who: Client = shop.owner) => who.send('POST', `/api/audiences/${audience.id}/exports`, { json: { purpose } })
const hashed = (text: string): string => createHash('sha256').update(text).digest('hex')
const lines = (text: string): string[] => text.trimEnd().split('\r\n')

describe('an audience', () => {
  test('counts people by what they did, and tells no group of fewer than ten', async () => {
    assert.deepEqual(await count({ ordered: lip.id }), { people: kMembers + 1, fewest: 10, agreed: { ads: null, mailing: null } })
    assert.equal((await count({ ordered: 'any' })).people, kMembers + 1)
    assert.equal((await count({ ordered: oil.id })).people, null)
    assert.equal((await count({ ordered: lip.id, not_ordered: oil.id, days: 1 })).people, kMembers - 1)
    assert.equal((await count({ ordered: lip.id, follows: 'mio' })).people, null)
    for (const each of members) await each.ok('PUT', '/api/staff/mio/follow')
    assert.equal((await count({ ordered: lip.id, follows: 'mio' })).people, kMembers)
    assert.equal((await count({ level: 'participant' })).people, kMembers + 1)
    assert.equal((await count({ level: 'loyal' })).people, null, 'two have ordered twice')

    const show = await shop.liveShow(lip)
    const campaign = await shop.owner.post('/api/campaigns', {
      title: '友だちと見よう', terms: '決まり', counts: 'arrivals', scope: 'all', show: show.id, starts_at: new Date(Date.now() - 60_000).toISOString(), ends_at: new Date(Date.now() + 3_600_000).toISOString(),
      tiers: [{ threshold: 100, benefit: 'gift', text: 'ミニボトル' }],
    })
    const link = await (await shop.viewer('さそう人')).ok<{ code: string }>('POST', '/api/shares', { show: show.id })
    for (const each of members) {
      await each.ok('POST', `/api/shares/${link.code}/arrivals`, {})
      const room = await Room.join(each, show.id)
      await room.must('product.save', { product: lip.id })
      room.leave()
    }
    assert.equal((await count({ campaign: campaign.id })).people, kMembers)
    assert.equal((await count({ saved: lip.id, campaign: campaign.id, ordered: lip.id })).people, kMembers)
    assert.equal((await count({ saved: lip.id, not_ordered: 'any' })).people, null)
    assert.equal((await count({ watched: show.id })).people, null)
  })

  test('is described by those who may, and refused where it describes nobody', async () => {
    const send = (filter: unknown, who: Client = shop.owner) => who.send('POST', '/api/audiences', { json: { title: 'x', filter } })
    refused(await send({}), 400, 'invalid', '/filter/saved')
    refused(await send({ saved: 'none' }), 400, 'invalid', '/filter/saved')
    refused(await send({ ordered: 'none' }), 400, 'invalid', '/filter/ordered')
    refused(await send({ ordered: lip.id, not_ordered: 'none' }), 400, 'invalid', '/filter/not_ordered')
    refused(await send({ watched: 'none' }), 400, 'invalid', '/filter/watched')
    refused(await send({ follows: 'nobody' }), 400, 'invalid', '/filter/follows')
    refused(await send({ campaign: 'none' }), 400, 'invalid', '/filter/campaign')
    refused(await send({ level: 'king' }), 400, 'invalid', '/filter/level')
    refused(await send({ ordered: lip.id, days: 1000 }), 400, 'invalid', '/filter/days')
    refused(await shop.owner.send('POST', '/api/audience-counts', { json: { campaign: 'none' } }), 400, 'invalid', '/campaign')
    refused(await shop.owner.send('POST', '/api/audiences', { json: { title: '', filter: { ordered: lip.id } } }), 400, 'invalid', '/title')
    const director = await somebody('director')
    for (const who of [director, members[0]!]) {
      refused(await send({ ordered: lip.id }, who), 403, 'forbidden')
      for (const path of ['/api/audiences', '/api/audience-exports']) refused(await who.send('GET', path), 403, 'forbidden')
      refused(await who.send('POST', '/api/audience-counts', { json: { ordered: lip.id } }), 403, 'forbidden')
    }
    const made = await analyst.post<Audience>('/api/audiences', { title: '買った方', filter: { ordered: lip.id } })
    const changed = await analyst.ok<Audience>('PUT', `/api/audiences/${made.id}`, { title: '口紅を買った方', filter: { ordered: lip.id, days: 30 } }, { 'if-match': `"${made.version}"` })
    assert.deepEqual([changed.title, changed.filter['days'], changed.version], ['口紅を買った方', 30, 2])
    refused(await analyst.send('PUT', `/api/audiences/${made.id}`, { json: { title: 'x', filter: { ordered: lip.id } }, headers: { 'if-match': '"1"' } }), 412, 'changed-meanwhile')
    refused(await analyst.send('PUT', '/api/audiences/none', { json: { title: 'x', filter: { ordered: lip.id } } }), 404, 'not-found')
    assert.ok((await analyst.get<{ items: Audience[] }>('/api/audiences')).items.some(({ id }) => id === made.id))
    refused(await giveOut(made, 'ads', analyst), 403, 'forbidden')
    assert.equal((await analyst.send('DELETE', `/api/audiences/${made.id}`)).status, 204)
    refused(await analyst.send('DELETE', `/api/audiences/${made.id}`), 404, 'not-found')
    refused(await giveOut(made, 'ads'), 404, 'not-found')
  })

  test('is given out as those who agreed, for what they agreed to, until they take it back', async () => {
    const buyers = await make('口紅を買った方', { ordered: lip.id })
    refused(await giveOut(buyers, 'ads'), 409, 'too-few')
    refused(await giveOut(buyers, 'sale'), 400, 'invalid', '/purpose')
    assert.deepEqual((await members[0]!.get<Agreed>('/api/me/agreements')).items.map(({ given, at }) => [given, at]), [[false, null], [false, null]], 'off by default')
    for (const each of members.slice(0, 11)) await agrees(each, 'ads')
    assert.deepEqual((await count({ ordered: lip.id })).agreed, { ads: 11, mailing: null })
    const ads = await giveOut(buyers, 'ads')
    assert.equal(ads.status, 200, ads.text)
    assert.equal(ads.headers.get('content-type'), 'text/csv; charset=utf-8')
    assert.equal(ads.headers.get('cache-control'), 'no-store')
    assert.deepEqual(lines(ads.text), ['email', ...members.slice(0, 11).map(({ email }) => hashed(email)).sort()])
    refused(await giveOut(buyers, 'mailing'), 409, 'too-few')

    await agrees(members[0]!, 'ads', false)
    assert.deepEqual(lines((await giveOut(buyers, 'ads')).text).slice(1), members.slice(1, 11).map(({ email }) => hashed(email)).sort(), 'taken back')
    await agrees(members[1]!, 'ads', false)
    const few = refused(await giveOut(buyers, 'ads'), 409, 'too-few')
    assert.equal(few.fewest, 10)
    assert.equal((await count({ ordered: lip.id })).agreed.ads, null)

    for (const each of members) await agrees(each, 'mailing')
    const both = await make('オイルも買った方', { ordered: oil.id })
    refused(await giveOut(both, 'mailing'), 409, 'too-few')
    const mailing = lines((await giveOut(buyers, 'mailing')).text)
    assert.deepEqual([mailing[0], mailing.length], ['email,name,language', kMembers + 1])
    assert.ok(mailing.includes("buyer0@example.jp,'=花,ja"), 'a spreadsheet runs nothing of it')
    assert.equal((await members[11]!.send('POST', '/api/me/erase', { json: { confirm: 'erase', even_open_orders: true } })).status, 204)
    assert.equal(lines((await giveOut(buyers, 'mailing')).text).length, kMembers, 'who was erased is in none')
  })

  test('is noted with count, purpose and by whom whenever it is given out', async () => {
    const { items } = await analyst.get<{ items: { title: string; purpose: string; count: number; wording: string; by: { name: string } }[] }>('/api/audience-exports')
    assert.deepEqual(items.map(({ title, purpose, count: many, by }) => [title, purpose, many, by.name]), [
      ['口紅を買った方', 'mailing', 11, '店長'], ['口紅を買った方', 'mailing', 12, '店長'], ['口紅を買った方', 'ads', 10, '店長'], ['口紅を買った方', 'ads', 11, '店長'],
    ])
    const audit = await shop.owner.send('GET', '/api/audit?action=audience.exported')
    assert.deepEqual(audit.body.items.map(({ detail }: { detail: { count: number; purpose: string } }) => [detail.purpose, detail.count]), [['mailing', 11], ['mailing', 12], ['ads', 10], ['ads', 11]])
    assert.doesNotMatch(audit.text, /@example/)
    refused(await analyst.send('GET', '/api/audience-exports?cursor=x'), 400, 'invalid', 'cursor')
  })
})

describe('an agreement', () => {
  test('is a member’s own, kept with its time and the words', async () => {
    const one = members[2]!
    const { version, items } = await one.get<Agreed>('/api/me/agreements')
    assert.deepEqual(items.map(({ purpose, given }) => [purpose, given]), [['ads', true], ['mailing', true]])
    const exported = (await one.get('/api/me/export')) as Record<string, unknown>
    const consents = JSON.stringify(exported)
    assert.match(consents, /audience-ads/)
    assert.match(consents, new RegExp(version))
    const put = (json: unknown, who: Client = one) => who.send('PUT', '/api/me/agreements', { json })
    refused(await put({ purpose: 'ads', given: true, version: '2020-01-01' }), 409, 'words-changed', '/version')
    assert.equal((await put({ purpose: 'ads', given: false, version: '2020-01-01' })).status, 200, 'taking back holds whatever the words')
    refused(await put({ purpose: 'sale', given: true, version }), 400, 'invalid', '/purpose')
    refused(await put({ purpose: 'ads', version }), 400, 'invalid', '/given')
    const guest = await shop.viewer()
    assert.deepEqual((await guest.get<Agreed>('/api/me/agreements')).items, [])
    refused(await put({ purpose: 'ads', given: true, version }, guest), 403, 'sign-in-needed')
    refused(await shop.anyone.send('GET', '/api/me/agreements'), 401, 'unauthorized')
  })
})
