// The voices and the music of the demo's videos, and when each line is said.
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { run } from './pictures.ts'
import type { Line, Shot, Show } from './shows.ts'

const kRate = 48_000
/** Brings the voice, which is read softly, to a usual loudness. */
const kVoice = 1.25

export type Said = { line: Line; at_ms: number; until_ms: number; samples: Float32Array }
export type Scene = { shot: Shot; at_ms: number; length_ms: number; said: Said[] }

/** Speaks every line and lays the shots end to end. Each lasts whole seconds, so that key frames fall on the cuts. */
export async function speak(show: Show, folder: string): Promise<Scene[]> {
  const scenes: Scene[] = []
  let at_ms = 0
  for (const [index, shot] of show.shots.entries()) {
    const voices = await Promise.all(shot.lines.map(async (line, i) => {
      const file = join(folder, `${show.name}-${index}-${i}.wav`)
      await run('espeak-ng', [...show.presenter.voice, '-a', '90', '-w', file, line.say])
      return readVoice(await readFile(file))
    }))
    const said: Said[] = []
    let length_ms = 500
    for (const [i, samples] of voices.entries()) {
      const lasts = (samples.length / kRate) * 1000
      said.push({ line: shot.lines[i]!, at_ms: at_ms + length_ms, until_ms: at_ms + length_ms + lasts, samples })
      length_ms += lasts + 1100
    }
    length_ms = Math.ceil(length_ms / 1000) * 1000
    scenes.push({ shot, at_ms, length_ms, said })
    at_ms += length_ms
  }
  return scenes
}

/** A mono 16-bit WAV of espeak-ng at 48 kHz, without the silence at its end, its edges taken off. */
function readVoice(wav: Buffer): Float32Array {
  const rate = wav.readUInt32LE(24)
  const data = wav.indexOf('data') + 8
  const count = (wav.length - data) >> 1
  let last = count - 1
  while (last > 0 && Math.abs(wav.readInt16LE(data + 2 * last)) < 200) last--
  const length = Math.floor((last / rate) * kRate)
  const out = new Float32Array(length)
  let low = 0
  for (let i = 0; i < length; i++) {
    const from = (i * rate) / kRate
    const k = Math.floor(from)
    const a = wav.readInt16LE(data + 2 * k)
    const b = wav.readInt16LE(data + 2 * Math.min(k + 1, last))
    low += 0.45 * ((a + (b - a) * (from - k)) / 32768 - low)
    out[i] = low
  }
  return out
}

/** How far the mouth is open at each frame of a scene: 0, 1 or 2. */
export function mouths(scene: Scene, frame_rate: number): Uint8Array {
  const frames = new Uint8Array((scene.length_ms * frame_rate) / 1000)
  const span = kRate / frame_rate
  for (const { at_ms, samples } of scene.said) {
    const first = Math.round(((at_ms - scene.at_ms) * frame_rate) / 1000)
    for (let f = 0; f * span < samples.length && first + f < frames.length; f++) {
      let sum = 0
      const end = Math.min((f + 1) * span, samples.length)
      for (let i = Math.floor(f * span); i < end; i++) sum += samples[i]! ** 2
      const loud = Math.sqrt(sum / span)
      frames[first + f] = loud > 0.11 ? 2 : loud > 0.035 ? 1 : 0
    }
  }
  // A mouth held open for seconds looks frozen; one that flips every frame flickers.
  for (let f = 1; f + 1 < frames.length; f++) if (frames[f - 1] === frames[f + 1]) frames[f] = frames[f - 1]!
  for (let f = 6; f < frames.length; f++) if (frames.subarray(f - 6, f).every((m) => m === 2)) frames[f] = 1
  return frames
}

const chords = [[174.61, 220, 261.63, 329.63], [164.81, 196, 246.94, 293.66], [146.83, 174.61, 220, 261.63], [130.81, 196, 246.94, 329.63]]

/** Voices over quiet pads, as a stereo 16-bit WAV. */
export async function mix(scenes: Scene[], file: string): Promise<void> {
  const length = Math.round((scenes.reduce((sum, scene) => sum + scene.length_ms, 0) * kRate) / 1000)
  const voice = new Float32Array(length)
  for (const { at_ms, samples } of scenes.flatMap((scene) => scene.said)) {
    const start = Math.round((at_ms * kRate) / 1000)
    for (let i = 0; i < samples.length && start + i < length; i++) voice[start + i] = samples[i]!
  }
  // A small room, so that the voice does not stand bare.
  for (const [delay_ms, gain] of [[23, 0.18], [41, 0.12], [67, 0.08]] as const) {
    const delay = (delay_ms * kRate) / 1000
    for (let i = length - 1; i >= delay; i--) voice[i]! += gain * voice[i - delay]!
  }
  const music = pads(length)
  const pcm = Buffer.alloc(44 + length * 4)
  header(pcm, length)
  let level = 0
  for (let i = 0; i < length; i++) {
    level += 0.00005 * (Math.abs(voice[i]!) - level)
    const duck = 1 / (1 + 14 * level)
    const edge = Math.min(1, i / 24_000, (length - i) / 24_000)
    const v = voice[i]! * kVoice
    pcm.writeInt16LE(sample(v + music[0]![i]! * duck * edge), 44 + 4 * i)
    pcm.writeInt16LE(sample(v + music[1]![i]! * duck * edge), 46 + 4 * i)
  }
  await writeFile(file, pcm)
}

const sample = (value: number) => Math.round(Math.max(-1, Math.min(1, value)) * 32_000)

/** Slow chords of sines, eight seconds each, a little apart left and right. */
function pads(length: number): [Float32Array, Float32Array] {
  const sides: [Float32Array, Float32Array] = [new Float32Array(length), new Float32Array(length)]
  const bar = 8 * kRate
  for (let start = 0, n = 0; start < length; start += bar, n++) {
    for (const [voice, note] of chords[n % chords.length]!.entries()) {
      for (const side of [0, 1] as const) {
        // A rotating pair of numbers is a sine without calling one for each of ten million samples.
        const step = (2 * Math.PI * note * (1 + (side - 0.5) * 0.0016)) / kRate
        const [c, s] = [Math.cos(step), Math.sin(step)]
        let [x, y] = [1, 0]
        const out = sides[side]
        const end = Math.min(length, start + bar + kRate)
        for (let i = start; i < end; i++) {
          const t = i - start
          const swell = Math.min(1, t / (2 * kRate), Math.max(0, (bar + kRate - t) / (2 * kRate)))
          out[i]! += y * swell * 0.022 * (voice === 0 ? 1.3 : 1)
          ;[x, y] = [x * c - y * s, x * s + y * c]
        }
      }
    }
  }
  return sides
}

function header(pcm: Buffer, length: number) {
  pcm.write('RIFF', 0)
  pcm.writeUInt32LE(36 + length * 4, 4)
  pcm.write('WAVEfmt ', 8)
  pcm.writeUInt32LE(16, 16)
  pcm.writeUInt16LE(1, 20)
  pcm.writeUInt16LE(2, 22)
  pcm.writeUInt32LE(kRate, 24)
  pcm.writeUInt32LE(kRate * 4, 28)
  pcm.writeUInt16LE(4, 32)
  pcm.writeUInt16LE(16, 34)
  pcm.write('data', 36)
  pcm.writeUInt32LE(length * 4, 40)
}
