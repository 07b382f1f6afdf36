// Above the list of shows, for owners: webhooks whose receiver was given up. Nothing while all is well, or not known.
import { Icon } from '../../shared/icons.tsx'
import { partnerWords } from '../messages/partners.ts'
import { useLoaded } from '../parts/load.tsx'
import { staff } from '../session.ts'
import { partnersApi } from './partners_api.ts'
import './partners.css'

export function PartnersNotice() {
  const words = partnerWords()
  const owner = staff.value?.role === 'owner'
  const { data: hooks } = useLoaded('webhooks', () => (owner ? partnersApi.webhooks() : Promise.resolve([])))
  const stopped = hooks?.filter(({ paused_by }) => paused_by === 'failing' || paused_by === 'gone') ?? []
  if (stopped.length === 0) return null
  return (
    <a class="partners-notice" href="/studio/partners" data-test="webhooks-notice">
      <Icon name="alert" size="s" />
      <b>{stopped.length === 1 ? words.homeNotice(stopped[0]!.name) : words.homeMore(stopped.length)}</b>
      <Icon name="chevronRight" size="s" />
    </a>
  )
}
