// The cues of a rehearsal before it: their order and planned length, in short.
import { clock } from '../../shared/format.ts'
import { rehearsalWords } from '../messages/rehearsal.ts'
import { useLoaded } from '../parts/load.tsx'
import { planApi } from '../plan/plan_api.ts'

export function CueTimes({ show }: { show: string }) {
  const words = rehearsalWords()
  const sheet = useLoaded(`cues of rehearsal ${show}`, () => planApi.sheet(show))
  if (!sheet.data) return null
  return (
    <section class="panel" aria-labelledby="cues">
      <h2 id="cues">{words.cues}</h2>
      {sheet.data.items.length === 0 ? <p class="nothing">{words.noCues}</p> : (
        <ol class="rehearsal-cues">
          {sheet.data.items.map((cue) => <li key={cue.id}><span class="n">{clock(cue.planned_ms)}</span><b class="phrase">{cue.title}</b><span class="n">{clock(cue.length_s * 1000)}</span></li>)}
        </ol>
      )}
    </section>
  )
}
