// From the encoder to the page: both protocols, every form of picture and sound, and what is refused.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { Show } from '../support/api.ts'
import { type Browser, launch, open, plays } from '../support/browser.ts'
import { Encoder, encodeOnce, type Picture } from '../support/encoder.ts'
import { archivePlays, Follower, holdsToTheRules, parse, variants, whenPlaying } from '../support/hls.ts'
import { sleep, until } from '../support/processes.ts'
import { patience, Server } from '../support/server.ts'
import { Shop } from '../support/shop.ts'
import { long, movieDecodes, tell } from './journey.ts'

let server: Server
let shop: Shop
let browser: Browser
before(async () => {
  server = await Server.start()
  shop = await Shop.open(server)
  browser = await launch()
})
after(async () => {
  await browser?.close()
  await server?.stop()
})

const seconds = long ? 25 : 11

interface Variation { name: string; picture: Picture; fps: number; protocols: ('rtmp' | 'srt')[]; seen?: boolean }
const one = (protocol: 'rtmp' | 'srt'): ('rtmp' | 'srt')[] => (long ? ['rtmp', 'srt'] : [protocol])
const variations: Variation[] = [
  { name: '24 frames a second', picture: { fps: '24' }, fps: 24, protocols: one('rtmp') },
  { name: '25 frames a second', picture: { fps: '25' }, fps: 25, protocols: one('srt') },
  { name: '59.94 frames a second', picture: { fps: '60000/1001' }, fps: 59.94, protocols: one('rtmp'), seen: true },
  { name: 'a variable frame rate', picture: { variable: true }, fps: 30 * (1 - 1 / 7 - 1 / 11 + 1 / 77), protocols: one('rtmp'), seen: true },
  { name: 'B-frames', picture: { bFrames: true }, fps: 30, protocols: ['rtmp', 'srt'], seen: true },
  { name: 'mono at 44.1 kHz', picture: { audio: { rate: 44100, channels: 1 } }, fps: 30, protocols: one('srt') },
  { name: 'sound that comes 3 s late', picture: { audioDelay: 3 }, fps: 30, protocols: one('rtmp') },
  { name: 'sound 3 s before the picture', picture: { audioDelay: -3 }, fps: 30, protocols: one('srt') },
  { name: 'key frames 6 s apart', picture: { gop: 6 }, fps: 30, protocols: one('rtmp'), seen: true },
  { name: 'no sound', picture: { audio: 'none' }, fps: 30, protocols: one('srt') },
]

/** Follows both renditions of a show until it ends. */
async function follow(show: string): Promise<{ av: Follower; audio: Follower }> {
  const master = await whenPlaying(server.base, show, 40 * patience)
  const text = await (await fetch(master)).text()
  await holdsToTheRules([text], 'multivariant', 'the live show')
  const urls = variants(text, master)
  return { av: new Follower(urls.av), audio: new Follower(urls.audio) }
}

async function end(show: string): Promise<Show> {
  return shop.owner.post<Show>(`/api/shows/${show}/end`)
}

async function takes({ name, picture, fps, seen }: Variation, protocol: 'rtmp' | 'srt'): Promise<void> {
  const show = await shop.liveShow()
  const encoder = new Encoder(await shop.address(show.id, protocol), { ...picture, seconds })
  const { av, audio } = await follow(show.id)
  let watching = Promise.resolve()
  if (seen || long) {
    watching = open(browser, `${server.base}/shows/${show.id}`).then(async ({ page, context, problems }) => {
      await plays(page, `${name} over ${protocol} in Chromium`, { forward: 2, seconds: 30 * patience })
      await context.close()
      assert.deepEqual(problems, [])
    })
    watching.catch(() => {})
  }
  if (picture.gop === 6) {
    await until('the studio says that key frames are far apart', async () => (await shop.snapshot(show.id)).staff!.health.long_gop, seconds)
  }
  await until('the encoder has ended', () => !encoder.running, seconds + 40 * patience)
  assert.equal(await encoder.ended, 0, encoder.said)
  await watching
  await sleep(500)
  const ended = await end(show.id)
  assert.equal(ended.state, 'archived')
  await Promise.race([Promise.all([av.ended(), audio.ended()]), sleep(15_000 * patience).then(() => { throw new Error('The playlists did not end with the show.') })])
  await av.check(`${name}, picture`)
  await audio.check(`${name}, sound`)
  const targets = new Set(av.texts.map((text) => parse(text).target))
  assert.equal(targets.size, 1, 'the target duration never changes')
  // ffmpeg holds the picture back until the late sound is there, and then sends all of it at once: the anchor moves back
  // by as much, once it is clear that the first pictures were late.
  const runs = await archivePlays(server.base, show.id, Math.abs(picture.audioDelay ?? 0) * 1000)
  const movie = await movieDecodes(shop, show.id)
  // What comes before the first key frame is dropped, and no more than that.
  const expected = seconds - Math.max(0, -(picture.audioDelay ?? 0))
  const played = runs.reduce((sum, run) => sum + run.seconds, 0)
  // A machine that is too busy to send evenly drifts, and is anchored anew.
  assert.ok(runs.length <= 3, JSON.stringify(runs))
  assert.ok(played > expected - 1 && played < expected + 1.5, `${played} s of ${expected} are in the archive`)
  assert.ok(Math.abs(movie.seconds - played) < 0.5, `The movie has ${movie.seconds} s, the archive ${played}`)
  assert.ok(Math.abs(movie.frames - expected * fps) < fps, `${movie.frames} frames of about ${Math.round(expected * fps)}`)
  assert.deepEqual(movie.streams.map(({ codec_name }) => codec_name).sort(), ['aac', 'h264'], 'there is always sound')
  tell(`${name} over ${protocol}: ${av.texts.length} playlists, ${av.parts.size} parts, ${movie.frames} frames in ${movie.seconds.toFixed(2)} s, ${runs.length} run${runs.length > 1 ? 's' : ''}`)
}

test('RTMP and SRT at once into two shows: both play in Chromium', async () => {
  const shows = [await shop.liveShow(), await shop.liveShow()]
  const encoders = [new Encoder(await shop.address(shows[0]!.id, 'rtmp')), new Encoder(await shop.address(shows[1]!.id, 'srt'))]
  await Promise.all(shows.map(async (show) => {
    await whenPlaying(server.base, show.id, 40 * patience)
    const { page, context, problems } = await open(browser, `${server.base}/shows/${show.id}`)
    await plays(page, 'the show', { forward: long ? 20 : 4, seconds: 60 * patience })
    await context.close()
    assert.deepEqual(problems, [])
  }))
  assert.ok(encoders.every((encoder) => encoder.running))
  await Promise.all(encoders.map((encoder) => encoder.stop()))
  for (const { id } of shows) {
    await end(id)
    await archivePlays(server.base, id)
    await movieDecodes(shop, id)
  }
})

describe('an encoder’s picture is taken, live and recorded, with', { concurrency: patience > 1 ? 2 : 4 }, () => {
  for (const variation of variations) {
    for (const protocol of variation.protocols) test(`${variation.name} over ${protocol}`, () => takes(variation, protocol))
  }
})

test('a new resolution after coming back is a new run of the same show', async () => {
  const show = await shop.liveShow()
  const address = await shop.address(show.id, 'rtmp')
  const first = new Encoder(address, { seconds: 5 })
  const { av, audio } = await follow(show.id)
  await first.ended
  await sleep(2000)
  const second = new Encoder(address, { seconds: 5, size: '480x270', fps: '25' })
  assert.equal(await second.ended, 0, second.said)
  await sleep(500)
  await end(show.id)
  await Promise.all([av.ended(), audio.ended()])
  await av.check('picture')
  await audio.check('sound')
  const runs = await archivePlays(server.base, show.id)
  assert.equal(runs.length, 2)
  const gap = runs[1]!.from - runs[0]!.to
  assert.ok(gap > 1000 && gap < 10_000, `the gap of 2 s and the encoder's start stands in the dates: ${gap} ms`)
  await movieDecodes(shop, show.id)
})

describe('is refused in the protocol’s own way, and the encoder ends with an error:', () => {
  for (const protocol of ['rtmp', 'srt'] as const) {
    test(`a wrong key over ${protocol}`, async () => {
      const show = await shop.liveShow()
      const address = await shop.address(show.id, protocol)
      const { code } = await encodeOnce(address.slice(0, -1) + (address.endsWith('a') ? 'b' : 'a'))
      assert.notEqual(code, 0)
    })

    test(`an unknown show over ${protocol}`, async () => {
      const show = await shop.liveShow()
      const { code } = await encodeOnce((await shop.address(show.id, protocol)).replace(show.id, 'nosuchshow00'))
      assert.notEqual(code, 0)
    })

    test(`an old key over ${protocol}, whose connection is closed`, async () => {
      const show = await shop.liveShow()
      const encoder = new Encoder(await shop.address(show.id, protocol))
      await whenPlaying(server.base, show.id, 40 * patience)
      await shop.owner.post(`/api/shows/${show.id}/ingest`)
      await until('the encoder is let go', () => !encoder.running, 15 * patience)
      const renewed = new Encoder(await shop.address(show.id, protocol))
      await until('the new key is taken', async () => (await shop.snapshot(show.id)).staff!.health.connected, 15 * patience)
      await renewed.stop()
    })

    test(`a show that is over, over ${protocol}`, async () => {
      const show = await shop.liveShow()
      const address = await shop.address(show.id, protocol)
      await end(show.id)
      assert.notEqual((await encodeOnce(address)).code, 0)
    })
  }

  test('a second publisher, whichever way it comes; the first goes on', async () => {
    const show = await shop.liveShow()
    const first = new Encoder(await shop.address(show.id, 'rtmp'))
    await whenPlaying(server.base, show.id, 40 * patience)
    for (const protocol of ['rtmp', 'srt'] as const) assert.notEqual((await encodeOnce(await shop.address(show.id, protocol))).code, 0, protocol)
    assert.ok(first.running)
    await first.stop()
  })

  test('HEVC, with a sentence for the presenter', async () => {
    const show = await shop.liveShow()
    const sent = await encodeOnce(await shop.address(show.id, 'srt'), { codec: 'hevc', seconds: 20 })
    assert.notEqual(sent.code, 0)
    const { refused } = (await shop.snapshot(show.id)).staff!.health
    assert.match(refused ?? '', /H\.264/)
  })
})
