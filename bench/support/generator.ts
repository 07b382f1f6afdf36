// A load generator or floor of ours: a program bench_… that takes words and says JSON, a line each.
import assert from 'node:assert/strict'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { root, start } from '../../tests/support/processes.ts'

export interface Latency { count: number; p50: number; p90: number; p99: number; max: number }

const programs = process.env.NIGIWAI_BENCH ?? join(root, 'build/release/bench')

export class Generator {
  readonly name: string
  readonly #child: ChildProcess
  readonly #said: AsyncIterator<string>

  private constructor(name: string, child: ChildProcess) {
    this.name = name
    this.#child = child
    this.#said = createInterface({ input: child.stdout! })[Symbol.asyncIterator]()
  }

  static start(name: string, options: Record<string, string | number>, ...words: string[]): Generator {
    const args = Object.entries(options).flatMap(([option, value]) => [`--${option}`, String(value)])
    return new Generator(name, start(join(programs, `bench_${name}`), [...words, ...args], { stdio: ['pipe', 'pipe', 'inherit'] }))
  }

  /** Runs one that needs no words, and answers the last thing it said. */
  static async run(name: string, options: Record<string, string | number>, ...words: string[]): Promise<any> {
    const generator = Generator.start(name, options, ...words)
    return generator.rest()
  }

  get pid(): number {
    return this.#child.pid!
  }

  tell(word: 'go' | 'silence' | 'end'): void {
    this.#child.stdin!.write(`${word}\n`)
  }

  /** The next thing it says. */
  async next(): Promise<any> {
    const { value, done } = await this.#said.next()
    assert.ok(!done, `bench_${this.name} ended early; the reason stands above.`)
    return JSON.parse(value)
  }

  /** The next thing it says that has this member. */
  async until(member: string): Promise<any> {
    for (;;) {
      const said = await this.next()
      if (member in said) return said[member]
    }
  }

  /** Waits for its end; answers the last thing it said. */
  async rest(): Promise<any> {
    let last: any
    for (let said = await this.#said.next(); !said.done; said = await this.#said.next()) last = JSON.parse(said.value)
    if (this.#child.exitCode === null) await once(this.#child, 'close')
    assert.equal(this.#child.exitCode, 0, `bench_${this.name} failed; the reason stands above.`)
    return last
  }
}
