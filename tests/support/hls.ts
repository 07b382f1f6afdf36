// Follows a show as a player does (LL-HLS, blocking reload), keeps every playlist it was given and every part, and
// holds all of it against RFC 8216bis with our validator.
import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { decodesWhole } from './encoder.ts'
import { run, sleep } from './processes.ts'
import { binary } from './server.ts'

export interface Part { uri: string; duration: number; independent: boolean }
export interface Segment {
  msn: number; uri: string | undefined; duration: number; date: number | undefined; discontinuity: boolean; init: string | undefined; parts: Part[]
}
export interface MediaPlaylist {
  target: number; partTarget: number | undefined; firstMsn: number; segments: Segment[]; ended: boolean; hint: string | undefined; skipped: number
}

const attribute = (line: string, name: string): string | undefined => new RegExp(`[:,]${name}=(?:"([^"]*)"|([^,]*))`).exec(line)?.slice(1).find((each) => each !== undefined)

/** Reads a media playlist. The last segment has no `uri` while it grows. */
export function parse(text: string): MediaPlaylist {
  const list: MediaPlaylist = { target: 0, partTarget: undefined, firstMsn: 0, segments: [], ended: false, hint: undefined, skipped: 0 }
  let init: string | undefined
  const empty = () => ({ uri: undefined, duration: 0, date: undefined, discontinuity: false, parts: [] })
  let open: Omit<Segment, 'msn' | 'init'> = empty()
  const push = () => {
    list.segments.push({ ...open, init, msn: list.firstMsn + list.skipped + list.segments.length })
    open = empty()
  }
  for (const line of text.split(/\r?\n/)) {
    const [tag, value = ''] = [line.split(':', 1)[0]!, line.slice(line.indexOf(':') + 1)]
    if (tag === '#EXT-X-TARGETDURATION') list.target = Number(value)
    else if (tag === '#EXT-X-PART-INF') list.partTarget = Number(attribute(line, 'PART-TARGET'))
    else if (tag === '#EXT-X-MEDIA-SEQUENCE') list.firstMsn = Number(value)
    else if (tag === '#EXT-X-SKIP') list.skipped = Number(attribute(line, 'SKIPPED-SEGMENTS'))
    else if (tag === '#EXT-X-MAP') init = attribute(line, 'URI')
    else if (tag === '#EXT-X-DISCONTINUITY') open.discontinuity = true
    else if (tag === '#EXT-X-PROGRAM-DATE-TIME') open.date = Date.parse(value)
    else if (tag === '#EXTINF') open.duration = Number.parseFloat(value)
    else if (tag === '#EXT-X-PART') open.parts.push({ uri: attribute(line, 'URI')!, duration: Number(attribute(line, 'DURATION')), independent: attribute(line, 'INDEPENDENT') === 'YES' })
    else if (tag === '#EXT-X-PRELOAD-HINT' && attribute(line, 'TYPE') === 'PART') list.hint = attribute(line, 'URI')
    else if (tag === '#EXT-X-ENDLIST') list.ended = true
    else if (line && !line.startsWith('#')) {
      open.uri = line
      push()
    }
  }
  if (open.parts.length) push()
  return list
}

/** The address of each media playlist: picture and sound, and the sound alone. */
export function variants(multivariant: string, at: string): { av: string; audio: string } {
  const lines = multivariant.split(/\r?\n/).filter(Boolean)
  const streams = lines.flatMap((line, index) => (line.startsWith('#EXT-X-STREAM-INF') ? [{ line, uri: lines[index + 1]! }] : []))
  const sound = streams.find(({ line }) => !/RESOLUTION=/.test(line))
  const picture = streams.find(({ line }) => /RESOLUTION=/.test(line))
  assert.ok(picture && sound, `A picture and an audio-only rendition are offered:\n${multivariant}`)
  return { av: new URL(picture.uri, at).href, audio: new URL(sound.uri, at).href }
}

const validator = join(dirname(binary), 'tests/support/playlist_check')

/** Holds successive versions of one media playlist, or one multivariant playlist, against RFC 8216bis. */
export async function holdsToTheRules(texts: string[], kind: 'media' | 'multivariant', what: string): Promise<void> {
  assert.ok(existsSync(validator), `There is no playlist_check beside ${binary}; build all.`)
  const folder = await mkdtemp(join(tmpdir(), 'playlists-'))
  try {
    const files = await Promise.all(texts.map(async (text, index) => {
      const file = join(folder, `${String(index).padStart(5, '0')}.m3u8`)
      await writeFile(file, text)
      return file
    }))
    const checked = await run(validator, [kind, ...files])
    assert.equal(checked.code, 0, `${what}: ${checked.stdout.slice(0, 3000)}${checked.stderr.slice(0, 500)}`)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function text(url: string): Promise<string> {
  const answer = await fetch(url)
  const body = await answer.text()
  assert.equal(answer.status, 200, `${url}: ${answer.status} ${body.slice(0, 200)}`)
  return body
}

/** Waits until a show's playlist is there with at least one part. */
export async function whenPlaying(base: string, show: string, seconds = 30): Promise<string> {
  const master = `${base}/media/${show}/index.m3u8`
  const end = Date.now() + seconds * 1000
  let last = ''
  for (;;) {
    const answer = await fetch(master)
    last = `${answer.status} ${await answer.text()}`
    if (answer.status === 200) {
      const { av } = variants(last.slice(4), master)
      if (parse(await text(av)).segments.length > 0) return master
    }
    if (Date.now() > end) throw new Error(`${master} did not play within ${seconds} s; last: ${last.slice(0, 300)}`)
    await sleep(100)
  }
}

export class Follower {
  /** Every version of the playlist that was given, in order. */
  readonly texts: string[] = []
  /** By address. */
  readonly parts = new Map<string, number>()
  readonly #url: string
  #stopped = false
  #running: Promise<void>

  constructor(mediaPlaylist: string) {
    this.#url = mediaPlaylist
    this.#running = this.#follow()
    this.#running.catch(() => {})
  }

  get latest(): MediaPlaylist {
    return parse(this.texts.at(-1)!)
  }

  async #follow(): Promise<void> {
    let ask = this.#url
    while (!this.#stopped) {
      const url = ask
      const given = await text(url)
      this.texts.push(given)
      const list = parse(given)
      for (const part of list.segments.flatMap((segment) => segment.parts)) {
        const address = new URL(part.uri, this.#url).href
        if (this.parts.has(address)) continue
        this.parts.set(address, 0)
        const answer = await fetch(address)
        const bytes = await answer.arrayBuffer()
        assert.equal(answer.status, 200, `${address}: ${answer.status}`)
        this.parts.set(address, bytes.byteLength)
      }
      if (list.ended) return
      const last = list.segments.at(-1)
      if (!last) await sleep(100)
      else ask = `${this.#url}?_HLS_msn=${last.uri === undefined ? last.msn : last.msn + 1}&_HLS_part=${last.uri === undefined ? last.parts.length : 0}`
    }
  }

  /** Until the playlist ends by itself. */
  ended(): Promise<void> {
    return this.#running
  }

  async stop(): Promise<void> {
    this.#stopped = true
    await Promise.race([this.#running, sleep(5000)])
  }

  async check(what: string): Promise<void> {
    assert.ok(this.texts.length > 1, `${what} was followed`)
    for (const [address, size] of this.parts) assert.ok(size > 0, `${address} is not empty`)
    await holdsToTheRules(this.texts, 'media', what)
  }
}

/**
 * How far a run may reach back over the one before it, in ms: a first frame that a busy machine held up is anchored too
 * late, which the next segment puts right, and a run's last frames may reach over the arrival of an encoder that came back.
 */
const kAnchorMended = 1500

/**
 * Reads a finished show's whole archive: every run between two discontinuities is decoded on its own, with its own
 * initialisation; dates must stand where the runs before them end, or later, but for `overlapMs`. Answers the runs.
 */
export async function archivePlays(base: string, show: string, overlapMs = 0): Promise<{ from: number; to: number; seconds: number }[]> {
  const master = `${base}/media/${show}/index.m3u8`
  const multivariant = await text(master)
  await holdsToTheRules([multivariant], 'multivariant', 'the archive')
  const { av, audio } = variants(multivariant, master)
  const runs: { from: number; to: number; seconds: number }[] = []
  for (const address of [av, audio]) {
    const given = await text(address)
    await holdsToTheRules([given], 'media', `the archive's ${address}`)
    const list = parse(given)
    assert.ok(list.ended, 'The archive has an end')
    const groups: Segment[][] = []
    for (const segment of list.segments) {
      const previous = groups.at(-1)?.at(-1)
      if (!previous || segment.discontinuity || segment.init !== previous.init) groups.push([])
      groups.at(-1)!.push(segment)
    }
    let end = 0
    for (const group of groups) {
      const seconds = group.reduce((sum, segment) => sum + segment.duration, 0)
      const from = group[0]!.date!
      assert.ok(from >= end - kAnchorMended - overlapMs, `A run begins at ${from}, before the end of the one before it, ${end}`)
      end = from + seconds * 1000
      if (address === av) runs.push({ from, to: end, seconds })
      const bytes = [group[0]!.init!, ...group.map((segment) => segment.uri!)].map(async (uri) => {
        const answer = await fetch(new URL(uri, address))
        assert.equal(answer.status, 200, `${uri}: ${answer.status}`)
        return Buffer.from(await answer.arrayBuffer())
      })
      const folder = await mkdtemp(join(tmpdir(), 'run-'))
      try {
        await writeFile(join(folder, 'run.mp4'), Buffer.concat(await Promise.all(bytes)))
        await decodesWhole(join(folder, 'run.mp4'), `run ${groups.indexOf(group)} of ${address}`)
      } finally {
        await rm(folder, { recursive: true, force: true })
      }
    }
  }
  return runs
}
