// One order: its lines, what it costs, where it goes, what happened to it, and what is next.
import { useState } from 'preact/hooks'
import type { Order, OrderAct, Show } from '../../shared/api.ts'
import { clock, dateTime, money } from '../../shared/format.ts'
import { language } from '../../shared/i18n.ts'
import { Icon } from '../../shared/icons.tsx'
import { offerWords } from '../messages/offers.ts'
import { orderWords } from '../messages/orders.ts'
import { ProductPicture } from '../products/picture.tsx'
import { staff } from '../session.ts'
import { StateMark } from './marks.tsx'
import { named } from './pieces.ts'
import { StepDialog } from './step_dialog.tsx'

interface Props {
  order: Order
  shows: readonly Pick<Show, 'id' | 'title'>[]
  onChanged: (order: Order) => void
}

/** The act that usually comes next stands out. */
function nextAct(order: Order): OrderAct | null {
  if (order.state === 'placed') return order.can.includes('ship') ? 'ship' : 'pay'
  if (order.state === 'paid') return 'ship'
  return order.state === 'shipped' && order.can.includes('pay') ? 'pay' : null
}

export function OrderDetail({ order, shows, onChanged }: Props) {
  const words = orderWords()
  const spoken = language.value
  const [acting, setActing] = useState<OrderAct | null>(null)
  const { contact } = order
  const may = staff.value !== null && ['owner', 'planner', 'director'].includes(staff.value?.role ?? '')
  const next = nextAct(order)
  const can = may ? [...order.can].sort((a, b) => Number(b === next) - Number(a === next)) : []
  return (
    <div class="order" data-test="order">
      <p class="order-head">
        <b class="n">{order.number}</b>
        <StateMark order={order} />
        {order.state === 'shipped' && order.can.includes('pay') && <span class="tag warn">{words.unpaid}</span>}
        <span class="n">{dateTime(new Date(order.placed_at), spoken)}</span>
      </p>
      {can.length > 0 && (
        <div class="order-acts" data-test="order-acts">
          {can.map((act) => (
            <button key={act} type="button" class={`btn ${act === next ? 'do' : 'small'}`} onClick={() => setActing(act)} data-test={`act-${act}`}>
              {words.act[act]}
            </button>
          ))}
        </div>
      )}
      <ul class="order-lines">
        {order.lines.map((line, index) => (
          <li key={index}>
            <ProductPicture product={line} size={44} />
            <span>
              <b>{line.title}</b>
              <span class="n">{money(line.unit_price, spoken)} {words.quantity(line.quantity)}</span>
              {line.offer && <span class="tag offer n" data-test="used-offer">{offerWords().usedIn(line.offer.title, money(line.discount, spoken))}</span>}
              {line.returned > 0 && <span class="tag n" data-test="returned">{words.returnedPieces(line.returned)}</span>}
              {line.show && line.at !== null && (
                <a class="n" href={`/shows/${encodeURIComponent(line.show)}?t=${Math.floor(line.at / 1000)}`} target="_blank" rel="noopener" data-test="moment"
                  title={words.momentLink(shows.find((one) => one.id === line.show)?.title ?? line.show)}>{words.moment(clock(line.at))}</a>
              )}
            </span>
            <b class="n">{money(line.total, spoken)}</b>
          </li>
        ))}
      </ul>
      <dl class="order-sum">
        {order.shipping.amount > 0 && <div><dt>{words.shipping}</dt><dd class="n">{money(order.shipping, spoken)}</dd></div>}
        {order.fee.amount > 0 && <div><dt>{words.fee}</dt><dd class="n">{money(order.fee, spoken)}</dd></div>}
        <div class="total"><dt>{words.total}</dt><dd class="n" data-test="order-total">{money(order.total, spoken)}</dd></div>
        {order.tax.map((tax) => <div key={tax.rate}><dt>{words.tax(tax.rate)}</dt><dd class="n">{money(tax.amount, spoken)}</dd></div>)}
        {order.refunded.amount > 0 && <div><dt>{words.refunded}</dt><dd class="n">{money(order.refunded, spoken)}</dd></div>}
        <div><dt>{words.paymentLabel}</dt><dd>{words.payment[order.payment] ?? order.payment}</dd></div>
        {order.state === 'placed' && order.due_at && <div><dt>{words.due}</dt><dd class="n">{dateTime(new Date(order.due_at), spoken)}</dd></div>}
        {order.state === 'placed' && order.cancels_at && <div><dt>{words.cancels}</dt><dd class="n" data-test="cancels">{dateTime(new Date(order.cancels_at), spoken)}</dd></div>}
        {order.tracking && <div><dt>{words.tracking}</dt><dd class="n" data-test="tracking">{order.tracking}</dd></div>}
      </dl>
      <h3>{words.contact}</h3>
      <address>
        <b>{contact.name}</b><br />
        〒{contact.postal_code}<br />
        {contact.address}
      </address>
      <dl class="order-contact">
        {contact.phone && <div><dt>{words.phone}</dt><dd><a class="n" href={`tel:${contact.phone}`}>{contact.phone}</a></dd></div>}
        <div><dt>{words.email}</dt><dd><a href={`mailto:${contact.email}`}>{contact.email}</a></dd></div>
      </dl>
      <h3>{words.history}</h3>
      <ol class="order-history" data-test="order-history">
        {order.history.map((step, index) => (
          <li key={index} data-what={step.what}>
            <b>{words.what[step.what] ?? step.what}{step.amount && <span class="n"> {money(step.amount, spoken)}</span>}</b>
            <span class="n">{dateTime(new Date(step.at), spoken)}</span>
            {step.by && <span>{step.by.role === 'buyer' ? words.byBuyer : step.by.role === 'server' ? words.byServer : step.by.name}</span>}
            {step.lines && <span data-test="step-lines">{named(order, step.lines)}</span>}
            {step.reason && <q>{step.reason}</q>}
          </li>
        ))}
      </ol>
      {order.state !== 'cancelled' && (
        <a class="btn small" href={`/orders/${encodeURIComponent(order.id)}/receipt`} target="_blank" rel="noopener" data-test="receipt">
          <Icon name="list" size="s" />
          {words.receipt}
        </a>
      )}
      {acting && <StepDialog order={order} act={acting} onDone={(changed) => { setActing(null); onChanged(changed) }} onClose={() => setActing(null)} />}
    </div>
  )
}
