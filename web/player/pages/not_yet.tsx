// What a page shows while what it is about is not here: it is coming, there is none, or it could not be loaded.
import type { ComponentChildren } from 'preact'
import type { Problem } from '../../shared/api.ts'
import { Icon } from '../../shared/icons.tsx'
import { problemText, sharedWords } from '../../shared/messages/words.ts'
import { words } from '../messages/words.ts'
import { Coming, Notice } from '../parts.tsx'

interface Props {
  problem: Problem | null
  again: () => void
  /** How this page says that there is none; without it as any page does. */
  missing?: { title: string; text?: string }
  /** Refusals of these statuses mean that there is none. */
  statuses?: readonly number[]
  /** Where to go from there; without it to the shows. */
  children?: ComponentChildren
}

export function NotYet({ problem, again, missing, statuses = [404], children }: Props) {
  const t = words()
  if (!problem) return <Coming />
  if (!statuses.includes(problem.status)) {
    return (
      <Notice title={t.loadFailed} text={problemText(problem)} icon={<Icon name="alert" />}>
        <button type="button" class="btn do" onClick={again}>
          <Icon name="refresh" size="s" />
          {sharedWords().retry}
        </button>
      </Notice>
    )
  }
  return (
    <Notice title={missing?.title ?? t.nothingHere} text={missing?.text ?? t.nothingHereText} icon={<Icon name="search" />}>
      {children || (
        <a class="btn do" href="/">
          {t.toHome}
        </a>
      )}
    </Notice>
  )
}
