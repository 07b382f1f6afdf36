import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fieldOfPointer, kNoContact, tidyContact, typedContact, wrongFields } from './contact.ts'

const good = { name: '佐藤 花', email: 'hana@example.jp', phone: '090-1234-5678', postal_code: '154-0023', prefecture: '東京都', city: '世田谷区', line: '若林 1-2-3', building: '' }

test('a complete contact has nothing wrong', () => {
  assert.deepEqual(wrongFields(tidyContact(good)), [])
  assert.deepEqual(wrongFields(tidyContact({ ...good, phone: '' })), [])
})

test('the address is whole and in its parts', () => {
  assert.equal(tidyContact(good).address, '東京都世田谷区若林 1-2-3')
  const flat = tidyContact({ ...good, building: ' 月白ビル 4F ' })
  assert.equal(flat.address, '東京都世田谷区若林 1-2-3 月白ビル 4F')
  assert.equal(flat.building, '月白ビル 4F')
  assert.deepEqual(typedContact(flat), { ...good, building: '月白ビル 4F' })
})

test('an address that was remembered in one piece can be typed on', () => {
  const kept = typedContact({ name: '佐藤', email: 'a@b.jp', postal_code: '154-0023', address: '東京都世田谷区若林' })
  assert.equal(kept.line, '東京都世田谷区若林')
  assert.deepEqual(wrongFields(tidyContact(kept)), ['prefecture', 'city'])
})

test('digits may be typed full-width and without the hyphen', () => {
  const tidy = tidyContact({ ...good, postal_code: '１５４００２３', phone: '０９０ー１２３４ー５６７８' })
  assert.equal(tidy.postal_code, '154-0023')
  assert.equal(tidy.phone, '090-1234-5678')
})

test('an empty form names every field that must be filled', () => {
  assert.deepEqual(wrongFields(tidyContact(kNoContact)), ['name', 'email', 'postal_code', 'prefecture', 'city', 'line'])
})

test('what is plainly wrong is found before it is sent', () => {
  assert.deepEqual(wrongFields(tidyContact({ ...good, email: 'hana@example' })), ['email'])
  assert.deepEqual(wrongFields(tidyContact({ ...good, postal_code: '154-00' })), ['postal_code'])
  assert.deepEqual(wrongFields(tidyContact({ ...good, phone: 'abc' })), ['phone'])
})

test('a problem of the server finds its field', () => {
  assert.equal(fieldOfPointer('/contact/email'), 'email')
  assert.equal(fieldOfPointer('/contact/address'), 'line')
  assert.equal(fieldOfPointer('/contact/toString'), null)
  assert.equal(fieldOfPointer('/lines/0/quantity'), null)
  assert.equal(fieldOfPointer(null), null)
})
