// What became of an order: placed, or not known yet.
import type { Order, Problem } from '../../shared/api.ts'
import { Icon } from '../../shared/icons.tsx'
import { problemText } from '../../shared/messages/words.ts'
import { words } from '../messages/words.ts'

export function Placed({ order, onClose }: { order: Order; onClose: () => void }) {
  const t = words()
  return (
    <section class="outcome" role="status" data-test="order-placed" data-order={order.number}>
      <span class="ok">
        <Icon name="check" />
      </span>
      <h3>{t.placedTitle}</h3>
      <p class="n">
        <b>{t.placedText(order.number)}</b>
      </p>
      {order.pay_to ? (
        <>
          <p>{t.payToLead}</p>
          <p class="pay-to" data-test="pay-to">
            {order.pay_to}
          </p>
        </>
      ) : (
        <p>{t.placedMail}</p>
      )}
      <button type="button" class="btn do big" onClick={onClose} data-test="back-to-show">
        {t.backToShop}
      </button>
      <a class="btn quiet" href={order.url} target="_blank" rel="noopener" data-test="order-link">
        {t.seeOrder}
      </a>
    </section>
  )
}

export function Unknown({ busy, problem, onAsk }: { busy: boolean; problem: Problem | null; onAsk: () => void }) {
  const t = words()
  return (
    <section class="outcome" role="alert" data-test="order-unknown">
      <span class="warn">
        <Icon name="alert" />
      </span>
      <h3>{t.unknownTitle}</h3>
      <p>{t.unknownText}</p>
      {problem && problem.type !== 'offline' && <p class="small">{problemText(problem)}</p>}
      <button type="button" class="btn do big" disabled={busy} onClick={onAsk} data-test="ask-again">
        {busy && <i class="spin" aria-hidden="true" />}
        {t.askAgain}
      </button>
    </section>
  )
}
