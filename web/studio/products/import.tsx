// Bringing a feed in: choose a file, watch it go, read the report by line.
import { useEffect, useRef, useState } from 'preact/hooks'
import { Problem } from '../../shared/api.ts'
import { Icon } from '../../shared/icons.tsx'
import { common } from '../messages/common.ts'
import { productWords } from '../messages/products.ts'
import { explain } from '../parts/explain.ts'
import { FileDrop } from '../parts/file_drop.tsx'
import { Waiting } from '../parts/load.tsx'
import { sendFile } from '../parts/send_file.ts'
import { renewed } from '../session.ts'
import { studioApi, type ImportReport, type ImportState } from '../studio_api.ts'
import { reasonOf } from './reasons.ts'
import { refusedCsv } from './refused_csv.ts'
import './products.css'

/** The server's limit. */
const kMostBytes = 64 * 1024 * 1024
const kLookEveryMs = 700
/** Shown on the page; all of them are in the file. */
const kMostShown = 100

type Doing = { at: 'choosing' } | { at: 'uploading'; share: number } | { at: 'working'; state: ImportState | null } | { at: 'done'; report: ImportReport }

export function ImportPage() {
  const words = productWords().import
  const [name, setName] = useState('')
  const [doing, setDoing] = useState<Doing | null>(null)
  const [error, setError] = useState<string | null>(null)

  const took = (state: ImportState): void => {
    if (state.state === 'done' && state.report) setDoing({ at: 'done', report: state.report })
    else if (state.state === 'reading' || state.state === 'writing') setDoing({ at: 'working', state })
    else setDoing({ at: 'choosing' })
    if (state.state === 'failed') setError(state.why)
  }
  // Whoever comes back finds the import that is running.
  useEffect(() => {
    studioApi.importState().then((state) => (state.state === 'reading' || state.state === 'writing' ? took(state) : setDoing({ at: 'choosing' })), (cause: unknown) => {
      setDoing({ at: 'choosing' })
      setError(explain(cause))
    })
  }, [])
  const working = doing?.at === 'working'
  const sending = useRef(false)
  useEffect(() => {
    if (!working) return
    const look = (state: ImportState): void => {
      if (state.state === 'reading' || state.state === 'writing') setDoing({ at: 'working', state })
      // An import that somebody else, or an earlier visit, began is followed to its end; one's own answers itself.
      else if (!sending.current) took(state)
    }
    const timer = setInterval(() => void studioApi.importState().then(look, () => {}), kLookEveryMs)
    return () => clearInterval(timer)
  }, [working])

  const send = async (file: File): Promise<void> => {
    setError(null)
    setName(file.name)
    if (file.size > kMostBytes) {
      setError(words.tooLarge)
      return
    }
    sending.current = true
    for (;;) {
      let sent = false
      setDoing({ at: 'uploading', share: 0 })
      try {
        const report = await sendFile<ImportReport>('/api/products/import', file, (share) => {
          sent = share >= 1
          setDoing(sent ? { at: 'working', state: null } : { at: 'uploading', share })
        })
        setDoing({ at: 'done', report })
        break
      } catch (cause) {
        const problem = Problem.from(cause)
        if (problem.status === 401) {
          await renewed()
          continue
        }
        // The line broke while the server was at work: it goes on, and is looked after from here.
        if (problem.type === 'offline' && sent) break
        setError(problem.type === 'unsupported' || problem.type === 'invalid' ? `${words.unreadable} ${problem.detail}` : explain(cause))
        setDoing({ at: 'choosing' })
        break
      }
    }
    sending.current = false
  }
  return (
    <>
      <header class="page-head">
        <div class="page-title">
          <p class="crumbs"><a href="/studio/products">{productWords().title}</a></p>
          <h1>{words.title}</h1>
        </div>
      </header>
      {doing === null && <Waiting />}
      {error && <p class="failed" role="alert" data-test="import-error"><Icon name="alert" /><span>{error}</span></p>}
      {doing?.at === 'choosing' && (
        <section class="panel import-choose">
          <FileDrop title={words.choose} hint={words.drop} accept=".xml,.tsv,.csv,.txt,.json,.jsonl" onFile={(file) => void send(file)} />
          <dl class="import-formats">
            {words.formats.map(([format, text]) => <div key={format}><dt>{format}</dt><dd>{text}</dd></div>)}
          </dl>
          <p class="hint">{words.rules}</p>
        </section>
      )}
      {(doing?.at === 'uploading' || doing?.at === 'working') && <Going name={name} doing={doing} />}
      {doing?.at === 'done' && <Report report={doing.report} name={name} onAgain={() => setDoing({ at: 'choosing' })} />}
    </>
  )
}

function Going({ name, doing }: { name: string; doing: Extract<Doing, { at: 'uploading' | 'working' }> }) {
  const words = productWords().import
  const state = doing.at === 'working' ? doing.state : null
  const share = doing.at === 'uploading' ? doing.share : state && state.total > 0 ? state.done / state.total : null
  const said = doing.at === 'uploading' ? words.uploading : state && state.total > 0 ? words.writing(state.done, state.total) : words.reading
  return (
    <section class="panel import-going" role="status" data-test="import-going">
      {name && <h2>{name}</h2>}
      <p class="n">{said}</p>
      <progress value={share ?? undefined} max={1} aria-label={said} />
      <p class="hint">{doing.at === 'uploading' ? words.stay : words.mayLeave}</p>
    </section>
  )
}

function download(report: ImportReport, name: string): void {
  const words = productWords().import
  const url = URL.createObjectURL(new Blob([refusedCsv([words.line, words.field, words.why], report.refused.map((each) => ({ ...each, why: reasonOf(each.why) })))], { type: 'text/csv;charset=utf-8' }))
  const link = document.createElement('a')
  link.href = url
  link.download = `${name.replace(/\.[^.]*$/, '') || 'import'}-refused.csv`
  link.click()
  setTimeout(() => URL.revokeObjectURL(url), 10_000)
}

function Report({ report, name, onAgain }: { report: ImportReport; name: string; onAgain: () => void }) {
  const words = productWords().import
  const ignored = Object.entries(report.ignored_columns)
  return (
    <section class="import-report" data-test="import-report">
      <p class="note info"><Icon name="check" size="s" /><span>{words.read(name, words.formatName[report.format] ?? report.format, report.encoding)}</span></p>
      <dl class="import-counts">
        <div><dt>{words.created}</dt><dd class="n" data-test="created">{report.created.toLocaleString('en')}</dd></div>
        <div><dt>{words.changed}</dt><dd class="n">{report.changed.toLocaleString('en')}</dd></div>
        <div><dt>{words.unchanged}</dt><dd class="n">{report.unchanged.toLocaleString('en')}</dd></div>
        <div class={report.refused_count > 0 ? 'bad' : ''}><dt>{words.refused}</dt><dd class="n" data-test="refused">{report.refused_count.toLocaleString('en')}</dd></div>
      </dl>
      {report.refused.length > 0 && (
        <section class="sub">
          <div class="panel-head">
            <h2>{words.refusedTitle}</h2>
            <button type="button" class="btn small" onClick={() => download(report, name)} data-test="refused-csv"><Icon name="download" size="s" />{words.csv}</button>
          </div>
          <p class="hint">{words.refusedText}</p>
          <table class="table import-refused">
            <thead><tr><th scope="col" class="num">{words.line}</th><th scope="col">{words.field}</th><th scope="col">{words.why}</th></tr></thead>
            <tbody>
              {report.refused.slice(0, kMostShown).map((each, at) => (
                <tr key={at} data-test="refused-line"><td class="num n">{each.line.toLocaleString('en')}</td><td>{each.field}</td><td>{reasonOf(each.why)}</td></tr>
              ))}
            </tbody>
          </table>
          {report.refused_count > kMostShown && <p class="hint">{words.moreRefused(report.refused_count - kMostShown)}</p>}
        </section>
      )}
      {report.stock_differences.length > 0 && (
        <section class="sub">
          <h2>{words.stockTitle}</h2>
          <p class="hint">{words.stockText}</p>
          <table class="table">
            <thead><tr><th scope="col">SKU</th><th scope="col" class="num">{words.ours}</th><th scope="col" class="num">{words.theirs}</th></tr></thead>
            <tbody>
              {report.stock_differences.slice(0, kMostShown).map(({ sku, ours, theirs }) => (
                <tr key={sku} data-test="stock-difference"><td>{sku}</td><td class="num n">{ours.toLocaleString('en')}</td><td class="num n">{theirs.toLocaleString('en')}</td></tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
      {ignored.length > 0 && (
        <details class="sub sources">
          <summary>{words.ignored(ignored.length)}</summary>
          <ul>{ignored.map(([column, rows]) => <li key={column}>{column} <span class="n">({rows.toLocaleString('en')})</span></li>)}</ul>
        </details>
      )}
      <div class="form-foot">
        <button type="button" class="btn" onClick={onAgain} data-test="import-again">{words.again}</button>
        <a class="btn do" href="/studio/products">{common().nav.products}</a>
      </div>
    </section>
  )
}
