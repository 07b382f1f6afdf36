// Accounts that members link: proved by a code that is said from there, used for what is recommended, and let go at once.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { type Client, type Product, refused } from '../support/api.ts'
import { type MailSink, mailSink } from '../support/mail_sink.ts'
import { sleep, until } from '../support/processes.ts'
import { patience, Server } from '../support/server.ts'
import { Shop } from '../support/shop.ts'
import { TalkingNetwork } from '../support/talking_network.ts'
import './house.ts'

type Viewer = Client & { id: string; name: string }
interface Linked { member: boolean; items: { id: string; network: string; author: string; linked_at: string }[]; waiting: { code: string; until: string } | null }

const kPath = '/api/me/linked-accounts'
let network: TalkingNetwork
let sink: MailSink
let server: Server
let shop: Shop
let lip: Product
let oil: Product
before(async () => {
  network = await TalkingNetwork.open()
  sink = await mailSink()
  server = await Server.start({ args: ['--allow-private-peer', network.peer, '--smtp', sink.url] })
  shop = await Shop.open(server)
  ;[lip, oil] = await Promise.all([shop.product(5, { title: '柿渋の口紅' }), shop.product(5, { title: '椿の髪油' })])
  await shop.liveShow(lip, oil)
  await shop.owner.post('/api/channels', network.account)
})
after(async () => {
  await server?.stop()
  network?.close()
  await sink?.close()
})

async function member(email: string): Promise<Viewer> {
  const viewer = await shop.viewer('花')
  await shop.anyone.send('POST', '/api/members/sign-in', { json: { email } })
  const mail = await until('the mail has come', () => sink.to(email)[0])
  await viewer.post('/api/members/verify', { token: /token=(\w+)/.exec(mail.text)![1]! })
  return viewer
}
const linked = (who: Client): Promise<Linked> => who.get<Linked>(kPath)
/** Says something to the shop on the network, and sees it come in. */
async function says(handle: string, text: string): Promise<void> {
  network.hears(handle, text, 'mention')
  await until(`what ${handle} said came in`, async () => {
    await shop.owner.send('POST', '/api/inbox/look')
    const { items } = await shop.owner.get<{ items: { text: string }[] }>('/api/inbox?state=all')
    return items.some((item) => item.text === text)
  }, 30, 1000)
}

describe('an account on a network', () => {
  let hana: Viewer
  let code: string
  before(async () => void (hana = await member('hana@example.jp')))

  test('is linked to the member whose code it says, and only while the code is good', async () => {
    assert.deepEqual(await linked(hana), { member: true, items: [], waiting: null })
    const made = await hana.send<{ code: string; until: string }>('POST', kPath, { json: { agreed: true } })
    assert.equal(made.status, 201)
    code = made.body.code
    assert.match(code, /^NW-[A-Z0-9]{8}$/)
    assert.ok(Math.abs(Date.parse(made.body.until) - Date.now() - 86_400_000) < 60_000)
    await says('ren.example', 'こんにちは NW-ABCDEFGH')
    await says('hana.example', `わたしです。${code.toLowerCase()} よろしくおねがいします`)
    const { items, waiting } = await until('it is linked', async () => { const now = await linked(hana); return now.items.length > 0 ? now : undefined })
    assert.deepEqual([items.map(({ network, author }) => [network, author]), waiting], [[['bluesky', '@hana.example']], null])
    await says('ren.example', `わたしも ${code}`)
    await sleep(2500 * patience)
    assert.equal((await linked(hana)).items.length, 1, 'a code is said once')
  })

  test('makes what is said from it count for what is recommended, and stands in the export', async () => {
    await says('hana.example', '柿渋の口紅、ずっと気になっています')
    await sleep(2500 * patience) // an export may be asked for a few times only
    const exported = await hana.get('/api/me/export')
    assert.deepEqual(exported.turned_to.map(({ product }: { product: string }) => product), [lip.id])
    assert.deepEqual(exported.linked_accounts.map(({ author }: { author: string }) => author), ['@hana.example'])
    const { items } = await linked(hana)
    assert.equal((await hana.send('DELETE', `${kPath}/${items[0]!.id}`)).status, 204)
    await says('hana.example', '椿の髪油もいいですね')
    await sleep(2500 * patience)
    assert.ok(!(await hana.get('/api/me/export')).turned_to.some(({ product }: { product: string }) => product === oil.id), 'unlinked, it counts for nobody')
  })

  test('is for members who agree, and each for their own', async () => {
    const passing = await shop.viewer()
    assert.deepEqual(await linked(passing), { member: false, items: [], waiting: null })
    refused(await passing.send('POST', kPath, { json: { agreed: true } }), 403, 'forbidden')
    const jun = await member('jun@example.jp')
    for (const body of [{}, { agreed: false }, { agreed: 'yes' }]) refused(await jun.send('POST', kPath, { json: body }), 400, 'invalid', '/agreed')
    refused(await jun.send('DELETE', `${kPath}/none`), 404, 'not-found')
    refused(await shop.anyone.send('GET', kPath), 401, 'unauthorized')
    const first = await jun.post(kPath, { agreed: true })
    const second = await jun.post(kPath, { agreed: true })
    assert.notEqual(first.code, second.code)
    assert.equal((await linked(jun)).waiting!.code, second.code, 'the newest is the one that counts')
  })
})
