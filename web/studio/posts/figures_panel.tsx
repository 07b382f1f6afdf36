// The figures of posts: all together, without the days of campaigns, and by what they were of.
import { useState } from 'preact/hooks'
import { Icon } from '../../shared/icons.tsx'
import { postWords } from '../messages/posts.ts'
import { Failed, useLoaded, Waiting } from '../parts/load.tsx'
import { BroughtFigures, percent } from './brought_figures.tsx'
import { postsApi, type Figures, type Summed } from './posts_api.ts'

const kDays = [30, 90, 365] as const
const kBy = ['kinds', 'hours', 'networks', 'products', 'staff'] as const
type By = (typeof kBy)[number]

export function FiguresPanel() {
  const words = postWords()
  const [days, setDays] = useState<number>(90)
  const loaded = useLoaded(`post figures ${days}`, () => postsApi.figures(days))
  const figures = loaded.data
  return (
    <div class="posts-figures">
      <label class="select">
        <span class="vh">{words.period}</span>
        <select value={String(days)} onChange={(event) => setDays(Number(event.currentTarget.value))} data-test="days">{kDays.map((one) => <option key={one} value={String(one)}>{words.days(one)}</option>)}</select>
      </label>
      {!figures && (loaded.problem ? <Failed problem={loaded.problem} again={loaded.reload} /> : <Waiting />)}
      {figures && figures.all.posts === 0 && (
        <div class="empty" data-test="no-figures"><Icon name="signal" /><h2>{words.noFigures}</h2><p>{words.noFiguresText}</p></div>
      )}
      {figures && figures.all.posts > 0 && (
        <>
          <section class="panel"><h2>{words.all}</h2><BroughtFigures brought={figures.all} test="all-figures" /></section>
          <section class="panel"><h2>{words.steady}</h2><p class="hint">{words.steadyHint}</p><BroughtFigures brought={figures.steady} test="steady-figures" /></section>
          {kBy.filter((by) => figures[by].length > 0).map((by) => <Table key={by} by={by} rows={figures[by]} figures={figures} />)}
        </>
      )}
    </div>
  )
}

function Table({ by, rows, figures }: { by: By; rows: Summed[]; figures: Figures }) {
  const words = postWords()
  const title = (row: Summed): string => (by === 'kinds' ? words.kinds[row.name as 'none'] : by === 'hours' ? words.hour(row.name) : by === 'networks' ? (words.networks[row.name] ?? row.name) : row.title)
  const sorted = by === 'hours' ? rows : rows.toSorted((a, b) => b.orders - a.orders || b.clicks - a.clicks)
  return (
    <section class="panel" aria-labelledby={`by-${by}`} data-test={`by-${by}`}>
      <h2 id={`by-${by}`}>{words.by[by]}</h2>
      <table class="table posts-by">
        <thead><tr><th scope="col">{words.by[by]}</th><th scope="col" class="num">{words.facts.posts}</th><th scope="col" class="num wide">{words.facts.impressions}</th><th scope="col" class="num">{words.facts.clicks}</th><th scope="col" class="num">{words.ctr}</th><th scope="col" class="num">{words.facts.orders}</th><th scope="col" class="num">{words.cvr}</th></tr></thead>
        <tbody>
          {sorted.map((row) => (
            <tr key={row.name} data-test="by-row" data-name={row.name} class={row.enough ? '' : 'few'}>
              <th scope="row">{title(row)}{!row.enough && <small>{words.tooFew(figures.enough_from)}</small>}</th>
              <td class="num n">{row.posts}</td>
              <td class="num n wide">{row.told === 0 ? words.unknown : row.impressions.toLocaleString('en')}</td>
              <td class="num n">{row.clicks.toLocaleString('en')}</td>
              <td class="num n">{percent(row.ctr)}</td>
              <td class="num n">{row.orders.toLocaleString('en')}</td>
              <td class="num n">{percent(row.cvr)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
