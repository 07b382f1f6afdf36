// One's own account: password, second factor, and where one is signed in.
import { useState } from 'preact/hooks'
import { Problem } from '../../shared/api.ts'
import { Field } from '../../shared/field.tsx'
import { dateTime } from '../../shared/format.ts'
import { language } from '../../shared/i18n.ts'
import { Icon } from '../../shared/icons.tsx'
import { toast } from '../../shared/toast.tsx'
import { teamWords } from '../messages/team.ts'
import { CopyButton } from '../parts/copy.tsx'
import { explain } from '../parts/explain.ts'
import { Failed, useLoaded, Waiting } from '../parts/load.tsx'
import { deviceName } from './device_name.ts'
import { teamApi } from './team_api.ts'
import { WeeklyPanel } from './weekly.tsx'

const kShortest = 10

export function AccountPanels() {
  const own = useLoaded('own account', teamApi.own)
  if (own.problem) return <Failed problem={own.problem} again={own.reload} />
  if (!own.data) return <Waiting />
  return (
    <>
      <PasswordPanel />
      <FactorPanel on={own.data.second_factor} left={own.data.recovery_codes_left} onChange={own.reload} />
      <WeeklyPanel />
      <SessionsPanel />
    </>
  )
}

function PasswordPanel() {
  const words = teamWords()
  const [current, setCurrent] = useState('')
  const [next, setNext] = useState('')
  const [errors, setErrors] = useState<{ current?: string; next?: string }>({})
  const [busy, setBusy] = useState(false)
  const save = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault()
    if ([...next].length < kShortest) return setErrors({ next: words.passwordShort })
    setBusy(true)
    setErrors({})
    try {
      await teamApi.changePassword(current, next)
      setCurrent('')
      setNext('')
      toast(words.passwordChanged)
    } catch (cause) {
      const problem = Problem.from(cause)
      if (problem.field === '/current') setErrors({ current: words.passwordWrong })
      else if (problem.field === '/password') setErrors({ next: explain(cause) })
      else toast(explain(cause), { tone: 'bad' })
    } finally {
      setBusy(false)
    }
  }
  return (
    <section class="panel" aria-labelledby="password">
      <h2 id="password">{words.password}</h2>
      <form class="stack" onSubmit={(event) => void save(event)} noValidate data-test="password-form">
        <Field label={words.current} type="password" autoComplete="current-password" value={current} error={errors.current} onInput={(event) => setCurrent(event.currentTarget.value)} test="current" />
        <Field label={words.next} type="password" autoComplete="new-password" value={next} hint={words.nextHint} error={errors.next} onInput={(event) => setNext(event.currentTarget.value)} test="next" />
        <div class="form-foot"><button type="submit" class="btn" disabled={busy || !current || !next} data-test="change-password">{words.change}</button></div>
      </form>
    </section>
  )
}

type Step = { at: 'rest' } | { at: 'scan'; secret: string; qr: string } | { at: 'codes'; codes: string[] }

function FactorPanel({ on, left, onChange }: { on: boolean; left: number; onChange: () => void }) {
  const words = teamWords()
  const [step, setStep] = useState<Step>({ at: 'rest' })
  const [password, setPassword] = useState('')
  const [code, setCode] = useState('')
  const [errors, setErrors] = useState<{ password?: string; code?: string }>({})
  const [busy, setBusy] = useState(false)
  const attempt = async (work: () => Promise<void>): Promise<void> => {
    setBusy(true)
    setErrors({})
    try {
      await work()
    } catch (cause) {
      const { field } = Problem.from(cause)
      if (field === '/password') setErrors({ password: words.passwordWrong })
      else if (field === '/code') setErrors({ code: words.codeWrong })
      else toast(explain(cause), { tone: 'bad' })
    } finally {
      setBusy(false)
    }
  }
  const submit = (event: SubmitEvent): void => {
    event.preventDefault()
    void attempt(async () => {
      if (step.at === 'scan') {
        const { recovery_codes } = await teamApi.confirmSecondFactor(code)
        setStep({ at: 'codes', codes: recovery_codes })
        setCode('')
      } else if (on) {
        await teamApi.endSecondFactor(password, code)
        setPassword('')
        setCode('')
        onChange()
      } else {
        const { secret, qr } = await teamApi.beginSecondFactor(password)
        setPassword('')
        setStep({ at: 'scan', secret, qr })
      }
    })
  }
  return (
    <section class="panel" aria-labelledby="factor" data-test="factor" data-on={on}>
      <h2 id="factor">{words.secondFactor}</h2>
      {step.at === 'codes' ? (
        <div class="stack recovery" data-test="recovery-codes">
          <h3>{words.codesTitle}</h3>
          <p class="hint">{words.codesLead}</p>
          <ul class="codes n">{step.codes.map((one) => <li key={one}><code>{one}</code></li>)}</ul>
          <div class="form-foot">
            <CopyButton text={step.codes.join('\n')} label={words.codesTitle} />
            <button type="button" class="btn do" onClick={() => { setStep({ at: 'rest' }); onChange() }} data-test="codes-kept">{words.codesKept}</button>
          </div>
        </div>
      ) : (
        <form class="stack" onSubmit={submit} noValidate data-test="factor-form">
          <p class="hint">{step.at === 'scan' ? words.factorScan : on ? words.factorOn(left) : words.factorOff}</p>
          {step.at === 'scan' && (
            <>
              <img class="factor-qr" src={`data:image/svg+xml;utf8,${encodeURIComponent(step.qr)}`} alt="" width={200} height={200} />
              <p class="hint">{words.factorByHand}<br /><code class="by-hand" data-test="factor-secret">{step.secret}</code></p>
            </>
          )}
          {step.at === 'rest' && <Field label={words.current} type="password" autoComplete="current-password" value={password} error={errors.password} onInput={(event) => setPassword(event.currentTarget.value)} test="factor-password" />}
          {(step.at === 'scan' || on) && <Field label={words.code} inputMode="numeric" autoComplete="one-time-code" maxLength={14} value={code} error={errors.code} onInput={(event) => setCode(event.currentTarget.value)} test="factor-code" />}
          <div class="form-foot"><button type="submit" class={`btn ${step.at === 'scan' ? 'do' : ''}`} disabled={busy} data-test="factor-submit">{step.at === 'scan' ? words.factorConfirm : on ? words.factorEnd : words.factorStart}</button></div>
        </form>
      )}
    </section>
  )
}

function SessionsPanel() {
  const words = teamWords()
  const sessions = useLoaded('own sessions', teamApi.sessions)
  const end = async (work: () => Promise<unknown>): Promise<void> => {
    try {
      await work()
      toast(words.ended)
    } catch (cause) {
      toast(explain(cause), { tone: 'bad' })
    }
    sessions.reload()
  }
  const others = sessions.data?.filter((one) => !one.current) ?? []
  return (
    <section class="panel" aria-labelledby="sessions" data-test="sessions">
      <h2 id="sessions">{words.sessions}</h2>
      {Boolean(sessions.problem) && <Failed problem={sessions.problem} again={sessions.reload} />}
      <ul class="people">
        {sessions.data?.map((one) => (
          <li key={one.id} data-test="session" data-current={one.current}>
            <span class="avatar letter" aria-hidden="true"><Icon name="device" size="s" /></span>
            <span>
              <b>{deviceName(one.device) ?? words.unknownDevice}</b>
              <span>{one.current ? words.thisDevice : words.seen(dateTime(new Date(one.seen_at), language.value))}</span>
            </span>
            {!one.current && <button type="button" class="btn small" onClick={() => void end(() => teamApi.endSession(one.id))} data-test="end-session">{words.endOne}</button>}
          </li>
        ))}
      </ul>
      {others.length > 1 && <button type="button" class="btn small" onClick={() => void end(teamApi.endOtherSessions)} data-test="end-others">{words.endOthers}</button>}
    </section>
  )
}
