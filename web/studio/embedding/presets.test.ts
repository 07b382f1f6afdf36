import assert from 'node:assert/strict'
import { test } from 'node:test'
import { kTemplates, originsOf, presetOf } from './presets.ts'

test('a template is known again, and an unknown one is somebody’s own', () => {
  assert.equal(presetOf(''), 'shopify')
  for (const [preset, template] of Object.entries(kTemplates)) assert.equal(presetOf(template), preset)
  assert.equal(presetOf('https://shop.example/?sku={sku}&m={moment}'), 'own')
})

test('sites are read however they were typed', () => {
  assert.deepEqual(originsOf(' https://a.example\n\nhttps://b.example, https://c.example '), ['https://a.example', 'https://b.example', 'https://c.example'])
  assert.deepEqual(originsOf(''), [])
})
