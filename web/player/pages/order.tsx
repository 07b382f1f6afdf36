// The private page of one order: what was ordered, how it stands, how to pay, and taking it back.
import { useEffect, useState } from 'preact/hooks'
import { api, randomId, type Order } from '../../shared/api.ts'
import { Dialog } from '../../shared/dialog.tsx'
import { date, dateTime, money } from '../../shared/format.ts'
import { language } from '../../shared/i18n.ts'
import { Icon } from '../../shared/icons.tsx'
import { problemText } from '../../shared/messages/words.ts'
import { toast } from '../../shared/toast.tsx'
import { words } from '../messages/words.ts'
import { Price, ProductPicture, SiteFooter, SiteHeader } from '../parts.tsx'
import { shopName } from '../visit.ts'
import { useLoad } from './load.ts'
import { NotYet } from './not_yet.tsx'
import './pages.css'

/** An order moves in hours; who keeps the page open sees it within this. */
const kFreshMs = 30_000

export function OrderPage({ order: id, accessKey }: { order: string; accessKey: string }) {
  const t = words()
  const { value: order, problem, again } = useLoad(() => api.order(id, accessKey), kFreshMs)
  const [asking, setAsking] = useState(false)
  useEffect(() => {
    document.title = [t.orderTitle, shopName()].filter(Boolean).join(' | ')
  }, [language.value, shopName()])
  return (
    <>
      <SiteHeader current={null} />
      <main class="page" data-test="order-page" data-state={order?.state}>
        {!order && <NotYet problem={problem} again={again} statuses={[401, 403, 404]} missing={{ title: t.orderNotFound, text: t.orderNotFoundText }} />}
        {order && (
          <>
            <h1>{t.orderTitle}</h1>
            <Facts order={order} />
            {order.pay_to && (
              <section class="sheet-box pay-now" data-test="pay-now">
                <p>{order.due_at ? t.payBy(date(new Date(order.due_at), language.value)) : t.payToLead}</p>
                <p class="account">{order.pay_to}</p>
                <Price value={order.total} />
              </section>
            )}
            <Bill order={order} />
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
            <section>
              <h2>{t.history}</h2>
              <ol class="sheet-box story" data-test="history">
                {order.history.map((step, index) => (
                  <li key={index} data-what={step.what}>
                    <span>
                      {t.happened[step.what] ?? step.what}
                      {step.amount && <b class="n"> {money(step.amount, language.value)}</b>}
                    </span>
                    <span class="n">{dateTime(new Date(step.at), language.value)}</span>
                  </li>
                ))}
              </ol>
            </section>
            <p class="quiet-note">{t.keepLink}</p>
            <div class="order-links">
              {(order.state !== 'cancelled' || order.paid_at) && (
                <a class="btn" href={`/orders/${encodeURIComponent(id)}/receipt?key=${encodeURIComponent(accessKey)}`} data-test="to-receipt">
                  <Icon name="list" size="s" />
                  {order.paid_at ? t.toReceipt : t.toInvoice}
                </a>
              )}
              {order.show && (
                <a class="btn" href={`/shows/${order.show}${order.at === null ? '' : `?t=${Math.floor(order.at / 1000)}`}`}>
                  <Icon name="play" size="s" />
                  {t.backToShow}
                </a>
              )}
              {order.can.includes('cancel') && (
                <button type="button" class="btn quiet" onClick={() => setAsking(true)} data-test="cancel-order">
                  {t.cancelOrder}
                </button>
              )}
            </div>
          </>
        )}
      </main>
      <SiteFooter />
      {asking && <CancelDialog order={id} accessKey={accessKey} onClose={() => setAsking(false)} onDone={again} />}
    </>
  )
}

function Facts({ order }: { order: Order }) {
  const t = words()
  const waits = order.state === 'placed' && order.pay_to !== undefined
  const good = order.state === 'placed' || order.state === 'paid' || order.state === 'shipped'
  return (
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
          <span class={`tag ${waits ? 'warn' : good ? 'ok' : ''}`} data-test="order-state">
            {good && !waits && <Icon name={order.state === 'shipped' ? 'truck' : 'check'} size="xs" />}
            {waits ? t.awaitingPayment : (t.state[order.state] ?? order.state)}
          </span>
        </dd>
      </div>
      {order.tracking && (
        <div>
          <dt>{t.tracking}</dt>
          <dd class="n" data-test="tracking">
            {order.tracking}
          </dd>
        </div>
      )}
    </dl>
  )
}

function Bill({ order }: { order: Order }) {
  const t = words()
  const row = (name: string, amount: { amount: number; currency: string }) =>
    amount.amount > 0 && (
      <div>
        <dt>{name}</dt>
        <dd class="n">{money(amount, language.value)}</dd>
      </div>
    )
  return (
    <section>
      <h2>{t.items}</h2>
      <div class="sheet-box bill">
        <ul>
          {order.lines.map((line, index) => (
            <li key={index}>
              <ProductPicture picture={line.picture} size={64} />
              <span class="g">
                <b>{line.title}</b>
                <small class="n">
                  {money(line.unit_price, language.value)} × {t.pieces(line.quantity)}
                </small>
                {line.offer && (
                  <small class="n" data-test="used-offer">
                    {line.offer.title} <s>{money(line.usual_price, language.value)}</s>
                  </small>
                )}
              </span>
              <Price value={line.total} tax={false} />
            </li>
          ))}
        </ul>
        <dl>
          {row(t.shipping, order.shipping)}
          {row(t.fee, order.fee)}
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
          {row(t.refundedSum, order.refunded)}
          <div>
            <dt>{t.payment}</dt>
            <dd>{t.payments[order.payment] ?? order.payment}</dd>
          </div>
        </dl>
      </div>
    </section>
  )
}

interface CancelProps {
  order: string
  accessKey: string
  onClose: () => void
  onDone: () => void
}

function CancelDialog({ order, accessKey, onClose, onDone }: CancelProps) {
  const t = words()
  const [busy, setBusy] = useState(false)
  const [attempt] = useState(randomId)
  const [problem, setProblem] = useState<unknown>(null)
  const cancel = async (): Promise<void> => {
    setBusy(true)
    try {
      await api.cancelOrder(order, accessKey, attempt)
      toast(t.cancelled)
      onClose()
    } catch (cause) {
      setProblem(cause)
    } finally {
      setBusy(false)
      onDone()
    }
  }
  return (
    <Dialog open onClose={onClose} title={t.cancelTitle} busy={busy} test="cancel-dialog">
      <p>{t.cancelText}</p>
      {Boolean(problem) && (
        <p class="field-error" role="alert">
          <Icon name="alert" size="s" />
          <span>{problemText(problem)}</span>
        </p>
      )}
      <div class="dlg-acts">
        <button type="button" class="btn" disabled={busy} onClick={onClose} data-focus>
          {t.keepOrder}
        </button>
        <button type="button" class="btn do" disabled={busy} onClick={() => void cancel()} data-test="confirm-cancel">
          {t.cancelDo}
        </button>
      </div>
    </Dialog>
  )
}
