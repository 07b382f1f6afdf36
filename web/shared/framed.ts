// A page of ours in a frame on another site's page: whose page that is, and the language and colour it asks for.
import { readableAccent } from './accent.ts'
import { language } from './i18n.ts'

/** The origin of the page around us: what the browser tells, else what embed.js wrote into our address; '' for none. */
export function hostOf(parameters: URLSearchParams): string {
  const told = (location as { ancestorOrigins?: { readonly [at: number]: string; readonly length: number } }).ancestorOrigins
  if (told && told.length > 0) return told[0]!
  try {
    return new URL(parameters.get('host') ?? '').origin
  } catch {
    return ''
  }
}

export function speak(tongue: string): void {
  const primary = tongue.toLowerCase().split('-')[0]
  // Not remembered: the page around us says it each time.
  if (primary === 'ja' || primary === 'en') language.value = primary
}

export function paint(accent: string): void {
  const colour = readableAccent(accent)
  const { style } = document.documentElement
  if (!colour) {
    style.removeProperty('--do')
    style.removeProperty('--do-deep')
    return
  }
  style.setProperty('--do', colour)
  style.setProperty('--do-deep', `color-mix(in srgb, ${colour} 82%, black)`)
}

/** No other page of ours may stand in this frame: links open beside it. */
export function openBeside(): void {
  addEventListener(
    'click',
    (event) => {
      const link = (event.target as Element | null)?.closest?.('a[href]')
      if (!(link instanceof HTMLAnchorElement) || link.target) return
      link.target = '_blank'
      link.rel = 'noopener'
    },
    true,
  )
}
