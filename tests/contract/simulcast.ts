// A show going on to other services while it is on air: here to another nigiwai, which is as good an RTMP server as any.
import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { refused, type RelayHealth } from '../support/api.ts'
import { decodesWhole, Encoder } from '../support/encoder.ts'
import { whenPlaying } from '../support/hls.ts'
import { until } from '../support/processes.ts'
import { patience, Server } from '../support/server.ts'
import { Shop } from '../support/shop.ts'
import { house } from './house.ts'

interface Place { id: string; name: string; url: string; on: boolean }

let shop: Shop
before(async () => (shop = await house()))

const places = async (from: Shop, show: string) => (await from.owner.get<{ places: Place[] }>(`/api/shows/${show}/simulcast`)).places
const relay = async (from: Shop, show: string, place: string): Promise<RelayHealth | undefined> => (await from.snapshot(show)).staff!.health.simulcast.find(({ id }) => id === place)

describe('places that shows go on to', () => {
  test('are an address and a key that is never told again', async () => {
    const show = await shop.show()
    const add = (json: Record<string, unknown>) => shop.owner.send('POST', '/api/simulcast-places', { json })
    const good = { name: '動画サイト', url: 'rtmps://live.example:443/app', key: 'abcd-1234' }
    refused(await add({ ...good, name: '' }), 400, 'invalid', '/name')
    for (const url of ['https://live.example/app', 'rtmp://live.example', 'rtmp://user:word@live.example/app', 'live', `rtmp://live.example/${'a'.repeat(500)}`])
      refused(await add({ ...good, url }), 400, 'invalid', '/url')
    for (const key of ['', 'two words', 'line\nbreak', 'あ']) refused(await add({ ...good, key }), 400, 'invalid', '/key')
    refused(await add({ ...good, extra: 1 }), 400, 'invalid', '/extra')

    const { body: made } = await add(good)
    const put = (json: unknown) => shop.owner.send('PUT', `/api/shows/${show.id}/simulcast`, { json })
    refused(await put({ places: ['none'] }), 400, 'invalid', '/places/0')
    refused(await put({ places: [7] }), 400, 'invalid', '/places/0')
    refused(await shop.owner.send('PUT', '/api/shows/none/simulcast', { json: { places: [] } }), 404, 'not-found')
    assert.equal((await put({ places: [made.id] })).status, 200)
    const shown = await places(shop, show.id)
    assert.deepEqual(shown, [{ id: made.id, name: good.name, url: good.url, on: true }])
    assert.ok(!JSON.stringify(shown).includes(good.key))

    refused(await shop.owner.send('PATCH', `/api/simulcast-places/${made.id}`, { json: { url: 'nowhere' } }), 400, 'invalid', '/url')
    refused(await shop.owner.send('PATCH', '/api/simulcast-places/none', { json: { name: 'x' } }), 404, 'not-found')
    assert.equal((await shop.owner.send('PATCH', `/api/simulcast-places/${made.id}`, { json: { name: '別の名前' } })).status, 200)
    assert.equal((await places(shop, show.id))[0]!.name, '別の名前')

    const others = []
    for (let n = 1; n < 10; ++n) others.push((await shop.owner.post('/api/simulcast-places', { ...good, name: `${n}` })).id)
    refused(await add(good), 409, 'too-many')
    for (const id of [made.id, ...others]) assert.equal((await shop.owner.send('DELETE', `/api/simulcast-places/${id}`)).status, 204)
    refused(await shop.owner.send('DELETE', `/api/simulcast-places/${made.id}`), 404, 'not-found')
    assert.deepEqual(await places(shop, show.id), [])
  })

  test('are refused where they lead into our own network', async () => {
    const show = await shop.show()
    const { id } = await shop.owner.post('/api/simulcast-places', { name: '内側', url: `rtmp://127.0.0.1:${shop.server.rtmpPort}/live`, key: 'x' })
    await shop.owner.put(`/api/shows/${show.id}/simulcast`, { places: [id] })
    await shop.owner.post(`/api/shows/${show.id}/start`)
    const encoder = new Encoder(await shop.address(show.id, 'rtmp'))
    const health = await until('the relay says why', async () => {
      const now = await relay(shop, show.id, id)
      return now?.problem ? now : null
    }, 30 * patience)
    assert.match(health.problem, /private network/)
    assert.equal(health.connections, 0)
    await encoder.stop()
    await shop.owner.post(`/api/shows/${show.id}/end`)
    await shop.owner.send('DELETE', `/api/simulcast-places/${id}`)
  })
})

describe('a show that goes on elsewhere', () => {
  let there: Server
  let here: Server
  before(async () => {
    there = await Server.start()
    here = await Server.start({ args: ['--allow-private-peer', `127.0.0.1:${there.rtmpPort}`] })
  })
  after(async () => {
    await here?.stop()
    await there?.stop()
  })

  test('is played there as it is, comes back after a fault there, and ends with the show', async () => {
    const [from, to] = [await Shop.open(here), await Shop.open(there)]
    const received = await to.liveShow()
    const ways = await to.owner.get<{ protocol: string; url: string; key: string }[]>(`/api/shows/${received.id}/ingest`)
    const { url, key } = ways.find(({ protocol }) => protocol === 'rtmp')!
    const show = await from.liveShow()
    const encoder = new Encoder(await from.address(show.id, 'rtmp'), { size: '640x360', bFrames: true })
    await whenPlaying(here.base, show.id, 40 * patience)

    // Switched on while the show is on air.
    const wrong = await from.owner.post('/api/simulcast-places', { name: '鍵ちがい', url, key: `${received.id}?key=wrong` })
    const { id } = await from.owner.post('/api/simulcast-places', { name: '別の店', url, key })
    await from.owner.put(`/api/shows/${show.id}/simulcast`, { places: [id, wrong.id] })
    await whenPlaying(there.base, received.id, 40 * patience)
    const going = await until('it is sent', async () => {
      const now = await relay(from, show.id, id)
      return now && now.state === 'sending' && now.bitrate_bps > 50_000 ? now : null
    }, 30 * patience)
    assert.equal(going.connections, 1)
    const { health } = (await to.snapshot(received.id)).staff!
    assert.equal(`${health.width}x${health.height}`, '640x360')
    assert.equal(health.silent, false)
    const refusedThere = await until('the wrong key is told', async () => {
      const now = await relay(from, show.id, wrong.id)
      return now?.problem ? now : null
    }, 30 * patience)
    assert.ok(!refusedThere.problem.includes('wrong'), 'no key is told')

    await there.kill()
    await until('the fault is told', async () => (await relay(from, show.id, id))!.problem !== '', 30 * patience)
    await there.begin()
    await until('it goes on', async () => {
      const now = (await relay(from, show.id, id))!
      return now.state === 'sending' && now.connections > 1
    }, 60 * patience)
    await until('it is played there again', async () => ((await to.snapshot(received.id)).staff!.health.fps ?? 0) > 10, 30 * patience)

    await from.owner.post(`/api/shows/${show.id}/end`)
    await until('nothing more comes', async () => !(await to.snapshot(received.id)).staff!.health.connected, 30 * patience)
    assert.equal(await relay(from, show.id, id), undefined)
    await encoder.ended
    await to.owner.post(`/api/shows/${received.id}/end`)
    const folder = await mkdtemp(join(tmpdir(), 'simulcast-'))
    try {
      const movie = await until('the archive there is whole', async () => {
        const answer = await fetch(`${there.base}/api/shows/${received.id}/movies/recording.mp4`, { headers: to.owner.headers })
        return answer.status === 200 ? Buffer.from(await answer.arrayBuffer()) : null
      }, 30 * patience)
      await writeFile(join(folder, 'there.mp4'), movie)
      const { frames, streams } = await decodesWhole(join(folder, 'there.mp4'), 'what arrived')
      assert.ok(frames > 60, `${frames} frames`)
      assert.deepEqual(streams.map((each) => each['codec_name']).sort(), ['aac', 'h264'])
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  })
})
