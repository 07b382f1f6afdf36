// Where a proof of concept stands: the verdict in a sentence, each target against what was counted, live and archive apart
// and together, the time left, and its shows.
import { useState } from 'preact/hooks'
import { Dialog } from '../../shared/dialog.tsx'
import { dateTime } from '../../shared/format.ts'
import { language } from '../../shared/i18n.ts'
import { Icon } from '../../shared/icons.tsx'
import { toast } from '../../shared/toast.tsx'
import { common } from '../messages/common.ts'
import { playbookWords } from '../messages/playbook.ts'
import { proofWords } from '../messages/proofs.ts'
import { Drawer } from '../parts/drawer.tsx'
import { explain } from '../parts/explain.ts'
import { Failed, Waiting } from '../parts/load.tsx'
import { go } from '../route.ts'
import { daysBetween } from './days.ts'
import { mayPlan } from './may_plan.ts'
import { kGroups, playbookApi, type Proof, type ProofFigure, type ProofShow } from './playbook_api.ts'
import { kTargetAt, useProof } from './proof_card.tsx'
import { ProofForm } from './proof_form.tsx'
import { fillOf, nameOf, percentOf, toneOf, valueOf, verdictOf } from './proof_model.ts'
import { day } from './todo_model.ts'
import './playbook.css'

export function ProofPage({ id }: { id: string }) {
  const words = proofWords()
  const loaded = useProof(id)
  const [editing, setEditing] = useState(false)
  const [removing, setRemoving] = useState(false)
  const proof = loaded.data
  return (
    <div class="proof" data-test="proof" data-verdict={proof?.verdict.kind}>
      <header class="page-head">
        <div class="page-title">
          <p class="crumbs no-print"><a href="/studio/playbook">{words.back}</a></p>
          <h1>{proof ? proof.title : words.title}</h1>
          {proof && <p class="under n"><span>{words.showsHeld(proof.held, proof.of)}</span><span>{words.endsOn(day(proof.ends_at))}</span><span data-test="left">{proof.ended ? words.over : words.left(daysBetween(0, proof.left_ms))}</span></p>}
        </div>
        {proof && (
          <div class="page-tools beside no-print">
            {mayPlan() && <button type="button" class="btn" onClick={() => setEditing(true)} data-test="edit-proof"><Icon name="edit" size="s" />{words.edit}</button>}
            <a class="btn" href={`/studio/reports/proof/${encodeURIComponent(id)}`} data-test="to-report">{common().nav.reports}</a>
            <button type="button" class="btn" onClick={() => print()}><Icon name="printer" size="s" />{playbookWords().print}</button>
          </div>
        )}
      </header>
      {!proof && !loaded.problem && <Waiting />}
      {Boolean(loaded.problem) && !proof && <Failed problem={loaded.problem} again={loaded.reload} />}
      {proof && (
        <>
          <section class={`panel proof-verdict ${toneOf(proof.verdict.kind)}`}>
            <p class="proof-sentence phrase" data-test="verdict">{verdictOf(proof)}</p>
            <p class="pb-why phrase"><b>{words.hypothesis}</b> {proof.hypothesis}</p>
          </section>
          <Figures proof={proof} />
          <p class="hint proof-counted">{words.countedUntil(day(proof.ends_at))}</p>
          <Shows shows={proof.shows} />
          <div class="proof-foot no-print">
            <a class="link" href="/studio/playbook/proofs">{words.all}</a>
            {mayPlan() && <button type="button" class="btn quiet" onClick={() => setRemoving(true)} data-test="remove-proof"><Icon name="trash" size="s" />{words.remove}</button>}
          </div>
        </>
      )}
      {proof && editing && (
        <Drawer title={words.edit} onClose={() => setEditing(false)} test="proof-drawer" wide>
          <ProofForm proof={proof} onCancel={() => setEditing(false)}
            onSaved={(now) => {
              loaded.set(now)
              setEditing(false)
              toast(words.saved, { tone: 'ok' })
            }} />
        </Drawer>
      )}
      {proof && <Remove open={removing} id={proof.id} onClose={() => setRemoving(false)} />}
    </div>
  )
}

function Figures({ proof }: { proof: Proof }) {
  const words = proofWords()
  const { columns } = words
  return (
    <div class="proof-groups">
      {kGroups.map((group) => {
        const figures = proof.figures.filter((figure) => figure.group === group)
        if (figures.length === 0) return null
        return (
          <section key={group} class="panel" aria-labelledby={`group-${group}`}>
            <table class="proof-table">
              <caption><h2 id={`group-${group}`}>{words.groups[group]}</h2></caption>
              <thead>
                <tr><th scope="col">{columns.figure}</th><th scope="col">{columns.share}</th><th scope="col" class="r">{columns.now}</th><th scope="col" class="r">{columns.target}</th><th scope="col" class="r">{columns.live}</th><th scope="col" class="r">{columns.archive}</th></tr>
              </thead>
              <tbody>{figures.map((figure) => <FigureRow key={figure.figure} figure={figure} />)}</tbody>
            </table>
          </section>
        )
      })}
    </div>
  )
}

function FigureRow({ figure }: { figure: ProofFigure }) {
  const words = proofWords()
  const { columns } = words
  const half = (value: number | null) => (value === null ? <span title={words.notApart}>{words.notCounted}<span class="vh">{words.notApart}</span></span> : valueOf(figure, value))
  const state = figure.reached ? 'ok' : figure.behind ? 'warn' : ''
  return (
    <tr data-test={`figure-${figure.figure}`} data-value={figure.value} data-live={figure.live ?? ''} data-archive={figure.archive ?? ''} data-target={figure.target}>
      <th scope="row"><b>{nameOf(figure.figure)}</b><small class="phrase">{words.definitions[figure.figure] ?? figure.definition}</small></th>
      <td class="proof-share">
        <span class="pb-bar" role="img" aria-label={words.shareOf(percentOf(figure))}><i class={figure.reached ? 'ok' : ''} style={{ width: `${fillOf(figure, kTargetAt)}%` }} /></span>
        <span class="n">{percentOf(figure)}{'\u00a0'}%</span>
        <span class={`tag ${state}`}>{figure.reached ? words.reached : figure.behind ? words.behind : words.onCourse}</span>
      </td>
      <td class="r n now" data-name={columns.now}><b>{valueOf(figure, figure.value)}</b></td>
      <td class="r n" data-name={columns.target}>{valueOf(figure, figure.target)}</td>
      <td class="r n" data-name={columns.live}>{half(figure.live)}</td>
      <td class="r n" data-name={columns.archive}>{half(figure.archive)}</td>
    </tr>
  )
}

function Shows({ shows }: { shows: ProofShow[] }) {
  const words = proofWords()
  return (
    <section class="show-section proof-shows">
      <h2>{words.shows}<span class="n">{shows.length}</span></h2>
      {shows.length === 0 && <p class="nothing">{words.showsEmpty}</p>}
      <ul>
        {shows.map((show) => {
          const at = show.live_at ?? show.starts_at
          return (
            <li key={show.id} data-test="proof-show">
              <a href={`/studio/shows/${encodeURIComponent(show.id)}`}><b class="phrase">{show.title}</b></a>
              <span class="n">{at ? dateTime(new Date(at), language.value) : ''}</span>
              <span class={`tag ${show.state === 'archived' ? 'ok' : ''}`}>{common().states[show.state]}</span>
            </li>
          )
        })}
      </ul>
    </section>
  )
}

function Remove({ open, id, onClose }: { open: boolean; id: string; onClose: () => void }) {
  const words = proofWords()
  const [busy, setBusy] = useState(false)
  const remove = async (): Promise<void> => {
    setBusy(true)
    try {
      await playbookApi.removeProof(id)
      toast(words.removed, { tone: 'ok' })
      go('/studio/playbook', { replace: true })
    } catch (cause) {
      toast(explain(cause), { tone: 'bad' })
      setBusy(false)
    }
  }
  return (
    <Dialog open={open} onClose={onClose} title={words.removeTitle} busy={busy} test="remove-dialog">
      <p>{words.removeText}</p>
      <div class="form-foot">
        <button type="button" class="btn" onClick={onClose} data-focus>{common().cancel}</button>
        <button type="button" class="btn do" disabled={busy} onClick={() => void remove()} data-test="do-remove">{words.removeDo}</button>
      </div>
    </Dialog>
  )
}
