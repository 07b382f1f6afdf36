// One show in figures: what was sold, who took part, who watched, each opened down to its events; the curve over its
// clock; the stages; the products.
import { useMemo, useState } from 'preact/hooks'
import type { Show } from '../../shared/api.ts'
import { dateTime } from '../../shared/format.ts'
import { language } from '../../shared/i18n.ts'
import { Icon } from '../../shared/icons.tsx'
import { common } from '../messages/common.ts'
import { insightWords } from '../messages/insight.ts'
import { learningWords } from '../messages/learning.ts'
import { Failed, useLoaded, Waiting } from '../parts/load.tsx'
import { NotLoaded } from '../parts/nowhere.tsx'
import { fileName, saveCsv } from '../parts/save_file.ts'
import { csvOf } from '../sharing/csv.ts'
import { studioApi } from '../studio_api.ts'
import { CurvePanel } from './curve_panel.tsx'
import { EventsDrawer } from './events_drawer.tsx'
import { FigureGroups } from './figure_groups.tsx'
import { figureRows } from './figure_model.ts'
import { figureName } from './figure_words.ts'
import { HalfSwitch } from './half_switch.tsx'
import { insightApi, kHalves, type Figures, type Of } from './insight_api.ts'
import { ProductsPanel } from './products_panel.tsx'
import { ReturnedPanel } from './returned_panel.tsx'
import { StagesPanel } from './stages_panel.tsx'
import { useAgain } from './use_again.ts'
import { useDefinitions } from './use_definitions.ts'
import { useQuery } from './use_query.ts'
import { WaysPanel } from './ways_panel.tsx'
import './insight.css'

const kLiveEveryMs = 3_000
const kLiveSlowlyMs = 10_000
/** People go on watching an archive. */
const kArchiveEveryMs = 60_000

export function FiguresPage({ id }: { id: string }) {
  const loaded = useLoaded(`show ${id}`, () => studioApi.show(id))
  // So that the page sees the show begin and end.
  useAgain(loaded.reload, loaded.data && loaded.data.state !== 'archived' ? kLiveSlowlyMs : null)
  if (loaded.data) return <Page show={loaded.data} />
  return loaded.problem ? <NotLoaded problem={loaded.problem} again={loaded.reload} /> : <Waiting />
}

function Page({ show }: { show: Show }) {
  const words = insightWords()
  const [query, setQuery] = useQuery()
  const half = kHalves.find((one) => one === query.get('half')) ?? 'together'
  const definitions = useDefinitions()
  const [opened, setOpened] = useState<{ name: string; of: Of } | null>(null)
  const live = show.state === 'live'
  const loaded = useLoaded(`figures ${show.id} ${definitions.chosen.join()}`, () => insightApi.ofShow(show.id, definitions.chosen))
  useAgain(loaded.reload, live ? kLiveEveryMs : kArchiveEveryMs)
  const products = useMemo(() => new Map(show.shelf.map(({ id, title }) => [id, title])), [show.shelf])
  const slowly = live ? kLiveSlowlyMs : null
  const { data } = loaded
  const figure = opened && data?.figures[opened.name]
  return (
    <div class="insight" data-test="insight">
      <header class="page-head">
        <div class="page-title">
          <p class="crumbs"><a href="/studio/insight">{words.title}</a></p>
          <h1 class="phrase">{show.title}</h1>
          <p class="under">
            {live ? <span class="live">{common().states.live}</span> : <span class="tag">{common().states[show.state]}</span>}
            {show.live_at && <span class="n">{dateTime(new Date(show.live_at), language.value)}</span>}
            {live && <span>{words.refreshing}</span>}
            {data !== null && data.behind > 0 && <span class="n" role="status">{words.behind(data.behind)}</span>}
          </p>
        </div>
        <div class="page-tools">
          <HalfSwitch half={half} onChange={(next) => setQuery({ half: next === 'together' ? null : next })} />
          {data && <CsvButton figures={data} title={show.title} />}
          {show.state === 'archived' && <a class="btn" href={`/studio/shows/${encodeURIComponent(show.id)}/review`}><Icon name="book" size="s" />{learningWords().openReview}</a>}
          {show.state === 'archived' && <a class="btn" href={`/studio/shows/${encodeURIComponent(show.id)}/archive`}><Icon name="play" size="s" />{words.recording}</a>}
        </div>
      </header>
      {show.live_at === null && <p class="note info"><Icon name="info" size="s" /><span>{words.notYet}</span></p>}
      {!data && !loaded.problem && <Waiting />}
      {Boolean(loaded.problem) && <Failed problem={loaded.problem} again={loaded.reload} />}
      {data && show.live_at !== null && (
        <>
          <FigureGroups figures={data} half={half} definitions={definitions.all} onDefine={definitions.define} onOpen={(name, of) => setOpened({ name, of })} />
          <CurvePanel show={show} products={products} currency={data.currency} />
          <StagesPanel show={show.id} everyMs={slowly} />
          <WaysPanel of={{ show: show.id }} everyMs={slowly} />
          <ReturnedPanel of={{ show: show.id }} everyMs={slowly} />
          <ProductsPanel show={show.id} products={products} everyMs={slowly} />
        </>
      )}
      {opened && figure && data && (
        <EventsDrawer key={`${opened.name} ${opened.of}`} show={show.id} name={opened.name} of={opened.of} figure={figure} half={half} naming={{ currency: data.currency, products }} onClose={() => setOpened(null)} />
      )}
    </div>
  )
}

export function CsvButton({ figures, title }: { figures: Figures; title: string }) {
  const words = insightWords()
  const save = (): void => saveCsv(`${fileName(`${title} ${words.title}`)}.csv`, csvOf(figureRows(figures.figures, figureName, words.csvHead)))
  return <button type="button" class="btn" onClick={save} aria-label={words.csvLong} data-test="figures-csv"><Icon name="download" size="s" />{words.csv}</button>
}

