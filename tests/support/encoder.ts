// A real encoder: an ffmpeg process that sends a test picture and a tone, in whatever form a test needs.
import assert from 'node:assert/strict'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { run, start } from './processes.ts'

export interface Picture {
  /** As ffmpeg takes it: '30', '60000/1001'. */
  fps?: string
  size?: string
  /** Seconds between key frames. */
  gop?: number
  bFrames?: boolean
  /** Drops some frames, so that they come at uneven distances. */
  variable?: boolean
  audio?: { rate?: number; channels?: number } | 'none'
  /** The sound begins this many seconds after the picture; the picture after the sound when negative. */
  audioDelay?: number
  seconds?: number
  codec?: 'h264' | 'hevc'
}

function inputs(picture: Picture): string[] {
  const { fps = '30', size = '320x180', audio = {}, audioDelay = 0 } = picture
  const video = ['-re', ...(audioDelay < 0 ? ['-itsoffset', String(-audioDelay)] : []), '-f', 'lavfi', '-i', `testsrc2=size=${size}:rate=${fps}`]
  if (audio === 'none') return video
  return [...video, '-re', ...(audioDelay > 0 ? ['-itsoffset', String(audioDelay)] : []),
    '-f', 'lavfi', '-i', `sine=frequency=440:sample_rate=${audio.rate ?? 48000}`]
}

function forms(picture: Picture): string[] {
  const { fps = '30', gop = 1, bFrames = false, variable = false, audio = {}, codec = 'h264', seconds } = picture
  const [over, under = 1] = fps.split('/').map(Number) as [number, number?]
  const keys = Math.round((over / under) * gop)
  const video = codec === 'hevc'
    ? ['-c:v', 'libx265', '-preset', 'ultrafast', '-x265-params', `keyint=${keys}:log-level=none`]
    : ['-c:v', 'libx264', '-profile:v', bFrames ? 'main' : 'baseline', '-preset', bFrames ? 'superfast' : 'ultrafast', ...(bFrames ? ['-bf', '2', '-rc-lookahead', '5'] : ['-tune', 'zerolatency']),
        '-g', String(keys), '-keyint_min', String(keys), '-sc_threshold', '0']
  return [
    ...(variable ? ['-vf', "select='not(eq(mod(n,7),3)+eq(mod(n,11),5))'", '-fps_mode', 'vfr'] : []),
    ...video, '-pix_fmt', 'yuv420p', '-threads', '1',
    ...(audio === 'none' ? ['-an'] : ['-c:a', 'aac', '-b:a', '64k', '-ac', String(audio.channels ?? 2), '-ar', String(audio.rate ?? 48000)]),
    ...(seconds === undefined ? [] : ['-t', String(seconds)]),
  ]
}

const container = (url: string): string => (url.startsWith('rtmp') ? 'flv' : 'mpegts')

export class Encoder {
  readonly #process: ChildProcess
  /** What ffmpeg said. */
  said = ''
  readonly ended: Promise<number | null>

  constructor(url: string, picture: Picture = {}) {
    this.#process = start('ffmpeg', ['-hide_banner', '-v', 'error', ...inputs(picture), ...forms(picture), '-f', container(url), url])
    for (const stream of [this.#process.stdout!, this.#process.stderr!]) {
      stream.setEncoding('utf8').on('data', (text: string) => (this.said = (this.said + text).slice(-20_000)))
    }
    this.ended = once(this.#process, 'close').then(([code]) => code as number | null)
  }

  /** Ends the stream as a person does who presses stop. */
  async stop(): Promise<void> {
    this.#process.kill('SIGINT')
    await this.ended
  }

  /** Ends it as a cut cable does. */
  async kill(): Promise<void> {
    this.#process.kill('SIGKILL')
    await this.ended
  }

  get running(): boolean {
    return this.#process.exitCode === null && this.#process.signalCode === null
  }
}

/** Sends for at most `seconds` and answers how ffmpeg ended: refused ones end early and not with 0. */
export async function encodeOnce(url: string, picture: Picture = {}): Promise<{ code: number | null; said: string }> {
  const encoder = new Encoder(url, { seconds: 6, ...picture })
  const code = await encoder.ended
  return { code, said: encoder.said }
}

/** Decodes everything in `input` (a file or an address) and holds ffmpeg and ffprobe to finding no fault at all. */
export async function decodesWhole(input: string, what: string): Promise<{ seconds: number; streams: Record<string, any>[]; frames: number }> {
  // Without a time base of its own the null muxer counts in frames of a guessed rate, and complains of every other rate.
  const decoded = await run('ffmpeg', ['-hide_banner', '-v', 'error', '-xerror', '-i', input, '-map', '0', '-enc_time_base', '-1', '-f', 'null', '-'], { seconds: 300 })
  assert.equal(decoded.stderr.trim(), '', `Decoding ${what}`)
  assert.equal(decoded.code, 0, `Decoding ${what}`)
  const probed = await run('ffprobe', ['-v', 'error', '-count_packets', '-show_streams', '-show_format', '-of', 'json', input])
  assert.equal(probed.stderr.trim(), '', `Probing ${what}`)
  const { streams, format } = JSON.parse(probed.stdout)
  const video = streams.find((each: { codec_type: string }) => each.codec_type === 'video')
  return { seconds: Number(format.duration), streams, frames: Number(video?.nb_read_packets ?? 0) }
}
