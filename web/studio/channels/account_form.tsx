// Connecting an account: which network, what its console shows, and signing in again later.
import { useState } from 'preact/hooks'
import { Problem } from '../../shared/api.ts'
import { Dialog } from '../../shared/dialog.tsx'
import { Field } from '../../shared/field.tsx'
import { Icon } from '../../shared/icons.tsx'
import { toast } from '../../shared/toast.tsx'
import { channelsWords } from '../messages/channels.ts'
import { common } from '../messages/common.ts'
import { explain, fieldText } from '../parts/explain.ts'
import type { StaffProfile } from '../studio_api.ts'
import { type ChannelAccount, channelsApi, kCredentials, kNetworks, type Network } from './channels_api.ts'
import { NetworkMark } from './network_mark.tsx'

interface ConnectProps { people: StaffProfile[]; onClose: () => void; onAdded: (account: ChannelAccount) => void }

export function ConnectDialog({ people, onClose, onAdded }: ConnectProps) {
  const words = channelsWords()
  const [network, setNetwork] = useState<Network | null>(null)
  const [staff, setStaff] = useState('')
  const [busy, setBusy] = useState(false)
  return (
    <Dialog open onClose={onClose} busy={busy} title={network ? words.networks[network] : words.choose} class="channel-dialog" test="channel-dialog">
      {network === null ? (
        <ul class="channel-choice">
          {kNetworks.map((one) => (
            <li key={one}>
              <button type="button" onClick={() => setNetwork(one)} data-test={`choose-${one}`}>
                <NetworkMark network={one} />
                <span><b>{words.networks[one]}</b><small>{words.guides[one].can}</small></span>
                <Icon name="chevronRight" size="s" />
              </button>
            </li>
          ))}
        </ul>
      ) : (
        <CredentialForm network={network} action={words.connect} onBusy={setBusy} onClose={onClose} send={(credentials) => channelsApi.add(network, staff || null, credentials)} onDone={onAdded}>
          <div class="field">
            <label for="channel-staff">{words.whose}</label>
            <select id="channel-staff" value={staff} onChange={(event) => setStaff(event.currentTarget.value)} data-test="channel-staff">
              <option value="">{words.shopsOwn}</option>
              {people.map(({ handle, name }) => <option key={handle} value={handle}>{words.ofStaff(name)}</option>)}
            </select>
          </div>
        </CredentialForm>
      )}
    </Dialog>
  )
}

interface SignInProps { account: ChannelAccount & { network: Network }; onClose: () => void; onDone: (account: ChannelAccount) => void }

export function SignInDialog({ account, onClose, onDone }: SignInProps) {
  const words = channelsWords()
  const [busy, setBusy] = useState(false)
  return (
    <Dialog open onClose={onClose} busy={busy} title={`${words.signIn}: ${account.name}`} class="channel-dialog" test="sign-in-dialog">
      <CredentialForm network={account.network} action={words.signIn} onBusy={setBusy} onClose={onClose} send={(credentials) => channelsApi.signIn(account.id, credentials)} onDone={onDone} />
    </Dialog>
  )
}

interface FormProps {
  network: Network
  action: string
  children?: preact.ComponentChildren
  onBusy: (busy: boolean) => void
  onClose: () => void
  send: (credentials: Record<string, string>) => Promise<ChannelAccount>
  onDone: (account: ChannelAccount) => void
}

function CredentialForm({ network, action, children, onBusy, onClose, send, onDone }: FormProps) {
  const words = channelsWords()
  const guide = words.guides[network]
  const [values, setValues] = useState<Record<string, string>>({})
  const [wrong, setWrong] = useState<Record<string, string>>({})
  const [refused, setRefused] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const work = (on: boolean): void => { setBusy(on); onBusy(on) }
  const submit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault()
    event.stopPropagation()
    setRefused(null)
    const told = Object.fromEntries(kCredentials[network].map(({ name }) => [name, (values[name] ?? '').trim()]).filter(([, value]) => value !== ''))
    const missing = kCredentials[network].filter(({ name, optional }) => !optional && !told[name])
    setWrong(Object.fromEntries(missing.map(({ name }) => [name, words.needed])))
    if (missing.length > 0) return
    work(true)
    try {
      onDone(await send(told))
    } catch (cause) {
      const problem = Problem.from(cause)
      const field = problem.field?.split('/').pop() ?? ''
      const known = { 'credentials-wrong': words.wrong, 'account-known': words.known, 'account-other': words.other, unavailable: words.away, 'peer-away': words.away }[problem.type]
      if (known) setRefused(known)
      else if (kCredentials[network].some(({ name }) => name === field)) setWrong({ [field]: fieldText(cause) })
      else toast(explain(cause), { tone: 'bad' })
      work(false)
    }
  }
  return (
    <form class="stack" onSubmit={(event) => void submit(event)} noValidate data-test="credential-form">
      <div class="channel-guide">
        <h3>{words.steps}</h3>
        <ol>{guide.steps.map((step) => <li key={step}>{step}</li>)}</ol>
        <a class="btn" href={guide.console} target="_blank" rel="noreferrer">{words.openConsole}</a>
      </div>
      {kCredentials[network].map(({ name, secret, optional }, place) => (
        <Field key={name} label={words.fields[name]!} hint={words.hints[name]} optional={optional ? common().optional : undefined} type={secret ? 'password' : 'text'} autocomplete="off" spellcheck={false} autocapitalize="off"
          value={values[name] ?? ''} error={wrong[name]} data-focus={place === 0 ? true : undefined} onInput={(event) => { setValues({ ...values, [name]: event.currentTarget.value }); setWrong({}) }} test={`credential-${name}`} />
      ))}
      {children}
      <p class="hint">{words.sealed}</p>
      {refused && <p class="note bad" role="alert" data-test="refused"><Icon name="alert" size="s" /><span>{refused}</span></p>}
      <div class="form-foot">
        <button type="button" class="btn" onClick={onClose} disabled={busy}>{common().cancel}</button>
        <button type="submit" class="btn do" disabled={busy} data-test="connect">{busy ? words.connecting : action}</button>
      </div>
    </form>
  )
}
