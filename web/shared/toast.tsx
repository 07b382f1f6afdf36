// Short messages that come by themselves and go by themselves; a screen reader hears them without losing its place.
//
//   toast('コピーしました')                                 // ok
//   toast(problemText(problem), { tone: 'bad' })           // stays longer
//   toast('非表示にしました', { action: { label: '戻す', run: undo } })
//
// Mount <Toasts /> once per page.
import { signal } from '@preact/signals'
import { useEffect, useRef } from 'preact/hooks'
import { Icon, type IconName } from './icons.tsx'
import { sharedWords } from './messages/words.ts'
import './parts.css'

export interface ToastOptions {
  tone?: 'ok' | 'bad' | 'info'
  action?: { label: string; run: () => void }
  ms?: number
}

interface Toast extends ToastOptions {
  id: number
  text: string
}

const kShown = 3
const kOkMs = 4_000
const kBadMs = 8_000

const toasts = signal<Toast[]>([])
let last = 0

export function toast(text: string, options: ToastOptions = {}): void {
  const id = ++last
  // The same sentence twice is one toast, shown anew.
  toasts.value = [...toasts.value.filter((other) => other.text !== text), { ...options, id, text }].slice(-kShown)
  setTimeout(() => dismiss(id), options.ms ?? (options.tone === 'bad' || options.action ? kBadMs : kOkMs))
}

function dismiss(id: number): void {
  toasts.value = toasts.value.filter((toast) => toast.id !== id)
}

const icons: Record<NonNullable<ToastOptions['tone']>, IconName> = { ok: 'check', bad: 'alert', info: 'info' }

export function Toasts() {
  const place = useRef<HTMLDivElement>(null)
  const newest = toasts.value.at(-1)?.id
  // A popover, shown anew for each: above whatever dialog or full screen has opened since.
  useEffect(() => {
    const element = place.current
    if (newest === undefined || !element?.showPopover) return
    if (element.matches(':popover-open')) element.hidePopover()
    element.showPopover()
  }, [newest])
  return (
    <div ref={place} popover="manual" class="toasts" role="status" aria-live="polite" data-test="toasts">
      {toasts.value.map((item) => (
        <div key={item.id} class={`toast ${item.tone ?? 'ok'}`}>
          <Icon name={icons[item.tone ?? 'ok']} size="s" />
          <span>{item.text}</span>
          {item.action && (
            <button
              type="button"
              onClick={() => {
                dismiss(item.id)
                item.action?.run()
              }}
            >
              {item.action.label}
            </button>
          )}
          <button type="button" class="x" aria-label={sharedWords().close} onClick={() => dismiss(item.id)}>
            <Icon name="close" size="xs" />
          </button>
        </div>
      ))}
    </div>
  )
}
