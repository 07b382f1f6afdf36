// The button that asks for a mail before a show; it signs one in first where that is needed.
import { useEffect, useState } from 'preact/hooks'
import { Problem } from '../../shared/api.ts'
import { Icon } from '../../shared/icons.tsx'
import { problemText } from '../../shared/messages/words.ts'
import { toast } from '../../shared/toast.tsx'
import { loadMine, memberApi, mine } from '../members.ts'
import { memberWords } from '../messages/members.ts'
import { askSignIn } from './sign_in.tsx'

let asking: Promise<void> | null = null

export function RemindButton({ show }: { show: string }) {
  const t = memberWords()
  const [busy, setBusy] = useState(false)
  useEffect(() => {
    // All buttons of a page ask once.
    asking ??= loadMine().catch(() => {})
  }, [])
  const wanted = mine.value?.reminders.some((one) => one.show === show) ?? false
  const change = async (): Promise<void> => {
    setBusy(true)
    try {
      await asking // who one is must be known before one is asked to sign in
      if (!mine.value?.member) return askSignIn(() => void change())
      const { reminder } = await memberApi.remind(show, !wanted)
      await loadMine()
      toast(reminder ? t.remindedToast : t.unreminded)
    } catch (cause) {
      if (Problem.from(cause).type === 'sign-in-needed') askSignIn(() => void change())
      else toast(problemText(cause), { tone: 'bad' })
    } finally {
      setBusy(false)
    }
  }
  return (
    <button type="button" class={`btn remind ${wanted ? 'on' : ''}`} aria-pressed={wanted} disabled={busy} onClick={() => void change()} data-test="remind">
      <Icon name={wanted ? 'check' : 'bell'} size="s" />
      {wanted ? t.reminded : t.remindMe}
    </button>
  )
}
