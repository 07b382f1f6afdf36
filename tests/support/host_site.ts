// Another shop's site, which shows ours in its pages: a server and a browser of its own, whose third-party cookies are
// blocked as a person blocks them. Both shops stand under names, because browsers treat addresses differently.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer, type Server as HttpServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type BrowserContext, desk, launchOwn, type Page } from './browser.ts'
import { freePort } from './processes.ts'
import { patience } from './server.ts'

export const kLive = 'live.nigiwai.example'
const kHost = 'shop.tsukishiro.example'

export class HostSite {
  readonly origin: string
  readonly context: BrowserContext
  /** Its pages, by path. */
  readonly pages = new Map<string, string>()
  readonly #server: HttpServer
  readonly #profile: string

  private constructor(port: number, profile: string, context: BrowserContext) {
    this.origin = `http://${kHost}:${port}`
    this.context = context
    this.#profile = profile
    this.#server = createServer((request, response) => {
      const page = this.pages.get(new URL(request.url!, 'http://x').pathname)
      response.writeHead(page ? 200 : 404, { 'content-type': 'text/html; charset=utf-8' })
      response.end(page ?? '')
    }).listen(port, '127.0.0.1')
  }

  static async open(): Promise<HostSite> {
    // A profile whose preferences block third-party cookies, as a person sets them.
    const profile = await mkdtemp(join(tmpdir(), 'nigiwai-profile-'))
    await mkdir(join(profile, 'Default'))
    await writeFile(join(profile, 'Default/Preferences'), JSON.stringify({ profile: { cookie_controls_mode: 1, block_third_party_cookies: true } }))
    const context = await launchOwn(profile, {
      args: [`--host-resolver-rules=MAP ${kLive} 127.0.0.1,MAP ${kHost} 127.0.0.1,EXCLUDE localhost`, '--test-third-party-cookie-phaseout'],
      viewport: desk,
    })
    context.setDefaultTimeout(30_000 * patience)
    return new HostSite(await freePort(), profile, context)
  }

  /** A page of its browser, and what its scripts and frames complain about. */
  async visitor(size = desk): Promise<{ page: Page; problems: string[] }> {
    const page = await this.context.newPage()
    const problems: string[] = []
    page.on('pageerror', (error) => problems.push(String(error)))
    page.on('console', (message) => {
      if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) problems.push(message.text())
    })
    await page.setViewportSize(size)
    return { page, problems }
  }

  async close(): Promise<void> {
    await this.context.close()
    this.#server.close()
    await rm(this.#profile, { recursive: true, force: true })
  }
}
