// The accounts on social networks: connected, checked, signed in again, removed.
import { useState } from 'preact/hooks'
import { Dialog } from '../../shared/dialog.tsx'
import { dateTime } from '../../shared/format.ts'
import { language } from '../../shared/i18n.ts'
import { Icon } from '../../shared/icons.tsx'
import { toast } from '../../shared/toast.tsx'
import { channelsWords } from '../messages/channels.ts'
import { common } from '../messages/common.ts'
import { CopyButton } from '../parts/copy.tsx'
import { explain } from '../parts/explain.ts'
import { Failed, useLoaded, Waiting } from '../parts/load.tsx'
import { staff } from '../session.ts'
import { studioApi } from '../studio_api.ts'
import { ConnectDialog, SignInDialog } from './account_form.tsx'
import { type ChannelAccount, channelsApi, type Network } from './channels_api.ts'
import { NetworkMark } from './network_mark.tsx'
import './channels.css'

export function ChannelsPage() {
  const words = channelsWords()
  const accounts = useLoaded('channels', channelsApi.accounts)
  const people = useLoaded('staff of channels', studioApi.staff)
  const [adding, setAdding] = useState(false)
  const owner = staff.value!.role === 'owner'
  const nameOf = (handle: string): string => people.data?.find((one) => one.handle === handle)?.name ?? handle
  const changed = (next: ChannelAccount): void => accounts.set(accounts.data!.map((one) => (one.id === next.id ? next : one)))
  const addButton = <button type="button" class="btn do" onClick={() => setAdding(true)} data-test="add-channel"><Icon name="plus" size="s" />{words.add}</button>
  return (
    <>
      <header class="page-head">
        <div class="page-title"><h1>{words.title}</h1><p class="under">{words.lead}</p></div>
        {owner && Boolean(accounts.data?.length) && <div class="page-tools">{addButton}</div>}
      </header>
      {!accounts.data && !accounts.problem && <Waiting />}
      {Boolean(accounts.problem) && <Failed problem={accounts.problem} again={accounts.reload} />}
      {accounts.data?.length === 0 && (
        <div class="empty" data-test="empty">
          <h2>{words.emptyTitle}</h2>
          <p>{words.empty}</p>
          {owner ? addButton : <p>{words.emptyOthers}</p>}
        </div>
      )}
      <ul class="channels">
        {accounts.data?.map((account) => (
          <li key={account.id}><Account account={account} owner={owner} whose={account.staff ? words.ofStaff(nameOf(account.staff)) : words.shopsOwn} onChanged={changed} onRemoved={accounts.reload} /></li>
        ))}
      </ul>
      {adding && <ConnectDialog people={people.data ?? []} onClose={() => setAdding(false)} onAdded={(account) => { setAdding(false); toast(words.added(account.name)); accounts.reload() }} />}
    </>
  )
}

interface AccountProps { account: ChannelAccount; owner: boolean; whose: string; onChanged: (account: ChannelAccount) => void; onRemoved: () => void }

function Account({ account, owner, whose, onChanged, onRemoved }: AccountProps) {
  const words = channelsWords()
  const [busy, setBusy] = useState(false)
  const [asking, setAsking] = useState<'remove' | 'sign-in' | null>(null)
  const mine = owner && account.network !== 'fediverse'
  const check = async (): Promise<void> => {
    setBusy(true)
    try {
      const now = await channelsApi.check(account.id)
      onChanged(now)
      if (now.state === 'ready') toast(words.checked)
    } catch (cause) {
      toast(explain(cause), { tone: 'bad' })
    } finally {
      setBusy(false)
    }
  }
  const remove = async (): Promise<void> => {
    setAsking(null)
    try {
      await channelsApi.remove(account.id)
      toast(words.removed)
    } catch (cause) {
      toast(explain(cause), { tone: 'bad' })
    }
    onRemoved()
  }
  const tone = { ready: 'ok', away: 'warn', 'sign-in': 'bad' }[account.state]
  return (
    <article class="panel channel" data-test="channel" data-network={account.network} data-state={account.state}>
      <header>
        <NetworkMark network={account.network} />
        <div class="g">
          <h2>{account.name}</h2>
          <p class="facts"><span>{words.networks[account.network]}</span><span>{whose}</span>{account.quota && <span class="n">{words.quota(account.quota.used, account.quota.limit)}</span>}</p>
        </div>
        <span class={`tag ${tone}`}>{words.states[account.state]}</span>
      </header>
      {account.state !== 'ready' && (
        <div class={`note ${account.state === 'away' ? 'warn' : 'bad'}`} data-test="channel-error">
          <Icon name="alert" size="s" />
          <p>{words.stateTexts[account.state]}{account.error && <small lang="en" class={language.value === 'en' ? '' : 'said'}>{account.error}</small>}</p>
        </div>
      )}
      {mine && account.hook && <Hook account={account} hook={account.hook} />}
      <footer>
        <span class="hint n">{words.asked(dateTime(new Date(account.asked_at), language.value))}</span>
        {mine && (
          <div class="acts">
            <button type="button" class="btn" disabled={busy} onClick={() => void check()} aria-label={`${words.check}: ${account.name}`} data-test="check-channel">{busy ? words.connecting : words.check}</button>
            <button type="button" class={`btn ${account.state === 'sign-in' ? 'do' : ''}`} onClick={() => setAsking('sign-in')} aria-label={`${words.signIn}: ${account.name}`} data-test="sign-in-again">{words.signIn}</button>
            <button type="button" class="btn" onClick={() => setAsking('remove')} aria-label={`${words.remove}: ${account.name}`} data-test="remove-channel">{words.remove}</button>
          </div>
        )}
      </footer>
      {asking === 'sign-in' && <SignInDialog account={account as ChannelAccount & { network: Network }} onClose={() => setAsking(null)} onDone={(now) => { setAsking(null); onChanged(now); toast(words.signedIn) }} />}
      <Dialog open={asking === 'remove'} onClose={() => setAsking(null)} title={words.remove} test="remove-dialog">
        <div class="stack">
          <p>{words.removeAsk(account.name)}</p>
          <div class="form-foot">
            <button type="button" class="btn" onClick={() => setAsking(null)}>{common().cancel}</button>
            <button type="button" class="btn do" onClick={() => void remove()} data-test="confirm-remove">{words.remove}</button>
          </div>
        </div>
      </Dialog>
    </article>
  )
}

function Hook({ account, hook }: { account: ChannelAccount; hook: NonNullable<ChannelAccount['hook']> }) {
  const words = channelsWords()
  return (
    <details class="lines channel-hook" data-test="channel-hook">
      <summary>{words.hook}</summary>
      <div>
        <p class="hint">{hook.signed ? words.hookLead[account.network] : words.hookUnsigned}</p>
        {hook.signed && (
          <dl>
            <div><dt>{words.hookUrl}</dt><dd><code data-test="hook-url">{hook.url}</code><CopyButton text={hook.url} label={words.hookUrl} /></dd></div>
            {hook.verify_token && <div><dt>{words.verifyToken}</dt><dd><code data-test="verify-token">{hook.verify_token}</code><CopyButton text={hook.verify_token} label={words.verifyToken} /></dd></div>}
          </dl>
        )}
      </div>
    </details>
  )
}
