// The webhooks of the shop, looked at again every few seconds: receivers fail and recover by themselves.
import { useEffect, useState } from 'preact/hooks'
import { Icon } from '../../shared/icons.tsx'
import { partnerWords } from '../messages/partners.ts'
import { Failed, useLoaded, Waiting } from '../parts/load.tsx'
import { partnersApi, type Webhook } from './partners_api.ts'
import { SecretDialog } from './secret_dialog.tsx'
import { WebhookCard } from './webhook_card.tsx'
import { WebhookForm } from './webhook_form.tsx'

const kLookEveryMs = 3000

export function WebhooksPanel() {
  const words = partnerWords()
  const hooks = useLoaded('webhooks', partnersApi.webhooks)
  const [form, setForm] = useState<Webhook | 'new' | null>(null)
  const [secret, setSecret] = useState<string | null>(null)
  const { reload } = hooks
  useEffect(() => {
    const timer = setInterval(() => document.visibilityState === 'visible' && reload(), kLookEveryMs)
    return () => clearInterval(timer)
  }, [])
  const done = (made: string | null): void => {
    setForm(null)
    setSecret(made)
    reload()
  }
  return (
    <section class="webhooks" aria-labelledby="webhooks" data-test="webhooks">
      <div class="panel-head">
        <h2 id="webhooks">{words.webhooks}</h2>
        <button type="button" class="btn small" onClick={() => setForm('new')} data-test="make-webhook"><Icon name="plus" size="s" />{words.makeWebhook}</button>
      </div>
      <p class="hint">{words.webhooksLead}</p>
      {!hooks.data && !hooks.problem && <Waiting />}
      {Boolean(hooks.problem) && <Failed problem={hooks.problem} again={reload} />}
      {hooks.data?.length === 0 && <p class="invite">{words.webhooksEmpty}</p>}
      {hooks.data?.map((hook) => <WebhookCard key={hook.id} hook={hook} onEdit={() => setForm(hook)} onChanged={reload} />)}
      {form !== null && <WebhookForm hook={form === 'new' ? null : form} onClose={() => setForm(null)} onDone={done} />}
      {secret !== null && <SecretDialog secret={secret} both={false} onClose={() => setSecret(null)} />}
    </section>
  )
}
