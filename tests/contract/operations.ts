// What an operator does: starting, stopping, the first owner, a backup while serving, measuring.
import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { before, describe, test } from 'node:test'
import { Client, refused } from '../support/api.ts'
import { freePort, freeUdpPort, run } from '../support/processes.ts'
import { binary, Server } from '../support/server.ts'
import { Shop } from '../support/shop.ts'
import { house } from './house.ts'

let shop: Shop
before(async () => void (shop = await house()))

describe('the server', () => {
  test('says that it is well, and how it is', async () => {
    assert.deepEqual(await shop.anyone.get('/healthz'), { status: 'ok' })
    const metrics = await shop.anyone.send('GET', '/metrics')
    assert.equal(metrics.status, 200)
    assert.match(metrics.headers.get('content-type')!, /^text\/plain/)
    const families = new Set<string>()
    for (const line of metrics.text.split('\n').filter(Boolean)) {
      if (line.startsWith('#')) {
        assert.match(line, /^# (HELP|TYPE) [a-z_:][a-z0-9_:]* /i)
        families.add(line.split(' ')[2]!)
      } else assert.match(line, /^[a-z_:][a-z0-9_:]*(\{([a-z_]+="[^"]*",?)*\})? (-?[\d.]+(e[+-]?\d+)?|NaN|[+-]?Inf)( \d+)?$/i)
    }
    assert.ok(families.size >= 5, [...families].join(' '))
    assert.ok([...families].every((name) => name.startsWith('nigiwai_') || name.startsWith('process_')), [...families].join(' '))
  })

  test('says at start how many viewers fit', async () => {
    await shop.server.said(/viewers/)
  })

  test('logs no secret', async () => {
    for (const secret of [shop.owner.token, 'きれいな口紅']) assert.ok(!shop.server.log.includes(secret))
  })

  test('refuses a data folder that another serves from, in a sentence', async () => {
    const again = await shop.server.serveAgain(['--data', shop.server.data, '--listen', `127.0.0.1:${await freePort()}`, '--rtmp', `127.0.0.1:${await freePort()}`, '--srt', `127.0.0.1:${await freeUdpPort()}`])
    assert.equal(again.code, 1)
    assert.match(again.stderr, /nigiwai: Another nigiwai serves from .*\./)
  })

  test('refuses a port that is taken, in a sentence that names it', async () => {
    const holder = createServer().listen(0, '127.0.0.1')
    await once(holder, 'listening')
    const { port } = holder.address() as { port: number }
    const data = await mkdtemp(join(tmpdir(), 'nigiwai-taken-'))
    const free = async () => ({ '--listen': `127.0.0.1:${await freePort()}`, '--rtmp': `127.0.0.1:${await freePort()}`, '--srt': `127.0.0.1:${await freeUdpPort()}` })
    try {
      for (const option of ['--listen', '--rtmp']) {
        const ended = await shop.server.serveAgain(['--data', data, ...Object.entries({ ...(await free()), [option]: `127.0.0.1:${port}` }).flat()])
        assert.equal(ended.code, 1, `${option}: ${ended.stderr}`)
        assert.match(ended.stderr, new RegExp(`nigiwai: .*${port}`), option)
      }
    } finally {
      holder.close()
      await rm(data, { recursive: true, force: true })
    }
  })

  test('refuses options that are none', async () => {
    const data = join(tmpdir(), 'nigiwai-never-made')
    for (const args of [['--data', data, '--listen', 'nonsense'], ['--data', data, '--public-url', 'shop'], ['--data', data, '--trusted-proxy', 'everybody'], ['--data', '/proc/nigiwai']]) {
      const ended = await run(binary, ['serve', ...args], { seconds: 20 })
      assert.ok(ended.code !== null && ended.code !== 0, `${args.join(' ')}: ${ended.code} ${ended.signal}`)
      assert.ok(ended.stderr.trim().length > 0, args.join(' '))
    }
    await rm(data, { recursive: true, force: true })
  })
})

describe('the first owner', () => {
  test('is made through the link that the server prints, once', async () => {
    const server = await Server.start()
    try {
      const client = new Client(server.base)
      const token = (await server.said(/\/studio\/setup\?token=([^\s"\\]+)/))[1]
      assert.equal((await client.get('/api/shop')).ready, false)
      const owner = { token, email: 'first@example.jp', password: 'a long enough one', name: '店長' }
      const setUp = (json: unknown) => client.send('POST', '/api/setup', { json })
      refused(await setUp({ ...owner, token: 'forged' }), 403, 'forbidden', '/token')
      refused(await setUp({ ...owner, password: 'short' }), 400, 'invalid', '/password')
      refused(await setUp({ ...owner, email: 'first' }), 400, 'invalid', '/email')
      refused(await setUp({ ...owner, admin: true }), 400, 'invalid', '/admin')
      const made = await setUp(owner)
      assert.equal(made.status, 201, made.text)
      assert.equal(made.body.staff.role, 'owner')
      assert.equal((await client.as(made.body.token).send('GET', '/api/orders')).status, 200)
      refused(await setUp(owner), 409, 'setup-done')
      assert.equal((await client.get('/api/shop')).ready, true)
    } finally {
      await server.stop()
    }
  })

  test('is made on the command line, and a weak password is refused', async () => {
    const server = await Server.prepare()
    const weak = await server.command('owner', ['a@example.jp'], 'short\n')
    assert.equal(weak.code, 1)
    assert.match(weak.stderr, /nigiwai: .*10/)
    assert.equal((await server.command('owner', ['a@example.jp'], '')).code, 1)
    assert.equal((await server.command('owner', ['no address'], 'a long enough one\n')).code, 1)
    assert.equal((await server.command('owner', ['a@example.jp'], 'a long enough one\n')).code, 0)
    await server.begin()
    const sign = (password: string) => new Client(server.base).send('POST', '/api/sessions', { json: { email: 'a@example.jp', password } })
    const opened = await sign('a long enough one')
    assert.equal(opened.status, 201, opened.text)
    assert.equal((await server.command('owner', ['a@example.jp'], 'another one instead\n')).code, 0, 'a new password, while serving')
    refused(await sign('a long enough one'), 401, 'unauthorized')
    assert.equal((await sign('another one instead')).status, 201)
    await server.stop()
  })
})

test('a backup while serving is a database that opens, with all that was acknowledged', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'nigiwai-backup-'))
  try {
    const product = await shop.product(9)
    const file = join(folder, 'copy.db')
    const done = await shop.server.command('backup', [file])
    assert.equal(done.code, 0, done.stderr)
    const check = await run('sqlite3', [file, 'PRAGMA integrity_check'])
    assert.equal(check.stdout.trim(), 'ok', check.stderr)
    const found = await run('sqlite3', [file, `SELECT left FROM sku WHERE sku = '${product.id}'`])
    assert.equal(found.stdout.trim(), '9')
    assert.equal((await run('sqlite3', [`${file}.mentions`, 'PRAGMA integrity_check'])).stdout.trim(), 'ok', 'what was said elsewhere stands beside it')
    assert.equal((await run('sqlite3', [`${file}.insight`, 'PRAGMA integrity_check'])).stdout.trim(), 'ok', 'and the figures')
    const again = await shop.server.command('backup', [file])
    assert.equal(again.code, 1, 'a file that is there is not written over')
    assert.ok(existsSync(file))
    const copy = await Server.prepare({ data: join(folder, 'restored') })
    await run('mkdir', ['-p', copy.data])
    await run('cp', [file, join(copy.data, 'nigiwai.db')])
    await copy.begin()
    assert.equal((await new Client(copy.base).get(`/api/products/${product.id}`)).left, 9)
    await copy.stop()
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
})

describe('stopping', () => {
  test('ends with 0, tells the sockets, and loses nothing', async () => {
    const server = await Server.start()
    const own = await Shop.open(server)
    const product = await own.product(7)
    const show = await own.liveShow(product)
    const socket = new WebSocket(`ws://127.0.0.1:${server.port}/api/shows/${show.id}/timeline`, 'nigiwai.v1')
    await once(socket, 'message')
    const closed = once(socket, 'close')
    const pid = server.pid!
    process.kill(pid, 'SIGTERM')
    const [event] = await closed
    assert.equal((event as CloseEvent).code, 1001)
    while (server.running) await new Promise((done) => setTimeout(done, 20))
    await server.begin()
    assert.equal((await own.snapshot(show.id)).state, 'live', 'a show that was on air still is')
    assert.equal((await own.anyone.get(`/api/products/${product.id}`)).left, 7)
    await server.stop()
  })

  test('SIGINT is as good as SIGTERM', async () => {
    const server = await Server.start()
    process.kill(server.pid!, 'SIGINT')
    const began = Date.now()
    while (server.running && Date.now() - began < 60_000) await new Promise((done) => setTimeout(done, 20))
    assert.ok(!server.running)
    await server.stop()
  })
})
