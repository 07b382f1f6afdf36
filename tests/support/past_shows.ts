// The history of a team: shows that are over, each made through the API and held for a moment, and then given their time, their
// audience and their orders in the shop's own database, as if they had been watched months ago.
//
// The same shows for the same number: what is drawn comes from a generator of its own. Shows begun at 21:00 sell by half as much
// again, and so do shows with more products; nothing else matters.
import assert from 'node:assert/strict'
import { join } from 'node:path'
import type { Product, Show } from './api.ts'
import { run } from './processes.ts'
import type { Shop } from './shop.ts'

const kDayMs = 86_400_000
const kConcepts = ['seasonal', 'how_to', 'first_look', 'limited_price']

function draws(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296
    return state / 4_294_967_296
  }
}

export interface HistoryAsked { title: (at: number) => string; cast?: string[]; products: Product[] }

/** So many shows, one every three days, the last of them ten days ago. Answers their ids, the oldest first. */
export async function pastShows(shop: Shop, many: number, { title, cast = [], products }: HistoryAsked): Promise<string[]> {
  const draw = draws(7)
  const ids: string[] = []
  for (let at = 0; at < many; at += 1) {
    const shelf = products.slice(0, 2 + Math.floor(draw() * (products.length - 1))).map(({ id }) => id)
    const show = await shop.owner.post<Show>('/api/shows', { title: title(at), shelf, ...(cast.length > 0 ? { cast: [cast[at % cast.length]] } : {}) })
    if (draw() < 0.85) await shop.owner.put(`/api/shows/${show.id}/plan`, { concept: kConcepts[Math.floor(draw() * 4)], purpose: '', targets: [], team: [] })
    await shop.owner.post(`/api/shows/${show.id}/start`)
    await shop.owner.post(`/api/shows/${show.id}/end`)
    ids.push(show.id)
    const sql = held(show.id, at, Date.now() - (10 + 3 * (many - 1 - at)) * kDayMs, shelf.length, draw)
    const moved = await run('sqlite3', ['-cmd', '.timeout 5000', join(shop.server.data, 'nigiwai.db'), `BEGIN IMMEDIATE; ${sql.join('; ')}; COMMIT;`])
    assert.equal(moved.code, 0, moved.stderr)
  }
  return ids
}

function held(show: string, at: number, about: number, products: number, draw: () => number): string[] {
  const hour = [12, 20, 21][Math.floor(draw() * 3)]!
  const began = Math.floor(about / kDayMs) * kDayMs + (hour - 9) * 3_600_000
  const length = (30 + Math.floor(draw() * 60)) * 60_000
  const viewers = 30 + Math.floor(draw() * 40)
  const buyers = Math.round(viewers * 0.12 * (0.8 + 0.4 * draw()) * (hour === 21 ? 1.5 : 1))
  const id = `'${show}'`
  const viewer = (one: number): string => `'past-${at}-${one}'`
  const pin = Math.floor(draw() * 12 * 60_000)
  const audience = Array.from({ length: viewers }, (_, one) => `(${id}, ${viewer(one)}, 1, ${300_000 + Math.floor(draw() * 600_000)}, ${began}, ${draw() < 0.2 ? began : 'NULL'})`)
  const orders = Array.from({ length: buyers }, (_, one) => `('${show}-${one}', 'past', '${show}-${one}', 'paid', ${began + 60_000}, ${began}, ${viewer(one)}, ${id}, 60000, 'JPY', ${Math.round((2_000 + draw() * 2_000) * (0.75 + products / 8))})`)
  return [
    `UPDATE timeline SET live_at = ${began}, length_ms = ${length} WHERE show = ${id}`,
    `UPDATE show SET starts_at = ${began}, listed_at = ${began}, ended_at = ${began + length} WHERE id = ${id}`,
    `UPDATE event SET accepted_at = ${began} + at WHERE show = ${id}`,
    `INSERT INTO event (show, seq, at, kind, audience, person, by_id, by_role, accepted_at, data) SELECT ${id}, max(seq) + 1, ${pin}, 'product.pinned', 0, '', '', 'nobody', ${began + pin}, '{"product":"none"}' FROM event WHERE show = ${id}`,
    `UPDATE timeline SET last_seq = last_seq + 1 WHERE show = ${id}`,
    `INSERT INTO audience (show, viewer, live, played_ms, viewed_at, chatted_at) VALUES ${audience.join(', ')}`,
    ...(orders.length > 0 ? [`INSERT INTO external_order (id, api_key, external_id, state, placed_at, changed_at, viewer, show, at, currency, total) VALUES ${orders.join(', ')}`] : []),
  ]
}
