// Dialogs and sheets: the browser's own <dialog>, opened modally, so that focus stays inside, Escape closes, and
// focus returns to what opened it.
//
//   <Dialog open={open} onClose={close} title="名前を変える"> … </Dialog>
//   <Dialog open={open} onClose={close} title="買う" kind="sheet"> … </Dialog>   slides up on phones
//
// The first control marked `data-focus` gets the focus, otherwise the dialog itself. `onClose` is called for every
// way of closing; the caller then sets `open` to false. `busy` keeps it open while something must not be cut off.
import type { ComponentChildren } from 'preact'
import { useEffect, useId, useRef } from 'preact/hooks'
import { Icon } from './icons.tsx'
import { sharedWords } from './messages/words.ts'
import './parts.css'

export interface DialogProps {
  open: boolean
  onClose: () => void
  title: string
  kind?: 'dialog' | 'sheet'
  /** Dark, for what opens over a picture. */
  night?: boolean
  busy?: boolean
  /** The title is for screen readers only; the content shows its own. */
  titleHidden?: boolean
  class?: string
  test?: string
  children: ComponentChildren
}

export function Dialog(props: DialogProps) {
  return props.open ? <OpenDialog {...props} /> : null
}

function OpenDialog({ onClose, title, kind = 'dialog', night, busy, titleHidden, test, children, ...rest }: DialogProps) {
  const ref = useRef<HTMLDialogElement>(null)
  const titleId = useId()
  const closing = useRef({ onClose, busy })
  closing.current = { onClose, busy }

  useEffect(() => {
    const dialog = ref.current
    if (!dialog) return
    const opener = document.activeElement
    dialog.showModal()
    const first = dialog.querySelector<HTMLElement>('[data-focus]')
    ;(first ?? dialog).focus({ preventScroll: true })
    return () => {
      dialog.close()
      if (opener instanceof HTMLElement && opener.isConnected) opener.focus({ preventScroll: true })
    }
  }, [])

  const requestClose = (): void => {
    if (!closing.current.busy) closing.current.onClose()
  }
  return (
    <dialog
      ref={ref}
      class={`dlg ${kind} ${night ? 'night' : ''} ${rest.class ?? ''}`}
      aria-labelledby={titleId}
      tabIndex={-1}
      data-test={test}
      onCancel={(event) => {
        event.preventDefault()
        requestClose()
      }}
      onPointerDown={(event) => {
        if (event.target === ref.current) requestClose()
      }}
    >
      <div class="dlg-box">
        {kind === 'sheet' && <span class="dlg-grip" aria-hidden="true" />}
        <header class={`dlg-head ${titleHidden ? 'bare' : ''}`}>
          <h2 id={titleId} class={titleHidden ? 'vh' : ''}>
            {title}
          </h2>
          <button type="button" class="dlg-close" aria-label={sharedWords().close} onClick={requestClose} data-test="close">
            <Icon name="close" />
          </button>
        </header>
        {children}
      </div>
    </dialog>
  )
}
