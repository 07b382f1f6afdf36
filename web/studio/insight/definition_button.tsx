// How a figure is defined, in one sentence, and the other ways in which the field counts it.
import { useState } from 'preact/hooks'
import { Dialog } from '../../shared/dialog.tsx'
import { language } from '../../shared/i18n.ts'
import { Icon } from '../../shared/icons.tsx'
import { insightWords } from '../messages/insight.ts'
import { figureName } from './figure_words.ts'
import type { Definition, Figure } from './insight_api.ts'

interface Props {
  name: string
  figure: Figure
  definitions: Definition[]
  onDefine: (figure: string, definition: Definition) => void
}

export function DefinitionButton({ name, figure, definitions, onDefine }: Props) {
  const words = insightWords()
  const [open, setOpen] = useState(false)
  const own = definitions.filter((one) => one.figure === name)
  const ours = own.find((one) => one.ours)
  const title = words.about(figureName(name))
  return (
    <>
      {ours && ours.definition !== figure.definition && <span class="tag info">{words.otherChosen}</span>}
      <button type="button" class="insight-info" onClick={() => setOpen(true)} aria-label={title} title={title} data-test={`about-${name}`}><Icon name="info" size="xs" /></button>
      <Dialog open={open} onClose={() => setOpen(false)} title={figureName(name)} test="definition">
        <ul class="insight-definitions">
          {own.map((one) => {
            const used = one.definition === figure.definition
            return (
              <li key={one.definition} data-test="one-definition" data-definition={one.definition}>
                {own.length > 1 && <h3>{words.definitionNames[one.definition] ?? words.definition}</h3>}
                <p>{one.text[language.value]}</p>
                <p class="hint">{words.version(one.version)}</p>
                {own.length > 1 && (used
                  ? <span class="tag ok"><Icon name="check" size="xs" />{words.used}</span>
                  : <button type="button" class="btn" onClick={() => { onDefine(name, one); setOpen(false) }} data-test={`define-${one.definition}`}>{words.use}</button>)}
              </li>
            )
          })}
        </ul>
      </Dialog>
    </>
  )
}
