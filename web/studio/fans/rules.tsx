// From when on a person is a fan and a loyal customer, and is told to the room as a regular.
import { useState } from 'preact/hooks'
import { Dialog } from '../../shared/dialog.tsx'
import { Field } from '../../shared/field.tsx'
import { toast } from '../../shared/toast.tsx'
import { common } from '../messages/common.ts'
import { fanWords } from '../messages/fans.ts'
import { explain } from '../parts/explain.ts'
import { Failed, useLoaded, Waiting } from '../parts/load.tsx'
import { fansApi, type FanRules } from './fans_api.ts'

// What is not counted yet (verified arrivals) has no field; its rule is sent back as it came.
const kNames = ['fan_shows', 'loyal_orders', 'returning_visits'] as const
type Name = (typeof kNames)[number]

export function RulesDialog({ onClose, onSaved }: { onClose: () => void; onSaved: () => void }) {
  const words = fanWords()
  const loaded = useLoaded('fan rules', fansApi.rules)
  return (
    <Dialog open onClose={onClose} title={words.rules} test="rules-dialog">
      {!loaded.data && !loaded.problem && <Waiting />}
      {Boolean(loaded.problem) && <Failed problem={loaded.problem} again={loaded.reload} />}
      {loaded.data && <RulesForm rules={loaded.data} onClose={onClose} onSaved={onSaved} />}
    </Dialog>
  )
}

function RulesForm({ rules, onClose, onSaved }: { rules: FanRules; onClose: () => void; onSaved: () => void }) {
  const words = fanWords()
  const [typed, setTyped] = useState(() => Object.fromEntries(kNames.map((name) => [name, String(rules[name])])) as Record<Name, string>)
  const [wrong, setWrong] = useState<Partial<Record<Name, string>>>({})
  const [busy, setBusy] = useState(false)
  const save = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault()
    const broken = kNames.filter((name) => !/^[0-9]{1,4}$/.test(typed[name]) || Number(typed[name]) < 1 || Number(typed[name]) > 1000)
    setWrong(Object.fromEntries(broken.map((name) => [name, words.ruleWrong])))
    if (broken.length > 0) return
    setBusy(true)
    try {
      await fansApi.saveRules({ ...rules, ...(Object.fromEntries(kNames.map((name) => [name, Number(typed[name])])) as Record<Name, number>) })
      toast(common().saved)
      onSaved()
      onClose()
    } catch (cause) {
      toast(explain(cause), { tone: 'bad' })
      setBusy(false)
    }
  }
  const labels: Record<Name, string> = { fan_shows: words.fanShows, loyal_orders: words.loyalOrders, returning_visits: words.returningVisits }
  return (
    <form class="stack" onSubmit={(event) => void save(event)} noValidate>
      <p class="hint">{words.rulesLead}</p>
      {kNames.map((name) => (
        <Field key={name} label={labels[name]} inputMode="numeric" maxLength={4} value={typed[name]} error={wrong[name]} hint={name === 'returning_visits' ? words.returningHint : undefined}
          onInput={(event) => setTyped({ ...typed, [name]: event.currentTarget.value.trim() })} test={`rule-${name}`} />
      ))}
      <div class="form-foot">
        <button type="button" class="btn" onClick={onClose}>{common().cancel}</button>
        <button type="submit" class="btn do" disabled={busy} data-test="save-rules">{busy ? common().saving : common().save}</button>
      </div>
    </form>
  )
}
