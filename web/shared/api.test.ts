import assert from 'node:assert/strict'
import { test } from 'node:test'
import { actAsStaff } from './acting.ts'
import { call, Problem, type Seams } from './api.ts'

function seams(...answers: (Response | Error)[]): Seams & { calls: [string, RequestInit][]; waits: number[] } {
  const calls: [string, RequestInit][] = []
  const waits: number[] = []
  return {
    calls,
    waits,
    fetch: async (input, init) => {
      calls.push([String(input), init ?? {}])
      const answer = answers.shift()
      if (!answer) throw new Error('one call too many')
      if (answer instanceof Error) throw answer
      return answer
    },
    wait: async (ms) => {
      waits.push(ms)
    },
  }
}

const json = (status: number, body: unknown) => new Response(JSON.stringify(body), { status })

test('a read is tried again after a lost connection and a 503', async () => {
  const s = seams(new TypeError('lost'), json(503, { type: '/problems/unavailable', retry_after_ms: 70 }), json(200, { ok: 1 }))
  assert.deepEqual(await call('/api/shop', {}, s), { ok: 1 })
  assert.deepEqual(s.waits, [400, 70])
})

test('a write without a key is never sent twice', async () => {
  const s = seams(new TypeError('lost'))
  await assert.rejects(call('/api/viewers', { method: 'POST', body: {} }, s), (p: Problem) => p.type === 'offline')
  assert.equal(s.calls.length, 1)
})

test('a write with a key is sent again under the same key', async () => {
  const s = seams(new TypeError('lost'), json(201, { number: 'N-1' }))
  await call('/api/orders', { method: 'POST', body: { a: 1 }, key: 'k' }, s)
  const keys = s.calls.map(([, init]) => (init.headers as Record<string, string>)['Idempotency-Key'])
  assert.deepEqual(keys, ['k', 'k'])
  assert.equal(s.calls[0]![1].body, s.calls[1]![1].body)
})

test('a refusal is a Problem with its type, field and own members', async () => {
  const s = seams(json(409, { type: '/problems/sold-out', status: 409, detail: 'Gone.', field: '/lines/0', left: 2 }))
  await assert.rejects(call('/api/orders', { method: 'POST', key: 'k' }, s), (p: Problem) => {
    assert.deepEqual([p.type, p.status, p.field, p.members['left']], ['sold-out', 409, '/lines/0', 2])
    return true
  })
})

test('an answer that is not JSON is a Problem, and 204 is nothing', async () => {
  await assert.rejects(call('/x', {}, seams(new Response('<html>', { status: 200 }))), (p: Problem) => p.type === 'unknown')
  assert.equal(await call('/x', { method: 'DELETE' }, seams(new Response(null, { status: 204 }))), undefined)
})

// For the rest of this process: the last of its tests.
test('the studio calls as its staff, whoever else this browser is', async () => {
  const s = seams(json(200, {}), json(200, {}))
  await call('/api/shop', {}, s)
  actAsStaff()
  await call('/api/shop', {}, s)
  assert.deepEqual(s.calls.map(([, init]) => (init.headers as Record<string, string>)['X-Nigiwai-As']), [undefined, 'staff'])
})
