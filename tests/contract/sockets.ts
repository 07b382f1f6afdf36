import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { before, describe, test } from 'node:test'
import { type Client, refused } from '../support/api.ts'
import { sleep, until } from '../support/processes.ts'
import { Room } from '../support/room.ts'
import type { Shop } from '../support/shop.ts'
import { house } from './house.ts'
import { exchange, frame, RawWebSocket } from './raw.ts'

let shop: Shop
before(async () => void (shop = await house()))

const path = (show: string): string => `/api/shows/${show}/timeline`

describe('a room', () => {
  test('greets with a snapshot and who one is; staff see the encoder’s health', async () => {
    const show = await shop.liveShow()
    const anonymous = await Room.join(shop.anyone, show.id)
    assert.equal(anonymous.frames[0]!.snapshot!.id, show.id)
    assert.equal(anonymous.frames[0]!.snapshot!.staff, undefined)
    assert.equal(anonymous.you, undefined)
    const viewer = await shop.viewer('ゆず茶')
    const known = await Room.join(viewer, show.id)
    assert.deepEqual([known.you!.name, known.you!.role], ['ゆず茶', 'viewer'])
    assert.notEqual(known.you!.id, viewer.id, 'a pseudonym')
    const staff = await Room.join(shop.owner, show.id)
    assert.equal(staff.you!.role, 'owner')
    const shown = staff.frames.find(({ health }) => health !== undefined)
    assert.ok(shown?.snapshot?.staff)
    assert.ok(anonymous.frames.every(({ health }) => health === undefined))
    await until('all who watch are counted', () => anonymous.frames.at(-1)!.counts.watching === 2, 15)
    for (const room of [anonymous, known, staff]) {
      room.whole()
      room.leave()
    }
  })

  test('carries what one says to all, under the same pseudonym in one show and another in the next', async () => {
    const [one, other] = [await shop.liveShow(), await shop.liveShow()]
    const person = await shop.viewer('柚子')
    const ids: string[] = []
    for (const show of [one, other]) {
      const speaker = await Room.join(person, show.id)
      const listener = await Room.join(shop.anyone, show.id)
      const seq = await speaker.must('chat.post', { text: '  柿渋\u202eきれい ' }, 0)
      const heard = await listener.waitFor('chat.posted')
      assert.equal(heard.seq, seq)
      assert.equal(heard.data.text, '柿渋きれい')
      assert.deepEqual([heard.by!.name, heard.by!.role, heard.by!.id], ['柚子', 'viewer', speaker.you!.id])
      await speaker.must('chat.post', { text: '二度目' })
      const second = await listener.waitFor('chat.posted', ({ data }) => data.text === '二度目')
      assert.equal(second.by!.id, heard.by!.id)
      ids.push(heard.by!.id)
      listener.whole()
      speaker.leave()
      listener.leave()
    }
    assert.notEqual(ids[0], ids[1])
  })

  test('goes on from `from` without loss, and skips to a snapshot where too much was missed', async () => {
    const show = await shop.liveShow()
    const speaker = await Room.join(shop.owner, show.id)
    const listener = await Room.join(shop.anyone, show.id)
    await speaker.must('chat.post', { text: '前' })
    await listener.waitFor('chat.posted')
    const next = listener.next!
    listener.leave()
    for (let index = 0; index < 25; index++) await speaker.must('chat.post', { text: `間 ${index}` })
    const back = await Room.join(shop.anyone, show.id, { from: next })
    assert.equal(back.frames[0]!.snapshot, undefined)
    await until('all that was missed is there', () => back.events.size >= 25)
    assert.deepEqual([...back.events.values()].map(({ data }) => data.text), Array.from({ length: 25 }, (_, index) => `間 ${index}`))
    back.whole()
    const future = await Room.join(shop.anyone, show.id, { from: 1_000_000 })
    assert.ok(future.frames[0]!.snapshot, 'a seq that is not there yet is answered by a snapshot')
    for (const room of [speaker, back, future]) room.leave()
  })

  test('takes a command with one key once', async () => {
    const show = await shop.liveShow()
    const room = await Room.join(await shop.viewer(), show.id)
    const key = randomUUID()
    const first = await room.send('chat.post', { text: '一度' }, { key })
    const again = await room.send('chat.post', { text: '一度' }, { key })
    assert.deepEqual(again.ok, first.ok)
    await room.waitFor('chat.posted')
    await sleep(300)
    assert.equal([...room.events.values()].filter(({ kind }) => kind === 'chat.posted').length, 1)
    room.leave()
  })

  test('hides a line for all and shows it again', async () => {
    const show = await shop.liveShow()
    const staff = await Room.join(shop.owner, show.id)
    const viewer = await Room.join(await shop.viewer(), show.id)
    const reader = await Room.join(shop.anyone, show.id)
    const seq = await viewer.must('chat.post', { text: '消す' })
    await staff.must('chat.hide', { seq })
    assert.equal((await reader.waitFor('chat.hidden')).data.seq, seq)
    const textNow = async (who: Client) => JSON.stringify(await who.get(`${path(show.id)}?from=1`))
    assert.ok(!(await textNow(shop.anyone)).includes('消す'))
    assert.ok((await textNow(shop.owner)).includes('消す'), 'staff still read it')
    assert.equal((await staff.send('chat.hide', { seq })).problem!.status, 409)
    await staff.must('chat.show', { seq })
    assert.equal((await reader.waitFor('chat.shown')).data.seq, seq)
    assert.ok((await textNow(shop.anyone)).includes('消す'))
    assert.equal((await staff.send('chat.hide', { seq: 999_999 })).problem!.status, 404)
    for (const room of [staff, viewer, reader]) room.leave()
  })

  test('pins what stands on the shelf, tells stock and orders', async () => {
    const product = await shop.product(4)
    const stranger = await shop.product(1)
    const show = await shop.liveShow(product)
    const staff = await Room.join(shop.owner, show.id)
    const reader = await Room.join(shop.anyone, show.id)
    const seq = await staff.must('product.pin', { product: product.id })
    const pinned = await reader.waitFor('product.pinned')
    assert.deepEqual([pinned.seq, pinned.data.product, pinned.by!.role], [seq, product.id, 'owner'])
    assert.equal((await shop.snapshot(show.id)).pin!.product, product.id)
    assert.equal((await staff.send('product.pin', { product: stranger.id })).problem!.status, 404)
    await shop.anyone.post('/api/orders', { show: show.id, lines: [{ sku: product.id, quantity: 1 }], contact: { name: '花', email: 'a@example.jp', postal_code: '1500001', address: '東京' } })
    const stock = await reader.waitFor('stock.changed')
    assert.deepEqual([stock.data.product, stock.data.left, stock.data.sold], [product.id, 3, 1])
    const order = await staff.waitFor('order.placed')
    assert.equal(order.data.pieces, 1)
    await staff.must('product.unpin')
    await reader.waitFor('product.unpinned')
    assert.equal((await staff.send('product.unpin')).problem!.status, 409)
    assert.ok(![...reader.events.values()].some(({ kind }) => kind === 'order.placed'), 'orders are the staff’s')
    reader.whole()
    staff.leave()
    reader.leave()
  })

  test('counts hearts and saves without telling whose they are', async () => {
    const product = await shop.product(1)
    const show = await shop.liveShow(product)
    const viewer = await shop.viewer()
    const room = await Room.join(viewer, show.id)
    const reader = await Room.join(shop.anyone, show.id)
    await room.must('heart', { count: 12 })
    await room.must('heart', { count: 30 })
    await until('the sum is told', () => reader.frames.at(-1)!.counts.hearts === 42)
    await room.must('product.save', { product: product.id }, 0)
    assert.deepEqual((await viewer.get('/api/viewers/me')).saved.map((each: { product: string }) => each.product), [product.id])
    await room.must('product.unsave', { product: product.id })
    assert.deepEqual((await viewer.get('/api/viewers/me')).saved, [])
    for (const [command, data] of [['play.span', { from: 0, to: 10 }], ['product.seen', { product: product.id }], ['product.opened', { product: product.id }], ['seek', { from: 0, to: 5 }]] as const) await room.must(command, data)
    await sleep(300)
    assert.ok([...reader.events.values()].every(({ kind }) => kind === 'show.started' || kind === 'stock.changed'), 'reports are the server’s alone')
    reader.whole()
    room.leave()
    reader.leave()
  })
})

describe('a command', () => {
  test('is refused to those who may not, and where wrong, with the member named', async () => {
    const product = await shop.product(1)
    const show = await shop.liveShow(product)
    const viewer = await Room.join(await shop.viewer(), show.id)
    const staff = await Room.join(shop.owner, show.id)
    const anonymous = await Room.join(shop.anyone, show.id)
    assert.equal((await anonymous.send('chat.post', { text: 'x' })).problem!.type, '/problems/unauthorized')
    for (const [command, data] of [['product.pin', { product: product.id }], ['product.unpin', {}], ['chat.hide', { seq: 1 }], ['chat.show', { seq: 1 }]] as const) {
      assert.equal((await viewer.send(command, data)).problem!.type, '/problems/forbidden', command)
    }
    const wrong: [Room, string, Record<string, unknown>, string][] = [
      [viewer, 'chat.post', {}, '/data/text'], [viewer, 'chat.post', { text: '' }, '/data/text'], [viewer, 'chat.post', { text: 'あ'.repeat(201) }, '/data/text'],
      [viewer, 'chat.post', { text: '\u202e\u200b' }, '/data/text'], [viewer, 'chat.post', { text: 'e' + '\u0301'.repeat(7_000) }, '/data/text'],
      [viewer, 'chat.post', { text: 1 }, '/data/text'], [viewer, 'chat.post', { text: 'x', html: 'y' }, '/data/html'],
      [viewer, 'heart', { count: 0 }, '/data/count'], [viewer, 'heart', { count: 51 }, '/data/count'], [viewer, 'heart', { count: -5 }, '/data/count'], [viewer, 'heart', { count: 1.5 }, '/data/count'],
      [staff, 'chat.hide', { seq: 'x' }, '/data/seq'], [staff, 'chat.hide', { seq: 0 }, '/data/seq'], [staff, 'product.pin', {}, '/data/product'], [staff, 'product.pin', { product: 'A B' }, '/data/product'],
      [viewer, 'play.span', { from: 5, to: 1 }, '/data/to'], [viewer, 'play.span', { from: 0, to: 3_000_000 }, '/data/to'], [viewer, 'product.save', { product: 'none' }, '/data/product'],
      [viewer, 'dance', {}, '/do'],
    ]
    for (const [room, command, data, field] of wrong) {
      const { problem } = await room.send(command, data)
      assert.equal(problem?.field, field, `${command} ${JSON.stringify(data).slice(0, 80)}: ${JSON.stringify(problem)}`)
      assert.ok([400, 404].includes(problem!.status))
    }
    assert.deepEqual([...anonymous.events.values()].filter(({ kind }) => kind !== 'show.started'), [], 'nothing of it happened')
    for (const room of [viewer, staff, anonymous]) room.leave()
  })

  test('that cannot be read is answered, and the socket stays', async () => {
    const show = await shop.liveShow()
    const room = await Room.join(await shop.viewer(), show.id)
    for (const text of ['', '{', 'null', '[]', '"chat.post"', '{"do":"chat.post"', '{"do":"chat.post"} trailing', '['.repeat(5000), '{"do":5}', '{"do":"chat.post","data":{"text":"x"}}']) {
      const problem = await room.answerToUnreadable(text)
      assert.equal(problem.status, 400, `${text.slice(0, 40)}: ${JSON.stringify(problem)}`)
    }
    assert.equal((await room.send('chat.post', { text: 'x' }, { key: 'k'.repeat(65) }).catch(() => undefined))?.ok, undefined)
    await room.must('chat.post', { text: 'まだいる' })
    room.leave()
  })

  test('goes no further back than staff may reach, and never ahead of the show', async () => {
    const product = await shop.product(1)
    const show = await shop.liveShow(product)
    const staff = await Room.join(shop.owner, show.id)
    await staff.must('product.pin', { product: product.id }, 3_600_000)
    const { at } = await staff.waitFor('product.pinned')
    assert.ok(at <= (await shop.snapshot(show.id)).clock, `${at} is in the future`)
    const { problem } = await staff.send('product.pin', { product: product.id }, { at: undefined as never })
    assert.equal(problem, undefined)
    staff.leave()
  })
})

describe('a WebSocket that breaks the rules', () => {
  const open = async (): Promise<RawWebSocket> => RawWebSocket.open(shop.server.port, path((await shop.liveShow()).id))

  const cases: [string, Buffer, number][] = [
    ['an unmasked frame', frame(1, '{}', { masked: false }), 1002],
    ['a reserved bit', frame(1, '{}', { rsv: 4 }), 1002],
    ['an unknown opcode', frame(3, ''), 1002],
    ['an unknown control opcode', frame(11, ''), 1002],
    ['a fragmented ping', frame(9, '', { fin: false }), 1002],
    ['a ping of 126 bytes', frame(9, Buffer.alloc(126)), 1002],
    ['a continuation of nothing', frame(0, 'x'), 1002],
    ['a new message inside another', Buffer.concat([frame(1, '{', { fin: false }), frame(1, '}')]), 1002],
    ['text that is not UTF-8', frame(1, Buffer.from([0xff, 0xfe])), 1007],
    ['a binary message', frame(2, Buffer.from([1, 2, 3])), 1003],
    ['a message that is too long', frame(1, Buffer.alloc(17 * 1024, 0x20)), 1009],
    ['a length of 2^62', frame(1, '', { length: 2n ** 62n }), 1009],
    ['too long in pieces', Buffer.concat(Array.from({ length: 5 }, (_, index) => frame(index ? 0 : 1, Buffer.alloc(4096, 0x20), { fin: false }))), 1009],
    ['a close of one byte', frame(8, Buffer.from([3])), 1002],
  ]
  for (const [what, bytes, code] of cases) {
    test(`${what} is closed with ${code}`, async () => {
      const socket = await open()
      socket.send(bytes)
      assert.equal(await socket.closeCode(), code)
      socket.end()
    })
  }

  test('and one that does not: pings are answered, fragments joined, a close returned', async () => {
    const viewer = await shop.viewer()
    const socket = await open()
    socket.send(frame(9, 'alive'))
    for (let got = await socket.frame(); ; got = await socket.frame()) {
      if (got!.opcode === 10) {
        assert.equal(got!.payload.toString(), 'alive')
        break
      }
    }
    const hello = JSON.stringify({ do: 'hello', token: viewer.token })
    socket.send(Buffer.concat([frame(1, hello.slice(0, 9), { fin: false }), frame(9, ''), frame(0, hello.slice(9))]))
    socket.send(frame(1, JSON.stringify({ do: 'chat.post', key: 'one', data: { text: '継ぎ目' } })))
    const reply = await socket.reply()
    assert.ok(reply.ok, JSON.stringify(reply))
    socket.send(frame(8, Buffer.from([3, 232])))
    assert.equal(await socket.closeCode(), 1000)
    socket.end()
  })

  test('a forged token is refused in words; one byte at a time is as good as all at once', async () => {
    const socket = await open()
    for (const byte of frame(1, JSON.stringify({ do: 'hello', token: 'forged' }))) socket.send(Buffer.from([byte]))
    const reply = await socket.reply()
    assert.equal(reply.re, 'hello')
    assert.equal(reply.problem.type, '/problems/unauthorized')
    socket.end()
  })

  test('a handshake that is none is refused', async () => {
    const show = await shop.liveShow()
    const head = `GET ${path(show.id)} HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n`
    assert.match(await exchange(shop.server.port, `${head}Sec-WebSocket-Version: 8\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n`), /^HTTP\/1.1 4\d\d/)
    assert.match(await exchange(shop.server.port, `${head}Sec-WebSocket-Version: 13\r\n\r\n`), /^HTTP\/1.1 400/)
    const good = await exchange(shop.server.port, `${head}Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Protocol: other, nigiwai.v1\r\n\r\n`)
    assert.match(good, /Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK\+xOo=/i, 'the example of RFC 6455 1.3')
    assert.match(good, /Sec-WebSocket-Protocol: nigiwai\.v1/i)
    const draft = await shop.show()
    assert.match(await exchange(shop.server.port, `${head.replace(show.id, draft.id)}Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n`), /^HTTP\/1.1 404/)
  })

  test('another site’s page gets no cookie’s rights', async () => {
    const show = await shop.liveShow()
    const as = async (origin: string) => {
      const socket = await RawWebSocket.open(shop.server.port, `${path(show.id)}`, `Cookie: nigiwai_viewer=${(await shop.viewer()).token}\r\nOrigin: ${origin}\r\n`)
      socket.send(frame(1, JSON.stringify({ do: 'chat.post', key: 'k', data: { text: 'x' } })))
      const reply = await socket.reply()
      socket.end()
      return reply
    }
    assert.ok((await as(shop.server.base)).ok)
    assert.equal((await as('https://evil.example')).problem.type, '/problems/unauthorized')
  })
})

test('a room of a show that is not there is refused', async () => {
  refused(await shop.anyone.send('GET', '/api/shows/none/timeline'), 404, 'not-found')
})
