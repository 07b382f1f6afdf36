import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import { refused } from '../support/api.ts'
import { ownerEmail, ownerPassword, type Shop } from '../support/shop.ts'
import { picture } from './bytes.ts'
import { house } from './house.ts'

let shop: Shop
before(async () => void (shop = await house()))

describe('viewers', () => {
  test('get a token, an id and a name; the same token comes as a cookie', async () => {
    const made = await shop.anyone.send('POST', '/api/viewers', { json: { name: 'ゆず茶' } })
    assert.equal(made.status, 201)
    assert.equal(made.body.name, 'ゆず茶')
    const cookie = made.headers.get('set-cookie')!
    assert.match(cookie, /^nigiwai_viewer=/)
    assert.match(cookie, /; HttpOnly/)
    assert.match(cookie, /; SameSite=Lax/)
    assert.ok(cookie.includes(made.body.token))
    const unnamed = await shop.anyone.send('POST', '/api/viewers')
    assert.equal(unnamed.status, 201, 'a body may be left out')
    assert.match(unnamed.body.name, /^視聴者 \d{4}$/)
    assert.match((await shop.anyone.post('/api/viewers', { language: 'en' })).name, /^Viewer \d{4}$/)
    refused(await shop.anyone.send('POST', '/api/viewers', { json: { language: 'fr' } }), 400, 'invalid', '/language')
    assert.notEqual(unnamed.body.token, made.body.token)
  })

  test('read and rename themselves', async () => {
    const viewer = await shop.viewer('ゆず')
    assert.deepEqual(await viewer.get('/api/viewers/me'), { id: viewer.id, name: 'ゆず', saved: [] })
    await viewer.patch('/api/viewers/me', { name: ' 柚子  ' })
    assert.equal((await viewer.get('/api/viewers/me')).name, '柚子')
    refused(await shop.anyone.send('GET', '/api/viewers/me'), 401, 'unauthorized')
    refused(await shop.anyone.send('PATCH', '/api/viewers/me', { json: { name: 'x' } }), 401, 'unauthorized')
    refused(await shop.anyone.as('v_forged').send('GET', '/api/viewers/me'), 401, 'unauthorized')
  })

  test('names are made safe, and refused where nothing is left of them', async () => {
    const viewer = await shop.viewer()
    const named = async (name: unknown) => viewer.send('PATCH', '/api/viewers/me', { json: { name } })
    refused(await named(''), 400, 'invalid', '/name')
    refused(await shop.anyone.send('POST', '/api/viewers', { json: { name: 'あ'.repeat(21) } }), 400, 'invalid', '/name')
    refused(await named('\u200b\u202e \u0007'), 400, 'invalid', '/name')
    refused(await named('あ'.repeat(21)), 400, 'invalid', '/name')
    refused(await named(7), 400, 'invalid', '/name')
    refused(await named(null), 400, 'invalid', '/name')
    refused(await named('e' + '\u0301'.repeat(10_000)), 400, 'invalid', '/name')
    refused(await viewer.send('PATCH', '/api/viewers/me', { json: { name: 'x', nick: 'y' } }), 400, 'invalid', '/nick')
    const made = await shop.anyone.post('/api/viewers', { name: 'z\u202eabc\u0000' + '\u0301'.repeat(50) })
    assert.ok(!/[\u202e\u0000]/.test(made.name), made.name)
    assert.ok(made.name.length <= 8, 'decoration is cut short')
  })
})

describe('a cookie', () => {
  test('writes only from the shop’s own pages, reads from anywhere', async () => {
    const viewer = await shop.viewer()
    const borne = shop.anyone.with({ cookie: `nigiwai_viewer=${viewer.token}` })
    assert.equal((await borne.get('/api/viewers/me')).id, viewer.id)
    const write = (headers: Record<string, string>) => borne.send('PATCH', '/api/viewers/me', { json: { name: 'もも' }, headers })
    refused(await write({}), 403, 'origin')
    refused(await write({ origin: 'https://evil.example' }), 403, 'origin')
    refused(await write({ origin: 'null' }), 403, 'origin')
    refused(await write({ origin: shop.server.base + '.evil.example' }), 403, 'origin')
    assert.equal((await write({ origin: shop.server.base })).status, 200)
    const staff = shop.anyone.with({ cookie: `nigiwai_staff=${shop.owner.token}` })
    refused(await staff.send('POST', '/api/shows', { json: { title: 'x' } }), 403, 'origin')
    assert.equal((await staff.send('POST', '/api/shows', { json: { title: 'x' }, headers: { origin: shop.server.base } })).status, 201)
  })

  test('of a viewer counts where both come, and the staff’s where it is asked for', async () => {
    const show = await shop.liveShow()
    const viewer = await shop.viewer()
    const both = { cookie: `nigiwai_viewer=${viewer.token}; nigiwai_staff=${shop.owner.token}` }
    const borne = shop.anyone.with(both)
    assert.equal((await borne.get(`/api/shows/${show.id}`)).staff, undefined)
    assert.ok((await borne.get(`/api/shows/${show.id}?as=staff`)).staff)
    assert.ok((await borne.with({ 'x-nigiwai-as': 'staff' }).get(`/api/shows/${show.id}`)).staff)
    assert.equal((await shop.anyone.with({ cookie: `nigiwai_viewer=${viewer.token}` }).get(`/api/shows/${show.id}?as=staff`)).staff, undefined)
    for (const [query, role] of [['', 'viewer'], ['?as=staff', 'owner']] as const) {
      const socket = new WebSocket(`${shop.server.base.replace(/^http/, 'ws')}/api/shows/${show.id}/timeline${query}`, { protocols: 'nigiwai.v1', headers: { ...both, origin: shop.server.base } } as unknown as string)
      const first = await new Promise<string>((resolve, reject) => {
        socket.onmessage = ({ data }) => resolve(String(data))
        socket.onerror = () => reject(new Error(`no socket${query}`))
      })
      socket.close()
      assert.equal(JSON.parse(first).you.role, role)
    }
  })

  test('of an ended session is nobody’s', async () => {
    refused(await shop.anyone.with({ cookie: 'nigiwai_staff=gone' }).send('GET', '/api/sessions/current'), 401, 'unauthorized')
  })
})

describe('sessions', () => {
  test('open with the right password, say who one is, and end', async () => {
    const opened = await shop.anyone.send('POST', '/api/sessions', { json: { email: ` ${ownerEmail.toUpperCase()} `, password: ownerPassword } })
    assert.equal(opened.status, 201)
    assert.equal(opened.body.staff.role, 'owner')
    assert.equal(opened.body.staff.name, '店長')
    assert.ok(Date.parse(opened.body.expires_at) > Date.now())
    assert.match(opened.headers.get('set-cookie')!, /^nigiwai_staff=.*HttpOnly; SameSite=Lax/)
    const staff = shop.anyone.as(opened.body.token)
    assert.deepEqual((await staff.get('/api/sessions/current')).staff, opened.body.staff)
    assert.equal((await staff.send('DELETE', '/api/sessions/current')).status, 204)
    refused(await staff.send('GET', '/api/sessions/current'), 401, 'unauthorized')
    refused(await staff.send('GET', '/api/orders'), 401, 'unauthorized')
  })

  test('refuse a wrong password and an unknown address in the same words', async () => {
    const wrong = refused(await shop.anyone.send('POST', '/api/sessions', { json: { email: ownerEmail, password: 'wrong password' } }), 401, 'unauthorized')
    const unknown = refused(await shop.anyone.send('POST', '/api/sessions', { json: { email: 'nobody@example.jp', password: 'wrong password' } }), 401, 'unauthorized')
    assert.deepEqual(wrong, unknown)
  })

  test('refuse what is no sign-in', async () => {
    const send = (json: unknown) => shop.anyone.send('POST', '/api/sessions', { json })
    refused(await send({ email: ownerEmail }), 400, 'invalid', '/password')
    refused(await send({ email: ownerEmail, password: ['x'] }), 400, 'invalid', '/password')
    refused(await send({ email: 'no address', password: 'きれいな口紅 2026' }), 400, 'invalid', '/email')
    refused(await shop.anyone.send('GET', '/api/sessions/current'), 401, 'unauthorized')
    refused(await shop.anyone.send('DELETE', '/api/sessions/current'), 401, 'unauthorized')
  })
})

describe('staff', () => {
  test('profiles are written by the owner and seen by everyone', async () => {
    const profile = { name: '佐倉 みのり', title: '美容部員', role: 'presenter' }
    assert.equal((await shop.owner.send('PUT', '/api/staff/minori', { json: profile })).status, 201)
    assert.equal((await shop.owner.send('PUT', '/api/staff/minori', { json: { ...profile, title: '店長代理' } })).status, 200)
    const { items } = await shop.anyone.get('/api/staff')
    const minori = items.find((each: { handle: string }) => each.handle === 'minori')
    assert.equal(minori.title, '店長代理')
    assert.equal(minori.picture, null)
    assert.ok(!JSON.stringify(items).includes(ownerEmail), 'no mail address is public')
  })

  test('are refused to others, and where wrong', async () => {
    const profile = { name: '森', role: 'director' }
    const viewer = await shop.viewer()
    refused(await viewer.send('PUT', '/api/staff/mori', { json: profile }), 403, 'forbidden')
    refused(await shop.anyone.send('PUT', '/api/staff/mori', { json: profile }), 401, 'unauthorized')
    refused(await shop.owner.send('PUT', '/api/staff/Mori%20!', { json: profile }), 400, 'invalid', 'handle')
    refused(await shop.owner.send('PUT', '/api/staff/mori', { json: { ...profile, role: 'king' } }), 400, 'invalid', '/role')
    refused(await shop.owner.send('PUT', '/api/staff/mori', { json: { role: 'director' } }), 400, 'invalid', '/name')
  })

  test('have a portrait', async () => {
    await shop.owner.put('/api/staff/ren', { name: '蓮', role: 'presenter' })
    const jpeg = await picture('jpg')
    const put = await shop.owner.send('PUT', '/api/staff/ren/picture', { bytes: jpeg, headers: { 'content-type': 'image/jpeg' } })
    assert.equal(put.status, 200, put.text)
    assert.match(put.body.picture.url, /^\/pictures\/.+\.webp$/)
    refused(await (await shop.viewer()).send('PUT', '/api/staff/ren/picture', { bytes: jpeg }), 403, 'forbidden')
    refused(await shop.owner.send('PUT', '/api/staff/nobody-here/picture', { bytes: jpeg }), 404, 'not-found')
  })
})
