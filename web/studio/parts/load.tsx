// Loading something a page shows: while it comes, when it failed, and again.
import { useEffect, useRef, useState } from 'preact/hooks'
import { Icon } from '../../shared/icons.tsx'
import { problemText } from '../../shared/messages/words.ts'
import { common } from '../messages/common.ts'

export interface Loaded<T> {
  data: T | null
  problem: unknown
  /** Asks again; what is shown stays until the answer is here. */
  reload: () => void
  set: (data: T) => void
}

/** Loads when the page opens and whenever `key` changes; an answer that is overtaken by another is dropped. */
export function useLoaded<T>(key: string, load: () => Promise<T>): Loaded<T> {
  const [state, setState] = useState<{ key: string; data: T | null; problem: unknown }>({ key, data: null, problem: null })
  const [turn, setTurn] = useState(0)
  const newest = useRef(0)
  useEffect(() => {
    const mine = ++newest.current
    load().then(
      (data) => mine === newest.current && setState({ key, data, problem: null }),
      (problem: unknown) => mine === newest.current && setState((old) => ({ key, data: old.key === key ? old.data : null, problem })),
    )
    return () => {
      newest.current += 1
    }
  }, [key, turn])
  return {
    data: state.key === key ? state.data : null,
    problem: state.key === key ? state.problem : null,
    reload: () => setTurn((old) => old + 1),
    set: (data) => setState({ key, data, problem: null }),
  }
}

/** A thin line at once, words after a second. */
export function Waiting() {
  const [late, setLate] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), 1000)
    return () => clearTimeout(timer)
  }, [])
  return (
    <div class="waiting" role="status" data-test="loading">
      <span class="waiting-line" aria-hidden="true" />
      {late && <p>{common().loading}</p>}
    </div>
  )
}

/** What went wrong, and trying again. */
export function Failed({ problem, again }: { problem: unknown; again: () => void }) {
  return (
    <div class="failed" role="alert" data-test="failed">
      <Icon name="alert" />
      <p>{problemText(problem)}</p>
      <button type="button" class="btn small" onClick={again} data-test="retry">
        <Icon name="refresh" size="s" />
        {common().retry}
      </button>
    </div>
  )
}
