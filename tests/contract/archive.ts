// The archive as a medium: chapters, searching, the shelf as it was spoken, clips that decode.
import assert from 'node:assert/strict'
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { before, describe, test } from 'node:test'
import { type Product, refused, type Show } from '../support/api.ts'
import { decodesWhole } from '../support/encoder.ts'
import { pastShow } from '../support/past_show.ts'
import { run, until } from '../support/processes.ts'
import { Room } from '../support/room.ts'
import { patience, Server } from '../support/server.ts'
import { Shop } from '../support/shop.ts'
import { house } from './house.ts'

interface Chapter { id: string; at: number; until: number | null; title: string; product: string | null; made_by: string; removed?: boolean }
interface Chapters { version: number; seq: number; items: Chapter[]; id?: string }
interface Found { items: { kind: string; at: number | null; title?: string; text?: string; seq?: number }[]; next: string | null }
interface Clip { id: string; state: string; progress: number; why: string | null; url: string | null; poster: string | null; at: number; length_ms: number; width: number; height: number; shown: boolean; title: string; label: string }
interface Clips { items: Clip[]; proposals: { product: string; title: string; from: number; until: number }[] }

let shop: Shop
let lip: Product, oil: Product
let show: string
before(async () => {
  shop = await house()
  lip = await shop.product(20, { title: '口紅・柿渋' })
  oil = await shop.product(20, { title: 'つばきオイル' })
  show = await pastShow(shop, {
    title: '秋の新色をぜんぶ塗る夜', shelf: [lip, oil],
    events: [
      { at: 500, kind: 'product.pinned', data: { product: lip.id } },
      { at: 2_000, kind: 'chat.posted', by: { name: 'ゆず茶' }, data: { text: 'この口紅ほしいです' } },
      { at: 6_000, kind: 'product.pinned', data: { product: oil.id } },
      { at: 8_000, kind: 'chat.posted', by: { name: 'まめ' }, data: { text: '紅茶の口当たり' } },
      { at: 9_000, kind: 'chat.posted', by: { name: 'まめ' }, data: { text: 'オイルもいいですね' } },
    ],
  })
})

const q = encodeURIComponent
const chapters = (who = shop.anyone) => who.get<Chapters>(`/api/shows/${show}/chapters`)
const titles = ({ items }: Chapters) => items.map(({ title }) => title)

describe('chapters', () => {
  test('come by themselves of what was pinned', async () => {
    const answer = await shop.anyone.send<Chapters>('GET', `/api/shows/${show}/chapters`)
    assert.equal(answer.headers.get('etag'), '"1"')
    assert.deepEqual(answer.body.items.map(({ at, title, product, made_by }) => [at, title, product, made_by]), [[500, lip.title, lip.id, 'pin'], [6_000, oil.title, oil.id, 'pin']])
    assert.equal(answer.body.items[0]!.until, 6_000)
    refused(await shop.anyone.send('GET', '/api/shows/nowhere/chapters'), 404, 'not-found')
  })

  test('are mended by who saw them as they are, and by nobody else', async () => {
    const before = await chapters(shop.owner)
    const [first] = before.items
    const path = `/api/shows/${show}/chapters`
    const match = (version: number) => ({ headers: { 'if-match': `"${version}"` } })
    const made = await shop.owner.send<Chapters>('POST', path, { json: { at: 4_000, title: '質問タイム' }, ...match(1) })
    assert.equal(made.status, 201, made.text)
    assert.deepEqual(titles(await chapters()), [lip.title, '質問タイム', oil.title])
    const stale = refused(await shop.owner.send('PATCH', `${path}/${first!.id}`, { json: { title: '塗りくらべ' }, ...match(1) }), 412, 'changed-meanwhile') as unknown as { present: Chapters }
    assert.equal(stale.present.version, 2)
    const mended = await shop.owner.send<Chapters>('PATCH', `${path}/${first!.id}`, { json: { title: '塗りくらべ', at: 1_000 }, ...match(2) })
    assert.equal(mended.headers.get('etag'), '"3"')
    assert.deepEqual(mended.body.items.slice(0, 1).map(({ at, title }) => [at, title]), [[1_000, '塗りくらべ']])
    await shop.owner.ok('DELETE', `${path}/${made.body.id}`)
    await shop.owner.ok('DELETE', `${path}/${first!.id}`)
    assert.deepEqual(titles(await chapters()), [oil.title])
    assert.deepEqual((await chapters(shop.owner)).items.map(({ removed }) => removed === true), [true, false])
    assert.deepEqual(titles(await shop.owner.patch<Chapters>(`${path}/${first!.id}`, { removed: false, title: lip.title, at: 500 })), [lip.title, oil.title])
    assert.deepEqual(((await shop.anyone.get(`/api/shows/${show}/outline`)).chapters as Chapter[]).map(({ title }) => title), [lip.title, oil.title])

    refused(await shop.owner.send('POST', path, { json: { at: 4_000, title: '' } }), 400, 'invalid', '/title')
    refused(await shop.owner.send('POST', path, { json: { at: 99_000_000, title: '遠い' } }), 400, 'invalid', '/at')
    refused(await shop.owner.send('PATCH', `${path}/pin-4711`, { json: { title: 'どれ' } }), 404, 'not-found')
    refused(await shop.owner.send('DELETE', `${path}/own-nothing`), 404, 'not-found')
    refused(await (await shop.viewer()).send('POST', path, { json: { at: 0, title: '私も' } }), 403, 'forbidden')
  })

  test('arise while a show goes on, and everybody there is told of a change', async () => {
    const live = await shop.liveShow(lip, oil)
    const director = await Room.join(shop.owner, live.id)
    const watcher = await Room.join(shop.anyone, live.id)
    await director.must('product.pin', { product: lip.id })
    const path = `/api/shows/${live.id}/chapters`
    const now = await shop.anyone.get<Chapters>(path)
    assert.deepEqual(titles(now), [lip.title])
    assert.equal(now.items[0]!.until, null)
    await shop.owner.patch(`${path}/${now.items[0]!.id}`, { title: '口紅から' })
    assert.equal((await watcher.waitFor('chapters.changed')).data.version, 2)
    for (const room of [director, watcher]) room.leave()
    await shop.owner.post(`/api/shows/${live.id}/end`)
    refused(await shop.owner.send('POST', `/api/shows/${(await shop.show()).id}/chapters`, { json: { at: 0, title: 'まだ' } }), 409, 'state')
  })
})

describe('a search', () => {
  const find = (text: string, who = shop.anyone) => who.get<Found>(`/api/shows/${show}/search?q=${q(text)}`)
  const told = ({ items }: Found) => items.map(({ kind, at, title, text }) => `${kind} ${at} ${title ?? text}`)

  test('finds words of two characters, chapters first', async () => {
    await until('the lines are indexed', async () => (await find('口紅')).items.length === 2, 20 * patience, 500)
    assert.deepEqual(told(await find('口紅')), [`chapter 500 ${lip.title}`, 'line 2000 この口紅ほしいです'])
    assert.deepEqual(told(await find('おいる')), [`chapter 6000 ${oil.title}`, 'line 9000 オイルもいいですね'])
    assert.deepEqual(told(await find('存在しない言葉')), [])
    refused(await shop.anyone.send('GET', `/api/shows/${show}/search?q=`), 400, 'invalid', 'q')
    refused(await shop.anyone.send('GET', `/api/shows/${show}/search?q=${q('あ'.repeat(101))}`), 400, 'invalid', 'q')
    refused(await shop.anyone.send('GET', `/api/shows/nowhere/search?q=${q('口紅')}`), 404, 'not-found')
  })

  test('goes over all shows that the public may watch', async () => {
    const all = await shop.anyone.get(`/api/search?q=${q('口紅')}`)
    const here = all.items.find((each: { show: Show }) => each.show.id === show)
    assert.equal(here.show.title, '秋の新色をぜんぶ塗る夜')
    assert.ok(here.moments.length >= 2)
    refused(await shop.anyone.send('GET', '/api/search'), 400, 'invalid', 'q')
  })

  test('finds no line that is hidden, and none of a draft', async () => {
    const live = await shop.liveShow(oil)
    const [director, writer] = [await Room.join(shop.owner, live.id), await Room.join(await shop.viewer('かくれ'), live.id)]
    const seq = await writer.must('chat.post', { text: '秘密の合言葉ひらけごま' })
    const look = (who = shop.anyone) => who.get<Found>(`/api/shows/${live.id}/search?q=${q('合言葉')}`)
    await until('the line is indexed', async () => (await look()).items.length === 1, 20 * patience, 500)
    await director.must('chat.hide', { seq })
    assert.deepEqual((await look()).items, [])
    assert.equal((await look(shop.owner)).items.length, 1)
    await director.must('chat.show', { seq })
    assert.equal((await look()).items.length, 1)
    for (const room of [director, writer]) room.leave()
    await shop.owner.post(`/api/shows/${live.id}/end`)
  })
})

test('the shelf tells price and stock as they were spoken and as they are', async () => {
  const cream = await shop.product(12, { title: '夜のクリーム' })
  const live = await shop.liveShow(cream)
  await shop.owner.post(`/api/stock/${cream.id}`, { delta: -2, reason: '破損' })
  await shop.owner.post(`/api/shows/${live.id}/end`)
  await shop.owner.post(`/api/stock/${cream.id}`, { delta: -5, reason: '破損' })
  await shop.owner.put(`/api/products/${cream.id}`, { title: cream.title, price: { amount: 1980, currency: 'JPY' } })
  const { items } = await shop.anyone.get(`/api/shows/${live.id}/shelf`)
  assert.equal(items[0].product, cream.id)
  assert.deepEqual(items[0].now, { price: { amount: 1980, currency: 'JPY' }, left: 5 })
  assert.equal(items[0].then[0].price.amount, 2640)
  assert.equal(items[0].then.at(-1).left, 10)
  const late = await shop.anyone.get(`/api/shows/${live.id}/shelf?at=9999999`)
  assert.deepEqual(late.items[0].then, [items[0].then.at(-1)])
  refused(await shop.anyone.send('GET', `/api/shows/${live.id}/shelf?at=x`), 400, 'invalid', 'at')
  refused(await shop.anyone.send('GET', '/api/shows/nowhere/shelf'), 404, 'not-found')
})

describe('a clip', () => {
  const label = '広告・月白 公式'
  const list = (who = shop.owner) => who.get<Clips>(`/api/shows/${show}/clips`)
  const make = async (more: Record<string, unknown>): Promise<Clip> => {
    const { id } = await shop.owner.post<Clip>(`/api/shows/${show}/clips`, { from: 3_000, until: 7_500, title: '塗りくらべ', label, product: lip.id, ...more })
    return until(`the clip ${JSON.stringify(more)} is made`, async () => {
      const clip = (await list()).items.find((each) => each.id === id)!
      assert.notEqual(clip.state, 'failed', clip.why ?? '')
      return clip.state === 'ready' ? clip : undefined
    }, 60 * patience)
  }
  /** Takes it as a browser does, and decodes all of it. */
  const decoded = async (clip: Clip) => {
    const folder = await mkdtemp(join(tmpdir(), 'clip-'))
    try {
      const answer = await fetch(shop.server.base + clip.url)
      assert.equal(answer.headers.get('content-type'), 'video/mp4')
      await writeFile(join(folder, 'clip.mp4'), Buffer.from(await answer.arrayBuffer()))
      return await decodesWhole(join(folder, 'clip.mp4'), `the clip ${clip.id}`)
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  }

  test('is proposed of each product that was shown', async () => {
    const { proposals } = await list()
    assert.deepEqual(proposals.map(({ product, title, from }) => [product, title, from]), [[lip.id, lip.title, 500], [oil.id, oil.title, 6_000]])
    assert.equal((await list(shop.anyone)).proposals, undefined)
  })

  test('is cut on key frames at once, plays in ranges, and decodes without a fault', async () => {
    const clip = await make({})
    assert.equal(clip.at, 2_000)
    assert.deepEqual([clip.width, clip.height, clip.progress], [320, 180, 100])
    const { seconds, streams } = await decoded(clip)
    assert.ok(seconds > 5 && seconds < 6, `${seconds} s`)
    assert.deepEqual(streams.map(({ codec_name }) => codec_name), ['h264', 'aac'])
    const part = await fetch(shop.server.base + clip.url, { headers: { range: 'bytes=4-7' } })
    assert.equal(part.status, 206)
    assert.equal(await part.text(), 'ftyp')
    assert.match(part.headers.get('cache-control')!, /max-age=300/)
    const poster = await fetch(shop.server.base + clip.poster)
    assert.deepEqual([...Buffer.from(await poster.arrayBuffer()).subarray(0, 3)], [0xff, 0xd8, 0xff])
    assert.deepEqual((await list()).proposals.map(({ product }) => product), [oil.id])
  })

  test('is exact, or stands upright, when it is coded again', async () => {
    const exact = await make({ form: 'exact', from: 3_300, until: 6_300 })
    assert.equal(exact.at, 3_300)
    const { seconds, frames } = await decoded(exact)
    assert.ok(Math.abs(seconds - 3) < 0.08, `${seconds} s`)
    assert.equal(frames, 90)
    const upright = await make({ form: 'vertical', focus: 20 })
    assert.deepEqual([upright.width, upright.height], [720, 1280])
    await decoded(upright)
  })

  test('is on the product’s page while it is shown, with the words that say what it is', async () => {
    const clip = await make({ product: oil.id, title: 'オイルの塗りかた' })
    const shown = () => shop.anyone.get<Clips>(`/api/products/${oil.id}/clips`)
    assert.deepEqual((await shown()).items.map(({ title, label: said }) => [title, said]), [['オイルの塗りかた', label]])
    assert.equal((await shown()).items[0]!.state, undefined)
    const found = async (q: string) => (await shop.owner.get<{ items: (Clip & { show_title: string })[] }>(`/api/clips?q=${encodeURIComponent(q)}`)).items.filter(({ id }) => id === clip.id)
    const [listed] = await found('オイルの塗り')
    assert.equal(listed!.show_title, (await shop.owner.get(`/api/shows/${show}`)).title)
    assert.equal((await found(listed!.show_title)).length, 1)
    assert.deepEqual(await found('どこにもない'), [])
    assert.equal((await shop.owner.get('/api/clips?limit=1')).items.length, 1)
    refused(await shop.owner.send('GET', '/api/clips?cursor=luck'), 400, 'invalid', 'cursor')
    refused(await shop.owner.send('GET', `/api/clips?q=${'x'.repeat(81)}`), 400, 'invalid', 'q')
    refused(await (await shop.viewer()).send('GET', '/api/clips'), 403, 'forbidden')
    await shop.owner.patch(`/api/shows/${show}/clips/${clip.id}`, { shown: false })
    assert.deepEqual((await shown()).items, [])
    assert.deepEqual(await found('オイルの塗り'), [])
    const changed = await shop.owner.patch<Clip>(`/api/shows/${show}/clips/${clip.id}`, { shown: true, title: 'つや', product: oil.id })
    assert.equal(changed.title, 'つや')
    assert.equal((await shop.owner.send('DELETE', `/api/shows/${show}/clips/${clip.id}`)).status, 204)
    assert.deepEqual((await shown()).items, [])
    for (const file of [clip.url, clip.poster]) assert.equal((await fetch(shop.server.base + file)).status, 404, file!)
    assert.ok(!(await readdir(join(shop.server.data, 'media', show, 'clips'))).some((file) => file.startsWith(clip.id)))
    refused(await shop.owner.send('DELETE', `/api/shows/${show}/clips/${clip.id}`), 404, 'not-found')
    refused(await shop.anyone.send('GET', '/api/products/nothing/clips'), 404, 'not-found')
  })

  test('is refused with the member named', async () => {
    const path = `/api/shows/${show}/clips`
    const fine = { from: 1_000, until: 5_000, title: 'よい', label }
    for (const [more, field] of [[{ until: 1_200 }, '/until'], [{ until: 99_000 }, '/until'], [{ form: 'vertical', until: 200_000 }, '/until'], [{ form: 'square' }, '/form'], [{ title: '' }, '/title'], [{ label: '' }, '/label'], [{ product: 'nothing' }, '/product'], [{ focus: 140 }, '/focus'], [{ speed: 2 }, '/speed']] as const) {
      refused(await shop.owner.send('POST', path, { json: { ...fine, ...more } }), 400, 'invalid', field)
    }
    refused(await (await shop.viewer()).send('POST', path, { json: fine }), 403, 'forbidden')
    refused(await shop.owner.send('PATCH', `${path}/nothing`, { json: { title: 'x' } }), 404, 'not-found')
    refused(await shop.owner.send('POST', `${path}/nothing/retry`), 404, 'not-found')
    refused(await shop.anyone.send('GET', '/api/shows/nowhere/clips'), 404, 'not-found')
    refused(await shop.owner.send('POST', `/api/shows/${(await shop.show()).id}/clips`, { json: fine }), 409, 'state')
    for (const file of ['nothing.mp4', 'x.txt', '..%2Findex', '%2e%2e.mp4']) assert.equal((await fetch(`${shop.server.base}/media/${show}/clips/${file}`)).status, 404, file)
  })

  test('that could not be made says why, and is made again when asked', async () => {
    const live = await shop.liveShow(lip)
    await until('the show is a second long', async () => (await shop.snapshot(live.id)).clock > 1_500, 20)
    await shop.owner.post(`/api/shows/${live.id}/end`)
    const path = `/api/shows/${live.id}/clips`
    const { id } = await shop.owner.post<Clip>(path, { from: 0, until: 1_200, title: '映像なし', label })
    const failed = async () => (await shop.owner.get<Clips>(path)).items.find((each) => each.id === id && each.state === 'failed')
    assert.match((await until('it has failed', failed, 20 * patience)).why!, /recorded\.$/)
    await shop.owner.post(`${path}/${id}/retry`)
    await until('it has failed again', failed, 20 * patience)
    await shop.owner.ok('DELETE', `${path}/${id}`)
  })
})

test('clips that wait or are in the making survive a server that dies', async () => {
  const server = await Server.start()
  try {
    const own = await Shop.open(server)
    const past = await pastShow(own, { title: '長い夜', shelf: [await own.product(1)], seconds: 40, size: '1280x720' })
    const path = `/api/shows/${past}/clips`
    const ids: string[] = []
    for (const form of ['vertical', 'exact']) ids.push((await own.owner.post<Clip>(path, { from: 500, until: 38_000, form, title: form, label: '広告' })).id)
    await until('one is in the making', async () => (await own.owner.get<Clips>(path)).items.some(({ state, progress }) => state === 'making' && progress > 0), 30 * patience, 20)
    await server.kill()
    await server.begin()
    await until('both are made', async () => {
      const { items } = await own.owner.get<Clips>(path)
      for (const { state, why } of items) assert.notEqual(state, 'failed', why ?? '')
      return items.length === 2 && items.every(({ state }) => state === 'ready')
    }, 120 * patience, 200)
    const files = await readdir(join(server.data, 'media', past, 'clips'))
    assert.deepEqual(files.sort(), ids.flatMap((id) => [`${id}.jpg`, `${id}.mp4`]).sort(), 'nothing half-made is left')
    for (const id of ids) {
      const probed = await run('ffprobe', ['-v', 'error', '-show_entries', 'format=duration', '-of', 'csv=p=0', join(server.data, 'media', past, 'clips', `${id}.mp4`)])
      assert.ok(Math.abs(Number(probed.stdout) - 37.5) < 0.1, probed.stdout)
    }
  } finally {
    await server.stop()
  }
})
