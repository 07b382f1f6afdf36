// The mentions behind a point of the chart, the newest first.
import { useState } from 'preact/hooks'
import { Icon } from '../../shared/icons.tsx'
import { toast } from '../../shared/toast.tsx'
import { WallButton } from '../blocks/wall_button.tsx'
import { common } from '../messages/common.ts'
import { listeningWords } from '../messages/listening.ts'
import { explain } from '../parts/explain.ts'
import { Failed, useLoaded, Waiting } from '../parts/load.tsx'
import { listeningApi, type Mention, type Trend } from './listening_api.ts'
import type { Point } from './listening_model.ts'
import { pointName } from './listening.tsx'

interface Props { trend: Trend; point: Point; chosen: number; last: number; onChoose: (index: number) => void }

export function MentionList({ trend, point, chosen, last, onChoose }: Props) {
  const words = listeningWords()
  const page = (cursor: string | null) => listeningApi.mentions(trend.term, new Date(point.at).toISOString(), new Date(point.until).toISOString(), cursor)
  const loaded = useLoaded(`mentions ${trend.term} ${point.at}`, () => page(null))
  const [busy, setBusy] = useState(false)
  const more = async (): Promise<void> => {
    if (!loaded.data) return
    setBusy(true)
    try {
      const next = await page(loaded.data.next)
      loaded.set({ ...next, items: [...loaded.data.items, ...next.items] })
    } catch (cause) {
      toast(explain(cause), { tone: 'bad' })
    } finally {
      setBusy(false)
    }
  }
  const name = (id: number): string => trend.voices.find((voice) => voice.id === id)?.name ?? ''
  return (
    <section class="panel listening-mentions" data-test="mentions">
      <div class="panel-head">
        <h2>{words.behind}</h2>
        <div class="point-steps">
          <button type="button" class="icon-btn" disabled={chosen === 0} onClick={() => onChoose(chosen - 1)} aria-label={words.earlier}><Icon name="chevronLeft" size="s" /></button>
          <p aria-live="polite" data-test="point"><b>{pointName(point.at, trend.step, true)}</b><span class="n">{words.mentions(point.count)}</span></p>
          <button type="button" class="icon-btn" disabled={chosen === last} onClick={() => onChoose(chosen + 1)} aria-label={words.later}><Icon name="chevronRight" size="s" /></button>
        </div>
      </div>
      {!loaded.data && !loaded.problem && <Waiting />}
      {Boolean(loaded.problem) && <Failed problem={loaded.problem} again={loaded.reload} />}
      {loaded.data && loaded.data.items.length === 0 && !loaded.data.next && <p class="hint">{point.count === 0 ? words.none : words.behindNone}</p>}
      <ul class="mention-list">{loaded.data?.items.map((mention) => <Row key={mention.id} mention={mention} name={name} />)}</ul>
      {loaded.data?.next && <button type="button" class="btn" disabled={busy} onClick={() => void more()} data-test="more">{common().more}</button>}
    </section>
  )
}

function Row({ mention, name }: { mention: Mention; name: (id: number) => string }) {
  const words = listeningWords()
  const facts = [mention.boosts ? words.boosts(mention.boosts) : '', mention.likes ? words.likes(mention.likes) : ''].filter(Boolean).join(common().dot)
  return (
    <li data-test="mention">
      <p class="mention-by">
        <b class="who">{mention.author ? `@${mention.author}` : words.unknownAuthor}</b>
        <span class="tag">{mention.network}</span>
        <time class="n" dateTime={mention.at}>{pointName(Date.parse(mention.at), 'hour')}</time>
      </p>
      <p class="mention-text">{mention.text}</p>
      <p class="mention-facts">
        {mention.terms.map((id) => <span key={id} class="tag info">{name(id)}</span>)}
        {facts && <span class="n">{facts}</span>}
        {mention.url && mention.author && <WallButton mention={{ source: 'listening', ref: String(mention.id) }} />}
        {mention.url && <a href={mention.url} target="_blank" rel="noopener noreferrer nofollow">{words.open}</a>}
      </p>
    </li>
  )
}
