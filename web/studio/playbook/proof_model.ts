// A proof of concept in words and shares. Pure but for the language spoken.
import { count, money, shortCount } from '../../shared/format.ts'
import { language } from '../../shared/i18n.ts'
import { proofWords } from '../messages/proofs.ts'
import { kGroups, type Proof, type ProofFigure } from './playbook_api.ts'

export const nameOf = (figure: string): string => proofWords().figures[figure] ?? figure

/** A value of a figure with its unit: "¥1,330", "148 人". */
export function valueOf(figure: Pick<ProofFigure, 'unit' | 'currency'>, value: number): string {
  if (figure.unit === 'money') return money({ amount: value, currency: figure.currency ?? 'JPY' }, language.value)
  return figure.unit === 'orders' ? proofWords().orders(count(value)) : proofWords().people(count(value))
}

/** The same where there is little room. */
export function shortValueOf(figure: Pick<ProofFigure, 'unit' | 'currency'>, value: number): string {
  if (figure.unit !== 'money') return shortCount(value, language.value)
  if (figure.currency === 'JPY' && value >= 10_000) return `¥${shortCount(value, language.value)}`
  return valueOf(figure, value)
}

/** Whole percent of the target, rounded down: 100 means reached. */
export function percentOf(figure: Pick<ProofFigure, 'value' | 'target'>): number {
  return Math.floor((100 * figure.value) / figure.target)
}

/** How full a bar is whose target stands at `mark` of it. */
export function fillOf(figure: Pick<ProofFigure, 'value' | 'target'>, mark: number): number {
  return Math.min(100, (mark * figure.value) / figure.target)
}

/** The verdict as one sentence; it names what is behind, or, once it ended, what was not reached. */
export function verdictOf(proof: Pick<Proof, 'verdict' | 'figures'>): string {
  const words = proofWords()
  const { kind, reached, of, behind } = proof.verdict
  const named = kind === 'partly' ? proof.figures.filter((figure) => !figure.reached).map(({ figure }) => figure) : behind
  return words.verdicts[kind](reached, of, named.map(nameOf).join(words.and))
}

/** Good, open or bad: the colour beside the sentence. */
export function toneOf(kind: Proof['verdict']['kind']): 'ok' | 'warn' | 'bad' | '' {
  if (kind === 'reached' || kind === 'proved' || kind === 'on-course') return 'ok'
  if (kind === 'behind' || kind === 'partly') return 'warn'
  return kind === 'missed' ? 'bad' : ''
}

/** The figures for a small card: one of each group first. */
export function cardFigures(figures: readonly ProofFigure[], most: number): ProofFigure[] {
  const first = kGroups.flatMap((group) => figures.find((figure) => figure.group === group) ?? [])
  const rest = figures.filter((figure) => !first.includes(figure))
  const chosen = [...first, ...rest].slice(0, most)
  return figures.filter((figure) => chosen.includes(figure))
}
