// Questions to the presenter, polls, and the director's notes: what they give and what they refuse.
import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import { type Client, type Product, refused } from '../support/api.ts'
import { until } from '../support/processes.ts'
import { type Reply, Room } from '../support/room.ts'
import type { Shop } from '../support/shop.ts'
import { house } from './house.ts'

let shop: Shop
before(async () => void (shop = await house()))

interface OnAir { id: string; product: Product; staff: Room }
async function onAir(): Promise<OnAir> {
  const product = await shop.product(5)
  const show = await shop.liveShow(product)
  return { id: show.id, product, staff: await Room.join(shop.owner, show.id) }
}
const list = async (client: Client, show: string): Promise<any[]> => (await client.get(`/api/shows/${show}/questions`)).items
const type = (reply: Reply): string => (reply.problem?.type ?? 'ok').replace('/problems/', '')

describe('a question', () => {
  test('is seconded, claimed, answered aloud, and found with its moment in the archive and on the product', async () => {
    const { id, product, staff } = await onAir()
    const [asker, other] = [await shop.viewer('ゆず'), await shop.viewer('きなこ')]
    const [asking, wanting] = [await Room.join(asker, id), await Room.join(other, id)]
    const seq = await asking.must('question.ask', { text: '何色ありますか', product: product.id }, 0)
    const asked = await wanting.waitFor('question.asked')
    assert.deepEqual([asked.seq, asked.data], [seq, { text: '何色ありますか', product: product.id }])
    assert.equal(type(await asking.send('question.second', { seq })), 'own')
    await wanting.must('question.second', { seq })
    assert.equal(type(await wanting.send('question.second', { seq })), 'seconded')
    await until('the sum comes to all', () => asking.frames.some((frame) => (frame.sums?.[`question/${seq}`] as number) === 1))
    assert.ok(![...staff.events.values()].some(({ kind }) => kind === 'question.seconded'), 'and no event for each')

    await staff.must('question.claim', { seq })
    assert.equal((await asking.waitFor('question.claimed')).data.seq, seq)
    assert.equal((await list(asker, id))[0].state, 'claimed')
    await staff.must('question.release', { seq })
    assert.equal(type(await staff.send('question.release', { seq })), 'not-claimed')
    await until('the clock has gone on', async () => (await shop.snapshot(id)).clock > 1_500)
    await staff.must('question.answer', { seq, from: 500, until: 1_400 })
    await staff.must('question.answer', { seq, text: '5 色です' })
    const answered = await asking.waitFor('question.answered', ({ data }) => data.text !== undefined)
    assert.deepEqual(answered.data, { seq, from: 500, until: 1_400, text: '5 色です' })
    assert.equal(type(await wanting.send('question.second', { seq })), 'answered')
    await shop.owner.post(`/api/shows/${id}/end`)

    const [found] = await list(other, id)
    assert.deepEqual([found.state, found.seconds, found.seconded, found.own], ['answered', 1, true, false])
    assert.deepEqual([found.answer.from, found.answer.until, found.answer.text], [500, 1_400, '5 色です'])
    assert.equal((await list(asker, id))[0].own, true)
    const about = (await shop.anyone.get(`/api/products/${product.id}/questions`)).items
    assert.deepEqual([about.length, about[0].show.id, about[0].answer.from], [1, id, 500])
    for (const each of [staff, asking, wanting]) each.leave()
  })

  test('is refused with what is wrong, and leaves nothing', async () => {
    const { id, staff } = await onAir()
    const viewer = await shop.viewer()
    const room = await Room.join(viewer, id)
    const fields: [string, Record<string, unknown>, string][] = [
      ['question.ask', {}, '/data/text'], ['question.ask', { text: ' ' }, '/data/text'], ['question.ask', { text: 'x'.repeat(201) }, '/data/text'],
      ['question.ask', { text: 'x', product: 'no such' }, '/data/product'], ['question.ask', { text: 'x', colour: 'red' }, '/data/colour'],
      ['question.second', {}, '/data/seq'],
    ]
    for (const [command, data, field] of fields) assert.equal((await room.send(command, data)).problem?.field, field, JSON.stringify(data))
    assert.equal((await room.send('question.ask', { text: 'x', product: 'not-here' })).problem?.status, 404)
    assert.equal((await room.send('question.second', { seq: 99_999 })).problem?.status, 404)
    for (const command of ['question.claim', 'question.release', 'question.answer', 'question.hide', 'question.show']) {
      assert.equal((await room.send(command, { seq: 1 })).problem?.status, 403, command)
      assert.equal((await staff.send(command, { seq: 99_999 })).problem?.status, 404, command)
    }
    assert.equal((await staff.send('question.ask', { text: 'x' })).problem?.status, 403, 'staff answer')
    const seq = await (await Room.join(await shop.viewer(), id)).must('question.ask', { text: 'いつ届きますか' })
    assert.equal((await staff.send('question.answer', { seq, until: 5 })).problem?.field, '/data/until')
    assert.equal((await staff.send('question.answer', { seq, from: 99_999_999 })).problem?.field, '/data/from')
    assert.equal((await staff.send('question.answer', { seq, text: 'x'.repeat(501) })).problem?.field, '/data/text')
    assert.equal((await list(viewer, id)).length, 1)
    refused(await viewer.send('GET', '/api/shows/none/questions'), 404, 'not-found')
    refused(await viewer.send('GET', `/api/shows/${id}/questions?cursor=x`), 400, 'invalid', 'cursor')
    refused(await viewer.send('GET', '/api/products/none/questions'), 404, 'not-found')
    for (const each of [staff, room]) each.leave()
  })

  test('is held by a listed word, hidden and shown, and a banned person asks nothing', async () => {
    const before = (await shop.owner.get('/api/words')).text
    const { id, staff } = await onAir()
    const [asker, other] = [await shop.viewer('ゆず'), await shop.viewer()]
    const room = await Room.join(asker, id)
    try {
      await shop.owner.put('/api/words', { text: `${before}様子見語\thold\nダメ語\trefuse\n` })
      assert.equal(type(await room.send('question.ask', { text: 'ダメ語ですか' })), 'word-refused')
      const held = await room.must('question.ask', { text: '様子見語ですか' })
      assert.equal((await list(asker, id))[0].state, 'held')
      assert.deepEqual(await list(other, id), [])
      assert.equal((await list(shop.owner, id))[0].word, '様子見語')
      await staff.must('question.show', { seq: held })
      const asked = await room.waitFor('question.asked')
      assert.equal(asked.by?.name, 'ゆず')
      await staff.must('question.answer', { seq: asked.seq, text: 'ちがいます' })
      await staff.must('question.hide', { seq: asked.seq })
      assert.deepEqual(await list(other, id), [])
      const page = await other.get(`/api/shows/${id}/timeline?at=0&until=10000000`)
      assert.ok(!JSON.stringify(page).includes('ちがいます') && !JSON.stringify(page).includes('様子見語'), 'gone from the archive, with its answer')
      await staff.must('question.show', { seq: asked.seq })
      assert.equal((await list(other, id))[0].answer.text, 'ちがいます')
      await staff.must('viewer.ban', { person: asked.by!.id, reason: '宣伝' })
      assert.equal(type(await room.send('question.ask', { text: 'まだ聞けますか' })), 'banned')
    } finally {
      await shop.owner.put('/api/words', { text: before })
      for (const each of [staff, room]) each.leave()
    }
  })

  test('stands in the export of who asked it, and goes with them', async () => {
    const { id, staff } = await onAir()
    const viewer = await shop.viewer('消えるひと')
    const [room, watcher] = [await Room.join(viewer, id), await Room.join(await shop.viewer(), id)]
    const seq = await room.must('question.ask', { text: '消える質問' })
    const poll = await shop.owner.post(`/api/shows/${id}/polls`, { question: 'どれ？', options: ['茜', '柿渋'] })
    await staff.must('poll.open', { poll: poll.id })
    await room.must('poll.vote', { poll: poll.id, option: 1 })
    const all = await viewer.get('/api/me/export')
    assert.deepEqual([all.questions[0].text, all.votes[0].voted], ['消える質問', '柿渋'])
    room.leave()
    assert.equal((await viewer.send('POST', '/api/me/erase', { json: { confirm: 'erase' } })).status, 204)
    assert.deepEqual((await watcher.waitFor('chat.erased')).data.seqs, [seq])
    assert.deepEqual(await list(shop.owner, id), [])
    assert.ok(!JSON.stringify(await shop.owner.get(`/api/shows/${id}/timeline?limit=500`)).includes('消える質問'))
    assert.deepEqual((await shop.owner.get(`/api/shows/${id}/polls`)).items[0].counts, [0, 1], 'the count stays')
    for (const each of [staff, watcher]) each.leave()
  })
})

describe('a poll', () => {
  const wanted = { question: 'つぎに塗る色は？', options: ['茜', '桜鼠', '葡萄'] }

  test('is prepared, opened, voted in and closed; the sums are the same live, in the snapshot and in the archive', async () => {
    const { id, staff } = await onAir()
    const viewers = await Promise.all(Array.from({ length: 12 }, () => shop.viewer()))
    const rooms = await Promise.all(viewers.map((viewer) => Room.join(viewer, id)))
    const poll = await shop.owner.post(`/api/shows/${id}/polls`, wanted)
    assert.deepEqual([poll.state, poll.counts], ['prepared', [0, 0, 0]])
    assert.deepEqual((await viewers[0]!.get(`/api/shows/${id}/polls`)).items, [], 'nobody else sees what is prepared')
    assert.equal((await rooms[11]!.send('poll.vote', { poll: poll.id, option: 0 })).problem?.status, 404)
    await staff.must('poll.open', { poll: poll.id })
    const opened = await rooms[0]!.waitFor('poll.opened')
    assert.deepEqual(opened.data, { poll: poll.id, ...wanted })
    assert.equal((await rooms[11]!.send('poll.vote', { poll: poll.id, option: 3 })).problem?.field, '/data/option')
    assert.equal((await rooms[11]!.send('poll.vote', { poll: poll.id, option: 6 })).problem?.field, '/data/option')
    assert.equal((await staff.send('poll.vote', { poll: poll.id, option: 0 })).problem?.status, 403)

    await Promise.all(rooms.map((room, i) => room.must('poll.vote', { poll: poll.id, option: i % 3 })))
    assert.equal(type(await rooms[0]!.send('poll.vote', { poll: poll.id, option: 0 })), 'voted')
    await rooms[0]!.must('poll.vote', { poll: poll.id, option: 2 })
    const sum = (room: Room) => room.frames.findLast((frame) => frame.sums?.[`poll/${poll.id}`])?.sums![`poll/${poll.id}`]
    await until('every reader has the sum', () => rooms.every((room) => JSON.stringify(sum(room)) === '[3,4,5]'))
    for (const room of [...rooms, staff]) assert.ok(![...room.events.values()].some(({ kind }) => kind === 'poll.voted'), 'a vote is no event for anybody')
    const late = await Room.join(viewers[0]!, id, { from: opened.seq })
    assert.deepEqual(sum(late), [3, 4, 5], 'who comes back is told what stands')
    assert.equal((await viewers[0]!.get(`/api/shows/${id}`)).talk.polls[0].own, 2)

    await staff.must('poll.close', { poll: poll.id })
    assert.deepEqual((await rooms[1]!.waitFor('poll.closed')).data, { poll: poll.id, counts: [3, 4, 5] })
    assert.equal(type(await rooms[1]!.send('poll.vote', { poll: poll.id, option: 0 })), 'poll-closed')
    const moment = await viewers[1]!.get(`/api/shows/${id}/timeline?at=${opened.at}&until=${opened.at + 1}`)
    assert.deepEqual([moment.state.poll.id, moment.state.poll.counts], [poll.id, [3, 4, 5]])
    await shop.owner.post(`/api/shows/${id}/end`)
    const [kept] = (await shop.anyone.get(`/api/shows/${id}/polls`)).items
    assert.deepEqual([kept.counts, kept.state, kept.opened_at], [[3, 4, 5], 'closed', opened.at])
    for (const room of [...rooms, late, staff]) {
      room.whole()
      room.leave()
    }
  })

  test('is changed until it is opened; one is open at a time, and the end of the show closes it', async () => {
    const show = await shop.show()
    const path = `/api/shows/${show.id}/polls`
    const first = await shop.owner.post(path, wanted)
    const second = await shop.owner.post(path, wanted)
    assert.equal((await shop.owner.put(`${path}/${first.id}`, { question: '直しました', options: ['a', 'b'] })).question, '直しました')
    refused(await shop.owner.send('POST', path, { json: { question: '?', options: ['a'] } }), 400, 'invalid', '/options')
    refused(await shop.owner.send('POST', path, { json: { question: '?', options: ['a', 'a'] } }), 400, 'invalid', '/options/1')
    refused(await shop.owner.send('PUT', `${path}/${first.id}`, { json: { question: '', options: ['a', 'b'] } }), 400, 'invalid', '/question')
    refused(await shop.owner.send('POST', '/api/shows/none/polls', { json: wanted }), 404, 'not-found')
    refused(await shop.owner.send('PUT', `${path}/99999`, { json: wanted }), 404, 'not-found')
    refused(await shop.owner.send('DELETE', `${path}/x`), 404, 'not-found')
    refused(await shop.anyone.send('GET', path), 404, 'not-found')
    await shop.owner.patch(`/api/shows/${show.id}`, { starts_at: new Date(Date.now() + 60_000).toISOString() })
    const staff = await Room.join(shop.owner, show.id)
    assert.equal(type(await staff.send('poll.open', { poll: first.id })), 'state', 'not before the show')
    await shop.owner.post(`/api/shows/${show.id}/start`)
    await staff.must('poll.open', { poll: first.id })
    assert.equal(type(await staff.send('poll.open', { poll: second.id })), 'poll-open')
    refused(await shop.owner.send('PUT', `${path}/${first.id}`, { json: wanted }), 409, 'poll-opened')
    refused(await shop.owner.send('DELETE', `${path}/${first.id}`), 409, 'poll-opened')
    assert.equal((await shop.owner.send('DELETE', `${path}/${second.id}`)).status, 204)
    assert.equal(type(await staff.send('poll.close', { poll: second.id })), 'not-found')
    await shop.owner.post(`/api/shows/${show.id}/end`)
    await staff.waitFor('poll.closed')
    assert.deepEqual((await shop.owner.get(path)).items.map(({ state }: { state: string }) => state), ['closed'])
    staff.leave()
  })
})

test('a note reaches the staff alone and is acknowledged once', async () => {
  const { id, staff } = await onAir()
  const room = await Room.join(await shop.viewer(), id)
  assert.equal((await room.send('presenter.note', { text: 'x' })).problem?.status, 403)
  assert.equal((await staff.send('presenter.note', { text: '' })).problem?.field, '/data/text')
  assert.equal((await staff.send('presenter.note', { text: 'x'.repeat(141) })).problem?.field, '/data/text')
  const seq = await staff.must('presenter.note', { text: 'あと 3 分です' })
  assert.equal((await staff.waitFor('presenter.noted')).data.text, 'あと 3 分です')
  assert.equal((await staff.send('presenter.acknowledge', { seq: seq + 100 })).problem?.status, 404)
  await staff.must('presenter.acknowledge', { seq })
  assert.equal(type(await staff.send('presenter.acknowledge', { seq })), 'conflict')
  const [note] = (await shop.owner.get(`/api/shows/${id}`)).talk.notes
  assert.deepEqual([note.text, note.seen.length], ['あと 3 分です', 1])
  assert.equal((await (await shop.viewer()).get(`/api/shows/${id}`)).talk.notes, undefined)
  assert.ok(![...room.events.values()].some(({ kind }) => kind.startsWith('presenter.')))
  for (const each of [staff, room]) each.leave()
})
