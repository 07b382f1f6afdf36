// Coming by a share link: the server is told once who came, and on a page that is no show, that they stayed a while.
import { remember, remembered } from '../../shared/i18n.ts'
import { Problem } from '../../shared/api.ts'
import type { Page } from '../route.ts'
import { loadMe, me } from '../visit.ts'
import { kept, keptCode, readArrival, shareIn, type Arrival } from './kept_share.ts'
import { sharingApi } from './sharing_api.ts'

const kKeptKey = 'nigiwai.share'
const kArrivalKey = 'nigiwai.arrival'
/** In view so long, somebody has looked at a product or at one of the staff. */
const kStayMs = 20_000
const kLookMs = 1_000

/** The link that an order now belongs to. */
export function shareOfOrder(): string | null {
  return keptCode(remembered(kKeptKey), Date.now())
}

/** Whoever shares or arrives must be somebody. */
export async function beSomebody(): Promise<void> {
  await loadMe({ make: true })
  // A reading that was under way may have been one that makes nobody.
  if (!me.peek()) await loadMe({ make: true })
}

/** Called once, before anything is drawn. */
export function arriveByLink(page: Page): void {
  const found = shareIn(location.href)
  if (found) history.replaceState(history.state, '', found.rest)
  const code = found?.code ?? ''
  if (code) {
    const before = session()
    remember(kKeptKey, kept(code, Date.now()))
    if (before?.code !== code || before.path !== location.pathname) {
      keep({ code, path: location.pathname, told: before?.code === code && before.told, stays: page.name !== 'show' && page.name !== 'embed', stayed: false })
    }
  }
  const arrival = session()
  if (arrival && (!arrival.told || (arrival.stays && !arrival.stayed && arrival.path === location.pathname))) void tell(arrival)
}

async function tell(arrival: Arrival): Promise<void> {
  try {
    if (!arrival.told) {
      await beSomebody()
      await sharingApi.arrive(arrival.code)
      arrival.told = true
      keep(arrival)
    }
    if (!arrival.stays || arrival.stayed || arrival.path !== location.pathname) return
    await stayed()
    await sharingApi.stay(arrival.code)
    arrival.stayed = true
    keep(arrival)
  } catch (cause) {
    // A link that is not known is not told again; after a cut line the next page tries once more.
    if (Problem.from(cause).status >= 400 && Problem.from(cause).status < 500) keep({ ...arrival, told: true, stayed: true })
  }
}

/** Resolves once the page has been in view for long enough. */
function stayed(): Promise<void> {
  return new Promise((resolve) => {
    let inView = 0
    const timer = setInterval(() => {
      if (document.visibilityState !== 'visible') return
      inView += kLookMs
      if (inView < kStayMs) return
      clearInterval(timer)
      resolve()
    }, kLookMs)
  })
}

let memory: string | null = null

function session(): Arrival | null {
  try {
    return readArrival(sessionStorage.getItem(kArrivalKey))
  } catch {
    return readArrival(memory)
  }
}

function keep(arrival: Arrival): void {
  memory = JSON.stringify(arrival)
  try {
    sessionStorage.setItem(kArrivalKey, memory)
  } catch {
    // Without session storage it lives as long as the page.
  }
}
