import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Trend, Voice } from './listening_api.ts'
import { drawn, pointAt, pointsOf, sharesOf, times, topOf } from './listening_model.ts'

const trend = (change: Partial<Trend>): Trend => ({ term: 0, from: '2026-05-01', to: '2026-05-03', step: 'day', networks: [], total: 0, voices: [], spikes: [], beside: { shows: [], campaigns: [], posts: [], left_off: { shows: 0, campaigns: 0, posts: 0 } }, all: 0, newest: null, ...change })

test('points are days of Japan, with all networks together', () => {
  const points = pointsOf(trend({ networks: [{ network: 'x', total: 3, counts: [1, 2] }, { network: 'y', total: 4, counts: [4, 0] }] }))
  assert.deepEqual(points.map(({ count }) => count), [5, 2])
  assert.equal(new Date(points[0]!.at).toISOString(), '2026-04-30T15:00:00.000Z')
  assert.equal(pointAt(points, Date.parse('2026-05-01T15:00:00Z')), 1)
  assert.equal(pointAt(points, Date.parse('2026-05-02T15:00:00Z')), -1)
  assert.equal(pointsOf(trend({ step: 'hour' })).length, 48)
})

test('small networks are drawn as one', () => {
  const networks = [9, 8, 7, 6, 5, 4].map((total) => ({ network: `n${total}`, total, counts: [total] }))
  assert.deepEqual(drawn(networks).map(({ network, total }) => [network, total]), [['n9', 9], ['n8', 8], ['n7', 7], ['n6', 6], ['', 9]])
  assert.equal(drawn(networks.slice(0, 5)).length, 5)
})

test('the axis ends at a round number', () => {
  assert.deepEqual([0, 4, 5, 11, 101, 2600].map(topOf), [4, 4, 5, 15, 150, 3000])
})

test('shares are of shop and rivals alone', () => {
  const voice = (kind: Voice['kind'], count: number, before: number): Voice => ({ id: count, kind, name: kind, aliases: [], about: '', counting: false, count, before })
  const shares = sharesOf([voice('shop', 25, 10), voice('product', 900, 1), voice('rival', 75, 0)])
  assert.deepEqual(shares.map(({ kind, share, shareBefore }) => [kind, share, shareBefore]), [['rival', 0.75, 0], ['shop', 0.25, 1]])
  assert.equal(sharesOf([voice('shop', 0, 0)])[0]!.share, 0)
})

test('a spike out of silence is not endless', () => {
  assert.equal(times({ term: 0, at: '', count: 40, expected: 0.2, score: 1 }), 40)
})
