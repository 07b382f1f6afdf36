// The figures now, and chat and orders along the show.
import { useMemo } from 'preact/hooks'
import { clock, count, money } from '../../shared/format.ts'
import { language } from '../../shared/i18n.ts'
import { Icon } from '../../shared/icons.tsx'
import { insightWords } from '../messages/insight.ts'
import { liveWords } from '../messages/live.ts'
import { shop } from '../shop.ts'
import { counted, curve } from './curve.ts'
import type { Room } from './room.ts'

const kWidth = 600
const kHeight = 84

export function FiguresCard({ room }: { room: Room }) {
  const words = liveWords()
  const { watching, hearts, chat } = room.counts.value
  const { orders, amount } = room.totals.value
  const currency = room.show.value.shelf[0]?.price.currency ?? shop.value?.currency ?? 'JPY'
  return (
    <section class="cardx fig" aria-labelledby="figures" data-test="figures">
      <div class="ch">
        <Icon name="signal" size="s" />
        <h2 id="figures">{words.figures}</h2>
        {room.show.value.live_at && !room.show.value.rehearsal && <a class="m" href={`/studio/shows/${encodeURIComponent(room.show.value.id)}/insight`} target="_blank" rel="noopener" data-test="open-figures">{insightWords().openFigures}</a>}
      </div>
      <dl class="fg">
        <Figure label={words.watching} value={count(watching)} test="watching" note={room.peak.value > 0 ? words.peak(count(room.peak.value)) : ''} noteHint={words.peakHint} />
        <Figure label={words.orders} value={count(orders)} test="orders" />
        <Figure label={words.amount} value={money({ amount, currency }, language.value)} test="amount" />
        <Figure label={words.chats} value={count(chat)} test="chats" />
        <Figure label={words.hearts} value={count(hearts)} test="hearts" />
        <Figure label={words.saved} value={room.saves.value === null ? '—' : count(room.saves.value)} test="saved" />
      </dl>
      <CurveChart room={room} />
    </section>
  )
}

function Figure({ label, value, note, noteHint, test }: { label: string; value: string; note?: string; noteHint?: string; test: string }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd><b class="n" data-test={`figure-${test}`}>{value}</b>{note && <span class="nd n" title={noteHint}>{note}</span>}</dd>
    </div>
  )
}

function CurveChart({ room }: { room: Room }) {
  const words = liveWords()
  const show = room.show.value
  const now = show.state === 'live' ? (room.clock.value ?? 0) : (show.length_ms ?? 0)
  const minute = Math.floor(now / 60_000)
  const made = useMemo(() => {
    const orderMinutes = counted([], [...room.sales.value.values()].filter((order) => !order.gone).map((order) => order.at))
    return curve(room.chatMinutes.value, orderMinutes, now)
  }, [room.chatMinutes.value, room.sales.value, minute])
  const steps = made.chat.length
  const wide = kWidth / Math.max(steps, 12)
  const mostChat = Math.max(1, ...made.chat)
  const mostOrders = Math.max(1, ...made.orders)
  const chatTop = (value: number): number => kHeight * 0.62 - (value / mostChat) * (kHeight * 0.62 - 4)
  const hill = made.chat.map((value, step) => `L${((step + 0.5) * wide).toFixed(1)} ${chatTop(value).toFixed(1)}`).join('')
  const floor = kHeight * 0.62
  const end = ((steps - 0.5) * wide).toFixed(1)
  const minutes = made.stepMs / 60_000
  const label = minutes === 1 ? words.figuresNote : words.figuresNoteStep(minutes)
  return (
    <figure class="curve">
      <figcaption>
        <span>{label}</span>
        <span class="legend talk">{words.legend.chat}<b class="n">{count(room.counts.value.chat)}</b></span>
        <span class="legend sold">{words.legend.orders}<b class="n">{count(room.totals.value.orders)}</b></span>
      </figcaption>
      <svg viewBox={`0 0 ${kWidth} ${kHeight}`} preserveAspectRatio="none" role="img" aria-label={label}>
        {steps > 0 && <path class="hill" d={`M${(wide / 2).toFixed(1)} ${floor}${hill}L${end} ${floor}Z`} />}
        {steps > 1 && <path class="ridge" d={`M${hill.slice(1)}`} />}
        <path class="base" d={`M0 ${floor}H${kWidth}M0 ${kHeight - 0.5}H${kWidth}`} />
        {made.orders.map((value, step) => {
          const tall = (value / mostOrders) * (kHeight * 0.3)
          return value > 0 && <rect key={step} class="bar-o" x={step * wide + wide * 0.2} y={kHeight - 1 - tall} width={wide * 0.6} height={tall} />
        })}
      </svg>
      <p class="axis n"><span>0:00</span><span>{clock(now)}</span></p>
    </figure>
  )
}
