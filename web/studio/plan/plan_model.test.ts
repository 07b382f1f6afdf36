import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Plan } from './plan_api.ts'
import { draftErrors, draftOf, fieldsOf, targetTyped, typedTarget } from './plan_model.ts'

test('targets are typed in the units people think in', () => {
  const rows: [string, string, number, number | null][] = [
    ['viewers', '1,200', 0, 1200], ['cvr', '2.5', 0, 25], ['cvr', '100', 0, 1000], ['cvr', '100.1', 0, null], ['cvr', '0.01', 0, null],
    ['average_view', '4.5', 0, 270], ['gmv', '12.34', 2, 1234], ['gmv', '５０００', 0, 5000], ['viewers', '0', 0, null], ['viewers', '-1', 0, null], ['viewers', '', 0, null], ['viewers', 'many', 0, null],
  ]
  for (const [figure, text, digits, target] of rows) {
    assert.equal(targetTyped(figure, text, digits), target, `${figure} ${text}`)
    if (target !== null) assert.equal(targetTyped(figure, typedTarget(figure, target, digits), digits), target)
  }
})

test('a plan comes back as it was, and what is wrong is named', () => {
  const plan: Plan = {
    version: 3, concept: 'seasonal', purpose: 'p', length_s: 3600,
    targets: [{ figure: 'viewers', target: 300, unit: 'number' }, { figure: 'cvr', target: 25, unit: 'permille' }], team: [{ staff: 'minori', role: 'presenter' }],
  }
  const draft = draftOf(plan, 0)
  assert.deepEqual(draftErrors(draft, 0), {})
  assert.deepEqual(fieldsOf(draft, 0), { concept: 'seasonal', purpose: 'p', length_s: 3600, targets: plan.targets.map(({ figure, target }) => ({ figure, target })), team: plan.team })
  const wrong = { ...draft, length: '721', targets: [...draft.targets, { figure: 'viewers', value: '5' }, { figure: 'cvr', value: 'x' }], team: [...draft.team, ...draft.team] }
  assert.deepEqual(draftErrors(wrong, 0), { length: 'lengthWrong', 'targets.2': 'twice', 'targets.3': 'percentWrong', 'team.1': 'twicePerson' })
  assert.equal(fieldsOf({ ...draft, length: '' }, 0).length_s, null)
})
