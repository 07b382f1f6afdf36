// Captions of an archive: what is refused, by line; how a file comes back in the time of the recording; that they are found, burnt into a
// clip, and gone where a part is withdrawn.
import assert from 'node:assert/strict'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { before, describe, test } from 'node:test'
import { type Product, refused } from '../support/api.ts'
import { Encoder } from '../support/encoder.ts'
import { whenPlaying } from '../support/hls.ts'
import { pastShow } from '../support/past_show.ts'
import { run, sleep, until } from '../support/processes.ts'
import { patience } from '../support/server.ts'
import type { Shop } from '../support/shop.ts'
import { house } from './house.ts'

interface Track { language: string; count: number; url: string }
interface Clip { id: string; state: string; url: string; why: string | null }

let shop: Shop
let lip: Product
let show: string
before(async () => {
  shop = await house()
  lip = await shop.product(20)
  show = await pastShow(shop, { title: '字幕のある夜', shelf: [lip], seconds: 12, size: '640x360' })
})

const path = (language: string, of = show) => `/api/shows/${of}/captions/${language}`
const put = (language: string, text: string | Buffer, who = shop.owner, of = show) =>
  who.send<{ items: Track[]; line?: number; fault?: string }>('PUT', path(language, of), { bytes: Buffer.from(text), headers: { 'content-type': 'application/octet-stream' } })
const srt = (...cues: [string, string, string][]) => cues.map(([from, to, text], at) => `${at + 1}\r\n${from} --> ${to}\r\n${text}\r\n`).join('\r\n')
const file = async (name: string, of = show) => {
  const answer = await fetch(`${shop.server.base}${path(name, of)}`)
  return { status: answer.status, type: answer.headers.get('content-type'), text: await answer.text() }
}
const three = srt(['00:00:01,000', '00:00:02,500', '<i>柿渋</i>の口紅です'], ['00:00:06,500', '00:00:07,500', '無添加 & すぐれもの'], ['00:00:10,000', '00:00:11,000', 'また来週\r\nお会いしましょう'])

describe('captions', () => {
  test('are refused by their line, and nothing is kept', async () => {
    const wrong = async (text: string, line: number, fault: string) => {
      const answer = await put('ja', text)
      const problem = refused(answer, 400, 'invalid', '/file')
      assert.deepEqual([answer.body.line, answer.body.fault], [line, fault], problem.detail)
      assert.match(problem.detail, new RegExp(`^Line ${line}: `))
    }
    await wrong('1\n00:00:01,000 -> 00:00:02,000\nあ\n', 2, 'no-times')
    await wrong('WEBVTT\n\n00:01.000 --> 00:xx.000\nあ\n', 3, 'times')
    await wrong('1\n00:00:03,000 --> 00:00:02,000\nあ\n', 2, 'order')
    await wrong(`1\n00:00:01,000 --> 00:00:02,000\n${'あ'.repeat(301)}\n`, 2, 'long')
    await wrong('1\n00:00:01,000 --> 00:00:02,000\nあ\n\n2\n00:01:00,000 --> 00:01:01,000\nい\n', 6, 'beyond')
    refused(await put('ja', 'WEBVTT\n'), 400, 'invalid', '/file')
    refused(await put('JA', three), 400, 'invalid')
    refused(await put('ja', Buffer.alloc(1024 * 1024 + 1, 'a')), 413, 'too-large')
    refused(await put('ja', three, await shop.viewer()), 403, 'forbidden')
    refused(await put('ja', three, shop.owner, 'nowhere'), 404, 'not-found')
    const coming = await shop.show()
    refused(await put('ja', three, shop.owner, coming.id), 409, 'not-recorded')
    assert.deepEqual((await shop.anyone.get(`/api/shows/${show}/captions`)).items, [])
    refused(await shop.anyone.send('GET', '/api/shows/nowhere/captions'), 404, 'not-found')
    refused(await shop.anyone.send('GET', path('ja.vtt')), 404, 'not-found')
    assert.equal((await file('ja.vtt')).status, 404)
  })

  test('come back as WebVTT and SubRip, by language, are replaced and deleted', async () => {
    const kept = await put('ja', three)
    assert.equal(kept.status, 200, kept.text)
    await put('en', 'WEBVTT\n\n00:01.000 --> 00:02.500\nA <b>persimmon</b> lipstick\n')
    const { items } = await shop.anyone.get<{ items: Track[] }>(`/api/shows/${show}/captions`)
    assert.deepEqual(items.map(({ language, count }) => [language, count]), [['en', 1], ['ja', 3]])
    const vtt = await file('ja.vtt')
    assert.equal((await shop.anyone.send('GET', path('ja.vtt'))).text, vtt.text)
    assert.match(vtt.type!, /^text\/vtt/)
    assert.equal(vtt.text, 'WEBVTT\n\n00:00:01.000 --> 00:00:02.500\n柿渋の口紅です\n\n00:00:06.500 --> 00:00:07.500\n無添加 &amp; すぐれもの\n\n00:00:10.000 --> 00:00:11.000\nまた来週\nお会いしましょう\n')
    assert.match((await file('ja.srt')).text, /^1\n00:00:01,000 --> 00:00:02,500\n柿渋の口紅です\n\n2\n/)
    const again = await put('ja', (await file('ja.srt')).text)
    assert.equal((await file('ja.vtt')).text, vtt.text, again.text)
    // As Windows saves it.
    const { stdout } = await run('sh', ['-c', `printf '%s' "${srt(['00:00:01,000', '00:00:02,000', 'シフトJISの字幕']).replaceAll('\r', '')}" | iconv -t CP932 | base64 -w0`])
    assert.equal((await put('ko', Buffer.from(stdout, 'base64'))).status, 200)
    assert.match((await file('ko.vtt')).text, /シフトJISの字幕/)
    await shop.owner.ok('DELETE', path('ko'))
    refused(await shop.owner.send('DELETE', path('ko')), 404, 'not-found')
    assert.equal((await file('ko.vtt')).status, 404)
    const log = await shop.owner.get<{ items: { action: string }[] }>('/api/audit?action=captions.')
    assert.equal(log.items[0]!.action, 'captions.removed')
  })

  test('are found by what is said, and gone with a withdrawn part', async () => {
    const found = async (q: string) => (await shop.anyone.get<{ items: { kind: string; at: number; text: string }[] }>(`/api/shows/${show}/search?q=${encodeURIComponent(q)}`)).items.filter(({ kind }) => kind === 'caption').map(({ at }) => at)
    const at = await found('口紅')
    assert.equal(at.length, 1)
    assert.equal((await found('無添加 すぐれ')).length, 1)
    const shows = async () => (await shop.anyone.get<{ items: { show: { id: string }; moments: { kind: string; at: number }[] }[] }>(`/api/search?q=${encodeURIComponent('無添加')}`)).items.filter((item) => item.show.id === show)
    assert.deepEqual((await shows()).flatMap(({ moments }) => moments.map(({ kind }) => kind)), ['caption'], 'over all shows, too')
    const { items: [part] } = await shop.owner.post(`/api/shows/${show}/withdrawals`, { from: 6_600, until: 7_000, reason: '言いまちがい' })
    assert.deepEqual(await found('無添加'), [])
    assert.deepEqual(await shows(), [])
    // Whole segments of two seconds are away: what comes later is said two seconds earlier.
    const vtt = (await file('ja.vtt')).text
    assert.ok(!vtt.includes('無添加'))
    assert.match(vtt, /00:00:08\.000 --> 00:00:09\.000\nまた来週/)
    await shop.owner.post(`/api/shows/${show}/withdrawals/${part.id}/restore`)
    assert.equal((await found('無添加')).length, 1)
  })

  test('follow the picture over a gap of the encoder', async () => {
    const live = await shop.liveShow(lip)
    const address = await shop.address(live.id, 'rtmp')
    for (const turn of [1, 2]) {
      const encoder = new Encoder(address)
      await whenPlaying(shop.server.base, live.id, 20 * patience)
      await sleep(5_000)
      await encoder.kill()
      if (turn === 1) await sleep(4_000)
    }
    await shop.owner.post(`/api/shows/${live.id}/end`)
    const { items: movies } = await shop.owner.get<{ items: { length_ms: number }[] }>(`/api/shows/${live.id}/movies`)
    const end = Math.floor(movies.reduce((sum, { length_ms }) => sum + length_ms, 0) / 1000)
    const cue = (s: number) => `00:00:${String(s).padStart(2, '0')}`
    const given: [string, string, string][] = [[`${cue(1)},000`, `${cue(2)},000`, '前'], [`${cue(end - 1)},000`, `${cue(end - 1)},900`, '後']]
    assert.equal((await put('ja', srt(...given), shop.owner, live.id)).status, 200)
    const { items } = await shop.anyone.get<{ items: { kind: string; at: number }[] }>(`/api/shows/${live.id}/search?q=${encodeURIComponent('後')}`)
    assert.ok(items.length === 0 || items[0]!.kind === 'caption')
    const back = (await file('ja.srt', live.id)).text
    for (const [from] of given) assert.ok(back.includes(`${from} -->`), `${from} in ${back}`)
    refused(await put('ja', srt([`${cue(end + 2)},000`, `${cue(end + 3)},000`, '遠い']), shop.owner, live.id), 400, 'invalid', '/file')
  })

  test('are burnt into a clip that is coded, and into no other', async () => {
    const wanted = { from: 0, until: 3_000, title: '字幕つき', label: '広告', captions: 'ja' }
    refused(await shop.owner.send('POST', `/api/shows/${show}/clips`, { json: wanted }), 400, 'invalid', '/captions')
    refused(await shop.owner.send('POST', `/api/shows/${show}/clips`, { json: { ...wanted, form: 'exact', captions: 'fr' } }), 400, 'invalid', '/captions')
    const folder = await mkdtemp(join(tmpdir(), 'burnt-'))
    const pictures = async (captions: boolean, form: string): Promise<Buffer[]> => {
      const { id } = await shop.owner.post<Clip>(`/api/shows/${show}/clips`, { ...wanted, form, ...(captions ? {} : { captions: '' }) })
      let clip: Clip | undefined
      await until('the clip is ready', async () => {
        clip = (await shop.owner.get<{ items: Clip[] }>(`/api/shows/${show}/clips`)).items.find((each) => each.id === id)
        assert.notEqual(clip?.state, 'failed', clip?.why ?? '')
        return clip?.state === 'ready'
      }, 60 * patience)
      const movie = join(folder, `${id}.mp4`)
      await writeFile(movie, Buffer.from(await (await fetch(shop.server.base + clip!.url)).arrayBuffer()))
      const greys: Buffer[] = []
      // Before the caption, and while it is said: the lower part of the picture.
      for (const at of ['0.5', '1.5']) {
        const grey = join(folder, 'grey')
        const made = await run('ffmpeg', ['-v', 'error', '-y', '-ss', at, '-i', movie, '-frames:v', '1', '-vf', 'crop=iw*0.5:ih*0.34:iw*0.25:ih*0.66,format=gray', '-f', 'rawvideo', grey])
        assert.equal(made.code, 0, made.stderr)
        greys.push(await readFile(grey))
      }
      return greys
    }
    for (const form of ['exact', 'vertical']) {
      const [plain, burnt] = [await pictures(false, form), await pictures(true, form)]
      const share = (at: number, changed: (before: number, now: number) => boolean) => plain[at]!.filter((before, index) => changed(before, burnt[at]![index]!)).length / plain[at]!.length
      assert.ok(share(0, (before, now) => Math.abs(before - now) > 40) < 0.005, `${form}: nothing is drawn before it is said`)
      assert.ok(share(1, (before, now) => now < before - 40) > 0.03, `${form}: a dark plate`)
      assert.ok(share(1, (before, now) => now > 215 && before < 200) > 0.003, `${form}: white letters on it`)
    }
    if (!process.env.KEEP) await rm(folder, { recursive: true, force: true })
    else console.log(folder)
  })
})
