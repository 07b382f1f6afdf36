// What the other shop calls each SKU, in a drawer.
import { useEffect, useState } from 'preact/hooks'
import { toast } from '../../shared/toast.tsx'
import { common } from '../messages/common.ts'
import { embeddingWords } from '../messages/embedding.ts'
import { Drawer } from '../parts/drawer.tsx'
import { explain } from '../parts/explain.ts'
import { Failed, Waiting } from '../parts/load.tsx'
import { embeddingApi, type ExternalId } from './embedding_api.ts'

export function ExternalIds({ onClose }: { onClose: () => void }) {
  const words = embeddingWords()
  const [items, setItems] = useState<ExternalId[] | null>(null)
  const [next, setNext] = useState<string | null>(null)
  const [problem, setProblem] = useState<unknown>(null)
  const [changed, setChanged] = useState<ReadonlyMap<string, string>>(new Map())
  const [busy, setBusy] = useState(false)

  const more = async (cursor: string | null): Promise<void> => {
    setProblem(null)
    try {
      const page = await embeddingApi.ids(cursor)
      setItems((old) => [...(cursor === null ? [] : (old ?? [])), ...page.items])
      setNext(page.next)
    } catch (cause) {
      setProblem(cause)
    }
  }
  useEffect(() => void more(null), [])

  const save = async (): Promise<void> => {
    setBusy(true)
    try {
      await embeddingApi.saveIds([...changed].map(([sku, external_id]) => ({ sku, external_id: external_id.trim() })))
      toast(common().saved)
      onClose()
    } catch (cause) {
      toast(explain(cause), { tone: 'bad' })
    } finally {
      setBusy(false)
    }
  }
  return (
    <Drawer title={words.ids} onClose={onClose} test="ids-drawer">
      <div class="stack">
        <p class="hint">{words.idsLead}</p>
        {!items && !problem && <Waiting />}
        {Boolean(problem) && <Failed problem={problem} again={() => void more(items ? next : null)} />}
        {items?.length === 0 && <p class="invite">{words.idsEmpty}</p>}
        <ul class="ids">
          {items?.map(({ sku, title, external_id }) => (
            <li key={sku}>
              <span><b>{title}</b><small>{sku}</small></span>
              <input
                aria-label={words.idOf(title)}
                value={changed.get(sku) ?? external_id ?? ''}
                maxLength={100}
                spellcheck={false}
                onInput={(event) => setChanged(new Map(changed).set(sku, event.currentTarget.value))}
                data-test="external-id"
              />
            </li>
          ))}
        </ul>
        {next && <button type="button" class="btn small" onClick={() => void more(next)}>{common().more}</button>}
        <div class="form-foot">
          <button type="button" class="btn" onClick={onClose}>{common().cancel}</button>
          <button type="button" class="btn do" disabled={busy || changed.size === 0} onClick={() => void save()} data-test="ids-save">{busy ? common().saving : common().save}</button>
        </div>
      </div>
    </Drawer>
  )
}
