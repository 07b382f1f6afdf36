// Deciding later: what happened to what one saved, told on pages and by one mail a day, and what became of it.
// Recommendations: what the same people turned to. On a server of its own with a mail server.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { type Client, type Product, type Show, refused } from '../support/api.ts'
import { type MailSink, mailSink } from '../support/mail_sink.ts'
import { until } from '../support/processes.ts'
import { Room } from '../support/room.ts'
import { Server } from '../support/server.ts'
import { contact, Shop } from '../support/shop.ts'
import './house.ts'

let sink: MailSink
let shop: Shop
before(async () => {
  sink = await mailSink()
  shop = await Shop.open(await Server.start({ args: ['--smtp', sink.url] }))
  await shop.owner.patch('/api/shop', { name: '月白', name_latin: 'TSUKISHIRO' })
  await quiet(null)
})
after(async () => {
  await shop?.server.stop()
  await sink?.close()
})

type Viewer = Client & { id: string; name: string }
interface News { news: number; reason: string; product: { id: string; title: string; left: number }; show: { id: string; state: string } | null; at: number | null; title: string | null; code: string | null; ends_at: string | null; told: boolean }
interface Counted { told: number; by_mail: number; returned: number; ordered: number }
interface Figures extends Counted { saved: number; people: number; rule: string; reasons: (Counted & { reason: string })[]; most_kept: { product: { id: string }; keeping: number }[] }
interface Recommendations { products: { product: { id: string; left: number }; basis: string }[]; shows: { show: { id: string }; basis: string }[] }

/** Mails wait for so many hours around now; for none with null. */
async function quiet(hours: number | null): Promise<void> {
  const at = (ms: number) => new Date(Date.now() + ms).toISOString().slice(11, 16)
  const span = (hours ?? 0) * 3_600_000
  await shop.owner.put('/api/returning/settings', hours === null ? { quiet_from: '03:00', quiet_until: '03:00', zone: 'UTC' } : { quiet_from: at(-span), quiet_until: at(span), zone: 'UTC' })
}
async function member(email: string, language = 'ja'): Promise<Viewer> {
  const viewer = await shop.viewer('花')
  const before = sink.to(email).length
  await shop.anyone.send('POST', '/api/members/sign-in', { json: { email, language } })
  const mail = await until('the mail has come', () => sink.to(email)[before])
  await viewer.post('/api/members/verify', { token: /token=(\w+)/.exec(mail.text)![1]! })
  return viewer
}
async function save(who: Viewer, show: Show, product: Product): Promise<void> {
  const room = await Room.join(who, show.id)
  await room.must('product.save', { product: product.id })
  room.leave()
}
const news = async (who: Client) => (await who.get<{ items: News[] }>('/api/me/returns')).items
const newsOf = (who: Client, product: Product, reason: string) => until(`${reason} is told`, async () => (await news(who)).find((one) => one.product.id === product.id && one.reason === reason), 20, 200)
const stock = (product: Product, delta: number) => shop.owner.post(`/api/stock/${product.id}`, { delta, reason: '入荷' })
const figures = () => shop.owner.get<Figures>('/api/returning')
const reason = async (name: string): Promise<Counted> => { const { told, by_mail, returned, ordered } = (await figures()).reasons.find((one) => one.reason === name)!; return { told, by_mail, returned, ordered } }
const order = (who: Client, product: Product) => who.post('/api/orders', { lines: [{ sku: product.id, quantity: 1 }], contact })

describe('a saved product', () => {
  test('comes back: it is told on the page, returned to and ordered, and each is counted once', async () => {
    const balm = await shop.product(0)
    const show = await shop.liveShow(balm)
    const [hana, ren] = [await shop.viewer('はな'), await shop.viewer('れん')]
    await save(hana, show, balm)
    assert.deepEqual(await news(hana), [])
    await stock(balm, 20)
    const back = await newsOf(hana, balm, 'back')
    assert.deepEqual([back.product.left, back.told, back.at], [20, false, null])
    assert.deepEqual(await news(ren), [], 'who saved nothing hears of nothing')
    const before = await reason('back')
    for (let i = 0; i < 2; i++) assert.equal((await hana.send('POST', '/api/me/returns/told', { json: { news: [back.news, 999_999] } })).status, 204)
    await ren.post('/api/me/returns/told', { news: [back.news] })
    assert.deepEqual(await reason('back'), { ...before, told: before.told + 1 })
    assert.equal((await news(hana))[0]!.told, true)
    assert.equal((await hana.send('POST', `/api/products/${balm.id}/looks`, { json: {} })).status, 204)
    await until('the return is counted', async () => (await reason('back')).returned === before.returned + 1, 20, 200)
    assert.deepEqual(await news(hana), [], 'it has been returned to')
    await order(hana, balm)
    await order(hana, balm)
    await until('the order is counted', async () => (await reason('back')).ordered === before.ordered + 1, 20, 200)
    const all = await figures()
    assert.equal(all.rule, 'came-back-1')
    assert.ok(all.saved >= 1 && all.most_kept.some(({ product, keeping }) => product.id === balm.id && keeping === 1))
    const own = (await hana.get<{ told_of_saved: { product: string; way: string }[] }>('/api/me/export')).told_of_saved
    assert.deepEqual(own.map(({ product, way }) => [product, way]), [[balm.id, 'page']])
  })

  test('runs low, and only what still holds is told', async () => {
    const oil = await shop.product(8)
    const show = await shop.liveShow(oil)
    const hana = await shop.viewer('はな')
    await save(hana, show, oil)
    await stock(oil, -4)
    assert.equal((await newsOf(hana, oil, 'low')).product.left, 4)
    await stock(oil, 50)
    assert.deepEqual(await news(hana), [], 'there are plenty again')
  })

  test('is shown again: in a show to come, on air, and as a moment of its archive', async () => {
    const comb = await shop.product(9)
    const first = await shop.liveShow(comb)
    const hana = await shop.viewer('はな')
    await save(hana, first, comb)
    const next = await shop.show({ title: '櫛の夜', shelf: [comb.id] })
    await shop.owner.post(`/api/shows/${next.id}/start`)
    const shown = await newsOf(hana, comb, 'shown')
    assert.deepEqual([shown.show!.id, shown.show!.state, shown.at], [next.id, 'live', null])
    const director = await Room.join(shop.owner, next.id)
    await director.must('product.pin', { product: comb.id })
    director.leave()
    await shop.owner.post(`/api/shows/${next.id}/end`)
    const moment = await until('it leads to the moment', async () => (await news(hana)).find(({ at }) => at !== null), 20, 200)
    assert.equal(moment.show!.state, 'archived')

    const story = { product: comb.id, title: '職人のつげ櫛', show: next.id, at: moment.at }
    assert.equal((await shop.owner.post<{ keeping: number }>('/api/returning/stories', story)).keeping, 1)
    await hana.post('/api/me/returns/told', { news: [moment.news] })
    const watching = await Room.join(hana, next.id)
    await watching.must('play.span', { from: 0, to: 1 })
    watching.leave()
    const told = await newsOf(hana, comb, 'story')
    assert.deepEqual([told.title, told.show!.id], ['職人のつげ櫛', next.id])
    const tell = (json: unknown, who: Client = shop.owner) => who.send('POST', '/api/returning/stories', { json })
    refused(await tell({ ...story, product: 'none' }), 404, 'not-found', '/product')
    refused(await tell({ ...story, show: first.id }), 400, 'invalid', '/show')
    refused(await tell({ ...story, at: 9e9 }), 400, 'invalid', '/at')
    refused(await tell({ product: comb.id, title: '' }), 400, 'invalid', '/title')
    refused(await tell(story, hana), 403, 'forbidden')
  })

  test('whose offer ends soon is told with the code that everybody may read', async () => {
    const soap = await shop.product(9)
    const show = await shop.liveShow(soap)
    const hana = await shop.viewer('はな')
    await save(hana, show, soap)
    const offer = await shop.owner.post(`/api/shows/${show.id}/offers`, { title: '石けん10%引き', benefit: 'percent', percent: 10, targets: [{ product: soap.id }], code: 'AWA-2026', code_shown: true, archive_until: new Date(Date.now() + 3_600_000).toISOString() })
    const director = await Room.join(shop.owner, show.id)
    await director.must('offer.open', { offer: offer.id })
    director.leave()
    // The calendar is looked at once a minute.
    const ending = await until('it is told', async () => (await news(hana)).find((one) => one.reason === 'ending'), 90, 500)
    assert.deepEqual([ending.product.id, ending.code], [soap.id, 'AWA-2026'])
    assert.ok(Date.parse(ending.ends_at!) > Date.now())
  })

  test('is told by one mail a day, outside of quiet hours, until one click stops it', async () => {
    const [tea, cup] = [await shop.product(0), await shop.product(0)]
    const show = await shop.liveShow(tea, cup)
    const hana = await member('hana@example.jp')
    const other = await member('jun@example.jp', 'en')
    const stopped = await member('ren@example.jp')
    await stopped.patch('/api/me', { preferences: { back_in_stock: false } })
    for (const who of [hana, other, stopped]) await save(who, show, tea)
    await save(hana, show, cup)
    const mails = (email: string) => sink.to(email).filter(({ text }) => /あとで考える|decide later/.test(text))
    await quiet(2)
    await stock(tea, 3)
    await newsOf(hana, tea, 'back')
    assert.deepEqual(mails('hana@example.jp'), [], 'nobody is woken')
    await quiet(null)
    const mail = await until('the digest has come', () => mails('hana@example.jp')[0], 20, 200)
    assert.match(mail.subject, /のお知らせ/)
    assert.match(mail.text, new RegExp(`再入荷しました。\\n.*/products/${tea.id}`))
    assert.match((await until('in English, too', () => mails('jun@example.jp')[0], 20, 200)).text, /back in stock/)
    await stock(cup, 3)
    await newsOf(hana, cup, 'back')
    // Whoever is written to after her has it; she has hers for today.
    const late = await member('late@example.jp')
    const plum = await shop.product(0)
    await save(late, await shop.liveShow(plum), plum)
    await stock(plum, 1)
    await until('the next one’s digest', () => mails('late@example.jp')[0], 20, 200)
    assert.deepEqual([mails('hana@example.jp').length, mails('ren@example.jp').length], [1, 0])
    const stop = /(http\S+unsubscribe\S*)/i.exec(mail.text)![1]!
    assert.equal((await shop.anyone.send('POST', stop.slice(shop.server.base.length))).status, 200)
    assert.equal((await hana.get('/api/me')).member.preferences.back_in_stock, false)
    assert.equal((await news(hana)).find(({ product }) => product.id === tea.id)!.told, true, 'by mail')
    assert.ok((await figures()).by_mail >= 3)
  })

  test('is forgotten with its person; the counts stay', async () => {
    const pin = await shop.product(0)
    const hana = await member('gone@example.jp')
    await save(hana, await shop.liveShow(pin), pin)
    await stock(pin, 9)
    await hana.post('/api/me/returns/told', { news: [(await newsOf(hana, pin, 'back')).news] })
    const before = await figures()
    assert.equal((await hana.send('POST', '/api/me/erase', { json: { confirm: 'erase' } })).status, 204)
    const now = await figures()
    assert.deepEqual([now.told, now.saved], [before.told, before.saved - 1])
  })

  test('refuses what is wrong, naming it', async () => {
    const hana = await shop.viewer()
    refused(await hana.send('POST', '/api/me/returns/told', { json: { news: ['x'] } }), 400, 'invalid', '/news/0')
    refused(await hana.send('POST', '/api/me/returns/told', { json: { news: Array.from({ length: 13 }, (_, i) => i) } }), 400, 'invalid', '/news')
    refused(await shop.owner.send('GET', '/api/me/returns'), 403, 'forbidden')
    refused(await shop.owner.send('GET', '/api/returning?days=0'), 400, 'invalid', 'days')
    refused(await hana.send('GET', '/api/returning/settings'), 403, 'forbidden')
    assert.equal((await shop.owner.get('/api/returning/settings')).zone, 'UTC')
    const set = (json: unknown) => shop.owner.send('PUT', '/api/returning/settings', { json })
    const right = { quiet_from: '21:00', quiet_until: '09:00', zone: 'Asia/Tokyo' }
    refused(await set({ ...right, quiet_from: '25:00' }), 400, 'invalid', '/quiet_from')
    refused(await set({ ...right, zone: 'Tokyo' }), 400, 'invalid', '/zone')
  })
})

describe('recommendations', () => {
  const recommended = (asked: string, who: Client = shop.anyone) => who.get<Recommendations>(`/api/recommendations?${asked}`)
  const ids = (all: Recommendations) => all.products.map(({ product }) => product.id)
  const looks = async (who: Client, ...products: Product[]) => { for (const product of products) await who.post(`/api/products/${product.id}/looks`, {}) }
  const near = (asked: string, who: Client, product: Product) => until('it is near', async () => { const all = await recommended(asked, who); return all.products.find((one) => one.product.id === product.id && one.basis === 'together') && all }, 20, 200)

  test('are what the same people turned to, in stock and not bought already', async () => {
    const [lip, brush, gone, far] = [await shop.product(5), await shop.product(5), await shop.product(1), await shop.product(5)]
    const show = await shop.liveShow(brush)
    const [hana, ren, mei] = [await shop.viewer('はな'), await shop.viewer('れん'), await shop.viewer('めい')]
    for (const who of [hana, ren]) await looks(who, lip, brush, gone)
    await looks(mei, far)
    await order(await shop.viewer(), gone)
    const all = await near(`product=${lip.id}`, shop.anyone, brush)
    assert.equal(all.products[0]!.product.id, brush.id)
    assert.ok(!ids(all).includes(lip.id) && !ids(all).includes(gone.id), 'neither itself nor what is sold out')
    assert.equal(all.shows[0]!.show.id, show.id)
    await looks(mei, lip)
    assert.equal((await near('for=me', mei, brush)).products[0]!.product.id, brush.id)
    assert.equal((await near(`show=${show.id}`, shop.anyone, lip)).shows.some((one) => one.show.id === show.id), false)
    await order(mei, brush)
    assert.ok(!ids(await recommended(`product=${lip.id}`, mei)).includes(brush.id), 'she has it')
    assert.equal((await recommended(`product=${lip.id}&limit=1`)).products.length, 1)
    assert.ok((await recommended('for=me')).products.every(({ basis }) => basis === 'popular'), 'nothing is known of a stranger')
  })

  test('use nothing of who refuses, and forget whom the shop forgets', async () => {
    const [one, two] = [await shop.product(5), await shop.product(5)]
    const hana = await shop.viewer('はな')
    const known = async (who: Client) => (await who.get<{ turned_to: { product: string }[] }>('/api/me/export')).turned_to.map(({ product }) => product)
    const counted = (product: Product) => until('it is counted', async () => ids(await recommended('for=me&limit=20')).includes(product.id), 20, 200)
    await looks(hana, one)
    await counted(one)
    assert.deepEqual(await known(hana), [one.id])
    assert.deepEqual(await hana.get('/api/me/recommending'), { allowed: true })
    await hana.put('/api/me/recommending', { allowed: false })
    assert.deepEqual(await known(hana), [])
    await looks(hana, two)
    const ren = await shop.viewer('れん')
    await looks(ren, two)
    await counted(two)
    assert.deepEqual([await known(hana), await known(ren)], [[], [two.id]], 'hers came first')
    assert.equal((await ren.send('POST', '/api/me/erase', { json: { confirm: 'erase' } })).status, 204)
    assert.ok(ids(await recommended('for=me&limit=20')).includes(two.id), 'sums stay')
    await hana.put('/api/me/recommending', { allowed: true })
    assert.deepEqual(await hana.get('/api/me/recommending'), { allowed: true })
  })

  test('refuse what cannot be asked for', async () => {
    const hana = await shop.viewer()
    const ask = (asked: string) => shop.anyone.send('GET', `/api/recommendations?${asked}`)
    refused(await ask(''), 400, 'invalid', 'product')
    refused(await ask('for=you'), 400, 'invalid', 'for')
    refused(await ask('product=a&show=b'), 400, 'invalid', 'product')
    refused(await ask('for=me&limit=21'), 400, 'invalid', 'limit')
    refused(await ask('product=none'), 404, 'not-found')
    refused(await ask('show=none'), 404, 'not-found')
    refused(await hana.send('POST', '/api/products/none/looks', { json: {} }), 404, 'not-found')
    refused(await hana.send('PUT', '/api/me/recommending', { json: {} }), 400, 'invalid', '/allowed')
    refused(await shop.anyone.send('GET', '/api/me/recommending'), 401, 'unauthorized')
  })
})
