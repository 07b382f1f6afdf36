// One cue of a show beside the same cue of other shows: who presented it, and what came of it while it was watched.
import { clock } from '../../shared/format.ts'
import { language } from '../../shared/i18n.ts'
import { kHalves, type CueCounts, type CuesOfShow } from '../insight/insight_api.ts'
import { rateText } from '../insight/rate_text.ts'
import { common } from '../messages/common.ts'
import { learningWords } from '../messages/learning.ts'
import { day } from './learning_model.ts'

const kRates = ['orders', 'saves', 'questions'] as const

export function CueBeside({ cue }: { cue: CuesOfShow['items'][number] }) {
  const words = learningWords().review
  return (
    <>
      <table class="beside-table" data-test="beside-table">
        <thead>
          <tr>
            <th scope="col">{words.showAndCast}</th>
            {[words.cueColumns.lasted, words.cueColumns.watched, ...kRates.map((name) => words.rates[name])].map((name) => <th key={name} scope="col" class="r">{name}</th>)}
          </tr>
        </thead>
        <tbody>
          {kHalves.map((half) => (
            <tr key={half} class={half === 'together' ? 'own' : 'own part'}>
              <th scope="row">{half === 'together' ? words.thisShow : words.halves[half]}</th>
              <Figures length={half === 'archive' ? null : (cue.actual?.length_ms ?? null)} counts={cue[half]} />
            </tr>
          ))}
          {cue.elsewhere.map(({ show, cast, same_cast: sameCast, cue: id, actual, together }) => (
            <tr key={id} data-test="beside" data-show={show.id} data-orders-rate={together?.per_1000_s.orders ?? ''}>
              <th scope="row">
                <a href={`/studio/shows/${encodeURIComponent(show.id)}/review`} class="phrase">{show.title}</a>
                <small><span class="n">{day(show.live_at)}</span>{common().dot}<span class="who">{cast.length > 0 ? cast.map(({ name }) => name).join(language.value === 'ja' ? '、' : ', ') : words.noCast}</span>{sameCast && cast.length > 0 && <span class="tag">{words.sameCast}</span>}</small>
              </th>
              <Figures length={actual?.length_ms ?? null} counts={together} />
            </tr>
          ))}
        </tbody>
      </table>
      {cue.elsewhere.length === 0 && <p class="hint">{words.noneBeside}</p>}
    </>
  )
}

function Figures({ length, counts }: { length: number | null; counts: CueCounts | null }) {
  const words = learningWords().review
  return (
    <>
      <td class="r n" data-name={words.cueColumns.lasted}>{length === null ? words.nothing : clock(length)}</td>
      <td class="r n" data-name={words.cueColumns.watched}>{counts ? clock(counts.watched_ms) : words.nothing}</td>
      {kRates.map((name) => <td key={name} class="r n" data-name={words.rates[name]}>{rateText(counts?.per_1000_s[name]) ?? words.nothing}</td>)}
    </>
  )
}
