// Reports of a show, a month and a proof of concept: figures against what was before and targets, findings and next steps, and
// what staff write in their place.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { type Client, type Product, refused, type Show } from '../support/api.ts'
import { crowd, watches } from '../support/crowd.ts'
import { root, run, until } from '../support/processes.ts'
import { patience, Server } from '../support/server.ts'
import { Shop } from '../support/shop.ts'
import { heldAgo } from '../browser/past_time.ts'
import './house.ts'

interface Said { ja: string; en: string }
interface Figure { figure: string; unit: string; name: Said; definition: Said; value: number | null; live: number | null; archive: number | null; before: number | null; change: { absolute: number; relative: number | null } | null; target: number | null; reached: number | null; small: boolean }
interface Words { verdict: string; findings: string[]; steps: string[]; version: number; changed_at: string | null; changed_by: { name: string } | null }
interface Report {
  kind: string; id: string; title: string; over: boolean; behind: number; currency: string; shows: { id: string }[]; before: { id: string; shows: { id: string }[] } | null
  groups: { group: string; figures: Figure[] }[]; proof: { hypothesis: string; verdict: string; reached: number; of: number } | null
  findings: { rule: string; text: Said }[]; steps: { rule: string; text: Said }[]; words: Words
}

let server: Server
let shop: Shop
let first: Show
let second: Show
let planner: Client
let presenter: Client
before(async () => {
  server = await Server.start()
  shop = await Shop.open(server)
  const product: Product = await shop.product(90)
  const people = await crowd(shop, 14)
  first = await shop.liveShow(product)
  await watches(people.slice(0, 12), first.id, [product], { played: 10_000, chats: 11, buys: 2 })
  await shop.owner.post(`/api/shows/${first.id}/end`)
  second = await shop.liveShow(product)
  await shop.owner.put(`/api/shows/${second.id}/plan`, { concept: 'how_to', purpose: '', targets: [{ figure: 'gmv', target: 100_000 }, { figure: 'average_view', target: 20 }, { figure: 'cvr', target: 900 }, { figure: 'peak_viewers', target: 5 }], team: [] })
  await watches(people, second.id, [product], { played: 10_000, chats: 13, asks: 2, buys: 12 })
  await shop.owner.post(`/api/shows/${second.id}/end`)
  await heldAgo(server, first.id, 40)
  planner = await staff('planner')
  presenter = await staff('presenter')
})
after(() => server?.stop())

async function staff(role: string): Promise<Client> {
  const invitation = await shop.owner.post('/api/staff/invitations', { name: role, role, email: `${role}@example.jp` })
  const { token } = await shop.anyone.post('/api/staff/invitations/accept', { token: new URL(invitation.url).hash.slice(1), password: '秋の夜長に口紅を塗る' })
  return shop.anyone.as(token)
}
const report = (path: string, who: Client = shop.owner): Promise<Report> => until('the figures are read', async () => {
  const answer = await who.get<Report>(`/api/reports/${path}`)
  return answer.behind === 0 ? answer : undefined
}, 20 * patience, 600)
const figure = ({ groups }: Report, name: string): Figure => {
  const found = groups.flatMap(({ figures }) => figures).find((each) => each.figure === name)
  assert.ok(found, name)
  return found
}
const monthOf = (at: number): string => new Date(at + 9 * 3_600_000).toISOString().slice(0, 7)

test('there are reports of months, proofs and shows', async () => {
  const lists = await shop.owner.get<{ months: { id: string; shows: number }[]; proofs: unknown[]; shows: { id: string; over: boolean }[] }>('/api/reports')
  assert.deepEqual(lists.shows.map(({ id, over }) => [id, over]), [[second.id, true], [first.id, true]])
  assert.deepEqual(lists.months[0], { id: monthOf(Date.now()), shows: 1, over: false })
  assert.deepEqual(lists.proofs, [])
})

test('a show is held against the one before it and the targets of its plan', async () => {
  const told = await report(`show/${second.id}`, presenter)
  assert.deepEqual([told.kind, told.over, told.before!.id, told.groups.map(({ group }) => group)], ['show', true, first.id, ['sales', 'community', 'media']])
  const gmv = figure(told, 'gmv')
  assert.deepEqual([gmv.value, gmv.live, gmv.archive, gmv.before, gmv.change, gmv.target, gmv.reached, gmv.small], [31_680, 31_680, 0, 5280, { absolute: 26_400, relative: 5 }, 100_000, 0.3168, false])
  assert.deepEqual([figure(told, 'average_view').target, figure(told, 'cvr').target, figure(told, 'cvr').value, figure(told, 'peak_viewers').target], [20_000, 0.9, 0.857143, 5])
  for (const each of told.groups.flatMap(({ figures }) => figures)) assert.ok(each.name.ja && each.name.en && each.definition.ja && each.definition.en, each.figure)
  assert.deepEqual(told.findings.map(({ rule }) => rule), ['change', 'product', 'moment'])
  assert.match(told.findings[1]!.text.ja, /12人が¥31,680を注文しました（全体の100/)
  assert.deepEqual(told.steps.map(({ rule }) => rule), ['target', 'questions', 'archive'])
  assert.match(told.steps[1]!.text.en, /\(2 of 2\)/)
})

test('small groups are not broken down, and nothing to compare with is null', async () => {
  const told = await report(`show/${first.id}`)
  assert.equal(told.before, null)
  const orders = figure(told, 'orders')
  assert.deepEqual([orders.value, orders.live, orders.small, orders.change, orders.before], [2, null, true, null, null])
  assert.deepEqual(told.findings.map(({ rule }) => rule), ['engagement'])
})

test('a month is that of Japan, and one without shows has no figures', async () => {
  const month = await report(`month/${monthOf(Date.now())}`)
  assert.deepEqual([month.shows.map(({ id }) => id), month.over], [[second.id], false])
  const none = await report('month/2001-01')
  assert.deepEqual([none.shows, none.before, figure(none, 'cvr').value, none.findings, none.steps], [[], null, null, [], []])
  for (const wrong of ['2026-13', '2026', 'last']) refused(await shop.owner.send('GET', `/api/reports/month/${wrong}`), 400, 'invalid', 'id')
})

describe('a proof of concept', () => {
  let id: string
  before(async () => {
    const targets = [{ figure: 'orders', target: 10 }, { figure: 'chatters', target: 13 }, { figure: 'reminders', target: 4 }]
    ;({ id } = await shop.owner.post('/api/proofs', { title: '秋の検証', hypothesis: '使いかたを見せると売れる', ends_at: '2099-12-31T00:00:00Z', shows: [second.id], targets }))
  })

  test('has its verdict by the targets, and what it counts them by', async () => {
    const told = await report(`proof/${id}`)
    assert.deepEqual([told.proof!.hypothesis, told.proof!.verdict, told.proof!.reached, told.proof!.of], ['使いかたを見せると売れる', 'partly', 2, 3])
    const orders = figure(told, 'orders')
    assert.deepEqual([orders.value, orders.target, orders.reached, orders.before], [12, 10, 1.2, 2])
    assert.deepEqual([figure(told, 'reminders').value, figure(told, 'reminders').reached], [0, 0])
    assert.deepEqual(told.before!.shows.map((each) => each.id), [first.id])
  })

  test('takes the words of staff, by version, the verdict’s from an owner alone', async () => {
    const path = `/api/reports/proof/${id}/words`
    const put = (who: Client, json: unknown, headers: Record<string, string> = {}) => who.send<Words>('PUT', path, { json, headers })
    const words = await put(planner, { findings: ['', 'よく話せた'], steps: ['もう一度'] }, { 'If-None-Match': '*' })
    assert.equal(words.status, 200, words.text)
    assert.deepEqual([words.body.version, words.body.findings, words.body.steps, words.body.changed_by!.name], [1, ['', 'よく話せた'], ['もう一度'], 'planner'])
    refused(await put(planner, { verdict: '続けます' }), 403, 'forbidden', '/verdict')
    const stale = refused(await put(shop.owner, { verdict: '続けます' }, { 'If-None-Match': '*' }), 412, 'changed-meanwhile')
    assert.equal((stale as unknown as { present: Words }).present.version, 1)
    assert.equal((await put(shop.owner, { verdict: '続けます', findings: ['', 'よく話せた'] }, { 'If-Match': '"1"' })).status, 200)
    assert.equal((await put(planner, { verdict: '続けます', steps: [] }, { 'If-Match': '"2"' })).status, 200, 'it stays the owner’s')
    const { words: kept, findings } = await report(`proof/${id}`)
    assert.deepEqual([kept.version, kept.verdict, kept.findings, findings.length], [3, '続けます', [], 3])
    const { items } = await shop.owner.get<{ items: { action: string; subject: string }[] }>('/api/audit?action=report.written')
    assert.deepEqual(items.map(({ subject }) => subject), [id, id, id])
  })

  test('refuses words that are none, and who may not write', async () => {
    const path = `/api/reports/proof/${id}/words`
    const cases: [unknown, string][] = [[{ findings: ['a', 'b', 'c', 'd'] }, '/findings'], [{ steps: [1] }, '/steps/0'], [{ steps: ['あ'.repeat(201)] }, '/steps/0'], [{ verdict: 'あ'.repeat(201) }, '/verdict'], [{ text: 'a' }, '/text']]
    for (const [json, field] of cases) refused(await shop.owner.send('PUT', path, { json }), 400, 'invalid', field)
    refused(await presenter.send('PUT', path, { json: {} }), 403, 'forbidden')
    refused(await shop.owner.send('PUT', '/api/reports/proof/none/words', { json: {} }), 404, 'not-found')
  })
})

test('what the figures are made of is taken out as CSV, without a name, by analysts and owners', async () => {
  const analyst = await staff('analyst')
  const out = async (query: string): Promise<string[]> => {
    const answer = await analyst.send('GET', `/api/insight/export.csv?${query}`)
    assert.equal(answer.status, 200, answer.text)
    assert.match(answer.headers.get('content-type')!, /^text\/csv/)
    return answer.text.replace(/^\ufeff/, '').trim().split('\r\n')
  }
  const visits = await out('table=visits')
  assert.equal(visits.length, 1 + 26)
  assert.match(visits[0]!, /^show,title,viewer,half,visit,/)
  for (const row of visits.slice(1)) assert.match(row, /,p[0-9a-f]{16},live,/)
  assert.equal((await out('table=totals')).length, 1 + 2 * 3)
  assert.equal((await out(`table=sales&from=${new Date(Date.now() - 86_400_000).toISOString()}`)).length, 1 + 12)
  assert.ok((await out('table=products')).length > 2 && (await out('table=slices')).length > 2)
  refused(await analyst.send('GET', '/api/insight/export.csv?table=people'), 400, 'invalid', 'table')
  refused(await analyst.send('GET', '/api/insight/export.csv?table=visits&from=soon'), 400, 'invalid', 'from')
  refused(await planner.send('GET', '/api/insight/export.csv?table=visits'), 403, 'forbidden')
  const { items } = await shop.owner.get<{ items: { by: { name: string } | null; detail: { table: string } }[] }>('/api/audit?action=insight.exported')
  assert.deepEqual(items.map(({ detail }) => detail.table).reverse(), ['visits', 'totals', 'sales', 'products', 'slices'])
})

test('the questions of docs/insight.md are answered by a backup of the figures', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'nigiwai-figures-'))
  try {
    const done = await server.command('backup', [join(folder, 'copy')])
    assert.equal(done.code, 0, done.stderr)
    const questions = [...readFileSync(join(root, 'docs/insight.md'), 'utf8').matchAll(/```sql\n([^`]*)```/g)].map(([, sql]) => sql!)
    assert.equal(questions.length, 5)
    for (const sql of questions) {
      const answer = await run('sqlite3', ['-csv', join(folder, 'copy.insight'), sql])
      assert.deepEqual([answer.code, answer.stderr], [0, ''], sql)
      if (!sql.includes('net') && !sql.includes('HAVING')) assert.ok(answer.stdout.trim(), sql)
    }
    const { stdout } = await run('sqlite3', [join(folder, 'copy.insight'), `SELECT sum(amount) FROM sales WHERE show = '${second.id}'`])
    assert.equal(Number(stdout), figure(await report(`show/${second.id}`), 'gmv').value)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
})

test('the week’s figures are mailed to who wishes for them, until they stop it from the mail', async () => {
  const path = '/api/insight/weekly-mail'
  assert.deepEqual(await presenter.get(path), { wanted: false, language: 'ja' })
  const put = (json: unknown) => presenter.send('PUT', path, { json })
  assert.deepEqual((await put({ wanted: true, language: 'en' })).body, { wanted: true, language: 'en' })
  assert.deepEqual(await planner.get(path), { wanted: false, language: 'ja' }, 'each for themselves')
  const cases: [unknown, string][] = [[{}, '/wanted'], [{ wanted: 'yes' }, '/wanted'], [{ wanted: true, language: 'fr' }, '/language'], [{ wanted: true, often: 1 }, '/often']]
  for (const [json, field] of cases) refused(await put(json), 400, 'invalid', field)
  const { stdout } = await run('sqlite3', ['-readonly', join(server.data, 'nigiwai.db'), 'SELECT secret FROM weekly_mail'])
  const stop = `/unsubscribe/weekly/${stdout.trim()}`
  const html = { headers: { accept: 'text/html' } }
  const page = await shop.anyone.send('GET', stop, html)
  assert.deepEqual([page.status, /<form method="post">/.test(page.text), /weekly mail/.test(page.text)], [200, true, true])
  assert.equal((await presenter.get(path)).wanted, true, 'a look changes nothing')
  assert.equal((await shop.anyone.send('POST', stop)).status, 200)
  assert.deepEqual(await presenter.get(path), { wanted: false, language: 'en' })
  assert.equal((await shop.anyone.send('GET', '/unsubscribe/weekly/forged', html)).status, 404)
  refused(await shop.anyone.send('POST', '/unsubscribe/weekly/forged'), 404, 'not-found')
})

test('what there is not is refused, and viewers are', async () => {
  const draft = await shop.show()
  refused(await shop.owner.send('GET', `/api/reports/show/${draft.id}`), 409, 'state')
  for (const path of ['show/none', 'proof/none', 'year/2026']) refused(await shop.owner.send('GET', `/api/reports/${path}`), 404, 'not-found')
  const viewer = await shop.viewer()
  for (const path of ['', `/show/${second.id}`]) refused(await viewer.send('GET', `/api/reports${path}`), 403, 'forbidden')
})
