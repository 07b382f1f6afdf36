// The watch page: one show, live or archived, on a phone or on a desk.
//
// The video element stays the same one whatever opens, turns or changes around it.
import { useEffect, useMemo, useRef, useState } from 'preact/hooks'
import { api, Problem, type Door, type Show } from '../../shared/api.ts'
import { shortCount } from '../../shared/format.ts'
import { language } from '../../shared/i18n.ts'
import { Icon } from '../../shared/icons.tsx'
import { toast } from '../../shared/toast.tsx'
import { askWords } from '../messages/asking.ts'
import { sharingWords } from '../messages/sharing.ts'
import { words } from '../messages/words.ts'
import { CartRail } from '../checkout/cart_button.tsx'
import { NotYet } from '../pages/not_yet.tsx'
import { SiteHeader } from '../parts.tsx'
import { Room } from '../room.ts'
import { CampaignBar } from '../sharing/campaign_bar.tsx'
import { loadMe, shopName } from '../visit.ts'
import { lookAtHolds, lookWhenSeen, onHoldNews } from '../holds.ts'
import { HandOffSheet, cartElsewhere } from '../embed/hand_off.tsx'
import { floating, framed, mini, tell } from '../embed/frame.ts'
import { useHost } from '../embed/use_host.ts'
import { here } from '../here.ts'
import { BuySheet } from './buy.tsx'
import { PinnedCard } from './card.tsx'
import { ChatLog, ChatRise, SayForm } from './chat.tsx'
import { CaptionLines, DeskBar, PhoneArchiveControls, SoundButton, SoundOffer } from './controls.tsx'
import { HeartFlight } from './heart_flight.tsx'
import { useKeys } from './keys.ts'
import { HostLine, HostPill } from './host.tsx'
import { askAtDoor, AtDoor } from './door.tsx'
import { Ambience, LinkPlate, Marks, posterOf, StageCard, WatchingCount } from './layers.tsx'
import { PollCard } from './poll.tsx'
import { QuestionsView } from './questions.tsx'
import { Panels, share } from './panels.tsx'
import { archiveWords } from '../messages/archive.ts'
import { ChapterList, SoFarList } from './scrubber.tsx'
import { MomentSearch } from './search.tsx'
import { ShelfButton, ShelfPanel } from './shelf.tsx'
import { Watching } from './watching.ts'
import { useWide } from './wide.ts'
import './watch.css'
import './watch_desk.css'
import './asking.css'
import '../embed/embed.css'

/** `?t=90` opens at a minute and a half. */
function momentAsked(): number | undefined {
  const text = new URLSearchParams(location.search).get('t')
  const seconds = text === null ? NaN : Number(text)
  return Number.isFinite(seconds) && seconds >= 0 ? seconds * 1000 : undefined
}

export function WatchPage({ show: id }: { show: string }) {
  const t = words()
  const [watching, setWatching] = useState<Watching | null>(null)
  const [problem, setProblem] = useState<Problem | null>(null)
  const [attempt, setAttempt] = useState(0)
  const [door, setDoor] = useState<{ show: Show; first: Door; onTurn: (ticket: string) => void } | null>(null)

  useEffect(() => {
    let made: Watching | null = null
    let gone = false
    setProblem(null)
    void (async () => {
      try {
        // The viewer must exist before the socket opens, which carries the cookie. Failing that one may still watch.
        const [show] = await Promise.all([api.show(id), loadMe({ make: true }).catch(() => {})])
        const place = await askAtDoor(show)
        if (gone) return
        const enter = (ticket?: string): void => {
          if (gone) return
          made = new Watching(new Room(show, ticket), momentAsked())
          setDoor(null)
          setWatching(made)
        }
        if (place && place.place > 0) setDoor({ show, first: place, onTurn: enter })
        else enter(place?.ticket)
      } catch (cause) {
        if (!gone) setProblem(Problem.from(cause))
      }
    })()
    return () => {
      gone = true
      made?.close()
    }
  }, [id, attempt])

  if (problem) {
    return (
      <>
        {!framed.value && <SiteHeader current={null} />}
        <main>
          <NotYet problem={problem} again={() => setAttempt(attempt + 1)} />
        </main>
      </>
    )
  }
  if (door) {
    return (
      <>
        {!framed.value && <SiteHeader current={null} />}
        <main>
          <AtDoor {...door} />
        </main>
      </>
    )
  }
  return watching ? <Screen w={watching} /> : <div class="watch loading night" data-stage="connecting" data-test="watch"><i class="ld" /><p class="coming-words" role="status">{t.loading}</p></div>
}

function Screen({ w }: { w: Watching }) {
  const t = words()
  const root = useRef<HTMLDivElement>(null)
  const video = useRef<HTMLVideoElement>(null)
  const wide = useWide()
  const show = w.room.show.value
  const stage = w.stage.value
  const live = w.room.live.value
  const size = w.picture.value?.size.value
  const upright = size ? size.height >= size.width : true
  const buying = w.buying.value
  // The sheet shows the product as it is now, not as it was when it opened.
  const current = buying && (show.shelf.find((product) => product.id === buying.id) ?? buying)

  useEffect(() => {
    w.attach(video.current!, root.current!)
  }, [])
  useEffect(() => {
    document.title = [show.title, shopName()].filter(Boolean).join(' | ')
  }, [show.title, shopName(), language.value])
  useKeys(w)
  useEffect(() => {
    onHoldNews(({ kind, product }) => {
      const found = w.room.show.peek().shelf.find(({ id }) => id === product)
      const say = words()
      if (kind === 'ended') toast(say.holdEnded(found?.title ?? ''), { tone: 'info', ms: 8_000 })
      else toast(say.holdGranted(found?.title ?? ''), { ms: 12_000, ...(found ? { action: { label: say.orderHeld, run: () => w.buy(found) } } : {}) })
    })
    void lookAtHolds()
    const unseen = lookWhenSeen()
    return () => {
      unseen()
      onHoldNews(() => {})
    }
  }, [])
  useHost(w)
  useEffect(() => {
    // What another shop's cart costs is that shop's to say.
    here.value = { show: w.room.show.peek().id, offers: () => (cartElsewhere() ? [] : w.room.show.value.offers), where: () => w.where() }
    return () => {
      here.value = null
    }
  }, [w])
  useEffect(() => {
    w.room.onAnswered(({ text }) => {
      const say = askWords()
      toast(say.yoursAnswered(text), { ms: 12_000, action: { label: say.see, run: () => w.ask() } })
    })
    w.room.campaigns.onGranted((text) => {
      const open = (): void => void (w.panel.value = 'campaign')
      toast(sharingWords().granted(text), { ms: 12_000, action: { label: askWords().see, run: open } })
    })
    return () => {
      w.room.onAnswered(() => {})
      w.room.campaigns.onGranted(() => {})
    }
  }, [w])

  const ratio = useMemo(() => (size ? size.width / size.height : 9 / 16), [size])
  /** Nothing to play, now or later. */
  const unrecorded = !live && show.media.playlist === null
  const started = stage !== 'before' && stage !== 'cancelled'
  return (
    <div
      ref={root}
      class={`watch ${wide ? 'wide' : 'narrow'} ${live ? 'on-air' : 'archived'} ${upright ? 'upright' : 'lying'} ${framed.value ? 'framed' : ''} ${mini.value ? 'mini' : ''} ${w.room.campaigns.now.value ? 'has-campaign' : ''}`}
      data-test="watch"
      data-stage={stage}
      data-show={show.id}
      data-state={show.state}
    >
      {wide && !framed.value && <SiteHeader key="header" current={live ? 'shows' : 'archive'} />}
      {wide && <ShelfPanel key="shelf" w={w}>{!started && <CampaignBar w={w} />}</ShelfPanel>}
      <main key="stage" class="stage night">
        <Ambience w={w} />
        <div class="pic" style={{ '--ratio': String(ratio) }}>
          <video ref={video} playsInline autoPlay muted preload="auto" poster={posterOf(show) ?? undefined} aria-label={t.picture(show.title)} />
          {stage === 'connecting' && !unrecorded && <i class="ld" aria-hidden="true" />}
          <div class="scrim-t" aria-hidden="true" />
          <div class="scrim-b" aria-hidden="true" />
          {wide ? (
            <div class="t">
              <Marks w={w} phone={false} />
              {live && started && <WatchingCount w={w} inWords />}
            </div>
          ) : (
            <>
              <header class="top">
                <HostPill w={w} roomy={!started || !live} />
                <span class="sp" />
                {live && started && <WatchingCount w={w} />}
                {w.hasPicture.value && <SoundButton w={w} round />}
                <Leave />
              </header>
              <Marks w={w} phone />
              <CampaignBar w={w} />
            </>
          )}
          <LinkPlate w={w} />
          <SoundOffer w={w} />
          <StageCard w={w} />
          {!wide && started && (
            <div class="over">
              <div class="talk">
                <div class="talk-left">
                  <PollCard w={w} />
                  <ChatRise w={w} />
                </div>
                <Rail w={w} />
              </div>
              {!live && <CaptionLines w={w} />}
              <PinnedCard w={w} />
              {live ? (
                <div class="say">
                  <ShelfButton w={w} />
                  <SayForm w={w} />
                </div>
              ) : (
                !unrecorded && <PhoneArchiveControls w={w} />
              )}
            </div>
          )}
          {!wide && !started && show.shelf.length > 0 && (
            <div class="over">
              <div class="say">
                <ShelfButton w={w} />
              </div>
            </div>
          )}
          {wide && (
            <div class="b">
              {!live && upright && <CaptionLines w={w} />}
              <h1>{show.title}</h1>
              <HostLine w={w} />
              {started && stage !== 'over' && !unrecorded && <DeskBar w={w} />}
            </div>
          )}
        </div>
        {/* Below a lying picture there is room, over it there are the controls. */}
        {wide && !live && !upright && <CaptionLines w={w} />}
        {wide && started && <Rail w={w} />}
      </main>
      {wide && started && <RoomPanel key="room" w={w} />}
      <Panels w={w} />
      {current && cartElsewhere() && show.live_at && <HandOffSheet key={current.id} w={w} product={current} onClose={() => (w.buying.value = null)} />}
      {current && !(cartElsewhere() && show.live_at) && (
        <BuySheet
          key={current.id}
          product={current}
          moment={show.live_at ? () => ({ show: show.id, at: w.room.position() }) : null}
          onClose={() => (w.buying.value = null)}
        />
      )}
    </div>
  )
}

/** Away from the show: to the list, or, floating over another page, to the mini-player. */
function Leave() {
  const t = words()
  if (framed.value && !floating.value) return null
  if (framed.value) {
    return (
      <button type="button" class="round" aria-label={t.makeSmall} onClick={() => tell({ nigiwai: 1, type: 'minimise' })} data-test="minimise">
        <Icon name="chevronDown" />
      </button>
    )
  }
  return (
    <a class="round" href="/" aria-label={t.leaveShow}>
      <Icon name="chevronDown" />
    </a>
  )
}

function Rail({ w }: { w: Watching }) {
  const t = words()
  const live = w.room.live.value
  const hearts = w.room.show.value.counts.hearts + w.room.heartsOnTheWay()
  const shown = shortCount(hearts, language.value)
  return (
    <nav class="rail" aria-label={t.actions}>
      <HeartFlight burst={w.room.burst} />
      {!cartElsewhere() && <CartRail />}
      <button type="button" aria-label={t.heartCount(shown)} onClick={() => w.room.heart()} data-test="heart">
        <span class="disc">
          <Icon name="heart" filled />
        </span>
        <span class="n" data-test="hearts">
          {shown}
        </span>
      </button>
      {!live && (
        <button type="button" class="phone-only" onClick={() => (w.panel.value = 'say')} data-test="say-button">
          <span class="disc">
            <Icon name="chat" />
          </span>
          <span>{t.chat}</span>
        </button>
      )}
      <button type="button" class="phone-only" onClick={() => w.ask()} data-test="ask-button">
        <span class="disc">
          <Icon name="question" />
        </span>
        <span>{askWords().questions}</span>
      </button>
      <button type="button" onClick={() => share(w)} data-test="share">
        <span class="disc">
          <Icon name="share" />
        </span>
        <span>{live ? t.share : t.shareHere}</span>
      </button>
      <button type="button" class="phone-only" onClick={() => (w.panel.value = 'menu')} data-test="menu">
        <span class="disc">
          <Icon name="more" />
        </span>
        <span>{t.menu}</span>
      </button>
    </nav>
  )
}

/** The desk's right column: chat, chapters (those so far, while the show goes on), and in the archive the search. */
function RoomPanel({ w }: { w: Watching }) {
  const t = words()
  const own = archiveWords()
  const [tab, setTab] = useState<'chat' | 'questions' | 'chapters' | 'search'>('chat')
  const archived = !w.room.live.value
  const chapters = archived || w.soFar.value.length > 0
  const shown = (tab === 'search' && !archived) || (tab === 'chapters' && !chapters) ? 'chat' : tab
  return (
    <section class="room" aria-label={t.chat}>
      <CampaignBar w={w} />
      <div class="tabs">
        <div role="tablist" aria-label={t.chat}>
          <button type="button" role="tab" aria-selected={shown === 'chat'} onClick={() => setTab('chat')} data-test="chat-tab">
            {t.chat}
          </button>
          <button type="button" role="tab" aria-selected={shown === 'questions'} onClick={() => setTab('questions')} data-test="questions-tab">
            {askWords().questions}
          </button>
          {chapters && (
            <button type="button" role="tab" aria-selected={shown === 'chapters'} onClick={() => setTab('chapters')} data-test="chapters-button">
              {archived ? t.chapters : own.soFar}
            </button>
          )}
          {archived && (
            <button type="button" role="tab" aria-selected={shown === 'search'} onClick={() => setTab('search')} data-test="search-button">
              {own.search}
            </button>
          )}
        </div>
        <button type="button" class="btn quiet small" onClick={() => (w.panel.value = 'name')} data-test="change-name">
          <Icon name="edit" size="xs" />
          <span class={archived ? 'vh' : ''}>{t.changeName}</span>
        </button>
      </div>
      {shown === 'questions' ? (
        <div class="log" role="region" tabIndex={0} aria-label={askWords().questions}>
          <QuestionsView w={w} />
        </div>
      ) : shown === 'chat' ? (
        <>
          <PollCard w={w} />
          <ChatLog w={w} />
          <div class="say">
            <SayForm w={w} desk />
          </div>
        </>
      ) : (
        <div class="log" role="region" tabIndex={0} aria-label={shown === 'search' ? own.search : t.chapters}>
          {shown === 'search' ? <MomentSearch w={w} /> : archived ? <ChapterList w={w} /> : <SoFarList w={w} />}
        </div>
      )}
    </section>
  )
}
