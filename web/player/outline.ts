// The shape of an archived show for its scrubber: chapters as stretches, chat as a hill. Pure.
import type { Outline } from '../shared/api.ts'

export interface Chapter {
  from: number
  to: number
  title: string
  product: string | null
}

/** Closer together than this, two chapters are one on a phone's line; the later one gives the name. */
const kShortestChapterMs = 3_000

/** Chapters with their ends. What lies before the first one belongs to it. */
export function stretches(chapters: Outline['chapters'], length: number): Chapter[] {
  const ordered = [...chapters].sort((a, b) => a.at - b.at).filter((chapter) => chapter.at < length)
  const kept: Outline['chapters'] = []
  for (const chapter of ordered) {
    const last = kept.at(-1)
    if (last && chapter.at - last.at < kShortestChapterMs) kept.pop()
    kept.push(last && chapter.at - last.at < kShortestChapterMs ? { ...chapter, at: last.at } : chapter)
  }
  return kept.map((chapter, index) => ({
    from: index === 0 ? 0 : chapter.at,
    to: kept[index + 1]?.at ?? length,
    title: chapter.title,
    product: chapter.product,
  }))
}

export function chapterAt(chapters: readonly Chapter[], at: number): Chapter | undefined {
  return chapters.findLast((chapter) => chapter.from <= at)
}

/** An SVG path of counts as a hill of `width` by `height`, standing on its lower edge; '' when there is nothing. */
export function hillPath(counts: readonly number[], width: number, height: number): string {
  const highest = Math.max(0, ...counts)
  if (counts.length < 2 || highest === 0) return ''
  // A line of text is worth seeing even beside a peak of hundreds, so the hill grows by the root.
  const points = counts.map((n, index) => {
    const x = (index / (counts.length - 1)) * width
    const y = height - Math.sqrt(n / highest) * (height - 2)
    return `${round(x)} ${round(y)}`
  })
  return `M0 ${height}L${points.join('L')}L${width} ${height}Z`
}

function round(n: number): number {
  return Math.round(n * 10) / 10
}
