// Looks at a screen as a careful person would: can everybody read it, is all of it in one language, does it fit.
import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { axePath, type Page } from '../support/browser.ts'
import { root } from '../support/processes.ts'
import { faults, type Visit } from './visit.ts'

const axe = readFileSync(axePath, 'utf8')
const folder = join(root, 'build/screens')
const keep = process.env.SCREENS === '1'
if (keep) mkdirSync(folder, { recursive: true })

/** Words that people wrote (titles, names, chat): they stay as they are in every language. */
export const written = new Set<string>()

/** Names and technical words that are the same in Japanese. */
const kSameEverywhere = /nigiwai|https?:\S*|rtmp\S*|srt\S*|\S+@\S+|[^\s「」（）、。]*\.(?:jp|jpg|png)\b|\bkbps\b|\bMbps\b|\bfps\b|\bkHz\b|ffmpeg|Larix|Esc|Enter|English|Webhook/gi

interface Findings { wide: string | null; texts: string[]; violations: string[] }

export async function look(visit: Visit, screen: string, page: Page = visit.page): Promise<void> {
  const where = `${screen} at ${visit.form.name}`
  if (keep) await page.screenshot({ path: join(folder, `${screen}-${visit.form.name}.png`) })
  await page.evaluate(axe)
  const { wide, texts, violations } = await page.evaluate(findings)
  if (wide) faults.push(`${where}: wider than the window, ${wide}`)
  for (const text of foreign(texts, visit.form.language)) faults.push(`${where}: not translated, “${text}”`)
  for (const violation of violations) faults.push(`${where}: ${violation}`)
}

function foreign(texts: string[], language: 'ja' | 'en'): string[] {
  const own = [...written].sort((a, b) => b.length - a.length)
  return texts.filter((text) => {
    let rest = text
    for (const word of own) rest = rest.replaceAll(word, '')
    rest = rest.replace(kSameEverywhere, '')
    // Japanese uses Latin words too; two lower-case ones in a row are English.
    return language === 'en' ? /[\u3001-\u3011\u3013-\u30ff\u4e00-\u9fff\uff01-\uff5e]/.test(rest) : /[a-z]{2,} +[a-z]{2,}|^[A-Z]?[a-z]{3,}$/.test(rest.trim())
  })
}

/** Runs in the page. */
async function findings(): Promise<Findings> {
  const over = [...document.querySelectorAll('body *')].find((element) => element.getBoundingClientRect().right > innerWidth + 1 && getComputedStyle(element).position !== 'fixed')
  const wide = document.documentElement.scrollWidth > innerWidth + 1 ? `${document.documentElement.scrollWidth} > ${innerWidth}: ${over?.tagName}.${over?.className}` : null
  const texts: string[] = []
  const skipped = 'code, pre, kbd, script, style, .avatar, .letter, .who, .now, [data-test=me]'
  const otherLanguage = (element: Element): boolean => element.closest('[lang]')?.getAttribute('lang') !== document.documentElement.lang
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const text = node.textContent!.trim()
    const parent = node.parentElement!
    if (text && !parent.closest(skipped) && !otherLanguage(parent)) texts.push(text)
  }
  for (const element of document.querySelectorAll('[aria-label], [placeholder], [title], [alt]')) {
    if (element.closest('[data-test=language], [data-test=chat-input]') || otherLanguage(element)) continue
    for (const name of ['aria-label', 'placeholder', 'title', 'alt']) {
      const text = element.getAttribute(name)?.trim()
      if (text) texts.push(text)
    }
  }
  const { violations } = await (globalThis as any).axe.run(document, { resultTypes: ['violations'] })
  return {
    wide,
    texts,
    violations: violations
      .filter(({ impact }: { impact: string }) => impact === 'serious' || impact === 'critical')
      .map((each: { impact: string; id: string; nodes: { target: string[]; any: { message: string }[] }[] }) =>
        `${each.impact} ${each.id}: ${each.nodes.slice(0, 4).map(({ target, any }) => `${target.join(' ')} (${any[0]?.message ?? ''})`).join('; ')}`),
  }
}
