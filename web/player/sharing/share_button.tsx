// Sharing a page that is no show: a button, and the dialog with one's link.
import { useState } from 'preact/hooks'
import { Dialog } from '../../shared/dialog.tsx'
import { Icon } from '../../shared/icons.tsx'
import { sharingWords } from '../messages/sharing.ts'
import type { Thing } from './sharing_api.ts'
import { ShareWays } from './share_ways.tsx'

export function ShareButton({ thing, path, title, heading }: { thing: Thing; path: string; title: string; heading: string }) {
  const [open, setOpen] = useState(false)
  return (
    <>
      <button type="button" class="btn share-it" onClick={() => setOpen(true)} data-test="share">
        <Icon name="share" size="s" />
        {sharingWords().share}
      </button>
      <Dialog open={open} onClose={() => setOpen(false)} title={heading} test="share-dialog">
        <ShareWays thing={thing} plain={new URL(path, location.origin).href} title={title} onDone={() => setOpen(false)} />
      </Dialog>
    </>
  )
}
