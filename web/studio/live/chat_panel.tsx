// The chat with moderation: follows the newest line unless a line is selected or the director scrolled back.
import { memo } from 'preact/compat'
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'
import type { Ref } from 'preact'
import { clock } from '../../shared/format.ts'
import { Icon } from '../../shared/icons.tsx'
import { toast } from '../../shared/toast.tsx'
import type { FanLevel } from '../fans/fans_api.ts'
import { LevelMark } from '../fans/level_mark.tsx'
import { common } from '../messages/common.ts'
import { liveWords } from '../messages/live.ts'
import { talkWords } from '../messages/talk.ts'
import { kSlowSteps } from '../settings/slow_steps.ts'
import { BanDialog } from './ban_dialog.tsx'
import { linesPerMinute, type ChatLine } from './chat_model.ts'
import type { Room } from './room.ts'

/** Lines drawn before older ones are asked for. */
const kDrawn = 200
const kMostText = 200
const kNearEndPx = 40

interface Props {
  room: Room
  selected: number | null
  onSelect: (seq: number | null) => void
  onHide: (line: ChatLine) => void
  onSay: (text: string, to: number | null) => Promise<boolean>
  attempt: (act: () => Promise<unknown>) => Promise<boolean>
  inputRef: Ref<HTMLInputElement>
}

export function ChatPanel({ room, selected, onSelect, onHide, onSay, attempt, inputRef }: Props) {
  const words = liveWords()
  const talk = talkWords()
  const [replyTo, setReplyTo] = useState<ChatLine | null>(null)
  const [banning, setBanning] = useState<ChatLine | null>(null)
  const pinned = room.chat.value.pinned.line
  const pinnedLine = room.chat.value.lines.find((line) => line.seq === pinned && !line.hidden) ?? null
  const acts: LineActs = {
    pinned,
    quoted: (seq) => room.chat.value.lines.find((line) => line.seq === seq) ?? null,
    onReply: (line) => {
      setReplyTo(line)
      if (inputRef && 'current' in inputRef) inputRef.current?.focus()
    },
    onPin: (line) => void attempt(() => room.toggleLinePin(line.seq)),
    onBan: setBanning,
  }
  const list = useRef<HTMLDivElement>(null)
  const [drawn, setDrawn] = useState(kDrawn)
  const [away, setAway] = useState(false)
  const lines = room.chat.value.lines
  const shown = lines.slice(-drawn)
  const following = selected === null && !away
  const show = room.show.value

  useLayoutEffect(() => {
    if (following && list.current) list.current.scrollTop = list.current.scrollHeight
  }, [lines, following])
  useEffect(() => {
    if (selected !== null) list.current?.querySelector('.sel')?.scrollIntoView({ block: 'nearest' })
  }, [selected])

  return (
    <section class="room" aria-labelledby="chat" data-test="chat">
      <div class="ph">
        <h2 id="chat">{words.chat}</h2>
        {show.state === 'live' && <span class="tag n">{words.perMinute(linesPerMinute(lines, room.clock.value ?? 0))}</span>}
        <select class="slow" aria-label={talk.slow} title={talk.slow} value={show.talk.slow_seconds} onChange={(event) => {
          const seconds = Number(event.currentTarget.value)
          void attempt(() => room.slowDown(seconds))
        }} data-test="slow">
          {[...new Set([...kSlowSteps, show.talk.slow_seconds])].sort((a, b) => a - b).map((one) => <option key={one} value={one}>{one === 0 ? `${talk.slow}: ${talk.seconds(0)}` : talk.seconds(one)}</option>)}
        </select>
        {!following && (
          <button type="button" class="btn small m" onClick={() => {
            setAway(false)
            onSelect(null)
          }} data-test="latest"><Icon name="chevronDown" size="s" />{words.latest}</button>
        )}
      </div>
      <div class="above">
        {pinnedLine && (
          <p class="pinned-line" data-test="pinned-line"><Icon name="pin" size="xs" /><span><span class="vh">{talk.pinned} </span><b>{pinnedLine.name}</b> {pinnedLine.text}</span>
            <button type="button" class="link" onClick={() => acts.onPin(pinnedLine)} data-test="unpin-line">{talk.unpin}</button></p>
        )}
        {room.chat.value.held.length > 0 && <Held room={room} attempt={attempt} />}
      </div>
      <div
        class="log"
        ref={list}
        tabIndex={0}
        role="log"
        aria-live="off"
        aria-label={words.chat}
        onScroll={(event) => {
          const { scrollTop, clientHeight, scrollHeight } = event.currentTarget
          setAway(scrollHeight - clientHeight - scrollTop > kNearEndPx)
        }}
      >
        {lines.length > shown.length && (
          <button type="button" class="btn quiet small older" onClick={() => setDrawn(drawn + kDrawn)} data-test="older">
            {words.older(Math.min(kDrawn, lines.length - shown.length))}
          </button>
        )}
        {lines.length === 0 && (
          <p class="chat-empty">{room.reading.value ? words.chatReading : <>{words.chatEmpty}<br />{show.state === 'live' && words.chatEmptyHint}</>}</p>
        )}
        <ul>
          {shown.map((line) => <Line key={line.seq} line={line} selected={line.seq === selected} onSelect={onSelect} onHide={onHide} acts={acts} quoted={line.to === undefined ? null : acts.quoted(line.to)} pinned={line.seq === pinned} level={room.regulars.value.marks.get(line.person) ?? null} language={words} />)}
        </ul>
      </div>
      <Composer onSay={onSay} inputRef={inputRef} closed={show.state === 'cancelled'} replyTo={replyTo} onReplied={() => setReplyTo(null)} />
      {banning && <BanDialog line={banning} onClose={() => setBanning(null)} onBan={async (ban) => {
        if (await attempt(() => room.ban(banning.person, ban))) {
          toast(talk.banned)
          setBanning(null)
        }
      }} />}
    </section>
  )
}

interface LineProps {
  line: ChatLine
  selected: boolean
  onSelect: (seq: number | null) => void
  onHide: (line: ChatLine) => void
  acts: LineActs
  quoted: ChatLine | null
  pinned: boolean
  /** Of a regular. */
  level: FanLevel | null
  /** Only so that a change of language draws the line anew. */
  language: unknown
}

interface LineActs {
  pinned: number | null
  quoted: (seq: number) => ChatLine | null
  onReply: (line: ChatLine) => void
  onPin: (line: ChatLine) => void
  onBan: (line: ChatLine) => void
}

/** A line is drawn again for what it shows, not because a list of acts was made anew. */
const sameLine = (a: LineProps, b: LineProps): boolean =>
  a.line === b.line && a.selected === b.selected && a.quoted === b.quoted && a.pinned === b.pinned && a.level === b.level && a.language === b.language && !b.selected

const Line = memo(function Line({ line, selected, onSelect, onHide, acts, quoted, pinned, level }: LineProps) {
  const words = liveWords()
  const talk = talkWords()
  const staff = line.role !== 'viewer'
  return (
    <li class={`${staff ? 'st' : ''} ${line.hidden ? 'hid' : ''} ${selected ? 'sel' : ''}`} data-test="chat-line" data-seq={line.seq} data-hidden={line.hidden} aria-current={selected ? 'true' : undefined}
      onClick={() => {
        // Selecting text to copy it is not choosing the line.
        if (!getSelection()?.toString()) onSelect(selected ? null : line.seq)
      }}>
      <span class="tm n">{clock(line.at)}</span>
      <span>
        {staff && <span class="role">{common().roles[line.role as keyof ReturnType<typeof common>['roles']] ?? line.role}</span>}
        {level && <LevelMark level={level} />}
        <span class="who">{line.name}</span>
        {quoted && <span class="quote" data-test="quote">{quoted.name} {quoted.hidden ? words.textGone : (quoted.text ?? words.textGone)}</span>}
        {line.hidden ? <s>{line.text ?? words.textGone}</s> : (line.text ?? words.textGone)}
        {line.hidden && (
          <span class="why">
            <Icon name="eyeOff" size="xs" />
            {words.hiddenBy(line.moderator ?? '')}
            <button type="button" class="link" onClick={(event) => {
              event.stopPropagation()
              onHide(line)
            }} data-test="show-again">{words.show}</button>
          </span>
        )}
      </span>
      {selected && !line.hidden && (
        <div class="acts">
          <button type="button" class="btn" onClick={(event) => {
            event.stopPropagation()
            onHide(line)
          }} data-test="hide"><Icon name="eyeOff" size="s" />{words.hide} <kbd>H</kbd></button>
          <button type="button" class="btn" onClick={(event) => {
            event.stopPropagation()
            acts.onReply(line)
          }} data-test="reply"><Icon name="chat" size="s" />{talk.reply} <kbd>R</kbd></button>
          <button type="button" class="btn" aria-pressed={pinned} onClick={(event) => {
            event.stopPropagation()
            acts.onPin(line)
          }} data-test="pin-line"><Icon name="pin" size="s" />{pinned ? talk.unpin : talk.pin}</button>
          {!staff && <button type="button" class="btn" onClick={(event) => {
            event.stopPropagation()
            acts.onBan(line)
          }} data-test="ban"><Icon name="alert" size="s" />{talk.ban}</button>}
        </div>
      )}
    </li>
  )
}, sameLine)

/** Lines that a listed word holds back until somebody has looked at them. */
function Held({ room, attempt }: { room: Room; attempt: Props['attempt'] }) {
  const talk = talkWords()
  const { held } = room.chat.value
  return (
    <details class="held" open data-test="held">
      <summary>{talk.held} <span class="tag n">{held.length}</span></summary>
      <p class="hint">{talk.aboutToShow}</p>
      <ul>
        {held.map((line) => (
          <li key={line.seq} data-test="held-line">
            <span><b>{line.name}</b> {line.text}</span>
            <span class="held-acts">
              <button type="button" class="btn small" onClick={() => void attempt(() => room.settleHeld(line.seq, true))} data-test="approve">{talk.approve}</button>
              <button type="button" class="btn small" onClick={() => void attempt(() => room.settleHeld(line.seq, false))} data-test="reject">{talk.reject}</button>
            </span>
          </li>
        ))}
      </ul>
    </details>
  )
}

interface ComposerProps {
  onSay: Props['onSay']
  inputRef: Ref<HTMLInputElement>
  closed: boolean
  replyTo: ChatLine | null
  onReplied: () => void
}

function Composer({ onSay, inputRef, closed, replyTo, onReplied }: ComposerProps) {
  const words = liveWords()
  const talk = talkWords()
  const [text, setText] = useState('')
  const [busy, setBusy] = useState(false)
  const over = [...text].length - kMostText
  const send = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault()
    if (text.trim() === '' || over > 0 || busy) return
    setBusy(true)
    // The draft stays until the server has the line.
    if (await onSay(text.trim(), replyTo?.seq ?? null)) {
      setText('')
      onReplied()
    }
    setBusy(false)
  }
  if (closed) return null
  return (
    <form class="line" onSubmit={(event) => void send(event)}>
      {replyTo && (
        <p class="reply-to" data-test="reply-to"><span>{talk.replyTo(replyTo.name)}: {replyTo.text}</span>
          <button type="button" class="link" onClick={onReplied}>{talk.stopReply}</button></p>
      )}
      <input ref={inputRef} value={text} placeholder={words.write} aria-label={words.write} aria-invalid={over > 0 ? true : undefined} enterkeyhint="send" autoComplete="off"
        onInput={(event) => setText(event.currentTarget.value)} data-test="say" />
      {over > 0 && <span class="over-text n" role="alert">{words.tooLong(over)}</span>}
      <button type="submit" class="btn small" disabled={text.trim() === '' || over > 0 || busy} data-test="send"><Icon name="send" size="s" />{words.send}</button>
    </form>
  )
}
