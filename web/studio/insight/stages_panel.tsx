// How far viewers came: the four stages in a row, each with its people, its part of the viewers, and its time.
import { Icon } from '../../shared/icons.tsx'
import { insightWords } from '../messages/insight.ts'
import { Failed, useLoaded, Waiting } from '../parts/load.tsx'
import { percent } from './figure_model.ts'
import { insightApi, type Stages } from './insight_api.ts'
import { timeAfter } from './times.ts'
import { useAgain } from './use_again.ts'

export function StagesPanel({ show, everyMs }: { show: string; everyMs: number | null }) {
  const words = insightWords().stages
  const loaded = useLoaded(`stages ${show}`, () => insightApi.stages(show))
  useAgain(loaded.reload, everyMs)
  return (
    <section class="panel" aria-labelledby="stages" data-test="stages">
      <h2 id="stages">{words.title}</h2>
      {!loaded.data && !loaded.problem && <Waiting />}
      {!loaded.data && Boolean(loaded.problem) && <Failed problem={loaded.problem} again={loaded.reload} />}
      {loaded.data && <Row stages={loaded.data} />}
    </section>
  )
}

function Row({ stages: { viewers, stages } }: { stages: Stages }) {
  const words = insightWords().stages
  return (
    <>
      <p class="hint">{words.lead(viewers)}</p>
      <ol class="stage-row">
        {stages.map(({ stage, people, live, archive, median_ms: median }, index) => {
          const part = viewers > 0 ? people / viewers : null
          return (
            <li key={stage} data-test={`stage-${stage}`} data-people={people}>
              <h3>{index > 0 && <Icon name="chevronRight" size="xs" />}{words.names[stage]}<small>{words.hints[stage]}</small></h3>
              <p class="stage-value n"><b>{part === null ? insightWords().none : `${percent(part)}%`}</b><span>{words.people(people)}</span></p>
              <span class="bar stage-bar" aria-hidden="true"><i style={{ width: `${Math.min(1, part ?? 0) * 100}%` }} /></span>
              <p class="hint">{part === null ? insightWords().missing['nothing-below'] : words.halves(live, archive)}</p>
              <p class="hint">{median === null ? words.few : words.median(timeAfter(median))}</p>
            </li>
          )
        })}
      </ol>
    </>
  )
}
