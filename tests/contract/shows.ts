import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import { type Ingest, type Page, refused, type Show } from '../support/api.ts'
import type { Shop } from '../support/shop.ts'
import { house } from './house.ts'

let shop: Shop
before(async () => void (shop = await house()))

const inAnHour = (): string => new Date(Date.now() + 3_600_000).toISOString()

describe('a show', () => {
  test('is planned, read and changed', async () => {
    const product = await shop.product(3)
    await shop.owner.put('/api/staff/cast-one', { name: '佐倉', role: 'presenter' })
    const starts = inAnHour()
    const made = await shop.owner.send<Show>('POST', '/api/shows', { json: { title: '夜の配信', starts_at: starts, shelf: [product.id], cast: ['cast-one'], description: '一夜限り' } })
    assert.equal(made.status, 201, made.text)
    const { id, title, state, starts_at, shelf, cast, live_at, pin, length_ms } = made.body
    assert.deepEqual({ title, state, starts_at, live_at, pin, length_ms }, { title: '夜の配信', state: 'scheduled', starts_at: starts, live_at: null, pin: null, length_ms: null })
    assert.deepEqual([shelf.map((each) => each.id), cast.map(({ handle }) => handle)], [[product.id], ['cast-one']])
    const changed = await shop.owner.patch<Show>(`/api/shows/${id}`, { title: '昼の配信', shelf: [] })
    assert.deepEqual([changed.title, changed.shelf, changed.cast.length], ['昼の配信', [], 1])
    const seen = await shop.anyone.get<Show>(`/api/shows/${id}`)
    assert.equal(seen.title, '昼の配信')
    assert.equal(seen.staff, undefined)
    assert.ok((await shop.snapshot(id)).staff)
    const draft = await shop.owner.patch<Show>(`/api/shows/${id}`, { starts_at: null })
    assert.equal(draft.state, 'draft')
  })

  test('that is a draft is the staff’s alone', async () => {
    const draft = await shop.show()
    assert.equal(draft.state, 'draft')
    const viewer = await shop.viewer()
    for (const who of [shop.anyone, viewer]) {
      refused(await who.send('GET', `/api/shows/${draft.id}`), 404, 'not-found')
      refused(await who.send('GET', `/api/shows/${draft.id}/timeline`), 404, 'not-found')
      refused(await who.send('GET', `/api/shows/${draft.id}/timeline?at=0`), 404, 'not-found')
      refused(await who.send('GET', `/api/shows/${draft.id}/outline`), 404, 'not-found')
      const { items } = await who.get<Page<Show>>('/api/shows?limit=200')
      assert.ok(!items.some(({ id }) => id === draft.id))
    }
    assert.equal((await fetch(`${shop.server.base}/media/${draft.id}/index.m3u8`)).status, 404)
    const drafts = await shop.owner.get<Page<Show>>('/api/shows?state=draft&limit=200')
    assert.ok(drafts.items.some(({ id }) => id === draft.id))
  })

  test('is refused where wrong, with the member named', async () => {
    const send = (json: unknown) => shop.owner.send('POST', '/api/shows', { json })
    const cases: [unknown, string][] = [
      [{}, '/title'], [{ title: '' }, '/title'], [{ title: 'あ'.repeat(121) }, '/title'], [{ title: ['x'] }, '/title'],
      [{ title: 'x', starts_at: 'tomorrow' }, '/starts_at'], [{ title: 'x', starts_at: 5 }, '/starts_at'], [{ title: 'x', shelf: 'lip' }, '/shelf'],
      [{ title: 'x', shelf: ['A B'] }, '/shelf/0'], [{ title: 'x', record: 'yes' }, '/record'], [{ title: 'x', colour: 1 }, '/colour'],
    ]
    for (const [body, field] of cases) refused(await send(body), 400, 'invalid', field)
    for (const body of [{ title: 'x', shelf: ['no-such-product'] }, { title: 'x', cast: ['no-such-person'] }]) {
      const answer = await send(body)
      assert.ok([400, 404].includes(answer.status), answer.text)
    }
    const show = await shop.show()
    refused(await shop.owner.send('PATCH', `/api/shows/${show.id}`, { json: { state: 'live' } }), 400, 'invalid', '/state')
    refused(await shop.owner.send('GET', '/api/shows?state=sleeping'), 400, 'invalid', 'state')
    refused(await shop.anyone.send('GET', '/api/shows/none'), 404, 'not-found')
    refused(await shop.owner.send('PATCH', '/api/shows/none', { json: { title: 'x' } }), 404, 'not-found')
  })

  test('starts, ends, and refuses steps that its state does not have', async () => {
    const show = await shop.show()
    refused(await shop.owner.send('POST', `/api/shows/${show.id}/end`), 409, 'state')
    const live = await shop.owner.send<Show>('POST', `/api/shows/${show.id}/start`)
    assert.equal(live.status, 200, live.text)
    assert.equal(live.body.state, 'live')
    assert.ok(Math.abs(Date.parse(live.body.live_at!) - Date.now()) < 60_000)
    assert.equal(live.body.picture, 'away')
    refused(await shop.owner.send('POST', `/api/shows/${show.id}/start`), 409, 'state')
    refused(await shop.owner.send('POST', `/api/shows/${show.id}/cancel`), 409, 'state')
    assert.equal((await shop.anyone.get<Show>(`/api/shows/${show.id}`)).state, 'live')
    const ended = await shop.owner.send<Show>('POST', `/api/shows/${show.id}/end`)
    assert.equal(ended.status, 200)
    assert.equal(ended.body.state, 'archived')
    assert.ok(ended.body.length_ms! >= 0)
    refused(await shop.owner.send('POST', `/api/shows/${show.id}/end`), 409, 'state')
    refused(await shop.owner.send('POST', `/api/shows/${show.id}/start`), 409, 'state')
    refused(await shop.owner.send('POST', '/api/shows/none/start'), 404, 'not-found')
  })

  test('that is cancelled is gone for the public', async () => {
    const show = await shop.show({ starts_at: inAnHour() })
    assert.equal((await shop.anyone.get<Show>(`/api/shows/${show.id}`)).state, 'scheduled')
    assert.equal((await shop.owner.post<Show>(`/api/shows/${show.id}/cancel`)).state, 'cancelled')
    refused(await shop.anyone.send('GET', `/api/shows/${show.id}`), 404, 'not-found')
    refused(await shop.owner.send('POST', `/api/shows/${show.id}/start`), 409, 'state')
    refused(await shop.owner.send('PATCH', `/api/shows/${show.id}`, { json: { title: 'x' } }), 409, 'state')
  })

  test('is listed by state and by cursor', async () => {
    const made: string[] = []
    for (let index = 0; index < 3; index++) made.push((await shop.show({ starts_at: inAnHour() })).id)
    const paged: string[] = []
    for (let cursor: string | null = ''; cursor !== null;) {
      const page: Page<Show> = await shop.anyone.get(`/api/shows?state=scheduled&limit=2${cursor && `&cursor=${encodeURIComponent(cursor)}`}`)
      for (const { state } of page.items) assert.equal(state, 'scheduled')
      paged.push(...page.items.map(({ id }) => id))
      cursor = page.next
    }
    assert.equal(new Set(paged).size, paged.length)
    for (const id of made) assert.ok(paged.includes(id))
  })

  test('is in the hands of staff alone', async () => {
    const show = await shop.show({ starts_at: inAnHour() })
    const viewer = await shop.viewer()
    const routes: [string, string, unknown?][] = [
      ['POST', '/api/shows', { title: 'x' }], ['PATCH', `/api/shows/${show.id}`, { title: 'x' }], ['POST', `/api/shows/${show.id}/start`],
      ['POST', `/api/shows/${show.id}/end`], ['POST', `/api/shows/${show.id}/cancel`], ['GET', `/api/shows/${show.id}/ingest`],
      ['POST', `/api/shows/${show.id}/ingest`], ['GET', `/api/shows/${show.id}/ingest/qr.svg?protocol=rtmp`],
    ]
    for (const [method, path, json] of routes) {
      refused(await shop.anyone.send(method, path, json ? { json } : {}), 401, 'unauthorized')
      refused(await viewer.send(method, path, json ? { json } : {}), 403, 'forbidden')
    }
    assert.equal((await shop.snapshot(show.id)).state, 'scheduled')
  })
})

describe('ingest', () => {
  test('tells both ways in, as a code too, and a new key replaces the old', async () => {
    const show = await shop.show()
    const ways = await shop.owner.get<Ingest[]>(`/api/shows/${show.id}/ingest`)
    assert.deepEqual(ways.map(({ protocol }) => protocol).sort(), ['rtmp', 'srt'])
    const rtmp = ways.find(({ protocol }) => protocol === 'rtmp')!
    assert.ok(rtmp.url.endsWith(`:${shop.server.rtmpPort}/live`), rtmp.url)
    assert.ok(rtmp.key.startsWith(`${show.id}?key=`))
    const code = await shop.owner.send('GET', `/api/shows/${show.id}/ingest/qr.svg?protocol=srt`)
    assert.match(code.headers.get('content-type')!, /^image\/svg\+xml/)
    assert.match(code.text, /^<svg /)
    assert.equal((await shop.owner.send('GET', `/api/shows/${show.id}/ingest/qr.svg?protocol=smoke`)).status, 400)
    const renewed = await shop.owner.send<Ingest[]>('POST', `/api/shows/${show.id}/ingest`)
    assert.ok(renewed.status === 200 || renewed.status === 201, renewed.text)
    assert.notEqual(renewed.body.find(({ protocol }) => protocol === 'rtmp')!.key, rtmp.key)
    refused(await shop.owner.send('GET', '/api/shows/none/ingest'), 404, 'not-found')
    assert.ok(!(await shop.anyone.send('GET', `/api/shows/${show.id}`)).text.includes('key='))
  })
})
