import assert from 'node:assert/strict'
import test from 'node:test'
import { keyAct } from './keys.ts'

const press = (key: string, more = {}) => keyAct({ key, writing: false, ...more })

test('every key of the footer has its act', () => {
  assert.deepEqual(press('1'), { act: 'pin', place: 0 })
  assert.deepEqual(press('9'), { act: 'pin', place: 8 })
  assert.deepEqual(press('ArrowUp'), { act: 'select', step: 'up' })
  assert.deepEqual(press('ArrowDown'), { act: 'select', step: 'down' })
  assert.deepEqual(press('h'), { act: 'hide' })
  assert.deepEqual(press('H'), { act: 'hide' })
  assert.deepEqual(press('u'), { act: 'undo' })
  assert.deepEqual(press('q'), { act: 'questions' })
  assert.deepEqual(press('v'), { act: 'polls' })
  assert.deepEqual(press('p'), { act: 'note' })
  assert.deepEqual(press('c'), { act: 'claim' })
  assert.deepEqual(press('a'), { act: 'aloud' })
  assert.deepEqual(press('T'), { act: 'words' })
  assert.deepEqual(press('m'), { act: 'sound' })
  assert.deepEqual(press('/'), { act: 'write' })
  assert.deepEqual(press('?'), { act: 'help' })
  assert.equal(press('0'), null)
  assert.equal(press('x'), null)
})

test('while writing only Escape is a key', () => {
  assert.equal(press('h', { writing: true }), null)
  assert.equal(press('1', { writing: true }), null)
  assert.deepEqual(press('Escape', { writing: true }), { act: 'leave' })
})

test('an input method and the browser keep their keys', () => {
  assert.equal(press('h', { isComposing: true }), null)
  assert.equal(press('Escape', { isComposing: true }), null)
  assert.equal(press('u', { ctrlKey: true }), null)
  assert.equal(press('1', { metaKey: true }), null)
  assert.equal(press('ArrowUp', { altKey: true }), null)
})
