import assert from 'node:assert/strict'
import { test } from 'node:test'
import { blockOf, contentOf, wayTo } from './asked.ts'

test('an address asks for a block', () => {
  const block = blockOf('/embed/blocks/moments', new URLSearchParams('product=lip&language=ja&host=https://shop.example'))
  assert.deepEqual(block, { kind: 'moments', show: '', product: 'lip' })
  assert.equal(contentOf(block!), '/api/blocks/moments?product=lip')
  assert.equal(contentOf(blockOf('/embed/blocks/next', new URLSearchParams())!), '/api/blocks/next')
})

test('another asks for none', () => {
  for (const path of ['/embed/blocks', '/embed/blocks/', '/embed/blocks/nothing', '/embed/blocks/wall/x', '/embed/abc']) assert.equal(blockOf(path, new URLSearchParams()), null, path)
})

test('what is in it leads somewhere, and says by which block on which site', () => {
  const block = blockOf('/embed/blocks/words', new URLSearchParams('show=abc'))!
  assert.equal(wayTo(block, 'show:abc:12000', 'https://shop.example'), '/embed/blocks/words/open?show=abc&to=show%3Aabc%3A12000&site=https%3A%2F%2Fshop.example')
  assert.equal(wayTo({ kind: 'next', show: '', product: '' }, 'show:a', ''), '/embed/blocks/next/open?to=show%3Aa')
})
