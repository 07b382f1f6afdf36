// The evidence mark: closed, under way, overdue or open. A word goes with it wherever it stands alone.
import { Icon } from '../../shared/icons.tsx'
import type { Todo } from './playbook_api.ts'

const kClass: Record<Todo['state'], string> = { closed: 'ok', 'under-way': 'half', overdue: 'late', open: '' }

export function Mark({ state, small, label }: { state: Todo['state']; small?: boolean; label?: string }) {
  return (
    <span class={`pb-mark ${kClass[state]} ${small ? 'small' : ''}`}>
      {state === 'closed' && <Icon name="check" size="xs" />}
      {state === 'overdue' && <Icon name="alert" size="xs" />}
      {label && <span class="vh">{label}</span>}
    </span>
  )
}
