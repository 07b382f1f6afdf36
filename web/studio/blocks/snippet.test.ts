import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isWhole, previewOf, snippet } from './snippet.ts'

test('the code says what the block is about, and nothing that its kind does not ask for', () => {
  const about = { show: 'abc', product: 'lip' }
  const element = (kind: 'next' | 'moments' | 'words' | 'wall') => snippet('https://live.example', { kind, ...about }).split('\n')[1]
  assert.equal(element('next'), '<nigiwai-next></nigiwai-next>')
  assert.equal(element('moments'), '<nigiwai-moments product="lip"></nigiwai-moments>')
  assert.equal(element('words'), '<nigiwai-words show="abc"></nigiwai-words>')
  assert.equal(element('wall'), '<nigiwai-wall product="lip"></nigiwai-wall>')
  assert.match(snippet('https://live.example', { kind: 'wall', show: '', product: '' }), /^<script src="https:\/\/live\.example\/embed\.js" async><\/script>\n<nigiwai-wall><\/nigiwai-wall>$/)
})

test('moments need a product, words a show or a product', () => {
  assert.equal(isWhole({ kind: 'next', show: '', product: '' }), true)
  assert.equal(isWhole({ kind: 'wall', show: '', product: '' }), true)
  assert.equal(isWhole({ kind: 'moments', show: 'abc', product: '' }), false)
  assert.equal(isWhole({ kind: 'words', show: '', product: '' }), false)
  assert.equal(isWhole({ kind: 'words', show: '', product: 'lip' }), true)
})

test('the preview is the block’s own page', () => {
  assert.equal(previewOf({ kind: 'moments', show: '', product: 'lip' }, 'ja'), '/embed/blocks/moments?product=lip&language=ja')
})
