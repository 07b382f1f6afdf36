import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import { type Page, type Product, refused } from '../support/api.ts'
import { contact, type Shop } from '../support/shop.ts'
import { picture } from './bytes.ts'
import { house } from './house.ts'

let shop: Shop
before(async () => void (shop = await house()))

const price = { amount: 2640, currency: 'JPY' }
const read = (id: string) => shop.owner.get<Product>(`/api/products/${id}`)

describe('two who edit one product', () => {
  test('do not overwrite each other: the second is shown what stands there now', async () => {
    const { id } = await shop.product()
    const first = await shop.owner.send<Product>('GET', `/api/products/${id}`)
    const tag = first.headers.get('etag')!
    assert.equal(tag, `"${first.body.version}"`)
    const put = (title: string, headers: Record<string, string>) => shop.owner.send<any>('PUT', `/api/products/${id}`, { json: { title, price }, headers })
    const theirs = await put('theirs', { 'if-match': tag })
    assert.equal(theirs.status, 200, theirs.text)
    assert.equal(theirs.headers.get('etag'), `"${first.body.version + 1}"`)
    const stale: any = refused(await put('ours', { 'if-match': tag }), 412, 'changed-meanwhile')
    assert.equal(stale.present.title, 'theirs')
    assert.equal(stale.present.version, theirs.body.version)
    assert.equal((await read(id)).title, 'theirs')
    assert.equal((await put('ours', { 'if-match': theirs.headers.get('etag')! })).status, 200)
    assert.equal((await put('whoever', {})).status, 200, 'without the header the last one stands')
    refused(await put('x', { 'if-match': 'nonsense' }), 400, 'invalid', 'If-Match')
    refused(await put('x', { 'if-none-match': '*' }), 412, 'changed-meanwhile')
  })
})

describe('a limit per person', () => {
  const order = (caller: { send: Shop['owner']['send'] }, lines: [string, number][]) =>
    caller.send<any>('POST', '/api/orders', { json: { lines: lines.map(([sku, quantity]) => ({ sku, quantity })), contact } })

  test('counts what a person bought before, over all variants', async () => {
    const id = 'limited-tee'
    await shop.owner.put(`/api/products/${id}`, { title: '限定 T シャツ', price, limit_per_person: 3, variants: [{ sku: 'limited-s', options: { サイズ: 'S' } }, { sku: 'limited-m', options: { サイズ: 'M' } }] })
    for (const sku of ['limited-s', 'limited-m']) await shop.owner.post(`/api/stock/${sku}`, { delta: 20, reason: '入荷' })
    const viewer = await shop.viewer()
    assert.equal((await order(viewer, [['limited-s', 2]])).status, 201)
    const { sku, limit, already }: any = refused(await order(viewer, [['limited-s', 1], ['limited-m', 1]]), 409, 'limit-per-person')
    assert.deepEqual({ sku, limit, already }, { sku: 'limited-m', limit: 3, already: 2 })
    assert.equal((await order(viewer, [['limited-m', 1]])).status, 201)
    refused(await order(viewer, [['limited-m', 1]]), 409, 'limit-per-person')
    assert.equal((await order(await shop.viewer(), [['limited-m', 3]])).status, 201, 'somebody else')
    refused(await order(shop.anyone, [['limited-m', 4]]), 409, 'limit-per-person')
    assert.equal((await read(id)).left, 34)
  })

  test('is a number of pieces, or none', async () => {
    const { id } = await shop.product()
    for (const limit_per_person of [0, -1, 1.5, '2', 1001]) {
      refused(await shop.owner.send('PUT', `/api/products/${id}`, { json: { title: 'x', price, limit_per_person } }), 400, 'invalid', '/limit_per_person')
    }
    assert.equal((await shop.owner.put(`/api/products/${id}`, { title: 'x', price, limit_per_person: 2 })).limit_per_person, 2)
    assert.equal((await shop.owner.put(`/api/products/${id}`, { title: 'x', price, limit_per_person: null })).limit_per_person, null)
  })

  test('holds for orders that come at once', async () => {
    const { id } = await shop.product(50, { limit_per_person: 2 })
    const viewer = await shop.viewer()
    const answers = await Promise.all(Array.from({ length: 12 }, () => order(viewer, [[id, 1]])))
    assert.deepEqual(answers.map(({ status }) => status).sort(), [201, 201, ...Array.from({ length: 10 }, () => 409)])
    assert.equal((await read(id)).left, 48)
  })
})

describe('several pictures', () => {
  test('stand in order, the first for the product, each removable', async () => {
    const { id } = await shop.product()
    const add = async (form: 'png' | 'jpg') =>
      shop.owner.send<any>('POST', `/api/products/${id}/pictures`, { bytes: await picture(form), headers: { 'content-type': `image/${form}` } })
    const one = await add('png')
    assert.equal(one.status, 201, one.text)
    const [first] = one.body.pictures
    assert.deepEqual((await read(id)).picture, { url: first.url, small: first.small })
    assert.equal((await add('png')).body.pictures.length, 1, 'the same again is the same')
    const change = (json: unknown) => shop.owner.send<any>('PUT', `/api/products/${id}/pictures`, { json })
    refused(await change({ pictures: ['none'] }), 400, 'invalid', '/pictures/0')
    refused(await change({}), 400, 'invalid', '/pictures')
    assert.deepEqual((await change({ pictures: [first.id] })).body.pictures.map((each: any) => each.id), [first.id])
    const variants = (chosen: string) => shop.owner.send<Product>('PUT', `/api/products/${id}`, { json: { title: 'x', price, variants: [{ sku: `${id}-a`, options: { 色: '茜' }, picture: chosen }] } })
    refused(await variants('none'), 400, 'invalid', '/variants/0/picture')
    assert.equal((await variants(first.id)).body.variants[0]!.picture?.url, first.url)
    refused(await shop.owner.send('DELETE', `/api/products/${id}/pictures/none`), 404, 'not-found')
    assert.deepEqual((await shop.owner.send<any>('DELETE', `/api/products/${id}/pictures/${first.id}`)).body.pictures, [])
    const bare = await read(id)
    assert.equal(bare.picture, null)
    assert.equal(bare.variants[0]!.picture, null)
    refused(await shop.owner.send('POST', `/api/products/none/pictures`, { bytes: await picture('png') }), 404, 'not-found')
  })
})

describe('the list of products', () => {
  test('finds by any part of the words, in any width and kana', async () => {
    await shop.owner.put('/api/products/search-me', { title: 'ひざしよけ クリーム（ＵＶ）', price, brand: '月白堂' })
    const found = async (q: string) => (await shop.anyone.get<Page<Product>>(`/api/products?q=${encodeURIComponent(q)}`)).items.map(({ id }) => id)
    for (const q of ['クリーム', 'くりーむ', 'uv', 'ヒザシ', '月白堂 クリ', 'search-me']) assert.deepEqual(await found(q), ['search-me'], q)
    for (const q of ['クリームパン', '!!', 'uv 石けん']) assert.deepEqual(await found(q), [], q)
  })

  test('does not tell the public where a feed keeps its pictures', async () => {
    const source = 'https://shop.example/a.jpg'
    const { id } = await shop.product(0, { picture_sources: [source] })
    assert.deepEqual((await read(id)).picture_sources, [source])
    assert.equal((await shop.anyone.get<Product>(`/api/products/${id}`)).picture_sources, undefined)
    await shop.owner.put(`/api/products/${id}`, { title: 'x', price })
    assert.deepEqual((await read(id)).picture_sources, [source], 'they stay when they are not named')
  })
})

describe('the history of stock', () => {
  test('tells staff who changed it and why, and which orders took of it', async () => {
    const { id } = await shop.product(10)
    await shop.owner.post(`/api/stock/${id}`, { delta: -1, reason: '破損' })
    const order = await shop.anyone.post('/api/orders', { lines: [{ sku: id, quantity: 2 }], contact })
    const history = (query = '') => shop.owner.get<Page<any>>(`/api/stock/${id}/history${query}`)
    const { items, next } = await history()
    assert.equal(next, null)
    assert.deepEqual(items.map(({ delta, left, reason, by, order }) => [delta, left, reason, by, order]),
      [[-2, null, null, null, order.number], [-1, 9, '破損', '店長', null], [10, 10, '入荷', '店長', null]])
    const first = await history('?limit=2')
    assert.equal(first.items.length, 2)
    assert.deepEqual([...first.items, ...(await history(`?limit=2&cursor=${first.next}`)).items], items)
    refused(await shop.owner.send('GET', '/api/stock/no-such/history'), 404, 'not-found')
    refused(await shop.owner.send('GET', `/api/stock/${id}/history?cursor=x`), 400, 'invalid', 'cursor')
  })
})

describe('the moments of a product', () => {
  test('are its shows, on air and to come and past, and where it was pinned', async () => {
    const lip = await shop.product(5)
    const moments = async () => (await shop.anyone.get<any>(`/api/products/${lip.id}/moments`)).shows
    assert.deepEqual(await moments(), [])
    await shop.show({ title: '下書き', shelf: [lip.id] })
    const coming = await shop.show({ title: 'これから', shelf: [lip.id], starts_at: '2030-01-01T11:00:00Z' })
    const past = await shop.liveShow(lip)
    await shop.owner.post(`/api/shows/${past.id}/end`)
    const live = await shop.liveShow(lip)
    assert.deepEqual((await moments()).map((each: any) => [each.id, each.state]), [[live.id, 'live'], [coming.id, 'scheduled'], [past.id, 'archived']])
    refused(await shop.anyone.send('GET', '/api/products/none/moments'), 404, 'not-found')
    await shop.owner.post(`/api/shows/${live.id}/end`)
  })
})
