// What may not stand in a file of ours: a path of somebody's machine, a package registry's host, a note to do
// something later; and a file that has grown past 500 lines.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { files, read } from './house.ts'

// Written so that this file does not find itself.
const banned: [RegExp, string][] = [
  [/(?<![\w.$}\])-])\/(?:home\/[a-z]|root\/|work\/|Users\/[A-Z])/, "a machine's path"],
  [/registry\.(?:npmjs|yarnpkg)\b|deb\.(?:debian|nodesource)\b|(?:files\.python|py)[p]i\b|proxy\.golang\b|static\.crates\b/, 'a package registry host'],
  [/\b(?:TO[D]O|FIX[M]E|X[X]X)\b/, 'a note to do something later'],
]

const isText = (path: string) => !/\.(png|jpe?g|webp|gif|ico|mp4|woff2?|bin)$|(^|\/)corpus\/|^LICENSE$/.test(path)
const isCode = (path: string) => /\.(h|cc|c|cmake|sql|ts|tsx|js|mjs|css|html|sh)$|^Makefile$|^tools\/|\/run$/.test(path)

const findings = (text: string) => banned.filter(([pattern]) => pattern.test(text)).map(([, what]) => what)

test('no file names a machine, a registry, or a thing to do later', () => {
  const found: string[] = []
  for (const path of files().filter(isText)) {
    read(path).split('\n').forEach((line, at) => {
      for (const what of findings(line)) found.push(`${path}:${at + 1} has ${what}: ${line.trim().slice(0, 120)}`)
    })
  }
  assert.deepEqual(found, [])
})

test('no code file is longer than 500 lines', () => {
  const long = files().filter((path) => isCode(path) && isText(path))
    .map((path) => ({ path, lines: read(path).trimEnd().split('\n').length }))
    .filter(({ lines }) => lines > 500)
  assert.deepEqual(long, [])
})

test('what is banned would be seen', () => {
  assert.deepEqual(findings('see /ho' + 'me/ken/x'), ["a machine's path"])
  assert.deepEqual(findings('https://registry.npm' + 'js.org/vite'), ['a package registry host'])
  assert.deepEqual(findings('// TO' + 'DO later'), ['a note to do something later'])
  assert.deepEqual(findings("import x from '../work/x'; fetch('/orders/1')"), [])
})
