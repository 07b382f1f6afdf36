// The figures in three groups. The number that was chosen is big, its two neighbours stand below; a click on what was
// counted, or on what it was divided by, opens the events behind it.
import { language } from '../../shared/i18n.ts'
import { insightWords } from '../messages/insight.ts'
import { DefinitionButton } from './definition_button.tsx'
import { divides, halfOf, mayOpen, missing, shown, unitOf } from './figure_model.ts'
import { counter, figureName, valueText } from './figure_words.ts'
import { kGroups, kHalves, type Definition, type Figure, type Figures, type Half, type Of } from './insight_api.ts'

/** Stand first in their group, larger: they answer whether it was good. */
const kFirst = ['gmv', 'orders', 'cvr', 'engagement', 'chatters', 'hearts', 'viewers', 'watch_time', 'average_view']
/** Told by the stages below. */
const kElsewhere = new Set(['sympathized', 'identified', 'participated', 'spread'])

interface Props {
  figures: Figures
  half: Half
  definitions: Definition[]
  onDefine: (figure: string, definition: Definition) => void
  /** Nothing where a figure cannot be opened here. */
  onOpen?: (figure: string, of: Of) => void
}

export function FigureGroups(props: Props) {
  const words = insightWords()
  const all = Object.entries(props.figures.figures)
  return (
    <div class="insight-groups">
      {kGroups.map((group) => {
        const own = all.filter(([name, figure]) => figure.group === group && !kElsewhere.has(name))
        const first = kFirst.flatMap((name) => own.filter(([one]) => one === name))
        return (
          <section key={group} class="panel insight-group" aria-labelledby={`group-${group}`} data-test={`group-${group}`}>
            <h2 id={`group-${group}`}>{words.groups[group]}</h2>
            <dl class="insight-first">{first.map(([name, figure]) => <Cell key={name} name={name} figure={figure} {...props} />)}</dl>
            <dl class="insight-rest">{own.filter((one) => !first.includes(one)).map(([name, figure]) => <Cell key={name} name={name} figure={figure} {...props} />)}</dl>
          </section>
        )
      })}
    </div>
  )
}

function Cell({ name, figure, figures: { currency }, half, definitions, onDefine, onOpen }: { name: string; figure: Figure } & Props) {
  const words = insightWords()
  const chosen = halfOf(figure, half)
  const big = shown(chosen.value, figure.unit, currency, language.value)
  const why = missing(name, figure, half)
  const others = kHalves.filter((one) => one !== half).map((one) => `${words.halves[one]} ${valueText(halfOf(figure, one).value, figure.unit, currency, name)}`)
  const value = big ? <>{big.text}{counter(name, big.unit) && <small>{counter(name, big.unit)}</small>}</> : words.none
  const counted = !divides(figure) && chosen.value !== null
  return (
    <div class="insight-cell" data-test={`figure-${name}`} data-value={chosen.value ?? ''} data-definition={figure.definition}>
      <dt>{figureName(name)}<DefinitionButton name={name} figure={figure} definitions={definitions} onDefine={onDefine} /></dt>
      <dd>
        <p class="insight-value n">
          {counted && onOpen && mayOpen(name, 'numerator')
            ? <button type="button" onClick={() => onOpen(name, 'numerator')} aria-label={words.openNumerator(figureName(name), valueText(chosen.value, figure.unit, currency, name))} data-test={`open-${name}-numerator`}>{value}</button>
            : value}
        </p>
        {why && <p class="insight-why">{words.missing[why]}</p>}
        {divides(figure) && <Fraction name={name} figure={figure} half={half} currency={currency} onOpen={onOpen} />}
        <p class="insight-halves">{others.map((text) => <span key={text} class="n">{text}</span>)}</p>
      </dd>
    </div>
  )
}

function Fraction({ name, figure, half, currency, onOpen }: { name: string; figure: Figure; half: Half; currency: string; onOpen: Props['onOpen'] }) {
  const words = insightWords()
  const chosen = halfOf(figure, half)
  const part = (of: Of) => {
    const text = valueText(chosen[of], unitOf(figure, of), currency)
    if (!onOpen || !chosen[of] || !mayOpen(name, of)) return <span class="n">{text}</span>
    const label = of === 'numerator' ? words.openNumerator(figureName(name), text) : words.openDenominator(figureName(name), text)
    return <button type="button" class="link n" onClick={() => onOpen(name, of)} aria-label={label} data-test={`open-${name}-${of}`}>{text}</button>
  }
  return <p class="insight-fraction">{part('numerator')} <span aria-hidden="true">/</span> {part('denominator')}</p>
}
