// The second rendition: its setting, and both sizes of the picture side by side, from the encoder to the archive.
import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { before, describe, test } from 'node:test'
import { refused, type Show } from '../support/api.ts'
import { decodesWhole, Encoder } from '../support/encoder.ts'
import { Follower, holdsToTheRules, type MediaPlaylist, parse, whenPlaying } from '../support/hls.ts'
import { PageSender, recorded } from '../support/page_sender.ts'
import { run, until } from '../support/processes.ts'
import { patience } from '../support/server.ts'
import type { Shop } from '../support/shop.ts'
import { house } from './house.ts'

interface Variant { url: string; attributes: Record<string, string> }

let shop: Shop
before(async () => (shop = await house()))

const second = async (show: string) => (await shop.snapshot(show)).staff!.health.second_rendition!
const set = (show: string, on: unknown) => shop.owner.send<Show>('PATCH', `/api/shows/${show}`, { json: { second_rendition: on } })
const master = (show: string) => `${shop.server.base}/media/${show}/index.m3u8`
const text = async (url: string): Promise<string> => {
  const answer = await fetch(url)
  const body = await answer.text()
  assert.equal(answer.status, 200, `${url}: ${body.slice(0, 200)}`)
  return body
}

async function variants(show: string): Promise<{ source: Variant; low?: Variant; sound: Variant }> {
  const given = await text(master(show))
  await holdsToTheRules([given], 'multivariant', show)
  const lines = given.split('\n')
  const all = lines.flatMap((line, at) => line.startsWith('#EXT-X-STREAM-INF:')
    ? [{ url: new URL(lines[at + 1]!, master(show)).href, attributes: Object.fromEntries([...line.matchAll(/([A-Z-]+)=("[^"]*"|[^,]*)/g)].map(([, name, value]) => [name!, value!.replaceAll('"', '')])) }]
    : [])
  const [source, ...others] = all
  const sound = others.at(-1)!
  assert.equal(sound.attributes['RESOLUTION'], undefined)
  return { source: source!, sound, ...(others.length === 2 ? { low: others[0]! } : {}) }
}

/** Both have named the same segments, at the same times, with the same parts. */
function alike(source: Follower, low: Follower): void {
  const shape = ({ latest }: Follower) => latest.segments.map(({ msn, duration, date, discontinuity }) => ({ msn, duration, date, discontinuity }))
  assert.deepEqual(shape(low), shape(source))
  const parts = ({ texts }: Follower) => {
    const known = new Map<number, number[]>()
    for (const { msn, parts } of texts.flatMap((each) => parse(each).segments))
      if (parts.length >= (known.get(msn)?.length ?? 1)) known.set(msn, parts.map(({ duration }) => duration))
    return known
  }
  const [was, is] = [parts(source), parts(low)]
  assert.ok(is.size > 4)
  // The smaller one's last part comes with the end of its playlist, which names whole segments alone.
  const last = Math.max(...was.keys())
  for (const [msn, durations] of is) assert.deepEqual(durations, msn === last ? was.get(msn)!.slice(0, durations.length) : was.get(msn), `parts of segment ${msn}`)
}

/** When the pictures of an archive's playlist are shown, run by run, and which are key frames; nothing of it may fail to decode. */
async function pictures(url: string): Promise<{ times: number[]; keys: number[]; size: string }[]> {
  const given = await text(url)
  await holdsToTheRules([given], 'media', url)
  const groups: MediaPlaylist['segments'][] = []
  for (const segment of parse(given).segments) {
    if (!groups.length || segment.discontinuity) groups.push([])
    groups.at(-1)!.push(segment)
  }
  const folder = await mkdtemp(join(tmpdir(), 'second-'))
  try {
    const runs = []
    for (const group of groups) {
      const bytes = await Promise.all([group[0]!.init!, ...group.map(({ uri }) => uri!)].map(async (uri) => Buffer.from(await (await fetch(new URL(uri, url))).arrayBuffer())))
      const file = join(folder, 'run.mp4')
      await writeFile(file, Buffer.concat(bytes))
      const { streams } = await decodesWhole(file, url)
      const picture = streams.find((each) => each['codec_type'] === 'video')!
      const probed = await run('ffprobe', ['-v', 'error', '-select_streams', 'v', '-show_entries', 'packet=pts,flags', '-of', 'csv=p=0', file])
      const rows = probed.stdout.trim().split('\n').map((line) => line.split(','))
      const at = (row: string[]) => Number(row[0])
      runs.push({ times: rows.map(at).sort((a, b) => a - b), keys: rows.filter((row) => row[1]!.startsWith('K')).map(at), size: `${picture['width']}x${picture['height']}` })
    }
    return runs
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

describe('the second rendition', () => {
  test('is off until somebody who plans wishes for it, and stays as it was once the show is over', async () => {
    const show = await shop.show()
    assert.equal((await shop.snapshot(show.id)).staff!.second_rendition, false)
    refused(await set(show.id, 'yes'), 400, 'invalid', '/second_rendition')
    const { body } = await set(show.id, true)
    assert.equal(body.staff!.second_rendition, true)
    assert.equal((await second(show.id)).state, 'off', 'nothing is asked of an encoder that never came')
    refused(await (await shop.viewer()).send('PATCH', `/api/shows/${show.id}`, { json: { second_rendition: true } }), 403, 'forbidden')
    await shop.owner.post(`/api/shows/${show.id}/start`)
    await shop.owner.post(`/api/shows/${show.id}/end`)
    refused(await set(show.id, false), 409, 'state', '/second_rendition')
  })

  test('stands beside the source from the first picture to the archive, aligned, also after the encoder was away', async () => {
    const show = await shop.show()
    await set(show.id, true)
    await shop.owner.post(`/api/shows/${show.id}/start`)
    const picture = { size: '960x540', fps: '24', bFrames: true, gop: 1 }
    const encoder = new Encoder(await shop.address(show.id, 'rtmp'), picture)
    await whenPlaying(shop.server.base, show.id, 40 * patience)
    const first = await variants(show.id)
    assert.ok(first.low, 'who comes with the first picture is offered both')
    const followers = [first.source, first.low, first.sound].map(({ url }) => new Follower(url))
    const [source, low] = followers as [Follower, Follower]
    const grown = (follower: Follower) => follower.latest.segments.filter(({ uri }) => uri).length
    await until('both grow', () => low.texts.length > 0 && source.texts.length > 0 && grown(low) > 3 && grown(source) > 3, 40 * patience)
    const health = await second(show.id)
    assert.equal(health.state, 'running')
    assert.equal(`${health.width}x${health.height}`, '854x480')
    const later = await variants(show.id)
    assert.equal(later.low!.attributes['RESOLUTION'], '854x480')
    assert.equal(later.source.attributes['RESOLUTION'], '960x540')
    assert.match(later.low!.attributes['CODECS']!, /^avc1\.4d[0-9a-f]{4},mp4a\.40\.2$/)
    for (const { attributes } of [later.low!, later.source]) assert.ok(Math.abs(Number(attributes['FRAME-RATE']) - 24) < 3, attributes['FRAME-RATE'])
    assert.ok(Number(later.low!.attributes['BANDWIDTH']) < 1_600_000, later.low!.attributes['BANDWIDTH'])
    const metrics = await text(`${shop.server.base}/metrics`)
    assert.match(metrics, /^nigiwai_second_renditions 1$/m)

    await encoder.stop()
    const again = new Encoder(await shop.address(show.id, 'srt'), { ...picture, bFrames: false })
    await until('both go on after the encoder was away', () => [source, low].every((each) => {
      const { segments } = each.latest
      const from = segments.findLastIndex(({ discontinuity }) => discontinuity)
      return from > 0 && segments.length - from > 2
    }), 40 * patience)
    await again.stop()
    await shop.owner.post(`/api/shows/${show.id}/end`)
    await Promise.all(followers.map((each) => each.ended()))
    for (const each of followers) await each.check('a playlist of both sizes')
    alike(source, low)
    assert.match(source.texts.join(''), /RENDITION-REPORT:URI="live-low.m3u8",LAST-MSN=\d+,LAST-PART=\d+/)
    assert.match(low.texts.join(''), /RENDITION-REPORT:URI="live.m3u8",LAST-MSN=\d+,LAST-PART=\d+/)

    const archive = await until('the archive offers both', async () => {
      const offered = await variants(show.id)
      return offered.low && /archive-low/.test(offered.low.url) ? offered : null
    }, 20 * patience)
    const [large, small] = [await pictures(archive.source.url), await pictures(archive.low!.url)]
    assert.equal(small.length, large.length)
    assert.ok(small.length >= 2)
    for (const [at, each] of small.entries()) {
      assert.equal(each.size, '854x480')
      assert.deepEqual(each.times, large[at]!.times, 'every picture is shown at its time')
      assert.deepEqual(each.keys, large[at]!.keys, 'both begin their segments with a key frame')
    }
  })

  test('stops at once when the staff wish it, and leaves the source alone', async () => {
    const show = await shop.show()
    await set(show.id, true)
    await shop.owner.post(`/api/shows/${show.id}/start`)
    const encoder = new Encoder(await shop.address(show.id, 'rtmp'), { size: '960x540' })
    await whenPlaying(shop.server.base, show.id, 40 * patience)
    const { low, source } = await variants(show.id)
    assert.ok(low)
    const following = new Follower(source.url)
    const part = (await until('a part of it', async () => parse(await text(low.url)).segments.at(-1)?.parts.at(-1), 20 * patience)).uri
    const waiting = fetch(`${low.url}?_HLS_msn=${parse(await text(low.url)).segments.at(-1)!.msn + 1}`)
    await set(show.id, false)
    assert.equal((await waiting).status, 404, 'who waits for it is told')
    assert.equal((await fetch(low.url)).status, 404)
    assert.equal((await fetch(new URL(part, low.url))).status, 200, 'what was announced is still there')
    assert.equal((await variants(show.id)).low, undefined)
    assert.equal((await second(show.id)).state, 'off')
    const heard = following.latest.segments.at(-1)!.msn
    await until('the source goes on', () => following.latest.segments.at(-1)!.msn > heard + 1, 20 * patience)
    await set(show.id, true)
    const back = await until('it is offered again', async () => (await variants(show.id)).low, 20 * patience)
    const given = await text(back.url)
    await holdsToTheRules([given], 'media', 'after it was away')
    assert.match(given, /#EXT-X-GAP/)
    await encoder.stop()
    await following.stop()
    await following.check('the source')
    await shop.owner.post(`/api/shows/${show.id}/end`)
  })

  test('is made of a phone\'s picture, and not of one that is small already', async () => {
    const show = await shop.show()
    await set(show.id, true)
    await shop.owner.post(`/api/shows/${show.id}/start`)
    const sender = await PageSender.open(shop.owner, show.id)
    await sender.play(await recorded('chrome', { seconds: 3, size: '320x568' }))
    await until('the studio says that it is small', async () => (await second(show.id)).state === 'small', 20 * patience)
    assert.equal((await variants(show.id)).low, undefined)
    await sender.play(await recorded('chrome', { seconds: 4, size: '540x960' }))
    await until('the larger picture has a smaller one', async () => (await second(show.id)).state === 'running', 30 * patience)
    const { low } = await variants(show.id)
    assert.equal(low?.attributes['RESOLUTION'], '480x854')
    await holdsToTheRules([await text(low.url)], 'media', 'a phone\'s second rendition')
    sender.close()
    await shop.owner.post(`/api/shows/${show.id}/end`)
  })
})
