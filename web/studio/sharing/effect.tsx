// What a campaign did: figures of the time before it, of its own, after it, and of a like period.
import { money, type Money } from '../../shared/format.ts'
import { language } from '../../shared/i18n.ts'
import { campaignWords } from '../messages/campaigns.ts'
import type { Effect, Stretch } from './sharing_api.ts'

const kStretches = ['before', 'during', 'after', 'like'] as const
const kFigures = ['viewers', 'orders', 'sales'] as const

const amount = (value: number | Money): number => (typeof value === 'number' ? value : value.amount)
const perHour = (stretch: Stretch, name: (typeof kFigures)[number]): number => (stretch.hours > 0 ? amount(stretch[name]) / stretch.hours : 0)

export function EffectTable({ effect }: { effect: Effect }) {
  const words = campaignWords()
  return (
    <>
      <p class="hint">{words.effectLead}</p>
      <table class="table effect" data-test="effect">
        <thead>
          <tr>
            <td />
            {kStretches.map((name) => (
              <th key={name} scope="col" class="num">{words.stretches[name]}{effect[name] && <small class="n">{words.hours(shortHours(effect[name].hours))}</small>}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {kFigures.map((figure) => {
            const most = Math.max(...kStretches.map((name) => (effect[name] ? perHour(effect[name], figure) : 0)), Number.MIN_VALUE)
            return (
              <tr key={figure}>
                <th scope="row">{words.figures[figure]}</th>
                {kStretches.map((name) => {
                  const stretch = effect[name]
                  if (!stretch) return <td key={name} class="num pale">{words.notYet}</td>
                  const value = stretch[figure]
                  const rate = perHour(stretch, figure)
                  return (
                    <td key={name} class={`num n ${name}`} title={words.perHour(figure === 'sales' ? money({ ...stretch.sales, amount: Math.round(rate) }, language.value) : rate.toFixed(1))} data-test={`effect-${figure}-${name}`}>
                      {typeof value === 'number' ? value.toLocaleString('en') : money(value, language.value)}
                      <span class="bar" aria-hidden="true"><i style={{ width: `${(rate / most) * 100}%` }} /></span>
                    </td>
                  )
                })}
              </tr>
            )
          })}
        </tbody>
      </table>
    </>
  )
}

const shortHours = (hours: number): string => (hours < 10 ? String(Math.max(0.1, Math.round(hours * 10) / 10)) : Math.round(hours).toLocaleString('en'))
