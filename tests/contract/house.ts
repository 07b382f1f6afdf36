// The one server and shop that the parts share, opened by whoever asks first.
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { Server } from '../support/server.ts'
import { Shop } from '../support/shop.ts'

/**
 * All that was asked over HTTP, and the status answered: routes.ts looks for what is missing. Where parts are run once more
 * by themselves (run), what the first run asked stands in the file ASKED.
 */
export const asked: { method: string; path: string; status: number }[] = []
const kept = process.env.ASKED
if (kept && existsSync(kept)) asked.push(...JSON.parse(readFileSync(kept, 'utf8')))
if (kept) process.on('exit', () => writeFileSync(kept, JSON.stringify(asked)))

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
