import assert from 'node:assert/strict'
import { signal } from '@preact/signals'
import { test } from 'node:test'
import type { Show } from '../../shared/api.ts'
import type { LinkState } from '../../shared/timeline.ts'
import type { SheetCue } from '../plan/plan_api.ts'
import { CueRoom, type CueHost } from './cue_room.ts'

const cue = (id: string) => ({ id, product: '' }) as unknown as SheetCue

/** A room whose commands are answered when the test says so. */
function bench() {
  globalThis.fetch = async () => new Response(JSON.stringify({ items: [], starts: [], current: null }))
  const asked: string[] = []
  const answers: ((problem?: Error) => void)[] = []
  const room = new CueRoom({
    show: signal({ id: 'h3k9', shelf: [], pin: null } as unknown as Show), clock: signal<number | null>(0), link: signal<LinkState>('open'),
    hear: () => () => {}, togglePin: async () => {},
    command: (_: string, data: Record<string, unknown>) => {
      asked.push(String(data['cue']))
      return new Promise((resolve, reject) => answers.push((problem) => (problem ? reject(problem) : resolve({ seq: 1 }))))
    },
  } as unknown as CueHost)
  const settled = () => new Promise((resolve) => setTimeout(resolve, 5))
  return { room, asked, answers, settled }
}

test('a cue that is wanted while another starts comes after it, also where that one fails', async () => {
  const { room, asked, answers, settled } = bench()
  const first = room.start(cue('a'))
  const second = room.start(cue('b'))
  assert.deepEqual(asked, ['a'])
  answers[0]!(new Error('no'))
  await assert.rejects(first, /no/)
  await settled()
  assert.deepEqual(asked, ['a', 'b'])
  answers[1]!()
  await second
})

test('the same cue pressed twice starts once, and again later', async () => {
  const { room, asked, answers } = bench()
  const first = room.start(cue('a'))
  await room.start(cue('a'))
  answers[0]!()
  await first
  const again = room.start(cue('a'))
  answers[1]!()
  await again
  assert.deepEqual(asked, ['a', 'a'])
})
