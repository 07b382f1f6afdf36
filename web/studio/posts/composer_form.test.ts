import assert from 'node:assert/strict'
import { test } from 'node:test'
import { clockMs, newPost, postFields, usualAccounts } from './composer_form.ts'

test('a moment is typed as a clock', () => {
  for (const [text, ms] of [['1:02', 62_000], ['62', 62_000], ['1:02:03', 3_723_000], ['１：０２', 62_000], ['0:00', 0]] as const) assert.equal(clockMs(text), ms)
  for (const text of ['', '1:62', 'soon', '1:2:3:4', '-3', '1.5']) assert.equal(clockMs(text), null)
})

test('what is missing is named, and all at once', () => {
  const typed = { ...newPost({}, 'ja', []), kind: 'show' as const, at: 'x', when: 'time' as const }
  assert.deepEqual(postFields(typed), { wrong: { text: 'empty', accounts: 'accounts', target: 'target', clock: 'clock', at: 'time' } })
  assert.deepEqual(postFields({ ...newPost({ text: 'x' }, 'ja', ['a']), when: 'moment' }), { wrong: { show: 'show' } })
})

test('an idea becomes what the server takes', () => {
  const read = postFields(newPost({ text: ' 人気の場面 ', kind: 'show', target: 's1', atMs: 62_000 }, 'ja', ['a']))
  assert.deepEqual(read, { fields: { text: '人気の場面', accounts: ['a'], language: 'ja', picture: null, picture_alt: null, target: { show: 's1', at: 62_000 }, at: null, show: null, moment: null } })
  const bound = postFields(newPost({ text: 'x', kind: 'show', target: 's1', show: 's1', moment: 'live' }, 'en', ['a']))
  assert.ok('fields' in bound && bound.fields.moment === 'live' && bound.fields.show === 's1' && bound.fields.at === null)
})

test('the shop’s accounts are ticked at first, its actor in the fediverse where there is no other', () => {
  const account = (id: string, network: string, more = {}) => ({ id, network, name: id, staff: null, state: 'ready', most_length: 280, needs_picture: false, ...more })
  const actor = account('fediverse-shop', 'fediverse')
  const all = [account('x', 'x'), account('i', 'instagram', { needs_picture: true }), account('m', 'bluesky', { staff: { handle: 'mio', name: '澪' } }), actor]
  assert.deepEqual(usualAccounts(all), ['x'])
  assert.deepEqual(usualAccounts([all[2]!, actor]), ['fediverse-shop'])
})
