// What a director does, one act after the other.
import assert from 'node:assert/strict'
import { run, until } from '../support/processes.ts'
import { contact, ownerEmail, ownerPassword } from '../support/shop.ts'
import { look, written } from './look.ts'
import { test, type Visit } from './visit.ts'

export const ownerName = '店長'
// The first letter stands in the place of a picture.
for (const text of [ownerName, ownerName.slice(0, 1), contact.name, contact.address]) written.add(text)

export async function setUp(visit: Visit, link: string): Promise<void> {
  const { page } = visit
  await page.goto(link)
  await page.click(test('submit'))
  assert.ok(await page.locator('.field-error').count() >= 3, 'what is missing is said')
  await page.fill(test('name'), ownerName)
  await page.fill(test('email'), ownerEmail)
  await page.fill(test('password'), ownerPassword)
  await page.fill(test('password-again'), ownerPassword)
  await look(visit, 'setup')
  await page.click(test('submit'))
  await page.waitForSelector(test('new-show'))
  // The link works once.
  await page.goto(link)
  await page.waitForSelector(test('to-sign-in'))
}

export async function signIn(visit: Visit): Promise<void> {
  const { page } = visit
  await visit.context.clearCookies()
  await visit.go('/studio/orders')
  await page.waitForSelector(test('sign-in'))
  await look(visit, 'sign-in')
  await page.fill(test('email'), ownerEmail)
  await page.fill(test('password'), ownerPassword)
  await page.click(test('submit'))
  // Back where one wanted to go.
  await page.waitForURL('**/studio/orders')
  await page.waitForSelector(test('empty'))
}

/** A picture of a product, as a phone takes it. */
export async function photograph(): Promise<Buffer> {
  const made = await run('ffmpeg', ['-v', 'error', '-f', 'lavfi', '-i', 'gradients=size=480x480:c0=0xb4445c:c1=0xf3d9cf:duration=1:rate=1', '-frames:v', '1', '-f', 'image2pipe', '-c:v', 'png', '-'], { latin1: true })
  assert.equal(made.code, 0, made.stderr)
  return Buffer.from(made.stdout, 'latin1')
}

export async function makeProduct(visit: Visit, id: string, title: string, price: string, pieces: number, picture: Buffer): Promise<void> {
  const { page } = visit
  written.add(title)
  await visit.go('/studio/products/new')
  await page.waitForSelector(test('product-form'))
  await page.fill(test('title'), title)
  await page.fill(test('id'), id)
  await page.fill(test('price'), price)
  await page.setInputFiles(test('picture-file'), { name: 'lip.png', mimeType: 'image/png', buffer: picture })
  await page.click(`${test('product-form')} ${test('save')}`)
  await page.fill(test('delta'), `+${pieces}`)
  await page.click(test('change-stock'))
  await until('the stock has come', async () => (await page.textContent(test('stock-now'))) === String(pieces), 20)
  await visit.go('/studio/products')
  const row = page.locator(`${test('product-row')}[data-product=${id}]`)
  await row.getByText(title).waitFor()
  await until('the picture of the product is there', () => row.locator('img').evaluate((image: HTMLImageElement) => image.complete && image.naturalWidth > 0), 20)
}

/** Makes a show with these products on its shelf and answers its id. */
export async function makeShow(visit: Visit, title: string, products: readonly string[]): Promise<string> {
  const { page } = visit
  written.add(title)
  await visit.go('/studio')
  await page.locator(test('new-show')).first().click()
  await page.fill(`${test('make-show')} ${test('title')}`, title)
  await page.click(test('submit'))
  await page.waitForSelector(test('ingest-url'))
  await page.click(test('add-products'))
  for (const product of products) await page.click(`${test('pick')}[data-product=${product}]`)
  await look(visit, 'add-products')
  await page.keyboard.press('Escape')
  await page.click(test('save'))
  await page.waitForSelector(test('save-bar'), { state: 'detached' })
  return page.url().split('/').pop()!
}

/** Reads off the page where an encoder sends to. */
export async function encoderAddress(visit: Visit): Promise<string> {
  const { page } = visit
  assert.match((await page.textContent(test('ingest-key')))!, /•/, 'the key is not shown before one asks')
  await page.click(test('show-key'))
  return `${await page.textContent(test('ingest-url'))}/${await page.textContent(test('ingest-key'))}`
}

export class Console {
  readonly visit: Visit

  constructor(visit: Visit) {
    this.visit = visit
  }

  async open(show: string): Promise<void> {
    await this.visit.go(`/studio/shows/${show}/live`)
    await this.visit.page.waitForSelector(test('console'))
  }

  /** On a phone one part is seen at a time. */
  async tab(name: 'chat' | 'products' | 'state'): Promise<void> {
    if (this.visit.form.phone) await this.visit.page.click(test(`tab-${name}`))
  }

  async previewPlays(): Promise<void> {
    const { page } = this.visit
    await page.waitForSelector(`${test('preview')}[data-playing=true]`)
    const time = () => page.evaluate(() => document.querySelector('video')!.currentTime)
    const first = await time()
    await until('the preview goes on', async () => (await time()) > first + 0.5, 30)
  }

  /** By its number key on a desk, by a tap on a phone. Pinning what is pinned takes it off. */
  async pin(product: string, place: number): Promise<void> {
    if (this.visit.form.phone) await this.click(product)
    else await this.visit.page.keyboard.press(String(place))
  }

  async click(product: string): Promise<void> {
    await this.tab('products')
    await this.visit.page.click(`${test('product')}[data-product=${product}] ${test('pin')}`)
  }

  async pinned(product: string | null): Promise<void> {
    const seen = () => this.visit.page.locator(`${test('product')}[data-pinned=true]`).evaluateAll((all) => all.map((each) => each.getAttribute('data-product')).join())
    await until(`the console has ${product ?? 'nothing'} pinned`, async () => (await seen()) === (product ?? ''), 30)
  }

  async undo(): Promise<void> {
    if (this.visit.form.phone) await this.visit.page.click(test('undo-phone'))
    else await this.visit.page.keyboard.press('u')
  }

  /** The seq of the line with this text, once it has come. */
  async line(text: string): Promise<string> {
    await this.tab('chat')
    const line = this.visit.page.locator(test('chat-line'), { hasText: text }).last()
    await line.waitFor()
    return (await line.getAttribute('data-seq'))!
  }

  async hide(seq: string): Promise<void> {
    const { page, form } = this.visit
    await this.tab('chat')
    // A second click would let go of a line that is chosen already.
    const line = page.locator(`${test('chat-line')}[data-seq="${seq}"]`)
    if ((await line.getAttribute('aria-current')) === null) await line.click()
    if (form.phone) await page.click(`${test('chat-line')}[data-seq="${seq}"] ${test('hide')}`)
    else await page.keyboard.press('h')
    await this.hidden(seq, true)
  }

  async hidden(seq: string, hidden: boolean): Promise<void> {
    await this.visit.page.waitForSelector(`${test('chat-line')}[data-seq="${seq}"][data-hidden=${hidden}]`)
  }

  async showAgain(seq: string): Promise<void> {
    await this.visit.page.click(`${test('chat-line')}[data-seq="${seq}"] ${test('show-again')}`)
    await this.hidden(seq, false)
  }

  async say(text: string): Promise<void> {
    const { page, form } = this.visit
    await this.tab('chat')
    if (!form.phone) await page.keyboard.press('Escape')
    if (!form.phone) await page.keyboard.press('/')
    else await page.click(test('say'))
    await page.keyboard.type(text)
    if (form.phone) await page.click(test('send'))
    else await page.keyboard.press('Enter')
    await this.line(text)
    if (!form.phone) await page.keyboard.press('Escape')
  }

  async left(product: string): Promise<number> {
    const text = await this.visit.page.locator(`${test('product')}[data-product=${product}] ${test('left')}`).textContent()
    return Number(text!.replace(/\D/g, ''))
  }

  async figure(name: string): Promise<number> {
    return Number((await this.visit.page.textContent(test(`figure-${name}`)))!.replace(/\D/g, ''))
  }
}
