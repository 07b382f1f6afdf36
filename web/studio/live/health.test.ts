import assert from 'node:assert/strict'
import test from 'node:test'
import { sparkline, verdict, type Health } from './health.ts'

const good: Health = {
  connected: true, protocol: 'rtmp', bitrate_bps: 4_800_000, fps: 30, width: 720, height: 1280,
  audio: { sample_rate: 48000, channels: 2 }, key_frame_interval_ms: 2000, long_gop: false, no_video_for_ms: 0,
  refused: null, recording: 'on', recording_problem: null, waiting_ms: 0,
}

const table: [string, Health | null, boolean, string, string[]][] = [
  ['all well', good, true, 'ok', ['good']],
  ['no encoder before the start is only waiting', null, false, 'idle', ['waiting']],
  ['an encoder that has just left is amber', { connected: false, waiting_ms: 3000 }, true, 'warn', ['away']],
  ['an encoder away for long is red', { connected: false, waiting_ms: 12_000 }, true, 'bad', ['away']],
  ['a hiccup is amber', { ...good, no_video_for_ms: 2500 }, true, 'warn', ['late']],
  ['ten seconds without video are red', { ...good, no_video_for_ms: 10_000 }, true, 'bad', ['no_video']],
  ['a long GOP is amber', { ...good, long_gop: true, key_frame_interval_ms: 8000 }, true, 'warn', ['long_gop']],
  ['no sound is amber', { ...good, audio: null }, true, 'warn', ['no_audio']],
  ['a refusal is red, also before the start', { connected: false, refused: 'VP9 は使えません。' }, false, 'bad', ['refused', 'waiting']],
  ['a failed recording is red while the picture is well', { ...good, recording: 'failed', recording_problem: 'disk' }, true, 'bad', ['recording_failed']],
]
for (const [name, health, live, tone, whys] of table) {
  test(name, () => {
    const given = verdict(health, live)
    assert.equal(given.tone, tone)
    assert.deepEqual(given.reasons.map((reason) => reason.why), whys)
  })
}

test('the gravest reason comes first', () => {
  const given = verdict({ ...good, long_gop: true, recording: 'failed', recording_problem: 'disk full' }, true)
  assert.deepEqual(given.reasons.map((reason) => reason.why), ['recording_failed', 'long_gop'])
  assert.equal(given.reasons[0]!.values.sentence, 'disk full')
})

test('a sparkline grows from the right edge and stays in its box', () => {
  assert.equal(sparkline([], 10, 100, 20), '')
  const path = sparkline([0, 10, 5], 11, 100, 20)
  const points = path.slice(1).split('L').map((point) => point.split(' ').map(Number))
  assert.deepEqual(points.map(([x]) => x), [80, 90, 100])
  for (const [, y] of points) assert.ok(y! >= 0 && y! <= 20)
  assert.ok(points[1]![1]! < points[0]![1]!)
})
