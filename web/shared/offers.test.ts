import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { bestOffer, kPriceReachBackMs, offeredPrice, standingOf, withOfferEvent, type Offer, type StaffOffer, type Where } from './offers.ts'

const yen = (amount: number) => ({ amount, currency: 'JPY' })
const offer = (more: Partial<Offer> = {}): Offer => ({
  id: 'a', title: '20% OFF', benefit: 'percent', percent: 20, amount: null, targets: [{ product: 'lip', sku: null, price: null }],
  coupon: false, code: null, pieces: null, left: null, per_person: null, archive_until: null, windows: [{ at: 60_000, until: 120_000 }], ...more,
})
const live = (playhead: number, clock: number): Where => ({ playhead, clock, live: true, wall: 0 })

describe('an offer', () => {
  test('is seen at the same moment of the picture, whatever the delay', () => {
    for (const delay of [1_000, 8_000]) {
      assert.equal(standingOf(offer(), live(59_999, 59_999 + delay)), null)
      assert.equal(standingOf(offer(), live(60_000, 60_000 + delay))?.leftMs, 60_000)
      assert.equal(standingOf(offer(), live(119_999, 119_999 + delay))?.leftMs, 1)
      assert.equal(standingOf(offer(), live(120_000, 120_000 + delay)), null)
    }
  })

  test('is over for who looks at an earlier moment, half a minute after it closed', () => {
    assert.ok(standingOf(offer(), live(70_000, 120_000 + kPriceReachBackMs - 1)))
    assert.equal(standingOf(offer(), live(70_000, 120_000 + kPriceReachBackMs)), null)
    assert.ok(standingOf(offer(), live(0, 60_000 + kPriceReachBackMs)), 'and open for who looks at one before it')
  })

  test('holds in the archive from its moment until its date', () => {
    const kept = offer({ archive_until: '2026-12-01T00:00:00Z' })
    const archive = (playhead: number, wall: number): Where => ({ playhead, clock: 600_000, live: false, wall })
    const ends = Date.parse('2026-12-01T00:00:00Z')
    assert.equal(standingOf(kept, archive(59_999, ends - 1)), null)
    assert.equal(standingOf(kept, archive(300_000, ends - 1))?.leftMs, 1)
    assert.equal(standingOf(kept, archive(300_000, ends)), null)
    assert.equal(standingOf(offer(), archive(70_000, 0)), null)
  })

  test('makes the price that the server makes', () => {
    assert.equal(offeredPrice(offer({ percent: 10 }), 'lip', 'lip', yen(1485))?.amount, 1336)
    assert.equal(offeredPrice(offer({ benefit: 'amount', amount: yen(500) }), 'lip', 'lip', yen(300))?.amount, 1)
    assert.equal(offeredPrice(offer(), 'tea', 'tea', yen(300)), null)
    const priced = offer({ benefit: 'price', targets: [{ product: 'lip', sku: null, price: yen(1980) }, { product: 'lip', sku: 'red', price: yen(1500) }] })
    assert.equal(offeredPrice(priced, 'red', 'lip', yen(2640))?.amount, 1500)
    assert.equal(offeredPrice(priced, 'pink', 'lip', yen(2640))?.amount, 1980)
    assert.equal(offeredPrice(priced, 'pink', 'lip', yen(1900)), null)
  })

  test('is none with fewer pieces left than are wanted, and the best of several is taken', () => {
    const offers = [offer({ left: 1, percent: 50 }), offer({ id: 'b' })]
    assert.equal(bestOffer(offers, 'lip', 'lip', yen(1000), live(60_000, 60_000))?.offer.id, 'a')
    assert.equal(bestOffer(offers, 'lip', 'lip', yen(1000), live(60_000, 60_000), 2)?.offer.id, 'b')
  })

  test('follows what the show tells of it', () => {
    const event = (kind: string, data: Record<string, unknown>) => ({ seq: 1, at: 60_000, kind, data })
    let offers: readonly Offer[] = withOfferEvent<Offer>([], event('offer.opened', { offer: 'a', until: null, left: 50, shown: offer({ windows: [{ at: 60_000, until: null }], left: 50 }) }))
    assert.equal(offers.length, 1)
    offers = withOfferEvent(offers, event('offer.changed', { offer: 'a', left: 3, sold: 47 }))
    assert.equal(offers[0]?.left, 3)
    offers = withOfferEvent(offers, event('offer.closed', { offer: 'a', until: 90_000 }))
    assert.deepEqual(offers[0]?.windows, [{ at: 60_000, until: 90_000 }])
    assert.equal(withOfferEvent(offers, event('product.pinned', { product: 'lip' })), offers)
  })

  test('keeps the code that only staff read', () => {
    const staff: StaffOffer[] = [{ ...offer({ coupon: true, code: 'SPRING' }), code_shown: false, lasts_seconds: null, sold: 0 }]
    const after = withOfferEvent(staff, { seq: 1, at: 0, kind: 'offer.opened', data: { offer: 'a', left: null, shown: offer({ coupon: true }) } })
    assert.equal(after[0]?.code, 'SPRING')
  })
})
