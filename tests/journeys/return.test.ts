// The encoder leaves and returns, the server is killed in the middle: the show goes on, nothing that was acknowledged
// is lost, and the archive plays through all gaps with everything at its moment.
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import type { Order, Page, Show } from '../support/api.ts'
import { type Browser, launch, open } from '../support/browser.ts'
import { Encoder } from '../support/encoder.ts'
import { archivePlays, whenPlaying } from '../support/hls.ts'
import { run, sleep, until } from '../support/processes.ts'
import { type Event, type Frame, Room } from '../support/room.ts'
import { patience, Server } from '../support/server.ts'
import { contact, Shop } from '../support/shop.ts'
import { long, movieDecodes, tell } from './journey.ts'

let server: Server
let browser: Browser
before(async () => {
  server = await Server.start()
  browser = await launch()
})
after(async () => {
  await browser?.close()
  await server?.stop()
})

const awaySeconds = long ? 10 : 3
const departures = long ? 3 : 2

/** An encoder whose keeper starts it again whenever it ends, as OBS does. */
class Studio {
  readonly #address: string
  #encoder: Encoder | undefined
  #on = true

  constructor(address: string) {
    this.#address = address
    void this.#keep()
  }

  async #keep(): Promise<void> {
    while (this.#on) {
      this.#encoder = new Encoder(this.#address)
      await this.#encoder.ended
      if (this.#on) await sleep(500)
    }
  }

  /** The cable is out for so long. */
  async away(ms: number): Promise<void> {
    this.#on = false
    await this.#encoder!.kill()
    await sleep(ms)
    this.#on = true
    void this.#keep()
  }

  async stop(): Promise<void> {
    this.#on = false
    await this.#encoder!.kill()
  }
}

test('a show goes on through an encoder that leaves and a server that is killed', async () => {
  const shop = await Shop.open(server)
  const products = [await shop.product(500), await shop.product(500)]
  const show = await shop.liveShow(...products)
  const liveAt = Date.parse(show.live_at!)
  const studio = new Studio(await shop.address(show.id, 'rtmp'))
  await whenPlaying(server.base, show.id, 40 * patience)
  const { page, context } = await open(browser, `${server.base}/shows/${show.id}`)

  const rooms = await Promise.all([shop.owner, await shop.viewer('一'), await shop.viewer('二'), await shop.viewer('三'), await shop.viewer('四')].map((who) => Room.join(who, show.id, { reconnects: true })))
  const [director, ...viewers] = rooms as [Room, ...Room[]]
  const acknowledged: { seq: number; kind: string; what: string; from: number; to: number }[] = []
  const orders: string[] = []
  let going = true
  async function sure(room: Room, command: string, kind: string, data: Record<string, string>): Promise<void> {
    const from = Date.now() - liveAt
    const reply = await room.sure(command, data)
    assert.ok(reply.ok, JSON.stringify(reply.problem))
    acknowledged.push({ seq: reply.ok.seq, kind, what: Object.values(data)[0]!, from, to: Date.now() - liveAt })
  }
  const work = [
    ...viewers.map(async (room, index) => {
      for (let line = 1; going; line++) {
        await sure(room, 'chat.post', 'chat.posted', { text: `${index}-${line}` })
        await sleep(1600)
      }
    }),
    (async () => {
      for (let turn = 0; going; turn++) {
        await sure(director, 'product.pin', 'product.pinned', { product: products[turn % 2]!.id })
        await sleep(900)
      }
    })(),
    (async () => {
      const buyer = await shop.viewer()
      while (going) {
        const key = randomUUID()
        for (let done = false; !done;) {
          const answer = await buyer.send<Order>('POST', '/api/orders', { json: { show: show.id, lines: [{ sku: products[0]!.id, quantity: 1 }], contact }, headers: { 'idempotency-key': key } }).catch(() => undefined)
          if (answer?.status === 201) {
            orders.push(answer.body.id)
            done = true
          } else await sleep(100)
        }
        await sleep(200)
      }
    })(),
  ]
  const journey = (async () => {
    await sleep(long ? 6000 : 3000)
    for (let departure = 0; departure < departures; departure++) {
      await studio.away(awaySeconds * 1000)
      await until('the picture is back', async () => (await shop.snapshot(show.id)).picture === 'on', 20 * patience, 200)
      await sleep(long ? 6000 : 2500)
      if (departure === 0) {
        await server.kill()
        await sleep(500)
        await server.begin()
        await until('the picture is back after the kill', async () => (await shop.snapshot(show.id)).picture === 'on', 30 * patience, 200)
        await sleep(2500)
      }
    }
    // The page that watched all this plays again.
    const time = () => page.evaluate(() => document.querySelector('video')!.currentTime)
    const before = await time()
    await until('the page that stayed plays on', async () => (await time()) > before + 1, 30 * patience, 200)
  })().finally(() => (going = false))
  await Promise.all([journey, ...work])
  await context.close()
  const live = await shop.snapshot(show.id)
  assert.equal(live.state, 'live')
  await shop.owner.post<Show>(`/api/shows/${show.id}/end`)
  await studio.stop()

  // Everything that was acknowledged is there, as it was.
  const events = new Map<number, Event>()
  let from: number | null = 1
  while (from !== null) {
    const frame: Frame & { next: number | null } = await shop.owner.get(`/api/shows/${show.id}/timeline?from=${from}&limit=1000`)
    assert.equal(frame.from, from)
    for (const event of frame.events) events.set(event.seq, event)
    from = frame.next
  }
  for (const { seq, kind, what, from: earliest, to: latest } of acknowledged) {
    const event = events.get(seq)
    assert.ok(event, `${kind} ${what} was acknowledged as ${seq} and is not there`)
    assert.equal(event.kind, kind)
    assert.ok(Object.values(event.data).includes(what), `${seq} should be ${what}: ${JSON.stringify(event)}`)
    assert.ok(event.at >= earliest - 5 && event.at <= latest + 5, `${kind} ${what} stands at ${event.at}, and was sent from ${earliest} to ${latest}`)
  }
  const posted = [...events.values()].filter(({ kind }) => kind === 'chat.posted')
  assert.equal(posted.length, acknowledged.filter(({ kind }) => kind === 'chat.posted').length, 'each line once, none without an acknowledgement')
  const listed: string[] = []
  for (let cursor: string | null = ''; cursor !== null;) {
    const got: Page<Order> = await shop.owner.get(`/api/orders?show=${show.id}&limit=200${cursor && `&cursor=${encodeURIComponent(cursor)}`}`)
    listed.push(...got.items.map(({ id }) => id))
    cursor = got.next
  }
  assert.deepEqual(listed.sort(), [...new Set(orders)].sort())
  const gapless = await run('sqlite3', [`${server.data}/nigiwai.db`, `SELECT count(*) = max(seq) AND min(seq) = 1 FROM event WHERE show = '${show.id}'`])
  assert.equal(gapless.stdout.trim(), '1', 'seq has no gap')
  for (const room of rooms) {
    room.whole()
    room.leave()
  }

  // The archive plays through all gaps.
  const runs = await archivePlays(server.base, show.id)
  assert.equal(runs.length, departures + 2, `runs: ${JSON.stringify(runs)}`)
  const gaps = runs.slice(1).map((each, index) => each.from - runs[index]!.to)
  assert.ok(gaps.filter((gap) => gap > awaySeconds * 1000 - 500).length >= departures, `gaps: ${gaps.join(', ')} ms`)
  const { gaps: told } = await shop.anyone.get(`/api/shows/${show.id}/outline`)
  assert.ok(told.filter(({ from: a, to }: { from: number; to: number }) => to - a > awaySeconds * 1000 - 1000).length >= departures, JSON.stringify(told))
  const movie = await movieDecodes(shop, show.id)
  tell(`${departures} departures and a kill -9: ${acknowledged.length} commands and ${orders.length} orders acknowledged and found; ${runs.length} runs, gaps of ${gaps.map(Math.round).join(', ')} ms; movie of ${movie.seconds.toFixed(1)} s`)
  await archiveInChromium(shop, show.id)
})

/** Plays the archive to its end at four times the speed. */
async function archiveInChromium(shop: Shop, show: string): Promise<void> {
  const { page, context, problems } = await open(browser, `${shop.server.base}/shows/${show}`)
  await page.waitForFunction(() => (document.querySelector('video')?.currentTime ?? 0) > 0, undefined, { timeout: 40_000 * patience })
  await page.evaluate(() => {
    const video = document.querySelector('video')!
    const pins = new Set<string>()
    ;(window as any).pins = pins
    new MutationObserver(() => pins.add(document.querySelector('[data-pinned]')?.getAttribute('data-pinned') ?? '')).observe(document.body, { subtree: true, childList: true, attributes: true })
    video.playbackRate = 4
  })
  await until('the archive has played to its end', () => page.evaluate(() => {
    const video = document.querySelector('video')!
    return video.ended || (video.duration > 0 && video.currentTime > video.duration - 0.3)
  }), 60 * patience, 300)
  const pins = await page.evaluate(() => [...(window as any).pins].filter(Boolean).length)
  assert.equal(pins, 2, 'both products came up')
  await context.close()
  assert.deepEqual(problems, [])
}
