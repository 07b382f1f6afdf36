import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Problem, type Show } from './api.ts'
import { actAsStaff } from './acting.ts'
import { reconnectWait, TimelineClient, type Frame, type LinkState, type Socket } from './timeline.ts'

class FakeSocket implements Socket {
  onopen: (() => void) | null = null
  onclose: ((event: { code: number }) => void) | null = null
  onmessage: ((event: { data: unknown }) => void) | null = null
  onerror: (() => void) | null = null
  readonly sent: Record<string, unknown>[] = []
  closed = false
  readonly url: string
  constructor(url: string) {
    this.url = url
  }
  send(text: string): void {
    this.sent.push(JSON.parse(text))
  }
  close(): void {
    this.closed = true
  }
  receive(message: unknown): void {
    this.onmessage?.({ data: JSON.stringify(message) })
  }
}

/** A client on fake sockets, whose timers run when the test says so. */
function bench() {
  const sockets: FakeSocket[] = []
  const frames: Frame[] = []
  const states: LinkState[] = []
  const timers = new Map<number, { task: () => void; ms: number }>()
  let number = 0
  const client = new TimelineClient({
    show: 'h3k9',
    onFrame: (frame) => frames.push(frame),
    onState: (state) => states.push(state),
    seams: {
      connect: (url) => {
        const socket = new FakeSocket(url)
        sockets.push(socket)
        return socket
      },
      random: () => 0,
      schedule: (task, ms) => {
        const id = number++
        timers.set(id, { task, ms })
        return () => timers.delete(id)
      },
    },
  })
  const fire = (longest: number) => {
    for (const [id, timer] of [...timers]) {
      if (timer.ms > longest) continue
      timers.delete(id)
      timer.task()
    }
  }
  return { client, sockets, frames, states, fire, last: () => sockets.at(-1)! }
}

const chat = (seq: number) => ({ seq, at: seq * 10, kind: 'chat.posted', data: { text: `${seq}` } })
const snapshot = (seq: number) => ({ id: 'h3k9', seq }) as unknown as Show

test('the first frame is a snapshot, and resuming asks for the first seq not yet seen', () => {
  const { client, last, frames, states, fire } = bench()
  client.open()
  assert.equal(last().url, 'ws://localhost/api/shows/h3k9/timeline')
  last().onopen!()
  last().receive({ from: 121, to: 120, clock: 5, snapshot: snapshot(120) })
  last().receive({ from: 121, to: 123, clock: 6, events: [chat(121), chat(123)] })
  assert.deepEqual(frames.at(-1)!.events!.map((event) => event.seq), [121, 123])
  last().onclose!({ code: 1006 })
  fire(1000)
  assert.equal(last().url, 'ws://localhost/api/shows/h3k9/timeline?from=124')
  assert.deepEqual(states, ['connecting', 'open', 'away'])
})

test('events that come twice are given once', () => {
  const { client, last, frames } = bench()
  client.open()
  last().onopen!()
  last().receive({ from: 1, to: 0, clock: 0, snapshot: snapshot(0) })
  last().receive({ from: 1, to: 2, clock: 1, events: [chat(1), chat(2)] })
  last().receive({ from: 1, to: 3, clock: 2, events: [chat(1), chat(2), chat(3)] })
  assert.deepEqual(frames.flatMap((frame) => (frame.events ?? []).map((event) => event.seq)), [1, 2, 3])
})

test('a hole in seq makes the client ask again instead of going on', () => {
  const { client, sockets, last, frames } = bench()
  client.open()
  last().onopen!()
  last().receive({ from: 1, to: 0, clock: 0, snapshot: snapshot(0) })
  last().receive({ from: 5, to: 6, clock: 1, events: [chat(5)] })
  assert.equal(sockets.length, 2)
  assert.equal(sockets[0]!.closed, true)
  assert.match(last().url, /from=1$/)
  assert.equal(frames.length, 1)
})

test('a frame without events carries the clock and counts and moves nothing', () => {
  const { client, last, frames, fire } = bench()
  client.open()
  last().onopen!()
  last().receive({ from: 8, to: 7, clock: 1, snapshot: snapshot(7) })
  last().receive({ from: 8, to: 7, clock: 2, counts: { watching: 3 } })
  assert.deepEqual(frames.at(-1)!.counts, { watching: 3 })
  last().onclose!({ code: 1006 })
  fire(1000)
  assert.match(last().url, /from=8$/)
})

test('a command waits for the connection and keeps its key over a break', async () => {
  const { client, last, fire } = bench()
  client.open()
  const answer = client.send('chat.post', { text: 'きれい' }, { at: 1470.4 })
  assert.equal(last().sent.length, 0)
  last().onopen!()
  const first = last().sent[0]!
  assert.deepEqual({ ...first, key: '' }, { do: 'chat.post', key: '', at: 1470, data: { text: 'きれい' } })
  last().onclose!({ code: 1006 })
  fire(1000)
  last().onopen!()
  assert.equal(last().sent[0]!['key'], first['key'])
  last().receive({ re: first['key'], ok: { seq: 9 } })
  assert.deepEqual(await answer, { seq: 9 })
})

test('a refusal reaches the sender as a Problem with its own members', async () => {
  const { client, last } = bench()
  client.open()
  last().onopen!()
  const answer = client.send('chat.post', { text: 'x' }, { key: 'k1' })
  last().receive({ re: 'k1', problem: { type: '/problems/too-many', status: 429, retry_after_ms: 1500 } })
  await assert.rejects(answer, (cause: Problem) => cause.type === 'too-many' && cause.retryAfterMs === 1500)
})

test('a command without a connection is given back in the end', async () => {
  const { client, fire } = bench()
  client.open()
  const answer = client.send('heart', { count: 1 })
  fire(60_000)
  await assert.rejects(answer, (cause: Problem) => cause.type === 'offline')
})

test('reports wait for the connection, and only the newest of too many', () => {
  const { client, last } = bench()
  client.open()
  for (let i = 0; i < 205; i += 1) client.report('play.span', { from: i, to: i + 1 })
  last().onopen!()
  assert.equal(last().sent.length, 200)
  assert.deepEqual(last().sent[0]!['data'], { from: 5, to: 6 })
})

test('nonsense from the other side is ignored', () => {
  const { client, last, frames } = bench()
  client.open()
  last().onopen!()
  last().onmessage!({ data: '{' })
  last().onmessage!({ data: '7' })
  last().onmessage!({ data: new ArrayBuffer(1) })
  last().receive({ re: 'nobody', ok: { seq: 1 } })
  assert.equal(frames.length, 0)
})

test('waiting grows, stays below its limit, and half of it is chance', () => {
  assert.equal(reconnectWait(0, 0), 200)
  assert.equal(reconnectWait(0, 1), 400)
  assert.equal(reconnectWait(3, 1), 3200)
  assert.equal(reconnectWait(50, 1), 15_000)
})

test('closing ends what waits and connects no more', async () => {
  const { client, sockets, fire, states } = bench()
  client.open()
  const answer = client.send('heart', { count: 1 })
  client.close()
  await assert.rejects(answer)
  fire(100_000)
  assert.equal(sockets.length, 1)
  assert.equal(states.at(-1), 'closed')
})

test('a connection on which nothing is heard is taken for dead, and made anew where it was', () => {
  const { client, sockets, last, states, fire } = bench()
  client.open()
  last().onopen!()
  last().receive({ from: 1, to: 0, clock: 0, snapshot: snapshot(0) })
  last().receive({ from: 1, to: 1, clock: 1, events: [chat(1)] })
  assert.equal(sockets.length, 1)
  // Ten seconds of silence; the socket itself says nothing of it.
  fire(10_000)
  assert.equal(sockets[0]!.closed, true)
  assert.deepEqual(states, ['connecting', 'open', 'away'])
  fire(1_000)
  assert.match(last().url, /from=2$/)
  assert.equal(sockets.length, 2)
  // What the dead one says later is nobody's.
  assert.equal(sockets[0]!.onmessage, null)
})

test('a token goes before everything else', () => {
  const socket = new FakeSocket('')
  const client = new TimelineClient({ show: 'h3k9', token: 'nwv_x', onFrame: () => {}, seams: { connect: () => socket, random: () => 0, schedule: () => () => {} } })
  client.open()
  client.report('seek', { from: 0, to: 1 })
  socket.onopen!()
  assert.deepEqual(socket.sent[0], { do: 'hello', token: 'nwv_x' })
  assert.equal(socket.sent[1]!['do'], 'seek')
})

// For the rest of this process: the last of its tests.
test('the studio asks as its staff, whoever else this browser is', () => {
  actAsStaff()
  const { client, last, fire } = bench()
  client.open()
  assert.equal(last().url, 'ws://localhost/api/shows/h3k9/timeline?as=staff')
  last().onopen!()
  last().receive({ from: 8, to: 7, clock: 5, snapshot: snapshot(7) })
  last().onclose!({ code: 1006 })
  fire(1000)
  assert.equal(last().url, 'ws://localhost/api/shows/h3k9/timeline?from=8&as=staff')
})
