// nigiwai under measure: on the server's core, with a shop and a show on air.
import { Server } from '../../tests/support/server.ts'
import { Shop } from '../../tests/support/shop.ts'
import type { Product, Show } from '../../tests/support/api.ts'
import { onCores, serverCore } from './cores.ts'
import { folder, type Room } from './peers.ts'
import { rmSync } from 'node:fs'

export interface Nigiwai { server: Server; shop: Shop; pid: number; stop(): Promise<void> }

/** Its data stands in the same filesystem as the peers'. */
export async function nigiwai(cores = serverCore, args: string[] = []): Promise<Nigiwai> {
  const data = folder('nigiwai')
  const server = await onCores(cores, () => Server.start({ data, args }))
  const shop = await Shop.open(server)
  const stop = async () => {
    await server.stop()
    rmSync(data, { recursive: true, force: true })
  }
  return { server, shop, pid: server.pid!, stop }
}

/** How many lines of chat a room shows at most: off for the benches that count every one. Shops that know no such
 *  setting yet show all. */
export async function sampling(shop: Shop, linesASecond: number | null): Promise<void> {
  const talk = await shop.owner.get<Record<string, unknown>>('/api/talk')
  if ('lines_per_second' in talk) await shop.owner.patch('/api/talk', { lines_per_second: linesASecond ?? 0 })
}

export async function room(of: Nigiwai, ...shelf: Product[]): Promise<Room & { show: Show }> {
  const show = await of.shop.liveShow(...shelf)
  const path = `/api/shows/${show.id}/timeline`
  const port = of.server.port
  return { peer: { pid: of.pid, stop: of.stop }, port, path, protocol: 'nigiwai', speak: { to: 'nigiwai', port, path }, show }
}
