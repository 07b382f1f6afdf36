// Whether one gets the week's figures by mail.
import { useState } from 'preact/hooks'
import { language } from '../../shared/i18n.ts'
import { toast } from '../../shared/toast.tsx'
import { reportWords } from '../messages/reports.ts'
import { explain } from '../parts/explain.ts'
import { Failed, useLoaded } from '../parts/load.tsx'
import { reportsApi } from '../reports/reports_api.ts'

export function WeeklyPanel() {
  const words = reportWords().weekly
  const loaded = useLoaded('weekly mail', reportsApi.weekly)
  const [busy, setBusy] = useState(false)
  const wish = async (wanted: boolean): Promise<void> => {
    const before = loaded.data
    loaded.set({ wanted, language: language.value })
    setBusy(true)
    try {
      loaded.set(await reportsApi.wishWeekly(wanted, language.value))
      toast(wanted ? words.on : words.off)
    } catch (cause) {
      toast(explain(cause), { tone: 'bad' })
      if (before) loaded.set(before)
    } finally {
      setBusy(false)
    }
  }
  return (
    <section class="panel weekly" aria-labelledby="weekly">
      <h2 id="weekly">{words.title}</h2>
      {Boolean(loaded.problem) && <Failed problem={loaded.problem} again={loaded.reload} />}
      <label class="check-row">
        <input type="checkbox" checked={loaded.data?.wanted ?? false} disabled={busy || !loaded.data} onChange={(event) => void wish(event.currentTarget.checked)} data-test="weekly" />
        <span>{words.label}</span>
      </label>
      <p class="hint phrase">{words.hint}</p>
    </section>
  )
}
