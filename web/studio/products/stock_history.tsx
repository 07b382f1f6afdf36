// What changed the stock of a SKU, newest first: asked for when it is opened.
import { useEffect, useState } from 'preact/hooks'
import { dateTime } from '../../shared/format.ts'
import { language } from '../../shared/i18n.ts'
import { productWords } from '../messages/products.ts'
import { Failed } from '../parts/load.tsx'
import { studioApi, type StockEntry } from '../studio_api.ts'

export function StockHistory({ sku }: { sku: string }) {
  const words = productWords().history
  const [open, setOpen] = useState(false)
  const [entries, setEntries] = useState<StockEntry[] | null>(null)
  const [next, setNext] = useState<string | null>(null)
  const [problem, setProblem] = useState<unknown>(null)
  const load = (cursor: string | null): void => {
    setProblem(null)
    studioApi.stockHistory(sku, cursor).then((page) => {
      setEntries((old) => [...(cursor === null ? [] : (old ?? [])), ...page.items])
      setNext(page.next)
    }, setProblem)
  }
  useEffect(() => {
    if (open && entries === null) load(null)
  }, [open])
  return (
    <details class="stock-history" open={open} onToggle={(event) => setOpen(event.currentTarget.open)} data-test="stock-history">
      <summary>{words.title}</summary>
      {Boolean(problem) && <Failed problem={problem} again={() => load(null)} />}
      {entries?.length === 0 && <p class="hint">{words.none}</p>}
      {entries && entries.length > 0 && (
        <ol>
          {entries.map((entry, at) => (
            <li key={at} data-test="stock-entry">
              <b class={`n ${entry.delta < 0 ? 'less' : 'more'}`}>{entry.delta > 0 ? '+' : '−'}{Math.abs(entry.delta).toLocaleString('en')}</b>
              <span class="g">
                {entry.order ? words.order(entry.order) : entry.reason}
                <small>{[dateTime(new Date(entry.at), language.value), entry.by].filter(Boolean).join(' · ')}</small>
              </span>
              <span class="n left">{entry.left === null ? '' : words.left(entry.left)}</span>
            </li>
          ))}
        </ol>
      )}
      {next && <button type="button" class="link" onClick={() => load(next)}>{words.more}</button>}
    </details>
  )
}
