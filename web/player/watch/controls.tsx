// Play, sound, place and screen: the bar under a desk's picture, and the archive's controls on a phone.
import { useState } from 'preact/hooks'
import { languageName } from '../../shared/api_archive.ts'
import { clock } from '../../shared/format.ts'
import { language } from '../../shared/i18n.ts'
import { Icon } from '../../shared/icons.tsx'
import { words } from '../messages/words.ts'
import { canFullscreen, canPip, toggleFullscreen, togglePip } from './screen.ts'
import { ChapterLine, Scrubber, Times } from './scrubber.tsx'
import { kBehindMs, type Watching } from './watching.ts'

const kSpeeds = [1, 1.25, 1.5, 2, 0.75]
const kStepMs = 10_000

function PlayButton({ w, big = false }: { w: Watching; big?: boolean }) {
  const t = words()
  const state = w.picture.value?.state.value
  const stopped = state === 'paused' || state === 'ended'
  return (
    <button type="button" class={big ? 'pl' : ''} aria-label={stopped ? t.play : t.pause} onClick={() => w.togglePlay()} data-test="play">
      <Icon name={stopped ? 'play' : 'pause'} filled={stopped} />
    </button>
  )
}

function Speed({ w }: { w: Watching }) {
  const t = words()
  const picture = w.picture.value
  const rate = picture?.rate.value ?? 1
  return (
    <button
      type="button"
      class="speed n"
      aria-label={t.speedLabel(rate)}
      onClick={() => picture?.setRate(kSpeeds[(kSpeeds.indexOf(rate) + 1) % kSpeeds.length]!)}
      data-test="speed"
    >
      {t.speed(rate)}
    </button>
  )
}

function Steps({ w, forward }: { w: Watching; forward: boolean }) {
  const t = words()
  return (
    <button type="button" class="ten" aria-label={forward ? t.forward10 : t.back10} onClick={() => w.step(forward ? kStepMs : -kStepMs)}>
      <Icon name={forward ? 'forward10' : 'back10'} />
      <small aria-hidden="true">10</small>
    </button>
  )
}

/** Nothing where there are no captions; goes through their languages. */
function CaptionButton({ w }: { w: Watching }) {
  const t = words()
  const { tracks, chosen } = w.captions
  if (tracks.value.length === 0) return null
  const on = chosen.value !== null
  return (
    <button type="button" class={`cc ${on ? 'on' : ''}`} aria-pressed={on} aria-label={on ? t.captionsOn(languageName(chosen.value!, language.value)) : t.captionsOff} onClick={() => w.captions.next()} data-test="captions-button" data-chosen={chosen.value ?? ''} data-code={on && tracks.value.length > 1 ? chosen.value!.split('-')[0] : undefined}>
      <Icon name="captions" />
    </button>
  )
}

/** What is said now, over the picture. */
export function CaptionLines({ w }: { w: Watching }) {
  const { said, chosen } = w.captions
  if (said.value.length === 0) return null
  return <p class="caps" lang={chosen.value ?? undefined} data-test="caption-lines">{said.value.map((line, at) => <span key={at}>{line}</span>)}</p>
}

function Pip({ w }: { w: Watching }) {
  const t = words()
  const video = w.picture.value?.video
  if (!video || !canPip()) return null
  return (
    <button type="button" aria-label={t.pip} onClick={() => void togglePip(video)}>
      <Icon name="pip" />
    </button>
  )
}

export function SoundButton({ w, round = false }: { w: Watching; round?: boolean }) {
  const t = words()
  const picture = w.picture.value
  const muted = picture?.muted.value ?? true
  return (
    <button type="button" class={round ? 'round' : ''} aria-label={muted ? t.unmute : t.mute} onClick={() => picture?.setMuted(!muted)} data-test="mute">
      <Icon name={muted ? 'mute' : 'volume'} />
    </button>
  )
}

/** Muted because browsers start that way: says so until the viewer has chosen. */
export function SoundOffer({ w }: { w: Watching }) {
  const t = words()
  const [done, setDone] = useState(false)
  const picture = w.picture.value
  if (done || !picture || !picture.muted.value || !w.hasPicture.value) return null
  return (
    <button
      type="button"
      class="sound-offer"
      onClick={() => {
        picture.setMuted(false)
        picture.play()
        setDone(true)
      }}
      data-test="sound-on"
    >
      <Icon name="mute" size="s" />
      {t.soundOn}
    </button>
  )
}

function Volume({ w }: { w: Watching }) {
  const t = words()
  const picture = w.picture.value
  return (
    <span class="vol">
      <SoundButton w={w} />
      <input
        type="range"
        min="0"
        max="1"
        step="0.05"
        aria-label={t.volume}
        value={picture?.muted.value ? 0 : (picture?.volume.value ?? 1)}
        onInput={(event) => picture?.setVolume(Number(event.currentTarget.value))}
      />
    </span>
  )
}

/** "Live 24:31", and the way back to it from further behind. */
function Edge({ w }: { w: Watching }) {
  const t = words()
  const at = w.room.playhead.value ?? 0
  const behind = w.behind.value > kBehindMs || w.stage.value === 'paused'
  return behind ? (
    <button type="button" class="edge late n" onClick={() => w.toEdge()} data-test="go-live">
      {t.toEdge}
    </button>
  ) : (
    <span class="edge n">
      {t.live} {clock(at)}
    </span>
  )
}

export function DeskBar({ w }: { w: Watching }) {
  const t = words()
  const live = w.room.live.value
  const video = w.picture.value?.video
  return (
    <div class="bar-area" role="group" aria-label={t.playback}>
      {!live && (
        <div class="arc-line">
          <ChapterLine w={w} />
          <Scrubber w={w} />
          <Times w={w} />
        </div>
      )}
      <div class="cb">
        <PlayButton w={w} />
        {!live && <Steps w={w} forward={false} />}
        {!live && <Steps w={w} forward />}
        <Volume w={w} />
        {live ? <Edge w={w} /> : <Speed w={w} />}
        <span class="sp" />
        {!live && <CaptionButton w={w} />}
        <Pip w={w} />
        {video && canFullscreen(video) && (
          <button type="button" aria-label={t.fullscreen} onClick={() => void toggleFullscreen(video)}>
            <Icon name="fullscreen" />
          </button>
        )}
      </div>
    </div>
  )
}

export function PhoneArchiveControls({ w }: { w: Watching }) {
  const t = words()
  return (
    <section class="ctl" aria-label={t.playback}>
      <ChapterLine w={w} />
      <Scrubber w={w} />
      <Times w={w} />
      <div class="btns">
        <Speed w={w} />
        <Steps w={w} forward={false} />
        <PlayButton w={w} big />
        <Steps w={w} forward />
        <CaptionButton w={w} />
        <button type="button" aria-label={t.chaptersAndProducts} onClick={() => (w.panel.value = 'chapters')} data-test="chapters-button">
          <Icon name="list" />
        </button>
      </div>
    </section>
  )
}
