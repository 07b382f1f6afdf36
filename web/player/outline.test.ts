import assert from 'node:assert/strict'
import { test } from 'node:test'
import { chapterAt, hillPath, stretches } from './outline.ts'

const chapter = (at: number, title: string) => ({ at, title, product: null })

test('chapters become stretches from the beginning to the end', () => {
  const made = stretches([chapter(30_000, 'b'), chapter(4_000, 'a')], 60_000)
  assert.deepEqual(made.map(({ from, to, title }) => [from, to, title]), [[0, 30_000, 'a'], [30_000, 60_000, 'b']])
})

test('chapters that follow at once are one, under the later name', () => {
  const made = stretches([chapter(0, 'a'), chapter(20_000, 'slip'), chapter(21_000, 'b')], 60_000)
  assert.deepEqual(made.map(({ from, title }) => [from, title]), [[0, 'a'], [20_000, 'b']])
})

test('no chapters, or chapters beyond the end, make none', () => {
  assert.deepEqual(stretches([], 60_000), [])
  assert.deepEqual(stretches([chapter(70_000, 'x')], 60_000), [])
})

test('the chapter at a place', () => {
  const made = stretches([chapter(0, 'a'), chapter(20_000, 'b')], 60_000)
  assert.equal(chapterAt(made, 19_999)!.title, 'a')
  assert.equal(chapterAt(made, 20_000)!.title, 'b')
  assert.equal(chapterAt([], 5), undefined)
})

test('the hill stands on its lower edge and its peak touches the top', () => {
  assert.equal(hillPath([0, 4, 1], 100, 30), 'M0 30L0 30L50 2L100 16L100 30Z')
  assert.equal(hillPath([0, 0], 100, 30), '')
  assert.equal(hillPath([], 100, 30), '')
})
