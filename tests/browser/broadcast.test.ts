// A presenter goes live from a phone, and another Chromium watches: picture and sound, in time; on a thin network, after a
// cut, beside an encoder, with a camera that will not open. And the recording of all of it is whole.
import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test as it } from 'node:test'
import type { Show } from '../support/api.ts'
import { type Browser, launch, plays } from '../support/browser.ts'
import { cameraArguments, kLoopSeconds } from '../support/camera.ts'
import { decodesWhole, Encoder } from '../support/encoder.ts'
import { codesOf, spread, watchCodes } from '../support/frame_code.ts'
import { whenPlaying } from '../support/hls.ts'
import { run, sleep, until } from '../support/processes.ts'
import { patience, Server } from '../support/server.ts'
import { ownerEmail, ownerPassword, Shop } from '../support/shop.ts'
import { SlowProxy } from '../support/slow_proxy.ts'
import { look, written } from './look.ts'
import { Viewer } from './viewer.ts'
import { faults, forms, test, Visit } from './visit.ts'

const phoneJa = forms.find(({ name }) => name === 'phone-ja')!
const phoneEn = forms.find(({ name }) => name === 'phone-en')!
const deskEn = forms.find(({ name }) => name === 'desk-en')!

let folder: string
let network: SlowProxy
let server: Server
let shop: Shop
let watching: Browser
let filming: Browser
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'phone-'))
  network = await SlowProxy.open()
  // The page's own address is the proxy's.
  server = await Server.start({ args: ['--public-url', network.url] })
  network.target = server.port
  shop = await Shop.open(server)
  ;[watching, filming] = await Promise.all([launch(), cameraArguments(folder).then(launch)])
  for (const text of ['店長', '店']) written.add(text)
})
after(async () => {
  await Promise.all([watching?.close(), filming?.close()])
  await server?.stop()
  await network?.close()
  await rm(folder, { recursive: true, force: true })
})

async function presenter(form: typeof phoneJa, browser = filming): Promise<Visit> {
  const visit = await Visit.begin(browser, network.url, form)
  await visit.go('/studio/sign-in')
  await visit.page.fill(test('email'), ownerEmail)
  await visit.page.fill(test('password'), ownerPassword)
  await visit.page.click(test('submit'))
  await visit.page.waitForSelector(test('nav-settings'))
  return visit
}

async function camera(visit: Visit, show?: Show): Promise<void> {
  if (show) await visit.go(`/studio/shows/${show.id}/broadcast`)
  await plays(visit.page, 'the presenter’s own picture', { forward: 0.5 })
  const level = visit.page.locator(test('level'))
  await until('the microphone is heard', async () => (await level.count()) > 0 && Number(await level.getAttribute('aria-valuenow')) > 2, 40 * patience)
    .catch(async (error: Error) => { throw new Error(`${error.message} The page says: ${await visit.page.textContent('main')}`) })
}

const stateOf = (visit: Visit): Promise<string | null> => visit.page.getAttribute(test('broadcast'), 'data-state')
const becomes = (visit: Visit, state: string, seconds = 20) => until(`the page is ${state}`, async () => (await stateOf(visit)) === state, seconds * patience)
const wanted = async (visit: Visit) => Number(await visit.page.getAttribute(test('broadcast'), 'data-wanted'))

/** How long after the presenter's page showed a frame the viewer saw it, for the frames seen since `since`, in ms. */
async function delays(stage: Visit, viewer: Viewer, since = 0): Promise<number[]> {
  const made = (await codesOf(stage.page)).seen
  const seen = (await codesOf(viewer.page)).seen.filter(({ shown }) => shown >= since)
  return seen.flatMap(({ code, shown }) => {
    // The loop repeats: the latest showing of the frame before it was seen.
    const from = made.findLast((one) => one.code === code && one.shown <= shown)
    return from && shown - from.shown < kLoopSeconds * 1000 ? [shown - from.shown] : []
  })
}

async function holdEnd(visit: Visit): Promise<void> {
  const box = (await visit.page.locator(test('end')).boundingBox())!
  await visit.page.mouse.move(box.x + box.width / 2, box.y + box.height / 2)
  await visit.page.mouse.down()
  await sleep(1800)
  await visit.page.mouse.up()
  await visit.page.waitForSelector(test('over'))
}

/** Downloads and decodes all of the show's recording; answers how long it is. */
async function recorded(show: Show): Promise<number> {
  const { items } = await shop.owner.get<{ items: { url: string }[] }>(`/api/shows/${show.id}/movies`)
  assert.ok(items.length > 0)
  let seconds = 0
  for (const [index, { url }] of items.entries()) {
    const file = join(folder, `${show.id}-${index}.mp4`)
    await writeFile(file, Buffer.from(await (await fetch(new URL(url, server.base), { headers: shop.owner.headers })).arrayBuffer()))
    const movie = await decodesWhole(file, 'the recording')
    assert.deepEqual(movie.streams.map(({ codec_name: name }) => name).sort(), ['aac', 'h264'])
    seconds += movie.seconds
  }
  return seconds
}

it('a presenter goes live from a phone, and is seen and heard through whatever the network does', async () => {
  const show = await shop.show({ shelf: [(await shop.product(5)).id] })
  for (const text of [show.title, ...show.shelf.map(({ title }) => title)]) written.add(text)
  const stage = await presenter(phoneJa)
  await stage.go(`/studio/shows/${show.id}`)
  await stage.page.click(test('from-phone'))
  await camera(stage)
  await look(stage, 'broadcast-before')
  await stage.page.click(test('send'))
  await becomes(stage, 'sending')
  await until('the staff have a preview', async () => (await shop.snapshot(show.id)).staff!.preview, 20 * patience)
  assert.equal((await fetch(`${server.base}/media/${show.id}/index.m3u8`)).status, 404, 'nobody else sees it yet')
  await look(stage, 'broadcast-preview')
  await stage.page.click(test('start'))
  await stage.page.click(test('confirm'))
  await until('the page says it is live', async () => (await stage.page.getAttribute(test('broadcast'), 'data-show')) === 'live')

  const master = await whenPlaying(server.base, show.id, 20 * patience)
  const viewer = new Viewer(await Visit.begin(watching, server.base, phoneJa))
  await viewer.visit.go(`/shows/${show.id}`)
  await plays(viewer.page, 'the viewer’s picture')
  await watchCodes(stage.page)
  await watchCodes(viewer.page)
  await sleep(12_000)
  const quiet = spread(await delays(stage, viewer))
  console.log(`delay on a quiet network, ms: ${JSON.stringify(quiet)}`)
  assert.ok(quiet.count > 60, `${quiet.count} frames were read`)
  assert.ok(quiet.median <= 3000, `${quiet.median} ms at the median`)
  assert.ok(await viewer.page.evaluate(() => (document.querySelector('video') as any).webkitAudioDecodedByteCount > 0), 'sound is decoded')
  const heard = await run('ffmpeg', ['-hide_banner', '-i', master, '-t', '4', '-vn', '-af', 'volumedetect', '-f', 'null', '-'], { seconds: 60 })
  assert.ok(Number(/max_volume: (-?[\d.]+) dB/.exec(heard.stderr)?.[1]) > -40, `the sound is no silence: ${heard.stderr.slice(-400)}`)

  const line = '口もと、近くで見たいです'
  written.add(line)
  await viewer.say(line)
  await stage.page.locator(test('chat-line'), { hasText: line }).waitFor()
  written.add((await stage.page.textContent(`${test('chat-line')} .who`))!)
  await look(stage, 'broadcast-live')
  await stage.page.click(test('health'))
  await stage.page.waitForSelector(test('health-sheet'))
  await look(stage, 'broadcast-health')
  await stage.page.click(`${test('health-sheet')} ${test('close')}`)
  const health = (await shop.snapshot(show.id)).staff!.health
  assert.deepEqual([health.protocol, health.width, health.height, health.long_gop], ['browser', 360, 640, false])
  assert.ok(health.key_frame_interval_ms! < 1300, `a key frame every ${health.key_frame_interval_ms} ms`)

  await thin(stage, viewer)
  await tunnel(stage, viewer)
  await stops(stage, viewer)

  await holdEnd(stage)
  await look(stage, 'broadcast-over')
  const seconds = await recorded(show)
  console.log(`recorded ${seconds.toFixed(1)} s`)
  assert.ok(seconds > 40, `${seconds} s`)
  stage.content(/^401 GET \/api\/sessions\/current/, /WebSocket/, /^404 GET \/media/)
  viewer.visit.content(/^404 GET \/media/)
  await stage.context.close()
  await viewer.visit.context.close()
})

/** A third of what was sent: the picture becomes smaller, the show goes on; and it comes back. */
async function thin(stage: Visit, viewer: Viewer): Promise<void> {
  const before = await wanted(stage)
  const from = network.up
  await sleep(3000)
  const rate = (network.up - from) / 3
  network.limit(rate / 3)
  console.log(`sent ${Math.round((rate * 8) / 1000)} kbit/s at ${before / 1000}; throttled to ${Math.round((rate * 8) / 3000)}`)
  await until('the bitrate goes down', async () => (await wanted(stage)) < before, 30 * patience)
  await sleep(15_000)
  const since = Date.now()
  await sleep(8000)
  assert.equal(await stateOf(stage), 'sending', 'the show goes on')
  const slow = spread(await delays(stage, viewer, since))
  console.log(`delay at a third of the network, ms: ${JSON.stringify(slow)}; asked for ${(await wanted(stage)) / 1000} kbit/s`)
  assert.ok(slow.count > 30 && slow.median < 6000, `${slow.count} frames, ${slow.median} ms at the median`)
  const low = await wanted(stage)
  network.limit(Infinity)
  await until('the bitrate goes up again', async () => (await wanted(stage)) > low, 60 * patience)
}

/** Nothing goes through for 8 s and nobody is told; then for 2 s every connection breaks. */
async function tunnel(stage: Visit, viewer: Viewer): Promise<void> {
  for (const [what, seconds] of [['standStill', 8], ['breakOff', 2]] as const) {
    network[what](true)
    await becomes(stage, 'away', seconds + 2)
    if (what === 'standStill') await stage.page.waitForSelector(test('note-away'))
    await sleep(Math.max(0, seconds * 1000 - (what === 'standStill' ? 6500 : 0)))
    if (what === 'standStill') await look(stage, 'broadcast-away')
    network[what](false)
    const back = Date.now()
    await becomes(stage, 'sending', 20)
    console.log(`${what}: sent again ${Date.now() - back} ms after the network was back`)
    await until('the viewer sees what came afterwards', async () => (await codesOf(viewer.page)).seen.some(({ shown }) => shown > back + 3000), 30 * patience)
    await sleep(4000)
  }
  const since = Date.now()
  await sleep(6000)
  const after = spread(await delays(stage, viewer, since))
  console.log(`delay after the cuts, ms: ${JSON.stringify(after)}`)
  assert.ok(after.count > 30 && after.median < 6000, `${after.count} frames, ${after.median} ms at the median`)
}

/** The presenter stops the picture; the show goes on, and so does the picture when they want. */
async function stops(stage: Visit, viewer: Viewer): Promise<void> {
  await stage.page.click(test('leave'))
  await stage.page.waitForSelector(test('leave-dialog'))
  await look(stage, 'broadcast-leave')
  await stage.page.click(test('confirm'))
  await becomes(stage, 'idle')
  assert.equal(await stage.page.getAttribute(test('broadcast'), 'data-show'), 'live')
  await sleep(1500)
  await stage.page.click(test('send'))
  await becomes(stage, 'sending')
  await stage.page.click(test('mute'))
  await stage.page.waitForSelector(test('note-muted'))
  await look(stage, 'broadcast-muted')
  await stage.page.click(test('mute'))
  const back = Date.now()
  await until('the viewer sees it again', async () => (await codesOf(viewer.page)).seen.some(({ shown }) => shown > back + 2000), 30 * patience)
}

it('a browser without H.264 is converted, on a desk, and two cameras are flipped between', async () => {
  const two = await launch(['--use-fake-ui-for-media-stream', '--use-fake-device-for-media-stream=device-count=2'])
  const show = await shop.liveShow()
  written.add(show.title)
  const stage = await presenter(deskEn, two)
  await stage.page.addInitScript(() => {
    const real = MediaRecorder.isTypeSupported.bind(MediaRecorder)
    MediaRecorder.isTypeSupported = (type) => !/avc|h264|mp4|matroska/.test(type) && real(type)
  })
  await camera(stage, show)
  await stage.page.click(test('send'))
  await becomes(stage, 'sending')
  await whenPlaying(server.base, show.id, 20 * patience)
  const viewer = new Viewer(await Visit.begin(watching, server.base, phoneEn))
  await viewer.visit.go(`/shows/${show.id}`)
  await plays(viewer.page, 'the viewer’s picture')
  await stage.page.click(test('health'))
  assert.match((await stage.page.textContent(test('health-sheet')))!, /webm;codecs=vp8/)
  await stage.page.click(`${test('health-sheet')} ${test('close')}`)
  await look(stage, 'broadcast-desk')
  await stage.page.click(test('flip'))
  await plays(stage.page, 'the other camera', { forward: 0.5 })
  await sleep(1000)
  await plays(viewer.page, 'the viewer’s picture, with the other camera', { forward: 5 })
  const bright = await viewer.page.evaluate(() => {
    const canvas = Object.assign(document.createElement('canvas'), { width: 32, height: 32 })
    const context = canvas.getContext('2d')!
    context.drawImage(document.querySelector('video')!, 0, 0, 32, 32)
    return Math.max(...context.getImageData(0, 0, 32, 32).data.filter((_, index) => index % 4 !== 3))
  })
  assert.ok(bright > 60, `the picture is not black (${bright})`)
  await holdEnd(stage)
  assert.ok((await recorded(show)) > 6)
  stage.content(/^401 GET \/api\/sessions\/current/, /^404 GET \/media/)
  viewer.visit.content(/^404 GET \/media/)
  await viewer.visit.context.close()
  await two.close()
})

it('a phone takes over from an encoder only when the presenter says so', async () => {
  const show = await shop.liveShow()
  written.add(show.title)
  const encoder = new Encoder(await shop.address(show.id, 'rtmp'))
  await until('the encoder is on', async () => (await shop.snapshot(show.id)).staff!.health.connected, 20 * patience)
  const stage = await presenter(phoneEn)
  await camera(stage, show)
  await stage.page.click(test('send'))
  await stage.page.waitForSelector(test('take-dialog'))
  assert.match((await stage.page.textContent(test('take-dialog')))!, /RTMP/)
  await look(stage, 'broadcast-take')
  await stage.page.click(`${test('take-dialog')} ${test('close')}`)
  assert.ok(encoder.running, 'nothing happened to the encoder')
  await stage.page.click(test('send'))
  await stage.page.click(`${test('take-dialog')} ${test('confirm')}`)
  await becomes(stage, 'sending')
  await encoder.ended
  const other = await presenter(phoneJa)
  await camera(other, show)
  await other.page.click(test('send'))
  await other.page.click(`${test('take-dialog')} ${test('confirm')}`)
  await becomes(other, 'sending')
  await stage.page.waitForSelector(test('note-refused'))
  await look(stage, 'broadcast-replaced')
  await shop.owner.post(`/api/shows/${show.id}/end`)
  await Promise.all([stage, other].map((visit) => visit.page.waitForSelector(test('over'))))
  for (const visit of [stage, other]) {
    visit.content(/^401 GET \/api\/sessions\/current/)
    await visit.context.close()
  }
})

it('a camera that does not open is told in words, and opens when it can', async () => {
  const show = await shop.show()
  written.add(show.title)
  for (const form of [phoneJa, phoneEn]) {
    const stage = await presenter(form)
    await stage.page.addInitScript(() => {
      const real = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices)
      navigator.mediaDevices.getUserMedia = (asked) => {
        const fault = sessionStorage.getItem('fault')
        if (!fault || (fault === 'no-sound' && !asked?.audio)) return real(asked)
        return Promise.reject(new DOMException('', fault === 'no-sound' ? 'NotFoundError' : fault))
      }
    })
    for (const [fault, trouble] of [['NotAllowedError', 'refused'], ['NotFoundError', 'absent'], ['NotReadableError', 'busy']] as const) {
      await stage.page.evaluate((name) => sessionStorage.setItem('fault', name), fault)
      await stage.go(`/studio/shows/${show.id}/broadcast`)
      await stage.page.waitForSelector(`${test('trouble')}[data-trouble=${trouble}]`)
      assert.ok(await stage.page.isDisabled(test('send')))
      await look(stage, `broadcast-${trouble}`)
    }
    await stage.page.evaluate(() => sessionStorage.setItem('fault', 'no-sound'))
    await stage.page.click(test('reopen'))
    await stage.page.waitForSelector(test('note-no-sound'))
    await look(stage, 'broadcast-no-sound')
    await stage.page.evaluate(() => {
      sessionStorage.removeItem('fault')
      const stream = document.querySelector('video')!.srcObject as MediaStream
      stream.getVideoTracks()[0]!.dispatchEvent(new Event('ended'))
    })
    await stage.page.waitForSelector(`${test('trouble')}[data-trouble=gone]`)
    await stage.page.evaluate(() => navigator.mediaDevices.dispatchEvent(new Event('devicechange')))
    await plays(stage.page, 'the camera that was plugged in again', { forward: 0.5 })
    await stage.page.waitForSelector(test('trouble'), { state: 'detached' })
    stage.content(/^401 GET \/api\/sessions\/current/)
    await stage.context.close()
  }
})

it('nothing was wrong with any screen', () => {
  assert.deepEqual(faults, [])
})
