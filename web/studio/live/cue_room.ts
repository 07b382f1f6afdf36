// The cue sheet of a show on the console or on the presenter's phone: read once, then again whenever the timeline says that it changed.
import { computed, signal } from '@preact/signals'
import { cueBefore, lateMs, nextCue, opensWith } from '../plan/cue_model.ts'
import { planApi, type CueSheet, type SheetCue } from '../plan/plan_api.ts'
import type { StaffEvent } from './chat_model.ts'
import type { Room } from './room.ts'

/** A burst of edits is one reading. */
const kReadAfterMs = 300
/** What a cue sheet follows: the show's room at a desk, or on a phone, which opens no offers and polls. */
export type CueHost = Pick<Room, 'show' | 'clock' | 'link' | 'hear' | 'command' | 'togglePin'> & Partial<Pick<Room, 'offers' | 'toggleOffer' | 'asking'>>

const kPinToo = 'nigiwai.pin-with-cue'
const kOpenToo = 'nigiwai.open-with-cue'

export class CueRoom {
  readonly sheet = signal<CueSheet | null>(null)
  readonly problem = signal<unknown>(null)
  readonly pinToo = signal(stored(kPinToo))
  readonly openToo = signal(stored(kOpenToo))
  readonly next = computed(() => (this.sheet.value ? nextCue(this.sheet.value) : null))
  readonly before = computed(() => (this.sheet.value ? cueBefore(this.sheet.value) : null))
  readonly late = computed(() => (this.sheet.value && this.room.clock.value !== null ? lateMs(this.sheet.value, this.room.clock.value) : null))
  private readonly room: CueHost
  private timer: ReturnType<typeof setTimeout> | undefined
  private starting: { cue: string; done: Promise<void> } | null = null

  constructor(room: CueHost) {
    this.room = room
  }

  /** Until the function that is given back is called. */
  open(): () => void {
    void this.read()
    const stop = this.room.hear((events) => this.heard(events))
    // What happened while there was no connection comes as a snapshot, without its events.
    const link = this.room.link.subscribe((state) => state === 'open' && this.readSoon())
    return () => {
      stop()
      link()
      clearTimeout(this.timer)
    }
  }

  async read(): Promise<void> {
    try {
      this.sheet.value = await planApi.sheet(this.room.show.value.id)
      this.problem.value = null
    } catch (cause) {
      this.problem.value = cause
    }
  }

  keepPinToo(on: boolean): void {
    this.pinToo.value = on
    store(kPinToo, on)
  }

  keepOpenToo(on: boolean): void {
    this.openToo.value = on
    store(kOpenToo, on)
  }

  /**
   * Starts a cue, pins its product where that is wanted and it is on the shelf, and opens its offer and poll where that is wanted and
   * they can be opened. Of two directors at one cue only the one who started it does. Another cue that is wanted meanwhile comes
   * after that; the same one again does nothing.
   */
  async start(cue: SheetCue): Promise<void> {
    if (this.starting?.cue === cue.id) return
    const starting = { cue: cue.id, done: this.startAfter(this.starting?.done, cue) }
    this.starting = starting
    try {
      await starting.done
    } finally {
      if (this.starting === starting) this.starting = null
    }
  }

  private async startAfter(before: Promise<void> | undefined, cue: SheetCue): Promise<void> {
    if (before) await before.catch(() => {})
    await this.room.command('cue.start', { cue: cue.id })
    await this.read()
    const { shelf, pin } = this.room.show.value
    if (this.pinToo.value && pin?.product !== cue.product && shelf.some(({ id }) => id === cue.product)) await this.room.togglePin(cue.product)
    if (this.openToo.value) await this.openWith(cue)
  }

  private async openWith(cue: SheetCue): Promise<void> {
    const { offers, asking } = this.room
    const { offer, poll } = opensWith(cue, offers?.value ?? [], asking?.polls.value ?? [], this.room.clock.value ?? 0)
    if (offer) await this.room.toggleOffer?.(offer)
    if (poll) await asking?.openPoll(poll.id)
  }

  private heard(events: readonly StaffEvent[]): void {
    if (events.some(({ kind }) => kind === 'cue.started' || kind === 'cues.changed' || kind === 'show.ended' || kind === 'show.started')) this.readSoon()
  }

  private readSoon(): void {
    clearTimeout(this.timer)
    this.timer = setTimeout(() => void this.read(), kReadAfterMs)
  }
}

function stored(name: string): boolean {
  try {
    return localStorage.getItem(name) === '1'
  } catch {
    return false
  }
}

function store(name: string, on: boolean): void {
  try {
    localStorage.setItem(name, on ? '1' : '')
  } catch {
    // Forgotten with the page.
  }
}
