// The archive's line: chapters as its pieces, chat as the hill above it, saves as flags below.
//
// Dragging moves the picture with it and says where it is; arrows move ten seconds, page keys a chapter.
import { useMemo, useRef, useState } from 'preact/hooks'
import { clock, spokenClock } from '../../shared/format.ts'
import { language } from '../../shared/i18n.ts'
import { Icon } from '../../shared/icons.tsx'
import { archiveWords } from '../messages/archive.ts'
import { words } from '../messages/words.ts'
import { chapterAt, hillPath, stretches, type Chapter } from '../outline.ts'
import { ProductPicture } from '../parts.tsx'
import type { Watching } from './watching.ts'

/** Seeking at every pointer move would load more than anybody sees. */
const kDragSeekMs = 180
const kStepMs = 10_000
const kHillWidth = 366
const kHillHeight = 34

export function useOutline(w: Watching): { chapters: Chapter[]; length: number } {
  const show = w.room.show.value
  const outline = w.outline.value
  const length = outline?.length_ms ?? show.length_ms ?? 0
  const chapters = useMemo(() => stretches(outline?.chapters ?? [], length), [outline, length])
  return { chapters, length }
}

export function chapterStep(w: Watching, chapters: Chapter[], direction: 1 | -1): void {
  const at = w.room.position()
  const next =
    direction === 1
      ? chapters.find((chapter) => chapter.from > at + 500)
      : // Back goes to the start of this one first, as players do.
        [...chapters].reverse().find((chapter) => chapter.from < at - 3_000)
  if (next) w.seek(next.from)
  else if (direction === -1) w.seek(0)
}

export function Scrubber({ w }: { w: Watching }) {
  const t = words()
  const box = useRef<HTMLDivElement>(null)
  const [dragged, setDragged] = useState<number | null>(null)
  const lastSeek = useRef(0)
  const { chapters, length } = useOutline(w)
  const outline = w.outline.value
  const hill = useMemo(() => hillPath(outline?.chat ?? [], kHillWidth, kHillHeight), [outline])
  const at = dragged ?? w.room.playhead.value ?? 0
  const part = (ms: number): number => (length > 0 ? Math.min(100, Math.max(0, (ms / length) * 100)) : 0)
  const chapter = chapterAt(chapters, at)

  const place = (x: number): number => {
    const bounds = box.current!.getBoundingClientRect()
    return Math.min(1, Math.max(0, (x - bounds.left) / bounds.width)) * length
  }
  const drag = (x: number, last: boolean): void => {
    const to = place(x)
    setDragged(last ? null : to)
    const now = performance.now()
    if (last || now - lastSeek.current > kDragSeekMs) {
      lastSeek.current = now
      w.seek(to)
    }
  }
  const bubble = dragged !== null && chapter ? w.room.show.value.shelf.find((product) => product.id === chapter.product) : undefined

  return (
    <div
      ref={box}
      class="scrub"
      role="slider"
      tabIndex={0}
      aria-label={t.position}
      aria-valuemin={0}
      aria-valuemax={Math.round(length / 1000)}
      aria-valuenow={Math.round(at / 1000)}
      aria-valuetext={[spokenClock(at, language.value), chapter?.title].filter(Boolean).join(t.list)}
      data-test="scrubber"
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId)
        drag(event.clientX, false)
      }}
      onPointerMove={(event) => dragged !== null && drag(event.clientX, false)}
      onPointerUp={(event) => dragged !== null && drag(event.clientX, true)}
      onPointerCancel={() => setDragged(null)}
      onKeyDown={(event) => {
        const act: Record<string, () => void> = {
          ArrowLeft: () => w.step(-kStepMs),
          ArrowDown: () => w.step(-kStepMs),
          ArrowRight: () => w.step(kStepMs),
          ArrowUp: () => w.step(kStepMs),
          PageUp: () => chapterStep(w, chapters, -1),
          PageDown: () => chapterStep(w, chapters, 1),
          Home: () => w.seek(0),
          End: () => w.seek(length),
        }
        if (!act[event.key]) return
        event.preventDefault()
        event.stopPropagation()
        act[event.key]!()
      }}
    >
      {hill && (
        <svg class="hill" viewBox={`0 0 ${kHillWidth} ${kHillHeight}`} preserveAspectRatio="none" aria-hidden="true">
          <path d={hill} />
          <path class="done" d={hill} style={{ clipPath: `inset(0 ${100 - part(at)}% 0 0)` }} />
        </svg>
      )}
      <div class="line" aria-hidden="true">
        {(chapters.length > 0 ? chapters : [{ from: 0, to: length, title: '', product: null }]).map((piece) => (
          <i
            key={piece.from}
            class={piece === chapter ? 'here' : ''}
            style={{ left: `${part(piece.from)}%`, width: `calc(${part(piece.to) - part(piece.from)}% - 3px)` }}
          >
            <i style={{ width: `${piece.to > piece.from ? Math.min(100, Math.max(0, ((at - piece.from) / (piece.to - piece.from)) * 100)) : 0}%` }} />
          </i>
        ))}
        {(outline?.saves ?? []).map((save) => (
          <svg key={save.at} class="flag" viewBox="0 0 8 8" style={{ left: `${part(save.at)}%` }}>
            <path d="M.5 0v8L4 5.4 7.5 8V0Z" />
          </svg>
        ))}
      </div>
      <span class="thumb" style={{ left: `${part(at)}%` }} aria-hidden="true" />
      {dragged !== null && (
        <span class="bubble n" style={{ left: `${Math.min(82, Math.max(18, part(at)))}%` }}>
          {bubble && <ProductPicture picture={bubble.picture} size={36} />}
          <span>
            <b>{clock(at)}</b> {chapter?.title}
          </span>
        </span>
      )}
    </div>
  )
}

/** The line above the scrubber: which chapter, and how many saved around here. */
export function ChapterLine({ w }: { w: Watching }) {
  const t = words()
  const { chapters } = useOutline(w)
  const at = w.room.playhead.value ?? 0
  const chapter = chapterAt(chapters, at)
  const saves = (w.outline.value?.saves ?? [])
    .filter((save) => Math.abs(save.at - at) <= 15_000)
    .reduce((sum, save) => sum + save.count, 0)
  return (
    <div class="chap">
      {chapter && (
        <>
          <span class="tag n">{t.chapterOf(chapters.indexOf(chapter) + 1, chapters.length)}</span>
          <b>{chapter.title}</b>
        </>
      )}
      {saves > 0 && (
        <span class="sv n">
          <Icon name="bookmark" size="xs" />
          {t.savesHere(saves)}
        </span>
      )}
    </div>
  )
}

/** The times below it. */
export function Times({ w }: { w: Watching }) {
  const t = words()
  const { chapters, length } = useOutline(w)
  const at = w.room.playhead.value ?? 0
  const next = chapters.find((chapter) => chapter.from > at + 500)
  return (
    <div class="tm n">
      <b>{clock(at)}</b>
      {next && <span class="nx">{t.nextChapter(next.title, clock(next.from))}</span>}
      <span>{clock(length)}</span>
    </div>
  )
}

/** What has been in a show that goes on, newest first; what the picture no longer reaches waits for the archive. */
export function SoFarList({ w, onSeek }: { w: Watching; onSeek?: () => void }) {
  const t = archiveWords()
  const chapters = [...w.soFar.value].reverse()
  if (chapters.length === 0) return <p class="empty">{t.nothingSoFar}</p>
  return (
    <ol class="chapters" data-test="so-far">
      {chapters.map(({ at, title, product }) => {
        const picture = <ProductPicture picture={w.room.show.value.shelf.find(({ id }) => id === product)?.picture ?? null} size={40} />
        const seen = w.reaches(at)
        return (
          <li key={at}>
            {seen ? (
              <button
                type="button"
                data-test="so-far-jump"
                onClick={() => {
                  w.seek(at)
                  onSeek?.()
                }}
              >
                {picture}
                <b>{title}</b>
                <span class="n">{clock(at)}</span>
              </button>
            ) : (
              <div class="gone">
                {picture}
                <b>
                  {title}
                  <small>{t.outOfReach}</small>
                </b>
                <span class="n">{clock(at)}</span>
              </div>
            )}
          </li>
        )
      })}
    </ol>
  )
}

export function ChapterList({ w, onSeek }: { w: Watching; onSeek?: () => void }) {
  const t = words()
  const { chapters } = useOutline(w)
  const here = chapterAt(chapters, w.room.playhead.value ?? 0)
  if (chapters.length === 0) return <p class="empty">{t.noChapters}</p>
  return (
    <ol class="chapters" data-test="chapters">
      {chapters.map((chapter) => (
        <li key={chapter.from}>
          <button
            type="button"
            {...(chapter === here ? { 'aria-current': 'true' as const } : {})}
            onClick={() => {
              w.seek(chapter.from)
              onSeek?.()
            }}
          >
            <ProductPicture picture={w.room.show.value.shelf.find((product) => product.id === chapter.product)?.picture ?? null} size={40} />
            <b>{chapter.title}</b>
            <span class="n">{clock(chapter.from)}</span>
          </button>
        </li>
      ))}
    </ol>
  )
}
