// One's own page: who one is, orders, what was saved to decide later, whom one follows, mails, and one's data.
import { useEffect, useState } from 'preact/hooks'
import { api, Problem, type Order, type Product, type Saved } from '../../shared/api.ts'
import { Dialog } from '../../shared/dialog.tsx'
import { clock, date, dateTime } from '../../shared/format.ts'
import { language } from '../../shared/i18n.ts'
import { Icon } from '../../shared/icons.tsx'
import { problemText } from '../../shared/messages/words.ts'
import { toast } from '../../shared/toast.tsx'
import { becomeAnew, loadMine, memberApi, mine, type Member, type Preferences } from '../members.ts'
import { memberWords } from '../messages/members.ts'
import { words } from '../messages/words.ts'
import { Avatar, Price, priceOf, ProductPicture, SiteFooter, SiteHeader, Stock } from '../parts.tsx'
import { RecommendChoice } from '../returning/recommend_choice.tsx'
import { SavedNews } from '../returning/saved_news.tsx'
import { MyShares } from '../sharing/my_shares.tsx'
import { me, ownOrders, rememberContact, rememberedContact, saved, shopName } from '../visit.ts'
import { NameDialog } from '../watch/name_dialog.tsx'
import './members.css'
import './pages.css'
import { Agreements } from './agreements.tsx'
import { LinkedAccounts } from './linked_accounts.tsx'
import { NotYet } from './not_yet.tsx'
import { SignInSheet } from './sign_in.tsx'

export function MePage() {
  const t = words()
  useEffect(() => {
    document.title = [t.mePage, shopName()].filter(Boolean).join(' | ')
  }, [language.value, shopName()])
  const [problem, setProblem] = useState<Problem | null>(null)
  const load = (): void => {
    setProblem(null)
    loadMine().catch((cause: unknown) => setProblem(Problem.from(cause)))
  }
  useEffect(load, [])
  // What is known stays, whatever a later reading says.
  if (mine.value === undefined) {
    return (
      <>
        <SiteHeader current="me" />
        <main class="page" data-test="me-page">
          <h1>{t.mePage}</h1>
          <NotYet problem={problem} again={load} statuses={[]} />
        </main>
      </>
    )
  }
  const member = mine.value?.member ?? null
  return (
    <>
      <SiteHeader current="me" />
      <main class="page" data-test="me-page">
        <h1>{t.mePage}</h1>
        <Identity member={member} />
        <SavedNews />
        <Orders />
        <section>
          <h2>{t.savedItems}</h2>
          {saved.value.length === 0 ? (
            <p class="empty">{t.noSaved}</p>
          ) : (
            <ul class="saved sheet-box" data-test="saved">
              {saved.value.map((one) => (
                <SavedRow key={one.product} one={one} />
              ))}
            </ul>
          )}
        </section>
        {me.value && <MyShares />}
        <Followed />
        <Reminders />
        {member && <Mails member={member} />}
        {member && <Agreements />}
        {member && <LinkedAccounts />}
        {me.value && <RecommendChoice key={me.value.id} />}
        {me.value && <MyData />}
      </main>
      <SiteFooter />
    </>
  )
}

function Identity({ member }: { member: Member | null }) {
  const t = words()
  const m = memberWords()
  const [naming, setNaming] = useState(false)
  const [signingIn, setSigningIn] = useState(false)
  const signOut = async (): Promise<void> => {
    try {
      await memberApi.signOut()
      rememberContact(null)
      await becomeAnew()
      toast(m.signedOut)
    } catch (cause) {
      toast(problemText(cause), { tone: 'bad' })
    }
  }
  return (
    <>
      <section class="sheet-box me-name">
        <span class="avatar letter big" aria-hidden="true">
          {[...(me.value?.name ?? '')][0] ?? <Icon name="person" />}
        </span>
        <span class="g">
          <small>{t.yourName}</small>
          <b data-test="my-name">{me.value?.name ?? t.guest}</b>
          {member ? <small data-test="my-mail">{member.email}</small> : !me.value && <small>{t.newcomer}</small>}
        </span>
        <span class="me-tools">
          {me.value && (
            <button type="button" class="btn" onClick={() => setNaming(true)} data-test="change-name">
              <Icon name="edit" size="s" />
              {t.changeName}
            </button>
          )}
          {member && (
            <button type="button" class="btn quiet" onClick={() => void signOut()} data-test="sign-out">
              <Icon name="logout" size="s" />
              {m.signOut}
            </button>
          )}
        </span>
      </section>
      {mine.value !== undefined && !member && (
        <section class="sheet-box me-card">
          <p class="phrase">{m.whySignIn}</p>
          <button type="button" class="btn do" onClick={() => setSigningIn(true)} data-test="sign-in">
            {m.signIn}
          </button>
        </section>
      )}
      <NameDialog open={naming} onClose={() => setNaming(false)} />
      <SignInSheet open={signingIn} onClose={() => setSigningIn(false)} />
    </>
  )
}

/** Orders that the server knows to be this person's, and those that only this device remembers. */
function Orders() {
  const t = words()
  const m = memberWords()
  const [contact, setContact] = useState(rememberedContact() !== null)
  const known = mine.value?.orders ?? []
  const links = new Map(ownOrders().map((order) => [order.number, order.url]))
  const others = ownOrders().filter((order) => !known.some((one) => one.number === order.number))
  const rows = [
    ...known.map((order) => ({ number: order.number, at: order.placed_at, title: titleOf(order), state: order.state, url: links.get(order.number) ?? `/orders/${order.id}` })),
    ...others.map((order) => ({ number: order.number, at: order.placed_at, title: order.title, state: null, url: order.url })),
  ].sort((a, b) => b.at.localeCompare(a.at))
  return (
    <section>
      <h2>{m.yourOrders}</h2>
      {rows.length === 0 ? (
        <p class="empty">{m.noOrders}</p>
      ) : (
        <ul class="saved rows sheet-box" data-test="orders">
          {rows.map((order) => (
            <li key={order.number}>
              <a class="g" href={order.url}>
                <b class="n">{order.number}</b>
                <small>
                  {date(new Date(order.at), language.value)}
                  {t.dot}
                  {order.title}
                </small>
              </a>
              {order.state && <span class={`tag ${order.state === 'shipped' || order.state === 'paid' ? 'ok' : ''}`}>{(t.state as Record<string, string>)[order.state] ?? order.state}</span>}
              <Icon name="chevronRight" size="s" />
            </li>
          ))}
        </ul>
      )}
      {contact && (
        <button
          type="button"
          class="btn quiet"
          onClick={() => {
            rememberContact(null)
            setContact(false)
            toast(t.contactForgotten)
          }}
        >
          <Icon name="trash" size="s" />
          {t.forgetContact}
        </button>
      )}
    </section>
  )
}

function titleOf(order: Order): string {
  const [first, ...rest] = order.lines
  return `${first?.title ?? ''}${rest.length > 0 ? ` +${rest.length}` : ''}`
}

function SavedRow({ one }: { one: Saved }) {
  const t = words()
  const m = memberWords()
  const [product, setProduct] = useState<Product | null>(null)
  const [gone, setGone] = useState(false)
  useEffect(() => {
    api.product(one.product).then(setProduct, (cause: unknown) => setGone(Problem.from(cause).status === 404))
  }, [one.product])
  const remove = async (): Promise<void> => {
    try {
      await memberApi.unsave(one.product)
      saved.value = saved.value.filter((other) => other.product !== one.product)
      toast(m.removed)
    } catch (cause) {
      toast(problemText(cause), { tone: 'bad' })
    }
  }
  const moment = one.show && `/shows/${one.show}${one.at === null ? '' : `?t=${Math.floor(one.at / 1000)}`}`
  return (
    <li>
      <ProductPicture picture={product?.picture ?? null} size={64} />
      <span class="g">
        {product ? (
          <a href={`/products/${encodeURIComponent(one.product)}`}>
            <b>{product.title}</b>
          </a>
        ) : (
          <b>{gone ? m.savedGone : '\u00a0'}</b>
        )}
        {product && <Price value={priceOf(product)} />}
        {product && <Stock product={product} />}
      </span>
      <span class="me-tools">
        {moment && (
          <a class="btn quiet n" href={moment}>
            <Icon name="play" size="s" />
            {one.at === null ? t.seeMoment : t.savedFrom(clock(one.at))}
            {one.at !== null && <span class="vh"> {t.seeMoment}</span>}
          </a>
        )}
        <button type="button" class="btn quiet" onClick={() => void remove()} aria-label={`${m.remove}: ${product?.title ?? one.product}`} data-test="unsave">
          <Icon name="close" size="s" />
        </button>
      </span>
    </li>
  )
}

function Followed() {
  const m = memberWords()
  const followed = mine.value?.followed ?? []
  return (
    <section>
      <h2>{m.following}</h2>
      {followed.length === 0 ? (
        <p class="empty">{m.noFollowed}</p>
      ) : (
        <div class="people-row" data-test="followed">
          {followed.map((person) => (
            <a key={person.handle} href={`/staff/${encodeURIComponent(person.handle)}`}>
              <Avatar member={person} size={44} />
              <span>
                <b>{person.name}</b>
                {person.title && <small>{person.title}</small>}
              </span>
            </a>
          ))}
        </div>
      )}
    </section>
  )
}

function Reminders() {
  const m = memberWords()
  const reminders = mine.value?.reminders ?? []
  const remove = async (show: string): Promise<void> => {
    try {
      await memberApi.remind(show, false)
      await loadMine()
      toast(m.unreminded)
    } catch (cause) {
      toast(problemText(cause), { tone: 'bad' })
    }
  }
  return (
    <section>
      <h2>{m.reminders}</h2>
      {reminders.length === 0 ? (
        <p class="empty">{m.noReminders}</p>
      ) : (
        <ul class="saved rows sheet-box" data-test="reminders">
          {reminders.map((show) => (
            <li key={show.show}>
              <a class="g" href={`/shows/${show.show}`}>
                <b class="phrase">{show.title}</b>
                {show.starts_at && <small class="n">{dateTime(new Date(show.starts_at), language.value)}</small>}
              </a>
              <button type="button" class="btn quiet" onClick={() => void remove(show.show)} aria-label={`${m.remove}: ${show.title}`} data-test="unremind">
                <Icon name="close" size="s" />
              </button>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}

function Mails({ member }: { member: Member }) {
  const m = memberWords()
  const change = async (preferences: Partial<Preferences>): Promise<void> => {
    try {
      mine.value = await memberApi.change({ preferences })
      toast(m.saved)
    } catch (cause) {
      toast(problemText(cause), { tone: 'bad' })
    }
  }
  const row = (name: keyof Preferences, label: string) => (
    <label class="check-row" key={name}>
      <input type="checkbox" checked={member.preferences[name]} onChange={(event) => void change({ [name]: event.currentTarget.checked })} data-test={`pref-${name}`} />
      <span>{label}</span>
    </label>
  )
  return (
    <section>
      <h2>{m.mails}</h2>
      <div class="sheet-box prefs">
        <small>{m.mailsTo(member.email)}</small>
        {row('announcements', m.prefAnnouncements)}
        {row('reminders', m.prefReminders)}
        {row('back_in_stock', m.prefStock)}
        {row('news', m.prefNews)}
        <small>{m.newsConsent}</small>
        {member.consents.filter(({ what }) => !what.startsWith('audience-')).slice(0, 3).map((consent) => {
          const what = m.consentOf[consent.what] ?? consent.what
          const on = date(new Date(consent.at), language.value)
          return <small key={`${consent.what}${consent.at}`}>{consent.given ? m.consentGiven(what, on) : m.consentTaken(what, on)}</small>
        })}
      </div>
    </section>
  )
}

function MyData() {
  const m = memberWords()
  const [erasing, setErasing] = useState(false)
  return (
    <section>
      <h2>{m.yourData}</h2>
      <div class="sheet-box my-data">
        <a class="btn" href="/api/me/export" download="my-data.json" data-test="export">
          <Icon name="download" size="s" />
          {m.export}
        </a>
        <small>{m.exportHint}</small>
        <button type="button" class="btn danger" onClick={() => setErasing(true)} data-test="erase">
          <Icon name="trash" size="s" />
          {m.erase}
        </button>
      </div>
      <Dialog open={erasing} onClose={() => setErasing(false)} title={m.eraseTitle} test="erase-dialog">
        <EraseForm onClose={() => setErasing(false)} />
      </Dialog>
    </section>
  )
}

function EraseForm({ onClose }: { onClose: () => void }) {
  const m = memberWords()
  const [sure, setSure] = useState(false)
  const [open, setOpen] = useState<string[] | null>(null)
  const [giveUp, setGiveUp] = useState(false)
  const [busy, setBusy] = useState(false)
  const erase = async (): Promise<void> => {
    setBusy(true)
    try {
      await memberApi.erase(giveUp)
      rememberContact(null)
      localStorage.clear()
      await becomeAnew()
      onClose()
      toast(m.erased)
    } catch (cause) {
      const problem = Problem.from(cause)
      if (problem.type === 'open-orders') setOpen((problem.members['orders'] as string[] | undefined) ?? [])
      else toast(problemText(problem), { tone: 'bad' })
    } finally {
      setBusy(false)
    }
  }
  return (
    <div class="erase-form">
      <p class="phrase">{m.eraseText}</p>
      <label class="check-row">
        <input type="checkbox" checked={sure} onChange={(event) => setSure(event.currentTarget.checked)} data-focus data-test="erase-sure" />
        <span>{m.eraseSure}</span>
      </label>
      {open && (
        <>
          <p class="warn-box" role="alert">
            {m.eraseOpen(open.join(', '))}
          </p>
          <label class="check-row">
            <input type="checkbox" checked={giveUp} onChange={(event) => setGiveUp(event.currentTarget.checked)} data-test="erase-give-up" />
            <span>{m.eraseOpenSure}</span>
          </label>
        </>
      )}
      <div class="ends">
        <button type="button" class="btn" onClick={onClose}>
          {m.cancel}
        </button>
        <button type="button" class="btn danger sure" disabled={!sure || busy || (open !== null && !giveUp)} onClick={() => void erase()} data-test="erase-now">
          {busy ? m.erasing : m.eraseNow}
        </button>
      </div>
    </div>
  )
}
