// The viewer's pages. Each is its own page load; the path says which.
import { render } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { Icon } from '../shared/icons.tsx'
import { sharedWords } from '../shared/messages/words.ts'
import { Toasts } from '../shared/toast.tsx'
import '../shared/tokens.css'
import './base.css'
import { words } from './messages/words.ts'
import { CartSheet } from './checkout/cart_sheet.tsx'
import { enterFrame, framed } from './embed/frame.ts'
import { HomePage } from './pages/home.tsx'
import { LegalPage } from './pages/legal.tsx'
import { MePage } from './pages/me.tsx'
import { OrderPage } from './pages/order.tsx'
import { ReceiptPage } from './pages/receipt.tsx'
import { SignInPage, SignInWhenAsked } from './pages/sign_in.tsx'
import { StaffPage } from './pages/staff.tsx'
import { ProductPage } from './pages/product.tsx'
import { Notice, SiteHeader } from './parts.tsx'
import { pageOf, type Page } from './route.ts'
import { arriveByLink } from './sharing/arrival.ts'
import { arriveByMail } from './sharing/mail_arrival.ts'
import { loadMe, loadShop } from './visit.ts'
import type { WatchPage } from './watch/watch.tsx'

function NothingHere() {
  const t = words()
  return (
    <>
      <SiteHeader current={null} />
      <main>
        <Notice title={t.nothingHere} text={t.nothingHereText} icon={<Icon name="search" />}>
          <a class="btn do" href="/">
            {t.toHome}
          </a>
        </Notice>
      </main>
    </>
  )
}

/** The watch page brings the player and is loaded only where something plays. */
function Watch({ show }: { show: string }) {
  const t = words()
  const [page, setPage] = useState<{ WatchPage: typeof WatchPage } | null>(null)
  const [failed, setFailed] = useState(false)
  useEffect(() => {
    import('./watch/watch.tsx').then(setPage, () => setFailed(true))
  }, [])
  if (page) return <page.WatchPage show={show} />
  if (!failed) return <main class="coming night" aria-busy="true" aria-label={t.loading} />
  return (
    <main>
      <Notice title={t.loadFailed} text={sharedWords().problems['offline']!} icon={<Icon name="alert" />}>
        <button type="button" class="btn do" onClick={() => location.reload()}>
          <Icon name="refresh" size="s" />
          {sharedWords().retry}
        </button>
      </Notice>
    </main>
  )
}

function App({ page }: { page: Page }) {
  switch (page.name) {
    case 'home':
      return <HomePage />
    case 'show':
    case 'embed':
      return <Watch show={page.id} />
    case 'order':
      return <OrderPage order={page.id} accessKey={page.key} />
    case 'receipt':
      return <ReceiptPage order={page.id} accessKey={page.key} />
    case 'legal':
      return <LegalPage page={page.id} />
    case 'product':
      return <ProductPage product={page.id} />
    case 'me':
      return <MePage />
    case 'sign-in':
      return <SignInPage token={page.token} />
    case 'staff':
      return <StaffPage handle={page.handle} />
    case 'nothing':
      return <NothingHere />
  }
}

const page = pageOf(location.pathname, location.search)
if (page.name === 'embed') enterFrame()
arriveByLink(page)
arriveByMail(page)
void loadShop()
if (page.name !== 'show' && page.name !== 'embed') void loadMe({ make: false }).catch(() => {})
// A server that was renewed has other files; the page that is open asks for one it no longer has.
const kRenewed = 'nigiwai.renewed'
addEventListener('vite:preloadError', () => {
  if (sessionStorage.getItem(kRenewed) === page.name) return
  sessionStorage.setItem(kRenewed, page.name)
  location.reload()
})
if ('serviceWorker' in navigator && !framed.value) {
  // Without it (plain HTTP, private windows) everything works but the opening without a network.
  addEventListener('load', () => void navigator.serviceWorker.register('/sw.js').catch(() => {}))
}

const root = document.getElementById('app')!
// What the server wrote for those without JavaScript.
root.replaceChildren()
render(
  <>
    <App page={page} />
    <CartSheet />
    <SignInWhenAsked />
    <Toasts />
  </>,
  root,
)
