import assert from 'node:assert/strict'
import { test } from 'node:test'
import { lineTone } from './verdict.ts'

test('says in one word how the line is', () => {
  const good = { behind: 200, wanted: 1_700_000 }
  assert.equal(lineTone('idle', good), 'off')
  assert.equal(lineTone('connecting', good), 'off')
  assert.equal(lineTone('sending', good), 'ok')
  assert.equal(lineTone('sending', { ...good, behind: 2000 }), 'warn')
  assert.equal(lineTone('sending', { ...good, wanted: 400_000 }), 'warn')
  assert.equal(lineTone('sending', { ...good, behind: 5000 }), 'bad')
  assert.equal(lineTone('away', good), 'bad')
})
