// The readiness checklist in words.
import { Icon } from '../../shared/icons.tsx'
import { showWords } from '../messages/shows.ts'
import { readiness, type ReadinessInput } from './readiness.ts'

const icons = { ok: 'check', open: 'minus', warn: 'alert' } as const

export function ReadyList(input: ReadinessInput) {
  const words = showWords()
  return (
    <ul class="ready" data-test="ready">
      {readiness(input).map((check) => (
        <li key={check.what} class={check.state} data-test={`ready-${check.what}`} data-state={check.state}>
          <span class="ready-mark"><Icon name={icons[check.state]} size="xs" /></span>
          <span>{words.check[check.text]!(check.values)}</span>
        </li>
      ))}
    </ul>
  )
}
