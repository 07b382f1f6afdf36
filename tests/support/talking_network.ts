// A Bluesky on this machine on which people talk to the shop: as much of its server as the inbox asks for.
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'

interface Notice { uri: string; reason: 'reply' | 'mention'; handle: string; text: string; at: string }
export interface Said { uri: string; text: string; key: string; answer_to: string | undefined }

const kOurs = 'at://did:plc:shop/app.bsky.feed.post/3kours'

export class TalkingNetwork {
  readonly said: Said[] = []
  /** Answers to come instead of taking what is said, one each. */
  readonly refusals: { status: number; body: unknown; headers?: Record<string, string> }[] = []
  /** How often it was asked what was said; while it is away it answers that. */
  looks = 0
  away: number | null = null
  readonly #notices: Notice[] = []
  readonly #server = createServer((request, response) => {
    void bodyOf(request).then((body) => {
      const { status = 200, body: answer, headers = {} } = this.#answer(request, body)
      response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(answer))
    })
  })

  static async open(): Promise<TalkingNetwork> {
    const network = new TalkingNetwork()
    await new Promise<void>((done) => network.#server.listen(0, '127.0.0.1', done))
    return network
  }
  close(): void {
    this.#server.close()
    this.#server.closeAllConnections()
  }
  get peer(): string {
    return `127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }
  get account() {
    return { network: 'bluesky', credentials: { handle: 'tsukishiro.example', app_password: 'abcd-efgh', base: `http://${this.peer}` } }
  }
  /** Somebody says this to us; answers the network's id of it. */
  hears(handle: string, text: string, reason: 'reply' | 'mention' = 'reply'): string {
    const uri = `at://did:plc:${handle.split('.')[0]}/app.bsky.feed.post/3k${this.#notices.length}`
    // One after another, as the network's own clock tells.
    this.#notices.push({ uri, reason, handle, text, at: new Date(Date.now() - 60_000 + this.#notices.length).toISOString() })
    return uri
  }

  #answer(request: IncomingMessage, body: Record<string, any>): { status?: number; body: unknown; headers?: Record<string, string> } {
    const url = new URL(request.url!, 'http://bluesky')
    switch (url.pathname.replace('/xrpc/', '')) {
      case 'com.atproto.server.createSession':
      case 'com.atproto.server.getSession':
      case 'com.atproto.server.refreshSession':
        return { body: { did: 'did:plc:shop', handle: 'tsukishiro.example', accessJwt: 'a', refreshJwt: 'r', active: true } }
      case 'app.bsky.notification.listNotifications':
        this.looks += 1
        if (this.away !== null) return { status: this.away, body: { error: 'InternalServerError', message: 'away' } }
        return { body: { notifications: this.#notices.map(noticeOf).reverse() } }
      case 'app.bsky.feed.getPosts': {
        const found = this.#notices.find(({ uri }) => uri === url.searchParams.get('uris'))
        return { body: { posts: found ? [{ uri: found.uri, cid: 'c', record: { text: found.text } }] : [] } }
      }
      case 'com.atproto.repo.createRecord': {
        const refused = this.refusals.shift()
        if (refused) return refused
        const key = String(body['rkey'])
        const uri = `at://did:plc:shop/app.bsky.feed.post/${key}`
        if (!this.said.some((one) => one.key === key)) this.said.push({ uri, text: String(body['record'].text), key, answer_to: body['record'].reply?.parent?.uri })
        return { body: { uri, cid: 'c' } }
      }
      default:
        return { status: 400, body: { error: 'InvalidRequest', message: 'unknown' } }
    }
  }
}

function noticeOf({ uri, reason, handle, text, at }: Notice): unknown {
  return {
    uri, cid: 'c', reason, reasonSubject: kOurs, author: { did: uri.split('/')[2], handle }, isRead: false, indexedAt: at,
    record: { $type: 'app.bsky.feed.post', text, createdAt: at, ...(reason === 'reply' ? { reply: { parent: { uri: kOurs, cid: 'c' }, root: { uri: kOurs, cid: 'c' } } } : {}) },
  }
}

async function bodyOf(request: IncomingMessage): Promise<Record<string, any>> {
  let text = ''
  for await (const piece of request.setEncoding('utf8')) text += piece as string
  try {
    return JSON.parse(text) as Record<string, any>
  } catch {
    return {}
  }
}
