// The recording with its line: the playhead, and the stretch that a clip is cut from, by hand or by key.
import { signal } from '@preact/signals'
import { useEffect, useRef, useState } from 'preact/hooks'
import type { Show } from '../../shared/api.ts'
import type { Chapter } from '../../shared/api_archive.ts'
import { spokenClock } from '../../shared/format.ts'
import { language } from '../../shared/i18n.ts'
import { Icon } from '../../shared/icons.tsx'
import { Picture } from '../../player/picture.ts'
import { archiveStudioWords } from '../messages/archive.ts'
import { fineClock, readClock, withFrom, withUntil, type Range } from './range.ts'

const kStepMs = 1_000
const kFineStepMs = 100

/** What is chosen, and where the picture stands. */
export class Cutting {
  readonly range
  readonly at = signal(0)
  readonly playing = signal(false)
  /** Where the middle of a standing clip lies in the picture, in %; null for other forms. */
  readonly focus = signal<number | null>(null)
  readonly length: number
  picture: Picture | null = null
  private stopAt: number | null = null

  constructor(range: Range, length: number) {
    this.range = signal(range)
    this.length = length
  }

  seek(to: number): void {
    this.stopAt = null
    this.at.value = Math.max(0, Math.min(to, this.length))
    this.picture?.seek(Math.min(this.at.value, Math.max(0, this.length - 200)))
  }

  choose(range: Range): void {
    this.range.value = range
    this.seek(range.from)
  }

  playRange(): void {
    this.seek(this.range.value.from)
    this.stopAt = this.range.value.until
    this.picture?.play()
  }

  ticked(at: number | null, playing: boolean): void {
    if (at === null) return
    if (Math.abs(at - this.at.value) >= 60) this.at.value = at
    this.playing.value = playing
    if (this.stopAt !== null && at >= this.stopAt) {
      this.stopAt = null
      this.picture?.pause()
    }
  }
}

export function Cutter({ show, cutting, chapters }: { show: Show; cutting: Cutting; chapters: Chapter[] }) {
  const words = archiveStudioWords()
  const video = useRef<HTMLVideoElement>(null)
  const [shape, setShape] = useState(16 / 9)
  const { playlist } = show.media
  useEffect(() => {
    if (playlist === null || !show.live_at || !video.current) return
    const picture = new Picture(video.current, {
      playlist,
      liveAt: Date.parse(show.live_at),
      live: show.state === 'live',
      startAt: 0,
      preview: show.state === 'live',
      onTick: (at, playing) => cutting.ticked(at, playing),
    })
    cutting.picture = picture
    picture.pause()
    return () => {
      cutting.picture = null
      picture.destroy()
    }
  }, [playlist, show.state])
  const { from, until } = cutting.range.value
  const at = cutting.at.value
  const focus = cutting.focus.value
  // What a standing clip keeps of a lying picture.
  const kept = Math.min(1, 9 / 16 / shape)
  const left = focus === null ? 0 : Math.min(Math.max(0, focus / 100 - kept / 2), 1 - kept)
  return (
    <div class="cutter" data-test="cutter" data-at={Math.round(at)}>
      <div class="cut-pic night" style={{ '--ratio': String(shape) }}>
        <video
          ref={video}
          playsInline
          preload="auto"
          aria-label={words.player}
          poster={show.media.poster ?? undefined}
          onResize={(event) => {
            const { videoWidth, videoHeight } = event.currentTarget
            if (videoHeight > 0) setShape(videoWidth / videoHeight)
          }}
        />
        {focus !== null && kept < 1 && <span class="keep" aria-hidden="true" style={{ left: `${left * 100}%`, width: `${kept * 100}%` }} />}
      </div>
      <Line cutting={cutting} chapters={chapters} />
      <div class="cut-bar">
        <button type="button" class="btn" onClick={() => (cutting.playing.value ? cutting.picture?.pause() : cutting.picture?.play())} data-test="cut-play">
          <Icon name={cutting.playing.value ? 'pause' : 'play'} size="s" />
          <span class="vh">{cutting.playing.value ? words.pause : words.play}</span>
          <span class="n">{fineClock(at)}</span>
        </button>
        <div class="ends">
          <Place label={words.from} value={from} onChange={(ms) => (cutting.range.value = withFrom(cutting.range.value, ms, cutting.length))} test="clip-from" />
          <button type="button" class="btn" onClick={() => (cutting.range.value = withFrom(cutting.range.value, cutting.at.value, cutting.length))} data-test="set-from">{words.setFrom}</button>
          <Place label={words.until} value={until} onChange={(ms) => (cutting.range.value = withUntil(cutting.range.value, ms, cutting.length))} test="clip-until" />
          <button type="button" class="btn" onClick={() => (cutting.range.value = withUntil(cutting.range.value, cutting.at.value, cutting.length))} data-test="set-until">{words.setUntil}</button>
        </div>
        <button type="button" class="btn quiet" onClick={() => cutting.playRange()} data-test="play-range">
          <Icon name="play" size="s" />
          {words.playRange}
          <span class="n">{words.lengthOf(((until - from) / 1000).toFixed(1))}</span>
        </button>
      </div>
    </div>
  )
}

/** A place that is typed: taken over when it is a time, marked when it is none. */
function Place({ label, value, onChange, test }: { label: string; value: number; onChange: (ms: number) => void; test: string }) {
  const [text, setText] = useState<string | null>(null)
  const wrong = text !== null && readClock(text) === null
  return (
    <label class="place">
      <span>{label}</span>
      <input
        class="n"
        inputMode="decimal"
        value={text ?? fineClock(value)}
        aria-invalid={wrong || undefined}
        title={wrong ? archiveStudioWords().timeWrong : undefined}
        onInput={(event) => {
          setText(event.currentTarget.value)
          const ms = readClock(event.currentTarget.value)
          if (ms !== null) onChange(ms)
        }}
        onBlur={() => setText(null)}
        data-test={test}
      />
    </label>
  )
}

function Line({ cutting, chapters }: { cutting: Cutting; chapters: Chapter[] }) {
  const words = archiveStudioWords()
  const box = useRef<HTMLDivElement>(null)
  const dragged = useRef<'at' | 'from' | 'until' | null>(null)
  const { length } = cutting
  const { from, until } = cutting.range.value
  const part = (ms: number): string => `${length > 0 ? Math.min(100, Math.max(0, (ms / length) * 100)) : 0}%`
  const place = (x: number): number => {
    const bounds = box.current!.getBoundingClientRect()
    return Math.min(1, Math.max(0, (x - bounds.left) / bounds.width)) * length
  }
  const set = (what: 'at' | 'from' | 'until', to: number): void => {
    if (what === 'from') cutting.range.value = withFrom(cutting.range.value, to, length)
    if (what === 'until') cutting.range.value = withUntil(cutting.range.value, to, length)
    cutting.seek(what === 'at' ? to : cutting.range.value[what])
  }
  const handle = (what: 'at' | 'from' | 'until', value: number, label: string) => ({
    role: 'slider',
    tabIndex: 0,
    'aria-label': label,
    'aria-valuemin': 0,
    'aria-valuemax': Math.round(length / 1000),
    'aria-valuenow': Math.round(value / 1000),
    'aria-valuetext': spokenClock(value, language.value),
    style: { left: part(value) },
    onPointerDown: (event: PointerEvent) => {
      event.stopPropagation()
      ;(event.currentTarget as HTMLElement).setPointerCapture(event.pointerId)
      dragged.current = what
    },
    onPointerMove: (event: PointerEvent) => dragged.current === what && set(what, place(event.clientX)),
    onPointerUp: () => (dragged.current = null),
    onPointerCancel: () => (dragged.current = null),
    onKeyDown: (event: KeyboardEvent) => {
      const step = event.shiftKey ? kFineStepMs : kStepMs
      const by = { ArrowLeft: -step, ArrowDown: -step, ArrowRight: step, ArrowUp: step }[event.key]
      if (by === undefined) return
      event.preventDefault()
      set(what, value + by)
    },
  }) as const
  return (
    <div class="cut-line" ref={box} onPointerDown={(event) => set('at', place(event.clientX))} data-test="cut-line">
      <span class="track" aria-hidden="true" />
      {chapters.filter((chapter) => !chapter.removed).map((chapter) => <span key={chapter.id} class="tick" style={{ left: part(chapter.at) }} aria-hidden="true" />)}
      <span class="chosen" aria-hidden="true" style={{ left: part(from), width: `calc(${part(until)} - ${part(from)})` }} />
      <span class="end begin" data-test="handle-from" {...handle('from', from, words.fromHandle)} />
      <span class="end finish" data-test="handle-until" {...handle('until', until, words.untilHandle)} />
      <span class="head" {...handle('at', cutting.at.value, words.position)} />
    </div>
  )
}
