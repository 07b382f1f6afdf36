// How one product on the shelf sells in this show; takes effect at once.
import { useState } from 'preact/hooks'
import type { Product } from '../../shared/api.ts'
import { toast } from '../../shared/toast.tsx'
import { common } from '../messages/common.ts'
import { sellingWords } from '../messages/selling.ts'
import { explain } from '../parts/explain.ts'
import { studioApi } from '../studio_api.ts'

type Way = 'shop' | 'first-to-pay' | 'first-to-hold'

/** Nothing for a product that was just put on the shelf: the show must be saved with it first. */
export function ShelfSelling({ show, product }: { show: string; product: Product }) {
  const words = sellingWords()
  const [way, setWay] = useState<Way>(product.own_selling ? (product.selling ?? 'shop') : 'shop')
  const [busy, setBusy] = useState(false)
  if (product.own_selling === undefined) return null
  const choose = async (wanted: Way): Promise<void> => {
    const before = way
    setWay(wanted)
    setBusy(true)
    try {
      if (wanted === 'shop') await studioApi.sellAsShop(show, product.id)
      else await studioApi.sellOnShelf(show, product.id, wanted)
      toast(common().saved)
    } catch (cause) {
      setWay(before)
      toast(explain(cause), { tone: 'bad' })
    } finally {
      setBusy(false)
    }
  }
  return (
    <select class="shelf-way" aria-label={words.way(product.title)} disabled={busy} value={way} onChange={(event) => void choose(event.currentTarget.value as Way)} data-test="shelf-selling">
      <option value="shop">{words.asShop}</option>
      <option value="first-to-pay">{words.ownPay}</option>
      <option value="first-to-hold">{words.ownHold}</option>
    </select>
  )
}
