// Searching all shows on air and archived: each show with the first moments that were found in it.
import type { ComponentChildren } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { archiveApi, type FoundMoment, type FoundShow } from '../../shared/api_archive.ts'
import { clock, date } from '../../shared/format.ts'
import { language } from '../../shared/i18n.ts'
import { Icon } from '../../shared/icons.tsx'
import { problemText } from '../../shared/messages/words.ts'
import { Marked } from '../marked_text.tsx'
import { archiveWords } from '../messages/archive.ts'
import { words } from '../messages/words.ts'
import './archive_search.css'

const kTypingMs = 300

/** The field beside `title`; what was found takes the place of `children` while something is looked for. */
export function ArchiveSearch({ title, children }: { title: ComponentChildren; children: ComponentChildren }) {
  const t = archiveWords()
  const [q, setQ] = useState('')
  const [found, setFound] = useState<{ q: string; items: FoundShow[] } | null>(null)
  const [problem, setProblem] = useState<unknown>(null)
  const asked = q.trim()
  useEffect(() => {
    setProblem(null)
    if (asked === '') return setFound(null)
    const abort = new AbortController()
    const timer = setTimeout(() => {
      archiveApi.searchAll(asked, abort.signal).then(
        ({ items }) => setFound({ q: asked, items }),
        (cause: unknown) => !abort.signal.aborted && setProblem(cause),
      )
    }, kTypingMs)
    return () => {
      clearTimeout(timer)
      abort.abort()
    }
  }, [asked])
  return (
    <>
      <div class="archive-head">
        {title}
        <label class="site-find">
          <Icon name="search" size="s" />
          <span class="vh">{t.searchAll}</span>
          <input type="search" enterKeyHint="search" placeholder={t.searchAllHint} maxLength={100} value={q} onInput={(event) => setQ(event.currentTarget.value)} data-test="archive-search" />
        </label>
      </div>
      {asked === '' ? (
        children
      ) : (
        <>
          <p class="quiet-note found-note" role="status" data-test="found-shows">
            {problem ? problemText(problem) : found?.q !== asked ? t.searching : found.items.length > 0 ? t.foundShows(found.items.length) : `${t.nothing(asked)} ${t.nothingHint}`}
          </p>
          <ul class="found-shows">
            {(found?.items ?? []).map((each) => (
              <FoundRow key={each.show.id} found={each} q={asked} />
            ))}
          </ul>
        </>
      )}
    </>
  )
}

function FoundRow({ found, q }: { found: FoundShow; q: string }) {
  const t = archiveWords()
  const { show, moments, more } = found
  const page = `/shows/${encodeURIComponent(show.id)}`
  const when = show.state === 'live' ? t.onAir : show.live_at ? date(new Date(show.live_at), language.value) : ''
  return (
    <li data-test="found-show" data-show={show.id}>
      <a class="poster" href={page} tabIndex={-1} aria-hidden="true">
        {show.poster ? <img src={show.poster} alt="" loading="lazy" /> : <span class="no-poster" />}
      </a>
      <div class="in">
        <h3 class="phrase">
          <a href={page}>
            <Marked text={show.title} q={q} />
          </a>
        </h3>
        <p class="mt n">{[when, show.length_ms === null ? '' : clock(show.length_ms)].filter(Boolean).join(words().dot)}</p>
        <ul class="found-list">
          {moments.map((moment) => (
            <li key={`${moment.kind} ${moment.seq ?? moment.at ?? moment.product}`}>
              <MomentLink page={page} moment={moment} q={q} />
            </li>
          ))}
        </ul>
        {more && (
          <a class="on" href={page}>
            {t.moreInShow}
          </a>
        )}
      </div>
    </li>
  )
}

function MomentLink({ page, moment, q }: { page: string; moment: FoundMoment; q: string }) {
  const t = archiveWords()
  const text = moment.title ?? moment.text ?? ''
  const at = moment.at === null ? null : moment.kind === 'line' ? Math.max(0, moment.at - 3_000) : moment.at
  const to = at === null ? `/products/${encodeURIComponent(moment.product ?? '')}` : `${page}?t=${Math.floor(at / 1000)}`
  return (
    <a href={to} data-test="found-link" data-kind={moment.kind}>
      <span class="at n">{moment.at === null ? t.kinds.product : clock(moment.at)}</span>
      <span class="what">
        {moment.by && <small class="who">{moment.by.name}</small>} <Marked text={text} q={q} />
      </span>
    </a>
  )
}
