// Posts: written, approved, said on two networks, opened, bought from; what goes wrong on the way; ideas, days and figures.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { type Client, type Product, refused } from '../support/api.ts'
import { until } from '../support/processes.ts'
import { Room } from '../support/room.ts'
import { Server } from '../support/server.ts'
import { contact, Shop } from '../support/shop.ts'
import { BlueskyStandIn, XStandIn } from '../support/social_networks.ts'
import { picture } from './bytes.ts'
import './house.ts'

let x: XStandIn
let bluesky: BlueskyStandIn
let server: Server
let shop: Shop
let lip: Product
let planner: Client
let director: Client
let accounts: { x: string; bluesky: string }
before(async () => {
  x = await XStandIn.open()
  bluesky = await BlueskyStandIn.open()
  server = await Server.start({ args: ['--allow-private-peer', x.peer, '--allow-private-peer', bluesky.peer] })
  shop = await Shop.open(server)
  lip = await shop.product(500, { title: '柿渋の口紅' })
  planner = await somebody('planner')
  director = await somebody('director')
  const add = async (account: unknown): Promise<string> => (await shop.owner.post('/api/channels', account)).id
  accounts = { x: await add(x.account), bluesky: await add(bluesky.account) }
})
after(async () => {
  await server?.stop()
  x?.close()
  bluesky?.close()
})

interface Rate { value: number | null; numerator: number; denominator: number }
interface Brought { posts: number; impressions: number; clicks: number; previews: number; bots: number; own: number; arrivals: number; orders: number; sales: { amount: number }; ctr: Rate; cvr: Rate }
interface Channel { account: string; network: string; state: string; whole: string; link: string | null; tries: number; problem: { type: string; detail: string } | null; url: string | null; impressions: number | null; likes: number | null; brought: Brought | null }
interface Post { id: string; state: string; version: number; text: string; picture: string | null; channels: Channel[]; brought: Brought | null; approved: { by: { name: string } } | null; moment: { title: string } | null }
interface Sum extends Brought { name: string; title: string; enough: boolean }

async function somebody(role: string): Promise<Client> {
  const email = `${role}@example.jp`
  const { url } = await shop.owner.post('/api/staff/invitations', { name: role, role, email })
  const token = new URL(url).hash.slice(1)
  return shop.anyone.as((await shop.anyone.post('/api/staff/invitations/accept', { token, password: '口紅と頬紅と 2026' })).token)
}
const body = (more: Record<string, unknown> = {}) => ({ text: '柿渋の口紅、再入荷しました', accounts: [accounts.x, accounts.bluesky], target: { product: lip.id }, ...more })
const write = (more: Record<string, unknown> = {}): Promise<Post> => planner.post<Post>('/api/posts', body(more))
const approve = (post: Post): Promise<Post> => director.post<Post>(`/api/posts/${post.id}/approval`)
const read = (post: Post): Promise<Post> => planner.get<Post>(`/api/posts/${post.id}`)
const becomes = (post: Post, state: string) => until(`the post is ${state}`, async () => { const now = await read(post); return now.state === state ? now : undefined }, 20, 50)
const out = async (more: Record<string, unknown> = {}): Promise<Post> => {
  const post = await write(more)
  await approve(post)
  await planner.post(`/api/posts/${post.id}/publication`)
  return becomes(post, 'published')
}
const on = (post: Post, network: string): Channel => post.channels.find((channel) => channel.network === network)!
const browser = 'Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 Version/17.0 Mobile Safari/604.1'
const open = (link: string, headers: Record<string, string> = {}) => shop.anyone.with({ 'user-agent': browser, ...headers }).send('GET', new URL(link).pathname)

describe('a post', () => {
  test('written, approved, said on two networks, opened and bought from: its CTR and CVR are right to the unit', async () => {
    const post = await out()
    const [onX, onBluesky] = [on(post, 'x'), on(post, 'bluesky')]
    assert.notEqual(onX.link, onBluesky.link, 'each account has a link of its own')
    assert.equal(x.told.at(-1)!.text, `柿渋の口紅、再入荷しました\n${onX.link}`)
    assert.equal(bluesky.told.at(-1)!.text, `柿渋の口紅、再入荷しました\n${onBluesky.link}`)
    assert.match(onX.url!, /^https:\/\/x\.com\/tsukishiro\/status\/\d+$/)

    // Of 200 who saw it on X, four opened it; one program, one preview and one of the staff looked as well.
    Object.assign(x.told.at(-1)!, { impressions: 200, likes: 9 })
    Object.assign(bluesky.told.at(-1)!, { likes: 2 })
    for (let person = 0; person < 4; person++) assert.equal((await open(onX.link!)).headers.get('location'), `/products/${lip.id}?s=${onX.link!.split('/').at(-1)}`)
    await open(onX.link!, { 'user-agent': 'Twitterbot/1.0' })
    await open(onX.link!, { 'user-agent': 'curl/7.88.1' })
    await open(onX.link!, { cookie: `nigiwai_staff=${planner.token}` })
    for (let person = 0; person < 3; person++) await open(onBluesky.link!)
    // One buyer came by each, and one more by a friend's link.
    for (const link of [onX.link!, onBluesky.link!]) {
      const buyer = await shop.viewer('れん')
      await buyer.post(`/api/shares/${link.split('/').at(-1)}/arrivals`)
      await buyer.post('/api/orders', { lines: [{ sku: lip.id, quantity: 1 }], contact })
    }
    const friend = await shop.viewer('はな')
    const shared = await friend.post('/api/shares', { product: lip.id })
    await (await shop.viewer('さん')).post('/api/orders', { lines: [{ sku: lip.id, quantity: 1 }], contact, share: shared.code })

    await planner.post(`/api/posts/${post.id}/counts`)
    const counted = await until('the networks told', async () => { const now = await read(post); return on(now, 'x').impressions === 200 && on(now, 'bluesky').likes === 2 && on(now, 'x').brought!.own === 1 && on(now, 'bluesky').brought!.clicks === 3 ? now : undefined }, 20, 50)
    const brought = on(counted, 'x').brought!
    assert.deepEqual([brought.clicks, brought.previews, brought.bots, brought.own, brought.orders], [4, 1, 1, 1, 1])
    assert.deepEqual([brought.ctr.numerator, brought.ctr.denominator, brought.ctr.value], [4, 200, 0.02])
    assert.deepEqual([brought.cvr.numerator, brought.cvr.denominator, brought.cvr.value], [1, 4, 0.25])
    assert.equal(on(counted, 'bluesky').impressions, null, 'Bluesky does not tell')
    assert.equal(on(counted, 'bluesky').brought!.ctr.value, null)
    const all = counted.brought!
    assert.deepEqual([all.clicks, all.orders, all.ctr.numerator, all.ctr.denominator, all.cvr.numerator, all.cvr.denominator], [7, 2, 4, 200, 2, 7])
    assert.ok(all.sales.amount >= 2 * lip.price.amount)

    const figures = await planner.get<Record<string, Sum[]> & { all: Brought; steady: Brought; enough_from: number }>('/api/post-figures?offset=540')
    assert.deepEqual([figures.all.posts, figures.all.clicks, figures.all.orders, figures.steady.clicks], [2, 7, 2, 7])
    assert.deepEqual(figures['products']!.map(({ name, title, orders, enough }) => [name, title, orders, enough]), [[lip.id, '柿渋の口紅', 2, false]])
    assert.deepEqual(figures['staff']!.map(({ title, clicks }) => [title, clicks]), [['planner', 7]])
    assert.deepEqual(figures['kinds']!.map(({ name }) => name), ['product'])
    assert.deepEqual(figures['networks']!.map(({ name, clicks }) => [name, clicks]), [['bluesky', 3], ['x', 4]])

    // A campaign on that day takes it out of the steady part.
    await shop.owner.post('/api/campaigns', { title: '特典', terms: '決まり', counts: 'arrivals', scope: 'all', show: null, starts_at: new Date(Date.now() - 60_000).toISOString(), ends_at: new Date(Date.now() + 60_000).toISOString(), tiers: [{ threshold: 3, benefit: 'gift', text: 'ミニボトル' }] })
    const apart = await planner.get<{ all: Brought; steady: Brought }>('/api/post-figures')
    assert.deepEqual([apart.all.posts, apart.steady.posts], [2, 0])
    refused(await planner.send('GET', '/api/post-figures?from=soon'), 400, 'invalid', 'from')
    refused(await planner.send('GET', '/api/post-figures?offset=9999'), 400, 'invalid', 'offset')
    refused(await friend.send('GET', '/api/post-figures'), 403, 'forbidden')
  })

  test('is tried again after a network was busy, and fails with the network’s own reason', async () => {
    x.refusals.push({ status: 503, body: { title: 'Over capacity' } })
    const post = await write({ accounts: [accounts.x] })
    await approve(post)
    await planner.post(`/api/posts/${post.id}/publication`)
    const waiting = await until('the first try failed', async () => { const now = await read(post); return on(now, 'x').problem ? now : undefined }, 20, 50)
    assert.deepEqual([waiting.state, on(waiting, 'x').state, on(waiting, 'x').tries], ['publishing', 'waiting', 1])
    assert.match(on(waiting, 'x').problem!.detail, /Over capacity/)
    x.refusals.push({ status: 403, body: { detail: 'You are not allowed to create a Tweet with duplicate content.' } })
    await planner.post(`/api/posts/${post.id}/retry`)
    const failed = await becomes(post, 'failed')
    assert.match(on(failed, 'x').problem!.detail, /duplicate content/)
    refused(await planner.send('PUT', `/api/posts/${post.id}`, { json: body() }), 409, 'state')
    await planner.post(`/api/posts/${post.id}/retry`)
    await becomes(post, 'published')
    refused(await planner.send('POST', `/api/posts/${post.id}/retry`), 409, 'state')
  })

  test('is approved by those who may, and by somebody else where the shop wants that', async () => {
    const post = await write()
    assert.equal(post.state, 'draft')
    refused(await planner.send('POST', `/api/posts/${post.id}/publication`), 409, 'state')
    refused(await planner.send('POST', `/api/posts/${post.id}/approval`), 403, 'forbidden')
    refused(await planner.send('PUT', '/api/post-settings', { json: { second_person: true } }), 403, 'forbidden')
    refused(await shop.owner.send('PUT', '/api/post-settings', { json: { second_person: 'yes' } }), 400, 'invalid', '/second_person')
    await shop.owner.put('/api/post-settings', { second_person: true })
    assert.deepEqual(await planner.get('/api/post-settings'), { second_person: true })
    const own = await director.post<Post>('/api/posts', body())
    refused(await director.send('POST', `/api/posts/${own.id}/approval`), 403, 'second-person')
    const approved = await approve(post)
    assert.deepEqual([approved.state, approved.approved!.by.name], ['approved', 'director'])
    refused(await director.send('POST', `/api/posts/${post.id}/approval`), 409, 'state')
    refused(await planner.send('PUT', `/api/posts/${post.id}`, { json: body(), headers: { 'if-match': '"1"' } }), 412, 'changed-meanwhile')
    const anew = await planner.put<Post>(`/api/posts/${post.id}`, body({ text: 'べつの言葉' }))
    assert.deepEqual([anew.state, anew.text, anew.approved], ['draft', 'べつの言葉', null])
    await approve(anew)
    assert.equal((await planner.ok<Post>('DELETE', `/api/posts/${post.id}/approval`)).state, 'draft')
    refused(await planner.send('DELETE', `/api/posts/${post.id}/approval`), 409, 'state')
    await shop.owner.put('/api/post-settings', { second_person: false })
    const rows = (await shop.owner.get('/api/audit?action=post.')).items.map(({ action }: { action: string }) => action)
    for (const action of ['post.written', 'post.rewritten', 'post.approved', 'post.approval-withdrawn', 'post.ruled']) assert.ok(rows.includes(action), `${action} is noted`)
  })

  test('goes out when its show is announced, and tells so in the show', async () => {
    const show = await shop.show({ shelf: [lip.id] })
    const post = await write({ target: { show: show.id, at: 0 }, show: show.id, moment: 'announced', accounts: [accounts.bluesky] })
    assert.equal((await approve(post)).state, 'scheduled')
    const room = await Room.join(shop.owner as Client & { id: string; name: string }, show.id, { known: true })
    await shop.owner.patch(`/api/shows/${show.id}`, { starts_at: new Date(Date.now() + 86_400_000).toISOString() })
    const published = await becomes(post, 'published')
    const event = await room.waitFor('post.published')
    assert.deepEqual([event.data.post, event.data.network], [post.id, 'bluesky'])
    assert.equal((await open(on(published, 'bluesky').link!)).status, 302)
    room.leave()
    refused(await planner.send('POST', '/api/posts', { json: body({ show: show.id, moment: 'archived', at: new Date(Date.now() + 9e6).toISOString() }) }), 400, 'invalid', '/at')
    const bound = await write({ target: null, show: show.id, moment: 'live' })
    await approve(bound)
    await shop.owner.post(`/api/shows/${show.id}/cancel`)
    const failed = await becomes(bound, 'failed')
    assert.equal(failed.channels[0]!.problem!.type, 'moment-missed')
    refused(await planner.send('POST', '/api/posts', { json: body({ target: { show: show.id } }) }), 400, 'invalid', '/target/show')
  })

  test('takes a picture along, as a JPEG', async () => {
    const kept = await planner.send<{ id: string }>('POST', '/api/post-pictures', { bytes: await picture('png') })
    assert.equal(kept.status, 201, kept.text)
    const jpg = `/post-pictures/${kept.body.id}.jpg`
    refused(await shop.anyone.send('GET', jpg), 404, 'not-found')
    const post = await out({ picture: kept.body.id, picture_alt: '口紅を塗った手の甲' })
    assert.equal(post.picture, kept.body.id)
    for (const { pictures } of [x, bluesky]) assert.deepEqual([pictures.length, pictures[0]!.type, pictures[0]!.bytes.subarray(0, 3).toString('hex')], [1, 'image/jpeg', 'ffd8ff'])
    const fetched = await shop.anyone.send('GET', jpg)
    assert.deepEqual([fetched.status, fetched.headers.get('content-type')], [200, 'image/jpeg'])
  })

  test('that was going when the server was killed goes again by the same key, and stands there once', async () => {
    const before = bluesky.told.length
    const post = await write({ accounts: [accounts.bluesky], text: '止まっても一度だけ' })
    await approve(post)
    const taken = bluesky.holdNext()
    await planner.post(`/api/posts/${post.id}/publication`)
    await taken
    await server.kill()
    bluesky.letGo()
    await server.begin()
    const published = await becomes(post, 'published')
    assert.equal(bluesky.told.length, before + 1)
    assert.equal(bluesky.told.at(-1)!.text, `止まっても一度だけ\n${on(published, 'bluesky').link}`)
  })

  test('is taken off the networks that have it', async () => {
    const post = await out()
    const before = x.removed.length
    const removed = await planner.ok<Post>('DELETE', `/api/posts/${post.id}`)
    assert.equal(removed.state, 'removed')
    await until('both took it off', async () => (await read(post)).channels.every(({ state }) => state === 'removed'), 20, 50)
    assert.equal(x.removed.length, before + 1)
    refused(await planner.send('DELETE', `/api/posts/${post.id}`), 409, 'state')
    refused(await planner.send('GET', '/api/posts/none'), 404, 'not-found')
    assert.ok(!(await planner.get<{ items: Post[] }>('/api/posts')).items.some(({ id }) => id === post.id))
  })

  test('says what is wrong with it before it goes anywhere', async () => {
    const check = async (more: Record<string, unknown>) => (await planner.ok<{ items: { network: string; length: number; most: number; problem: { field: string } | null }[] }>('POST', '/api/post-checks', body(more))).items
    assert.deepEqual((await check({})).map(({ network, problem }) => [network, problem]), [['x', null], ['bluesky', null]])
    const long = await check({ text: '長'.repeat(200) })
    assert.deepEqual(long.map(({ network, problem }) => [network, problem?.field ?? null]), [['x', '/text'], ['bluesky', null]], 'X counts a kana as two')
    const send = (json: unknown, who: Client = planner) => who.send('POST', '/api/posts', { json })
    refused(await send(body({ text: '長'.repeat(200) })), 400, 'invalid', '/text')
    refused(await send(body({ text: '' })), 400, 'invalid', '/text')
    refused(await send(body({ accounts: [] })), 400, 'invalid', '/accounts')
    refused(await send(body({ accounts: [accounts.x, 'none'] })), 400, 'invalid', '/accounts/1')
    refused(await send(body({ picture: 'none' })), 400, 'invalid', '/picture')
    refused(await send(body({ target: { product: 'none' } })), 400, 'invalid', '/target/product')
    refused(await send(body({ target: { clip: 'none' } })), 400, 'invalid', '/target/clip')
    refused(await send(body({ target: { product: lip.id, show: 's' } })), 400, 'invalid', '/target')
    refused(await send(body({ show: 'none', moment: 'live' })), 400, 'invalid', '/show')
    refused(await send(body({ at: '2020-01-01T00:00:00Z' })), 400, 'invalid', '/at')
    refused(await send(body({ hashtags: [] })), 400, 'invalid', '/hashtags')
    refused(await send(body(), await shop.viewer()), 403, 'forbidden')
    refused(await planner.send('GET', '/api/posts?cursor=luck'), 400, 'invalid', 'cursor')
    refused(await planner.send('POST', '/api/post-pictures', { bytes: 'no picture' }), 415, 'unsupported')
    refused(await shop.anyone.send('GET', '/post-pictures/none.jpg'), 404, 'not-found')
  })

  test('lies on its day, and has others come of what happens in the shop', async () => {
    const at = new Date(Date.now() + 3 * 86_400_000)
    const post = await write({ at: at.toISOString() })
    assert.equal((await approve(post)).state, 'scheduled')
    const between = (from: number, to: number) => planner.get<{ items: Post[] }>(`/api/posts?from=${new Date(at.getTime() + from).toISOString()}&until=${new Date(at.getTime() + to).toISOString()}`)
    assert.deepEqual((await between(-1000, 1000)).items.map(({ id }) => id), [post.id])
    assert.deepEqual((await between(1000, 2000)).items, [])
    const low = await shop.product(4, { title: 'のこりわずかの頬紅' })
    await (await shop.viewer()).post('/api/orders', { lines: [{ sku: low.id, quantity: 1 }], contact })
    const show = await shop.show({ title: 'あすの夜', starts_at: new Date(Date.now() + 86_400_000).toISOString() })
    const today = await planner.get<{ streak: number; alarm: boolean; published: number; ideas: { kind: string; title: string; left?: number; target: Record<string, string> }[] }>('/api/posts-today?offset=0')
    assert.ok(today.streak >= 1 && today.published >= 1 && !today.alarm)
    assert.ok(today.ideas.some(({ kind, target }) => kind === 'show' && target['show'] === show.id))
    assert.ok(today.ideas.some(({ kind, target, left }) => kind === 'low' && target['product'] === low.id && left === 3))
    assert.deepEqual((await planner.get<{ items: { network: string }[] }>('/api/post-accounts')).items.map(({ network }) => network), ['x', 'bluesky', 'fediverse'])
  })

  test('is said in the fediverse by the shop and by who stands in a show, without an account that anybody added', async () => {
    await shop.owner.put('/api/staff/mio', { name: '澪', role: 'presenter' })
    await shop.show({ title: '澪の夜', cast: ['mio'], starts_at: new Date(Date.now() + 86_400_000).toISOString() })
    const all = (await planner.get<{ items: { id: string; network: string; name: string; staff: { handle: string } | null }[] }>('/api/post-accounts')).items.filter(({ network }) => network === 'fediverse')
    assert.deepEqual(all.map(({ id, staff }) => [id, staff?.handle]), [['fediverse-shop', undefined], ['fediverse-mio', 'mio']])
    const post = await out({ accounts: ['fediverse-shop', 'fediverse-mio'] })
    const [shops, mios] = post.channels
    assert.match(mios!.whole, /#PR/)
    assert.notEqual(shops!.link, mios!.link)
    const note = await shop.anyone.with({ accept: 'application/activity+json' }).get(new URL(shops!.url!).pathname)
    assert.match(note.content, /柿渋の口紅、再入荷しました/)
    assert.match(note.content, new RegExp(shops!.link!.split('/').at(-1)!))
    await planner.ok('DELETE', `/api/posts/${post.id}`)
    await until('the notes are taken back', async () => (await shop.anyone.with({ accept: 'application/activity+json' }).send('GET', new URL(mios!.url!).pathname)).status === 410 || undefined, 20, 100)
    await shop.owner.patch('/api/fediverse', { on: false })
    refused(await planner.send('POST', '/api/posts', { json: body({ accounts: ['fediverse-shop'] }) }), 400, 'invalid', '/accounts/0')
    await shop.owner.patch('/api/fediverse', { on: true })
    refused(await planner.send('POST', '/api/posts', { json: body({ accounts: ['fediverse-nobody'] }) }), 400, 'invalid', '/accounts/0')
  })
})
