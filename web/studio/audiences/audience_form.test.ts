import assert from 'node:assert/strict'
import { test } from 'node:test'
import { audienceFields, audienceFilter, typedAudience } from './audience_form.ts'

const empty = typedAudience(null)

test('what was chosen becomes what the server takes, and back', () => {
  const read = audienceFields({ ...empty, title: ' 迷っている方 ', saved: 'lip', not_ordered: 'any', level: 'fan', days: '３０' })
  assert.ok('fields' in read)
  assert.deepEqual(read.fields, { title: '迷っている方', filter: { saved: 'lip', ordered: null, not_ordered: 'any', watched: null, follows: null, level: 'fan', campaign: null, days: 30 } })
  assert.deepEqual(audienceFields(typedAudience({ id: 'a', made_at: '', version: 1, ...read.fields })), read)
})

test('what is wrong is named, and all at once', () => {
  assert.deepEqual(audienceFields({ ...empty, days: 'x' }), { wrong: { title: 'empty', saved: 'nothing', days: 'number' } })
  assert.deepEqual(audienceFilter({ ...empty, not_ordered: 'lip' }), { wrong: { saved: 'nothing' } })
  assert.deepEqual(audienceFilter({ ...empty, follows: 'mio', days: '7' }), { wrong: { days: 'timeless' } })
  assert.deepEqual(audienceFilter({ ...empty, saved: 'lip', days: '401' }), { wrong: { days: 'number' } })
})
