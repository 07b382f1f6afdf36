// A drawer from the right on desks, the whole screen on phones: the details of one thing in a list.
import type { ComponentChildren } from 'preact'
import { Dialog } from '../../shared/dialog.tsx'

export function Drawer({ title, onClose, test, wide, children }: { title: string; onClose: () => void; test: string; wide?: boolean; children: ComponentChildren }) {
  return (
    <Dialog open onClose={onClose} title={title} class={wide ? 'drawer wide' : 'drawer'} test={test}>
      {children}
    </Dialog>
  )
}
