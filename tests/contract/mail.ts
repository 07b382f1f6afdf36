// Mail leaves the shop through the outbox: what the owner sees of it, and what becomes of it when the mail server is
// away. Needs a server of its own, because the shared one has no mail server.
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { refused } from '../support/api.ts'
import { Server } from '../support/server.ts'
import { house } from './house.ts'

describe('the outbox', () => {
  test('is the owner’s alone, and says that there is no mail server', async () => {
    const shop = await house()
    const outbox = await shop.owner.get('/api/outbox')
    assert.equal(outbox.server, false)
    assert.equal(outbox.from.address, 'no-reply@127.0.0.1')
    assert.deepEqual(outbox.items, [])
    refused(await (await shop.viewer()).send('GET', '/api/outbox'), 403, 'forbidden')
    refused(await shop.anyone.send('POST', '/api/outbox/retry'), 401, 'unauthorized')
  })

  test('sets where mail comes from, and refuses what is no address', async () => {
    const shop = await house()
    const set = await shop.owner.patch('/api/outbox', { from_address: 'shop@example.jp', from_name: '月白' })
    assert.deepEqual(set.from, { address: 'shop@example.jp', name: '月白', set_address: 'shop@example.jp', set_name: '月白' })
    for (const from_address of ['shop', 'a@b\r\nBcc: c@d.jp', '<a@b.jp>']) {
      refused(await shop.owner.send('PATCH', '/api/outbox', { json: { from_address } }), 400, 'invalid', '/from_address')
    }
    refused(await shop.owner.send('PATCH', '/api/outbox', { json: { address: 'x' } }), 400, 'invalid', '/address')
    assert.equal((await shop.owner.patch('/api/outbox', { from_address: '', from_name: '' })).from.address, 'no-reply@127.0.0.1')
  })

  test('--smtp must name a mail server, and its password is not repeated', async () => {
    const server = await Server.prepare()
    try {
      const ended = await server.serveAgain([...server.arguments().slice(1), '--smtp', 'http://user:geheim@127.0.0.1'])
      assert.equal(ended.code, 1)
      assert.match(ended.stderr, /--smtp/)
      assert.ok(!ended.stderr.includes('geheim'))
    } finally {
      await server.stop()
    }
  })
})
