import assert from 'node:assert/strict'
import test from 'node:test'
import { csvOf } from './csv.ts'

test('rows and cells, with what must be quoted', () => {
  assert.equal(csvOf([['name', 'code'], ['花, "はな"', 'A1']]), 'name,code\r\n"花, ""はな""",A1')
})

test('a name that looks like a formula stays a name', () => {
  assert.equal(csvOf([['=HYPERLINK("x")', '-1', '@me']]), `"'=HYPERLINK(""x"")",'-1,'@me`)
})
