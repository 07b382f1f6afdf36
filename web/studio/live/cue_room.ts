// The cue sheet of a show on the console or on the presenter's phone: read once, then again whenever the timeline says that it changed.
import { computed, signal } from '@preact/signals'
import { cueBefore, lateMs, nextCue } from '../plan/cue_model.ts'
import { planApi, type CueSheet, type SheetCue } from '../plan/plan_api.ts'
import type { StaffEvent } from './chat_model.ts'
import type { Room } from './room.ts'

/** A burst of edits is one reading. */
const kReadAfterMs = 300
/** What a cue sheet follows: the show's room at a desk, or on a phone. */
export type CueHost = Pick<Room, 'show' | 'clock' | 'link' | 'hear' | 'command' | 'togglePin'>

const kPinToo = 'nigiwai.pin-with-cue'

export class CueRoom {
  readonly sheet = signal<CueSheet | null>(null)
  readonly problem = signal<unknown>(null)
  readonly pinToo = signal(stored())
  readonly next = computed(() => (this.sheet.value ? nextCue(this.sheet.value) : null))
  readonly before = computed(() => (this.sheet.value ? cueBefore(this.sheet.value) : null))
  readonly late = computed(() => (this.sheet.value && this.room.clock.value !== null ? lateMs(this.sheet.value, this.room.clock.value) : null))
  private readonly room: CueHost
  private timer: ReturnType<typeof setTimeout> | undefined
  private starting = false

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
    try {
      localStorage.setItem(kPinToo, on ? '1' : '')
    } catch {
      // Forgotten with the page.
    }
  }

  /** Starts a cue, and pins its product where that is wanted and it is on the shelf. */
  async start(cue: SheetCue): Promise<void> {
    if (this.starting) return
    this.starting = true
    try {
      await this.room.command('cue.start', { cue: cue.id })
      await this.read()
      const { shelf, pin } = this.room.show.value
      if (this.pinToo.value && pin?.product !== cue.product && shelf.some(({ id }) => id === cue.product)) await this.room.togglePin(cue.product)
    } finally {
      this.starting = false
    }
  }

  private heard(events: readonly StaffEvent[]): void {
    if (events.some(({ kind }) => kind === 'cue.started' || kind === 'cues.changed' || kind === 'show.ended' || kind === 'show.started')) this.readSoon()
  }

  private readSoon(): void {
    clearTimeout(this.timer)
    this.timer = setTimeout(() => void this.read(), kReadAfterMs)
  }
}

function stored(): boolean {
  try {
    return localStorage.getItem(kPinToo) === '1'
  } catch {
    return false
  }
}
