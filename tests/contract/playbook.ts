// The playbook and proofs of concept: what closes by itself, what a person closes, who may change what, and the limits.
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, describe, test } from 'node:test'
import { Client, type Order, refused } from '../support/api.ts'
import { until } from '../support/processes.ts'
import { Room } from '../support/room.ts'
import { Server } from '../support/server.ts'
import { contact, Shop } from '../support/shop.ts'
import { picture } from './bytes.ts'
import './house.ts'

// An empty shop of its own: the others' shows and staff would close its to-dos.
let server: Server
let shop: Shop
before(async () => {
  server = await Server.start()
  shop = await Shop.open(server)
})
after(() => server?.stop())

interface Todo {
  id: string; phase: string; title: { ja: string; en: string }; why: { ja: string; en: string }; role: string | null; person: { handle: string; name: string } | null
  due_at: string | null; state: string; dropped: boolean; own: boolean; version: number
  evidence: { kind: string; goal: number; have?: number; id?: string; page?: string } | null
  closed: { by: string; at: string | null; note: string; who: { handle: string } | null } | null
  history?: { act: string; note: string; who: { handle: string } }[]
}
interface Playbook {
  phase: string; complete: boolean; missing: number; next: string | null; holding: string[]; shows: number; team: number; proof: string | null
  phases: { phase: string; done: number; of: number; todos: Todo[] }[]; dropped: Todo[]; evidence: { kind: string }[]
}
interface Figure { figure: string; group: string; target: number; value: number; live: number | null; archive: number | null; definition: string; reached: boolean }
interface Proof { id: string; title: string; version: number; held: number; of: number; ended: boolean; left_ms: number; shows: { id: string }[]; figures: Figure[]; verdict: { kind: string; behind: string[] } }

const book = (): Promise<Playbook> => shop.owner.get('/api/playbook')
const todo = (id: string): Promise<Todo> => shop.owner.get(`/api/playbook/todos/${id}`)
const stateOf = async (id: string): Promise<string> => (await todo(id)).state
const add = (who: Client, json: Record<string, unknown>, key?: string) =>
  who.send<Todo>('POST', '/api/playbook/todos', { json: { title: '仕入れ先に声をかける', phase: 'operation', ...json }, headers: key ? { 'idempotency-key': key } : {} })

let people = 0
async function staff(role: string): Promise<Client> {
  const email = `${role}-${++people}@example.jp`
  const invitation = await shop.owner.post('/api/staff/invitations', { name: `${role} ${people}`, role, email })
  const { token } = await shop.anyone.post('/api/staff/invitations/accept', { token: new URL(invitation.url).hash.slice(1), password: '秋の夜長に口紅を塗る' })
  return shop.anyone.as(token)
}

const soon = (days = 30): string => new Date(Date.now() + days * 86_400_000).toISOString()
const proofFields = (more: Record<string, unknown> = {}) => ({
  title: '秋の 3 本', hypothesis: '使いかたを見せると、あとからも売れる', ends_at: soon(),
  targets: [{ figure: 'gmv', target: 5000 }, { figure: 'chatters', target: 2 }, { figure: 'archive_viewers', target: 1 }], ...more,
})
const figure = (proof: Proof, name: string): Figure => proof.figures.find((each) => each.figure === name)!

describe('the playbook', () => {
  test('of an empty shop is whole, in both languages, and nothing in it is closed', async () => {
    const empty = await book()
    assert.deepEqual(empty.phases.map(({ phase }) => phase), ['introduction', 'operation', 'retention', 'full-scale'])
    assert.deepEqual([empty.phase, empty.complete, empty.shows, empty.team, empty.proof], ['introduction', false, 0, 1, null])
    const todos = empty.phases.flatMap((phase) => phase.todos)
    assert.equal(empty.missing, empty.phases[0]!.of)
    assert.ok(todos.some(({ id }) => id === empty.next))
    for (const each of todos) {
      assert.ok(each.title.ja && each.title.en && each.why.ja && each.why.en && each.role, each.id)
      assert.notEqual(each.state, 'closed', each.id)
    }
    for (const { evidence } of todos) if (evidence) assert.ok(Number.isInteger(evidence.have), `${evidence.kind} is counted`)
  })

  test('closes by what happens in the shop', async () => {
    await shop.owner.patch('/api/shop', { name: '月白' })
    await shop.owner.put('/api/legal/tokushoho', { text: '販売者 月白' })
    assert.equal(await stateOf('open-the-shop'), 'under-way')
    await shop.owner.put('/api/legal/privacy', { text: '守ります' })
    const opened = await todo('open-the-shop')
    assert.deepEqual([opened.state, opened.closed!.by, opened.evidence!.have], ['closed', 'events', 3])
    assert.ok(Math.abs(Date.parse(opened.closed!.at!) - Date.now()) < 60_000)

    assert.equal(await stateOf('share-the-roles'), 'under-way', 'the owner alone')
    await staff('director')
    await staff('director')
    assert.equal(await stateOf('share-the-roles'), 'under-way', 'two roles')
    await staff('presenter')
    assert.equal(await stateOf('share-the-roles'), 'closed')

    const products = await Promise.all([1, 2, 3].map(() => shop.product(5)))
    assert.equal(await stateOf('ready-the-products'), 'open', 'no picture')
    for (const product of products) {
      await shop.owner.send('PUT', `/api/products/${product.id}/picture`, { bytes: await picture('png'), headers: { 'content-type': 'image/png' } })
    }
    assert.equal(await stateOf('ready-the-products'), 'closed')

    const cast = (await shop.owner.get<{ items: { handle: string; role: string }[] }>('/api/staff')).items.find(({ role }) => role === 'presenter')!
    const show = await shop.show({ starts_at: soon(1), shelf: [products[0]!.id] })
    assert.equal(await stateOf('prepare-a-show'), 'open')
    await shop.owner.patch(`/api/shows/${show.id}`, { cast: [cast.handle] })
    const prepared = await todo('prepare-a-show')
    assert.deepEqual([prepared.state, prepared.evidence!.page, prepared.evidence!.id], ['closed', 'show', show.id])

    assert.equal(await stateOf('go-on-air'), 'open')
    await shop.owner.post(`/api/shows/${show.id}/start`)
    assert.equal((await todo('go-on-air')).closed!.by, 'events')
    assert.equal((await book()).shows, 1)
    await shop.owner.post(`/api/shows/${show.id}/end`)
  })

  test('is closed by a person with a note, kept, and opened again', async () => {
    const presenter = await staff('presenter')
    const act = (what: string, json: unknown) => presenter.send<Todo>('POST', `/api/playbook/todos/rehearse/${what}`, { json })
    refused(await act('close', {}), 400, 'invalid', '/note')
    refused(await act('close', { note: ' ' }), 400, 'invalid', '/note')
    refused(await act('close', { note: '長'.repeat(1001) }), 400, 'invalid', '/note')
    refused(await act('reopen', { note: 'まだ' }), 409, 'state')
    const closed = await act('close', { note: '42 分、通しました' })
    assert.equal(closed.status, 200, closed.text)
    assert.deepEqual([closed.body.state, closed.body.closed!.by, closed.body.closed!.note], ['closed', 'person', '42 分、通しました'])
    refused(await act('close', { note: 'もう一度' }), 409, 'state')
    const reopened = await act('reopen', { note: '音を直してから' })
    assert.deepEqual([reopened.body.state, reopened.body.closed], ['open', null])
    assert.deepEqual(reopened.body.history!.map(({ act: what, note }) => [what, note]), [['closed', '42 分、通しました'], ['reopened', '音を直してから']])
    refused(await shop.owner.send('POST', '/api/playbook/todos/go-on-air/reopen', { json: { note: 'やり直す' } }), 409, 'state')
    refused(await shop.owner.send('POST', '/api/playbook/todos/none/close', { json: { note: '…' } }), 404, 'not-found')
    refused(await shop.owner.send('POST', '/api/playbook/todos/none/reopen', { json: { note: '…' } }), 404, 'not-found')
    const { items } = await shop.owner.get<{ items: { action: string; subject: string }[] }>('/api/audit?action=playbook.')
    assert.deepEqual(items.slice(0, 2).map(({ action, subject }) => [action, subject]), [['playbook.reopened', 'rehearse'], ['playbook.closed', 'rehearse']])
  })

  test('is added to, reworded, assigned, dated, dropped and taken up again', async () => {
    const key = randomUUID()
    const handle = (await shop.owner.get<{ items: { handle: string }[] }>('/api/staff')).items[0]!.handle
    const fields = { why: '早いほうがよい', role: 'planner', person: handle, due_at: soon(-3) }
    const made = await add(shop.owner, fields, key)
    assert.equal(made.status, 201, made.text)
    const { id } = made.body
    assert.equal((await add(shop.owner, fields, key)).body.id, id, 'the same key is the same to-do')
    refused(await add(shop.owner, { ...fields, why: '' }, key), 422, 'idempotency-key-reused')
    assert.deepEqual([made.body.state, made.body.own, made.body.person!.handle, made.body.evidence], ['overdue', true, handle, null])
    const changed = await shop.owner.patch<Todo>(`/api/playbook/todos/${id}`, { phase: 'introduction', title: '倉庫に声をかける' })
    assert.deepEqual([changed.phase, changed.title.en, changed.person!.handle], ['introduction', '倉庫に声をかける', handle])
    const held = await book()
    assert.deepEqual([held.next, held.holding], [id, [id]])
    assert.equal((await shop.owner.patch<Todo>(`/api/playbook/todos/${id}`, { person: '', role: '', due_at: null })).state, 'open')
    await shop.owner.patch(`/api/playbook/todos/${id}`, { dropped: true })
    const dropped = await book()
    assert.deepEqual([dropped.dropped.map((each) => each.id), dropped.missing], [[id], held.missing - 1])
    await shop.owner.patch(`/api/playbook/todos/${id}`, { dropped: false })
    assert.equal((await book()).missing, held.missing)
    await shop.owner.patch(`/api/playbook/todos/${id}`, { dropped: true })
  })

  test('counts what a to-do of the shop’s own asks for, towards its own goal', async () => {
    const { body } = await add(shop.owner, { title: '2 本やってみる', evidence: 'shows-on-air', goal: 2 })
    assert.deepEqual([body.state, body.evidence!.have, body.evidence!.goal], ['under-way', 1, 2])
    assert.equal((await shop.owner.patch<Todo>(`/api/playbook/todos/${body.id}`, { goal: 1 })).state, 'closed')
    await shop.owner.patch(`/api/playbook/todos/${body.id}`, { dropped: true })
  })

  test('does not let one editor write over another', async () => {
    const { body } = await add(shop.owner, {})
    const change = (title: string, tag: string) => shop.owner.send<Todo>('PATCH', `/api/playbook/todos/${body.id}`, { json: { title }, headers: { 'if-match': tag } })
    assert.equal((await change('わたしの', '"1"')).status, 200)
    assert.equal((await change('あなたの', '"1"')).status, 412)
    refused(await change('あなたの', 'new'), 400, 'invalid', 'If-Match')
    assert.equal((await todo(body.id)).title.ja, 'わたしの')
    await shop.owner.patch(`/api/playbook/todos/${body.id}`, { dropped: true })
  })

  test('refuses what makes no sense, naming it', async () => {
    for (const [json, field] of [
      [{ title: '' }, '/title'], [{ title: 5 }, '/title'], [{ title: '長'.repeat(81) }, '/title'], [{ why: '長'.repeat(301) }, '/why'], [{ phase: 'later' }, '/phase'],
      [{ phase: undefined }, '/phase'], [{ role: 'viewer' }, '/role'], [{ person: 'nobody' }, '/person'], [{ due_at: 'soon' }, '/due_at'], [{ evidence: 'luck' }, '/evidence'],
      [{ goal: 0 }, '/goal'], [{ goal: 1.5 }, '/goal'], [{ dropped: true }, '/dropped'], [{ colour: 'red' }, '/colour'],
    ] as const) refused(await add(shop.owner, json), 400, 'invalid', field)
    refused(await shop.owner.send('PATCH', '/api/playbook/todos/rehearse', { json: { dropped: 'yes' } }), 400, 'invalid', '/dropped')
    refused(await shop.owner.send('PATCH', '/api/playbook/todos/none', { json: { goal: 2 } }), 404, 'not-found')
    refused(await shop.owner.send('GET', '/api/playbook/todos/none'), 404, 'not-found')
    refused(await shop.owner.send('POST', '/api/playbook/todos', { bytes: '{' }), 400, 'invalid')
  })

  test('is read by all staff and changed by those who plan', async () => {
    const [planner, analyst] = [await staff('planner'), await staff('analyst')]
    for (const who of [planner, analyst]) assert.equal((await who.send('GET', '/api/playbook')).status, 200)
    assert.equal((await planner.send('PATCH', '/api/playbook/todos/hand-over', { json: { goal: 1 } })).status, 200)
    refused(await analyst.send('PATCH', '/api/playbook/todos/hand-over', { json: { goal: 1 } }), 403, 'forbidden')
    refused(await add(analyst, {}), 403, 'forbidden')
    refused(await analyst.send('POST', '/api/proofs', { json: proofFields() }), 403, 'forbidden')
    const noted = await analyst.send<Todo>('POST', '/api/playbook/todos/report-monthly/close', { json: { note: '11 月分' } })
    assert.equal(noted.status, 200)
    refused(await (await shop.viewer()).send('GET', '/api/playbook'), 403, 'forbidden')
    refused(await shop.anyone.send('GET', '/api/playbook'), 401, 'unauthorized')
  })

  test('holds 200 to-dos, and says so', async () => {
    const now = await book()
    const there = now.phases.reduce((sum, { of }) => sum + of, 0) + now.dropped.length
    for (let i = there; i < 200; i++) assert.equal((await add(shop.owner, { title: `やること ${i}`, phase: 'full-scale' })).status, 201)
    const full = refused(await add(shop.owner, {}), 409, 'limit-reached')
    assert.match(full.detail, /200/)
  })
})

describe('a proof of concept', () => {
  test('counts orders and viewers of its shows, live and afterwards', async () => {
    const product = await shop.product(50)
    const before = await shop.liveShow(product)
    const show = await shop.liveShow(product)
    const { body: made } = await shop.owner.send<Proof>('POST', '/api/proofs', { json: proofFields({
      targets: [{ figure: 'gmv', target: 5000 }, { figure: 'orders', target: 2 }, { figure: 'buyers', target: 2 }, { figure: 'chatters', target: 2 }, { figure: 'returning', target: 1 },
        { figure: 'viewers', target: 2 }, { figure: 'archive_viewers', target: 1 }, { figure: 'archive_orders', target: 1 }],
    }) })
    assert.deepEqual([made.verdict.kind, made.of], ['no-shows', 0])
    assert.equal(await stateOf('make-a-proof'), 'open', 'it has no show yet')
    assert.equal(await stateOf('set-the-targets'), 'closed')
    const chosen = await shop.owner.patch<Proof>(`/api/proofs/${made.id}`, { shows: [show.id] })
    assert.deepEqual([chosen.held, chosen.of, chosen.verdict.kind], [1, 1, 'behind'])
    assert.equal((await todo('make-a-proof')).evidence!.id, made.id)
    assert.equal((await book()).proof, made.id)
    const proof = (): Promise<Proof> => shop.owner.get(`/api/proofs/${made.id}`)
    const order = async (who: Client, quantity: number) => {
      const placed = await who.send<Order>('POST', '/api/orders', { json: { show: show.id, at: 0, lines: [{ sku: product.id, quantity }], contact } })
      assert.equal(placed.status, 201, placed.text)
    }

    const [yuzu, sora] = [await shop.viewer('ゆず茶'), await shop.viewer('そら')]
    const [first, hers, his] = [await Room.join(yuzu, before.id), await Room.join(yuzu, show.id), await Room.join(sora, show.id)]
    await first.must('play.span', { from: 0, to: 3500 })
    await hers.must('play.span', { from: 0, to: 3500 })
    await his.must('play.span', { from: 0, to: 1000 })
    await hers.must('chat.post', { text: 'かわいい' })
    await order(yuzu, 2)
    await until('the viewers are counted', async () => figure(await proof(), 'returning').value === 1, 20)
    const live = await proof()
    const halves = (counted: Proof, name: string) => {
      const { live: on, archive: later, value } = figure(counted, name)
      return [on, later, value]
    }
    assert.deepEqual(halves(live, 'gmv'), [5280, 0, 5280])
    assert.deepEqual(halves(live, 'orders'), [1, 0, 1])
    assert.deepEqual(halves(live, 'chatters'), [1, 0, 1])
    assert.deepEqual(halves(live, 'viewers'), [1, 0, 1], 'a second is no view')
    assert.deepEqual(halves(live, 'archive_viewers'), [null, 0, 0])

    await shop.owner.post(`/api/shows/${show.id}/end`)
    const archive = await Room.join(await shop.viewer('あとから'), show.id)
    await archive.must('play.span', { from: 0, to: 3500 })
    await archive.must('chat.post', { text: '見返しています' })
    await order(yuzu, 1)
    await until('the archive is counted', async () => figure(await proof(), 'archive_viewers').value === 1, 20)
    const later = await proof()
    assert.deepEqual(halves(later, 'gmv'), [5280, 2640, 7920])
    assert.deepEqual(halves(later, 'orders'), [1, 1, 2])
    assert.deepEqual(halves(later, 'buyers'), [1, 1, 1])
    assert.deepEqual(halves(later, 'chatters'), [1, 1, 2])
    assert.deepEqual(halves(later, 'viewers'), [1, 1, 2])
    assert.deepEqual(halves(later, 'archive_orders'), [null, 1, 1])
    assert.deepEqual([later.verdict.kind, later.verdict.behind], ['behind', ['buyers']])
    for (const each of later.figures) assert.match(each.definition, /\.$/)
    for (const room of [first, hers, his, archive]) room.leave()
  })

  test('is made once for one key, listed, changed and removed', async () => {
    const key = randomUUID()
    const fields = proofFields({ title: '消すもの' })
    const make = () => shop.owner.send<Proof>('POST', '/api/proofs', { json: fields, headers: { 'idempotency-key': key } })
    const [one, again] = [await make(), await make()]
    assert.deepEqual([one.status, again.status, again.body.id], [201, 201, one.body.id])
    const listed = await shop.owner.get<{ items: Proof[]; figures: Figure[] }>('/api/proofs')
    assert.equal(listed.items[0]!.id, one.body.id)
    assert.deepEqual([...new Set(listed.figures.map(({ group }) => group))], ['sales', 'community', 'media'])
    const path = `/api/proofs/${one.body.id}`
    assert.equal((await shop.owner.send('PATCH', path, { json: { title: 'いまの' }, headers: { 'if-match': '"1"' } })).status, 200)
    assert.equal((await shop.owner.send('PATCH', path, { json: { title: '古い' }, headers: { 'if-match': '"1"' } })).status, 412)
    assert.equal((await shop.owner.send('DELETE', path)).status, 204)
    refused(await shop.owner.send('GET', path), 404, 'not-found')
    refused(await shop.owner.send('PATCH', path, { json: { title: 'T' } }), 404, 'not-found')
    refused(await shop.owner.send('DELETE', path), 404, 'not-found')
  })

  test('refuses what makes no sense, naming it', async () => {
    const show = await shop.show()
    const target = (more: Record<string, unknown>) => ({ targets: [{ figure: 'orders', target: 5, ...more }] })
    for (const [json, field] of [
      [{ title: '' }, '/title'], [{ hypothesis: '' }, '/hypothesis'], [{ hypothesis: '長'.repeat(501) }, '/hypothesis'], [{ ends_at: null }, '/ends_at'],
      [{ ends_at: '2020-01-01T00:00:00Z' }, '/ends_at'], [{ targets: [] }, '/targets'], [{ targets: ['orders'] }, '/targets/0'], [target({ figure: 'luck' }), '/targets/0/figure'],
      [target({ target: 0 }), '/targets/0/target'], [target({ target: '5' }), '/targets/0/target'], [target({ value: 5 }), '/targets/0/value'], [{ shows: ['none'] }, '/shows/0'],
      [{ shows: [show.id, show.id] }, '/shows/1'], [{ shows: Array.from({ length: 51 }, (_, i) => `show-${i}`) }, '/shows'], [{ value: 5000 }, '/value'],
    ] as const) refused(await shop.owner.send('POST', '/api/proofs', { json: proofFields(json) }), 400, 'invalid', field)
    await shop.owner.post(`/api/shows/${show.id}/cancel`)
    refused(await shop.owner.send('POST', '/api/proofs', { json: proofFields({ shows: [show.id] }) }), 400, 'invalid', '/shows/0')
    refused(await shop.anyone.send('GET', '/api/proofs'), 401, 'unauthorized')
  })

  test('takes 50 shows', async () => {
    const shows = await Promise.all(Array.from({ length: 50 }, () => shop.show()))
    const { body, status } = await shop.owner.send<Proof>('POST', '/api/proofs', { json: proofFields({ shows: shows.map(({ id }) => id) }) })
    assert.deepEqual([status, body.of, body.verdict.kind], [201, 50, 'not-begun'])
  })
})
