// Share links: made, opened, come by and verified; what does not count; what staff read and take out. Campaigns: planned,
// counted, opened, granted, ended.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { type Client, type Product, type Show, refused } from '../support/api.ts'
import { sleep, until } from '../support/processes.ts'
import { Room } from '../support/room.ts'
import { Server } from '../support/server.ts'
import { contact, Shop } from '../support/shop.ts'
import './house.ts'

let server: Server
let shop: Shop
let lip: Product
before(async () => {
  server = await Server.start()
  shop = await Shop.open(server)
  await shop.owner.patch('/api/shop', { name: '月白' })
  lip = await shop.product(500, { title: '柿渋の口紅' })
})
after(async () => void (await server?.stop()))

interface Link { code: string; url: string; qr: string; text: string; disclosure: string | null }
interface Item {
  code: string; kind: string; title: string; sharer: { id: string; name: string; role: string }; clicks: number; previews: number; bots: number; own: number
  floods: number; arrivals: number; verified: number; orders: number; sales: { amount: number }; excluded: { by: string; reason: string } | null
}
interface Shares { items: Item[]; next: string | null; totals: Record<string, number> & { sales: { amount: number } } }
interface Tier { tier: number; threshold: number; benefit: string; text: string; opened_at: string | null; code?: string }
interface Campaign { id: string; title: string; count: number; tiers: Tier[]; mine?: { arrivals: number; verified: number }; left?: number | null; version: number; state: string; verified: number; granted: number; effect: Record<string, { viewers: number; orders: number } | null> }
type Viewer = Client & { id: string; name: string }

const browser = 'Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 Version/17.0 Mobile Safari/604.1'
const share = (who: Client, what: unknown): Promise<Link> => who.ok<Link>('POST', '/api/shares', what)
const arrive = async (who: Client, link: Link): Promise<boolean> => (await who.ok<{ counted: boolean }>('POST', `/api/shares/${link.code}/arrivals`, {})).counted
const shares = (asked = ''): Promise<Shares> => shop.owner.get<Shares>(`/api/shares${asked}`)
const item = async (link: Link): Promise<Item> => (await shares()).items.find(({ code }) => code === link.code)!
const click = (link: Link, agent: string) => shop.anyone.with({ 'user-agent': agent }).send('GET', new URL(link.url).pathname)

/** Says a line in the show, which is taking part. */
async function takesPart(who: Viewer, show: string): Promise<void> {
  const room = await Room.join(who, show)
  await room.must('chat.post', { text: 'こんばんは' })
  room.leave()
}
const verified = (link: Link, count: number) => until(`${count} arrivals are verified`, async () => (await item(link)).verified === count, 20, 200)
const at = (minutes: number) => new Date(Date.now() + minutes * 60_000).toISOString()

describe('a share link', () => {
  test('leads to a moment, a product or one of the staff, and is the same one again', async () => {
    const show = await shop.liveShow(lip)
    const hana = await shop.viewer('はな')
    const made = await hana.send<Link>('POST', '/api/shares', { json: { show: show.id, at: 61_500 } })
    assert.equal(made.status, 201, made.text)
    assert.match(made.body.code, /^[0-9a-z]{10}$/)
    assert.equal(made.body.text, `『${show.title}』｜月白`)
    assert.match(made.body.qr, /^<svg/)
    assert.equal(made.body.disclosure, null)
    const again = await hana.send<Link>('POST', '/api/shares', { json: { show: show.id, at: 61_500 } })
    assert.deepEqual([again.status, again.body.code], [200, made.body.code])
    const opened = await click(made.body, browser)
    assert.deepEqual([opened.status, opened.headers.get('location')], [302, `/shows/${show.id}?t=61&s=${made.body.code}`])
    const product = await share(hana, { product: lip.id })
    assert.equal((await click(product, browser)).headers.get('location'), `/products/${lip.id}?s=${product.code}`)
    assert.match((await share(shop.owner, { product: lip.id })).disclosure!, /#PR/, 'the staff say who they are')

    const send = (json: unknown, who: Client = hana) => who.send('POST', '/api/shares', { json })
    refused(await send({ show: show.id, product: lip.id }), 400, 'invalid')
    refused(await send({ product: lip.id, at: 3 }), 400, 'invalid', '/at')
    refused(await send({ product: 'none' }), 404, 'not-found')
    refused(await send({ clip: 'none' }), 404, 'not-found')
    refused(await send({ show: (await shop.show({ shelf: [lip.id] })).id }), 404, 'not-found')
    refused(await send({ show: show.id }, shop.anyone), 401, 'unauthorized')
    refused(await shop.anyone.send('GET', '/s/0000000000'), 404, 'not-found')
  })

  test('counts whoever came and took part once, and knows programs, previews and its maker', async () => {
    const show = await shop.liveShow(lip)
    const [hana, ren] = [await shop.viewer('はな'), await shop.viewer('れん')]
    const link = await share(hana, { show: show.id })
    for (const agent of [browser, 'facebookexternalhit/1.1;line-poker/1.0', 'curl/7.88.1']) await click(link, agent)
    assert.equal(await arrive(ren, link), true)
    assert.equal(await arrive(ren, link), true)
    assert.equal(await arrive(hana, link), false, 'one’s own')
    refused(await shop.owner.send('POST', `/api/shares/${link.code}/arrivals`, { json: {} }), 403, 'forbidden')
    refused(await ren.send('POST', `/api/shares/${link.code}/arrivals`, { json: { more: 1 } }), 400, 'invalid', '/more')
    const room = await Room.join(ren, show.id)
    await room.must('play.span', { from: 0, to: 10 })
    room.leave()
    const seen = await until('the clicks stand', async () => { const now = await item(link); return now.bots === 1 ? now : undefined }, 10, 100)
    assert.deepEqual([seen.clicks, seen.previews, seen.bots, seen.own, seen.arrivals, seen.verified], [1, 1, 1, 1, 1, 0], 'a moment is not half a minute')
    await takesPart(ren, show.id)
    await verified(link, 1)
    await ren.post('/api/orders', { show: show.id, lines: [{ sku: lip.id, quantity: 2 }], contact, share: link.code })
    const sold = await item(link)
    assert.deepEqual([sold.orders, sold.sales.amount > 0, sold.sharer.name], [1, true, 'はな'])
    assert.deepEqual(await hana.get('/api/me/shares'), { links: 1, arrivals: 1, verified: 1, grants: [] })
    refused(await hana.send('POST', '/api/orders', { json: { lines: [{ sku: lip.id, quantity: 1 }], contact, share: '<b>' } }), 400, 'invalid', '/share')
    const brought = (await ren.get<{ shared: { came_by: unknown[] } }>('/api/me/export')).shared.came_by
    assert.equal(brought.length, 1)
  })

  test('tells who brought whom, to the second level', async () => {
    const show = await shop.liveShow(lip)
    const [a, b, c] = [await shop.viewer('あい'), await shop.viewer('べに'), await shop.viewer('ちさ')]
    await arrive(b, await share(a, { show: show.id }))
    await arrive(c, await share(b, { show: show.id }))
    await arrive(a, await share(c, { show: show.id }))
    const tree = await shop.owner.get<{ levels: { level: number; people: number }[]; roots: { name: string; reach: number; children: { name: string; children: { name: string }[] }[] }[] }>(`/api/shares/tree?show=${show.id}`)
    assert.deepEqual(tree.levels.map(({ level, people }) => [level, people]), [[1, 1], [2, 1]])
    assert.deepEqual([tree.roots.length, tree.roots[0]!.name, tree.roots[0]!.reach], [1, 'あい', 2])
    assert.equal(tree.roots[0]!.children[0]!.children[0]!.name, 'ちさ')
    refused(await a.send('GET', '/api/shares/tree'), 403, 'forbidden')
  })

  test('is taken out with all that came by it, and given back', async () => {
    const show = await shop.liveShow(lip)
    const [hana, ren] = [await shop.viewer('はな'), await shop.viewer('れん')]
    const link = await share(hana, { show: show.id })
    const other = await share(hana, { show: show.id, at: 1000 })
    await arrive(ren, link)
    await takesPart(ren, show.id)
    await verified(link, 1)
    const path = `/api/shares/${link.code}/exclusion`
    refused(await shop.owner.send('PUT', path, { json: { reason: '' } }), 400, 'invalid', '/reason')
    refused(await shop.owner.send('PUT', '/api/shares/none/exclusion', { json: { reason: 'x' } }), 404, 'not-found')
    const out = await shop.owner.put<Item>(path, { reason: '自作自演', all_of_sharer: true })
    assert.deepEqual([out.excluded!.by, out.excluded!.reason], ['店長', '自作自演'])
    assert.ok((await item(other)).excluded, 'all of the sharer')
    assert.deepEqual([(await shares(`?show=${show.id}`)).totals.verified, (await hana.get('/api/me/shares')).verified], [0, 0])
    const back = await shop.owner.ok<Item>('DELETE', `${path}?all_of_sharer=true`)
    assert.equal(back.excluded, null)
    assert.equal((await shares(`?show=${show.id}&sort=newest`)).totals.verified, 1)
    assert.equal((await shop.owner.get('/api/shares')).rule, 'took-part-1')
    refused(await shop.owner.send('GET', '/api/shares?sort=luck'), 400, 'invalid', 'sort')
    refused(await shop.owner.send('GET', '/api/shares?cursor=luck'), 400, 'invalid', 'cursor')
  })

  test('of a product is verified by staying on its page', async () => {
    const [hana, ren] = [await shop.viewer('はな'), await shop.viewer('れん')]
    const link = await share(hana, { product: lip.id })
    refused(await ren.send('POST', `/api/shares/${link.code}/stays`, { json: {} }), 404, 'not-found')
    await arrive(ren, link)
    refused(await ren.send('POST', `/api/shares/${link.code}/stays`, { json: { seconds: 20 } }), 400, 'invalid', '/seconds')
    assert.equal((await ren.send('POST', `/api/shares/${link.code}/stays`, { json: {} })).status, 204)
    assert.equal((await item(link)).verified, 0, 'nobody stays twenty seconds in one')
  })
})

describe('a campaign', () => {
  const body = (show: Show | null, more: Record<string, unknown> = {}) => ({
    title: '友だちと見よう', terms: '配信を見た友だちの人数で特典がひらきます。', counts: 'arrivals', scope: 'all', show: show?.id ?? null,
    starts_at: at(-1), ends_at: at(60), tiers: [{ threshold: 3, benefit: 'gift', text: '次回の先行販売' }], ...more,
  })
  const plan = (json: unknown) => shop.owner.post<Campaign>('/api/campaigns', json)
  const running = async (show: Show, who: Client = shop.anyone): Promise<Campaign | null> => (await who.get<{ campaign: Campaign | null }>(`/api/shows/${show.id}/campaign`)).campaign

  test('opens its offer in the room when enough friends took part; a flood and one’s own clicks do not move it; abuse taken out is recounted', async () => {
    const show = await shop.liveShow(lip)
    const offer = await shop.owner.post(`/api/shows/${show.id}/offers`, { title: 'みんなで300円引き', benefit: 'amount', amount: { amount: 300, currency: 'JPY' }, targets: [{ product: lip.id }] })
    const campaign = await plan(body(show, { tiers: [{ threshold: 3, benefit: 'offer', text: '口紅が300円引き', offer: offer.id }] }))
    const hana = await shop.viewer('はな')
    const room = await Room.join(hana, show.id)
    await until('viewers hear of it', async () => (await running(show))?.id === campaign.id, 10, 100)
    const link = await share(hana, { show: show.id })
    assert.match(link.disclosure!, /#PR/)
    const friends = await Promise.all(['いち', 'に', 'さん', 'し', 'ご'].map((name) => shop.viewer(name)))
    for (const friend of friends) assert.equal(await arrive(friend, link), true)
    assert.equal(await arrive(hana, link), false)
    let floods = 0
    for (let i = 0; i < 40; i++) if (!await arrive(await shop.viewer(), link)) floods++
    assert.equal(floods, 15, 'from one network thirty an hour are believed')
    await takesPart(friends[0]!, show.id)
    await takesPart(friends[1]!, show.id)
    await room.waitFor('campaign.counted', ({ data }) => data.campaign === campaign.id && data.count === 2)
    assert.equal((await running(show))!.tiers[0]!.opened_at, null)
    await takesPart(friends[2]!, show.id)
    const opened = await room.waitFor('campaign.tier_opened')
    assert.deepEqual([opened.data.tier, opened.data.text], [1, '口紅が300円引き'])
    await room.waitFor('offer.opened', ({ data }) => data.offer === offer.id)
    assert.deepEqual((await running(show, hana))!.mine, { arrivals: 30, verified: 3 })

    // The links and the tree of the campaign: what came by a viewer's link while it ran, and nothing else.
    const owners = await share(shop.owner, { show: show.id })
    await arrive(await shop.viewer(), owners)
    const idle = await share(await shop.viewer(), { show: show.id })
    const narrowed = await shares(`?campaign=${campaign.id}`)
    assert.deepEqual(narrowed.items.map(({ code }) => code), [link.code])
    assert.deepEqual([narrowed.totals.links, narrowed.totals.arrivals, narrowed.totals.verified], [1, 30, 3])
    assert.ok((await shares(`?show=${show.id}`)).items.some(({ code }) => code === idle.code))
    const tree = await shop.owner.get(`/api/shares/tree?campaign=${campaign.id}`)
    assert.deepEqual(tree.levels, [{ level: 1, people: 30, verified: 3 }])
    for (const list of ['/api/shares', '/api/shares/tree']) {
      refused(await shop.owner.send('GET', `${list}?campaign=none`), 400, 'invalid', 'campaign')
      refused(await shop.owner.send('GET', `${list}?campaign=${campaign.id}&show=none`), 400, 'invalid', 'show')
    }

    await shop.owner.put(`/api/shares/${link.code}/exclusion`, { reason: '自作自演' })
    await room.waitFor('campaign.counted', ({ data }) => data.count === 0)
    assert.ok((await running(show))!.tiers[0]!.opened_at, 'what opened stays')
    const read = await shop.owner.get<Campaign>(`/api/campaigns/${campaign.id}`)
    assert.deepEqual([read.verified, read.state, read.effect.after], [0, 'running', null])
    room.whole()
    room.leave()
  })

  test('gives each person their own, as far as the budget goes', async () => {
    const show = await shop.liveShow(lip)
    const [hana, ren] = [await shop.viewer('はな'), await shop.viewer('れん')]
    const room = await Room.join(hana, show.id)
    const offer = await shop.owner.post(`/api/shows/${show.id}/offers`, { title: '紹介クーポン', benefit: 'percent', percent: 10, targets: [{ product: lip.id }], code: `TOMO-${Date.now() % 1e6}` })
    const campaign = await plan(body(show, { scope: 'person', budget: 1, tiers: [{ threshold: 1, benefit: 'coupon', text: '10%引きクーポン', offer: offer.id }] }))
    for (const sharer of [hana, ren]) {
      const friend = await shop.viewer()
      await arrive(friend, await share(sharer, { show: show.id }))
      await takesPart(friend, show.id)
      await until('it is verified', async () => (await sharer.get('/api/me/shares')).verified === 1, 15, 100)
      if (sharer === hana) await room.waitFor('campaign.granted', ({ data }) => data.code === offer.code)
    }
    const mine = await running(show, hana)
    assert.deepEqual([mine!.count, mine!.left, mine!.tiers[0]!.code], [1, 0, offer.code])
    await sleep(2_500)
    assert.equal((await running(show, ren))!.tiers[0]!.opened_at, null, 'the budget is used up')
    assert.equal((await hana.get('/api/me/shares')).grants[0].code, offer.code)
    const grants = await shop.owner.get(`/api/campaigns/${campaign.id}/grants`)
    assert.deepEqual(grants.items.map((grant: { name: string; verified: number }) => [grant.name, grant.verified]), [['はな', 1]])
    const order = await hana.post('/api/orders', { show: show.id, at: (await shop.snapshot(show.id)).clock, lines: [{ sku: lip.id, quantity: 1 }], contact, coupon: offer.code })
    assert.equal(order.lines[0].unit_price.amount, Math.floor(lip.price.amount * 0.9), 'the coupon is worth what it says')
    room.leave()
  })

  test('lets those who were granted it buy a product before it opens to all, and a recount takes nothing back', async () => {
    const opens = (minutes: number) => ({ title: '春の新色', price: lip.price, on_sale_from: at(minutes) })
    const fresh = await shop.product(20, { title: '春の新色' })
    await shop.owner.put(`/api/products/${fresh.id}`, opens(60))
    assert.ok(Date.parse((await shop.anyone.get(`/api/products/${fresh.id}`)).on_sale_from) > Date.now())
    const buy = (who: Client, show?: Show) => who.send('POST', '/api/orders', { json: { lines: [{ sku: fresh.id, quantity: 1, ...(show ? { show: show.id } : {}) }], contact } })
    const early = async (who: Client, asked = '') => (await who.get<{ products: string[] }>(`/api/early-access${asked}`)).products

    // Each person alone: who brought one friend may buy, from anywhere.
    const show = await shop.liveShow(lip)
    const [hana, ren] = [await shop.viewer('はな'), await shop.viewer('れん')]
    const tier = { threshold: 1, benefit: 'early-access', text: '春の新色をだれよりも早く', product: fresh.id }
    const send = (json: unknown) => shop.owner.send('POST', '/api/campaigns', { json })
    refused(await send(body(show, { scope: 'person', tiers: [{ ...tier, product: undefined }] })), 400, 'invalid', '/tiers/0/product')
    refused(await send(body(show, { scope: 'person', tiers: [{ ...tier, product: 'none' }] })), 400, 'invalid', '/tiers/0/product')
    refused(await send(body(show, { scope: 'person', tiers: [{ ...tier, product: lip.id }] })), 400, 'invalid', '/tiers/0/product')
    refused(await send(body(show, { scope: 'person', tiers: [{ ...tier, benefit: 'gift' }] })), 400, 'invalid', '/tiers/0/product')
    const own = await plan(body(show, { scope: 'person', tiers: [tier] }))
    const link = await share(hana, { show: show.id })
    const friend = await shop.viewer()
    await arrive(friend, link)
    await takesPart(friend, show.id)
    await until('it is granted', async () => (await early(hana)).includes(fresh.id), 15, 100)
    const shown = (await running(show, hana))!.tiers[0]! as { opened_at: string | null; product?: { id: string; title: string } }
    assert.deepEqual([shown.product!.id, shown.product!.title, shown.opened_at !== null], [fresh.id, '春の新色', true])
    const [grant] = (await hana.get('/api/me/shares')).grants
    assert.deepEqual([grant.benefit, grant.product.id, grant.code], ['early-access', fresh.id, null])
    const no = refused(await buy(ren), 409, 'not-on-sale', '/lines/0/sku')
    assert.deepEqual([no.product, no.sku, Number.isNaN(Date.parse(String(no.on_sale_from)))], [fresh.id, fresh.id, false])
    refused(await buy(shop.anyone), 409, 'not-on-sale')
    const quoted = await ren.post('/api/orders/quote', { lines: [{ sku: fresh.id, quantity: 1 }] })
    assert.deepEqual([quoted.lines[0].problem, quoted.goods.amount], ['not-on-sale', 0])
    assert.equal((await buy(hana)).status, 201)
    await shop.owner.put(`/api/shares/${link.code}/exclusion`, { reason: '自作自演' })
    await sleep(2_500)
    assert.equal((await shop.owner.get<Campaign>(`/api/campaigns/${own.id}`)).verified, 0)
    assert.equal((await buy(hana)).status, 201, 'what was granted stays')
    await shop.owner.post(`/api/campaigns/${own.id}/end`)
    assert.deepEqual(await early(hana), [fresh.id])

    // All together: everybody in the show may, and nobody outside of it.
    await plan(body(show, { tiers: [tier] }))
    const second = await shop.viewer()
    await arrive(second, await share(ren, { show: show.id }))
    await takesPart(second, show.id)
    await until('it is open in the show', async () => (await early(shop.anyone, `?show=${show.id}`)).includes(fresh.id), 15, 100)
    assert.deepEqual(await early(ren), [])
    refused(await ren.send('GET', '/api/early-access?show=none'), 404, 'not-found')
    refused(await buy(ren), 409, 'not-on-sale')
    assert.equal((await buy(ren, show)).status, 201)

    // Its time comes.
    await shop.owner.put(`/api/products/${fresh.id}`, opens(-1))
    assert.equal((await buy(shop.anyone)).status, 201)
    assert.deepEqual(await early(hana), [])
    refused(await shop.owner.send('PUT', `/api/products/${fresh.id}`, { json: { ...opens(1), on_sale_from: 'soon' } }), 400, 'invalid', '/on_sale_from')
  })

  test('is refused where it could not hold, and changed only as far as people were not told', async () => {
    const show = await shop.liveShow(lip)
    const send = (json: unknown) => shop.owner.send<Campaign>('POST', '/api/campaigns', { json })
    refused(await send(body(show, { tiers: [] })), 400, 'invalid', '/tiers')
    refused(await send(body(show, { tiers: [{ threshold: 3, benefit: 'offer', text: 'x', offer: 'none' }] })), 400, 'invalid', '/tiers/0/offer')
    refused(await send(body(show, { ends_at: at(-5) })), 400, 'invalid', '/ends_at')
    refused(await send({ ...body(show), show: 'none' }), 400, 'invalid', '/show')
    refused(await (await shop.viewer()).send('POST', '/api/campaigns', { json: body(show) }), 403, 'forbidden')
    const planned = await plan(body(show, { starts_at: at(30) }))
    assert.equal(await running(show), null)
    const tag = (version: number) => ({ 'if-match': `"${version}"` })
    const path = `/api/campaigns/${planned.id}`
    const renamed = await shop.owner.ok<Campaign>('PUT', path, body(show, { starts_at: at(-1), title: '今夜だけ' }), tag(planned.version))
    refused(await shop.owner.send('PUT', path, { json: body(show), headers: tag(planned.version) }), 412, 'changed-meanwhile')
    await until('it has begun', async () => (await shop.owner.get(path)).began, 10, 100)
    refused(await shop.owner.send('PUT', path, { json: body(show, { counts: 'sharers', starts_at: (await shop.owner.get(path)).starts_at }) }), 409, 'state', '/counts')
    refused(await shop.owner.send('DELETE', path), 409, 'state')
    assert.equal((await shop.owner.post<Campaign>(`${path}/end`)).state, 'ended')
    refused(await shop.owner.send('POST', `${path}/end`, { json: {} }), 409, 'state')
    assert.equal(await running(show), null)
    const never = await plan(body(show, { starts_at: at(30) }))
    assert.equal((await shop.owner.send('DELETE', `/api/campaigns/${never.id}`)).status, 204)
    refused(await shop.owner.send('GET', `/api/campaigns/${never.id}`), 404, 'not-found')
    refused(await shop.anyone.send('GET', `/api/shows/${(await shop.show({ shelf: [lip.id] })).id}/campaign`), 404, 'not-found')
    refused(await shop.anyone.send('GET', '/api/me/shares'), 401, 'unauthorized')
    assert.equal((await shop.owner.get('/api/campaigns')).items.find(({ id }: Campaign) => id === planned.id).title, renamed.title)
  })
})
