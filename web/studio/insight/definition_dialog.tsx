// How a figure is defined, in one sentence, and the other ways in which the field counts it.
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
  onDefine: (definition: Definition) => void
  onClose: () => void
}

export function DefinitionDialog({ name, figure, definitions, onDefine, onClose }: Props) {
  const words = insightWords()
  const own = definitions.filter((one) => one.figure === name)
  return (
    <Dialog open onClose={onClose} title={figureName(name)} test="definition">
      <ul class="insight-definitions">
        {own.map((one) => (
          <li key={one.definition} data-test="one-definition" data-definition={one.definition}>
            {own.length > 1 && <h3>{words.definitionNames[one.definition] ?? words.definition}{one.definition === figure.definition && <span class="tag ok"><Icon name="check" size="xs" />{words.used}</span>}</h3>}
            <p>{one.text[language.value]}</p>
            <p class="hint">{words.version(one.version)}</p>
            {one.definition !== figure.definition && <button type="button" class="btn" onClick={() => onDefine(one)} data-test={`define-${one.definition}`}>{words.use}</button>}
          </li>
        ))}
      </ul>
    </Dialog>
  )
}
