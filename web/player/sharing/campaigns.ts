// The campaign that runs for one show, as far as this viewer's playhead has told of it.
import { signal } from '@preact/signals'
import type { TimelineEvent } from '../../shared/api.ts'
import { lookAtEarly, standIn } from '../on_sale.ts'
import { progressOf, withCampaignEvent } from './progress.ts'
import { sharingApi, type Campaign, type MyShares } from './sharing_api.ts'

/** Where no event tells of it: before and after the show, and what a person's own link brought. */
const kAgainMs = 30_000
/** A room that has not opened by then may never do. */
const kFirstMs = 4_000
/** So long the bar says what has just been opened. */
const kToldMs = 10_000

export const isOfCampaign = (kind: string): boolean => kind.startsWith('campaign.')

export class Campaigns {
  readonly now = signal<Campaign | null>(null)
  /** What has just been opened, while it is told. */
  readonly told = signal<string | null>(null)
  readonly mine = signal<MyShares | null>(null)
  private readonly show: string
  private readonly live: () => boolean
  private readonly timer: ReturnType<typeof setInterval>
  private readonly first: ReturnType<typeof setTimeout>
  private telling: ReturnType<typeof setTimeout> | undefined
  private grantHeard: (text: string) => void = () => {}

  /** `live`: the show is on air, and its timeline tells how the count goes on. */
  constructor(show: string, live: () => boolean) {
    this.show = show
    this.live = live
    standIn(show)
    this.first = setTimeout(() => void this.load(), kFirstMs)
    this.timer = setInterval(() => {
      const told = this.live() && this.now.peek()?.scope !== 'person'
      if (!told && document.visibilityState === 'visible') void this.load()
    }, kAgainMs + Math.random() * kAgainMs)
  }

  onGranted(heard: (text: string) => void): void {
    this.grantHeard = heard
  }

  close(): void {
    standIn('')
    clearInterval(this.timer)
    clearTimeout(this.first)
    clearTimeout(this.telling)
  }

  /** Called when the room begins to tell, for it tells nothing of before; and anew after a gap. */
  async load(): Promise<void> {
    clearTimeout(this.first)
    try {
      this.now.value = (await sharingApi.campaign(this.show)).campaign
    } catch {
      // Then the page has no bar, or the one it had.
    }
  }

  /** What the sheet shows besides: this person's own figures and grants. */
  async loadMine(): Promise<void> {
    try {
      const [{ campaign }, mine] = await Promise.all([sharingApi.campaign(this.show), sharingApi.mine()])
      // On air the count is the playhead's; only what is one's own is newer here.
      const known = this.now.peek()
      this.now.value = campaign && known && this.live() && campaign.scope === 'all' && campaign.id === known.id ? { ...known, ...(campaign.mine ? { mine: campaign.mine } : {}) } : campaign
      this.mine.value = mine
    } catch {
      // The sheet shows what is known.
    }
  }

  /** Events whose moment this viewer's playhead has reached. In an archive they tell of then: only what was opened is news. */
  happen(events: readonly TimelineEvent[]): void {
    for (const event of events) {
      if (!isOfCampaign(event.kind)) continue
      const known = this.now.peek()
      if (this.live() || event.kind === 'campaign.granted') this.now.value = withCampaignEvent(known, event.kind, event.data, event.accepted_at ?? new Date().toISOString())
      if (event.kind === 'campaign.started' && this.live()) void this.load()
      if (event.kind === 'campaign.tier_opened') {
        this.tell(String(event.data['text'] ?? ''))
        void lookAtEarly()
      }
      if (event.kind === 'campaign.granted') {
        this.grantHeard(String(event.data['text'] ?? ''))
        void lookAtEarly()
        void this.loadMine()
      }
    }
  }

  progress(): ReturnType<typeof progressOf> | null {
    const campaign = this.now.value
    return campaign && progressOf(campaign)
  }

  private tell(text: string): void {
    this.told.value = text
    clearTimeout(this.telling)
    this.telling = setTimeout(() => (this.told.value = null), kToldMs)
  }
}
