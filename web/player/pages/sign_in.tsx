// Signing in by mail: a sheet that asks for the address and then the code, and the page that the mailed link opens.
import { signal } from '@preact/signals'
import { useEffect, useRef, useState } from 'preact/hooks'
import { Problem } from '../../shared/api.ts'
import { Dialog } from '../../shared/dialog.tsx'
import { Field } from '../../shared/field.tsx'
import { language } from '../../shared/i18n.ts'
import { Icon } from '../../shared/icons.tsx'
import { problemText } from '../../shared/messages/words.ts'
import { toast } from '../../shared/toast.tsx'
import { becomeAnew, memberApi, type SignedIn } from '../members.ts'
import { memberWords } from '../messages/members.ts'
import { Notice, SiteHeader } from '../parts.tsx'
import { shopName } from '../visit.ts'
import './members.css'

/** A refusal of a link or code in the visitor's words. */
function refusal(cause: unknown): string {
  const t = memberWords()
  const problem = Problem.from(cause)
  if (problem.type === 'sign-in-used') return t.used
  if (problem.type === 'sign-in-expired') return t.expired
  if (problem.type === 'sign-in-tries') return t.tries
  if (problem.type === 'invalid') return problem.field === '/token' ? t.linkWrong : problem.field === '/email' ? t.emailWrong : t.codeWrong
  return problemText(problem)
}

export function SignInSheet({ open, onClose, onSignedIn }: { open: boolean; onClose: () => void; onSignedIn?: () => void }) {
  return (
    <Dialog open={open} onClose={onClose} title={memberWords().signIn} kind="sheet" test="sign-in-sheet">
      <SignInForm
        onSignedIn={(who) => {
          toast(memberWords().signedInAs(who.name))
          onClose()
          onSignedIn?.()
        }}
      />
    </Dialog>
  )
}

/** What to do once somebody signed in; while it is set, the sheet is open over whatever page it is. */
const wanted = signal<(() => void) | null>(null)

export function askSignIn(then: () => void): void {
  wanted.value = then
}

/** Stands once beside the page, so that the sheet never inherits how the place looks from which it was asked for. */
export function SignInWhenAsked() {
  const then = wanted.value
  return <SignInSheet open={then !== null} onClose={() => (wanted.value = null)} {...(then ? { onSignedIn: then } : {})} />
}

function SignInForm({ onSignedIn }: { onSignedIn: (who: SignedIn) => void }) {
  const t = memberWords()
  const [email, setEmail] = useState('')
  const [asked, setAsked] = useState(false)
  const [code, setCode] = useState('')
  const [error, setError] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const codeBox = useRef<HTMLFormElement>(null)
  useEffect(() => {
    if (asked) codeBox.current?.querySelector('input')?.focus()
  }, [asked])

  const attempt = async (work: () => Promise<void>): Promise<void> => {
    setBusy(true)
    setError(null)
    try {
      await work()
    } catch (cause) {
      setError(refusal(cause))
    } finally {
      setBusy(false)
    }
  }
  const ask = (): Promise<void> =>
    attempt(async () => {
      await memberApi.askSignIn(email.trim())
      setCode('')
      setAsked(true)
    })
  const verify = (digits: string): Promise<void> =>
    attempt(async () => {
      const who = await memberApi.verify({ email: email.trim(), code: digits })
      await becomeAnew()
      onSignedIn(who)
    })

  if (!asked) {
    return (
      <form
        class="sign-in-form"
        novalidate
        onSubmit={(event) => {
          event.preventDefault()
          if (!/^\S+@\S+$/.test(email.trim())) return setError(t.emailWrong)
          void ask()
        }}
      >
        <p class="lead">{t.signInLead}</p>
        <Field
          label={t.email}
          type="email"
          inputmode="email"
          autocomplete="email"
          value={email}
          error={error}
          data-focus
          test="sign-in-email"
          onInput={(event) => {
            setEmail(event.currentTarget.value)
            setError(null)
          }}
        />
        <button type="submit" class="btn do" disabled={busy} data-test="sign-in-send">
          {busy ? t.sending : t.sendCode}
        </button>
      </form>
    )
  }
  return (
    <form
      ref={codeBox}
      class="sign-in-form"
      novalidate
      onSubmit={(event) => {
        event.preventDefault()
        if (!/^\d{6}$/.test(code)) return setError(t.codeIncomplete)
        void verify(code)
      }}
    >
      <p class="lead">
        {t.codeSentTo(email.trim())}
      </p>
      <Field
        label={t.code}
        inputmode="numeric"
        autocomplete="one-time-code"
        class="code-input"
        value={code}
        maxLength={6}
        hint={t.codeHint}
        error={error}
        test="sign-in-code"
        onInput={(event) => {
          // Full-width digits of a Japanese keyboard count, too.
          const digits = event.currentTarget.value.normalize('NFKC').replace(/\D/g, '').slice(0, 6)
          setCode(digits)
          event.currentTarget.value = digits
          setError(null)
        }}
      />
      <button type="submit" class="btn do" disabled={busy} data-test="sign-in-verify">
        {t.verify}
      </button>
      <div class="sign-in-more">
        <button type="button" class="btn quiet" disabled={busy} onClick={() => void ask().then(() => toast(t.sentAgain))}>
          {t.sendAgain}
        </button>
        <button
          type="button"
          class="btn quiet"
          onClick={() => {
            setAsked(false)
            setError(null)
          }}
        >
          {t.otherAddress}
        </button>
      </div>
    </form>
  )
}

/** What the mailed link opens. It takes a press, because mail programs open links by themselves. */
export function SignInPage({ token }: { token: string }) {
  const t = memberWords()
  const [state, setState] = useState<{ who?: SignedIn; problem?: string; busy?: boolean }>({})
  const [sheet, setSheet] = useState(false)
  useEffect(() => {
    document.title = [t.linkTitle, shopName()].filter(Boolean).join(' | ')
  }, [language.value, shopName()])
  const verify = async (): Promise<void> => {
    setState({ busy: true })
    try {
      const who = await memberApi.verify({ token })
      history.replaceState(null, '', '/sign-in')
      await becomeAnew()
      setState({ who })
    } catch (cause) {
      setState({ problem: refusal(cause) })
    }
  }
  return (
    <>
      <SiteHeader current={null} />
      <main class="page" data-test="sign-in-page">
        {state.who ? (
          <Notice title={t.signedInAs(state.who.name)} text={state.who.member.email} icon={<Icon name="check" />}>
            <a class="btn do" href="/me">
              {t.toMyPage}
            </a>
          </Notice>
        ) : (
          <Notice title={state.problem ? t.linkEnded : t.linkTitle} text={state.problem ?? t.linkText} icon={<Icon name={state.problem ? 'alert' : 'key'} />}>
            {state.problem || !token ? (
              <button type="button" class="btn do" onClick={() => setSheet(true)}>
                {t.sendAgain}
              </button>
            ) : (
              <button type="button" class="btn do" disabled={state.busy} onClick={() => void verify()} data-test="sign-in-confirm">
                {t.verify}
              </button>
            )}
          </Notice>
        )}
        <SignInSheet open={sheet} onClose={() => setSheet(false)} onSignedIn={() => location.assign('/me')} />
      </main>
    </>
  )
}
