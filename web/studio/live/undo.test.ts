import assert from 'node:assert/strict'
import test from 'node:test'
import { inverse, kMostActs, popped, pushed, without, type Act } from './undo.ts'

const acts: [string, Act, string, Record<string, unknown>][] = [
  ['a first pin is taken off', { kind: 'pin', product: 'lip', before: null }, 'product.unpin', {}],
  ['a pin over another brings the other back', { kind: 'pin', product: 'lip', before: 'oil' }, 'product.pin', { product: 'oil' }],
  ['an unpinned product is pinned again', { kind: 'unpin', before: 'lip' }, 'product.pin', { product: 'lip' }],
  ['a hidden line is shown', { kind: 'hide', seq: 7 }, 'chat.show', { seq: 7 }],
  ['a shown line is hidden', { kind: 'show', seq: 7 }, 'chat.hide', { seq: 7 }],
  ['a staff line is hidden', { kind: 'say', seq: 9, text: 'x' }, 'chat.hide', { seq: 9 }],
]
for (const [name, act, command, data] of acts) {
  test(name, () => assert.deepEqual(inverse(act), { do: command, data }))
}

test('acts come back newest first, then none are left', () => {
  let stack: readonly Act[] = []
  stack = pushed(pushed(stack, { kind: 'hide', seq: 1 }), { kind: 'hide', seq: 2 })
  const first = popped(stack)!
  assert.deepEqual(first.act, { kind: 'hide', seq: 2 })
  assert.deepEqual(popped(first.rest)!.act, { kind: 'hide', seq: 1 })
  assert.equal(popped(popped(first.rest)!.rest), null)
})

test('the stack is bounded and forgets the oldest', () => {
  let stack: readonly Act[] = []
  for (let seq = 1; seq <= kMostActs + 3; seq += 1) stack = pushed(stack, { kind: 'hide', seq })
  assert.equal(stack.length, kMostActs)
  assert.deepEqual(stack[0], { kind: 'hide', seq: 4 })
})

test('an act that was taken back by hand leaves the stack, the newest such one only', () => {
  const stack: Act[] = [{ kind: 'hide', seq: 1 }, { kind: 'hide', seq: 2 }, { kind: 'hide', seq: 1 }]
  assert.deepEqual(without(stack, (act) => act.kind === 'hide' && act.seq === 1), stack.slice(0, 2))
  assert.equal(without(stack, () => false), stack)
})
