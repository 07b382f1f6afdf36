// Words from the room: lines of chat that staff chose, each opening at its moment.
import { clock } from '../shared/format.ts'
import { type AskedBlock, wayTo } from './asked.ts'
import type { WordsItem } from './content.ts'
import { site } from './frame.ts'
import { blockWords } from './messages.ts'
import { Row } from './row.tsx'

export function Words({ block, items }: { block: AskedBlock; items: WordsItem[] }) {
  const t = blockWords()
  return (
    <Row title={t.words} mark="chat">
      {items.map((item) => (
        <li key={item.to + item.by}>
          <a class="card said" href={wayTo(block, item.to, site)} data-test="line">
            <blockquote>{item.text}</blockquote>
            <span class="said-by">
              <b>{item.name || t.someone}</b>
              <small>{item.show.title}<span class="n">{clock(item.at)}</span></small>
            </span>
            <span class="vh">{t.playFrom(clock(item.at))}{t.newTab}</span>
          </a>
        </li>
      ))}
    </Row>
  )
}
