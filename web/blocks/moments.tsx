// The best moments of a product: clips, and the chapters in which it sold or was saved.
import { useState } from 'preact/hooks'
import { clock } from '../shared/format.ts'
import { Icon } from '../shared/icons.tsx'
import { type AskedBlock, wayTo } from './asked.ts'
import type { MomentItem } from './content.ts'
import { site } from './frame.ts'
import { blockWords } from './messages.ts'
import { Row } from './row.tsx'

export function Moments({ block, items }: { block: AskedBlock; items: MomentItem[] }) {
  const t = blockWords()
  return (
    <Row title={t.moments} mark="play">
      {items.map((item) => <li key={item.to}><Moment block={block} item={item} /></li>)}
    </Row>
  )
}

function Moment({ block, item }: { block: AskedBlock; item: MomentItem }) {
  const t = blockWords()
  const [broken, setBroken] = useState(false)
  return (
    <a class="card moment" href={wayTo(block, item.to, site)} data-test="moment" data-kind={item.kind}>
      <span class="moment-picture">
        {item.poster && !broken ? <img src={item.poster} alt="" loading="lazy" onError={() => setBroken(true)} /> : <Icon name="bag" />}
        <span class="moment-play"><Icon name="play" size="s" filled /></span>
        <span class="moment-at n">{clock(item.kind === 'clip' ? item.length_ms : item.at)}</span>
      </span>
      <span class="moment-said">
        <b>{item.title}</b>
        <small>{item.show.title}</small>
        <span class="marks">
          {item.sold ? <span class="tag offer">{t.sold}</span> : item.saved ? <span class="tag info">{t.saved}</span> : <span class="tag">{t.clip}</span>}
          {item.label && <span class="moment-label">{item.label}</span>}
        </span>
        <span class="vh">{t.playFrom(clock(item.at))}{t.newTab}</span>
      </span>
    </a>
  )
}
