// Rows of request and response as a network's documents show them, and the local server that holds us to them: what we
// ask must be what the page says, in method, path, headers and body.
import assert from 'node:assert/strict'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { dirname, join } from 'node:path'
import { existsSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { start } from '../../support/processes.ts'
import { binary } from '../../support/server.ts'

export interface Exchange {
  /** The page of the network's documents that shows it. */
  page: string
  request: { method: string; path: string; headers?: Record<string, string>; body?: unknown }
  response: { status: number; headers?: Record<string, string>; body?: unknown }
}
export interface Row {
  what: string
  call: 'check' | 'publish' | 'remove' | 'counts' | 'heard'
  account: { name?: string; settings?: Record<string, unknown>; secrets?: Record<string, unknown> }
  saying?: Record<string, string>
  id?: string
  since?: string
  exchanges: Exchange[]
  /** What comes of it: some members of what the caller gets. */
  gives?: unknown
  problem?: { status: number; type: string; retry_after?: number; detail?: RegExp }
  /** Members of the account after the call. */
  becomes?: { name?: string; settings?: Record<string, unknown>; secrets?: Record<string, unknown> }
}
export interface Outcome {
  answer?: unknown
  problem?: { status: number; type: string; detail: string; retry_after: number }
  account: { name: string; settings: Record<string, unknown>; secrets: Record<string, unknown>; renewed: boolean }
}

/** The clock of channel_call. */
export const now = new Date(1_795_000_000_000)

/** Headers that libcurl speaks for itself. */
const ours = new Set(['host', 'user-agent', 'accept', 'accept-encoding', 'content-length', 'connection'])

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  const bytes = Buffer.concat(chunks)
  if (bytes.length === 0) return undefined
  if (request.headers['content-type'] === 'application/json') return JSON.parse(bytes.toString('utf8'))
  return request.headers['content-type']?.startsWith('image/') ? bytes.toString('base64') : bytes.toString('utf8')
}

/** A network that answers by a table and remembers what it was asked. */
export class Network {
  readonly asked: Exchange['request'][] = []
  exchanges: Exchange[] = []
  readonly #server = createServer((request, response) => {
    void bodyOf(request).then((body) => {
      const headers = Object.fromEntries(Object.entries(request.headers).filter(([name]) => !ours.has(name))) as Record<string, string>
      const exchange = this.exchanges[this.asked.length]
      this.asked.push({ method: request.method!, path: request.url!, headers, ...(body === undefined ? {} : { body }) })
      if (!exchange) return void response.writeHead(418).end('nothing more was expected')
      const { status, headers: told = {}, body: answer } = exchange.response
      const text = answer === undefined ? '' : typeof answer === 'string' ? answer : JSON.stringify(answer)
      response.writeHead(status, { ...(typeof answer === 'object' ? { 'content-type': 'application/json' } : {}), ...told }).end(text)
    })
  })

  static async open(): Promise<Network> {
    const network = new Network()
    await new Promise<void>((done) => network.#server.listen(0, '127.0.0.1', done))
    return network
  }
  get peer(): string {
    return `127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }
  expect(exchanges: Exchange[]): void {
    this.asked.length = 0
    this.exchanges = exchanges
  }
  /** That all was asked as the pages say, and nothing else. */
  wasAskedSo(): void {
    const expected = this.exchanges.map(({ request }) => ({ ...request, headers: request.headers ?? {} }))
    assert.deepEqual(this.asked, expected)
  }
  close(): void {
    this.#server.closeAllConnections()
    this.#server.close()
  }
}

const program = join(dirname(binary), 'tests/support/channel_call')

/** Calls networks as the server does, with the server's own code. */
export class Caller {
  readonly #process = start(program, [], { stdio: ['pipe', 'pipe', 'inherit'] })
  readonly #lines = createInterface({ input: this.#process.stdout! })[Symbol.asyncIterator]()

  constructor() {
    assert.ok(existsSync(program), `There is no channel_call beside ${binary}; build all.`)
  }
  async call(network: Network, name: string, row: Row): Promise<Outcome> {
    const { call, account, saying, id, since } = row
    this.#process.stdin!.write(JSON.stringify({ peer: network.peer, network: name, call, account, saying, id, since }) + '\n')
    const { value, done } = await this.#lines.next()
    assert.ok(!done, 'channel_call ended')
    return JSON.parse(value) as Outcome
  }
  end(): void {
    this.#process.stdin!.end()
  }
}

export const json = { 'content-type': 'application/json' }
export const bearer = (token: string): Record<string, string> => ({ authorization: `Bearer ${token}` })
