// Erasing a person leaves no name, address, mail or text of theirs anywhere in the data folder, and every total as it was.
import assert from 'node:assert/strict'
import { readdir, readFile } from 'node:fs/promises'
import { after, before, describe, test } from 'node:test'
import { type Client, refused } from '../support/api.ts'
import { type MailSink, mailSink } from '../support/mail_sink.ts'
import { until } from '../support/processes.ts'
import { Room } from '../support/room.ts'
import { Server } from '../support/server.ts'
import { Shop } from '../support/shop.ts'

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

/** The files of the data folder in which one of the words stands. */
async function filesWith(words: string[]): Promise<string[]> {
  const found: string[] = []
  for (const entry of await readdir(shop.server.data, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue
    const bytes = await readFile(`${entry.parentPath}/${entry.name}`)
    for (const word of words) if (bytes.includes(word)) found.push(`${entry.name}: ${word}`)
  }
  return found
}

async function signIn(viewer: Client, email: string): Promise<void> {
  await shop.anyone.send('POST', '/api/members/sign-in', { json: { email, language: 'ja' } })
  const mail = await sink.wait((each) => each.to.includes(email))
  await viewer.post('/api/members/verify', { token: /token=(\w+)/.exec(mail.text)![1] })
}

interface Lived { viewer: Client & { id: string; name: string }; words: string[]; order: { id: string; number: string; url?: string } }

/** A person with a name, lines, an order, a saved product, a reminder and a mail that waits. */
async function lives(tag: string, show: string, product: string): Promise<Lived> {
  const name = `消える${tag}`, email = `kieru-${tag}@example.jp`
  const viewer = await shop.viewer(name)
  const words = [name, `kieru-${tag}`, `消印${tag}さま`, `架空町${tag}`, `0901234${tag}`, `口にした言葉${tag}`, `二言目${tag}`]
  await signIn(viewer, email)
  const room = await Room.join(viewer, show)
  await room.must('chat.post', { text: words[5] })
  await room.must('chat.post', { text: words[6] })
  await room.must('heart', { count: 3 })
  await room.must('product.save', { product })
  await room.must('play.span', { from: 0, to: 0 })
  room.leave()
  const order = await viewer.post('/api/orders', {
    show, lines: [{ sku: product, quantity: 1 }],
    contact: { name: words[2], email, phone: words[4], postal_code: '150-0001', address: `東京都渋谷区${words[3]} 1-2-3` },
  })
  const coming = await shop.show({ starts_at: new Date(Date.now() + 7_200_000).toISOString() })
  await viewer.put(`/api/shows/${coming.id}/reminder`, {})
  return { viewer, words, order }
}

describe('erasing a person', () => {
  test('takes every word of theirs from the disk and leaves every total', async () => {
    const product = await shop.product(10)
    const show = await shop.liveShow(product)
    const other = await lives('1111', show.id, product.id)
    const gone = await lives('2222', show.id, product.id)
    const watcher = await Room.join(other.viewer, show.id)
    assert.ok((await filesWith(gone.words)).length >= gone.words.length - 1, 'the search finds what is there')

    const totals = async () => {
      const orders = (await shop.owner.get('/api/orders')).items as { total: { amount: number } }[]
      const now = await shop.snapshot(show.id)
      const page = await shop.owner.get(`/api/shows/${show.id}/timeline?at=0&until=100000000`)
      return {
        orders: orders.length, revenue: orders.reduce((sum, order) => sum + order.total.amount, 0),
        chat: now.counts.chat, hearts: now.counts.hearts, left: (await shop.anyone.get(`/api/products/${product.id}`)).left,
        hearted: page.hearts, saves: page.saves,
      }
    }
    const before = await totals()
    refused(await gone.viewer.send('POST', '/api/me/erase', { json: {} }), 400, 'invalid', '/confirm')
    const open = refused(await gone.viewer.send('POST', '/api/me/erase', { json: { confirm: 'erase' } }), 409, 'open-orders')
    assert.ok(open.detail.includes(gone.order.number))
    assert.equal((await gone.viewer.send('POST', '/api/me/erase', { json: { confirm: 'erase', even_open_orders: true } })).status, 204)

    refused(await gone.viewer.send('GET', '/api/me'), 401, 'unauthorized')
    refused(await shop.anyone.send('GET', gone.order.url!.replace('/orders/', '/api/orders/')), 404, 'not-found')
    const erased = await watcher.waitFor('chat.erased')
    const page = await shop.anyone.get(`/api/shows/${show.id}/timeline?limit=500`)
    assert.ok(!JSON.stringify(page).includes('2222'), 'nobody reads it')
    assert.ok(JSON.stringify(page).includes('口にした言葉1111'), 'what others wrote stays')
    assert.equal((erased.data.seqs as number[]).length, 2)
    for (const path of [`/api/shows/${show.id}/timeline?at=0&until=100000000`, '/api/orders', '/api/orders.csv', '/api/outbox', '/api/audit']) {
      assert.ok(!(await shop.owner.send('GET', path)).text.includes('2222'), path)
    }
    refused(await gone.viewer.send('PATCH', '/api/viewers/me', { json: { name: 'x' } }), 401, 'unauthorized')

    const compacted = await shop.owner.post('/api/maintenance/compact')
    assert.equal(compacted.to_be_compacted, 0)
    assert.ok(compacted.erasures >= 1 && compacted.last_compacted_at)
    assert.deepEqual(await filesWith(gone.words), [])
    assert.deepEqual(await totals(), before)
    assert.equal((await filesWith(other.words)).length > 0, true, 'the other person is still there')
    watcher.leave()
  })

  test('by the owner, for somebody who asks the shop', async () => {
    const product = await shop.product(10)
    const show = await shop.liveShow(product)
    const gone = await lives('3333', show.id, product.id)
    const email = 'kieru-3333@example.jp'
    const found = await shop.owner.post('/api/people/find', { email })
    assert.deepEqual(found, { member: true, devices: 1, orders: 1, open_orders: [gone.order.number] })
    await shop.owner.post(`/api/orders/${gone.order.id}/cancel`, { reason: `消印3333さまのご希望` })
    refused(await gone.viewer.send('POST', '/api/people/erase', { json: { email, confirm: 'erase' } }), 403, 'forbidden')
    assert.equal((await shop.owner.send('POST', '/api/people/erase', { json: { email, confirm: 'erase' } })).status, 204)
    refused(await shop.owner.send('POST', '/api/people/erase', { json: { email, confirm: 'erase' } }), 404, 'not-found')
    await shop.owner.post('/api/maintenance/compact')
    assert.deepEqual(await filesWith(gone.words), [])
    await until('the audit says so', async () => JSON.stringify(await shop.owner.get('/api/audit')).includes('person.erased'))
  })

  test('is the same for a viewer who never signed in', async () => {
    const show = await shop.liveShow()
    const viewer = await shop.viewer('通りすがり4444')
    const room = await Room.join(viewer, show.id)
    await room.must('chat.post', { text: 'また来ます4444' })
    room.leave()
    const all = await viewer.get('/api/me/export')
    assert.equal(all.written[0].text, 'また来ます4444')
    assert.equal((await viewer.send('POST', '/api/me/erase', { json: { confirm: 'erase' } })).status, 204)
    await shop.owner.post('/api/maintenance/compact')
    assert.deepEqual(await filesWith(['通りすがり4444', 'また来ます4444']), [])
    refused(await viewer.send('GET', '/api/maintenance'), 401, 'unauthorized')
    assert.equal((await shop.owner.get('/api/maintenance')).to_be_compacted, 0)
  })
})
