// The private confirmation of one order.
import { useEffect } from 'preact/hooks'
import { api } from '../../shared/api.ts'
import { dateTime, money } from '../../shared/format.ts'
import { language } from '../../shared/i18n.ts'
import { Icon } from '../../shared/icons.tsx'
import { problemText, sharedWords } from '../../shared/messages/words.ts'
import { words } from '../messages/words.ts'
import { Notice, Price, ProductPicture, SiteHeader } from '../parts.tsx'
import { shopName } from '../visit.ts'
import { useLoad } from './load.ts'
import './pages.css'

export function OrderPage({ order: id, accessKey }: { order: string; accessKey: string }) {
  const t = words()
  const { value: order, problem, again } = useLoad(() => api.order(id, accessKey))
  useEffect(() => {
    document.title = [t.orderTitle, shopName()].filter(Boolean).join(' | ')
  }, [language.value, shopName()])
  const refused = problem && (problem.status === 404 || problem.status === 401 || problem.status === 403)
  return (
    <>
      <SiteHeader current={null} />
      <main class="page" data-test="order-page">
        {problem && !order && (
          <Notice title={refused ? t.orderNotFound : t.loadFailed} text={refused ? t.orderNotFoundText : problemText(problem)}>
            {!refused && (
              <button type="button" class="btn do" onClick={again}>
                {sharedWords().retry}
              </button>
            )}
          </Notice>
        )}
        {order && (
          <>
            <h1>{t.orderTitle}</h1>
            <dl class="facts">
              <div>
                <dt>{t.orderNumber}</dt>
                <dd class="n big" data-test="order-number">
                  {order.number}
                </dd>
              </div>
              <div>
                <dt>{t.orderedAt}</dt>
                <dd class="n">{dateTime(new Date(order.placed_at), language.value)}</dd>
              </div>
              <div>
                <dt>{t.stateLabel}</dt>
                <dd>
                  <span class={`tag ${order.state === 'placed' ? 'ok' : ''}`}>
                    {order.state === 'placed' && <Icon name="check" size="xs" />}
                    {t.state[order.state] ?? order.state}
                  </span>
                </dd>
              </div>
            </dl>
            <section>
              <h2>{t.items}</h2>
              <div class="sheet-box bill">
                <ul>
                  {order.lines.map((line) => (
                    <li key={line.sku}>
                      <ProductPicture picture={line.picture} size={64} />
                      <span class="g">
                        <b>{line.title}</b>
                        <small class="n">
                          {money(line.unit_price, language.value)} × {t.pieces(line.quantity)}
                        </small>
                      </span>
                      <Price value={line.total} tax={false} />
                    </li>
                  ))}
                </ul>
                <dl>
                  {order.tax.map((tax) => (
                    <div key={tax.rate}>
                      <dt>{t.taxAt(tax.rate)}</dt>
                      <dd class="n">{money(tax.amount, language.value)}</dd>
                    </div>
                  ))}
                  <div class="total">
                    <dt>{t.total}</dt>
                    <dd>
                      <Price value={order.total} />
                    </dd>
                  </div>
                  <div>
                    <dt>{t.payment}</dt>
                    <dd>{t.onDelivery}</dd>
                  </div>
                </dl>
              </div>
            </section>
            <section>
              <h2>{t.deliverTo}</h2>
              <address class="sheet-box to-whom">
                <b>{order.contact.name}</b>
                <span class="n">〒{order.contact.postal_code}</span>
                <span>{order.contact.address}</span>
                <span>{order.contact.email}</span>
                {order.contact.phone && <span class="n">{order.contact.phone}</span>}
              </address>
            </section>
            <p class="quiet-note">{t.keepLink}</p>
            {order.show && (
              <a class="btn" href={`/shows/${order.show}${order.at === null ? '' : `?t=${Math.floor(order.at / 1000)}`}`}>
                <Icon name="play" size="s" />
                {t.backToShow}
              </a>
            )}
          </>
        )}
      </main>
    </>
  )
}
