// Joining the staff by an invitation's link: the token stands behind the #, so that no server or log sees it.
import { useEffect, useState } from 'preact/hooks'
import { call, Problem } from '../../shared/api.ts'
import { Field } from '../../shared/field.tsx'
import { Icon } from '../../shared/icons.tsx'
import { problemText } from '../../shared/messages/words.ts'
import { common } from '../messages/common.ts'
import { signInWords } from '../messages/sign_in.ts'
import { teamWords } from '../messages/team.ts'
import { Waiting } from '../parts/load.tsx'
import { go } from '../route.ts'
import { joinStaff } from '../session.ts'
import type { Invitation } from '../settings/team_api.ts'
import { looksLikeMail } from './mail.ts'
import { Door } from './pages.tsx'
import { kShortestPassword, strength } from './password.ts'

export function JoinPage() {
  const words = teamWords()
  const door = signInWords()
  const [token] = useState(() => location.hash.slice(1))
  const [invitation, setInvitation] = useState<Invitation | null>(null)
  const [problem, setProblem] = useState<string | null>(token ? null : words.joinMissing)
  const [name, setName] = useState('')
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const [tried, setTried] = useState(false)
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<string | null>(null)
  const told = (cause: unknown): string => {
    const found = Problem.from(cause)
    return words.joinProblems[found.type] ?? (found.type === 'account-exists' ? words.exists : problemText(found))
  }
  useEffect(() => {
    if (!token) return
    call<Invitation>('/api/staff/invitations/look', { method: 'POST', body: { token } }).then((found) => {
      setInvitation(found)
      setName(found.name)
      setEmail(found.email ?? '')
    }, (cause: unknown) => setProblem(told(cause)))
  }, [token])
  const wrong = {
    name: name.trim() === '' ? door.nameEmpty : null,
    email: looksLikeMail(email) ? null : door.emailWrong,
    password: [...password].length < kShortestPassword ? door.passwordShort : null,
  }
  const submit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault()
    setTried(true)
    if (Object.values(wrong).some(Boolean)) return
    setBusy(true)
    setError(null)
    try {
      await joinStaff({ token, password, email: email.trim(), name: name.trim() })
      go('/studio', { replace: true })
    } catch (cause) {
      setError(told(cause))
    } finally {
      setBusy(false)
    }
  }
  if (problem) {
    return (
      <Door title={words.joinTitle} lead={problem}>
        <a class="btn big" href="/studio/sign-in" data-test="to-sign-in">{door.toSignIn}</a>
      </Door>
    )
  }
  if (!invitation) return <Waiting />
  const hard = strength(password)
  return (
    <Door title={words.joinTitle} lead={words.joinLead(common().roles[invitation.role])}>
      <form class="stack" onSubmit={(event) => void submit(event)} noValidate data-test="join">
        <Field label={words.name} autoComplete="name" value={name} maxLength={40} onInput={(event) => setName(event.currentTarget.value)} error={tried ? wrong.name : null} test="name" />
        <Field label={words.email} type="email" autoComplete="username" value={email} onInput={(event) => setEmail(event.currentTarget.value)} error={tried ? wrong.email : null} test="email" />
        <Field label={door.password} type="password" autoComplete="new-password" value={password}
          hint={<span class={`strength ${hard}`}><i aria-hidden="true" />{door.strength[hard]}</span>}
          onInput={(event) => setPassword(event.currentTarget.value)} error={tried ? wrong.password : null} test="password" />
        {error && <p class="field-error" role="alert" data-test="form-error"><Icon name="alert" size="s" /><span>{error}</span></p>}
        <button class="btn do big" type="submit" disabled={busy} data-test="submit">{words.join}</button>
      </form>
    </Door>
  )
}
