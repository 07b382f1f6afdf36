// Searching in one show: what was found stands with its moment, and a press goes there.
import { useEffect, useState } from 'preact/hooks'
import { archiveApi, type FoundMoment } from '../../shared/api_archive.ts'
import { clock } from '../../shared/format.ts'
import { Icon } from '../../shared/icons.tsx'
import { problemText } from '../../shared/messages/words.ts'
import { archiveWords } from '../messages/archive.ts'
import { Marked } from '../marked_text.tsx'
import type { Watching } from './watching.ts'

/** Typing on is no reason to ask for every letter. */
const kTypingMs = 250

interface Found {
  q: string
  items: FoundMoment[]
  next: string | null
}

/** The field, and what was found below it; `children` stand there while nothing is looked for. */
export function MomentSearch({ w, onSeek, children }: { w: Watching; onSeek?: () => void; children?: preact.ComponentChildren }) {
  const t = archiveWords()
  const [q, setQ] = useState('')
  const [found, setFound] = useState<Found | null>(null)
  const [problem, setProblem] = useState<unknown>(null)
  const show = w.room.show.value.id
  const asked = q.trim()
  useEffect(() => {
    setProblem(null)
    if (asked === '') return setFound(null)
    const abort = new AbortController()
    const timer = setTimeout(() => {
      archiveApi.search(show, asked, undefined, abort.signal).then(
        ({ items, next }) => setFound({ q: asked, items, next }),
        (cause: unknown) => !abort.signal.aborted && setProblem(cause),
      )
    }, kTypingMs)
    return () => {
      clearTimeout(timer)
      abort.abort()
    }
  }, [asked, show])
  const more = (): void => {
    if (!found?.next) return
    archiveApi.search(show, found.q, found.next).then(
      ({ items, next }) => setFound((old) => (old?.q === found.q ? { q: old.q, items: [...old.items, ...items], next } : old)),
      setProblem,
    )
  }
  return (
    <div class="msearch">
      <label class="find">
        <Icon name="search" size="s" />
        <span class="vh">{t.searchIn}</span>
        <input
          type="search"
          enterKeyHint="search"
          placeholder={t.searchHint}
          maxLength={100}
          value={q}
          onInput={(event) => setQ(event.currentTarget.value)}
          onKeyDown={(event) => event.stopPropagation()}
          data-test="moment-search"
        />
      </label>
      {asked === '' ? (
        children
      ) : (
        <>
          <p class="found-count" role="status" data-test="found-count">
            {problem ? problemText(problem) : found?.q !== asked ? t.searching : found.items.length > 0 ? t.found(found.items.length, found.next !== null) : t.nothing(asked)}
          </p>
          {found?.q === asked && found.items.length === 0 && <p class="empty">{t.nothingHint}</p>}
          <ul class="found" data-test="found">
            {(found?.items ?? []).map((moment) => (
              <li key={`${moment.kind} ${moment.seq ?? moment.at ?? moment.product}`}>
                <Moment w={w} moment={moment} q={asked} onSeek={onSeek} />
              </li>
            ))}
          </ul>
          {found?.q === asked && found.next !== null && (
            <button type="button" class="btn more" onClick={more} data-test="found-more">
              {t.more}
            </button>
          )}
        </>
      )}
    </div>
  )
}

function Moment({ w, moment, q, onSeek }: { w: Watching; moment: FoundMoment; q: string; onSeek: (() => void) | undefined }) {
  const t = archiveWords()
  const text = moment.title ?? moment.text ?? ''
  const product = moment.at === null ? w.room.show.value.shelf.find(({ id }) => id === moment.product) : undefined
  const go = (): void => {
    if (moment.at === null) {
      if (product) w.buy(product)
      return
    }
    // A line was written a moment after what it is about.
    w.seek(moment.kind === 'line' ? Math.max(0, moment.at - 3_000) : moment.at)
    onSeek?.()
  }
  return (
    <button type="button" onClick={go} data-test="found-moment" data-kind={moment.kind} data-at={moment.at ?? ''}>
      <span class="at n">{moment.at === null ? t.neverShown : clock(moment.at)}</span>
      <span class="what">
        <small>
          {t.kinds[moment.kind]}
          {moment.by && <span class="who">{moment.by.name}</span>}
        </small>
        <Marked text={text} q={q} />
      </span>
    </button>
  )
}
