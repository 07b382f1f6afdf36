// Giving an audience out: what for, how many of it agreed, and that it is noted.
import { useState } from 'preact/hooks'
import { Dialog } from '../../shared/dialog.tsx'
import { Icon } from '../../shared/icons.tsx'
import { toast } from '../../shared/toast.tsx'
import { audienceWords } from '../messages/audiences.ts'
import { common } from '../messages/common.ts'
import { explain } from '../parts/explain.ts'
import { Failed, useLoaded } from '../parts/load.tsx'
import { audiencesApi, kPurposes, type Audience, type Purpose } from './audiences_api.ts'
import { CountsList } from './counts.tsx'

export function ExportDialog({ audience, onClose, onDone }: { audience: Audience; onClose: () => void; onDone: () => void }) {
  const words = audienceWords()
  const loaded = useLoaded(`counts of ${audience.id} ${audience.version}`, () => audiencesApi.count(audience.filter))
  const [purpose, setPurpose] = useState<Purpose>('ads')
  const [busy, setBusy] = useState(false)
  const counts = loaded.data
  const agreed = counts?.agreed[purpose] ?? null
  const giveOut = async (): Promise<void> => {
    setBusy(true)
    try {
      keep(await audiencesApi.giveOut(audience.id, purpose), `audience-${purpose}.csv`)
      toast(words.done)
      onDone()
    } catch (cause) {
      toast(explain(cause), { tone: 'bad' })
      setBusy(false)
    }
  }
  return (
    <Dialog open onClose={onClose} title={words.giveOutTitle(audience.title)} busy={busy} class="audience-dialog" test="export-dialog">
      {loaded.problem && !counts ? <Failed problem={loaded.problem} again={loaded.reload} /> : <CountsList counts={counts} />}
      <fieldset class="campaign-choice">
        <legend class="vh">{words.columns.purpose}</legend>
        <div role="radiogroup" aria-label={words.columns.purpose}>
          {kPurposes.map((one) => (
            <label key={one} class={purpose === one ? 'on' : ''}>
              <input type="radio" name="purpose" checked={purpose === one} onChange={() => setPurpose(one)} data-test={`purpose-${one}`} />
              <span><b>{words.purposes[one]}</b><small>{words.purposeText[one]}</small></span>
            </label>
          ))}
        </div>
      </fieldset>
      {counts && agreed === null ? (
        <p class="note warn" data-test="too-few"><Icon name="alert" size="s" /><span>{words.tooFew(counts.fewest)}</span></p>
      ) : (
        <p class="note info"><Icon name="info" size="s" /><span>{words.noted}</span></p>
      )}
      <div class="form-foot">
        <button type="button" class="btn" data-focus onClick={onClose}>{common().cancel}</button>
        <button type="button" class="btn do" disabled={busy || agreed === null} onClick={() => void giveOut()} data-test="give-out"><Icon name="download" size="s" />{words.giveOut}</button>
      </div>
    </Dialog>
  )
}

/** Hands a file to the browser as a download. */
function keep(file: Blob, name: string): void {
  const url = URL.createObjectURL(file)
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(url), 60_000)
}
