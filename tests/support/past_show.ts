// A show that is over: a short movie and what happened in it, brought in by `nigiwai import recording`.
import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Product } from './api.ts'
import { run } from './processes.ts'
import type { Shop } from './shop.ts'

export interface PastEvent { at: number; kind: string; by?: { name: string }; data?: Record<string, unknown> }

export interface PastShow {
  title: string
  shelf: Product[]
  seconds?: number
  size?: string
  /** The film is played so many times, one after the other. */
  times?: number
  /** Pictures a second. */
  rate?: number
  events?: PastEvent[]
}

/** Answers the show's id. */
export async function pastShow(shop: Shop, { title, shelf, seconds = 12, size = '320x180', rate = 30, times = 1, events = [] }: PastShow): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'past-show-'))
  try {
    const movie = join(folder, 'show.mp4')
    const timeline = join(folder, 'show.jsonl')
    // A key frame every two seconds, as encoders are told; the picture moves and the sound is heard.
    const made = await run('ffmpeg', ['-v', 'error', '-f', 'lavfi', '-i', `testsrc2=size=${size}:rate=${rate}:duration=${seconds}`, '-f', 'lavfi', '-t', String(seconds), '-i', 'sine=440:sample_rate=48000',
      '-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p', '-bf', '2', '-g', String(2 * rate), '-sc_threshold', '0', '-ac', '2', '-c:a', 'aac', '-shortest', movie])
    assert.equal(made.code, 0, made.stderr)
    const film = times === 1 ? movie : join(folder, 'film.mp4')
    if (times > 1) {
      const repeated = await run('ffmpeg', ['-v', 'error', '-stream_loop', String(times - 1), '-i', movie, '-c', 'copy', film])
      assert.equal(repeated.code, 0, repeated.stderr)
    }
    await writeFile(timeline, events.map((event) => JSON.stringify(event)).join('\n'))
    const imported = await shop.server.command('import', ['recording', film, '--timeline', timeline, '--title', title, '--shelf', shelf.map(({ id }) => id).join(',')])
    assert.equal(imported.code, 0, imported.stderr)
    return imported.stdout.trim()
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
