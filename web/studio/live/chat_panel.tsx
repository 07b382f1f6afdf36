// The chat with moderation: follows the newest line unless a line is selected or the director scrolled back.
import { memo } from 'preact/compat'
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'
import type { Ref } from 'preact'
import { clock } from '../../shared/format.ts'
import { Icon } from '../../shared/icons.tsx'
import { common } from '../messages/common.ts'
import { liveWords } from '../messages/live.ts'
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
  onSay: (text: string) => Promise<boolean>
  inputRef: Ref<HTMLInputElement>
}

export function ChatPanel({ room, selected, onSelect, onHide, onSay, inputRef }: Props) {
  const words = liveWords()
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
        {!following && (
          <button type="button" class="btn small m" onClick={() => {
            setAway(false)
            onSelect(null)
          }} data-test="latest"><Icon name="chevronDown" size="s" />{words.latest}</button>
        )}
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
          {shown.map((line) => <Line key={line.seq} line={line} selected={line.seq === selected} onSelect={onSelect} onHide={onHide} language={words} />)}
        </ul>
      </div>
      <Composer onSay={onSay} inputRef={inputRef} closed={show.state === 'cancelled'} />
    </section>
  )
}

interface LineProps {
  line: ChatLine
  selected: boolean
  onSelect: (seq: number | null) => void
  onHide: (line: ChatLine) => void
  /** Only so that a change of language draws the line anew. */
  language: unknown
}

const Line = memo(function Line({ line, selected, onSelect, onHide }: LineProps) {
  const words = liveWords()
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
        <span class="who">{line.name}</span>
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
        </div>
      )}
    </li>
  )
})

function Composer({ onSay, inputRef, closed }: { onSay: Props['onSay']; inputRef: Ref<HTMLInputElement>; closed: boolean }) {
  const words = liveWords()
  const [text, setText] = useState('')
  const [busy, setBusy] = useState(false)
  const over = [...text].length - kMostText
  const send = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault()
    if (text.trim() === '' || over > 0 || busy) return
    setBusy(true)
    // The draft stays until the server has the line.
    if (await onSay(text.trim())) setText('')
    setBusy(false)
  }
  if (closed) return null
  return (
    <form class="line" onSubmit={(event) => void send(event)}>
      <input ref={inputRef} value={text} placeholder={words.write} aria-label={words.write} aria-invalid={over > 0 ? true : undefined} enterkeyhint="send" autoComplete="off"
        onInput={(event) => setText(event.currentTarget.value)} data-test="say" />
      {over > 0 && <span class="over-text n" role="alert">{words.tooLong(over)}</span>}
      <button type="submit" class="btn small" disabled={text.trim() === '' || over > 0 || busy} data-test="send"><Icon name="send" size="s" />{words.send}</button>
    </form>
  )
}
