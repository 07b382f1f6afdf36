import assert from 'node:assert/strict'
import test from 'node:test'
import { strength } from './password.ts'

test('length counts most, repetition not at all', () => {
  assert.equal(strength('abc'), 'short')
  assert.equal(strength('aaaaaaaaaaaaaaaa'), 'weak')
  assert.equal(strength('qwertyuiop'), 'weak')
  assert.equal(strength('Tsuki4shiro'), 'fair')
  assert.equal(strength('a market full of lanterns'), 'strong')
})
