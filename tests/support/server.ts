// A nigiwai of its own for a test: free ports, a data folder that goes away, its log kept.
import assert from 'node:assert/strict'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Ended, freePort, freeUdpPort, root, run, start, until } from './processes.ts'

/** The binary under test: NIGIWAI_BINARY or NIGIWAI (what tools/test sets), else the release build. */
export const binary = process.env.NIGIWAI_BINARY ?? process.env.NIGIWAI ?? join(root, 'build/release/nigiwai')

/** The sanitizers make everything several times slower; patience goes along, what is asserted does not. */
export const patience = /asan|tsan/.test(binary) ? 5 : 1

/** What a sanitizer says when it has found something; no server may end with one of these in its log. */
const finding = /(ERROR: (Address|Leak|Undefined)\w*Sanitizer|WARNING: ThreadSanitizer|runtime error:)/

export interface ServerOptions {
  /** Kept when given; otherwise made, and removed by stop(). */
  data?: string
  args?: string[]
  env?: Record<string, string>
  /** How many files the process may open. */
  openFiles?: number
}

export class Server {
  readonly data: string
  readonly port: number
  readonly rtmpPort: number
  readonly srtPort: number
  readonly base: string
  /** All that the process said on both streams, over all its lives. */
  log = ''
  readonly #options: ServerOptions
  readonly #ownData: boolean
  #process: ChildProcess | undefined
  #killed = false

  private constructor(data: string, ownData: boolean, ports: [number, number, number], options: ServerOptions) {
    this.data = data
    this.#ownData = ownData
    ;[this.port, this.rtmpPort, this.srtPort] = ports
    this.base = `http://127.0.0.1:${this.port}`
    this.#options = options
  }

  /** A folder for a server that is not started yet. */
  static async prepare(options: ServerOptions = {}): Promise<Server> {
    assert.ok(existsSync(binary), `There is no server at ${binary}. Run \`make build\` first.`)
    const data = options.data ?? (await mkdtemp(join(tmpdir(), 'nigiwai-test-')))
    return new Server(data, options.data === undefined, [await freePort(), await freePort(), await freeUdpPort()], options)
  }

  static async start(options: ServerOptions = {}): Promise<Server> {
    const server = await Server.prepare(options)
    await server.begin()
    return server
  }

  get pid(): number | undefined {
    return this.#process?.pid
  }

  get running(): boolean {
    return this.#process !== undefined && this.#process.exitCode === null && this.#process.signalCode === null
  }

  arguments(): string[] {
    return ['serve', '--data', this.data, '--listen', `127.0.0.1:${this.port}`, '--rtmp', `127.0.0.1:${this.rtmpPort}`,
      '--srt', `127.0.0.1:${this.srtPort}`, ...(this.#options.args ?? [])]
  }

  /** Starts it, the first time or again on the same ports and data, and waits until it is healthy. */
  async begin(): Promise<void> {
    const files = this.#options.openFiles
    const [program, ...before] = files === undefined ? [binary] : ['prlimit', `--nofile=${files}:${files}`, binary]
    const child = start(program!, [...before, ...this.arguments()], { env: { ...process.env, ...this.#options.env } })
    this.#process = child
    this.#killed = false
    for (const stream of [child.stdout!, child.stderr!]) {
      stream.setEncoding('utf8').on('data', (text: string) => (this.log = (this.log + text).slice(-4_000_000)))
    }
    await until(`the server is healthy; its log ends: ${this.log.slice(-600)}`, async () => {
      if (!this.running) throw new Error(`it ended: ${this.log.slice(-1500)}`)
      return (await fetch(`${this.base}/healthz`)).ok
    }, 30 * patience).catch((error: Error) => {
      throw this.running ? error : new Error(`The server ended before it was healthy: ${this.log.slice(-1500)}`)
    })
  }

  /** What it prints, which may come a moment after it is healthy. */
  async said(what: RegExp): Promise<RegExpExecArray> {
    return until(`the server says ${what}; its log ends: ${this.log.slice(-600)}`, () => what.exec(this.log), 10 * patience)
  }

  /** Asks it to end and holds it to ending by itself, in order, without a finding. */
  async stop(): Promise<void> {
    const child = this.#process
    if (child && this.running) {
      child.kill('SIGTERM')
      const timer = setTimeout(() => child.kill('SIGABRT'), 15_000 * patience)
      const [code, signal] = await once(child, 'close')
      clearTimeout(timer)
      assert.equal(signal, null, `The server had to be ended by force. Its log ends: ${this.log.slice(-2000)}`)
      assert.equal(code, 0, `The server ended with ${code}. Its log ends: ${this.log.slice(-2000)}`)
    } else if (child && !this.#killed) {
      assert.ok(child.exitCode === 0, `The server ended by itself with ${child.exitCode ?? child.signalCode}. Its log ends: ${this.log.slice(-2000)}`)
    }
    this.holdAgainstFindings()
    if (this.#ownData) await rm(this.data, { recursive: true, force: true })
  }

  holdAgainstFindings(): void {
    const found = finding.exec(this.log)
    assert.equal(found, null, `A sanitizer found something: ${found ? this.log.slice(found.index, found.index + 6000) : ''}`)
  }

  /** As a power switch would: no chance to say goodbye. */
  async kill(): Promise<void> {
    const child = this.#process
    assert.ok(child && this.running, `The server was to be killed but had ended by itself. Its log ends: ${this.log.slice(-2000)}`)
    this.#killed = true
    child.kill('SIGKILL')
    await once(child, 'close')
    this.holdAgainstFindings()
  }

  /** Another command of the binary on the same data: command('owner', ['a@example.jp'], 'password'). */
  command(name: string, args: string[], input = ''): Promise<Ended> {
    return run(binary, [name, ...args, '--data', this.data], { input, seconds: 60 * patience })
  }

  /** Another server process with these arguments; answers once it has ended. */
  serveAgain(args: string[]): Promise<Ended> {
    return run(binary, ['serve', ...args], { seconds: 30 * patience })
  }
}
