// The recording at the moment that was chosen in the curve.
import { useEffect, useRef, useState } from 'preact/hooks'
import type { Show } from '../../shared/api.ts'
import { clock } from '../../shared/format.ts'
import { Icon } from '../../shared/icons.tsx'
import { Picture } from '../../player/picture.ts'
import { momentHref } from '../learning/learning_model.ts'
import { curveWords } from '../messages/insight_curve.ts'

interface Props {
  show: Show
  at: number
  /** Grows with every choice: the same moment may be chosen again. */
  turn: number
  onClose: () => void
}

export function MomentPlayer({ show, at, turn, onClose }: Props) {
  const words = curveWords()
  const video = useRef<HTMLVideoElement>(null)
  const picture = useRef<Picture | null>(null)
  const [now, setNow] = useState(at)
  const { playlist } = show.media
  const live = show.state === 'live'
  useEffect(() => {
    if (playlist === null || !show.live_at || !video.current) return
    const made = new Picture(video.current, { playlist, liveAt: Date.parse(show.live_at), live, startAt: at, preview: live, onTick: (head) => head !== null && setNow(head) })
    picture.current = made
    return () => {
      picture.current = null
      made.destroy()
    }
  }, [playlist, live])
  useEffect(() => {
    picture.current?.seek(at)
    picture.current?.play()
    video.current?.scrollIntoView({ block: 'nearest' })
  }, [at, turn])
  return (
    <div class="curve-player" role="region" aria-label={words.player} data-test="moment-player" data-at={at}>
      {playlist !== null ? <video ref={video} controls playsInline aria-label={words.player} poster={show.media.poster ?? undefined} /> : <p class="nothing">{words.noRecording}</p>}
      <div class="curve-player-side">
        <p class="n">{clock(playlist === null ? at : now)}</p>
        <a class="btn" href={momentHref(show.id, at)} target="_blank" rel="noopener"><Icon name="play" size="s" />{words.publicPage}</a>
        <button type="button" class="btn quiet" onClick={onClose} data-test="close-player"><Icon name="close" size="s" />{words.closePlayer}</button>
      </div>
    </div>
  )
}
