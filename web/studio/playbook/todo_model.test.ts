import assert from 'node:assert/strict'
import test from 'node:test'
import { setLanguage } from '../../shared/i18n.ts'
import type { Todo } from './playbook_api.ts'
import { asideOf, kShownFirst, pageOf, phaseAfter, sentenceOf, shownFirst } from './todo_model.ts'

const todo = (more: Partial<Todo> = {}): Todo => ({
  id: 'a', phase: 'introduction', title: { ja: 'する', en: 'Do' }, why: { ja: '', en: '' }, role: null, person: null, due_at: null, state: 'open',
  evidence: null, closed: null, own: false, dropped: false, version: 1, ...more,
})
const names = (todos: Todo[]): string => todos.map(({ id }) => id).join('')

test('what is open comes before what is done, in its place', () => {
  const many = [...'abcdefghijk'].map((id) => todo({ id, state: id < 'e' ? 'closed' : 'open' }))
  assert.equal(names(shownFirst(many)), 'aefghijk')
  assert.equal(shownFirst(many).length, kShownFirst)
  assert.equal(names(shownFirst(many.slice(0, 4))), 'abcd')
})

test('evidence opens where it stands', () => {
  const evidence = { kind: 'x', goal: 1, have: 1 }
  assert.equal(pageOf({ ...evidence, page: 'show', id: 'h3/9' })!.href, '/studio/shows/h3%2F9')
  assert.equal(pageOf({ ...evidence, page: 'team' })!.href, '/studio/settings/team')
  assert.equal(pageOf({ ...evidence, page: '' }), null)
  assert.equal(pageOf(null), null)
})

test('a line says what was counted, or what a person wrote', () => {
  setLanguage('en')
  const counted = { kind: 'roles-filled', goal: 3, have: 2, facts: { roles: [{ role: 'owner', people: 1 }, { role: 'director', people: 2 }] } }
  assert.equal(sentenceOf(todo({ evidence: counted })), 'Owner 1 · Director 2')
  assert.equal(sentenceOf(todo()), 'Closed by a person with a note')
  assert.equal(sentenceOf(todo({ evidence: { kind: 'rehearsal-held', goal: 1 } })), 'Closed by a person with a note')
  const closed = todo({ closed: { by: 'person', at: '2026-11-20T10:00:00Z', note: '42 min', who: { handle: 'aki', name: 'Aki' } } })
  assert.equal(sentenceOf(closed), '42 min')
  assert.match(asideOf(closed), /^Aki /)
  assert.equal(asideOf(todo({ closed: { by: 'events', at: null, note: '', who: null } })), 'By itself')
})

test('the last phase is followed by none', () => {
  assert.equal(phaseAfter('introduction'), 'operation')
  assert.equal(phaseAfter('full-scale'), null)
})
