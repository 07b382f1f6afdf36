// Mail address and password. Used by the sign-in page, and over any page when the session has run out.
import { useState } from 'preact/hooks'
import { Problem } from '../../shared/api.ts'
import { Field } from '../../shared/field.tsx'
import { Icon } from '../../shared/icons.tsx'
import { problemText } from '../../shared/messages/words.ts'
import { signInWords } from '../messages/sign_in.ts'
import { signIn, staff } from '../session.ts'
import { looksLikeMail } from './mail.ts'

export function SignInForm() {
  const words = signInWords()
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const [code, setCode] = useState('')
  /** Set once the server has asked for it: the password was right. */
  const [codeAsked, setCodeAsked] = useState<string | null | false>(false)
  const [tried, setTried] = useState(false)
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<string | null>(null)
  const [passwordError, setPasswordError] = useState<string | null>(null)

  const submit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault()
    setTried(true)
    setError(null)
    if (!looksLikeMail(email) || !password) return
    setBusy(true)
    try {
      await signIn(email.trim(), password, code.trim())
    } catch (cause) {
      const problem = Problem.from(cause)
      if (problem.type === 'code-needed') setCodeAsked(null)
      else if (problem.type === 'code-wrong' || problem.type === 'code-used') setCodeAsked(problem.type === 'code-used' ? words.codeUsed : words.codeWrong)
      else if (problem.status === 401 || problem.type === 'invalid') setPasswordError(words.wrong)
      else setError(problemText(problem))
    } finally {
      setBusy(false)
    }
  }
  return (
    <form class="stack" onSubmit={(event) => void submit(event)} noValidate data-test="sign-in">
      <Field
        label={words.email}
        type="email"
        name="email"
        autoComplete="username"
        value={email}
        onInput={(event) => setEmail(event.currentTarget.value)}
        error={tried && !looksLikeMail(email) ? words.emailWrong : null}
        data-focus={staff.value === null ? true : undefined}
        test="email"
      />
      <Field
        label={words.password}
        type="password"
        name="password"
        autoComplete="current-password"
        value={password}
        onInput={(event) => {
          setPassword(event.currentTarget.value)
          setPasswordError(null)
        }}
        error={tried && !password ? words.passwordEmpty : passwordError}
        test="password"
      />
      {codeAsked !== false && (
        <Field
          label={words.code}
          hint={words.codeHint}
          inputMode="numeric"
          autoComplete="one-time-code"
          maxLength={14}
          value={code}
          autoFocus
          onInput={(event) => {
            setCode(event.currentTarget.value)
            setCodeAsked(null)
          }}
          error={codeAsked}
          test="code"
        />
      )}
      {error && (
        <p class="field-error" role="alert" data-test="form-error">
          <Icon name="alert" size="s" />
          <span>{error}</span>
        </p>
      )}
      <button class="btn do big" type="submit" disabled={busy} data-test="submit">
        {busy ? words.submitting : words.submit}
      </button>
    </form>
  )
}
