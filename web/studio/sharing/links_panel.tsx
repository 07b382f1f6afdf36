// Share links and what each brought; one opens with all its figures and can be taken out.
import { useState } from 'preact/hooks'
import { clock, date, money } from '../../shared/format.ts'
import { language } from '../../shared/i18n.ts'
import { Icon } from '../../shared/icons.tsx'
import { toast } from '../../shared/toast.tsx'
import { common } from '../messages/common.ts'
import { sharingWords } from '../messages/sharing.ts'
import { CopyButton } from '../parts/copy.tsx'
import { Drawer } from '../parts/drawer.tsx'
import { explain } from '../parts/explain.ts'
import { Failed, useLoaded, Waiting } from '../parts/load.tsx'
import { ExclusionDialog } from './exclusion_dialog.tsx'
import { mayTakeOut } from './may.ts'
import { kCounted, kSorts, sharingApi, type Narrowed, type ShareSort, type ShareTotals, type StaffShare } from './sharing_api.ts'

const kShown = ['clicks', 'arrivals', 'verified', 'orders'] as const
const kLeftOut = ['previews', 'bots', 'own', 'floods'] as const

export function nameOf(name: string): string {
  return name || sharingWords().erased
}

export function roleOf(role: string): string {
  const words = sharingWords()
  if (role === 'block') return words.blockRole
  return role === 'viewer' ? words.viewer : ((common().roles as Record<string, string>)[role] ?? words.staffRole)
}

export function LinksPanel({ narrowed }: { narrowed: Narrowed }) {
  const words = sharingWords()
  const [sort, setSort] = useState<ShareSort>('verified')
  const loaded = useLoaded(`shares ${narrowed.show} ${narrowed.campaign} ${sort}`, () => sharingApi.shares(narrowed, sort))
  const [opened, setOpened] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const page = loaded.data
  const more = async (): Promise<void> => {
    if (!page) return
    setBusy(true)
    try {
      const next = await sharingApi.shares(narrowed, sort, page.next)
      loaded.set({ ...next, items: [...page.items, ...next.items] })
    } catch (cause) {
      toast(explain(cause), { tone: 'bad' })
    } finally {
      setBusy(false)
    }
  }
  const open = page?.items.find(({ code }) => code === opened) ?? null
  if (!page) return loaded.problem ? <Failed problem={loaded.problem} again={loaded.reload} /> : <Waiting />
  if (page.items.length === 0) {
    return (
      <div class="empty" data-test="empty">
        <Icon name="share" />
        <h2>{narrowed.campaign ? words.noneOfCampaign : words.noLinks}</h2>
        <p>{narrowed.campaign ? words.noneOfCampaignText : words.noLinksText}</p>
        <a class="btn do" href="/studio">{words.toShows}</a>
      </div>
    )
  }
  return (
    <>
      {Boolean(loaded.problem) && <Failed problem={loaded.problem} again={loaded.reload} />}
      {narrowed.campaign && <p class="note info" data-test="of-campaign"><Icon name="info" size="s" /><span>{words.ofCampaign}</span></p>}
      <Totals totals={page.totals} />
      <div class="order-filters spread-sort">
        <p class="hint n">{words.totalLinks(page.totals.links, page.totals.sharers)}{page.totals.excluded > 0 && <>{common().dot}{words.totalExcluded(page.totals.excluded)}</>}</p>
        <label class="select">
          <span class="vh">{words.sortBy}</span>
          <select value={sort} onChange={(event) => setSort(event.currentTarget.value as ShareSort)} data-test="sort">
            {kSorts.map((one) => <option key={one} value={one}>{words.sorts[one]}</option>)}
          </select>
        </label>
      </div>
      <table class="table spread-links">
        <thead>
          <tr>
            <th scope="col">{words.target}</th>
            <th scope="col" class="wide">{words.sharer}</th>
            {kCounted.map((name) => <th key={name} scope="col" class={`num ${name === 'verified' || name === 'arrivals' ? '' : 'wide'}`}>{words.counted[name]}</th>)}
            <th scope="col" class="wide num">{words.sales}</th>
          </tr>
        </thead>
        <tbody>{page.items.map((item) => <Row key={item.code} item={item} onOpen={() => setOpened(item.code)} />)}</tbody>
      </table>
      {page.next && <button type="button" class="btn spread-more" disabled={busy} onClick={() => void more()} data-test="more">{common().more}</button>}
      {open && <Details item={open} onClose={() => setOpened(null)} onChanged={loaded.reload} />}
    </>
  )
}

function Totals({ totals }: { totals: ShareTotals }) {
  const words = sharingWords()
  return (
    <section class="panel spread-totals" data-test="totals">
      <dl class="spread-figures">
        {kShown.map((name) => (
          <div key={name}>
            <dt>{words.counted[name]}</dt>
            <dd class="n" data-test={`total-${name}`}>{totals[name].toLocaleString('en')}</dd>
            <dd class="why">{words.meaning[name]}{name === 'orders' && <><br /><b class="n">{money(totals.sales, language.value)}</b></>}</dd>
          </div>
        ))}
      </dl>
      <details class="lines spread-left-out">
        <summary>{words.notCounted}<span class="n">{(totals.own + totals.floods + totals.previews + totals.bots).toLocaleString('en')}</span></summary>
        <dl class="spread-figures small">
          {kLeftOut.map((name) => (
            <div key={name}>
              <dt>{words.counted[name]}</dt>
              <dd class="n" data-test={`total-${name}`}>{totals[name].toLocaleString('en')}</dd>
              <dd class="why">{words.meaning[name]}</dd>
            </div>
          ))}
        </dl>
      </details>
    </section>
  )
}

function Row({ item, onOpen }: { item: StaffShare; onOpen: () => void }) {
  const words = sharingWords()
  return (
    <tr class={item.excluded ? 'out' : ''} data-test="share-row" data-code={item.code} data-excluded={item.excluded !== null}>
      <td>
        <button type="button" class="spread-target" onClick={onOpen} data-test="open-share">
          <b>{item.title}</b>
          <span class="n">{words.kinds[item.kind]}{item.at !== null && <>{common().dot}{words.moment(clock(item.at))}</>}</span>
        </button>
        <span class="narrow who">{nameOf(item.sharer.name)}</span>
        {item.excluded && <span class="tag warn">{words.excluded}</span>}
      </td>
      <td class="wide"><span class="who">{nameOf(item.sharer.name)}</span><small class="spread-role">{roleOf(item.sharer.role)}</small></td>
      {kCounted.map((name) => (
        <td key={name} class={`num n ${name === 'verified' ? 'strong' : name === 'arrivals' ? '' : 'wide'} ${(kLeftOut as readonly string[]).includes(name) ? 'pale' : ''}`} data-test={`share-${name}`}>{item[name].toLocaleString('en')}</td>
      ))}
      <td class="wide num n">{money(item.sales, language.value)}</td>
    </tr>
  )
}

function Details({ item, onClose, onChanged }: { item: StaffShare; onClose: () => void; onChanged: () => void }) {
  const words = sharingWords()
  const [asking, setAsking] = useState(false)
  return (
    <Drawer title={item.title} onClose={onClose} test="share-details">
      <p class="spread-of">
        <span class="tag">{words.kinds[item.kind]}</span>
        {item.at !== null && <span class="n">{words.moment(clock(item.at))}</span>}
        <span class="who">{nameOf(item.sharer.name)}</span><span>{roleOf(item.sharer.role)}</span>
        <span class="n">{words.madeOn(date(new Date(item.made_at), language.value))}</span>
      </p>
      {item.excluded && <p class="note warn" data-test="excluded-note"><Icon name="alert" size="s" /><span>{words.excludedBy(item.excluded.by, date(new Date(item.excluded.at), language.value), item.excluded.reason)}</span></p>}
      <div class="secrets"><div><code class="value">{item.url}</code><CopyButton text={item.url} label={words.copyLink} test="copy-link" /></div></div>
      <h3 class="vh">{words.details}</h3>
      <dl class="spread-lines">
        {kCounted.map((name) => (
          <div key={name}>
            <dt>{words.counted[name]}<small>{words.meaning[name]}</small></dt>
            <dd class="n">{item[name].toLocaleString('en')}</dd>
          </div>
        ))}
        <div><dt>{words.sales}</dt><dd class="n">{money(item.sales, language.value)}</dd></div>
      </dl>
      {mayTakeOut() && (
        <div class="form-foot">
          <button type="button" class={`btn ${item.excluded ? '' : 'danger'}`} onClick={() => setAsking(true)} data-test={item.excluded ? 'put-back' : 'take-out'}>
            <Icon name={item.excluded ? 'undo' : 'eyeOff'} size="s" />
            {item.excluded ? words.putBack : words.takeOut}
          </button>
        </div>
      )}
      {asking && <ExclusionDialog item={item} onClose={() => setAsking(false)} onDone={() => { setAsking(false); onClose(); onChanged() }} />}
    </Drawer>
  )
}
