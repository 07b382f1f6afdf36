// What the presenter's page does, without a browser: a recording as MediaRecorder makes it, sent in pieces at its own pace.
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Client, Problem } from './api.ts'
import { run, sleep, until } from './processes.ts'

export interface Form { mime: string; bytes: Buffer; seconds: number }

const picture = (seconds: number, size: string) => ['-f', 'lavfi', '-i', `testsrc2=size=${size}:rate=30`, '-f', 'lavfi', '-i', 'sine=frequency=440:sample_rate=48000', '-t', String(seconds), '-pix_fmt', 'yuv420p']
const kH264 = ['-c:v', 'libx264', '-preset', 'ultrafast', '-tune', 'zerolatency', '-g', '30', '-sc_threshold', '0']
const kVp8 = ['-c:v', 'libvpx', '-deadline', 'realtime', '-cpu-used', '8', '-g', '300', '-b:v', '500k']
const kOpus = ['-c:a', 'libopus', '-b:a', '64k', '-ac', '1']
const kinds = {
  chrome: { mime: 'video/x-matroska;codecs=avc1,opus', args: [...kH264, ...kOpus, '-f', 'matroska', '-live', '1'] },
  vp8: { mime: 'video/webm;codecs=vp8,opus', args: [...kVp8, ...kOpus, '-f', 'webm', '-live', '1'] },
  safari: { mime: 'video/mp4;codecs=avc1.42E01E,mp4a.40.2', args: [...kH264, '-c:a', 'aac', '-ac', '1', '-f', 'mp4', '-movflags', 'frag_keyframe+empty_moov+default_base_moof'] },
  hevc: { mime: 'video/x-matroska;codecs=hev1,opus', args: ['-c:v', 'libx265', '-preset', 'ultrafast', '-x265-params', 'log-level=none', ...kOpus, '-f', 'matroska', '-live', '1'] },
} as const

/** A recording as that browser makes it, by ffmpeg. */
export async function recorded(kind: keyof typeof kinds, { seconds = 6, size = '320x180' } = {}): Promise<Form> {
  const folder = await mkdtemp(join(tmpdir(), 'recording-'))
  try {
    const file = join(folder, 'recording')
    const made = await run('ffmpeg', ['-hide_banner', '-v', 'error', ...picture(seconds, size), ...kinds[kind].args, file])
    assert.equal(made.code, 0, made.stderr)
    return { mime: kinds[kind].mime, bytes: await readFile(file), seconds }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

export class PageSender {
  readonly page: string
  admitted = false
  problem: Problem | undefined
  received = 0
  closeCode: number | undefined
  readonly #socket: WebSocket
  #sent = 0
  #time = 0

  private constructor(client: Client, show: string, page: string) {
    this.page = page
    const options = { protocols: ['nigiwai.broadcast.v1'], headers: client.headers }
    this.#socket = new WebSocket(`${client.base.replace(/^http/, 'ws')}/api/shows/${show}/broadcast`, options as unknown as string[])
    this.#socket.onmessage = ({ data }) => {
      const message = JSON.parse(String(data))
      if (message.received !== undefined) this.received = message.received
      if (message.admitted) this.admitted = true
      if (message.problem) this.problem = message.problem
    }
    this.#socket.onerror = () => {}
    this.#socket.onclose = ({ code }) => (this.closeCode = code)
  }

  static async open(client: Client, show: string, { page = randomUUID() as string } = {}): Promise<PageSender> {
    const sender = new PageSender(client, show, page)
    await until('the socket is open', () => sender.#socket.readyState !== WebSocket.CONNECTING)
    assert.equal(sender.#socket.readyState, WebSocket.OPEN, `The handshake failed (${sender.closeCode}).`)
    assert.equal(sender.#socket.protocol, 'nigiwai.broadcast.v1')
    return sender
  }

  raw(message: string | Uint8Array<ArrayBuffer>): void {
    if (this.#socket.readyState === WebSocket.OPEN) this.#socket.send(message)
  }

  begin(mime: string, { takeOver = false, at = this.#time } = {}): void {
    this.raw(JSON.stringify({ do: 'begin', mime, at: Math.round(at), page: this.page, ...(takeOver ? { take_over: true } : {}) }))
  }

  /** Sends a whole recording, or its first `share`, as fast as it plays; stops when the server closes. */
  async play({ mime, bytes, seconds }: Form, { takeOver = false, share = 1 } = {}): Promise<void> {
    this.begin(mime, { takeOver })
    const pieces = Math.round(seconds * 10)
    const began = performance.now()
    for (let piece = 0; piece < pieces * share && this.closeCode === undefined && !this.problem; piece++) {
      const wait = began + piece * 100 - performance.now()
      if (wait > 0) await sleep(wait)
      this.raw(new Uint8Array(bytes.subarray(Math.floor((bytes.length * piece) / pieces), Math.floor((bytes.length * (piece + 1)) / pieces))))
      this.#sent++
    }
    this.#time += seconds * share * 1000 + 100
  }

  /** Everything sent so far was taken by the server. */
  async taken(): Promise<void> {
    await until('all pieces are acknowledged', () => this.received === this.#sent, 15)
  }

  /** What the server said when it refused; it closes afterwards. */
  async refusal(): Promise<Problem> {
    const problem = await until('the page is told why', () => this.problem, 15)
    await until('the server closes', () => this.closeCode !== undefined)
    return problem
  }

  end(): void {
    this.raw(JSON.stringify({ do: 'end' }))
  }

  /** As a cut cable does: nothing is said. */
  close(): void {
    this.#socket.close()
  }
}
