// The guarded end: held for 1.5 s while it fills; from a keyboard or a screen reader a dialog asks instead, with its
// doing button not focused.
import { useEffect, useRef, useState } from 'preact/hooks'
import { Icon } from '../../shared/icons.tsx'
import { toast } from '../../shared/toast.tsx'
import { liveWords } from '../messages/live.ts'

export const kHoldMs = 1500

interface Props {
  onHeld: () => void
  /** Pressed without a pointer. */
  onAsk: () => void
  disabled: boolean
  /** Says what is ended, where it is no show. */
  label?: string
}

export function HoldButton({ onHeld, onAsk, disabled, label }: Props) {
  const words = liveWords()
  const [held, setHeld] = useState(false)
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined)
  const done = useRef(false)
  useEffect(() => () => clearTimeout(timer.current), [])

  const press = (event: PointerEvent): void => {
    if (event.button !== 0 || disabled) return
    ;(event.currentTarget as HTMLElement).setPointerCapture(event.pointerId)
    done.current = false
    setHeld(true)
    timer.current = setTimeout(() => {
      done.current = true
      setHeld(false)
      onHeld()
    }, kHoldMs)
  }
  const release = (): void => {
    clearTimeout(timer.current)
    setHeld(false)
  }
  return (
    <button
      type="button"
      class={`btn small end ${held ? 'held' : ''}`}
      disabled={disabled}
      aria-describedby="end-hold"
      onPointerDown={press}
      onPointerUp={release}
      onPointerCancel={release}
      onContextMenu={(event) => event.preventDefault()}
      onClick={(event) => {
        if (event.detail === 0) onAsk()
        else if (!done.current) toast(words.endHold, { tone: 'info' })
      }}
      data-test="end"
    >
      <i class="fill" aria-hidden="true" />
      <Icon name="stop" size="s" />
      <span class="long">{label ?? words.end}</span>
      <span class="short">{words.endShort}</span>
      <span class="vh" id="end-hold">{words.endHold}</span>
    </button>
  )
}
