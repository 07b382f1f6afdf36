// The order list, newest first; one opens in a drawer with its lines, its contact and its moment in the show.
import { useEffect, useState } from 'preact/hooks'
import type { Order, Show } from '../../shared/api.ts'
import { clock, dateTime, money } from '../../shared/format.ts'
import { language } from '../../shared/i18n.ts'
import { Icon } from '../../shared/icons.tsx'
import { toast } from '../../shared/toast.tsx'
import { common } from '../messages/common.ts'
import { orderWords } from '../messages/orders.ts'
import { explain } from '../parts/explain.ts'
import { Drawer } from '../parts/drawer.tsx'
import { Failed, useLoaded, Waiting } from '../parts/load.tsx'
import { ProductPicture } from '../products/picture.tsx'
import { address, go } from '../route.ts'
import { all, studioApi } from '../studio_api.ts'

export function OrdersPage() {
  const words = orderWords()
  const show = new URLSearchParams(address.value.split('?')[1] ?? '').get('show')
  const loaded = useLoaded(`orders ${show ?? ''}`, () => studioApi.orders(show))
  const shows = useLoaded('shows', () => all((cursor) => studioApi.shows('live,archived', cursor)))
  const [opened, setOpened] = useState<Order | null>(null)
  const [busy, setBusy] = useState(false)
  useEffect(() => setOpened(null), [show])

  const orders = loaded.data?.items ?? []
  const titles = new Map(shows.data?.map((one) => [one.id, one.title]))
  const more = async (): Promise<void> => {
    if (!loaded.data) return
    setBusy(true)
    try {
      const page = await studioApi.orders(show, loaded.data.next)
      loaded.set({ items: [...loaded.data.items, ...page.items], next: page.next })
    } catch (cause) {
      toast(explain(cause), { tone: 'bad' })
    } finally {
      setBusy(false)
    }
  }
  return (
    <>
      <header class="page-head">
        <h1>{words.title}</h1>
        <div class="page-tools">
          <label class="select">
            <span class="vh">{words.show}</span>
            <select value={show ?? ''} onChange={(event) => go(event.currentTarget.value ? `/studio/orders?show=${encodeURIComponent(event.currentTarget.value)}` : '/studio/orders')} data-test="show-filter">
              <option value="">{words.everyShow}</option>
              {show && !titles.has(show) && <option value={show}>{show}</option>}
              {shows.data?.map((one) => <option key={one.id} value={one.id}>{one.title}</option>)}
            </select>
          </label>
          {orders.length > 0 && <a class="btn" href={studioApi.ordersCsv(show)} download data-test="csv"><Icon name="download" size="s" />{words.csv}</a>}
        </div>
      </header>
      {!loaded.data && !loaded.problem && <Waiting />}
      {Boolean(loaded.problem) && <Failed problem={loaded.problem} again={loaded.reload} />}
      {loaded.data && orders.length === 0 && (
        <div class="empty" data-test="empty">
          <Icon name="box" />
          <h2>{words.emptyTitle}</h2>
          <p>{show ? words.emptyShow : words.emptyText}</p>
          <a class="btn do" href="/studio">{words.toShows}</a>
        </div>
      )}
      {orders.length > 0 && (
        <table class="table orders" data-test="orders">
          <thead>
            <tr>
              <th scope="col">{words.columns.number}</th>
              <th scope="col">{words.columns.when}</th>
              <th scope="col" class="wide">{words.columns.who}</th>
              <th scope="col" class="wide">{words.columns.what}</th>
              <th scope="col" class="num">{words.columns.total}</th>
            </tr>
          </thead>
          <tbody>
            {orders.map((order) => (
              <tr key={order.id} data-test="order-row" data-order={order.id}>
                <td><button type="button" class="link n" onClick={() => setOpened(order)} data-test="open-order">{order.number}</button><small class="narrow">{order.contact.name}</small></td>
                <td class="n">{dateTime(new Date(order.placed_at), language.value)}</td>
                <td class="wide">{order.contact.name}</td>
                <td class="wide">{summary(order, words.lines)}</td>
                <td class="num n"><b>{money(order.total, language.value)}</b></td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {loaded.data?.next && <button type="button" class="btn" disabled={busy} onClick={() => void more()} data-test="more">{common().more}</button>}
      {opened && (
        <Drawer title={words.detail} onClose={() => setOpened(null)} test="order-drawer">
          <OrderDetail order={opened} show={shows.data?.find((one) => one.id === opened.show)} />
        </Drawer>
      )}
    </>
  )
}

function summary(order: Order, others: (n: number) => string): string {
  const first = order.lines[0]
  if (!first) return ''
  const pieces = order.lines.reduce((sum, line) => sum + line.quantity, 0) - first.quantity
  const named = first.quantity > 1 ? `${first.title} × ${first.quantity}` : first.title
  return pieces > 0 ? `${named} ${others(pieces)}` : named
}

function OrderDetail({ order, show }: { order: Order; show: Pick<Show, 'id' | 'title'> | undefined }) {
  const words = orderWords()
  const spoken = language.value
  const { contact } = order
  const moment = order.show && order.at !== null ? `/shows/${encodeURIComponent(order.show)}?t=${Math.floor(order.at / 1000)}` : null
  return (
    <div class="order" data-test="order">
      <p class="order-head">
        <b class="n">{order.number}</b>
        <span class="tag ok">{words.state[order.state] ?? order.state}</span>
        <span class="n">{dateTime(new Date(order.placed_at), spoken)}</span>
      </p>
      {moment && (
        <p class="order-moment">
          <span class="n">{words.moment(clock(order.at!))}</span>
          <a href={moment} target="_blank" rel="noopener" data-test="moment">{words.momentLink(show?.title ?? order.show!)}</a>
        </p>
      )}
      <ul class="order-lines">
        {order.lines.map((line) => (
          <li key={line.sku}>
            <ProductPicture product={line} size={44} />
            <span><b>{line.title}</b><span class="n">{money(line.unit_price, spoken)} {words.quantity(line.quantity)}</span></span>
            <b class="n">{money(line.total, spoken)}</b>
          </li>
        ))}
      </ul>
      <dl class="order-sum">
        <div class="total"><dt>{words.total}</dt><dd class="n">{money(order.total, spoken)}</dd></div>
        {order.tax.map((tax) => <div key={tax.rate}><dt>{words.tax(tax.rate)}</dt><dd class="n">{money(tax.amount, spoken)}</dd></div>)}
        <div><dt>{words.paymentLabel}</dt><dd>{words.payment[order.payment] ?? order.payment}</dd></div>
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
    </div>
  )
}
