import assert from 'node:assert/strict'
import { test } from 'node:test'
import { recordingType, troubleOf } from './devices.ts'

test('says what stands in the way', () => {
  for (const [name, trouble] of [['NotAllowedError', 'refused'], ['NotFoundError', 'absent'], ['OverconstrainedError', 'absent'], ['NotReadableError', 'busy'], ['AbortError', 'busy'], ['TypeError', 'unknown']] as const) {
    assert.equal(troubleOf(Object.assign(new Error(), { name })), trouble)
  }
  assert.equal(troubleOf(null), 'unknown')
})

test('records what the server can pass on, where the browser has it', () => {
  const chrome = (type: string) => /^video\/(webm|x-matroska)/.test(type)
  assert.equal(recordingType(chrome), 'video/x-matroska;codecs=avc1,opus')
  assert.equal(recordingType((type) => type.startsWith('video/mp4')), 'video/mp4;codecs=avc1.42E01E,mp4a.40.2')
  assert.equal(recordingType((type) => type.startsWith('video/webm') && !type.includes('h264')), 'video/webm;codecs=vp8,opus')
  assert.equal(recordingType(() => false), null)
})
