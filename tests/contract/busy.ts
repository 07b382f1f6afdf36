// A room with more people, or more chat, than it can hold.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { refused } from '../support/api.ts'
import { sleep, until } from '../support/processes.ts'
import { Room } from '../support/room.ts'
import { Server } from '../support/server.ts'
import { Shop } from '../support/shop.ts'
import { house } from './house.ts'

describe('chat faster than anybody can read', () => {
  test('is sampled for the public, whole for its writer, the staff and the archive', async () => {
    const shop = await house()
    refused(await shop.owner.send('PATCH', '/api/talk', { json: {} }), 400, 'invalid', '/slow_seconds')
    refused(await shop.owner.send('PATCH', '/api/talk', { json: { lines_per_second: 101 } }), 400, 'invalid', '/lines_per_second')
    await shop.owner.patch('/api/talk', { lines_per_second: 1 })
    assert.equal((await shop.owner.get('/api/talk')).lines_per_second, 1)
    const show = await shop.liveShow()
    const staff = await Room.join(shop.owner, show.id)
    const reader = await Room.join(shop.anyone, show.id)
    const writers = await Promise.all(Array.from({ length: 8 }, async () => Room.join(await shop.viewer(), show.id)))
    const seqs = await Promise.all(writers.flatMap((writer) => [1, 2, 3].map((n) => writer.must('chat.post', { text: `行 ${n}` }))))
    const said = await staff.must('chat.post', { text: '全部読みます' })
    const last = Math.max(...seqs, said)
    for (const room of [staff, reader, ...writers]) await until('the last line is covered', () => (room.next ?? 0) > last, 15, 20)
    const lines = (room: Room) => [...room.events.values()].filter(({ kind }) => kind === 'chat.posted').map(({ seq }) => seq)
    assert.deepEqual(lines(staff).sort((a, b) => a - b), [...seqs, said].sort((a, b) => a - b), 'the staff read all')
    const seen = lines(reader)
    assert.ok(seen.includes(said), 'the staff are heard')
    assert.ok(seen.length >= 2 && seen.length <= 12, `${seen.length} of 25 lines were shown`)
    const leftOut = reader.frames.reduce((sum, frame) => sum + (frame.left_out ?? 0), 0)
    assert.equal(seen.length + leftOut, 25, 'what is left out is said')
    for (const [i, writer] of writers.entries()) {
      for (const seq of seqs.slice(i * 3, i * 3 + 3)) {
        assert.equal(writer.events.get(seq)?.left_out ?? false, !seen.includes(seq), 'a writer sees their own lines, and which of them others do not')
      }
    }
    const page = await shop.anyone.get(`/api/shows/${show.id}/timeline?from=1&limit=1000`)
    assert.equal(page.events.filter(({ kind }: { kind: string }) => kind === 'chat.posted').length, 25, 'nothing is lost')
    await shop.owner.patch('/api/talk', { lines_per_second: 8 })
    for (const room of [staff, reader, ...writers]) (room.whole(), room.leave())
  })
})

describe('a full server', () => {
  let shop: Shop
  before(async () => void (shop = await Shop.open(await Server.start({ openFiles: 300 }))))
  after(() => shop.server.stop())

  test('gives places in a line, disturbs nobody inside, and lets the first in when a seat is free', async () => {
    const show = await shop.liveShow()
    const rooms: Room[] = []
    for (;;) {
      const place = await shop.anyone.get('/api/door')
      if (place.place > 0) break
      rooms.push(await Room.join(shop.anyone, show.id, { ticket: place.ticket }))
      assert.ok(rooms.length < 200, 'it is full at some point')
    }
    const handshake = (query: string) => fetch(`${shop.server.base}/api/shows/${show.id}/timeline${query}`, { headers: { accept: 'text/event-stream' } })
    const full = await handshake('')
    assert.equal(full.status, 503)
    const problem = await full.json()
    assert.equal(problem.type, '/problems/room-full')
    assert.ok(problem.retry_after_ms > 0)
    const { ticket: last } = await shop.anyone.get('/api/door')
    const standing = await shop.anyone.get(`/api/door?ticket=${last}`)
    assert.equal(standing.place, 2)
    assert.ok(standing.retry_after_ms > 0)
    refused(await shop.anyone.send('GET', `/api/door?ticket=${'x'.repeat(80)}`), 400, 'invalid', 'ticket')

    const returning = await Room.join(shop.anyone, show.id, { from: rooms[0]!.next! })
    const staff = await Room.join(shop.owner.with({}), show.id, { from: 1 })
    await staff.must('chat.post', { text: 'いらっしゃいませ' })
    await rooms[0]!.waitFor('chat.posted')

    for (const room of rooms.splice(0, 4)) room.leave()
    returning.leave()
    await sleep(500)
    // The first in line stopped asking; its place is given on when it is not heard of.
    const called = await until('the one behind is called', async () => {
      const { place } = await shop.anyone.get(`/api/door?ticket=${last}`)
      return place === 0
    }, 40, 500)
    assert.ok(called)
    const entered = await Room.join(shop.anyone, show.id, { ticket: last })
    for (const room of [entered, staff, ...rooms]) (room.whole(), room.leave())
  })
})
