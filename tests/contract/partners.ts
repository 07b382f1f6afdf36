// What partners follow with an API key: the shop's public events, in one order, resumed where they were left.
import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { type Client, refused } from '../support/api.ts'
import { until } from '../support/processes.ts'
import { Room } from '../support/room.ts'
import type { Shop } from '../support/shop.ts'
import { house } from './house.ts'

let shop: Shop
let partner: Client
before(async () => {
  shop = await house()
  partner = shop.anyone.as((await shop.owner.post('/api/keys', { name: 'データ連携', scopes: ['events:read'] })).key)
})

interface Told { position: number; show: string | null; kind: string; by?: { id: string; name: string }; data: Record<string, unknown> }
interface Pages { items: Told[]; next: number; more: boolean }
const page = (after: number, limit = 500): Promise<Pages> => partner.get<Pages>(`/api/events?after=${after}&limit=${limit}`)

/** Everything behind a position, in pages of so many. */
async function follow(after: number, limit: number): Promise<{ items: Told[]; next: number }> {
  const items: Told[] = []
  for (;;) {
    const answer = await page(after, limit)
    items.push(...answer.items)
    after = answer.next
    if (!answer.more) return { items, next: after }
  }
}

test('partners follow what everybody may see, and go on where they were', async () => {
  const { next: begin } = await follow(0, 500)
  const product = await shop.product(5)
  const show = await shop.liveShow(product)
  const viewer = await shop.viewer('はな')
  const [room, desk] = [await Room.join(viewer, show.id), await Room.join(shop.owner, show.id)]
  await room.must('chat.post', { text: 'こんばんは' })
  await desk.must('product.pin', { product: product.id })
  await desk.must('presenter.note', { text: 'あと 5 分です' })
  await room.must('play.span', { from: 0, to: 1 })
  const draft = await shop.show({ shelf: [product.id] })
  await shop.owner.post(`/api/shows/${draft.id}/rehearsals`, {})

  const all = (await follow(begin, 500)).items
  const here = all.filter((told) => told.show === show.id).map(({ kind }) => kind)
  assert.deepEqual(here.filter((kind) => ['show.started', 'chat.posted', 'product.pinned', 'presenter.noted', 'play.span'].includes(kind)), ['show.started', 'chat.posted', 'product.pinned'])
  assert.ok(!all.some((told) => told.show === draft.id), 'nobody may know of a draft')
  const line = all.find(({ kind }) => kind === 'chat.posted')!
  assert.deepEqual([line.data['text'], line.by!.name], ['こんばんは', 'はな'])
  assert.notEqual(line.by!.id, viewer.id, 'a pseudonym')
  const shown = await until('the room shows the line', () => [...room.events.values()].find(({ kind }) => kind === 'chat.posted'))
  assert.equal(line.by!.id, shown.by!.id, 'the one that the room knows')
  assert.deepEqual((await follow(begin, 3)).items.map(({ position }) => position), all.map(({ position }) => position), 'in pages of three the same')
  room.leave()
  desk.leave()

  refused(await shop.anyone.send('GET', '/api/events'), 401, 'unauthorized')
  refused(await shop.owner.send('GET', '/api/events'), 403, 'forbidden')
  refused(await partner.send('GET', '/api/events?after=-1'), 400, 'invalid', 'after')
  refused(await partner.send('GET', '/api/events?limit=501'), 400, 'invalid', 'limit')
})
