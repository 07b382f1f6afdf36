// "あと 2 日 00:36": ticking, never pulsing.
import { useEffect, useState } from 'preact/hooks'
import { words } from '../messages/words.ts'

const kDayMs = 86_400_000

export function Countdown({ to }: { to: Date }) {
  const t = words()
  const [now, setNow] = useState(Date.now())
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1_000)
    return () => clearInterval(timer)
  }, [])
  const left = to.getTime() - now
  if (left <= 0) return <span class="cd">{t.startsSoon}</span>
  const days = Math.floor(left / kDayMs)
  const seconds = Math.floor((left % kDayMs) / 1000)
  const pad = (n: number) => String(n).padStart(2, '0')
  const hours = Math.floor(seconds / 3600)
  const minutes = Math.floor(seconds / 60) % 60
  return (
    <span class="cd">
      {t.until}{' '}
      <b class="n">
        {days > 0 ? t.daysAnd(days, `${pad(hours)}:${pad(minutes)}`) : `${hours > 0 ? `${hours}:` : ''}${pad(minutes)}:${pad(seconds % 60)}`}
      </b>
    </span>
  )
}
