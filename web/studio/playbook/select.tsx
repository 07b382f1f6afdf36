// A choice with its label, in the form of a field.
import { useId } from 'preact/hooks'
import { Icon } from '../../shared/icons.tsx'

type Option = [value: string, name: string]

interface Props {
  label: string
  value: string
  options: Option[]
  /** Further options under a heading of their own. */
  group?: { label: string; options: Option[] }
  error?: string | null
  test: string
  onChange: (value: string) => void
}

export function Select({ label, value, options, group, error, test, onChange }: Props) {
  const id = useId()
  const choices = (list: Option[]) => list.map(([one, name]) => <option key={one} value={one}>{name}</option>)
  return (
    <div class={`field ${error ? 'wrong' : ''}`}>
      <label for={id}>{label}</label>
      <select id={id} value={value} aria-invalid={error ? true : undefined} onChange={(event) => onChange(event.currentTarget.value)} data-test={test}>
        {choices(options)}
        {group && <optgroup label={group.label}>{choices(group.options)}</optgroup>}
      </select>
      {error && <p class="field-error" role="alert"><Icon name="alert" size="s" /><span>{error}</span></p>}
    </div>
  )
}
