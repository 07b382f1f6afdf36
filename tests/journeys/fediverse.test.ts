// The fediverse, both ways: a server that is none of ours (Fedify) follows a staff member, is told of her shows, and what its
// people like, pass on and answer comes back; whoever signs wrongly stays out, and a restart loses nothing.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Show } from '../support/api.ts'
import { Fediverse, parseNodeInfo, vocab } from '../support/fediverse.ts'
import { run, until } from '../support/processes.ts'
import type { Event } from '../support/room.ts'
import { patience, Server } from '../support/server.ts'
import { Shop } from '../support/shop.ts'

let fediverse: Fediverse
let server: Server
let shop: Shop
let show: Show
let mio: vocab.Actor
before(async () => {
  fediverse = await Fediverse.start()
  server = await Server.start({ args: ['--allow-private-peer', `127.0.0.1:${fediverse.port}`] })
  shop = await Shop.open(server)
  await shop.owner.patch('/api/shop', { name: '月白' })
  await shop.owner.put('/api/staff/mio', { name: 'みお', title: '美容部員', role: 'presenter' })
})
after(async () => {
  await server?.stop()
  await fediverse?.leave()
})

const soon = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString()
const plan = (title: string) => shop.owner.post<Show>('/api/shows', { title, starts_at: soon(24), cast: ['mio'] })
async function events(where: string): Promise<Event[]> {
  if (where !== '') return (await shop.owner.get(`/api/shows/${where}/timeline?from=1&limit=1000`)).events
  return (await sql(`SELECT kind FROM event WHERE show = '' ORDER BY seq`)).map((kind) => ({ kind }) as Event)
}
const event = (where: string, kind: string) => until(`${kind} is an event`, async () => (await events(where)).find((each) => each.kind === kind), 20 * patience)
async function sql(query: string): Promise<string[]> {
  return (await run('sqlite3', [`${server.data}/nigiwai.db`, query])).stdout.split('\n').filter((line) => line !== '')
}
const said = (by: string, what: string) => fediverse.wait(`“${what}” by ${by}`, ({ type, json }) => type === 'Create' && json.actor.endsWith(`/actors/${by}`) && JSON.stringify(json).includes(what), 20 * patience)
const inbox = () => `${server.base}/fediverse/inbox`

test('a staff member is found and followed, and the follow is accepted', async () => {
  await plan('はじめの配信')
  const finger = await fediverse.context.lookupWebFinger(new URL(`${server.base}/staff/mio`))
  assert.equal(finger?.subject, `acct:mio@127.0.0.1:${server.port}`)
  mio = await fediverse.find(finger!.links!.find(({ rel }) => rel === 'self')!.href!)
  assert.equal(mio.name, 'みお')
  await fediverse.send('hanako', mio, new vocab.Follow({ id: fediverse.id('follow'), actor: fediverse.actor('hanako'), object: mio.id }))
  const accept = await fediverse.wait('the Accept', ({ type }) => type === 'Accept', 20 * patience)
  assert.equal(accept.actor, mio.id!.href)
  await event('', 'fediverse.followed')
  const { actors } = await shop.owner.get('/api/fediverse')
  assert.equal(actors.find(({ name }: { name: string }) => name === 'mio').followers, 1)
  const node = await shop.anyone.get('/.well-known/nodeinfo')
  assert.equal(parseNodeInfo(await (await fetch(node.links[0].href)).json())?.software.name, 'nigiwai')
})

test('an announced show and its start are told with valid signatures', async () => {
  show = await plan('秋の新色リップ')
  const announced = await said('mio', '秋の新色リップ')
  assert.match(announced.object.content, new RegExp(`<a href="${server.base}/shows/${show.id}`))
  assert.match(announced.object.content, /スタッフによる紹介/)
  assert.match(JSON.stringify(announced.object.attachment), /card\.jpg/, JSON.stringify(announced))
  await shop.owner.post(`/api/shows/${show.id}/start`)
  await said('mio', '配信がはじまりました')
  assert.deepEqual(fediverse.statuses.filter((status) => status >= 400), [], 'every signature was taken')
})

test('likes, boosts and answers become events and stand in the inbox; changes and deletions follow', async () => {
  const note = new URL((await said('mio', '配信がはじまりました')).object.id)
  const actor = fediverse.actor('hanako')
  await fediverse.send('hanako', mio, new vocab.Like({ id: fediverse.id('like'), actor, object: note }))
  await fediverse.send('hanako', mio, new vocab.Announce({ id: fediverse.id('boost'), actor, object: note, to: vocab.PUBLIC_COLLECTION }))
  const reply = (content: string) => new vocab.Note({ id: new URL(`${fediverse.base}/notes/1`), attribution: actor, content, replyTarget: note, to: mio.id, url: new URL(`${fediverse.base}/@hanako/1`) })
  await fediverse.send('hanako', mio, new vocab.Create({ id: fediverse.id('create'), actor, object: reply('<p>すてきな色<script>alert(1)</script>!</p><p>在庫は &lt;3&gt; ありますか？</p>') }))
  await event(show.id, 'fediverse.liked')
  await event(show.id, 'fediverse.boosted')
  const replied = await event(show.id, 'fediverse.replied')
  assert.match(replied.data.text, /^@hanako@127\.0\.0\.1:\d+: すてきな色!/)
  assert.deepEqual(await sql(`SELECT kind || '|' || replace(text, char(10), '/') || '|' || account FROM inbox_item WHERE network = 'fediverse'`), ['reply|すてきな色!//在庫は <3> ありますか？|fediverse-mio'])
  const [item] = (await shop.owner.get('/api/inbox')).items.filter(({ network }: { network: string }) => network === 'fediverse')
  assert.match(item.account, /^@mio@/)
  await shop.owner.post(`/api/inbox/items/${item.id}/answers`, { text: 'はい、あります' })
  await until('the answer is said by the actor that was asked', async () => (await sql(`SELECT actor FROM fediverse_note WHERE kind = 'saying' AND text LIKE '%はい、あります%'`))[0] === 'mio', 20 * patience)
  await said('mio', 'はい、あります')
  const counted = await shop.anyone.with({ accept: 'application/activity+json' }).get(note.pathname)
  assert.deepEqual([counted.likes.totalItems, counted.shares.totalItems], [1, 1])
  const strangers = await shop.anyone.get(`/api/shows/${show.id}/timeline?from=1&limit=1000`)
  assert.deepEqual(strangers.events.filter(({ kind }: Event) => kind.startsWith('fediverse.')), [], 'for staff alone')

  await fediverse.send('hanako', mio, new vocab.Update({ id: fediverse.id('update'), actor, object: reply('<p>やっぱり買います</p>') }))
  await until('the change is in the inbox', async () => (await sql(`SELECT text FROM inbox_item`))[0] === 'やっぱり買います', 20 * patience)
  await fediverse.send('hanako', mio, new vocab.Delete({ id: fediverse.id('delete'), actor, object: new vocab.Tombstone({ id: new URL(`${fediverse.base}/notes/1`) }) }))
  await event(show.id, 'fediverse.withdrawn')
  assert.deepEqual(await sql(`SELECT text FROM inbox_item UNION ALL SELECT text FROM event_text WHERE text LIKE '%買います%'`), [])
  await fediverse.send('hanako', mio, new vocab.Undo({ id: fediverse.id('undo'), actor, object: new vocab.Like({ id: new URL(`${fediverse.base}/like/2`), actor, object: note }) }))
  await until('the like is taken back', async () => (await shop.anyone.with({ accept: 'application/activity+json' }).get(note.pathname)).likes.totalItems === 0, 20 * patience)
})

test('what is unsigned, forged, tampered with, for another server or a replay changes nothing; a new key is honoured', async () => {
  const note = (await said('mio', '配信がはじまりました')).object.id
  const like = (name: string, number: number) => JSON.stringify({ '@context': 'https://www.w3.org/ns/activitystreams', id: `${fediverse.base}/likes/${name}-${number}`, type: 'Like', actor: fediverse.actor(name).href, object: note })
  const before = (await events(show.id)).length
  const status = async (request: Request) => (await fetch(request)).status
  assert.equal(await status(new Request(inbox(), { method: 'POST', headers: { 'content-type': 'application/activity+json' }, body: like('taro', 1) })), 401, 'unsigned')
  assert.equal(await status(await fediverse.signed('taro', inbox(), like('taro', 1), await fediverse.strangersKey())), 401, 'forged')
  assert.equal(await status(await fediverse.signed('jiro', inbox(), like('taro', 1))), 401, 'another actor than the one who signs')
  const genuine = await fediverse.signed('taro', inbox(), like('taro', 1))
  assert.equal(await status(new Request(inbox(), { method: 'POST', headers: genuine.headers, body: like('taro', 2) })), 401, 'another body')
  const elsewhere = await fediverse.signed('taro', 'http://other.example/fediverse/inbox', like('taro', 1))
  assert.equal(await status(new Request(inbox(), { method: 'POST', headers: elsewhere.headers, body: like('taro', 1) })), 401, 'signed for another server')
  assert.equal(await status(await fediverse.signed('taro', inbox(), '['.repeat(100))), 400, 'no activity')
  assert.equal((await events(show.id)).length, before, 'nothing came of any')

  const copy = genuine.clone()
  assert.equal(await status(genuine), 202)
  assert.equal(await status(copy), 202, 'a replay is ignored')
  assert.equal((await events(show.id)).length, before + 1)
  await fediverse.changeKey('taro')
  await fediverse.send('taro', mio, new vocab.Announce({ id: fediverse.id('boost'), actor: fediverse.actor('taro'), object: new URL(note) }))
  assert.equal((await events(show.id)).length, before + 2, 'signed with the new key')
})

test('deliveries go on after a restart, in order', async () => {
  await fediverse.leave()
  const later = await plan('冬の香り')
  const waiting = async (): Promise<number> => (await shop.owner.get('/api/fediverse')).deliveries.waiting
  await until('the coming show waits', async () => (await waiting()) === 1, 20 * patience)
  await shop.owner.post(`/api/shows/${show.id}/end`)
  await until('the recording waits behind it', async () => (await waiting()) === 2, 20 * patience)
  await server.kill()
  await fediverse.back()
  await server.begin()
  await said('mio', '冬の香り')
  await said('mio', 'いつでも見られます')
  const order = fediverse.received.filter(({ type }) => type === 'Create').map(({ json }) => json.object.content as string)
  assert.ok(order.findIndex((text) => text.includes('冬の香り')) < order.findIndex((text) => text.includes('いつでも')), order.join('\n'))
  const ids = fediverse.received.filter(({ type }) => type === 'Create').map(({ id }) => id)
  assert.equal(new Set(ids).size, ids.length, 'each once')

  await shop.owner.patch(`/api/shows/${later.id}`, { title: '冬の香り、三つ' })
  await fediverse.wait('the change', ({ type, json }) => type === 'Update' && JSON.stringify(json).includes('三つ'), 20 * patience)
  await shop.owner.post(`/api/shows/${later.id}/cancel`)
  await fediverse.wait('the deletion', ({ type }) => type === 'Delete', 20 * patience)
})

test('a blocked server is shut out, and its followers go', async () => {
  const blocked = await shop.owner.send('PUT', '/api/fediverse/blocks/127.0.0.1')
  assert.equal(blocked.status, 201, blocked.text)
  assert.deepEqual(await sql('SELECT follower FROM fediverse_follower'), [])
  assert.equal((await fetch(await fediverse.signed('hanako', inbox(), JSON.stringify({ id: `${fediverse.base}/x`, type: 'Follow', actor: fediverse.actor('hanako').href, object: mio.id!.href })))).status, 403)
})
