// A network between a phone and the server: it can be made thin, stand still, and break off.
import { once } from 'node:events'
import { connect, createServer, type Server, type Socket } from 'node:net'

/** How often a thin network lets some bytes through. */
const kTurnMs = 50

interface Pair { client: Socket; server: Socket; waiting: Buffer[]; ended: boolean }

export class SlowProxy {
  readonly port: number
  readonly url: string
  /** The port of the server behind it. */
  target = 0
  /** Bytes that came from clients and went on. */
  up = 0
  readonly #listener: Server
  readonly #pairs = new Set<Pair>()
  #limit = Infinity
  #still = false
  #broken = false
  readonly #turns: NodeJS.Timeout

  private constructor(listener: Server) {
    this.#listener = listener
    this.port = (listener.address() as { port: number }).port
    this.url = `http://127.0.0.1:${this.port}`
    listener.on('connection', (client: Socket) => this.#join(client))
    this.#turns = setInterval(() => this.#turn(), kTurnMs)
  }

  static async open(): Promise<SlowProxy> {
    const listener = createServer().listen(0, '127.0.0.1')
    await once(listener, 'listening')
    return new SlowProxy(listener)
  }

  /** Lets clients send so many bytes a second; Infinity for all. */
  limit(bytesPerSecond: number): void {
    this.#limit = bytesPerSecond
  }

  /** Nothing goes either way, and nobody is told: as in a tunnel. */
  standStill(still: boolean): void {
    this.#still = still
    for (const { client, server } of this.#pairs) for (const socket of [client, server]) still ? socket.pause() : socket.resume()
  }

  /** Every connection breaks, and new ones too, until this is false again. */
  breakOff(broken: boolean): void {
    this.#broken = broken
    if (broken) for (const { client, server } of this.#pairs) for (const socket of [client, server]) socket.destroy()
  }

  async close(): Promise<void> {
    clearInterval(this.#turns)
    this.breakOff(true)
    this.#listener.close()
    await once(this.#listener, 'close')
  }

  #join(client: Socket): void {
    if (this.#broken) return void client.destroy()
    const pair: Pair = { client, server: connect(this.target, '127.0.0.1'), waiting: [], ended: false }
    this.#pairs.add(pair)
    client.setNoDelay(true)
    pair.server.setNoDelay(true)
    if (this.#still) for (const socket of [client, pair.server]) socket.pause()
    client.on('data', (bytes) => {
      if (this.#limit === Infinity && pair.waiting.length === 0) this.#pass(pair, bytes)
      else {
        pair.waiting.push(bytes)
        // What waits here is small: the client must feel that the network is full.
        client.pause()
      }
    })
    pair.server.on('data', (bytes) => {
      if (!client.write(bytes)) {
        pair.server.pause()
        client.once('drain', () => this.#still || pair.server.resume())
      }
    })
    for (const [from, to] of [[client, pair.server], [pair.server, client]] as const) {
      from.on('error', () => {})
      from.on('close', () => {
        to.destroy()
        this.#pairs.delete(pair)
      })
      from.on('end', () => from === client && pair.waiting.length > 0 ? (pair.ended = true) : to.end())
    }
  }

  #pass(pair: Pair, bytes: Buffer): void {
    this.up += bytes.length
    pair.server.write(bytes)
  }

  /** A thin network is shared by all who have something to send. */
  #turn(): void {
    if (this.#still) return
    const waiting = [...this.#pairs].filter((pair) => pair.waiting.length > 0)
    let left = this.#limit === Infinity ? Infinity : (this.#limit * kTurnMs) / 1000
    const share = left / Math.max(1, waiting.length)
    for (const pair of waiting) {
      let mine = Math.max(1, Math.floor(share))
      while (pair.waiting.length > 0 && mine > 0) {
        const first = pair.waiting[0]!
        const part = first.subarray(0, Math.min(mine, first.length))
        mine -= part.length
        left -= part.length
        if (part.length === first.length) pair.waiting.shift()
        else pair.waiting[0] = first.subarray(part.length)
        this.#pass(pair, part)
      }
      if (pair.waiting.length === 0) pair.ended ? pair.server.end() : pair.client.resume()
    }
  }
}
