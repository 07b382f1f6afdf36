// One field of a form: label, control, hint, and the error right under it.
import type { ComponentChildren, LooseInputHTMLAttributes } from 'preact'
import { useId } from 'preact/hooks'
import { Icon } from './icons.tsx'
import './parts.css'

export interface FieldProps extends Omit<LooseInputHTMLAttributes<HTMLInputElement>, 'label' | 'role'> {
  label: string
  /** How to mend it, when it is wrong. */
  error?: string | null | undefined
  hint?: ComponentChildren
  optional?: string | undefined
  /** The id of a datalist with proposals. */
  list?: string
  /** Several lines of text. */
  rows?: number
  test?: string
}

export function Field({ label, error, hint, optional, rows, test, ...input }: FieldProps) {
  const id = useId()
  const described = error ? `${id}-error` : hint ? `${id}-hint` : undefined
  const common = {
    id,
    'aria-invalid': error ? true : undefined,
    'aria-describedby': described,
    'data-test': test,
  } as const
  return (
    <div class={`field ${error ? 'wrong' : ''}`}>
      <label for={id}>
        {label}
        {optional && <span class="optional">{optional}</span>}
      </label>
      {rows ? (
        <textarea {...(input as object)} {...common} rows={rows} />
      ) : (
        <input {...(input as object)} {...common} />
      )}
      {error ? (
        <p class="field-error" id={`${id}-error`} role="alert">
          <Icon name="alert" size="s" />
          <span>{error}</span>
        </p>
      ) : (
        hint && (
          <p class="field-hint" id={`${id}-hint`}>
            {hint}
          </p>
        )
      )}
    </div>
  )
}
