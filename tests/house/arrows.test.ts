// Includes follow the arrows: a folder of src/ includes only from rooms that its CMakeLists.txt links, directly or
// through those.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { arrows, files, reachable, read } from './house.ts'

const order = [
  'base', 'store', 'http', 'outbox', 'timeline', 'media', 'people', 'shop', 'talk', 'show', 'social', 'insight', 'server',
]

/** The room of a path below src/; main.cc and its like stand in none. */
const room = (path: string) => /^src\/(\w+)\//.exec(path)?.[1]

test('every include follows an arrow', () => {
  const reach = reachable(arrows())
  const wrong: string[] = []
  for (const path of files('src/*.h', 'src/*.cc')) {
    const from = room(path)
    if (!from) continue
    for (const [, included] of read(path).matchAll(/^\s*#include "([^"]+)"/gm)) {
      const to = /^(\w+)\//.exec(included!)?.[1]
      if (!to) wrong.push(`${path} includes "${included}", which is not by its path from src/`)
      else if (!reach.get(from)?.has(to)) wrong.push(`${path} includes "${included}", but ${from} has no arrow to ${to}`)
    }
  }
  assert.deepEqual(wrong, [])
})

test('arrows point down only', () => {
  const wrong: string[] = []
  for (const [from, links] of arrows()) {
    for (const to of links) if (order.indexOf(to) >= order.indexOf(from)) wrong.push(`${from} → ${to}`)
  }
  assert.deepEqual(wrong, [])
})

test('every folder of src/ with sources is a room', () => {
  const rooms = arrows()
  const folders = new Set(files('src/*/*.cc').map((path) => room(path)!))
  assert.deepEqual([...folders].filter((folder) => !rooms.has(folder)), [])
})

test('a wrong arrow would be seen', () => {
  const rooms = new Map([['base', []], ['store', ['base']], ['shop', ['store']]] as [string, string[]][])
  assert.deepEqual([...reachable(rooms).get('shop')!].sort(), ['base', 'shop', 'store'])
  assert.equal(reachable(rooms).get('store')!.has('shop'), false)
  assert.throws(() => reachable(new Map([['a', ['b']], ['b', ['a']]])), /go round/)
})
