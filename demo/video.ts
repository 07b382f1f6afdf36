// Makes the videos of the demo's shows: a drawn presenter who moves and speaks, with captions. See `video` below.
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { cut, held, product, view } from './layers.ts'
import { type Box, draw, escape, run } from './pictures.ts'
import type { Show } from './shows.ts'
import { type Scene, mix, mouths, speak } from './sound.ts'

/** Head and arm swing with even functions of time, so half a swing is drawn, and played there and back. */
const kSwingSeconds = 2

const kNeck = { x: 197, y: 372 }
const kElbow = { x: 318, y: 600 }

/** Captions stand over the hair: overlays of the player keep to the rim above and to the lower half. */
const kCaption = { x: 45, y: 124, width: 300, height: 60 }

const kLetter = 17
const kRow = 23.5

export type Plan = { length_ms: number; scenes: Scene[] }

/**
 * Writes `folder`/NAME.mp4 (H.264 main, a key frame each second, AAC 48 kHz stereo) and says what happens in it when.
 * Two shots are drawn at a time; the joined video is not encoded again.
 */
export async function video(show: Show, folder: string, progress: (done: number, of: number) => void): Promise<Plan> {
  const work = join(folder, `work-${show.name}`)
  await rm(work, { recursive: true, force: true })
  await mkdir(work, { recursive: true })
  const scenes = await speak(show, work)
  const sound = mix(scenes, join(work, 'sound.wav'))

  const waiting = scenes.map((scene, index) => ({ scene, index }))
  let done = 0
  const worker = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      await film(show, next.scene, work, next.index)
      progress(++done, scenes.length)
    }
  }
  await Promise.all([worker(), worker(), sound])

  await writeFile(join(work, 'shots.txt'), scenes.map((_, i) => `file shot-${i}.mp4\n`).join(''))
  await run('ffmpeg', [
    '-v', 'error', '-y', '-f', 'concat', '-i', join(work, 'shots.txt'), '-i', join(work, 'sound.wav'),
    '-map', '0:v', '-map', '1:a', '-c:v', 'copy', '-c:a', 'aac', '-b:a', '128k', '-ar', '48000',
    '-movflags', '+faststart', '-shortest', join(folder, `${show.name}.mp4`),
  ])
  await rm(work, { recursive: true })
  return { scenes, length_ms: scenes.reduce((sum, scene) => sum + scene.length_ms, 0) }
}

function film(show: Show, scene: Scene, work: string, index: number): Promise<unknown> {
  return scene.shot.held ? filmPresenter(show, scene, work, index) : filmProduct(show, scene, work, index)
}

async function filmPresenter(show: Show, scene: Scene, work: string, index: number) {
  const shot = scene.shot
  // A nearer camera keeps the eyes where they were.
  const zoom = shot.near ? 1.16 : 1
  const frame: Box = { x: 197 - (197 / zoom), y: view.y + 236 * (1 - 1 / zoom), width: view.width / zoom, height: view.height / zoom }
  const scale = show.width / frame.width
  const layers = cut(show.presenter.drawing)
  const file = (name: string) => join(work, `${index}-${name}.png`)
  const about = (point: { x: number; y: number }, width: number, height: number): Box =>
    ({ x: point.x - width / 2, y: point.y - height / 2, width, height })
  const head = about(kNeck, 214, 2 * (kNeck.y - 112))
  const mouth = about(kNeck, 80, 140)
  const arm = about(kElbow, 220, 2 * (kElbow.y - 300))
  await Promise.all([
    draw(layers.defs + layers.back, frame, scale, file('back')),
    draw(layers.defs + layers.head, head, scale, file('head')),
    draw(layers.defs + layers.clothes, frame, scale, file('clothes')),
    draw(layers.defs + layers.arm(held[shot.held!]), arm, scale, file('arm')),
    draw(layers.defs + layers.front, frame, scale, file('front')),
    ...layers.mouths.map((each, i) => draw(layers.defs + each, mouth, scale, file(`mouth${i}`))),
  ])
  const still = await captions(show, scene, work, index)

  const rate = show.frame_rate
  const half = kSwingSeconds * rate
  const at = (box: Box) => `${2 * Math.round(((box.x - frame.x) * scale) / 2)}:${2 * Math.round(((box.y - frame.y) * scale) / 2)}`
  const turn = (wide: number, small: number) => `a='${wide}*cos(PI*n/${half})+${small}*cos(2*PI*n/${half}+0)':c=black@0:ow=iw:oh=ih`
  const hold = `loop=-1:1:0,setpts=N/${rate}/TB`
  const graph = `
    [0]format=yuv420p,${hold},trim=end_frame=${half + 1}[back];
    [1]format=yuva420p,${hold},rotate=${turn(0.022, 0.006)}[head];
    [2]format=yuva420p,${hold}[clothes];
    [3]format=yuva420p,${hold},rotate=${turn(-0.030, 0.014)}[arm];
    [4]format=yuva420p,${hold}[front];
    [back][head]overlay=${at(head)}:shortest=1[a];[a][clothes]overlay=0:0:shortest=1[b];
    [b][arm]overlay=${at(arm)}:shortest=1[c];[c][front]overlay=0:0:shortest=1,split[there][again];
    [again]reverse,trim=start_frame=1:end_frame=${half},setpts=N/${rate}/TB[back2];
    [there][back2]concat=n=2,loop=-1:${2 * half}:0,setpts=N/${rate}/TB[swing];
    [5]format=yuva420p,rotate=a='0.022*cos(PI*mod(n,${2 * half})/${half})+0.006*cos(2*PI*n/${half})':c=black@0:ow=iw:oh=ih[mouth];
    [swing][mouth]overlay=${at(mouth)}:eof_action=repeat[speaking];
    [6]format=yuva420p[caption];[speaking][caption]overlay=${still.at}:eof_action=repeat,format=yuv420p`
  // The mouths go in as raw pictures, one a frame.
  const pictures = await Promise.all([0, 1, 2].map((i) => run('ffmpeg', ['-v', 'error', '-i', file(`mouth${i}`), '-f', 'rawvideo', '-pix_fmt', 'rgba', '-'])))
  const size = `${2 * Math.round((mouth.width * scale) / 2)}x${2 * Math.round((mouth.height * scale) / 2)}`
  const spoken = Buffer.concat([...mouths(scene, rate)].map((open) => pictures[open]!))
  await run('ffmpeg', [
    '-v', 'error', '-y', ...['back', 'head', 'clothes', 'arm', 'front'].flatMap((name) => ['-i', file(name)]),
    '-f', 'rawvideo', '-pix_fmt', 'rgba', '-video_size', size, '-framerate', String(rate), '-i', '-',
    '-f', 'concat', '-i', still.list, '-filter_complex', graph, ...encode(show, scene), join(work, `shot-${index}.mp4`),
  ], spoken)
}

async function filmProduct(show: Show, scene: Scene, work: string, index: number) {
  const drawing = product(scene.shot.picture!)
  const scale = show.width / view.width
  const file = join(work, `${index}-product.png`)
  // The product stands in the upper half, on a ground that fills the picture.
  const whole = (fill: string) => `<rect x="0" y="${view.y}" width="${view.width}" height="${view.height}" fill="url(#${fill})"/>`
  const ground = `<g transform="translate(51 ${view.y + 192}) scale(2.4)">`
  await draw(
    `${drawing.defs}<defs><radialGradient id="lamp" cx=".72" cy=".1" r=".9"><stop offset="0" stop-color="#fff" stop-opacity=".75"/>` +
      `<stop offset=".6" stop-color="#fff" stop-opacity="0"/></radialGradient><linearGradient id="foot" x1="0" y1="0" x2="0" y2="1">` +
      `<stop offset=".55" stop-color="#3b2018" stop-opacity="0"/><stop offset="1" stop-color="#3b2018" stop-opacity=".5"/></linearGradient></defs>` +
      `${ground}<rect x="-200" y="-200" width="500" height="500" fill="${drawing.tint}"/><path d="M-200 92H400V400H-200Z" fill="#000" opacity=".07"/></g>` +
      `${whole('lamp')}${whole('foot')}${ground}${drawing.shapes}</g>`,
    view, scale, file)
  const still = await captions(show, scene, work, index)
  const rate = show.frame_rate
  const frames = (scene.length_ms * rate) / 1000
  // Slowly nearer, in fractions of a pixel, which `zoompan` cannot do.
  const near = (side: 'W' | 'H', far: boolean) => (far ? `${side}-` : '') + `${side}*0.04*(1-cos(PI*on/${frames}))`
  const graph = `
    [0]format=yuv420p,loop=-1:1:0,setpts=N/${rate}/TB,
    perspective=eval=frame:interpolation=linear:x0='${near('W', false)}':y0='${near('H', false)}':x1='${near('W', true)}':y1='${near('H', false)}':
    x2='${near('W', false)}':y2='${near('H', true)}':x3='${near('W', true)}':y3='${near('H', true)}'[moving];
    [1]format=yuva420p[caption];[moving][caption]overlay=${still.at}:eof_action=repeat,format=yuv420p`
  await run('ffmpeg', ['-v', 'error', '-y', '-i', file, '-f', 'concat', '-i', still.list, '-filter_complex', graph,
    ...encode(show, scene), join(work, `shot-${index}.mp4`)])
}

/** A list of still captions with their times, as ffmpeg's concat reads it, and where they go. */
async function captions(show: Show, scene: Scene, work: string, index: number) {
  const scale = show.width / view.width
  const plate = (name: string, text: string) => draw(captionSvg(text), kCaption, scale, join(work, name))
  const blank = `${index}-blank.png`
  await plate(blank, '')
  const parts: string[] = []
  let at_ms = scene.at_ms
  const add = (name: string, until_ms: number) => {
    if (until_ms > at_ms) parts.push(`file ${name}\nduration ${((until_ms - at_ms) / 1000).toFixed(3)}\n`)
    at_ms = Math.max(at_ms, until_ms)
  }
  for (const [i, said] of scene.said.entries()) {
    const name = `${index}-caption${i}.png`
    await plate(name, said.line.text)
    add(blank, said.at_ms - 100)
    add(name, said.until_ms + 500)
  }
  add(blank, scene.at_ms + scene.length_ms)
  const list = join(work, `${index}-captions.txt`)
  await writeFile(list, 'ffconcat version 1.0\n' + parts.join('') + `file ${blank}\n`)
  return { list, at: `${2 * Math.round((kCaption.x * scale) / 2)}:${2 * Math.round((kCaption.y * scale) / 2)}` }
}

function captionSvg(text: string): string {
  if (!text) return ''
  const rows = text.split('\n')
  const wide = Math.max(...rows.map((row) => [...row].reduce((sum, c) => sum + (c.charCodeAt(0) < 128 ? 0.55 : 1), 0))) * kLetter + 26
  const high = rows.length * kRow + 11
  const top = kCaption.y + (kCaption.height - high) / 2
  return `<rect x="${195 - wide / 2}" y="${top}" width="${wide}" height="${high}" rx="12" fill="#1c1410" fill-opacity=".72"/>` +
    rows.map((row, i) => `<text x="195" y="${top + kRow + i * kRow}" text-anchor="middle" font-family="Noto Sans CJK JP" font-weight="700" ` +
      `font-size="${kLetter}" fill="#fffaf3">${escape(row)}</text>`).join('')
}

function encode(show: Show, scene: Scene): string[] {
  const rate = show.frame_rate
  const bits = Math.round(1500 * (show.width / 720) ** 1.5)
  return [
    '-frames:v', String((scene.length_ms * rate) / 1000), '-r', String(rate), '-c:v', 'libx264', '-threads', '1',
    '-preset', 'superfast', '-profile:v', 'main', '-pix_fmt', 'yuv420p', '-g', String(rate), '-keyint_min', String(rate),
    '-sc_threshold', '0', '-bf', '0', '-b:v', `${bits}k`, '-maxrate', `${bits * 1.4}k`, '-bufsize', `${bits * 2}k`,
    '-video_track_timescale', '90000',
  ]
}
