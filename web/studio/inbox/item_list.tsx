// The list: who said what where, how it stands, and how long ago.
import { useEffect, useRef } from 'preact/hooks'
import { duration } from '../../shared/format.ts'
import { language } from '../../shared/i18n.ts'
import { inboxWords } from '../messages/inbox.ts'
import type { InboxItem, ItemState } from './inbox_api.ts'

const kTone: Record<ItemState, string> = { open: '', claimed: 'info', sending: 'info', answered: 'ok', aside: '' }

/** `plain`: who is at it stands elsewhere. */
export function StateMark({ item, plain = false }: { item: InboxItem; plain?: boolean }) {
  const words = inboxWords()
  const failed = item.state !== 'answered' && item.answers.at(-1)?.state === 'failed'
  if (failed) return <span class="tag warn" data-test="mark">{words.answerStates['failed']}</span>
  if (item.state === 'claimed' && item.claim && !plain) return <span class="tag info" data-test="mark">{words.claimedBy(item.claim.by.name)}</span>
  return <span class={`tag ${kTone[item.state]}`} data-test="mark">{words.marks[item.state]}</span>
}

export function ItemList({ items, opened, onOpen }: { items: readonly InboxItem[]; opened: string; onOpen: (item: InboxItem) => void }) {
  const words = inboxWords()
  const list = useRef<HTMLUListElement>(null)
  useEffect(() => list.current?.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest' }), [opened])
  return (
    <ul class="inbox-list" ref={list} data-test="items">
      {items.map((item) => (
        <li key={item.id}>
          <button type="button" class={item.state} aria-current={item.id === opened ? 'true' : undefined} onClick={() => onOpen(item)} data-test="item" data-item={item.id} data-state={item.state} data-network={item.network}>
            <span class="who"><b>{item.author || words.gone[item.gone ?? ''] || words.noWords}</b><time dateTime={item.came_at} class="n">{duration(Math.max(0, Date.now() - Date.parse(item.came_at)), language.value)}</time></span>
            <span class="said">{item.text || (item.gone ? words.gone[item.gone] : words.noWords)}</span>
            <span class="where"><span>{words.networks[item.network] ?? item.network}</span><span>{words.kinds[item.kind]}</span>{item.state !== 'open' || item.answers.length > 0 ? <StateMark item={item} /> : null}</span>
            {item.more > 0 && <span class="and-more">{words.more(item.more)}</span>}
          </button>
        </li>
      ))}
    </ul>
  )
}
