// API keys: made for some scopes, shown once, withdrawn.
import { useState } from 'preact/hooks'
import { Dialog } from '../../shared/dialog.tsx'
import { Field } from '../../shared/field.tsx'
import { dateTime } from '../../shared/format.ts'
import { language } from '../../shared/i18n.ts'
import { Icon } from '../../shared/icons.tsx'
import { toast } from '../../shared/toast.tsx'
import { common } from '../messages/common.ts'
import { partnerWords } from '../messages/partners.ts'
import { CopyButton } from '../parts/copy.tsx'
import { explain } from '../parts/explain.ts'
import { Failed, useLoaded, Waiting } from '../parts/load.tsx'
import { kScopes, partnersApi, type ApiKey, type Scope } from './partners_api.ts'

export function ApiKeys() {
  const words = partnerWords()
  const keys = useLoaded('keys', partnersApi.keys)
  const [making, setMaking] = useState(false)
  const [leaving, setLeaving] = useState<ApiKey | null>(null)
  const withdraw = async (key: ApiKey): Promise<void> => {
    setLeaving(null)
    try {
      await partnersApi.withdraw(key.id)
      toast(words.withdrawn)
    } catch (cause) {
      toast(explain(cause), { tone: 'bad' })
    }
    keys.reload()
  }
  return (
    <section class="panel" aria-labelledby="keys" data-test="keys">
      <div class="panel-head">
        <h2 id="keys">{words.keys}</h2>
        <button type="button" class="btn small" onClick={() => setMaking(true)} data-test="make-key"><Icon name="plus" size="s" />{words.makeKey}</button>
      </div>
      <p class="hint">{words.keysLead}</p>
      {!keys.data && !keys.problem && <Waiting />}
      {Boolean(keys.problem) && <Failed problem={keys.problem} again={keys.reload} />}
      {keys.data?.length === 0 && <p class="invite">{words.keysEmpty}</p>}
      <ul class="told">
        {keys.data?.map((key) => (
          <li key={key.id} data-test="key">
            <span>
              <b>{key.name}</b>
              <span class="key-scopes">{key.scopes.map((scope) => <span key={scope} class="tag">{words.scopeNames[scope]}</span>)}</span>
              <small>{key.last_used_at ? words.lastUsed(dateTime(new Date(key.last_used_at), language.value)) : words.unused}</small>
            </span>
            <button type="button" class="btn small" aria-label={`${words.withdraw}: ${key.name}`} onClick={() => setLeaving(key)} data-test="withdraw-key">{words.withdraw}</button>
          </li>
        ))}
      </ul>
      {making && <MakeKey onClose={() => { setMaking(false); keys.reload() }} />}
      <Dialog open={leaving !== null} onClose={() => setLeaving(null)} title={words.withdraw} test="withdraw-dialog">
        <div class="stack">
          <p>{words.withdrawAsk(leaving?.name ?? '')}</p>
          <div class="form-foot">
            <button type="button" class="btn" onClick={() => setLeaving(null)}>{common().cancel}</button>
            <button type="button" class="btn do" onClick={() => leaving && void withdraw(leaving)} data-test="withdraw">{words.withdraw}</button>
          </div>
        </div>
      </Dialog>
    </section>
  )
}

function MakeKey({ onClose }: { onClose: () => void }) {
  const words = partnerWords()
  const [name, setName] = useState('')
  const [scopes, setScopes] = useState<Scope[]>([])
  const [key, setKey] = useState<string | null>(null)
  const [error, setError] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const make = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault()
    event.stopPropagation()
    setBusy(true)
    try {
      setKey((await partnersApi.makeKey(name.trim(), scopes)).key)
    } catch (cause) {
      setError(explain(cause))
    } finally {
      setBusy(false)
    }
  }
  return (
    <Dialog open onClose={onClose} title={words.makeKey} busy={busy} class="partner-dialog" test="key-dialog">
      {key === null ? (
        <form class="stack" onSubmit={(event) => void make(event)} noValidate>
          <Field label={words.keyName} value={name} maxLength={60} hint={words.keyNameHint} error={error} data-focus onInput={(event) => { setName(event.currentTarget.value); setError(null) }} test="key-name" />
          <fieldset class="partner-kinds partner-scopes">
            <legend>{words.scopes}</legend>
            {kScopes.map((scope) => (
              <label key={scope} class="check-row">
                <input type="checkbox" checked={scopes.includes(scope)} data-test={`scope-${scope}`}
                  onChange={(event) => setScopes(event.currentTarget.checked ? [...scopes, scope] : scopes.filter((one) => one !== scope))} />
                <span>{words.scopeNames[scope]}<small>{words.scopeHints[scope]}</small></span>
              </label>
            ))}
          </fieldset>
          <div class="form-foot">
            <button type="button" class="btn" onClick={onClose}>{common().cancel}</button>
            <button type="submit" class="btn do" disabled={busy || name.trim() === '' || scopes.length === 0} data-test="key-make">{words.makeKey}</button>
          </div>
        </form>
      ) : (
        <div class="stack">
          <p>{words.keyShown}</p>
          <div class="label-row"><code class="key" data-test="key-itself">{key}</code><CopyButton text={key} label={words.keys} /></div>
          <div class="form-foot"><button type="button" class="btn do" onClick={onClose} data-test="key-done">{words.keyDone}</button></div>
        </div>
      )}
    </Dialog>
  )
}
