// The server and shop of a part, opened by what of it asks first.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Server } from '../support/server.ts'
import { Shop } from '../support/shop.ts'

/** All that was asked over HTTP, and the status answered. */
export const asked: { method: string; path: string; status: number }[] = []
const kept = process.env.ASKED
if (kept) process.on('exit', () => writeFileSync(join(kept, `${process.env.PART}.json`), JSON.stringify(asked)))

/** What all parts asked that have run. */
export const askedByAll = (): typeof asked => [...asked, ...(kept ? readdirSync(kept).flatMap((name) => JSON.parse(readFileSync(join(kept, name), 'utf8'))) : [])]

const plainFetch = globalThis.fetch
globalThis.fetch = async (input, init) => {
  const answer = await plainFetch(input, init)
  const url = new URL(input instanceof Request ? input.url : input)
  asked.push({ method: init?.method ?? 'GET', path: url.pathname + url.search, status: answer.status })
  return answer
}

let opening: Promise<Shop> | undefined
export const house = (): Promise<Shop> => (opening ??= Server.start().then((server) => Shop.open(server)))

export async function closeHouse(): Promise<void> {
  await (await opening)?.server.stop()
}
