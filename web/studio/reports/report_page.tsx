// A report: a quiet document of two or three pages, to be read on a screen, printed, or kept as a PDF.
import { useState } from 'preact/hooks'
import { Icon } from '../../shared/icons.tsx'
import { reportWords } from '../messages/reports.ts'
import { mayTeach } from '../learning/may_teach.ts'
import { useLoaded, Waiting, type Loaded } from '../parts/load.tsx'
import { NotLoaded } from '../parts/nowhere.tsx'
import { shop } from '../shop.ts'
import { ReportChart } from './report_chart.tsx'
import { ReportHead, ReportHeadline, ReportVerdict } from './report_head.tsx'
import { csvOf, day, pointsOf, said, shopName, titleOf, type Told } from './report_model.ts'
import { ReportTable } from './report_table.tsx'
import { reportsApi, type Report, type ReportKind } from './reports_api.ts'
import { WordsForm } from './words_form.tsx'
import './reports.css'

export function ReportPage({ kind, id }: { kind: ReportKind; id: string }) {
  const loaded = useLoaded(`report ${kind} ${id}`, () => reportsApi.report(kind, id))
  if (loaded.data) return <Page report={loaded.data} loaded={loaded} />
  return loaded.problem ? <NotLoaded problem={loaded.problem} again={loaded.reload} /> : <Waiting />
}

function Page({ report, loaded }: { report: Report; loaded: Loaded<Report> }) {
  const [writing, setWriting] = useState(false)
  return (
    <div class="report-page" data-test="report" data-kind={report.kind}>
      <Foot report={report} />
      <Tools report={report} onWrite={() => setWriting(true)} />
      <article class="report">
        <ReportHead report={report} />
        <ReportVerdict report={report} />
        <ReportHeadline report={report} />
        <Points report={report} />
        {report.groups.map(({ group }) => (
          <section key={group} class="report-group" aria-labelledby={`report-${group}`}>
            <div class="report-together">
              <h2 id={`report-${group}`}>{reportWords().groups[group]}</h2>
              <ReportChart group={group} report={report} />
            </div>
            <ReportTable group={group} report={report} />
          </section>
        ))}
        <Notes report={report} />
      </article>
      {writing && <WordsForm report={report} onWritten={(words) => loaded.set({ ...report, words })} onRead={loaded.reload} onClose={() => setWriting(false)} />}
    </div>
  )
}

/** What stands at the foot of every printed page: the shop, the report, and the number of the page. */
function Foot({ report }: { report: Report }) {
  const quoted = (text: string): string => `"${text.replace(/["\\<>\n]/g, ' ')}"`
  return <style>{`@page report { @bottom-left { content: ${quoted(`${shopName(shop.value)}  ${titleOf(report)}`)}; } }`}</style>
}

function Tools({ report, onWrite }: { report: Report; onWrite: () => void }) {
  const words = reportWords()
  const show = encodeURIComponent(report.id)
  return (
    <div class="report-tools no-print">
      <a class="crumbs" href="/studio/reports">{words.back}</a>
      <span class="report-links">
        <a href={report.kind === 'show' ? `/studio/shows/${show}/insight` : '/studio/insight'} data-test="details">{words.details}</a>
        {report.kind === 'proof' && <a href={`/studio/playbook/proofs/${show}`}>{words.toProof}</a>}
        {report.kind === 'show' && report.over && <a href={`/studio/shows/${show}/review`}>{words.toReview}</a>}
      </span>
      <span class="page-tools">
        {mayTeach() && <button type="button" class="btn" onClick={onWrite} data-test="write"><Icon name="edit" size="s" />{words.write}</button>}
        <button type="button" class="btn" onClick={() => saveCsv(report)} data-test="csv"><Icon name="download" size="s" />{words.csv}</button>
        <button type="button" class="btn do" onClick={() => print()} data-test="pdf"><Icon name="printer" size="s" />{words.pdf}</button>
      </span>
    </div>
  )
}

function saveCsv(report: Report): void {
  const link = document.createElement('a')
  // The mark at its beginning tells a spreadsheet that this is UTF-8.
  link.href = URL.createObjectURL(new Blob(['\ufeff', csvOf(report)], { type: 'text/csv' }))
  link.download = `report-${report.kind}-${report.id}.csv`
  link.click()
  URL.revokeObjectURL(link.href)
}

function Points({ report }: { report: Report }) {
  const words = reportWords()
  const findings = pointsOf(report.findings, report.words.findings)
  const steps = pointsOf(report.steps, report.words.steps)
  return (
    <div class="report-points">
      <List title={words.findings} empty={words.findingsEmpty} points={findings} test="findings" />
      <List title={words.steps} empty={words.stepsEmpty} points={steps} test="steps" />
    </div>
  )
}

function List({ title, empty, points, test }: { title: string; empty: string; points: Told[]; test: string }) {
  return (
    <section aria-labelledby={`report-${test}`}>
      <h2 id={`report-${test}`}>{title}</h2>
      {points.length === 0 && <p class="hint phrase">{empty}</p>}
      <ol data-test={test}>
        {points.map((point, at) => <li key={at} data-rule={point.rule}><p class="phrase">{point.text}{point.own && <span class="report-own" title={reportWords().written}>{' *'}</span>}</p></li>)}
      </ol>
    </section>
  )
}

function Notes({ report }: { report: Report }) {
  const words = reportWords()
  const figures = report.groups.flatMap((each) => each.figures)
  const { words: written } = report
  return (
    <footer class="report-notes">
      <h2>{words.notes}</h2>
      <dl>{figures.map((figure) => <div key={figure.figure}><dt>{said(figure.name)}</dt><dd>{said(figure.definition)}</dd></div>)}</dl>
      <ul>
        {figures.some(({ small }) => small) && <li>{words.noteSmall}</li>}
        {report.before && <li>{words.noteBefore}</li>}
        {report.proof && <li>{words.noteProof}</li>}
        <li>{words.chartNote}</li>
        <li>{words.noteRule}{written.changed_by && written.changed_at && <> {words.changedBy(written.changed_by.name, day(written.changed_at))}</>}</li>
        {report.behind > 0 && <li>{words.noteBehind(report.behind)}</li>}
      </ul>
    </footer>
  )
}
