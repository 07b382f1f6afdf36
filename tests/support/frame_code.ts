// A picture that tells when it was made: the wall clock in ms as black and white blocks, large enough to survive
// encoding, scaling and a browser. 8 × 6 blocks hold 40 bits of time and 8 bits of check.
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { run, start } from './processes.ts'
import type { Page } from './browser.ts'

const columns = 8
const rows = 6
const width = 64
const height = 36

const checkOf = (bytes: readonly number[]): number => bytes.reduce((sum, byte, index) => (sum + byte * (2 * index + 3)) & 255, 0x5a)

/** One gray frame of 64 × 36. */
export function draw(ms: number): Buffer {
  const bytes = Array.from({ length: 5 }, (_, index) => Math.floor(ms / 2 ** (8 * (4 - index))) & 255)
  const all = [...bytes, checkOf(bytes)]
  const frame = Buffer.alloc(width * height)
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const bit = (all[Math.floor(y / (height / rows))]! >> (7 - Math.floor(x / (width / columns)))) & 1
      frame[y * width + x] = bit ? 235 : 16
    }
  }
  return frame
}

/** The ms in a gray frame of 64 × 36, or null when it is not one of ours. The bits above the 40 kept are those of now. */
export function readCode(frame: Uint8Array): number | null {
  const bytes: number[] = []
  for (let row = 0; row < rows; row++) {
    let byte = 0
    for (let column = 0; column < columns; column++) {
      const at = Math.floor((row + 0.5) * (height / rows)) * width + Math.floor((column + 0.5) * (width / columns))
      byte = (byte << 1) | (frame[at]! > 126 ? 1 : 0)
    }
    bytes.push(byte)
  }
  const check = bytes.pop()
  if (check !== checkOf(bytes)) return null
  return full(bytes.reduce((sum, byte) => sum * 256 + byte, 0))
}

const span = 2 ** 40
const full = (low: number): number => Math.floor(Date.now() / span) * span + low

/** Sends such a picture in real time to `url`: 30 frames a second, a key frame every 2 s, x264 zerolatency. */
export class CodeEncoder {
  readonly #process: ChildProcess
  #running = true
  said = ''
  readonly ended: Promise<number | null>

  constructor(url: string, { size = '1280:720', gop = 2 } = {}) {
    this.#process = start('ffmpeg', ['-hide_banner', '-v', 'error',
      '-f', 'rawvideo', '-pixel_format', 'gray', '-video_size', `${width}x${height}`, '-framerate', '30', '-i', 'pipe:0',
      '-f', 'lavfi', '-i', 'sine=frequency=440:sample_rate=48000',
      '-vf', `scale=${size}:flags=neighbor,format=yuv420p`, '-c:v', 'libx264', '-preset', 'ultrafast', '-tune', 'zerolatency',
      '-g', String(30 * gop), '-sc_threshold', '0', '-c:a', 'aac', '-b:a', '64k', '-flush_packets', '1',
      '-f', url.startsWith('rtmp') ? 'flv' : 'mpegts', url], { stdio: ['pipe', 'pipe', 'pipe'] })
    this.#process.stderr!.setEncoding('utf8').on('data', (text: string) => (this.said = (this.said + text).slice(-5000)))
    this.#process.stdin!.on('error', () => {})
    this.ended = once(this.#process, 'close').then(([code]) => {
      this.#running = false
      return code as number | null
    })
    void this.#send()
  }

  async #send(): Promise<void> {
    const began = performance.now()
    for (let frame = 0; this.#running; frame++) {
      const wait = began + (frame * 1000) / 30 - performance.now()
      if (wait > 0) await new Promise((done) => setTimeout(done, wait))
      if (!this.#running) return
      this.#process.stdin!.write(draw(Date.now()))
    }
  }

  async stop(): Promise<void> {
    this.#running = false
    this.#process.stdin!.end()
    const timer = setTimeout(() => this.#process.kill('SIGKILL'), 3000)
    await this.ended
    clearTimeout(timer)
  }
}

/** The code of the first picture in a file or address, by ffmpeg. */
export async function firstCode(input: string): Promise<number | null> {
  const { stdout } = await run('ffmpeg', ['-v', 'error', '-i', input, '-frames:v', '1', '-vf', `scale=${width}:${height}:flags=area,format=gray`, '-f', 'rawvideo', '-c:v', 'rawvideo', 'pipe:1'],
    { seconds: 30, latin1: true })
  return readCode(Buffer.from(stdout, 'latin1').subarray(0, width * height))
}

export interface Seen { /** made at, ms since the epoch */ code: number; /** shown at, ms since the epoch */ shown: number; mediaTime: number }
export interface Pinned {
  product: string | null
  /** Of the frame on the screen at that moment. */
  code: number | null
  /** Of the frame that stands at the video's playhead: the same, but for a machine too busy to draw every frame. */
  playhead: number | null
  at: number
}

/** Has the page's video read from now on, and changes of the pinned card noted with the code then on the screen. */
export async function watchCodes(page: Page): Promise<void> {
  await page.evaluate(({ columns, rows, width, height }) => {
    const state = { seen: [] as Seen[], pinned: [] as Pinned[], unreadable: 0 }
    ;(window as any).codes = state
    const canvas = document.createElement('canvas')
    canvas.width = width
    canvas.height = height
    const context = canvas.getContext('2d', { willReadFrequently: true })!
    const span = 2 ** 40
    const video = document.querySelector('video')!
    let last: number | null = null
    let lastTime = 0
    const frame: VideoFrameRequestCallback = (_now, { mediaTime }) => {
      const shown = Date.now()
      context.drawImage(video, 0, 0, width, height)
      const { data } = context.getImageData(0, 0, width, height)
      const bytes: number[] = []
      for (let row = 0; row < rows; row++) {
        let byte = 0
        for (let column = 0; column < columns; column++) {
          const at = Math.floor((row + 0.5) * (height / rows)) * width + Math.floor((column + 0.5) * (width / columns))
          byte = (byte << 1) | (data[at * 4 + 1]! > 126 ? 1 : 0)
        }
        bytes.push(byte)
      }
      const check = bytes.pop()
      if (check === bytes.reduce((sum, byte, index) => (sum + byte * (2 * index + 3)) & 255, 0x5a)) {
        lastTime = mediaTime
        last = Math.floor(shown / span) * span + bytes.reduce((sum, byte) => sum * 256 + byte, 0)
        state.seen.push({ code: last, shown, mediaTime })
      } else state.unreadable++
      video.requestVideoFrameCallback(frame)
    }
    video.requestVideoFrameCallback(frame)
    const pinnedNow = () => document.querySelector('[data-pinned]')?.getAttribute('data-pinned') ?? null
    let before = pinnedNow()
    new MutationObserver(() => {
      const now = pinnedNow()
      if (now === before) return
      before = now
      state.pinned.push({ product: now, code: last, playhead: last === null ? null : last + (video.currentTime - lastTime) * 1000, at: Date.now() })
    }).observe(document.body, { subtree: true, childList: true, attributes: true, attributeFilter: ['data-pinned'] })
  }, { columns, rows, width, height })
}

export const codesOf = (page: Page): Promise<{ seen: Seen[]; pinned: Pinned[]; unreadable: number }> => page.evaluate(() => (window as any).codes)

/** What a distribution is told as. */
export function spread(values: readonly number[]): { min: number; median: number; p90: number; max: number; count: number } {
  const sorted = [...values].sort((a, b) => a - b)
  const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN
  return { min: at(0), median: at(0.5), p90: at(0.9), max: at(1), count: sorted.length }
}
