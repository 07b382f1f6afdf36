// Channels: each network is asked as its documents say; accounts are added, checked and removed, and their secrets stay
// inside; what networks tell by signed webhooks comes in once.
import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { refused } from '../support/api.ts'
import { run } from '../support/processes.ts'
import { Server } from '../support/server.ts'
import { Shop } from '../support/shop.ts'
import { rows as bluesky } from './networks/bluesky.ts'
import { rows as facebook } from './networks/facebook.ts'
import { rows as instagram } from './networks/instagram.ts'
import { rows as line } from './networks/line.ts'
import { bearer, Caller, type Exchange, Network, type Row } from './networks/table.ts'
import { rows as x } from './networks/x.ts'
import './house.ts'

const jpeg = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.from('a small picture')])
const png = Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), Buffer.from('another')])
let folder: string
let network: Network
let caller: Caller
let server: Server
let shop: Shop
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'channels-'))
  await writeFile(join(folder, 'small.jpg'), jpeg)
  await writeFile(join(folder, 'small.png'), png)
  await writeFile(join(folder, 'large.jpg'), Buffer.concat([jpeg, Buffer.alloc(6_000_000)]))
  network = await Network.open()
  caller = new Caller()
  server = await Server.start({ args: ['--allow-private-peer', network.peer] })
  shop = await Shop.open(server)
})
after(async () => {
  await server?.stop()
  caller?.end()
  network?.close()
  await rm(folder, { recursive: true, force: true })
})

const pictures = () => ({ jpeg: join(folder, 'small.jpg'), png: join(folder, 'small.png'), large: join(folder, 'large.jpg'), bytes: jpeg.toString('base64') })
const tables: [string, (given: ReturnType<typeof pictures>) => Row[]][] = [['bluesky', bluesky], ['x', x], ['line', line], ['facebook', facebook], ['instagram', instagram]]

for (const [name, rows] of tables) {
  test(`${name} is asked as its documents say`, async (t) => {
    for (const row of rows(pictures())) {
      await t.test(row.what, async () => {
        network.expect(row.exchanges)
        const outcome = await caller.call(network, name, row)
        network.wasAskedSo()
        if (row.problem) {
          const { detail, retry_after = outcome.problem?.retry_after, ...problem } = row.problem
          assert.deepEqual({ status: outcome.problem?.status, type: outcome.problem?.type, retry_after: outcome.problem?.retry_after }, { ...problem, retry_after })
          if (detail) assert.match(outcome.problem!.detail, detail)
        } else {
          assert.equal(outcome.problem, undefined, outcome.problem?.detail)
          assert.deepEqual(outcome.answer, row.gives)
        }
        for (const [member, value] of Object.entries(row.becomes ?? {})) assert.deepEqual(outcome.account[member as 'settings'], value)
        if (row.becomes) assert.ok(outcome.account.renewed, 'what was renewed is to be kept')
      })
    }
  })
}

interface Account {
  id: string; network: string; name: string; staff: string | null; state: string; error: string | null; error_at: string | null; added_by: string; most_length: number; needs_picture: boolean
  quota: { used: number; limit: number | null } | null; hook: { url: string; verify_token: string | null; signed: boolean } | null
}
const base = (): string => `http://${network.peer}`
const answers = (page: string, method: string, path: string, body: unknown, headers: Record<string, string> = {}, sent?: unknown, status = 200): Exchange =>
  ({ page, request: { method, path, headers, ...(sent === undefined ? {} : { body: sent }) }, response: { status, body } })
const bot = (token: string, id = 'U1', name = '月白'): Exchange[] => [
  answers('#get-bot-info', 'GET', '/v2/bot/info', { userId: id, basicId: '@t', displayName: name }, bearer(token)),
  answers('#get-quota', 'GET', '/v2/bot/message/quota', { type: 'limited', value: 1000 }, bearer(token)),
  answers('#get-consumption', 'GET', '/v2/bot/message/quota/consumption', { totalUsage: 12 }, bearer(token)),
]
const lineOf = (token: string, secret = 'line-secret') => ({ access_token: token, channel_secret: secret, base: base() })
const add = (body: unknown) => shop.owner.send<Account>('POST', '/api/channels', { json: body })
const listed = async (): Promise<Account[]> => (await shop.owner.get<{ items: Account[] }>('/api/channels')).items

describe('a channel account', () => {
  test('is added once its network accepts it, and its secrets stay inside', async () => {
    network.expect(bot('line-token-1'))
    const made = await add({ network: 'line', credentials: lineOf('line-token-1') })
    network.wasAskedSo()
    assert.equal(made.status, 201, made.text)
    const { id, hook, ...rest } = made.body
    assert.deepEqual([rest.network, rest.name, rest.staff, rest.state, rest.error, rest.quota, rest.most_length, rest.needs_picture], ['line', '月白', null, 'ready', null, { used: 12, limit: 1000 }, 5000, false])
    assert.deepEqual(hook, { url: `${server.base}/api/channels/${id}/hook`, verify_token: null, signed: true })
    for (const told of [made.text, (await shop.owner.send('GET', '/api/channels')).text, (await shop.owner.send('GET', '/api/audit')).text]) assert.doesNotMatch(told, /line-token|line-secret/)
    for (const name of ['nigiwai.db', 'nigiwai.db-wal']) assert.equal((await readFile(`${server.data}/${name}`)).includes('line-token-1'), false, `${name} holds it sealed`)
    assert.doesNotMatch(server.log, /line-token|line-secret/)

    network.expect(bot('line-token-1'))
    refused(await add({ network: 'line', credentials: lineOf('line-token-1') }), 409, 'account-known')
  })

  test('is refused by what is wrong with it, and nothing is kept', async () => {
    const before = (await listed()).length
    network.expect([])
    refused(await add({ network: 'myspace', credentials: {} }), 400, 'invalid', '/network')
    const actors = refused(await add({ network: 'fediverse', credentials: {} }), 400, 'invalid', '/network')
    assert.match(actors.detail!, /needs no account/)
    refused(await shop.owner.send('POST', '/api/channels/fediverse-shop/check'), 404, 'not-found')
    refused(await add({ network: 'line', credentials: { access_token: 'x' } }), 400, 'invalid', '/credentials/channel_secret')
    refused(await add({ network: 'line', credentials: { access_token: 'a b', channel_secret: 'x' } }), 400, 'invalid', '/credentials/access_token')
    refused(await add({ network: 'line', credentials: { ...lineOf('t'), base: 'http://127.0.0.1:1' } }), 400, 'invalid', '/credentials/base')
    refused(await add({ network: 'bluesky', credentials: { handle: 'a.example', app_password: 'x', service: 'https://a.example/path' } }), 400, 'invalid', '/credentials/service')
    refused(await add({ network: 'line', credentials: lineOf('t'), more: 1 }), 400, 'invalid', '/more')
    refused(await add({ network: 'line', credentials: lineOf('t'), staff: 'nobody' }), 400, 'invalid', '/staff')
    refused(await add({ network: 'bluesky', credentials: { handle: 'a.example', app_password: 'x', service: 'https://127.0.0.1' } }), 403, 'peer-forbidden')
    network.wasAskedSo()
    network.expect([answers('#get-bot-info', 'GET', '/v2/bot/info', { message: 'Authentication failed' }, bearer('wrong'), undefined, 401)])
    const wrong = refused(await add({ network: 'line', credentials: lineOf('wrong') }), 400, 'credentials-wrong', '/credentials')
    assert.doesNotMatch(wrong.detail!, /Sign in again/)
    network.expect([answers('#get-bot-info', 'GET', '/v2/bot/info', '<html>', bearer('t'), undefined, 502)])
    refused(await add({ network: 'line', credentials: lineOf('t') }), 503, 'unavailable')
    assert.equal((await listed()).length, before)
  })

  test('says how its last call went, and is signed in again with what is its own', async () => {
    const account = (await listed()).find(({ network: name }) => name === 'line')!
    const check = (id = account.id) => shop.owner.send<Account>('POST', `/api/channels/${id}/check`)
    network.expect([answers('#get-bot-info', 'GET', '/v2/bot/info', 'busy', bearer('line-token-1'), undefined, 500)])
    assert.deepEqual([(await check()).body.state, (await listed())[0]!.state], ['away', 'away'])
    network.expect([answers('#get-bot-info', 'GET', '/v2/bot/info', {}, bearer('line-token-1'), undefined, 401)])
    const out = await check()
    assert.deepEqual([out.status, out.body.state], [200, 'sign-in'])
    assert.match(out.body.error!, /Sign in again/)
    const signIn = (credentials: unknown) => shop.owner.send<Account>('PUT', `/api/channels/${account.id}/credentials`, { json: credentials })
    network.expect([answers('#get-bot-info', 'GET', '/v2/bot/info', {}, bearer('no'), undefined, 401)])
    refused(await signIn(lineOf('no')), 400, 'credentials-wrong')
    network.expect(bot('other', 'U2', '別の店'))
    assert.match(refused(await signIn(lineOf('other')), 409, 'account-other').detail!, /別の店/)
    refused(await signIn({ access_token: 'x', channel_secret: 'y', more: 'z' }), 400, 'invalid', '/more')
    network.expect(bot('line-token-2'))
    const again = await signIn(lineOf('line-token-2'))
    assert.deepEqual([again.status, again.body.state, again.body.error], [200, 'ready', null])
    network.expect(bot('line-token-2'))
    assert.equal((await check()).body.state, 'ready')
    network.wasAskedSo()
    refused(await check('none'), 404, 'not-found')
    refused(await shop.owner.send('PUT', '/api/channels/none/credentials', { json: {} }), 404, 'not-found')
  })

  test('keeps a token that was renewed within a call', async () => {
    const me = (token: string, status = 200): Exchange => answers('users/me', 'GET', '/2/users/me', status === 200 ? { data: { id: '7', username: 'urumi' } } : {}, bearer(token), undefined, status)
    const renew = (old: string, next: string): Exchange => answers('token', 'POST', '/2/oauth2/token', { access_token: `access-${next}`, refresh_token: next }, { 'content-type': 'application/x-www-form-urlencoded' }, `refresh_token=${old}&grant_type=refresh_token&client_id=client`)
    network.expect([renew('r1', 'r2'), me('access-r2')])
    const made = await add({ network: 'x', staff: 'owner', credentials: { client_id: 'client', refresh_token: 'r1', base: base() } })
    network.wasAskedSo()
    assert.deepEqual([made.status, made.body.name, made.body.staff, made.body.hook], [201, '@urumi', 'owner', null], made.text)
    network.expect([me('access-r2', 401), renew('r2', 'r3'), me('access-r3')])
    await Promise.all([shop.owner.post(`/api/channels/${made.body.id}/check`), shop.viewer()])
    network.wasAskedSo()
    // One at a time: the second goes on with what the first renewed.
    network.expect([me('access-r3', 401), renew('r3', 'r4'), me('access-r4'), me('access-r4')])
    await Promise.all([1, 2].map(() => shop.owner.post(`/api/channels/${made.body.id}/check`)))
    network.wasAskedSo()
  })

  test('is removed with its secrets', async () => {
    const x = (await listed()).find(({ network: name }) => name === 'x')!
    assert.equal((await shop.owner.send('DELETE', `/api/channels/${x.id}`)).status, 204)
    refused(await shop.owner.send('DELETE', `/api/channels/${x.id}`), 404, 'not-found')
    refused(await shop.owner.send('POST', `/api/channels/${x.id}/check`), 404, 'not-found')
    assert.deepEqual((await shop.owner.get<{ items: { action: string }[] }>('/api/audit?action=channel.')).items.slice(0, 2).map(({ action }) => action), ['channel.removed', 'channel.added'])
  })
})

describe('what networks tell by themselves', () => {
  interface Item { remote?: string; text: string; author: string; network: string; id: string }
  const inbox = async (): Promise<Item[]> => JSON.parse((await run('sqlite3', ['-json', `${server.data}/nigiwai.db`, 'SELECT network, remote, author, text FROM inbox_item ORDER BY position'])).stdout || '[]')
  const hook = (id: string, body: string, headers: Record<string, string>) => shop.anyone.send<{ taken: number }>('POST', `/api/channels/${id}/hook`, { bytes: Buffer.from(body), headers: { 'content-type': 'application/json', ...headers } })
  const ofLine = (secret: string, body: string) => ({ 'x-line-signature': createHmac('sha256', secret).update(body).digest('base64') })
  const ofMeta = (secret: string, body: string) => ({ 'x-hub-signature-256': `sha256=${createHmac('sha256', secret).update(body).digest('hex')}` })
  const message = (event: string, text: string, timestamp = Date.now() - 1000) => JSON.stringify({ destination: 'U1', events: [{ type: 'message', webhookEventId: event, timestamp, source: { type: 'user', userId: 'Uf' }, message: { id: `m-${event}`, type: 'text', text }, deliveryContext: { isRedelivery: false } }] })

  test('LINE’s messages come in once, signed, and are withdrawn', async () => {
    const { id } = (await listed()).find(({ network: name }) => name === 'line')!
    const body = message('01A', '何時からですか')
    refused(await hook(id, body, {}), 403, 'forbidden')
    refused(await hook(id, body, ofLine('another', body)), 403, 'forbidden')
    refused(await hook(id, body + ' ', ofLine('line-secret', body)), 403, 'forbidden')
    refused(await hook(id, body, ofMeta('line-secret', body)), 403, 'forbidden')
    refused(await hook('none', body, ofLine('line-secret', body)), 404, 'not-found')
    refused(await hook(id, '[', ofLine('line-secret', '[')), 400, 'invalid')
    refused(await hook(id, 'x'.repeat(300_000), {}), 413, 'too-large')
    assert.deepEqual(await inbox(), [])
    const profile = answers('#get-profile', 'GET', '/v2/bot/profile/Uf', { displayName: '花', userId: 'Uf', language: 'ja' }, bearer('line-token-2'))
    network.expect([profile])
    assert.deepEqual((await hook(id, body, ofLine('line-secret', body))).body, { taken: 1 })
    network.wasAskedSo()
    network.expect([{ ...profile, response: { status: 500 } }])
    assert.deepEqual((await hook(id, body, ofLine('line-secret', body))).body, { taken: 0 }, 'a replay is ignored by its id')
    const old = message('01Z', '古い', Date.now() - 8 * 86_400_000)
    assert.deepEqual((await hook(id, old, ofLine('line-secret', old))).body, { taken: 0 }, 'older than ids are remembered')
    assert.deepEqual((await inbox()).map(({ network: name, remote, author, text }) => [name, remote, author, text]), [['line', 'Uf:m-01A', '花', '何時からですか']])
    const probe = JSON.stringify({ destination: 'U1', events: [] })
    assert.equal((await hook(id, probe, ofLine('line-secret', probe))).status, 200, 'LINE’s own test of the address')
    const unsend = JSON.stringify({ destination: 'U1', events: [{ type: 'unsend', webhookEventId: '01B', timestamp: Date.now(), source: { type: 'user', userId: 'Uf' }, unsend: { messageId: 'm-01A' } }] })
    assert.equal((await hook(id, unsend, ofLine('line-secret', unsend))).status, 200)
    assert.deepEqual((await inbox()).filter(({ text }) => text !== ''), [])
  })

  test('Instagram asks for its challenge and tells of comments', async () => {
    network.expect([answers('me', 'GET', `/v25.0/me?fields=user_id%2Cusername&access_token=ig&appsecret_proof=${createHmac('sha256', 'ig-secret').update('ig').digest('hex')}`, { user_id: '17', username: 'urumi' })])
    const made = await add({ network: 'instagram', credentials: { access_token: 'ig', app_secret: 'ig-secret', base: base() } })
    assert.equal(made.status, 201, made.text)
    const { id, hook: told } = made.body
    const challenge = (token: string) => shop.anyone.send('GET', `/api/channels/${id}/hook?hub.mode=subscribe&hub.challenge=1158201444&hub.verify_token=${token}`)
    const answer = await challenge(told!.verify_token!)
    assert.deepEqual([answer.status, answer.text], [200, '1158201444'])
    assert.match(answer.headers.get('content-type')!, /^text\/plain/)
    refused(await challenge('wrong'), 403, 'forbidden')
    refused(await shop.anyone.send('GET', '/api/channels/none/hook'), 404, 'not-found')
    const body = JSON.stringify({ object: 'instagram', entry: [{ id: '17', time: Math.floor(Date.now() / 1000), changes: [{ field: 'comments', value: { id: '178', text: 'かわいい', from: { id: '3', username: 'hana' }, media: { id: '55', media_product_type: 'FEED' } } }] }] })
    refused(await hook(id, body, ofMeta('another', body)), 403, 'forbidden')
    assert.deepEqual((await hook(id, body, ofMeta('ig-secret', body))).body, { taken: 1 })
    assert.deepEqual((await hook(id, body, ofMeta('ig-secret', body))).body, { taken: 0 })
    assert.deepEqual((await inbox()).filter(({ network: name }) => name === 'instagram').map(({ author, text }) => [author, text]), [['@hana', 'かわいい']])
  })
})
