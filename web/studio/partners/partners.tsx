// What other systems have to do with the shop: webhooks that tell them, and the keys they call with.
import { ApiKeys } from './keys.tsx'
import { WebhooksPanel } from './webhooks_panel.tsx'
import '../embedding/embedding.css'
import './partners.css'

export function PartnersPart() {
  return (
    <div class="settings partners" data-test="partners">
      <WebhooksPanel />
      <ApiKeys />
    </div>
  )
}
