// Spreading: campaigns, share links, the share tree, what was saved, audiences, and blocks for other pages, each with its own address; ?show= narrows
// them to one show, ?campaign= the links and the tree to one campaign.
import { useEffect, useRef } from 'preact/hooks'
import { sharingWords } from '../messages/sharing.ts'
import { useLoaded } from '../parts/load.tsx'
import { address, go, type SharingPart } from '../route.ts'
import { all, studioApi } from '../studio_api.ts'
import { BlocksPanel } from '../blocks/blocks_panel.tsx'
import { CampaignsPanel } from './campaigns_panel.tsx'
import { ReturningPanel } from '../returning/returning_panel.tsx'
import { AudiencesPanel } from '../audiences/audiences_panel.tsx'
import { maySeeAudiences } from '../audiences/may.ts'
import { LinksPanel } from './links_panel.tsx'
import { sharingApi, type Narrowed } from './sharing_api.ts'
import { TreePanel } from './tree_panel.tsx'
import './sharing.css'

/** Of campaigns the newest: each is told with its figures, and a shop has a few a month. */
const kMostListed = 50
const kParts = ['campaigns', 'links', 'tree', 'returning', 'audiences', 'blocks'] as const satisfies readonly SharingPart[]
const kOfShows: readonly SharingPart[] = ['campaigns', 'links', 'tree']
const kOfCampaigns: readonly SharingPart[] = ['links', 'tree']

function narrowedIn(place: string): Narrowed {
  const asked = new URLSearchParams(place.split('?')[1] ?? '')
  return { show: asked.get('show') ?? '', campaign: asked.get('campaign') ?? '' }
}

/** A campaign brings its own show, so that one of both stands in an address. */
function addressOf(part: SharingPart, { show, campaign }: Narrowed): string {
  const asked = campaign && kOfCampaigns.includes(part) ? `?campaign=${encodeURIComponent(campaign)}` : show ? `?show=${encodeURIComponent(show)}` : ''
  return `/studio/sharing${part === 'campaigns' ? '' : `/${part}`}${asked}`
}

export function SharingPage({ part }: { part: SharingPart }) {
  const words = sharingWords()
  const narrowed = narrowedIn(address.value)
  const shows = useLoaded('shows to share', () => all((cursor) => studioApi.shows('live,scheduled,draft,archived', cursor)))
  const campaigns = useLoaded(`campaigns to share ${part}`, async () => (kOfCampaigns.includes(part) ? all((cursor) => sharingApi.campaigns(cursor), kMostListed) : []))
  const tabs = useRef<HTMLElement>(null)
  useEffect(() => {
    // On a phone not all of them fit.
    const strip = tabs.current
    const here = strip?.querySelector<HTMLElement>('[aria-current=page]')
    if (strip && here) strip.scrollLeft = here.offsetLeft - (strip.clientWidth - here.clientWidth) / 2
  }, [part])
  return (
    <div class="spread" data-test={`sharing-${part}`}>
      <header class="page-head">
        <div class="page-title">
          <h1>{words.title}</h1>
          <p class="under">{words.lead[part]}</p>
        </div>
        {kOfShows.includes(part) && <div class="page-tools">
          {kOfCampaigns.includes(part) && <label class="select">
            <span class="vh">{words.campaignFilter}</span>
            <select value={narrowed.campaign} onChange={(event) => go(addressOf(part, { show: '', campaign: event.currentTarget.value }), { replace: true })} data-test="campaign-filter">
              <option value="">{words.everyCampaign}</option>
              {campaigns.data?.filter(({ state }) => state !== 'planned').map(({ id, title }) => <option key={id} value={id}>{title}</option>)}
            </select>
          </label>}
          <label class="select">
            <span class="vh">{words.showFilter}</span>
            <select value={narrowed.campaign && kOfCampaigns.includes(part) ? '' : narrowed.show} onChange={(event) => go(addressOf(part, { show: event.currentTarget.value, campaign: '' }), { replace: true })} data-test="show-filter">
              <option value="">{words.everyShow}</option>
              {shows.data?.map(({ id, title }) => <option key={id} value={id}>{title}</option>)}
            </select>
          </label>
        </div>}
      </header>
      <nav class="spread-tabs" aria-label={words.tabsLabel} ref={tabs}>
        <ul>
          {kParts.filter((one) => one !== 'audiences' || maySeeAudiences()).map((one) => <li key={one}><a href={addressOf(one, narrowed)} aria-current={one === part ? 'page' : undefined} data-test={`tab-${one}`}>{words.tabs[one]}</a></li>)}
        </ul>
      </nav>
      {part === 'campaigns' && <CampaignsPanel show={narrowed.show} shows={shows.data} />}
      {part === 'links' && <LinksPanel narrowed={narrowed} />}
      {part === 'returning' && <ReturningPanel />}
      {part === 'audiences' && maySeeAudiences() && <AudiencesPanel />}
      {part === 'blocks' && <BlocksPanel />}
      {part === 'tree' && <TreePanel narrowed={narrowed} />}
    </div>
  )
}
