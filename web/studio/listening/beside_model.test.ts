import assert from 'node:assert/strict'
import { test } from 'node:test'
import { nearest, placed } from './beside_model.ts'
import type { Beside } from './listening_api.ts'

const day = (n: number): string => `2026-05-${String(n).padStart(2, '0')}T00:00:00Z`
const axis = { from: Date.parse(day(1)), until: Date.parse(day(11)) }
const beside: Beside = {
  shows: [{ show: 'a', title: '夜', from: day(3), until: day(4), orders: 5 }, { show: 'b', title: '今', from: day(9), until: null, orders: 0 }],
  campaigns: [{ campaign: 'c', title: '秋', from: '2026-04-01T00:00:00Z', until: day(6) }],
  posts: [{ post: 'p', text: '今夜', at: day(2), where: '@geppaku' }],
  left_off: { shows: 0, campaigns: 0, posts: 0 },
}

test('stands on the axis, cut at its ends', () => {
  const { shows, campaigns, posts } = placed(beside, axis, Date.parse(day(10)))
  const rounded = (value: number): number => Math.round(value * 100) / 100
  assert.deepEqual(shows.map(({ left, width, until }) => [rounded(left), rounded(width), until === null]), [[0.2, 0.1, false], [0.8, 0.1, true]], 'what is on air reaches until now')
  assert.deepEqual(campaigns.map(({ left, width }) => [left, width]), [[0, 0.5]], 'it began before')
  assert.deepEqual(posts.map(({ left, width, name, where }) => [left, width, name, where]), [[0.1, 0, '今夜', '@geppaku']])
})

test('a tap finds what lies there, the shorter first, or what is next to it', () => {
  const { shows, campaigns } = placed(beside, axis, Date.parse(day(10)))
  assert.deepEqual([0, 0.25, 0.5, 0.6, 1].map((at) => nearest(shows, at)), [0, 0, 0, 1, 1])
  assert.equal(nearest([...campaigns, { ...campaigns[0]!, left: 0.1, width: 0.1 }], 0.15), 1)
  assert.equal(nearest([], 0.5), -1)
})
