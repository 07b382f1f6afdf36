// The figures in three groups. Of each the three that answer whether it was good stand first; the others come when they
// are asked for.
import { useState } from 'preact/hooks'
import { insightWords } from '../messages/insight.ts'
import { DefinitionDialog } from './definition_dialog.tsx'
import { FigureCell } from './figure_cell.tsx'
import { kGroups, type Definition, type Figures, type Half, type Of } from './insight_api.ts'

const kFirst = ['gmv', 'orders', 'cvr', 'engagement', 'chatters', 'hearts', 'viewers', 'watch_time', 'average_view']
/** Told by the stages. */
const kElsewhere = new Set(['sympathized', 'identified', 'participated', 'spread'])

interface Props {
  figures: Figures
  half: Half
  definitions: Definition[]
  onDefine: (figure: string, definition: Definition) => void
  /** Nothing where a figure cannot be opened here. */
  onOpen?: (figure: string, of: Of) => void
}

export function FigureGroups({ figures: { figures, currency }, half, definitions, onDefine, onOpen }: Props) {
  const words = insightWords()
  const [whole, setWhole] = useState(false)
  const [about, setAbout] = useState<string | null>(null)
  const described = about === null ? undefined : figures[about]
  return (
    <>
      <div class="insight-groups">
        {kGroups.map((group) => {
          const own = Object.keys(figures).filter((name) => figures[name]!.group === group && !kElsewhere.has(name))
          const first = kFirst.filter((name) => own.includes(name))
          const cell = (name: string) => (
            <FigureCell key={name} name={name} figure={figures[name]!} half={half} currency={currency} definitions={definitions} onAbout={setAbout} onOpen={onOpen} />
          )
          return (
            <section key={group} class="panel insight-group" aria-labelledby={`group-${group}`} data-test={`group-${group}`}>
              <h2 id={`group-${group}`}>{words.groups[group]}</h2>
              <dl class="insight-first">{first.map(cell)}</dl>
              {whole && <dl class="insight-rest">{own.filter((name) => !first.includes(name)).map(cell)}</dl>}
            </section>
          )
        })}
      </div>
      <button type="button" class="link insight-whole" aria-expanded={whole} onClick={() => setWhole(!whole)} data-test="all-figures">{whole ? words.mainFigures : words.allFigures}</button>
      {about !== null && described && (
        <DefinitionDialog name={about} figure={described} definitions={definitions} onClose={() => setAbout(null)}
          onDefine={(definition) => {
            onDefine(about, definition)
            setAbout(null)
          }} />
      )}
    </>
  )
}
