// Loading what a page shows: nothing yet, here, or a problem that can be tried again.
import { useEffect, useState } from 'preact/hooks'
import { Problem } from '../../shared/api.ts'

export interface Loaded<T> {
  value: T | null
  problem: Problem | null
  again: () => void
}

/** Loads with `load` and, with `everyMs`, keeps it fresh while the page is looked at. What is shown stays over a failure. */
export function useLoad<T>(load: () => Promise<T>, everyMs: number | null = null): Loaded<T> {
  const [value, setValue] = useState<T | null>(null)
  const [problem, setProblem] = useState<Problem | null>(null)
  const [attempt, setAttempt] = useState(0)
  useEffect(() => {
    let gone = false
    const run = async (): Promise<void> => {
      try {
        const fresh = await load()
        if (gone) return
        setValue(fresh)
        setProblem(null)
      } catch (cause) {
        if (!gone) setProblem(Problem.from(cause))
      }
    }
    void run()
    const timer = everyMs === null ? undefined : setInterval(() => !document.hidden && void run(), everyMs)
    return () => {
      gone = true
      clearInterval(timer)
    }
  }, [attempt])
  return { value, problem, again: () => setAttempt((n) => n + 1) }
}
