// The Japanese and the English messages have the same keys, and of the same kind (text, or text made from values).
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { join } from 'node:path'
import { files, read, root } from './house.ts'

type Messages = { [key: string]: Messages | string | ((...values: never[]) => unknown) }

/** Every key below, with its kind: `problems.offline string`. */
function keys(messages: Messages, above = ''): string[] {
  return Object.entries(messages).flatMap(([key, value]) =>
    typeof value === 'object' && value !== null ? keys(value as Messages, `${above}${key}.`) : [`${above}${key} ${typeof value}`]).sort()
}

const load = (path: string) => import(join(root, path))
const paths = files('web/*/messages/*.ts').filter((path) => !path.endsWith('.test.ts'))

test('ja.ts and en.ts beside each other have the same keys', async () => {
  const pairs = paths.filter((path) => path.endsWith('/ja.ts'))
  assert.ok(pairs.length > 0, 'no message file found')
  for (const path of pairs) {
    const { ja } = await load(path)
    const { en } = await load(path.replace(/ja\.ts$/, 'en.ts'))
    assert.deepEqual(keys(ja), keys(en), path)
  }
})

test('dictionaries say the same in both languages', async () => {
  const { language } = await load('web/shared/i18n.ts')
  let seen = 0
  for (const path of paths.filter((path) => !/\/(ja|en)\.ts$/.test(path))) {
    for (const [name, words] of Object.entries(await load(path))) {
      if (typeof words !== 'function' || words.length > 0) continue
      const [ja, en] = ['ja', 'en'].map((spoken) => { language.value = spoken; return keys(words()) })
      assert.deepEqual(ja, en, `${path}: ${name}`)
      seen++
    }
  }
  assert.ok(seen > 0, 'no dictionary found')
})

test('a missing message would be seen', () => {
  assert.notDeepEqual(keys({ buy: '買う', left: (n: number) => `残り ${n}` }), keys({ buy: 'Buy', left: 'left' }))
  assert.notDeepEqual(keys({ a: { b: 'x' } }), keys({ a: {} }))
})

test('every action that the audit log names in the source has its sentence', () => {
  const sentences = read('web/studio/messages/audit.ts')
  const named = files('src/*.cc').filter((path) => !path.endsWith('_test.cc'))
    .flatMap((path) => [...read(path).matchAll(/\baudit\([^;]{0,120}?"([a-z-]+\.[a-z-]+)"/g)].map(([, action]) => action!))
  assert.ok(named.length > 20, `only ${named.length} actions found`)
  assert.deepEqual([...new Set(named)].filter((action) => !sentences.includes(`'${action}':`)), [])
})
