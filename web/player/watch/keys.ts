// The keyboard: space plays, arrows move ten seconds, page keys a chapter, M the sound, F the screen.
import { useEffect } from 'preact/hooks'
import { stretches } from '../outline.ts'
import { canFullscreen, toggleFullscreen } from './screen.ts'
import { chapterStep } from './scrubber.tsx'
import type { Watching } from './watching.ts'

const kStepMs = 10_000

/** Writing, choosing in a dialog and pressing a focused control come before the keys of the page. */
function belongsToPage(event: KeyboardEvent): boolean {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.defaultPrevented) return false
  if (document.querySelector('dialog[open]')) return false
  const target = event.target
  if (!(target instanceof HTMLElement)) return true
  if (target.matches('input, textarea, select, [contenteditable], [role=slider]')) return false
  if (event.key === ' ' && target.matches('button, a, summary, [role=tab]')) return false
  // A log that is being read scrolls by these keys.
  return !target.matches('.log') || ![' ', 'PageUp', 'PageDown'].includes(event.key)
}

export function useKeys(w: Watching): void {
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      const picture = w.picture.value
      if (!picture || !belongsToPage(event)) return
      const outline = w.outline.value
      const chapters = outline ? stretches(outline.chapters, outline.length_ms) : []
      const archived = !w.room.live.value
      const acts: Record<string, (() => void) | undefined> = {
        ' ': () => w.togglePlay(),
        ArrowLeft: () => w.step(-kStepMs),
        ArrowRight: archived ? () => w.step(kStepMs) : undefined,
        PageUp: archived ? () => chapterStep(w, chapters, -1) : undefined,
        PageDown: archived ? () => chapterStep(w, chapters, 1) : undefined,
        m: () => picture.setMuted(!picture.muted.value),
        f: () => void (canFullscreen(picture.video) && toggleFullscreen(picture.video)),
      }
      const act = acts[event.key.length === 1 ? event.key.toLowerCase() : event.key]
      if (!act) return
      event.preventDefault()
      act()
    }
    document.addEventListener('keydown', press)
    return () => document.removeEventListener('keydown', press)
  }, [w])
}
