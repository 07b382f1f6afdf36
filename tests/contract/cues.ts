import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { before, describe, test } from 'node:test'
import { refused, type Show } from '../support/api.ts'
import { Room } from '../support/room.ts'
import { Server } from '../support/server.ts'
import { Shop } from '../support/shop.ts'
import { house } from './house.ts'

let shop: Shop
before(async () => void (shop = await house()))

interface Cue { id: string; version: number; title: string; intent: string; length_s: number; points: string; product: string; offer: string; poll: string; changed_at: string; changed_by: string }
interface Sheet { items: (Cue & { planned_ms: number; started_ms: number | null })[]; length_s: number; starts: { cue: string; title: string; at: number; seq: number; lasted_ms: number }[]; current: string | null }
interface Plan { version: number; concept: string; purpose: string; length_s: number | null; targets: { figure: string; target: number; unit: string }[]; team: { staff: string; role: string }[] }

const path = (show: string): string => `/api/shows/${show}/cues`
const sheetOf = (show: string, of = shop): Promise<Sheet> => of.owner.get<Sheet>(path(show))
const add = (show: string, title: string, more: Record<string, unknown> = {}, of = shop): Promise<Cue> => of.owner.post<Cue>(path(show), { title, ...more })
const titles = async (show: string): Promise<string[]> => (await sheetOf(show)).items.map(({ title }) => title)
const seen = (version: number): { headers: Record<string, string> } => ({ headers: { 'if-match': `"${version}"` } })

describe('a cue sheet', () => {
  test('is written cue by cue, each with its planned start', async () => {
    const product = await shop.product(1)
    const show = await shop.show({ shelf: [product.id] })
    assert.deepEqual(await sheetOf(show.id), { items: [], length_s: 0, starts: [], current: null })
    const made = await shop.owner.send<Cue>('POST', path(show.id), { json: { title: '茜と柿渋の塗り比べ', intent: 'combination', length_s: 300, points: '照明あり\n照明なし', product: product.id, offer: 'o1', poll: 'p1' } })
    assert.equal(made.status, 201, made.text)
    assert.equal(made.headers.get('etag'), '"1"')
    const { id, changed_at, ...rest } = made.body
    assert.ok(Date.parse(changed_at))
    assert.deepEqual(rest, { version: 1, title: '茜と柿渋の塗り比べ', intent: 'combination', length_s: 300, points: '照明あり\n照明なし', product: product.id, offer: 'o1', poll: 'p1', changed_by: 'owner' })
    await add(show.id, 'あいさつ', { after: '', length_s: 90 })
    await add(show.id, '締め')
    await add(show.id, '質問', { after: id, length_s: 30 })
    const sheet = await sheetOf(show.id)
    assert.deepEqual(sheet.items.map(({ title, planned_ms }) => [title, planned_ms]), [['あいさつ', 0], ['茜と柿渋の塗り比べ', 90_000], ['質問', 390_000], ['締め', 420_000]])
    assert.equal(sheet.length_s, 480)
  })

  test('takes a cue with one key once', async () => {
    const show = await shop.show()
    const headers = { 'idempotency-key': randomUUID() }
    const first = await shop.owner.send<Cue>('POST', path(show.id), { json: { title: '一度' }, headers })
    const again = await shop.owner.send<Cue>('POST', path(show.id), { json: { title: '一度' }, headers })
    assert.deepEqual([first.status, again.status, again.body], [201, 201, first.body])
    refused(await shop.owner.send('POST', path(show.id), { json: { title: '別' }, headers }), 422, 'idempotency-key-reused')
    assert.equal((await titles(show.id)).length, 1)
  })

  test('lets two people write different cues, and refuses the second of the same with the other’s state', async () => {
    const show = await shop.show()
    const [one, two] = [await add(show.id, '一'), await add(show.id, '二')]
    const put = (cue: Cue, title: string, version: number) => shop.owner.send<Cue>('PUT', `${path(show.id)}/${cue.id}`, { json: { title }, ...seen(version) })
    const [mine, other] = await Promise.all([put(one, '一、直し', 1), put(two, '二、直し', 1)])
    assert.deepEqual([mine.status, mine.body.version, mine.headers.get('etag'), other.status], [200, 2, '"2"', 200])
    const stale = await put(one, '一、遅れた直し', 1)
    const problem = refused(stale, 412, 'changed-meanwhile') as unknown as { present: Cue }
    assert.deepEqual([problem.present.title, problem.present.version], ['一、直し', 2])
    refused(await shop.owner.send('DELETE', `${path(show.id)}/${one.id}`, seen(1)), 412, 'changed-meanwhile')
    assert.deepEqual(await titles(show.id), ['一、直し', '二、直し'])
    // Moving is no writing: what was opened before it can be saved after it.
    await shop.owner.post(`${path(show.id)}/${one.id}/move`, { after: two.id })
    assert.equal((await put(one, '一、つぎの直し', 2)).status, 200)
    assert.equal((await shop.owner.send('DELETE', `${path(show.id)}/${one.id}`, seen(3))).status, 204)
    assert.equal((refused(await put(one, '消えた', 3), 412, 'changed-meanwhile') as unknown as { present: null }).present, null)
    refused(await shop.owner.send('PUT', `${path(show.id)}/${one.id}`, { json: { title: 'x' } }), 404, 'not-found')
    refused(await shop.owner.send('DELETE', `${path(show.id)}/${one.id}`), 404, 'not-found')
    refused(await put(two, 'x', 0), 400, 'invalid', 'If-Match')
  })

  test('is ordered by moves, each after another', async () => {
    const show = await shop.show()
    const cues: Cue[] = []
    for (const title of ['a', 'b', 'c', 'd']) cues.push(await add(show.id, title))
    const move = (at: number, after: string) => shop.owner.send<Sheet>('POST', `${path(show.id)}/${cues[at]!.id}/move`, { json: { after } })
    const moved = await move(3, cues[0]!.id)
    assert.equal(moved.status, 200, moved.text)
    assert.deepEqual(moved.body.items.map(({ title }) => title), ['a', 'd', 'b', 'c'])
    await Promise.all([move(2, ''), move(0, cues[1]!.id)])
    assert.deepEqual(await titles(show.id), ['c', 'd', 'b', 'a'])
    refused(await move(0, cues[0]!.id), 400, 'invalid', '/after')
    refused(await move(0, 'gone'), 409, 'cue-gone', '/after')
    refused(await shop.owner.send('POST', `${path(show.id)}/${cues[0]!.id}/move`, { json: {} }), 400, 'invalid', '/after')
    refused(await shop.owner.send('POST', `${path(show.id)}/none/move`, { json: { after: '' } }), 404, 'not-found')
    assert.deepEqual(await titles(show.id), ['c', 'd', 'b', 'a'])
  })

  test('is refused where wrong, with the member named', async () => {
    const stranger = await shop.product(1)
    const show = await shop.show()
    const cases: [unknown, string][] = [
      [{}, '/title'], [{ title: '' }, '/title'], [{ title: 'あ'.repeat(121) }, '/title'], [{ title: 5 }, '/title'],
      [{ title: 'x', length_s: 0 }, '/length_s'], [{ title: 'x', length_s: 7201 }, '/length_s'], [{ title: 'x', length_s: '60' }, '/length_s'],
      [{ title: 'x', intent: 'hurry' }, '/intent'], [{ title: 'x', points: 'あ'.repeat(2001) }, '/points'], [{ title: 'x', product: stranger.id }, '/product'],
      [{ title: 'x', offer: 'あ'.repeat(121) }, '/offer'], [{ title: 'x', poll: 5 }, '/poll'], [{ title: 'x', colour: 1 }, '/colour'],
    ]
    for (const [json, field] of cases) refused(await shop.owner.send('POST', path(show.id), { json }), 400, 'invalid', field)
    const cue = await add(show.id, 'x')
    for (const [json, field] of cases) refused(await shop.owner.send('PUT', `${path(show.id)}/${cue.id}`, { json }), 400, 'invalid', field)
    refused(await shop.owner.send('POST', path(show.id), { json: { title: 'x', after: 'gone' } }), 409, 'cue-gone', '/after')
    refused(await shop.owner.send('GET', path('none')), 404, 'not-found')
    refused(await shop.owner.send('POST', path('none'), { json: { title: 'x' } }), 404, 'not-found')
    assert.deepEqual(await titles(show.id), ['x'])
  })

  test('holds 500 cues and refuses the 501st', async () => {
    const show = await shop.show()
    for (let index = 0; index < 500; index += 10) await Promise.all(Array.from({ length: 10 }, (_, more) => add(show.id, `項目 ${index + more + 1}`, { length_s: 10 })))
    const sheet = await sheetOf(show.id)
    assert.deepEqual([sheet.items.length, new Set(sheet.items.map(({ id }) => id)).size, sheet.length_s], [500, 500, 5000])
    refused(await shop.owner.send('POST', path(show.id), { json: { title: '501' } }), 429, 'too-many')
    const last = sheet.items.at(-1)!
    const moved = await shop.owner.post<Sheet>(`${path(show.id)}/${last.id}/move`, { after: '' })
    assert.equal(moved.items[0]!.id, last.id)
    const other = await shop.show()
    assert.deepEqual(await shop.owner.post(`${path(other.id)}/copy`, { from: show.id }), { copied: 500, not_on_shelf: [] })
    assert.deepEqual(await titles(other.id), moved.items.map(({ title }) => title))
    refused(await shop.owner.send('POST', `${path(other.id)}/copy`, { json: { from: show.id } }), 429, 'too-many')
    assert.equal((await titles(other.id)).length, 500)
  })

  test('is copied without products that are not on the shelf', async () => {
    const [here, there] = [await shop.product(1), await shop.product(1)]
    const from = await shop.show({ shelf: [here.id, there.id] })
    await add(from.id, '一', { product: here.id, offer: 'o1', poll: 'p1', length_s: 45, points: 'a' })
    await add(from.id, '二', { product: there.id, intent: 'story' })
    const to = await shop.show({ shelf: [here.id] })
    await add(to.id, '前から')
    const headers = { 'idempotency-key': randomUUID() }
    const copied = await shop.owner.send('POST', `${path(to.id)}/copy`, { json: { from: from.id }, headers })
    assert.deepEqual([copied.status, copied.body], [201, { copied: 2, not_on_shelf: [there.id] }])
    await shop.owner.send('POST', `${path(to.id)}/copy`, { json: { from: from.id }, headers })
    const sheet = await sheetOf(to.id)
    assert.deepEqual(sheet.items.map(({ title, product, offer, poll, intent, length_s, points, version }) => [title, product, offer, poll, intent, length_s, points, version]),
      [['前から', '', '', '', 'none', 60, '', 1], ['一', here.id, 'o1', 'p1', 'none', 45, 'a', 1], ['二', '', '', '', 'story', 60, '', 1]])
    for (const source of [to.id, 'none', (await shop.show()).id]) refused(await shop.owner.send('POST', `${path(to.id)}/copy`, { json: { from: source } }), 400, 'invalid', '/from')
    refused(await shop.owner.send('POST', `${path(to.id)}/copy`, { json: {} }), 400, 'invalid', '/from')
  })

  test('stays as it was once its show is over or cancelled', async () => {
    const show = await shop.show()
    const cue = await add(show.id, '一')
    await shop.owner.post(`/api/shows/${show.id}/cancel`)
    refused(await shop.owner.send('POST', path(show.id), { json: { title: 'x' } }), 409, 'state')
    refused(await shop.owner.send('PUT', `${path(show.id)}/${cue.id}`, { json: { title: 'x' } }), 409, 'state')
    refused(await shop.owner.send('DELETE', `${path(show.id)}/${cue.id}`), 409, 'state')
    refused(await shop.owner.send('POST', `${path(show.id)}/${cue.id}/move`, { json: { after: '' } }), 409, 'state')
    assert.deepEqual(await titles(show.id), ['一'])
  })
})

describe('directing by the cue sheet', () => {
  test('starts cues, tells the staff alone, and keeps when', async () => {
    const product = await shop.product(1)
    const show = await shop.show({ shelf: [product.id], starts_at: new Date(Date.now() + 60_000).toISOString() })
    const [first, second] = [await add(show.id, 'あいさつ', { length_s: 60 }), await add(show.id, '一つ目', { product: product.id })]
    const staff = await Room.join(shop.owner, show.id)
    assert.equal((await staff.send('cue.start', { cue: first.id })).problem!.type, '/problems/state')
    await shop.owner.post<Show>(`/api/shows/${show.id}/start`)
    const viewer = await Room.join(await shop.viewer(), show.id)
    const seq = await staff.must('cue.start', { cue: first.id })
    const started = await staff.waitFor('cue.started')
    assert.deepEqual([started.seq, started.data], [seq, { cue: first.id, title: 'あいさつ' }])
    // Of two directors who press at once, the second skips none.
    assert.equal((await staff.send('cue.start', { cue: first.id })).problem!.type, '/problems/already-running')
    assert.equal((await staff.send('cue.start', { cue: 'none' })).problem!.field, '/data/cue')
    assert.equal((await staff.send('cue.start', {})).problem!.field, '/data/cue')
    assert.equal((await viewer.send('cue.start', { cue: second.id })).problem!.type, '/problems/forbidden')
    await staff.must('cue.start', { cue: second.id })
    const next = await staff.waitFor('cue.started', ({ data }) => data.cue === second.id)
    assert.deepEqual(next.data, { cue: second.id, title: '一つ目', product: product.id })
    const sheet = await sheetOf(show.id)
    assert.deepEqual([sheet.current, sheet.starts.map(({ cue, at }) => [cue, at])], [second.id, [[first.id, started.at], [second.id, next.at]]])
    assert.deepEqual(sheet.items.map(({ started_ms }) => started_ms), [started.at, next.at])
    assert.equal(sheet.starts[0]!.lasted_ms, next.at - started.at)
    refused(await shop.owner.send('DELETE', `${path(show.id)}/${second.id}`), 409, 'state')
    // While on air the sheet may still be written, and who looks at it is told.
    await add(show.id, '思いつき', { after: second.id })
    await staff.waitFor('cues.changed')
    assert.ok(![...viewer.events.values()].some(({ kind }) => kind.startsWith('cue')), 'viewers hear nothing of it')
    assert.ok(!JSON.stringify(await shop.anyone.get(`/api/shows/${show.id}/timeline?from=1`)).includes('cue.started'))
    viewer.whole()
    await shop.owner.post(`/api/shows/${show.id}/end`)
    const over = await sheetOf(show.id)
    assert.deepEqual([over.current, over.starts.length], [null, 2])
    refused(await shop.owner.send('POST', path(show.id), { json: { title: 'x' } }), 409, 'state')
    staff.leave()
    viewer.leave()
  })

  test('survives a server that dies', async () => {
    const server = await Server.start()
    try {
      const own = await Shop.open(server)
      const show = await own.show()
      const cue = await add(show.id, '一', {}, own)
      await own.owner.post(`/api/shows/${show.id}/start`)
      const room = await Room.join(own.owner, show.id)
      await room.must('cue.start', { cue: cue.id })
      const before = await sheetOf(show.id, own)
      room.leave()
      await server.kill()
      await server.begin()
      const after = await sheetOf(show.id, own)
      assert.equal(after.current, cue.id)
      assert.deepEqual(after.starts.map(({ lasted_ms: _, ...start }) => start), before.starts.map(({ lasted_ms: _, ...start }) => start))
    } finally {
      await server.stop()
    }
  })
})

describe('the plan of a show', () => {
  const plan = { concept: 'seasonal', purpose: '秋の新色を知ってもらう', length_s: 3600, targets: [{ figure: 'viewers', target: 300 }, { figure: 'cvr', target: 25 }], team: [{ staff: 'owner', role: 'director' }] }

  test('is written as a whole, from the version that was seen', async () => {
    const show = await shop.show()
    const at = `/api/shows/${show.id}/plan`
    assert.deepEqual(await shop.owner.get<Plan>(at), { version: 0, concept: '', purpose: '', length_s: null, targets: [], team: [] })
    const first = { headers: { 'if-none-match': '*' } }
    const made = await shop.owner.send<Plan>('PUT', at, { json: plan, ...first })
    assert.equal(made.status, 200, made.text)
    assert.deepEqual(made.body, { version: 1, ...plan, targets: [{ figure: 'viewers', target: 300, unit: 'number' }, { figure: 'cvr', target: 25, unit: 'permille' }] })
    assert.equal(made.headers.get('etag'), '"1"')
    assert.deepEqual(await shop.owner.get<Plan>(at), made.body)
    assert.equal((refused(await shop.owner.send('PUT', at, { json: {}, ...first }), 412, 'changed-meanwhile') as unknown as { present: Plan }).present.purpose, plan.purpose)
    assert.equal((await shop.owner.send('PUT', at, { json: { concept: 'free' }, ...seen(1) })).status, 200)
    refused(await shop.owner.send('PUT', at, { json: plan, ...seen(1) }), 412, 'changed-meanwhile')
    assert.deepEqual(await shop.owner.get<Plan>(at), { version: 2, concept: 'free', purpose: '', length_s: null, targets: [], team: [] })
  })

  test('is refused where wrong, with the member named', async () => {
    const show = await shop.show()
    const cases: [unknown, string][] = [
      [{ concept: 'wild' }, '/concept'], [{ purpose: 'あ'.repeat(1001) }, '/purpose'], [{ length_s: 59 }, '/length_s'], [{ length_s: 43_201 }, '/length_s'],
      [{ targets: [{ figure: 'luck', target: 1 }] }, '/targets/0/figure'], [{ targets: [{ figure: 'cvr', target: 1001 }] }, '/targets/0/target'],
      [{ targets: [{ figure: 'gmv', target: 1.5 }] }, '/targets/0/target'], [{ targets: [{ figure: 'gmv', target: 1 }, { figure: 'gmv', target: 2 }] }, '/targets/1/figure'],
      [{ team: [{ staff: 'nobody-here', role: 'planner' }] }, '/team/0/staff'], [{ team: [{ staff: 'owner', role: 'king' }] }, '/team/0/role'], [{ aim: 1 }, '/aim'],
    ]
    for (const [json, field] of cases) refused(await shop.owner.send('PUT', `/api/shows/${show.id}/plan`, { json }), 400, 'invalid', field)
    refused(await shop.owner.send('PUT', '/api/shows/none/plan', { json: {} }), 404, 'not-found')
    refused(await shop.owner.send('GET', '/api/shows/none/plan'), 404, 'not-found')
    assert.equal((await shop.owner.get<Plan>(`/api/shows/${show.id}/plan`)).version, 0)
  })
})
