// A server of the fediverse for tests: Fedify (https://fedify.dev), which is nobody's of ours. It verifies every signature
// that comes in, signs what goes out, and keeps what it took.
import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import * as fedify from '../../web/node_modules/@fedify/fedify/dist/mod.js'
import * as vocab from '../../web/node_modules/@fedify/vocab/dist/mod.js'
import { until } from './processes.ts'

export { vocab }
export const parseNodeInfo = fedify.parseNodeInfo

/** As short as servers still take: Fedify's own are longer, and take seconds to make. */
const newKey = () => crypto.subtle.generateKey({ name: 'RSASSA-PKCS1-v1_5', modulusLength: 2048, publicExponent: new Uint8Array([1, 0, 1]), hash: 'SHA-256' }, true, ['sign', 'verify']) as Promise<CryptoKeyPair>

export interface Received { type: string; id: string; json: any }

export class Fediverse {
  readonly port: number
  readonly base: string
  /** Activities with a valid signature, in the order in which they came. */
  readonly received: Received[] = []
  /** Answers to POSTs, so that a test sees what was refused. */
  readonly statuses: number[] = []
  #server: Server
  #federation: fedify.Federation<void>
  #keys = new Map<string, CryptoKeyPair>()
  #made = 0

  private constructor(server: Server) {
    this.#server = server
    this.port = (server.address() as AddressInfo).port
    this.base = `http://127.0.0.1:${this.port}`
    this.#federation = fedify.createFederation<void>({
      kv: new fedify.MemoryKvStore(), allowPrivateAddress: true, origin: this.base,
    })
    this.#federation
      .setActorDispatcher('/users/{identifier}', async (ctx, identifier) => new vocab.Person({
        id: ctx.getActorUri(identifier), preferredUsername: identifier, name: `${identifier} <b>太字</b>`,
        inbox: ctx.getInboxUri(identifier), endpoints: new vocab.Endpoints({ sharedInbox: ctx.getInboxUri() }),
        publicKey: (await ctx.getActorKeyPairs(identifier))[0]!.cryptographicKey,
      }))
      .setKeyPairsDispatcher(async (_ctx, identifier) => [await this.#key(identifier)])
    this.#federation.setInboxListeners('/users/{identifier}/inbox', '/inbox')
      .on(vocab.Activity, async (_ctx, activity) => {
        this.received.push({ type: activity.constructor.name, id: activity.id!.href, json: await activity.toJsonLd() })
      })
  }

  static async start(): Promise<Fediverse> {
    const server = createServer().listen(0, '127.0.0.1')
    await once(server, 'listening')
    const fediverse = new Fediverse(server)
    fediverse.#serve()
    return fediverse
  }

  /** Nobody answers there until back(). */
  async leave(): Promise<void> {
    this.#server.closeAllConnections()
    this.#server.close()
    await once(this.#server, 'close')
  }
  async back(): Promise<void> {
    this.#server = createServer().listen(this.port, '127.0.0.1')
    await once(this.#server, 'listening')
    this.#serve()
  }

  get context(): fedify.Context<void> {
    return this.#federation.createContext(new URL(this.base), undefined)
  }
  actor(name: string): URL {
    return this.context.getActorUri(name)
  }
  id(what: string): URL {
    return new URL(`${this.base}/${what}/${++this.#made}`)
  }
  /** Gives this actor another key under the same id. */
  async changeKey(name: string): Promise<void> {
    this.#keys.set(name, await newKey())
  }
  /** An actor of the other side, found as a person's server finds it. */
  async find(actor: string): Promise<vocab.Actor> {
    const found = await this.context.lookupObject(actor)
    if (!vocab.isActor(found!)) throw new Error(`${actor} is no actor`)
    return found
  }
  async send(from: string, to: vocab.Actor, activity: vocab.Activity): Promise<void> {
    await this.context.sendActivity({ identifier: from }, to, activity)
  }
  /** The same as a bare request, to be tampered with. */
  async signed(from: string, inbox: string, body: string, key?: CryptoKeyPair): Promise<Request> {
    const request = new Request(inbox, { method: 'POST', headers: { 'content-type': 'application/activity+json' }, body })
    return fedify.signRequest(request, (key ?? (await this.#key(from))).privateKey, new URL(`${this.actor(from).href}#main-key`), { spec: 'draft-cavage-http-signatures-12' })
  }
  strangersKey(): Promise<CryptoKeyPair> {
    return newKey()
  }
  async wait(what: string, fits: (received: Received) => boolean, seconds = 20): Promise<any> {
    return (await until(`${what} has come; there are ${this.received.map(({ type }) => type).join(', ') || 'none'}; answered: ${this.statuses.join(', ')}`, () => this.received.find(fits), seconds)).json
  }

  async #key(name: string): Promise<CryptoKeyPair> {
    if (!this.#keys.has(name)) await this.changeKey(name)
    return this.#keys.get(name)!
  }

  #serve(): void {
    this.#server.on('request', (request: IncomingMessage, response: ServerResponse) => void this.#answer(request, response))
  }
  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const parts: Buffer[] = []
    for await (const part of request) parts.push(part as Buffer)
    const headers = new Headers()
    for (const [name, value] of Object.entries(request.headers)) headers.set(name, String(value))
    const body = parts.length > 0 ? { body: Buffer.concat(parts) } : {}
    const answer = await this.#federation.fetch(new Request(new URL(request.url!, this.base), { method: request.method!, headers, ...body }), { contextData: undefined })
    if (request.method === 'POST') this.statuses.push(answer.status)
    response.writeHead(answer.status, Object.fromEntries(answer.headers)).end(Buffer.from(await answer.arrayBuffer()))
  }
}
