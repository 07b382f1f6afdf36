// One person with a browser of some size that speaks some language, and what went wrong in it.
import { type Browser, type BrowserContext, desk, type Page, phone } from '../support/browser.ts'
import { patience } from '../support/server.ts'

export interface Form { name: string; language: 'ja' | 'en'; phone: boolean }

export const forms: readonly Form[] = [
  { name: 'desk-ja', language: 'ja', phone: false },
  { name: 'phone-ja', language: 'ja', phone: true },
  { name: 'desk-en', language: 'en', phone: false },
  { name: 'phone-en', language: 'en', phone: true },
]

/** Those that a walk is taken in: each size and each language once; all four where pictures are kept (SCREENS=1). */
export const walked = process.env.SCREENS === '1' ? forms : forms.filter(({ name }) => name === 'desk-ja' || name === 'phone-en')

/** What was found wrong with pages and screens so far; a journey goes on, and is held against this at its end. */
export const faults: string[] = []

/** Longer than anything takes on a quiet machine; nothing here is a measure of speed. */
const kWaitMs = 30_000 * patience

export const test = (name: string): string => `[data-test="${name}"]`

export class Visit {
  readonly form: Form
  readonly context: BrowserContext
  readonly page: Page
  readonly base: string
  #problems: string[] = []

  private constructor(form: Form, base: string, context: BrowserContext, page: Page) {
    this.form = form
    this.base = base
    this.context = context
    this.page = page
  }

  static async begin(browser: Browser, base: string, form: Form): Promise<Visit> {
    const context = await browser.newContext({
      viewport: form.phone ? phone : desk,
      locale: form.language === 'ja' ? 'ja-JP' : 'en-GB',
      timezoneId: 'Asia/Tokyo',
      isMobile: form.phone,
      hasTouch: form.phone,
      reducedMotion: 'reduce',
      permissions: ['clipboard-read', 'clipboard-write'],
    })
    context.setDefaultTimeout(kWaitMs)
    const visit = new Visit(form, base, context, await context.newPage())
    context.on('weberror', (error) => visit.#problems.push(String(error.error())))
    context.on('console', (message) => {
      // A refused request is judged below, where its address is known.
      if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) visit.#problems.push(message.text())
    })
    context.on('response', (response) => {
      const path = new URL(response.url()).pathname
      const newcomer = response.status() === 401 && path === '/api/viewers/me'
      if (response.status() >= 400 && !newcomer) visit.#problems.push(`${response.status()} ${response.request().method()} ${path}`)
    })
    return visit
  }

  async go(path: string): Promise<void> {
    await this.page.goto(this.base + path)
  }

  /** What this person's pages complained about since the last time; `expected` ones are no complaint. */
  content(...expected: RegExp[]): void {
    const found = this.#problems.filter((problem) => !expected.some((each) => each.test(problem)))
    this.#problems = []
    for (const problem of found) faults.push(`${this.form.name}, until ${this.page.url()}: ${problem}`)
  }

  /** Leaves the page, so that its video costs nothing, and stays the same person. */
  async rest(): Promise<void> {
    await this.page.goto('about:blank')
  }
}
