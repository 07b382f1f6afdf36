// Learning from a show: the review that fills itself, patterns, cases, training, and the evidence they close.
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, describe, test } from 'node:test'
import { type Client, type Product, refused, type Show } from '../support/api.ts'
import { sleep, until } from '../support/processes.ts'
import { Room } from '../support/room.ts'
import { Server } from '../support/server.ts'
import { contact, Shop } from '../support/shop.ts'
import './house.ts'

// A shop of its own: the others' shows would be what is usual.
let server: Server
let shop: Shop
before(async () => {
  server = await Server.start()
  shop = await Shop.open(server)
})
after(() => server?.stop())

interface Note { id: string; kind: string; text: string; at: number | null; version: number; made_by: { name: string }; for_show: { id: string } | null; outcome: string | null; from?: { id: string } }
interface Figure { figure: string; unit: string; target: number | null; value: number | null; usual: number | null; last: number | null }
interface Cue { title: string; planned_ms: number | null; started_ms: number | null; lasted_ms: number; orders: number; saves: number; questions: number }
interface Review {
  show: { id: string }; closed: { by: { name: string } } | null; due_at: string; notes: Note[]; tries: Note[]; cases: { id: string }[]; questions: { text: string; at: number; by: string }[]
  figures: { items: Figure[]; usual_of: number; last: { id: string } | null }; cues: { items: Cue[]; outside: Cue }
}
interface Pattern { id: string; text: string; state: string; version: number; for: number; against: number; evidence: { show: { id: string }; stands: string }[] }
interface Case { id: string; title: string; at: number; until: number | null; version: number; seen: boolean; tags: string[] }
interface Quiz { id: string; questions: { kind: string; product?: string; about: string; options: (string | { amount: number })[] }[] }
interface Training { trained_at: string | null; rule: { name: string }; record: { correct: number; asked: number; passed: boolean; products: string[] }[]; courses: { id: string; version: number; cases: Case[] }[]; people: { handle: string; trained_at: string | null }[] | null }

let people = 0
async function staff(role: string): Promise<Client> {
  const invitation = await shop.owner.post('/api/staff/invitations', { name: `${role} ${++people}`, role, email: `${role}-${people}@example.jp` })
  const { token } = await shop.anyone.post('/api/staff/invitations/accept', { token: new URL(invitation.url).hash.slice(1), password: '秋の夜長に口紅を塗る' })
  return shop.anyone.as(token)
}
const review = (show: string): Promise<Review> => shop.owner.get(`/api/shows/${show}/review`)
const note = (who: Client, show: string, json: Record<string, unknown>, headers: Record<string, string> = {}) => who.send<Note>('POST', `/api/shows/${show}/review/notes`, { json, headers })
const todo = (id: string): Promise<{ state: string; evidence: { id: string; page: string; have: number } }> => shop.owner.get(`/api/playbook/todos/${id}`)
const soon = (): string => new Date(Date.now() + 86_400_000).toISOString()

/** A show that was on air for a moment. */
async function held(product: Product, title = '前の配信'): Promise<Show> {
  const show = await shop.show({ title, shelf: [product.id] })
  await shop.owner.post(`/api/shows/${show.id}/start`)
  return shop.owner.post<Show>(`/api/shows/${show.id}/end`)
}
const order = async (who: Client, show: string, product: Product, at = 0): Promise<void> => {
  const placed = await who.send('POST', '/api/orders', { json: { show, at, lines: [{ sku: product.id, quantity: 1 }], contact } })
  assert.equal(placed.status, 201, placed.text)
}

describe('the review of a show', () => {
  let product: Product
  let earlier: Show
  let show: Show
  before(async () => {
    product = await shop.product(50)
    earlier = await held(product)
    await order(await shop.viewer('はじめ'), earlier.id, product)
    show = await shop.show({ shelf: [product.id] })
    await shop.owner.put(`/api/shows/${show.id}/plan`, { concept: 'how_to', purpose: '使いかたを見せる', targets: [{ figure: 'orders', target: 2 }, { figure: 'peak_viewers', target: 30 }] })
    const cues = `/api/shows/${show.id}/cues`
    const open = await shop.owner.post(cues, { title: 'あいさつ', length_s: 60 })
    const lip = await shop.owner.post(cues, { title: '塗りくらべ', length_s: 120 })
    await shop.owner.post(cues, { title: 'おまけ', length_s: 30 })
    await shop.owner.post(`/api/shows/${show.id}/start`)
    const [director, viewer] = [await Room.join(shop.owner, show.id), await shop.viewer('ゆず茶')]
    const room = await Room.join(viewer, show.id)
    await director.must('cue.start', { cue: open.id })
    await room.must('play.span', { from: 0, to: 3500 })
    await room.must('question.ask', { text: '敏感肌でも使えますか' })
    await sleep(20) // what happens in the millisecond in which a cue begins is of that cue
    await director.must('cue.start', { cue: lip.id })
    const { started_ms: at } = (await shop.owner.get<{ items: { id: string; started_ms: number }[] }>(cues)).items.find(({ id }) => id === lip.id)!
    await room.must('product.save', { product: product.id })
    await order(viewer, show.id, product, at)
    await order(await shop.viewer('そら'), show.id, product, at)
    refused(await shop.owner.send('GET', `/api/shows/${show.id}/review`), 409, 'state')
    refused(await note(shop.owner, show.id, { kind: 'keep', text: '早すぎる' }), 409, 'state')
    await shop.owner.post(`/api/shows/${show.id}/end`)
    for (const each of [director, room]) each.leave()
  })

  test('fills itself: targets, what is usual, the show before, cue by cue, and what nobody answered', async () => {
    // The show before is counted as long after its end as this one is by now, and was bought from after its end.
    const now = await until('the viewer and the order before are counted', async () => {
      const asked = await review(show.id)
      const of = (name: string): Figure => asked.figures.items.find(({ figure }) => figure === name)!
      return of('viewers').value === 1 && of('orders').value === 2 && of('orders').usual === 1 ? asked : undefined
    }, 30)
    const figure = (name: string): Figure => now.figures.items.find((each) => each.figure === name)!
    assert.deepEqual(now.figures.items.slice(0, 2).map((each) => each.figure), ['orders', 'peak_viewers'], 'those with a target come first')
    assert.deepEqual([figure('orders').target, figure('orders').value, figure('orders').usual, figure('orders').last], [2, 2, 1, 1])
    assert.deepEqual([figure('peak_viewers').target, figure('peak_viewers').value], [30, 1])
    assert.deepEqual([figure('gmv').value, figure('gmv').unit, figure('aov').value], [5280, 'money', 2640])
    assert.deepEqual([figure('questions').value, figure('saves').value, figure('saves').usual], [1, 1, 0])
    assert.deepEqual([now.figures.usual_of, now.figures.last!.id], [1, earlier.id])
    const { figures: counted } = await shop.owner.get<{ figures: Record<string, { value: number | null }> }>(`/api/shows/${show.id}/insight`)
    for (const name of ['gmv', 'orders', 'buyers', 'aov', 'viewers', 'chatters', 'questions', 'saves', 'returning', 'peak_viewers'])
      assert.equal(figure(name).value, counted[name]!.value, `${name} as on the page of the figures`)
    const [open, lip, rest] = now.cues.items
    assert.deepEqual([open!.title, open!.planned_ms, open!.questions, open!.orders], ['あいさつ', 60_000, 1, 0])
    assert.deepEqual([lip!.title, lip!.orders, lip!.saves, lip!.questions], ['塗りくらべ', 2, 1, 0])
    assert.deepEqual([rest!.started_ms, rest!.lasted_ms], [null, 0])
    assert.equal(now.cues.outside.orders, 0)
    assert.deepEqual(now.questions.map(({ text, by }) => [text, by]), [['敏感肌でも使えますか', 'ゆず茶']])
    assert.ok(Date.parse(now.due_at) - Date.now() > 6 * 86_400_000)
    assert.deepEqual((await review(earlier.id)).figures.usual_of, 0)
  })

  test('does not let two people write over each other', async () => {
    const presenter = await staff('presenter')
    const key = randomUUID()
    const first = await note(presenter, show.id, { kind: 'keep', text: '右頬で塗りくらべる', at: 0 }, { 'idempotency-key': key })
    assert.equal(first.status, 201, first.text)
    assert.match(first.body.made_by.name, /^presenter/)
    assert.equal((await note(presenter, show.id, { kind: 'keep', text: '右頬で塗りくらべる', at: 0 }, { 'idempotency-key': key })).body.id, first.body.id)
    const path = `/api/shows/${show.id}/review/notes/${first.body.id}`
    const write = (who: Client, text: string, version: number) => who.send<Note & { present: Note | null }>('PUT', path, { json: { kind: 'keep', text }, headers: { 'if-match': `"${version}"` } })
    assert.equal((await write(shop.owner, '左右で塗りくらべる', 1)).status, 200)
    const stale = await write(presenter, '右だけ', 1)
    assert.equal(stale.status, 412)
    assert.equal(stale.body.present!.text, '左右で塗りくらべる')
    assert.equal((await review(show.id)).notes[0]!.text, '左右で塗りくらべる')
    refused(await presenter.send('DELETE', path, { headers: { 'if-match': '"1"' } }), 412, 'changed-meanwhile')
    assert.equal((await shop.owner.send('DELETE', path, { headers: { 'if-match': '"2"' } })).status, 204)
    const gone = await write(presenter, '消えたもの', 2)
    assert.deepEqual([gone.status, gone.body.present], [412, null])
    refused(await presenter.send('DELETE', path), 404, 'not-found')
    for (const [json, field] of [
      [{ kind: 'luck', text: 'x' }, '/kind'], [{ kind: 'keep' }, '/text'], [{ kind: 'keep', text: ' ' }, '/text'], [{ kind: 'keep', text: '長'.repeat(501) }, '/text'],
      [{ kind: 'keep', text: 'x', at: -1 }, '/at'], [{ kind: 'keep', text: 'x', at: 3_600_000 }, '/at'], [{ kind: 'keep', text: 'x', mood: 1 }, '/mood'],
    ] as const) refused(await note(shop.owner, show.id, json), 400, 'invalid', field)
  })

  test('plans a try for a coming show, whose review asks whether it helped', async () => {
    const next = await shop.show({ title: '次の配信', shelf: [product.id], starts_at: soon() })
    const { body: tried } = await note(shop.owner, show.id, { kind: 'try', text: '締めの前にもう一度見せる' })
    const { body: kept } = await note(shop.owner, show.id, { kind: 'keep', text: '質問を拾う' })
    const plan = (of: string, wanted: unknown) => shop.owner.send<Note>('PUT', `/api/shows/${show.id}/review/notes/${of}/for`, { json: { show: wanted } })
    refused(await plan(kept.id, next.id), 409, 'state')
    refused(await plan(tried.id, 'none'), 400, 'invalid', '/show')
    refused(await plan(tried.id, earlier.id), 400, 'invalid', '/show')
    refused(await plan(tried.id, 5), 400, 'invalid', '/show')
    refused(await plan('none', next.id), 404, 'not-found')
    assert.equal((await plan(tried.id, next.id)).body.for_show!.id, next.id)
    const tries = await shop.owner.get<{ items: Note[] }>(`/api/shows/${next.id}/tries`)
    assert.deepEqual(tries.items.map(({ text, from }) => [text, from!.id]), [['締めの前にもう一度見せる', show.id]])
    const decide = (outcome: string) => shop.owner.send<Note>('PUT', `/api/shows/${next.id}/review/tries/${tried.id}`, { json: { outcome } })
    refused(await decide('helped'), 409, 'state')
    await shop.owner.post(`/api/shows/${next.id}/start`)
    await shop.owner.post(`/api/shows/${next.id}/end`)
    assert.equal((await review(next.id)).tries[0]!.outcome, null)
    refused(await decide('maybe'), 400, 'invalid', '/outcome')
    assert.equal((await decide('did-not')).body.outcome, 'did-not')
    assert.equal((await decide('')).body.outcome, null)
    assert.equal((await decide('helped')).status, 200)
    assert.equal((await review(show.id)).notes.find(({ id }) => id === tried.id)!.outcome, 'helped')
    refused(await shop.owner.send('PUT', `/api/shows/${show.id}/review/tries/${tried.id}`, { json: { outcome: 'helped' } }), 404, 'not-found')
  })

  test('is closed by a person once something is written, and closes the to-do', async () => {
    const presenter = await staff('presenter')
    refused(await shop.owner.send('POST', `/api/shows/${earlier.id}/review/close`), 409, 'state')
    refused(await presenter.send('POST', `/api/shows/${show.id}/review/close`), 403, 'forbidden')
    assert.equal((await todo('review-the-show')).state, 'open')
    const analyst = await staff('analyst')
    assert.equal((await analyst.send('POST', `/api/shows/${show.id}/review/close`)).status, 200)
    const closed = await review(show.id)
    assert.match(closed.closed!.by.name, /^analyst/)
    const evidence = await todo('review-the-show')
    assert.deepEqual([evidence.state, evidence.evidence.page, evidence.evidence.id], ['closed', 'review', show.id])
    refused(await analyst.send('POST', `/api/shows/${show.id}/review/close`), 409, 'closed')
    refused(await note(analyst, show.id, { kind: 'keep', text: '遅い' }), 409, 'closed')
    refused(await analyst.send('PUT', `/api/shows/${show.id}/review/notes/${closed.notes[0]!.id}`, { json: { kind: 'try', text: '遅い' } }), 409, 'closed')
    const listed = (await shop.owner.get<{ items: { show: { id: string }; closed_at: string | null; notes: number }[] }>('/api/reviews')).items
    assert.ok(listed.find((each) => each.show.id === show.id)!.closed_at)
    assert.equal(listed.find((each) => each.show.id === earlier.id)!.notes, 0)
    const { items } = await shop.owner.get<{ items: { action: string; subject: string }[] }>('/api/audit?action=review.')
    assert.deepEqual([items[0]!.action, items[0]!.subject], ['review.closed', show.id])

    const reopen = (who: Client, reason: string) => who.send('POST', `/api/shows/${show.id}/review/reopen`, { json: { reason } })
    refused(await reopen(presenter, '書きもらした'), 403, 'forbidden')
    refused(await reopen(analyst, ''), 400, 'invalid', '/reason')
    assert.equal((await reopen(analyst, '書きもらした')).status, 200)
    refused(await reopen(analyst, 'もう一度'), 409, 'state')
    assert.equal((await note(analyst, show.id, { kind: 'keep', text: '開き直して書く' })).status, 201)
    assert.equal((await review(show.id)).closed, null)
    assert.equal((await todo('review-the-show')).state, 'closed', 'it was held in time')
    assert.equal((await analyst.send('POST', `/api/shows/${show.id}/review/close`)).status, 200)
    assert.ok((await review(show.id)).closed)
  })

  test('holds sixty notes, and says so', async () => {
    const there = (await review(earlier.id)).notes.length
    for (let i = there; i < 60; i++) assert.equal((await note(shop.owner, earlier.id, { kind: 'problem', text: `困った ${i}` })).status, 201)
    assert.match(refused(await note(shop.owner, earlier.id, { kind: 'problem', text: 'もう一つ' }), 409, 'limit-reached').detail, /60/)
  })

  test('is the staff’s alone', async () => {
    refused(await (await shop.viewer()).send('GET', `/api/shows/${show.id}/review`), 403, 'forbidden')
    refused(await shop.anyone.send('GET', '/api/reviews'), 401, 'unauthorized')
    refused(await shop.owner.send('GET', '/api/shows/none/review'), 404, 'not-found')
  })
})

describe('a pattern', () => {
  const make = (who: Client, json: Record<string, unknown>) => who.send<Pattern>('POST', '/api/patterns', { json })

  test('is a hypothesis until two shows speak for it and a person confirms it', async () => {
    const product = await shop.product(5)
    const [one, two, coming] = [await held(product), await held(product), await shop.show()]
    const analyst = await staff('analyst')
    const made = await make(analyst, { text: 'はじめの 3 分で主役の商品をピンする', why: '人が多いうちに見える', tags: ['使いかた', '21 時', '使いかた'] })
    assert.equal(made.status, 201, made.text)
    assert.equal(made.body.state, 'hypothesis')
    const path = `/api/patterns/${made.body.id}`
    const say = (show: string, stands: string) => analyst.send<Pattern>('PUT', `${path}/evidence/${show}`, { json: { stands, note: '購入率 +0.9' } })
    const confirm = (tag?: string) => analyst.send<Pattern>('POST', `${path}/confirm`, { headers: tag ? { 'if-match': tag } : {} })
    refused(await confirm(), 409, 'state')
    assert.equal((await say(one.id, 'for')).body.for, 1)
    assert.deepEqual([(await say(two.id, 'against')).body.against, (await todo('confirm-a-pattern')).state], [1, 'open'])
    refused(await confirm(), 409, 'state')
    refused(await say(two.id, 'perhaps'), 400, 'invalid', '/stands')
    refused(await say(coming.id, 'for'), 409, 'state')
    refused(await say('none', 'for'), 404, 'not-found')
    const { body: ready } = await say(two.id, 'for')
    assert.deepEqual([ready.for, ready.against], [2, 0])
    assert.equal((await confirm('"1"')).status, 412)
    const { body: confirmed } = await confirm(`"${ready.version}"`)
    assert.deepEqual([confirmed.state, (await todo('confirm-a-pattern')).state], ['confirmed', 'closed'])
    refused(await confirm(), 409, 'state')
    // Without its shows it is a hypothesis again, and so it is when it says something else.
    assert.equal((await analyst.send<Pattern>('DELETE', `${path}/evidence/${two.id}`)).body.state, 'hypothesis')
    refused(await analyst.send('DELETE', `${path}/evidence/${two.id}`), 404, 'not-found')
    await say(two.id, 'for')
    await confirm()
    const change = (text: string, tag: string) => analyst.send<Pattern>('PUT', path, { json: { text, why: '', tags: [] }, headers: { 'if-match': tag } })
    const { version } = (await shop.owner.get<{ items: Pattern[] }>('/api/patterns')).items[0]!
    assert.equal((await change('はじめの 5 分で', '"1"')).status, 412)
    assert.equal((await change('はじめの 5 分で主役の商品をピンする', `"${version}"`)).body.state, 'hypothesis')
    assert.equal((await confirm()).body.state, 'confirmed')
  })

  test('is written by analysts, planners and directors, and read by all', async () => {
    const presenter = await staff('presenter')
    assert.equal((await presenter.send('GET', '/api/patterns')).status, 200)
    refused(await make(presenter, { text: 'x' }), 403, 'forbidden')
    for (const [json, field] of [
      [{}, '/text'], [{ text: '' }, '/text'], [{ text: '長'.repeat(121) }, '/text'], [{ text: 'x', why: '長'.repeat(501) }, '/why'], [{ text: 'x', tags: 'a' }, '/tags'],
      [{ text: 'x', tags: [5] }, '/tags/0'], [{ text: 'x', tags: ['長'.repeat(25)] }, '/tags/0'], [{ text: 'x', tags: [...'123456789'] }, '/tags'], [{ text: 'x', luck: 1 }, '/luck'],
    ] as const) refused(await make(shop.owner, json), 400, 'invalid', field)
    const { body } = await make(shop.owner, { text: '消すもの' })
    assert.equal((await shop.owner.send('DELETE', `/api/patterns/${body.id}`, { headers: { 'if-match': '"1"' } })).status, 204)
    refused(await shop.owner.send('DELETE', `/api/patterns/${body.id}`), 404, 'not-found')
    refused(await shop.owner.send('PUT', `/api/patterns/${body.id}`, { json: { text: 'x' } }), 404, 'not-found')
    refused(await shop.owner.send('POST', `/api/patterns/${body.id}/confirm`), 404, 'not-found')
    refused(await shop.owner.send('PUT', `/api/patterns/${body.id}/evidence/none`, { json: { stands: 'for' } }), 404, 'not-found')
  })
})

describe('a case', () => {
  let show: Show
  const fields = (more: Record<string, unknown> = {}) => ({ show: show.id, at: 0, title: '二本目の口紅で手が止まった', did: '右頬だけに塗って見くらべた', why: 'ちがいが一目で分かる', tags: ['見くらべ'], figure: '2 分で注文 12 件', ...more })
  const make = (who: Client, json: Record<string, unknown>) => who.send<Case>('POST', '/api/cases', { json })
  const find = (query: string): Promise<{ items: Case[]; tags: string[] }> => shop.owner.get(`/api/cases?${new URLSearchParams(query)}`)
  before(async () => {
    show = await held(await shop.product(5))
  })

  test('is kept by anybody of the staff, and found by two characters, a tag and its show', async () => {
    const presenter = await staff('presenter')
    const made = await make(presenter, fields({ until: (show.length_ms ?? 0) }))
    assert.equal(made.status, 201, made.text)
    await make(shop.owner, fields({ title: '値段はおしまいに', did: '先に使いかた', why: '納得してから', figure: '', tags: ['価格'] }))
    const titles = async (query: string): Promise<string[]> => (await find(query)).items.map(({ title }) => title)
    assert.deepEqual(await titles('q=口紅'), ['二本目の口紅で手が止まった'])
    assert.deepEqual(await titles('q=右頬 見くらべ'), ['二本目の口紅で手が止まった'])
    assert.deepEqual(await titles('q=１２件'), ['二本目の口紅で手が止まった'], 'in any width')
    assert.deepEqual(await titles('q=口紅 値段'), [])
    assert.deepEqual(await titles('q=！'), [])
    assert.deepEqual(await titles('tag=価格'), ['値段はおしまいに'])
    assert.equal((await titles(`show=${show.id}`)).length, 2)
    assert.deepEqual((await find('')).tags.toSorted(), ['価格', '見くらべ'].toSorted())
    assert.equal((await review(show.id)).cases.length, 2)
    refused(await shop.owner.send('GET', `/api/cases?q=${encodeURIComponent('長'.repeat(101))}`), 400, 'invalid', 'q')
    assert.equal((await presenter.send('PUT', `/api/cases/${made.body.id}/seen`)).status, 204)
    assert.equal((await presenter.get<{ items: Case[] }>('/api/cases?q=口紅')).items[0]!.seen, true)
    assert.equal((await find('q=口紅')).items[0]!.seen, false, 'by the owner')
    refused(await presenter.send('PUT', '/api/cases/none/seen'), 404, 'not-found')
  })

  test('is changed and removed from the version that was seen', async () => {
    const { body } = await make(shop.owner, fields({ title: '直すもの' }))
    const put = (title: string, tag: string) => shop.owner.send<Case>('PUT', `/api/cases/${body.id}`, { json: fields({ title }), headers: { 'if-match': tag } })
    assert.equal((await put('直したもの', '"1"')).body.version, 2)
    assert.equal((await put('古いもの', '"1"')).status, 412)
    assert.equal((await shop.owner.send('DELETE', `/api/cases/${body.id}`, { headers: { 'if-match': '"1"' } })).status, 412)
    assert.equal((await shop.owner.send('DELETE', `/api/cases/${body.id}`)).status, 204)
    refused(await shop.owner.send('PUT', `/api/cases/${body.id}`, { json: fields() }), 404, 'not-found')
  })

  test('refuses what makes no sense, naming it', async () => {
    const coming = await shop.show()
    for (const [json, field] of [
      [{ show: 'none' }, '/show'], [{ show: coming.id }, '/show'], [{ at: 3_600_000 }, '/at'], [{ at: 'now' }, '/at'], [{ until: 0 }, '/until'], [{ until: 3_600_000 }, '/until'],
      [{ title: '' }, '/title'], [{ did: '' }, '/did'], [{ why: '長'.repeat(501) }, '/why'], [{ figure: '長'.repeat(81) }, '/figure'], [{ tags: [''] }, '/tags/0'], [{ mood: 1 }, '/mood'],
    ] as const) refused(await make(shop.owner, fields(json)), 400, 'invalid', field)
    refused(await (await shop.viewer()).send('GET', '/api/cases'), 403, 'forbidden')
  })

  test('is kept in mind for a cue', async () => {
    const coming = await shop.show({ starts_at: soon() })
    const cue = await shop.owner.post(`/api/shows/${coming.id}/cues`, { title: '塗りくらべ' })
    const { body } = await make(shop.owner, fields({ title: '思い出すもの' }))
    const path = `/api/shows/${coming.id}/cues/${cue.id}/cases`
    const put = (cases: unknown) => shop.owner.send<{ items: Case[] }>('PUT', path, { json: { cases } })
    assert.deepEqual((await shop.owner.get<{ items: Case[] }>(path)).items, [])
    assert.deepEqual((await put([body.id])).body.items.map(({ id }) => id), [body.id])
    refused(await put(['none']), 400, 'invalid', '/cases/0')
    refused(await put(undefined), 400, 'invalid', '/cases')
    refused(await put(Array.from({ length: 6 }, () => body.id)), 400, 'invalid', '/cases')
    assert.equal((await shop.owner.get<{ items: Case[] }>(path)).items.length, 1, 'a refusal changes nothing')
    refused(await shop.owner.send('PUT', `/api/shows/${coming.id}/cues/none/cases`, { json: { cases: [] } }), 404, 'not-found')
    refused(await shop.owner.send('GET', `/api/shows/${coming.id}/cues/none/cases`), 404, 'not-found')
    await shop.owner.send('DELETE', `/api/cases/${body.id}`)
    assert.deepEqual((await shop.owner.get<{ items: Case[] }>(path)).items, [])
    refused(await (await staff('analyst')).send('PUT', path, { json: { cases: [] } }), 403, 'forbidden')
  })
})

describe('training', () => {
  let products: Product[]
  let show: Show
  before(async () => {
    products = []
    for (const [title, price, subtitle, colours] of [['柿渋の口紅', 2640, '全 5 色', ['柿渋', '紅茶']], ['椿のオイル', 3300, '髪と肌に', ['30 ml', '50 ml']], ['朝のミスト', 1980, 'しゅっとひと吹き', ['ゆず', '無香料']]] as const) {
      const id = `train-${randomUUID().slice(0, 8)}`
      const variants = colours.map((name, at) => ({ sku: `${id}-${at}`, options: { 種類: name }, price: { amount: price + at * 500, currency: 'JPY' } }))
      products.push(await shop.owner.put(`/api/products/${id}`, { title, subtitle, description: `${title}の説明です。二つめの文。`, price: { amount: price, currency: 'JPY' }, variants }))
    }
    show = await shop.show({ title: '練習する配信', shelf: products.map(({ id }) => id) })
    await shop.owner.post(`/api/shows/${show.id}/start`)
    const [viewer, director] = [await Room.join(await shop.viewer('ききたい'), show.id), await Room.join(shop.owner, show.id)]
    for (const [at, [text, answer]] of ([['落ちにくいですか', '4 時間はもちます'], ['髪にも使えますか', '毛先に 2 滴どうぞ']] as const).entries()) {
      const seq = await viewer.must('question.ask', { text, product: products[at]!.id })
      await director.must('question.answer', { seq, text: answer })
    }
    await shop.owner.post(`/api/shows/${show.id}/end`)
    for (const room of [viewer, director]) room.leave()
  })

  /** Every answer from what the shop shows of its products. */
  function answers(quiz: Quiz, wrong = 0): number[] {
    const right = quiz.questions.map(({ kind, about, options }) => {
      const find = (wanted: (option: any) => boolean): number => options.findIndex(wanted)
      if (kind === 'answer') return find((option) => option === (about === '落ちにくいですか' ? '4 時間はもちます' : '毛先に 2 滴どうぞ'))
      if (kind === 'price') {
        const product = products.find(({ title }) => about.startsWith(title))!
        const variant = product.variants.find(({ options: each }) => about.slice(product.title.length).includes(Object.values(each)[0]!))
        return find(({ amount }) => amount === (variant?.price ?? product.price).amount)
      }
      const product = products.find(({ subtitle, description, variants }) => subtitle === about || description.startsWith(about) || variants.some(({ options: each }) => Object.values(each)[0] === about))!
      return find((option) => option === product.title)
    })
    return right.map((place, at) => (at < wrong ? -1 : place))
  }

  test('tells cards of the product memory, with what was asked and answered', async () => {
    const { items } = await shop.owner.get<{ items: (Product & { asked: { question: string; answer: string | null; at: number; show: { id: string } }[] })[] }>(`/api/training/cards?show=${show.id}`)
    assert.deepEqual(items.map(({ title }) => title), ['柿渋の口紅', '椿のオイル', '朝のミスト'])
    assert.deepEqual(items[0]!.asked.map(({ question, answer, show: { id } }) => [question, answer, id]), [['落ちにくいですか', '4 時間はもちます', show.id]])
    await shop.product()
    assert.ok((await shop.owner.get<{ items: unknown[] }>('/api/training/cards')).items.length > 3, 'without a show: all')
    refused(await shop.owner.send('GET', '/api/training/cards?show=none'), 400, 'invalid', '/show')
    refused(await shop.owner.send('GET', '/api/training/cards?course=none'), 400, 'invalid', '/course')
  })

  test('keeps a person’s quizzes, and trains a presenter who passes and saw the cases of the course', async () => {
    const presenter = await staff('presenter')
    const one = await shop.owner.post<Case>('/api/cases', { show: show.id, at: 0, title: '練習で見るもの', did: '塗った', why: '分かる' })
    const course = await shop.owner.post('/api/training/courses', { title: 'はじめての人へ', products: products.map(({ id }) => id), cases: [one.id] })
    const begin = (json: Record<string, unknown>) => presenter.send<Quiz>('POST', '/api/training/quizzes', { json })
    const answer = (quiz: string, given: unknown) => presenter.send<{ correct: number; asked: number; passed: boolean; trained_at: string | null; answers: number[] }>('POST', `/api/training/quizzes/${quiz}/answers`, { json: { answers: given } })
    const { body: quiz, status } = await begin({ course: course.id })
    assert.equal(status, 200)
    assert.ok(quiz.questions.length >= 10, `${quiz.questions.length} questions`)
    for (const { options } of quiz.questions) assert.ok(options.length >= 2 && options.length <= 4)
    refused(await answer(quiz.id, [0]), 400, 'invalid', '/answers')
    refused(await answer(quiz.id, ['x']), 400, 'invalid', '/answers/0')
    refused(await answer('none', [0]), 404, 'not-found')
    refused(await shop.owner.send('POST', `/api/training/quizzes/${quiz.id}/answers`, { json: { answers: answers(quiz) } }), 404, 'not-found')
    const poor = await answer(quiz.id, answers(quiz, Math.ceil(quiz.questions.length * 0.3)))
    assert.deepEqual([poor.body.passed, poor.body.trained_at], [false, null], poor.text)
    refused(await answer(quiz.id, answers(quiz)), 409, 'state')
    const { body: again } = await begin({ course: course.id })
    const good = await answer(again.id, answers(again))
    assert.deepEqual([good.body.correct, good.body.passed, good.body.trained_at], [again.questions.length, true, null], 'the case is unseen')
    assert.equal((await todo('train-a-presenter')).state, 'open')
    await presenter.send('PUT', `/api/cases/${one.id}/seen`)
    const mine = await presenter.get<Training>('/api/training')
    assert.ok(mine.trained_at)
    assert.deepEqual([mine.rule.name, mine.people, mine.record.map(({ passed }) => passed)], ['quiz-and-cases', null, [true, false]])
    assert.deepEqual(mine.record[0]!.products, ['柿渋の口紅', '椿のオイル', '朝のミスト'])
    assert.equal((await todo('train-a-presenter')).state, 'closed')
    const all = (await shop.owner.get<Training>('/api/training')).people!
    assert.equal(all.filter(({ trained_at }) => trained_at !== null).length, 1)
    refused(await begin({ show: 'none' }), 400, 'invalid', '/show')
    refused(await begin({ show: show.id, course: course.id }), 400, 'invalid', '/course')
    refused(await begin({ show: (await shop.show()).id }), 409, 'state')
  })

  test('has courses that those who teach make', async () => {
    const presenter = await staff('presenter')
    const make = (who: Client, json: Record<string, unknown>) => who.send<{ id: string; version: number }>('POST', '/api/training/courses', { json })
    refused(await make(presenter, { title: 'x', products: [products[0]!.id] }), 403, 'forbidden')
    for (const [json, field] of [
      [{ products: [products[0]!.id] }, '/title'], [{ title: 'x' }, '/products'], [{ title: 'x', products: ['none'] }, '/products/0'], [{ title: 'x', cases: ['none'] }, '/cases/0'], [{ title: 'x', luck: [] }, '/luck'],
    ] as const) refused(await make(shop.owner, json), 400, 'invalid', field)
    const { body } = await make(shop.owner, { title: '直すもの', products: [products[0]!.id] })
    const path = `/api/training/courses/${body.id}`
    const put = (title: string, tag: string) => shop.owner.send('PUT', path, { json: { title, products: [products[1]!.id] }, headers: { 'if-match': tag } })
    assert.equal((await put('直したもの', '"1"')).status, 200)
    assert.equal((await put('古いもの', '"1"')).status, 412)
    assert.equal((await shop.owner.send('DELETE', path, { headers: { 'if-match': '"1"' } })).status, 412)
    assert.equal((await shop.owner.send('DELETE', path)).status, 204)
    refused(await shop.owner.send('DELETE', path), 404, 'not-found')
    refused(await put('消えたもの', '"3"'), 412, 'changed-meanwhile')
    refused(await shop.owner.send('PUT', path, { json: { title: 'x', products: [products[0]!.id] } }), 404, 'not-found')
  })

  test('keeps none of the viewers’ words', async () => {
    const { items } = await shop.owner.get<{ items: { detail: unknown }[] }>('/api/audit?limit=200')
    assert.ok(!JSON.stringify(items).includes('落ちにくいですか'))
  })
})
