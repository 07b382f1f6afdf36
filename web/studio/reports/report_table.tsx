// The figures of a group as a table; a column that would be empty is left out.
import { reportWords } from '../messages/reports.ts'
import { changeOf, columnsOf, reachedText, said, valueText, type Column } from './report_model.ts'
import type { Report, ReportFigure, ReportGroup } from './reports_api.ts'

export function ReportTable({ group, report }: { group: ReportGroup; report: Report }) {
  const words = reportWords()
  const shown = columnsOf(report)
  const figures = report.groups.find((each) => each.group === group)?.figures ?? []
  return (
    <table class="report-table">
      <caption class="vh">{words.groups[group]}</caption>
      <thead>
        <tr>
          <th scope="col">{words.columns.figure}</th>
          {shown.map((column) => <th key={column} scope="col">{words.columns[column]}</th>)}
        </tr>
      </thead>
      <tbody>{figures.map((figure) => <Row key={figure.figure} figure={figure} shown={shown} currency={report.currency} />)}</tbody>
    </table>
  )
}

function Row({ figure, shown, currency }: { figure: ReportFigure; shown: Column[]; currency: string }) {
  const words = reportWords()
  const change = changeOf(figure)
  const textOf = (column: Column): string => {
    if (column === 'change') return change?.text ?? words.none
    if (column === 'reached') return figure.reached === null ? words.none : reachedText(figure.reached)
    return valueText(figure.unit, figure[column], currency)
  }
  const toneOf = (column: Column): string => (column === 'value' ? 'now' : column === 'change' ? change?.tone ?? '' : column === 'reached' && (figure.reached ?? 0) >= 1 ? 'ok' : '')
  return (
    <tr data-test={`row-${figure.figure}`} data-value={figure.value ?? ''} data-before={figure.before ?? ''} data-target={figure.target ?? ''} data-live={figure.live ?? ''}>
      <th scope="row">{said(figure.name)}</th>
      {shown.map((column) => <td key={column} class={`n ${toneOf(column)}`} data-name={words.columns[column]}>{textOf(column)}</td>)}
    </tr>
  )
}
