// One item: what was said, who is at it, what we answered, and answering it.
import { useEffect, useState } from 'preact/hooks'
import { clock, dateTime, duration } from '../../shared/format.ts'
import { language } from '../../shared/i18n.ts'
import { Icon } from '../../shared/icons.tsx'
import { toast } from '../../shared/toast.tsx'
import { inboxWords } from '../messages/inbox.ts'
import { WallButton } from '../blocks/wall_button.tsx'
import { explain } from '../parts/explain.ts'
import { staff } from '../session.ts'
import { AnswerForm } from './answer_form.tsx'
import { AsideDialog } from './aside_dialog.tsx'
import { inboxApi, type InboxItem, type ItemAnswer } from './inbox_api.ts'
import { isFree, pieces } from './inbox_model.ts'
import { StateMark } from './item_list.tsx'

interface Props { item: InboxItem; may: boolean; onChanged: (item: InboxItem) => void; onBack: () => void }

export function Conversation({ item, may, onChanged, onBack }: Props) {
  const words = inboxWords()
  const [busy, setBusy] = useState(false)
  const [aside, setAside] = useState(false)
  const handle = staff.value?.handle ?? ''
  const act = async (run: () => Promise<InboxItem>, said?: string): Promise<void> => {
    setBusy(true)
    try {
      onChanged(await run())
      if (said) toast(said)
    } catch (cause) {
      toast(explain(cause), { tone: 'bad' })
    } finally {
      setBusy(false)
    }
  }
  const mine = item.claim?.by.id === handle
  const open = item.state === 'open' || item.state === 'claimed'
  const closed = item.state === 'answered' || item.state === 'aside'
  return (
    <article class="panel conversation" data-test="conversation" data-item={item.id} data-state={item.state}>
      <button type="button" class="btn small conversation-back" onClick={onBack} data-test="back"><Icon name="chevronLeft" size="s" />{words.back}</button>
      <header>
        <div class="g">
          <h2>{item.author || words.gone[item.gone ?? '']}</h2>
          <p class="hint">{[words.networks[item.network] ?? item.network, words.kinds[item.kind], dateTime(new Date(item.said_at), language.value), item.show ? item.account : words.to(item.account)].join(language.value === 'ja' ? '・' : ' · ')}</p>
        </div>
        <StateMark item={item} plain />
      </header>
      <Said item={item} />
      {item.answers.map((answer) => <Given key={answer.id} answer={answer} may={may && isFree(item, handle)} busy={busy} onRetry={() => void act(() => inboxApi.retry(answer), words.queued)} />)}
      {item.aside && <p class="note info" data-test="put-aside"><Icon name="info" size="s" /><span>{item.aside.by ? words.asideBy(item.aside.by.name, item.aside.reason) : words.asideByServer(item.aside.reason)}</span></p>}
      {item.claim && <Claim item={item} mine={mine} />}
      {may ? (
        <>
          {!item.gone && (
            <div class="conversation-acts">
              {open && (mine || isFree(item, handle)) && <button type="button" class="btn" disabled={busy} data-key="claim" onClick={() => void act(() => (mine ? inboxApi.release(item) : inboxApi.claim(item)))} data-test={mine ? 'release' : 'claim'}>{mine ? words.release : words.claim}<kbd>C</kbd></button>}
              {open && !item.show && isFree(item, handle) && <button type="button" class="btn quiet" disabled={busy} onClick={() => setAside(true)} data-test="aside">{words.aside}</button>}
              {closed && !item.show && <button type="button" class="btn" disabled={busy} onClick={() => void act(() => inboxApi.reopen(item), words.reopened)} data-test="reopen">{words.reopen}</button>}
            </div>
          )}
          {isFree(item, handle) && <AnswerForm item={item} onChanged={onChanged} />}
        </>
      ) : (
        <p class="hint">{words.readOnly}</p>
      )}
      {aside && <AsideDialog item={item} onClose={() => setAside(false)} onDone={(now) => { setAside(false); onChanged(now) }} />}
    </article>
  )
}

/** Others' words: as text, their addresses as addresses. */
function Said({ item }: { item: InboxItem }) {
  const words = inboxWords()
  return (
    <div class="conversation-said" data-test="said">
      {item.gone ? <p class="hint">{words.gone[item.gone]}</p> : item.text === '' ? <p class="hint">{words.noWords}</p> : (
        <p>{pieces(item.text).map((piece, at) => (piece.link ? <a key={at} href={piece.text} target="_blank" rel="nofollow ugc noopener noreferrer">{piece.text}</a> : piece.text))}</p>
      )}
      {item.more > 0 && <p class="and-more">{words.more(item.more)}</p>}
      <p class="conversation-links">
        {item.show && <span class="n">{clock(item.show.at)}</span>}
        {item.show && item.show.seconds > 0 && <span>{words.wanted(item.show.seconds)}</span>}
        {item.url && <a href={item.url} target="_blank" rel="nofollow ugc noopener noreferrer" data-test="original">{words.openThere}</a>}
        {!item.show && item.url && item.author && !item.gone && <WallButton mention={{ source: 'inbox', ref: item.id }} />}
        {item.show && <a href={`/studio/shows/${encodeURIComponent(item.show.id)}/${item.show.state === 'live' ? 'live' : 'archive'}`}>{item.show.state === 'live' ? words.openShow : words.openArchive}</a>}
      </p>
    </div>
  )
}

function Given({ answer, may, busy, onRetry }: { answer: ItemAnswer; may: boolean; busy: boolean; onRetry: () => void }) {
  const words = inboxWords()
  const { state } = answer
  return (
    <div class="conversation-answer" data-test="answer" data-state={state}>
      <p class="meta"><b>{words.answerOf(answer.by.name)}</b><span class={`tag ${state === 'sent' ? 'ok' : state === 'failed' ? 'warn' : 'info'}`}>{words.answerStates[state]}</span>{(answer.sent_at ?? answer.made_at) && <time class="n">{dateTime(new Date((answer.sent_at ?? answer.made_at)!), language.value)}</time>}</p>
      {answer.text && <p class="words">{answer.text}</p>}
      {state !== 'sent' && answer.why && (
        <p class="why" data-test="why"><b>{words.why}</b>{answer.why}<span class="n">{words.tries(answer.tries)}{answer.next_at && state === 'waiting' ? `${language.value === 'ja' ? '・' : ', '}${words.nextTry(dateTime(new Date(answer.next_at), language.value))}` : ''}</span></p>
      )}
      {answer.url && <a href={answer.url} target="_blank" rel="noopener noreferrer">{words.openAnswer}</a>}
      {state === 'failed' && may && <button type="button" class="btn small" disabled={busy} onClick={onRetry} data-test="retry-answer"><Icon name="refresh" size="s" />{words.retry}</button>}
    </div>
  )
}

function Claim({ item, mine }: { item: InboxItem; mine: boolean }) {
  const words = inboxWords()
  const [now, setNow] = useState(Date.now())
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1_000)
    return () => clearInterval(timer)
  }, [])
  const left = Date.parse(item.claim!.until) - now
  if (item.state !== 'claimed' || left <= 0) return null
  return <p class="note info" data-test="claimed"><Icon name="edit" size="s" /><span>{mine ? words.claimedByMe : words.claimedBy(item.claim!.by.name)}<span class="n claim-left">{words.claimEnds(duration(left, language.value))}</span></span></p>
}
