// What posts brought: five counts and two rates, and what does not count.
import { money } from '../../shared/format.ts'
import { language } from '../../shared/i18n.ts'
import { postWords } from '../messages/posts.ts'
import type { Brought, Rate } from './posts_api.ts'

export const percent = (rate: Rate): string => (rate.value === null ? '–' : `${(rate.value * 100).toFixed(rate.value < 0.1 ? 2 : 1)}%`)

export function BroughtFigures({ brought, test }: { brought: Brought; test: string }) {
  const words = postWords()
  const number = (value: number): string => value.toLocaleString('en')
  return (
    <>
      <dl class="post-figures" data-test={test}>
        <div><dt>{words.facts.impressions}</dt><dd class="n" data-test="impressions" title={brought.told === 0 ? words.unknownHint : undefined}>{brought.told === 0 ? words.unknown : number(brought.impressions)}</dd></div>
        <div><dt>{words.facts.clicks}</dt><dd class="n" data-test="clicks">{number(brought.clicks)}</dd></div>
        <div><dt title={words.ctrIs}>{words.ctr}</dt><dd class="n" data-test="ctr" title={words.ctrIs}>{percent(brought.ctr)}</dd></div>
        <div><dt>{words.facts.orders}</dt><dd class="n" data-test="orders">{number(brought.orders)}</dd></div>
        <div><dt title={words.cvrIs}>{words.cvr}</dt><dd class="n" data-test="cvr" title={words.cvrIs}>{percent(brought.cvr)}</dd></div>
        <div><dt>{words.facts.sales}</dt><dd class="n">{money(brought.sales, language.value)}</dd></div>
      </dl>
      {brought.previews + brought.bots + brought.own > 0 && <p class="hint n">{words.apart(brought.previews, brought.bots, brought.own)}</p>}
    </>
  )
}
