// Talk: replies, the pinned line, the word list with its held lines, slow mode, and bans.
import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import { refused, type Client } from '../support/api.ts'
import { Room } from '../support/room.ts'
import type { Shop } from '../support/shop.ts'
import { house } from './house.ts'

let shop: Shop
before(async () => void (shop = await house()))

async function onAir(): Promise<{ id: string; staff: Room }> {
  const show = await shop.owner.post('/api/shows', { title: '話す' })
  await shop.owner.post(`/api/shows/${show.id}/start`)
  return { id: show.id, staff: await Room.join(shop.owner, show.id) }
}
const seen = async (client: Client, show: string): Promise<any[]> => (await client.get(`/api/shows/${show}/timeline?from=1&limit=1000`)).events

describe('a line', () => {
  test('is answered by staff and pinned, and stands so in the snapshot and at its moment', async () => {
    const { id, staff } = await onAir()
    const viewer = await shop.viewer('ゆず')
    const room = await Room.join(viewer, id)
    const asked = await room.must('chat.post', { text: '何色ありますか' })
    const reply = await staff.must('chat.post', { text: '5 色です', to: asked })
    const event = await room.waitFor('chat.posted', (each) => each.seq === reply)
    assert.deepEqual(event.data, { text: '5 色です', to: asked })
    assert.equal((await room.send('chat.post', { text: 'x', to: asked })).problem?.field, '/data/to')
    assert.equal((await staff.send('chat.post', { text: 'x', to: 99_999 })).problem?.status, 404)

    await staff.must('chat.pin', { seq: reply })
    await room.waitFor('chat.pinned')
    const snapshot = await viewer.get(`/api/shows/${id}`)
    assert.equal(snapshot.talk.line.seq, reply)
    assert.equal(snapshot.talk.line.data.text, '5 色です')
    const moment = await viewer.get(`/api/shows/${id}/timeline?at=${snapshot.clock + 1000}&until=${snapshot.clock + 2000}`)
    assert.equal(moment.state.line.seq, reply)
    await staff.must('chat.hide', { seq: reply })
    assert.equal((await viewer.get(`/api/shows/${id}`)).talk.line, null, 'a hidden line is pinned for nobody')
    await staff.must('chat.show', { seq: reply })
    await staff.must('chat.unpin')
    assert.equal((await staff.send('chat.unpin')).problem?.type, '/problems/conflict')
    assert.equal((await viewer.get(`/api/shows/${id}`)).talk.line, null)
    assert.equal((await room.send('chat.pin', { seq: reply })).problem?.status, 403)
    for (const each of [staff, room]) each.leave()
  })

  test('with a listed word is refused with a reason, or waits for staff', async () => {
    const before = (await shop.owner.get('/api/words')).text
    const { id, staff } = await onAir()
    const viewer = await shop.viewer('きなこ')
    const room = await Room.join(viewer, id)
    try {
      await shop.owner.put('/api/words', { text: before + 'ダメ語\trefuse\tお店の決まりです\n様子見\thold\n' })
      const refusal = await room.send('chat.post', { text: 'これは ﾀﾞ メ 語' })
      assert.equal(refusal.problem?.type, '/problems/word-refused')
      assert.equal((refusal.problem as any).reason, 'お店の決まりです')
      const held = await room.must('chat.post', { text: '様子見です' })
      assert.equal((await seen(viewer, id)).find((each) => each.seq === held)?.kind, 'chat.held', 'its writer sees that it waits')
      assert.equal((await seen(await shop.viewer(), id)).find((each) => each.seq === held), undefined, 'nobody else does')
      assert.equal((await shop.owner.get(`/api/shows/${id}`)).talk.held[0].data.text, '様子見です')
      await staff.must('chat.approve', { seq: held })
      const posted = await room.waitFor('chat.posted', (each) => each.data.text === '様子見です')
      assert.equal(posted.by?.name, 'きなこ')
      assert.equal((await staff.send('chat.reject', { seq: held })).problem?.type, '/problems/conflict')
      const again = await room.must('chat.post', { text: '様子見' })
      await staff.must('chat.reject', { seq: again })
      assert.deepEqual((await shop.owner.get(`/api/shows/${id}`)).talk.held, [])
    } finally {
      await shop.owner.put('/api/words', { text: before })
      for (const each of [staff, room]) each.leave()
    }
  })

  test('under a name with a listed word is refused', async () => {
    const { id, staff } = await onAir()
    const before = (await shop.owner.get('/api/words')).text
    const viewer = await shop.viewer('もぐもぐ太郎')
    const room = await Room.join(viewer, id)
    try {
      await shop.owner.put('/api/words', { text: `${before}もぐもぐ太郎\trefuse\t名前を変えてください\n` })
      const { problem } = await room.send('chat.post', { text: 'こんにちは' })
      assert.deepEqual([problem?.type, (problem as any).reason], ['/problems/name-refused', '名前を変えてください'], 'chosen before the list had it')
    } finally {
      await shop.owner.put('/api/words', { text: before })
      for (const each of [staff, room]) each.leave()
    }
  })

  test('as a name is refused when it is chosen, wherever that is', async () => {
    const viewer = await shop.viewer('きなこ')
    refused(await shop.anyone.send('POST', '/api/viewers', { json: { name: 'シネ' } }), 400, 'name-refused', '/name')
    refused(await viewer.send('PATCH', '/api/viewers/me', { json: { name: '死 ね' } }), 400, 'name-refused', '/name')
    refused(await viewer.send('PATCH', '/api/me', { json: { name: 'お前 死ね' } }), 400, 'name-refused', '/name')
    assert.equal((await viewer.get('/api/viewers/me')).name, 'きなこ')
    await viewer.patch('/api/viewers/me', { name: 'しねま好き' })
  })
})

describe('the word list', () => {
  test('is text that comes back as it was given, and names the line that is wrong', async () => {
    const before = (await shop.owner.get('/api/words')).text
    assert.ok(before.includes('死ね\trefuse'))
    const text = 'spam\thold\nスパム\trefuse\tご遠慮ください\n'
    assert.equal((await shop.owner.put('/api/words', { text })).text, text)
    assert.deepEqual(await shop.owner.post('/api/words/try', { text: 's p a m' }), { action: 'hold', word: 'spam' })
    assert.deepEqual(await shop.owner.post('/api/words/try', { text: 'こんにちは' }), { action: 'pass', word: null })
    refused(await shop.owner.send('PUT', '/api/words', { json: { text: 'fine\n*\thold\n' } }), 400, 'invalid', '/text/2')
    refused(await shop.owner.send('PUT', '/api/words', { json: { text: 'word\tburn\n' } }), 400, 'invalid', '/text/1')
    assert.equal((await shop.owner.get('/api/words')).text, text, 'a refused list changes nothing')
    await shop.owner.put('/api/words', { text: before })
    refused(await (await shop.viewer()).send('GET', '/api/words'), 403, 'forbidden')
  })
})

describe('slow mode', () => {
  test('of a show says how long to wait, holds for each person alone, and staff are free of it', async () => {
    const { id, staff } = await onAir()
    const [first, second] = [await Room.join(await shop.viewer(), id), await Room.join(await shop.viewer(), id)]
    await staff.must('talk.slow', { seconds: 600 })
    assert.equal((await first.waitFor('talk.slowed')).data.seconds, 600)
    await first.must('chat.post', { text: '一' })
    const refusal = (await first.send('chat.post', { text: '二' })).problem
    assert.equal(refusal?.type, '/problems/slow-mode')
    assert.ok(refusal!.retry_after_ms! > 500_000 && refusal!.retry_after_ms! <= 600_000)
    await second.must('chat.post', { text: '一' })
    await staff.must('chat.post', { text: '一' })
    await staff.must('chat.post', { text: '二' })
    assert.equal((await shop.anyone.get(`/api/shows/${id}`)).talk.slow_seconds, 600)
    await staff.must('talk.slow', { seconds: 0 })
    await first.must('chat.post', { text: '二' })
    assert.equal((await staff.send('talk.slow', { seconds: 601 })).problem?.field, '/data/seconds')
    for (const each of [staff, first, second]) each.leave()
  })

  test('of the shop counts where a show says nothing', async () => {
    await shop.owner.patch('/api/talk', { slow_seconds: 30 })
    const { id, staff } = await onAir()
    assert.equal((await shop.anyone.get(`/api/shows/${id}`)).talk.slow_seconds, 30)
    await shop.owner.patch('/api/talk', { slow_seconds: 0 })
    refused(await shop.owner.send('PATCH', '/api/talk', { json: { slow_seconds: -1 } }), 400, 'invalid', '/slow_seconds')
    staff.leave()
  })
})

describe('a ban', () => {
  test('is told with its reason, holds over reconnects, hits nobody else, and is lifted', async () => {
    const { id, staff } = await onAir()
    const viewer = await shop.viewer('荒らし')
    let room = await Room.join(viewer, id)
    const neighbour = await Room.join(await shop.viewer('となり'), id)
    const lines = [await room.must('chat.post', { text: 'あ' })]
    const person = (await staff.waitFor('chat.posted', (each) => each.seq === lines[0])).by!.id

    assert.equal((await staff.send('viewer.ban', { person: 'p0000', reason: 'x' })).problem?.field, '/data/person')
    assert.equal((await staff.send('viewer.ban', { person })).problem?.field, '/data/reason')
    await staff.must('viewer.ban', { person, minutes: 60, reason: '同じ書き込みのくり返し' })
    await staff.must('chat.hide', { person })
    const hidden = await neighbour.waitFor('chat.hidden')
    assert.deepEqual([...hidden.data.seqs].sort((a, b) => a - b), lines)

    const refusal = (await room.send('chat.post', { text: 'う' })).problem as any
    assert.equal(refusal.type, '/problems/banned')
    assert.equal(refusal.reason, '同じ書き込みのくり返し')
    assert.ok(Date.parse(refusal.until) > Date.now() + 59 * 60_000)
    room.leave()
    room = await Room.join(viewer, id)
    assert.equal((await room.send('chat.post', { text: 'え' })).problem?.type, '/problems/banned')
    assert.equal((await viewer.get(`/api/shows/${id}`)).talk.banned.reason, '同じ書き込みのくり返し')
    const told = (await seen(viewer, id)).find((each) => each.kind === 'viewer.banned')
    assert.equal(told.data.text, '同じ書き込みのくり返し')
    await neighbour.must('chat.post', { text: '同じ住所でも書けます' })
    assert.equal((await seen(await shop.viewer(), id)).find((each) => each.kind === 'viewer.banned'), undefined, 'nobody else is told')

    const { items } = await shop.owner.get('/api/bans')
    assert.equal(items[0].name, '荒らし')
    assert.equal(items[0].in_force, true)
    await staff.must('chat.show', { person })
    await staff.must('viewer.unban', { person })
    await room.must('chat.post', { text: 'ありがとう' })
    assert.equal((await staff.send('viewer.unban', { person })).problem?.type, '/problems/conflict')
    const actions = (await shop.owner.get(`/api/audit?action=viewer.`)).items.map((each: any) => each.action)
    assert.deepEqual(actions.slice(0, 2), ['viewer.unbanned', 'viewer.banned'])

    await staff.must('viewer.ban', { person, reason: 'もう一度' })
    const again = (await shop.owner.get('/api/bans')).items[0]
    assert.equal(again.until, null)
    assert.equal((await shop.owner.send('POST', `/api/bans/${again.id}/lift`)).status, 204)
    refused(await shop.owner.send('POST', `/api/bans/${again.id}/lift`), 409, 'conflict')
    refused(await shop.owner.send('POST', '/api/bans/999999/lift'), 404, 'not-found')
    refused(await shop.anyone.send('GET', '/api/bans'), 401, 'unauthorized')
    await room.must('chat.post', { text: 'また' })
    for (const each of [staff, room, neighbour]) each.leave()
  })
})
