// A mail server for tests: takes mail over SMTP and keeps it, decoded; may be away, or refuse by a script.
import assert from 'node:assert/strict'
import { createServer, type Server, type Socket } from 'node:net'
import { until } from './processes.ts'

export interface ReceivedMail {
  from: string
  to: string[]
  /** Decoded; of RFC 2047 words too. */
  subject: string
  text: string
  /** By name in lower case, unfolded, not decoded. */
  headers: Record<string, string>
  raw: string
}

/** What the sink says to `MAIL FROM`, `RCPT TO` and the end of `DATA`; nothing means that it takes the mail. */
export type Refusal = (step: 'mail' | 'rcpt' | 'data', argument: string) => string | undefined

export class MailSink {
  readonly mails: ReceivedMail[] = []
  /** Connections that were made, taken or not. */
  connections = 0
  refuse: Refusal | undefined
  port = 0
  #server: Server | undefined
  readonly #sockets = new Set<Socket>()

  get url(): string {
    return `smtp://127.0.0.1:${this.port}`
  }

  /** Opens the door, on the same port as before if there was one. */
  async open(): Promise<void> {
    const server = createServer((socket) => this.#serve(socket))
    await new Promise<void>((done, failed) => server.once('error', failed).listen(this.port, '127.0.0.1', done))
    this.#server = server
    this.port = (server.address() as { port: number }).port
  }

  /** Closes the door and every connection: a server that is down. */
  async close(): Promise<void> {
    const server = this.#server
    this.#server = undefined
    if (!server) return
    for (const socket of this.#sockets) socket.destroy()
    await new Promise((done) => server.close(done))
  }

  /** The first mail that fits, once it has come. */
  async wait(fits: (mail: ReceivedMail) => boolean = () => true, seconds = 15): Promise<ReceivedMail> {
    let found: ReceivedMail | undefined
    await until('the mail has come', () => (found = this.mails.find(fits)) !== undefined, seconds).catch(() => {})
    assert.ok(found, `No such mail came; there are: ${this.mails.map((mail) => `${mail.to} “${mail.subject}”`).join(', ') || 'none'}`)
    return found
  }

  to(address: string): ReceivedMail[] {
    return this.mails.filter((mail) => mail.to.includes(address))
  }

  #serve(socket: Socket): void {
    this.connections++
    this.#sockets.add(socket)
    socket.on('close', () => this.#sockets.delete(socket)).on('error', () => {})
    socket.setEncoding('latin1')
    const say = (line: string) => socket.write(`${line}\r\n`)
    let from = ''
    let to: string[] = []
    let data: string | undefined
    let rest = ''
    say('220 sink ESMTP')
    socket.on('data', (chunk: string) => {
      rest += chunk
      for (;;) {
        if (data !== undefined) {
          const end = rest.startsWith('.\r\n') ? 0 : rest.indexOf('\r\n.\r\n')
          if (end < 0) return
          data = rest.slice(0, end).replace(/(^|\r\n)\.\./g, '$1.')
          rest = rest.slice(end + (rest.startsWith('.\r\n') ? 3 : 5))
          const refusal = this.refuse?.('data', data)
          if (!refusal) this.mails.push(received(from, to, data))
          say(refusal ?? '250 taken')
          data = undefined
          to = []
          continue
        }
        const end = rest.indexOf('\r\n')
        if (end < 0) return
        const line = rest.slice(0, end)
        rest = rest.slice(end + 2)
        const address = /<([^>]*)>/.exec(line)?.[1] ?? ''
        if (/^(EHLO|HELO)/i.test(line)) say('250 sink')
        else if (/^MAIL FROM/i.test(line)) {
          from = address
          say(this.refuse?.('mail', address) ?? '250 ok')
        } else if (/^RCPT TO/i.test(line)) {
          const refusal = this.refuse?.('rcpt', address)
          if (!refusal) to.push(address)
          say(refusal ?? '250 ok')
        } else if (/^DATA/i.test(line)) {
          data = ''
          say('354 go on')
        } else if (/^QUIT/i.test(line)) {
          say('221 bye')
          socket.end()
        } else if (/^(RSET|NOOP)/i.test(line)) say('250 ok')
        else say('502 not here')
      }
    })
  }
}

function received(from: string, to: string[], raw: string): ReceivedMail {
  const cut = raw.indexOf('\r\n\r\n')
  assert.ok(cut > 0, 'a mail has a head and a body')
  const headers: Record<string, string> = {}
  for (const line of raw.slice(0, cut).replace(/\r\n[ \t]+/g, ' ').split('\r\n')) {
    const colon = line.indexOf(':')
    assert.ok(colon > 0, `a header line: ${line}`)
    headers[line.slice(0, colon).toLowerCase()] = line.slice(colon + 1).trim()
  }
  assert.equal(headers['content-transfer-encoding'], 'base64')
  const text = Buffer.from(raw.slice(cut + 4), 'base64').toString('utf8').replace(/\r\n/g, '\n')
  return { from, to: [...to], subject: decoded(headers.subject ?? ''), text, headers, raw }
}

function decoded(header: string): string {
  return header
    .replace(/\?=\s+=\?/g, '?==?')
    .replace(/=\?UTF-8\?B\?([^?]*)\?=/gi, (_, base64: string) => Buffer.from(base64, 'base64').toString('utf8'))
}

/** A sink that is open. Start the server with `--smtp sink.url`. */
export async function mailSink(): Promise<MailSink> {
  const sink = new MailSink()
  await sink.open()
  return sink
}
