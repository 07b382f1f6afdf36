// A picture from a page: what browsers record goes on air whole, hands over to an encoder and back, and whatever else comes
// is refused in a sentence.
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { before, describe, test } from 'node:test'
import { type Client, refused, type Show } from '../support/api.ts'
import { decodesWhole, Encoder } from '../support/encoder.ts'
import { variants, whenPlaying } from '../support/hls.ts'
import { type Form, PageSender, recorded } from '../support/page_sender.ts'
import { run, sleep, until } from '../support/processes.ts'
import { patience } from '../support/server.ts'
import type { Shop } from '../support/shop.ts'
import { asked, house } from './house.ts'
import { exchange, frame, RawWebSocket } from './raw.ts'

let shop: Shop
let forms: Record<'chrome' | 'vp8' | 'safari', Form>
before(async () => {
  shop = await house()
  forms = { chrome: await recorded('chrome'), vp8: await recorded('vp8'), safari: await recorded('safari') }
})

const path = (show: string) => `/api/shows/${show}/broadcast`
async function open(show: Show, options: { page?: string; client?: Client } = {}): Promise<PageSender> {
  const sender = await PageSender.open(options.client ?? shop.owner, show.id, options)
  asked.push({ method: 'GET', path: path(show.id), status: 101 })
  return sender
}
const health = async (show: Show) => (await shop.snapshot(show.id)).staff!.health

let people = 0
async function joined(role: string): Promise<Client> {
  const { url } = await shop.owner.post('/api/staff/invitations', { name: `配信${++people}`, role, email: `phone${people}@example.jp` })
  const { token } = await shop.anyone.post('/api/staff/invitations/accept', { token: new URL(url).hash.slice(1), password: 'きれいな口紅 2026' })
  return shop.anyone.as(token)
}

/** The one movie of an ended show, downloaded and decoded. */
async function movieOf(show: Show): Promise<{ file: string; seconds: number; streams: Record<string, any>[]; frames: number }> {
  const { items } = await shop.owner.get<{ items: { url: string }[] }>(`/api/shows/${show.id}/movies`)
  assert.equal(items.length, 1, JSON.stringify(items))
  const answer = await fetch(new URL(items[0]!.url, shop.server.base), { headers: shop.owner.headers })
  assert.equal(answer.status, 200)
  const file = join(shop.server.data, `${show.id}.mp4`)
  await writeFile(file, Buffer.from(await answer.arrayBuffer()))
  return { file, ...(await decodesWhole(file, 'the recording')) }
}

/** The mean loudness of a file's sound, in dB. */
async function loudness(file: string): Promise<number> {
  const { stderr } = await run('ffmpeg', ['-hide_banner', '-i', file, '-vn', '-af', 'volumedetect', '-f', 'null', '-'])
  return Number(/mean_volume: (-?[\d.]+) dB/.exec(stderr)?.[1])
}

describe('a picture from a page', () => {
  for (const kind of ['chrome', 'vp8', 'safari'] as const) {
    test(`goes on air as ${kind} records it, and is recorded whole`, async () => {
      const show = await shop.liveShow()
      const sender = await open(show, { client: await joined('presenter') })
      const playing = sender.play(forms[kind])
      const master = await whenPlaying(shop.server.base, show.id, 20 * patience)
      variants(await (await fetch(master)).text(), master)
      const seen = await until('its health is known', async () => {
        const now = await health(show)
        return now.connected && now.key_frame_interval_ms ? now : undefined
      }, 20 * patience)
      assert.deepEqual([seen.protocol, seen.width, seen.height, seen.audio?.sample_rate], ['browser', 320, 180, 48000])
      assert.ok(Math.abs(seen.key_frame_interval_ms! - 1000) < 100, `a key frame every ${seen.key_frame_interval_ms} ms`)
      await playing
      await sender.taken()
      assert.equal((await shop.snapshot(show.id)).picture, 'on')
      sender.end()
      await until('the page has left', async () => !(await health(show)).connected)
      await shop.owner.post(`/api/shows/${show.id}/end`)
      const movie = await movieOf(show)
      assert.ok(Math.abs(movie.seconds - 6) < 0.5, `${movie.seconds} s`)
      assert.ok(movie.frames >= 175 && movie.frames <= 181, `${movie.frames} frames`)
      assert.deepEqual(movie.streams.map(({ codec_name: name }) => name).sort(), ['aac', 'h264'])
      assert.ok((await loudness(movie.file)) > -40, 'the tone is heard')
    })
  }

  test('is a preview for the staff until the show starts, and goes public with it', async () => {
    const show = await shop.show()
    const sender = await open(show)
    const playing = sender.play(forms.chrome)
    await until('there is a preview', async () => (await shop.snapshot(show.id)).staff!.preview, 15 * patience)
    assert.equal((await fetch(`${shop.server.base}/media/${show.id}/index.m3u8`)).status, 404)
    await shop.owner.post(`/api/shows/${show.id}/start`)
    await whenPlaying(shop.server.base, show.id, 20 * patience)
    await playing
    sender.end()
  })

  test('goes on with another recording, and after a cut, in one show', async () => {
    const show = await shop.liveShow()
    const page = 'the-same'
    const first = await open(show, { page })
    await first.play(forms.chrome, { share: 0.5 })
    await first.play(forms.chrome, { share: 0.5 })
    const back = await open(show, { page })
    await back.play(forms.chrome, { share: 0.6 })
    assert.equal((await first.refusal()).type, '/problems/closed', 'it took its own place, whose connection the server still held')
    assert.equal(back.problem, undefined)
    back.end()
    await until('the page has left', async () => !(await health(show)).connected)
    await shop.owner.post(`/api/shows/${show.id}/end`)
    const movie = await movieOf(show)
    assert.ok(movie.seconds > 8, `${movie.seconds} s`)
  })

  test('and an encoder hand over to each other', async () => {
    const show = await shop.liveShow()
    const address = await shop.address(show.id, 'rtmp')
    const encoder = new Encoder(address)
    await whenPlaying(shop.server.base, show.id, 20 * patience)
    const polite = await open(show)
    polite.begin(forms.chrome.mime)
    const problem = await polite.refusal()
    assert.deepEqual([problem.type, problem.status, (problem as unknown as { protocol: string }).protocol], ['/problems/already-publishing', 409, 'rtmp'])
    assert.ok(encoder.running)
    const sender = await open(show)
    const playing = sender.play(forms.chrome, { takeOver: true })
    await encoder.ended
    await until('the page is on', async () => (await health(show)).protocol === 'browser')
    const second = new Encoder(address, { seconds: 2 })
    assert.notEqual(await second.ended, 0, 'an encoder that comes back by itself does not push the page out')
    await playing
    sender.end()
    await until('the page has left', async () => !(await health(show)).connected)
    const third = new Encoder(address)
    await until('the encoder is back', async () => (await health(show)).protocol === 'rtmp', 20 * patience)
    await third.stop()
    await shop.owner.post(`/api/shows/${show.id}/end`)
  })

  test('is let go when the show ends, and when the session does', async () => {
    const show = await shop.liveShow()
    const sender = await open(show)
    const playing = sender.play(forms.chrome)
    await until('it is admitted', () => sender.admitted)
    await sleep(500)
    await shop.owner.post(`/api/shows/${show.id}/end`)
    assert.equal((await sender.refusal()).type, '/problems/closed')
    await playing
    const late = await open(show)
    late.begin(forms.chrome.mime)
    assert.equal((await late.refusal()).type, '/problems/show-ended')

    const presenter = await joined('presenter')
    const other = await shop.liveShow()
    const signed = await open(other, { client: presenter })
    const sending = signed.play(forms.chrome)
    await until('it is admitted', () => signed.admitted)
    await presenter.ok('DELETE', '/api/sessions/current')
    assert.equal((await signed.refusal()).status, 401)
    await sending
    await until('the show waits for a picture', async () => !(await health(other)).connected)
  })
})

describe('the way in for a page', () => {
  test('is for those who may present, from our own pages, by a WebSocket', async () => {
    const show = await shop.liveShow()
    refused(await shop.anyone.send('GET', path(show.id)), 401, 'unauthorized')
    refused(await (await shop.viewer()).send('GET', path(show.id)), 403, 'forbidden')
    refused(await (await joined('analyst')).send('GET', path(show.id)), 403, 'forbidden')
    refused(await (await joined('planner')).send('GET', path(show.id)), 403, 'forbidden')
    refused(await shop.owner.send('GET', path(show.id)), 400, 'invalid')
    const foreign = `GET ${path(show.id)} HTTP/1.1\r\nHost: x\r\nCookie: nigiwai_staff=${shop.owner.token}\r\nOrigin: https://evil.example\r\nUpgrade: websocket\r\n` +
      `Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${randomBytes(16).toString('base64')}\r\n\r\n`
    assert.match(await exchange(shop.server.port, foreign), /^HTTP\/1\.1 403 /)
    assert.match(await exchange(shop.server.port, foreign.replace('https://evil.example', shop.server.base)), /^HTTP\/1\.1 101 /)
    const nowhere = await PageSender.open(shop.owner, 'nowhere')
    nowhere.begin(forms.chrome.mime)
    assert.equal((await nowhere.refusal()).status, 404)
  })

  test('names what is wrong with a message', async () => {
    const show = await shop.liveShow()
    const begin = { do: 'begin', mime: forms.chrome.mime, at: 0 }
    const wrong: [unknown, string][] = [
      [{ ...begin, do: 'start' }, '/do'], [{ do: 5 }, '/do'], [{ ...begin, at: -1 }, '/at'], [{ ...begin, at: 1e300 }, '/at'], [{ do: 'begin', at: 0 }, '/mime'],
      [{ ...begin, mime: 'video/ogg' }, '/mime'], [{ ...begin, mime: 'x'.repeat(101) }, '/mime'], [{ ...begin, page: '' }, '/page'], [{ ...begin, take_over: 'yes' }, '/take_over'], [{ ...begin, key: 'x' }, '/key'],
    ]
    for (const [message, field] of wrong) {
      const sender = await open(show)
      sender.raw(JSON.stringify(message))
      const problem = await sender.refusal()
      assert.equal(problem.field, field, `${JSON.stringify(message).slice(0, 80)}: ${JSON.stringify(problem)}`)
      assert.ok([400, 415].includes(problem.status))
    }
    for (const text of ['', '{', '[]', '["begin"]', '{"do":"begin"} x']) {
      const sender = await open(show)
      sender.raw(text)
      assert.equal((await sender.refusal()).status, 400, text)
    }
    const early = await open(show)
    early.raw(new Uint8Array(10))
    assert.equal((await early.refusal()).field, '/do')
    assert.equal((await health(show)).connected, false)
  })

  test('refuses what is no recording, says so to the staff, and lets the next one in', async () => {
    const show = await shop.liveShow()
    const garbage = async (bytes: Buffer, mime = forms.vp8.mime) => {
      const sender = await open(show)
      await sender.play({ mime, bytes, seconds: 1 })
      return (await sender.refusal()).type
    }
    assert.equal(await garbage(Buffer.alloc(1_300_000, 'これは動画ではありません'), forms.safari.mime), '/problems/container')
    assert.equal(await garbage(Buffer.concat([Buffer.from('GIF89a'), randomBytes(100_000)])), '/problems/container')
    assert.match((await health(show)).refused!, /no recording/)
    const { mime, bytes, seconds } = await recorded('hevc', { seconds: 1 })
    const hevc = await open(show)
    await hevc.play({ mime, bytes, seconds })
    const problem = await hevc.refusal()
    assert.deepEqual([problem.type, problem.status], ['/problems/codec', 415])
    assert.match(problem.detail, /hevc/)
    const sender = await open(show)
    await sender.play(forms.chrome, { share: 0.3 })
    await sender.taken()
    assert.equal(sender.problem, undefined)
    assert.equal((await health(show)).refused, null)
    sender.end()
  })

  test('survives recordings that are damaged anywhere, and messages that break the protocol', async () => {
    const show = await shop.liveShow()
    for (const form of Object.values(forms)) {
      for (let round = 0; round < 6; round++) {
        const bytes = Buffer.from(form.bytes)
        for (let flips = 0; flips < 4 + round * 20; flips++) bytes[Math.floor(Math.random() * (round % 2 ? 800 : bytes.length))] = Math.floor(Math.random() * 256)
        const sender = await open(show, { page: 'damaged' })
        sender.begin(form.mime)
        for (let from = 0; from < bytes.length; from += 60_000) sender.raw(new Uint8Array(bytes.subarray(from, from + 60_000)))
        sender.end()
        await until('the server is done with it', () => sender.closeCode !== undefined, 30 * patience)
      }
    }
    const headers = `Authorization: Bearer ${shop.owner.token}\r\n`
    const broken: [Buffer, number][] = [
      [frame(2, 'x', { masked: false }), 1002], [frame(2, 'x', { rsv: 4 }), 1002], [frame(2, '', { length: (1 << 20) + 1 }), 1009], [frame(2, '', { length: 2n ** 63n - 1n }), 1009], [frame(1, Buffer.from([0xff, 0xfe])), 1007],
    ]
    for (const [bytes, code] of broken) {
      const socket = await RawWebSocket.open(shop.server.port, path(show.id), headers)
      socket.send(bytes)
      assert.equal(await socket.closeCode(), code)
      socket.end()
    }
    assert.ok((await fetch(`${shop.server.base}/healthz`)).ok)
  })

  test('converts only as many pictures as it can', async () => {
    const shows = [await shop.liveShow(), await shop.liveShow(), await shop.liveShow()]
    const senders = [await open(shows[0]!), await open(shows[1]!)]
    const playing = senders.map((sender) => sender.play(forms.vp8, { share: 0.7 }))
    await until('both are on', async () => (await health(shows[0]!)).connected && (await health(shows[1]!)).connected, 20 * patience)
    await sleep(500)
    const third = await open(shows[2]!)
    await third.play(forms.vp8, { share: 0.3 })
    const problem = await third.refusal()
    assert.deepEqual([problem.type, problem.status], ['/problems/too-many-transcodes', 429])
    const passing = await open(shows[2]!)
    await passing.play(forms.chrome, { share: 0.2 })
    assert.equal(passing.problem, undefined, 'H.264 is not converted')
    passing.end()
    await Promise.all(playing)
    for (const sender of senders) {
      assert.equal(sender.problem, undefined)
      sender.end()
    }
  })
})
