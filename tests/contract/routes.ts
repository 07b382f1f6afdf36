// The OpenAPI document: whole in itself, and every route of it was asked for by the other parts, happily and not.
import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import { refused } from '../support/api.ts'
import type { Shop } from '../support/shop.ts'
import { askedByAll, house } from './house.ts'

let shop: Shop
interface Operation { summary?: string; 'x-access'?: string; parameters?: { name: string; in: string; required: boolean }[]; security?: unknown[]; responses: Record<string, unknown>; requestBody?: unknown }
let document: { openapi: string; info: { title: string; version: string }; paths: Record<string, Record<string, Operation>>; components: Record<string, Record<string, unknown>> }
let operations: { method: string; path: string; operation: Operation }[]
before(async () => {
  shop = await house()
  document = await shop.anyone.get('/api/openapi.json')
  operations = Object.entries(document.paths).flatMap(([path, item]) => Object.entries(item).map(([method, operation]) => ({ method: method.toUpperCase(), path, operation })))
})

describe('the OpenAPI document', () => {
  test('is one of 3.1, and whole', () => {
    assert.match(document.openapi, /^3\.1\.\d+$/)
    assert.ok(document.info.title && document.info.version)
    assert.ok(operations.length > 25, `${operations.length} operations`)
    for (const { method, path, operation } of operations) {
      assert.match(path, /^\//)
      assert.ok(['GET', 'POST', 'PUT', 'PATCH', 'DELETE'].includes(method), `${method} ${path}`)
      assert.match(operation.summary ?? '', /\.$/, `${method} ${path} has a sentence`)
      const named = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name)
      const declared = (operation.parameters ?? []).filter((each) => each.in === 'path').map(({ name }) => name)
      assert.deepEqual(declared.sort(), named.sort(), `${method} ${path}`)
      assert.ok(Object.keys(operation.responses).length > 0)
    }
  })

  test('refers only to what it has', () => {
    const references: string[] = []
    JSON.stringify(document, (key, value) => {
      if (key === '$ref') references.push(value)
      return value
    })
    assert.ok(references.length > 0)
    for (const reference of new Set(references)) {
      assert.match(reference, /^#\//)
      let at: any = document
      for (const step of reference.slice(2).split('/')) at = at?.[step]
      assert.ok(at, reference)
    }
  })
})

test('every route for the staff refuses nobody and viewers', async () => {
  const viewer = await shop.viewer()
  const closed = operations.filter(({ operation }) => operation.security && !/viewer|somebody|anyone/i.test(operation['x-access'] ?? ''))
  assert.ok(closed.length > 12, `${closed.length} routes are closed`)
  for (const { method, path } of closed) {
    const real = path.replaceAll(/\{\w+\}/g, 'none')
    const sent = method === 'GET' || method === 'DELETE' ? {} : { json: {} }
    refused(await shop.anyone.send(method, real, sent), 401, 'unauthorized')
    refused(await viewer.send(method, real, sent), 403, 'forbidden')
  }
})

test('every route has been asked for, and answered as it should and with a refusal', () => {
  const asked = askedByAll()
  const missing: string[] = []
  for (const { method, path } of operations) {
    const pattern = new RegExp(`^${path.replaceAll('.', '\\.').replaceAll(/\{\w+\}/g, '[^/?]+')}(\\?.*)?$`)
    // A name in the path may swallow a fixed word of another route: the exact one has it.
    const others = operations.filter((other) => other.method === method && other.path !== path && !other.path.includes('{'))
    const here = asked.filter((each) => each.method === method && pattern.test(each.path) && !others.some((other) => each.path.split('?')[0] === other.path))
    if (!here.some(({ status }) => status < 400)) missing.push(`${method} ${path} was never answered happily`)
    const open = ['GET /api/shop', 'GET /api/staff', 'GET /healthz', 'GET /metrics', 'GET /api/openapi.json', 'GET /feeds/products.xml', 'GET /feeds/shows.atom', 'GET /feeds/shows.json'].includes(`${method} ${path}`)
    if (!open && !here.some(({ status }) => status >= 400)) missing.push(`${method} ${path} was never refused`)
  }
  assert.deepEqual(missing, [])
})
