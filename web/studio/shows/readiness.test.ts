import assert from 'node:assert/strict'
import test from 'node:test'
import { readiness } from './readiness.ts'

const states = (checks: ReturnType<typeof readiness>) => checks.map((check) => `${check.what}:${check.text}`)

test('a new show lacks everything but its recording', () => {
  assert.deepEqual(states(readiness({ health: null, record: true, shelf: [] })),
    ['picture:picture_open', 'shelf:shelf_open', 'stock:stock_open', 'record:record_on'])
})

test('a show with picture, shelf and stock is ready', () => {
  const checks = readiness({
    health: { connected: true, width: 720, height: 1280, fps: 29.97 }, record: true,
    shelf: [{ title: 'lip', left: 38 }, { title: 'oil', left: 2 }],
  })
  assert.ok(checks.every((check) => check.state === 'ok'))
  assert.equal(checks[0]!.values.fps, 30)
  assert.equal(checks[2]!.values.left, 40)
})

test('what is sold out is named, a silent encoder and a refusal are said', () => {
  const shelf = [{ title: 'lip', left: 0 }, { title: 'oil', left: 2 }]
  const silent = readiness({ health: { connected: true, no_video_for_ms: 11_000 }, record: false, shelf })
  assert.deepEqual(states(silent), ['picture:picture_silent', 'shelf:shelf_ok', 'stock:stock_out_one', 'record:record_off'])
  assert.equal(silent[2]!.values.title, 'lip')
  assert.equal(readiness({ health: { connected: false, refused: 'no' }, record: true, shelf })[0]!.text, 'picture_refused')
})
