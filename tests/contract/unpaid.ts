// Transfers that do not come: the reminder, and the end, by the server itself and over restarts. Days pass by moving the
// times in the database of a server that was killed.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { type Order, type Product, refused } from '../support/api.ts'
import { type MailSink, mailSink } from '../support/mail_sink.ts'
import { run, until } from '../support/processes.ts'
import { Server } from '../support/server.ts'
import { contact, Shop } from '../support/shop.ts'

type Unpaid = Order & { due_at: string; cancels_at: string | null; history: { what: string; reason: string; by: { role: string; name: string } }[] }

let sink: MailSink
let shop: Shop
before(async () => {
  sink = await mailSink()
  shop = await Shop.open(await Server.start({ args: ['--smtp', sink.url] }))
})
after(async () => {
  await shop.server.stop()
  await sink.close()
})

const payment = (cancel_after_days: unknown) => ({ on_delivery: { enabled: true, fees: [], free_from: null }, bank_transfer: { enabled: true, account: '月白銀行 1234567', days: 7, cancel_after_days } })

/** Kills the server, moves all that unpaid orders wait for so many days back, and starts it again. */
async function later(days: number): Promise<void> {
  await shop.server.kill()
  const ms = days * 86_400_000
  const moved = await run('sqlite3', [`${shop.server.data}/nigiwai.db`, `UPDATE placed_order SET placed_at = placed_at - ${ms}, due_at = due_at - ${ms}, cancels_at = cancels_at - ${ms}`])
  assert.equal(moved.code, 0, moved.stderr)
  await shop.server.begin()
}

describe('a transfer that does not come', () => {
  test('is reminded of, and its order cancelled by the server, over restarts', async () => {
    assert.equal((await shop.owner.get<any>('/api/checkout')).payment.bank_transfer.cancel_after_days, null, 'off unless the owner wants it')
    for (const wrong of [-1, 61, 1.5, '3']) {
      refused(await shop.owner.send('PUT', '/api/checkout/payment', { json: payment(wrong) }), 400, 'invalid', '/bank_transfer/cancel_after_days')
    }
    await shop.owner.put('/api/checkout/payment', payment(3))
    const product = await shop.product(3)
    const place = async (more: object) => shop.anyone.post<Unpaid>('/api/orders', { contact, lines: [{ sku: product.id, quantity: 1 }], ...more })
    const [open, paid, cash] = [await place({ payment: 'bank-transfer', language: 'en' }), await place({ payment: 'bank-transfer' }), await place({ payment: 'on-delivery' })]
    await shop.owner.post(`/api/orders/${paid.id}/pay`, {})
    const now = (order: Order) => shop.owner.get<Unpaid>(`/api/orders/${order.id}`)

    await later(8)
    const told = await until('the buyer is reminded', () => sink.to(contact.email).find(({ subject }) => subject.includes('Your payment is still open')))
    assert.match(told.text, /月白銀行 1234567/)
    const reminded = await now(open)
    assert.equal(reminded.state, 'placed')
    const due = async (before: number) => (await shop.owner.get<{ items: Order[] }>(`/api/orders?due_before=${new Date(before).toISOString()}`)).items.map(({ id }) => id)
    assert.deepEqual(await due(Date.now()), [open.id], 'neither what is paid nor what is paid on delivery is overdue')
    assert.deepEqual(await due(Date.parse(reminded.due_at)), [])
    assert.equal(Math.round((Date.parse(reminded.cancels_at!) - Date.parse(reminded.due_at)) / 86_400_000), 3)

    await later(2)
    await until('the order is cancelled', async () => (await now(open)).state === 'cancelled')
    const { history } = await now(open)
    assert.deepEqual(history.map(({ what, by }) => [what, by?.role]), [['placed', undefined], ['cancelled', 'server']])
    assert.equal(history[1]!.reason, 'Not paid by the due date.')
    assert.equal((await shop.anyone.get<Product>(`/api/products/${product.id}`)).left, 1, 'the piece is back')
    assert.deepEqual([(await now(paid)).state, (await now(cash)).state], ['paid', 'placed'])
    await until('the buyer is told', () => sink.to(contact.email).find(({ text }) => text.includes('did not reach us by its due date')))
    assert.equal(sink.to(contact.email).filter(({ subject }) => subject.includes('Your payment is still open')).length, 1)
    const { items } = await shop.owner.get<{ items: { action: string; subject: string; by: { handle: string } | null }[] }>('/api/audit?by=server&action=order.cancelled')
    assert.deepEqual(items.map(({ subject }) => subject), [open.number])
  })
})
