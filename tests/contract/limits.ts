// Rates: a refusal says which, and when to try again. These come late, because they use up what an address may do.
import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import { type Answer, type Problem, refused } from '../support/api.ts'
import { Room } from '../support/room.ts'
import { type Shop, ownerEmail } from '../support/shop.ts'
import { sleep } from '../support/processes.ts'
import { house } from './house.ts'

let shop: Shop
before(async () => void (shop = await house()))

describe('too many in a short time', () => {
  test('lines of chat are refused until the time that is said', async () => {
    const show = await shop.liveShow()
    const room = await Room.join(await shop.viewer(), show.id)
    let problem: Problem | undefined
    for (let count = 0; count < 30 && !problem; count++) ({ problem } = await room.send('chat.post', { text: `行 ${count}` }))
    assert.equal(problem?.type, '/problems/too-many')
    assert.equal(problem.status, 429)
    assert.ok(problem.retry_after_ms! > 0 && problem.retry_after_ms! < 60_000)
    assert.ok(problem.limit)
    await sleep(problem.retry_after_ms! + 50)
    await room.must('chat.post', { text: 'また話せる' })
    room.leave()
  })

  test('orders without a token are refused with the time, and take nothing', async () => {
    const attempts = Array.from({ length: 150 }, () => shop.anyone.send('POST', '/api/orders', { json: {} }))
    const answers = await Promise.all(attempts)
    const late = answers.find(({ status }) => status === 429)
    assert.ok(late, 'the limit was met')
    assert.ok(refused(late, 429, 'too-many').retry_after_ms! > 0)
    assert.ok(Number(late.headers.get('retry-after')) >= 1)
  })

  test('attempts to sign in are slowed, and a session that is open goes on', async () => {
    let late: Answer<unknown> | undefined
    for (let count = 0; count < 40 && !late; count++) {
      const answer = await shop.anyone.send('POST', '/api/sessions', { json: { email: ownerEmail, password: `guess number ${count}` } })
      if (answer.status === 429) late = answer
      else refused(answer, 401, 'unauthorized')
    }
    assert.ok(late, 'guessing is slowed')
    assert.ok(refused(late, 429, 'too-many').retry_after_ms! > 0)
    assert.equal((await shop.owner.send('GET', '/api/sessions/current')).status, 200)
  })
})
