// The shows behind what is told, the one with the highest figure first.
import type { Analysis, Level } from './analysis_api.ts'
import { analysisWords } from '../messages/analysis.ts'
import { day } from './learning_model.ts'

export function EvidenceList({ level, analysis }: { level: Level; analysis: Analysis }) {
  const shows = level.evidence.flatMap((id) => analysis.shows.find((show) => show.id === id) ?? [])
  return (
    <div class="level-shows">
      {shows.length < level.shows && <p class="hint">{analysisWords().behindMore(shows.length, level.shows)}</p>}
      <ul>
        {shows.map((show) => <li key={show.id}><a href={`/studio/shows/${encodeURIComponent(show.id)}/review`} data-test="evidence-show">{show.title}</a><span class="n hint">{day(show.live_at)}</span></li>)}
      </ul>
    </div>
  )
}
