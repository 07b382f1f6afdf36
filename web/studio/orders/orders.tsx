// The order list, newest first, with its search and filters; one opens in a drawer, and has an address of its own.
import { useEffect, useState } from 'preact/hooks'
import type { Order } from '../../shared/api.ts'
import { dateTime, money } from '../../shared/format.ts'
import { language } from '../../shared/i18n.ts'
import { Icon } from '../../shared/icons.tsx'
import { toast } from '../../shared/toast.tsx'
import { common } from '../messages/common.ts'
import { orderWords } from '../messages/orders.ts'
import { Drawer } from '../parts/drawer.tsx'
import { explain } from '../parts/explain.ts'
import { Failed, useLoaded, Waiting } from '../parts/load.tsx'
import { address, go } from '../route.ts'
import { all, isOurs, studioApi, type ListedOrder } from '../studio_api.ts'
import { addressOf, asked, filterOf, kOverdue, openedIn, type Asked } from './filters.ts'
import { ExternalDetail } from './external_detail.tsx'
import { ElsewhereMark, StateMark } from './marks.tsx'
import { OrderDetail } from './order_detail.tsx'
import '../checkout.css'

const kStates = ['placed', 'paid', 'shipped', 'cancelled', 'refunded', 'returned']
/** A search begins when the keys have rested this long. */
const kTypedMs = 300

export function OrdersPage() {
  const words = orderWords()
  const wanted = asked(address.value)
  const filter = filterOf(wanted)
  const loaded = useLoaded(`orders ${JSON.stringify(filter)}`, () => studioApi.findOrders(filter))
  const shows = useLoaded('shows', () => all((cursor) => studioApi.shows('live,archived', cursor)))
  const [busy, setBusy] = useState(false)

  const orders = loaded.data?.items ?? []
  const number = openedIn(address.value)
  const listed = orders.find((one) => one.number === number)
  // One that the list does not show is found by its number, once it is known that it does not.
  const beyond = useLoaded(`order ${loaded.data && !listed ? number : ''}`, async () =>
    loaded.data && !listed && number ? ((await studioApi.findOrders(filterOf(asked(`?q=${encodeURIComponent(number)}`)))).items.find((one) => one.number === number) ?? null) : null)
  const opened = listed ?? beyond.data ?? null
  const open = (order: ListedOrder): void => go(addressOf(wanted, order.number))
  const close = (): void => go(addressOf(wanted), { replace: true })
  const filtered = Object.values(wanted).some((value) => value !== '')
  const change = (changed: Partial<Asked>): void => go(addressOf({ ...wanted, ...changed }), { replace: true })
  const more = async (): Promise<void> => {
    if (!loaded.data) return
    setBusy(true)
    try {
      const page = await studioApi.findOrders(filter, loaded.data.next)
      loaded.set({ items: [...loaded.data.items, ...page.items], next: page.next })
    } catch (cause) {
      toast(explain(cause), { tone: 'bad' })
    } finally {
      setBusy(false)
    }
  }
  const changed = (now: Order): void => {
    const order: ListedOrder = { ...now, external: null }
    if (beyond.data) beyond.set(order)
    if (loaded.data) loaded.set({ ...loaded.data, items: loaded.data.items.map((one) => (one.id === order.id ? order : one)) })
  }
  return (
    <>
      <header class="page-head">
        <h1>{words.title}</h1>
        <div class="page-tools beside">
          {(orders.length > 0 || filtered) && <a class="btn" href={studioApi.ordersCsv(filter)} download data-test="csv"><Icon name="download" size="s" />{words.csv}</a>}
        </div>
      </header>
      {(orders.length > 0 || filtered) && (
        <div class="order-filters" role="search">
          <SearchField value={wanted.q} onChange={(q) => change({ q })} />
          <label class="select">
            <span class="vh">{words.stateFilter}</span>
            <select value={wanted.state} onChange={(event) => change({ state: event.currentTarget.value })} data-test="state-filter">
              <option value="">{words.everyState}</option>
              {kStates.map((state) => <option key={state} value={state}>{words.state[state]}</option>)}
              <option value={kOverdue}>{words.unpaidAndDue}</option>
            </select>
          </label>
          <label class="select">
            <span class="vh">{words.show}</span>
            <select value={wanted.show} onChange={(event) => change({ show: event.currentTarget.value })} data-test="show-filter">
              <option value="">{words.everyShow}</option>
              {wanted.show && !shows.data?.some((one) => one.id === wanted.show) && <option value={wanted.show}>{wanted.show}</option>}
              {shows.data?.map((one) => <option key={one.id} value={one.id}>{one.title}</option>)}
            </select>
          </label>
          <div class="days">
            <label><span class="vh">{words.from}</span><input type="date" title={words.from} value={wanted.from} max={wanted.until || undefined} onChange={(event) => change({ from: event.currentTarget.value })} data-test="from" /></label>
            <span aria-hidden="true">–</span>
            <label><span class="vh">{words.until}</span><input type="date" title={words.until} value={wanted.until} min={wanted.from || undefined} onChange={(event) => change({ until: event.currentTarget.value })} data-test="until" /></label>
          </div>
        </div>
      )}
      {!loaded.data && !loaded.problem && <Waiting />}
      {Boolean(loaded.problem) && <Failed problem={loaded.problem} again={loaded.reload} />}
      {loaded.data && orders.length === 0 && (filtered ? (
        <div class="nothing" data-test="none-found">
          <p>{words.noneFound}</p>
          <button type="button" class="link" onClick={() => go('/studio/orders')} data-test="clear-filters">{words.clearFilters}</button>
        </div>
      ) : (
        <div class="empty" data-test="empty">
          <Icon name="box" />
          <h2>{words.emptyTitle}</h2>
          <p>{words.emptyText}</p>
          <a class="btn do" href="/studio">{words.toShows}</a>
        </div>
      ))}
      {orders.length > 0 && (
        <table class="table orders" data-test="orders">
          <thead>
            <tr>
              <th scope="col">{words.columns.number}</th>
              <th scope="col">{words.columns.when}</th>
              <th scope="col" class="wide">{words.columns.who}</th>
              <th scope="col" class="wide">{words.columns.what}</th>
              <th scope="col" class="wide">{words.columns.state}</th>
              <th scope="col" class="num">{words.columns.total}</th>
            </tr>
          </thead>
          <tbody>
            {orders.map((order) => (
              <tr key={order.id} data-test="order-row" data-order={order.id}>
                <td><button type="button" class="link n" onClick={() => open(order)} data-test="open-order">{order.number}</button><small class="narrow">{isOurs(order) ? order.contact.name : <ElsewhereMark order={order} />}</small></td>
                <td class="n">{dateTime(new Date(order.placed_at), language.value)}<small class="narrow"><StateMark order={order} /></small></td>
                <td class="wide">{isOurs(order) ? order.contact.name : <ElsewhereMark order={order} />}</td>
                <td class="wide">{summary(order, words.lines)}</td>
                <td class="wide"><StateMark order={order} /></td>
                <td class="num n"><b>{money(order.total, language.value)}</b></td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {loaded.data?.next && <button type="button" class="btn" disabled={busy} onClick={() => void more()} data-test="more">{common().more}</button>}
      {opened && (
        <Drawer title={words.detail} onClose={close} test="order-drawer">
          {isOurs(opened) ? <OrderDetail order={opened} shows={shows.data ?? []} onChanged={changed} /> : <ExternalDetail order={opened} shows={shows.data ?? []} />}
        </Drawer>
      )}
    </>
  )
}

function SearchField({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  const words = orderWords()
  const [typed, setTyped] = useState(value)
  useEffect(() => setTyped(value), [value])
  useEffect(() => {
    if (typed === value) return
    const timer = setTimeout(() => onChange(typed), kTypedMs)
    return () => clearTimeout(timer)
  }, [typed])
  return (
    <label class="search">
      <Icon name="search" size="s" />
      <span class="vh">{words.search}</span>
      <input type="search" value={typed} placeholder={words.searchHint} maxLength={100} onInput={(event) => setTyped(event.currentTarget.value)} data-test="search" />
    </label>
  )
}

function summary(order: ListedOrder, others: (n: number) => string): string {
  const first = order.lines[0]
  if (!first) return ''
  const pieces = order.lines.reduce((sum, line) => sum + line.quantity, 0) - first.quantity
  const named = first.quantity > 1 ? `${first.title} × ${first.quantity}` : first.title
  return pieces > 0 ? `${named} ${others(pieces)}` : named
}
