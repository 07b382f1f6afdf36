// What a recorder made and the server has not taken yet: what waits on the page, and what is on its way.
//
// Only so much is let onto the network at a time, because what is on its way can be taken back no more: when the picture
// must become smaller, what waits is dropped, and the delay with it. Pure.

/** The server takes messages of at most 1 MiB. */
export const kLargestPiece = 512 * 1024
/** Half a second at the highest bitrate: covers a round trip across the world, and drains in two at a third of it. */
export const kMostUnderWay = 160 * 1024
/** Throughput is measured over this long. */
const kMeasuredMs = 3000

interface Piece {
  /** A text goes between the pieces and counts for nothing. */
  data: Uint8Array<ArrayBuffer> | string
  made: number
}

export class Pieces {
  private waiting: Piece[] = []
  private underWay: { bytes: number; made: number }[] = []
  private flying = 0
  private acknowledged = 0
  private taken: { at: number; bytes: number }[] = []
  /** The least time from making to acknowledgement, ms. */
  best = Infinity
  /** The last one, ms. */
  last = 0

  add(data: Uint8Array<ArrayBuffer> | string, now: number): void {
    if (typeof data === 'string') this.waiting.push({ data, made: now })
    else for (let from = 0; from < data.length; from += kLargestPiece) this.waiting.push({ data: data.subarray(from, from + kLargestPiece), made: now })
  }

  /** The next that may go, or null when enough is on its way. */
  next(): Uint8Array<ArrayBuffer> | string | null {
    const first = this.waiting[0]
    if (!first || (typeof first.data !== 'string' && this.flying > 0 && this.flying + first.data.length > kMostUnderWay)) return null
    this.waiting.shift()
    if (typeof first.data !== 'string') {
      this.underWay.push({ bytes: first.data.length, made: first.made })
      this.flying += first.data.length
    }
    return first.data
  }

  /** The server has taken `count` pieces of this connection. */
  received(count: number, now: number): void {
    for (; this.acknowledged < count && this.underWay.length > 0; this.acknowledged += 1) {
      const { bytes, made } = this.underWay.shift()!
      this.flying -= bytes
      this.last = now - made
      this.best = Math.min(this.best, this.last)
      this.taken.push({ at: now, bytes })
    }
    this.forget(now)
  }

  /** How long the oldest piece has not been acknowledged, ms. */
  behind(now: number): number {
    const oldest = this.underWay[0] ?? this.waiting.find(({ data }) => typeof data !== 'string')
    return oldest ? now - oldest.made : 0
  }

  /** Bits a second that the server took of late. */
  throughput(now: number): number {
    this.forget(now)
    return (this.taken.reduce((sum, { bytes }) => sum + bytes, 0) * 8 * 1000) / kMeasuredMs
  }

  /** Forgets what waits; answers of how long it was, ms. */
  drop(now: number): number {
    const first = this.waiting.find(({ data }) => typeof data !== 'string')
    this.waiting = []
    return first ? now - first.made : 0
  }

  private forget(now: number): void {
    while (this.taken.length > 0 && this.taken[0]!.at < now - kMeasuredMs) this.taken.shift()
  }
}
