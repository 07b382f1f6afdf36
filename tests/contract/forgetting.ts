// Viewers who came no more are forgotten after the time that the owner chose, nobody else is, and every count stays.
import assert from 'node:assert/strict'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { after, before, describe, test } from 'node:test'
import { refused } from '../support/api.ts'
import { until } from '../support/processes.ts'
import { Room } from '../support/room.ts'
import { Server } from '../support/server.ts'
import { contact, Shop } from '../support/shop.ts'

const kPath = '/api/maintenance/forgetting'
const kDayMs = 86_400_000

type Viewer = Awaited<ReturnType<Shop['viewer']>>

let shop: Shop
before(async () => void (shop = await Shop.open(await Server.start())))
after(() => shop.server.stop())

async function says(name: string, show: string): Promise<Viewer> {
  const viewer = await shop.viewer(name)
  const room = await Room.join(viewer, show)
  await room.must('chat.post', { text: `${name}の言葉` })
  await room.must('play.span', { from: 0, to: 4000 })
  room.leave()
  return viewer
}

/** Kills the server, has the database changed, and starts it again; the figures are made anew. */
async function meanwhile(change: (db: DatabaseSync) => void): Promise<void> {
  await shop.server.kill()
  const db = new DatabaseSync(join(shop.server.data, 'nigiwai.db'))
  change(db)
  db.close()
  for (const ending of ['', '-wal', '-shm']) await rm(join(shop.server.data, `insight.db${ending}`), { force: true })
  await shop.server.begin()
}

const here = (viewer: Viewer) => shop.anyone.as(viewer.token).send('GET', '/api/viewers/me')

describe('forgetting viewers who came no more', () => {
  test('is for the owner to choose, and off before that', async () => {
    assert.deepEqual(await shop.owner.get(kPath), { months: 0 })
    for (const months of [3, 121, -1, 'soon', null]) refused(await shop.owner.send('PUT', kPath, { json: { months } }), 400, 'invalid', '/months')
    refused(await shop.owner.send('PUT', kPath, { json: {} }), 400, 'invalid', '/months')
    refused(await (await shop.viewer()).send('PUT', kPath, { json: { months: 25 } }), 403, 'forbidden')
    refused(await shop.anyone.send('GET', kPath), 401, 'unauthorized')
    assert.deepEqual(await shop.owner.get(kPath), { months: 0 })
  })

  test('takes those who were not seen for so long, and leaves members, buyers and every count', async () => {
    const product = await shop.product(10)
    const show = await shop.liveShow(product)
    const gone = await says('来ない人', show.id), buyer = await says('買った人', show.id), member = await says('会員の人', show.id)
    const watcher = await says('見ている人', show.id), newcomer = await says('新しい人', show.id), recent = await says('去年の人', show.id)
    await buyer.post('/api/orders', { show: show.id, lines: [{ sku: product.id, quantity: 1 }], contact })
    const ago = 900 * kDayMs
    await meanwhile((db) => {
      db.prepare('UPDATE viewer SET created_at = created_at - ? WHERE id <> ?').run(ago, newcomer.id)
      const later = 400 * kDayMs  // 500 days ago: less than 25 months
      db.prepare('UPDATE viewer SET created_at = created_at + ? WHERE id = ?').run(later, recent.id)
      db.prepare('UPDATE event SET accepted_at = accepted_at + ? WHERE by_id = ?').run(later, recent.id)
      // The watcher goes on watching without a word: the figures alone know of it.
      db.prepare("UPDATE event SET accepted_at = accepted_at - ? WHERE by_id <> ? AND NOT (by_id = ? AND kind = 'play.span')").run(ago, newcomer.id, watcher.id)
      db.prepare("INSERT INTO member (id, email, name, language, unsubscribe, joined_at) VALUES ('m1', 'm1@example.jp', '', 'ja', 'm1', 0)").run()
      db.prepare("INSERT INTO member_viewer (viewer, member, joined_at) VALUES (?, 'm1', 0)").run(member.id)
    })
    const read = () => shop.anyone.send('GET', '/metrics').then(({ text }) => /^nigiwai_figures_behind 0$/m.test(text))
    await until('the figures have read all', read, 30)
    const counts = async () => {
      const { figures } = await shop.owner.get(`/api/shows/${show.id}/insight`)
      return JSON.stringify([figures, (await shop.snapshot(show.id)).counts])
    }
    const lines = async () => JSON.stringify((await shop.anyone.get(`/api/shows/${show.id}/timeline?limit=500`)))
    const before = await counts()
    assert.ok((await lines()).includes('来ない人'))

    assert.deepEqual(await shop.owner.put(kPath, { months: 37 }), { months: 37 })
    assert.deepEqual(await shop.owner.put(kPath, { months: 25 }), { months: 25 })
    await until('who came no more is forgotten', async () => (await here(gone)).status === 401, 30)
    const left = await lines()
    assert.ok(!left.includes('来ない人'), left)
    for (const [viewer, name] of [[buyer, '買った人'], [member, '会員の人'], [watcher, '見ている人'], [newcomer, '新しい人'], [recent, '去年の人']] as const) {
      assert.equal((await here(viewer)).status, 200, name)
      assert.ok(left.includes(`${name}の言葉`), name)
    }
    await until('the figures have read all', read, 30)
    assert.equal(await counts(), before)
    const { items } = await shop.owner.get('/api/audit?action=person.forgetting-changed')
    assert.deepEqual(items.map(({ detail }: { detail: unknown }) => detail), [{ from: 37, to: 25 }, { from: 0, to: 37 }])
  })
})
