// The pages before anybody is signed in, and the form that comes over a page when the session has run out.
import type { ComponentChildren } from 'preact'
import { useState } from 'preact/hooks'
import { Problem } from '../../shared/api.ts'
import { Dialog } from '../../shared/dialog.tsx'
import { Field } from '../../shared/field.tsx'
import { Icon } from '../../shared/icons.tsx'
import { problemText } from '../../shared/messages/words.ts'
import { shop } from '../shop.ts'
import { signInWords } from '../messages/sign_in.ts'
import { LanguageButton } from '../parts/language.tsx'
import { address, go } from '../route.ts'
import { expired, setUp } from '../session.ts'
import { looksLikeMail } from './mail.ts'
import { kShortestPassword, strength } from './password.ts'
import { SignInForm } from './sign_in_form.tsx'

/** The frame of every page before anybody is signed in. */
export function Door({ title, lead, children }: { title: string; lead: string; children: ComponentChildren }) {
  return (
    <main class="door" id="main">
      <div class="door-box">
        <p class="door-shop">
          <b>nigiwai</b>
          {shop.value?.name && <span>{shop.value.name}</span>}
        </p>
        <h1>{title}</h1>
        <p class="door-lead">{lead}</p>
        {children}
      </div>
      <LanguageButton />
    </main>
  )
}

export function SignInPage() {
  const words = signInWords()
  return (
    <Door title={words.title} lead={words.lead}>
      {shop.value?.ready === false && (
        <p class="note warn" data-test="not-ready">
          <Icon name="info" size="s" />
          <span>{words.notReady}</span>
        </p>
      )}
      <SignInForm />
      <p class="door-foot">{words.forgot}</p>
    </Door>
  )
}

/** Over whatever page it happened on; what was being typed stays beneath. */
export function ExpiredDialog() {
  const words = signInWords()
  return (
    <Dialog open={expired.value} onClose={() => {}} title={words.expiredTitle} busy class="expired" test="expired">
      <p class="door-lead">{words.expiredLead}</p>
      <SignInForm />
    </Dialog>
  )
}

export function SetupPage() {
  const words = signInWords()
  const token = new URLSearchParams(address.value.split('?')[1] ?? '').get('token') ?? ''
  const [name, setName] = useState('')
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const [again, setAgain] = useState('')
  const [tried, setTried] = useState(false)
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<string | null>(token ? null : words.tokenMissing)
  const [done, setDone] = useState(false)

  const hard = strength(password)
  const wrong = {
    name: name.trim() === '' ? words.nameEmpty : null,
    email: looksLikeMail(email) ? null : words.emailWrong,
    password: [...password].length < kShortestPassword ? words.passwordShort : null,
    again: again === password ? null : words.passwordDiffers,
  }
  const submit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault()
    setTried(true)
    if (Object.values(wrong).some(Boolean) || !token) return
    setBusy(true)
    setError(null)
    try {
      await setUp({ token, email: email.trim(), password, name: name.trim() })
      if (shop.value) shop.value = { ...shop.value, ready: true }
      go('/studio', { replace: true })
    } catch (cause) {
      const problem = Problem.from(cause)
      if (problem.type === 'setup-done') setDone(true)
      else if (problem.status === 401 || problem.status === 403) setError(words.tokenWrong)
      else setError(problem.detail && problem.type === 'invalid' ? problem.detail : problemText(problem))
    } finally {
      setBusy(false)
    }
  }
  if (done || shop.value?.ready) {
    return (
      <Door title={words.setupTitle} lead={words.done}>
        <a class="btn do big" href="/studio/sign-in" data-test="to-sign-in">{words.toSignIn}</a>
      </Door>
    )
  }
  return (
    <Door title={words.setupTitle} lead={words.setupLead}>
      <form class="stack" onSubmit={(event) => void submit(event)} noValidate data-test="setup">
        <Field label={words.name} autoComplete="name" value={name} hint={words.nameHint} maxLength={40}
          onInput={(event) => setName(event.currentTarget.value)} error={tried ? wrong.name : null} test="name" />
        <Field label={words.email} type="email" autoComplete="username" value={email}
          onInput={(event) => setEmail(event.currentTarget.value)} error={tried ? wrong.email : null} test="email" />
        <Field label={words.password} type="password" autoComplete="new-password" value={password}
          hint={<span class={`strength ${hard}`} data-test="strength"><i aria-hidden="true" />{words.strength[hard]}</span>}
          onInput={(event) => setPassword(event.currentTarget.value)} error={tried ? wrong.password : null} test="password" />
        <Field label={words.passwordAgain} type="password" autoComplete="new-password" value={again}
          onInput={(event) => setAgain(event.currentTarget.value)} error={tried || again.length >= password.length && again !== '' ? wrong.again : null} test="password-again" />
        {error && (
          <p class="field-error" role="alert" data-test="form-error">
            <Icon name="alert" size="s" />
            <span>{error}</span>
          </p>
        )}
        <button class="btn do big" type="submit" disabled={busy} data-test="submit">
          {busy ? words.setupSubmitting : words.setupSubmit}
        </button>
      </form>
    </Door>
  )
}
