// The cases to keep in mind for a cue: a line in the cue's form, and choosing them.
import { useState } from 'preact/hooks'
import { Dialog } from '../../shared/dialog.tsx'
import { clock } from '../../shared/format.ts'
import { Icon } from '../../shared/icons.tsx'
import { toast } from '../../shared/toast.tsx'
import { common } from '../messages/common.ts'
import { learningWords } from '../messages/learning.ts'
import { explain } from '../parts/explain.ts'
import { useLoaded } from '../parts/load.tsx'
import { mayPlan } from '../playbook/may_plan.ts'
import { kMostCasesOfCue, learningApi } from './learning_api.ts'
import { momentHref } from './learning_model.ts'
import { PickList } from './pick_list.tsx'
import './learning.css'

export function CueCases({ show, cue }: { show: string; cue: string }) {
  const words = learningWords().prepare
  const loaded = useLoaded(`cases of ${cue}`, () => learningApi.casesOfCue(show, cue))
  const [choosing, setChoosing] = useState(false)
  if (!loaded.data) return null
  return (
    <div class="cue-cases" data-test="cue-cases">
      <p><b>{words.cueCases}</b>{mayPlan() && <button type="button" class="link" onClick={() => setChoosing(true)} data-test="choose-cases">{words.cueCasesAdd}</button>}</p>
      <ul>{loaded.data.map((one) => <li key={one.id}><a class="moment" href={momentHref(one.show.id, one.at)} target="_blank" rel="noopener"><Icon name="play" size="xs" /><span class="n">{clock(one.at)}</span> {one.title}</a></li>)}</ul>
      {choosing && <Choose show={show} cue={cue} now={loaded.data.map(({ id }) => id)} onSaved={loaded.reload} onClose={() => setChoosing(false)} />}
    </div>
  )
}

function Choose({ show, cue, now, onSaved, onClose }: { show: string; cue: string; now: string[]; onSaved: () => void; onClose: () => void }) {
  const words = learningWords()
  const all = useLoaded('cases', () => learningApi.cases().then(({ items }) => items))
  const [chosen, setChosen] = useState(now)
  const [busy, setBusy] = useState(false)
  const save = async (): Promise<void> => {
    setBusy(true)
    try {
      await learningApi.putCasesOfCue(show, cue, chosen)
      onSaved()
      onClose()
    } catch (cause) {
      toast(explain(cause), { tone: 'bad' })
      setBusy(false)
    }
  }
  return (
    <Dialog open onClose={onClose} title={words.prepare.cueCasesAdd} busy={busy} test="cue-cases-dialog">
      {all.data?.length === 0 ? <p class="invite">{words.cases.emptyText}</p> : (
        <PickList legend={words.tabs.cases} most={kMostCasesOfCue} options={(all.data ?? []).map((one) => ({ id: one.id, title: one.title, aside: one.show.title }))} chosen={chosen} onChange={setChosen} />
      )}
      <div class="form-foot">
        <button type="button" class="btn" onClick={onClose}>{common().cancel}</button>
        <button type="button" class="btn do" disabled={busy} onClick={() => void save()} data-test="save-cue-cases">{common().save}</button>
      </div>
    </Dialog>
  )
}
