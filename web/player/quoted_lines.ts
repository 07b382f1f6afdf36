// Lines that stand apart from the flow of the chat: the one that staff have pinned, and those that replies answer.
//
// Events name such a line by its seq alone, so that hiding it reaches every place at once. Most readers have the line
// already; for those who do not, it is asked for once.
import { signal } from '@preact/signals'
import { api, type TimelineEvent } from '../shared/api.ts'

export interface Quoted {
  seq: number
  name: string
  role: string
  text: string
}

// How far apart viewers ask for a line that all of them miss at once.
const kSpread = 3_000

export class QuotedLines {
  readonly pinned = signal<Quoted | null>(null)

  private readonly show: string
  private readonly near: (seq: number) => TimelineEvent | null
  private readonly hidden: ReadonlySet<number>
  private readonly changed: () => void
  private readonly pins: { at: number; seq: number; line: number | null }[] = []
  /** Null while a line is asked for. */
  private readonly fetched = new Map<number, TimelineEvent | null>()
  private now = Infinity

  /** `near` finds a line among those that were sent; `changed` is called when one has come. */
  constructor(show: string, near: (seq: number) => TimelineEvent | null, hidden: ReadonlySet<number>, changed: () => void) {
    this.show = show
    this.near = near
    this.hidden = hidden
    this.changed = changed
  }

  /** What stands at `at`, as a snapshot or the page of a moment tells it. */
  stands(at: number, line: TimelineEvent | null): void {
    if (line) this.fetched.set(line.seq, line)
    this.note(at, 0, line?.seq ?? null)
  }

  /** chat.pinned and chat.unpinned, in any order and more than once. */
  happen(event: TimelineEvent): void {
    this.note(event.at, event.seq, event.kind === 'chat.pinned' ? Number(event.data['seq']) : null)
  }

  /** Shows the line that is pinned where the playhead stands. */
  follow(now: number): void {
    this.now = now
    let line: number | null = null
    for (const pin of this.pins) if (pin.at <= now) line = pin.line
    const quoted = line === null ? null : this.quoted(line)
    const shown = this.pinned.value
    if (quoted?.seq !== shown?.seq || quoted?.text !== shown?.text) this.pinned.value = quoted
  }

  again(): void {
    this.follow(this.now)
  }

  /** The line of this seq as it may be shown; null while it is not known, or hidden. */
  quoted(seq: number): Quoted | null {
    if (this.hidden.has(seq)) return null
    const line = this.line(seq)
    const text = line?.data['text']
    return line && typeof text === 'string' && !line.hidden ? { seq, name: line.by?.name ?? '', role: line.by?.role ?? 'viewer', text } : null
  }

  private note(at: number, seq: number, line: number | null): void {
    const known = this.pins.findIndex((pin) => pin.seq === seq && pin.at === at)
    if (known >= 0) this.pins.splice(known, 1)
    this.pins.push({ at, seq, line })
    this.pins.sort((a, b) => a.at - b.at || a.seq - b.seq)
    this.again()
  }

  private line(seq: number): TimelineEvent | null {
    const near = this.near(seq)
    if (near) return near
    const known = this.fetched.get(seq)
    if (known !== undefined) return known
    this.fetched.set(seq, null)
    setTimeout(() => void this.fetch(seq), Math.random() * kSpread)
    return null
  }

  private async fetch(seq: number): Promise<void> {
    try {
      const event = (await api.events(this.show, seq, 1)).events[0]
      if (event?.seq !== seq) return
      this.fetched.set(seq, event)
      this.again()
      this.changed()
    } catch {
      // A reply then stands without what it answers.
    }
  }
}
