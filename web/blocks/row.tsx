// Cards side by side: a thumb pushes them, and where there is a mouse two buttons do.
import type { ComponentChildren } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import { Icon } from '../shared/icons.tsx'
import { blockWords } from './messages.ts'

/** Of the row's width, so that a card that was cut off stands whole. */
const kStep = 0.8

export function Row({ title, mark, children }: { title: string; mark: 'play' | 'chat' | 'heart'; children: ComponentChildren }) {
  const t = blockWords()
  const row = useRef<HTMLUListElement>(null)
  const [ends, setEnds] = useState({ start: true, end: true })
  const look = (): void => {
    const at = row.current
    if (at) setEnds({ start: at.scrollLeft < 4, end: at.scrollLeft + at.clientWidth > at.scrollWidth - 4 })
  }
  useEffect(() => {
    look()
    const watching = new ResizeObserver(look)
    watching.observe(row.current!)
    return () => watching.disconnect()
  }, [])
  const push = (way: 1 | -1): void => {
    const at = row.current
    const calm = matchMedia('(prefers-reduced-motion: reduce)').matches
    at?.scrollBy({ left: way * at.clientWidth * kStep, behavior: calm ? 'auto' : 'smooth' })
  }
  return (
    <>
      <header>
        <h2>
          <Icon name={mark} size="s" />
          {title}
        </h2>
        {!(ends.start && ends.end) && (
          <div class="push">
            <button type="button" disabled={ends.start} onClick={() => push(-1)} aria-label={t.previous}><Icon name="chevronLeft" size="s" /></button>
            <button type="button" disabled={ends.end} onClick={() => push(1)} aria-label={t.next}><Icon name="chevronRight" size="s" /></button>
          </div>
        )}
      </header>
      <ul class="row" ref={row} onScroll={look} tabIndex={ends.start && ends.end ? undefined : 0} aria-label={title}>{children}</ul>
    </>
  )
}
