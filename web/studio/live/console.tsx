// The live console: everything a director needs in one view, by key and by pointer, every act undone by U.
import { useSignal } from '@preact/signals'
import { useEffect, useRef, useState } from 'preact/hooks'
import { Problem } from '../../shared/api.ts'
import { clock, count } from '../../shared/format.ts'
import { Icon } from '../../shared/icons.tsx'
import { toast } from '../../shared/toast.tsx'
import type { StaffOffer } from '../../shared/offers.ts'
import { cueWords } from '../messages/cues.ts'
import { liveWords } from '../messages/live.ts'
import { offerWords } from '../messages/offers.ts'
import { showWords } from '../messages/shows.ts'
import { OffersDialog } from '../offers/live_offers.tsx'
import { explain } from '../parts/explain.ts'
import { useLoaded, Waiting } from '../parts/load.tsx'
import { Movies } from '../parts/movies.tsx'
import { NotLoaded } from '../parts/nowhere.tsx'
import type { SheetCue } from '../plan/plan_api.ts'
import { Preview } from '../shows/preview.tsx'
import { ReadyList } from '../shows/ready_list.tsx'
import { studioApi } from '../studio_api.ts'
import { stepSelection, type ChatLine } from './chat_model.ts'
import { ChatPanel } from './chat_panel.tsx'
import { CuePanel } from './cue_panel.tsx'
import { CueRoom } from './cue_room.ts'
import { FiguresCard } from './figures_card.tsx'
import { HealthCard } from './health_card.tsx'
import { verdict } from './health.ts'
import { HoldsDialog } from './holds.tsx'
import { isWriting, keyAct } from './keys.ts'
import { Connection, KeysBar, KeysDialog } from './keys_bar.tsx'
import { NotesPanel } from './notes_panel.tsx'
import { PollsPanel } from './polls_panel.tsx'
import { ProductStrip } from './product_strip.tsx'
import { QuestionsPanel } from './questions_panel.tsx'
import { RehearsalOver } from '../rehearsal/rehearsal_note.tsx'
import { Room } from './room.ts'
import { SideColumn, type Side } from './side.tsx'
import { TopBar } from './top_bar.tsx'
import './live.css'

/** At once where it is there, so that what is typed right after the key goes into it. */
function focusSoon(field: { current: HTMLElement | null }): void {
  if (field.current) field.current.focus()
  else setTimeout(() => field.current?.focus())
}

type Tab = 'chat' | 'cues' | 'products' | 'state'

export default function Console({ id }: { id: string }) {
  const loaded = useLoaded(`live ${id}`, () => studioApi.show(id))
  const [room, setRoom] = useState<Room | null>(null)
  useEffect(() => {
    if (!loaded.data) return
    const made = new Room(loaded.data)
    made.open()
    setRoom(made)
    return () => made.close()
  }, [loaded.data])
  if (room) return <Desk room={room} />
  return loaded.problem ? <main class="page" id="main"><NotLoaded problem={loaded.problem} again={loaded.reload} /></main> : <Waiting />
}

function Desk({ room }: { room: Room }) {
  const words = liveWords()
  // A signal, so that a key that follows another at once sees what the first did.
  const selected = useSignal<number | null>(null)
  const select = (seq: number | null): void => {
    selected.value = seq
  }
  const [help, setHelp] = useState(false)
  const [offering, setOffering] = useState(false)
  const [sound, setSound] = useState(false)
  const [tab, setTab] = useState<Tab>('chat')
  const side = useSignal<Side>('chat')
  const turnTo = (to: Side): void => {
    setTab('chat')
    side.value = to
  }
  const input = useRef<HTMLInputElement>(null)
  const noteInput = useRef<HTMLInputElement>(null)
  const [cues] = useState(() => new CueRoom(room))
  useEffect(() => cues.open(), [cues])
  const show = room.show.value
  const live = show.state === 'live'

  const attempt = async (act: () => Promise<unknown>): Promise<boolean> => {
    try {
      await act()
      return true
    } catch (cause) {
      toast(explain(cause), { tone: 'bad' })
      return false
    }
  }
  const pin = (product: string): void => void attempt(() => room.togglePin(product))
  const hide = (line: ChatLine): void => void attempt(() => room.setHidden(line, !line.hidden))
  const offer = (which: StaffOffer): void =>
    void attempt(async () => {
      const said = offerWords()
      toast((await room.toggleOffer(which)) ? said.opened(which.title) : said.closed(which.title), { ms: 2500 })
    })
  const startCue = (cue: SheetCue): void =>
    void cues.start(cue).catch((cause: unknown) => {
      const already = Problem.from(cause).type === 'already-running'
      toast(already ? cueWords().live.already : explain(cause), { tone: already ? 'info' : 'bad' })
      if (already) void cues.read()
    })
  const undo = (): void =>
    void attempt(async () => {
      const act = await room.undo()
      toast(act ? (words.undone[act.kind] ?? (act.kind === 'offer-open' ? offerWords().undoneOpen : offerWords().undoneClose)) : words.nothingToUndo, { tone: act ? 'ok' : 'info', ms: 2500 })
    })

  const press = (event: KeyboardEvent): void => {
    if (event.defaultPrevented || document.querySelector('dialog[open]')) return
    const asked = keyAct({
      key: event.key, isComposing: event.isComposing, ctrlKey: event.ctrlKey, altKey: event.altKey, metaKey: event.metaKey,
      writing: isWriting(event.target),
    })
    if (!asked) return
    const lines = room.chat.value.lines
    const { asking } = room
    const meant = asked.act === 'claim' || asked.act === 'aloud' || asked.act === 'words'
    const question = side.value === 'questions' && meant ? asking.meant(room.serverNow()) : null
    switch (asked.act) {
      case 'questions':
        turnTo(side.value === 'questions' ? 'chat' : 'questions')
        if (side.value === 'questions' && asking.selected.value === null) asking.step(1, room.serverNow())
        break
      case 'polls':
        turnTo(side.value === 'polls' ? 'chat' : 'polls')
        break
      case 'note':
        turnTo('notes')
        focusSoon(noteInput)
        break
      case 'claim':
        if (question && question.state !== 'held') void attempt(() => asking.toggleClaim(question, room.serverNow()))
        break
      case 'aloud':
        if (question && question.state !== 'held' && question.state !== 'answered') void attempt(() => asking.answerAloud(question, room.serverNow(), room.clock.value ?? 0))
        break
      case 'words':
        if (question && question.state !== 'held') asking.writing.value = question.seq
        break
      case 'pin': {
        const { state, shelf } = room.show.value
        const product = shelf[asked.place]
        if (state !== 'live' || !product) return
        pin(product.id)
        break
      }
      case 'select':
        if (side.value === 'questions') asking.step(asked.step === 'down' ? 1 : -1, room.serverNow())
        else select(stepSelection(lines, selected.value, asked.step))
        break
      case 'cue': {
        const cue = asked.step === 'next' ? cues.next.value : cues.before.value
        if (room.show.value.state !== 'live' || !cue) return
        startCue(cue)
        break
      }
      case 'hide': {
        if (side.value === 'questions') {
          if (question) void attempt(() => asking.setHidden(question, question.hidden !== true))
          break
        }
        const line = lines.find((one) => one.seq === selected.value)
        if (!line) return
        hide(line)
        break
      }
      case 'reply':
        document.querySelector<HTMLButtonElement>('.log .sel [data-test=reply]')?.click()
        break
      case 'undo':
        undo()
        break
      case 'write':
        turnTo('chat')
        focusSoon(input)
        break
      case 'sound':
        setSound((on) => !on)
        break
      case 'offers':
        if (room.offers.value.length === 0) return
        setOffering(true)
        break
      case 'help':
        setHelp(true)
        break
      case 'leave':
        select(null)
        asking.selected.value = null
        if (isWriting(event.target)) (event.target as HTMLElement).blur()
        return
    }
    event.preventDefault()
  }
  useEffect(() => {
    addEventListener('keydown', press)
    return () => removeEventListener('keydown', press)
  }, [room])
  useEffect(() => {
    document.title = `${show.title} | nigiwai`
  }, [show.title])

  const wide = (room.health.value?.width ?? 0) > (room.health.value?.height ?? 0)
  const over = show.state === 'archived' || show.state === 'cancelled'
  const lost = live && show.picture === 'away'
  const coming = !live && !over
  return (
    <main class={`desk tab-${tab}`} id="main" data-test="console" data-state={show.state}>
      <TopBar room={room} />
      <CuePanel room={room} cues={cues} onStart={startCue} />
      <section class={`mid ${wide ? 'wide' : 'tall'}`} aria-label={words.state}>
        {over ? <Over room={room} /> : (
          <div class="pv">
            <Preview playlist={live ? show.media.playlist : (show.staff?.preview ?? null)} liveAt={show.live_at} clock={() => room.exactClock()} lost={lost} sound={sound} onSound={setSound} />
            {live && <PhoneFigures room={room} />}
            <p class="pv-name"><span>{live ? words.screen : words.screenBefore}</span>{lost && show.away_since !== null && <span class="n">{words.away(clock((room.clock.value ?? 0) - show.away_since))}</span>}</p>
          </div>
        )}
        {!over && <HealthCard room={room} />}
        {coming ? (
          <section class="cardx fig before" aria-labelledby="ready"><div class="ch"><Icon name="check" size="s" /><h2 id="ready">{showWords().ready}</h2></div><ReadyList health={room.health.value} record={show.staff?.record ?? true} shelf={show.shelf} /></section>
        ) : <FiguresCard room={room} />}
      </section>
      <div class="tabs" role="group" aria-label={show.title}>
        {(['chat', 'cues', 'products', 'state'] as const).map((name) => (
          <button key={name} type="button" aria-pressed={tab === name} onClick={() => setTab(name)} data-test={`tab-${name}`}>
            {name === 'cues' ? cueWords().live.tab : words.tabs[name]}
          </button>
        ))}
        <button type="button" class="tab-undo" onClick={undo} disabled={room.acts.value.length === 0} data-test="undo-phone"><Icon name="undo" size="s" />{words.undo}</button>
      </div>
      <SideColumn room={room} side={side.value} onSide={(to) => (side.value = to)} attempt={attempt}>
        {side.value === 'questions' && <QuestionsPanel room={room} attempt={attempt} />}
        {side.value === 'polls' && <PollsPanel room={room} attempt={attempt} />}
        {side.value === 'notes' && <NotesPanel room={room} attempt={attempt} inputRef={noteInput} />}
        {side.value === 'chat' && <ChatPanel room={room} selected={selected.value} onSelect={select} onHide={hide} onSay={(text, to) => attempt(() => room.say(text, to))} attempt={attempt} inputRef={input} />}
      </SideColumn>
      <ProductStrip room={room} onPin={pin} onOffer={offer} />
      <KeysBar room={room} onHelp={() => setHelp(true)} onUndo={undo} />
      {room.link.value !== 'open' && <div class="phone-link"><Connection room={room} /></div>}
      <HoldsDialog room={room} />
      <OffersDialog room={room} open={offering} onToggle={offer} onClose={() => setOffering(false)} />
      <KeysDialog open={help} onClose={() => setHelp(false)} />
    </main>
  )
}

/** On a phone the figures that must not wait for the tab of states. */
function PhoneFigures({ room }: { room: Room }) {
  const words = liveWords()
  const { tone } = verdict(room.health.value, true)
  return (
    <dl class="pv-figures">
      <div><dt>{words.watching}</dt><dd class="n">{count(room.counts.value.watching)}</dd></div>
      <div><dt>{words.orders}</dt><dd class="n">{count(room.totals.value.orders)}</dd></div>
      <div class={tone}><dt>{words.health}</dt><dd>{words.tone[tone]}</dd></div>
    </dl>
  )
}

function Over({ room }: { room: Room }) {
  const words = liveWords()
  const show = room.show.value
  if (show.rehearsal && show.state === 'archived') return <RehearsalOver show={show} />
  const recorded = show.media.playlist !== null
  return (
    <div class="cardx finished" data-test="over">
      <h2>{show.state === 'cancelled' ? words.cancelledText : words.ended}</h2>
      {show.state !== 'cancelled' && <p>{recorded ? words.endedText : words.endedTextNoRecord}</p>}
      {recorded && <a class="btn do" href={`/shows/${encodeURIComponent(show.id)}`} target="_blank" rel="noopener">{words.archive}</a>}
      <Movies show={show} className="btn" />
      <a href={`/studio/orders?show=${encodeURIComponent(show.id)}`}>{showWords().orders}</a>
    </div>
  )
}
