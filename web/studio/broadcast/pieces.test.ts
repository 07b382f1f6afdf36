import assert from 'node:assert/strict'
import { test } from 'node:test'
import { kLargestPiece, kMostUnderWay, Pieces } from './pieces.ts'

const bytes = (size: number) => new Uint8Array(size)
function sendAll(pieces: Pieces): (Uint8Array | string)[] {
  const sent = []
  for (let next = pieces.next(); next !== null; next = pieces.next()) sent.push(next)
  return sent
}

test('lets only so much onto the network, in order, and more with each acknowledgement', () => {
  const pieces = new Pieces()
  pieces.add('begin', 0)
  for (let made = 0; made < 10; made++) pieces.add(bytes(60_000), made * 100)
  const first = sendAll(pieces)
  assert.equal(first[0], 'begin')
  assert.equal(first.length, 3, 'two pieces of 60 kB')
  pieces.received(1, 1000)
  assert.equal(sendAll(pieces).length, 1)
  assert.deepEqual([pieces.behind(1000), pieces.last, pieces.best], [900, 1000, 1000])
})

test('sends a piece larger than all that may be under way alone, cut to what the server takes', () => {
  const pieces = new Pieces()
  pieces.add(bytes(kLargestPiece + 10), 0)
  assert.ok(kLargestPiece > kMostUnderWay)
  assert.equal((pieces.next() as Uint8Array).length, kLargestPiece)
  assert.equal(pieces.next(), null)
  pieces.received(1, 5)
  assert.equal((pieces.next() as Uint8Array).length, 10)
})

test('measures what was taken in the last seconds', () => {
  const pieces = new Pieces()
  for (let n = 1; n <= 6; n++) {
    pieces.add(bytes(30_000), n * 1000)
    sendAll(pieces)
    pieces.received(n, n * 1000 + 50)
  }
  assert.equal(pieces.throughput(6100), (3 * 30_000 * 8) / 3)
  assert.equal(pieces.throughput(20_000), 0)
  assert.equal(pieces.best, 50)
})

test('drops what waits and keeps account of what is under way', () => {
  const pieces = new Pieces()
  for (let made = 0; made < 6; made++) pieces.add(bytes(100_000), made * 500)
  sendAll(pieces)
  assert.equal(pieces.drop(3000), 2500)
  assert.equal(pieces.behind(3000), 3000)
  pieces.received(1, 3100)
  assert.equal(pieces.behind(3100), 0)
  pieces.add('begin', 3100)
  pieces.add(bytes(10), 3100)
  assert.equal(sendAll(pieces).length, 2)
})
