// The parts of the longest page of the settings, beside it on a desk.
import type { Role } from '../../shared/api.ts'
import { checkoutWords } from '../messages/checkout.ts'
import { embeddingWords } from '../messages/embedding.ts'
import { fediverseWords } from '../messages/fediverse.ts'
import { mailWords } from '../messages/mail.ts'
import { sellingWords } from '../messages/selling.ts'
import { settingsWords } from '../messages/settings.ts'
import { teamWords } from '../messages/team.ts'

export function SettingsIndex({ role }: { role: Role }) {
  const shop = settingsWords()
  const checkout = checkoutWords()
  const places: [id: string, name: string][] = [
    ['shop', shop.shop], ['selling', sellingWords().title], ['delivery', checkout.delivery], ['payment', checkout.payment],
    ['issuer', checkout.issuer], ['legal', checkout.legal], ['staff', shop.staff],
  ]
  if (role === 'owner') places.push(['fediverse', fediverseWords().short], ['mail', mailWords().mail], ['erasure', mailWords().erasure], ['forgetting', mailWords().forgetting.title])
  places.push(['embedding', embeddingWords().title])
  const show = (event: MouseEvent, id: string): void => {
    event.preventDefault()
    const heading = document.getElementById(id)
    heading?.closest('section')?.scrollIntoView({ block: 'start' })
    // Reading and tabbing go on from there.
    heading?.setAttribute('tabindex', '-1')
    heading?.focus({ preventScroll: true })
  }
  return (
    <nav class="settings-index" aria-label={teamWords().onThisPage}>
      <ul>
        {places.map(([id, name]) => <li key={id}><a href={`#${id}`} onClick={(event) => show(event, id)}>{name}</a></li>)}
      </ul>
    </nav>
  )
}
