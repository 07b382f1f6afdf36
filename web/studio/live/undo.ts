// What a director did and how each act is taken back.
//
// Pure. An act is recorded once the server has accepted it; `inverse` gives the command that takes it back. Starting
// and ending a show are not acts: they cannot be undone and are guarded instead.

export type Act =
  | { kind: 'pin'; product: string; before: string | null }
  | { kind: 'unpin'; before: string }
  | { kind: 'hide'; seq: number }
  | { kind: 'show'; seq: number }
  | { kind: 'say'; seq: number; text: string }
  | { kind: 'offer-open'; offer: string }
  | { kind: 'offer-close'; offer: string }

export interface Command {
  do: 'product.pin' | 'product.unpin' | 'chat.hide' | 'chat.show' | 'offer.open' | 'offer.close'
  data: Record<string, unknown>
}

/** Acts that can be taken back: a show's worth of clicks, bounded so that a day-long show does not gather them. */
export const kMostActs = 200

export function inverse(act: Act): Command {
  switch (act.kind) {
    case 'pin':
      return act.before === null
        ? { do: 'product.unpin', data: {} }
        : { do: 'product.pin', data: { product: act.before } }
    case 'unpin':
      return { do: 'product.pin', data: { product: act.before } }
    case 'hide':
      return { do: 'chat.show', data: { seq: act.seq } }
    case 'show':
    case 'say':
      return { do: 'chat.hide', data: { seq: act.seq } }
    case 'offer-open':
      return { do: 'offer.close', data: { offer: act.offer } }
    case 'offer-close':
      return { do: 'offer.open', data: { offer: act.offer } }
  }
}

export function pushed(acts: readonly Act[], act: Act): readonly Act[] {
  return [...acts, act].slice(-kMostActs)
}

/** The newest act and what is left without it; null when there is nothing to take back. */
export function popped(acts: readonly Act[]): { act: Act; rest: readonly Act[] } | null {
  const act = acts[acts.length - 1]
  return act ? { act, rest: acts.slice(0, -1) } : null
}

/** Without an act that was taken back by hand (the same line shown again with its own button, say). */
export function without(acts: readonly Act[], gone: (act: Act) => boolean): readonly Act[] {
  for (let place = acts.length - 1; place >= 0; place -= 1) {
    if (gone(acts[place]!)) return [...acts.slice(0, place), ...acts.slice(place + 1)]
  }
  return acts
}
