// Patterns: hypotheses with the shows for and against each, until a person confirms them.
import { useState } from 'preact/hooks'
import { Problem } from '../../shared/api.ts'
import { Icon } from '../../shared/icons.tsx'
import { toast } from '../../shared/toast.tsx'
import { learningWords } from '../messages/learning.ts'
import { explain } from '../parts/explain.ts'
import { Failed, useLoaded, Waiting } from '../parts/load.tsx'
import { EvidenceForm } from './evidence_form.tsx'
import { kLeastShowsFor, learningApi, type Pattern } from './learning_api.ts'
import { day } from './learning_model.ts'
import { mayTeach } from './may_teach.ts'
import { PatternForm } from './pattern_form.tsx'

export function PatternsPanel() {
  const words = learningWords().pattern
  const loaded = useLoaded('patterns', learningApi.patterns)
  const [writing, setWriting] = useState<Pattern | 'new' | null>(null)
  const [adding, setAdding] = useState<Pattern | null>(null)
  const make = mayTeach() && <button type="button" class="btn do" onClick={() => setWriting('new')} data-test="new-pattern"><Icon name="plus" size="s" />{words.make}</button>
  return (
    <>
      {Boolean(loaded.problem) && <Failed problem={loaded.problem} again={loaded.reload} />}
      {!loaded.data && !loaded.problem && <Waiting />}
      {loaded.data?.length === 0 && (
        <div class="empty near">
          <Icon name="flag" />
          <h2>{words.emptyTitle}</h2>
          <p>{words.emptyText}</p>
          {make}
        </div>
      )}
      {loaded.data && loaded.data.length > 0 && (
        <>
          {make && <div class="learn-tools">{make}</div>}
          <ul class="pattern-list">
            {loaded.data.map((pattern) => <li key={pattern.id}><PatternCard pattern={pattern} onEdit={() => setWriting(pattern)} onAdd={() => setAdding(pattern)} onChanged={loaded.reload} /></li>)}
          </ul>
        </>
      )}
      {writing && <PatternForm pattern={writing === 'new' ? null : writing} onSaved={loaded.reload} onClose={() => setWriting(null)} />}
      {adding && <EvidenceForm pattern={adding} onSaved={loaded.reload} onClose={() => setAdding(null)} />}
    </>
  )
}

interface CardProps {
  pattern: Pattern
  onEdit: () => void
  onAdd: () => void
  onChanged: () => void
}

function PatternCard({ pattern, onEdit, onAdd, onChanged }: CardProps) {
  const words = learningWords().pattern
  const [busy, setBusy] = useState(false)
  const confirmed = pattern.state === 'confirmed'
  const missing = kLeastShowsFor - pattern.for
  const attempt = async (act: () => Promise<unknown>, said: string): Promise<void> => {
    setBusy(true)
    try {
      await act()
      toast(said, { tone: 'ok' })
    } catch (cause) {
      toast(Problem.from(cause).type === 'changed-meanwhile' ? learningWords().stale : explain(cause), { tone: 'bad' })
    } finally {
      setBusy(false)
      onChanged()
    }
  }
  return (
    <article class={`panel pattern ${confirmed ? 'confirmed' : ''}`} data-test="pattern" data-state={pattern.state} data-for={pattern.for}>
      <div class="pattern-head">
        <span class={`tag ${confirmed ? 'ok' : ''}`}>{confirmed && <Icon name="check" size="xs" />}{words.state[pattern.state]}</span>
        {pattern.tags.map((tag) => <span key={tag} class="tag">{tag}</span>)}
        {mayTeach() && <button type="button" class="icon-btn" aria-label={`${words.edit}: ${pattern.text}`} title={words.edit} onClick={onEdit} data-test="edit-pattern"><Icon name="edit" size="s" /></button>}
      </div>
      <h2 class="phrase">{pattern.text}</h2>
      {pattern.why && <p class="kpt-text phrase">{pattern.why}</p>}
      <p class="hint">{words.count(pattern.for, pattern.against)}</p>
      {pattern.evidence.length > 0 && (
        <ul class="pattern-shows">
          {pattern.evidence.map((each) => (
            <li key={each.show.id} data-test="evidence" data-stands={each.stands}>
              <span class={`tag ${each.stands === 'for' ? 'ok' : 'warn'}`}>{words[each.stands]}</span>
              <span><a href={`/studio/shows/${encodeURIComponent(each.show.id)}/review`}>{each.show.title}</a>{each.note && <span class="hint">{each.note}</span>}</span>
              {mayTeach() && <button type="button" class="icon-btn" disabled={busy} aria-label={words.takeOut(each.show.title)} title={words.takeOut(each.show.title)} onClick={() => void attempt(() => learningApi.removeEvidence(pattern.id, each.show.id), learningWords().removed)}><Icon name="close" size="s" /></button>}
            </li>
          ))}
        </ul>
      )}
      <div class="pattern-foot">
        {confirmed && pattern.confirmed_at && <span class="hint">{words.confirmedBy(pattern.confirmed_by?.name ?? '', day(pattern.confirmed_at))}</span>}
        {!confirmed && missing > 0 && <span class="hint">{words.confirmNeeds(missing)}</span>}
        {mayTeach() && <button type="button" class="btn" onClick={onAdd} data-test="add-evidence"><Icon name="plus" size="s" />{words.addShow}</button>}
        {mayTeach() && !confirmed && missing <= 0 && <button type="button" class="btn do" disabled={busy} onClick={() => void attempt(() => learningApi.confirmPattern(pattern.id, pattern.version), words.confirmed)} data-test="confirm-pattern">{words.confirm}</button>}
      </div>
    </article>
  )
}
