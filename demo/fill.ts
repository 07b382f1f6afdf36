// Fills the demo's shop: the owner and the past shows on the command line, all else over the public interface.
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Client } from './client.ts'
import { cut } from './layers.ts'
import { draw, run } from './pictures.ts'
import { in_japan, owner, type Product, products, type Shade, shop, staff, upcoming } from './shop.ts'
import { live, type Show } from './shows.ts'

export type Cli = { nigiwai: string; data: string; place: string }

export const fill = {
  owner: (cli: Cli) => run(cli.nigiwai, ['owner', owner.email, '--name', owner.name, '--data', cli.data], owner.password + '\n'),

  async shop(client: Client, place: string) {
    await client.send('PATCH', '/api/shop', shop)
    for (const person of staff) {
      const { handle, name, title, role } = person
      await client.put(`/api/staff/${handle}`, { name, title, role })
      const drawing = cut(person.drawing)
      const file = join(place, `${handle}.png`)
      await draw(drawing.defs + drawing.back + drawing.head + drawing.mouths[0] + drawing.clothes, person.face, 512 / person.face.width, file)
      await client.send('PUT', `/api/staff/${handle}/picture`, await readFile(file), 'image/png')
    }
    for (const product of products) await bring(client, product)
    for (const { title, description, days, time, cast, shelf } of upcoming) {
      await client.post('/api/shows', { title, description, starts_at: in_japan(days, time), cast, shelf })
    }
  },
}

async function bring(client: Client, { id, title, subtitle, description, yen, stock, drawing, shades = [] }: Product) {
  const put = (variants: object[]) =>
    client.put(`/api/products/${id}`, { title, subtitle, description, price: { amount: yen, currency: 'JPY' }, tax_rate: 10, variants })
  const painted = async (paint?: string) => {
    const art = await readFile(join(import.meta.dirname, 'art', `${drawing}.svg`), 'utf8')
    const lipsticks = shades.map((shade) => shade.paint)
    const svg = paint ? art.replace(/#[0-9A-F]{6}/gi, (colour) => (lipsticks.includes(colour) ? paint : colour)) : art
    return run('rsvg-convert', ['-w', '1200', '-h', '1200'], svg)
  }
  const variant = ({ sku, name }: Shade) => ({ sku, options: { 色: name } })
  await put(shades.map(variant))
  await client.send('PUT', `/api/products/${id}/picture`, await painted(), 'image/png')
  const pictured = []
  for (const shade of shades) {
    const { pictures } = await client.send('POST', `/api/products/${id}/pictures`, await painted(shade.paint), 'image/png')
    pictured.push({ ...variant(shade), picture: pictures.at(-1).id })
  }
  if (pictured.length > 0) await put(pictured)
  const pieces = shades.length > 0 ? shades.map(({ sku, pieces: delta }) => ({ sku, delta })) : [{ sku: id, delta: stock }]
  for (const { sku, delta } of pieces) await client.post(`/api/stock/${sku}`, { delta, reason: '入荷' })
}

/** Brings in the shows that are over, while the server runs, as a brand would bring its old recordings. */
export async function importPast(cli: Cli, shows: Show[]) {
  for (const show of shows) {
    await run(cli.nigiwai, [
      'import', 'recording', join(cli.place, `${show.name}.mp4`), '--data', cli.data,
      '--timeline', join(cli.place, `${show.name}.jsonl`), '--title', show.title, '--description', show.description,
      '--at', in_japan(-show.days_ago, '21:00'), '--cast', show.presenter.handle, '--shelf', show.shelf.join(','),
    ])
  }
}

/** The id of the show on air: the one that still is, from a run that was kept, or a new one. */
export async function goLive(client: Client): Promise<string> {
  const { items } = await client.get('/api/shows?state=live')
  const running = items.find((each: { title: string }) => each.title === live.title)
  if (running) return running.id
  const { id } = await client.post('/api/shows', { title: live.title, description: live.description, cast: [live.presenter.handle], shelf: live.shelf })
  await client.post(`/api/shows/${id}/start`)
  return id
}
