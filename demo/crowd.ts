// A small crowd on the public interface only: it watches, chats about what is in front, gives hearts, saves, and now
// and then buys.
import { setTimeout as sleep } from 'node:timers/promises'
import { about, always, answers, greetings, names, thanks } from './chatter.ts'
import { type Client, Refused, Room } from './client.ts'
import { skusOf } from './shop.ts'

/** Viewers stand a little behind the live edge, as their players do. */
const kDelay = 2500
const kSpan = 10_000

const any = <T>(list: readonly T[]): T => list[Math.floor(Math.random() * list.length)]!
const chance = (share: number) => Math.random() < share
const moment = (from: number, to: number) => from + Math.random() * (to - from)

/** What the whole crowd shares: the product in front, and what was said lately, so that nobody repeats it. */
class Floor {
  pinned = ''
  clock = 0
  #heard = new Date(0)
  #sale = Date.now() + 15_000
  #lately: string[] = []

  tick(clock: number) {
    this.clock = clock
    this.#heard = new Date()
  }

  playhead() {
    return this.clock ? this.clock + (Date.now() - this.#heard.getTime()) - kDelay : 0
  }

  /** Whether somebody buys now: the whole crowd, one order in half a minute or so. */
  buys(): boolean {
    if (!this.pinned || Date.now() < this.#sale) return false
    this.#sale = Date.now() + moment(12_000, 45_000)
    return true
  }

  fresh(pool: readonly string[]): string | undefined {
    const line = any(pool)
    if (this.#lately.includes(line)) return undefined
    this.#lately = [line, ...this.#lately].slice(0, 45)
    return line
  }
}

export class Crowd {
  #floor = new Floor()
  #rooms: Room[] = []
  #going = true
  #client: Client
  #show: string
  #staff: Room

  constructor(client: Client, show: string, staff: Room) {
    this.#client = client
    this.#show = show
    this.#staff = staff
  }

  /** Told by whoever follows the show: what is in front, what the clock says, what was written. */
  pinned = (product: string) => { this.#floor.pinned = product }
  clock = (clock: number) => this.#floor.tick(clock)

  heard(text: string) {
    const answer = answers.find(([pattern]) => pattern.test(text))?.[1]
    const line = answer && this.#floor.fresh([answer])
    if (line) setTimeout(() => this.#going && this.#staff.send('chat.post', { text: line }), moment(3000, 7000)).unref()
  }

  async gather(size: number) {
    for (let i = 0; i < size && this.#going; i++) {
      this.#viewer(names[i % names.length]! + (i < names.length ? '' : String(i))).catch((error) => {
        if (this.#going) console.error(`a viewer of the crowd left: ${error.message}`)
      })
      await sleep(moment(80, 500))
    }
  }

  leave() {
    this.#going = false
    for (const room of this.#rooms) room.close()
  }

  async #viewer(name: string) {
    const { token } = await this.#client.post('/api/viewers', { name })
    const me = this.#client.as(token)
    const room = new Room(me, this.#show)
    this.#rooms.push(room)
    // Some talk, most only watch.
    const talkative = chance(0.35) ? moment(12_000, 35_000) : moment(50_000, 160_000)
    const warm = moment(0.03, 0.25)
    let watched = this.#floor.playhead()
    let seen = ''
    let speaks = Date.now() + moment(1000, chance(0.3) ? 9000 : talkative)
    let greeted = chance(0.5)
    while (this.#going) {
      await sleep(moment(900, 1700))
      const { pinned } = this.#floor
      const at = this.#floor.playhead()
      if (at <= 0) continue
      if (at - watched > kSpan) {
        room.send('play.span', { from: Math.round(Math.max(0, watched)), to: Math.round(at) })
        watched = at
      }
      if (pinned && pinned !== seen) {
        seen = pinned
        room.send('product.seen', { product: pinned }, at)
        if (chance(0.12)) room.send('product.save', { product: pinned }, at)
      }
      if (chance(warm * 0.5)) room.send('heart', { count: 1 + Math.floor(moment(0, 5)) }, at)
      if (Date.now() > speaks) {
        const line = greeted ? this.#floor.fresh(chance(0.72) && about[pinned] ? about[pinned] : always) : this.#floor.fresh(greetings)
        greeted = true
        if (line) room.send('chat.post', { text: line }, at)
        speaks = Date.now() + talkative * moment(0.6, 1.4)
      }
      if (this.#floor.buys()) {
        room.send('product.opened', { product: pinned }, at)
        await sleep(moment(4000, 9000))
        if (await this.#buy(me, name, pinned) && chance(0.6)) {
          const line = this.#floor.fresh(thanks)
          if (line) room.send('chat.post', { text: line }, this.#floor.playhead())
        }
      }
    }
  }

  async #buy(me: Client, name: string, product: string): Promise<boolean> {
    const number = 1 + Math.floor(Math.random() * 28)
    try {
      await me.post('/api/orders', {
        show: this.#show, at: Math.max(0, Math.round(this.#floor.playhead())),
        lines: [{ sku: any(skusOf(product)), quantity: chance(0.85) ? 1 : 2 }],
        contact: {
          name, email: `viewer${Math.floor(Math.random() * 1e6)}@mail.example`, phone: '03-0000-00' + String(number).padStart(2, '0'),
          postal_code: '104-0061', address: `東京都中央区銀座 ${1 + (number % 8)}-${number}-3`,
        },
      })
      return true
    } catch (error) {
      // Sold out is an ordinary answer here; anything else is told.
      if (!(error instanceof Refused && String(error.problem.type).endsWith('/sold-out')) && this.#going) console.error(String(error))
      return false
    }
  }
}
