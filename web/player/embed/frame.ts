// The watch page in a frame on another site's page: who embeds it, and what the two say to each other.
//
// The server lets only sites that the owner allowed show this page in a frame (CSP frame-ancestors), so whoever embeds
// us is one of them; which one, the frame learns from the browser where it tells (ancestorOrigins), else from the
// address that embed.js made. A wrong address is spoken to in vain.
import { signal } from '@preact/signals'
import type { AddToCart, FromFrame, ShownProduct, ToFrame } from '../../embed/protocol.ts'
import type { Product } from '../../shared/api.ts'
import { carryToken } from '../../shared/bearer.ts'
import { hostOf, openBeside, paint, speak } from '../../shared/framed.ts'

/** The page around us takes this long at most to put something in its cart. */
const kAnswerMs = 8_000

export const framed = signal(false)
export const floating = signal(false)
export const mini = signal(false)

let host = ''
let asked = 0
const waiting = new Map<number, (ok: boolean) => void>()
let player: { play: () => void; pause: () => void; seek: (at: number) => void } | null = null

/** Called once, before anything is drawn, on a page below /embed/. */
export function enterFrame(): void {
  const parameters = new URLSearchParams(location.search)
  framed.value = true
  floating.value = parameters.get('mode') === 'floating'
  mini.value = floating.value
  host = hostOf(parameters)
  carryToken()
  speak(parameters.get('language') ?? '')
  paint(parameters.get('accent') ?? '')
  addEventListener('message', (event) => {
    if (event.source !== parent || event.origin !== host) return
    const message = event.data as ToFrame | null
    if (message !== null && typeof message === 'object' && message.nigiwai === 1) obey(message)
  })
  openBeside()
}

function obey(message: ToFrame): void {
  switch (message.type) {
    case 'play':
      return player?.play()
    case 'pause':
      return player?.pause()
    case 'seek':
      return Number.isFinite(message.at) && message.at >= 0 ? player?.seek(message.at) : undefined
    case 'mini':
      mini.value = message.on === true
      return
    case 'language':
      return speak(String(message.language))
    case 'accent':
      return paint(String(message.accent))
    case 'added':
      waiting.get(message.id)?.(message.ok === true)
      waiting.delete(message.id)
  }
}

/** What the page around us may have done: play, pause, seek. */
export function driven(by: typeof player): void {
  player = by
}

/** Tells the page around us; nothing on our own pages. */
export function tell(message: FromFrame): void {
  if (framed.value && host && parent !== window) parent.postMessage(message, host)
}

export function shown(product: Product): ShownProduct {
  return { id: product.id, title: product.title, picture: product.picture ? new URL(product.picture.url, location.origin).href : null }
}

/** Gives the page around us something for its cart; false when it did not take it. */
export function offer(detail: AddToCart): Promise<boolean> {
  const id = ++asked
  return new Promise((resolve) => {
    waiting.set(id, resolve)
    setTimeout(() => {
      if (waiting.delete(id)) resolve(false)
    }, kAnswerMs)
    tell({ nigiwai: 1, type: 'add-to-cart', id, detail })
  })
}
