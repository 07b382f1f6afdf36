// The levels of one factor against the team's average: a dot and its interval each, on one scale for all factors. Opened, a
// level names its shows.
import type { Analysis, JudgedFactor, Level } from './analysis_api.ts'
import { analysisWords } from '../messages/analysis.ts'
import { EvidenceList } from './evidence_list.tsx'
import { percentText, placeOf, said, sorted, valueText } from './analysis_model.ts'

export function FactorChart({ factor, analysis, reach }: { factor: JudgedFactor; analysis: Analysis; reach: number }) {
  const words = analysisWords()
  return (
    <section class={`panel factor ${factor.found ? 'found' : ''}`} aria-label={said(factor.name)} data-test={`factor-${factor.factor}`}>
      <h3>{said(factor.name)}{factor.found && <span class="tag ok">{words.tagNow}</span>}</h3>
      <p class="factor-scale" aria-hidden="true"><span>{words.less}</span><span>{words.more}</span></p>
      {sorted(factor).map((level) => <LevelRow key={level.level} level={level} analysis={analysis} reach={reach} found={factor.found} />)}
    </section>
  )
}

/** Colour only where something was found: elsewhere a level may well stand out by chance. */
function LevelRow({ level, analysis, reach, found }: { level: Level; analysis: Analysis; reach: number; found: boolean }) {
  const words = analysisWords()
  const [low, high] = level.interval
  const [from, until] = [placeOf(low, reach), placeOf(high, reach)]
  const sure = !found ? '' : low.relative > 0 ? 'higher' : high.relative < 0 ? 'lower' : ''
  const usual = analysis.usual ?? 0
  return (
    <details class={`level ${sure}`} data-test="level" data-level={level.level}>
      <summary>
        <span class="level-name">{said(level.label)}<small class="n">{words.shows(level.shows)}</small></span>
        <span class="level-track" aria-hidden="true">
          <i class="level-line" style={{ left: `${from}%`, width: `${until - from}%` }} />
          <i class="level-dot" style={{ left: `${placeOf(level.effect, reach)}%` }} />
        </span>
        <b class="n level-value">{percentText(level.effect.relative)}</b>
      </summary>
      <p class="hint">
        <span class="n">{words.range(percentText(low.relative), percentText(high.relative))}</span>
        {' / '}
        <span class="n">{words.range(valueText(analysis, usual + low.absolute), valueText(analysis, usual + high.absolute))}</span>
      </p>
      <EvidenceList level={level} analysis={analysis} />
    </details>
  )
}
