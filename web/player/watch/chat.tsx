// Chat as it rises over the picture (phones) and as it stands beside it (desks), and the line one writes.
import { signal } from '@preact/signals'
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'
import { Problem } from '../../shared/api.ts'
import { dateTime } from '../../shared/format.ts'
import { language } from '../../shared/i18n.ts'
import { Icon } from '../../shared/icons.tsx'
import { problemText } from '../../shared/messages/words.ts'
import { toast } from '../../shared/toast.tsx'
import { askWords } from '../messages/asking.ts'
import { words } from '../messages/words.ts'
import type { Line } from '../lines.ts'
import { shop } from '../visit.ts'
import type { Watching } from './watching.ts'

const kRising = 6
const kLongestLine = 200

function ChatLine({ line, over }: { line: Line; over: boolean }) {
  const t = words()
  const staff = line.by.role !== 'viewer'
  const role = staff ? (t.roles[line.by.role] ?? t.roles['director']) : null
  return (
    <li
      class={`${staff ? 'staff' : ''} ${line.mine && !over ? 'mine' : ''} ${line.pending ? 'pending' : ''} ${line.hidden ? 'gone' : ''}`}
      data-test="chat-line"
      data-seq={line.seq}
      data-at={Math.round(line.at)}
    >
      {line.later && <span class="after">{t.later}</span>}
      {role && <span class="role">{role}</span>}
      {!(line.mine && !over) && <span class="who">{line.by.name}</span>}
      {staff && <br />}
      {line.question && <span class="asked" data-test="asked-line"><Icon name="question" size="xs" />{askWords().question}</span>}
      {line.to && <span class="quote" data-test="quote"><b>{line.to.name}</b> {line.to.text}</span>}
      <span class="what">{line.text}</span>
      {line.held && <span class="note">{t.heldLine}</span>}
      {line.pending && <span class="vh">（{t.sending}）</span>}
      {line.hidden && <span class="note">{t.hiddenLine}</span>}
    </li>
  )
}

/** The line that staff have pinned: it stays while others go by. */
export function PinnedLine({ w }: { w: Watching }) {
  const t = words()
  const line = w.room.quotes.pinned.value
  if (!line) return null
  return (
    <p class="line-pin" role="status" data-test="pinned-line">
      <Icon name="pin" size="xs" />
      <span><span class="vh">{t.pinnedLine} </span><b>{line.name}</b> {line.text}</span>
    </p>
  )
}

/** The last few lines, over the picture's lower left. */
export function ChatRise({ w }: { w: Watching }) {
  const t = words()
  const lines = w.room.lines.value.slice(-kRising)
  return (
    <section class="rise" aria-label={w.room.live.value ? t.chat : t.chatAtMoment}>
      <div role="log" aria-live="polite" data-test="chat">
        <ul class="chat">
          {lines.map((line) => (
            <ChatLine key={line.seq} line={line} over />
          ))}
        </ul>
      </div>
      <PinnedLine w={w} />
    </section>
  )
}

/** All lines up to the playhead, beside the picture. Follows the newest unless one has scrolled up to read. */
export function ChatLog({ w }: { w: Watching }) {
  const t = words()
  const box = useRef<HTMLDivElement>(null)
  const follows = useRef(true)
  const [unread, setUnread] = useState(false)
  const lines = w.room.lines.value
  const newest = lines.at(-1)?.seq

  const toEnd = (): void => {
    const element = box.current
    if (element) element.scrollTop = element.scrollHeight
    follows.current = true
    setUnread(false)
  }
  useLayoutEffect(() => {
    if (follows.current) toEnd()
    else setUnread(true)
  }, [newest, lines.length])

  return (
    <div class="log-wrap">
      <PinnedLine w={w} />
      <div
        class="log"
        ref={box}
        tabIndex={0}
        aria-label={t.chat}
        role="log"
        aria-live="polite"
        data-test="chat"
        onScroll={({ currentTarget: element }) => {
          follows.current = element.scrollHeight - element.scrollTop - element.clientHeight < 40
          if (follows.current) setUnread(false)
        }}
      >
        {lines.length === 0 && <p class="empty">{w.room.live.value ? t.chatEmpty : t.chatEmptyArchive}</p>}
        <ul class="chat">
          {lines.map((line) => (
            <ChatLine key={line.seq} line={line} over={false} />
          ))}
        </ul>
      </div>
      {unread && (
        <button type="button" class="btn small to-end" onClick={toEnd}>
          <Icon name="chevronDown" size="xs" />
          {t.newLines}
        </button>
      )}
    </div>
  )
}

// The draft outlives the input: it stays over a reconnection, a sheet, and a turned phone.
const draft = signal('')
const waitUntil = signal(0)
const waitLeft = signal(0)

/** The wait is that of slow mode, and ends with it. */
let slowed = false

function waitFor(ms: number, bySlowMode: boolean): void {
  slowed = bySlowMode
  waitUntil.value = Date.now() + ms
  waitLeft.value = Math.ceil(ms / 1000)
}

async function post(w: Watching): Promise<void> {
  const text = draft.value.trim()
  if (text === '' || waitLeft.value > 0) return
  draft.value = ''
  try {
    await w.room.say(text)
    const slow = w.room.show.value.talk.slow_seconds
    if (slow > 0) waitFor(slow * 1000, true)
  } catch (cause) {
    const problem = Problem.from(cause)
    if (draft.value === '') draft.value = text
    if (problem.type === 'banned') {
      const { reason, until } = problem.members
      w.room.banned.value = { reason: String(reason ?? ''), until: typeof until === 'string' ? until : null }
    } else if (problem.type === 'word-refused' || problem.type === 'name-refused') {
      const own = problem.members['reason']
      toast(typeof own === 'string' ? words().refusedBecause(own) : problem.type === 'name-refused' ? words().nameRefused : words().wordRefused, { tone: 'bad' })
    } else if ((problem.type === 'too-many' || problem.type === 'slow-mode') && problem.retryAfterMs) {
      waitFor(problem.retryAfterMs, problem.type === 'slow-mode')
    } else toast(problem.type === 'invalid' && problem.detail ? problem.detail : problemText(problem), { tone: 'bad' })
  }
}

/** The input. Enter sends, except while an input method is still choosing characters. */
export function SayForm({ w, desk = false, focus = false, onSent }: { w: Watching; desk?: boolean; focus?: boolean; onSent?: () => void }) {
  const t = words()
  const input = useRef<HTMLInputElement>(null)
  const waiting = waitLeft.value > 0
  useEffect(() => {
    if (!waiting) return
    const timer = setInterval(() => {
      waitLeft.value = Math.max(0, Math.ceil((waitUntil.value - Date.now()) / 1000))
    }, 200)
    return () => clearInterval(timer)
  }, [waiting])
  useEffect(() => {
    if (focus) input.current?.focus()
  }, [])
  const slow = w.room.show.value.talk.slow_seconds
  useEffect(() => {
    if (slow === 0 && slowed) waitUntil.value = waitLeft.value = 0 // or the next tick would count on
  }, [slow])
  const name = w.room.you.value?.name ?? ''
  const banned = w.room.banned.value
  if (banned) {
    return (
      <p class="banned" role="status" data-test="banned">
        <Icon name="info" size="s" />
        <span>
          {banned.until ? t.bannedUntil(dateTime(new Date(banned.until), language.value)) : t.bannedForGood} {t.bannedReason(banned.reason)}
          <br />
          {t.bannedStill}
          {shop.value?.legal.includes('tokushoho') && <> <a href="/legal/tokushoho" target="_blank" rel="noopener">{t.bannedAsk}</a></>}
        </span>
      </p>
    )
  }
  return (
    <form
      class="say-form"
      onSubmit={(event) => {
        event.preventDefault()
        if (draft.value.trim() === '') return
        void post(w)
        onSent?.()
      }}
    >
      <input
        ref={input}
        class={`in ${waiting ? 'off' : ''}`}
        value={draft.value}
        maxLength={kLongestLine}
        placeholder={waiting ? t.sayNext(waitLeft.value) : slow > 0 ? t.saySlow(slow) : desk && name ? t.sayAs(name) : t.say}
        aria-label={t.say}
        enterkeyhint="send"
        autocomplete="off"
        data-test="chat-input"
        {...(focus ? { 'data-focus': true } : {})}
        onInput={(event) => (draft.value = event.currentTarget.value)}
        onKeyDown={(event) => {
          // Enter that ends a conversion must not send (Safari tells it only by the code 229).
          if (event.key === 'Enter' && (event.isComposing || event.keyCode === 229)) event.preventDefault()
        }}
      />
      {waiting && draft.value !== '' && <span class="wait n">{t.sayWait(waitLeft.value)}</span>}
      {(desk || (draft.value !== '' && !waiting)) && (
        <button type="submit" class={desk ? 'btn' : 'round send'} disabled={waiting || draft.value.trim() === ''} aria-label={t.send} data-test="chat-send">
          {desk ? t.send : <Icon name="send" size="s" />}
        </button>
      )}
    </form>
  )
}
