import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import { crc32 } from 'node:zlib'
import { type Product, refused } from '../support/api.ts'
import type { Shop } from '../support/shop.ts'
import { picture, secretInPicture } from './bytes.ts'
import { house } from './house.ts'

let shop: Shop
let product: Product
before(async () => {
  shop = await house()
  product = await shop.product()
})

const put = (bytes: Uint8Array | string, type = 'image/jpeg') =>
  shop.owner.send('PUT', `/api/products/${product.id}/picture`, { bytes, headers: { 'content-type': type } })

describe('a picture', () => {
  for (const form of ['jpg', 'png', 'webp'] as const) {
    test(`is taken as ${form} and made anew as WebP in two sizes`, async () => {
      const answer = await put(await picture(form), `image/${form}`)
      assert.equal(answer.status, 200, answer.text)
      for (const url of [answer.body.picture.url, answer.body.picture.small]) {
        const got = await fetch(shop.server.base + url)
        const bytes = Buffer.from(await got.arrayBuffer())
        assert.equal(got.headers.get('content-type'), 'image/webp')
        assert.match(got.headers.get('cache-control') ?? '', /immutable|max-age=\d{5,}/)
        assert.equal(bytes.toString('latin1', 0, 4), 'RIFF')
        assert.ok(!bytes.includes(secretInPicture), 'what the camera wrote does not survive')
      }
      assert.deepEqual((await shop.anyone.get<Product>(`/api/products/${product.id}`)).picture, answer.body.picture)
    })
  }

  test('that is none is refused, whatever it calls itself, and the one before stays', async () => {
    await put(await picture('png'))
    const before = (await shop.anyone.get<Product>(`/api/products/${product.id}`)).picture
    refused(await put('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', 'image/svg+xml'), 415, 'unsupported')
    refused(await put('<svg xmlns="http://www.w3.org/2000/svg"/>', 'image/png'), 415, 'unsupported')
    refused(await put('GIF89a and so on'), 415, 'unsupported')
    refused(await put('plain words'), 415, 'unsupported')
    const none = await put('')
    assert.ok(none.status === 400 || none.status === 415, none.text)
    for (const form of ['jpg', 'png', 'webp'] as const) {
      const whole = await picture(form)
      const cut = await put(whole.subarray(0, Math.floor(whole.length / 3)))
      assert.ok(cut.status === 400 || cut.status === 415, `a third of a ${form}: ${cut.status} ${cut.text}`)
    }
    const noise = Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), Buffer.alloc(2000, 0x5a)])
    refused(await put(noise), 415, 'unsupported')
    assert.deepEqual((await shop.anyone.get<Product>(`/api/products/${product.id}`)).picture, before)
  })

  test('larger than 10 MiB, or of too many pixels, is refused', async () => {
    refused(await put(Buffer.alloc(10 * 1024 * 1024 + 1, 0xff)), 413, 'too-large')
    refused(await put(bomb(60_000, 60_000)), 413, 'too-large')
  })

  test('is set by staff only, on a product that is there', async () => {
    const bytes = await picture('png')
    refused(await (await shop.viewer()).send('PUT', `/api/products/${product.id}/picture`, { bytes }), 403, 'forbidden')
    refused(await shop.anyone.send('PUT', `/api/products/${product.id}/picture`, { bytes }), 401, 'unauthorized')
    refused(await shop.owner.send('PUT', '/api/products/none/picture', { bytes }), 404, 'not-found')
    refused(await shop.anyone.send('GET', '/pictures/0000-640.webp'), 404, 'not-found')
    refused(await shop.anyone.send('GET', '/pictures/..%2f..%2fnigiwai.db'), 404, 'not-found')
  })
})

/** The head of a PNG that says it is this large. */
function bomb(width: number, height: number): Buffer {
  const head = Buffer.alloc(13)
  head.writeUInt32BE(width, 0)
  head.writeUInt32BE(height, 4)
  head.set([8, 2, 0, 0, 0], 8)
  return Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), chunk('IHDR', head), chunk('IDAT', Buffer.from([0x78, 0x9c, 0x03, 0, 0, 0, 0, 1])), chunk('IEND', Buffer.alloc(0))])
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type), data])
  const length = Buffer.alloc(4)
  length.writeUInt32BE(data.length)
  const check = Buffer.alloc(4)
  check.writeUInt32BE(crc32(body))
  return Buffer.concat([length, body, check])
}
