// Shows, campaigns and posts on the chart's axis: a lane for each. Pointer, finger or keys choose one, and it is named below
// with the way to its page.
import { useState } from 'preact/hooks'
import { language } from '../../shared/i18n.ts'
import { Icon } from '../../shared/icons.tsx'
import { listeningWords } from '../messages/listening.ts'
import { kLanes, nearest, placed, type LaneName, type Placed } from './beside_model.ts'
import type { Trend } from './listening_api.ts'
import type { Point } from './listening_model.ts'

export function BesideLanes({ trend, points }: { trend: Trend; points: Point[] }) {
  const words = listeningWords().beside
  const [chosen, setChosen] = useState<{ lane: LaneName; id: string } | null>(null)
  const lanes = placed(trend.beside, { from: points[0]!.at, until: points.at(-1)!.until }, Date.now())
  const shown = kLanes.filter((lane) => lanes[lane].length > 0)
  if (shown.length === 0) return <p class="hint beside-none" data-test="beside-none">{words.none}</p>
  const found = chosen && lanes[chosen.lane].find(({ id }) => id === chosen.id)
  const more = kLanes.filter((lane) => trend.beside.left_off[lane] > 0).map((lane) => words.more[lane](trend.beside.left_off[lane]))
  return (
    <div class="beside" data-test="beside">
      {shown.map((lane) => <Lane key={lane} lane={lane} items={lanes[lane]} chosen={chosen?.lane === lane ? chosen.id : null} onChoose={(id) => setChosen({ lane, id })} />)}
      {found ? <Named lane={chosen.lane} item={found} /> : <p class="hint beside-named">{words.hint}</p>}
      {more.length > 0 && <p class="hint" data-test="beside-more">{words.leftOff(more)}</p>}
    </div>
  )
}

interface LaneProps { lane: LaneName; items: Placed[]; chosen: string | null; onChoose: (id: string) => void }

function Lane({ lane, items, chosen, onChoose }: LaneProps) {
  const words = listeningWords().beside
  const at = items.findIndex(({ id }) => id === chosen)
  const choose = (index: number): void => onChoose(items[Math.max(0, Math.min(items.length - 1, index))]!.id)
  const keys: Record<string, number> = { ArrowLeft: at < 0 ? items.length - 1 : at - 1, ArrowRight: at + 1, Home: 0, End: items.length - 1 }
  const point = (event: MouseEvent & { currentTarget: HTMLElement }): void => {
    const box = event.currentTarget.getBoundingClientRect()
    choose(nearest(items, (event.clientX - box.left) / box.width))
  }
  const told = items[at]
  return (
    <div class="beside-lane">
      <span class="beside-name" aria-hidden="true">{words.lanes[lane]}<b class="n">{items.length}</b></span>
      <div class={`beside-strip is-${lane}`} role="slider" tabIndex={0} aria-label={words.lanes[lane]} aria-valuemin={0} aria-valuemax={items.length - 1} aria-valuenow={Math.max(0, at)} aria-valuetext={told ? `${told.name} ${timeOf(lane, told)}` : words.count(items.length)} data-test={`beside-${lane}`} data-count={items.length}
        onClick={point}
        onPointerMove={(event) => event.pointerType === 'mouse' && point(event)}
        onFocus={(event) => at < 0 && event.currentTarget.matches(':focus-visible') && choose(items.length - 1)}
        onKeyDown={(event) => {
          const next = keys[event.key]
          if (next === undefined) return
          event.preventDefault()
          choose(next)
        }}>
        {items.map(({ id, left, width }, index) => <i key={id} class={index === at ? 'is-chosen' : ''} style={{ left: `${left * 100}%`, width: `${width * 100}%` }} />)}
      </div>
    </div>
  )
}

const page: Record<LaneName, (id: string) => string> = {
  shows: (id) => `/studio/shows/${encodeURIComponent(id)}/insight`,
  campaigns: () => '/studio/sharing',
  posts: () => '/studio/posts',
}

function Named({ lane, item }: { lane: LaneName; item: Placed }) {
  const words = listeningWords().beside
  return (
    <p class="beside-named" aria-live="polite" data-test="beside-named" data-lane={lane}>
      <span class="tag info">{words.lane[lane]}</span>
      <b class="who">{item.name}</b>
      <span class="n">{timeOf(lane, item)}</span>
      {item.where && <span>{item.where}</span>}
      {item.orders !== null && <span class="n">{words.orders(item.orders)}</span>}
      <a href={page[lane](item.id)} data-test="beside-open">{words.open[lane]}<Icon name="chevronRight" size="s" /></a>
    </p>
  )
}

function timeOf(lane: LaneName, { from, until }: Placed): string {
  const day: Intl.DateTimeFormatOptions = { timeZone: 'Asia/Tokyo', month: 'short', day: 'numeric', weekday: 'short' }
  const clock: Intl.DateTimeFormatOptions = lane === 'campaigns' ? {} : { hour: '2-digit', minute: '2-digit' }
  const format = new Intl.DateTimeFormat(language.value === 'ja' ? 'ja-JP' : 'en-GB', { ...day, ...clock })
  if (lane === 'posts') return format.format(from)
  return until === null ? listeningWords().beside.onAir(format.format(from)) : format.formatRange(from, until)
}
