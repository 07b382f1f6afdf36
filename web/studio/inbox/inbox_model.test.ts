import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { InboxItem } from './inbox_api.ts'
import { addressOf, asked, isFree, lengthOf, mayAnswer, pieces, queryOf, withFreshPage } from './inbox_model.ts'

const item = (over: Partial<InboxItem> = {}): InboxItem => ({
  id: 'i1', network: 'bluesky', account: '@urumi', kind: 'reply', author: '@hana', author_url: null, text: 'いいね', url: null, said_at: '', came_at: '',
  state: 'open', more: 0, gone: null, claim: null, aside: null, answers: [], most_length: 300, show: null, ...over,
})

test('an address says what is looked at, and nothing that is usual', () => {
  const wanted = asked('/studio/inbox?state=aside&network=x&text=%E8%89%B2&order=oldest&item=i1&kind=reply')
  assert.deepEqual(wanted, { state: 'aside', network: 'x', kind: 'reply', text: '色', order: 'oldest', item: 'i1' })
  assert.deepEqual(asked(addressOf(wanted)), wanted)
  assert.equal(addressOf(asked('/studio/inbox?state=nonsense&kind=odd')), '/studio/inbox')
  assert.equal(queryOf(asked('/studio/inbox?item=i1')), 'state=waiting&order=newest')
})

test('who may answer depends on where it was said, and on who is at it', () => {
  const question = item({ show: { id: 's', title: '', state: 'live', seq: 1, at: 0, seconds: 0 } })
  assert.equal(mayAnswer('planner', item()), true)
  assert.equal(mayAnswer('planner', question), false)
  assert.equal(mayAnswer('analyst', item()), false)
  const claimed = item({ state: 'claimed', claim: { by: { id: 'oka', name: '岡' }, until: '' } })
  assert.deepEqual([isFree(claimed, 'oka'), isFree(claimed, 'mori'), isFree(item({ gone: 'old' }), 'oka'), isFree(item({ state: 'answered' }), 'oka')], [true, false, false, true])
})

test('a list that is read anew keeps what was read behind its first page', () => {
  const of = (...ids: string[]) => ids.map((id) => ({ id }))
  assert.deepEqual(withFreshPage(of('n', 'a'), of('a', 'b'), 2), of('n', 'a'))
  assert.deepEqual(withFreshPage(of('n', 'a'), of('a', 'b', 'c', 'n'), 2), of('n', 'a', 'c'))
})

test('addresses in a text are told apart, and nothing is lost', () => {
  const text = '見て（https://a.example/x?y=1）。javascript:alert(1) <b>'
  assert.deepEqual(pieces(text).filter(({ link }) => link).map(({ text: address }) => address), ['https://a.example/x?y=1'])
  assert.equal(pieces(text).map(({ text: part }) => part).join(''), text)
  assert.equal(lengthOf('👩‍👩‍👧が'), 2)
})
