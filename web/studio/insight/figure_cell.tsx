// One figure: its value in the chosen half, what was divided by what, the other two halves below. A click on what was
// counted, or on what it was divided by, opens the events behind it.
import { language } from '../../shared/i18n.ts'
import { Icon } from '../../shared/icons.tsx'
import { insightWords } from '../messages/insight.ts'
import { divides, halfOf, mayOpen, missing, shown, unitOf } from './figure_model.ts'
import { counter, figureName, valueText } from './figure_words.ts'
import { kHalves, type Definition, type Figure, type Half, type Of } from './insight_api.ts'

interface Props {
  name: string
  figure: Figure
  half: Half
  currency: string
  definitions: Definition[]
  onAbout: (figure: string) => void
  onOpen: ((figure: string, of: Of) => void) | undefined
}

export function FigureCell({ name, figure, half, currency, definitions, onAbout, onOpen }: Props) {
  const words = insightWords()
  const chosen = halfOf(figure, half)
  const why = missing(name, figure, half)
  const others = kHalves.filter((one) => one !== half).map((one) => `${words.halves[one]} ${valueText(halfOf(figure, one).value, figure.unit, currency, name)}`)
  const ours = definitions.find((one) => one.figure === name && one.ours)
  const about = words.about(figureName(name))
  return (
    <div class="insight-cell" data-test={`figure-${name}`} data-value={chosen.value ?? ''} data-definition={figure.definition}>
      <dt>
        {figureName(name)}
        <button type="button" class="insight-info" onClick={() => onAbout(name)} aria-label={about} title={about} data-test={`about-${name}`}><Icon name="info" size="xs" /></button>
        {ours && ours.definition !== figure.definition && <span class="tag info">{words.otherChosen}</span>}
      </dt>
      <dd>
        <Value name={name} figure={figure} half={half} currency={currency} onOpen={onOpen} />
        {why && <p class="insight-why">{words.missing[why]}</p>}
        {divides(figure) && <Fraction name={name} figure={figure} half={half} currency={currency} onOpen={onOpen} />}
        <p class="insight-halves">{others.map((text) => <span key={text} class="n">{text}</span>)}</p>
      </dd>
    </div>
  )
}

type Part = Pick<Props, 'name' | 'figure' | 'half' | 'currency' | 'onOpen'>

function Value({ name, figure, half, currency, onOpen }: Part) {
  const { value } = halfOf(figure, half)
  const one = shown(value, figure.unit, currency, language.value)
  const after = one && counter(name, one.unit)
  const text = one ? <>{one.text}{after && <small>{after}</small>}</> : insightWords().none
  const opens = onOpen && one && !divides(figure) && mayOpen(name, 'numerator')
  const label = insightWords().openNumerator(figureName(name), valueText(value, figure.unit, currency, name))
  return (
    <p class="insight-value n">
      {opens ? <button type="button" onClick={() => onOpen(name, 'numerator')} aria-label={label} data-test={`open-${name}-numerator`}>{text}</button> : text}
    </p>
  )
}

function Fraction({ name, figure, half, currency, onOpen }: Part) {
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
