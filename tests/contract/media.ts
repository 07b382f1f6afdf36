import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { refused, type Show } from '../support/api.ts'
import { Encoder } from '../support/encoder.ts'
import { holdsToTheRules, parse, variants, whenPlaying } from '../support/hls.ts'
import { sleep, until } from '../support/processes.ts'
import { patience } from '../support/server.ts'
import type { Shop } from '../support/shop.ts'
import { house } from './house.ts'

let shop: Shop
let show: Show
let encoder: Encoder
let master: string
before(async () => {
  shop = await house()
  show = await shop.liveShow()
  encoder = new Encoder(await shop.address(show.id, 'rtmp'))
  master = await whenPlaying(shop.server.base, show.id, 30 * patience)
})
after(() => encoder?.kill())

const text = async (url: string) => (await fetch(url)).text()

describe('the media of a live show', () => {
  test('may be played from any site, sets no cookie, and caches as it should', async () => {
    const answer = await fetch(master, { headers: { origin: 'https://brand.example' } })
    assert.equal(answer.headers.get('access-control-allow-origin'), '*')
    assert.equal(answer.headers.get('set-cookie'), null)
    assert.match(answer.headers.get('content-type')!, /mpegurl/i)
    const { av } = variants(await answer.text(), master)
    const list = parse(await text(av))
    const whole = list.segments.find(({ uri }) => uri)?.uri ?? list.segments[0]!.parts[0]!.uri
    const segment = await fetch(new URL(whole, av), { headers: { origin: 'https://brand.example' } })
    assert.equal(segment.status, 200)
    assert.match(segment.headers.get('cache-control')!, /max-age=[1-9]/)
    assert.equal(segment.headers.get('access-control-allow-origin'), '*')
    const asked = await fetch(av, { method: 'OPTIONS', headers: { origin: 'https://brand.example', 'access-control-request-method': 'GET', 'access-control-request-headers': 'range' } })
    assert.ok(asked.status < 300, `${asked.status}`)
  })

  test('keeps the rules of RFC 8216bis', async () => {
    const multivariant = await text(master)
    await holdsToTheRules([multivariant], 'multivariant', 'the live show')
    const { av, audio } = variants(multivariant, master)
    for (const url of [av, audio]) {
      const given = await text(url)
      await holdsToTheRules([given], 'media', url)
      const list = parse(given)
      assert.ok(list.partTarget! <= 0.3, `parts of ${list.partTarget} s`)
      assert.ok(list.hint)
    }
  })

  test('waits for what is about to come, and refuses what is far', async () => {
    const { av } = variants(await text(master), master)
    const ask = async (query: string) => fetch(`${av}?${query}`)
    const last = parse(await text(av)).segments.at(-1)!
    const part = await ask(`_HLS_msn=${last.msn + 1}&_HLS_part=0`)
    assert.equal(part.status, 200)
    assert.ok(parse(await part.text()).segments.at(-1)!.msn >= last.msn + 1)
    assert.equal((await ask('_HLS_msn=999999')).status, 400)
    assert.equal((await ask('_HLS_part=1')).status, 400)
    for (const query of ['_HLS_msn=x', '_HLS_msn=-1', '_HLS_msn=1&_HLS_part=x', '_HLS_msn=99999999999999999999', '_HLS_skip=MAYBE']) {
      const answer = await ask(query)
      assert.ok(answer.status === 400 || answer.status === 200, `${query}: ${answer.status}`)
      await answer.arrayBuffer()
    }
    // Of the segment that grows; should it end at this very moment, the next one is asked.
    let far = 200
    for (let tries = 0; tries < 3 && far !== 400; tries++) far = (await ask(`_HLS_msn=${parse(await text(av)).segments.at(-1)!.msn}&_HLS_part=99999`)).status
    assert.equal(far, 400)
  })

  test('hinted parts come when they are there; others never', async () => {
    const { av } = variants(await text(master), master)
    const { hint } = parse(await text(av))
    const answer = await fetch(new URL(hint!, av))
    assert.equal(answer.status, 200)
    assert.ok((await answer.arrayBuffer()).byteLength > 0)
    for (const path of ['nonsense', 'live', '9999999.m4s', 'a/b/c/d']) assert.equal((await fetch(`${shop.server.base}/media/${show.id}/${path}`)).status, 404, path)
  })

  test('answers ranges', async () => {
    const { av } = variants(await text(master), master)
    const init = new URL(parse(await text(av)).segments[0]!.init!, av)
    const whole = Buffer.from(await (await fetch(init)).arrayBuffer())
    const range = async (value: string) => {
      const answer = await fetch(init, { headers: { range: value } })
      return { status: answer.status, said: answer.headers.get('content-range'), bytes: Buffer.from(await answer.arrayBuffer()) }
    }
    assert.deepEqual(await range('bytes=0-3'), { status: 206, said: `bytes 0-3/${whole.length}`, bytes: whole.subarray(0, 4) })
    assert.deepEqual((await range('bytes=-5')).bytes, whole.subarray(-5))
    assert.deepEqual((await range(`bytes=10-`)).bytes, whole.subarray(10))
    assert.equal((await range(`bytes=${whole.length}-`)).status, 416)
    assert.deepEqual((await range('bytes=nonsense')).bytes, whole)
  })

  test('tells the staff how the encoder is', async () => {
    // Also on a machine that is slow to get the encoder going.
    const health = (await until('the encoder is measured', async () => {
      const { staff } = await shop.snapshot(show.id)
      return staff!.health.connected && Math.abs(staff!.health.fps! - 30) < 8 ? staff!.health : undefined
    }, 20 * patience))
    assert.equal(health.protocol, 'rtmp')
    assert.deepEqual([health.width, health.height], [320, 180])
    assert.deepEqual(health.audio, { sample_rate: 48000, channels: 2 })
    assert.equal(health.recording, 'on')
    assert.equal((await shop.snapshot(show.id)).picture, 'on')
  })
})

test('what was live is the archive the moment the show ends, at the same address', async () => {
  await sleep(1000)
  const ended = await shop.owner.post<Show>(`/api/shows/${show.id}/end`)
  assert.equal(ended.media.playlist, `/media/${show.id}/index.m3u8`)
  const { av } = variants(await text(master), master)
  const list = parse(await text(av))
  assert.ok(list.ended)
  assert.notEqual(await encoder.ended.then((code) => code), null, 'the encoder was let go')
  const staffed = (await shop.snapshot(show.id)).staff!
  const url = new URL(staffed.download!, shop.server.base)
  const { items: movies } = await shop.owner.get<{ items: { url: string; length_ms: number }[] }>(`/api/shows/${show.id}/movies`)
  assert.deepEqual(movies.map((each) => each.url), [staffed.download])
  refused(await shop.owner.send('GET', '/api/shows/nowhere/movies'), 404, 'not-found')
  refused(await shop.owner.send('GET', `/api/shows/${show.id}/movies/other.mp4`), 404, 'not-found')
  const movie = await fetch(url, { headers: { ...shop.owner.headers, range: 'bytes=4-7' } })
  assert.equal(movie.status, 206)
  assert.equal(await movie.text(), 'ftyp')
  const full = await fetch(url, { headers: shop.owner.headers })
  assert.match(full.headers.get('content-type')!, /^video\/mp4/)
  await full.arrayBuffer()
  const poster = await fetch(shop.server.base + ended.media.poster!)
  assert.equal(poster.headers.get('content-type'), 'image/jpeg')
  assert.deepEqual([...Buffer.from(await poster.arrayBuffer()).subarray(0, 3)], [0xff, 0xd8, 0xff])
})

test('before the start the picture is the staff’s preview alone', async () => {
  const planned = await shop.show({ starts_at: new Date(Date.now() + 3_600_000).toISOString() })
  const early = new Encoder(await shop.address(planned.id, 'srt'))
  const preview = await until('the preview is there', async () => (await shop.snapshot(planned.id)).staff!.preview, 20 * patience)
  assert.ok(!preview.includes(planned.id), 'an unguessable path')
  await until('the preview plays', async () => (await fetch(shop.server.base + preview)).status === 200, 20 * patience)
  assert.equal((await fetch(`${shop.server.base}/media/${planned.id}/index.m3u8`)).status, 404)
  assert.equal((await shop.anyone.get<Show>(`/api/shows/${planned.id}`)).media.playlist, null)
  await early.kill()
})
