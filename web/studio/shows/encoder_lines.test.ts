import assert from 'node:assert/strict'
import test from 'node:test'
import { ffmpegLine, masked } from './encoder_lines.ts'

const rtmp = { protocol: 'rtmp', url: 'rtmp://host:1935/live', key: 'h3k9?key=s3cret' }
const srt = { protocol: 'srt', url: 'srt://host:9710?streamid=%23%21%3A%3Ar%3Dh3k9%2Cs%3Ds3cret', key: 's3cret' }

test('the line sends to the address with its key', () => {
  assert.match(ffmpegLine(rtmp), /-f flv 'rtmp:\/\/host:1935\/live\/h3k9\?key=s3cret'$/)
  assert.match(ffmpegLine(srt), /-f mpegts 'srt:\/\/host:9710\?streamid=.*'$/)
})

test('no masked text holds the key', () => {
  for (const address of [rtmp, srt]) {
    for (const text of [address.url, address.key, ffmpegLine(address)]) {
      assert.ok(!masked(text, address).includes('s3cret'), masked(text, address))
    }
  }
  assert.equal(masked(rtmp.url, rtmp), rtmp.url)
  assert.equal(masked(rtmp.key, rtmp), 'h3k9?key=••••••••')
})
