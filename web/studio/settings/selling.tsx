// How the shop sells: to the first who pays, or kept for the first who asks.
import { useState } from 'preact/hooks'
import type { Selling } from '../../shared/api.ts'
import { toast } from '../../shared/toast.tsx'
import { common } from '../messages/common.ts'
import { sellingWords } from '../messages/selling.ts'
import { explain } from '../parts/explain.ts'
import { shop } from '../shop.ts'
import { studioApi } from '../studio_api.ts'
import './selling.css'

const kTimes = [20, 60, 180, 300, 600, 900, 1800, 3600]

export function SellingForm() {
  const words = sellingWords()
  const known = shop.value!
  const [selling, setSelling] = useState<Selling>(known.selling)
  const [seconds, setSeconds] = useState(known.hold_seconds)
  const [waitlist, setWaitlist] = useState(known.waitlist)
  const [busy, setBusy] = useState(false)
  const dirty = selling !== known.selling || seconds !== known.hold_seconds || waitlist !== known.waitlist
  const times = kTimes.includes(known.hold_seconds) ? kTimes : [...kTimes, known.hold_seconds].sort((a, b) => a - b)
  const save = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault()
    setBusy(true)
    try {
      shop.value = { ...known, ...(await studioApi.saveSelling({ selling, hold_seconds: seconds, waitlist })) }
      toast(common().saved)
    } catch (cause) {
      toast(explain(cause), { tone: 'bad' })
    } finally {
      setBusy(false)
    }
  }
  const ways: [Selling, string, string][] = [
    ['first-to-pay', words.pay, words.payHint],
    ['first-to-hold', words.hold, words.holdHint],
  ]
  return (
    <section class="panel" aria-labelledby="selling" data-test="selling">
      <h2 id="selling">{words.title}</h2>
      <p class="hint">{words.lead}</p>
      <form class="stack selling-form" onSubmit={(event) => void save(event)}>
        <fieldset>
          <legend class="vh">{words.title}</legend>
          {ways.map(([way, name, hint]) => (
            <label key={way} class={`way ${selling === way ? 'on' : ''}`}>
              <input type="radio" name="selling" checked={selling === way} onChange={() => setSelling(way)} data-test={way} />
              <span><b>{name}</b><small>{hint}</small></span>
            </label>
          ))}
        </fieldset>
        {selling === 'first-to-hold' && (
          <>
            <label class="time">
              {words.time}
              <select value={seconds} onChange={(event) => setSeconds(Number(event.currentTarget.value))} data-test="hold-seconds">
                {times.map((time) => <option key={time} value={time}>{words.seconds(time)}</option>)}
              </select>
            </label>
            <label class="way plain">
              <input type="checkbox" checked={waitlist} onChange={(event) => setWaitlist(event.currentTarget.checked)} data-test="waitlist" />
              <span><b>{words.waitlist}</b><small>{words.waitlistHint}</small></span>
            </label>
          </>
        )}
        <div class="form-foot"><button type="submit" class={`btn ${dirty ? 'do' : ''}`} disabled={busy || !dirty} data-test="save-selling">{busy ? common().saving : common().save}</button></div>
      </form>
    </section>
  )
}
