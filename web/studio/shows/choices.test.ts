import assert from 'node:assert/strict'
import { test } from 'node:test'
import { chosenIn } from './choices.ts'

const now = new Date('2026-11-29T08:00:00Z') // a Sunday

test('a new show begins a week ahead, at the hour and on the day that went well', () => {
  assert.equal(chosenIn('new&hour=20', now)!.starts, '2026-12-06T11:00:00.000Z')
  assert.equal(chosenIn('new&weekday=sat', now)!.starts, '2026-12-12T11:00:00.000Z')
  assert.equal(chosenIn('new&concept=how_to', now)!.starts, null)
})

test('what is none is left out', () => {
  assert.equal(chosenIn('', now), null)
  assert.deepEqual(chosenIn('new&concept=loud&length_s=x&hour=99', now), { starts: '2026-12-06T11:00:00.000Z', concept: null, cast: null, length: null })
  assert.deepEqual(chosenIn('new&concept=how_to&length_s=3000&cast=aki', now), { starts: null, concept: 'how_to', cast: 'aki', length: 3000 })
})
