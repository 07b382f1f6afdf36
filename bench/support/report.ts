// What a bench prints: tables of raw figures and ratios, as text and, with --markdown FILE, as Markdown.
import { appendFileSync } from 'node:fs'

export interface Options { [name: string]: string }

/** `--viewers 500 --quick` after the name of the bench. */
export function options(usual: Record<string, number | string>): Record<string, any> {
  const given: Record<string, number | string> = { ...usual }
  const words = process.argv.slice(2)
  for (let i = 0; i < words.length; i += 2) {
    const name = words[i]!.replace(/^--/, '')
    const value = words[i + 1]
    if (!words[i]!.startsWith('--') || value === undefined || !(name in { ...usual, markdown: '' })) {
      throw new Error(`${words[i]}? These can be set: ${Object.entries(usual).map(([k, v]) => `--${k} ${v}`).join(' ')} --markdown FILE`)
    }
    given[name] = typeof usual[name] === 'number' ? Number(value) : value
  }
  return given
}

const markdownFile = (): string | undefined => {
  const at = process.argv.indexOf('--markdown')
  return at < 0 ? undefined : process.argv[at + 1]
}

export function say(line: string): void {
  console.log(line)
}

/** A line for both forms: what was measured and how. */
export function note(line: string): void {
  console.log(line)
  const file = markdownFile()
  if (file) appendFileSync(file, `${line}\n\n`)
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
  const file = markdownFile()
  if (!file) return
  const cells = (row: string[]) => `| ${row.join(' | ')} |\n`
  appendFileSync(file, cells(headings) + cells(headings.map((_, i) => (i === 0 ? '---' : '---:'))) + texts.map(cells).join('') + '\n')
}

export function median(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}

export const round = (value: number, digits = 2): string => value.toFixed(digits)
export const bytes = (value: number): string => value < 10_000 ? `${value.toFixed(0)} B` : value < 1e7 ? `${(value / 1024).toFixed(1)} KiB` : `${(value / 1024 ** 2).toFixed(1)} MiB`
