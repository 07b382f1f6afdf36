// Webhooks over real HTTP: a receiver that fails while the server is killed gets everything afterwards, in order and
// signed; what owners do with a webhook; and the examples of docs/partners.md, run as they stand there.
import assert from 'node:assert/strict'
import { createHmac, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer, type IncomingHttpHeaders, type Server as HttpServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { type Client, refused } from '../support/api.ts'
import { freePort, root, run, start, until } from '../support/processes.ts'
import { Room } from '../support/room.ts'
import { patience, Server } from '../support/server.ts'
import { contact, Shop } from '../support/shop.ts'
import './house.ts'

interface Told { position: number; kind: string; show: string | null; data: Record<string, unknown> }
interface Delivery { headers: IncomingHttpHeaders; id: string; text: string; body: { type: string; timestamp: string; data: { webhook: string; events: Told[]; next: number } }; took: boolean }
interface Hook {
  id: string; name: string; url: string; kinds: string[]; state: string; paused_by: string | null; position: number; journal: number; delivered: number; failures: number
  failing_since: string | null; next_try_at: string | null; last_error: string; old_secret_until: string | null; secret?: string
  tries: { delivery: string; events: number; status: number; error: string }[]
}

let server: Server
let shop: Shop
let receiver: HttpServer
let port: number
let docsPort: number
let events: Client
/** What the receiver answers to the next deliveries. */
let answers: () => number | { status: number; headers?: Record<string, string>; body?: string } = () => 204
const deliveries: Delivery[] = []

before(async () => {
  receiver = createServer(async (request, response) => {
    const pieces: Buffer[] = []
    for await (const piece of request) pieces.push(piece as Buffer)
    const answer = answers()
    const { status, headers = {}, body = '' } = typeof answer === 'number' ? { status: answer } : answer
    const text = Buffer.concat(pieces).toString('utf8')
    deliveries.push({ headers: request.headers, id: request.headers['webhook-id'] as string, text, body: JSON.parse(text), took: status >= 200 && status < 300 })
    response.writeHead(status, headers).end(body)
  }).listen(0, '127.0.0.1')
  await once(receiver, 'listening')
  port = (receiver.address() as { port: number }).port
  docsPort = await freePort()
  server = await Server.start({ args: ['--allow-private-peer', `127.0.0.1:${port}`, '--allow-private-peer', `127.0.0.1:${docsPort}`] })
  shop = await Shop.open(server)
  events = shop.anyone.as((await shop.owner.post('/api/keys', { name: 'data', scopes: ['events:read'] })).key)
})
after(async () => {
  await server?.stop()
  receiver?.closeAllConnections()
  receiver?.close()
})

const make = (more: Record<string, unknown> = {}): Promise<Hook & { secret: string }> => shop.owner.post('/api/webhooks', { name: '在庫システム', url: `http://127.0.0.1:${port}/hooks`, kinds: ['*'], ...more })
const hook = (id: string): Promise<Hook> => shop.owner.get<Hook>(`/api/webhooks/${id}`)
const act = (id: string, what: string, json: unknown = {}): Promise<Hook> => shop.owner.post<Hook>(`/api/webhooks/${id}/${what}`, json)
const of = (id: string): Delivery[] => deliveries.filter(({ body }) => body.data.webhook === id)
const tookBy = (id: string): Told[] => of(id).filter(({ took, body }) => took && body.type === 'events').flatMap(({ body }) => body.data.events)
const removed = async (id: string): Promise<void> => assert.equal((await shop.owner.send('DELETE', `/api/webhooks/${id}`)).status, 204)

/** As the Standard Webhooks specification has it, written apart from the docs' example. */
function signature(secret: string, { headers, text }: Delivery): string {
  const key = Buffer.from(secret.slice('whsec_'.length), 'base64')
  return 'v1,' + createHmac('sha256', key).update(`${headers['webhook-id']}.${headers['webhook-timestamp']}.${text}`).digest('base64')
}
function holdToSignature(secret: string, delivery: Delivery): void {
  assert.ok((delivery.headers['webhook-signature'] as string).split(' ').includes(signature(secret, delivery)), delivery.text.slice(0, 200))
  assert.ok(Math.abs(Date.now() / 1000 - Number(delivery.headers['webhook-timestamp'])) < 120)
  assert.match(delivery.headers['content-type']!, /^application\/json/)
}

test('a receiver that fails while the server is killed gets everything afterwards, in order', async () => {
  const begin = (await events.get('/api/events?after=0&limit=500')).next
  const made = await make()
  assert.match(made.secret, /^whsec_[A-Za-z0-9+/]{43}=$/)
  answers = () => 503
  const lip = await shop.product(9)
  const show = await shop.liveShow(lip)
  const viewer = await shop.viewer('はな')
  const room = await Room.join(viewer, show.id)
  await room.must('chat.post', { text: 'こんばんは' })
  await viewer.post('/api/orders', { show: show.id, at: 0, lines: [{ sku: lip.id, quantity: 2 }], contact })
  const failing = await until('it has failed twice', async () => {
    const now = await hook(made.id)
    return now.failures >= 2 ? now : null
  }, 20 * patience)
  assert.deepEqual([failing.state, failing.position < failing.journal, failing.last_error], ['failing', true, 'The receiver answered 503.'])
  assert.ok(failing.failing_since && failing.next_try_at)
  room.leave()
  await server.kill()
  await server.begin()

  const again = await Room.join(viewer, show.id)
  for (let line = 1; line <= 60; ++line) await shop.owner.post('/api/stock/' + lip.id, { delta: 1, reason: `入荷 ${line}` })
  await again.must('chat.post', { text: 'まだいます' })
  again.leave()
  await shop.owner.post(`/api/shows/${show.id}/end`)
  answers = () => 204
  await until('the end of the show has arrived', () => tookBy(made.id).some(({ kind }) => kind === 'show.ended'), 30 * patience)

  const told = tookBy(made.id)
  const positions = told.map(({ position }) => position)
  assert.deepEqual(positions, [...new Set(positions)].sort((a, b) => a - b), 'each once, in order')
  const feed: Told[] = []
  for (let after = begin, more = true; more;) {
    const page = await events.get(`/api/events?after=${after}&limit=500`)
    feed.push(...page.items)
    ;({ next: after, more } = page)
  }
  const isOrder = ({ kind }: Told) => kind.startsWith('order.')
  assert.deepEqual(told.filter((each) => !isOrder(each)), feed.filter(({ position }) => position > made.position && position <= positions.at(-1)!), 'all that the feed has, as it has it')
  const orders = told.filter(isOrder)
  assert.deepEqual(orders.map(({ kind, data }) => [kind, data.pieces]), [['order.placed', 2]])
  assert.ok(!of(made.id).some(({ text }) => text.includes(contact.address) || text.includes(contact.email) || text.includes(viewer.id)), 'nobody reads who it was')

  const failed = of(made.id).filter(({ took }) => !took)
  const first = of(made.id).find(({ took }) => took)!
  assert.ok(failed.length >= 2)
  for (const delivery of failed) assert.equal(delivery.id, first.id, 'the same id at every try, before the crash and after it')
  assert.deepEqual(failed.map(({ text }) => text), failed.map(() => first.text), 'and the same events')
  const taken = of(made.id).filter(({ took }) => took).map(({ id }) => id)
  assert.equal(new Set(taken).size, taken.length)
  for (const delivery of of(made.id)) holdToSignature(made.secret, delivery)
  const well = await until('it is written that all was taken', async () => {
    const now = await hook(made.id)
    return now.delivered === told.length ? now : null
  })
  assert.deepEqual([well.state, well.failures, well.last_error], ['on', 0, ''])
  await removed(made.id)
})

describe('a webhook', () => {
  test('is tried by a ping, which tells what became of it', async () => {
    const made = await make()
    answers = () => 204
    const well = await act(made.id, 'ping') as unknown as { ok: boolean; status: number; delivery: string }
    assert.deepEqual([well.ok, well.status], [true, 204])
    const ping = of(made.id).at(-1)!
    assert.deepEqual([ping.body.type, ping.id], ['ping', well.delivery])
    holdToSignature(made.secret, ping)
    answers = () => ({ status: 302, headers: { location: `http://127.0.0.1:${port}/elsewhere` } })
    const before = deliveries.length
    const elsewhere = await act(made.id, 'ping') as unknown as { ok: boolean; error: string }
    assert.deepEqual([elsewhere.ok, elsewhere.error, deliveries.length], [false, 'The receiver sends elsewhere (302), which is not followed.', before + 1])
    answers = () => ({ status: 200, body: 'x'.repeat(70_000) })
    const long = await act(made.id, 'ping') as unknown as { ok: boolean; error: string }
    assert.equal(long.ok, false)
    assert.match(long.error, /longer than 65536 bytes/)
    const inside = await make({ url: 'https://localhost:1/' })
    const refusedThere = await act(inside.id, 'ping') as unknown as { ok: boolean; error: string }
    assert.equal(refusedThere.ok, false)
    assert.match(refusedThere.error, /private network/)
    assert.equal((await hook(made.id)).state, 'on', 'a ping changes nothing')
    answers = () => 204
    await removed(made.id)
    await removed(inside.id)
  })

  test('is paused, resumed, replayed, and signs with both secrets for a day', async () => {
    const made = await make({ kinds: ['product.pinned'] })
    const lip = await shop.product(1)
    const show = await shop.liveShow(lip)
    const desk = await Room.join(shop.owner, show.id)
    const pin = () => desk.must('product.pin', { product: lip.id })
    await pin()
    await until('a pin is told', () => tookBy(made.id).length === 1)
    assert.deepEqual([(await act(made.id, 'pause')).state, (await hook(made.id)).paused_by], ['paused', 'person'])
    await desk.must('product.unpin', {})
    await pin()
    const fresh = (await act(made.id, 'secret')).secret!
    assert.notEqual(fresh, made.secret)
    assert.equal((await act(made.id, 'resume')).state, 'on')
    await until('the second pin is told', () => tookBy(made.id).length === 2)
    const both = of(made.id).at(-1)!
    assert.equal(both.headers['webhook-signature'], `${signature(fresh, both)} ${signature(made.secret, both)}`)
    await act(made.id, 'replay', { after: made.position })
    await until('both are told again', () => tookBy(made.id).length === 4)
    const ids = of(made.id).map(({ id }) => id)
    assert.equal(new Set(ids).size, ids.length, 'a replay has ids of its own')
    refused(await shop.owner.send('POST', `/api/webhooks/${made.id}/replay`, { json: { after: 10_000_000 } }), 400, 'invalid', '/after')
    refused(await shop.owner.send('POST', `/api/webhooks/${made.id}/replay`, { json: {} }), 400, 'invalid', '/after')
    const changed = await shop.owner.patch<Hook>(`/api/webhooks/${made.id}`, { kinds: ['show.*'] })
    assert.deepEqual([changed.kinds, changed.name], [['show.*'], '在庫システム'])
    await desk.must('product.unpin', {})
    await shop.owner.post(`/api/shows/${show.id}/end`)
    await until('the end is told', () => tookBy(made.id).at(-1)!.kind === 'show.ended')
    assert.equal(tookBy(made.id).filter(({ kind }) => kind.startsWith('product.')).length, 4)
    desk.leave()
    await removed(made.id)
    refused(await shop.owner.send('GET', `/api/webhooks/${made.id}`), 404, 'not-found')
  })

  test('is paused by 410, and the owners are told', async () => {
    const made = await make({ kinds: ['show.*'] })
    const waiting = (await shop.owner.get('/api/outbox')).waiting
    answers = () => 410
    await shop.liveShow(await shop.product(1))
    await until('it is paused', async () => (await hook(made.id)).paused_by === 'gone')
    assert.equal((await shop.owner.get('/api/outbox')).waiting, waiting + 1)
    const { items } = await shop.owner.get('/api/audit?action=webhook.')
    assert.equal(items[0].action, 'webhook.stopped')
    answers = () => 204
    await act(made.id, 'resume')
    await until('what it had missed is told', () => tookBy(made.id).some(({ kind }) => kind === 'show.started'))
    await removed(made.id)
  })

  test('is refused where it would lead nowhere, and to those who may not', async () => {
    const asked = (more: Record<string, unknown>) => shop.owner.send('POST', '/api/webhooks', { json: { name: 'x', url: 'https://partner.example/', kinds: ['*'], ...more } })
    for (const url of ['', 'partner.example', 'http://partner.example/', 'http://127.0.0.1:1/', 'https://a:b@partner.example/', 'file:///etc/passwd', 1]) refused(await asked({ url }), 400, 'invalid', '/url')
    refused(await asked({ kinds: [] }), 400, 'invalid', '/kinds')
    refused(await asked({ kinds: ['order.*', 'orders.*'] }), 400, 'invalid', '/kinds/1')
    refused(await asked({ name: '' }), 400, 'invalid', '/name')
    refused(await asked({ secret: 'mine' }), 400, 'invalid', '/secret')
    for (const what of ['pause', 'resume', 'secret', 'ping']) refused(await shop.owner.send('POST', `/api/webhooks/none/${what}`, { json: {} }), 404, 'not-found')
    refused(await shop.owner.send('PATCH', '/api/webhooks/none', { json: {} }), 404, 'not-found')
    refused(await shop.owner.send('DELETE', '/api/webhooks/none'), 404, 'not-found')
    const kept = await make()
    assert.ok(!JSON.stringify(await shop.owner.get('/api/webhooks')).includes('whsec_'), 'a secret is told once')
    const more: string[] = []
    for (let tooMany = false; !tooMany;) {
      const answer = await asked({})
      if ((tooMany = answer.status !== 201)) refused(answer, 409, 'conflict')
      else more.push(answer.body.id)
    }
    assert.equal(more.length, 11)
    for (const id of [kept.id, ...more]) await removed(id)
    assert.ok(!server.log.includes('whsec_'))
  })
})

describe('scopes of API keys', () => {
  const key = async (...scopes: string[]): Promise<Client> => shop.anyone.as((await shop.owner.post('/api/keys', { name: scopes.join(' '), scopes })).key)

  test('open what they say, and every route that takes keys asks for one', async () => {
    const document = await shop.anyone.get<{ paths: Record<string, Record<string, { 'x-access'?: string }>> }>('/api/openapi.json')
    const opened = Object.entries(document.paths).flatMap(([path, item]) => Object.entries(item).filter(([, operation]) => operation['x-access']?.includes('API keys')).map(([method]) => ({ method: method.toUpperCase(), path: path.replaceAll(/\{\w+\}/g, 'none') })))
    assert.ok(opened.length >= 16, JSON.stringify(opened))
    const [one, other] = [await key('webhooks:manage'), await key('events:read')]
    for (const { method, path } of opened) {
      const sent = method === 'GET' || method === 'DELETE' ? {} : { json: {} }
      const answers = [await one.send(method, path, sent), await other.send(method, path, sent)]
      const closed = answers.filter(({ status }) => status === 403)
      assert.ok(closed.length > 0, `${method} ${path} asks for no scope`)
      for (const answer of closed) assert.match(refused(answer, 403, 'forbidden').detail, /has not the scope (events:read|orders:read|orders:write|catalogue:write|webhooks:manage)\./)
    }
  })

  test('let a partner write the catalogue, read orders and keep webhooks', async () => {
    const writing = await key('catalogue:write', 'orders:read')
    await writing.put('/api/products/of-partner', { title: '相手の品', price: { amount: 100, currency: 'JPY' } })
    assert.equal((await writing.post('/api/stock/of-partner', { delta: 3, reason: '入荷' })).left, 3)
    assert.ok(Array.isArray((await writing.get('/api/orders')).items))
    assert.equal((await writing.get('/api/products/of-partner')).left, 3, 'what everybody may read, as everybody reads it')
    refused(await writing.send('GET', '/api/webhooks'), 403, 'forbidden')
    refused(await writing.send('POST', '/api/shows', { json: { title: 'x' } }), 403, 'forbidden')
    const managing = await key('webhooks:manage')
    const made = await managing.post<Hook>('/api/webhooks', { name: 'x', url: 'https://partner.example/', kinds: ['order.*'] })
    assert.equal((await managing.get('/api/webhooks')).items.length, 1)
    await removed(made.id)
    const { items } = await shop.owner.get<{ items: { name: string; scopes: string[] }[] }>('/api/keys')
    assert.deepEqual(items.find(({ name }) => name === 'catalogue:write orders:read')!.scopes, ['orders:read', 'catalogue:write'])
    refused(await shop.owner.send('POST', '/api/keys', { json: { name: 'x', scopes: ['all'] } }), 400, 'invalid', '/scopes/0')
    refused(await shop.owner.send('POST', '/api/keys', { json: { name: 'x', scopes: [] } }), 400, 'invalid', '/scopes')
  })

  test('bound what a key may ask in all', async () => {
    const wild = await key('webhooks:manage')
    let limited
    for (let asked = 0; !limited && asked < 4000; asked += 50) {
      const answers = await Promise.all(Array.from({ length: 50 }, () => wild.send('GET', '/api/webhooks/none')))
      limited = answers.find(({ status }) => status !== 404)
    }
    assert.ok(limited, 'it was never limited')
    assert.ok(refused(limited, 429, 'too-many').retry_after_ms! > 0)
    assert.equal((await events.send('GET', '/api/events')).status, 200, 'another key goes on')
  })
})

describe('docs/partners.md', () => {
  let blocks: { language: string; text: string }[]
  let folder: string
  let key: string
  before(async () => {
    const text = (await readFile(join(root, 'docs/partners.md'), 'utf8')).replaceAll('https://live.example', server.base)
    blocks = [...text.matchAll(/```(\w+)\n([\s\S]*?)```/g)].map(([, language, block]) => ({ language: language!, text: block! }))
    folder = await mkdtemp(join(tmpdir(), 'nigiwai-partners-'))
    ;({ key } = await shop.owner.post('/api/keys', { name: 'docs', scopes: ['events:read', 'catalogue:write', 'webhooks:manage'] }))
  })
  after(() => rm(folder, { recursive: true, force: true }))
  const script = async (name: string): Promise<string> => {
    const found = blocks.find(({ language, text }) => language === 'js' && text.startsWith(`// ${name}`))
    assert.ok(found, name)
    await writeFile(join(folder, name), found.text)
    return join(folder, name)
  }
  /** Starts an example; what it prints grows. */
  const running = async (name: string, env: Record<string, string>) => {
    const child = start(process.execPath, [await script(name)], { env: { ...process.env, ...env } })
    const said = { out: '', error: '' }
    child.stdout!.setEncoding('utf8').on('data', (text: string) => (said.out += text))
    child.stderr!.setEncoding('utf8').on('data', (text: string) => (said.error += text))
    return { child, said }
  }

  test('has commands that work', async () => {
    const commands = blocks.filter(({ language }) => language === 'sh')
    assert.ok(commands.length >= 4)
    for (const { text } of commands) {
      const ended = await run('bash', ['-euc', text], { env: { NIGIWAI_KEY: key } })
      assert.equal(ended.code, 0, `${text}\n${ended.stdout}\n${ended.stderr}`)
    }
    assert.equal((await shop.owner.get('/api/products/lip-06')).left, 24)
    const { items } = await shop.owner.get<{ items: Hook[] }>('/api/webhooks')
    assert.equal(items.at(-1)!.url, 'https://partner.example/webhooks')
    await removed(items.at(-1)!.id)
  })

  test('has a program that follows the events and goes on where it was', async () => {
    const env = { NIGIWAI_KEY: key, PLACE: join(folder, 'position.txt') }
    const marked = (await shop.liveShow(await shop.product(1))).id
    const first = await running('follow.mjs', env)
    await until(`it prints the start: ${first.said.error}`, () => (first.said.out.includes(`show.started ${marked}`) ? readFile(env.PLACE, 'utf8').catch(() => '') : ''), 20 * patience)
    first.child.kill()
    await once(first.child, 'close')
    const next = (await shop.liveShow(await shop.product(1))).id
    const second = await running('follow.mjs', env)
    await until(`it prints the next: ${second.said.error}`, () => second.said.out.includes(`show.started ${next}`), 20 * patience)
    assert.ok(!second.said.out.includes(`show.started ${marked}`), 'and nothing twice')
    second.child.kill()
    await once(second.child, 'close')
  })

  test('has a receiver that takes what is genuine, once, and nothing else', async () => {
    const made = await make({ url: `http://127.0.0.1:${docsPort}/`, kinds: ['show.started'] })
    const { child, said } = await running('receiver.mjs', { WEBHOOK_SECRET: made.secret, PORT: `${docsPort}` })
    await until(`it listens: ${said.error}`, () => said.out.includes('listening'), 20 * patience)
    const show = await shop.liveShow(await shop.product(1))
    await until(`it prints the start: ${said.error}`, () => said.out.includes(`show.started ${show.id}`), 20 * patience)
    const body = JSON.stringify({ type: 'events', data: { events: [{ position: 1, kind: 'forged', show: null }] } })
    const post = async (secret: string, id: string, seconds = Math.floor(Date.now() / 1000), sent = body): Promise<number> => {
      const code = createHmac('sha256', Buffer.from(secret.slice(6), 'base64')).update(`${id}.${seconds}.${body}`).digest('base64')
      return (await fetch(`http://127.0.0.1:${docsPort}/`, { method: 'POST', body: sent, headers: { 'webhook-id': id, 'webhook-timestamp': `${seconds}`, 'webhook-signature': `v1,${code}` } })).status
    }
    assert.equal(await post('whsec_' + randomBytes(32).toString('base64'), 'a'), 401, 'another secret')
    assert.equal(await post(made.secret, 'a', Math.floor(Date.now() / 1000) - 600), 401, 'an old one')
    assert.equal(await post(made.secret, 'a', undefined, body.replace('forged', 'forgot')), 401, 'another body')
    assert.equal((await fetch(`http://127.0.0.1:${docsPort}/`, { method: 'POST', body })).status, 401, 'no signature')
    assert.ok(!said.out.includes('forged'))
    assert.deepEqual([await post(made.secret, 'a'), await post(made.secret, 'a')], [204, 204])
    assert.equal(said.out.match(/forged/g)?.length, 1, 'a replay is taken and does nothing')
    child.kill()
    await once(child, 'close')
    await removed(made.id)
  })
})
