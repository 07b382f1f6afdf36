// Spreading: campaigns, share links, the share tree, what was saved, and blocks for other pages, each with its own address; ?show= narrows them to one show.
import { useEffect, useRef } from 'preact/hooks'
import { sharingWords } from '../messages/sharing.ts'
import { useLoaded } from '../parts/load.tsx'
import { address, go, type SharingPart } from '../route.ts'
import { all, studioApi } from '../studio_api.ts'
import { BlocksPanel } from '../blocks/blocks_panel.tsx'
import { CampaignsPanel } from './campaigns_panel.tsx'
import { ReturningPanel } from '../returning/returning_panel.tsx'
import { LinksPanel } from './links_panel.tsx'
import { TreePanel } from './tree_panel.tsx'
import './sharing.css'

const kParts = ['campaigns', 'links', 'tree', 'returning', 'blocks'] as const satisfies readonly SharingPart[]

const showIn = (place: string): string => new URLSearchParams(place.split('?')[1] ?? '').get('show') ?? ''

function addressOf(part: SharingPart, show: string): string {
  return `/studio/sharing${part === 'campaigns' ? '' : `/${part}`}${show ? `?show=${encodeURIComponent(show)}` : ''}`
}

export function SharingPage({ part }: { part: SharingPart }) {
  const words = sharingWords()
  const show = showIn(address.value)
  const tabs = useRef<HTMLElement>(null)
  // On a phone the tabs are a row that may be pushed.
  useEffect(() => tabs.current?.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'center' }), [part])
  const shows = useLoaded('shows to share', () => all((cursor) => studioApi.shows('live,scheduled,draft,archived', cursor)))
  return (
    <div class="spread" data-test={`sharing-${part}`}>
      <header class="page-head">
        <div class="page-title">
          <h1>{words.title}</h1>
          <p class="under">{words.lead[part]}</p>
        </div>
        {part !== 'returning' && part !== 'blocks' && <div class="page-tools">
          <label class="select">
            <span class="vh">{words.showFilter}</span>
            <select value={show} onChange={(event) => go(addressOf(part, event.currentTarget.value), { replace: true })} data-test="show-filter">
              <option value="">{words.everyShow}</option>
              {shows.data?.map(({ id, title }) => <option key={id} value={id}>{title}</option>)}
            </select>
          </label>
        </div>}
      </header>
      <nav class="spread-tabs" ref={tabs} aria-label={words.tabsLabel}>
        <ul>
          {kParts.map((one) => <li key={one}><a href={addressOf(one, show)} aria-current={one === part ? 'page' : undefined} data-test={`tab-${one}`}>{words.tabs[one]}</a></li>)}
        </ul>
      </nav>
      {part === 'campaigns' && <CampaignsPanel show={show} shows={shows.data} />}
      {part === 'links' && <LinksPanel show={show} />}
      {part === 'returning' && <ReturningPanel />}
      {part === 'blocks' && <BlocksPanel />}
      {part === 'tree' && <TreePanel show={show} />}
    </div>
  )
}
