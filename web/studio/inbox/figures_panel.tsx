// How long people waited for the first answer, week by week and place by place, and who answered.
import { date, duration } from '../../shared/format.ts'
import { language } from '../../shared/i18n.ts'
import { Icon } from '../../shared/icons.tsx'
import { inboxWords } from '../messages/inbox.ts'
import { Failed, useLoaded, Waiting } from '../parts/load.tsx'
import { inboxApi, type NetworkFigures } from './inbox_api.ts'

const kCounts = ['came', 'answered', 'aside', 'waiting'] as const

export function FiguresPanel() {
  const words = inboxWords()
  const loaded = useLoaded('inbox figures', () => inboxApi.figures())
  const figures = loaded.data
  if (!figures) return loaded.problem ? <Failed problem={loaded.problem} again={loaded.reload} /> : <Waiting />
  const wait = (ms: number | null): string => (ms === null ? words.none : duration(ms, language.value))
  return (
    <div class="inbox-figures" data-test="figures">
      <div>
        {figures.weeks.length === 0 && <div class="empty"><Icon name="clock" /><h2>{words.figuresNone}</h2></div>}
        {figures.weeks.map(({ from, networks }) => (
          <section key={from} class="panel" data-test="week">
            <h2 class="n">{words.weekOf(date(new Date(from), language.value))}</h2>
            <table class="table inbox-weeks">
              <thead><tr><th scope="col">{words.columns['network']}</th>{kCounts.map((name) => <th key={name} scope="col" class={`num ${name === 'aside' ? 'wide' : ''}`}>{words.columns[name]}</th>)}<th scope="col" class="num">{words.columns['median']}</th><th scope="col" class="num">{words.columns['p90']}</th></tr></thead>
              <tbody>{networks.map((network) => <Row key={network.network} network={network} wait={wait} />)}</tbody>
            </table>
          </section>
        ))}
      </div>
      <aside>
        {figures.people.length > 0 && (
          <section class="panel">
            <h2>{words.people}</h2>
            <p class="hint">{words.peopleHint}</p>
            <ol class="inbox-people">{figures.people.map(({ by, answers }) => <li key={by.id} data-test="answerer"><span>{by.name}</span><b class="n">{words.answers(answers)}</b></li>)}</ol>
          </section>
        )}
        <p class="hint inbox-definition">{words.definition}</p>
      </aside>
    </div>
  )
}

function Row({ network, wait }: { network: NetworkFigures; wait: (ms: number | null) => string }) {
  const words = inboxWords()
  return (
    <tr data-test="network-figures" data-network={network.network} data-answered={network.answered} data-waiting={network.waiting}>
      <th scope="row">{words.networks[network.network] ?? network.network}</th>
      {kCounts.map((name) => <td key={name} class={`num n ${name === 'aside' ? 'wide' : ''}`}>{network[name].toLocaleString('en')}</td>)}
      <td class="num n" data-test="median">{wait(network.median_ms)}</td>
      <td class="num n">{wait(network.p90_ms)}</td>
    </tr>
  )
}
