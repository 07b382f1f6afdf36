// Bringing an export of mentions in: choose a file, watch it go, read the report by line.
import { useEffect, useRef, useState } from 'preact/hooks'
import { Problem } from '../../shared/api.ts'
import { Field } from '../../shared/field.tsx'
import { Icon } from '../../shared/icons.tsx'
import { listeningWords } from '../messages/listening.ts'
import { Drawer } from '../parts/drawer.tsx'
import { explain } from '../parts/explain.ts'
import { FileDrop } from '../parts/file_drop.tsx'
import { Waiting } from '../parts/load.tsx'
import { renewed } from '../session.ts'
import { listeningApi, sendMentions, type ImportReport, type ImportState } from './listening_api.ts'

/** The server's limit. */
const kMostBytes = 64 * 1024 * 1024
const kLookEveryMs = 700
/** Shown on the page; the report has a thousand. */
const kMostShown = 50

type Doing = { at: 'choosing' } | { at: 'uploading'; share: number } | { at: 'working'; state: ImportState | null } | { at: 'done'; report: ImportReport }

export function ImportDrawer({ onClose, onDone }: { onClose: () => void; onDone: () => void }) {
  const words = listeningWords()
  const [doing, setDoing] = useState<Doing | null>(null)
  const [network, setNetwork] = useState('')
  const [error, setError] = useState<string | null>(null)
  const sending = useRef(false)
  const finish = (report: ImportReport): void => {
    setDoing({ at: 'done', report })
    onDone()
  }
  const took = (state: ImportState): void => {
    if (state.state === 'running') setDoing({ at: 'working', state })
    else if (sending.current) return // one's own import answers itself
    else if (state.state === 'done' && state.report) finish(state.report)
    else setDoing({ at: 'choosing' })
    if (state.state === 'failed') setError(state.why)
  }
  // Whoever comes back finds the import that is running.
  useEffect(() => {
    listeningApi.importState().then((state) => (state.state === 'running' ? took(state) : setDoing({ at: 'choosing' })), (cause: unknown) => {
      setDoing({ at: 'choosing' })
      setError(explain(cause))
    })
  }, [])
  const working = doing?.at === 'working'
  useEffect(() => {
    if (!working) return
    const timer = setInterval(() => void listeningApi.importState().then(took, () => {}), kLookEveryMs)
    return () => clearInterval(timer)
  }, [working])
  const send = async (file: File): Promise<void> => {
    setError(null)
    if (file.size > kMostBytes) return setError(words.tooLarge)
    sending.current = true
    for (;;) {
      let sent = false
      setDoing({ at: 'uploading', share: 0 })
      try {
        finish(await sendMentions(file, network.trim().toLowerCase(), (share) => {
          sent = share >= 1
          setDoing(sent ? { at: 'working', state: null } : { at: 'uploading', share })
        }))
        break
      } catch (cause) {
        const problem = Problem.from(cause)
        if (problem.status === 401) {
          await renewed()
          continue
        }
        // The line broke while the server was at work: it goes on, and is looked after from here.
        if (problem.type === 'offline' && sent) break
        setError(problem.type === 'import-running' ? words.running : explain(cause))
        setDoing({ at: 'choosing' })
        break
      }
    }
    sending.current = false
  }
  return (
    <Drawer title={words.importTitle} onClose={onClose} test="import-drawer">
      {doing === null && <Waiting />}
      {error && <p class="failed" role="alert" data-test="import-error"><Icon name="alert" /><span>{error}</span></p>}
      {doing?.at === 'choosing' && (
        <div class="stack">
          <Field label={words.network} hint={words.networkHint} value={network} maxLength={32} autoCapitalize="none" onInput={(event) => setNetwork(event.currentTarget.value)} test="import-network" />
          <FileDrop title={words.choose} hint={words.drop} accept=".csv,.tsv,.txt,.json,.jsonl,.ndjson" onFile={(file) => void send(file)} />
          <p class="hint">{words.columns}</p>
        </div>
      )}
      {(doing?.at === 'uploading' || doing?.at === 'working') && <Going doing={doing} />}
      {doing?.at === 'done' && <Report report={doing.report} onAgain={() => setDoing({ at: 'choosing' })} onClose={onClose} />}
    </Drawer>
  )
}

function Going({ doing }: { doing: Extract<Doing, { at: 'uploading' | 'working' }> }) {
  const words = listeningWords()
  const state = doing.at === 'working' ? doing.state : null
  const share = doing.at === 'uploading' ? doing.share : state && state.of > 0 ? state.bytes / state.of : null
  const said = doing.at === 'uploading' ? words.uploading : words.reading(state?.rows ?? 0)
  return (
    <div class="import-going" role="status" data-test="import-going">
      <p class="n">{said}</p>
      <progress value={share ?? undefined} max={1} aria-label={said} />
      {doing.at === 'working' && <p class="hint">{words.mayLeave}</p>}
    </div>
  )
}

function Report({ report, onAgain, onClose }: { report: ImportReport; onAgain: () => void; onClose: () => void }) {
  const words = listeningWords()
  const n = (count: number): string => count.toLocaleString('en')
  return (
    <div class="import-report" data-test="import-report">
      <dl class="import-counts">
        <div><dt>{words.fresh}</dt><dd class="n" data-test="fresh">{n(report.fresh)}</dd></div>
        <div><dt>{words.known}</dt><dd class="n">{n(report.known)}</dd></div>
        <div class={report.refused_count > 0 ? 'bad' : ''}><dt>{words.refused}</dt><dd class="n" data-test="refused">{n(report.refused_count)}</dd></div>
      </dl>
      {report.refused.length > 0 && (
        <section class="sub">
          <h3>{words.refusedTitle}</h3>
          <table class="table import-refused">
            <thead><tr><th scope="col" class="num">{words.line}</th><th scope="col">{words.column}</th><th scope="col">{words.why}</th></tr></thead>
            <tbody>{report.refused.slice(0, kMostShown).map((each) => <tr key={each.line} data-test="refused-line"><td class="num n">{n(each.line)}</td><td>{each.column}</td><td>{each.why}</td></tr>)}</tbody>
          </table>
          {report.refused_count > kMostShown && <p class="hint">{words.moreRefused(report.refused_count - kMostShown)}</p>}
        </section>
      )}
      <div class="form-foot">
        <button type="button" class="btn" onClick={onAgain} data-test="import-again">{words.again}</button>
        <button type="button" class="btn do" onClick={onClose} data-test="import-close">{words.done}</button>
      </div>
    </div>
  )
}
