import assert from 'node:assert/strict'
import { test } from 'node:test'
import { momentOf, share } from './returning_api.ts'

test('a share is of those told', () => {
  assert.deepEqual([share(0, 0), share(0, 4), share(1, 3), share(4, 4)], ['–', '0%', '33.3%', '100%'])
})

test('a moment is read as a player shows it', () => {
  assert.deepEqual([momentOf('2:03'), momentOf('1:02:03'), momentOf(' 90:00 ')], [123_000, 3_723_000, 5_400_000])
  for (const typed of ['', '5', '1:60', '1:75:00', 'a:bc', '１:00']) assert.equal(momentOf(typed), null, typed)
})
