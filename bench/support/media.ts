// The film that the benches send: made once, kept in build/.
import assert from 'node:assert/strict'
import { existsSync, mkdirSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { root, run } from '../../tests/support/processes.ts'
import type { Nigiwai } from './nigiwai.ts'
import type { Show } from '../../tests/support/api.ts'

export const kBitRate = 3_000_000  // of the picture

/** 60 s of 720p at 30 frames/s and 3 Mbit/s with a key frame every 2 s, H.264 and AAC, as FLV. */
export async function film(): Promise<string> {
  const folder = join(root, 'build/bench-media')
  const path = join(folder, 'film-60s-3mbit.flv')
  if (existsSync(path)) return path
  mkdirSync(folder, { recursive: true })
  console.log('making the film of 60 s that is sent, once')
  const rate = String(kBitRate)
  const made = await run('ffmpeg', ['-hide_banner', '-loglevel', 'error', '-y', '-f', 'lavfi', '-i', 'testsrc2=size=1280x720:rate=30,noise=alls=12:allf=t',
    '-f', 'lavfi', '-i', 'sine=frequency=440:sample_rate=48000', '-t', '60', '-c:v', 'libx264', '-preset', 'ultrafast', '-tune', 'zerolatency',
    '-pix_fmt', 'yuv420p', '-g', '60', '-keyint_min', '60', '-sc_threshold', '0', '-b:v', rate, '-minrate', rate, '-maxrate', rate, '-bufsize', rate,
    '-x264-params', 'nal-hrd=cbr', '-c:a', 'aac', '-b:a', '128k', '-ac', '2', '-f', 'flv', `${path}.part`], { seconds: 600 })
  assert.equal(made.code, 0, made.stderr)
  renameSync(`${path}.part`, path)
  return path
}

/** Shows on air, and the keys under which their encoders come. */
export async function shows(of: Nigiwai, count: number): Promise<{ shows: Show[]; keys: string[] }> {
  const made: { shows: Show[]; keys: string[] } = { shows: [], keys: [] }
  for (let i = 0; i < count; i++) {
    const show = await of.shop.liveShow()
    const ways = await of.shop.owner.get<{ protocol: string; key: string }[]>(`/api/shows/${show.id}/ingest`)
    made.shows.push(show)
    made.keys.push(ways.find((way) => way.protocol === 'rtmp')!.key)
  }
  return made
}
