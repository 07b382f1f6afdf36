// A shop with an owner, as most tests begin.
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { Client, type Ingest, type Product, type Show } from './api.ts'
import type { Server } from './server.ts'

export const ownerEmail = 'owner@example.jp'
export const ownerPassword = 'きれいな口紅 2026'

export const contact = { name: '佐藤 花', email: 'hana@example.jp', phone: '090-1234-5678', postal_code: '150-0001', address: '東京都渋谷区神宮前 1-2-3' }

export class Shop {
  readonly server: Server
  readonly anyone: Client
  readonly owner: Client
  #made = 0

  private constructor(server: Server, owner: Client) {
    this.server = server
    this.anyone = new Client(server.base)
    this.owner = owner
  }

  /** Makes the owner on the command line, as an operator does, and signs in. */
  static async open(server: Server): Promise<Shop> {
    const made = await server.command('owner', [ownerEmail, '--name', '店長'], ownerPassword + '\n')
    assert.equal(made.code, 0, made.stderr)
    const anyone = new Client(server.base)
    const { token } = await anyone.post('/api/sessions', { email: ownerEmail, password: ownerPassword })
    return new Shop(server, anyone.as(token))
  }

  async viewer(name?: string): Promise<Client & { id: string; name: string }> {
    const { token, id, name: given } = await this.anyone.post('/api/viewers', name === undefined ? {} : { name })
    return Object.assign(this.anyone.as(token), { id, name: given })
  }

  /** A product that is its own SKU, with so many pieces. */
  async product(pieces = 0, more: Record<string, unknown> = {}): Promise<Product> {
    const id = `item-${++this.#made}-${randomUUID().slice(0, 6)}`
    await this.owner.put(`/api/products/${id}`, { title: `うるみリップ ${this.#made}`, price: { amount: 2640, currency: 'JPY' }, ...more })
    if (pieces > 0) await this.owner.post(`/api/stock/${id}`, { delta: pieces, reason: '入荷' })
    return this.owner.get<Product>(`/api/products/${id}`)
  }

  show(more: Record<string, unknown> = {}): Promise<Show> {
    return this.owner.post<Show>('/api/shows', { title: '秋の新色リップ、ぜんぶ塗る夜', ...more })
  }

  /** A show that is on air, with these products on its shelf. */
  async liveShow(...shelf: Product[]): Promise<Show> {
    const show = await this.show({ shelf: shelf.map((product) => product.id) })
    return this.owner.post<Show>(`/api/shows/${show.id}/start`)
  }

  /** Where an encoder sends this show: what OBS is given as server and key, as one address for ffmpeg. */
  async address(show: string, protocol: 'rtmp' | 'srt'): Promise<string> {
    const ways = await this.owner.get<Ingest[]>(`/api/shows/${show}/ingest`)
    const way = ways.find((each) => each.protocol === protocol)
    assert.ok(way, `No ${protocol} among ${JSON.stringify(ways)}`)
    return protocol === 'rtmp' ? `${way.url}/${way.key}` : way.url
  }

  snapshot(show: string): Promise<Show> {
    return this.owner.get<Show>(`/api/shows/${show}`)
  }
}
