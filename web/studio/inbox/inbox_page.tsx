// The inbox: the list with its filters, and the one that is opened beside it (instead of it on a phone).
//
// The list is read anew every few seconds while somebody looks; what is typed stays with its item.
import { useEffect, useRef, useState } from 'preact/hooks'
import { Icon } from '../../shared/icons.tsx'
import { toast } from '../../shared/toast.tsx'
import { common } from '../messages/common.ts'
import { inboxWords } from '../messages/inbox.ts'
import { explain } from '../parts/explain.ts'
import { Failed, useLoaded, Waiting } from '../parts/load.tsx'
import { address, go, type InboxPart } from '../route.ts'
import { staff } from '../session.ts'
import { Conversation } from './conversation.tsx'
import { FiguresPanel } from './figures_panel.tsx'
import { Filters } from './filters.tsx'
import { inboxApi, type InboxItem } from './inbox_api.ts'
import { addressOf, asked, mayAnswer, queryOf, withFreshPage, type Asked } from './inbox_model.ts'
import { ItemList } from './item_list.tsx'
import { lookAtWaiting, waitingInbox } from './waiting.tsx'
import './inbox.css'

const kLookEveryMs = 4_000
/** While an answer is on its way, which takes a second or two. */
const kLookSoonMs = 1_000
const kPageSize = 50

export function InboxPage({ part }: { part: InboxPart }) {
  const words = inboxWords()
  const wanted = asked(address.value)
  useEffect(lookAtWaiting, [part])
  const opened = part === 'items' && wanted.item !== ''
  return (
    <div class={`inbox ${opened ? 'opened' : ''}`} data-test={`inbox-${part}`}>
      <header class="page-head">
        <div class="page-title">
          <h1>{words.title}</h1>
          <p class="under">{part === 'items' ? words.lead : words.figuresLead}</p>
        </div>
        {part === 'items' && <div class="page-tools"><Look /></div>}
      </header>
      <nav class="inbox-tabs" aria-label={words.tabsLabel}>
        <ul>
          <li><a href="/studio/inbox" aria-current={part === 'items' ? 'page' : undefined} data-test="tab-items">{words.tabs.items}</a></li>
          <li><a href="/studio/inbox/figures" aria-current={part === 'figures' ? 'page' : undefined} data-test="tab-figures">{words.tabs.figures}</a></li>
        </ul>
      </nav>
      {part === 'items' ? <Items wanted={wanted} /> : <FiguresPanel />}
    </div>
  )
}

function Look() {
  const words = inboxWords()
  const [busy, setBusy] = useState(false)
  const role = staff.value?.role
  if (role === 'analyst') return null
  const look = async (): Promise<void> => {
    setBusy(true)
    try {
      await inboxApi.look()
      toast(words.looking)
    } catch (cause) {
      toast(explain(cause), { tone: 'bad' })
    } finally {
      setBusy(false)
    }
  }
  return <button type="button" class="btn" disabled={busy} onClick={() => void look()} data-test="look"><Icon name="refresh" size="s" />{words.look}</button>
}

function Items({ wanted }: { wanted: Asked }) {
  const words = inboxWords()
  const query = queryOf(wanted)
  const loaded = useLoaded(`inbox ${query}`, () => inboxApi.items(query))
  const [busy, setBusy] = useState(false)
  // An item that was just closed stays open beside the list, which may not hold it any more.
  const [kept, setKept] = useState<InboxItem | null>(null)
  const page = loaded.data
  const known = page?.items.find(({ id }) => id === wanted.item) ?? (kept?.id === wanted.item ? kept : null)
  const beyond = useLoaded(`inbox item ${page && !known ? wanted.item : ''}`, async () => (page && !known && wanted.item && !wanted.item.includes('.') ? inboxApi.item(wanted.item) : null))
  const item = known ?? beyond.data
  useLook(query, item?.state === 'sending' ? kLookSoonMs : kLookEveryMs, (fresh) => {
    waitingInbox.value = fresh.waiting
    // Where the reader went on behind the first page, the cursor stays theirs.
    loaded.set(page && page.items.length > kPageSize ? { ...fresh, items: withFreshPage(fresh.items, page.items, kPageSize), next: page.next } : fresh)
    const now = fresh.items.find(({ id }) => id === kept?.id)
    if (now) setKept(now)
    else if (item && !item.show && item.state === 'sending') inboxApi.item(item.id).then(setKept, () => {})
  })
  useEffect(() => {
    if (page) waitingInbox.value = page.waiting
  }, [page?.waiting])
  const change = (more: Partial<Asked>): void => go(addressOf({ ...wanted, ...more }), { replace: true })
  const open = (next: InboxItem): void => go(addressOf({ ...wanted, item: next.id }), { replace: wanted.item !== '' })
  const changed = (now: InboxItem): void => {
    setKept(now)
    if (page) loaded.set({ ...page, items: page.items.map((one) => (one.id === now.id ? now : one)) })
  }
  useKeys(page?.items ?? [], item, open)
  const more = async (): Promise<void> => {
    if (!page) return
    setBusy(true)
    try {
      const next = await inboxApi.items(query, page.next)
      loaded.set({ ...page, items: [...page.items, ...next.items], next: next.next })
    } catch (cause) {
      toast(explain(cause), { tone: 'bad' })
    } finally {
      setBusy(false)
    }
  }
  const filtered = wanted.network !== '' || wanted.kind !== '' || wanted.text !== '' || wanted.state !== 'waiting'
  return (
    <div class="inbox-desk">
      <section class="inbox-side" aria-label={words.listLabel}>
        <Filters wanted={wanted} networks={page?.networks ?? []} onChange={change} />
        {page?.accounts.filter(({ why }) => why !== null).map(({ id, network, name, why }) => (
          <p key={id} class="note warn" data-test="failing"><Icon name="alert" size="s" /><span>{words.failing(words.networks[network] ?? network, name)}<br /><small>{why}</small></span></p>
        ))}
        {!page && !loaded.problem && <Waiting />}
        {Boolean(loaded.problem) && <Failed problem={loaded.problem} again={loaded.reload} />}
        {page && page.items.length === 0 && (filtered ? (
          <div class="nothing" data-test="none-found">
            <p>{words.noneFound}</p>
            <button type="button" class="link" onClick={() => go('/studio/inbox')} data-test="clear-filters">{words.clear}</button>
          </div>
        ) : (
          <div class="empty" data-test="empty">
            <Icon name="check" /><h2>{words.emptyTitle}</h2><p>{words.emptyText}</p>
            {page.accounts.length === 0 && <p>{words.noAccounts}</p>}
            {page.accounts.length === 0 && staff.value?.role === 'owner' && <a class="btn" href="/studio/channels">{words.connect}</a>}
          </div>
        ))}
        {page && page.items.length > 0 && <ItemList items={page.items} opened={wanted.item} onOpen={open} />}
        {page?.next && <button type="button" class="btn inbox-more" disabled={busy} onClick={() => void more()} data-test="more">{common().more}</button>}
      </section>
      <section class="inbox-main" aria-label={item?.author || words.title}>
        {item ? (
          <Conversation key={item.id} item={item} may={mayAnswer(staff.value?.role, item)} onChanged={changed} onBack={() => change({ item: '' })} />
        ) : wanted.item && beyond.problem ? (
          <Failed problem={beyond.problem} again={beyond.reload} />
        ) : Boolean(page?.items.length) && (
          <div class="inbox-choose"><Icon name="chat" /><p>{words.choose}</p><p class="hint with-keys">{words.keys}</p></div>
        )}
      </section>
    </div>
  )
}

/** Asks for the first page again and again, while the page is looked at. */
function useLook(query: string, everyMs: number, took: (page: Awaited<ReturnType<typeof inboxApi.items>>) => void): void {
  const newest = useRef(took)
  newest.current = took
  useEffect(() => {
    let here = true
    const timer = setInterval(() => {
      if (!document.hidden) inboxApi.items(query).then((page) => here && newest.current(page), () => {})
    }, everyMs)
    return () => {
      here = false
      clearInterval(timer)
    }
  }, [query, everyMs])
}

/** J and K go through the list; C claims and R answers what is open, by pressing what stands there. */
function useKeys(items: readonly InboxItem[], item: InboxItem | null, open: (item: InboxItem) => void): void {
  useEffect(() => {
    const pressed = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return
      if ((event.target as Element).closest('input, textarea, select, dialog')) return
      const at = items.findIndex(({ id }) => id === item?.id)
      if (event.key === 'j' && at + 1 < items.length) open(items[at + 1]!)
      else if (event.key === 'k' && at > 0) open(items[at - 1]!)
      else if (event.key === 'c') document.querySelector<HTMLElement>('[data-key=claim]')?.click()
      else if (event.key === 'r') document.querySelector<HTMLElement>('[data-key=answer]')?.focus()
      else return
      event.preventDefault()
    }
    addEventListener('keydown', pressed)
    return () => removeEventListener('keydown', pressed)
  }, [items, item])
}
