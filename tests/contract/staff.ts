// The staff: invitations, roles, withdrawal, sessions, the second factor, and the audit log that tells of all of it.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { refused, type Client } from '../support/api.ts'
import { mailSink } from '../support/mail_sink.ts'
import { until } from '../support/processes.ts'
import { Room } from '../support/room.ts'
import { Server } from '../support/server.ts'
import { ownerEmail, Shop } from '../support/shop.ts'
import { codeOf } from '../support/totp.ts'

let shop: Shop
// A server of its own: its last owner is asked for, and its limits on signing in are reached.
before(async () => void (shop = await Shop.open(await Server.start())))
after(() => shop.server.stop())

const password = '夜の配信はたのしいね'
let people = 0

/** Somebody of the staff, who came by an invitation. */
async function joined(role: string): Promise<Client & { handle: string; email: string }> {
  const email = `staff${++people}@example.jp`
  const invitation = await shop.owner.post('/api/staff/invitations', { name: `スタッフ${people}`, role, email })
  const token = new URL(invitation.url).hash.slice(1)
  const session = await shop.anyone.post('/api/staff/invitations/accept', { token, password })
  return Object.assign(shop.anyone.as(session.token), { handle: session.staff.handle, email })
}

describe('an invitation', () => {
  test('is looked at, accepted once, and says so afterwards', async () => {
    const made = await shop.owner.send('POST', '/api/staff/invitations', { json: { name: '謙', role: 'director' } })
    assert.equal(made.status, 201)
    assert.match(made.body.url, /\/studio\/join#nwi_/)
    const token = new URL(made.body.url).hash.slice(1)
    const seen = await shop.anyone.post('/api/staff/invitations/look', { token })
    assert.equal(seen.role, 'director')
    refused(await shop.anyone.send('POST', '/api/staff/invitations/accept', { json: { token, password } }), 400, 'invalid', '/email')
    refused(await shop.anyone.send('POST', '/api/staff/invitations/accept', { json: { token, password: 'short', email: 'ken@example.jp' } }), 400, 'invalid', '/password')
    const accepted = await shop.anyone.send('POST', '/api/staff/invitations/accept', { json: { token, password, email: 'ken@example.jp' } })
    assert.equal(accepted.status, 201)
    assert.equal(accepted.body.staff.role, 'director')
    assert.match(accepted.headers.get('set-cookie')!, /^nigiwai_staff=/)
    refused(await shop.anyone.send('POST', '/api/staff/invitations/accept', { json: { token, password, email: 'b@example.jp' } }), 409, 'invitation-used', '/token')
    refused(await shop.anyone.send('POST', '/api/staff/invitations/look', { json: { token } }), 409, 'invitation-used')
    refused(await shop.anyone.send('POST', '/api/staff/invitations/look', { json: { token: 'nwi_guess' } }), 404, 'not-found')
  })

  test('is withdrawn', async () => {
    const made = await shop.owner.post('/api/staff/invitations', { name: '誰か', role: 'analyst' })
    assert.equal((await shop.owner.send('DELETE', `/api/staff/invitations/${made.id}`)).status, 204)
    const token = new URL(made.url).hash.slice(1)
    refused(await shop.anyone.send('POST', '/api/staff/invitations/look', { json: { token } }), 409, 'invitation-withdrawn')
    refused(await shop.owner.send('DELETE', `/api/staff/invitations/${made.id}`), 409, 'conflict')
    const { items } = await shop.owner.get('/api/staff/invitations')
    assert.equal(items.find((each: { id: string }) => each.id === made.id).state, 'withdrawn')
    assert.ok(!JSON.stringify(items).includes('nwi_'), 'no token is shown again')
  })

  test('is refused to others and where wrong', async () => {
    const director = await joined('director')
    refused(await director.send('POST', '/api/staff/invitations', { json: { name: 'x', role: 'owner' } }), 403, 'forbidden')
    refused(await shop.anyone.send('GET', '/api/staff/invitations'), 401, 'unauthorized')
    const wrong = (json: object) => shop.owner.send('POST', '/api/staff/invitations', { json })
    refused(await wrong({ name: 'x', role: 'king' }), 400, 'invalid', '/role')
    refused(await wrong({ name: 'x', role: 'owner', email: 'none' }), 400, 'invalid', '/email')
    refused(await wrong({ name: 'x', role: 'owner', email: ownerEmail }), 409, 'account-exists', '/email')
    refused(await wrong({ name: 'x', role: 'owner', handle: director.handle }), 409, 'account-exists', '/handle')
    refused(await wrong({ name: 'x', role: 'owner', nick: 'y' }), 400, 'invalid', '/nick')
  })

  test('is mailed where there is an address', async () => {
    const sink = await mailSink()
    const server = await Server.start({ args: ['--smtp', sink.url] })
    try {
      const own = await Shop.open(server)
      const made = await own.owner.post('/api/staff/invitations', { name: '葵', role: 'planner', email: 'aoi@example.jp' })
      const mail = await sink.wait((each) => each.to.includes('aoi@example.jp'))
      assert.ok(mail.text.includes(made.url), mail.text)
      assert.match(mail.subject, /招待/)
    } finally {
      await server.stop()
      await sink.close()
    }
  })
})

describe('a role', () => {
  test('allows what docs/api.md says, and nothing else', async () => {
    const roles = ['planner', 'director', 'presenter', 'analyst'] as const
    const staff = Object.fromEntries(await Promise.all(roles.map(async (role) => [role, await joined(role)]))) as Record<(typeof roles)[number], Client>
    const product = { title: '品', price: { amount: 100, currency: 'JPY' } }
    const show = `/api/shows/${(await shop.show()).id}`
    const table: [string, string, unknown, readonly string[]][] = [
      ['GET', '/api/accounts', undefined, []],
      ['GET', '/api/audit', undefined, []],
      ['PATCH', '/api/shop', { name_latin: 'x' }, []],
      ['PUT', '/api/staff/somebody', { name: '人', role: 'presenter' }, []],
      ['GET', '/api/words', undefined, ['director', 'presenter']],
      ['PATCH', '/api/talk', { slow_seconds: 0 }, ['director']],
      ['GET', '/api/bans', undefined, ['director', 'presenter']],
      ['PUT', '/api/products/of-roles', product, ['planner']],
      ['POST', '/api/shows', { title: 'x' }, ['planner', 'director']],
      ['POST', `${show}/cues`, { title: 'x' }, ['planner', 'director']],
      ['GET', `${show}/cues`, undefined, roles],
      ['PUT', `${show}/plan`, { concept: 'free' }, ['planner', 'director']],
      ['GET', `${show}/plan`, undefined, roles],
      ['GET', '/api/account', undefined, roles],
      ['GET', '/api/sessions', undefined, roles],
      ['GET', '/api/talk', undefined, roles],
    ]
    for (const [method, path, json, allowed] of table) {
      for (const role of roles) {
        const { status } = await staff[role].send(method, path, json === undefined ? {} : { json })
        if (allowed.includes(role)) assert.ok(status < 300, `${role} may ${method} ${path}, got ${status}`)
        else assert.equal(status, 403, `${role} may not ${method} ${path}`)
      }
      const { status } = await shop.owner.send(method, path, json === undefined ? {} : { json })
      assert.ok(status < 300, `an owner may ${method} ${path}, got ${status}`)
    }
  })

  test('changes at once, also for open sockets', async () => {
    const show = await shop.owner.post('/api/shows', { title: '役割' })
    await shop.owner.post(`/api/shows/${show.id}/start`)
    const director = await joined('director')
    const room = await Room.join(director, show.id)
    await shop.owner.patch(`/api/accounts/${director.handle}`, { role: 'analyst' })
    await until('the socket of the old role is closed', () => room.closeCode === 1008)
    assert.equal((await director.get('/api/sessions/current')).staff.role, 'analyst')
    refused(await director.send('GET', '/api/words'), 403, 'forbidden')
    refused(await shop.owner.send('PATCH', `/api/accounts/${director.handle}`, { json: { role: 'king' } }), 400, 'invalid', '/role')
    refused(await shop.owner.send('PATCH', '/api/accounts/no-one', { json: { role: 'owner' } }), 404, 'not-found')
  })
})

describe('an account', () => {
  test('is withdrawn: sessions and sockets end, and it comes back with reactivation', async () => {
    const show = await shop.owner.post('/api/shows', { title: '取りやめ' })
    await shop.owner.post(`/api/shows/${show.id}/start`)
    const planner = await joined('planner')
    const room = await Room.join(planner, show.id)
    await shop.owner.post(`/api/accounts/${planner.handle}/withdraw`)
    await until('the socket of the withdrawn is closed', () => room.closeCode === 1008)
    refused(await planner.send('GET', '/api/sessions/current'), 401, 'unauthorized')
    const signIn = { json: { email: planner.email, password } }
    refused(await shop.anyone.send('POST', '/api/sessions', signIn), 401, 'unauthorized')
    const { items } = await shop.anyone.get('/api/staff?limit=200')
    assert.ok(!items.some((each: { handle: string }) => each.handle === planner.handle), 'the withdrawn are no present staff')
    refused(await shop.owner.send('POST', `/api/accounts/${planner.handle}/withdraw`), 409, 'conflict')
    assert.equal((await shop.owner.post(`/api/accounts/${planner.handle}/reactivate`)).state, 'active')
    assert.equal((await shop.anyone.send('POST', '/api/sessions', signIn)).status, 201)
  })

  test('of the last owner stays', async () => {
    const own = (await shop.owner.get('/api/sessions/current')).staff.handle
    const others = (await shop.owner.get('/api/accounts')).items.filter((each: any) => each.role === 'owner' && each.state === 'active' && each.handle !== own)
    assert.deepEqual(others, [], 'this test needs the house to have one owner')
    refused(await shop.owner.send('POST', `/api/accounts/${own}/withdraw`), 409, 'last-owner')
    refused(await shop.owner.send('PATCH', `/api/accounts/${own}`, { json: { role: 'analyst' } }), 409, 'last-owner', '/role')
    refused(await shop.owner.send('PUT', `/api/staff/${own}`, { json: { name: '店長', role: 'analyst' } }), 409, 'last-owner', '/role')
  })

  test('has sessions that are seen and ended', async () => {
    const presenter = await joined('presenter')
    const phone = await shop.anyone.with({ 'user-agent': 'Phone/1.0' }).post('/api/sessions', { email: presenter.email, password })
    const { items } = await presenter.get('/api/sessions')
    assert.equal(items.length, 2)
    const other = items.find((each: any) => !each.current)
    assert.equal(other.device, 'Phone/1.0')
    assert.ok(Date.parse(other.seen_at) <= Date.now())
    assert.equal((await presenter.send('DELETE', `/api/sessions/${other.id}`)).status, 204)
    refused(await shop.anyone.as(phone.token).send('GET', '/api/sessions/current'), 401, 'unauthorized')
    refused(await presenter.send('DELETE', `/api/sessions/${other.id}`), 404, 'not-found')
    refused(await (await joined('planner')).send('DELETE', `/api/sessions/${items.find((each: any) => each.current).id}`), 404, 'not-found')
    assert.equal((await shop.owner.get(`/api/accounts/${presenter.handle}/sessions`)).items.length, 1)
    const others = [1, 2].map(() => shop.anyone.post('/api/sessions', { email: presenter.email, password }))
    await Promise.all(others)
    const [one] = (await shop.owner.get(`/api/accounts/${presenter.handle}/sessions`)).items
    await shop.owner.ok('DELETE', `/api/accounts/${presenter.handle}/sessions/${one.id}`)
    assert.equal((await shop.owner.get(`/api/accounts/${presenter.handle}/sessions`)).items.length, 2)
    const last = await shop.anyone.post('/api/sessions', { email: presenter.email, password })
    assert.equal((await shop.anyone.as(last.token).send('DELETE', '/api/sessions')).status, 204)
    assert.equal((await shop.owner.get(`/api/accounts/${presenter.handle}/sessions`)).items.length, 1)
    await shop.owner.ok('DELETE', `/api/accounts/${presenter.handle}/sessions`)
    refused(await presenter.send('GET', '/api/account'), 401, 'unauthorized')
    refused(await shop.anyone.as(last.token).send('GET', '/api/account'), 401, 'unauthorized')
  })

  test('has a password that is changed by who knows it; all other sessions end', async () => {
    const analyst = await joined('analyst')
    const other = await shop.anyone.post('/api/sessions', { email: analyst.email, password })
    const changed = 'あたらしい合言葉をきめました'
    refused(await analyst.send('PUT', '/api/account/password', { json: { current: 'not this one', password: changed } }), 400, 'invalid', '/current')
    refused(await analyst.send('PUT', '/api/account/password', { json: { current: password, password: 'short' } }), 400, 'invalid', '/password')
    assert.equal((await analyst.send('PUT', '/api/account/password', { json: { current: password, password: changed } })).status, 204)
    assert.equal((await analyst.send('GET', '/api/account')).status, 200)
    refused(await shop.anyone.as(other.token).send('GET', '/api/account'), 401, 'unauthorized')
    refused(await shop.anyone.send('POST', '/api/sessions', { json: { email: analyst.email, password } }), 401, 'unauthorized')
  })
})

describe('a second factor', () => {
  test('is put on, asked for, never taken twice, and reset by the owner', async () => {
    const director = await joined('director')
    refused(await director.send('POST', '/api/account/second-factor', { json: { password: 'not this one' } }), 400, 'invalid', '/password')
    const begun = await director.post('/api/account/second-factor', { password })
    assert.match(begun.qr, /^<svg/)
    assert.ok(begun.uri.includes(begun.secret))
    refused(await director.send('PUT', '/api/account/second-factor', { json: { code: '12' } }), 400, 'invalid', '/code')
    const first = codeOf(begun.secret)
    const { recovery_codes: paper } = await director.put('/api/account/second-factor', { code: first })
    assert.equal(paper.length, 10)
    assert.ok(!(JSON.stringify(await director.get('/api/account'))).includes(begun.secret), 'the secret is told once')

    const signIn = (extra: object = {}) => shop.anyone.send('POST', '/api/sessions', { json: { email: director.email, password, ...extra } })
    refused(await signIn(), 401, 'code-needed', '/code')
    refused(await signIn({ code: first }), 401, 'code-used', '/code')
    refused(await signIn({ code: 'abcde-fghij' }), 401, 'code-wrong', '/code')
    // The next step's code is taken too: a phone's clock may be a little ahead.
    assert.equal((await signIn({ code: codeOf(begun.secret, 1) })).status, 201)
    assert.equal((await signIn({ code: paper[0].toUpperCase() })).status, 201)
    refused(await signIn({ code: paper[0] }), 401, 'code-wrong')
    assert.equal((await director.get('/api/account')).recovery_codes_left, 9)

    await shop.owner.ok('DELETE', `/api/accounts/${director.handle}/second-factor`)
    refused(await director.send('GET', '/api/account'), 401, 'unauthorized')
    assert.equal((await signIn()).status, 201)
  })

  test('is switched off with password and code', async () => {
    const planner = await joined('planner')
    const begun = await planner.post('/api/account/second-factor', { password })
    const { recovery_codes: paper } = await planner.put('/api/account/second-factor', { code: codeOf(begun.secret) })
    refused(await planner.send('POST', '/api/account/second-factor', { json: { password } }), 409, 'conflict')
    const renewed = await planner.post('/api/account/second-factor/recovery-codes', { password, code: paper[0] })
    refused(await planner.send('POST', '/api/account/second-factor/off', { json: { password, code: paper[1] } }), 400, 'invalid', '/code')
    assert.equal((await planner.send('POST', '/api/account/second-factor/off', { json: { password, code: renewed.recovery_codes[0] } })).status, 204)
    assert.equal((await planner.get('/api/account')).second_factor, false)
  })
})

describe('the audit log', () => {
  test('tells who changed what, in pages and by filter, to the owner alone', async () => {
    const planner = await joined('planner')
    await planner.put('/api/products/of-the-log', { title: 'しるし', price: { amount: 500, currency: 'JPY' } })
    const { items } = await shop.owner.get(`/api/audit?by=${planner.handle}`)
    assert.deepEqual(items.map((each: any) => each.action), ['product.added', 'staff.joined'])
    assert.equal(items[0].subject, 'of-the-log')
    assert.equal(items[0].by.role, 'planner')
    const page = await shop.owner.get('/api/audit?limit=1')
    assert.equal(page.items.length, 1)
    const rest = await shop.owner.get(`/api/audit?limit=1&cursor=${page.next}`)
    assert.ok(rest.items[0].id < page.items[0].id)
    const staff = await shop.owner.get('/api/audit?action=staff.&limit=200')
    assert.ok(staff.items.length > 1 && staff.items.every((each: any) => each.action.startsWith('staff.')))
    assert.ok(!JSON.stringify(await shop.owner.get('/api/audit?limit=200')).includes('@example.jp'), 'no mail address stands in the log')
    refused(await shop.owner.send('GET', '/api/audit?cursor=x'), 400, 'invalid', 'cursor')
    refused(await planner.send('GET', '/api/audit'), 403, 'forbidden')
  })
})

test('tries at a password are limited, with the time until the next', async () => {
  const tries = await Promise.all(Array.from({ length: 12 }, () => shop.anyone.send('POST', '/api/sessions', { json: { email: 'guessed@example.jp', password: 'guessing it', code: '000000' } })))
  assert.ok(tries.some((each) => each.status === 429 && each.body.retry_after_ms > 0))
})
