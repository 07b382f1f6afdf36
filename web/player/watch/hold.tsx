// Keeping pieces before buying them: the step before the order form, the countdown, the place in line.
import { useState } from 'preact/hooks'
import { api, Problem, randomId, type Product } from '../../shared/api.ts'
import { clock } from '../../shared/format.ts'
import { Icon } from '../../shared/icons.tsx'
import { problemText } from '../../shared/messages/words.ts'
import { toast } from '../../shared/toast.tsx'
import { giveBack, kept, lookAtHolds, msLeft, places, type Kept } from '../holds.ts'
import { productWords } from '../messages/product.ts'
import { words } from '../messages/words.ts'
import { opensToMe } from '../on_sale.ts'
import { loadMe, shop } from '../visit.ts'
import type { Watching } from './watching.ts'
import './hold.css'

/** How a product sells here: on a shelf its own way, elsewhere the shop's. */
export function sellingOf(product: Product): { keeps: boolean; seconds: number; waitlist: boolean } {
  const from = product.selling === undefined ? shop.value : product
  return { keeps: from?.selling === 'first-to-hold', seconds: from?.hold_seconds ?? 0, waitlist: from?.waitlist ?? false }
}

export function holdTime(seconds: number): string {
  const t = words()
  return seconds % 60 === 0 ? t.holdMinutes(seconds / 60) : seconds > 120 ? t.holdMinutes(Math.floor(seconds / 60)) : t.holdSeconds(seconds)
}

/** One line that tells what the mode means. */
export function SellingNote({ product }: { product: Product }) {
  const { keeps, seconds } = sellingOf(product)
  if (!keeps) return null
  return (
    <p class="hold-note" data-test="selling-note">
      <Icon name="clock" size="xs" />
      {words().firstToHold(holdTime(seconds))}
    </p>
  )
}

/** What the button that leads to the sheet says, and whether it leads anywhere. */
export function buyLabel(product: Product): { text: string; off: boolean } {
  const t = words()
  const { keeps, waitlist } = sellingOf(product)
  if (kept.value.some((hold) => hold.product === product.id)) return { text: t.buy, off: false }
  if (places.value.some((place) => place.product === product.id)) return { text: t.lineUp, off: false }
  if (opensToMe(product)) return { text: productWords().notOpen, off: true }
  if (product.left > 0) return { text: keeps ? t.keep : t.buy, off: false }
  return keeps && waitlist ? { text: t.lineUp, off: false } : { text: t.soldOut, off: true }
}

function refusal(cause: unknown): string {
  const t = words()
  const problem = Problem.from(cause)
  if (problem.type === 'line-full') return t.lineFull
  if (problem.type === 'hold-limit') return t.holdLimit(Number(problem.members['limit'] ?? 0))
  if (problem.type === 'sold-out') return Number(problem.members['left'] ?? 0) > 0 ? t.lostSome(Number(problem.members['left'])) : t.soldOutNow
  return problemText(problem)
}

/** The button of the step before the form: keep it, or join the line. */
export function KeepButton({ product, sku, quantity, left, moment }: {
  product: Product
  sku: string
  quantity: number
  left: number
  moment: (() => { show: string; at: number }) | null
}) {
  const t = words()
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState('')
  const { waitlist } = sellingOf(product)
  const free = left > 0
  const ask = async (): Promise<void> => {
    setBusy(true)
    setProblem('')
    try {
      await loadMe({ make: true })
      const here = moment?.()
      await api.hold({ ...(here ? { show: here.show, at: Math.round(here.at) } : {}), sku, quantity }, randomId())
      await lookAtHolds()
    } catch (cause) {
      setProblem(refusal(cause))
    } finally {
      setBusy(false)
    }
  }
  return (
    <>
      {problem && (
        <p class="field-error" role="alert" data-test="hold-problem">
          <Icon name="alert" size="s" />
          <span>{problem}</span>
        </p>
      )}
      {!free && waitlist && <p class="field-hint">{t.lineOpen}</p>}
      <button type="button" class="btn do big" disabled={busy || (!free && !waitlist)} onClick={() => void ask()} data-test={free ? 'keep' : 'line-up'}>
        {busy ? (
          <>
            <i class="spin" aria-hidden="true" />
            {free ? t.keeping : t.liningUp}
          </>
        ) : free ? (
          t.keepForMe
        ) : waitlist ? (
          t.lineUp
        ) : (
          t.soldOut
        )}
      </button>
    </>
  )
}

function EndButton({ id, text }: { id: string; text: string }) {
  const [busy, setBusy] = useState(false)
  return (
    <button
      type="button"
      class="btn quiet small"
      disabled={busy}
      data-test="give-back"
      onClick={() => {
        setBusy(true)
        giveBack(id)
          .catch((cause: unknown) => toast(problemText(cause), { tone: 'bad' }))
          .finally(() => setBusy(false))
      }}
    >
      {text}
    </button>
  )
}

/** At the top of the order form: what is kept, and how long. */
export function KeptBanner({ hold }: { hold: Kept }) {
  const t = words()
  return (
    <div class="kept" data-test="kept" data-hold={hold.id}>
      <Icon name="clock" size="s" />
      <span class="g">
        <b class="n" role="timer">
          {t.keptFor(clock(msLeft(hold)))}
        </b>
        <small>{t.keptPieces(hold.quantity)}</small>
      </span>
      <EndButton id={hold.id} text={t.giveBack} />
    </div>
  )
}

export function InLine({ id, place }: { id: string; place: number }) {
  const t = words()
  return (
    <div class="kept waits" role="status" data-test="in-line" data-place={place}>
      <Icon name="people" size="s" />
      <span class="g">
        <b class="n">{t.waitingAs(place)}</b>
        <small>{t.lineText}</small>
      </span>
      <EndButton id={id} text={t.leaveLine} />
    </div>
  )
}

/** On the watch page: each hold with its time, each place in line; a touch opens the sheet. */
export function HoldChips({ w }: { w: Watching }) {
  const t = words()
  const shelf = w.room.show.value.shelf
  const of = (id: string): Product | undefined => shelf.find((product) => product.id === id)
  const holds = kept.value.filter((hold) => of(hold.product))
  const waits = places.value.filter((place) => of(place.product))
  if (holds.length + waits.length === 0) return null
  return (
    <ul class="hold-chips">
      {holds.map((hold) => (
        <li key={hold.id}>
          <button type="button" class="hold-chip" onClick={() => w.buy(of(hold.product)!)} data-test="hold-chip">
            <Icon name="clock" size="xs" />
            <span class="nm">{of(hold.product)!.title}</span>
            <b class="n">{clock(msLeft(hold))}</b>
            <span class="vh">{t.inKeeping}</span>
          </button>
        </li>
      ))}
      {waits.map((place) => (
        <li key={place.id}>
          <button type="button" class="hold-chip waits" onClick={() => w.buy(of(place.product)!)} data-test="line-chip">
            <span class="nm">{of(place.product)!.title}</span>
            <b class="n">{t.waitingAs(place.place)}</b>
          </button>
        </li>
      ))}
    </ul>
  )
}
