// Blocks for other pages: what each shows and for how long, what staff choose for them, and what they bring counted by
// block and site. The inbox's network is a Bluesky on this machine.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { type Answer, type Client, type Product, refused } from '../support/api.ts'
import { pastShow } from '../support/past_show.ts'
import { until } from '../support/processes.ts'
import { Room } from '../support/room.ts'
import { Server } from '../support/server.ts'
import { contact, Shop } from '../support/shop.ts'
import { TalkingNetwork } from '../support/talking_network.ts'
import './house.ts'

const kHost = 'https://shop.example'
const phone = 'Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 Version/17.0 Mobile Safari/604.1'

interface Line { id: number; seq: number | null; text: string | null; shown: boolean; product: { id: string } | null; show: { id: string } }
interface Mention { id: string; author: string; text: string | null; permission: string; shown: boolean; changed: boolean; gone: boolean; notes: { permission: string; note: string; by: { handle: string } }[] }
interface Figures { items: { block: { kind: string; product: string | null; show: string | null; title: string | null }; site: string; views: number; clicks: number; own: number; arrivals: number; orders: number; sales: { amount: number }; click_rate: { value: number | null; numerator: number; denominator: number } }[]; left_out: number; totals: { views: number } }

let network: TalkingNetwork
let server: Server
let shop: Shop
let lip: Product, oil: Product
let show: string
let visitor: Client
let planner: Client, director: Client
before(async () => {
  network = await TalkingNetwork.open()
  server = await Server.start({ args: ['--allow-private-peer', network.peer] })
  shop = await Shop.open(server)
  visitor = shop.anyone.with({ 'user-agent': phone })
  lip = await shop.product(50, { title: '口紅・柿渋' })
  oil = await shop.product(50, { title: 'つばきオイル' })
  ;[planner, director] = await Promise.all(['planner', 'director'].map(somebody)) as [Client, Client]
  await shop.owner.put('/api/shop/embedding', { origins: [kHost], handoff: { to: 'here' } })
  await shop.owner.post('/api/channels', network.account)
})
after(async () => {
  await server?.stop()
  network?.close()
})

async function somebody(role: string): Promise<Client> {
  const { url } = await shop.owner.post('/api/staff/invitations', { name: role, role, email: `${role}@example.jp` })
  return shop.anyone.as((await shop.anyone.post('/api/staff/invitations/accept', { token: new URL(url).hash.slice(1), password: '口紅と頬紅と 2026' })).token)
}
const block = async (kind: string, about = ''): Promise<any[]> => (await visitor.get<{ kind: string; items: any[] }>(`/api/blocks/${kind}${about}`)).items
const figures = () => shop.owner.get<Figures>('/api/blocks')
const saw = async (what: Record<string, unknown>, who = visitor): Promise<boolean> => (await who.ok<{ counted: boolean }>('POST', '/api/blocks/views', { site: kHost, ...what })).counted
const open = (path: string, who = visitor) => who.send('GET', `/embed/blocks/${path}`)
const lines = async (): Promise<Line[]> => (await planner.get<{ items: Line[] }>('/api/blocks/lines')).items

describe('the next show', () => {
  test('is none, the soonest to come, the one on air, the latest archive', async () => {
    assert.deepEqual(await block('next'), [])
    const at = (minutes: number) => new Date(Date.now() + minutes * 60_000).toISOString()
    await shop.show({ title: '来週の配信', starts_at: at(10_000), shelf: [lip.id] })
    const soon = await shop.show({ title: '今夜の配信', starts_at: at(60), shelf: [lip.id, oil.id] })
    const [coming] = await block('next')
    assert.deepEqual([coming.show.id, coming.show.state, coming.show.title, coming.to], [soon.id, 'scheduled', '今夜の配信', `show:${soon.id}`])
    assert.equal(coming.show.watching, null)
    await shop.owner.post(`/api/shows/${soon.id}/start`)
    const [live] = await block('next')
    assert.deepEqual([live.show.id, live.show.state], [soon.id, 'live'])
    assert.ok(live.show.live_at && live.show.watching === 0)
    await shop.owner.post(`/api/shows/${soon.id}/end`)
    assert.equal((await block('next'))[0].show.title, '来週の配信', 'what is to come goes before what is past')
  })

  test('a block that there is not, or that is asked for wrongly, is refused; of nothing public it is empty', async () => {
    refused(await visitor.send('GET', '/api/blocks/best'), 404, 'not-found')
    refused(await visitor.send('GET', '/api/blocks/next?show=abc'), 400, 'invalid', 'show')
    refused(await visitor.send('GET', '/api/blocks/moments'), 400, 'invalid', 'product')
    refused(await visitor.send('GET', '/api/blocks/words'), 400, 'invalid', 'show')
    const draft = await shop.show({ title: '秘密' })
    for (const [kind, about] of [['moments', '?product=none'], ['words', `?show=${draft.id}`], ['wall', '?product=none']] as const) assert.deepEqual(await block(kind, about), [])
  })
})

describe('an archive', () => {
  before(async () => {
    show = await pastShow(shop, {
      title: '秋の新色の夜', shelf: [lip, oil], seconds: 12,
      events: [
        { at: 500, kind: 'product.pinned', data: { product: lip.id } },
        { at: 1_000, kind: 'chat.posted', by: { name: 'ゆず茶' }, data: { text: '柿渋、落ち着いた色で素敵' } },
        { at: 2_500, kind: 'chat.posted', by: { name: 'まめ' }, data: { text: '肌にやさしいですね' } },
        { at: 6_000, kind: 'product.pinned', data: { product: oil.id } },
        { at: 7_000, kind: 'chat.posted', by: { name: 'まめ' }, data: { text: 'オイルも気になります' } },
      ],
    })
  })

  test('has the moments in which a product sold or was saved, the best first, and clips of it', async () => {
    assert.deepEqual(await block('moments', `?product=${lip.id}`), [], 'nothing was sold or saved yet')
    const hana = await shop.viewer('はな')
    const room = await Room.join(hana, show)
    await room.must('product.save', { product: lip.id }, 1_500)
    room.leave()
    const [saved] = await block('moments', `?product=${lip.id}`)
    assert.deepEqual([saved.kind, saved.at, saved.show.title, saved.sold, saved.saved, saved.to], ['chapter', 500, '秋の新色の夜', false, true, `show:${show}:500`])
    await hana.post('/api/orders', { show, at: 2_000, lines: [{ sku: lip.id, quantity: 1 }], contact })
    assert.equal((await block('moments', `?product=${lip.id}`))[0].sold, true)
    assert.deepEqual(await block('moments', `?product=${oil.id}`), [])
    const clip = await shop.owner.post(`/api/shows/${show}/clips`, { from: 6_000, until: 9_000, title: 'ひと塗りの音', label: 'PR', product: oil.id, form: 'key-frames', shown: true })
    await until('the clip is made', async () => (await block('moments', `?product=${oil.id}`)).length > 0, 60, 200)
    const [made] = await block('moments', `?product=${oil.id}`)
    assert.deepEqual([made.kind, made.title, made.to], ['clip', 'ひと塗りの音', `clip:${clip.id}`])
    assert.ok(made.label, 'a clip says that it is advertising')
    assert.ok(made.poster.endsWith('.jpg'))
  })

  test('has lines that planners choose, about the product that was pinned then', async () => {
    const found = await planner.get<{ items: { seq: number; text: string; picked: boolean; product: { id: string } | null }[] }>(`/api/blocks/lines/candidates?show=${show}&text=${encodeURIComponent('ヤサシイ')}`)
    assert.deepEqual(found.items, [], 'nobody wrote that')
    const all = (await planner.get<{ items: { seq: number; text: string; product: { id: string } | null }[] }>(`/api/blocks/lines/candidates?show=${show}`)).items
    assert.deepEqual(all.map(({ text, product }) => [text, product?.id]), [['柿渋、落ち着いた色で素敵', lip.id], ['肌にやさしいですね', lip.id], ['オイルも気になります', oil.id]])
    const [first, second, third] = all as [typeof all[0], typeof all[0], typeof all[0]]
    for (const { seq } of [first, second]) assert.equal((await planner.send('POST', '/api/blocks/lines', { json: { show, seq } })).status, 201)
    await planner.post('/api/blocks/lines', { show, seq: third.seq, product: '' })
    assert.deepEqual((await block('words', `?show=${show}`)).map(({ text, name }) => [text, name]), [['オイルも気になります', 'まめ'], ['肌にやさしいですね', 'まめ'], ['柿渋、落ち着いた色で素敵', 'ゆず茶']])
    const words = await block('words', `?product=${lip.id}`)
    assert.deepEqual(words.map(({ text, at, to }) => [text, at, to]), [['肌にやさしいですね', 2_500, `show:${show}:2500`], ['柿渋、落ち着いた色で素敵', 1_000, `show:${show}:1000`]])
    assert.match(words[0].by, /^p[0-9a-f]{16}$/, 'publicly a person is a pseudonym')
    assert.deepEqual(await block('words', `?product=${oil.id}`), [], 'it was chosen for the show alone')
    await planner.post('/api/blocks/lines', { show, seq: third.seq })
    assert.equal((await block('words', `?product=${oil.id}`)).length, 1, 'chosen again, about what was pinned')
    assert.deepEqual((await lines()).map(({ shown }) => shown), [true, true, true])
    assert.equal((await planner.get<{ items: { picked: boolean }[] }>(`/api/blocks/lines/candidates?show=${show}`)).items.every(({ picked }) => picked), true)
  })

  test('what is hidden, withdrawn or let go of is in no block any more, at once', async () => {
    const [third, second, first] = await lines() as [Line, Line, Line]
    const room = await Room.join(shop.owner, show)
    await room.must('chat.hide', { seq: second.seq })
    assert.deepEqual((await block('words', `?product=${lip.id}`)).map(({ text }) => text), ['柿渋、落ち着いた色で素敵'])
    assert.deepEqual((await lines()).map(({ shown, text }) => [shown, text]), [[true, 'オイルも気になります'], [false, null], [true, '柿渋、落ち着いた色で素敵']])
    await room.must('chat.show', { seq: second.seq })
    room.leave()
    assert.equal((await block('words', `?product=${lip.id}`)).length, 2)
    const { id } = await shop.owner.post(`/api/shows/${show}/withdrawals`, { from: 900, until: 1_200, reason: '言いすぎ' })
    assert.deepEqual((await block('words', `?product=${lip.id}`)).map(({ text }) => text), ['肌にやさしいですね'])
    await shop.owner.post(`/api/shows/${show}/withdrawals/${id}/restore`)
    assert.equal((await planner.send('DELETE', `/api/blocks/lines/${first.id}`)).status, 204)
    refused(await planner.send('DELETE', `/api/blocks/lines/${first.id}`), 404, 'not-found')
    assert.deepEqual((await block('words', `?show=${show}`)).map(({ text }) => text), [third, second].map(({ text }) => text))
  })

  test('a line of somebody who is erased goes, and what was chosen with it', async () => {
    const ren = await shop.viewer('れん')
    const room = await Room.join(ren, show)
    const seq = await room.must('chat.post', { text: '消える一言' }, 3_000)
    room.leave()
    await planner.post('/api/blocks/lines', { show, seq })
    assert.ok((await block('words', `?show=${show}`)).some(({ text }) => text === '消える一言'))
    assert.deepEqual((await ren.get<{ chosen_lines: { show: string }[] }>('/api/me/export')).chosen_lines.map((one) => one.show), [show])
    assert.equal((await ren.send('POST', '/api/me/erase', { json: { confirm: 'erase' } })).status, 204)
    assert.ok(!(await block('words', `?show=${show}`)).some(({ text }) => text === '消える一言'))
    assert.equal((await lines()).length, 2)
  })

  test('only planners and owners choose, and only what is public and a viewer wrote', async () => {
    const pick = (json: unknown, who = planner) => who.send('POST', '/api/blocks/lines', { json })
    const room = await Room.join(shop.owner, show)
    const seq = await room.must('chat.post', { text: 'スタッフです' }, 3_000)
    room.leave()
    refused(await pick({ show, seq }), 400, 'invalid', '/seq')
    refused(await pick({ show, seq: 1 }), 400, 'invalid', '/seq')
    refused(await pick({ show, seq: 0 }), 400, 'invalid', '/seq')
    refused(await pick({ show: 'none', seq: 1 }), 400, 'invalid', '/show')
    refused(await pick({ show, seq: (await lines())[0]!.seq, product: 'none' }), 400, 'invalid', '/product')
    refused(await pick({ show, seq: (await lines())[0]!.seq }, director), 403, 'forbidden')
    refused(await director.send('DELETE', '/api/blocks/lines/1'), 403, 'forbidden')
    refused(await director.send('GET', `/api/blocks/lines/candidates?show=${show}`), 403, 'forbidden')
    refused(await planner.send('GET', '/api/blocks/lines/candidates?show=none'), 400, 'invalid', 'show')
    refused(await planner.send('GET', `/api/blocks/lines/candidates?show=${show}&cursor=x`), 400, 'invalid', 'cursor')
    refused(await visitor.send('GET', '/api/blocks/lines'), 401, 'unauthorized')
    refused(await visitor.send('GET', '/api/blocks'), 401, 'unauthorized')
  })
})

describe('the wall', () => {
  const pick = (json: unknown, who = planner): Promise<Answer<Mention>> => who.send<Mention>('POST', '/api/blocks/mentions', { json })
  const note = (mention: Mention, permission: string, how = '', who = planner) => who.send<Mention>('POST', `/api/blocks/mentions/${mention.id}/permission`, { json: { permission, ...(how ? { note: how } : {}) } })
  const wall = async (about = '') => (await block('wall', about)).map(({ text }) => text)
  async function heard(handle: string, text: string): Promise<string> {
    network.hears(handle, text, 'mention')
    await shop.owner.post('/api/inbox/look')
    return (await until('it is in the inbox', async () => (await shop.owner.get<{ items: { id: string; author: string }[] }>('/api/inbox?state=all')).items.find(({ author }) => author.includes(handle)), 20, 100)).id
  }
  let chosen: Mention
  let ref: string

  test('shows a mention once its author permits it, with author, network and the way to the original', async () => {
    ref = await heard('hana.example', '届いた口紅、毎日つけています')
    const picked = await pick({ source: 'inbox', ref, product: lip.id })
    assert.equal(picked.status, 201, picked.text)
    chosen = picked.body
    assert.deepEqual([chosen.permission, chosen.shown, chosen.text], ['none', false, '届いた口紅、毎日つけています'])
    assert.deepEqual(await wall(), [])
    assert.equal((await note(chosen, 'asked', '返信でお願いした')).body.permission, 'asked')
    assert.deepEqual(await wall(), [])
    refused(await note(chosen, 'granted'), 400, 'invalid', '/note')
    const granted = (await note(chosen, 'granted', '5月3日の返信で承諾')).body
    assert.deepEqual(granted.notes.map((one) => [one.permission, one.note, one.by.handle]), [['granted', '5月3日の返信で承諾', 'planner'], ['asked', '返信でお願いした', 'planner']])
    const [shown] = await block('wall')
    assert.deepEqual([shown.network, shown.author, shown.text, shown.product.id, shown.to], ['bluesky', '@hana.example', '届いた口紅、毎日つけています', lip.id, `product:${lip.id}`])
    assert.match(shown.url, /^https:\/\/bsky\.app\//)
    assert.deepEqual([await wall(`?product=${lip.id}`), await wall(`?product=${oil.id}`)], [['届いた口紅、毎日つけています'], []])
    assert.ok(!JSON.stringify(await block('wall')).includes('承諾'), 'how it was given is the staff’s')
  })

  test('shows it no more once the permission is taken back', async () => {
    assert.equal((await note(chosen, 'withdrawn')).body.shown, false)
    assert.deepEqual(await wall(), [])
    refused(await note(chosen, 'withdrawn'), 409, 'state')
    assert.equal((await note(chosen, 'granted', 'もう一度承諾')).body.shown, true)
  })

  test('takes what was heard elsewhere, and lets go of what its author erased', async () => {
    const csv = `id,created_at,author,text,url\n77,${new Date(Date.now() - 60_000).toISOString()},ren,オイルの香りが好き,https://x.example/77\n`
    await shop.owner.send('POST', '/api/listening/import?network=x', { bytes: Buffer.from(csv), headers: { 'content-type': 'text/csv' } })
    const elsewhere = (await shop.owner.get<{ items: { id: number; author: string }[] }>('/api/listening/mentions?term=0')).items.find(({ author }) => author === 'ren')!
    const other = (await pick({ source: 'listening', ref: String(elsewhere.id) })).body
    await note(other, 'granted', 'DM で承諾')
    assert.deepEqual(await wall(), ['オイルの香りが好き', '届いた口紅、毎日つけています'])
    await shop.owner.post('/api/listening/erase', { network: 'x', author: 'ren' })
    assert.deepEqual(await wall(), ['届いた口紅、毎日つけています'])
    const known = (await planner.get<{ items: Mention[] }>('/api/blocks/mentions')).items
    assert.ok(known.every(({ id, gone }) => id !== other.id || gone))
    refused(await note(other, 'granted', 'また'), 409, 'gone')
    await shop.owner.post('/api/listening/erase', { network: 'bluesky', author: 'hana.example' })
    assert.deepEqual(await wall(), [])
  })

  test('is chosen by planners and owners, of what is there', async () => {
    refused(await pick({ source: 'inbox', ref: 'none' }), 400, 'invalid', '/ref')
    refused(await pick({ source: 'listening', ref: 'x' }), 400, 'invalid', '/ref')
    refused(await pick({ source: 'paper', ref }), 400, 'invalid', '/source')
    const fresh = await heard('ken.example', 'きれいな色')
    refused(await pick({ source: 'inbox', ref: fresh, product: 'none' }), 400, 'invalid', '/product')
    refused(await pick({ source: 'inbox', ref: fresh }, director), 403, 'forbidden')
    const mention = (await pick({ source: 'inbox', ref: fresh })).body
    assert.equal((await pick({ source: 'inbox', ref: fresh, product: oil.id })).body.id, mention.id, 'chosen again it is the same')
    refused(await note(mention, 'none'), 400, 'invalid', '/permission')
    refused(await note(mention, 'withdrawn'), 409, 'state')
    refused(await note(mention, 'asked', '', director), 403, 'forbidden')
    refused(await note({ ...mention, id: 'none' }, 'asked'), 404, 'not-found')
    refused(await director.send('DELETE', `/api/blocks/mentions/${mention.id}`), 403, 'forbidden')
    refused(await visitor.send('GET', '/api/blocks/mentions'), 401, 'unauthorized')
    assert.equal((await planner.send('DELETE', `/api/blocks/mentions/${mention.id}`)).status, 204)
    refused(await planner.send('DELETE', `/api/blocks/mentions/${mention.id}`), 404, 'not-found')
  })
})

describe('what a block brings', () => {
  const one = async (kind: string) => (await figures()).items.find(({ block: { kind: of } }) => of === kind)

  test('is counted by block and site: seen, clicked, arrived, ordered', async () => {
    const about = { kind: 'moments', product: lip.id }
    for (let i = 0; i < 4; i++) assert.equal(await saw(about), true)
    const [item] = await block('moments', `?product=${lip.id}`)
    const way = `moments/open?product=${lip.id}&to=${encodeURIComponent(item.to)}&site=${encodeURIComponent(kHost)}`
    const opened = await open(way)
    assert.equal(opened.status, 302)
    const target = new URL(opened.headers.get('location')!, server.base)
    assert.equal(target.pathname, `/shows/${show}`)
    assert.equal(target.searchParams.get('t'), '0')
    const code = target.searchParams.get('s')!
    assert.equal(new URL((await open(way)).headers.get('location')!, server.base).searchParams.get('s'), code, 'the same link again')
    const mei = await shop.viewer('めい')
    assert.equal((await mei.ok('POST', `/api/shares/${code}/arrivals`, {})).counted, true)
    await mei.post('/api/orders', { lines: [{ sku: lip.id, quantity: 1 }], contact })
    const counted = (await one('moments'))!
    assert.deepEqual([counted.block.product, counted.block.title, counted.site], [lip.id, '口紅・柿渋', kHost])
    assert.deepEqual([counted.views, counted.clicks, counted.arrivals, counted.orders, counted.sales.amount], [4, 2, 1, 1, 2640])
    assert.deepEqual([counted.click_rate.value, counted.click_rate.numerator, counted.click_rate.denominator], [0.5, 2, 4])
    const shared = (await shop.owner.get<{ items: { code: string; sharer: { name: string; role: string } }[] }>('/api/shares')).items.find((each) => each.code === code)!
    assert.deepEqual([shared.sharer.name, shared.sharer.role], [kHost, 'block'])
    assert.equal((await shop.owner.get('/api/shares/tree')).roots.length, 0, 'a block is nobody in the tree')
  })

  test('is a person’s: no program, none of the staff, no site that was not allowed', async () => {
    const before = await figures()
    assert.equal(await saw({ kind: 'next' }, shop.anyone.with({ 'user-agent': 'curl/8' })), false)
    assert.equal(await saw({ kind: 'next' }, visitor.with({ cookie: 'nigiwai_staff=x' })), false)
    assert.equal(await saw({ kind: 'next', site: 'https://elsewhere.example' }), false)
    assert.equal(await saw({ kind: 'moments', product: 'none' }), false)
    const plain = await open(`next/open?to=show:${show}&site=https://elsewhere.example`)
    assert.deepEqual([plain.status, plain.headers.get('location')], [302, `/shows/${show}`])
    assert.equal((await open(`next/open?to=show:${show}:4000&site=${kHost}`, shop.anyone.with({ 'user-agent': 'Twitterbot/1.0' }))).headers.get('location'), `/shows/${show}?t=4`)
    assert.deepEqual(await figures(), before)
    await open(`next/open?to=show:${show}&site=${kHost}`, visitor.with({ cookie: 'nigiwai_staff=x' }))
    const own = (await one('next'))!
    assert.deepEqual([own.views, own.clicks, own.own, own.click_rate.value], [0, 0, 1, null])
  })

  test('is refused where wrong', async () => {
    const view = (json: unknown) => visitor.send('POST', '/api/blocks/views', { json })
    refused(await view({ kind: 'best', site: kHost }), 400, 'invalid', '/kind')
    refused(await view({ kind: 'moments', site: kHost }), 400, 'invalid', '/product')
    refused(await view({ kind: 'next' }), 400, 'invalid', '/site')
    refused(await view({ kind: 'next', site: kHost, times: 9 }), 400, 'invalid', '/times')
    refused(await open('best/open?to=show:x'), 404, 'not-found')
    refused(await open('next/open?to=https://evil.example'), 400, 'invalid', 'to')
    refused(await open('next/open'), 400, 'invalid', 'to')
    refused(await open('next/open?to=show:none'), 404, 'not-found')
  })

  test('a page of a block may stand in a frame of sites that were allowed, and nowhere else', async () => {
    const ancestors = async (path: string) => {
      const page = await visitor.send('GET', path, { headers: { accept: 'text/html' } })
      return [page.status, /frame-ancestors ([^;]*)/.exec(page.headers.get('content-security-policy') ?? '')?.[1]]
    }
    for (const kind of ['next', 'moments', 'words', 'wall']) assert.deepEqual(await ancestors(`/embed/blocks/${kind}`), [200, `'self' ${kHost}`])
    assert.deepEqual(await ancestors('/embed/blocks/best'), [404, "'none'"])
  })
})
