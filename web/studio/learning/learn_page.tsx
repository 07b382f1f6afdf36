// Learning: reviews, patterns and what goes with success, cases and training, each with its own address.
import { analysisWords } from '../messages/analysis.ts'
import { learningWords } from '../messages/learning.ts'
import type { LearnPart } from '../route.ts'
import { AnalysisPanel } from './analysis_panel.tsx'
import { CasesPanel } from './cases_panel.tsx'
import { mayTeach } from './may_teach.ts'
import { PatternsPanel } from './patterns_panel.tsx'
import { ReviewsPanel } from './reviews_panel.tsx'
import { TrainingPanel } from './training_panel.tsx'
import './learning.css'

export const kLearnParts = ['reviews', 'patterns', 'analysis', 'cases', 'training'] as const satisfies readonly LearnPart[]

export function LearnPage({ part }: { part: LearnPart }) {
  const words = learningWords()
  return (
    <div class="learn" data-test={`learn-${part}`}>
      <header class="page-head">
        <div class="page-title">
          <h1>{words.title}</h1>
          <p class="under">{{ reviews: words.lead, patterns: words.pattern.lead, analysis: analysisWords().lead, cases: words.cases.lead, training: words.training.lead }[part]}</p>
        </div>
      </header>
      <nav class="learn-tabs" aria-label={words.tabsLabel}>
        <ul>
          {kLearnParts.filter((one) => one !== 'analysis' || mayTeach()).map((one) => <li key={one}><a href={one === 'reviews' ? '/studio/learn' : `/studio/learn/${one}`} aria-current={one === part ? 'page' : undefined} data-test={`tab-${one}`}>{words.tabs[one]}</a></li>)}
        </ul>
      </nav>
      {part === 'reviews' && <ReviewsPanel />}
      {part === 'patterns' && <PatternsPanel />}
      {part === 'analysis' && <AnalysisPanel />}
      {part === 'cases' && <CasesPanel />}
      {part === 'training' && <TrainingPanel />}
    </div>
  )
}
