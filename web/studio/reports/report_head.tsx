// The top of a report: whose it is, of what, and, of a proof of concept, what came of its hypothesis.
import { reportWords } from '../messages/reports.ts'
import { shop } from '../shop.ts'
import { changeOf, day, headline, monthName, reachedText, said, shopName, titleOf, valueText } from './report_model.ts'
import type { Counting, Report, ReportFigure } from './reports_api.ts'

export function ReportHead({ report }: { report: Report }) {
  const words = reportWords()
  return (
    <header class="report-head">
      <p class="report-shop"><b>{shopName(shop.value)}</b><span>{words.kinds[report.kind]}</span></p>
      <h1 class="phrase">{titleOf(report)}{!report.over && <span class="tag">{words.soFar}</span>}</h1>
      <dl class="report-facts">
        <div><dt>{report.kind === 'show' ? words.onAir : words.period}</dt><dd>{periodOf(report)}{report.kind !== 'show' && <> <span>{words.shows(report.shows.length)}</span></>}</dd></div>
        <div><dt>{words.against}</dt><dd>{report.before ? beforeName(report, report.before) : words.againstNothing}</dd></div>
        <div><dt class="vh">{words.madeAt('')}</dt><dd>{words.madeAt(day(report.made_at))}</dd></div>
      </dl>
    </header>
  )
}

function periodOf(report: Report): string {
  if (report.kind === 'show') return day(report.from)
  // The last moment of the time, not the first one after it.
  return `${day(report.from)} – ${day(new Date(Date.parse(report.until) - 1))}`
}

function beforeName(report: Report, before: Counting): string {
  if (report.kind === 'month') return `${monthName(before.id)} (${reportWords().shows(before.shows.length)})`
  return report.kind === 'show' ? `${before.title} (${day(before.from)})` : reportWords().againstShows(before.shows.length)
}

const kTone = { reached: 'ok', partly: 'warn', 'not-reached': 'bad', 'not-begun': '' } as const

export function ReportVerdict({ report }: { report: Report }) {
  const words = reportWords()
  const proof = report.proof
  if (!proof) return null
  return (
    <section class={`report-verdict ${kTone[proof.verdict]}`} data-test="report-verdict" data-verdict={proof.verdict}>
      <div><h2>{words.hypothesis}</h2><p class="phrase">{proof.hypothesis}</p></div>
      <div>
        <h2>{words.result}</h2>
        <p><b class="report-result">{words.verdicts[proof.verdict]}</b>{proof.verdict === 'not-begun' ? words.notBegun : words.verdict(proof.reached, proof.of, proof.ended)}</p>
        {report.words.verdict && <p class="report-owner phrase" data-test="verdict-words">{report.words.verdict}</p>}
      </div>
    </section>
  )
}

export function ReportHeadline({ report }: { report: Report }) {
  return (
    <section class="report-headline" aria-labelledby="report-headline">
      <h2 id="report-headline" class="vh">{reportWords().headline}</h2>
      <ul>{headline(report).map((figure) => <Headline key={figure.figure} figure={figure} currency={report.currency} />)}</ul>
    </section>
  )
}

function Headline({ figure, currency }: { figure: ReportFigure; currency: string }) {
  const words = reportWords()
  const change = changeOf(figure)
  return (
    <li data-test={`headline-${figure.figure}`}>
      <p class="report-name">{said(figure.name)}</p>
      <p class="report-value n">{valueText(figure.unit, figure.value, currency)}</p>
      <p class="report-under">
        {change && <span><b class={`n ${change.tone}`}>{change.text}</b> {words.vsBefore}</span>}
        {figure.reached !== null && <span class={figure.reached >= 1 ? 'ok' : ''}>{words.ofTarget(reachedText(figure.reached))}</span>}
      </p>
    </li>
  )
}
