import assert from 'node:assert/strict'
import { test } from 'node:test'
import { placeOf, type News } from './returning_api.ts'

const product = { id: 'lip', title: '口紅', subtitle: '', brand: '', picture: null, price: { amount: 1, currency: 'JPY' }, left: 1 }
const show = { id: 's1', title: '秋の夜', state: 'archived' as const, starts_at: null, pictures: [] }
const news = (more: Partial<News>): News => ({ news: 1, reason: 'back', product, show: null, at: null, title: null, code: null, ends_at: null, happened_at: '', told: false, ...more })

test('news lead to the moment, else the show, else the product', () => {
  assert.equal(placeOf(news({ reason: 'moment', show, at: 61_900 })), '/shows/s1?t=61')
  assert.equal(placeOf(news({ reason: 'shown', show })), '/shows/s1')
  assert.equal(placeOf(news({})), '/products/lip')
  assert.equal(placeOf(news({ reason: 'ending', show })), '/products/lip', 'where it is bought')
  assert.equal(placeOf(news({ reason: 'story' })), '/products/lip')
})
