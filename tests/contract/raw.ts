// Plain TCP, for what no well-behaved client would send.
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { sleep, until } from '../support/processes.ts'

export class Raw {
  readonly socket: Socket
  received = Buffer.alloc(0)
  closed = false

  private constructor(socket: Socket) {
    this.socket = socket
    socket.on('data', (bytes) => (this.received = Buffer.concat([this.received, bytes])))
    socket.on('close', () => (this.closed = true))
    socket.on('error', () => {})
  }

  static async open(port: number): Promise<Raw> {
    const socket = connect(port, '127.0.0.1')
    await once(socket, 'connect')
    return new Raw(socket)
  }

  send(bytes: string | Buffer): void {
    this.socket.write(bytes)
  }

  /** All that is answered until the other side closes, or says nothing more for a moment. */
  async answer(seconds = 10): Promise<string> {
    await until('something is answered', () => this.received.length > 0 || this.closed, seconds, 10)
    for (let before = -1; before !== this.received.length && !this.closed;) {
      before = this.received.length
      await sleep(60)
    }
    return this.received.toString('latin1')
  }

  end(): void {
    this.socket.destroy()
  }
}

/** One request and its whole answer. */
export async function exchange(port: number, request: string | Buffer, seconds?: number): Promise<string> {
  const raw = await Raw.open(port)
  raw.send(request)
  const answer = await raw.answer(seconds)
  raw.end()
  return answer
}

/** A WebSocket whose frames are made by hand. */
export class RawWebSocket {
  readonly #raw: Raw
  #read = 0

  private constructor(raw: Raw) {
    this.#raw = raw
  }

  static async open(port: number, path: string, headers = ''): Promise<RawWebSocket> {
    const raw = await Raw.open(port)
    raw.send(`GET ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n` +
      `Sec-WebSocket-Key: ${randomBytes(16).toString('base64')}\r\nSec-WebSocket-Protocol: nigiwai.v1\r\n${headers}\r\n`)
    await until('the socket is open', () => raw.received.includes('\r\n\r\n') || raw.closed)
    const head = raw.received.toString('latin1')
    if (!head.startsWith('HTTP/1.1 101')) throw new Error(head)
    const socket = new RawWebSocket(raw)
    socket.#read = raw.received.indexOf('\r\n\r\n') + 4
    return socket
  }

  send(bytes: Buffer): void {
    this.#raw.send(bytes)
  }

  /** The next frame that the server sent, or null when it closed without one. */
  async frame(seconds = 10): Promise<{ opcode: number; payload: Buffer } | null> {
    let found: { opcode: number; payload: Buffer } | null | undefined
    await until('a frame comes', () => (found = this.#take()) !== undefined, seconds, 10)
    return found ?? null
  }

  #take(): { opcode: number; payload: Buffer } | null | undefined {
    const bytes = this.#raw.received.subarray(this.#read)
    if (bytes.length < 2) return this.#raw.closed ? null : undefined
    let length = bytes[1]! & 127
    let start = 2
    if (length === 126) [length, start] = [bytes.length < 4 ? Infinity : bytes.readUInt16BE(2), 4]
    else if (length === 127) [length, start] = [bytes.length < 10 ? Infinity : Number(bytes.readBigUInt64BE(2)), 10]
    if (bytes.length < start + length) return this.#raw.closed ? null : undefined
    this.#read += start + length
    return { opcode: bytes[0]! & 15, payload: bytes.subarray(start, start + length) }
  }

  /** The code with which the server closes; 0 when it closes without a word. */
  async closeCode(): Promise<number> {
    for (;;) {
      const frame = await this.frame()
      if (frame === null) return 0
      if (frame.opcode === 8) return frame.payload.readUInt16BE(0)
    }
  }

  /** The next answer to a command. */
  async reply(): Promise<Record<string, any>> {
    for (;;) {
      const frame = await this.frame()
      if (frame === null) throw new Error('The socket closed.')
      if (frame.opcode !== 1) continue
      const message = JSON.parse(frame.payload.toString('utf8'))
      if ('re' in message) return message
    }
  }

  end(): void {
    this.#raw.end()
  }
}

/** A client's frame. `masked: false` breaks RFC 6455 5.1. */
export function frame(opcode: number, payload: string | Buffer, { fin = true, masked = true, rsv = 0, length }: { fin?: boolean; masked?: boolean; rsv?: number; length?: number | bigint } = {}): Buffer {
  const body = Buffer.from(payload)
  const said = length ?? body.length
  const head = [(fin ? 0x80 : 0) | (rsv << 4) | opcode]
  const mask = masked ? 0x80 : 0
  let extended = Buffer.alloc(0)
  if (said < 126) head.push(mask | Number(said))
  else if (said < 65536) {
    head.push(mask | 126)
    extended = Buffer.alloc(2)
    extended.writeUInt16BE(Number(said))
  } else {
    head.push(mask | 127)
    extended = Buffer.alloc(8)
    extended.writeBigUInt64BE(BigInt(said))
  }
  if (!masked) return Buffer.concat([Buffer.from(head), extended, body])
  const key = Buffer.from([0x12, 0x34, 0x56, 0x78])
  return Buffer.concat([Buffer.from(head), extended, key, body.map((byte, index) => byte ^ key[index % 4]!)])
}
