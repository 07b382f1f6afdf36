// The picture as it is sent: the staff's preview before the start, the public playlist once live.
//
// hls.js comes only when a picture is shown. Safari's own player takes over where there is no MediaSource.
import type Hls from 'hls.js'
import { useEffect, useRef, useState } from 'preact/hooks'
import { Icon } from '../../shared/icons.tsx'
import { showWords } from '../messages/shows.ts'

interface Props {
  /** Null while there is no picture. */
  playlist: string | null
  /** When the show went live, for the delay; null before the start. */
  liveAt: string | null
  /** The show clock now, as the timeline tells it; the delay is measured against it. */
  clock: () => number | null
  lost: boolean
  sound?: boolean
  onSound?: (on: boolean) => void
}

const kRetryMs = 2000

export function Preview({ playlist, liveAt, clock, lost, sound = false, onSound }: Props) {
  const words = showWords()
  const video = useRef<HTMLVideoElement>(null)
  const [playing, setPlaying] = useState(false)
  const [failed, setFailed] = useState(false)
  const [delayMs, setDelayMs] = useState<number | null>(null)
  const [shape, setShape] = useState<'tall' | 'wide'>('tall')
  const [turn, setTurn] = useState(0)

  useEffect(() => {
    const element = video.current
    if (!element || !playlist) return
    let stopped = false
    let hls: Hls | null = null
    let retry: ReturnType<typeof setTimeout> | undefined
    const again = (): void => {
      setFailed(true)
      retry = setTimeout(() => setTurn((old) => old + 1), kRetryMs)
    }
    const start = async (): Promise<void> => {
      const { default: Player } = await import('hls.js/light')
      if (stopped) return
      if (!Player.isSupported()) {
        element.src = playlist
        element.onerror = again
        return
      }
      hls = new Player({ lowLatencyMode: true, liveDurationInfinity: true, backBufferLength: 10 })
      hls.on(Player.Events.ERROR, (_, { fatal }) => {
        if (fatal && !stopped) again()
      })
      hls.loadSource(playlist)
      hls.attachMedia(element)
    }
    void start().catch(again)
    const measure = setInterval(() => {
      const at = hls?.playingDate ?? startDate(element)
      const now = clock()
      if (at && liveAt && now !== null) setDelayMs(Math.max(0, Date.parse(liveAt) + now - at.getTime()))
      else setDelayMs(hls && Number.isFinite(hls.latency) && hls.latency > 0 ? hls.latency * 1000 : null)
    }, 1000)
    return () => {
      stopped = true
      clearInterval(measure)
      clearTimeout(retry)
      hls?.destroy()
      element.removeAttribute('src')
      setPlaying(false)
    }
  }, [playlist, turn, liveAt])

  return (
    <div class={`preview ${shape} night`} data-test="preview" data-playing={playing}>
      <video
        ref={video}
        muted={!sound}
        autoPlay
        playsInline
        onPlaying={() => {
          setPlaying(true)
          setFailed(false)
        }}
        onResize={(event) => {
          const { videoWidth, videoHeight } = event.currentTarget
          if (videoWidth > 0) setShape(videoWidth > videoHeight ? 'wide' : 'tall')
        }}
        aria-label={words.preview}
      />
      {(!playlist || lost || (failed && !playing)) && (
        <p class={`preview-note ${playing ? 'over' : ''}`} role="status">
          {!playlist ? words.previewWaiting : lost ? words.previewLost : words.previewFailed}
        </p>
      )}
      {playlist && (
        <div class="preview-top">
          {delayMs !== null && playing && !lost && <span class="n" data-test="delay">{words.delay((delayMs / 1000).toFixed(1))}</span>}
          {onSound && (
            <button type="button" onClick={() => onSound(!sound)} aria-pressed={sound} aria-label={sound ? words.sound.off : words.sound.on} data-test="sound">
              <Icon name={sound ? 'volume' : 'mute'} size="s" />
            </button>
          )}
        </div>
      )}
    </div>
  )
}

/** Safari tells the date of its time 0 only. */
function startDate(video: HTMLVideoElement): Date | null {
  const start = (video as HTMLVideoElement & { getStartDate?: () => Date }).getStartDate?.()
  return start && !Number.isNaN(start.getTime()) ? new Date(start.getTime() + video.currentTime * 1000) : null
}
