// What cues bring by what they tell of their product, for each 1,000 seconds watched.
import { clock, count } from '../../shared/format.ts'
import { cueWords } from '../messages/cues.ts'
import { insightWords } from '../messages/insight.ts'
import { useLoaded } from '../parts/load.tsx'
import { insightApi, type Choice, type Half } from './insight_api.ts'
import { rateText } from './rate_text.ts'

const kRates = ['orders', 'saves', 'questions'] as const

export function IntentsPanel({ choice, half }: { choice: Choice; half: Half }) {
  const words = insightWords().intents
  const { data } = useLoaded(`intents ${JSON.stringify(choice)}`, () => insightApi.intents(choice))
  const told = data?.items.filter(({ cues }) => cues > 0) ?? []
  if (!data) return null
  return (
    <section class="panel" aria-labelledby="intents" data-test="intents">
      <h2 id="intents">{words.title}</h2>
      {told.length === 0 ? <p class="nothing">{words.none}</p> : (
        <>
          <p class="hint">{words.lead}</p>
          <table class="table insight-products">
            <thead>
              <tr>
                <th scope="col">{words.columns.intent}</th>
                {[words.columns.cues, words.columns.watched, ...kRates.map((name) => words.columns[name]), words.columns.attach].map((name) => <th key={name} scope="col" class="num">{name}</th>)}
              </tr>
            </thead>
            <tbody>
              {told.map(({ intent, cues, attach_rate: { value }, [half]: counts }) => (
                <tr key={intent} data-test="intent" data-intent={intent} data-cues={cues} data-orders-rate={counts.per_1000_s.orders ?? ''}>
                  <th scope="row">{intent === 'none' ? words.unset : cueWords().intents[intent]}</th>
                  <td class="num n" data-name={words.columns.cues}>{count(cues)}</td>
                  <td class="num n" data-name={words.columns.watched}>{clock(counts.watched_ms)}</td>
                  {kRates.map((name) => <td key={name} class="num n" data-name={words.columns[name]}>{rateText(counts.per_1000_s[name]) ?? insightWords().none}</td>)}
                  <td class="num n" data-name={words.columns.attach}>{value === null ? insightWords().none : `${Math.round(value * 1000) / 10}%`}</td>
                </tr>
              ))}
            </tbody>
          </table>
          <p class="hint">{words.attachHint}</p>
        </>
      )}
    </section>
  )
}
