// What the order being typed would cost, kept fresh as it changes.
import { useEffect, useRef, useState } from 'preact/hooks'
import { api, Problem, type AskQuote, type Quote, type WantedLine } from '../../shared/api.ts'

/** A quote is asked once the typing has rested this long. */
const kRestMs = 250

export interface Quoted {
  /** The newest that came; of an earlier question while `fresh` is false. */
  quote: Quote | null
  fresh: boolean
  problem: Problem | null
  again: () => void
}

/**
 * `seen` is what the prices hang on besides what is asked, and `lines` says the lines as they stand when it is asked: a
 * playhead goes on all the time, and only an offer that begins or ends is a reason to ask anew.
 */
export function useQuote(asked: AskQuote, seen: string, lines: () => WantedLine[]): Quoted {
  const key = `${JSON.stringify(asked)} ${seen}`
  const [turn, setTurn] = useState(0)
  const [state, setState] = useState<{ key: string; turn: number; quote: Quote | null; problem: Problem | null }>({ key: '', turn: 0, quote: null, problem: null })
  const first = useRef(true)
  useEffect(() => {
    if (asked.lines.length === 0) return
    const gone = new AbortController()
    const ask = (): void => {
      api.quote({ ...asked, lines: lines() }, gone.signal).then(
        (quote) => !gone.signal.aborted && setState({ key, turn, quote, problem: null }),
        (cause: unknown) => !gone.signal.aborted && setState((old) => ({ key, turn, quote: old.quote, problem: Problem.from(cause) })),
      )
    }
    const timer = setTimeout(ask, first.current ? 0 : kRestMs)
    first.current = false
    return () => {
      clearTimeout(timer)
      gone.abort()
    }
  }, [key, turn])
  return {
    quote: state.quote,
    fresh: state.key === key && state.turn === turn && state.problem === null && state.quote !== null,
    problem: state.key === key && state.turn === turn ? state.problem : null,
    again: () => setTurn((n) => n + 1),
  }
}
