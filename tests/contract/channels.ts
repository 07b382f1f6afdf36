// Channels: each network is asked as its documents say; accounts are added, checked and removed, and their secrets stay
// inside; what networks tell by signed webhooks comes in once.
import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { rows as bluesky } from './networks/bluesky.ts'
import { rows as facebook } from './networks/facebook.ts'
import { rows as instagram } from './networks/instagram.ts'
import { rows as line } from './networks/line.ts'
import { Caller, Network, type Row } from './networks/table.ts'
import { rows as x } from './networks/x.ts'

const jpeg = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.from('a small picture')])
const png = Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), Buffer.from('another')])
let folder: string
let network: Network
let caller: Caller
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'channels-'))
  await writeFile(join(folder, 'small.jpg'), jpeg)
  await writeFile(join(folder, 'small.png'), png)
  await writeFile(join(folder, 'large.jpg'), Buffer.concat([jpeg, Buffer.alloc(6_000_000)]))
  network = await Network.open()
  caller = new Caller()
})
after(async () => {
  caller?.end()
  network?.close()
  await rm(folder, { recursive: true, force: true })
})

const pictures = () => ({ jpeg: join(folder, 'small.jpg'), png: join(folder, 'small.png'), large: join(folder, 'large.jpg'), bytes: jpeg.toString('base64') })
const tables: [string, (given: ReturnType<typeof pictures>) => Row[]][] = [['bluesky', bluesky], ['x', x], ['line', line], ['facebook', facebook], ['instagram', instagram]]

for (const [name, rows] of tables) {
  test(`${name} is asked as its documents say`, async (t) => {
    for (const row of rows(pictures())) {
      await t.test(row.what, async () => {
        network.expect(row.exchanges)
        const outcome = await caller.call(network, name, row)
        network.wasAskedSo()
        if (row.problem) {
          const { detail, retry_after = outcome.problem?.retry_after, ...problem } = row.problem
          assert.deepEqual({ status: outcome.problem?.status, type: outcome.problem?.type, retry_after: outcome.problem?.retry_after }, { ...problem, retry_after })
          if (detail) assert.match(outcome.problem!.detail, detail)
        } else {
          assert.equal(outcome.problem, undefined, outcome.problem?.detail)
          assert.deepEqual(outcome.answer, row.gives)
        }
        for (const [member, value] of Object.entries(row.becomes ?? {})) assert.deepEqual(outcome.account[member as 'settings'], value)
        if (row.becomes) assert.ok(outcome.account.renewed, 'what was renewed is to be kept')
      })
    }
  })
}
