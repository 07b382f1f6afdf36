// The demo's director: pins products along the loop, answers through the crowd, and puts stock back when it runs low.
import type { Client, Frame, Room } from './client.ts'
import type { Crowd } from './crowd.ts'
import { usualStock } from './shop.ts'
import type { Plan } from './video.ts'

/** Below this many pieces the shop gets more, so that the demo can run all day. */
const kFewLeft = 8

export class Director {
  #staff: Client
  #room: Room
  #crowd: Crowd
  #plan: Plan
  /** Where on the show clock the encoder's first frame stands; unknown until the picture comes. */
  #picture_at?: number
  #clock = 0
  #heard = 0
  #pinned = ''
  #refilling = new Set<string>()

  constructor(staff: Client, show: string, room: Room, crowd: Crowd, plan: Plan) {
    this.#staff = staff
    this.#room = room
    this.#crowd = crowd
    this.#plan = plan
    room.onFrame = (frame) => this.#hear(frame)
  }

  begin() {
    setInterval(() => this.#pin(), 200).unref()
  }

  #now() {
    return this.#clock + (Date.now() - this.#heard)
  }

  #hear(frame: Frame) {
    this.#clock = frame.clock
    this.#heard = Date.now()
    this.#crowd.clock(frame.clock)
    for (const event of frame.events ?? []) {
      if (event.kind === 'picture.started') this.#picture_at = event.at
      if (event.kind === 'chat.posted' && event.by?.role === 'viewer') this.#crowd.heard(String(event.data.text))
      if (event.kind === 'stock.changed' && event.data.left < kFewLeft) void this.#refill(event.data.sku)
    }
  }

  #pin() {
    if (this.#picture_at === undefined) return
    const length = this.#plan.length_ms
    const played = this.#now() - this.#picture_at
    const turn = Math.floor(played / length) * length
    const scene = this.#plan.scenes.filter((each) => each.shot.pin && turn + each.at_ms <= played).at(-1)
    if (!scene?.shot.pin || scene.shot.pin === this.#pinned) return
    this.#pinned = scene.shot.pin
    // The moment of the cut, not the moment this was noticed.
    this.#room.send('product.pin', { product: scene.shot.pin }, this.#picture_at + turn + scene.at_ms)
    this.#crowd.pinned(scene.shot.pin)
  }

  async #refill(sku: string) {
    if (this.#refilling.has(sku)) return
    this.#refilling.add(sku)
    await this.#staff.post(`/api/stock/${sku}`, { delta: usualStock(sku), reason: '追加入荷' }).catch((error) => console.error(String(error)))
    this.#refilling.delete(sku)
  }
}
