// The viewer's own page: name, what was saved to decide later, orders from this device.
import { useEffect, useState } from 'preact/hooks'
import { api, type Product, type Saved } from '../../shared/api.ts'
import { clock, date } from '../../shared/format.ts'
import { language } from '../../shared/i18n.ts'
import { Icon } from '../../shared/icons.tsx'
import { toast } from '../../shared/toast.tsx'
import { words } from '../messages/words.ts'
import { Price, priceOf, ProductPicture, SiteHeader, Stock } from '../parts.tsx'
import { me, ownOrders, rememberContact, rememberedContact, saved, shopName } from '../visit.ts'
import { NameDialog } from '../watch/name_dialog.tsx'
import './pages.css'

export function MePage() {
  const t = words()
  const [naming, setNaming] = useState(false)
  const [contact, setContact] = useState(rememberedContact() !== null)
  const orders = ownOrders()
  useEffect(() => {
    document.title = [t.mePage, shopName()].filter(Boolean).join(' | ')
  }, [language.value, shopName()])
  return (
    <>
      <SiteHeader current="me" />
      <main class="page" data-test="me-page">
        <h1>{t.mePage}</h1>
        <section class="sheet-box me-name">
          <span class="avatar letter big" aria-hidden="true">
            {[...(me.value?.name ?? '')][0] ?? <Icon name="person" />}
          </span>
          <span class="g">
            <small>{t.yourName}</small>
            <b>{me.value?.name ?? t.guest}</b>
            {!me.value && <small>{t.newcomer}</small>}
          </span>
          {me.value && (
            <button type="button" class="btn" onClick={() => setNaming(true)} data-test="change-name">
              <Icon name="edit" size="s" />
              {t.changeName}
            </button>
          )}
        </section>
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
        <section>
          <h2>{t.yourOrders}</h2>
          {orders.length === 0 ? (
            <p class="empty">{t.noOrders}</p>
          ) : (
            <ul class="saved sheet-box">
              {orders.map((order) => (
                <li key={order.number}>
                  <a class="g" href={order.url}>
                    <b class="n">{order.number}</b>
                    <small>
                      {date(new Date(order.placed_at), language.value)}
                      {t.dot}
                      {order.title}
                    </small>
                  </a>
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
      </main>
      <NameDialog open={naming} onClose={() => setNaming(false)} />
    </>
  )
}

function SavedRow({ one }: { one: Saved }) {
  const t = words()
  const [product, setProduct] = useState<Product | null>(null)
  useEffect(() => {
    api.product(one.product).then(setProduct, () => {})
  }, [one.product])
  const moment = one.show && `/shows/${one.show}${one.at === null ? '' : `?t=${Math.floor(one.at / 1000)}`}`
  return (
    <li>
      <ProductPicture picture={product?.picture ?? null} size={64} />
      <span class="g">
        <a href={`/products/${encodeURIComponent(one.product)}`}>
          <b>{product?.title ?? '\u00a0'}</b>
        </a>
        {product && <Price value={priceOf(product)} />}
        {product && <Stock product={product} />}
      </span>
      {moment && (
        <a class="btn quiet n" href={moment}>
          <Icon name="play" size="s" />
          {one.at === null ? t.seeMoment : t.savedFrom(clock(one.at))}
          {one.at !== null && <span class="vh"> {t.seeMoment}</span>}
        </a>
      )}
    </li>
  )
}
