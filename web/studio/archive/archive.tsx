// Working on one archive: the recording with a stretch chosen in it, its chapters, its clips.
import { useMemo, useRef, useState } from 'preact/hooks'
import type { Show } from '../../shared/api.ts'
import { common } from '../messages/common.ts'
import { archiveStudioWords } from '../messages/archive.ts'
import { insightWords } from '../messages/insight.ts'
import { learningWords } from '../messages/learning.ts'
import { showWords } from '../messages/shows.ts'
import { Icon } from '../../shared/icons.tsx'
import { CaseForm } from '../learning/case_form.tsx'
import { useLoaded, Waiting } from '../parts/load.tsx'
import { NotLoaded } from '../parts/nowhere.tsx'
import { studioApi } from '../studio_api.ts'
import { archiveStudioApi } from './archive_api.ts'
import { Captions } from './captions.tsx'
import { ChapterEditor } from './chapters.tsx'
import { ClipForm } from './clip_form.tsx'
import { ClipList } from './clips.tsx'
import { Cutter, Cutting } from './cutter.tsx'
import { Withdrawals } from './withdrawals.tsx'
import './archive.css'

/** A minute to begin with, or the whole of a short show. */
const kFirstRangeMs = 30_000

export default function ArchivePage({ id }: { id: string }) {
  const loaded = useLoaded(`show ${id}`, () => studioApi.show(id))
  if (loaded.data) return <Archive show={loaded.data} />
  return loaded.problem ? <NotLoaded problem={loaded.problem} again={loaded.reload} /> : <Waiting />
}

function Archive({ show }: { show: Show }) {
  const words = archiveStudioWords()
  const length = show.length_ms ?? show.clock
  const cutting = useMemo(() => new Cutting({ from: 0, until: Math.min(length, kFirstRangeMs) }, length), [show.id])
  const clips = useLoaded(`clips ${show.id}`, () => archiveStudioApi.clips(show.id))
  const chapters = useLoaded(`chapters ${show.id}`, () => archiveStudioApi.chapters(show.id))
  const withdrawals = useLoaded(`withdrawals ${show.id}`, () => archiveStudioApi.withdrawals(show.id))
  const captions = useLoaded(`captions ${show.id}`, () => archiveStudioApi.captions(show.id))
  const [cuts, setCuts] = useState(0)
  const top = useRef<HTMLDivElement>(null)
  const [product, setProduct] = useState<string | null>(null)
  const [asCase, setAsCase] = useState(false)
  const started = show.live_at !== null
  const choose = (from: number, until: number, of: string | null): void => {
    cutting.choose({ from, until })
    setProduct(of)
    top.current?.scrollIntoView({ block: 'nearest' })
  }
  return (
    <>
      <header class="page-head">
        <div class="page-title">
          <p class="crumbs"><a href={`/studio/shows/${encodeURIComponent(show.id)}`}>{words.back}</a></p>
          <h1 class="phrase">{words.title}</h1>
          <p class="under"><span class="tag">{common().states[show.state]}</span><span>{show.title}</span></p>
        </div>
        <div class="page-tools">
          {started && <button type="button" class="btn" onClick={() => setAsCase(true)} data-test="as-case"><Icon name="bookmark" size="s" />{learningWords().cases.make}</button>}
          {started && <a class="btn" href={`/studio/shows/${encodeURIComponent(show.id)}/insight`} data-test="open-figures"><Icon name="poll" size="s" />{insightWords().openFigures}</a>}
          {show.state === 'archived' && <a class="btn" href={`/studio/shows/${encodeURIComponent(show.id)}/review`} data-test="open-review"><Icon name="book" size="s" />{learningWords().openReview}</a>}
          <a class="btn" href={`/shows/${encodeURIComponent(show.id)}`} target="_blank" rel="noopener">{showWords().publicPage}</a>
        </div>
      </header>
      {asCase && <CaseForm show={show} seed={{ at: cutting.range.value.from, until: cutting.range.value.until }} onSaved={() => {}} onClose={() => setAsCase(false)} />}
      {!started && <p class="note info"><Icon name="info" size="s" /><span>{words.notYet}</span></p>}
      {started && show.media.playlist === null && <p class="note warn"><Icon name="info" size="s" /><span>{words.noRecording}</span></p>}
      {started && (
        <div class="archive-work" ref={top}>
          <div class="archive-main">
            {show.media.playlist !== null && (
              <section class="panel" aria-label={words.player}>
                <Cutter key={cuts} show={show} cutting={cutting} chapters={chapters.data?.items ?? []} />
                <ClipForm show={show} cutting={cutting} product={product} captions={captions.data?.items ?? []} onMade={clips.reload} />
              </section>
            )}
            <ChapterEditor show={show} cutting={cutting} loaded={chapters} />
          </div>
          <div class="archive-side">
            <ClipList show={show} loaded={clips} onChoose={choose} canCut={show.media.playlist !== null} />
            {show.state === 'archived' && show.media.playlist !== null && <Captions show={show} loaded={captions} />}
            {show.state === 'archived' && (
              <Withdrawals show={show} cutting={cutting} loaded={withdrawals} onChanged={() => {
                setCuts((n) => n + 1)
                clips.reload()
                chapters.reload()
              }} />
            )}
          </div>
        </div>
      )}
    </>
  )
}
