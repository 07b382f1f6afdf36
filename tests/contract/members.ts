// Members: signing in by mail, one person on several devices, one's own page, following, reminders, stopping mail.
// On a server of its own with a mail server, which the shared one does not have.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { type Client, refused } from '../support/api.ts'
import { type MailSink, mailSink } from '../support/mail_sink.ts'
import { sleep, until } from '../support/processes.ts'
import { Room } from '../support/room.ts'
import { Server } from '../support/server.ts'
import { contact, Shop } from '../support/shop.ts'

let sink: MailSink
let shop: Shop
before(async () => {
  sink = await mailSink()
  shop = await Shop.open(await Server.start({ args: ['--smtp', sink.url] }))
  await shop.owner.patch('/api/shop', { name: '月白', name_latin: 'TSUKISHIRO' })
})
after(async () => {
  await shop.server.stop()
  await sink.close()
})

/** Asks for a mail and reads the link's token and the code from it. */
async function asked(email: string, language = 'ja'): Promise<{ token: string; code: string; subject: string }> {
  const before = sink.to(email).length
  const answer = await shop.anyone.send('POST', '/api/members/sign-in', { json: { email, language } })
  assert.equal(answer.status, 202, answer.text)
  assert.deepEqual(answer.body, { minutes: 15 })
  const mail = await until('the mail has come', () => sink.to(email)[before])
  return { token: /token=(\w+)/.exec(mail.text)![1]!, code: /^ {4}(\d{6})$/m.exec(mail.text)![1]!, subject: mail.subject }
}

async function member(email: string, name = '花'): Promise<Client & { id: string; name: string }> {
  const viewer = await shop.viewer(name)
  await viewer.post('/api/members/verify', { token: (await asked(email)).token })
  return viewer
}

describe('a hold', () => {
  test('is the member’s on every device, and one of them', async () => {
    const phone = await member('holds@example.jp')
    const laptop = await member('holds@example.jp')
    const stranger = await shop.viewer()
    const product = await shop.product(1)
    const show = await shop.liveShow(product)
    await shop.owner.put(`/api/shows/${show.id}/shelf/${product.id}/selling`, { selling: 'first-to-hold' })
    const wanted = { json: { show: show.id, sku: product.id } }
    const kept = await phone.send('POST', '/api/holds', wanted)
    assert.equal(kept.status, 201, kept.text)
    const again = await laptop.send('POST', '/api/holds', wanted)
    assert.deepEqual([again.status, again.body.id], [200, kept.body.id])
    const ids = async (who: Client) => (await who.get<{ items: { id: string }[] }>('/api/holds/mine')).items.map(({ id }) => id)
    assert.deepEqual(await Promise.all([phone, laptop, stranger].map(ids)), [[kept.body.id], [kept.body.id], []])
    const order = (who: Client) => who.send('POST', '/api/orders', { json: { lines: [{ sku: product.id, quantity: 1 }], contact: { ...contact, email: 'holds@example.jp' } } })
    refused(await order(stranger), 409, 'sold-out')
    const quote = await laptop.ok('POST', '/api/orders/quote', { lines: [{ sku: product.id, quantity: 1 }] })
    assert.equal(quote.lines[0].problem, null)
    assert.equal((await order(laptop)).status, 201)
    assert.deepEqual(await ids(phone), [])
  })
})

describe('signing in', () => {
  test('by the link makes a viewer a member, once', async () => {
    const viewer = await shop.viewer('花')
    const { token, subject } = await asked('hana@example.jp')
    assert.match(subject, /^月白 .*\d{6}/)
    const verified = await viewer.post('/api/members/verify', { token })
    assert.deepEqual(verified.member.email, 'hana@example.jp')
    assert.equal(verified.id, viewer.id)
    assert.equal(verified.token, null)
    refused(await viewer.send('POST', '/api/members/verify', { json: { token } }), 409, 'sign-in-used')
    const me = await viewer.get('/api/me')
    assert.equal(me.member.email, 'hana@example.jp')
    assert.deepEqual(me.member.preferences, { news: false, reminders: true, back_in_stock: true, announcements: true })
  })

  test('by the code works in either language, and only for its address', async () => {
    const viewer = await shop.viewer('Jun')
    const { code, subject } = await asked('jun@example.jp', 'en')
    assert.match(subject, /^\d{6} is your code to sign in to TSUKISHIRO$/)
    await asked('other@example.jp')
    refused(await viewer.send('POST', '/api/members/verify', { json: { email: 'other@example.jp', code: code === '999999' ? '999998' : '999999' } }), 400, 'invalid', '/code')
    await viewer.post('/api/members/verify', { email: ' JUN@example.jp ', code })
    refused(await viewer.send('POST', '/api/members/verify', { json: { email: 'jun@example.jp', code } }), 409, 'sign-in-used')
  })

  test('a code is dead after five wrong tries', async () => {
    const viewer = await shop.viewer()
    const { code, token } = await asked('five@example.jp')
    const wrong = code === '000000' ? '000001' : '000000'
    for (let i = 0; i < 5; i++) refused(await viewer.send('POST', '/api/members/verify', { json: { email: 'five@example.jp', code: wrong } }), 400, 'invalid', '/code')
    refused(await viewer.send('POST', '/api/members/verify', { json: { email: 'five@example.jp', code } }), 409, 'sign-in-tries')
    assert.equal((await viewer.send('POST', '/api/members/verify', { json: { token } })).status, 200)
  })

  test('answers the same whether the address is known or not, and refuses what is none', async () => {
    const known = await shop.anyone.send('POST', '/api/members/sign-in', { json: { email: 'hana@example.jp' } })
    const unknown = await shop.anyone.send('POST', '/api/members/sign-in', { json: { email: 'nobody@example.jp' } })
    assert.deepEqual([known.status, known.text], [unknown.status, unknown.text])
    for (const email of ['', 'x', 'a@b\r\nBcc: c@d.jp', 'ａ@example.jp']) {
      refused(await shop.anyone.send('POST', '/api/members/sign-in', { json: { email } }), 400, 'invalid', '/email')
    }
    refused(await shop.anyone.send('POST', '/api/members/sign-in', { json: { email: 'a@b.jp', language: 'fr' } }), 400, 'invalid', '/language')
    refused(await shop.anyone.send('POST', '/api/members/verify', { json: { email: 'a@b.jp', code: '12345' } }), 400, 'invalid', '/code')
    refused(await shop.anyone.send('POST', '/api/members/verify', { json: { token: 'forged' } }), 400, 'invalid', '/token')
    refused(await shop.anyone.send('POST', '/api/members/verify', { json: {} }), 400, 'invalid', '/email')
  })

  test('fills nobody’s mailbox', async () => {
    let last = 0
    for (let i = 0; i < 8 && last !== 429; i++) {
      last = (await shop.anyone.send('POST', '/api/members/sign-in', { json: { email: 'flood@example.jp' } })).status
    }
    assert.equal(last, 429)
  })

  test('without a viewer makes one, with a cookie; out of it again ends the token', async () => {
    const { token } = await asked('cookie@example.jp')
    const verified = await shop.anyone.send('POST', '/api/members/verify', { json: { token } })
    assert.match(verified.headers.get('set-cookie')!, /^nigiwai_viewer=.*HttpOnly; SameSite=Lax/)
    const there = shop.anyone.as(verified.body.token)
    assert.equal((await there.get('/api/me')).member.email, 'cookie@example.jp')
    assert.equal((await there.send('POST', '/api/members/sign-out')).status, 204)
    refused(await there.send('GET', '/api/me'), 401, 'unauthorized')
    const again = await asked('evil@example.jp')
    refused(await shop.anyone.send('POST', '/api/members/verify', { json: { token: again.token }, headers: { origin: 'https://evil.example' } }), 403, 'origin')
  })

  test('makes two devices one person: orders, saved products and the name', async () => {
    const product = await shop.product(5)
    const show = await shop.liveShow(product)
    const phone = await shop.viewer('みどり')
    const room = await Room.join(phone, show.id)
    await room.must('product.save', { product: product.id })
    room.leave()
    const order = await phone.post('/api/orders', { lines: [{ sku: product.id, quantity: 1 }], contact })
    await phone.post('/api/members/verify', { token: (await asked('midori@example.jp')).token })
    const desk = await member('midori@example.jp', '机')
    const me = await desk.get('/api/me')
    assert.equal(me.name, 'みどり')
    assert.deepEqual(me.orders.map((each: { id: string }) => each.id), [order.id])
    assert.deepEqual(me.saved.map((each: { product: string }) => each.product), [product.id])
    assert.equal((await desk.get(`/api/orders/${order.id}`)).number, order.number, 'one’s own order needs no key')
    refused(await (await shop.viewer()).send('GET', `/api/orders/${order.id}`), 404, 'not-found')
    assert.equal((await desk.send('DELETE', `/api/me/saved/${product.id}`)).status, 204)
    assert.equal((await desk.send('DELETE', `/api/me/saved/${product.id}`)).status, 204, 'what is not saved is no fault')
    assert.deepEqual((await phone.get('/api/me')).saved, [], 'taken off on every device')
    await desk.patch('/api/me', { name: 'みどり子' })
    assert.equal((await phone.get('/api/viewers/me')).name, 'みどり子')
  })
})

describe('a name', () => {
  test('changed is the name of the next line of every open tab', async () => {
    const show = await shop.liveShow()
    const viewer = await shop.viewer('まえ')
    const [one, two] = [await Room.join(viewer, show.id), await Room.join(viewer, show.id)]
    await viewer.patch('/api/viewers/me', { name: 'あと' })
    await until('both tabs know', () => [one, two].every((room) => room.you?.name === 'あと'))
    await one.must('chat.post', { text: 'ひとつ' })
    await two.must('chat.post', { text: 'ふたつ' })
    const page = await shop.anyone.get(`/api/shows/${show.id}/timeline`)
    assert.deepEqual(page.events.filter((event: { kind: string }) => event.kind === 'chat.posted').map((event: { by: { name: string } }) => event.by.name), ['あと', 'あと'])
    one.leave()
    two.leave()
  })
})

describe('one’s own page', () => {
  test('is nobody’s without a token', async () => {
    const routes = [['POST', '/api/members/sign-out'], ['GET', '/api/me'], ['GET', '/api/me/export'], ['DELETE', '/api/me/saved/lip'],
      ['DELETE', '/api/staff/minori/follow'], ['DELETE', '/api/shows/none/reminder']] as const
    for (const [method, path] of routes) refused(await shop.anyone.send(method, path), 401, 'unauthorized')
  })

  test('holds preferences and the consents that go with them', async () => {
    const viewer = await member('prefs@example.jp')
    const me = await viewer.patch('/api/me', { preferences: { news: true, back_in_stock: false }, language: 'en' })
    assert.deepEqual(me.member.preferences, { news: true, reminders: true, back_in_stock: false, announcements: true })
    assert.equal(me.member.language, 'en')
    const news = me.member.consents.find((each: { what: string }) => each.what === 'news')
    assert.equal(news.given, true)
    assert.ok(news.version && Date.parse(news.at) <= Date.now())
    refused(await viewer.send('PATCH', '/api/me', { json: { preferences: { spam: true } } }), 400, 'invalid', '/preferences/spam')
    refused(await (await shop.viewer()).send('PATCH', '/api/me', { json: { preferences: { news: true } } }), 403, 'sign-in-needed')
    refused(await shop.owner.send('GET', '/api/me'), 403, 'forbidden')
  })

  test('exports what is kept, and only that', async () => {
    const viewer = await member('export@example.jp', '出す人')
    const all = await viewer.get('/api/me/export')
    assert.equal(all.member.email, 'export@example.jp')
    assert.equal(all.viewers[0].name, '出す人')
    assert.ok(!JSON.stringify(all).includes('hana@example.jp'))
  })
})

describe('following', () => {
  test('is counted by person and shown on the profile', async () => {
    await shop.owner.put('/api/staff/mio', { name: '澪', title: '店長', role: 'presenter' })
    const viewer = await shop.viewer()
    assert.deepEqual(await viewer.put('/api/staff/mio/follow', {}), { following: true, followers: 1 })
    assert.deepEqual(await viewer.put('/api/staff/mio/follow', {}), { following: true, followers: 1 })
    const show = await shop.show({ cast: ['mio'], starts_at: new Date(Date.now() + 3_600_000).toISOString() })
    const profile = await viewer.get('/api/staff/mio')
    assert.equal(profile.followers, 1)
    assert.equal(profile.following, true)
    assert.deepEqual(profile.coming.map((each: { show: string }) => each.show), [show.id])
    assert.equal((await shop.anyone.get('/api/staff/mio')).following, false)
    assert.deepEqual((await viewer.get('/api/me')).followed.map((each: { handle: string }) => each.handle), ['mio'])
    assert.deepEqual((await viewer.send('DELETE', '/api/staff/mio/follow')).body, { following: false, followers: 0 })
    refused(await viewer.send('PUT', '/api/staff/nobody-here/follow', { json: {} }), 404, 'not-found')
    refused(await shop.anyone.send('GET', '/api/staff/nobody-here'), 404, 'not-found')
  })
})

describe('a reminder', () => {
  test('comes ten minutes before, moves with the show, and can be stopped with one click', async () => {
    const viewer = await member('remind@example.jp')
    const show = await shop.show({ title: '夜の会', starts_at: new Date(Date.now() + 3_600_000).toISOString() })
    refused(await (await shop.viewer()).send('PUT', `/api/shows/${show.id}/reminder`), 403, 'sign-in-needed')
    assert.deepEqual(await viewer.put(`/api/shows/${show.id}/reminder`, {}), { reminder: true })
    await viewer.put(`/api/shows/${show.id}/reminder`, {})
    assert.deepEqual((await viewer.get('/api/me')).reminders.map((each: { show: string }) => each.show), [show.id])
    await sleep(1000)
    assert.equal(sink.to('remind@example.jp').length, 1, 'only the sign-in so far')
    await shop.owner.patch(`/api/shows/${show.id}`, { starts_at: new Date(Date.now() + 300_000).toISOString() })
    const mail = await sink.wait((each) => each.to.includes('remind@example.jp') && each.subject.includes('夜の会'))
    assert.ok(mail.text.includes(`/shows/${show.id}`))
    const link = /^<(.+)>$/.exec(mail.headers['list-unsubscribe']!)![1]!
    assert.equal(mail.headers['list-unsubscribe-post'], 'List-Unsubscribe=One-Click')
    const path = link.replace(shop.server.base, '')
    const page = await shop.anyone.send('GET', path, { headers: { accept: 'text/html' } })
    assert.match(page.text, /<form method="post">/)
    assert.equal((await viewer.get('/api/me')).member.preferences.reminders, true, 'a look changes nothing')
    const stopped = await shop.anyone.send('POST', path, { bytes: 'List-Unsubscribe=One-Click', headers: { 'content-type': 'application/x-www-form-urlencoded' } })
    assert.equal(stopped.status, 200, stopped.text)
    assert.deepEqual((await viewer.get('/api/me')).member.preferences, { news: false, reminders: false, back_in_stock: true, announcements: true })
    refused(await shop.anyone.send('POST', '/unsubscribe/forged'), 404, 'not-found')
    assert.equal((await shop.anyone.send('GET', '/unsubscribe/forged', { headers: { accept: 'text/html' } })).status, 404)
    refused(await shop.anyone.send('POST', `${path.split('?')[0]}?kind=all`), 400, 'invalid', 'kind')
  })

  test('is taken back, and goes with a show that is cancelled', async () => {
    const viewer = await member('back@example.jp')
    const show = await shop.show({ starts_at: new Date(Date.now() + 3_600_000).toISOString() })
    const later = async (): Promise<number> => (await shop.owner.get('/api/outbox')).later
    const before = await later()
    await viewer.put(`/api/shows/${show.id}/reminder`, {})
    assert.equal(await later(), before + 1)
    assert.deepEqual((await viewer.send('DELETE', `/api/shows/${show.id}/reminder`)).body, { reminder: false })
    assert.equal(await later(), before)
    await viewer.put(`/api/shows/${show.id}/reminder`, {})
    await shop.owner.post(`/api/shows/${show.id}/cancel`)
    assert.equal(await later(), before)
    refused(await viewer.send('PUT', `/api/shows/${show.id}/reminder`), 404, 'not-found')
  })
})

test('a show to come goes into anybody\'s calendar, and no other does', async () => {
  const show = await shop.show({ title: '秋の新色; 夜', starts_at: '2031-11-30T18:30:00+09:00' })
  const entry = await shop.anyone.send('GET', `/api/shows/${show.id}/calendar.ics`)
  assert.equal(entry.status, 200)
  assert.match(entry.headers.get('content-type')!, /^text\/calendar/)
  assert.match(entry.text, /\r\nDTSTART:20311130T093000Z\r\n/)
  assert.match(entry.text, /\r\nSUMMARY:秋の新色\\; 夜\r\n/)
  await shop.owner.post(`/api/shows/${show.id}/start`)
  refused(await shop.anyone.send('GET', `/api/shows/${show.id}/calendar.ics`), 409, 'not-to-come')
  const draft = await shop.show({ starts_at: null })
  refused(await shop.anyone.send('GET', `/api/shows/${draft.id}/calendar.ics`), 404, 'not-found')
  refused(await shop.owner.send('GET', `/api/shows/${draft.id}/calendar.ics`), 409, 'not-to-come')
})

describe('a mail server', () => {
  test('that is away loses no mail, and gets each once when it is back', async () => {
    await sink.close()
    const addresses = ['away1@example.jp', 'away2@example.jp', 'away3@example.jp']
    for (const email of addresses) assert.equal((await shop.anyone.send('POST', '/api/members/sign-in', { json: { email } })).status, 202)
    await until('the owner is told', async () => (await shop.owner.get('/api/outbox')).last_error !== null)
    assert.equal((await shop.owner.get('/api/outbox')).waiting, 3)
    await shop.server.kill()
    await shop.server.begin()
    await sink.open()
    await shop.owner.post('/api/outbox/retry')
    for (const email of addresses) await sink.wait((mail) => mail.to.includes(email))
    await until('nothing waits', async () => (await shop.owner.get('/api/outbox')).waiting === 0)
    for (const email of addresses) assert.equal(sink.to(email).length, 1)
  })

  test('that refuses a mail for good is believed; the owner sees why and may try again', async () => {
    sink.refuse = (step, to) => (step === 'rcpt' && to === 'gone@example.jp' ? '550 no such user' : undefined)
    await shop.anyone.send('POST', '/api/members/sign-in', { json: { email: 'gone@example.jp' } })
    const outbox = await until('it failed', async () => {
      const now = await shop.owner.get('/api/outbox')
      return now.failed > 0 && now
    })
    assert.equal(outbox.items[0].to, 'gone@example.jp')
    assert.match(outbox.items[0].reason, /550/)
    sink.refuse = undefined
    await shop.owner.post('/api/outbox/retry')
    await sink.wait((mail) => mail.to.includes('gone@example.jp'))
  })
})
