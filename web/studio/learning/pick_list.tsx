// Choosing several of a list, with a search where the list is long.
import { useState } from 'preact/hooks'
import { Icon } from '../../shared/icons.tsx'
import { learningWords } from '../messages/learning.ts'

const kSearchFrom = 8
const plain = (text: string): string => text.normalize('NFKC').toLowerCase()

interface Option { id: string; title: string; aside?: string }
interface Props {
  legend: string
  most: number
  options: Option[]
  chosen: string[]
  onChange: (chosen: string[]) => void
}

export function PickList({ legend, most, options, chosen, onChange }: Props) {
  const words = learningWords()
  const [search, setSearch] = useState('')
  const full = chosen.length >= most
  const toggle = (id: string): void => onChange(chosen.includes(id) ? chosen.filter((one) => one !== id) : [...chosen, id])
  const matches = (option: Option): boolean => plain(`${option.title} ${option.aside ?? ''}`).includes(plain(search.trim()))
  return (
    <fieldset class="pick-list">
      <legend>{legend}<span class="n hint">{chosen.length} / {most}</span></legend>
      {options.length > kSearchFrom && <label class="search wide"><Icon name="search" size="s" /><span class="vh">{words.cases.search}</span><input type="search" value={search} onInput={(event) => setSearch(event.currentTarget.value)} /></label>}
      <ul>
        {options.filter((option) => chosen.includes(option.id) || matches(option)).map((option) => (
          <li key={option.id}>
            <label class="check-row">
              <input type="checkbox" checked={chosen.includes(option.id)} disabled={full && !chosen.includes(option.id)} onChange={() => toggle(option.id)} data-test={`pick-${option.id}`} />
              <span class="phrase">{option.title}{option.aside && <small class="hint">{option.aside}</small>}</span>
            </label>
          </li>
        ))}
      </ul>
    </fieldset>
  )
}
