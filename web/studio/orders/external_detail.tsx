// An order that another shop took: what it told of it. What is next is done there.
import type { ExternalOrder, Show } from '../../shared/api.ts'
import { clock, dateTime, money } from '../../shared/format.ts'
import { language } from '../../shared/i18n.ts'
import { orderWords } from '../messages/orders.ts'
import { ElsewhereMark, StateMark } from './marks.tsx'

export function ExternalDetail({ order, shows }: { order: ExternalOrder; shows: readonly Pick<Show, 'id' | 'title'>[] }) {
  const words = orderWords()
  const spoken = language.value
  return (
    <div class="order" data-test="external-order">
      <p class="order-head">
        <b class="n">{order.number}</b>
        <StateMark order={order} />
        <ElsewhereMark order={order} />
        <span class="n">{dateTime(new Date(order.placed_at), spoken)}</span>
      </p>
      <p class="hint">{words.elsewhereLead}</p>
      <ul class="order-lines">
        {order.lines.map((line, index) => (
          <li key={index}>
            <span>
              <b>{line.title}</b>
              <span class="n">{words.quantity(line.quantity)}</span>
              <a class="n" href={`/shows/${encodeURIComponent(order.show)}?t=${Math.floor(order.at / 1000)}`} target="_blank" rel="noopener" data-test="moment"
                title={words.momentLink(shows.find((one) => one.id === order.show)?.title ?? order.show)}>{words.moment(clock(order.at))}</a>
            </span>
          </li>
        ))}
      </ul>
      <dl class="order-sum">
        <div class="total"><dt>{words.total}</dt><dd class="n">{money(order.total, spoken)}</dd></div>
        <div><dt>{words.externalId}</dt><dd class="n" data-test="external-id">{order.external.id}</dd></div>
        <div><dt>{words.changedAt}</dt><dd class="n">{dateTime(new Date(order.changed_at), spoken)}</dd></div>
      </dl>
    </div>
  )
}
