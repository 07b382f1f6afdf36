// Fans: levels and the list, regulars told to the staff of a live show, what stands on a staff page and who speaks for
// the shop, what presenters see of themselves and of colleagues. On a server of its own: others' people are no fans here.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { type Client, refused } from '../support/api.ts'
import { type MailSink, mailSink } from '../support/mail_sink.ts'
import { sleep, until } from '../support/processes.ts'
import { Room } from '../support/room.ts'
import { Server } from '../support/server.ts'
import { contact, Shop } from '../support/shop.ts'
import './house.ts'

let sink: MailSink
let server: Server
let shop: Shop
let product: string
before(async () => {
  sink = await mailSink()
  server = await Server.start({ args: ['--smtp', sink.url] })
  shop = await Shop.open(server)
  product = (await shop.product(500)).id
})
after(async () => {
  await server?.stop()
  await sink?.close()
})

interface Fan { id: string; name: string; level: string; shows: number; last_visit: string | null; days_since: number | null; orders: number; follows: { handle: string; name: string }[] }
interface Fans { items: Fan[]; next: string | null; levels: Record<string, number>; only: string | null }
type Viewer = Client & { id: string; name: string }

let people = 0
async function staff(role: string, name = `${role} ${++people}`): Promise<Client & { handle: string }> {
  const invitation = await shop.owner.post('/api/staff/invitations', { name, role, email: `${role}-${++people}@example.jp` })
  const { token, staff: who } = await shop.anyone.post('/api/staff/invitations/accept', { token: new URL(invitation.url).hash.slice(1), password: '秋の夜長に口紅を塗る' })
  return Object.assign(shop.anyone.as(token), { handle: who.handle })
}

/** The list; waits when it was asked for too often, as a page does. */
async function fans(asked = '', who: Client = shop.owner): Promise<Fans> {
  for (;;) {
    const answer = await who.send<Fans>('GET', `/api/fans${asked}`)
    if (answer.status === 200) return answer.body
    const { retry_after_ms: wait } = refused(answer, 429, 'too-many')
    await sleep(wait!)
  }
}
const fan = async (name: string): Promise<Fan | undefined> => (await fans(`?name=${encodeURIComponent(name)}`)).items.find((each) => each.name === name)

/** Watches a show of its own that ends at once, `times` over. */
async function watches(viewer: Viewer, times: number, cast: string[] = []): Promise<void> {
  for (let i = 0; i < times; i++) {
    const show = await shop.show({ shelf: [product], cast })
    await shop.owner.post(`/api/shows/${show.id}/start`)
    const room = await Room.join(viewer, show.id)
    await room.must('play.span', { from: 0, to: 5000 })
    room.leave()
    await shop.owner.post(`/api/shows/${show.id}/end`)
  }
}

async function order(viewer: Viewer, show?: string, quantity = 1): Promise<{ id: string }> {
  return viewer.post('/api/orders', { ...(show ? { show, at: 0 } : {}), lines: [{ sku: product, quantity }], contact })
}

async function signIn(viewer: Client, email: string): Promise<void> {
  const before = sink.to(email).length
  await shop.anyone.send('POST', '/api/members/sign-in', { json: { email, language: 'ja' } })
  const mail = await until('the mail has come', () => sink.to(email)[before])
  await viewer.post('/api/members/verify', { token: /token=(\w+)/.exec(mail.text)![1] })
}

describe('a level', () => {
  test('goes from nothing to participant, fan and loyal customer, and down again', async () => {
    const presenter = await staff('presenter', '佐倉 みのり')
    const sakura = await shop.viewer('さくら')
    await watches(sakura, 1)
    assert.equal(await fan('さくら'), undefined, 'who only looks on is no participant')
    await sakura.put(`/api/staff/${presenter.handle}/follow`, {})
    assert.equal((await fan('さくら'))!.level, 'participant')
    await watches(sakura, 2)
    const now = await until('she is a fan', async () => {
      const found = await fan('さくら')
      return found?.level === 'fan' ? found : undefined
    }, 20)
    assert.deepEqual([now.shows, now.days_since, now.orders, now.follows], [3, 0, 0, [{ handle: presenter.handle, name: '佐倉 みのり' }]])
    assert.ok(!JSON.stringify(now).includes(sakura.id), 'the id of a viewer is told to nobody')
    await order(sakura)
    const second = await order(sakura)
    assert.equal((await fan('さくら'))!.level, 'loyal')
    await shop.owner.post(`/api/orders/${second.id}/cancel`, { reason: '試し' })
    assert.deepEqual([(await fan('さくら'))!.level, (await fan('さくら'))!.orders], ['fan', 1])
    await sakura.ok('DELETE', `/api/staff/${presenter.handle}/follow`)
    assert.equal((await fan('さくら'))!.level, 'participant')
  })

  test('is one person’s over all their devices, and gone with them', async () => {
    const [phone, desk] = [await shop.viewer('もみじ'), await shop.viewer('別の端末')]
    await order(phone)
    await order(desk)
    assert.equal((await fans()).items.filter(({ name }) => ['もみじ', '別の端末'].includes(name)).length, 2)
    await signIn(phone, 'momiji@example.jp')
    await signIn(desk, 'momiji@example.jp')
    const found = (await fans()).items.filter(({ name }) => ['もみじ', '別の端末'].includes(name))
    assert.deepEqual(found.map(({ level, orders }) => [level, orders]), [['loyal', 2]])
    assert.ok(!JSON.stringify(await fans()).includes('@'), 'no mail address stands in the list')
    await phone.post('/api/me/erase', { confirm: 'erase', even_open_orders: true })
    assert.equal((await fans()).items.filter(({ name }) => name === '' || ['もみじ', '別の端末'].includes(name)).length, 0)
  })

  test('follows the rules of the shop', async () => {
    const usual = await shop.owner.get('/api/fans/rules')
    assert.deepEqual(usual, { fan_shows: 3, loyal_orders: 2, evangelist_arrivals: 3, returning_visits: 4 })
    const viewer = await shop.viewer('一度きり')
    await order(viewer)
    assert.equal((await fan('一度きり'))!.level, 'participant')
    const planner = await staff('planner')
    await planner.put('/api/fans/rules', { ...usual, loyal_orders: 1 })
    assert.equal((await fan('一度きり'))!.level, 'loyal')
    for (const [rules, field] of [[{ ...usual, fan_shows: 0 }, '/fan_shows'], [{ ...usual, loyal_orders: 1001 }, '/loyal_orders'], [{ ...usual, returning_visits: 'four' }, '/returning_visits'],
      [{ fan_shows: 3 }, '/loyal_orders'], [{ ...usual, luck: 1 }, '/luck']] as const) {
      refused(await planner.send('PUT', '/api/fans/rules', { json: rules }), 400, 'invalid', field)
    }
    refused(await (await staff('director')).send('PUT', '/api/fans/rules', { json: usual }), 403, 'forbidden')
    await planner.put('/api/fans/rules', usual)
    const { items } = await shop.owner.get<{ items: { action: string }[] }>('/api/audit?action=fans.')
    assert.equal(items[0]!.action, 'fans.ruled')
  })
})

describe('the fan list', () => {
  test('is narrowed, sorted and paged, and counts the levels', async () => {
    const presenter = await staff('presenter', '北川 はる')
    const names = ['一番', '二番', '三番'].map((name) => `並び${name}`)
    for (const name of names) await (await shop.viewer(name)).put(`/api/staff/${presenter.handle}/follow`, {})
    const all = await fans(`?follows=${presenter.handle}&sort=name`)
    assert.deepEqual(all.items.map(({ name }) => name), [...names].sort())
    assert.deepEqual([all.levels['participant'], all.levels['evangelist'], all.next, all.only], [3, 0, null, null])
    const first = await fans(`?follows=${presenter.handle}&sort=name&limit=2`)
    const rest = await fans(`?follows=${presenter.handle}&sort=name&limit=2&cursor=${first.next}`)
    assert.deepEqual([...first.items, ...rest.items].map(({ id }) => id), all.items.map(({ id }) => id))
    assert.equal(rest.next, null)
    assert.deepEqual((await fans(`?follows=${presenter.handle}&level=fan`)).items, [])
    assert.deepEqual((await fans(`?name=${encodeURIComponent('び二')}`)).items.map(({ name }) => name), ['並び二番'])
    for (const [asked, field] of [['level=king', 'level'], ['sort=luck', 'sort'], ['cursor=x', 'cursor'], [`name=${'a'.repeat(61)}`, 'name'], ['limit=0', 'limit']] as const) {
      refused(await shop.owner.send('GET', `/api/fans?${asked}`), 400, 'invalid', field)
    }
  })

  test('is told by the month: how many stood at each level at its end, and who moved', async () => {
    interface Month { month: string; over: boolean; levels: Record<string, number>; moves: { from: string | null; to: string | null; people: number }[] }
    const levels = async (query = ''): Promise<Month[]> => (await shop.owner.get('/api/fans/levels' + query)).months
    const now = await fans('?limit=1')
    const [last, all] = [await levels('?months=1'), await levels('?months=24')]
    assert.deepEqual(last.map(({ over, levels: counted }) => [over, counted]), [[false, now.levels]])
    assert.equal(last[0]!.month, new Date(Date.now() + 9 * 3_600_000).toISOString().slice(0, 7))
    assert.deepEqual(all.at(-1), last[0])
    assert.ok(all.length <= 2, 'months before anybody was there are not told')
    const stand = (months: Month[], level: string): number => months.flatMap(({ moves }) => moves).reduce((sum, { from, to, people }) => sum + (to === level ? people : 0) - (from === level ? people : 0), 0)
    for (const [level, people] of Object.entries(now.levels)) assert.equal(stand(all, level), people, level)
    for (const asked of ['0', '25', 'many']) refused(await shop.owner.send('GET', `/api/fans/levels?months=${asked}`), 400, 'invalid', 'months')
    refused(await (await staff('presenter')).send('GET', '/api/fans/levels'), 403, 'forbidden')
    refused(await (await shop.viewer()).send('GET', '/api/fans/levels'), 403, 'forbidden')
  })

  test('is for staff, and for a presenter of those who follow them', async () => {
    const [presenter, analyst] = [await staff('presenter'), await staff('analyst')]
    await (await shop.viewer('ひとり')).put(`/api/staff/${presenter.handle}/follow`, {})
    const own = await fans('', presenter)
    assert.deepEqual([own.items.map(({ name }) => name), own.only], [['ひとり'], presenter.handle])
    refused(await presenter.send('GET', '/api/fans?follows=somebody'), 403, 'forbidden', 'follows')
    assert.ok((await fans('', analyst)).items.length > 1)
    refused(await (await shop.viewer()).send('GET', '/api/fans'), 403, 'forbidden')
    refused(await shop.anyone.send('GET', '/api/fans'), 401, 'unauthorized')
    refused(await shop.anyone.send('GET', '/api/fans/rules'), 401, 'unauthorized')
  })
})

describe('a regular', () => {
  test('is told to the staff of a live show once, and to nobody else', async () => {
    const presenter = await staff('presenter')
    const regular = await shop.viewer('常連の人')
    await regular.put(`/api/staff/${presenter.handle}/follow`, {})
    await watches(regular, 3)
    await until('she is a fan', async () => (await fan('常連の人'))?.level === 'fan', 20)
    const show = await shop.liveShow()
    const [hers, others, console] = [await Room.join(regular, show.id), await Room.join(await shop.viewer('はじめて'), show.id), await Room.join(presenter, show.id)]
    await others.must('chat.post', { text: 'はじめまして' })
    await hers.must('chat.post', { text: 'また来ました' })
    const told = await console.waitFor('regular.arrived')
    assert.deepEqual([told.by!.name, told.data], ['常連の人', { visit: 4, level: 'fan', told: true }])
    const line = [...console.events.values()].find(({ kind, data }) => kind === 'chat.posted' && data['text'] === 'また来ました')!
    assert.equal(told.by!.id, line.by!.id, 'their lines are known by it')
    await hers.must('chat.post', { text: 'もう一言' })
    await others.must('chat.post', { text: 'もう一言' })
    // Twice as long as the greeter sleeps.
    await sleep(5000)
    const arrivals = (room: Room) => [...room.events.values()].filter(({ kind }) => kind === 'regular.arrived').length
    assert.deepEqual([arrivals(console), arrivals(hers), arrivals(others)], [1, 0, 0])
    for (const room of [hers, others, console]) room.whole()
    // Neither do the public's pages of the archive have it.
    const page = await regular.get<{ events: { kind: string }[] }>(`/api/shows/${show.id}/timeline?from=1`)
    assert.ok(page.events.every(({ kind }) => kind !== 'regular.arrived'))
    await shop.owner.post(`/api/shows/${show.id}/end`)
  })
})

describe('a staff page', () => {
  test('has words that they or an owner write', async () => {
    const presenter = await staff('presenter')
    const words = (who: Client, json: unknown) => who.send('PUT', `/api/staff/${presenter.handle}/words`, { json })
    assert.equal((await words(presenter, { words: ' 口紅が好きです。\n二行目 ' })).status, 200)
    const page = await shop.anyone.get(`/api/staff/${presenter.handle}`)
    assert.deepEqual([page.words, page.clips], ['口紅が好きです。\n二行目', []])
    assert.equal((await words(shop.owner, { words: '' })).status, 200)
    refused(await words(await staff('director'), { words: '他人' }), 403, 'forbidden')
    refused(await words(presenter, { words: '長'.repeat(601) }), 400, 'invalid', '/words')
    refused(await words(presenter, {}), 400, 'invalid', '/words')
    refused(await words(presenter, { words: 'a', colour: 1 }), 400, 'invalid', '/colour')
    refused(await shop.owner.send('PUT', '/api/staff/nobody/words', { json: { words: 'a' } }), 404, 'not-found')
    refused(await shop.anyone.send('PUT', `/api/staff/${presenter.handle}/words`, { json: { words: 'a' } }), 401, 'unauthorized')
  })

  test('says who speaks for the shop, in words that can be changed and never taken away', async () => {
    const said = async () => {
      const { disclosure, disclosure_latin } = await shop.anyone.get('/api/shop')
      return [disclosure, disclosure_latin]
    }
    assert.deepEqual(await said(), ['スタッフによる紹介', 'Presented by our staff'])
    await shop.owner.patch('/api/shop', { disclosure: '月白の社員が紹介', disclosure_latin: 'Presented by Geppaku' })
    assert.deepEqual(await said(), ['月白の社員が紹介', 'Presented by Geppaku'])
    await shop.owner.patch('/api/shop', { disclosure: '', disclosure_latin: ' ' })
    assert.deepEqual(await said(), ['スタッフによる紹介', 'Presented by our staff'])
    refused(await shop.owner.send('PATCH', '/api/shop', { json: { disclosure: '長'.repeat(41) } }), 400, 'invalid', '/disclosure')
    refused(await (await staff('planner')).send('PATCH', '/api/shop', { json: { disclosure: 'a' } }), 403, 'forbidden')
  })
})

describe('a presenter', () => {
  interface Own { followers: { now: number; weeks: { followers: number }[] }; ranked: boolean; shows: { show: string; cast: number; figures: Record<string, number>; sales: { amount: number } }[]; questions: { text: string }[]; lines: { text: string; name: string }[] }
  interface Hits { items: { show: string; cast: { handle: string }[]; figures: Record<string, number>; sales: { amount: number }; making: { products: number; first_pin_ms: number | null; length_ms: number; intents: Record<string, number> } }[]; usual: { shows: number } | null; ranked: boolean }

  test('sees followers, figures, an equal share of sales, and what was said and not hidden', async () => {
    const [one, two] = [await staff('presenter'), await staff('presenter')]
    const own = (who: Client): Promise<Own> => who.get('/api/account/presenting')
    assert.deepEqual([(await own(one)).shows, (await own(one)).followers.now], [[], 0])
    const viewer = await shop.viewer('ゆず茶')
    await viewer.put(`/api/staff/${one.handle}/follow`, {})
    const show = await shop.show({ shelf: [product], cast: [one.handle, two.handle] })
    await shop.owner.post(`/api/shows/${show.id}/start`)
    const room = await Room.join(viewer, show.id)
    await room.must('play.span', { from: 0, to: 8000 })
    await room.must('chat.post', { text: 'きれいな色' })
    const bad = await room.must('chat.post', { text: 'ひどい言葉' })
    await room.must('question.ask', { text: '落ちにくいですか' })
    const director = await Room.join(shop.owner, show.id)
    await director.must('chat.hide', { seq: bad })
    await order(viewer, show.id, 3)
    await until('the audience is counted', async () => (await own(one)).shows[0]?.figures['viewers'] === 1, 20)
    const [hers, his] = [await own(one), await own(two)]
    assert.equal(hers.followers.now, 1)
    assert.equal(hers.followers.weeks.length, 26)
    assert.deepEqual([hers.followers.weeks[0]!.followers, hers.followers.weeks.at(-1)!.followers], [0, 1])
    assert.deepEqual(hers.shows.map(({ show: id, cast, figures, sales }) => [id, cast, figures['watched_ms'], figures['orders'], figures['chatters'], sales.amount]), [[show.id, 2, 8000, 1, 1, 3960]])
    assert.equal(his.shows[0]!.sales.amount, 3960, '2 × 3,960 is what was sold')
    assert.deepEqual([hers.lines.map(({ text }) => text), hers.questions.map(({ text }) => text)], [['きれいな色'], ['落ちにくいですか']])
    refused(await viewer.send('GET', '/api/account/presenting'), 403, 'forbidden')
    refused(await shop.anyone.send('GET', '/api/account/presenting'), 401, 'unauthorized')
    room.leave()
    director.leave()
    await shop.owner.post(`/api/shows/${show.id}/end`)
  })

  test('learns from colleagues’ hits, but of nobody who left the ranking', async () => {
    const [star, learner] = [await staff('presenter', '月島 れい'), await staff('presenter')]
    const hits = (who: Client, by = 'sales'): Promise<Hits> => who.get(`/api/account/hits?by=${by}`)
    const show = await shop.show({ shelf: [product], cast: [star.handle] })
    await shop.owner.post(`/api/shows/${show.id}/cues`, { title: '塗りかた', intent: 'use_idea', length_s: 60 })
    await shop.owner.post(`/api/shows/${show.id}/start`)
    const room = await Room.join(shop.owner, show.id)
    await room.must('product.pin', { product })
    await order(await shop.viewer(), show.id, 20)
    assert.ok(!(await hits(learner)).items.some((hit) => hit.show === show.id), 'it is not over yet')
    await shop.owner.post(`/api/shows/${show.id}/end`)
    room.leave()
    const found = await hits(learner)
    const hit = found.items.find((each) => each.show === show.id)!
    assert.equal(found.items[0]!.show, show.id, 'the best comes first')
    assert.deepEqual([hit.cast.map(({ handle }) => handle), hit.sales.amount, hit.making.products, hit.making.intents['use_idea'], found.usual], [[star.handle], 52_800, 1, 1, null])
    assert.ok(hit.making.first_pin_ms !== null && hit.making.length_ms >= hit.making.first_pin_ms)
    const stars = await hits(star)
    assert.ok(!stars.items.some((each) => each.show === show.id), 'one’s own is no colleague’s')
    assert.equal(stars.usual!.shows, 1)

    assert.deepEqual(await star.put('/api/account/ranking', { ranked: false }), { ranked: false })
    assert.ok(!(await hits(learner)).items.some((each) => each.show === show.id))
    assert.equal((await star.get<Own>('/api/account/presenting')).ranked, false)
    await star.put('/api/account/ranking', { ranked: true })
    assert.ok((await hits(learner)).items.some((each) => each.show === show.id))
    refused(await star.send('PUT', '/api/account/ranking', { json: { ranked: 'no' } }), 400, 'invalid', '/ranked')
    refused(await star.send('PUT', '/api/account/ranking', { json: {} }), 400, 'invalid', '/ranked')
    refused(await star.send('GET', '/api/account/hits?by=luck'), 400, 'invalid', 'by')
    refused(await shop.anyone.send('PUT', '/api/account/ranking', { json: { ranked: true } }), 401, 'unauthorized')
  })
})

describe('the calendar', () => {
  interface Entry { show: string; title: string; state: string; at: string | null; planned_ms: number | null; cast: string[] }
  const month = (from: string, until: string, who: Client = shop.owner) => who.send<{ items: Entry[]; undated: Entry[] }>('GET', `/api/calendar?from=${from}&until=${until}`)

  test('has the shows of its days in order of time, and drafts without one', async () => {
    const presenter = await staff('presenter', '佐野 みき')
    const [late, early, other] = ['2031-05-20T11:00:00Z', '2031-05-02T11:00:00Z', '2031-06-01T00:00:00Z']
    const shows = []
    for (const starts_at of [late, early, other]) shows.push(await shop.show({ title: `${starts_at} の夜`, starts_at, cast: [presenter.handle] }))
    await shop.owner.put(`/api/shows/${shows[0]!.id}/plan`, { concept: '', purpose: '', length_s: 1800, targets: [], team: [] })
    const draft = await shop.show({ title: '日を決めていない' })
    const { body } = await month('2031-05-01T00:00:00Z', '2031-06-01T00:00:00Z', presenter)
    assert.deepEqual(body.items.map(({ show, state, planned_ms, cast }) => [show, state, planned_ms, cast]), [[shows[1]!.id, 'scheduled', null, ['佐野 みき']], [shows[0]!.id, 'scheduled', 1_800_000, ['佐野 みき']]])
    assert.equal(body.undated[0]!.show, draft.id)
    assert.ok(body.undated.every(({ at }) => at === null))
  })

  test('refuses days that are none, too many, or backwards', async () => {
    refused(await shop.owner.send('GET', '/api/calendar'), 400, 'invalid', 'from')
    refused(await month('2031-05-01T00:00:00Z', 'soon'), 400, 'invalid', 'until')
    refused(await month('2031-05-01T00:00:00Z', '2031-05-01T00:00:00Z'), 400, 'invalid', 'until')
    refused(await month('2031-05-01T00:00:00Z', '2031-07-10T00:00:00Z'), 400, 'invalid', 'until')
    refused(await month('2031-05-01T00:00:00Z', '2031-06-01T00:00:00Z', await shop.viewer()), 403, 'forbidden')
    refused(await shop.anyone.send('GET', '/api/calendar'), 401, 'unauthorized')
  })
})

describe('the audience of a show to come', () => {
  interface Reach { followers: number; reminders: number; mailed: number | null; earlier: unknown; viewers: number | null; target: number | null; expected: number; shortfall: number | null }
  const reach = (show: string): Promise<Reach> => shop.owner.get(`/api/shows/${show}/reach`)

  test('counts followers, reminders and viewers, and what is missing to the target', async () => {
    const presenter = await staff('presenter')
    const show = await shop.show({ starts_at: new Date(Date.now() + 3_600_000).toISOString(), cast: [presenter.handle] })
    assert.deepEqual(await reach(show.id), { followers: 0, reminders: 0, mailed: null, earlier: null, viewers: null, target: null, expected: 0, shortfall: null })
    const viewer = await shop.viewer()
    await viewer.put(`/api/staff/${presenter.handle}/follow`, {})
    await signIn(viewer, 'reach@example.jp')
    await viewer.put(`/api/shows/${show.id}/reminder`, {})
    await shop.owner.put(`/api/shows/${show.id}/plan`, { concept: '', purpose: '', targets: [{ figure: 'viewers', target: 3 }], team: [] })
    const before = await reach(show.id)
    assert.deepEqual([before.followers, before.reminders, before.mailed, before.target, before.expected, before.shortfall], [1, 1, null, 3, 1, 2])
    await shop.owner.post(`/api/shows/${show.id}/start`)
    const room = await Room.join(viewer, show.id)
    await room.must('play.span', { from: 0, to: 5000 })
    room.leave()
    const live = await until('the viewer is counted', async () => {
      const now = await reach(show.id)
      return now.viewers === 1 && now.mailed === 1 ? now : undefined
    }, 30)
    assert.deepEqual([live.expected, live.shortfall], [1, 2])
    await shop.owner.post(`/api/shows/${show.id}/end`)
    assert.equal((await reach(show.id)).shortfall, null, 'too late to mend it')
    refused(await shop.owner.send('GET', '/api/shows/none/reach'), 404, 'not-found')
    refused(await viewer.send('GET', `/api/shows/${show.id}/reach`), 403, 'forbidden')
    refused(await shop.anyone.send('GET', `/api/shows/${show.id}/reach`), 401, 'unauthorized')
  })
})
