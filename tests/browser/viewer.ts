// What a viewer does, one act after the other.
import assert from 'node:assert/strict'
import type { Page } from '../support/browser.ts'
import { until } from '../support/processes.ts'
import { contact } from '../support/shop.ts'
import { look } from './look.ts'
import { test, type Visit } from './visit.ts'

/** Types where the order goes; the postal code brings prefecture and city where its table was built in. */
export async function fillContact(page: Page): Promise<void> {
  const { prefecture, city, line, address: _, ...typed } = { ...contact, prefecture: '東京都', city: '渋谷区', line: '神宮前 1-2-3' }
  for (const [field, value] of Object.entries(typed)) await page.fill(test(`contact-${field}`), value)
  await page.selectOption(test('contact-prefecture'), prefecture)
  await page.fill(test('contact-city'), city)
  await page.fill(test('contact-line'), line)
}

/** Path and query of the page to which a share link leads. */
export async function whereLeads(url: string): Promise<string> {
  const answer = await fetch(url, { redirect: 'manual' })
  assert.equal(answer.status, 302, url)
  return answer.headers.get('location')!
}

export class Viewer {
  readonly visit: Visit
  get page(): Page {
    return this.visit.page
  }

  constructor(visit: Visit) {
    this.visit = visit
  }

  async changeName(name: string): Promise<void> {
    if (this.visit.form.phone) await this.page.click(test('menu'))
    if (this.visit.form.phone) await look(this.visit, 'menu')
    await this.page.locator(test('change-name')).filter({ visible: true }).click()
    await this.page.fill(test('name-input'), name)
    await look(this.visit, 'name')
    await this.page.click(test('name-save'))
    await this.page.waitForSelector(test('name-dialog'), { state: 'detached' })
  }

  async say(text: string): Promise<void> {
    if (await this.page.getAttribute(test('watch'), 'data-state') === 'archived' && this.visit.form.phone) await this.page.click(test('say-button'))
    await this.page.locator(test('chat-input')).filter({ visible: true }).fill(text)
    if (this.visit.form.phone) await this.page.locator(test('chat-send')).filter({ visible: true }).click()
    else await this.page.keyboard.press('Enter')
    await this.sees(text)
  }

  async sees(text: string): Promise<void> {
    await this.page.locator(test('chat-line'), { hasText: text }).first().waitFor()
  }

  /** Whether the line can be read: a hidden one goes, or stands there without its words being offered. */
  async reads(seq: string, text: string, readable: boolean): Promise<void> {
    const line = this.page.locator(`${test('chat-line')}[data-seq="${seq}"]:not(.gone)`, { hasText: text })
    await line.waitFor({ state: readable ? 'visible' : 'detached' })
  }

  async pinned(product: string | null): Promise<void> {
    if (product === null) await this.page.waitForSelector(test('product-card'), { state: 'detached' })
    else await this.page.waitForSelector(`${test('product-card')}[data-pinned="${product}"]`)
  }

  async share(): Promise<string> {
    await this.page.click(test('share'))
    // Until one's own link has come, the plain address stands there.
    await this.page.waitForSelector(`${test('share-url')}[data-link=made]`)
    const url = await this.page.inputValue(test('share-url'))
    await look(this.visit, 'share')
    await this.page.click(test('share-copy'))
    await this.page.waitForSelector(test('share-dialog'), { state: 'detached' })
    assert.equal(await this.page.evaluate(() => navigator.clipboard.readText()), url)
    return url
  }

  /** Opens the sheet for a product of the shelf, wherever the shelf is on this screen. */
  async openFromShelf(product: string): Promise<void> {
    if (this.visit.form.phone) await this.page.locator(`${test('shelf-button')}, ${test('chapters-button')}`).filter({ visible: true }).first().click()
    if (this.visit.form.phone) await look(this.visit, `shelf-${await this.page.getAttribute(test('watch'), 'data-state')}`)
    await this.page.locator(`[data-product="${product}"] ${test('shelf-item')}, [data-pinned="${product}"] ${test('buy')}`).filter({ visible: true }).last().click()
    await this.page.waitForSelector(test('buy-sheet'))
  }

  /** Orders what the open sheet offers and answers the number of the order. */
  async order(): Promise<string> {
    if (await this.page.locator(test('known-contact')).count() === 0) {
      await fillContact(this.page)
      await this.page.check(test('remember-contact'))
    }
    await this.page.click(test('place-order'))
    await this.page.waitForSelector(test('order-placed'))
    return (await this.page.getAttribute(test('order-placed'), 'data-order'))!
  }

  async confirmation(number: string): Promise<void> {
    const [page] = await Promise.all([this.visit.context.waitForEvent('page'), this.page.click(test('order-link'))])
    await page.waitForSelector(test('order-number'))
    assert.equal((await page.textContent(test('order-number')))!.trim(), number)
    await look(this.visit, 'order', page)
    await page.close()
  }

  playhead(): Promise<number> {
    return this.page.evaluate(() => Number(document.querySelector<HTMLElement>('[data-test=watch]')!.dataset['playhead']))
  }

  /** Presses the scrubber where this moment lies, as a finger does. */
  async seek(at: number, length: number): Promise<void> {
    const box = (await this.page.locator(test('scrubber')).boundingBox())!
    await this.page.mouse.click(box.x + (at / length) * box.width, box.y + box.height * 0.7)
    await until(`the playhead is at ${at}`, async () => Math.abs((await this.playhead()) - at) < 3000, 30)
  }
}
