// What is sealed in the database, and the command line beside a server that serves. On servers of their own.
import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { readFile, rename, stat } from 'node:fs/promises'
import { describe, test } from 'node:test'
import { refused } from '../support/api.ts'
import { run, until } from '../support/processes.ts'
import { Room } from '../support/room.ts'
import { Server } from '../support/server.ts'
import { ownerEmail, ownerPassword, Shop } from '../support/shop.ts'
import { codeOf } from '../support/totp.ts'

/** The bytes that an app's secret is. */
function bytesOf(secret: string): Buffer {
  const bits = [...secret].map((each) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(each).toString(2).padStart(5, '0')).join('')
  return Buffer.from(bits.match(/.{8}/g)!.map((byte) => parseInt(byte, 2)))
}

async function stands(server: Server, bytes: Buffer): Promise<boolean> {
  for (const name of ['nigiwai.db', 'nigiwai.db-wal']) {
    if (existsSync(`${server.data}/${name}`) && (await readFile(`${server.data}/${name}`)).includes(bytes)) return true
  }
  return false
}

const signIn = (shop: Shop, more: object = {}) => shop.anyone.send('POST', '/api/sessions', { json: { email: ownerEmail, password: ownerPassword, ...more } })

describe('the secret of a second factor', () => {
  test('is sealed with the server’s key, those of older data too, and lost with it', async () => {
    const server = await Server.start()
    const shop = await Shop.open(server)
    assert.equal((await stat(`${server.data}/server.key`)).mode & 0o777, 0o600)
    const { secret } = await shop.owner.post('/api/account/second-factor', { password: ownerPassword })
    const { recovery_codes: paper } = await shop.owner.put('/api/account/second-factor', { code: codeOf(secret) })
    assert.equal(await stands(server, bytesOf(secret)), false)

    await server.kill()
    const opened = await run('sqlite3', [`${server.data}/nigiwai.db`, `UPDATE second_factor SET last_step = 0, secret = X'${bytesOf(secret).toString('hex')}'`])
    assert.equal(opened.code, 0, opened.stderr)
    assert.equal(await stands(server, bytesOf(secret)), true, 'the search finds what is there')
    await server.begin()
    assert.equal(await stands(server, bytesOf(secret)), false, 'sealed before anything is served, and nowhere in old pages')
    const signed = await signIn(shop, { code: codeOf(secret) })
    assert.equal(signed.status, 201, signed.text)

    await server.kill()
    await rename(`${server.data}/server.key`, `${server.data}/kept.key`)
    await server.begin()
    await server.said(/key does not open what is sealed/)
    assert.equal((await signIn(shop, { code: codeOf(secret) })).status, 503)
    assert.equal((await signIn(shop, { code: paper[0] })).status, 201, 'codes on paper still work')
    await server.stop()
  })
})

describe('nigiwai owner beside a server', () => {
  test('ends the sessions and sockets of that owner within seconds, and nobody else’s', async () => {
    const server = await Server.start()
    const shop = await Shop.open(server)
    const show = await shop.liveShow()
    const room = await Room.join(shop.owner, show.id)
    const viewer = await Room.join(await shop.viewer(), show.id)
    assert.equal((await shop.owner.send('GET', '/api/sessions/current')).status, 200)
    assert.equal((await server.command('owner', ['other@example.jp'], 'another long password\n')).code, 0)
    assert.equal((await server.command('owner', [ownerEmail], 'another long password\n')).code, 0)
    await until('the socket is closed', () => room.closeCode === 1008)
    refused(await shop.owner.send('GET', '/api/sessions/current'), 401, 'unauthorized')
    assert.ok(viewer.open)
    viewer.leave()
    await server.stop()
  })
})
