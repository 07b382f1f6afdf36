// Who can sign in: roles, invitations, withdrawal.
import { useState } from 'preact/hooks'
import { Problem, type Role } from '../../shared/api.ts'
import { Field } from '../../shared/field.tsx'
import { dateTime } from '../../shared/format.ts'
import { language } from '../../shared/i18n.ts'
import { Icon } from '../../shared/icons.tsx'
import { toast } from '../../shared/toast.tsx'
import { common } from '../messages/common.ts'
import { teamWords } from '../messages/team.ts'
import { CopyButton } from '../parts/copy.tsx'
import { Drawer } from '../parts/drawer.tsx'
import { explain, fieldOf, fieldText } from '../parts/explain.ts'
import { Failed, useLoaded, Waiting } from '../parts/load.tsx'
import { teamApi, type Account, type Invitation } from './team_api.ts'

export const kRoles: Role[] = ['presenter', 'director', 'planner', 'analyst', 'owner']

const when = (time: string): string => dateTime(new Date(time), language.value)

/** What went wrong with an account, in the reader's language. */
export function accountProblem(cause: unknown): string {
  const { type } = Problem.from(cause)
  if (type === 'last-owner') return teamWords().lastOwner
  if (type === 'account-exists') return teamWords().exists
  return explain(cause)
}

export function TeamPanel() {
  const words = teamWords()
  const accounts = useLoaded('accounts', teamApi.accounts)
  const invitations = useLoaded('invitations', teamApi.invitations)
  const [inviting, setInviting] = useState(false)
  const reload = (): void => {
    accounts.reload()
    invitations.reload()
  }
  const people = accounts.data?.filter((one) => one.state !== 'profile') ?? []
  const waiting = invitations.data?.filter((one) => one.state === 'open' || one.state === 'expired') ?? []
  return (
    <section class="panel" aria-labelledby="team" data-test="team">
      <div class="panel-head">
        <h2 id="team">{words.team}</h2>
        <button type="button" class="btn small do" onClick={() => setInviting(true)} data-test="invite"><Icon name="plus" size="s" />{words.invite}</button>
      </div>
      <p class="hint">{words.teamLead}</p>
      {!accounts.data && !accounts.problem && <Waiting />}
      {Boolean(accounts.problem) && <Failed problem={accounts.problem} again={reload} />}
      <ul class="people team">
        {people.map((one) => <AccountRow key={one.handle} account={one} onChange={reload} />)}
        {waiting.map((one) => <InvitationRow key={one.id} invitation={one} onChange={reload} />)}
      </ul>
      {inviting && (
        <Drawer title={words.inviteTitle} onClose={() => setInviting(false)} test="invite-drawer">
          <InviteForm onMade={reload} onClose={() => setInviting(false)} />
        </Drawer>
      )}
    </section>
  )
}

function AccountRow({ account, onChange }: { account: Account; onChange: () => void }) {
  const words = teamWords()
  const [open, setOpen] = useState(false)
  const [busy, setBusy] = useState(false)
  const act = async (work: () => Promise<unknown>): Promise<void> => {
    setBusy(true)
    try {
      await work()
      toast(words.changed)
      setOpen(false)
    } catch (cause) {
      toast(accountProblem(cause), { tone: 'bad' })
    } finally {
      setBusy(false)
      onChange()
    }
  }
  const { handle, name } = account
  const gone = account.state === 'withdrawn'
  return (
    <li class={gone ? 'gone' : ''} data-test="account" data-handle={handle} data-state={account.state}>
      <span class="avatar letter" aria-hidden="true">{[...name][0]}</span>
      <span>
        <b>{name}</b>
        <span>{account.email}</span>
        <span class="facts">
          {gone ? <em>{words.withdrawn}</em> : <span>{account.seen_at ? words.seen(when(account.seen_at)) : words.neverSeen}</span>}
          {account.second_factor && <span><Icon name="check" size="xs" />{words.secondFactor}</span>}
        </span>
      </span>
      <span class="row-acts">
        <select aria-label={words.roleOf(name)} value={account.role} disabled={busy || gone} onChange={(event) => void act(() => teamApi.setRole(handle, event.currentTarget.value as Role))} data-test="role">
          {kRoles.map((role) => <option key={role} value={role}>{common().roles[role]}</option>)}
        </select>
        <button type="button" class="icon-btn" aria-expanded={open} aria-label={words.actions(name)} onClick={() => setOpen(!open)} data-test="account-actions"><Icon name="gear" size="s" /></button>
      </span>
      {open && (
        <div class="more-acts">
          {gone ? (
            <button type="button" class="btn small" disabled={busy} onClick={() => void act(() => teamApi.reactivate(handle))} data-test="reactivate">{words.reactivate}</button>
          ) : (
            <>
              <p class="hint">{words.withdrawAsk(name)}</p>
              <button type="button" class="btn small danger" disabled={busy} onClick={() => void act(() => teamApi.withdraw(handle))} data-test="withdraw">{words.withdraw}</button>
              {account.sessions > 0 && <button type="button" class="btn small" disabled={busy} onClick={() => void act(() => teamApi.endSessionsOf(handle))} data-test="end-sessions">{words.endSessions}</button>}
              {account.second_factor && <button type="button" class="btn small" disabled={busy} onClick={() => void act(() => teamApi.resetSecondFactor(handle))} data-test="reset-factor">{words.resetFactor}</button>}
            </>
          )}
        </div>
      )}
    </li>
  )
}

function InvitationRow({ invitation, onChange }: { invitation: Invitation; onChange: () => void }) {
  const words = teamWords()
  const takeBack = async (): Promise<void> => {
    try {
      await teamApi.withdrawInvitation(invitation.id)
      toast(words.takenBack)
    } catch (cause) {
      toast(explain(cause), { tone: 'bad' })
    }
    onChange()
  }
  const open = invitation.state === 'open'
  return (
    <li class="gone" data-test="invitation">
      <span class="avatar letter" aria-hidden="true">{[...invitation.name][0]}</span>
      <span>
        <b>{invitation.name}</b>
        <span>{[common().roles[invitation.role], invitation.email].filter(Boolean).join(common().dot)}</span>
        <span class="facts"><em>{open ? words.open : words.expired}</em>{open && <span>{words.expires(when(invitation.expires_at))}</span>}</span>
      </span>
      {open && <button type="button" class="btn small" onClick={() => void takeBack()} data-test="take-back">{words.takeBack}</button>}
    </li>
  )
}

function InviteForm({ onMade, onClose }: { onMade: () => void; onClose: () => void }) {
  const words = teamWords()
  const [name, setName] = useState('')
  const [email, setEmail] = useState('')
  const [role, setRole] = useState<Role>('director')
  const [errors, setErrors] = useState<Record<string, string>>({})
  const [busy, setBusy] = useState(false)
  const [made, setMade] = useState<Invitation | null>(null)
  const submit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault()
    setBusy(true)
    setErrors({})
    try {
      setMade(await teamApi.invite({ name: name.trim(), role, language: language.value, ...(email.trim() ? { email: email.trim() } : {}) }))
      onMade()
    } catch (cause) {
      const field = fieldOf(cause)
      const exists = Problem.from(cause).type === 'account-exists'
      setErrors({ [field && ['name', 'email'].includes(field) ? field : 'form']: exists ? words.exists : field ? fieldText(cause) : explain(cause) })
    } finally {
      setBusy(false)
    }
  }
  if (made) {
    return (
      <div class="stack" data-test="invited">
        <p class="note ok" role="status"><Icon name="check" size="s" /><span>{words.linkReady} {made.mailed && words.linkMailed}</span></p>
        <p class="hint">{words.linkOnce}</p>
        <div class="copy-line"><code data-test="invitation-link">{made.url}</code><CopyButton text={made.url!} label={words.linkReady} test="copy-link" /></div>
        <div class="form-foot"><button type="button" class="btn" onClick={onClose} data-test="done">{words.done}</button></div>
      </div>
    )
  }
  return (
    <form class="stack" onSubmit={(event) => void submit(event)} noValidate data-test="invite-form">
      <p class="hint">{words.inviteLead}</p>
      <Field label={words.name} value={name} maxLength={40} error={errors['name']} data-focus onInput={(event) => setName(event.currentTarget.value)} test="name" />
      <div class="field">
        <label for="invite-role">{words.role}</label>
        <select id="invite-role" value={role} onChange={(event) => setRole(event.currentTarget.value as Role)} data-test="role">
          {kRoles.map((one) => <option key={one} value={one}>{common().roles[one]}</option>)}
        </select>
        <p class="field-hint">{words.rolesTell[role]}</p>
      </div>
      <Field label={words.email} type="email" value={email} optional={common().optional} hint={words.emailHint} error={errors['email']} onInput={(event) => setEmail(event.currentTarget.value)} test="email" />
      {errors['form'] && <p class="field-error" role="alert"><Icon name="alert" size="s" /><span>{errors['form']}</span></p>}
      <div class="form-foot">
        <button type="button" class="btn" onClick={onClose}>{common().cancel}</button>
        <button type="submit" class="btn do" disabled={busy || name.trim() === ''} data-test="make-link">{words.makeLink}</button>
      </div>
    </form>
  )
}
