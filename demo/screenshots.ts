// Takes the pictures of README from a running demo: node demo/screenshots.ts http://127.0.0.1:8080
import { mkdir, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Client } from './client.ts'
import { run } from './pictures.ts'
import { owner } from './shop.ts'

const base = process.argv[2] ?? 'http://127.0.0.1:8080'
const out = join(import.meta.dirname, '../docs/pictures')
const { chromium } = createRequire(join(import.meta.dirname, '../web/package.json'))('playwright-core')

/** How long a page plays before its picture is taken: time for chat to rise. */
const kSettle = 25_000

async function main() {
  await mkdir(out, { recursive: true })
  const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--autoplay-policy=no-user-gesture-required'] })
  const phone = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, locale: 'ja-JP', timezoneId: 'Asia/Tokyo', isMobile: true, hasTouch: true }
  const desk = { viewport: { width: 1440, height: 900 }, locale: 'ja-JP', timezoneId: 'Asia/Tokyo' }
  const take = async (name: string, path: string, options: object, prepare: (page: any) => Promise<void> = async () => {}) => {
    const context = await browser.newContext(options)
    const page = await context.newPage()
    page.setDefaultTimeout(120_000)
    await page.goto(base + path, { waitUntil: 'domcontentloaded' })
    await prepare(page)
    await page.screenshot({ path: join(out, name) })
    await context.close()
    console.log(name)
  }
  const client = new Client(base)
  const [live] = (await client.get('/api/shows?state=live')).items
  const [archived] = (await client.get('/api/shows?state=archived')).items
  const settle = () => sleep(kSettle)

  await take('home.png', '/', desk, settle)
  await take('phone.png', `/shows/${live.id}`, phone, settle)
  await take('desk.png', `/shows/${live.id}`, desk, settle)
  await take('archive.png', `/shows/${archived.id}`, phone, settle)
  await take('console.png', '/studio', desk, async (page) => {
    await page.locator('input[type=email]').fill(owner.email)
    await page.locator('input[type=password]').fill(owner.password)
    await page.keyboard.press('Enter')
    await page.waitForResponse((answer: any) => answer.url().endsWith('/api/sessions') && answer.ok())
    await page.goto(`${base}/studio/shows/${live.id}/live`, { waitUntil: 'domcontentloaded' })
    await settle()
  })
  await browser.close()

  // The first picture of README: the same moment on a phone and on a desk, side by side.
  const at = (name: string) => join(out, name)
  await run('ffmpeg', ['-v', 'error', '-y', '-i', at('desk.png'), '-i', at('phone.png'), '-filter_complex',
    '[0]scale=-2:860,pad=iw+60:ih+60:30:30:0xEFEAE2[d];[1]scale=-2:860,pad=iw+30:ih+60:0:30:0xEFEAE2[p];[d][p]hstack,scale=1600:-2', at('watch.png')])
  await rm(at('desk.png'))
}

await main()
