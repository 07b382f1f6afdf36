// All proofs of concept, newest first, and making one.
import { useState } from 'preact/hooks'
import { Icon } from '../../shared/icons.tsx'
import { proofWords } from '../messages/proofs.ts'
import { Drawer } from '../parts/drawer.tsx'
import { Failed, useLoaded, Waiting } from '../parts/load.tsx'
import { address, go } from '../route.ts'
import { mayPlan } from './may_plan.ts'
import { playbookApi } from './playbook_api.ts'
import { ProofForm } from './proof_form.tsx'
import { day } from './todo_model.ts'
import './playbook.css'

export function ProofsPage() {
  const words = proofWords()
  const loaded = useLoaded('proofs', playbookApi.proofs)
  const [making, setMaking] = useState(() => mayPlan() && new URLSearchParams(address.value.split('?')[1] ?? '').has('new'))
  const items = loaded.data?.items
  const make = <button type="button" class="btn do" onClick={() => setMaking(true)} data-test="new-proof"><Icon name="plus" size="s" />{words.make}</button>
  return (
    <>
      <header class="page-head">
        <div class="page-title">
          <p class="crumbs"><a href="/studio/playbook">{words.back}</a></p>
          <h1>{words.title}</h1>
          <p class="under">{words.lead}</p>
        </div>
        {items && items.length > 0 && mayPlan() && <div class="page-tools">{make}</div>}
      </header>
      {!items && !loaded.problem && <Waiting />}
      {Boolean(loaded.problem) && <Failed problem={loaded.problem} again={loaded.reload} />}
      {items?.length === 0 && (
        <div class="empty" data-test="empty">
          <Icon name="flag" />
          <h2>{words.emptyTitle}</h2>
          <p>{words.emptyText}</p>
          {mayPlan() && make}
        </div>
      )}
      {items && items.length > 0 && (
        <ul class="rows proof-rows">
          {items.map((proof) => (
            <li key={proof.id}>
              <a href={`/studio/playbook/proofs/${encodeURIComponent(proof.id)}`} data-test="proof-row">
                <span><b class="phrase">{proof.title}</b><small class="phrase">{proof.hypothesis}</small></span>
                <span class="n">{words.heldOf(proof.held, proof.of, day(proof.ends_at))}</span>
                {proof.ended && <span class="tag">{words.over}</span>}
                <Icon name="chevronRight" size="s" />
              </a>
            </li>
          ))}
        </ul>
      )}
      {making && (
        <Drawer title={words.make} onClose={() => setMaking(false)} test="proof-drawer" wide>
          <ProofForm proof={null} onCancel={() => setMaking(false)} onSaved={(proof) => go(`/studio/playbook/proofs/${encodeURIComponent(proof.id)}`)} />
        </Drawer>
      )}
    </>
  )
}
