// What goes with success: one figure, what was found beside it, and every factor's levels against the average.
import { useState } from 'preact/hooks'
import { Icon } from '../../shared/icons.tsx'
import { analysisWords } from '../messages/analysis.ts'
import { Failed, useLoaded, Waiting } from '../parts/load.tsx'
import { type Analysis, analysisOf, type FigureName, kFigures } from './analysis_api.ts'
import { FactorChart } from './analysis_chart.tsx'
import { reachOf, said, valueText } from './analysis_model.ts'
import { FindingCard } from './finding_card.tsx'
import './analysis.css'

export function AnalysisPanel() {
  const words = analysisWords()
  const [figure, setFigure] = useState<FigureName>('gmv_per_view')
  const loaded = useLoaded(figure, () => analysisOf(figure))
  return (
    <div class="analysis">
      <div class="case-tags" role="group" aria-label={words.figure}>
        {kFigures.map((one) => <button key={one} type="button" class="tag" aria-pressed={one === figure} onClick={() => setFigure(one)} data-test={`figure-${one}`}>{words.figures[one]}</button>)}
      </div>
      {Boolean(loaded.problem) && <Failed problem={loaded.problem} again={loaded.reload} />}
      {!loaded.data && !loaded.problem && <Waiting />}
      {loaded.data && (loaded.data.state === 'enough' ? <Found analysis={loaded.data} onNoted={loaded.reload} /> : <NotYet analysis={loaded.data} />)}
    </div>
  )
}

function NotYet({ analysis }: { analysis: Analysis }) {
  const words = analysisWords()
  return (
    <div class="empty near" data-test="analysis-empty" data-state={analysis.state}>
      <Icon name="flag" />
      <h2>{analysis.sentence && said(analysis.sentence)}</h2>
      {analysis.state !== 'all_equal' && <progress class="analysis-progress" max={analysis.least} value={Math.min(analysis.counted, analysis.least)} aria-hidden="true" />}
      <p>{words.tooFewText}</p>
      {analysis.unseen > 0 && <p class="hint">{words.unseen(analysis.unseen)}</p>}
    </div>
  )
}

function Found({ analysis, onNoted }: { analysis: Analysis; onNoted: () => void }) {
  const words = analysisWords()
  const judged = analysis.factors.filter(({ judged: it, levels }) => it && levels.length > 0).sort((a, b) => Number(b.found) - Number(a.found))
  const unjudged = analysis.factors.filter(({ judged: it }) => !it)
  const reach = reachOf(judged)
  return (
    <>
      <p class="analysis-from" data-test="analysis-from">
        <b>{words.counted(analysis.counted, valueText(analysis, analysis.usual ?? 0))}</b>
        <span class="hint">{words.cause}{analysis.counted < analysis.sound && ` ${words.sound(analysis.sound, analysis.counted)}`}{analysis.unseen > 0 && ` ${words.unseen(analysis.unseen)}`}</span>
      </p>
      <section aria-labelledby="analysis-findings">
        <h2 id="analysis-findings">{words.findings}</h2>
        {analysis.findings.length === 0 && <div class="panel analysis-none" data-test="no-findings"><p><b>{words.none}</b></p><p class="hint">{words.noneText}</p></div>}
        <ul class="finding-list">
          {analysis.findings.map((finding) => <li key={finding.factor}><FindingCard finding={finding} analysis={analysis} onNoted={onNoted} /></li>)}
        </ul>
      </section>
      <section aria-labelledby="analysis-levels">
        <h2 id="analysis-levels">{words.levels}</h2>
        <p class="hint">{words.levelsHint(Math.round(analysis.interval_of * 100))}</p>
        <div class="factor-grid">
          {judged.map((factor) => <FactorChart key={factor.factor} factor={factor} analysis={analysis} reach={reach} />)}
        </div>
      </section>
      {unjudged.length > 0 && (
        <section aria-labelledby="analysis-unjudged">
          <h2 id="analysis-unjudged">{words.unjudged}</h2>
          <dl class="panel unjudged">
            {unjudged.map(({ factor, name, sentence }) => <div key={factor} data-test={`unjudged-${factor}`}><dt>{said(name)}</dt><dd class="phrase">{sentence && said(sentence)}</dd></div>)}
          </dl>
        </section>
      )}
    </>
  )
}
