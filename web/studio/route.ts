// The studio's addresses: which page a path means, and moving between them without loading anew.
import { signal } from '@preact/signals'
import { kKinds, type ReportKind } from './reports/report_kinds.ts'

export type Route =
  | { page: 'shows' }
  | { page: 'show'; show: string }
  | { page: 'live'; show: string }
  | { page: 'broadcast'; show: string }
  | { page: 'archive'; show: string }
  | { page: 'review'; show: string }
  | { page: 'figures'; show: string }
  | { page: 'products'; product: string | null }
  | { page: 'import' }
  | { page: 'orders' }
  | { page: 'calendar' }
  | { page: 'channels' }
  | { page: 'fans' }
  | { page: 'inbox'; part: InboxPart }
  | { page: 'insight' }
  | { page: 'listening' }
  | { page: 'me' }
  | { page: 'playbook' }
  | { page: 'proofs' }
  | { page: 'proof'; proof: string }
  | { page: 'learn'; part: LearnPart }
  | { page: 'reports' }
  | { page: 'report'; kind: ReportKind; id: string }
  | { page: 'sharing'; part: SharingPart }
  | { page: 'posts'; part: PostsPart }
  | { page: 'settings'; part: SettingsPart }
  | { page: 'sign-in' }
  | { page: 'setup' }
  | { page: 'join' }
  | { page: 'nowhere' }

const kSettingsParts = ['shop', 'team', 'talk', 'partners', 'audit', 'account'] as const
export type SettingsPart = (typeof kSettingsParts)[number]

const kLearnParts = ['reviews', 'patterns', 'analysis', 'cases', 'training'] as const
export type LearnPart = (typeof kLearnParts)[number]

const kSharingParts = ['campaigns', 'links', 'tree', 'returning', 'audiences', 'blocks'] as const
export type SharingPart = (typeof kSharingParts)[number]

const kInboxParts = ['items', 'figures'] as const
export type InboxPart = (typeof kInboxParts)[number]

const kPostsParts = ['posts', 'figures'] as const
export type PostsPart = (typeof kPostsParts)[number]

/** What `path` means. A product of `new` is the empty form. */
export function routeOf(path: string): Route {
  const parts = path.replace(/\/+$/, '').split('/').slice(2).map(decoded)
  const [first, second, third] = parts
  if (parts.length === 0 || (first === 'shows' && parts.length === 1)) return { page: 'shows' }
  if (first === 'shows' && second && parts.length === 2) return { page: 'show', show: second }
  if (first === 'shows' && second && third === 'live' && parts.length === 3) return { page: 'live', show: second }
  if (first === 'shows' && second && third === 'broadcast' && parts.length === 3) return { page: 'broadcast', show: second }
  if (first === 'shows' && second && third === 'archive' && parts.length === 3) return { page: 'archive', show: second }
  if (first === 'shows' && second && third === 'review' && parts.length === 3) return { page: 'review', show: second }
  if (first === 'shows' && second && third === 'insight' && parts.length === 3) return { page: 'figures', show: second }
  if (first === 'products' && second === 'import' && parts.length === 2) return { page: 'import' }
  if (first === 'products' && parts.length <= 2) return { page: 'products', product: second ?? null }
  if (first === 'playbook' && parts.length === 1) return { page: 'playbook' }
  if (first === 'playbook' && second === 'proofs' && parts.length <= 3) return third ? { page: 'proof', proof: third } : { page: 'proofs' }
  if (first === 'learn' && parts.length <= 2) {
    const part = kLearnParts.find((one) => one === (second ?? 'reviews'))
    return part ? { page: 'learn', part } : { page: 'nowhere' }
  }
  if (first === 'reports' && parts.length === 1) return { page: 'reports' }
  if (first === 'reports' && third && parts.length === 3) {
    const kind = kKinds.find((one) => one === second)
    return kind ? { page: 'report', kind, id: third } : { page: 'nowhere' }
  }
  if (first === 'sharing' && parts.length <= 2) {
    const part = kSharingParts.find((one) => one === (second ?? 'campaigns'))
    return part ? { page: 'sharing', part } : { page: 'nowhere' }
  }
  if (first === 'partners' && parts.length === 1) return { page: 'settings', part: 'partners' }
  if (first === 'inbox' && parts.length <= 2) {
    const part = kInboxParts.find((one) => one === (second ?? 'items'))
    return part ? { page: 'inbox', part } : { page: 'nowhere' }
  }
  if (first === 'posts' && parts.length <= 2) {
    const part = kPostsParts.find((one) => one === (second ?? 'posts'))
    return part ? { page: 'posts', part } : { page: 'nowhere' }
  }
  if (first === 'settings' && parts.length <= 2) {
    const part = kSettingsParts.find((one) => one === (second ?? 'shop'))
    return part ? { page: 'settings', part } : { page: 'nowhere' }
  }
  if (parts.length === 1 && (first === 'orders' || first === 'calendar' || first === 'channels' || first === 'fans' || first === 'insight' || first === 'listening' || first === 'me' || first === 'join' || first === 'sign-in' || first === 'setup')) {
    return { page: first }
  }
  return { page: 'nowhere' }
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}

/** Where a person goes after signing in: a path of the studio, never another site. */
export function safeReturn(to: string | null): string {
  return to && /^\/studio(?:[/?]|$)/.test(to) && !to.startsWith('/studio/sign-in') ? to : '/studio'
}

export const address = signal(typeof location === 'undefined' ? '/studio' : location.pathname + location.search)

/** Asked before leaving a page with unsaved changes; true lets go. */
let mayLeave: () => boolean = () => true

export function guardLeaving(guard: (() => boolean) | null): void {
  mayLeave = guard ?? (() => true)
}

/** Goes to another page of the studio. */
export function go(to: string, { replace = false } = {}): void {
  if (to === address.value) return
  if (!mayLeave()) return
  if (replace) history.replaceState(null, '', to)
  else history.pushState(null, '', to)
  const page = (path: string) => path.split('?')[0]
  const another = page(to) !== page(address.value)
  address.value = to
  if (another) scrollTo(0, 0)
}

/** Follows the back button, and turns clicks on links of the studio into `go`. Called once. */
export function followLinks(): void {
  addEventListener('popstate', () => {
    if (mayLeave()) address.value = location.pathname + location.search
    else history.pushState(null, '', address.value)
  })
  addEventListener('click', (event) => {
    if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return
    const link = (event.target as Element | null)?.closest?.('a')
    if (!link || link.target || link.hasAttribute('download') || link.origin !== location.origin) return
    if (!/^\/studio(?:\/|$)/.test(link.pathname)) return
    event.preventDefault()
    go(link.pathname + link.search)
  })
}
