// Asking again while somebody looks.
import { useEffect, useRef } from 'preact/hooks'
import { expired } from '../session.ts'

/** Calls `again` every so many milliseconds while the page is seen; never for null. */
export function useAgain(again: () => void, everyMs: number | null): void {
  const newest = useRef(again)
  newest.current = again
  useEffect(() => {
    if (everyMs === null) return
    const timer = setInterval(() => {
      if (!document.hidden && !expired.value) newest.current()
    }, everyMs)
    return () => clearInterval(timer)
  }, [everyMs])
}
