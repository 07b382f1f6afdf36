// What the team writes into a report, in place of what the rules chose; from the version that was opened.
import { useState } from 'preact/hooks'
import { Problem } from '../../shared/api.ts'
import { Field } from '../../shared/field.tsx'
import { toast } from '../../shared/toast.tsx'
import { common } from '../messages/common.ts'
import { reportWords } from '../messages/reports.ts'
import { Drawer } from '../parts/drawer.tsx'
import { explain } from '../parts/explain.ts'
import { staff } from '../session.ts'
import { said } from './report_model.ts'
import { kMostText, kPoints, reportsApi, type Point, type Report, type ReportWords, type WordsFields } from './reports_api.ts'

interface Props {
  report: Report
  onWritten: (words: ReportWords) => void
  onRead: () => void
  onClose: () => void
}

const places = (texts: string[]): string[] => Array.from({ length: kPoints }, (_, at) => texts[at] ?? '')

export function WordsForm({ report, onWritten, onRead, onClose }: Props) {
  const words = reportWords().form
  const [fields, setFields] = useState<WordsFields>({ verdict: report.words.verdict, findings: places(report.words.findings), steps: places(report.words.steps) })
  const [version, setVersion] = useState(report.words.version)
  const [wrong, setWrong] = useState('')
  const [busy, setBusy] = useState(false)
  const write = async (): Promise<void> => {
    setBusy(true)
    setWrong('')
    try {
      onWritten(await reportsApi.write(report.kind, report.id, fields, version))
      toast(words.saved, { tone: 'ok' })
      onClose()
    } catch (cause) {
      const problem = Problem.from(cause)
      const present = problem.members['present'] as ReportWords | undefined
      if (problem.type === 'changed-meanwhile' && present) {
        setVersion(present.version)
        setWrong(words.stale)
        onRead()
      } else setWrong(explain(cause))
      setBusy(false)
    }
  }
  const list = (name: 'findings' | 'steps', chosen: readonly Point[], label: (n: number) => string) =>
    fields[name].map((text, at) => (
      <Field key={`${name}-${at}`} label={label(at + 1)} rows={2} value={text} maxLength={kMostText} placeholder={chosen[at] ? said(chosen[at].text) : ''} test={`${name}-${at}`}
        onInput={(event) => setFields({ ...fields, [name]: fields[name].with(at, event.currentTarget.value) })} />
    ))
  return (
    <Drawer title={words.title} onClose={onClose} test="words-drawer" wide>
      <form class="stack report-form" onSubmit={(event) => { event.preventDefault(); void write() }}>
        <p class="hint">{words.lead}</p>
        {report.proof && staff.value?.role === 'owner' && (
          <Field label={words.verdict} hint={words.verdictHint} rows={2} value={fields.verdict} maxLength={kMostText} test="verdict"
            onInput={(event) => setFields({ ...fields, verdict: event.currentTarget.value })} />
        )}
        {list('findings', report.findings, words.finding)}
        {list('steps', report.steps, words.step)}
        {wrong && <p class="field-error" role="alert" data-test="words-wrong">{wrong}</p>}
        <div class="form-foot">
          <button type="button" class="btn" onClick={onClose}>{common().cancel}</button>
          <button type="submit" class="btn do" disabled={busy} data-test="save-words">{busy ? common().saving : common().save}</button>
        </div>
      </form>
    </Drawer>
  )
}
