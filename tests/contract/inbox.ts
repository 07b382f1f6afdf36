// The inbox: what a network tells comes in once, is claimed, answered, put aside; questions of shows beside it; how long
// people waited. The network is a Bluesky on this machine.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { type Client, type Product, refused } from '../support/api.ts'
import { until } from '../support/processes.ts'
import { Room } from '../support/room.ts'
import { Server } from '../support/server.ts'
import { Shop } from '../support/shop.ts'
import { TalkingNetwork } from '../support/talking_network.ts'
import './house.ts'

interface Answer { id: string; by: { id: string; name: string }; text: string; state: string; why: string | null; tries: number; url: string | null }
interface Item {
  id: string; network: string; account: string; kind: string; author: string; author_url: string | null; text: string; url: string | null; state: string; more: number
  claim: { by: { id: string } } | null; aside: { by: { id: string } | null; reason: string } | null; answers: Answer[]; show: { id: string; seq: number; state: string } | null
}
interface Page { items: Item[]; next: string | null; waiting: number; networks: string[]; accounts: { name: string; why: string | null }[] }

let network: TalkingNetwork
let server: Server
let shop: Shop
let lip: Product
let planner: Client
let director: Client
let analyst: Client
before(async () => {
  network = await TalkingNetwork.open()
  server = await Server.start({ args: ['--allow-private-peer', network.peer] })
  shop = await Shop.open(server)
  lip = await shop.product(5, { title: '柿渋の口紅' })
  ;[planner, director, analyst] = await Promise.all(['planner', 'director', 'analyst'].map(somebody)) as [Client, Client, Client]
  await shop.owner.post('/api/channels', network.account)
})
after(async () => {
  await server?.stop()
  network?.close()
})

async function somebody(role: string): Promise<Client> {
  const { url } = await shop.owner.post('/api/staff/invitations', { name: role, role, email: `${role}@example.jp` })
  return shop.anyone.as((await shop.anyone.post('/api/staff/invitations/accept', { token: new URL(url).hash.slice(1), password: '口紅と頬紅と 2026' })).token)
}
const inbox = (query = ''): Promise<Page> => shop.owner.get<Page>(`/api/inbox${query}`)
/** Each of the staff may ask so often only. */
let looks = 0
const look = () => [director, planner, shop.owner][looks++ % 3]!.post('/api/inbox/look')
const one = (item: Item): Promise<Item> => shop.owner.get<Item>(`/api/inbox/items/${item.id}`)
/** What this person said last, once it is in. */
async function comesIn(handle: string): Promise<Item> {
  const known = (await inbox('?state=all')).items.find(({ author }) => author === `@${handle}`)
  if (known) return known
  await look()
  return until(`what ${handle} said is in the inbox`, async () => (await inbox('?state=all')).items.find(({ author }) => author === `@${handle}`), 20, 50)
}
const becomes = (item: Item, state: string) => until(`the item is ${state}`, async () => { const now = await one(item); return now.state === state ? now : undefined }, 20, 50)
const answer = (who: Client, item: Item, text: string) => who.send<Item>('POST', `/api/inbox/items/${item.id}/answers`, { json: { text } })
const act = (who: Client, item: Item, what: string, json: unknown = {}) => who.send<Item>('POST', `/api/inbox/items/${item.id}/${what}`, { json })

describe('the inbox', () => {
  test('takes in what a network tells, once and as text', async () => {
    network.hears('hana.example', 'この色、<script>alert(1)</script> いいですね https://evil.example')
    const item = await comesIn('hana.example')
    assert.deepEqual([item.network, item.kind, item.account, item.state], ['bluesky', 'reply', '@tsukishiro.example', 'open'])
    assert.equal(item.text, 'この色、<script>alert(1)</script> いいですね https://evil.example')
    assert.match(item.url!, /^https:\/\/bsky\.app\//)
    const before = network.looks
    await look()
    await until('it was asked again', () => network.looks > before)
    network.hears('ren.example', '何時からですか', 'mention')
    assert.equal((await comesIn('ren.example')).kind, 'mention')
    const page = await inbox()
    assert.deepEqual([page.items.length, page.waiting, page.networks], [2, 2, ['bluesky']])
    assert.deepEqual((await inbox('?order=oldest')).items.map(({ author }) => author), ['@hana.example', '@ren.example'])
    assert.deepEqual((await inbox('?kind=mention')).items.map(({ author }) => author), ['@ren.example'])
    assert.deepEqual((await inbox(`?text=${encodeURIComponent('この色')}&network=bluesky`)).items.map(({ author }) => author), ['@hana.example'])
    assert.equal((await inbox('?network=x')).items.length, 0)
    const first = await inbox('?limit=1')
    assert.deepEqual((await inbox(`?limit=1&cursor=${first.next}`)).items.map(({ author }) => author), ['@hana.example'])
    await until('listening heard of both', async () => (await shop.owner.get<{ items: { author: string }[] }>('/api/listening/mentions?term=0')).items.length === 2, 20, 100)
  })

  test('is answered by one at a time, on the network, and the time is told', async () => {
    const item = await comesIn('hana.example')
    const claimed = (await act(director, item, 'claim')).body
    assert.deepEqual([claimed.state, claimed.claim?.by.id], ['claimed', 'director'])
    refused(await answer(planner, item, '5 色です'), 409, 'claimed')
    refused(await act(planner, item, 'release'), 409, 'not-claimed')
    assert.equal((await act(director, item, 'release')).body.state, 'open')
    assert.equal((await act(director, item, 'claim')).body.state, 'claimed')
    const made = await answer(director, item, '5 色です')
    assert.equal(made.status, 201, made.text)
    const answered = await becomes(item, 'answered')
    assert.deepEqual(answered.answers.map(({ by, text, state }) => [by.id, text, state]), [['director', '5 色です', 'sent']])
    assert.deepEqual(network.said.map(({ text, answer_to }) => [text, answer_to]), [['5 色です', 'at://did:plc:hana/app.bsky.feed.post/3k0']])
    const { weeks, people } = await shop.owner.get('/api/inbox/figures')
    const row = weeks[0].networks.find((each: { network: string }) => each.network === 'bluesky')
    assert.deepEqual([row.came, row.answered, row.waiting], [2, 1, 1])
    assert.ok(row.median_ms > 0 && row.median_ms === row.p90_ms)
    assert.deepEqual(people.map((each: { by: { id: string }; answers: number }) => [each.by.id, each.answers]), [['director', 1]])
    const audit = await shop.owner.get<{ items: { action: string; subject: string; by: { handle: string } }[] }>('/api/audit?action=inbox.')
    assert.deepEqual(audit.items.map(({ action, subject }) => [action, subject]), [['inbox.answered', item.id]])
  })

  test('tries again what a network was too busy for, and shows why it refused', async () => {
    network.refusals.push({ status: 429, body: { error: 'RateLimitExceeded', message: 'Rate Limit Exceeded' }, headers: { 'ratelimit-reset': String(Math.floor(Date.now() / 1000) - 1) } })
    const item = await comesIn('ren.example')
    await answer(planner, item, '21 時からです')
    const waiting = await until('it was tried once', async () => { const now = await one(item); return now.answers[0]!.tries === 1 ? now : undefined }, 20, 50)
    assert.deepEqual([waiting.state, waiting.answers[0]!.state], ['sending', 'waiting'])
    assert.ok(waiting.answers[0]!.why)
    refused(await answer(planner, item, 'もう一度'), 409, 'sending')
    refused(await planner.send('POST', `/api/inbox/answers/${waiting.answers[0]!.id}/retry`, { json: {} }), 409, 'not-failed')

    network.hears('mai.example', '返品できますか')
    const other = await comesIn('mai.example')
    network.refusals.push({ status: 400, body: { error: 'InvalidRequest', message: 'This thread is locked' } })
    await answer(planner, other, 'できます')
    const failed = await until('it failed', async () => { const now = await one(other); return now.answers[0]?.state === 'failed' ? now : undefined }, 20, 50)
    assert.equal(failed.state, 'open')
    assert.match(failed.answers[0]!.why!, /This thread is locked/)
    await planner.post(`/api/inbox/answers/${failed.answers[0]!.id}/retry`)
    await becomes(other, 'answered')
  })

  test('is put aside with a reason and opened again', async () => {
    network.hears('spam.example', '稼げます')
    const item = await comesIn('spam.example')
    refused(await act(planner, item, 'aside', { reason: '' }), 400, 'invalid', '/reason')
    const aside = (await act(planner, item, 'aside', { reason: '宣伝' })).body
    assert.deepEqual([aside.state, aside.aside?.by?.id, aside.aside?.reason], ['aside', 'planner', '宣伝'])
    assert.deepEqual((await inbox('?state=aside')).items.map(({ id }) => id), [item.id])
    refused(await answer(planner, item, 'はい'), 409, 'aside')
    assert.equal((await act(planner, item, 'reopen')).body.state, 'open')
    refused(await act(planner, item, 'reopen'), 409, 'open')
  })

  test('folds a flood of one person into a line', async () => {
    for (let at = 0; at < 15; at += 1) network.hears('flood.example', `もしもし ${at}`)
    await comesIn('flood.example')
    const theirs = await until('all of them came', async () => { const { items } = await inbox('?text=flood'); return items.length === 10 && items[0]!.more > 0 ? items : undefined }, 20, 50)
    assert.deepEqual(theirs.map(({ more }) => more), [5, 0, 0, 0, 0, 0, 0, 0, 0, 0])
  })

  test('lists the questions of shows, and answers them in their timeline', async () => {
    const show = await shop.liveShow(lip)
    const viewer = await shop.viewer('ゆず茶')
    const room = await Room.join(viewer, show.id)
    const [first, second] = [await room.must('question.ask', { text: '何色ありますか' }), await room.must('question.ask', { text: '返品できますか' })]
    const asked = (await inbox('?network=show')).items
    assert.deepEqual(asked.map(({ text, author, kind, show: of }) => [text, author, kind, of?.seq]), [['返品できますか', 'ゆず茶', 'question', second], ['何色ありますか', 'ゆず茶', 'question', first]])
    const place = `/api/inbox/questions/${show.id}/${first}`
    refused(await planner.send('POST', `${place}/claim`, { json: {} }), 403, 'forbidden')
    assert.equal((await director.post<Item>(`${place}/claim`)).state, 'claimed')
    assert.equal((await room.waitFor('question.claimed')).data['seq'], first)
    assert.equal((await director.post<Item>(`${place}/release`)).state, 'open')
    refused(await director.send('POST', `${place}/answers`, { json: { text: '' } }), 400, 'invalid', '/text')
    const given = await director.post<Item>(`${place}/answers`, { text: '5 色です' })
    assert.deepEqual([given.state, given.answers[0]?.text, given.answers[0]?.by.id], ['answered', '5 色です', 'director'])
    assert.deepEqual((await room.waitFor('question.answered')).data, { seq: first, text: '5 色です' })
    assert.deepEqual((await inbox('?network=show')).items.map(({ show: of }) => of?.seq), [second])
    assert.deepEqual((await inbox('?network=show&state=answered')).items.map(({ show: of }) => of?.seq), [first])

    room.leave()
    await shop.owner.post(`/api/shows/${show.id}/end`)
    const late = (await inbox('?network=show')).items
    assert.deepEqual(late.map(({ show: of }) => [of?.seq, of?.state]), [[second, 'archived']])
    await director.post(`/api/inbox/questions/${show.id}/${second}/answers`, { text: 'できます' })
    const { weeks } = await shop.owner.get('/api/inbox/figures')
    const row = weeks[0].networks.find((each: { network: string }) => each.network === 'show')
    assert.deepEqual([row.came, row.answered, row.waiting], [2, 2, 0])
    refused(await director.send('POST', `/api/inbox/questions/${show.id}/${second + 100}/claim`, { json: {} }), 404, 'not-found')
  })

  test('says what is wrong with what it is asked, and who may', async () => {
    const item = await comesIn('hana.example')
    for (const [query, field] of [['state=odd', 'state'], ['kind=odd', 'kind'], ['order=odd', 'order'], ['network=A%20B', 'network'], ['cursor=1.2', 'cursor']]) refused(await shop.owner.send('GET', `/api/inbox?${query}`), 400, 'invalid', field)
    refused(await answer(planner, item, 'あ'.repeat(301)), 400, 'invalid', '/text')
    refused(await answer(analyst, item, 'はい'), 403, 'forbidden')
    refused(await act(analyst, item, 'claim'), 403, 'forbidden')
    refused(await shop.anyone.send('GET', '/api/inbox'), 401, 'unauthorized')
    refused(await shop.owner.send('GET', '/api/inbox/items/none'), 404, 'not-found')
    assert.equal((await analyst.get<{ waiting: number }>('/api/inbox/count')).waiting, (await inbox()).waiting)
    const twice = { json: { text: '一度だけ' }, headers: { 'idempotency-key': 'once' } }
    const said = network.said.length
    assert.equal((await planner.send('POST', `/api/inbox/items/${item.id}/answers`, twice)).status, 201)
    assert.equal((await planner.send('POST', `/api/inbox/items/${item.id}/answers`, twice)).status, 201)
    await until('it was said', () => network.said.length > said)
    assert.deepEqual([network.said.length, (await becomes(item, 'answered')).answers.length], [said + 1, 2])
  })

  test('says that a network is away, and goes on when it is back', async () => {
    network.away = 502
    network.hears('late.example', 'もう終わりましたか')
    await look()
    const account = await until('it is told', async () => (await inbox()).accounts.find(({ why }) => why !== null), 20, 50)
    assert.equal(account.name, '@tsukishiro.example')
    network.away = null
    await comesIn('late.example')
    assert.equal((await inbox()).accounts[0]!.why, null)
  })

  test('forgets the words of an author who is erased', async () => {
    await shop.owner.post('/api/listening/erase', { network: 'bluesky', author: '@mai.example' })
    const { items } = await inbox('?state=answered')
    assert.ok(items.every(({ author }) => author !== '@mai.example'))
    assert.ok(items.some(({ author, text }) => author === '' && text === ''), 'that somebody was answered stays')
  })
})
