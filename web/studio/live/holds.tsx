// What is held of a product and who waits, under the director's hands; a hold can be released with a reason.
import { useState } from 'preact/hooks'
import type { HoldsOfSku, Product } from '../../shared/api.ts'
import { Dialog } from '../../shared/dialog.tsx'
import { Field } from '../../shared/field.tsx'
import { clock } from '../../shared/format.ts'
import { toast } from '../../shared/toast.tsx'
import { sellingWords } from '../messages/selling.ts'
import { explain } from '../parts/explain.ts'
import { studioApi } from '../studio_api.ts'
import type { Room } from './room.ts'

/** Of a line; the rest is a number. */
const kShown = 20

export function heldOf(holds: readonly HoldsOfSku[], product: string): { held: number; waiting: number } {
  const own = holds.filter((each) => each.product === product)
  return { held: own.reduce((sum, each) => sum + each.held, 0), waiting: own.reduce((sum, each) => sum + each.waiting, 0) }
}

/** Said only when there is something. */
export function HoldCount({ room, product }: { room: Room; product: Product }) {
  const words = sellingWords()
  const { held, waiting } = heldOf(room.holds.value, product.id)
  if (held + waiting === 0) return null
  return (
    <button type="button" class="holds-of n" onClick={() => (room.holdsOf.value = product.id)} data-test="holds" data-held={held} data-waiting={waiting}>
      <span class="vh">{words.seeHolds(product.title)}: </span>
      <span>{words.held(held)}</span>
      {waiting > 0 && <span class="wait">{words.waiting(waiting)}</span>}
    </button>
  )
}

export function HoldsDialog({ room }: { room: Room }) {
  const words = sellingWords()
  const product = room.show.value.shelf.find(({ id }) => id === room.holdsOf.value)
  return (
    <Dialog open={product !== undefined} onClose={() => (room.holdsOf.value = null)} title={product ? words.seeHolds(product.title) : ''} test="holds-dialog">
      {product && <HoldList room={room} product={product} />}
    </Dialog>
  )
}

function HoldList({ room, product }: { room: Room; product: Product }) {
  const words = sellingWords()
  const [ending, setEnding] = useState<string | null>(null)
  const skus = room.holds.value.filter((each) => each.product === product.id)
  if (skus.length === 0) return <p class="invite">{words.noHolds}</p>
  const versionOf = (sku: string): string => Object.values(product.variants.find((each) => each.sku === sku)?.options ?? {}).join(' ')
  return (
    <div class="hold-list">
      {skus.map((each) => (
        <section key={each.sku}>
          {versionOf(each.sku) && <h3>{versionOf(each.sku)}</h3>}
          {each.holds.length > 0 && <h4>{words.holdsTitle}</h4>}
          <ul>
            {each.holds.map((hold) => (
              <li key={hold.id} data-test="hold">
                <span class="n">{words.pieces(hold.quantity)}</span>
                <span class="n g">{words.leftTime(clock(Math.max(0, Date.parse(hold.until) - room.serverNow())))}</span>
                <button type="button" class="btn small" onClick={() => setEnding(hold.id)} data-test="release">{words.release}</button>
              </li>
            ))}
          </ul>
          {each.line.length > 0 && <h4>{words.lineTitle}</h4>}
          <ol>
            {each.line.slice(0, kShown).map((waiting, place) => (
              <li key={waiting.id}><span class="n g">{words.place(place + 1)}</span><span class="n">{words.pieces(waiting.quantity)}</span></li>
            ))}
          </ol>
          {each.line.length > kShown && <p class="hint n">{words.moreInLine(each.line.length - kShown)}</p>}
        </section>
      ))}
      <Dialog open={ending !== null} onClose={() => setEnding(null)} title={words.releaseTitle} test="release-dialog">
        {ending && <Release hold={ending} onDone={() => { setEnding(null); void room.readHolds() }} />}
      </Dialog>
    </div>
  )
}

function Release({ hold, onDone }: { hold: string; onDone: () => void }) {
  const words = sellingWords()
  const [reason, setReason] = useState('')
  const [error, setError] = useState('')
  const [busy, setBusy] = useState(false)
  const send = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault()
    if (reason.trim() === '') return setError(words.reasonEmpty)
    setBusy(true)
    try {
      await studioApi.releaseHold(hold, reason.trim())
      toast(words.released)
      onDone()
    } catch (cause) {
      setError(explain(cause))
    } finally {
      setBusy(false)
    }
  }
  return (
    <form class="stack" onSubmit={(event) => void send(event)} noValidate>
      <Field label={words.reason} value={reason} maxLength={200} hint={words.reasonHint} error={error} onInput={(event) => { setReason(event.currentTarget.value); setError('') }} data-focus test="reason" />
      <div class="form-foot"><button type="submit" class="btn do" disabled={busy} data-test="do-release">{words.doRelease}</button></div>
    </form>
  )
}
