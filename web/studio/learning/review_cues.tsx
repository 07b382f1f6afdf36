// Cue by cue: planned and actual length, and what was ordered, saved and asked within each.
import { clock } from '../../shared/format.ts'
import { Icon } from '../../shared/icons.tsx'
import { learningWords } from '../messages/learning.ts'
import type { Review } from './learning_api.ts'
import { momentHref, offBy } from './learning_model.ts'

export function ReviewCues({ cues, show, onCase }: { cues: Review['cues']; show: string; onCase: (at: number, title: string) => void }) {
  const words = learningWords().review
  const { cueColumns: columns } = words
  const { outside } = cues
  const busyOutside = outside.orders + outside.saves + outside.questions > 0
  const most = Math.max(1, ...cues.items.map(({ orders }) => orders))
  return (
    <section class="panel" aria-labelledby="review-cues">
      <h2 id="review-cues">{words.cues}</h2>
      {cues.items.length === 0 && <p class="invite">{words.noCues}</p>}
      {(cues.items.length > 0 || busyOutside) && (
        <table class="cue-table" data-test="cue-table">
          <thead><tr><th scope="col">{columns.title}</th><th scope="col" class="r">{columns.planned}</th><th scope="col" class="r">{columns.lasted}</th><th scope="col" class="r">{columns.off}</th><th scope="col" class="r">{columns.orders}</th><th scope="col" class="r">{columns.saves}</th><th scope="col" class="r">{columns.questions}</th><th><span class="vh">{words.asCase}</span></th></tr></thead>
          <tbody>
            {cues.items.map((cue) => {
              const off = offBy(cue)
              return (
                <tr key={cue.cue} data-test="cue-result" data-orders={cue.orders} data-saves={cue.saves} data-questions={cue.questions} class={cue.orders === most ? 'best' : ''}>
                  <th scope="row">{cue.started_ms === null ? <span>{cue.title}</span> : <a href={momentHref(show, cue.started_ms)} target="_blank" rel="noopener">{cue.title}</a>}</th>
                  <td class="r n" data-name={columns.planned}>{cue.planned_ms === null ? words.nothing : clock(cue.planned_ms)}</td>
                  <td class="r n" data-name={columns.lasted}>{cue.started_ms === null ? words.skipped : clock(cue.lasted_ms)}</td>
                  <td class={`r n ${off?.much ? 'much' : ''}`} data-name={columns.off}>{off?.text ?? words.nothing}</td>
                  <td class="r n" data-name={columns.orders}>{cue.orders}</td>
                  <td class="r n" data-name={columns.saves}>{cue.saves}</td>
                  <td class="r n" data-name={columns.questions}>{cue.questions}</td>
                  <td class="do">{cue.started_ms !== null && <button type="button" class="icon-btn" aria-label={`${words.asCase}: ${cue.title}`} title={words.asCase} onClick={() => onCase(cue.started_ms!, cue.title)}><Icon name="bookmark" size="s" /></button>}</td>
                </tr>
              )
            })}
            {busyOutside && (
              <tr class="aside"><th scope="row">{cues.items.length > 0 ? words.outside : words.whole}</th><td class="none" /><td class="none" /><td class="none" /><td class="r n" data-name={columns.orders}>{outside.orders}</td><td class="r n" data-name={columns.saves}>{outside.saves}</td><td class="r n" data-name={columns.questions}>{outside.questions}</td><td class="do" /></tr>
            )}
          </tbody>
          {cues.items.length > 0 && <tfoot><tr><th scope="row">{words.whole}</th><td class="r n" data-name={columns.planned}>{clock(cues.planned_ms)}</td><td class="r n" data-name={columns.lasted}>{clock(cues.length_ms)}</td><td class="none" colSpan={5} /></tr></tfoot>}
        </table>
      )}
    </section>
  )
}
