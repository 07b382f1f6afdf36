// How many pieces: fewer, the number, more.
import { Icon } from '../../shared/icons.tsx'
import { words } from '../messages/words.ts'

interface Props {
  quantity: number
  most: number
  busy: boolean
  label: string
  /** Less than one piece is allowed, and takes the line away. */
  toNothing?: boolean
  onChange: (quantity: number) => void
}

export function Stepper({ quantity, most, busy, label, toNothing = false, onChange }: Props) {
  const t = words()
  return (
    <div class="step" role="group" aria-label={label}>
      <button type="button" aria-label={toNothing && quantity <= 1 ? t.takeOut : t.fewer} disabled={busy || (quantity <= 1 && !toNothing)} onClick={() => onChange(quantity - 1)} data-test="fewer">
        <Icon name={toNothing && quantity <= 1 ? 'trash' : 'minus'} size="s" />
      </button>
      <b class="n" aria-live="polite" data-test="quantity">
        {quantity}
      </b>
      <button type="button" aria-label={t.more} disabled={busy || quantity >= most} onClick={() => onChange(quantity + 1)} data-test="more">
        <Icon name="plus" size="s" />
      </button>
    </div>
  )
}
