// Debian's Chromium, driven by playwright-core.
import { createRequire } from 'node:module'
import { join } from 'node:path'
import type { Browser, BrowserContext, BrowserContextOptions, Page } from '../../web/node_modules/playwright-core/index.js'
import { root, until } from './processes.ts'

export type { Browser, BrowserContext, Page }

const require = createRequire(join(root, 'web/package.json'))
const { chromium } = require('playwright-core') as typeof import('../../web/node_modules/playwright-core/index.js')

/** The source of axe-core, for `page.addScriptTag({content})` or `page.evaluate`. */
export const axePath = require.resolve('axe-core/axe.min.js')

export const phone = { width: 390, height: 844 }
export const desk = { width: 1440, height: 900 }

/** No test needs the internet: what Chromium likes to ask for by itself is turned off. */
const quiet = ['--no-sandbox', '--autoplay-policy=no-user-gesture-required', '--disable-background-networking', '--disable-component-update',
      '--disable-sync', '--disable-default-apps', '--no-first-run', '--disable-domain-reliability', '--disable-features=Translate,OptimizationHints,MediaRouter',
      '--disable-background-timer-throttling', '--disable-renderer-backgrounding', '--disable-backgrounding-occluded-windows', '--mute-audio']
const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium'

export function launch(args: string[] = []): Promise<Browser> {
  return chromium.launch({ executablePath, args: [...quiet, ...args] })
}

/** A browser with a profile of its own, for what only preferences and switches set. */
export function launchOwn(profile: string, { args, viewport }: { args: string[]; viewport: { width: number; height: number } }): Promise<BrowserContext> {
  return chromium.launchPersistentContext(profile, { executablePath, args: [...quiet, ...args], viewport, locale: 'ja-JP', timezoneId: 'Asia/Tokyo' })
}

export interface Opened { page: Page; context: BrowserContext; problems: string[] }

/** A new person's page; `problems` gathers what the page itself throws or logs as an error. */
export async function open(browser: Browser, url: string, options: BrowserContextOptions = {}): Promise<Opened> {
  const context = await browser.newContext({ viewport: phone, locale: 'ja-JP', ...options })
  const page = await context.newPage()
  const problems: string[] = []
  page.on('pageerror', (error) => problems.push(String(error)))
  page.on('console', (message) => {
    // A missing playlist or a cut line is the network's doing, and the pages say so in their own words.
    if (message.type() === 'error' && !message.text().includes('Failed to load resource')) problems.push(message.text())
  })
  await page.goto(url)
  return { page, context, problems }
}

/** Waits until the page's video really plays: its time goes on by this much. */
export async function plays(page: Page, what: string, { forward = 2, seconds = 40 } = {}): Promise<void> {
  const time = () => page.evaluate(() => document.querySelector('video')?.currentTime ?? 0)
  let first = 0
  await until(`${what} begins`, async () => (first = await time()) > 0, seconds, 200)
  await until(`${what} goes on playing`, async () => (await time()) >= first + forward, seconds, 200).catch(async (error: Error) => {
    const state = await page.evaluate(() => {
      const video = document.querySelector('video')
      return video && { time: video.currentTime, ready: video.readyState, paused: video.paused, error: video.error?.message, stage: document.querySelector('[data-stage]')?.getAttribute('data-stage') }
    })
    throw new Error(`${error.message} ${JSON.stringify(state)}`)
  })
}
