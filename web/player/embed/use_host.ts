// Tells the page around a frame what happens in the show, and does what that page asks.
import { effect } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import type { Watching } from '../watch/watching.ts'
import { driven, framed, shown, tell } from './frame.ts'

export function useHost(w: Watching): void {
  useEffect(() => {
    if (!framed.value) return
    const { id, title, state } = w.room.show.value
    driven({
      play: () => w.picture.value?.play(),
      pause: () => w.picture.value?.pause(),
      seek: (at) => void w.seek(at),
    })
    tell({ nigiwai: 1, type: 'ready', detail: { show: id, title, state } })
    let before = ''
    const undoState = effect(() => {
      const now = w.room.show.value
      if (now.state === before) return
      if (now.state === 'live') tell({ nigiwai: 1, type: 'live', detail: { show: id, title: now.title } })
      else if (before === 'live') tell({ nigiwai: 1, type: 'ended', detail: { show: id, title: now.title } })
      before = now.state
    })
    let pinned: string | null = null
    const undoPin = effect(() => {
      const product = w.room.pinnedProduct.value ?? null
      if ((product?.id ?? null) === pinned) return
      pinned = product?.id ?? null
      tell({ nigiwai: 1, type: 'pin', detail: { product: product && shown(product), at: Math.round(w.room.position()) } })
    })
    return () => {
      driven(null)
      undoState()
      undoPin()
    }
  }, [])
}
