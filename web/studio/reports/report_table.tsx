// The figures of a group as a table.
import { reportWords } from '../messages/reports.ts'
import { changeOf, reachedText, said, valueText } from './report_model.ts'
import type { Report, ReportFigure, ReportGroup } from './reports_api.ts'

export function ReportTable({ group, report }: { group: ReportGroup; report: Report }) {
  const { columns, groups } = reportWords()
  const figures = report.groups.find((each) => each.group === group)?.figures ?? []
  return (
    <table class="report-table">
      <caption class="vh">{groups[group]}</caption>
      <thead>
        <tr>
          <th scope="col">{columns.figure}</th>
          {(['value', 'live', 'archive', 'before', 'change', 'target', 'reached'] as const).map((column) => <th key={column} scope="col">{columns[column]}</th>)}
        </tr>
      </thead>
      <tbody>{figures.map((figure) => <Row key={figure.figure} figure={figure} currency={report.currency} />)}</tbody>
    </table>
  )
}

function Row({ figure, currency }: { figure: ReportFigure; currency: string }) {
  const words = reportWords()
  const { columns } = words
  const text = (value: number | null): string => valueText(figure.unit, value, currency)
  const change = changeOf(figure)
  return (
    <tr data-test={`row-${figure.figure}`} data-value={figure.value ?? ''} data-before={figure.before ?? ''} data-target={figure.target ?? ''} data-live={figure.live ?? ''}>
      <th scope="row">{said(figure.name)}</th>
      <td class="n now" data-name={columns.value}>{text(figure.value)}</td>
      <td class="n" data-name={columns.live}>{text(figure.live)}</td>
      <td class="n" data-name={columns.archive}>{text(figure.archive)}</td>
      <td class="n" data-name={columns.before}>{text(figure.before)}</td>
      <td class={`n ${change?.tone ?? ''}`} data-name={columns.change}>{change?.text ?? words.none}</td>
      <td class="n" data-name={columns.target}>{text(figure.target)}</td>
      <td class={`n ${(figure.reached ?? 0) >= 1 ? 'ok' : ''}`} data-name={columns.reached}>{figure.reached === null ? words.none : reachedText(figure.reached)}</td>
    </tr>
  )
}
