import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import { refused } from '../support/api.ts'
import type { Shop } from '../support/shop.ts'
import { house } from './house.ts'
import { exchange } from './raw.ts'

let shop: Shop
before(async () => void (shop = await house()))

describe('a body', () => {
  const send = (bytes: string, headers: Record<string, string> = {}) => shop.owner.send('POST', '/api/shows', { bytes, headers: { 'content-type': 'application/json', ...headers } })

  test('that is not one JSON object is refused', async () => {
    for (const body of ['', '{', '{"title":"x"', '{"title":"x"} {}', '[]', 'null', '"x"', '{title:"x"}', "{'title':'x'}", '{"title":"\u0001"}', '{"title":NaN}', '{"title":"x",}', '\ufeff{"title":"x"}']) {
      refused(await send(body), 400, 'invalid')
    }
    refused(await send('{"a":'.repeat(2000)), 400, 'invalid')
  })

  test('that is not UTF-8 is refused', async () => {
    const answer = await shop.owner.send('POST', '/api/shows', { bytes: Buffer.concat([Buffer.from('{"title":"'), Buffer.from([0xc3, 0x28]), Buffer.from('"}')]) })
    refused(answer, 400, 'invalid')
  })

  test('that is too large is refused before it is read', async () => {
    refused(await send(JSON.stringify({ title: 'x', description: 'y'.repeat(70_000) })), 413, 'too-large')
    const many = Array.from({ length: 101 }, (_, i) => [`x-${i}`, '1'] as const)
    refused(await shop.anyone.send('GET', '/api/shows', { headers: Object.fromEntries(many) }), 413, 'too-large')
    refused(await shop.anyone.send('GET', `/api/shows?${many.map((pair) => pair.join('=')).join('&')}`), 413, 'too-large')
    const said = await exchange(shop.server.port, 'POST /api/viewers HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999\r\n\r\n')
    assert.match(said, /^HTTP\/1.1 413/)
    const chunk = `10000\r\n${'a'.repeat(0x10000)}\r\n`
    const chunked = await exchange(shop.server.port, `POST /api/viewers HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n${chunk}${chunk}`)
    assert.match(chunked, /^HTTP\/1.1 413/)
  })
})

describe('a request', () => {
  test('that is no HTTP is refused, and the server goes on', async () => {
    for (const bytes of ['\x00\x01\x02\x03\r\n\r\n', 'GET\r\n\r\n', 'GET / HTTP/1.1\r\nno colon\r\n\r\n', 'GET / HTTP/9.9\r\n\r\n', `GET / HTTP/1.1\r\nX: ${'y'.repeat(20_000)}\r\n\r\n`,
      'POST /api/viewers HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n', 'POST /api/viewers HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello',
      'POST /api/viewers HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n']) {
      const answer = await exchange(shop.server.port, bytes)
      assert.match(answer, /^(HTTP\/1.1 4\d\d|$)/, JSON.stringify(bytes.slice(0, 60)))
    }
    assert.equal((await fetch(`${shop.server.base}/healthz`)).status, 200)
  })

  test('for what is not there is a problem under /api, and a page elsewhere', async () => {
    refused(await shop.anyone.send('GET', '/api/nothing'), 404, 'not-found')
    refused(await shop.anyone.send('POST', '/nothing'), 404, 'not-found')
    const wrong = await shop.anyone.send('DELETE', '/api/products')
    refused(wrong, 405, 'method')
    assert.equal(wrong.headers.get('allow'), 'GET, HEAD, OPTIONS')
    refused(await shop.anyone.send('GET', '/no-such-page'), 404, 'not-found')
    const page = await shop.anyone.send('GET', '/no-such-page', { headers: { accept: 'text/html,*/*' } })
    assert.equal(page.status, 404)
    assert.match(page.headers.get('content-type')!, /^text\/html/)
  })

  test('cannot leave the pages’ folder', async () => {
    for (const path of ['/../../etc/passwd', '/..%2f..%2fetc/passwd', '/assets/%2e%2e/%2e%2e/etc/passwd', '/%00', '/media/..%2f..%2fnigiwai.db', '/media/x/..%2f..%2f..%2fnigiwai.db']) {
      const answer = await exchange(shop.server.port, `GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`)
      assert.ok(!answer.includes('root:x') && !answer.includes('SQLite format'), path)
      assert.match(answer, /^HTTP\/1.1 [2-4]\d\d/, path)
    }
  })

  test('HEAD has the head of GET and no body', async () => {
    for (const path of ['/api/shop', '/healthz', '/', '/api/products/none']) {
      const get = await fetch(shop.server.base + path, { headers: { 'accept-encoding': 'identity' } })
      const body = await get.arrayBuffer()
      const said = await exchange(shop.server.port, `HEAD ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`)
      const [head, rest] = said.split('\r\n\r\n')
      assert.match(head!, new RegExp(`^HTTP/1.1 ${get.status}`))
      assert.equal(rest, '', path)
      assert.match(head!, new RegExp(`content-length: ${body.byteLength}`, 'i'), path)
    }
  })

  test('that follow each other on one connection are answered in order', async () => {
    const two = 'GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n' + 'GET /api/shop HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n'
    const said = await exchange(shop.server.port, two)
    assert.equal(said.match(/HTTP\/1\.1 200/g)?.length, 2)
    assert.ok(said.indexOf('"ok"') < said.indexOf('JPY'))
  })
})

test('pages come with headers that keep them safe', async () => {
  for (const path of ['/', '/studio', '/me', '/shows/none']) {
    const answer = await fetch(shop.server.base + path)
    assert.match(answer.headers.get('content-type')!, /^text\/html/)
    const policy = answer.headers.get('content-security-policy') ?? ''
    assert.match(policy, /default-src|script-src/, path)
    assert.doesNotMatch(policy, /script-src[^;]*unsafe-(inline|eval)/, path)
    assert.equal(answer.headers.get('x-content-type-options'), 'nosniff')
    assert.ok(answer.headers.get('referrer-policy'), path)
  }
})

test('assets that never change may be kept for ever, and answer 304', async () => {
  const page = await (await fetch(shop.server.base + '/')).text()
  const asset = /(?:src|href)="(\/assets\/[^"]+\.(?:js|css))"/.exec(page)?.[1]
  assert.ok(asset, page.slice(0, 500))
  const answer = await fetch(shop.server.base + asset, { headers: { 'accept-encoding': 'gzip' } })
  assert.match(answer.headers.get('cache-control')!, /immutable|max-age=\d{6,}/)
  assert.equal(answer.headers.get('content-encoding'), 'gzip')
  const tag = answer.headers.get('etag')
  if (tag) assert.equal((await fetch(shop.server.base + asset, { headers: { 'if-none-match': tag, 'accept-encoding': 'gzip' } })).status, 304)
})
