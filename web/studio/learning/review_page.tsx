// The review of a show that is over. It fills itself with what was counted; the team writes what to keep, what was a
// problem and what to try, says whether earlier tries helped, and closes it.
import { useEffect, useState } from 'preact/hooks'
import { Dialog } from '../../shared/dialog.tsx'
import { Field } from '../../shared/field.tsx'
import { clock } from '../../shared/format.ts'
import { Icon } from '../../shared/icons.tsx'
import { toast } from '../../shared/toast.tsx'
import { common } from '../messages/common.ts'
import { insightApi, type CuesOfShow } from '../insight/insight_api.ts'
import { insightWords } from '../messages/insight.ts'
import { learningWords } from '../messages/learning.ts'
import { explain } from '../parts/explain.ts'
import { useLoaded, Waiting, type Loaded } from '../parts/load.tsx'
import { NotLoaded } from '../parts/nowhere.tsx'
import { CaseForm } from './case_form.tsx'
import { CaseCard } from './case_card.tsx'
import { learningApi, type OpenQuestion, type Review } from './learning_api.ts'
import { day, momentHref } from './learning_model.ts'
import { mayTeach } from './may_teach.ts'
import { ReviewCues } from './review_cues.tsx'
import { ReviewFigures } from './review_figures.tsx'
import { ReviewNotes } from './review_notes.tsx'
import { ReviewTries } from './review_tries.tsx'
import './learning.css'

/** Others write at the same time. */
const kReadAgainMs = 15_000

export function ReviewPage({ id }: { id: string }) {
  const loaded = useLoaded(`review ${id}`, () => learningApi.review(id))
  const cues = useLoaded(`cues ${id}`, () => insightApi.cues(id))
  const open = loaded.data?.closed === null
  useEffect(() => {
    if (!open) return
    const timer = setInterval(() => {
      if (document.hidden) return
      loaded.reload()
      cues.reload()
    }, kReadAgainMs)
    return () => clearInterval(timer)
  }, [id, open])
  if (loaded.data) return <Page review={loaded.data} loaded={loaded} figures={cues.data} />
  return loaded.problem ? <NotLoaded problem={loaded.problem} again={loaded.reload} /> : <Waiting />
}

/** What a case is begun with. */
export interface CaseSeed { at: number; title?: string }

function Page({ review, loaded, figures }: { review: Review; loaded: Loaded<Review>; figures: CuesOfShow | null }) {
  const words = learningWords()
  const { show, closed } = review
  const [seed, setSeed] = useState<CaseSeed | null>(null)
  return (
    <div class="review" data-test="review" data-closed={closed !== null}>
      <header class="page-head">
        <div class="page-title">
          <p class="crumbs"><a href="/studio/learn">{words.tabs.reviews}</a></p>
          <h1 class="phrase">{show.title}</h1>
          <p class="under">
            {show.live_at && <span class="n">{day(show.live_at)}</span>}
            <span class="n">{clock(show.length_ms)}</span>
            {closed ? <span class="tag ok" data-test="review-closed"><Icon name="check" size="xs" />{words.review.closed}</span> : review.due_at && <Due at={review.due_at} />}
          </p>
        </div>
        <div class="page-tools">
          <a class="btn" href={`/studio/shows/${encodeURIComponent(show.id)}/insight`} data-test="open-figures"><Icon name="poll" size="s" />{insightWords().openFigures}</a>
          <a class="btn" href={`/studio/reports/show/${encodeURIComponent(show.id)}`} data-test="to-report">{common().nav.reports}</a>
          <a class="btn" href={`/studio/shows/${encodeURIComponent(show.id)}/archive`}><Icon name="play" size="s" />{words.review.recording}</a>
          {!closed && mayTeach() && <CloseReview review={review} onClosed={loaded.reload} />}
          {closed && mayTeach() && <ReopenReview show={show.id} onReopened={loaded.reload} />}
        </div>
      </header>
      {closed && <p class="note info"><Icon name="check" size="s" /><span>{words.review.closedOn(closed.by?.name ?? '', day(closed.at))}</span></p>}
      <ReviewFigures figures={review.figures} />
      {review.tries.length > 0 && <ReviewTries review={review} onChanged={loaded.reload} />}
      <ReviewNotes review={review} onChanged={loaded.reload} />
      {!closed && review.notes.length === 0 && <p class="hint review-hint">{words.review.closeFirst}</p>}
      {!closed && !mayTeach() && <p class="hint review-hint">{words.review.closeWho}</p>}
      <div class="review-two">
        <ReviewCues cues={review.cues} figures={figures} onCase={(at, title) => setSeed({ at, title })} show={show.id} />
        <Questions show={show.id} questions={review.questions} onCase={setSeed} />
      </div>
      <section class="panel" aria-labelledby="review-cases">
        <div class="panel-head">
          <h2 id="review-cases">{words.review.cases}</h2>
          <button type="button" class="btn small" onClick={() => setSeed({ at: 0 })} data-test="new-case"><Icon name="plus" size="s" />{words.review.asCase}</button>
        </div>
        {review.cases.length === 0 && <p class="invite">{words.review.casesEmpty}</p>}
        <ul class="case-list">{review.cases.map((one) => <li key={one.id}><CaseCard one={one} /></li>)}</ul>
      </section>
      {seed && <CaseForm show={show} seed={seed} onSaved={loaded.reload} onClose={() => setSeed(null)} />}
    </div>
  )
}

function Due({ at }: { at: string }) {
  const words = learningWords()
  const late = Date.parse(at) < Date.now()
  return <span class={`tag ${late ? 'bad' : 'info'}`}>{late ? words.review.overdue : words.review.dueBy(day(at))}</span>
}

function CloseReview({ review, onClosed }: { review: Review; onClosed: () => void }) {
  const words = learningWords().review
  const [asking, setAsking] = useState(false)
  const [busy, setBusy] = useState(false)
  const close = async (): Promise<void> => {
    setBusy(true)
    try {
      await learningApi.closeReview(review.show.id)
      setAsking(false)
      toast(words.closedToast, { tone: 'ok' })
      onClosed()
    } catch (cause) {
      toast(explain(cause), { tone: 'bad' })
    } finally {
      setBusy(false)
    }
  }
  return (
    <>
      <button type="button" class="btn do" disabled={review.notes.length === 0} onClick={() => setAsking(true)} data-test="close-review">{words.close}</button>
      <Dialog open={asking} onClose={() => setAsking(false)} title={words.closeTitle} busy={busy} test="close-dialog">
        <p>{words.closeText}</p>
        <div class="form-foot">
          <button type="button" class="btn" data-focus onClick={() => setAsking(false)}>{common().cancel}</button>
          <button type="button" class="btn do" disabled={busy} onClick={() => void close()} data-test="confirm">{words.closeDo}</button>
        </div>
      </Dialog>
    </>
  )
}

function ReopenReview({ show, onReopened }: { show: string; onReopened: () => void }) {
  const words = learningWords().review
  const [asking, setAsking] = useState(false)
  const [busy, setBusy] = useState(false)
  const [reason, setReason] = useState('')
  const reopen = async (): Promise<void> => {
    setBusy(true)
    try {
      await learningApi.reopenReview(show, reason.trim())
      toast(words.reopenedToast, { tone: 'ok' })
      onReopened()
    } catch (cause) {
      toast(explain(cause), { tone: 'bad' })
    } finally {
      setBusy(false)
    }
  }
  return (
    <>
      <button type="button" class="btn" onClick={() => setAsking(true)} data-test="reopen-review"><Icon name="undo" size="s" />{words.reopen}</button>
      <Dialog open={asking} onClose={() => setAsking(false)} title={words.reopenTitle} busy={busy} test="reopen-dialog">
        <form
          onSubmit={(event) => {
            event.preventDefault()
            if (reason.trim() !== '') void reopen()
          }}
        >
          <p class="reopen-text">{words.reopenText}</p>
          <Field label={words.reopenReason} value={reason} maxLength={200} onInput={(event) => setReason(event.currentTarget.value)} test="reopen-reason" />
          <div class="form-foot">
            <button type="button" class="btn" onClick={() => setAsking(false)}>{common().cancel}</button>
            <button type="submit" class="btn do" disabled={busy || reason.trim() === ''} data-test="confirm">{words.reopen}</button>
          </div>
        </form>
      </Dialog>
    </>
  )
}

function Questions({ show, questions, onCase }: { show: string; questions: OpenQuestion[]; onCase: (seed: CaseSeed) => void }) {
  const words = learningWords().review
  return (
    <section class="panel" aria-labelledby="review-questions">
      <h2 id="review-questions">{words.questions}<span class="n review-count">{questions.length}</span></h2>
      {questions.length === 0 && <p class="invite">{words.questionsEmpty}</p>}
      <ul class="review-questions">
        {questions.map((question) => (
          <li key={question.seq} data-test="open-question">
            <a class="n moment" href={momentHref(show, question.at)} target="_blank" rel="noopener" aria-label={learningWords().watchAt(clock(question.at))} data-test="question-moment"><Icon name="play" size="xs" />{clock(question.at)}</a>
            <p><q class="phrase">{question.text}</q><span class="hint"><span class="who">{question.by}</span>{question.seconds > 0 && <> {common().dot} {words.wanted(question.seconds)}</>}</span></p>
            <button type="button" class="icon-btn" aria-label={words.asCase} title={words.asCase} onClick={() => onCase({ at: question.at })}><Icon name="bookmark" size="s" /></button>
          </li>
        ))}
      </ul>
    </section>
  )
}
