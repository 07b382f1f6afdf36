// Colleagues' best shows, and what was different in them from one's own usual.
import { useState } from 'preact/hooks'
import { date, duration, money } from '../../shared/format.ts'
import { language } from '../../shared/i18n.ts'
import { toast } from '../../shared/toast.tsx'
import { common } from '../messages/common.ts'
import { meWords } from '../messages/me.ts'
import { planWords } from '../messages/plan.ts'
import { explain } from '../parts/explain.ts'
import { Failed, useLoaded, Waiting } from '../parts/load.tsx'
import type { Plan } from '../plan/plan_api.ts'
import { kIntents, kRanks, meApi, type Hit, type Making, type Rank } from './me_api.ts'

export function HitsPanel() {
  const words = meWords()
  const [by, setBy] = useState<Rank>('viewers')
  const loaded = useLoaded(`hits ${by}`, () => meApi.hits(by))
  const data = loaded.data
  const rank = async (ranked: boolean): Promise<void> => {
    try {
      await meApi.rank(ranked)
      toast(common().saved)
      if (data) loaded.set({ ...data, ranked })
    } catch (cause) {
      toast(explain(cause), { tone: 'bad' })
      loaded.reload()
    }
  }
  return (
    <section class="panel own-hits" aria-labelledby="hits" data-test="hits">
      <div class="panel-head">
        <h2 id="hits">{words.hits}</h2>
        <label class="select">
          <span class="vh">{words.byLabel}</span>
          <select value={by} onChange={(event) => setBy(event.currentTarget.value as Rank)} data-test="hits-by">{kRanks.map((one) => <option key={one} value={one}>{words.by[one]}</option>)}</select>
        </label>
      </div>
      {data && <p class="hint">{words.hitsLead(data.days)}</p>}
      {!data && !loaded.problem && <Waiting />}
      {Boolean(loaded.problem) && <Failed problem={loaded.problem} again={loaded.reload} />}
      {data?.items.length === 0 && <p class="nothing" data-test="no-hits">{words.noHits}</p>}
      {data && data.items.length > 0 && !data.usual && <p class="hint">{words.usualNone}</p>}
      {data && (
        <ol class="hit-list">
          {data.items.map((hit) => <HitRow key={hit.show} hit={hit} usual={data.usual} by={by} />)}
        </ol>
      )}
      {data && (
        <label class="check-row own-ranking"><input type="checkbox" checked={data.ranked} onChange={(event) => void rank(event.currentTarget.checked)} data-test="ranked" /><span>{words.ranking}<small class="hint">{words.rankingHint}</small></span></label>
      )}
    </section>
  )
}

function HitRow({ hit, usual, by }: { hit: Hit; usual: Making | null; by: Rank }) {
  const words = meWords()
  const figure: Record<Rank, string> = {
    viewers: words.people(hit.figures.viewers),
    watch_time: duration(hit.figures.watched_ms, language.value),
    sales: money(hit.sales, language.value),
    chatters: words.people(hit.figures.chatters),
  }
  const rows = compared(hit.making, usual)
  return (
    <li data-test="hit" data-show={hit.show}>
      <div class="hit-head">
        <p><a href={`/shows/${encodeURIComponent(hit.show)}`} target="_blank" rel="noopener"><b class="phrase">{hit.title}</b></a>
          <small><span class="who">{hit.cast.map(({ name }) => name).join(common().dot)}</span> <span class="n">{date(new Date(hit.live_at), language.value)}</span></small></p>
        <b class="n hit-figure">{figure[by]}</b>
      </div>
      <table class="hit-making">
        <thead><tr><td /><th scope="col">{words.this}</th>{usual && <th scope="col">{words.usual}</th>}</tr></thead>
        <tbody>
          {rows.map(([name, here, own]) => (
            <tr key={name} class={usual && here !== own ? 'differs' : ''}><th scope="row">{name}</th><td class="n">{here}</td>{usual && <td class="n">{own}</td>}</tr>
          ))}
        </tbody>
      </table>
    </li>
  )
}

/** What of the making is told: a name, this show's, and one's usual. Cues that neither has are left out. */
function compared(here: Making, usual: Making | null): [name: string, here: string, usual: string][] {
  const words = meWords()
  const concepts = planWords().concepts
  const minutes = (ms: number | null, say: (n: number) => string): string => (ms === null ? '–' : say(Math.round(ms / 60_000)))
  const both = (name: string, of: (making: Making) => string): [string, string, string] => [name, of(here), usual ? of(usual) : '']
  const rows = [
    both(words.making.concept, ({ concept }) => (concept ? concepts[concept as Exclude<Plan['concept'], ''>] : '–')),
    both(words.making.length, ({ length_ms }) => minutes(length_ms, words.minutes)),
    both(words.making.pin, ({ first_pin_ms }) => (first_pin_ms === null ? '–' : words.minute(Math.floor(first_pin_ms / 60_000) + 1))),
    both(words.making.products, ({ products }) => words.pieces(products)),
  ]
  for (const intent of kIntents) {
    if (here.intents[intent] + (usual?.intents[intent] ?? 0) === 0) continue
    rows.push(both(words.intentsOf(words.intents[intent]), ({ intents }) => words.cues(intents[intent])))
  }
  return rows
}
