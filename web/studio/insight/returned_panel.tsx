// What brought viewers back who had watched an earlier show, and how many of them ordered.
import { count } from '../../shared/format.ts'
import { insightWords } from '../messages/insight.ts'
import { returnedWords } from '../messages/returned.ts'
import { Failed, useLoaded, Waiting } from '../parts/load.tsx'
import { percent } from './figure_model.ts'
import { insightApi, kLeastGroup, type Choice, type Returned } from './insight_api.ts'
import { useAgain } from './use_again.ts'
import './returned.css'

export function ReturnedPanel({ of, everyMs = null }: { of: { show: string } | { choice: Choice }; everyMs?: number | null }) {
  const words = returnedWords()
  const many = 'choice' in of
  const loaded = useLoaded(`returned ${JSON.stringify(of)}`, () => (many ? insightApi.returnedOfMany(of.choice) : insightApi.returned(of.show)))
  useAgain(loaded.reload, everyMs)
  const { data } = loaded
  return (
    <section class="panel" aria-labelledby="returned" data-test="returned">
      <h2 id="returned">{words.title}</h2>
      {!data && !loaded.problem && <Waiting />}
      {!data && Boolean(loaded.problem) && <Failed problem={loaded.problem} again={loaded.reload} />}
      {data && data.returned === 0 && <p class="nothing">{words.none}</p>}
      {data && data.returned > 0 && (
        <>
          <p class="hint">{words.lead(data.returned, data.ordered)}</p>
          <Table returned={data} />
          <p class="hint">{words.rule(data.within_days)}</p>
          {many && <p class="hint">{words.once}</p>}
        </>
      )}
    </section>
  )
}

interface Line { key: string; cause: string; name: string; hint: string | null; people: number; ordered: number }

function linesOf({ groups, others }: Returned): Line[] {
  const words = returnedWords()
  const lines = groups.map(({ cause, of, name, people, ordered, sharers }): Line => ({
    key: `${cause} ${of}`, cause, people, ordered,
    name: words.causes[cause](name ?? (cause === 'post' ? words.gonePost : words.goneName)),
    hint: sharers === null ? null : words.sharers(sharers),
  }))
  return others.people === 0 ? lines : [...lines, { key: 'others', cause: 'others', name: words.others, hint: words.othersHint(kLeastGroup), ...others }]
}

function Table({ returned }: { returned: Returned }) {
  const words = returnedWords()
  const { columns } = words
  return (
    <table class="table insight-products returned">
      <thead>
        <tr>
          <th scope="col">{columns.cause}</th>
          <th scope="col" class="num">{columns.people}</th>
          <th scope="col">{columns.part}</th>
          <th scope="col" class="num">{columns.ordered}</th>
        </tr>
      </thead>
      <tbody>
        {linesOf(returned).map(({ key, cause, name, hint, people, ordered }) => {
          const part = people / returned.returned
          return (
            <tr key={key} data-test="returned-row" data-cause={cause} data-people={people}>
              <th scope="row"><span class="returned-name">{name}</span>{hint && <small>{hint}</small>}</th>
              <td class="num n" data-name={columns.people}><b>{words.people(people)}</b></td>
              <td class="returned-part n" data-name={columns.part}><span>{percent(part)}%</span><span class="bar" aria-hidden="true"><i style={{ width: `${part * 100}%` }} /></span></td>
              <td class="num n" data-name={columns.ordered}>{ordered === 0 ? insightWords().none : `${count(ordered)} (${percent(ordered / people)}%)`}</td>
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}
