import assert from 'node:assert/strict'
import test from 'node:test'
import { kept, keptCode, kShareKeptMs, readArrival, shareIn } from './kept_share.ts'

test('the code is taken out of the address, and the rest stays', () => {
  assert.deepEqual(shareIn('https://shop.example/shows/x?t=90&s=k3x9m2p7qd#a'), { code: 'k3x9m2p7qd', rest: 'https://shop.example/shows/x?t=90#a' })
  assert.deepEqual(shareIn('https://shop.example/products/lip?s=k3x9m2p7qd'), { code: 'k3x9m2p7qd', rest: 'https://shop.example/products/lip' })
  assert.equal(shareIn('https://shop.example/shows/x?t=90'), null)
})

test('what is no code is taken out of the address, and is none', () => {
  assert.deepEqual(shareIn('https://shop.example/?s=%3Cb%3E'), { code: '', rest: 'https://shop.example/' })
})

test('a code counts for a week', () => {
  assert.equal(keptCode(kept('k3x9m2p7qd', 1000), 1000), 'k3x9m2p7qd')
  assert.equal(keptCode(kept('k3x9m2p7qd', 1000), 999 + kShareKeptMs), 'k3x9m2p7qd')
  assert.equal(keptCode(kept('k3x9m2p7qd', 1000), 1000 + kShareKeptMs), null)
})

test('whatever else is stored is no code', () => {
  for (const text of [null, '', 'null', '7', '{}', '{"code":7,"at":1}', '{"code":"../x","at":1}', '{"code":"k3x9m2p7qd"}', '{"code":"k3x9m2p7qd","at":9}']) assert.equal(keptCode(text, 5), null, String(text))
  for (const text of [null, '', 'null', '{"code":"a b"}']) assert.equal(readArrival(text), null, String(text))
})
