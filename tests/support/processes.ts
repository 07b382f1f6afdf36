// Programs that the tests start: none outlives the test that started it.
import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { join } from 'node:path'

export const root = join(import.meta.dirname, '../..')

const children = new Set<ChildProcess>()
process.on('exit', () => {
  for (const child of children) child.kill('SIGKILL')
})
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit(130))

/** Starts a program and sees that it ends with this process. */
export function start(program: string, args: string[], options: SpawnOptions = {}): ChildProcess {
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], ...options })
  children.add(child)
  child.once('close', () => children.delete(child))
  return child
}

export interface Ended {
  /** Null when a signal ended it. */
  code: number | null
  signal: NodeJS.Signals | null
  stdout: string
  stderr: string
}

/** Runs a program to its end; after `seconds` it is killed, and its `signal` says so. `latin1` keeps bytes as they are. */
export async function run(program: string, args: string[], { input = '', seconds = 120, env = {} as Record<string, string>, latin1 = false } = {}): Promise<Ended> {
  const child = start(program, args, { stdio: ['pipe', 'pipe', 'pipe'], env: { ...process.env, ...env } })
  const said = { stdout: '', stderr: '' }
  for (const name of ['stdout', 'stderr'] as const) {
    child[name]!.setEncoding(latin1 ? 'latin1' : 'utf8').on('data', (text: string) => (said[name] += text))
  }
  child.stdin!.on('error', () => {})
  child.stdin!.end(input)
  const timer = setTimeout(() => child.kill('SIGKILL'), seconds * 1000)
  try {
    const [code, signal] = (await once(child, 'close')) as [number | null, NodeJS.Signals | null]
    return { code, signal, ...said }
  } finally {
    clearTimeout(timer)
  }
}

const given = new Set<number>()

/**
 * A TCP port of 127.0.0.1 on which nobody listens at this moment, and that nobody else here was given. It lies below
 * those that the system gives to outgoing connections, of which one could take it before it is listened on.
 */
export const freePort = (): Promise<number> => freeOf(async (port) => {
  const server = createServer().listen(port, '127.0.0.1')
  await once(server, 'listening')
  server.close()
  await once(server, 'close')
})

/** The same for UDP. */
export const freeUdpPort = (): Promise<number> => freeOf(async (port) => {
  const socket = createSocket('udp4').bind(port, '127.0.0.1')
  await once(socket, 'listening')
  socket.close()
  await once(socket, 'close')
})

async function freeOf(tried: (port: number) => Promise<void>): Promise<number> {
  for (let tries = 0; tries < 100; ++tries) {
    const port = randomInt(10_000, 32_000)
    if (given.has(port) || !(await tried(port).then(() => true, () => false))) continue
    given.add(port)
    return port
  }
  throw new Error('No port between 10000 and 32000 is free.')
}

export const sleep = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms))

/** Asks again and again until something truthy is answered; fails with `what` after `seconds`. */
export async function until<T>(what: string, ask: () => T | Promise<T>, seconds = 20, everyMs = 50): Promise<NonNullable<T>> {
  const end = Date.now() + seconds * 1000
  let problem: unknown
  for (;;) {
    try {
      const answer = await ask()
      if (answer) return answer
      problem = undefined
    } catch (error) {
      problem = error
    }
    if (Date.now() > end) throw new Error(`Waited ${seconds} s in vain until ${what}.${problem ? ` Last: ${String(problem)}` : ''}`)
    await sleep(everyMs)
  }
}
