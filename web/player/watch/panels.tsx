// What opens over the show besides buying: the shelf, chapters, the menu, the name, the share link, a line to write.
import { useState } from 'preact/hooks'
import { Dialog } from '../../shared/dialog.tsx'
import { clock } from '../../shared/format.ts'
import { language, setLanguage } from '../../shared/i18n.ts'
import { Icon } from '../../shared/icons.tsx'
import { sharedWords } from '../../shared/messages/words.ts'
import { askWords } from '../messages/asking.ts'
import { sharingWords } from '../messages/sharing.ts'
import { words } from '../messages/words.ts'
import { framed, tell } from '../embed/frame.ts'
import { CampaignSheet } from '../sharing/campaign_sheet.tsx'
import { ShareWays } from '../sharing/share_ways.tsx'
import { me } from '../visit.ts'
import { SayForm } from './chat.tsx'
import { archiveWords } from '../messages/archive.ts'
import { ChapterList, SoFarList } from './scrubber.tsx'
import { MomentSearch } from './search.tsx'
import { CastSheet } from './host.tsx'
import { NameDialog } from './name_dialog.tsx'
import { QuestionsView } from './questions.tsx'
import { canFullscreen, canPip, toggleFullscreen, togglePip } from './screen.ts'
import { AfterShow, ShelfList, ShelfNote } from './shelf.tsx'
import type { Watching } from './watching.ts'

export function Panels({ w }: { w: Watching }) {
  const t = words()
  const open = w.panel.value
  const close = (): void => {
    w.panel.value = null
  }
  return (
    <>
      <Dialog open={open === 'shelf'} onClose={close} title={t.shelf} kind="sheet" test="shelf-sheet">
        <ShelfNote w={w} />
        <ShelfList w={w} onSeek={close} />
        <AfterShow w={w} />
      </Dialog>
      <Dialog open={open === 'chapters'} onClose={close} title={t.chaptersAndProducts} kind="sheet" test="chapters-sheet">
        <MomentSearch w={w} onSeek={close}>
          <ChapterList w={w} onSeek={close} />
          <h3 class="sub-h">{t.shelf}</h3>
          <ShelfList w={w} onSeek={close} />
          <AfterShow w={w} />
        </MomentSearch>
      </Dialog>
      <Dialog open={open === 'missed'} onClose={close} title={archiveWords().missedTitle} kind="sheet" test="missed-sheet">
        <p class="hold-note">{archiveWords().missedLead}</p>
        <SoFarList w={w} onSeek={close} />
      </Dialog>
      <Dialog open={open === 'say'} onClose={close} title={t.say} titleHidden kind="sheet" class="say-sheet" test="say-sheet">
        <SayForm w={w} focus onSent={close} />
      </Dialog>
      <Dialog open={open === 'menu'} onClose={close} title={t.menu} kind="sheet" test="menu-sheet">
        <Menu w={w} />
      </Dialog>
      <Dialog open={open === 'ask'} onClose={close} title={askWords().questions} kind="sheet" class="ask-sheet" test="ask-sheet">
        <QuestionsView w={w} onSeek={close} />
      </Dialog>
      <CastSheet w={w} open={open === 'cast'} onClose={close} />
      <NameDialog open={open === 'name'} onClose={close} onRenamed={() => w.room.renamed()} />
      <Dialog open={open === 'share'} onClose={close} title={t.shareTitle} kind="dialog" test="share-dialog">
        <ShareForm w={w} />
      </Dialog>
      <Dialog open={open === 'campaign'} onClose={close} title={w.room.campaigns.now.value?.title ?? sharingWords().campaign} kind="sheet" test="campaign-sheet">
        <CampaignSheet w={w} />
      </Dialog>
    </>
  )
}

function Menu({ w }: { w: Watching }) {
  const t = words()
  const picture = w.picture.value
  const act = (run: () => void) => () => {
    w.panel.value = null
    run()
  }
  const paused = picture?.state.value === 'paused'
  const other = language.value === 'ja' ? 'en' : 'ja'
  return (
    <ul class="menu">
      {w.soFar.value.length > 0 && (
        <li>
          <button type="button" onClick={() => (w.panel.value = 'missed')} data-test="see-so-far">
            <Icon name="list" />
            {archiveWords().missedTitle}
          </button>
        </li>
      )}
      {picture && (
        <li>
          <button type="button" onClick={act(() => w.togglePlay())}>
            <Icon name={paused ? 'play' : 'pause'} />
            {paused ? t.play : t.pause}
          </button>
        </li>
      )}
      {picture && canPip() && (
        <li>
          <button type="button" onClick={act(() => void togglePip(picture.video))}>
            <Icon name="pip" />
            {t.pip}
          </button>
        </li>
      )}
      {picture && canFullscreen(picture.video) && (
        <li>
          <button type="button" onClick={act(() => void toggleFullscreen(picture.video))}>
            <Icon name="fullscreen" />
            {document.fullscreenElement ? t.exitFullscreen : t.fullscreen}
          </button>
        </li>
      )}
      <li>
        <button type="button" onClick={() => (w.panel.value = 'name')} data-test="change-name">
          <Icon name="person" />
          {t.changeName}
          <span class="now">{w.room.you.value?.name ?? me.value?.name}</span>
        </button>
      </li>
      <li>
        <button type="button" lang={other} onClick={act(() => setLanguage(other))}>
          <Icon name="globe" />
          {sharedWords().otherLanguage}
        </button>
      </li>
      {!framed.value && (
        <li>
          <a href="/">
            <Icon name="home" />
            {t.leaveShow}
          </a>
        </li>
      )}
    </ul>
  )
}

/** A link to this show, from this moment on or from its start. */
export function shareUrl(show: string, at: number | null): string {
  const url = new URL(`/shows/${encodeURIComponent(show)}`, location.origin)
  if (at !== null) url.searchParams.set('t', String(Math.floor(at / 1000)))
  return url.href
}

/** Opens the ways to share, and tells the page around us that somebody wants to. */
export function share(w: Watching): void {
  const at = w.room.live.value ? null : Math.round(w.room.position())
  tell({ nigiwai: 1, type: 'share', detail: { url: shareUrl(w.room.show.value.id, at), at } })
  w.panel.value = 'share'
}

function ShareForm({ w }: { w: Watching }) {
  const t = words()
  const { id, title } = w.room.show.value
  const [at] = useState(() => Math.round(w.room.position()))
  const [fromHere, setFromHere] = useState(!w.room.live.value)
  return (
    <ShareWays
      thing={fromHere ? { show: id, at } : { show: id }}
      plain={shareUrl(id, fromHere ? at : null)}
      title={title}
      onDone={() => (w.panel.value = null)}
    >
      <fieldset>
        <legend class="vh">{t.shareLink}</legend>
        <label class="check-row">
          <input type="radio" name="from" checked={fromHere} onChange={() => setFromHere(true)} />
          {t.shareMoment(clock(at))}
        </label>
        <label class="check-row">
          <input type="radio" name="from" checked={!fromHere} onChange={() => setFromHere(false)} />
          {w.room.live.value ? t.shareLive : t.shareWhole}
        </label>
      </fieldset>
    </ShareWays>
  )
}
