// What there are reports of: months, proofs of concept, shows.
import type { ComponentChildren } from 'preact'
import { Icon } from '../../shared/icons.tsx'
import { reportWords } from '../messages/reports.ts'
import { Failed, useLoaded, Waiting } from '../parts/load.tsx'
import { staff } from '../session.ts'
import { day, monthName } from './report_model.ts'
import { kTables, reportsApi, type ReportKind, type Reports } from './reports_api.ts'
import './reports.css'

export function ReportsPage() {
  const words = reportWords()
  const loaded = useLoaded('reports', () => reportsApi.reports())
  return (
    <div class="reports" data-test="reports">
      <header class="page-head">
        <div class="page-title">
          <h1>{words.title}</h1>
          <p class="under phrase">{words.lead}</p>
        </div>
      </header>
      {!loaded.data && (loaded.problem ? <Failed problem={loaded.problem} again={loaded.reload} /> : <Waiting />)}
      {loaded.data && <Lists reports={loaded.data} />}
      {loaded.data && <TakeOut />}
    </div>
  )
}

function Lists({ reports }: { reports: Reports }) {
  const words = reportWords()
  return (
    <div class="reports-lists">
      <List name="months" empty={reports.months.length === 0}>
        {reports.months.map(({ id, shows, over }) => <Row key={id} kind="month" id={id} title={monthName(id)} under={words.shows(shows)} soFar={!over} />)}
      </List>
      <List name="proofs" empty={reports.proofs.length === 0}>
        {reports.proofs.map((proof) => <Row key={proof.id} kind="proof" id={proof.id} title={proof.title} under={words.heldOf(proof.held, proof.of)} soFar={!proof.ended} />)}
      </List>
      <List name="shows" empty={reports.shows.length === 0}>
        {reports.shows.map((show) => <Row key={show.id} kind="show" id={show.id} title={show.title} under={day(show.live_at)} soFar={!show.over} />)}
      </List>
    </div>
  )
}

/** What the figures are made of, for other tools. */
function TakeOut() {
  const words = reportWords().takeOut
  if (!['owner', 'analyst'].includes(staff.value?.role ?? '')) return null
  return (
    <section class="panel reports-out" aria-labelledby="reports-out" data-test="take-out">
      <h2 id="reports-out">{words.title}</h2>
      <p class="hint phrase">{words.lead}</p>
      <ul>
        {kTables.map((table) => <li key={table}><a href={`/api/insight/export.csv?table=${table}`} download data-test={`out-${table}`}><span><b>{words.tables[table]}</b><small>{words.tableHints[table]}</small></span><Icon name="download" size="s" /></a></li>)}
      </ul>
    </section>
  )
}

function List({ name, empty, children }: { name: 'months' | 'proofs' | 'shows'; empty: boolean; children: ComponentChildren }) {
  const words = reportWords()
  return (
    <section class="panel" aria-labelledby={`reports-${name}`} data-test={`reports-${name}`}>
      <h2 id={`reports-${name}`}>{words.lists[name]}</h2>
      {empty ? <p class="invite phrase">{words.empty[name]}</p> : <ul>{children}</ul>}
    </section>
  )
}

function Row({ kind, id, title, under, soFar = false }: { kind: ReportKind; id: string; title: string; under: string; soFar?: boolean }) {
  return (
    <li>
      <a href={`/studio/reports/${kind}/${encodeURIComponent(id)}`} data-test={`report-${kind}`}>
        <span><b class="phrase">{title}</b><small class="n">{under}</small></span>
        {soFar && <span class="tag">{reportWords().soFar}</span>}
        <Icon name="chevronRight" size="xs" />
      </a>
    </li>
  )
}
