// Rehearsals: the same pipeline for staff alone, a past show's crowd in it, and the score.
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { before, describe, test } from 'node:test'
import { type Client, type Product, refused, type Show } from '../support/api.ts'
import { sleep, until } from '../support/processes.ts'
import { Room } from '../support/room.ts'
import { contact, type Shop } from '../support/shop.ts'
import { house } from './house.ts'

let shop: Shop
before(async () => void (shop = await house()))

interface Rehearsal extends Show { rehearsal: { of: string; title: string; crowd: { show: string; title: string; watching: number } | null } }
interface Points { answers: number | null; timing: number | null; pace: number | null; whole: number | null }
interface Score {
  points: Points
  rehearsal: { length_ms: number; asked: number; answered: number; pins: number; cues: { title: string; planned_ms: number; lasted_ms: number | null }[] }
  original: { asked: number; pins: number } | null
  questions: { seq: number; at: number; answered_at: number | null; text: string }[]
}
const soon = (): string => new Date(Date.now() + 86_400_000).toISOString()
const rehearse = (show: string, body: Record<string, unknown> = {}): Promise<Rehearsal> => shop.owner.post<Rehearsal>(`/api/shows/${show}/rehearsals`, body)

interface Past { id: string; product: Product; talker: Client & { id: string; name: string } }
/** A show that was on air for two seconds, with a crowd that talked, asked, gave hearts and bought. */
async function past(): Promise<Past> {
  const product = await shop.product(5)
  const { id } = await shop.liveShow(product)
  const talker = await shop.viewer('本名のさくら')
  const [room, staff] = [await Room.join(talker, id), await Room.join(shop.owner, id)]
  await room.must('chat.post', { text: '待っていました' })
  const hidden = await room.must('chat.post', { text: '隠された言葉' })
  await staff.must('chat.hide', { seq: hidden })
  await staff.must('chat.post', { text: 'スタッフの声' })
  await room.must('question.ask', { text: '色は落ちますか', product: product.id })
  await room.must('heart', { count: 7 })
  await staff.must('product.pin', { product: product.id })
  assert.equal((await talker.send('POST', '/api/orders', { json: { show: id, lines: [{ sku: product.id, quantity: 2 }], contact } })).status, 201)
  await until('some time has gone by', async () => (await shop.snapshot(id)).clock > 1_500)
  await room.must('play.span', { from: 0, to: 1_400 })
  await shop.owner.post(`/api/shows/${id}/end`)
  for (const each of [room, staff]) each.leave()
  return { id, product, talker }
}

describe('a rehearsal', () => {
  test('has what its show has prepared, on a timeline of its own', async () => {
    const product = await shop.product(5)
    const show = await shop.show({ starts_at: soon(), shelf: [product.id], cast: ['owner'] })
    await shop.owner.post(`/api/shows/${show.id}/cues`, { title: '塗り比べ', length_s: 90, product: product.id })
    await shop.owner.post(`/api/shows/${show.id}/polls`, { question: 'どちらが好き？', options: ['茜', '柿渋'] })
    await shop.owner.post(`/api/shows/${show.id}/offers`, { title: '10% OFF', benefit: 'percent', percent: 10, targets: [{ product: product.id }] })
    const headers = { 'idempotency-key': randomUUID() }
    const made = await shop.owner.send<Rehearsal>('POST', `/api/shows/${show.id}/rehearsals`, { json: {}, headers })
    assert.equal(made.status, 201, made.text)
    const again = await shop.owner.send<Rehearsal>('POST', `/api/shows/${show.id}/rehearsals`, { json: {}, headers })
    assert.equal(again.body.id, made.body.id)
    const { id, state, rehearsal, shelf, starts_at } = made.body
    assert.equal(id.length, 24)
    assert.deepEqual([state, rehearsal.of, rehearsal.crowd, shelf.map((each) => each.id), starts_at], ['draft', show.id, null, [product.id], null])
    const sheet = await shop.owner.get<{ items: { id: string; title: string }[] }>(`/api/shows/${id}/cues`)
    assert.deepEqual(sheet.items.map(({ title }) => title), ['塗り比べ'])
    const offers = await shop.owner.get<{ items: { id: string; title: string }[] }>(`/api/shows/${id}/offers`)
    assert.deepEqual(offers.items.map(({ title }) => title), ['10% OFF'])

    await shop.owner.post(`/api/shows/${id}/start`)
    const staff = await Room.join(shop.owner, id, { known: true })
    await staff.must('cue.start', { cue: sheet.items[0]!.id })
    await staff.must('product.pin', { product: product.id })
    await staff.must('offer.open', { offer: offers.items[0]!.id })
    assert.equal((await shop.snapshot(id)).state, 'live')
    const ended = await shop.owner.post<Rehearsal>(`/api/shows/${id}/end`)
    assert.equal(ended.state, 'archived')
    staff.leave()
    // The show itself is untouched.
    const own = await shop.snapshot(show.id)
    assert.deepEqual([own.state, own.live_at, own.pin], ['scheduled', null, null])
    const { items } = await shop.owner.get<{ items: { id: string; state: string }[] }>(`/api/shows/${show.id}/rehearsals`)
    assert.deepEqual(items.map((each) => [each.id, each.state]), [[id, 'archived']])
    // It stands in the record of those in its cast.
    const { rehearsals } = await shop.owner.get<{ rehearsals: { id: string }[] }>('/api/training')
    assert.deepEqual(rehearsals.filter((each) => each.id === id).length, 1)
    assert.equal((await shop.owner.get(`/api/products/${product.id}`)).left, 5)
  })

  test('is for staff alone, in every list, page and address', async () => {
    const product = await shop.product(5)
    const show = await shop.show({ starts_at: soon(), shelf: [product.id] })
    const { id } = await rehearse(show.id)
    await shop.owner.post(`/api/shows/${id}/start`)
    const viewer = await shop.viewer()
    for (const client of [shop.anyone, viewer]) {
      for (const path of ['', '/timeline', '/outline', '/chapters', '/questions', '/search?q=リップ', '/shelf', '/clips']) {
        assert.ok([401, 403, 404].includes((await client.send('GET', `/api/shows/${id}${path}`)).status), `${path} of a rehearsal`)
      }
    }
    refused(await viewer.send('POST', '/api/orders', { json: { show: id, lines: [{ sku: product.id, quantity: 1 }], contact } }), 400, 'invalid')
    refused(await shop.owner.send('POST', '/api/orders', { json: { show: id, lines: [{ sku: product.id, quantity: 1 }], contact } }), 400, 'invalid')
    for (const client of [shop.anyone, shop.owner]) {
      const shows = (await client.get<{ items: Show[] }>('/api/shows?limit=50')).items
      assert.ok(shows.length > 0 && !shows.some((each) => each.id === id), 'no list has it')
    }
    const { shows } = await shop.anyone.get<{ shows: { id: string }[] }>(`/api/products/${product.id}/moments`)
    assert.deepEqual(shows.map((each) => each.id), [show.id])
    const { text: sitemap } = await shop.anyone.send('GET', '/sitemap-shows.xml')
    assert.ok(sitemap.includes(show.id) && !sitemap.includes(id), 'the show is found from outside, its rehearsal is not')
    await shop.owner.post(`/api/shows/${id}/end`)
    assert.equal((await shop.anyone.send('GET', `/api/shows/${id}`)).status, 404)
  })

  test('is played into by a past crowd: at its moments, under other names, and selling nothing', async () => {
    const { id: crowd, product, talker } = await past()
    const { items: crowds } = await shop.owner.get<{ items: { id: string; lines: number; questions: number }[] }>('/api/crowds')
    const listed = crowds.find((each) => each.id === crowd)!
    assert.deepEqual([listed.lines, listed.questions], [3, 1])
    const show = await shop.show({ starts_at: soon(), shelf: [product.id] })
    await shop.owner.post(`/api/shows/${show.id}/cues`, { title: '塗る', length_s: 2 })
    const { id, rehearsal } = await rehearse(show.id, { crowd })
    assert.equal(rehearsal.crowd?.show, crowd)
    const left = (await shop.owner.get(`/api/products/${product.id}`)).left
    await shop.owner.post(`/api/shows/${id}/start`)
    const staff = await Room.join(shop.owner, id, { known: true })
    const line = await staff.waitFor('chat.posted')
    const question = await staff.waitFor('question.asked')
    const order = await staff.waitFor('order.placed')
    assert.deepEqual([line.data, question.data], [{ text: '待っていました' }, { text: '色は落ちますか', product: product.id }])
    assert.ok(order.data.crowd && order.data.pieces === 2 && order.data.total.amount > 0)
    for (const event of [line, question, order]) {
      assert.notEqual(event.by!.name, talker.name)
      assert.equal(event.by!.name, line.by!.name, 'one person keeps one name')
    }
    const original = await shop.owner.get<{ events: { kind: string; at: number }[] }>(`/api/shows/${crowd}/timeline?from=1`)
    const at = (kind: string): number => original.events.find((event) => event.kind === kind)!.at
    assert.deepEqual([line.at, question.at], [at('chat.posted'), at('question.asked')])
    await until('the hearts came', async () => (await shop.snapshot(id)).counts.hearts === 7)
    await until('the crowd is counted', () => staff.frames.some(({ sums }) => sums?.['crowd'] === 1))
    assert.equal((await shop.owner.get(`/api/products/${product.id}`)).left, left, 'nothing is sold')
    assert.ok(![...staff.events.values()].some(({ data }) => /隠された|スタッフの声/.test(data['text'] ?? '')), 'neither hidden lines nor the staff’s')

    const sheet = await shop.owner.get<{ items: { id: string }[] }>(`/api/shows/${id}/cues`)
    await staff.must('cue.start', { cue: sheet.items[0]!.id })
    await staff.must('product.pin', { product: product.id })
    await staff.must('question.answer', { seq: question.seq, text: '落ちにくいです' })
    refused(await shop.owner.send('GET', `/api/shows/${id}/score`), 409, 'state')
    await until('the cue has lasted', async () => (await shop.snapshot(id)).clock > 3_000)
    await shop.owner.post(`/api/shows/${id}/end`)
    staff.leave()
    const score = await shop.owner.get<Score>(`/api/shows/${id}/score`)
    assert.deepEqual([score.points.answers, score.points.pace, score.original?.asked, score.original?.pins], [100, null, 0, 1], 'too short for a pace; the original’s question came in its last minute')
    assert.ok(score.points.timing! >= 50 && score.points.whole! >= 75)
    assert.deepEqual(score.questions.map(({ text, answered_at }) => [text, answered_at !== null]), [['色は落ちますか', true]])
    assert.deepEqual(score.rehearsal.cues.map(({ title, planned_ms }) => [title, planned_ms]), [['塗る', 2_000]])
    const about = (await shop.anyone.get(`/api/products/${product.id}/questions`)).items as { show: { id: string } }[]
    assert.deepEqual(about.map((each) => each.show.id), [crowd], 'the product knows the question once')
  })

  test('loses what a person of its crowd wrote when that person is erased', async () => {
    const { id: crowd, talker } = await past()
    const show = await shop.show({ starts_at: soon() })
    const { id } = await rehearse(show.id, { crowd })
    await shop.owner.post(`/api/shows/${id}/start`)
    const staff = await Room.join(shop.owner, id, { known: true })
    await staff.waitFor('question.asked')
    await talker.send('POST', '/api/me/erase', { json: { confirm: 'erase', even_open_orders: true } })
    const page = await until('the copies are gone', async () => {
      const { events } = await shop.owner.get<{ events: { kind: string; data: Record<string, unknown> }[] }>(`/api/shows/${id}/timeline?from=1`)
      return events.some(({ data }) => data['text'] === '待っていました' || data['text'] === '色は落ちますか') ? null : events
    })
    assert.ok(page.length > 0)
    assert.deepEqual((await shop.owner.get(`/api/shows/${id}/questions`)).items.filter((each: { hidden: boolean }) => !each.hidden), [])
    await shop.owner.post(`/api/shows/${id}/end`)
    staff.leave()
  })

  test('takes the steps of a rehearsal and no others', async () => {
    const show = await shop.show({ starts_at: soon() })
    const { id } = await rehearse(show.id)
    refused(await shop.owner.send('POST', `/api/shows/${id}/end`), 409, 'state')
    refused(await shop.owner.send('PATCH', `/api/shows/${id}`, { json: { starts_at: soon() } }), 409, 'state')
    refused(await shop.owner.send('POST', `/api/shows/${id}/rehearsals`, { json: {} }), 409, 'state')
    await shop.owner.post(`/api/shows/${id}/start`)
    refused(await shop.owner.send('POST', `/api/shows/${id}/start`), 409, 'state')
    refused(await shop.owner.send('POST', `/api/shows/${id}/cancel`), 409, 'state')
    await shop.owner.post(`/api/shows/${id}/end`)
    refused(await shop.owner.send('POST', `/api/shows/${id}/start`), 409, 'state')
    const other = await rehearse(show.id)
    await shop.owner.post(`/api/shows/${other.id}/cancel`)
    const { items } = await shop.owner.get<{ items: { id: string }[] }>(`/api/shows/${show.id}/rehearsals`)
    assert.deepEqual(items.map((each) => each.id), [id])
    refused(await shop.owner.send('GET', `/api/shows/${show.id}/score`), 404, 'not-found')
  })

  test('is refused with the reason', async () => {
    const show = await shop.show({ starts_at: soon() })
    const at = (of: string) => `/api/shows/${of}/rehearsals`
    refused(await shop.owner.send('POST', at('nobody'), { json: {} }), 404, 'not-found')
    refused(await shop.owner.send('POST', at(show.id), { json: { crowd: 'nobody' } }), 400, 'invalid', '/crowd')
    refused(await shop.owner.send('POST', at(show.id), { json: { crowd: show.id } }), 400, 'invalid', '/crowd')
    refused(await shop.owner.send('POST', at(show.id), { json: { people: 3 } }), 400, 'invalid', '/people')
    const over = await shop.liveShow()
    refused(await shop.owner.send('POST', at(over.id), { json: {} }), 409, 'state')
    await shop.owner.post(`/api/shows/${over.id}/end`)
    refused(await (await shop.viewer()).send('POST', at(show.id), { json: {} }), 403, 'forbidden')
    refused(await shop.anyone.send('GET', '/api/crowds'), 401, 'unauthorized')
  })

  test('goes on where its crowd was when the server comes back', async () => {
    const { Server } = await import('../support/server.ts')
    const { Shop: AShop } = await import('../support/shop.ts')
    const server = await Server.start()
    try {
      const own = await AShop.open(server)
      const product = await own.product(1)
      const live = await own.liveShow(product)
      const talker = await Room.join(await own.viewer('うみ'), live.id)
      await talker.must('chat.post', { text: '一言目' })
      await until('time goes by', async () => (await own.snapshot(live.id)).clock > 6_000)
      await talker.must('chat.post', { text: '二言目' })
      await own.owner.post(`/api/shows/${live.id}/end`)
      talker.leave()
      const show = await own.show({ starts_at: soon() })
      const { id } = await own.owner.post<Rehearsal>(`/api/shows/${show.id}/rehearsals`, { crowd: live.id })
      await own.owner.post(`/api/shows/${id}/start`)
      const lines = async (): Promise<unknown[]> => {
        const { events } = await own.owner.get<{ events: { kind: string; data: { text: string } }[] }>(`/api/shows/${id}/timeline?from=1`)
        return events.filter(({ kind }) => kind === 'chat.posted').map(({ data }) => data.text)
      }
      await until('the first line came', async () => (await lines()).length === 1)
      await server.kill()
      await server.begin()
      await until('the second came, too', async () => (await lines()).length === 2)
      await sleep(600)
      assert.deepEqual(await lines(), ['一言目', '二言目'])
    } finally {
      await server.stop()
    }
  })
})
