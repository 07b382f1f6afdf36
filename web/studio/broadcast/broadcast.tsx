// The presenter's phone: the camera fills it, and over it stand the state of the line, the chat, and one thing to do.
import { useEffect, useRef, useState } from 'preact/hooks'
import { clock, count } from '../../shared/format.ts'
import { Icon } from '../../shared/icons.tsx'
import { toast } from '../../shared/toast.tsx'
import { CueRoom } from '../live/cue_room.ts'
import { HoldButton } from '../live/hold_button.tsx'
import { Greetings } from '../fans/greeting.tsx'
import { LevelMark } from '../fans/level_mark.tsx'
import { broadcastWords } from '../messages/broadcast.ts'
import { common } from '../messages/common.ts'
import { prompterWords } from '../messages/prompter.ts'
import { rehearsalWords } from '../messages/rehearsal.ts'
import { explain } from '../parts/explain.ts'
import { useLoaded, Waiting } from '../parts/load.tsx'
import { NotLoaded } from '../parts/nowhere.tsx'
import { guardLeaving } from '../route.ts'
import { staff } from '../session.ts'
import { studioApi } from '../studio_api.ts'
import { Asked, type Question } from './asked.tsx'
import { HealthSheet } from './health_sheet.tsx'
import { kSteps } from './level.ts'
import { Notes } from './notes.tsx'
import { CueCard, DirectorLine, keepPrompter, prompterWanted, QuestionCard } from './prompter.tsx'
import { Stage } from './stage.ts'
import { StageRoom } from './stage_room.ts'
import { lineTone } from './verdict.ts'
import './broadcast.css'

/** Lines of chat that are on the picture; a presenter reads at arm's length. */
const kLines = 5
/** Beside the cue and what is asked there is less room, and they are larger. */
const kBigLines = 3

interface Parts {
  stage: Stage
  room: StageRoom
}

export default function BroadcastPage({ id }: { id: string }) {
  const loaded = useLoaded(`broadcast ${id}`, () => studioApi.show(id))
  const [parts, setParts] = useState<Parts | null>(null)
  useEffect(() => {
    if (!loaded.data) return
    const made = { stage: new Stage(id), room: new StageRoom(loaded.data) }
    made.room.open()
    const allowed = staff.value && ['owner', 'director', 'presenter'].includes(staff.value.role)
    if (allowed && made.room.show.value.state !== 'archived' && made.room.show.value.state !== 'cancelled') made.stage.open()
    setParts(made)
    return () => {
      made.stage.close()
      made.room.close()
    }
  }, [loaded.data])
  if (parts) return <OnStage {...parts} />
  return loaded.problem ? <main class="page" id="main"><NotLoaded problem={loaded.problem} again={loaded.reload} /></main> : <Waiting />
}

function OnStage({ stage, room }: Parts) {
  const words = broadcastWords()
  const [asking, setAsking] = useState<Question | null>(null)
  const [health, setHealth] = useState(false)
  const [busy, setBusy] = useState(false)
  const [prompter, setPrompter] = useState(prompterWanted)
  const [cues] = useState(() => new CueRoom(room))
  useEffect(() => cues.open(), [cues])
  const show = room.show.value
  const state = stage.sender.state.value
  const live = show.state === 'live'
  const over = show.state === 'archived' || show.state === 'cancelled' ? show.state : null
  const allowed = ['owner', 'director', 'presenter'].includes(staff.value?.role ?? '')

  useEffect(() => {
    document.title = `${words.title} | ${show.title}`
  }, [words.title, show.title])
  useEffect(() => {
    if (over) stage.leave()
  }, [over])
  const taken = stage.sender.refusal.value
  useEffect(() => {
    if (taken?.type === 'already-publishing') setAsking('take')
  }, [taken])
  const slept = stage.slept.value
  useEffect(() => {
    if (slept > 0) toast(prompterWords().slept(clock(slept)), { tone: 'info', ms: 8000 })
  }, [slept])
  const sending = stage.sender.wanted
  useEffect(() => {
    if (!sending) return
    guardLeaving(() => confirm(words.leaveGuard))
    const ask = (event: BeforeUnloadEvent): void => event.preventDefault()
    addEventListener('beforeunload', ask)
    return () => {
      guardLeaving(null)
      removeEventListener('beforeunload', ask)
    }
  }, [sending])

  const act = async (what: Question): Promise<void> => {
    setBusy(true)
    try {
      if (what === 'start') await room.start()
      else if (what === 'end') await room.end()
      else if (what === 'leave') stage.leave()
      else stage.goOnAir(true)
      setAsking(null)
      if (what === 'start') toast(words.started)
    } catch (cause) {
      toast(explain(cause), { tone: 'bad' })
    } finally {
      setBusy(false)
    }
  }
  const shown = state === 'sending' ? (live ? 'live' : 'preview') : state === 'away' ? 'away' : state === 'connecting' ? 'connecting' : 'off'
  const { value: line } = stage.sender.sending
  const tone = lineTone(state, line)
  const prompting = prompter && live
  return (
    <main class={`cast-stage night ${prompting ? 'is-prompting' : ''}`} id="main" data-test="broadcast" data-state={state} data-show={show.state} data-wanted={line.wanted} data-delay={Math.round(line.delay)}>
      <Camera stage={stage} />
      <div class="cast-scrim" aria-hidden="true" />
      <header class="cast-top">
        {!sending && <a class="cast-back" href={`/studio/shows/${encodeURIComponent(show.id)}`} aria-label={words.back} title={words.back} data-test="back"><Icon name="chevronLeft" /></a>}
        <span class={`cast-state is-${shown}`} role="status" data-test="state">{shown === 'live' && show.rehearsal ? rehearsalWords().mark : words.state[shown]}</span>
        {live && <span class="cast-chip n" role="timer" aria-label={words.clock} data-test="clock"><b>{clock(room.clock.value ?? show.clock)}</b></span>}
        {live && <span class="cast-chip n" aria-label={`${words.watching} ${room.watching.value}`}><Icon name="eye" size="s" />{count(room.watching.value)}</span>}
        {tone !== 'off' && (
          <button type="button" class={`cast-chip cast-line is-${tone}`} onClick={() => setHealth(true)} data-test="health" data-tone={tone}>
            <Icon name={tone === 'ok' ? 'signal' : 'alert'} size="s" />
            <b>{words.tone[tone]}</b>
            {tone !== 'bad' && <span class="n">{words.mbps((line.sent / 1_000_000).toFixed(1))}</span>}
          </button>
        )}
      </header>
      <Notes stage={stage} room={room} />
      {!over && allowed && <Level stage={stage} />}
      {prompting && <CueCard room={room} cues={cues} />}
      {!over && allowed && <DirectorLine room={room} />}
      {!over && <Talk room={room} big={prompting} />}
      <footer class="cast-foot">
        {over ? (
          <div class="cast-card" data-test="over">
            <h1>{words.over[over]}</h1>
            <a class="btn do" href={`/studio/shows/${encodeURIComponent(show.id)}/live`}>{words.toShow}</a>
          </div>
        ) : !allowed ? <p class="cast-card" data-test="forbidden">{words.forbidden}</p> : (
          <>
            {!sending && stage.stream.value && <p class="cast-hint">{live ? words.sendHint.live : words.sendHint.coming}</p>}
            <div class="cast-controls">
              {stage.cameras.value > 1 && <Tool icon="flip" label={words.flip} hint={words.flipDo} onClick={() => void stage.flip()} test="flip" />}
              <Tool icon={stage.muted.value ? 'micOff' : 'mic'} label={stage.muted.value ? words.muted : words.mute} hint={stage.muted.value ? words.unmute : words.muteDo} off={stage.muted.value} onClick={() => stage.toggleMute()} test="mute" />
              {live && <Tool icon="list" label={prompterWords().toggle} hint={prompter ? prompterWords().hide : prompterWords().show} pressed={prompter} onClick={() => {
                keepPrompter(!prompter)
                setPrompter(!prompter)
              }} test="prompter" />}
              {sending && <Tool icon="camera" label={words.leave} hint={words.leaveLong} onClick={() => setAsking('leave')} test="leave" />}
              {!sending ? (
                <button type="button" class="btn do big" disabled={!stage.stream.value} onClick={() => stage.goOnAir()} data-test="send">{words.send}</button>
              ) : live ? (
                <span class="cast-end"><HoldButton disabled={busy} onHeld={() => void act('end')} onAsk={() => setAsking('end')} /></span>
              ) : (
                <button type="button" class="btn do big" onClick={() => setAsking('start')} data-test="start">{words.start}</button>
              )}
            </div>
          </>
        )}
      </footer>
      <Asked question={asking} from={String(taken?.members['protocol'] ?? 'browser')} busy={busy} onClose={() => setAsking(null)} onDo={(what) => void act(what)} />
      <HealthSheet open={health} onClose={() => setHealth(false)} stage={stage} tone={tone} />
    </main>
  )
}

function Camera({ stage }: { stage: Stage }) {
  const words = broadcastWords()
  const video = useRef<HTMLVideoElement>(null)
  const stream = stage.stream.value
  const trouble = stage.trouble.value
  useEffect(() => {
    const element = video.current
    if (!element) return
    element.srcObject = stream
    let size = ''
    const resized = (): void => {
      const now = `${element.videoWidth}×${element.videoHeight}`
      if (size && now !== size) stage.turned()
      size = now
    }
    element.addEventListener('resize', resized)
    return () => element.removeEventListener('resize', resized)
  }, [stream])
  return (
    <>
      <video ref={video} class={`cast-picture ${stage.facing.value === 'user' ? 'mirrored' : ''}`} autoPlay muted playsInline aria-label={words.camera} data-test="camera" />
      {trouble ? (
        <section class="cast-trouble cast-card" role="alert" data-test="trouble" data-trouble={trouble}>
          <Icon name="alert" />
          <h1>{words.trouble[trouble].title}</h1>
          <p>{words.trouble[trouble].text}</p>
          {trouble !== 'unsupported' && trouble !== 'insecure' && <button type="button" class="btn" onClick={() => void stage.openCamera(stage.facing.value)} data-test="reopen">{words.retry}</button>}
        </section>
      ) : !stream && <p class="cast-opening" role="status"><span class="spin" aria-hidden="true" />{words.opening}</p>}
    </>
  )
}

function Level({ stage }: { stage: Stage }) {
  const words = broadcastWords()
  const level = stage.level.value
  if (!stage.stream.value || !stage.sound.value) return null
  return (
    <div class="cast-level" role="meter" aria-label={words.levelNow(level)} aria-valuenow={level} aria-valuemin={0} aria-valuemax={kSteps} data-test="level">
      {Array.from({ length: kSteps }, (_, place) => {
        const step = kSteps - place
        return <i key={step} class={`${step <= level ? 'on' : ''} ${step >= kSteps - 1 ? 'loud' : ''}`} />
      })}
      <span>{words.level}</span>
    </div>
  )
}

function Talk({ room, big }: { room: StageRoom; big: boolean }) {
  const words = broadcastWords()
  const show = room.show.value
  const pinned = show.shelf.find(({ id }) => id === show.pin?.product)
  const { marks } = room.regulars.value
  const lines = room.chat.value.lines.filter(({ hidden, text }) => !hidden && text).slice(big ? -kBigLines : -kLines)
  return (
    <section class="cast-talk" aria-label={words.chat} data-test="chat">
      {pinned && (
        <p class="cast-pin" data-test="pinned"><Icon name="pin" size="s" /><span><small>{words.pinned}</small><b>{pinned.title}</b></span><span class="n">{common().left(pinned.left)}</span></p>
      )}
      <Greetings regulars={room.regulars} />
      {lines.length === 0 ? (show.state === 'live' && <p class="cast-quiet">{words.chatEmpty}</p>) : (
        <ul class="chat" aria-live="polite">
          {lines.map((line) => (
            <li key={line.seq} class={line.role === 'viewer' ? '' : 'staff'} data-test="chat-line">
              {marks.has(line.person) && <LevelMark level={marks.get(line.person)!} />}
              <span class="who">{line.name}</span>{line.text}
            </li>
          ))}
        </ul>
      )}
      {big && <QuestionCard room={room} />}
    </section>
  )
}

type ToolIcon = 'flip' | 'mic' | 'micOff' | 'camera' | 'list'

function Tool({ icon, label, hint, off = false, pressed, onClick, test }: { icon: ToolIcon; label: string; hint: string; off?: boolean; pressed?: boolean; onClick: () => void; test: string }) {
  return (
    <button type="button" class={`cast-tool ${off ? 'off' : ''}`} title={hint} aria-pressed={pressed} onClick={onClick} data-test={test}>
      <Icon name={icon} />
      <span>{label}</span>
    </button>
  )
}
