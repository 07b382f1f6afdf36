// The newest proof of concept beside the playbook, at a glance; or the invitation to make one.
import { useEffect } from 'preact/hooks'
import { Icon } from '../../shared/icons.tsx'
import { playbookWords } from '../messages/playbook.ts'
import { proofWords } from '../messages/proofs.ts'
import { useLoaded } from '../parts/load.tsx'
import { playbookApi, type Proof } from './playbook_api.ts'
import { cardFigures, fillOf, nameOf, shortValueOf, toneOf, verdictOf } from './proof_model.ts'
import { day } from './todo_model.ts'

/** Where the target stands on a bar, so that what goes beyond it shows. */
export const kTargetAt = 80
const kShown = 3
/** While it is looked at, it is counted anew this often. */
export const kCountAgainMs = 10_000

/** Loads a proof of concept and counts it anew while the page is looked at. */
export function useProof(id: string) {
  const loaded = useLoaded(`proof ${id}`, () => playbookApi.proof(id))
  const ended = loaded.data?.ended === true
  useEffect(() => {
    if (ended) return
    const timer = setInterval(() => {
      if (!document.hidden) loaded.reload()
    }, kCountAgainMs)
    return () => clearInterval(timer)
  }, [id, ended])
  return loaded
}

export function ProofCard({ id }: { id: string | null }) {
  const words = proofWords()
  if (!id) {
    return (
      <section class="panel pb-proof none" data-test="proof-card">
        <h2>{playbookWords().proof}</h2>
        <p class="pb-why phrase">{words.cardEmpty}</p>
        <a class="btn" href="/studio/playbook/proofs?new" data-test="make-proof"><Icon name="plus" size="s" />{words.make}</a>
      </section>
    )
  }
  return <Card id={id} />
}

function Card({ id }: { id: string }) {
  const words = proofWords()
  const { data: proof } = useProof(id)
  return (
    <section class="panel pb-proof" data-test="proof-card" aria-busy={!proof}>
      {proof && (
        <>
          <div class="pb-proof-head">
            <h2><a href={`/studio/playbook/proofs/${encodeURIComponent(id)}`} data-test="open-proof">{playbookWords().proof}<Icon name="chevronRight" size="xs" /></a></h2>
            <span class="n">{words.heldOf(proof.held, proof.of, day(proof.ends_at))}</span>
          </div>
          <p class={`pb-verdict phrase ${toneOf(proof.verdict.kind)}`}>{verdictOf(proof)}</p>
          <Figures proof={proof} />
        </>
      )}
    </section>
  )
}

function Figures({ proof }: { proof: Proof }) {
  return (
    <ul class="pb-figures">
      {cardFigures(proof.figures, kShown).map((figure) => (
        <li key={figure.figure}>
          <span>{nameOf(figure.figure)}</span>
          <span class="pb-bar" aria-hidden="true"><i class={figure.reached ? 'ok' : ''} style={{ width: `${fillOf(figure, kTargetAt)}%` }} /></span>
          <span class="n"><b>{shortValueOf(figure, figure.value)}</b> / {shortValueOf(figure, figure.target)}</span>
        </li>
      ))}
    </ul>
  )
}
