// The offers of a show on its page of preparation.
import { useState } from 'preact/hooks'
import type { Product } from '../../shared/api.ts'
import { Icon } from '../../shared/icons.tsx'
import type { StaffOffer } from '../../shared/offers.ts'
import { toast } from '../../shared/toast.tsx'
import { common } from '../messages/common.ts'
import { offerWords } from '../messages/offers.ts'
import { explain } from '../parts/explain.ts'
import { useLoaded } from '../parts/load.tsx'
import { staff } from '../session.ts'
import { benefitText, stateOf, termsOf } from './facts.tsx'
import { OfferDialog } from './offer_dialog.tsx'
import { offersApi } from './offers_api.ts'
import './offers.css'

/** `shelf` as it is saved: an offer is for what is on it. */
export function OffersPanel({ show, shelf, clock, over }: { show: string; shelf: readonly Product[]; clock: number | null; over: boolean }) {
  const words = offerWords()
  const loaded = useLoaded(`offers ${show}`, () => offersApi.list(show))
  const [editing, setEditing] = useState<StaffOffer | 'new' | null>(null)
  const may = ['owner', 'planner', 'director'].includes(staff.value?.role ?? '')
  const offers = loaded.data?.items ?? []
  const remove = async (offer: StaffOffer): Promise<void> => {
    try {
      await offersApi.remove(show, offer.id)
      toast(words.removed)
    } catch (cause) {
      toast(explain(cause), { tone: 'bad' })
    }
    loaded.reload()
  }
  if (over && offers.length === 0) return null
  return (
    <section class="panel offers" aria-labelledby="offers" data-test="offers">
      <h2 id="offers">{words.title}</h2>
      <p class="hint">{words.lead}</p>
      {loaded.problem && <p class="note warn"><Icon name="alert" size="s" /><span>{explain(loaded.problem)}</span></p>}
      {loaded.data && offers.length === 0 && <p class="invite">{words.none}</p>}
      <ul class="offer-list">
        {offers.map((offer) => {
          const { name } = stateOf(offer, clock)
          const open = name === 'open' || name === 'used'
          return (
            <li key={offer.id} data-test="offer" data-offer={offer.id}>
              <div class="g">
                <b>{offer.title}</b> <span class={`tag ${open ? 'offer' : ''}`}>{words.state[name]}</span>
                <p class="terms n">{[benefitText(offer), ...termsOf(offer), ...(offer.sold > 0 ? [words.sold(offer.sold)] : [])].join(common().dot)}</p>
                <p class="terms">{offer.targets.map((target) => titleOf(shelf, target)).join(common().dot)}</p>
              </div>
              {may && (
                <div class="acts">
                  <button type="button" class="btn small" disabled={open} title={open ? words.openNow : undefined} onClick={() => setEditing(offer)} data-test="edit-offer">{words.edit}</button>
                  {offer.windows.length === 0 && <button type="button" class="btn small quiet" onClick={() => void remove(offer)} data-test="remove-offer">{words.remove}</button>}
                </div>
              )}
            </li>
          )
        })}
      </ul>
      {may && !over && (shelf.length === 0 ? <p class="hint">{words.needShelf}</p> : (
        <button type="button" class="btn" onClick={() => setEditing('new')} data-test="add-offer"><Icon name="plus" size="s" />{words.add}</button>
      ))}
      {editing && (
        <OfferDialog show={show} shelf={shelf} offer={editing === 'new' ? null : editing} onClose={() => setEditing(null)} onDone={() => { setEditing(null); loaded.reload() }} />
      )}
    </section>
  )
}

function titleOf(shelf: readonly Product[], { product: id, sku }: { product: string; sku: string | null }): string {
  const product = shelf.find((one) => one.id === id)
  const variant = sku === null ? undefined : product?.variants.find((one) => one.sku === sku)
  return [product?.title ?? id, ...Object.values(variant?.options ?? {})].join(' ')
}
