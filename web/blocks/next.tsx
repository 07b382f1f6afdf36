// The next show: on air, counting down, or the latest archive.
import { useEffect, useState } from 'preact/hooks'
import { clock, dateTime } from '../shared/format.ts'
import { language } from '../shared/i18n.ts'
import { Icon } from '../shared/icons.tsx'
import { type AskedBlock, wayTo } from './asked.ts'
import type { NextItem } from './content.ts'
import { site } from './frame.ts'
import { blockWords } from './messages.ts'

const kDayMs = 86_400_000

export function Next({ block, item }: { block: AskedBlock; item: NextItem }) {
  const t = blockWords()
  const { show } = item
  const act = show.state === 'live' ? t.watchLive : show.state === 'scheduled' ? t.seeShow : t.watchArchive
  return (
    <a class="card next-card" href={wayTo(block, item.to, site)} data-test="next" data-state={show.state}>
      <Pictures show={show} />
      <div class="next-said">
        <p class="next-when"><When show={show} /></p>
        <h2>{show.title}</h2>
        {show.state === 'scheduled' && show.starts_at && <Countdown to={Date.parse(show.starts_at)} />}
        <span class="btn do">{show.state !== 'scheduled' && <Icon name="play" size="s" />}{act}<span class="vh">{t.newTab}</span></span>
      </div>
    </a>
  )
}

function When({ show }: { show: NextItem['show'] }) {
  const t = blockWords()
  if (show.state === 'live') {
    return (
      <>
        <span class="live">{t.onAir}</span>
        {show.watching !== null && show.watching > 1 && <span class="n">{t.watching(show.watching)}</span>}
      </>
    )
  }
  const at = show.state === 'scheduled' ? show.starts_at : show.live_at
  return (
    <>
      <span class="tag">{show.state === 'scheduled' ? t.comingUp : t.latest}</span>
      {at && <time dateTime={at}>{dateTime(new Date(at), language.value)}</time>}
      {show.state === 'archived' && show.length_ms !== null && <span class="n">{clock(show.length_ms)}</span>}
    </>
  )
}

function Pictures({ show }: { show: NextItem['show'] }) {
  const [broken, setBroken] = useState(false)
  if (show.poster && !broken) return <span class="next-picture"><img src={show.poster} alt="" onError={() => setBroken(true)} /></span>
  if (show.pictures.length === 0) return <span class="next-picture none" aria-hidden="true"><Icon name="play" /></span>
  return <span class={`next-picture of-${show.pictures.length}`}>{show.pictures.map(({ url }) => <img key={url} src={url} alt="" />)}</span>
}

/** "あと 2 日 04:36" and, on the day itself, the seconds. */
function Countdown({ to }: { to: number }) {
  const t = blockWords()
  const [now, setNow] = useState(Date.now())
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1_000)
    return () => clearInterval(timer)
  }, [])
  const left = to - now
  if (left <= 0) return <p class="next-left">{t.soon}</p>
  const pad = (n: number): string => String(Math.floor(n)).padStart(2, '0')
  const [days, rest] = [Math.floor(left / kDayMs), left % kDayMs]
  const hours = `${pad(rest / 3_600_000)}:${pad((rest / 60_000) % 60)}`
  return <p class="next-left">{t.until}{' '}<b class="n">{days > 0 ? `${t.days(days)} ${hours}` : `${hours}:${pad((rest / 1_000) % 60)}`}</b></p>
}
