import assert from 'node:assert/strict'
import { readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { before, describe, test } from 'node:test'
import { type Page, type Product, refused } from '../support/api.ts'
import { root } from '../support/processes.ts'
import { contact, type Shop } from '../support/shop.ts'
import { house } from './house.ts'

let shop: Shop
before(async () => void (shop = await house()))

interface Report {
  format: string; encoding: string; created: number; changed: number; unchanged: number; refused_count: number
  refused: { line: number; field: string; why: string }[]; stock_differences: { sku: string; ours: number; theirs: number }[]
  ignored_columns: Record<string, number>
}
const feed = (name: string) => readFile(join(root, 'tests/feeds', name))
const send = (bytes: string | Uint8Array) => shop.owner.send<Report>('POST', '/api/products/import', { bytes, headers: { 'content-type': 'application/octet-stream' } })
const imported = async (bytes: string | Uint8Array): Promise<Report> => {
  const answer = await send(bytes)
  assert.equal(answer.status, 200, answer.text)
  return answer.body
}
const counts = ({ created, changed, unchanged, refused_count }: Report) => [created, changed, unchanged, refused_count]
const read = (id: string) => shop.owner.get<Product>(`/api/products/${id}`)

describe('an import', () => {
  for (const [name, format, encoding, created, wrong] of [
    ['google-rss.xml', 'google-xml', 'UTF-8', 2, 0], ['google-atom.xml', 'google-xml', 'UTF-8', 2, 0],
    ['google.tsv', 'google-tsv', 'UTF-8', 2, 0], ['google-sjis.tsv', 'google-tsv', 'Shift_JIS', 2, 0],
    ['google-euc.tsv', 'google-tsv', 'EUC-JP', 1, 0], ['shopify.csv', 'shopify-csv', 'UTF-8', 3, 1],
    ['shopify-2024.csv', 'shopify-csv', 'UTF-8', 1, 0], ['products.jsonl', 'json', 'UTF-8', 2, 0],
  ] as const) {
    test(`takes ${name} completely, and finds nothing new in it the second time`, async () => {
      const first = await imported(await feed(name))
      assert.deepEqual([first.format, first.encoding, ...counts(first)], [format, encoding, created, 0, 0, wrong])
      const second = await imported(await feed(name))
      assert.deepEqual(counts(second), [0, 0, created, wrong])
    })
  }

  test('keeps what a feed says of a product', async () => {
    const lip = await read('lip')
    assert.equal(lip.title, 'うるみリップティント')
    assert.deepEqual(lip.variants.map(({ sku, options, price }) => [sku, options, price.amount]), [['lip-01', { 色: '茜' }, 2640], ['lip-02', { 色: '柿渋' }, 2860]])
    assert.equal(lip.picture_sources?.length, 4)
    assert.equal((await shop.anyone.get<Page<Product>>(`/api/products?q=${encodeURIComponent('紅梅')}`)).items[0]?.id, 'sjis-1')
    assert.equal((await read('tv_123456')).left, 12)
    assert.equal((await read('json-tee')).limit_per_person, 2)
  })

  test('refuses broken rows alone, with their line and field', async () => {
    const report = await imported(await feed('broken.tsv'))
    assert.equal(report.created, 3)
    assert.deepEqual(report.refused.slice(0, 3).map(({ line, field }) => [line, field]), [[3, 'price'], [4, 'price'], [5, 'price']])
    assert.ok(report.refused.every(({ why }) => /\.$/.test(why)))
    assert.equal((await read('ok-2')).left, 2)
  })

  test('sets stock only for what it creates, and tells where it differs', async () => {
    const lines = (quantity: number) => `id\ttitle\tprice\tquantity\nstock-of-feed\tStock\t100 JPY\t${quantity}\n`
    await imported(lines(5))
    await shop.owner.post('/api/stock/stock-of-feed', { delta: -2, reason: '破損' })
    const again = await imported(lines(9))
    assert.deepEqual(again.stock_differences, [{ sku: 'stock-of-feed', ours: 3, theirs: 9 }])
    assert.equal((await read('stock-of-feed')).left, 3)
    const history = await shop.owner.get<Page<any>>('/api/stock/stock-of-feed/history')
    assert.deepEqual(history.items.map(({ delta, reason }) => [delta, reason]), [[-2, '破損'], [5, 'import']])
  })

  test('makes plain text of HTML, and leaves formulas to whoever writes spreadsheets', async () => {
    await imported('id\ttitle\tdescription\tprice\nhtml-1\t<b onclick="x">Bold</b> &amp; <script>alert(1)</script>safe\t<p>One</p><p>Two</p>\t100 JPY\nhtml-2\t=HYPERLINK("http://x")\t\t100 JPY\n')
    const bold = await read('html-1')
    assert.equal(bold.title, 'Bold & safe')
    assert.equal(bold.description, 'One\n\nTwo')
    assert.equal((await read('html-2')).title, '=HYPERLINK("http://x")')
  })

  test('expands no entity of a document, and reads no file', async () => {
    const report = await imported(await feed('broken.xml'))
    assert.ok(report.refused_count >= 4)
    const all = JSON.stringify(report) + JSON.stringify(await read('ok-1'))
    assert.ok(!/lollol|root:/.test(all))
  })

  test('is refused for what is no feed', async () => {
    refused(await send(''), 400, 'invalid', 'format')
    refused(await send('name,price\nx,1\n'), 415, 'unsupported', 'format')
    refused(await send(new Uint8Array([0x50, 0x4b, 3, 4, 0, 0])), 415, 'unsupported')
    refused(await send(new Uint8Array(64 * 1024 * 1024 + 1)), 413, 'too-large')
  })

  test('tells how far it is, and keeps its report', async () => {
    const report = await imported('id\ttitle\tprice\nprogress\tProgress\t100 JPY\n')
    const state = await shop.owner.get('/api/products/import/progress')
    assert.equal(state.state, 'done')
    assert.deepEqual(state.report, report)
    refused(await (await shop.viewer()).send('GET', '/api/products/import/progress'), 403, 'forbidden')
  })

  test('of several thousand lines goes on beside orders, one import at a time', async () => {
    const { id } = await shop.product(50)
    const lines = Array.from({ length: 4000 }, (_, n) => `bulk-${n}\tBulk ${n}\t${100 + n} JPY`)
    const running = send(['id\ttitle\tprice', ...lines].join('\n'))
    const look = () => shop.owner.get('/api/products/import/progress')
    let state = await look()
    while (state.total !== 4000) state = await look()
    for (let orders = 0; orders < 10; orders++) {
      assert.equal((await shop.anyone.send('POST', '/api/orders', { json: { lines: [{ sku: id, quantity: 1 }], contact } })).status, 201)
    }
    const second = await send('id\ttitle\tprice\nx\tx\t1 JPY\n')
    // On a machine that was done by then, it is simply the next.
    if (second.status !== 200) refused(second, 409, 'import-running')
    assert.equal((await running).body.created, 4000)
  })

  test('runs from the command line while the server serves', async () => {
    const file = join(tmpdir(), `nigiwai-feed-${process.pid}.tsv`)
    await writeFile(file, 'id\ttitle\tprice\tquantity\nfrom-file\tFrom a file\t100 JPY\t4\nbad\tBad\t\t\n')
    const text = await shop.server.command('import', ['products', file])
    assert.equal(text.code, 0, text.stderr)
    assert.match(text.stdout, /google-tsv, UTF-8: 1 created, 0 changed, 0 unchanged, 1 refused\nline 3, price: /)
    assert.equal((await read('from-file')).left, 4)
    const json = await shop.server.command('import', ['products', '--json', file])
    assert.deepEqual(counts(JSON.parse(json.stdout)), [0, 0, 1, 1])
    const missing = await shop.server.command('import', ['products', '/no/such/file'])
    assert.equal(missing.code, 1)
    assert.match(missing.stderr, /cannot be read/)
  })
})
