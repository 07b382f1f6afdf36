// A finding in a sentence, with what to do about it: plan a show like this, or note it among the team's patterns with the
// shows that speak for it.
import { useRef, useState } from 'preact/hooks'
import { Icon } from '../../shared/icons.tsx'
import { randomId } from '../../shared/ids.ts'
import { toast } from '../../shared/toast.tsx'
import { analysisWords } from '../messages/analysis.ts'
import { explain } from '../parts/explain.ts'
import type { Analysis, Finding } from './analysis_api.ts'
import { percentText, planHref, said } from './analysis_model.ts'
import { EvidenceList } from './evidence_list.tsx'
import { learningApi } from './learning_api.ts'

/** Shows written down with a new pattern: enough to look at what they had in common. */
const kShowsNoted = 5
const kLongestPattern = 120

export function FindingCard({ finding, analysis, onNoted }: { finding: Finding; analysis: Analysis; onNoted: () => void }) {
  const words = analysisWords()
  const better = finding.effect.relative > 0
  const href = planHref(finding.choices)
  return (
    <article class={`panel finding ${better ? 'better' : 'worse'}`} data-test="finding" data-factor={finding.factor} data-level={finding.level}>
      <p class="finding-value n">{percentText(finding.effect.relative)}</p>
      <div class="finding-words">
        <h3 class="phrase">{said(finding.sentence)}</h3>
        <p class="phrase">{said(finding.suggestion)}</p>
        <details>
          <summary>{words.behind}</summary>
          <EvidenceList level={finding} analysis={analysis} />
        </details>
        <div class="finding-foot">
          {href && <a class="btn do small" href={href} data-test="plan-like-this"><Icon name="calendar" size="s" />{words.plan}</a>}
          {finding.pattern ? <a class="btn small" href="/studio/learn/patterns" data-test="noted-as"><Icon name="check" size="s" />{words.notedAs[finding.pattern.state]}</a> : better && finding.above > 0 && <NoteButton finding={finding} onNoted={onNoted} />}
        </div>
      </div>
    </article>
  )
}

function NoteButton({ finding, onNoted }: { finding: Finding; onNoted: () => void }) {
  const words = analysisWords()
  const [busy, setBusy] = useState(false)
  const key = useRef(randomId())
  const note = async (): Promise<void> => {
    setBusy(true)
    try {
      const sentence = said(finding.sentence)
      const pattern = await learningApi.makePattern({ text: [...said(finding.suggestion).replace(/^[^：:]*[：:]\s*/, '')].slice(0, kLongestPattern).join(''), why: sentence, tags: [said(finding.tag)] }, key.current)
      for (const show of finding.evidence.slice(0, Math.min(finding.above, kShowsNoted))) await learningApi.putEvidence(pattern.id, show, { stands: 'for', note: '' })
      toast(words.noted, { tone: 'ok' })
      onNoted()
    } catch (cause) {
      toast(explain(cause), { tone: 'bad' })
    } finally {
      setBusy(false)
    }
  }
  return <button type="button" class="btn small" disabled={busy} onClick={() => void note()} data-test="note-pattern"><Icon name="flag" size="s" />{words.note}</button>
}
