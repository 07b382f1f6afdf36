import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { LevelMonth } from './fans_api.ts'
import { columns, directed, peopleOf } from './levels_model.ts'

const month: LevelMonth = {
  month: '2026-11', over: false, levels: { participant: 6, fan: 3, loyal: 1, evangelist: 0 },
  moves: [{ from: 'participant', to: 'fan', people: 2 }, { from: null, to: 'participant', people: 5 }, { from: 'loyal', to: 'participant', people: 1 }, { from: 'fan', to: null, people: 3 }],
}

test('moves are told by where they lead, the most first', () => {
  const { up, down } = directed(month.moves)
  assert.deepEqual(up.map(({ people }) => people), [5, 2])
  assert.deepEqual(down.map(({ people }) => people), [3, 1], 'who has no level any more went down')
  assert.deepEqual(directed([]), { up: [], down: [] })
})

test('levels stand upon each other', () => {
  assert.equal(peopleOf(month), 10)
  assert.deepEqual(columns([month], 20, 100), ['M0.15 100.00h0.7V70.00h-0.7z', 'M0.15 70.00h0.7V55.00h-0.7z', 'M0.15 55.00h0.7V50.00h-0.7z', ''])
})
