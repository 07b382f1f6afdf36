// The chapters of a show that goes on: those the server told, and the pins that came since. Pure.
import type { Chapter } from '../shared/api_archive.ts'
import type { Outline } from '../shared/api.ts'

/** A pin of the timeline, as it came. */
export interface FreshPin {
  seq: number
  at: number
  product: string
}

/**
 * Chapters up to `playhead`, oldest first. Pins of seqs up to `knownSeq` are in `told` already, or were taken out of it by
 * the staff.
 */
export function chaptersSoFar(
  told: readonly Chapter[],
  knownSeq: number,
  pins: readonly FreshPin[],
  titleOf: (product: string) => string | undefined,
  playhead: number,
): Outline['chapters'] {
  const so: Outline['chapters'] = told.map(({ at, title, product }) => ({ at, title, product }))
  for (const pin of pins) {
    const last = so.at(-1)
    const title = titleOf(pin.product)
    if (pin.seq <= knownSeq || title === undefined || last?.product === pin.product) continue
    so.push({ at: pin.at, title, product: pin.product })
  }
  return so.filter(({ at }) => at <= playhead).sort((a, b) => a.at - b.at)
}

/** Somebody who comes later than this has missed something worth telling. */
const kLateMs = 60_000

/** What somebody who came in at `joinedAt` has missed: chapters that were over, or well begun, by then. */
export function missed(chapters: readonly { at: number }[], joinedAt: number): number {
  return chapters.filter(({ at }) => at < joinedAt - kLateMs / 2).length * Number(joinedAt >= kLateMs)
}
