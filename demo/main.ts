// Runs the demo: a shop filled over the public interface, a show on air from a real encoder, and a crowd.
// Stays in the foreground and ends everything it started on Ctrl-C.
import { type ChildProcess, spawn } from 'node:child_process'
import { closeSync, existsSync, openSync, readFileSync } from 'node:fs'
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Client, Room } from './client.ts'
import { Crowd } from './crowd.ts'
import { Director } from './director.ts'
import { fill, goLive, importPast } from './fill.ts'
import { ports, reachable } from './ports.ts'
import { owner } from './shop.ts'
import { live, past, type Show } from './shows.ts'
import { timeline } from './timeline.ts'
import { type Plan, video } from './video.ts'

const root = join(import.meta.dirname, '..')
const place = join(root, 'build/demo')
const data = join(place, 'data')
const nigiwai = process.env.NIGIWAI ?? join(root, 'build/release/nigiwai')

const say = (text: string) => console.log('      ' + text)
const children = new Set<ChildProcess>()
let ending = false

/** Starts a child whose words go to the file `log`; when it ends by itself, `onEnd` gets the last of them. */
function start(program: string, args: string[], log: string, onEnd: (last: string) => void) {
  const out = openSync(log, 'w')
  const child = spawn(program, args, { stdio: ['ignore', out, out] })
  closeSync(out)
  children.add(child)
  child.on('error', (error) => console.error(`${program} cannot be run: ${error.message}`))
  child.on('close', () => {
    children.delete(child)
    if (!ending) onEnd(readFileSync(log, 'utf8').trim().split('\n').slice(-8).join('\n'))
  })
}

async function end(status: number): Promise<never> {
  if (ending) await new Promise(() => {})
  ending = true
  crowd?.leave()
  for (const child of children) child.kill('SIGTERM')
  for (let waited = 0; children.size && waited < 80; waited++) await sleep(100)
  for (const child of children) child.kill('SIGKILL')
  process.exit(status)
}

/** The videos and what happens in them, made once and kept in build/demo until their makers change. */
async function videos(): Promise<Map<string, Plan>> {
  const plans = new Map<string, Plan>()
  const sources = ['shows', 'layers', 'sound', 'video', 'pictures'].map((name) => join(import.meta.dirname, `${name}.ts`))
  const made_of = (await Promise.all(sources.map((path) => readFile(path, 'utf8')))).join('')
  for (const show of [live, ...past]) {
    const file = join(place, `${show.name}.json`)
    if (existsSync(file) && existsSync(join(place, `${show.name}.mp4`))) {
      const kept = JSON.parse(await readFile(file, 'utf8'))
      if (kept.made_of === made_of) { plans.set(show.name, kept.plan); continue }
    }
    const began = Date.now()
    const plan = await video(show, place, (done, of) => {
      if (process.stdout.isTTY) process.stdout.write(`\r\x1b[K      drawing 「${show.title}」 ${done} of ${of} shots`)
    })
    if (process.stdout.isTTY) process.stdout.write('\r\x1b[K')
    say(`drew 「${show.title}」, ${Math.round(plan.length_ms / 1000)} s of video, in ${Math.round((Date.now() - began) / 1000)} s`)
    for (const scene of plan.scenes) for (const said of scene.said) said.samples = new Float32Array(0)
    await writeFile(file, JSON.stringify({ made_of, plan }))
    plans.set(show.name, plan)
  }
  return plans
}

async function healthy(base: string): Promise<void> {
  for (let tries = 0; tries < 150; tries++) {
    if (await fetch(base + '/healthz').then((answer) => answer.ok, () => false)) return
    await sleep(100)
  }
  throw new Error('The server does not answer. Its last words are in build/demo/server.log.')
}

/** Sends the loop again whenever the encoder ends, as a studio would. */
function encode(url: string) {
  start('ffmpeg', ['-v', 'error', '-re', '-stream_loop', '-1', '-i', join(place, 'live.mp4'), '-c', 'copy', '-f', 'flv', url], join(place, 'encoder.log'), (last) => {
    say(`the encoder ended (${last.split('\n').at(-1) || 'without a word'}); it starts again in 2 s`)
    setTimeout(() => ending || encode(url), 2000)
  })
}

/** Until the playlist of the show has parts: then a player can play. */
async function plays(base: string, show: string): Promise<void> {
  for (let tries = 0; tries < 300; tries++) {
    const master = await fetch(`${base}/media/${show}/index.m3u8`).then((answer) => (answer.ok ? answer.text() : ''), () => '')
    const variant = master.split('\n').find((line) => line && !line.startsWith('#'))
    if (variant) {
      const list = await fetch(new URL(variant, `${base}/media/${show}/index.m3u8`)).then((answer) => (answer.ok ? answer.text() : ''), () => '')
      if (list.includes('#EXT-X-PART:')) return
    }
    await sleep(200)
  }
  throw new Error('The show is on air but no part of it plays after a minute. See build/demo/server.log.')
}

let crowd: Crowd | undefined

async function main() {
  if (!existsSync(nigiwai)) throw new Error('There is no server yet. Run `make build` first, or `make demo`, which does.')
  const host = process.env.LISTEN ?? '127.0.0.1'
  const port = await ports(host)
  const seen_at = reachable(host)
  const base = `http://${host === '0.0.0.0' ? '127.0.0.1' : host}:${port.http}`
  const url = `http://${seen_at}:${port.http}`
  await mkdir(place, { recursive: true })
  const plans = await videos()

  const keep = process.env.KEEP === '1' && existsSync(join(data, 'demo.json'))
  if (!keep) await rm(data, { recursive: true, force: true })
  await mkdir(data, { recursive: true })
  const cli = { nigiwai, data, place }
  for (const show of past) await writeFile(join(place, `${show.name}.jsonl`), timeline(show, plans.get(show.name)!))
  if (!keep) await fill.owner(cli)
  start(nigiwai, ['serve', '--data', data, '--listen', `${host}:${port.http}`, '--rtmp', `${host}:${port.rtmp}`,
    '--srt', `${host}:${port.srt}`, '--public-url', url], join(place, 'server.log'), (last) => {
    console.error('\nThe server ended. Its last words (all are in build/demo/server.log):\n' + last)
    void end(1)
  })
  await healthy(base)

  const { token } = await new Client(base).post('/api/sessions', { email: owner.email, password: owner.password })
  const staff = new Client(base, token)
  if (!keep) {
    await fill.shop(staff, place)
    await importPast(cli, past)
    await writeFile(join(data, 'demo.json'), '{}\n')
    say('filled the shop: 8 products, 4 people, 2 past shows, 3 to come')
  }
  const show = await goLive(staff)
  const ingest: { protocol: string; url: string; key: string }[] = await staff.get(`/api/shows/${show}/ingest`)
  const rtmp = ingest.find((each) => each.protocol === 'rtmp')!
  const room = new Room(staff, show)
  crowd = new Crowd(new Client(base), show, room)
  const director = new Director(staff, show, room, crowd, plans.get('live')!)
  encode(`rtmp://127.0.0.1:${port.rtmp}${new URL(rtmp.url.replace('rtmp:', 'http:')).pathname}/${rtmp.key}`)
  await plays(base, show)
  director.begin()
  crowd.gather(Number(process.env.CROWD ?? 30))

  console.log(`
ready: ${url}

  watch     ${url}/shows/${show}
  home      ${url}/
  studio    ${url}/studio            ${owner.email} / ${owner.password}
  API       ${url}/api/openapi.json

  Another show: make one in the studio, copy its address and key, then
  ffmpeg -re -stream_loop -1 -i build/demo/primer.mp4 -c copy -f flv '<address>/<key>'

  Ctrl-C ends the demo.
`)
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void end(0))
main().catch((error) => {
  if (!ending) console.error('\n' + (error instanceof Error ? error.message : error))
  void end(1)
})
