// The figures over HTTP: of a show while it is on air and afterwards, opened to their events, over its clock, by product,
// over several shows; and made again from the journal.
import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { after, before, describe, test } from 'node:test'
import { type Client, type Product, refused, type Show } from '../support/api.ts'
import { until } from '../support/processes.ts'
import { Room } from '../support/room.ts'
import { patience, Server } from '../support/server.ts'
import { contact, Shop } from '../support/shop.ts'
import './house.ts'

interface Counted { value: number | null; numerator: number | null; denominator: number | null }
interface Figure extends Counted { definition: string; version: number; scale: number; unit: string; group: string; live: Counted; archive: Counted }
interface Figures { show?: string; currency: string; behind: number; shows?: { id: string; title: string; live_at: string }[]; figures: Record<string, Figure> }
interface Opened { counted: number; events: number; items: { position: number; seq: number; at: number; kind: string; by: string | null; counts: number; data: Record<string, unknown> }[]; next: string | null }

let server: Server
let shop: Shop
let product: Product
let show: Show
let viewers: (Client & { id: string; name: string })[]
before(async () => {
  server = await Server.start()
  shop = await Shop.open(server)
  product = await shop.product(50)
  show = await shop.liveShow(product)
  viewers = await Promise.all(['ゆず', '花', '海', '空'].map((name) => shop.viewer(name)))
  const room = await Promise.all(viewers.map((viewer) => Room.join(viewer, show.id)))
  for (const [index, each] of room.entries()) await each.must('play.span', { from: 0, to: index === 3 ? 2000 : 10_000 })
  await room[0]!.must('chat.post', { text: 'かわいい' })
  await room[1]!.must('heart', { count: 3 })
  for (const each of room.slice(0, 2)) await each.must('product.seen', { product: product.id })
  await room[0]!.must('product.opened', { product: product.id })
  await viewers[2]!.post('/api/shares', { show: show.id })
  await viewers[0]!.post('/api/orders', { show: show.id, at: 50, lines: [{ sku: product.id, quantity: 2 }], contact })
  for (const each of room) each.leave()
})
after(() => server?.stop())

/** Asks until the figures know of all that was done. */
const figures = (path: string): Promise<Figures> => until('the figures are read', async () => {
  const answer = await shop.owner.get<Figures>(path)
  return answer.behind === 0 ? answer : undefined
}, 20 * patience)
const of = ({ value, numerator, denominator }: Counted) => [value, numerator, denominator]

describe('the figures of a show', () => {
  test('are seconds old while it is on air, each with its definition', async () => {
    const { figures: all, currency } = await figures(`/api/shows/${show.id}/insight`)
    assert.equal(currency, 'JPY')
    assert.deepEqual(of(all.viewers!), [3, 3, null])
    assert.deepEqual(of(all.engagement!), [1, 3, 3], 'a line, hearts, a share')
    assert.deepEqual(of(all.product_ctr!), [0.5, 1, 2])
    assert.deepEqual(of(all.cvr!), [0.333333, 1, 3])
    assert.deepEqual(of(all.gmv!), [5280, 5280, null])
    assert.deepEqual(of(all.gmv!.live), [5280, 5280, null])
    assert.deepEqual(of(all.cvr!.archive), [null, 0, 0], 'nothing to divide by is no rate of 0')
    assert.deepEqual([all.engagement!.definition, all.engagement!.version, all.engagement!.unit, all.engagement!.group], ['er_reach', 1, 'rate', 'community'])
  })

  test('take another definition by its name, and name one that is none', async () => {
    const { figures: all } = await figures(`/api/shows/${show.id}/insight?definitions=er_actions,cvr_sessions`)
    assert.deepEqual([all.engagement!.definition, ...of(all.engagement!)], ['er_actions', 1, 3, 3])
    assert.equal(all.cvr!.definition, 'cvr_sessions')
    refused(await shop.owner.send('GET', `/api/shows/${show.id}/insight?definitions=cvr,wishes`), 400, 'invalid', 'definitions')
    const { items } = await shop.owner.get<{ items: { figure: string; definition: string; ours: boolean; text: Record<string, string> }[] }>('/api/insight/definitions')
    assert.deepEqual([...new Set(items.map(({ figure }) => figure))].sort(), Object.keys(all).sort())
    for (const item of items) assert.ok(item.text.ja && item.text.en, item.definition)
    for (const figure of Object.keys(all)) assert.equal(items.filter((item) => item.figure === figure && item.ours).length, 1, figure)
  })

  test('open to the events that they count', async () => {
    const { figures: all } = await figures(`/api/shows/${show.id}/insight`)
    for (const [name, figure] of Object.entries(all)) {
      if (['peak_viewers'].includes(name)) {
        refused(await shop.owner.send('GET', `/api/shows/${show.id}/insight/${name}/events`), 409, 'not-opened')
        continue
      }
      const opened = await shop.owner.get<Opened>(`/api/shows/${show.id}/insight/${name}/events?definition=${figure.definition}`)
      assert.equal(opened.counted, figure.numerator, name)
      assert.equal(opened.items.reduce((sum, { counts }) => sum + counts, 0), figure.numerator, name)
    }
    const { items } = await shop.owner.get<Opened>(`/api/shows/${show.id}/insight/orders/events?half=live`)
    assert.deepEqual(items.map(({ kind, at, counts }) => [kind, at, counts]), [['order.placed', 50, 1]])
    assert.match(items[0]!.by!, /^p[0-9a-f]{16}$/, 'nobody’s name')
    const people = await shop.owner.get<Opened>(`/api/shows/${show.id}/insight/cvr/events?of=denominator`)
    assert.deepEqual([people.counted, ...new Set(people.items.map(({ kind }) => kind))], [3, 'play.span'])
    const first = people.items[0]!.position
    assert.equal((await shop.owner.get<Opened>(`/api/shows/${show.id}/insight/cvr/events?of=denominator&after=${first}`)).items.length, 2)
  })

  test('are refused where they are none, and to who is none of the staff', async () => {
    const cases: [string, number, string, string?][] = [
      ['gmv/events?half=first', 400, 'invalid', 'half'], ['gmv/events?of=denominator', 400, 'invalid', 'of'], ['cvr/events?of=both', 400, 'invalid', 'of'],
      ['cvr/events?definition=gpm', 400, 'invalid', 'definition'], ['cvr/events?after=-1', 400, 'invalid', 'after'], ['luck/events', 404, 'not-found'],
      ['curve?step=1500', 400, 'invalid', 'step'], ['curve?step=often', 400, 'invalid', 'step'],
    ]
    for (const [path, status, type, field] of cases) refused(await shop.owner.send('GET', `/api/shows/${show.id}/insight/${path}`), status, type, field)
    for (const path of ['', '/curve', '/products', '/stages', '/gmv/events']) refused(await shop.owner.send('GET', `/api/shows/none/insight${path}`), 404, 'not-found')
    refused(await shop.owner.send('GET', '/api/insight/figures?from=2026-13-01'), 400, 'invalid', 'from')
    refused(await shop.owner.send('GET', '/api/insight/figures?from=2026-11-02T00:00:00Z&until=2026-11-01T00:00:00Z'), 400, 'invalid', 'until')
    for (const path of [`/api/shows/${show.id}/insight`, '/api/insight/figures', '/api/insight/definitions']) refused(await viewers[0]!.send('GET', path), 403, 'forbidden')
  })
})

test('the show over its clock', async () => {
  await figures(`/api/shows/${show.id}/insight`)
  const curve = await shop.owner.get(`/api/shows/${show.id}/insight/curve?step=10000`)
  assert.deepEqual([curve.step_ms, curve.steps, curve.length_ms], [10_000, 2, null], 'who watched to 10 s left in the second ten')
  assert.deepEqual([curve.live.watching, curve.live.orders, curve.live.gmv, curve.live.entered, curve.live.left], [[3.2, 0], [1, 0], [5280, 0], [4, 0], [1, 3]])
  assert.deepEqual(Object.keys(curve.bands).sort(), ['cues', 'gaps', 'offers', 'pins'])
})

test('its products and stages', async () => {
  await figures(`/api/shows/${show.id}/insight`)
  const { items, hesitation } = await shop.owner.get(`/api/shows/${show.id}/insight/products`)
  assert.deepEqual([items.length, items[0].product, items[0].seen, items[0].openers, items[0].buyers, items[0].gmv], [1, product.id, 2, 1, 1, 5280])
  assert.equal(items[0].to_order_ms, null, 'too few to be shown')
  assert.deepEqual([hesitation.ordered, hesitation.steps[0].part], [1, null])
  const { viewers: watched, stages } = await shop.owner.get(`/api/shows/${show.id}/insight/stages`)
  assert.deepEqual([watched, ...stages.map(({ stage, people }: { stage: string; people: number }) => `${stage} ${people}`)], [3, 'sympathize 1', 'identify 1', 'participate 1', 'spread 1'])
})

test('credit for the staff, under two rules side by side', async () => {
  await figures(`/api/shows/${show.id}/insight`)
  const invited = await shop.owner.post('/api/staff/invitations', { name: 'みのり', role: 'presenter', email: 'minori@example.jp' })
  const { staff, token } = await shop.anyone.post('/api/staff/invitations/accept', { token: new URL(invited.url).hash.slice(1), password: '秋の夜長に口紅を塗る' })
  await shop.owner.patch(`/api/shows/${show.id}`, { cast: [staff.handle] })
  const { items } = await shop.owner.get('/api/insight/staff')
  assert.deepEqual([items[0].handle, items[0].shows, items[0].credit.cast, items[0].credit.moment.amount, items[0].assists.sales, items[0].growth.length],
    [staff.handle, 1, { sales: 1, amount: 5280, net: 0 }, 5280, 0, 1])
  refused(await shop.anyone.as(token).send('GET', '/api/insight/staff'), 403, 'forbidden')
  refused(await shop.owner.send('GET', '/api/insight/staff?from=soon'), 400, 'invalid', 'from')
})

test('over several shows people count once, and a choice that matches none is no figure', async () => {
  await shop.owner.post(`/api/shows/${show.id}/end`)
  const second = await shop.liveShow(product)
  const room = await Room.join(viewers[0]!, second.id)
  await room.must('play.span', { from: 0, to: 5000 })
  room.leave()
  const both = await figures('/api/insight/figures')
  assert.deepEqual(both.shows!.map(({ id }) => id), [second.id, show.id])
  assert.deepEqual([both.figures.viewers!.value, both.figures.views!.value, both.figures.returning!.value, both.figures.gmv!.value], [3, 4, 1, 5280])
  const none = await figures('/api/insight/figures?presenter=nobody')
  assert.deepEqual([none.shows!.length, none.figures.viewers!.value, none.figures.cvr!.value], [0, 0, null])
})

test('made again from the journal they are the same, and a server that serves is not disturbed', async () => {
  await figures('/api/insight/figures')
  const checked = await server.command('rebuild', ['--check'])
  assert.equal(checked.code, 0, checked.stderr)
  assert.match(checked.stdout, /read \d+ events in .* MiB of memory\nthe kept figures are the same, to the last unit/)
  const refusedWhile = await server.command('rebuild', [])
  assert.equal(refusedWhile.code, 1)
  assert.match(refusedWhile.stderr, /Another nigiwai serves/)
  await server.kill()
  const log = join(server.data, 'insight.db-wal')
  assert.ok(existsSync(log), 'what was killed left its log')
  const indexes = () => {
    const made = new DatabaseSync(join(server.data, 'insight.db'), { readOnly: true })
    const names = made.prepare("SELECT name FROM sqlite_master WHERE type = 'index' ORDER BY name").all().map(({ name }) => name)
    made.close()
    return names
  }
  const kept = indexes()
  const again = await server.command('rebuild', [])
  assert.equal(again.code, 0, again.stderr)
  assert.match(again.stdout, /the same/)
  assert.ok(!existsSync(log), 'the log of the file before is none of the new one’s')
  assert.ok(kept.includes('interest_of_viewer'))
  assert.deepEqual(indexes(), kept)
  await server.begin()
  assert.deepEqual((await figures('/api/insight/figures')).figures.gmv!.value, 5280)
})

describe('cues', () => {
  interface Half { watched_ms: number; orders: number; saves: number; questions: number; per_1000_s: { orders: number | null; saves: number | null; questions: number | null } }
  interface Time { start_ms: number; length_ms: number }
  interface Cue { planned: Time | null; actual: Time | null; live: Half | null; archive: Half | null; together: Half | null }
  type Beside = Cue & { show: { id: string }; cast: { name: string }[]; same_cast: boolean }
  interface Cues { behind: number; items: (Cue & { elsewhere: Beside[] })[]; outside: Record<string, Half> }
  let first: Show
  let second: Show
  before(async () => {
    const invited = await shop.owner.post('/api/staff/invitations', { name: 'かおり', role: 'presenter', email: 'kaori@example.jp' })
    const { staff } = await shop.anyone.post('/api/staff/invitations/accept', { token: new URL(invited.url).hash.slice(1), password: '秋の夜長に口紅を塗る' })
    const held = async (from: string | null, watched: number, cast: string[]): Promise<Show> => {
      const made = await shop.show({ shelf: [product.id], cast })
      const path = `/api/shows/${made.id}/cues`
      if (from) await shop.owner.post(`${path}/copy`, { from })
      else for (const cue of [{ title: '塗りくらべ', intent: 'use_idea', length_s: 120, product: product.id }, { title: 'おまけ', length_s: 30 }]) await shop.owner.post(path, cue)
      const { items } = await shop.owner.get<{ items: { id: string }[] }>(path)
      await shop.owner.post(`/api/shows/${made.id}/start`)
      const [director, room] = [await Room.join(shop.owner, made.id), await Room.join(viewers[1]!, made.id)]
      await director.must('cue.start', { cue: items[0]!.id })
      await room.must('play.span', { from: 0, to: watched })
      await room.must('question.ask', { text: '落ちにくいですか' })
      await room.must('product.save', { product: product.id })
      await viewers[1]!.post('/api/orders', { show: made.id, lines: [{ sku: product.id, quantity: 1 }], contact })
      await shop.owner.post(`/api/shows/${made.id}/end`)
      for (const each of [director, room]) each.leave()
      return made
    }
    first = await held(null, 8000, [])
    second = await held(first.id, 4000, [staff.handle])
  })
  const cues = (show: Show): Promise<Cues> => until('the cues are counted', async () => {
    const answer = await shop.owner.get<Cues>(`/api/shows/${show.id}/insight/cues`)
    return answer.behind === 0 ? answer : undefined
  }, 20 * patience)

  test('tell what was watched, ordered, saved and asked within each, and the same one of other shows', async () => {
    const { items: [lip, extra], outside } = await cues(first)
    assert.deepEqual(lip!.planned, { start_ms: 0, length_ms: 120_000 })
    assert.ok(lip!.actual!.length_ms > 0)
    assert.equal(lip!.live!.watched_ms + outside.live!.watched_ms, 8000, 'nothing is lost between cues')
    const rate = lip!.together!.per_1000_s.orders!
    assert.ok(Math.abs(rate - 1_000_000 / lip!.together!.watched_ms) < 1e-6, `${rate}`)
    assert.deepEqual([lip!.together!.orders, lip!.together!.saves, lip!.together!.questions], [1, 1, 1])
    assert.deepEqual(lip!.archive!.per_1000_s, { orders: null, saves: null, questions: null }, 'nobody watched the archive')
    assert.deepEqual([extra!.actual, extra!.together, extra!.elsewhere], [null, null, []], 'it was left out')
    assert.deepEqual(lip!.elsewhere.map(({ show: { id }, cast, same_cast: same, together }) => [id, cast[0]!.name, same, together!.orders]), [[second.id, 'かおり', false, 1]])
    const { figures: all } = await figures(`/api/shows/${first.id}/insight`)
    assert.equal(lip!.together!.watched_ms + outside.together!.watched_ms, 8000)
    assert.deepEqual([all.orders!.value, all.saves!.value, all.questions!.value], [1, 1, 1], 'as the figures of the show')
  })

  test('are summed by intent over the shows that are chosen', async () => {
    await cues(second)
    const { shows, items } = await shop.owner.get<{ shows: number; items: { intent: string; cues: number; together: Half; attach_rate: Counted }[] }>('/api/insight/intents')
    assert.equal(shows, 2)
    assert.deepEqual(items.map(({ intent, cues: many }) => [intent, many]), [['use_idea', 2], ['combination', 0], ['story', 0], ['price', 0], ['none', 0]])
    assert.deepEqual([items[0]!.together.orders, of(items[0]!.attach_rate)], [2, [0, 0, 2]])
    assert.deepEqual([items[1]!.together.per_1000_s.orders, of(items[1]!.attach_rate)], [null, [null, 0, 0]])
    assert.equal((await shop.owner.get<{ shows: number }>('/api/insight/intents?presenter=nobody')).shows, 0)
  })

  test('are refused before the show, and to who is none of the staff', async () => {
    const draft = await shop.show()
    refused(await shop.owner.send('GET', `/api/shows/${draft.id}/insight/cues`), 409, 'state')
    refused(await shop.owner.send('GET', '/api/shows/none/insight/cues'), 404, 'not-found')
    refused(await shop.owner.send('GET', '/api/insight/intents?until=soon'), 400, 'invalid', 'until')
    for (const path of [`/api/shows/${first.id}/insight/cues`, '/api/insight/intents']) refused(await viewers[0]!.send('GET', path), 403, 'forbidden')
  })
})

describe('who came back', () => {
  interface Returned { returned: number; ordered: number; within_days: number; groups: { cause: string; of: string | null; name: string | null; people: number; ordered: number; sharers: number | null }[]; others: { people: number; ordered: number } }
  const returned = (query: string): Promise<Returned> => shop.owner.get(query)
  let crowd: (Client & { id: string })[]
  let third: Show

  before(async () => {
    crowd = []
    for (let i = 0; i < 12; i++) crowd.push(await shop.viewer(`客${i}`))
    const watch = async (id: string): Promise<void> => {
      for (const viewer of crowd) {
        const room = await Room.join(viewer, id)
        await room.must('play.span', { from: 0, to: 5000 })
        room.leave()
      }
    }
    const earlier = await shop.liveShow(product)
    await watch(earlier.id)
    await shop.owner.post(`/api/shows/${earlier.id}/end`)
    third = await shop.liveShow(product)
    const { code } = await shop.owner.post('/api/shares', { show: third.id })
    for (const viewer of crowd.slice(0, 11)) await viewer.post(`/api/shares/${code}/arrivals`, {})
    await watch(third.id)
    for (const viewer of crowd.slice(0, 2)) await viewer.post('/api/orders', { show: third.id, at: 50, lines: [{ sku: product.id, quantity: 1 }], contact })
    await figures(`/api/shows/${third.id}/insight`)
  })

  test('is told by what brought them, and nobody is named or stands alone', async () => {
    const told = await returned(`/api/shows/${third.id}/insight/returned`)
    const { handle } = (await shop.owner.get('/api/sessions/current')).staff
    assert.deepEqual(told, {
      returned: 12, ordered: 2, within_days: 7,
      groups: [{ cause: 'staff', of: handle, name: '店長', people: 11, ordered: 2, sharers: null }],
      others: { people: 1, ordered: 0 },
    })
    for (const viewer of crowd) assert.ok(!JSON.stringify(told).includes(viewer.id))
    assert.equal((await figures(`/api/shows/${third.id}/insight`)).figures.returning!.value, told.returned, 'as the figure says')
  })

  test('is told over several shows, each viewer once', async () => {
    const all = await returned('/api/insight/returned')
    assert.deepEqual([all.returned, all.groups.length, all.groups[0]!.people, all.others.people], [14, 1, 11, 3], 'and the two who came back to other shows')
    assert.equal((await figures('/api/insight/figures')).figures.returning!.value, all.returned)
    const none = await returned('/api/insight/returned?presenter=nobody')
    assert.deepEqual([none.returned, none.groups, none.others.people], [0, [], 0])
  })

  test('is refused for a show that is none, and to who is none of the staff', async () => {
    refused(await shop.owner.send('GET', '/api/shows/none/insight/returned'), 404, 'not-found')
    refused(await shop.owner.send('GET', '/api/insight/returned?until=soon'), 400, 'invalid', 'until')
    for (const path of [`/api/shows/${third.id}/insight/returned`, '/api/insight/returned']) refused(await crowd[0]!.send('GET', path), 403, 'forbidden')
  })
})

describe('where they came from', () => {
  interface Way { of: string; name: string | null; network: string | null; viewers: number; engaged: number; savers: number; buyers: number; buying_viewers: number; orders: number; gmv: number; cvr: number | null; clicks: number | null }
  interface Ways { by: string; within_days: number; currency: string; total: Way; groups: Way[]; others: Way; none: Way }
  const ways = (path: string): Promise<Ways> => shop.owner.get(path)
  const phone = 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Safari/604.1'
  let crowd: (Client & { id: string })[]
  let seen: Show
  let campaign: string

  // Ten come by a friend's link while a campaign runs, ten by the owner's, two by nothing.
  before(async () => {
    crowd = []
    for (let i = 0; i < 22; i++) crowd.push(await shop.viewer(`人${i}`))
    seen = await shop.liveShow(product)
    const hour = (turn: number): string => new Date(Date.now() + turn * 3_600_000).toISOString()
    campaign = (await shop.owner.post('/api/campaigns', { title: '友だちと見よう', terms: '決まり', counts: 'arrivals', scope: 'all', show: seen.id, starts_at: hour(-1), ends_at: hour(1), tiers: [{ threshold: 100, benefit: 'gift', text: 'ミニボトル' }] })).id
    const friends = await (await shop.viewer('さそう人')).post('/api/shares', { show: seen.id })
    const owners = await shop.owner.post('/api/shares', { show: seen.id })
    for (const agent of [phone, phone, phone, 'Twitterbot/1.0', 'curl/8']) await shop.anyone.with({ 'user-agent': agent }).send('GET', `/s/${friends.code}`)
    for (const [i, viewer] of crowd.entries()) {
      if (i < 20) await viewer.post(`/api/shares/${(i < 10 ? friends : owners).code}/arrivals`, {})
      const room = await Room.join(viewer, seen.id)
      await room.must('play.span', { from: 0, to: 5000 })
      if (i % 10 === 0) await room.must('heart', { count: 1 })
      if (i % 10 < 2) await viewer.post('/api/orders', { show: seen.id, at: 50, lines: [{ sku: product.id, quantity: 1 }], contact })
      room.leave()
    }
    await figures(`/api/shows/${seen.id}/insight`)
  })

  test('is told by link, and comes to the figures of the show', async () => {
    const told = await ways(`/api/shows/${seen.id}/insight/ways`)
    assert.deepEqual([told.by, told.within_days, told.currency], ['way', 7, 'JPY'])
    const of = ({ viewers, engaged, buyers, orders, cvr, clicks }: Way): unknown[] => [viewers, engaged, buyers, orders, cvr, clicks]
    assert.deepEqual(told.groups.map((group) => [group.of, ...of(group)]).sort(), [['staff', 10, 1, 2, 2, 0.2, 0], ['viewers', 10, 1, 2, 2, 0.2, 3]])
    assert.deepEqual(of(told.none), [2, 1, 2, 2, 1, null])
    assert.deepEqual(of(told.others), [0, 0, 0, 0, null, null])
    const { figures: all } = await figures(`/api/shows/${seen.id}/insight`)
    assert.deepEqual([told.total.viewers, told.total.buyers, told.total.orders, told.total.gmv], ['viewers', 'buyers', 'orders', 'gmv'].map((name) => all[name]!.value))
    for (const viewer of crowd) assert.ok(!JSON.stringify(told).includes(viewer.id))
  })

  test('opens by campaign and by staff; without a post there is none, nor a channel', async () => {
    const by = (name: string): Promise<Ways> => ways(`/api/shows/${seen.id}/insight/ways?by=${name}`)
    const { handle } = (await shop.owner.get('/api/sessions/current')).staff
    const [campaigns, staff] = [await by('campaign'), await by('staff')]
    assert.deepEqual(campaigns.groups.map(({ of, name, viewers, clicks }) => [of, name, viewers, clicks]), [[campaign, '友だちと見よう', 10, null]])
    assert.deepEqual(staff.groups.map(({ of, name, viewers }) => [of, name, viewers]), [[handle, '店長', 10]])
    for (const one of [campaigns, staff]) assert.equal(one.none.viewers, 12)
    for (const name of ['post', 'channel']) {
      const { groups, none } = await by(name)
      assert.deepEqual([groups, none.viewers], [[], 22])
    }
  })

  test('is told over several shows, each viewer in each', async () => {
    const all = await ways('/api/insight/ways?by=way')
    const { figures: sums } = await figures('/api/insight/figures')
    assert.deepEqual([all.total.orders, all.total.gmv], [sums.orders!.value, sums.gmv!.value])
    assert.ok(all.total.viewers >= sums.viewers!.value!)
    assert.equal((await ways('/api/insight/ways?presenter=nobody')).total.viewers, 0)
  })

  test('is refused by what there is not, for a show that is none, and to who is none of the staff', async () => {
    for (const path of [`/api/shows/${seen.id}/insight/ways`, '/api/insight/ways']) {
      refused(await shop.owner.send('GET', `${path}?by=colour`), 400, 'invalid', 'by')
      refused(await crowd[0]!.send('GET', path), 403, 'forbidden')
    }
    refused(await shop.owner.send('GET', '/api/shows/none/insight/ways'), 404, 'not-found')
    refused(await shop.owner.send('GET', '/api/insight/ways?until=soon'), 400, 'invalid', 'until')
  })
})
