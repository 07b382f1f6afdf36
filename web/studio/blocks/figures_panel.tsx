// What each block brought on each site.
import { money } from '../../shared/format.ts'
import { language } from '../../shared/i18n.ts'
import { blocksWords } from '../messages/blocks.ts'
import { Failed, useLoaded, Waiting } from '../parts/load.tsx'
import { blocksApi, type BlockFigures, type ClickRate } from './blocks_api.ts'

const n = (value: number): string => value.toLocaleString('en')
const percent = ({ value }: ClickRate): string => (value === null ? '–' : `${(100 * value).toFixed(1)}%`)

export function FiguresPanel() {
  const words = blocksWords()
  const loaded = useLoaded('figures of blocks', blocksApi.figures)
  const figures = loaded.data
  return (
    <section class="panel blocks-figures" data-test="block-figures">
      <h2>{words.figures}</h2>
      {!figures && (loaded.problem ? <Failed problem={loaded.problem} again={loaded.reload} /> : <Waiting />)}
      {figures && figures.items.length === 0 && <p class="hint" data-test="no-figures">{words.noFigures}</p>}
      {figures && figures.items.length > 0 && (
        <>
          <dl class="spread-figures">
            <div><dt>{words.views}</dt><dd class="n" data-test="total-views">{n(figures.totals.views)}</dd><dd class="why">{words.viewsWhy}</dd></div>
            <div><dt>{words.clicks}</dt><dd class="n" data-test="total-clicks">{n(figures.totals.clicks)}</dd><dd class="why"><b class="n">{words.rate} {percent(figures.totals.click_rate)}</b><br />{words.clicksWhy}</dd></div>
            <div><dt>{words.orders}</dt><dd class="n" data-test="total-orders">{n(figures.totals.orders)}</dd><dd class="why"><b class="n">{money(figures.totals.sales, language.value)}</b><br />{words.ordersWhy}</dd></div>
          </dl>
          <table class="table">
            <thead>
              <tr>
                <th scope="col">{words.block}</th>
                <th scope="col" class="num">{words.views}</th>
                <th scope="col" class="num">{words.clicks}</th>
                <th scope="col" class="num wide">{words.rate}</th>
                <th scope="col" class="num wide">{words.arrivals}</th>
                <th scope="col" class="num">{words.orders}</th>
                <th scope="col" class="num wide">{words.sales}</th>
              </tr>
            </thead>
            <tbody>{figures.items.map((item) => <Row key={`${item.block.kind} ${item.block.title} ${item.site}`} item={item} />)}</tbody>
          </table>
          {figures.left_out > 0 && <p class="hint">{words.leftOut(figures.left_out)}</p>}
        </>
      )}
    </section>
  )
}

function Row({ item }: { item: BlockFigures }) {
  const words = blocksWords()
  return (
    <tr data-test="block-row" data-kind={item.block.kind}>
      <td class="blocks-of"><b>{words.kinds[item.block.kind]}</b>{item.block.title && <span class="who">{item.block.title}</span>}<small class="n">{item.site}</small></td>
      <td class="num n" data-test="views">{n(item.views)}</td>
      <td class="num n" data-test="clicks">{n(item.clicks)}</td>
      <td class="num n wide" data-test="rate" title={`${n(item.click_rate.numerator)} / ${n(item.click_rate.denominator)}`}>{percent(item.click_rate)}</td>
      <td class="num n wide">{n(item.arrivals)}</td>
      <td class="num n" data-test="orders">{n(item.orders)}</td>
      <td class="num n wide">{money(item.sales, language.value)}</td>
    </tr>
  )
}
