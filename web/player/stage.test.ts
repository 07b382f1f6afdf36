import assert from 'node:assert/strict'
import { test } from 'node:test'
import { stageOf, type StageFacts } from './stage.ts'

const onAir: StageFacts = { show: 'live', live: true, encoder: 'on', hasPlaylist: true, hasPicture: true, video: 'playing' }

const table: [string, Partial<StageFacts>, string][] = [
  ['a show on air plays', {}, 'playing'],
  ['before the start there is nothing to play', { show: 'scheduled', hasPicture: false }, 'before'],
  ['a cancelled show says so', { show: 'cancelled' }, 'cancelled'],
  ['on air without an encoder yet', { hasPlaylist: false, hasPicture: false, encoder: 'away' }, 'waiting'],
  ['the picture is on its way', { hasPicture: false, video: 'connecting' }, 'connecting'],
  ['the encoder left, and the buffer still plays', { encoder: 'away' }, 'playing'],
  ['the encoder left, and the buffer ran out', { encoder: 'away', video: 'stalled' }, 'away'],
  ['the network left', { video: 'stalled' }, 'stalled'],
  ['the viewer paused', { video: 'paused' }, 'paused'],
  ['the viewer paused while the encoder is away', { encoder: 'away', video: 'paused' }, 'paused'],
  ['the show ended, and the buffer still plays', { show: 'archived' }, 'playing'],
  ['the show ended, and all was seen', { show: 'archived', video: 'ended' }, 'over'],
  ['the show ended while the encoder was away', { show: 'archived', encoder: 'away', video: 'stalled' }, 'over'],
  ['the archive loads', { show: 'archived', live: false, hasPicture: false, video: 'connecting' }, 'connecting'],
  ['the archive plays', { show: 'archived', live: false }, 'archive'],
  ['the archive was seen to its end', { show: 'archived', live: false, video: 'ended' }, 'finished'],
]

for (const [name, facts, stage] of table) {
  test(name, () => assert.equal(stageOf({ ...onAir, ...facts }), stage))
}
