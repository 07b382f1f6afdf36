// The wall: what people said elsewhere and let us show, each with its author, its network and the way to the original.
import { date, money } from '../shared/format.ts'
import { language } from '../shared/i18n.ts'
import { Icon } from '../shared/icons.tsx'
import { type AskedBlock, wayTo } from './asked.ts'
import type { WallItem } from './content.ts'
import { site } from './frame.ts'
import { blockWords } from './messages.ts'
import { Row } from './row.tsx'

const kElsewhere = 'nofollow ugc noopener'

export function Wall({ block, items }: { block: AskedBlock; items: WallItem[] }) {
  const t = blockWords()
  return (
    <Row title={t.wall} mark="heart">
      {items.map((item) => <li key={item.url}><Mention block={block} item={item} /></li>)}
    </Row>
  )
}

function Mention({ block, item }: { block: AskedBlock; item: WallItem }) {
  const t = blockWords()
  const network = t.networks[item.network] ?? item.network
  return (
    <article class="card mention" data-test="mention">
      <header>
        {item.author_url ? <a class="mention-by" href={item.author_url} target="_blank" rel={kElsewhere}>{item.author}</a> : <b class="mention-by">{item.author}</b>}
        <small>{t.on(network)}<time dateTime={item.at}>{date(new Date(item.at), language.value)}</time></small>
      </header>
      <blockquote>{item.text}</blockquote>
      {item.product && item.to && (
        <a class="mention-product" href={wayTo(block, item.to, site)} data-test="product">
          {item.product.picture ? <img src={item.product.picture.small} alt="" loading="lazy" /> : <span class="none" aria-hidden="true"><Icon name="bag" size="s" /></span>}
          <span><b>{item.product.title}</b><small>{item.product.left > 0 ? <>{money(item.product.price, language.value)}<i>{t.taxIncluded}</i></> : t.soldOut}</small></span>
          <Icon name="chevronRight" size="xs" />
        </a>
      )}
      <a class="mention-original" href={item.url} target="_blank" rel={kElsewhere} data-test="original">{t.original}<span class="vh">{t.newTab}</span></a>
    </article>
  )
}
