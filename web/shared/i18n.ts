// Japanese and English: which one is spoken now, and message files that cannot miss a message.
//
// A message file for Japanese is a plain object; the English one is declared with its type, so a missing or
// differently shaped message does not compile:
//
//   // messages/ja.ts                       // messages/en.ts
//   export const ja = { buy: '買う' }        export const en: typeof ja = { buy: 'Buy' }
//
//   const words = dictionary({ ja, en })    // words().buy, re-rendered when the language changes
import { effect, signal } from '@preact/signals'

export type Language = 'ja' | 'en'

const kStorageKey = 'nigiwai.language'

/** The first language of `wanted` (as in navigator.languages) that we speak; English for everyone else. */
export function chooseLanguage(wanted: readonly string[]): Language {
  for (const tag of wanted) {
    const primary = tag.toLowerCase().split('-')[0]
    if (primary === 'ja' || primary === 'en') return primary
  }
  return 'en'
}

function initialLanguage(): Language {
  if (typeof window === 'undefined') return 'ja'
  const stored = remembered(kStorageKey)
  if (stored === 'ja' || stored === 'en') return stored
  return chooseLanguage(navigator.languages ?? [navigator.language])
}

export const language = signal<Language>(initialLanguage())

if (typeof document !== 'undefined') {
  effect(() => {
    document.documentElement.lang = language.value
  })
}

/** Switches the language of every screen at once and remembers the choice on this device. */
export function setLanguage(next: Language): void {
  language.value = next
  remember(kStorageKey, next)
}

/** A function that gives the messages of the language spoken now; call it while rendering. */
export function dictionary<M>(both: { ja: M; en: M }): () => M {
  return () => both[language.value]
}

/** What was remembered on this device, or null. Storage may be switched off; then nothing is remembered. */
export function remembered(key: string): string | null {
  try {
    return localStorage.getItem(key)
  } catch {
    return null
  }
}

/** Remembers `value` on this device, or forgets it (null). */
export function remember(key: string, value: string | null): void {
  try {
    if (value === null) localStorage.removeItem(key)
    else localStorage.setItem(key, value)
  } catch {
    // Private windows may refuse storage; the page works without it.
  }
}
