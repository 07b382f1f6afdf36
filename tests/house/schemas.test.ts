// A table WITHOUT ROWID has the columns of its key first: where another stands between them, integrity_check of SQLite
// 3.40 calls that one NULL, and an owner who checks a backup is frightened for nothing.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { files, read } from './house.ts'

/** Tables WITHOUT ROWID of a script whose key has another column before its last one. */
function scattered(sql: string): string[] {
  const found: string[] = []
  for (const [, name, body] of sql.replaceAll(/--[^\n]*/g, '').matchAll(/CREATE TABLE (\w+) \(([^;]*)\)[^();]*\bWITHOUT ROWID/g)) {
    const key = body!.match(/PRIMARY KEY \(([^)]*)\)/)?.[1]!.split(',').map((column) => column.trim()) ?? []
    const columns = [...body!.matchAll(/(?:^|,)\s*(\w+) (?:TEXT|INTEGER|REAL|BLOB|ANY)\b/g)].map(([, column]) => column!)
    if (columns.slice(0, key.length).some((column) => !key.includes(column))) found.push(name!)
  }
  return found
}

test('tables without a rowid have the columns of their key first', () => {
  const schemas = files('src/*.sql').map((path) => ({ path, sql: read(path) }))
  const gone = schemas.flatMap(({ sql }) => [...sql.matchAll(/DROP TABLE (\w+);/g)].map(([, name]) => name))
  const found = schemas.flatMap(({ path, sql }) => scattered(sql).filter((name) => !gone.includes(name)).map((name) => `${path}: ${name}`))
  assert.deepEqual(found, [])
})

test('a column between them would be seen', () => {
  const table = (columns: string) => `CREATE TABLE a (\n  ${columns},\n  PRIMARY KEY (show, id)\n) STRICT, WITHOUT ROWID;`
  assert.deepEqual(scattered(table('show TEXT NOT NULL,\n  until INTEGER NOT NULL, -- of, the show\n  id TEXT NOT NULL')), ['a'])
  assert.deepEqual(scattered(table("id TEXT NOT NULL CHECK (id IN ('a', 'b')),\n  show TEXT NOT NULL,\n  until INTEGER NOT NULL")), [])
})
