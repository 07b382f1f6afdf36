// The studio's frame: navigation, who is signed in, and the page that the address means.
import type { ComponentChildren } from 'preact'
import { lazy, Suspense } from 'preact/compat'
import { useEffect, useRef, useState } from 'preact/hooks'
import { Icon, type IconName } from '../shared/icons.tsx'
import { toast, Toasts } from '../shared/toast.tsx'
import { problemText } from '../shared/messages/words.ts'
import { common } from './messages/common.ts'
import { CalendarPage } from './calendar/calendar.tsx'
import { FansPage } from './fans/fans.tsx'
import { MePage } from './me/me.tsx'
import { OrdersPage } from './orders/orders.tsx'
import { InboxBadge } from './inbox/waiting.tsx'
import { LanguageButton } from './parts/language.tsx'
import { Failed, Waiting } from './parts/load.tsx'
import { Nowhere } from './parts/nowhere.tsx'
import { PlaybookPage } from './playbook/playbook.tsx'
import { ProofPage } from './playbook/proof_page.tsx'
import { ProofsPage } from './playbook/proofs_page.tsx'
import { ImportPage } from './products/import.tsx'
import { ProductsPage } from './products/products.tsx'
import { address, go, routeOf, safeReturn, type Route } from './route.ts'
import { recallSession, signOut, staff } from './session.ts'
import { SettingsPage } from './settings/settings.tsx'
import { recallShop, shop } from './shop.ts'
import { PreparePage } from './shows/prepare.tsx'
import { ShowsPage } from './shows/shows.tsx'
import { JoinPage } from './sign_in/join.tsx'
import { ExpiredDialog, SetupPage, SignInPage } from './sign_in/pages.tsx'

const Console = lazy(() => import('./live/console.tsx'))
const BroadcastPage = lazy(() => import('./broadcast/broadcast.tsx'))
const ArchivePage = lazy(() => import('./archive/archive.tsx'))
const LearnPage = lazy(() => import('./learning/learn_page.tsx').then(({ LearnPage: page }) => ({ default: page })))
const InboxPage = lazy(() => import('./inbox/inbox_page.tsx').then(({ InboxPage: page }) => ({ default: page })))
const ListeningPage = lazy(() => import('./listening/listening.tsx').then(({ ListeningPage: page }) => ({ default: page })))
const SharingPage = lazy(() => import('./sharing/sharing_page.tsx').then(({ SharingPage: page }) => ({ default: page })))
const PostsPage = lazy(() => import('./posts/posts_page.tsx').then(({ PostsPage: page }) => ({ default: page })))
const ChannelsPage = lazy(() => import('./channels/channels_page.tsx').then(({ ChannelsPage: page }) => ({ default: page })))
const InsightPage = lazy(() => import('./insight/all_page.tsx').then(({ InsightPage: page }) => ({ default: page })))
const FiguresPage = lazy(() => import('./insight/figures_page.tsx').then(({ FiguresPage: page }) => ({ default: page })))
const ReportsPage = lazy(() => import('./reports/reports_page.tsx').then(({ ReportsPage: page }) => ({ default: page })))
const ReportPage = lazy(() => import('./reports/report_page.tsx').then(({ ReportPage: page }) => ({ default: page })))
const ReviewPage = lazy(() => import('./learning/review_page.tsx').then(({ ReviewPage: page }) => ({ default: page })))

export function App() {
  const [problem, setProblem] = useState<unknown>(null)
  const recall = (): void => {
    setProblem(null)
    Promise.all([recallShop(), recallSession()]).catch(setProblem)
  }
  useEffect(recall, [])
  return (
    <>
      {problem ? <main class="page" id="main"><Failed problem={problem} again={recall} /></main> : <Page />}
      <ExpiredDialog />
      <Toasts />
    </>
  )
}

function Page() {
  const route = routeOf(address.value.split('?')[0]!)
  const outside = route.page === 'sign-in' || route.page === 'setup' || route.page === 'join'
  // Every page may rely on the shop; which of the two answers comes first is chance.
  const known = staff.value !== undefined && shop.value !== null
  useEffect(() => {
    if (known && staff.value === null && !outside) go(`/studio/sign-in?to=${encodeURIComponent(address.value)}`, { replace: true })
    if (staff.value && route.page === 'sign-in') go(safeReturn(new URLSearchParams(address.value.split('?')[1] ?? '').get('to')), { replace: true })
  }, [known, staff.value, route.page])
  if (!known) return <Waiting />
  if (route.page === 'setup') return <SetupPage />
  if (route.page === 'join') return <JoinPage />
  if (route.page === 'sign-in') return <SignInPage />
  if (!staff.value) return <Waiting />
  if (route.page === 'live') {
    return <Suspense fallback={<Waiting />}><Console key={route.show} id={route.show} /></Suspense>
  }
  if (route.page === 'broadcast') {
    return <Suspense fallback={<Waiting />}><BroadcastPage key={route.show} id={route.show} /></Suspense>
  }
  return <Frame route={route}>{content(route)}</Frame>
}

function content(route: Route): ComponentChildren {
  switch (route.page) {
    case 'shows':
      return <ShowsPage />
    case 'show':
      return <PreparePage key={route.show} id={route.show} />
    case 'archive':
      return <Suspense fallback={<Waiting />}><ArchivePage key={route.show} id={route.show} /></Suspense>
    case 'products':
      return <ProductsPage product={route.product} />
    case 'import':
      return <ImportPage />
    case 'orders':
      return <OrdersPage />
    case 'calendar':
      return <CalendarPage />
    case 'fans':
      return <FansPage />
    case 'inbox':
      return <Suspense fallback={<Waiting />}><InboxPage part={route.part} /></Suspense>
    case 'insight':
      return <Suspense fallback={<Waiting />}><InsightPage /></Suspense>
    case 'figures':
      return <Suspense fallback={<Waiting />}><FiguresPage key={route.show} id={route.show} /></Suspense>
    case 'listening':
      return <Suspense fallback={<Waiting />}><ListeningPage /></Suspense>
    case 'me':
      return <MePage />
    case 'playbook':
      return <PlaybookPage />
    case 'proofs':
      return <ProofsPage />
    case 'proof':
      return <ProofPage key={route.proof} id={route.proof} />
    case 'learn':
      return <Suspense fallback={<Waiting />}><LearnPage part={route.part} /></Suspense>
    case 'review':
      return <Suspense fallback={<Waiting />}><ReviewPage key={route.show} id={route.show} /></Suspense>
    case 'reports':
      return <Suspense fallback={<Waiting />}><ReportsPage /></Suspense>
    case 'report':
      return <Suspense fallback={<Waiting />}><ReportPage key={`${route.kind} ${route.id}`} kind={route.kind} id={route.id} /></Suspense>
    case 'sharing':
      return <Suspense fallback={<Waiting />}><SharingPage part={route.part} /></Suspense>
    case 'posts':
      return <Suspense fallback={<Waiting />}><PostsPage part={route.part} /></Suspense>
    case 'channels':
      return <Suspense fallback={<Waiting />}><ChannelsPage /></Suspense>
    case 'settings':
      return <SettingsPage part={route.part} />
    default:
      return <Nowhere />
  }
}

const places: { page: 'shows' | 'playbook' | 'learn' | 'reports' | 'products' | 'orders' | 'posts' | 'sharing' | 'channels' | 'fans' | 'inbox' | 'insight' | 'listening' | 'settings'; href: string; icon: IconName }[] = [
  { page: 'shows', href: '/studio', icon: 'play' },
  { page: 'playbook', href: '/studio/playbook', icon: 'flag' },
  { page: 'insight', href: '/studio/insight', icon: 'poll' },
  { page: 'learn', href: '/studio/learn', icon: 'book' },
  { page: 'reports', href: '/studio/reports', icon: 'printer' },
  { page: 'products', href: '/studio/products', icon: 'bag' },
  { page: 'orders', href: '/studio/orders', icon: 'box' },
  { page: 'posts', href: '/studio/posts', icon: 'edit' },
  { page: 'inbox', href: '/studio/inbox', icon: 'chat' },
  { page: 'sharing', href: '/studio/sharing', icon: 'share' },
  { page: 'fans', href: '/studio/fans', icon: 'heart' },
  { page: 'listening', href: '/studio/listening', icon: 'globe' },
  { page: 'channels', href: '/studio/channels', icon: 'send' },
  { page: 'settings', href: '/studio/settings', icon: 'gear' },
]

/** Names the window after the page, and moves a screen reader's place to it when the page changes. */
function useArrival(route: Route): void {
  const words = common()
  const name = route.page === 'show' || route.page === 'archive' || route.page === 'calendar' ? words.nav.shows : route.page === 'import' ? words.nav.products : route.page === 'proof' || route.page === 'proofs' ? words.nav.playbook : route.page === 'review' ? words.nav.learn : route.page === 'figures' ? words.nav.insight : route.page === 'report' ? words.nav.reports : route.page in words.nav ? words.nav[route.page as keyof typeof words.nav] : words.studio
  const first = useRef(true)
  useEffect(() => {
    document.title = `${name} | nigiwai`
  }, [name])
  useEffect(() => {
    if (!first.current) document.getElementById('main')?.focus({ preventScroll: true })
    // On a phone the places are a row that may be pushed.
    document.querySelector('.side nav [aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
    first.current = false
  }, [route.page])
}

function Frame({ route, children }: { route: Route; children: ComponentChildren }) {
  const words = common()
  const here = route.page === 'show' || route.page === 'archive' || route.page === 'calendar' ? 'shows' : route.page === 'import' ? 'products' : route.page === 'proof' || route.page === 'proofs' ? 'playbook' : route.page === 'review' ? 'learn' : route.page === 'figures' ? 'insight' : route.page === 'report' ? 'reports' : route.page
  const who = staff.value!
  useArrival(route)
  const leave = (): void => {
    signOut().then(() => go('/studio/sign-in', { replace: true }), (cause) => toast(problemText(cause), { tone: 'bad' }))
  }
  return (
    <div class="frame">
      <a class="skip" href="#main" onClick={(event) => { event.preventDefault(); document.getElementById('main')?.focus() }}>{words.skip}</a>
      <header class="side">
        <a class="brand" href="/studio">
          <b>nigiwai</b>
          <span>{shop.value?.name}</span>
        </a>
        <nav aria-label={words.navLabel}>
          <ul>
            {places.map(({ page, href, icon }) => (
              <li key={page}>
                <a href={href} aria-current={here === page ? 'page' : undefined} data-test={`nav-${page}`}>
                  <Icon name={icon} size="s" />
                  {words.nav[page]}
                  {page === 'inbox' && <InboxBadge />}
                </a>
              </li>
            ))}
          </ul>
        </nav>
        <div class="me">
          <a class="me-link" href="/studio/me" aria-current={here === 'me' ? 'page' : undefined} data-test="to-me">
            <span class="me-mark" aria-hidden="true">{[...who.name][0]}</span>
            <p>
              <b data-test="me">{who.name}</b>
              <span>{words.roles[who.role]}</span>
            </p>
            <span class="vh">{words.nav.me}</span>
          </a>
          <button type="button" class="icon-btn" onClick={leave} aria-label={words.signOut} title={words.signOut} data-test="sign-out">
            <Icon name="logout" size="s" />
          </button>
        </div>
        <LanguageButton />
      </header>
      <main class="page" id="main" tabIndex={-1}>{children}</main>
    </div>
  )
}
