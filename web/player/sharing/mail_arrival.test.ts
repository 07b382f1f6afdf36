import assert from 'node:assert/strict'
import { test } from 'node:test'
import { mailIn } from './mail_arrival.ts'

void test('the mail is read from the address and taken out of it', () => {
  assert.deepEqual(mailIn('https://shop.example/shows/abc?at=12&via=hour#x'), { via: 'hour', rest: 'https://shop.example/shows/abc?at=12#x' })
  assert.equal(mailIn('https://shop.example/shows/abc'), null)
  assert.equal(mailIn('https://shop.example/shows/abc?via=somebody'), null)
})
