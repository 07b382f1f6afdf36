import assert from 'node:assert/strict'
import { test } from 'node:test'
import { clock, count, dateTime, duration, includedTax, money, shortCount, spokenClock } from './format.ts'
import { chooseLanguage } from './i18n.ts'
import { randomId } from './ids.ts'

test('money is written with its sign, thousands and minor units', () => {
  assert.equal(money({ amount: 2640, currency: 'JPY' }, 'ja'), '¥2,640')
  assert.equal(money({ amount: -300, currency: 'JPY' }, 'en'), '−¥300')
  assert.equal(money({ amount: 1999, currency: 'USD' }, 'en'), 'US$19.99')
})

test('short counts never claim more than there is', () => {
  assert.equal(count(1284), '1,284')
  assert.equal(shortCount(9999, 'ja'), '9,999')
  assert.equal(shortCount(18_642, 'ja'), '1.8万')
  assert.equal(shortCount(18_642, 'en'), '18.6k')
  assert.equal(shortCount(19_999, 'ja'), '1.9万')
  assert.equal(shortCount(2_345_678, 'ja'), '234万')
  assert.equal(shortCount(2_345_678, 'en'), '2.3M')
})

test('places in a show are read on a clock and aloud', () => {
  assert.equal(clock(-5), '0:00')
  assert.equal(clock(7_999), '0:07')
  assert.equal(clock(1_471_000), '24:31')
  assert.equal(clock(3_723_000), '1:02:03')
  assert.equal(spokenClock(1_471_000, 'ja'), '24分31秒')
  assert.equal(spokenClock(61_000, 'en'), '1 minute 1 second')
  assert.equal(spokenClock(0, 'ja'), '0秒')
})

test('a length is told in its largest unit and does not break from it', () => {
  assert.equal(duration(3_000, 'ja'), '3\u00a0秒')
  assert.equal(duration(24 * 60_000, 'en'), '24\u00a0min')
  assert.equal(duration(86_400_000, 'en'), '1\u00a0day')
  assert.equal(duration(2 * 86_400_000 + 5, 'ja'), '2\u00a0日')
})

test('a date names its weekday, and its year only when it is another', () => {
  const at = new Date(2026, 10, 23, 21, 0)
  assert.equal(dateTime(at, 'ja', new Date(2026, 10, 1)), '11月23日（月） 21:00')
  assert.equal(dateTime(at, 'ja', new Date(2027, 0, 1)), '2026年11月23日（月） 21:00')
  assert.equal(dateTime(at, 'en', new Date(2026, 10, 1)), 'Mon, 23 Nov, 21:00')
})

test('the tax within a price is rounded down', () => {
  assert.equal(includedTax(2640, 10), 240)
  assert.equal(includedTax(3924, 10), 356)
  assert.equal(includedTax(108, 8), 8)
})

test('the first language we speak is chosen, English otherwise', () => {
  assert.equal(chooseLanguage(['fr-FR', 'ja-JP', 'en']), 'ja')
  assert.equal(chooseLanguage(['en-US', 'ja']), 'en')
  assert.equal(chooseLanguage(['de']), 'en')
  assert.equal(chooseLanguage([]), 'en')
})

test('ids are version 4 UUIDs even where randomUUID is missing', () => {
  const shape = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/
  assert.match(randomId(), shape)
  const original = crypto.randomUUID
  Object.defineProperty(crypto, 'randomUUID', { value: undefined, configurable: true })
  try {
    assert.match(randomId(), shape)
    assert.notEqual(randomId(), randomId())
  } finally {
    Object.defineProperty(crypto, 'randomUUID', { value: original, configurable: true })
  }
})
