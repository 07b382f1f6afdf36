// Small parts that several of the viewer's pages share.
import type { ComponentChildren } from 'preact'
import type { CastMember, Money, Picture, Product } from '../shared/api.ts'
import { dateTime, money } from '../shared/format.ts'
import { language, setLanguage } from '../shared/i18n.ts'
import { Icon } from '../shared/icons.tsx'
import { sharedWords } from '../shared/messages/words.ts'
import { CartButton } from './checkout/cart_button.tsx'
import { productWords } from './messages/product.ts'
import { words } from './messages/words.ts'
import { isEarly, opensAt } from './on_sale.ts'
import { saved, shop, shopName } from './visit.ts'

export function Price({ value, tax = true }: { value: Money; tax?: boolean }) {
  return (
    <span class="price">
      {money(value, language.value)}
      {tax && <small>{words().taxIncluded}</small>}
    </span>
  )
}

/** A product's picture, or a quiet place where it would be. */
export function ProductPicture({ picture, size }: { picture: Picture | null; size: number }) {
  const source = picture && (size > 120 ? picture.url : picture.small)
  return source ? (
    <img class="pp" src={source} alt="" width={size} height={size} loading="lazy" />
  ) : (
    <span class="pp none" style={{ width: `${size}px`, height: `${size}px` }} aria-hidden="true">
      <Icon name="bag" />
    </span>
  )
}

export function Avatar({ member, size }: { member: CastMember; size: number }) {
  const box = { width: `${size}px`, height: `${size}px` }
  return member.picture ? (
    <img class="avatar" src={member.picture.small} alt="" style={box} />
  ) : (
    <span class="avatar letter" style={{ ...box, fontSize: `${Math.round(size * 0.42)}px` }} aria-hidden="true">
      {[...member.name][0] ?? ''}
    </span>
  )
}

/** What can be bought now, in words. */
export function Stock({ product }: { product: Product }) {
  const t = words()
  const opens = opensAt(product)
  if (opens) {
    return isEarly(product) && product.left > 0 ? (
      <span class="tag ok" data-test="early">{productWords().early}</span>
    ) : (
      <span class="tag opens n" data-test="opens">{productWords().opens(dateTime(opens, language.value))}</span>
    )
  }
  if (product.left <= 0) return <span class="tag bad">{t.soldOut}</span>
  if (product.left <= 50) return <span class="left n">{t.left(product.left)}</span>
  return <span class="left plenty">{t.inStock}</span>
}

/** The lowest price among the SKUs; a product without variants has one. */
export function priceOf(product: Product): Money {
  return product.variants.reduce((low, { price }) => (price.amount < low.amount ? price : low), product.variants[0]?.price ?? product.price)
}

export function LanguageSwitch({ compact = false }: { compact?: boolean }) {
  const other = language.value === 'ja' ? 'en' : 'ja'
  return (
    <button
      type="button"
      class="ib"
      lang={other}
      aria-label={sharedWords().switchLanguage}
      onClick={() => setLanguage(other)}
      data-test="language"
    >
      <Icon name="globe" size="s" />
      {!compact && <span>{sharedWords().otherLanguage}</span>}
    </button>
  )
}

export function Brand() {
  const known = shop.value
  return (
    <a class="brand" href="/" {...(known ? {} : { 'aria-label': words().home })}>
      <b>{known ? known.name || 'nigiwai' : '\u00a0'}</b>
      {known?.name_latin && <span>{known.name_latin}</span>}
    </a>
  )
}

export type Section = 'shows' | 'archive' | 'me' | null

export function SiteHeader({ current }: { current: Section }) {
  const t = words()
  const count = saved.value.length
  const here = (section: Section) => (current === section ? { 'aria-current': 'page' as const } : {})
  return (
    <header class="site">
      <Brand />
      <nav aria-label={t.home}>
        <a href="/" {...here('shows')}>
          {t.navShows}
        </a>
        <a href="/#archive" {...here('archive')}>
          {t.navArchive}
        </a>
      </nav>
      <div class="r">
        <a class="ib" href="/me" {...here('me')} data-test="me">
          <Icon name="bookmark" size="s" />
          <span class="wide-only">{t.savedItems}</span>
          {count > 0 && <b class="n">{count}</b>}
        </a>
        <CartButton />
        <LanguageSwitch />
      </div>
    </header>
  )
}

/** Something is on its way: a line at once, words once it takes longer. */
export function Coming() {
  return (
    <p class="on-its-way" role="status" data-test="coming">
      <i aria-hidden="true" />
      <span>{words().reading}</span>
    </p>
  )
}

/** A whole page that says one thing: nothing here, failed, empty. */
export function Notice({ title, text, icon, children }: { title: string; text?: string; icon?: ComponentChildren; children?: ComponentChildren }) {
  return (
    <section class="notice-page" data-test="notice">
      {icon}
      <h1>{title}</h1>
      {text && <p>{text}</p>}
      {children}
    </section>
  )
}

/** The shop's name and the pages that law or custom asks for, as far as the owner wrote them. */
export function SiteFooter() {
  const t = words()
  const known = shop.value
  return (
    <footer class="foot" data-test="footer">
      {known && known.legal.length > 0 && (
        <nav aria-label={t.legal['tokushoho']}>
          {known.legal.map((page) => (
            <a key={page} href={`/legal/${page}`}>
              {t.legal[page]}
            </a>
          ))}
        </nav>
      )}
      {shopName() && <span>© {shopName()}</span>}
    </footer>
  )
}
