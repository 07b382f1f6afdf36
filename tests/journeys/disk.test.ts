// A full disk: the video goes on unrecorded and says so, orders are refused with the reason; with space again, all works.
import assert from 'node:assert/strict'
import { mkdtemp, rm, statfs, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { type Problem, refused } from '../support/api.ts'
import { Encoder } from '../support/encoder.ts'
import { archivePlays, Follower, variants, whenPlaying } from '../support/hls.ts'
import { run, until } from '../support/processes.ts'
import { Room } from '../support/room.ts'
import { patience, Server } from '../support/server.ts'
import { contact, Shop } from '../support/shop.ts'
import { tell } from './journey.ts'

test('a full disk', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'nigiwai-disk-'))
  const mounted = await run('mount', ['-t', 'tmpfs', '-o', 'size=48m', 'tmpfs', folder])
  if (mounted.code !== 0) {
    await rm(folder, { recursive: true, force: true })
    return t.skip(`A small disk cannot be mounted here (${mounted.stderr.trim()}), so a full one cannot be tried.`)
  }
  const server = await Server.start({ data: join(folder, 'data') })
  let encoder: Encoder | undefined
  try {
    const shop = await Shop.open(server)
    const product = await shop.product(1000)
    const show = await shop.liveShow(product)
    const staff = await Room.join(shop.owner, show.id)
    encoder = new Encoder(await shop.address(show.id, 'rtmp'))
    const master = await whenPlaying(server.base, show.id, 40 * patience)
    const { av } = variants(await (await fetch(master)).text(), master)
    const follower = new Follower(av)
    const order = () => shop.owner.send('POST', '/api/orders', { json: { show: show.id, lines: [{ sku: product.id, quantity: 1 }], contact } })
    let sold = 0
    const place = async (): Promise<Problem | undefined> => {
      const answer = await order()
      if (answer.status === 201) sold++
      return answer.status === 201 ? undefined : (answer.body as Problem)
    }
    assert.equal(await place(), undefined)

    const filler = join(folder, 'filler')
    const fill = async () => {
      const { bavail, bsize } = await statfs(folder)
      if (bavail > 0) await writeFile(filler, Buffer.alloc(bavail * bsize, 1), { flag: 'a' }).catch(() => {})
    }
    await fill()
    const health = await until('the staff are told', async () => {
      await fill()
      const { staff: seen } = await shop.snapshot(show.id)
      return seen!.health.recording === 'failed' ? seen!.health : undefined
    }, 30 * patience, 100)
    assert.match(health.recording_problem ?? '', /disk|space|storage/i)
    const problem = await until('an order is refused', async () => {
      await fill()
      return place()
    }, 60 * patience, 1)
    assert.equal(problem.type, '/problems/storage-full', JSON.stringify(problem))
    assert.match(problem.detail, /\.$/)
    const refusedOrder = await order()
    refused(refusedOrder, problem.status, 'storage-full')
    // What is small may still fit into the log as it stands.
    const chat = await until('a line is refused', async () => {
      await fill()
      return (await staff.send('chat.post', { text: '満杯' })).problem
    }, 60 * patience, 1)
    assert.equal(chat.type, '/problems/storage-full')

    const reached = follower.latest.segments.at(-1)!.msn
    await until('the video goes on', () => follower.latest.segments.at(-1)!.msn >= reached + 3, 30 * patience)
    assert.ok(encoder.running)
    assert.equal((await fetch(`${server.base}/healthz`)).ok, true)
    const during = sold

    await truncate(filler, 0)
    await until('orders are taken again', async () => (await place()) === undefined, 30 * patience, 200)
    await until('the recording goes on', async () => (await shop.snapshot(show.id)).staff!.health.recording === 'on', 60 * patience, 200)
    // That it stopped could not be written down, so the console's health says it; that it goes on is an event again.
    assert.ok(staff.frames.some(({ health: seen }) => seen?.recording === 'failed'), 'the console is told at once')
    await staff.waitFor('recording.resumed', undefined, 10)
    await until('some more is recorded', () => follower.latest.segments.at(-1)!.msn >= reached + 6, 30 * patience)
    await shop.owner.post(`/api/shows/${show.id}/end`)
    await follower.ended()
    await follower.check('the show on a full disk')
    const runs = await archivePlays(server.base, show.id)
    assert.equal((await shop.anyone.get(`/api/products/${product.id}`)).left, 1000 - sold)
    staff.whole()
    staff.leave()
    tell(`a full disk: ${during} orders before it was full, ${sold - during} after; ${runs.length} runs are in the archive`)
  } finally {
    await encoder?.kill()
    await server.stop().finally(async () => {
      await run('umount', ['--lazy', folder])
      await rm(folder, { recursive: true, force: true })
    })
  }
})
