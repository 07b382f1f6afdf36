// Offers under the director's hands: each with what is left, what was sold and how long, opened and closed by key or click.
import { useEffect, useState } from 'preact/hooks'
import { Dialog } from '../../shared/dialog.tsx'
import { clock } from '../../shared/format.ts'
import { Icon } from '../../shared/icons.tsx'
import type { StaffOffer } from '../../shared/offers.ts'
import type { Room } from '../live/room.ts'
import { common } from '../messages/common.ts'
import { offerWords } from '../messages/offers.ts'
import { benefitText, stateOf } from './facts.tsx'
import './offers.css'

interface Props {
  room: Room
  onToggle: (offer: StaffOffer) => void
}

/** Nothing for a show without offers. */
export function LiveOffers({ room, onToggle }: Props) {
  const offers = room.offers.value
  if (offers.length === 0) return null
  return (
    <ul class="live-offers" aria-label={offerWords().title} data-test="live-offers">
      {offers.map((offer) => (
        <li key={offer.id}>
          <Row room={room} offer={offer} onToggle={onToggle} />
        </li>
      ))}
    </ul>
  )
}

function Row({ room, offer, onToggle, place }: Props & { offer: StaffOffer; place?: number }) {
  const words = offerWords()
  const live = room.show.value.state === 'live'
  const { name, leftMs } = stateOf(offer, live ? (room.clock.value ?? 0) : null)
  const open = name === 'open' || name === 'used'
  const left = offer.pieces === null ? null : words.left(offer.pieces, offer.left ?? 0)
  return (
    <div class={`live-offer ${open ? 'on' : ''}`} data-test="live-offer" data-offer={offer.id} data-state={name} data-left={offer.left ?? undefined} data-sold={offer.sold}>
      {place !== undefined && <kbd>{place + 1}</kbd>}
      <Icon name="ticket" size="s" />
      <span class="g">
        <b>{offer.title}</b>
        <span class="n">{[benefitText(offer), left, words.sold(offer.sold)].filter(Boolean).join(common().dot)}</span>
      </span>
      <span class="st n" role={leftMs === null ? undefined : 'timer'}>{leftMs !== null ? words.ends(clock(leftMs)) : words.state[name]}</span>
      <button type="button" class={`btn small ${open ? '' : 'do'}`} disabled={!live || (!open && offer.left === 0)} title={live ? undefined : words.onAirOnly} onClick={() => onToggle(offer)} data-test="toggle-offer">
        {open ? words.close : words.open}
      </button>
    </div>
  )
}

/** Opened by O: a number key opens or closes. */
export function OffersDialog({ room, open, onToggle, onClose }: Props & { open: boolean; onClose: () => void }) {
  const words = offerWords()
  const [asked, setAsked] = useState<number | null>(null)
  const offers = room.offers.value
  useEffect(() => {
    if (!open) return
    const press = (event: KeyboardEvent): void => {
      if (event.isComposing || event.ctrlKey || event.altKey || event.metaKey || !/^[1-9]$/.test(event.key)) return
      event.preventDefault()
      setAsked(Number(event.key) - 1)
    }
    addEventListener('keydown', press)
    return () => removeEventListener('keydown', press)
  }, [open])
  useEffect(() => {
    const offer = asked === null ? undefined : offers[asked]
    setAsked(null)
    if (!offer || room.show.value.state !== 'live') return
    onToggle(offer)
    onClose()
  }, [asked])
  return (
    <Dialog open={open} onClose={onClose} title={words.title} test="offers-dialog">
      <p class="hint">{words.dialogHint}</p>
      <ul class="live-offers whole">
        {offers.map((offer, place) => (
          <li key={offer.id}><Row room={room} offer={offer} onToggle={onToggle} place={place} /></li>
        ))}
      </ul>
    </Dialog>
  )
}
