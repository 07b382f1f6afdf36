import assert from 'node:assert/strict'
import { test } from 'node:test'
import { expectedBitsPerSecond } from './picture.ts'

test('the picture begins in a size that the network is said to carry', () => {
  assert.equal(expectedBitsPerSecond({ downlink: 1.2 }), 1_200_000)
  assert.equal(expectedBitsPerSecond(undefined), 4_000_000)
  assert.equal(expectedBitsPerSecond({ downlink: 0 }), 4_000_000)
})

test('who saves data begins with the small one', () => {
  assert.ok(expectedBitsPerSecond({ downlink: 10, saveData: true }) < 900_000)
})
