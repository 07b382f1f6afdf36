import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import { refused, type Show } from '../support/api.ts'
import { sleep, until } from '../support/processes.ts'
import { type Event, type Frame, Room } from '../support/room.ts'
import type { Shop } from '../support/shop.ts'
import { house } from './house.ts'

let shop: Shop
before(async () => void (shop = await house()))

interface PageAt { at: number; until: number; state: { pin: { product: string } | null }; events: Event[]; hearts: [number, number][]; saves: [number, number][]; next_at: number | null }

/** A show that ended, with two pins, three lines of chat (one hidden), hearts and a save. */
async function pastShow(): Promise<{ show: Show; lip: string; cream: string }> {
  const [lip, cream] = [await shop.product(3), await shop.product(3)]
  const show = await shop.liveShow(lip, cream)
  const director = await Room.join(shop.owner, show.id)
  const viewer = await Room.join(await shop.viewer('ゆず茶'), show.id)
  await director.must('product.pin', { product: lip.id }, 0)
  await viewer.must('chat.post', { text: '一行目' }, 0)
  const bad = await viewer.must('chat.post', { text: '消される行' }, 10)
  await sleep(120)
  await director.must('product.pin', { product: cream.id }, 100)
  await viewer.must('chat.post', { text: '最後の行' }, 110)
  await viewer.must('heart', { count: 7 }, 0)
  await viewer.must('product.save', { product: lip.id }, 50)
  await director.must('chat.hide', { seq: bad })
  director.leave()
  viewer.leave()
  return { show: await shop.owner.post<Show>(`/api/shows/${show.id}/end`), lip: lip.id, cream: cream.id }
}

describe('a page of a timeline', () => {
  test('by seq joins the pages before and after it', async () => {
    const { show } = await pastShow()
    const seqs: number[] = []
    let from: number | null = 1
    while (from !== null) {
      const frame: Frame & { next: number | null } = await shop.anyone.get(`/api/shows/${show.id}/timeline?from=${from}&limit=3`)
      assert.equal(frame.from, from)
      assert.ok(frame.to - frame.from < 1000)
      for (const { seq } of frame.events) assert.ok(seq >= frame.from && seq <= frame.to)
      seqs.push(...frame.events.map(({ seq }) => seq))
      if (frame.next !== null) assert.equal(frame.next, frame.to + 1)
      from = frame.next
    }
    assert.deepEqual(seqs, [...seqs].sort((a, b) => a - b))
    const staff: Frame = await shop.owner.get(`/api/shows/${show.id}/timeline?limit=1000`)
    assert.ok(staff.events.length > seqs.length, 'the staff see more')
    assert.equal(staff.to, (await shop.snapshot(show.id)).seq)
  })

  test('by moment gives the state there and what follows, in order', async () => {
    const { show, lip, cream } = await pastShow()
    const all = await shop.anyone.get<PageAt>(`/api/shows/${show.id}/timeline?at=0&until=60000`)
    const places = all.events.map(({ at, seq }) => at * 1e6 + seq)
    assert.deepEqual(places, [...places].sort((a, b) => a - b))
    assert.deepEqual(all.events.filter(({ kind }) => kind === 'product.pinned').map(({ data }) => data.product), [lip, cream])
    const lines = all.events.filter(({ kind }) => kind === 'chat.posted').map(({ data }) => data.text)
    assert.ok(lines.includes('一行目') && lines.includes('最後の行') && !lines.includes('消される行'), JSON.stringify(lines))
    assert.equal(all.hearts.reduce((sum, [, count]) => sum + count, 0), 7)
    assert.equal(all.saves.reduce((sum, [, count]) => sum + count, 0), 1)
    assert.ok(all.events.every(({ kind }) => !['heart.given', 'product.saved', 'play.span'].includes(kind)), 'not for the public one by one')
    const later = await shop.anyone.get<PageAt>(`/api/shows/${show.id}/timeline?at=90&until=95`)
    assert.equal(later.state.pin!.product, lip)
    assert.deepEqual(later.events, [])
    assert.equal((await shop.anyone.get<PageAt>(`/api/shows/${show.id}/timeline?at=105&until=60000`)).state.pin!.product, cream)
  })

  test('has an ETag that stays while nothing changes', async () => {
    const { show } = await pastShow()
    const path = `/api/shows/${show.id}/timeline?at=0&until=60000`
    const first = await shop.anyone.send('GET', path)
    const tag = first.headers.get('etag')!
    assert.match(tag, /^(W\/)?"[^"]+"$/)
    const same = await shop.anyone.send('GET', path, { headers: { 'if-none-match': tag } })
    assert.equal(same.status, 304)
    assert.equal(same.text, '')
    const room = await Room.join(await shop.viewer(), show.id)
    await room.must('chat.post', { text: 'あとから' }, 20)
    room.leave()
    const changed = await shop.anyone.send('GET', path, { headers: { 'if-none-match': tag } })
    assert.equal(changed.status, 200)
    assert.ok(changed.text.includes('あとから'), 'a second audience adds to what the first left')
    assert.notEqual(changed.headers.get('etag'), tag)
  })

  test('is refused where wrong', async () => {
    const { id } = await shop.liveShow()
    for (const [query, field] of [['from=0', 'from'], ['from=x', 'from'], ['limit=0', 'limit'], ['limit=1001', 'limit'], ['at=-1', 'at'], ['at=1e3', 'at'], ['at=5&until=4', 'until'], ['at=99999999999999999999', 'at']] as const) {
      refused(await shop.anyone.send('GET', `/api/shows/${id}/timeline?${query}`), 400, 'invalid', field)
    }
    refused(await shop.anyone.send('GET', '/api/shows/none/timeline'), 404, 'not-found')
  })
})

test('the outline has what the scrubber draws', async () => {
  const { show, lip, cream } = await pastShow()
  const outline = await shop.anyone.get(`/api/shows/${show.id}/outline`)
  assert.equal(outline.length_ms, show.length_ms)
  assert.equal(outline.chat.length, outline.hearts.length)
  assert.equal(outline.chat.length, Math.ceil(outline.length_ms / outline.bucket_ms))
  assert.equal(outline.hearts.reduce((sum: number, each: number) => sum + each, 0), 7)
  assert.deepEqual(outline.chapters.map(({ product }: { product: string }) => product), [lip, cream])
  assert.ok(outline.gaps.length > 0, 'there never was a picture')
})

test('the snapshot of an ended show tells its pins as stretches', async () => {
  const { show, lip, cream } = await pastShow()
  assert.deepEqual(show.pins.map(({ product, at }) => [product, at]), [[lip, 0], [cream, 100]])
  assert.equal(show.pins[0]!.until, 100)
  assert.equal(show.pins[1]!.until, show.length_ms)
})

describe('server-sent events', () => {
  /** Reads messages until `enough`, then hangs up. */
  async function read(show: string, enough: (frames: Frame[]) => boolean, headers: Record<string, string> = {}): Promise<{ frames: Frame[]; lastId: string }> {
    const hangUp = new AbortController()
    const answer = await fetch(`${shop.server.base}/api/shows/${show}/timeline`, { headers: { accept: 'text/event-stream', ...headers }, signal: hangUp.signal })
    assert.equal(answer.status, 200)
    assert.match(answer.headers.get('content-type')!, /^text\/event-stream/)
    const frames: Frame[] = []
    let lastId = ''
    let rest = ''
    for await (const chunk of answer.body!.pipeThrough(new TextDecoderStream())) {
      rest += chunk
      for (let end = rest.indexOf('\n\n'); end >= 0; end = rest.indexOf('\n\n')) {
        const lines = rest.slice(0, end).split('\n')
        rest = rest.slice(end + 2)
        lastId = lines.find((line) => line.startsWith('id:'))?.slice(3).trim() ?? lastId
        const data = lines.filter((line) => line.startsWith('data:')).map((line) => line.slice(5)).join('\n')
        if (data) frames.push(JSON.parse(data))
      }
      if (enough(frames)) break
    }
    hangUp.abort()
    return { frames, lastId }
  }

  test('begin with a snapshot, and go on from Last-Event-ID without loss', async () => {
    const show = await shop.liveShow()
    const room = await Room.join(await shop.viewer(), show.id)
    const says = (frames: Frame[]) => frames.flatMap(({ events }) => events).filter(({ kind }) => kind === 'chat.posted').map(({ data }) => data.text)
    const reading = read(show.id, (frames) => says(frames).includes('二'))
    await until('the reader is there', async () => (await shop.snapshot(show.id)).counts.watching >= 2)
    await room.must('chat.post', { text: '一' })
    await room.must('chat.post', { text: '二' })
    const first = await reading
    assert.equal(first.frames[0]!.snapshot!.id, show.id)
    assert.deepEqual(says(first.frames), ['一', '二'])
    assert.equal(first.lastId, String(first.frames.at(-1)!.to))
    await room.must('chat.post', { text: '三' })
    const second = await read(show.id, (frames) => says(frames).includes('三'), { 'last-event-id': first.lastId })
    assert.equal(second.frames[0]!.from, Number(first.lastId) + 1)
    assert.equal(second.frames[0]!.snapshot, undefined)
    assert.deepEqual(says(second.frames), ['三'])
    room.leave()
  })

  test('of a draft are refused', async () => {
    const draft = await shop.show()
    refused(await shop.anyone.send('GET', `/api/shows/${draft.id}/timeline`, { headers: { accept: 'text/event-stream' } }), 404, 'not-found')
  })
})
