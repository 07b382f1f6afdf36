// Lets time have gone by: a show that was held just now is moved into the past, in the shop's own database.
//
// Only wall-clock times are moved; what happened in the show, its order and its moments stay as they are.
import assert from 'node:assert/strict'
import { join } from 'node:path'
import { run } from '../support/processes.ts'
import type { Server } from '../support/server.ts'

const kDayMs = 86_400_000

/** Puts an archived show `days` back, and has it planned `planned` days before it began. It was at least `minutes` long. */
export async function heldAgo(server: Server, show: string, days: number, { minutes = 20, planned = 3 } = {}): Promise<void> {
  const began = Date.now() - Math.round(days * kDayMs)
  const length = minutes * 60_000
  const id = `'${show}'`
  const sql = [
    `UPDATE timeline SET live_at = ${began}, length_ms = max(length_ms, ${length}) WHERE show = ${id}`,
    `UPDATE show SET starts_at = ${began}, listed_at = ${began}, ended_at = ${began} + (SELECT length_ms FROM timeline WHERE show = ${id}) WHERE id = ${id}`,
    `UPDATE event SET accepted_at = ${began} + at WHERE show = ${id}`,
    `UPDATE audit SET at = ${began - planned * kDayMs} WHERE subject = ${id} AND action = 'show.planned'`,
  ]
  const moved = await run('sqlite3', ['-cmd', '.timeout 5000', join(server.data, 'nigiwai.db'), `BEGIN IMMEDIATE; ${sql.join('; ')}; COMMIT;`])
  assert.equal(moved.code, 0, moved.stderr)
}
