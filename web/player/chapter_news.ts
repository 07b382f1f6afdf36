// What a room hears of its show's chapters: pins that the server's list does not know yet, and changes by the staff.
import { signal } from '@preact/signals'
import type { TimelineEvent } from '../shared/api.ts'
import type { FreshPin } from './live_chapters.ts'

export class ChapterNews {
  readonly pins = signal<FreshPin[]>([])
  /** Counts what staff changed. */
  readonly changes = signal(0)
  /** A part of the archive was withdrawn or restored: picture and words are others now. */
  readonly parts = signal(0)

  happen({ kind, seq, at, data }: TimelineEvent): void {
    if (kind === 'product.pinned') this.pins.value = [...this.pins.value, { seq, at, product: String(data['product']) }]
    if (kind === 'chapters.changed') this.changes.value += 1
    if (kind === 'part.withdrawn' || kind === 'part.restored') this.parts.value += 1
  }
}
