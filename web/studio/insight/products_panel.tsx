// How far viewers came with each product, and how long they hesitated.
import { count, money } from '../../shared/format.ts'
import { language } from '../../shared/i18n.ts'
import { insightWords } from '../messages/insight.ts'
import { Failed, useLoaded, Waiting } from '../parts/load.tsx'
import { percent } from './figure_model.ts'
import { insightApi, type Hesitation, type ProductRow } from './insight_api.ts'
import { timeAfter } from './times.ts'
import { useAgain } from './use_again.ts'

interface Props {
  show: string
  products: ReadonlyMap<string, string>
  everyMs: number | null
}

export function ProductsPanel({ show, products, everyMs }: Props) {
  const words = insightWords()
  const loaded = useLoaded(`products ${show}`, () => insightApi.products(show))
  useAgain(loaded.reload, everyMs)
  const { data } = loaded
  return (
    <div class="insight-two">
      <section class="panel" aria-labelledby="product-figures" data-test="product-figures">
        <h2 id="product-figures">{words.products.title}</h2>
        {!data && !loaded.problem && <Waiting />}
        {!data && Boolean(loaded.problem) && <Failed problem={loaded.problem} again={loaded.reload} />}
        {data && (data.items.length === 0 ? <p class="nothing">{words.products.none}</p> : <Table rows={data.items} products={products} currency={data.currency} />)}
      </section>
      {data && <HesitationPanel hesitation={data.hesitation} />}
    </div>
  )
}

function Table({ rows, products, currency }: { rows: ProductRow[]; products: ReadonlyMap<string, string>; currency: string }) {
  const words = insightWords().products
  const { columns } = words
  return (
    <>
      <p class="hint">{words.lead}</p>
      <table class="table insight-products">
        <thead>
          <tr>
            <th scope="col">{columns.product}</th>
            {([columns.seen, columns.opened, columns.ctr, columns.saved, columns.ordered, columns.gmv, columns.time]).map((name) => <th key={name} scope="col" class="num">{name}</th>)}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.product} data-test="product-row" data-product={row.product}>
              <th scope="row"><a href={`/studio/products/${encodeURIComponent(row.product)}`} class="who">{products.get(row.product) ?? row.product}</a></th>
              <td class="num n" data-name={columns.seen}>{count(row.seen)}</td>
              <td class="num n" data-name={columns.opened}>{count(row.opened)}</td>
              <td class="num n" data-name={columns.ctr}>{row.seen > 0 ? `${percent(row.opened / row.seen)}%` : insightWords().none}</td>
              <td class="num n" data-name={columns.saved}>{count(row.savers)}</td>
              <td class="num n" data-name={columns.ordered}>{count(row.orders)}</td>
              <td class="num n" data-name={columns.gmv}><b>{money({ amount: row.gmv, currency }, language.value)}</b></td>
              <td class="num n" data-name={columns.time}>{row.to_order_ms === null ? <span class="hint">{words.few}</span> : timeAfter(row.to_order_ms)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  )
}

function HesitationPanel({ hesitation: { ordered, saved_first: saved, steps } }: { hesitation: Hesitation }) {
  const words = insightWords().hesitation
  const known = steps.some(({ part }) => part !== null)
  return (
    <section class="panel" aria-labelledby="hesitation" data-test="hesitation">
      <h2 id="hesitation">{words.title}</h2>
      {!known ? <p class="nothing">{words.few(ordered)}</p> : (
        <>
          <p class="hint">{words.lead(ordered)}</p>
          <dl class="hesitation">
            {steps.map(({ within_ms: within, part }) => (
              <div key={within} data-test="hesitation-step">
                <dt class="n">{words.within(timeAfter(within))}</dt>
                <dd><span class="bar" aria-hidden="true"><i style={{ width: `${(part ?? 0) * 100}%` }} /></span><b class="n">{part === null ? insightWords().none : `${percent(part)}%`}</b></dd>
              </div>
            ))}
          </dl>
          {saved > 0 && <p class="hint">{words.saved(saved)}</p>}
        </>
      )}
    </section>
  )
}
