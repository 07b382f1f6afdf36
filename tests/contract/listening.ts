// Listening: what is listened for, imports with a report by line, counts and shares, spikes found and explained, the
// mentions behind a point, how long they are kept, and erasing an author. And the spikes of a table on the command line.
import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { refused } from '../support/api.ts'
import { fortnight } from '../support/mentions.ts'
import { root, run, until } from '../support/processes.ts'
import { binary, Server } from '../support/server.ts'
import { Shop } from '../support/shop.ts'
import './house.ts'

let server: Server
let shop: Shop
let folder: string
before(async () => {
  server = await Server.start()
  shop = await Shop.open(server)
  folder = await mkdtemp(join(tmpdir(), 'nigiwai-mentions-'))
})
after(async () => {
  await server?.stop()
  await rm(folder, { recursive: true, force: true })
})

interface Report { fresh: number; known: number; refused_count: number; refused: { line: number; column: string; why: string }[] }
const send = (bytes: string, query = '') => shop.owner.send<Report>('POST', `/api/listening/import${query}`, { bytes, headers: { 'content-type': 'text/csv' } })
const trend = (query = '') => shop.owner.get(`/api/listening/trend${query}`)
const quiet = fortnight('月白', 'あおみどり')
/** A time so many days ago. */
const ago = (days: number): string => new Date(Date.now() - days * 86_400_000).toISOString()
const terms: Record<string, number> = {}

async function colleague(role: string) {
  const invitation = await shop.owner.post('/api/staff/invitations', { name: role, role, email: `${role}@example.jp` })
  const { token } = await shop.anyone.post('/api/staff/invitations/accept', { token: new URL(invitation.url).hash.slice(1), password: '秋の夜長に口紅を塗る' })
  return shop.anyone.as(token)
}

describe('listening', () => {
  test('is for names that are given, each once', async () => {
    assert.deepEqual((await shop.owner.get('/api/listening/terms')).items, [])
    const ours = await shop.owner.post('/api/listening/terms', { kind: 'shop', name: '月白', aliases: ['Geppaku', 'ＧＥＰＰＡＫＵ'] })
    assert.deepEqual(ours.aliases, ['Geppaku'])
    terms['ours'] = ours.id
    refused(await shop.owner.send('POST', '/api/listening/terms', { json: { kind: 'rival', name: '月白' } }), 409, 'name-taken')
    const wrong = refused(await shop.owner.send('POST', '/api/listening/terms', { json: { kind: 'rival', name: 'ab' } }), 400, 'invalid')
    assert.equal(wrong.field, '/name')
    const extra = await shop.owner.post('/api/listening/terms', { kind: 'staff', name: '佐倉' })
    assert.equal((await shop.owner.send('DELETE', `/api/listening/terms/${extra.id}`)).status, 204)
    refused(await shop.owner.send('DELETE', `/api/listening/terms/${extra.id}`), 404, 'not-found')
    refused(await shop.owner.send('PUT', '/api/listening/terms/999', { json: { kind: 'shop', name: 'だれか' } }), 404, 'not-found')
  })

  test('takes an export in once, and tells each broken line', async () => {
    const broken = quiet.file.replace('\n', `\nx,b1,no time,a,text,1,1,1\nx,b2,${ago(-400)},a,text,1,1,1\nx,b3,${ago(5)},a,text,many,1,1\n`)
    const first = await send(broken)
    assert.equal(first.status, 200, JSON.stringify(first.body))
    assert.equal(first.body.fresh, quiet.rows)
    assert.deepEqual(first.body.refused.map(({ line, column }) => [line, column]), [[2, 'at'], [3, 'at'], [4, 'followers']])
    const again = (await send(quiet.file)).body
    assert.deepEqual([again.fresh, again.known], [0, quiet.rows])
    const state = await shop.owner.get('/api/listening/import')
    assert.equal(state.state, 'done')
    assert.deepEqual(state.report, again)
    refused(await send('a,b\n1,2\n'), 400, 'invalid')
    assert.match((await shop.owner.get('/api/listening/import')).why, /column at/)
    refused(await send(`at,text\n${ago(5)},x\n`), 400, 'invalid')
  })

  test('counts by network and term, also for a name that comes later', async () => {
    const rival = await shop.owner.post('/api/listening/terms', { kind: 'rival', name: '青緑', aliases: [] })
    await shop.owner.put(`/api/listening/terms/${rival.id}`, { kind: 'rival', name: 'あおみどり', aliases: [] })
    terms['rival'] = rival.id
    await until('the rival is counted', async () => (await trend()).voices.every((voice: { counting: boolean }) => !voice.counting), 20)
    const shown = await trend('?days=30')
    assert.equal(shown.total, quiet.rows)
    assert.equal(shown.all, quiet.rows)
    assert.equal(shown.step, 'day')
    assert.equal(shown.networks.length, 2)
    for (const network of shown.networks) assert.equal(network.counts.reduce((sum: number, n: number) => sum + n, 0), network.total)
    const lines = quiet.file.split('\n')
    const voices = Object.fromEntries(shown.voices.map((voice: { name: string; count: number }) => [voice.name, voice.count]))
    assert.deepEqual(voices, { '月白': lines.filter((line) => line.includes('月白')).length, 'あおみどり': lines.filter((line) => line.includes('あおみどり')).length })
    const hourly = await trend(`?term=${terms['rival']}&from=${shown.to.slice(0, 8)}01&to=${shown.to.slice(0, 8)}03`)
    assert.equal(hourly.step, 'hour')
    assert.equal(hourly.networks.every(({ counts }: { counts: number[] }) => counts.length === 48), true)
    refused(await shop.owner.send('GET', '/api/listening/trend?from=2026-02-30&to=2026-03-01'), 400, 'invalid')
    refused(await shop.owner.send('GET', '/api/listening/trend?from=2026-03-01&to=2026-03-01'), 400, 'invalid')
    refused(await shop.owner.send('GET', '/api/listening/words?days=0'), 400, 'invalid')
    refused(await shop.owner.send('GET', '/api/listening/trend?term=x'), 400, 'invalid')
  })

  test('finds the evening on which everybody spoke, and explains it', async () => {
    let spikes: { at: string; term: number; count: number; expected: number }[] = []
    await until('a spike is found', async () => (spikes = (await trend(`?term=${terms['ours']}`)).spikes).length > 0, 20)
    assert.equal(spikes.length, 1)
    const [spike] = spikes
    assert.ok(Math.abs(Date.parse(spike!.at) - quiet.burst.getTime()) < 900_000, spike!.at)
    assert.ok(spike!.count >= 100 && spike!.expected < 20, JSON.stringify(spike))
    const told = await shop.owner.get(`/api/listening/spikes/${encodeURIComponent(spike!.at)}?term=${terms['ours']}`)
    assert.ok(told.words.some(({ word }: { word: string }) => word === '再販'), JSON.stringify(told.words))
    assert.equal(told.authors[0].author, 'cosme_news')
    assert.deepEqual(told.happenings, [])
    const begun = new Date(quiet.burst.getTime() - 600_000)
    await shop.owner.post('/api/campaigns', { title: '再販を広めよう', terms: '再販の日だけ', counts: 'sharers', scope: 'all', starts_at: begun.toISOString(), ends_at: new Date(begun.getTime() + 60_000).toISOString(), tiers: [{ threshold: 1, benefit: 'gift', text: '先行販売' }] })
    const again = await shop.owner.get(`/api/listening/spikes/${encodeURIComponent(spike!.at)}?term=${terms['ours']}`)
    assert.deepEqual(again.happenings.map(({ what, title }: { what: string; title: string }) => [what, title]), [['campaign', '再販を広めよう']])
    refused(await shop.owner.send('GET', `/api/listening/spikes/2026-01-01T00:00:00Z?term=${terms['ours']}`), 404, 'not-found')
    refused(await shop.owner.send('GET', '/api/listening/spikes/yesterday'), 400, 'invalid')
    const words = await shop.owner.get('/api/listening/words?days=5')
    assert.ok(words.words.some(({ word }: { word: string }) => word === '再販'))
  })

  test('stands beside what the shop did: shows, campaigns, posts', async () => {
    const show = await shop.show({ title: '再販の夜' })
    await shop.owner.post(`/api/shows/${show.id}/start`)
    const day = (ms: number): string => new Date(ms + 9 * 3_600_000).toISOString().slice(0, 10)
    const until = day(Date.now() + 86_400_000)
    const began = quiet.burst.getTime() - 600_000 // as the campaign did, perhaps the day before
    const { beside } = await trend(`?from=${day(began)}&to=${until}`)
    assert.deepEqual(beside.shows.map(({ show: id, title, until: end, orders }: { show: string; title: string; until: string | null; orders: number }) => [id, title, end, orders]), [[show.id, '再販の夜', null, 0]])
    assert.deepEqual(beside.campaigns.map(({ title }: { title: string }) => title), ['再販を広めよう'])
    assert.deepEqual([beside.posts, beside.left_off], [[], { shows: 0, campaigns: 0, posts: 0 }])
    const before = await trend(`?from=${day(began - 5 * 86_400_000)}&to=${day(began)}`)
    assert.deepEqual([before.beside.shows, before.beside.campaigns], [[], []])
    await shop.owner.post(`/api/shows/${show.id}/end`)
  })

  test('pages through the mentions behind a point', async () => {
    const from = quiet.burst.toISOString()
    const to = new Date(quiet.burst.getTime() + 600_000).toISOString()
    const all: { author: string; terms: number[]; at: string }[] = []
    let cursor: string | null = ''
    while (cursor !== null) {
      const page: { items: typeof all; next: string | null } = await shop.owner.get(`/api/listening/mentions?term=${terms['ours']}&network=x&from=${from}&to=${to}&limit=50${cursor && `&cursor=${cursor}`}`)
      all.push(...page.items)
      cursor = page.next
    }
    assert.ok(all.length >= 120)
    assert.ok(all.every((each) => each.terms.includes(terms['ours']!)))
    assert.deepEqual(all.map(({ at }) => at), all.map(({ at }) => at).sort().reverse())
    refused(await shop.owner.send('GET', '/api/listening/mentions?cursor=x'), 400, 'invalid')
    refused(await shop.owner.send('GET', '/api/listening/mentions?from=x'), 400, 'invalid')
  })

  test('lets analysts choose and import, and owners alone erase and decide how long', async () => {
    const analyst = await colleague('analyst')
    const presenter = await colleague('presenter')
    assert.equal((await presenter.get('/api/listening/terms')).items.length, 2)
    refused(await presenter.send('POST', '/api/listening/terms', { json: { kind: 'shop', name: 'つきしろ' } }), 403, 'forbidden')
    refused(await presenter.send('POST', '/api/listening/import', { bytes: 'x' }), 403, 'forbidden')
    assert.equal((await analyst.send('POST', '/api/listening/import?network=x', { bytes: `id,at,text\nz,${ago(5)},月白\n` })).status, 200)
    refused(await analyst.send('POST', '/api/listening/erase', { json: { network: 'x', author: 'fan3' } }), 403, 'forbidden')
    refused(await analyst.send('PUT', '/api/listening/settings', { json: { kept_days: 90 } }), 403, 'forbidden')
    refused(await shop.owner.send('PUT', '/api/listening/settings', { json: { kept_days: 1 } }), 400, 'invalid')
    await shop.owner.put('/api/listening/settings', { kept_days: 400 })
    assert.deepEqual(await analyst.get('/api/listening/settings'), { kept_days: 400 })
    assert.equal((await send(`at,text\n${ago(500)},before\n`, '?network=x')).body.refused[0]!.column, 'at')
  })

  test('forgets an author who asks for it, and leaves the counts', async () => {
    const before = (await trend()).all
    const gone = await shop.owner.post('/api/listening/erase', { network: 'x', author: '@cosme_news' })
    assert.deepEqual(gone, { mentions: 1 })
    refused(await shop.owner.send('POST', '/api/listening/erase', { json: { network: 'x' } }), 400, 'invalid')
    assert.equal((await send(quiet.file)).body.fresh, 0)
    const from = quiet.burst.toISOString()
    const found = await shop.owner.get(`/api/listening/mentions?from=${from}&to=${new Date(quiet.burst.getTime() + 1000).toISOString()}`)
    assert.deepEqual(found.items.filter(({ author }: { author: string }) => author === 'cosme_news'), [])
    assert.equal((await trend()).all, before)
    const audit = await shop.owner.get('/api/audit?action=listening.')
    assert.ok(!JSON.stringify(audit).includes('cosme_news'), 'the audit log does not name whom it was about')
  })

  test('keeps all of it over a crash, and takes a file from the command line beside it', async () => {
    const before = (await trend()).all
    await server.kill()
    await server.begin()
    assert.equal((await trend()).all, before)
    const file = join(folder, 'more.jsonl')
    await writeFile(file, `{"at":"${ago(4)}","text":"月白 again","id":"j1"}\n{"at":"never"}\n`)
    const done = await server.command('mentions', ['import', file, '--network', 'mastodon'])
    assert.equal(done.code, 0, done.stderr)
    assert.match(done.stdout, /1 mentions new, 0 known, 1 lines refused\nline 2, column at: /)
    assert.equal((await trend()).all, before + 1)
    const json = await server.command('mentions', ['import', file, '--network', 'mastodon', '--json'])
    assert.deepEqual([JSON.parse(json.stdout).fresh, JSON.parse(json.stdout).known], [0, 1])
    const missing = await server.command('mentions', ['import', '/no/such/file'])
    assert.equal(missing.code, 1)
    assert.match(missing.stderr, /cannot be read/)
  })
})

describe('mentions spikes', () => {
  const series = join(root, 'bench/data/mentions/Twitter_volume_FB.csv')

  test('prints each flagged timestamp once, as it was written, and a score for every line', async () => {
    const flags = await run(binary, ['mentions', 'spikes', series])
    assert.equal(flags.code, 0, flags.stderr)
    const flagged = flags.stdout.trim().split('\n')
    assert.ok(flagged.length > 2 && flagged.length < 15, flags.stdout)
    const scores = await run(binary, ['mentions', 'spikes', '--scores', series])
    const lines = scores.stdout.trim().split('\n').map((line) => line.split(','))
    assert.equal(lines.length, 15_833)
    assert.ok(lines.every(([, score]) => Number(score) >= 0 && Number(score) <= 1))
    assert.deepEqual(lines.filter(([, score]) => Number(score) >= 0.5).map(([at]) => at), flagged)
    assert.equal((await run(binary, ['mentions', 'spikes', '-'], { input: 'timestamp,value\n2026-01-01 00:00:00,3\n' })).code, 0)
  })

  test('names line and column of what is wrong', async () => {
    const file = join(folder, 'broken.csv')
    await writeFile(file, 'timestamp,value\n2026-01-01 00:00:00,3\n2026-01-01 00:05:00,several\n')
    const broken = await run(binary, ['mentions', 'spikes', file])
    assert.equal(broken.code, 1)
    assert.match(broken.stderr, /line 3, column value/)
    assert.equal((await run(binary, ['mentions', 'spikes', join(folder, 'none.csv')])).code, 1)
  })
})
