// Coming to a show by the link of a mail about it: told to the server once, so that staff see which mail brings people.
import { call } from '../../shared/api.ts'
import type { Page } from '../route.ts'
import { beSomebody } from './arrival.ts'

const kMails = ['day', 'hour', 'reminder']

/** The mail that an address names, and the address without it; null where there is none. Pure. */
export function mailIn(address: string): { via: string; rest: string } | null {
  const url = new URL(address)
  const via = url.searchParams.get('via')
  if (via === null || !kMails.includes(via)) return null
  url.searchParams.delete('via')
  return { via, rest: url.href }
}

/** Called once, before anything is drawn. */
export function arriveByMail(page: Page): void {
  const found = mailIn(location.href)
  if (!found || page.name !== 'show') return
  history.replaceState(history.state, '', found.rest)
  void tell(page.id, found.via)
}

async function tell(show: string, via: string): Promise<void> {
  try {
    await beSomebody()
    await call(`/api/shows/${encodeURIComponent(show)}/mail-arrivals`, { method: 'POST', body: { via } })
  } catch {
    // Only a figure of the staff's misses one.
  }
}
