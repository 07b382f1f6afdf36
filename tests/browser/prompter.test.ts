// What a presenter reads over their own picture while on air, standing and lying: the cue with its time, the director's line, what is
// asked; and what a phone does to a show: a camera that is refused, one that is unplugged, a screen that goes dark.
import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test as it } from 'node:test'
import type { Product, Show } from '../support/api.ts'
import { type Browser, launch, plays } from '../support/browser.ts'
import { cameraArguments } from '../support/camera.ts'
import { codesOf, watchCodes } from '../support/frame_code.ts'
import { whenPlaying } from '../support/hls.ts'
import { sleep, until } from '../support/processes.ts'
import { Room } from '../support/room.ts'
import { patience, Server } from '../support/server.ts'
import { ownerPassword, Shop } from '../support/shop.ts'
import { look, written } from './look.ts'
import { Viewer } from './viewer.ts'
import { faults, forms, test, Visit } from './visit.ts'

const phoneJa = forms.find(({ name }) => name === 'phone-ja')!
const phoneEn = forms.find(({ name }) => name === 'phone-en')!
const cues = [
  { title: '茜と柿渋の塗り比べ', length_s: 300, points: '照明あり・なし\n香料なし\n4 時間後の写真' },
  { title: '質問タイム', length_s: 420, points: '' },
]
const note = '茜の先端をカメラに近づけて'
const questions = ['ブルベには何色が合いますか？', '香料は入っていますか']
for (const text of [...cues.flatMap(({ title, points }) => [title, ...points.split('\n')]), note, ...questions, '美緒', '店長', '店', '青い鳥']) if (text) written.add(text)

let folder: string
let server: Server
let shop: Shop
let filming: Browser
let product: Product
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'prompter-'))
  server = await Server.start()
  shop = await Shop.open(server)
  product = await shop.product(12)
  written.add(product.title)
  const { url } = await shop.owner.post('/api/staff/invitations', { name: '美緒', role: 'presenter', handle: 'mio' })
  await shop.anyone.post('/api/staff/invitations/accept', { token: new URL(url).hash.slice(1) || url.split(/[/=]/).at(-1), email: 'mio@example.jp', password: ownerPassword })
  filming = await launch(await cameraArguments(folder))
})
after(async () => {
  await filming?.close()
  await server?.stop()
  await rm(folder, { recursive: true, force: true })
})

async function presenter(form: typeof phoneJa, browser = filming): Promise<Visit> {
  const visit = await Visit.begin(browser, server.base, form)
  await visit.go('/studio/sign-in')
  await visit.page.fill(test('email'), 'mio@example.jp')
  await visit.page.fill(test('password'), ownerPassword)
  await visit.page.click(test('submit'))
  await visit.page.waitForSelector(test('sign-in'), { state: 'detached' })
  return visit
}

const becomes = (visit: Visit, state: string, seconds = 20) => until(`the page is ${state}`, async () => (await visit.page.getAttribute(test('broadcast'), 'data-state')) === state, seconds * patience)
const done = async (visit: Visit, ...expected: RegExp[]): Promise<void> => {
  visit.content(/^401 GET \/api\/sessions\/current/, /^404 GET \/media/, ...expected)
  await visit.context.close()
}

async function filmedShow(): Promise<Show> {
  const show = await shop.show({ shelf: [product.id] })
  written.add(show.title)
  for (const cue of cues) await shop.owner.post(`/api/shows/${show.id}/cues`, { ...cue, product: cue === cues[0] ? product.id : '' })
  return shop.owner.post<Show>(`/api/shows/${show.id}/start`)
}

for (const form of [phoneJa, phoneEn]) {
  void it(`the cue, the director’s line and the questions stand over the picture: ${form.name}`, async () => {
    const show = await filmedShow()
    const stage = await presenter(form)
    const { page } = stage
    await stage.go(`/studio/shows/${show.id}/broadcast`)
    await plays(page, 'the presenter’s own picture', { forward: 0.3 })
    await page.click(test('send'))
    await becomes(stage, 'sending')
    await page.locator(test('prompt-next'), { hasText: cues[0]!.title }).waitFor()
    await page.click(test('prompt-next'))
    const card = page.locator(test('prompt-cue'))
    await card.locator('h2', { hasText: cues[0]!.title }).waitFor()
    assert.deepEqual(await card.locator('li').allTextContents(), cues[0]!.points.split('\n'))
    assert.match((await page.textContent(test('prompt-left')))!, /(5:00|4:5\d)/)

    const [desk, viewer] = [await Room.join(shop.owner, show.id), await Room.join(await shop.viewer('青い鳥'), show.id)]
    const another = await Room.join(await shop.viewer('はるか'), show.id)
    written.add('はるか')
    const ok = async (sent: Promise<{ ok?: { seq: number }; problem?: unknown }>): Promise<number> => {
      const { ok: accepted, problem } = await sent
      assert.ok(accepted, JSON.stringify(problem))
      return accepted.seq
    }
    for (const text of ['照明なしも見たい', '茜と柿渋、両方ほしい', '待ってました', 'いま買いました']) {
      written.add(text)
      await ok(viewer.send('chat.post', { text }))
      await sleep(400)
    }
    await ok(viewer.send('question.ask', { text: questions[0] }))
    const second = await ok(another.send('question.ask', { text: questions[1] }))
    await ok(viewer.send('question.second', { seq: second }))
    await ok(desk.send('presenter.note', { text: note }))
    await page.locator(test('prompt-note'), { hasText: note }).waitFor()
    await page.locator(test('prompt-question'), { hasText: questions[1] }).waitFor()
    for (const selector of ['h2', '.left', 'li', '.what b']) {
      const size = await card.locator(selector).first().evaluate((element) => parseFloat(getComputedStyle(element).fontSize))
      assert.ok(size >= 19, `${selector} is read from a metre: ${size} px`)
    }
    assert.ok(await page.locator(`${test('chat')} .chat li`).last().evaluate((line) => parseFloat(getComputedStyle(line).fontSize)) >= 23)
    await page.waitForSelector(test('note-dark'), { state: 'detached' })
    await look(stage, 'prompter')
    await page.setViewportSize({ width: 844, height: 390 })
    await look(stage, 'prompter-lying')
    for (const name of ['prompt-cue', 'prompt-note', 'prompt-question', 'end', 'prompter']) {
      const box = (await page.locator(test(name)).boundingBox())!
      assert.ok(box.y >= 0 && box.y + box.height <= 390 && box.x >= 0 && box.x + box.width <= 844, `${name} is on the lying screen: ${JSON.stringify(box)}`)
    }
    const [left, controls] = [(await page.locator(test('prompt-note')).boundingBox())!, (await page.locator(test('prompter')).boundingBox())!]
    assert.ok(left.y + left.height <= controls.y, 'the controls are free')
    await page.setViewportSize({ width: 390, height: 844 })
    for (const [one, other] of [['prompt-cue', 'prompt-note'], ['prompt-note', 'level'], ['level', 'prompt-question'], ['prompt-note', 'chat'], ['prompt-question', 'end']] as const) {
      const [above, below] = [(await page.locator(test(one)).boundingBox())!, (await page.locator(test(other)).boundingBox())!]
      assert.ok(above.y + above.height <= below.y + 1, `${one} stands above ${other}`)
    }

    await page.click(test('prompt-seen'))
    await page.waitForSelector(test('prompt-note'), { state: 'detached' })
    await until('the director knows that it was seen', async () => (await shop.owner.get(`/api/shows/${show.id}`)).talk.notes[0].seen.length === 1)
    await page.click(test('prompt-other'))
    await page.locator(test('prompt-question'), { hasText: questions[0] }).waitFor()
    await page.click(test('prompt-other'))
    await page.locator(test('prompt-question'), { hasText: questions[1] }).waitFor()
    await page.click(test('prompt-answered'))
    await page.locator(test('prompt-question'), { hasText: questions[0] }).waitFor()
    const kept = (await shop.owner.get<{ items: { seq: number; state: string }[] }>(`/api/shows/${show.id}/questions`)).items
    assert.equal(kept.find(({ seq }) => seq === second)!.state, 'answered')

    await page.focus(test('prompt-next'))
    await page.keyboard.press('Enter')
    await card.locator('h2', { hasText: cues[1]!.title }).waitFor()
    await until('it is on for the director, too', async () => {
      const sheet = await shop.owner.get<{ items: { id: string }[]; current: string }>(`/api/shows/${show.id}/cues`)
      return sheet.current === sheet.items[1]!.id
    })
    await page.click(test('prompter'))
    for (const name of ['prompt-cue', 'prompt-question']) await page.waitForSelector(test(name), { state: 'detached' })
    await ok(desk.send('presenter.note', { text: note }))
    await page.locator(test('prompt-note'), { hasText: note }).waitFor()
    await look(stage, 'prompter-away')
    await page.reload()
    await page.waitForSelector(test('prompter'))
    assert.equal(await page.getAttribute(test('prompter'), 'aria-pressed'), 'false', 'it stays as it was put')
    await page.click(test('prompter'))
    await page.locator(test('prompt-cue')).waitFor()
    await shop.owner.post(`/api/shows/${show.id}/end`)
    await page.waitForSelector(test('over'))
    for (const room of [desk, viewer, another]) room.leave()
    await done(stage)
  })
}

void it('a refused camera says where to allow it, and opens by itself once it is allowed', async () => {
  const strict = await launch(['--use-fake-device-for-media-stream'])
  const show = await filmedShow()
  for (const form of [phoneJa, phoneEn]) {
    const stage = await presenter(form, strict)
    await stage.go(`/studio/shows/${show.id}/broadcast`)
    await stage.page.waitForSelector(`${test('trouble')}[data-trouble=refused]`)
    await look(stage, 'camera-refused')
    await stage.context.grantPermissions(['camera', 'microphone'])
    await plays(stage.page, 'the camera that is allowed now', { forward: 0.3 })
    await stage.page.waitForSelector(test('trouble'), { state: 'detached' })
    assert.ok(await stage.page.isEnabled(test('send')))
    await done(stage)
  }
  await strict.close()
})

/** Stands before the devices: what `window.fault` names goes wrong, and the lock of the screen is counted. */
function faulty(): void {
  const real = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices)
  const state = Object.assign(window as any, { fault: '', locks: 0, lock: null, seen: 'visible' })
  navigator.mediaDevices.getUserMedia = (asked) => (state.fault ? Promise.reject(new DOMException('', state.fault)) : real(asked))
  Object.defineProperty(document, 'visibilityState', { get: () => state.seen })
  Object.defineProperty(navigator, 'wakeLock', { value: { request: async () => {
    if (state.fault === 'battery' || state.seen !== 'visible') throw new DOMException('', 'NotAllowedError')
    state.locks += 1
    const lock = Object.assign(new EventTarget(), { released: false, release: async () => {
      lock.released = true
      lock.dispatchEvent(new Event('release'))
    } })
    return (state.lock = lock)
  } } })
}
const pull = (visit: Visit) => visit.page.evaluate(() => {
  const track = ((document.querySelector('video')!.srcObject as MediaStream).getVideoTracks())[0]!
  track.stop()
  track.dispatchEvent(new Event('ended'))
})

void it('a camera that is unplugged on air, and a phone that sleeps, say what to do; the show goes on and the picture comes back', async () => {
  const watching = await launch()
  const show = await filmedShow()
  const stage = await presenter(phoneJa)
  await stage.page.addInitScript(faulty)
  await stage.go(`/studio/shows/${show.id}/broadcast`)
  await plays(stage.page, 'the presenter’s own picture', { forward: 0.3 })
  await stage.page.click(test('send'))
  await becomes(stage, 'sending')
  await whenPlaying(server.base, show.id, 20 * patience)
  const viewer = new Viewer(await Visit.begin(watching, server.base, phoneJa))
  await viewer.visit.go(`/shows/${show.id}`)
  await plays(viewer.page, 'the viewer’s picture')
  await watchCodes(viewer.page)
  const comesBack = async (what: string): Promise<void> => {
    await becomes(stage, 'sending', 30)
    const back = Date.now()
    await until(`the viewer sees it again after ${what}`, async () => (await codesOf(viewer.page)).seen.some(({ shown }) => shown > back + 2000), 40 * patience)
    assert.equal(await stage.page.locator(test('trouble')).count(), 0)
    assert.equal((await shop.snapshot(show.id)).state, 'live')
  }

  await stage.page.evaluate(() => ((window as any).fault = 'NotFoundError'))
  await pull(stage)
  await stage.page.waitForSelector(`${test('trouble')}[data-trouble=gone]`)
  await until('the viewers are told to wait', async () => !(await shop.snapshot(show.id)).staff!.health.connected)
  await sleep(6000)
  assert.equal(await stage.page.getAttribute(test('trouble'), 'data-trouble'), 'gone', 'it is looked for, and still away')
  await look(stage, 'camera-gone')
  await stage.page.evaluate(() => ((window as any).fault = ''))
  await comesBack('the camera was plugged in, which nobody told')

  // A phone that sleeps lets go of the camera and of the light.
  await stage.page.evaluate(() => {
    const state = window as any
    state.seen = 'hidden'
    document.dispatchEvent(new Event('visibilitychange'))
    void state.lock.release()
    state.fault = 'NotReadableError'
  })
  await pull(stage)
  await sleep(4000)
  const before = await stage.page.evaluate(() => (window as any).locks)
  await stage.page.evaluate(() => {
    const state = window as any
    state.fault = ''
    state.seen = 'visible'
    document.dispatchEvent(new Event('visibilitychange'))
  })
  await stage.page.getByText('画面が').waitFor()
  await look(stage, 'phone-slept')
  await comesBack('the phone woke up')
  assert.equal(await stage.page.evaluate(() => (window as any).locks), before + 1, 'the screen is kept on again')

  // The system lets the screen go dark: it is said, and nothing else changes.
  await stage.page.evaluate(() => {
    const state = window as any
    state.fault = 'battery'
    void state.lock.release()
  })
  await stage.page.waitForSelector(test('note-dark'))
  await look(stage, 'screen-dark')
  await becomes(stage, 'sending')
  await shop.owner.post(`/api/shows/${show.id}/end`)
  await stage.page.waitForSelector(test('over'))
  await done(stage)
  await done(viewer.visit)
  await watching.close()
})

void it('nothing was wrong with any screen', () => assert.deepEqual(faults, []))
