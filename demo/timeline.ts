// The timeline of a show that is over, as `nigiwai import recording` reads it: one event a line, in order.
import type { Plan } from './video.ts'
import { names } from './chatter.ts'
import type { Show } from './shows.ts'

export function timeline(show: Show, plan: Plan): string {
  const events: { at: number; kind: string; by?: { name: string }; data: object }[] = []
  const viewer = (n: number) => ({ name: names[n % names.length]! })
  let turn = 0
  for (const { shot, said, at_ms, length_ms } of plan.scenes) {
    if (shot.pin) events.push({ at: at_ms, kind: 'product.pinned', data: { product: shot.pin } })
    for (const [i, { line, at_ms: begins, until_ms }] of said.entries()) {
      const next = said[i + 1]?.at_ms ?? at_ms + length_ms
      const room = next - begins
      for (const [k, [name, text]] of (line.chat ?? []).entries()) {
        const late = 0.55 + 0.38 * ((k + 0.3) / (line.chat!.length))
        events.push({ at: Math.round(begins + room * late), kind: 'chat.posted', by: { name }, data: { text } })
      }
      if (line.staff) {
        events.push({ at: Math.min(until_ms + 2600, next + 1200), kind: 'chat.posted', by: { name: show.presenter.name }, data: { text: line.staff } })
      }
      for (let k = 0; k < (line.hearts ?? 0); k += 4) {
        events.push({ at: Math.round(begins + (room * k) / line.hearts!), kind: 'heart.given', by: viewer(turn++), data: { count: Math.min(4, line.hearts! - k) } })
      }
      for (let k = 0; k < (line.saves ?? 0); k++) {
        const product = pinnedAt(plan, begins)
        if (product) events.push({ at: Math.round(until_ms + (k * 600) % Math.max(600, next - until_ms)), kind: 'product.saved', by: viewer(turn++), data: { product } })
      }
    }
  }
  events.push({ at: plan.length_ms - 200, kind: 'product.unpinned', data: {} })
  return events.map((event) => ({ ...event, at: Math.min(Math.round(event.at), plan.length_ms - 100) }))
    .sort((a, b) => a.at - b.at).map((event) => JSON.stringify(event) + '\n').join('')
}

/** What is pinned at a moment of a show. */
export function pinnedAt(plan: Plan, at_ms: number): string | undefined {
  return plan.scenes.filter((scene) => scene.shot.pin && scene.at_ms <= at_ms).at(-1)?.shot.pin ?? undefined
}
