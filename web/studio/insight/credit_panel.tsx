// What each of the staff is credited with, under two rules side by side, and how it grows from show to show.
import { count, date, money } from '../../shared/format.ts'
import { language } from '../../shared/i18n.ts'
import { creditWords } from '../messages/credit.ts'
import { useLoaded } from '../parts/load.tsx'
import { staff } from '../session.ts'
import { insightApi, type Choice, type StaffCredit } from './insight_api.ts'
import './credit.css'

export const maySeeCredit = (): boolean => ['owner', 'analyst', 'planner', 'director'].includes(staff.value?.role ?? '')

export function CreditPanel({ choice }: { choice: Choice }) {
  const words = creditWords()
  const { data } = useLoaded(`credit ${JSON.stringify(choice)}`, () => insightApi.staff(choice))
  if (!data) return null
  return (
    <section class="panel" aria-labelledby="credit" data-test="credit">
      <h2 id="credit">{words.title}</h2>
      {data.items.length === 0 ? <p class="nothing">{words.none}</p> : (
        <>
          <p class="hint">{words.lead}</p>
          <Table {...data} />
          <p class="hint">{words.rules.cast}: {words.rulesLong.cast} {words.rules.moment}: {words.rulesLong.moment}</p>
          <p class="hint">{words.influencedHint} {words.assistsHint}</p>
        </>
      )}
    </section>
  )
}

function Table({ items, currency }: StaffCredit) {
  const { columns, assists } = creditWords()
  const yen = (amount: number): string => money({ amount, currency }, language.value)
  return (
    <table class="table insight-products credit">
      <thead>
        <tr>
          <th scope="col">{columns.name}</th>
          {[columns.shows, columns.cast, columns.moment, columns.net, columns.influenced, columns.assists].map((name) => <th key={name} scope="col" class="num">{name}</th>)}
          <th scope="col">{columns.growth}</th>
        </tr>
      </thead>
      <tbody>
        {items.map(({ handle, name, shows, credit, influenced, assists: helped, growth }) => (
          <tr key={handle} data-test="credit-row" data-handle={handle}>
            <th scope="row"><span class="who">{name}</span></th>
            <td class="num n" data-name={columns.shows}>{count(shows)}</td>
            <td class="num n" data-name={columns.cast}><b>{yen(credit.cast.amount)}</b></td>
            <td class="num n" data-name={columns.moment}><b>{yen(credit.moment.amount)}</b></td>
            <td class="num n" data-name={columns.net}>{yen(credit.cast.net)}</td>
            <td class="num n" data-name={columns.influenced}>{yen(influenced.amount)}</td>
            <td class="num n" data-name={columns.assists}>{helped.sales > 0 ? assists(helped.sales, yen(helped.amount)) : '—'}</td>
            <td data-name={columns.growth}>{growth.length > 0 ? <Growth growth={growth} yen={yen} /> : '—'}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** The oldest on the left; each bar against their own best. */
function Growth({ growth, yen }: { growth: StaffCredit['items'][number]['growth']; yen: (amount: number) => string }) {
  const most = Math.max(1, ...growth.map(({ amount }) => amount))
  return (
    <span class="growth" role="img" aria-label={creditWords().growth(growth.length)}>
      {growth.toReversed().map(({ show, title, live_at: at, amount }) => (
        <i key={show} title={`${title} · ${date(new Date(at), language.value)} · ${yen(amount)}`} style={{ height: `${Math.max(4, (amount / most) * 100)}%` }} />
      ))}
    </span>
  )
}
