// The parts of the settings, as links; each part has its own address.
import type { Role } from '../../shared/api.ts'
import { teamWords } from '../messages/team.ts'
import type { SettingsPart } from '../route.ts'

/** The parts that a role has a use for. */
export function partsFor(role: Role): SettingsPart[] {
  const parts: SettingsPart[] = ['shop']
  if (role === 'owner') parts.push('team')
  if (role === 'owner' || role === 'director') parts.push('talk')
  if (role === 'owner') parts.push('partners', 'audit')
  return [...parts, 'account']
}

/** On a phone the tabs are wider than the screen. */
const intoView = (link: HTMLAnchorElement | null): void => link?.scrollIntoView({ inline: 'center', block: 'nearest' })

export function SettingsTabs({ part, role }: { part: SettingsPart; role: Role }) {
  const words = teamWords()
  return (
    <nav class="settings-tabs" aria-label={words.tabsLabel}>
      <ul>
        {partsFor(role).map((one) => (
          <li key={one}>
            <a href={one === 'shop' ? '/studio/settings' : one === 'partners' ? '/studio/partners' : `/studio/settings/${one}`} aria-current={one === part ? 'page' : undefined}
              ref={one === part ? intoView : undefined} data-test={`settings-${one}`}>{words.tabs[one]}</a>
          </li>
        ))}
      </ul>
    </nav>
  )
}
