// What a delivered line of chat costs the server, beside the bare send() of the same bytes in the same run.
//
//   node bench/fanout.ts [viewers=10000] [lines a second=100] [seconds=20]
//
// The server stands on the first core, the crowd and those who speak on the others. Two cores are the least.
import { readFile } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { Room } from '../tests/support/room.ts'
import { root, run, sleep, start } from '../tests/support/processes.ts'
import { Server } from '../tests/support/server.ts'
import { Shop } from '../tests/support/shop.ts'

const [viewers, rate, seconds] = [10_000, 100, 20].map((usual, i) => Number(process.argv[i + 2] ?? usual)) as [number, number, number]
const crowd = join(root, 'build/release/bench/bench_crowd')
const kTicksASecond = 100  // of /proc/PID/stat, as every Linux has it
const kLinesASpeaker = 0.5  // a second: below what one person may say
const kFloorSends = 30

/** Seconds of CPU that a process has used, in all its threads. */
async function cpu(pid: number): Promise<number> {
  const fields = (await readFile(`/proc/${pid}/stat`, 'utf8')).split(') ')[1]!.split(' ')
  return (Number(fields[11]) + Number(fields[12])) / kTicksASecond
}

async function memory(pid: number): Promise<number> {
  return Number(/^VmRSS:\s+(\d+)/m.exec(await readFile(`/proc/${pid}/status`, 'utf8'))![1]) * 1024
}

const others = `1-${Math.max(1, availableParallelism() - 1)}`
const server = await Server.start({ args: ['--trusted-proxy', '127.0.0.1/32'] })
try {
  const pid = server.pid!
  await run('taskset', ['-acp', '0', String(pid)])
  await run('taskset', ['-acp', others, String(process.pid)])
  const shop = await Shop.open(server)
  const show = await shop.liveShow()
  const before = await memory(pid)
  const child = start('taskset', ['-c', others, crowd, 'watch', String(server.port), show.id, String(viewers), String(seconds)],
    { stdio: ['pipe', 'pipe', 'inherit'] })
  const said = createInterface({ input: child.stdout! })[Symbol.asyncIterator]()
  if ((await said.next()).value !== 'ready') throw new Error('The crowd did not come in.')
  const perViewer = (await memory(pid) - before) / viewers
  // Each from an address of its own, as people are: who speaks is limited by address too.
  const speakers = await Promise.all(Array.from({ length: Math.ceil(rate / kLinesASpeaker) }, async (_, i) => {
    const headers = { 'content-type': 'application/json', 'x-forwarded-for': `10.0.${i >> 8}.${i & 255}` }
    const made = await fetch(`${server.base}/api/viewers`, { method: 'POST', headers, body: '{}' })
    return Room.join(shop.anyone.as(((await made.json()) as { token: string }).token), show.id)
  }))
  let posted = 0, refused = 0
  const speaking = speakers.map(async (room, i) => {
    for (let next = performance.now() + (i * 1000) / rate; ; next += 1000 / kLinesASpeaker) {
      await sleep(Math.max(0, next - performance.now()))
      if (!room.open) return
      const text = `つや感がすごくきれい、ほしくなる t=${Date.now()} `
      void room.send('chat.post', { text }).then((reply) => void (reply.ok ? ++posted : ++refused), () => {})
    }
  })
  await sleep(2000)
  child.stdin!.write('go\n')
  if ((await said.next()).value !== 'counting') throw new Error('The crowd ended early.')
  const [from, was] = [performance.now(), await cpu(pid)]
  const postedBefore = posted
  const got = JSON.parse((await said.next()).value ?? '')
  const [took, used] = [(performance.now() - from) / 1000, (await cpu(pid)) - was]
  const lines = posted - postedBefore
  for (const room of speakers) room.leave()
  await Promise.all(speaking)
  const bytesASend = Math.round(got.bytes / got.frames)
  const floor = JSON.parse((await run('taskset', ['-c', '0', crowd, 'floor', String(viewers), String(bytesASend), String(kFloorSends)])).stdout)
  const perLine = (used * 1e6) / (lines * viewers)
  const floorPerLine = (floor.cpu_us_per_send * got.frames) / (lines * viewers)
  console.log(`${viewers} viewers, ${(lines / took).toFixed(1)} lines/s for ${took.toFixed(0)} s (${refused} refused): ${got.frames} frames of ${bytesASend} bytes, ${got.closed} viewers lost`)
  console.log(`server   ${perLine.toFixed(4)} µs CPU a delivered line, its core ${((used / took) * 100).toFixed(0)} % busy, ${Math.round(perViewer)} bytes a viewer`)
  console.log(`floor    ${floorPerLine.toFixed(4)} µs for the bare send() of the same (${floor.cpu_us_per_send} µs a send)`)
  console.log(`ratio    ${(perLine / floorPerLine).toFixed(2)} of the floor`)
  console.log(`from post to receipt: p50 ${got.p50} ms, p99 ${got.p99} ms, max ${got.max} ms (${got.lines_read} readings by ${got.readers} viewers)`)
} finally {
  await server.stop()
}
