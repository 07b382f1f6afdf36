// Making a webhook, or changing one.
import { useState } from 'preact/hooks'
import { Dialog } from '../../shared/dialog.tsx'
import { Field } from '../../shared/field.tsx'
import { Icon } from '../../shared/icons.tsx'
import { toast } from '../../shared/toast.tsx'
import { common } from '../messages/common.ts'
import { partnerWords } from '../messages/partners.ts'
import { explain, fieldOf, fieldText } from '../parts/explain.ts'
import { chosenOf, kGroupNames, kindsOf } from './kinds.ts'
import { partnersApi, type Webhook } from './partners_api.ts'

interface Props {
  /** Null for a new one. */
  hook: Webhook | null
  onClose: () => void
  /** `secret` where one was made. */
  onDone: (secret: string | null) => void
}

export function WebhookForm({ hook, onClose, onDone }: Props) {
  const words = partnerWords()
  const [name, setName] = useState(hook?.name ?? '')
  const [url, setUrl] = useState(hook?.url ?? 'https://')
  const [chosen, setChosen] = useState(() => chosenOf(hook?.kinds ?? ['*']))
  const [wrong, setWrong] = useState<{ field: string; text: string } | null>(null)
  const [busy, setBusy] = useState(false)
  const kinds = kindsOf(chosen)
  const at = (field: string): string | null => (wrong?.field === field ? wrong.text : null)

  const save = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault()
    event.stopPropagation()
    if (kinds.length === 0) return setWrong({ field: 'kinds', text: words.kindsEmpty })
    setBusy(true)
    setWrong(null)
    const asked = { name: name.trim(), url: url.trim(), kinds }
    try {
      if (hook) await partnersApi.change(hook.id, asked)
      const made = hook ? null : await partnersApi.make(asked)
      if (hook) toast(common().saved)
      onDone(made?.secret ?? null)
    } catch (cause) {
      const field = fieldOf(cause)
      if (field) setWrong({ field, text: field === 'url' ? words.urlWrong : fieldText(cause) })
      else toast(explain(cause), { tone: 'bad' })
      setBusy(false)
    }
  }
  return (
    <Dialog open onClose={onClose} title={hook ? words.editWebhook : words.makeWebhook} busy={busy} class="partner-dialog" test="webhook-dialog">
      <form class="stack" onSubmit={(event) => void save(event)} noValidate>
        <Field label={words.name} value={name} maxLength={60} hint={words.nameHint} error={at('name')} data-focus onInput={(event) => { setName(event.currentTarget.value); setWrong(null) }} test="webhook-name" />
        <Field label={words.url} value={url} maxLength={500} hint={words.urlHint} error={at('url')} inputMode="url" spellcheck={false} autoCapitalize="none" onInput={(event) => { setUrl(event.currentTarget.value); setWrong(null) }} test="webhook-url" />
        <fieldset class="partner-kinds">
          <legend>{words.kinds}</legend>
          {[true, false].map((all) => (
            <label key={String(all)} class="cart-choice">
              <input type="radio" name="all" checked={chosen.all === all} onChange={() => setChosen({ ...chosen, all })} data-test={all ? 'kinds-all' : 'kinds-some'} />
              <span>
                <b>{all ? words.all : words.some}</b>
                <small>{all ? words.allHint : words.someHint}</small>
              </span>
            </label>
          ))}
          {!chosen.all && (
            <div class="partner-checks">
              {kGroupNames.map((group) => (
                <label key={group} class="check-row">
                  <input type="checkbox" checked={chosen.groups.includes(group)} data-test={`kinds-${group}`}
                    onChange={(event) => setChosen({ ...chosen, groups: event.currentTarget.checked ? [...chosen.groups, group] : chosen.groups.filter((one) => one !== group) })} />
                  {words.groups[group]}
                </label>
              ))}
              {chosen.others.map((kind) => (
                <label key={kind} class="check-row">
                  <input type="checkbox" checked onChange={() => setChosen({ ...chosen, others: chosen.others.filter((one) => one !== kind) })} />
                  <code>{kind}</code>
                </label>
              ))}
            </div>
          )}
          {at('kinds') && <p class="field-error" role="alert"><Icon name="alert" size="s" /><span>{at('kinds')}</span></p>}
        </fieldset>
        <div class="form-foot">
          <button type="button" class="btn" onClick={onClose}>{common().cancel}</button>
          <button type="submit" class="btn do" disabled={busy || name.trim() === ''} data-test="webhook-save">{hook ? common().save : words.makeWebhook}</button>
        </div>
      </form>
    </Dialog>
  )
}
