import assert from 'node:assert/strict'
import test from 'node:test'
import { cell, refusedCsv } from './refused_csv.ts'

test('no cell is run as a formula', () => {
  for (const text of ['=HYPERLINK("x")', '+1', '-1', '@sum', '\tx', '＝1', '＠x']) assert.ok(cell(text).replace(/^"/, '').startsWith("'"), text)
  assert.equal(cell('price'), 'price')
  assert.equal(cell('say "hi", you'), '"say ""hi"", you"')
})

test('the file opens in a spreadsheet', () => {
  assert.equal(refusedCsv(['line', 'field', 'why'], [{ line: 3, field: 'price', why: 'No, none.' }]), '\ufeffline,field,why\r\n3,price,"No, none."\r\n')
})
