// Glass to glass, and a pin at its moment: a picture that tells the time it was made, read in Chromium on the real
// watch page. Nothing here asserts how fast this machine is; it prints the distributions.
import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import type { Show } from '../support/api.ts'
import { type Browser, desk, launch, open, type Page, plays } from '../support/browser.ts'
import { CodeEncoder, codesOf, firstCode, spread, watchCodes } from '../support/frame_code.ts'
import { parse, variants, whenPlaying } from '../support/hls.ts'
import { sleep, until } from '../support/processes.ts'
import { Room } from '../support/room.ts'
import { patience, Server } from '../support/server.ts'
import { Shop } from '../support/shop.ts'
import { long, tell } from './journey.ts'

let server: Server
let browser: Browser
before(async () => {
  server = await Server.start()
  browser = await launch()
})
after(async () => {
  await browser?.close()
  await server?.stop()
})

const shown = (values: number[]): string => {
  const { min, median, p90, max, count } = spread(values)
  return `min ${Math.round(min)}, median ${Math.round(median)}, p90 ${Math.round(p90)}, max ${Math.round(max)} ms (${count})`
}

/** Where in the show the picture with a code stands, by the playlist's dates and the pictures themselves: no player's word is taken. */
async function anchor(master: string, liveAt: number): Promise<(code: number) => number> {
  const { av } = variants(await (await fetch(master)).text(), master)
  const segment = await until('a segment is whole', async () => parse(await (await fetch(av)).text()).segments.findLast(({ uri }) => uri), 20, 200)
  const folder = await mkdtemp(join(tmpdir(), 'anchor-'))
  try {
    const file = join(folder, 'segment.mp4')
    const bytes = await Promise.all([segment.init!, segment.uri!].map(async (uri) => Buffer.from(await (await fetch(new URL(uri, av))).arrayBuffer())))
    await writeFile(file, Buffer.concat(bytes))
    const code = await firstCode(file)
    assert.ok(code, 'the first picture of the segment tells its time')
    return (other) => segment.date! - liveAt + (other - code)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** Three screenshots must show a time between those read before and after them. */
async function crossCheck(page: Page): Promise<void> {
  await page.evaluate(() => {
    const video = document.querySelector('video')!
    video.style.objectFit = 'fill'
    return video.requestFullscreen()
  })
  await sleep(500)
  const folder = await mkdtemp(join(tmpdir(), 'screen-'))
  for (let shot = 1; shot <= 3; shot++) {
    const before = (await codesOf(page)).seen.at(-1)!.code
    await page.screenshot({ path: join(folder, `${shot}.png`) })
    await sleep(150)
    const later = (await codesOf(page)).seen.at(-1)!.code
    const code = await firstCode(join(folder, `${shot}.png`))
    assert.ok(code && code >= before && code <= later, `screenshot ${shot} shows ${code}, read were ${before} before and ${later} after`)
  }
  await rm(folder, { recursive: true, force: true })
  await page.evaluate(() => document.exitFullscreen())
}

test('glass to glass, and pins at their moments, live and in the archive', async () => {
  const shop = await Shop.open(server)
  const products = [await shop.product(9), await shop.product(9)]
  const show = await shop.liveShow(...products)
  const encoder = new CodeEncoder(await shop.address(show.id, 'rtmp'))
  const master = await whenPlaying(server.base, show.id, 40 * patience)
  const { page, context, problems } = await open(browser, `${server.base}/shows/${show.id}`, { viewport: desk })
  await plays(page, 'the live show', { forward: 4, seconds: 60 * patience })
  await watchCodes(page)
  await sleep(long ? 60_000 : 12_000)
  const { seen, unreadable } = await codesOf(page)
  assert.ok(seen.length > 30, `${seen.length} pictures were read, ${unreadable} could not be; the encoder said: ${encoder.said}`)
  assert.ok(unreadable < seen.length / 20, `${unreadable} of ${seen.length} pictures could not be read`)
  const glass = seen.map(({ code, shown: at }) => at - code)
  assert.ok(glass.every((ms) => ms > 0), 'no picture is shown before it was made')
  const drawn = (seen.length - 1) / ((seen.at(-1)!.shown - seen[0]!.shown) / 1000)
  tell(`glass to glass, 720p30, GOP 2 s: ${shown(glass)}; this machine drew ${drawn.toFixed(1)} frames a second`)
  await crossCheck(page)

  const atOf = await anchor(master, Date.parse(show.live_at!))
  const director = await Room.join(shop.owner, show.id)
  const pins: { product: string; code: number; ahead: boolean }[] = []
  const count = long ? 20 : 8
  for (let turn = 0; turn < count; turn++) {
    await sleep(1500 + Math.random() * 400)
    const now = (await codesOf(page)).seen.at(-1)!.code
    // By turns: a director who sees what this viewer sees, and one who is closer to the stage.
    const ahead = turn % 2 === 1
    const code = ahead ? now + 700 : now
    const product = products[turn % 2]!.id
    pins.push({ product, code, ahead })
    await director.must('product.pin', { product }, atOf(code))
  }
  await sleep(3000)
  const differences = async (whose: Page): Promise<{ late: number; ahead: boolean }[]> => {
    const { pinned } = await codesOf(whose)
    const cards = pinned.filter(({ product }) => product !== null)
    return pins.flatMap((pin, index) => {
      const card = cards.find((each) => each.product === pin.product && each.playhead !== null && Math.abs(each.playhead - pin.code) < 1500)
      if (!card) assert.ok(index === 0, `pin ${index} never came up near its moment: ${JSON.stringify({ pins, cards })}`)
      return card ? [{ late: card.playhead! - pin.code, ahead: pin.ahead }] : []
    })
  }
  const live = await differences(page)
  const [together, early] = [live.filter(({ ahead }) => !ahead), live.filter(({ ahead }) => ahead)].map((all) => all.map(({ late }) => late)) as [number[], number[]]
  tell(`a pin after its moment of the picture, live: ${shown(early)} when sent ahead of the viewer; ${shown(together)} when sent at the viewer's own picture`)
  await context.close()
  assert.deepEqual(problems, [])
  director.leave()
  await shop.owner.post<Show>(`/api/shows/${show.id}/end`)
  await encoder.stop()

  const archive = await open(browser, `${server.base}/shows/${show.id}`, { viewport: desk })
  await plays(archive.page, 'the archive', { forward: 0.3, seconds: 40 * patience })
  await watchCodes(archive.page)
  await archive.page.evaluate(([code, start]) => {
    const { seen } = (window as any).codes
    const video = document.querySelector('video')!
    const known = seen.at(-1)
    video.currentTime = known ? known.mediaTime + (code! - known.code) / 1000 : start!
  }, [pins[0]!.code - 2500, 10] as const).catch(() => {})
  await until('the archive has passed the last pin', async () => (await codesOf(archive.page)).seen.some(({ code }) => code > pins.at(-1)!.code + 1000), 120, 500)
  const past = (await differences(archive.page)).map(({ late }) => late)
  tell(`a pin after its moment of the picture, archive: ${shown(past)}`)
  await archive.context.close()
  assert.deepEqual(archive.problems, [])
  // A place in the picture, not a speed: what was sent ahead of a viewer must come up with its picture. Nothing can come
  // up more exactly than frames are drawn, and a busy machine draws few.
  const allowed = 150 + 2000 / drawn
  for (const [where, all] of [['live', early], ['archive', past]] as const) {
    assert.ok(Math.abs(spread(all).median) <= allowed, `${where}: ${all.map(Math.round).join(', ')} ms, where ${Math.round(allowed)} are allowed`)
  }
})
