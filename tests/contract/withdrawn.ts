// Parts of an archive that are withdrawn: from the picture under its old and new addresses, from the timeline, search, chapters,
// questions, clips and the download; who did it and why; and all of it back again.
import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { before, describe, test } from 'node:test'
import { type Product, refused } from '../support/api.ts'
import { decodesWhole } from '../support/encoder.ts'
import { holdsToTheRules, parse, variants } from '../support/hls.ts'
import { pastShow } from '../support/past_show.ts'
import { until } from '../support/processes.ts'
import { patience } from '../support/server.ts'
import type { Shop } from '../support/shop.ts'
import { house } from './house.ts'

interface Part { id: string; from: number; until: number; reason: string; by: { id: string }; restored_by: { id: string } | null; restored_at: string | null }
interface Parts { items: Part[]; id?: string }
interface Page { events: { at: number; kind: string; data: Record<string, unknown> }[] }
interface Clip { id: string; state: string; url: string; withdrawn?: boolean }

let shop: Shop
let lip: Product, oil: Product
let show: string
before(async () => {
  shop = await house()
  lip = await shop.product(20, { title: '口紅・柿渋' })
  oil = await shop.product(20, { title: 'つばきオイル' })
  show = await pastShow(shop, {
    title: '言いすぎた夜', shelf: [lip, oil], seconds: 16,
    events: [
      { at: 500, kind: 'product.pinned', data: { product: lip.id } },
      { at: 2_000, kind: 'chat.posted', by: { name: 'ゆず茶' }, data: { text: 'はじめの一言' } },
      { at: 6_500, kind: 'chat.posted', by: { name: 'まめ' }, data: { text: '無添加って本当ですか' } },
      { at: 6_800, kind: 'product.pinned', data: { product: oil.id } },
      { at: 11_000, kind: 'chat.posted', by: { name: 'まめ' }, data: { text: 'おわりの一言' } },
    ],
  })
})

const path = () => `/api/shows/${show}/withdrawals`
const master = () => `${shop.server.base}/media/${show}/index.m3u8`
async function playlist(): Promise<{ url: string; text: string; segments: { uri: string; init: string; at: number; discontinuity: boolean }[] }> {
  const index = await fetch(master())
  assert.equal(index.status, 200)
  const text = await index.text()
  await holdsToTheRules([text], 'multivariant', 'the multivariant playlist')
  const { av: url, audio } = variants(text, master())
  const media = await (await fetch(url)).text()
  await holdsToTheRules([media], 'media', 'the archive')
  await holdsToTheRules([await (await fetch(audio)).text()], 'media', 'its sound')
  const list = parse(media)
  const first = Date.parse((await shop.anyone.get(`/api/shows/${show}`)).live_at)
  return { url, text: media, segments: list.segments.map((each) => ({ uri: new URL(each.uri!, url).href, init: new URL(each.init!, url).href, at: each.date! - first, discontinuity: each.discontinuity })) }
}
const said = async (who = shop.anyone): Promise<string[]> =>
  (await who.get<Page>(`/api/shows/${show}/timeline?at=0&until=20000`)).events.filter(({ kind }) => kind === 'chat.posted').map(({ data }) => String(data['text']))
const found = async (word: string, who = shop.anyone) => (await who.get<{ items: { at: number | null }[] }>(`/api/shows/${show}/search?q=${encodeURIComponent(word)}`)).items.map(({ at }) => at)
const status = async (url: string) => {
  const answer = await fetch(url)
  await answer.arrayBuffer()
  return answer.status
}
const movieSeconds = async (folder: string, what: string): Promise<number> => {
  const file = join(folder, 'movie.mp4')
  const answer = await fetch(`${shop.server.base}/api/shows/${show}/movies/recording.mp4`, { headers: shop.owner.headers })
  assert.equal(answer.status, 200)
  await writeFile(file, Buffer.from(await answer.arrayBuffer()))
  return (await decodesWhole(file, what)).seconds
}

describe('a part of an archive', () => {
  test('is refused in words where it cannot be withdrawn', async () => {
    const bad = async (json: Record<string, unknown>, code: number, type: string, field?: string) => refused(await shop.owner.send('POST', path(), { json }), code, type, field)
    await bad({ from: 1000, until: 2000 }, 400, 'invalid', '/reason')
    await bad({ from: 1000, until: 2000, reason: '  ' }, 400, 'invalid', '/reason')
    await bad({ from: 2000, until: 2000, reason: 'x' }, 400, 'invalid', '/until')
    await bad({ from: 1000, until: 99_000_000, reason: 'x' }, 400, 'invalid', '/until')
    await bad({ from: -1, until: 2000, reason: 'x' }, 400, 'invalid', '/from')
    const live = await shop.liveShow(lip)
    refused(await shop.owner.send('POST', `/api/shows/${live.id}/withdrawals`, { json: { from: 0, until: 200, reason: 'x' } }), 409, 'state')
    await shop.owner.post(`/api/shows/${live.id}/end`)
    refused(await shop.owner.send('POST', '/api/shows/nowhere/withdrawals', { json: { from: 0, until: 200, reason: 'x' } }), 404, 'not-found')
    refused(await (await shop.viewer()).send('POST', path(), { json: { from: 0, until: 2000, reason: 'x' } }), 403, 'forbidden')
    refused(await (await shop.viewer()).send('GET', path()), 403, 'forbidden')
    assert.deepEqual((await shop.owner.get<Parts>(path())).items, [])
    assert.equal((await playlist()).url, `${shop.server.base}/media/${show}/archive.m3u8`, 'nothing moved')
  })

  test('is gone from picture, words, search, chapters, clips and download, under its old addresses too, and comes back', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'withdrawn-'))
    const make = async (from: number, to: number): Promise<Clip> => {
      const { id } = await shop.owner.post<Clip>(`/api/shows/${show}/clips`, { from, until: to, title: 'ひとこま', label: '広告', product: lip.id })
      let clip: Clip | undefined
      await until('the clip is ready', async () => (clip = (await shop.owner.get<{ items: Clip[] }>(`/api/shows/${show}/clips`)).items.find((each) => each.id === id))?.state === 'ready', 30 * patience)
      return clip!
    }
    const [inside, outside] = [await make(5_000, 7_000), await make(10_000, 12_000)]
    const clips = async () => (await shop.anyone.get<{ items: Clip[] }>(`/api/shows/${show}/clips`)).items.map(({ id }) => id)
    const ofProduct = async () => (await shop.anyone.get<{ items: Clip[] }>(`/api/products/${lip.id}/clips`)).items.map(({ id }) => id)
    const before = await playlist()
    const whole = await movieSeconds(folder, 'the whole')
    assert.deepEqual(await clips(), [outside.id, inside.id])
    await until('what was said is in the index', async () => (await found('一言')).length === 2)
    const chapters = async () => (await shop.anyone.get(`/api/shows/${show}/chapters`)).items.map(({ at, until: to }: { at: number; until: number }): [number, number] => [at, to])
    const end = (await chapters())[1]![1]

    // 6.0 to 8.0 s, with a key frame every two seconds.
    const made = await shop.owner.post<Parts>(path(), { from: 6_100, until: 7_500, reason: '「無添加」と言いまちがえた' })
    assert.deepEqual(made.items.map(({ from, until: to, reason, restored_at }) => [from, to, reason, restored_at]), [[6_100, 7_500, '「無添加」と言いまちがえた', null]])
    const after = await playlist()
    assert.notEqual(after.url, before.url)
    const told = (await shop.anyone.get(`/api/shows/${show}`)).media.playlist as string
    assert.equal(told, new URL(after.url).pathname.replace('archive', 'index'), 'a page is told the new address, past every cache')
    assert.equal(variants(await (await fetch(shop.server.base + told)).text(), shop.server.base + told).av, after.url)
    assert.match(after.url, /\/media\/[A-Za-z0-9]{26}\/archive\.m3u8$/)
    const away = before.segments.filter(({ at }) => at < 7_500 && at + 2_000 > 6_100)
    assert.deepEqual(after.segments.map(({ at }) => at), before.segments.filter((each) => !away.includes(each)).map(({ at }) => at))
    const behind = after.segments.find(({ at }) => at >= 7_500)!
    assert.ok(behind.discontinuity, 'the playlist goes on after a discontinuity, as after a gap of the encoder')
    for (const each of before.segments) assert.equal(await status(each.uri), 404, each.uri)
    for (const url of [before.url, before.segments[0]!.init, before.url.replace('archive', 'archive-audio'), before.url.replace('archive', 'live')]) assert.equal(await status(url), 404, url)
    for (const each of after.segments) assert.equal(await status(each.uri), 200, each.uri)
    assert.equal(await status(after.segments[0]!.init), 200)
    for (const each of away) assert.equal(await status(each.uri.replace(`/media/${show}/`, after.url.replace(/^.*(\/media\/.*\/)archive.*/, '$1'))), 404, 'not there under the new path either')

    assert.deepEqual(await said(), ['はじめの一言', 'おわりの一言'])
    assert.deepEqual(await said(shop.owner), ['はじめの一言', '無添加って本当ですか', 'おわりの一言'], 'the staff keep all of it')
    const bySeq = await shop.anyone.get<Page>(`/api/shows/${show}/timeline?from=1`)
    assert.ok(!JSON.stringify(bySeq).includes('無添加'))
    assert.deepEqual(await found('無添加'), [])
    assert.deepEqual(await found('無添加', shop.owner), [6_500])
    assert.deepEqual(await found('一言'), [2_000, 11_000])
    assert.deepEqual(await chapters(), [[500, 6_100], [7_500, end]], 'the chapter that began inside begins behind it')
    const { moments } = (await shop.anyone.get(`/api/products/${oil.id}/moments`)).shows[0]
    assert.equal(moments[0].at, 7_500)
    assert.deepEqual(await clips(), [outside.id])
    assert.deepEqual(await ofProduct(), [outside.id])
    assert.equal(await status(shop.server.base + inside.url), 404)
    assert.equal(await status(shop.server.base + outside.url), 200)
    assert.equal((await shop.owner.get<{ items: Clip[] }>(`/api/shows/${show}/clips`)).items.find(({ id }) => id === inside.id)!.withdrawn, true)
    refused(await shop.owner.send('POST', `/api/shows/${show}/clips`, { json: { from: 5_000, until: 9_000, title: 'また', label: '広告' } }), 409, 'withdrawn', '/from')
    const cut = await movieSeconds(folder, 'the download without it')
    assert.ok(Math.abs(whole - cut - 2 * away.length) < 0.3, `${whole} s became ${cut}`)
    assert.ok(JSON.stringify((await shop.anyone.get(`/api/shows/${show}/outline`)).gaps).includes('"from":6100'))

    refused(await shop.owner.send('POST', path(), { json: { from: 6_200, until: 7_000, reason: 'また' } }), 409, 'withdrawn')
    const id = made.items[0]!.id
    refused(await shop.owner.send('POST', `${path()}/nothing/restore`), 404, 'not-found')
    const back = await shop.owner.post<Parts>(`${path()}/${id}/restore`)
    assert.deepEqual([back.items[0]!.restored_by!.id, back.items[0]!.by.id], ['owner', 'owner'])
    refused(await shop.owner.send('POST', `${path()}/${id}/restore`), 409, 'state')
    const again = await playlist()
    assert.notEqual(again.url, after.url)
    assert.deepEqual(again.segments.map(({ at }) => at), before.segments.map(({ at }) => at))
    assert.equal(await status(after.segments[0]!.uri), 404, 'the path in between is left, too')
    assert.deepEqual(await said(), ['はじめの一言', '無添加って本当ですか', 'おわりの一言'])
    assert.deepEqual(await found('無添加'), [6_500])
    assert.deepEqual(await clips(), [outside.id, inside.id])
    assert.equal(await status(shop.server.base + inside.url), 200)
    assert.ok(Math.abs((await movieSeconds(folder, 'the whole again')) - whole) < 0.1)
    const log = await shop.owner.get<{ items: { action: string }[] }>(`/api/audit?action=part.&subject=${show}`)
    assert.deepEqual(log.items.map(({ action }) => action), ['part.restored', 'part.withdrawn'])
    await rm(folder, { recursive: true, force: true })
  })

  test('from the very beginning takes its poster away as well', async () => {
    const poster = async () => Buffer.from(await (await fetch(`${shop.server.base}/media/${show}/poster.jpg`)).arrayBuffer())
    const old = await poster()
    const first = await shop.owner.post<Parts>(path(), { from: 0, until: 3_000, reason: 'はじめの絵' })
    await until('the poster is another', async () => !(await poster()).equals(old), 20 * patience)
    const { segments } = await playlist()
    assert.ok(segments[0]!.at >= 3_000)
    assert.ok(!segments[0]!.discontinuity)
    await shop.owner.post(`${path()}/${first.items[0]!.id}/restore`)
  })
})
