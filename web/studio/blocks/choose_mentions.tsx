// Finding posts for the wall among what came into the inbox and what was heard elsewhere.
import { useState } from 'preact/hooks'
import type { Product } from '../../shared/api.ts'
import { date } from '../../shared/format.ts'
import { language } from '../../shared/i18n.ts'
import { toast } from '../../shared/toast.tsx'
import { inboxApi } from '../inbox/inbox_api.ts'
import { listeningApi } from '../listening/listening_api.ts'
import { blocksWords } from '../messages/blocks.ts'
import { common } from '../messages/common.ts'
import { inboxWords } from '../messages/inbox.ts'
import { Drawer } from '../parts/drawer.tsx'
import { explain } from '../parts/explain.ts'
import { Failed, useLoaded, Waiting } from '../parts/load.tsx'
import { blocksApi, type MentionSource, type WallMention } from './blocks_api.ts'

const kSources = ['inbox', 'listening'] as const
type Source = (typeof kSources)[number]
interface Candidate extends MentionSource { network: string; author: string; text: string; url: string; at: string }
interface Found { items: Candidate[]; next: string | null }

async function find(source: Source, cursor: string | null): Promise<Found> {
  if (source === 'inbox') {
    const { items, next } = await inboxApi.items('state=all', cursor)
    return { next, items: items.filter(({ show, gone }) => !show && !gone).map(({ id, network, author, text, url, said_at }) => ({ source, ref: id, network, author, text, url: url ?? '', at: said_at })) }
  }
  const { items, next } = await listeningApi.mentions(0, new Date(0).toISOString(), new Date(Date.now() + 60_000).toISOString(), cursor)
  return { next, items: items.map(({ id, network, author, text, url, at }) => ({ source, ref: String(id), network, author: author && `@${author}`, text, url, at })) }
}

interface Props { products: Product[]; known: WallMention[]; onChosen: () => void; onClose: () => void }

export function ChooseMentions({ products, known, onChosen, onClose }: Props) {
  const words = blocksWords()
  const [source, setSource] = useState<Source>('inbox')
  const [product, setProduct] = useState('')
  return (
    <Drawer title={words.chooseMentions} onClose={onClose} test="choose-mentions-drawer" wide>
      <div class="blocks-find">
        <div class="segments" role="group" aria-label={words.sourceLabel}>
          {kSources.map((one) => <button key={one} type="button" aria-pressed={one === source} onClick={() => setSource(one)} data-test={`from-${one}`}>{one === 'inbox' ? words.fromInbox : words.fromListening}</button>)}
        </div>
        <label class="select">
          <span class="vh">{words.aboutProduct}</span>
          <select value={product} onChange={(event) => setProduct(event.currentTarget.value)} data-test="mention-product">
            <option value="">{`${words.aboutProduct}: ${words.noProduct}`}</option>
            {products.map(({ id, title }) => <option key={id} value={id}>{title}</option>)}
          </select>
        </label>
      </div>
      <Candidates key={source} source={source} product={product} known={known} onChosen={onChosen} />
    </Drawer>
  )
}

function Candidates({ source, product, known, onChosen }: { source: Source; product: string; known: WallMention[]; onChosen: () => void }) {
  const words = blocksWords()
  const loaded = useLoaded(`mentions of ${source}`, () => find(source, null))
  const [busy, setBusy] = useState(false)
  const page = loaded.data
  if (!page) return loaded.problem ? <Failed problem={loaded.problem} again={loaded.reload} /> : <Waiting />
  const act = async (run: () => Promise<void>): Promise<void> => {
    setBusy(true)
    try {
      await run()
    } catch (cause) {
      toast(explain(cause), { tone: 'bad' })
    } finally {
      setBusy(false)
    }
  }
  const pick = (one: Candidate) => act(async () => {
    await blocksApi.pickMention(one, product)
    onChosen()
  })
  const more = () => act(async () => {
    const next = await find(source, page.next)
    loaded.set({ ...next, items: [...page.items, ...next.items] })
  })
  // Nobody can be named, or nothing led to, on the others.
  const items = page.items.filter(({ author, url, text }) => author && url && text)
  return (
    <>
      {items.length === 0 && !page.next && <p class="hint">{words.noMentions}</p>}
      <ul class="blocks-list">
        {items.map((one) => (
          <li key={one.ref} data-test="candidate-mention">
            <div class="g">
              <p class="blocks-facts"><b class="who">{one.author}</b><span>{inboxWords().networks[one.network] ?? one.network}</span><time class="n" dateTime={one.at}>{date(new Date(one.at), language.value)}</time></p>
              <p class="blocks-text who">{one.text}</p>
            </div>
            {known.some(({ source: from, ref }) => from === one.source && ref === one.ref) ? <span class="tag ok">{words.picked}</span> : <button type="button" class="btn small" disabled={busy} onClick={() => void pick(one)} data-test="pick-mention">{words.pick}</button>}
          </li>
        ))}
      </ul>
      {page.next && <button type="button" class="btn" disabled={busy} onClick={() => void more()} data-test="more-mentions">{common().more}</button>}
    </>
  )
}
