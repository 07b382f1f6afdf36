// The shop as an installed app: its service worker keeps the app's own files and nothing else, and when there is no
// network it says so, in both languages.
import assert from 'node:assert/strict'
import { after, before, test as it } from 'node:test'
import { type Browser, launch, open } from '../support/browser.ts'
import { Server } from '../support/server.ts'
import { Shop } from '../support/shop.ts'

let server: Server
let browser: Browser
before(async () => {
  server = await Server.start()
  browser = await launch()
})
after(async () => {
  await browser?.close()
  if (server?.running) await server.stop()
})

it('it opens without a network, and keeps nothing of the API or the media', async () => {
  const shop = await Shop.open(server)
  const show = await shop.show({ starts_at: new Date(Date.now() + 86_400_000).toISOString() })
  const { page, context, problems } = await open(browser, server.base)
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined))
  // Once more, now through the worker, and a page that brings the player.
  await page.reload()
  await page.goto(`${server.base}/shows/${show.id}`)
  await page.waitForSelector('[data-test=before]')
  const kept = await page.evaluate(async () => {
    const paths: string[] = []
    for (const name of await caches.keys()) for (const request of await (await caches.open(name)).keys()) paths.push(new URL(request.url).pathname)
    return paths
  })
  assert.ok(kept.includes('/offline') && kept.some((path) => path.startsWith('/assets/player')), kept.join(' '))
  assert.deepEqual(kept.filter((path) => !/^\/(assets|icons)\/|^\/offline$/.test(path)), [])
  assert.equal(await page.evaluate(() => document.querySelector('.plain')), null, 'the app took the place of what the server wrote')
  assert.deepEqual(problems, [])

  await server.stop()
  await page.goto(server.base)
  await page.getByText('電波が届いていません').waitFor()
  await page.getByText('You are offline').waitFor()
  await context.close()
})

it('without JavaScript one still reads and finds', async () => {
  server = await Server.start()
  const shop = await Shop.open(server)
  const product = await shop.product(3)
  const show = await shop.liveShow(product)
  const { page, context } = await open(browser, server.base, { javaScriptEnabled: false })
  await page.getByRole('link', { name: show.title }).click()
  await page.getByRole('heading', { name: show.title }).waitFor()
  await page.getByRole('link', { name: product.title }).click()
  await page.getByText('¥2,640').waitFor()
  await context.close()
})
