// The routes of the figures, typed (docs/api.md).
import type { Intent } from '../plan/plan_api.ts'
import { staffCall } from '../session.ts'

export type Half = 'live' | 'archive' | 'together'
export const kHalves = ['together', 'live', 'archive'] as const satisfies readonly Half[]
export type Unit = 'people' | 'times' | 'ms' | 'money' | 'rate'
export const kGroups = ['sales', 'community', 'media'] as const
export type Group = (typeof kGroups)[number]

/** Null where there is nothing to divide by, or nothing that could be counted. */
export interface Counted {
  value: number | null
  numerator: number | null
  denominator: number | null
}

export interface Figure extends Counted {
  definition: string
  version: number
  scale: number
  unit: Unit
  group: Group
  live: Counted
  archive: Counted
}

export interface Figures {
  currency: string
  /** Events that are not counted yet. */
  behind: number
  figures: Record<string, Figure>
}

/** In minor units. */
interface Credit { sales: number; amount: number; net: number }
interface Person {
  handle: string
  name: string
  shows: number
  credit: { cast: Credit; moment: Credit }
  influenced: Credit
  assists: Credit
  growth: { show: string; title: string; live_at: string; amount: number }[]
}
export interface StaffCredit { currency: string; items: Person[] }

export interface Definition {
  figure: string
  definition: string
  version: number
  ours: boolean
  group: Group
  unit: Unit
  text: { ja: string; en: string }
}

export type Of = 'numerator' | 'denominator'

export interface CountedEvent {
  position: number
  counts: number
  seq?: number
  /** ms of the show. */
  at?: number
  kind?: string
  /** A pseudonym of this show; null for what was no viewer. */
  by?: string | null
  accepted_at?: string
  data?: Record<string, unknown>
}

export interface Opened {
  counted: number
  events: number
  items: CountedEvent[]
  next: string | null
}

export const kMarks = ['watching', 'hearts', 'chats', 'questions', 'clicks', 'saves', 'orders', 'gmv', 'entered', 'left'] as const
export type Mark = (typeof kMarks)[number]
export type Marks = Record<Mark, number[]>

export interface Band {
  from_ms: number
  /** Null where it goes on to the end. */
  until_ms: number | null
}

export interface Bands {
  pins: (Band & { product: string })[]
  cues: (Band & { cue: string; title: string })[]
  offers: (Band & { offer: string; title: string })[]
  gaps: Band[]
}

export interface Curve {
  step_ms: number
  steps: number
  length_ms: number | null
  live: Marks
  archive: Marks
  bands: Bands
}

export interface ProductRow {
  product: string
  seen: number
  people: number
  opened: number
  openers: number
  savers: number
  buyers: number
  orders: number
  gmv: number
  to_open_ms: number | null
  to_save_ms: number | null
  to_order_ms: number | null
}

export interface Hesitation {
  ordered: number
  saved_first: number
  /** Parts are null while too few ordered. */
  steps: { within_ms: number; part: number | null }[]
}

export const kStages = ['sympathize', 'identify', 'participate', 'spread'] as const
export type StageName = (typeof kStages)[number]

export interface Stages {
  viewers: number
  stages: { stage: StageName; people: number; live: number; archive: number; median_ms: number | null }[]
}

/** Of a cue in one half; rates are null where nothing was watched. */
export interface CueCounts {
  watched_ms: number
  orders: number
  saves: number
  questions: number
  per_1000_s: { orders: number | null; saves: number | null; questions: number | null }
}
export interface CueTime { start_ms: number; length_ms: number }
/** Halves are null for a cue that was not on air, and for what is not counted yet. */
export type CueHalves = Record<Half, CueCounts | null>
export interface CueFigures extends CueHalves {
  cue: string
  title: string
  intent: Intent
  product: string
  /** Null for a cue that left the sheet. */
  planned: CueTime | null
  /** Null for one that was left out. */
  actual: CueTime | null
}
export interface CueElsewhere extends CueFigures {
  show: { id: string; title: string; live_at: string }
  cast: { handle: string; name: string }[]
  same_cast: boolean
}
export interface CuesOfShow {
  behind: number
  items: (CueFigures & { elsewhere: CueElsewhere[] })[]
  outside: CueHalves
}
export interface IntentFigures extends Record<Half, CueCounts> {
  intent: Intent
  cues: number
  attach_rate: Counted
}

/** Groups of fewer people are told together (docs/api.md). */
export const kLeastGroup = 10

export type Cause = 'staff' | 'viewers' | 'post' | 'block' | 'reminder' | 'mail' | 'follow' | 'alone'

/** The viewers who had watched an earlier show, by what brought them back. */
export interface Returned {
  returned: number
  ordered: number
  within_days: number
  groups: { cause: Cause; of: string | null; name: string | null; people: number; ordered: number; sharers: number | null }[]
  /** Too few of each to be told apart. */
  others: { people: number; ordered: number }
}

export const kBys = ['way', 'post', 'channel', 'campaign', 'staff'] as const
export type By = (typeof kBys)[number]
export type Way = 'post' | 'staff' | 'viewers' | 'block'

export interface WayCounts {
  viewers: number
  engaged: number
  savers: number
  buyers: number
  buying_viewers: number
  orders: number
  /** Minor units. */
  gmv: number
  /** Null where nobody viewed. */
  cvr: number | null
  /** Null where no link of the group leads to the shows. */
  clicks: number | null
}
/** `of` is a way, or the id of a post, account or campaign, or a handle. */
export interface WayGroup extends WayCounts { of: string; name: string | null; network: string | null }
/** Groups, others and none add up to the total. */
export interface Ways {
  by: By
  within_days: number
  currency: string
  total: WayCounts
  groups: WayGroup[]
  /** Too few of each to be told apart. */
  others: WayCounts
  none: WayCounts
}

export interface Choice {
  from: string | null
  until: string | null
  presenter: string
  concept: string
}

const id = encodeURIComponent

function query(parameters: Record<string, string | number | null>): string {
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(parameters)) if (value !== null && value !== '') search.set(name, String(value))
  return search.size ? `?${search}` : ''
}

export const insightApi = {
  definitions: async () => (await staffCall<{ items: Definition[] }>('/api/insight/definitions')).items,
  /** `definitions` by their names, where they are not ours. */
  ofShow: (show: string, definitions: readonly string[]) =>
    staffCall<Figures>(`/api/shows/${id(show)}/insight${query({ definitions: definitions.join(',') })}`),
  ofMany: (choice: Choice, definitions: readonly string[]) =>
    staffCall<Figures & { shows: { id: string; title: string; live_at: string }[] }>(`/api/insight/figures${query({ ...choice, definitions: definitions.join(',') })}`),
  staff: (choice: Choice) => staffCall<StaffCredit>(`/api/insight/staff${query({ ...choice })}`),
  events: (show: string, figure: string, asked: { half: Half; of: Of; definition: string; after: string | null }) =>
    staffCall<Opened>(`/api/shows/${id(show)}/insight/${id(figure)}/events${query(asked)}`),
  curve: (show: string, step: number) => staffCall<Curve>(`/api/shows/${id(show)}/insight/curve${query({ step })}`),
  products: (show: string) => staffCall<{ currency: string; items: ProductRow[]; hesitation: Hesitation }>(`/api/shows/${id(show)}/insight/products`),
  cues: (show: string) => staffCall<CuesOfShow>(`/api/shows/${id(show)}/insight/cues`),
  intents: (choice: Choice) => staffCall<{ shows: number; items: IntentFigures[] }>(`/api/insight/intents${query({ ...choice })}`),
  returned: (show: string) => staffCall<Returned>(`/api/shows/${id(show)}/insight/returned`),
  returnedOfMany: (choice: Choice) => staffCall<Returned>(`/api/insight/returned${query({ ...choice })}`),
  ways: (show: string, by: By) => staffCall<Ways>(`/api/shows/${id(show)}/insight/ways${query({ by })}`),
  waysOfMany: (choice: Choice, by: By) => staffCall<Ways>(`/api/insight/ways${query({ ...choice, by })}`),
  stages: (show: string) => staffCall<Stages>(`/api/shows/${id(show)}/insight/stages`),
}
