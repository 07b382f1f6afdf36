// Two social networks on this machine: as much of Bluesky's and X's servers as posts ask for, each remembering what was said there.
import { createServer, type IncomingMessage, type Server as HttpServer } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface Told { id: string; text: string; key: string; impressions: number; likes: number }
export interface SentPicture { type: string; bytes: Buffer }

abstract class StandIn {
  readonly told: Told[] = []
  readonly removed: string[] = []
  readonly pictures: SentPicture[] = []
  /** Answers to come instead of taking what is said, one each. */
  readonly refusals: { status: number; body: unknown }[] = []
  #server!: HttpServer
  #taken: (() => void) | undefined
  #held: Promise<void> = Promise.resolve()
  #release: () => void = () => {}
  peer = ''

  protected async open(): Promise<this> {
    this.#server = createServer((request, response) => {
      void (async () => {
        const bytes = await bytesOf(request)
        if (request.url?.endsWith('/com.atproto.repo.uploadBlob')) this.pictures.push({ type: request.headers['content-type'] ?? '', bytes })
        const { status = 200, body } = this.answer(request, objectIn(bytes))
        if (request.method === 'POST' && this.#taken && this.#saying(request)) {
          this.#taken()
          this.#taken = undefined
          await this.#held
        }
        response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
      })()
    })
    await new Promise<void>((listening) => this.#server.listen(0, '127.0.0.1', listening))
    this.peer = `127.0.0.1:${(this.#server.address() as AddressInfo).port}`
    return this
  }
  /** Takes what is said next and keeps its answer back until letGo(); settles once it was taken. */
  holdNext(): Promise<void> {
    this.#held = new Promise((done) => { this.#release = done })
    return new Promise((done) => { this.#taken = done })
  }
  letGo(): void {
    this.#release()
  }
  #saying(request: IncomingMessage): boolean {
    return /\/(tweets|com\.atproto\.repo\.createRecord)$/.test(request.url ?? '')
  }
  close(): void {
    this.#server.close()
    this.#server.closeAllConnections()
  }
  protected abstract answer(request: IncomingMessage, body: Record<string, any>): { status?: number; body: unknown }
  abstract readonly account: Record<string, unknown>
}

async function bytesOf(request: IncomingMessage): Promise<Buffer> {
  const pieces: Buffer[] = []
  for await (const piece of request) pieces.push(piece as Buffer)
  return Buffer.concat(pieces)
}

function objectIn(bytes: Buffer): Record<string, any> {
  try {
    return JSON.parse(bytes.toString('utf8')) as Record<string, any>
  } catch {
    return {}
  }
}

/** X's API v2: tells impressions, knows no keys. */
export class XStandIn extends StandIn {
  static open = (): Promise<XStandIn> => new XStandIn().open()
  get account() { return { network: 'x', credentials: { client_id: 'nigiwai', access_token: 'good', refresh_token: 'next', base: `http://${this.peer}` } } }

  protected answer(request: IncomingMessage, body: Record<string, any>): { status?: number; body: unknown } {
    const url = new URL(request.url!, 'http://x')
    if (request.headers.authorization !== 'Bearer good') return { status: 401, body: { title: 'Unauthorized' } }
    if (url.pathname === '/2/users/me') return { body: { data: { id: '7', username: 'tsukishiro' } } }
    if (url.pathname === '/2/media/upload') {
      this.pictures.push({ type: String(body['media_type']), bytes: Buffer.from(String(body['media']), 'base64') })
      return { body: { data: { id: `m${this.pictures.length}` } } }
    }
    if (url.pathname === '/2/media/metadata') return { body: { data: {} } }
    const id = /^\/2\/tweets\/(\d+)$/.exec(url.pathname)?.[1]
    if (request.method === 'POST' && url.pathname === '/2/tweets') {
      const refused = this.refusals.shift()
      if (refused) return refused
      this.told.push({ id: String(1000 + this.told.length), text: String(body['text']), key: '', impressions: 0, likes: 0 })
      return { status: 201, body: { data: { id: this.told.at(-1)!.id, text: body['text'] } } }
    }
    if (request.method === 'DELETE' && id) {
      this.removed.push(id)
      return { body: { data: { deleted: true } } }
    }
    const found = this.told.find((one) => one.id === id)
    if (found) return { body: { data: { id, public_metrics: { impression_count: found.impressions, like_count: found.likes, reply_count: 0, retweet_count: 0, quote_count: 0 } } } }
    return { body: { data: [], meta: { result_count: 0 } } }
  }
}

/** Bluesky's, with a repository that keeps each record under its key: tells no impressions. */
export class BlueskyStandIn extends StandIn {
  static open = (): Promise<BlueskyStandIn> => new BlueskyStandIn().open()
  get account() { return { network: 'bluesky', credentials: { handle: 'tsukishiro.example', app_password: 'abcd-efgh', base: `http://${this.peer}` } } }

  protected answer(request: IncomingMessage, body: Record<string, any>): { status?: number; body: unknown } {
    const url = new URL(request.url!, 'http://bluesky')
    const uri = (key: string): string => `at://did:plc:shop/app.bsky.feed.post/${key}`
    switch (url.pathname.replace('/xrpc/', '')) {
      case 'com.atproto.server.createSession':
      case 'com.atproto.server.getSession':
        return { body: { did: 'did:plc:shop', handle: 'tsukishiro.example', accessJwt: 'a', refreshJwt: 'r' } }
      case 'com.atproto.repo.uploadBlob':
        return { body: { blob: { $type: 'blob', ref: { $link: 'bafy' }, mimeType: 'image/jpeg', size: 1 } } }
      case 'com.atproto.repo.createRecord': {
        const refused = this.refusals.shift()
        if (refused) return refused
        const key = String(body['rkey'])
        if (this.told.some((one) => one.key === key)) return { status: 400, body: { error: 'InvalidRequest', message: 'Record exists' } }
        this.told.push({ id: uri(key), text: String(body['record']?.text), key, impressions: 0, likes: 0 })
        return { body: { uri: uri(key), cid: 'c1' } }
      }
      case 'com.atproto.repo.getRecord': {
        const found = this.told.find((one) => one.key === url.searchParams.get('rkey'))
        return found ? { body: { uri: found.id, cid: 'c1' } } : { status: 400, body: { error: 'RecordNotFound' } }
      }
      case 'com.atproto.repo.deleteRecord':
        this.removed.push(uri(String(body['rkey'])))
        return { body: {} }
      case 'app.bsky.feed.getPosts':
        return { body: { posts: this.told.filter(({ id }) => id === url.searchParams.get('uris')).map(({ id, likes }) => ({ uri: id, cid: 'c1', likeCount: likes, replyCount: 0, repostCount: 0, quoteCount: 0 })) } }
      default:
        return { body: { notifications: [] } }
    }
  }
}
