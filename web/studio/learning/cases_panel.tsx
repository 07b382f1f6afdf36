// Cases, found by words and by tag.
import { useEffect, useState } from 'preact/hooks'
import { Problem } from '../../shared/api.ts'
import { Icon } from '../../shared/icons.tsx'
import { toast } from '../../shared/toast.tsx'
import { learningWords } from '../messages/learning.ts'
import { explain } from '../parts/explain.ts'
import { Failed, useLoaded, Waiting } from '../parts/load.tsx'
import { CaseCard } from './case_card.tsx'
import { CaseForm } from './case_form.tsx'
import { learningApi, type Case } from './learning_api.ts'
import { RemoveButton } from './remove_button.tsx'

/** Typing is over when nothing was typed for so long. */
const kTypedMs = 250

export function CasesPanel() {
  const words = learningWords().cases
  const [typed, setTyped] = useState('')
  const [q, setQ] = useState('')
  const [tag, setTag] = useState('')
  const [editing, setEditing] = useState<Case | null>(null)
  const [busy, setBusy] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setQ(typed.trim()), kTypedMs)
    return () => clearTimeout(timer)
  }, [typed])
  const tags = useLoaded('case tags', () => learningApi.cases())
  const loaded = useLoaded(`cases ${q}\n${tag}`, () => learningApi.cases({ q, tag }))
  const reload = (): void => {
    tags.reload()
    loaded.reload()
  }
  const remove = async (one: Case): Promise<void> => {
    setBusy(true)
    try {
      await learningApi.removeCase(one.id, one.version)
      toast(learningWords().removed, { tone: 'ok' })
    } catch (cause) {
      toast(Problem.from(cause).type === 'changed-meanwhile' ? learningWords().stale : explain(cause), { tone: 'bad' })
    } finally {
      setBusy(false)
      reload()
    }
  }
  const none = tags.data?.items.length === 0
  return (
    <>
      {Boolean(loaded.problem) && <Failed problem={loaded.problem} again={loaded.reload} />}
      {none && (
        <div class="empty near">
          <Icon name="bookmark" />
          <h2>{words.emptyTitle}</h2>
          <p>{words.emptyText}</p>
        </div>
      )}
      {!none && (
        <div class="learn-tools">
          <label class="search"><Icon name="search" size="s" /><span class="vh">{words.search}</span><input type="search" placeholder={words.searchHint} value={typed} maxLength={100} onInput={(event) => setTyped(event.currentTarget.value)} data-test="case-search" /></label>
          {(tags.data?.tags.length ?? 0) > 0 && (
            <div class="case-tags" role="group" aria-label={learningWords().tags}>
              <button type="button" class="tag" aria-pressed={tag === ''} onClick={() => setTag('')}>{words.all}</button>
              {tags.data!.tags.map((one) => <button key={one} type="button" class="tag" aria-pressed={tag === one} onClick={() => setTag(tag === one ? '' : one)} data-test="tag">{one}</button>)}
            </div>
          )}
        </div>
      )}
      {!loaded.data && !loaded.problem && <Waiting />}
      {loaded.data?.items.length === 0 && !none && <p class="nothing" data-test="no-cases">{words.nothing}</p>}
      <ul class="case-list">
        {(loaded.data?.items ?? []).map((one) => (
          <li key={one.id} class="panel">
            <CaseCard one={one} onTag={setTag} onSeen={loaded.reload}>
              <span class="case-acts">
                <button type="button" class="btn small" onClick={() => setEditing(one)} data-test="edit-case"><Icon name="edit" size="s" />{words.edit}</button>
                <RemoveButton title={words.removeTitle} text={words.removeText} busy={busy} onRemove={() => void remove(one)} />
              </span>
            </CaseCard>
          </li>
        ))}
      </ul>
      {loaded.data?.more && <p class="hint">{words.more}</p>}
      {editing && <CaseForm show={editing.show} one={editing} onSaved={reload} onClose={() => setEditing(null)} />}
    </>
  )
}
