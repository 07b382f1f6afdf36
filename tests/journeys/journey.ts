// What the journeys share.
import { appendFileSync, mkdirSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { decodesWhole } from '../support/encoder.ts'
import { root } from '../support/processes.ts'
import type { Shop } from '../support/shop.ts'

/** The long form: what `make check-deep` or LONG=1 takes hours for, if need be. */
export const long = process.env.LONG === '1'

/** A figure for the reader of the log, kept in build/journeys.txt too. */
export function tell(line: string): void {
  console.log(`      ${line}`)
  mkdirSync(join(root, 'build'), { recursive: true })
  appendFileSync(join(root, 'build/journeys.txt'), `${new Date().toISOString()} ${line}\n`)
}

/** Downloads the recording as staff do, and decodes all of it. */
export async function movieDecodes(shop: Shop, show: string): Promise<{ seconds: number; frames: number; streams: Record<string, any>[] }> {
  const { staff } = await shop.snapshot(show)
  const answer = await fetch(new URL(staff!.download!, shop.server.base), { headers: shop.owner.headers })
  if (!answer.ok) throw new Error(`The download answered ${answer.status}: ${await answer.text()}`)
  const folder = await mkdtemp(join(tmpdir(), 'movie-'))
  try {
    const file = join(folder, 'recording.mp4')
    await writeFile(file, Buffer.from(await answer.arrayBuffer()))
    return await decodesWhole(file, 'the recording')
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
