// The keys of the live console: which key means which act.
//
// Pure. Keys are read by the character they give, so they work on every keyboard layout; nothing is a key while the
// director writes, while an input method composes, or together with Ctrl, Alt or Meta.

export type KeyAct =
  | { act: 'pin'; place: number }
  | { act: 'select'; step: 'up' | 'down' }
  | { act: 'hide' }
  | { act: 'reply' }
  | { act: 'undo' }
  | { act: 'questions' }
  | { act: 'polls' }
  | { act: 'note' }
  | { act: 'claim' }
  | { act: 'aloud' }
  | { act: 'words' }
  | { act: 'write' }
  | { act: 'offers' }
  | { act: 'sound' }
  | { act: 'cue'; step: 'next' | 'back' }
  | { act: 'help' }
  | { act: 'leave' }

export interface KeyPress {
  key: string
  isComposing?: boolean
  ctrlKey?: boolean
  altKey?: boolean
  metaKey?: boolean
  /** True when the press went into a field that takes text. */
  writing: boolean
}

/** What `press` asks for, or null. Number keys give the place in the shelf from 0: 1 → 0, …, 9 → 8. */
export function keyAct(press: KeyPress): KeyAct | null {
  if (press.isComposing || press.ctrlKey || press.altKey || press.metaKey) return null
  if (press.key === 'Escape') return { act: 'leave' }
  if (press.writing) return null
  if (/^[1-9]$/.test(press.key)) return { act: 'pin', place: Number(press.key) - 1 }
  switch (press.key.toLowerCase()) {
    case 'arrowup':
      return { act: 'select', step: 'up' }
    case 'arrowdown':
      return { act: 'select', step: 'down' }
    case 'h':
      return { act: 'hide' }
    case 'r':
      return { act: 'reply' }
    case 'u':
      return { act: 'undo' }
    case 'o':
      return { act: 'offers' }
    case 'q':
      return { act: 'questions' }
    case 'v':
      return { act: 'polls' }
    case 'p':
      return { act: 'note' }
    case 'c':
      return { act: 'claim' }
    case 'a':
      return { act: 'aloud' }
    case 't':
      return { act: 'words' }
    case 'm':
      return { act: 'sound' }
    case 'n':
      return { act: 'cue', step: 'next' }
    case 'b':
      return { act: 'cue', step: 'back' }
    case '/':
      return { act: 'write' }
    case '?':
      return { act: 'help' }
    default:
      return null
  }
}

/** Whether a press in `target` is writing. */
export function isWriting(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  if (target.isContentEditable || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement) return true
  return target instanceof HTMLInputElement && !['checkbox', 'radio', 'button', 'submit', 'file'].includes(target.type)
}
