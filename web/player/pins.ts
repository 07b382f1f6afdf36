// Which product is pinned as one viewer's playhead sees it, and when each product was shown.
//
// A pin is state, not a happening: wherever the playhead stands, what counts is the last pin or unpin at or before it.
import type { PinStretch, TimelineEvent } from '../shared/api.ts'
import { ChapterNews } from './chapter_news.ts'

interface Mark {
  at: number
  seq: number
  /** Null: nothing is pinned from here on. */
  product: string | null
}

export interface Pin {
  product: string
  at: number
}

export class Pins {
  /** Pins begin chapters, so what is new of those is heard here as well. */
  readonly chapters = new ChapterNews()
  private marks: Mark[] = []

  /** Starts from the stretches in a snapshot. */
  reset(stretches: readonly PinStretch[]): void {
    this.marks = []
    for (const stretch of stretches) {
      this.marks.push({ at: stretch.at, seq: 0, product: stretch.product })
      if (stretch.until !== null) this.marks.push({ at: stretch.until, seq: 0, product: null })
    }
    // Stable: where one stretch ends as the next begins, the next one stays the later mark.
    this.marks.sort((a, b) => a.at - b.at)
  }

  /** Takes in `product.pinned` and `product.unpinned`; every other event is left alone. */
  apply(event: TimelineEvent): boolean {
    this.chapters.happen(event)
    if (event.kind !== 'product.pinned' && event.kind !== 'product.unpinned') return false
    const product = event.kind === 'product.pinned' ? String(event.data['product']) : null
    const mark = { at: event.at, seq: event.seq, product }
    let index = this.marks.length
    while (index > 0) {
      const other = this.marks[index - 1]!
      if (other.at < mark.at || (other.at === mark.at && other.seq <= mark.seq)) break
      index -= 1
    }
    const known = this.marks[index - 1]
    if (known && known.seq === mark.seq && mark.seq !== 0) return false
    this.marks.splice(index, 0, mark)
    return true
  }

  /** The pin in force at `playhead`, or null. */
  at(playhead: number): Pin | null {
    for (let i = this.marks.length - 1; i >= 0; i -= 1) {
      const mark = this.marks[i]!
      if (mark.at <= playhead) return mark.product === null ? null : { product: mark.product, at: mark.at }
    }
    return null
  }

  /** For each product shown up to `playhead`, the moment it was last pinned. */
  moments(playhead: number): Map<string, number> {
    const moments = new Map<string, number>()
    for (const mark of this.marks) if (mark.product !== null && mark.at <= playhead) moments.set(mark.product, mark.at)
    return moments
  }
}
