// After how long viewers are forgotten whom nobody has seen any more.
import { useState } from 'preact/hooks'
import { Icon } from '../../shared/icons.tsx'
import { toast } from '../../shared/toast.tsx'
import { mailWords } from '../messages/mail.ts'
import { explain } from '../parts/explain.ts'
import { Failed, useLoaded, Waiting } from '../parts/load.tsx'
import { staffCall } from '../session.ts'

interface Chosen { months: number }

const kPath = '/api/maintenance/forgetting'
/** Months; 0 is never. Others can be chosen over the interface. */
const kChoices = [0, 13, 25, 37, 61]

export function ForgettingPanel() {
  const words = mailWords().forgetting
  const loaded = useLoaded('forgetting', () => staffCall<Chosen>(kPath))
  const [picked, setPicked] = useState<number | null>(null)
  const [sure, setSure] = useState(false)
  const [busy, setBusy] = useState(false)
  const kept = loaded.data?.months ?? 0
  const months = picked ?? kept
  const sooner = months > 0 && (kept === 0 || months < kept)
  const pick = (value: number): void => {
    setPicked(value)
    setSure(false)
  }
  const save = async (): Promise<void> => {
    setBusy(true)
    try {
      loaded.set(await staffCall<Chosen>(kPath, { method: 'PUT', body: { months } }))
      setPicked(null)
      setSure(false)
      toast(words.saved)
    } catch (cause) {
      toast(explain(cause), { tone: 'bad' })
    } finally {
      setBusy(false)
    }
  }
  return (
    <section class="panel" aria-labelledby="forgetting" data-test="forgetting">
      <h2 id="forgetting">{words.title}</h2>
      <p class="hint">{words.lead}</p>
      {!loaded.data && (loaded.problem ? <Failed problem={loaded.problem} again={loaded.reload} /> : <Waiting />)}
      {loaded.data && (
        <form class="forgetting-form" onSubmit={(event) => { event.preventDefault(); void save() }}>
          <div class="field">
            <label for="forget-after">{words.label}</label>
            <select id="forget-after" value={months} onChange={(event) => pick(Number(event.currentTarget.value))} data-test="forget-after">
              {[...new Set([...kChoices, kept])].toSorted((a, b) => a - b).map((each) => <option key={each} value={each}>{each === 0 ? words.never : words.after(each)}</option>)}
            </select>
          </div>
          {sooner && (
            <>
              <p class="note-warn" role="alert"><Icon name="alert" size="s" /><span>{words.warning}</span></p>
              <label class="check-row"><input type="checkbox" checked={sure} onChange={(event) => setSure(event.currentTarget.checked)} data-test="forget-sure" /><span>{mailWords().sure}</span></label>
            </>
          )}
          <button type="submit" class="btn" disabled={busy || months === kept || (sooner && !sure)} data-test="save-forgetting">{words.save}</button>
        </form>
      )}
    </section>
  )
}
