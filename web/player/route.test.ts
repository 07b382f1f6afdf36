import assert from 'node:assert/strict'
import { test } from 'node:test'
import { pageOf } from './route.ts'

const table: [string, string, object][] = [
  ['/', '', { name: 'home' }],
  ['/shows/h3k9', '?t=90', { name: 'show', id: 'h3k9' }],
  ['/shows/h3k9/', '', { name: 'show', id: 'h3k9' }],
  ['/products/urumi%20lip', '', { name: 'product', id: 'urumi lip' }],
  ['/orders/o1', '?key=s3cret', { name: 'order', id: 'o1', key: 's3cret' }],
  ['/orders/o1', '', { name: 'order', id: 'o1', key: '' }],
  ['/embed/h3k9', '?host=x', { name: 'embed', id: 'h3k9' }],
  ['/me', '', { name: 'me' }],
  ['/sign-in', '?token=abc', { name: 'sign-in', token: 'abc' }],
  ['/staff/minori', '', { name: 'staff', handle: 'minori' }],
  ['/shows', '', { name: 'nothing' }],
  ['/shows/a/b', '', { name: 'nothing' }],
  ['/elsewhere', '', { name: 'nothing' }],
  ['/shows/%E0%A4%A', '', { name: 'nothing' }],
]

for (const [path, search, page] of table) {
  test(`${path}${search} is ${JSON.stringify(page)}`, () => assert.deepEqual(pageOf(path, search), page))
}
