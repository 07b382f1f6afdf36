// What a bench prints: tables of raw figures and ratios, as text. With --write FILE they also stand, as Markdown, in that
// file between <!-- NAME --> and <!-- end of NAME -->, in place of what stood there; NAME is the bench's.
import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { basename } from 'node:path'

/** What may be set on the command line (`--viewers 500`), with its usual value. */
export function options(usual: Record<string, number | string>): Record<string, any> {
  const given: Record<string, number | string> = { ...usual }
  const words = process.argv.slice(2)
  for (let i = 0; i < words.length; i += 2) {
    const name = words[i]!.replace(/^--/, '')
    const value = words[i + 1]
    if (!words[i]!.startsWith('--') || value === undefined || !(name in { ...usual, write: '' })) {
      throw new Error(`${words[i]}? These can be set: ${Object.entries(usual).map(([k, v]) => `--${k} ${v}`).join(' ')} --write FILE`)
    }
    given[name] = typeof usual[name] === 'number' ? Number(value) : value
  }
  return given
}

const bench = basename(process.argv[1]!, '.ts')
let written = ''

/** Adds to what this run has in the file. */
function write(markdown: string): void {
  const at = process.argv.indexOf('--write')
  if (at < 0) return
  written += markdown
  const file = process.argv[at + 1]!
  const text = readFileSync(file, 'utf8')
  const [begin, end] = [`<!-- ${bench} -->\n`, `<!-- end of ${bench} -->`]
  const [from, to] = [text.indexOf(begin), text.indexOf(end)]
  assert.ok(from >= 0 && to > from, `${file} has no place for ${bench}: ${begin.trim()} … ${end}`)
  writeFileSync(file, `${text.slice(0, from + begin.length)}\n${written}${text.slice(to)}`)
}

/** A line of what was measured and how. */
export function note(line: string): void {
  console.log(line)
  write(`${line}\n\n`)
}

/** A line of the report that a goal of the issue stands behind. */
export function goal(what: string, ok: boolean, figure: string): void {
  note(`${ok ? 'reached' : 'missed '}  ${what}: ${figure}`)
}

/** Prints rows under their headings, in columns. */
export function table(headings: string[], rows: (string | number)[][]): void {
  const texts = rows.map((row) => row.map(String))
  const widths = headings.map((heading, i) => Math.max(heading.length, ...texts.map((row) => (row[i] ?? '').length)))
  const line = (row: string[]) => row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!))).join('  ')
  console.log([headings, ...texts].map(line).join('\n') + '\n')
  const cells = (row: string[]) => `| ${row.join(' | ')} |\n`
  write(cells(headings) + cells(headings.map((_, i) => (i === 0 ? '---' : '---:'))) + texts.map(cells).join('') + '\n')
}

export function median(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}

export const round = (value: number, digits = 2): string => value.toFixed(digits)
export const bytes = (value: number): string => value < 10_000 ? `${value.toFixed(0)} B` : value < 1e7 ? `${(value / 1024).toFixed(1)} KiB` : `${(value / 1024 ** 2).toFixed(1)} MiB`
