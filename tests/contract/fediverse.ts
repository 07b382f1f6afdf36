// The fediverse as a shop without one sees it: who is found, what is shown, what owners set. A server that follows and answers
// stands in tests/journeys/fediverse.test.ts.
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { before, test } from 'node:test'
import { type Client, refused } from '../support/api.ts'
import { until } from '../support/processes.ts'
import { patience } from '../support/server.ts'
import type { Shop } from '../support/shop.ts'
import { house } from './house.ts'

let shop: Shop
let server: Client
let host: string
before(async () => {
  shop = await house()
  server = shop.anyone.with({ accept: 'application/activity+json' })
  host = new URL(shop.server.base).host
})
const finger = (resource: string) => server.send('GET', `/.well-known/webfinger?resource=${encodeURIComponent(resource)}`)
const actor = (name: string) => `/fediverse/actors/${name}`

test('the shop and who stands in a public show are found; nobody else is', async () => {
  await shop.owner.put('/api/staff/kaede', { name: 'かえで', title: '美容部員', role: 'presenter' })
  refused(await finger(`acct:kaede@${host}`), 404, 'not-found')
  refused(await server.send('GET', actor('kaede')), 404, 'not-found')
  const show = await shop.owner.post('/api/shows', { title: '金木犀の夜', cast: ['kaede'], starts_at: new Date(Date.now() + 86_400_000).toISOString() })

  const found = await finger(`acct:kaede@${host}`)
  assert.equal(found.headers.get('content-type'), 'application/jrd+json')
  const self = found.body.links.find(({ rel }: { rel: string }) => rel === 'self')
  assert.equal(self.href, shop.server.base + actor('kaede'))
  assert.equal((await finger(`acct:shop@${host}`)).body.links[0].href, shop.server.base + actor('shop'))
  for (const nobody of ['acct:kaede@elsewhere.example', 'acct:nobody@' + host, 'acct:kaede@' + host + '@' + host, 'nonsense', 'acct:@@', '']) {
    assert.equal((await finger(nobody)).status, nobody === '' ? 400 : 404, nobody)
  }

  const document = await server.get(actor('kaede'))
  assert.equal((await server.send('GET', actor('kaede'))).headers.get('content-type'), 'application/activity+json; charset=utf-8')
  assert.deepEqual([document.type, document.preferredUsername, document.name], ['Person', 'kaede', 'かえで'])
  assert.match(document.publicKey.publicKeyPem, /^-----BEGIN PUBLIC KEY-----/)
  assert.equal((await server.get(actor('kaede'))).publicKey.publicKeyPem, document.publicKey.publicKeyPem, 'the key is made once')
  const person = await shop.anyone.with({ accept: 'text/html,*/*;q=0.8' }).send('GET', actor('kaede'))
  assert.deepEqual([person.status, person.headers.get('location')], [302, '/staff/kaede'])
  assert.deepEqual([(await server.get(actor('kaede') + '/followers')).totalItems, (await server.get(actor('kaede') + '/following')).totalItems], [0, 0])
  for (const below of ['/followers', '/following', '/outbox']) refused(await server.send('GET', actor('nobody') + below), 404, 'not-found')

  const outbox = await until('the show is announced', async () => {
    const whole = await server.get(actor('kaede') + '/outbox')
    return whole.totalItems > 0 && whole
  }, 20 * patience)
  const page = await server.get(outbox.first.slice(shop.server.base.length))
  const said = page.orderedItems[0].object
  assert.match(said.content, /金木犀の夜/)
  const note = said.id.slice(shop.server.base.length)
  assert.equal((await server.get(note)).attributedTo, document.id)
  refused(await server.send('GET', actor('kaede') + '/outbox?before=x'), 400, 'invalid', 'before')
  refused(await server.send('GET', '/fediverse/notes/none'), 404, 'not-found')

  await shop.owner.post(`/api/shows/${show.id}/cancel`)
  const gone = await until('the announcement is taken back', async () => {
    const now = await server.send('GET', note)
    return now.status === 410 ? now : null
  }, 20 * patience)
  assert.equal(JSON.parse(gone.text).type, 'Tombstone')
  refused(await finger(`acct:kaede@${host}`), 404, 'not-found')
})

test('NodeInfo says what this is', async () => {
  const links = await server.get('/.well-known/nodeinfo')
  const info = await (await fetch(links.links[0].href)).json() as { software: { name: string }; protocols: string[] }
  assert.deepEqual([info.software.name, info.protocols], ['nigiwai', ['activitypub']])
})

test('an inbox refuses what is unsigned, unreadable, too deep and too large, and asks nobody in its own network', async () => {
  const leaving = JSON.stringify({ id: 'https://away.example/1#delete', type: 'Delete', actor: 'https://away.example/1', object: 'https://away.example/1' })
  const signature = (key: string) => `keyId="${key}",algorithm="rsa-sha256",headers="(request-target) host date digest",signature="AAAA"`
  const post = (body: string, headers: Record<string, string> = {}, to = '/fediverse/inbox') => server.send('POST', to, { bytes: body, headers: { 'content-type': 'application/activity+json', ...headers } })
  for (const to of ['/fediverse/inbox', actor('shop') + '/inbox']) {
    refused(await post(leaving, {}, to), 401, 'signature')
    refused(await post(leaving, { signature: 'keyId="x' }, to), 401, 'signature')
    // Somebody whom nobody knows here leaves: nothing to do, and nobody is asked about it.
    assert.equal((await post(leaving, { signature: signature('https://away.example/1#key') }, to)).status, 202)
  }
  refused(await post('{', { signature: signature('https://a.example/1') }), 400, 'invalid')
  refused(await post('{"a":'.repeat(40) + '1' + '}'.repeat(40), { signature: signature('https://a.example/1') }), 400, 'invalid')
  refused(await post(JSON.stringify({ type: 'Like', actor: 'https://a.example/1' }), { signature: signature('https://a.example/1') }), 400, 'invalid', '/id')
  refused(await post(JSON.stringify({ id: 'https://a.example/2', actor: 'https://a.example/1', type: 'Like', more: 'x'.repeat(300_000) })), 413, 'too-large')
  for (const inside of ['https://127.0.0.1/actor', 'http://example.com/actor', 'https://169.254.169.254/latest/meta-data']) {
    const body = JSON.stringify({ id: `${inside}#like`, type: 'Like', actor: inside, object: shop.server.base + actor('shop') })
    const digest = `SHA-256=${createHash('sha256').update(body).digest('base64')}`
    refused(await post(body, { signature: signature(inside), digest, date: new Date().toUTCString() }), 401, 'signature')
    refused(await post(body, { signature: signature(inside), digest, date: new Date(Date.now() - 13 * 3_600_000).toUTCString() }), 401, 'signature')
  }
})

test('an owner blocks domains, changes the language and turns it off', async () => {
  const settings = await shop.owner.get('/api/fediverse')
  assert.deepEqual([settings.on, settings.language, settings.actors[0].account], [true, 'ja', `@shop@${host}`])
  assert.equal((await shop.owner.send('PUT', '/api/fediverse/blocks/Spam.Example')).status, 201)
  assert.equal((await shop.owner.send('PUT', '/api/fediverse/blocks/spam.example')).status, 200)
  assert.deepEqual((await shop.owner.get('/api/fediverse')).blocks.map(({ domain }: { domain: string }) => domain), ['spam.example'])
  const body = JSON.stringify({ id: 'https://a.spam.example/1', type: 'Like', actor: 'https://a.spam.example/2', object: 'https://x.example' })
  refused(await server.send('POST', '/fediverse/inbox', { bytes: body, headers: { signature: 'keyId="https://a.spam.example/2",signature="AAAA",headers="date"' } }), 403, 'blocked')
  refused(await shop.owner.send('PUT', '/api/fediverse/blocks/not%20a%20domain'), 400, 'invalid', 'domain')
  await shop.owner.ok('DELETE', '/api/fediverse/blocks/spam.example')
  refused(await shop.owner.send('DELETE', '/api/fediverse/blocks/spam.example'), 404, 'not-found')
  refused(await shop.owner.send('PATCH', '/api/fediverse', { json: { language: 'fr' } }), 400, 'invalid', '/language')
  assert.equal((await shop.owner.patch('/api/fediverse', { on: false, language: 'en' })).on, false)
  refused(await finger(`acct:shop@${host}`), 404, 'not-found')
  const back = await shop.owner.patch('/api/fediverse', { on: true, language: 'ja' })
  assert.deepEqual([back.on, back.language], [true, 'ja'])
})
