// When each event of a show appears to one viewer: by that viewer's own playhead (DESIGN §4).
//
// An event still ahead of the playhead waits for its moment. One that is already behind it appears on arrival when
// it is no more than `kGraceMs` behind; by more it takes its place in what was said then, and nobody is interrupted.
// Pure: no clock and no network; the caller says where the playhead is.

/** What has an order on a timeline: `seq` is the order of acceptance, `at` the place in the show in ms. */
export interface Placed {
  seq: number
  at: number
}

export const kGraceMs = 30_000

/** Twelve hours of a busy room must not fill a phone; older lines are fetched again when someone goes back. */
const kMostKept = 6_000

interface Entry<E> {
  event: E
  /** The playhead at which it appears: `at`, or the playhead it met on arriving late. */
  shown: number
  /** Came too late to be handed out: it only takes its place in what was said then. */
  silent: boolean
}

/** Orders events by the moment they appear and hands out those that have become due. */
export class Schedule<E extends Placed> {
  private entries: Entry<E>[] = []
  private readonly seqs = new Set<number>()
  /** Entries before this index are behind the playhead. */
  private passed = 0
  private readonly most: number

  constructor(most: number = kMostKept) {
    this.most = most
  }

  /** Adds events; those already known are left alone. `playhead` is null while nothing plays yet. */
  add(events: readonly E[], playhead: number | null): void {
    for (const event of events) {
      if (this.seqs.has(event.seq)) continue
      this.seqs.add(event.seq)
      const behind = playhead === null ? 0 : playhead - event.at
      const arrivesLate = playhead !== null && behind > 0 && behind <= kGraceMs
      const silent = behind > kGraceMs
      const entry = { event, shown: arrivesLate ? playhead : event.at, silent }
      const index = this.indexOf(entry)
      this.entries.splice(index, 0, entry)
      if (silent && index <= this.passed) this.passed += 1
      // What came on arrival is due now, so it must not lie before the mark of what was handed out.
      else if (index < this.passed) this.moveToMark(index)
    }
    this.trim()
  }

  /** Adds what was said before the viewer came here: it stands at its moment, and is never handed out as news. */
  addPassed(events: readonly E[]): void {
    for (const event of events) {
      if (this.seqs.has(event.seq)) continue
      this.seqs.add(event.seq)
      const entry = { event, shown: event.at, silent: true }
      const index = this.indexOf(entry)
      this.entries.splice(index, 0, entry)
      if (index <= this.passed) this.passed += 1
    }
    this.trim()
  }

  /** The event of this seq, wherever it stands; null for one that was never given or is long past. */
  find(seq: number): E | null {
    return this.seqs.has(seq) ? (this.entries.find((entry) => entry.event.seq === seq)?.event ?? null) : null
  }

  has(seq: number): boolean {
    return this.seqs.has(seq)
  }

  /** The events that have become due on the way to `playhead`, in the order they appear. Time does not run back here. */
  advance(playhead: number): E[] {
    const from = this.passed
    while (this.passed < this.entries.length && this.entries[this.passed]!.shown <= playhead) this.passed += 1
    return this.entries
      .slice(from, this.passed)
      .filter((entry) => !entry.silent)
      .map((entry) => entry.event)
  }

  /** After a jump: everything stands at its own moment again, and nothing that was jumped over is handed out. */
  seek(playhead: number): void {
    for (const entry of this.entries) {
      entry.shown = entry.event.at
      entry.silent = false
    }
    this.entries.sort(before)
    this.passed = this.entries.findIndex((entry) => entry.shown > playhead)
    if (this.passed < 0) this.passed = this.entries.length
  }

  /** The newest `count` events behind the playhead that `keep` accepts, oldest first. */
  last(count: number, keep: (event: E) => boolean = () => true): E[] {
    const found: E[] = []
    for (let i = this.passed - 1; i >= 0 && found.length < count; i -= 1) {
      const { event } = this.entries[i]!
      if (keep(event)) found.push(event)
    }
    return found.reverse()
  }

  private indexOf(entry: Entry<E>): number {
    let low = 0
    let high = this.entries.length
    while (low < high) {
      const middle = (low + high) >> 1
      if (before(this.entries[middle]!, entry) <= 0) low = middle + 1
      else high = middle
    }
    return low
  }

  private moveToMark(index: number): void {
    const [entry] = this.entries.splice(index, 1)
    entry!.shown = Math.max(entry!.shown, this.entries[this.passed - 1]?.shown ?? 0)
    this.entries.splice(this.passed, 0, entry!)
  }

  private trim(): void {
    const extra = Math.min(this.entries.length - this.most, this.passed)
    if (extra <= 0) return
    for (const { event } of this.entries.splice(0, extra)) this.seqs.delete(event.seq)
    this.passed -= extra
  }
}

function before(a: Entry<Placed>, b: Entry<Placed>): number {
  return a.shown - b.shown || a.event.at - b.event.at || a.event.seq - b.event.seq
}
