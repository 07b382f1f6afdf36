// Training: what to practise, courses, one's own record, and, for those who teach, how far everybody is.
import { useState } from 'preact/hooks'
import { Icon } from '../../shared/icons.tsx'
import { common } from '../messages/common.ts'
import { learningWords } from '../messages/learning.ts'
import { rehearsalWords } from '../messages/rehearsal.ts'
import { Failed, useLoaded, Waiting } from '../parts/load.tsx'
import { Select } from '../playbook/select.tsx'
import { all, studioApi } from '../studio_api.ts'
import { CaseCard } from './case_card.tsx'
import { Cards } from './cards.tsx'
import { CourseForm } from './course_form.tsx'
import { learningApi, type Course, type Scope, type Training } from './learning_api.ts'
import { day } from './learning_model.ts'
import { mayTeach } from './may_teach.ts'
import { QuizRun } from './quiz_run.tsx'

type Doing = { what: 'cards' | 'quiz'; scope: Scope; turn: number } | null
const kTitlesTold = 3

export function TrainingPanel() {
  const words = learningWords().training
  const loaded = useLoaded('training', learningApi.training)
  const [doing, setDoing] = useState<Doing>(null)
  const [editing, setEditing] = useState<Course | 'new' | null>(null)
  const training = loaded.data
  const back = (): void => {
    setDoing(null)
    loaded.reload()
  }
  if (doing) {
    const quiz = (): void => setDoing({ what: 'quiz', scope: doing.scope, turn: doing.turn + 1 })
    return doing.what === 'cards' ? <Cards scope={doing.scope} onQuiz={quiz} onBack={back} /> : <QuizRun key={doing.turn} scope={doing.scope} onAgain={quiz} onCards={() => setDoing({ ...doing, what: 'cards' })} onBack={back} />
  }
  if (loaded.problem) return <Failed problem={loaded.problem} again={loaded.reload} />
  if (!training) return <Waiting />
  return (
    <div class="training">
      <div class="training-main">
        <Practise training={training} onBegin={(what, scope) => setDoing({ what, scope, turn: 0 })} />
        <section class="panel" aria-labelledby="courses">
          <div class="panel-head">
            <h2 id="courses">{words.courses}</h2>
            {mayTeach() && <button type="button" class="btn small" onClick={() => setEditing('new')} data-test="new-course"><Icon name="plus" size="s" />{words.makeCourse}</button>}
          </div>
          {training.courses.length === 0 && <p class="invite">{words.coursesEmpty}</p>}
          <ul class="course-list">
            {training.courses.map((course) => <li key={course.id}><CourseCard course={course} onBegin={(what) => setDoing({ what, scope: { course: course.id }, turn: 0 })} onEdit={() => setEditing(course)} onSeen={loaded.reload} /></li>)}
          </ul>
        </section>
      </div>
      <div class="training-side">
        <Record training={training} />
        {training.people && <People training={training} />}
      </div>
      {editing && <CourseForm course={editing === 'new' ? null : editing} onSaved={loaded.reload} onClose={() => setEditing(null)} />}
    </div>
  )
}

function Practise({ training, onBegin }: { training: Training; onBegin: (what: 'cards' | 'quiz', scope: Scope) => void }) {
  const words = learningWords().training
  const shows = useLoaded('practised shows', () => all((cursor) => studioApi.shows('scheduled,rehearsing,draft,live', cursor), 100))
  const [chosen, setChosen] = useState('')
  const [kind, of] = [chosen.slice(0, 1), chosen.slice(1)]
  const scope: Scope = kind === 's' ? { show: of } : kind === 'c' ? { course: of } : {}
  return (
    <section class="panel" aria-labelledby="practise">
      <h2 id="practise" class="vh">{words.scope}</h2>
      <div class="practise">
        <Select label={words.scope} value={chosen} onChange={setChosen} test="scope"
          options={[['', words.allProducts], ...training.courses.filter(({ products }) => products.length > 0).map(({ id, title }): [string, string] => [`c${id}`, words.ofCourse(title)]), ...(shows.data ?? []).filter(({ shelf }) => shelf.length > 0).map(({ id, title }): [string, string] => [`s${id}`, words.ofShow(title)])]} />
        <button type="button" class="btn" onClick={() => onBegin('cards', scope)} data-test="see-cards">{words.cards}</button>
        <button type="button" class="btn do" onClick={() => onBegin('quiz', scope)} data-test="begin-quiz">{words.quiz}</button>
      </div>
      <p class="hint">{words.rule(training.rule.questions, training.rule.percent)}</p>
    </section>
  )
}

function CourseCard({ course, onBegin, onEdit, onSeen }: { course: Course; onBegin: (what: 'cards' | 'quiz') => void; onEdit: () => void; onSeen: () => void }) {
  const words = learningWords().training
  const seen = course.cases.filter((one) => one.seen).length
  return (
    <article data-test="course">
      <div class="course-head">
        <div><h3 class="phrase">{course.title}</h3><p class="hint">{words.courseParts(course.products.length, course.cases.length)}</p></div>
        {mayTeach() && <button type="button" class="icon-btn" aria-label={`${words.editCourse}: ${course.title}`} title={words.editCourse} onClick={onEdit} data-test="edit-course"><Icon name="edit" size="s" /></button>}
        {course.products.length > 0 && <><button type="button" class="btn small" onClick={() => onBegin('cards')}>{words.cards}</button><button type="button" class="btn small" onClick={() => onBegin('quiz')} data-test="course-quiz">{words.quiz}</button></>}
      </div>
      {course.cases.length > 0 && (
        <details class="lines" open={seen < course.cases.length}>
          <summary>{words.casesSeen(seen, course.cases.length)}</summary>
          <ul class="case-list">{course.cases.map((one) => <li key={one.id}><CaseCard one={one} onSeen={onSeen} /></li>)}</ul>
        </details>
      )}
    </article>
  )
}

function Record({ training }: { training: Training }) {
  const words = learningWords().training
  return (
    <section class="panel" aria-labelledby="record">
      <div class="panel-head">
        <h2 id="record">{words.record}</h2>
        <span class={`tag ${training.trained_at ? 'ok' : ''}`} data-test="trained" data-trained={training.trained_at !== null}>{training.trained_at ? words.trainedSince(day(training.trained_at)) : words.notYet}</span>
      </div>
      {training.record.length === 0 && <p class="invite">{words.recordEmpty}</p>}
      <ul class="record-list">
        {training.record.map((quiz) => (
          <li key={quiz.id} data-test="record">
            <span class="n">{day(quiz.done_at)}</span>
            <span class="phrase">{quiz.course?.title ?? quiz.show?.title ?? quiz.products.slice(0, kTitlesTold).join(common().dot)}{!quiz.course && !quiz.show && quiz.products.length > kTitlesTold && <small class="hint"> {words.andMore(quiz.products.length - kTitlesTold)}</small>}</span>
            <b class={`n ${quiz.passed ? 'up' : ''}`}>{words.of(quiz.correct, quiz.asked)}</b>
          </li>
        ))}
      </ul>
      {training.rehearsals.length > 0 && (
        <>
          <h3>{rehearsalWords().title}</h3>
          <ul class="record-list">
            {training.rehearsals.map((one) => (
              <li key={one.id} data-test="practised">
                <span class="n">{day(one.live_at)}</span>
                <a class="phrase" href={`/studio/shows/${encodeURIComponent(one.id)}`}>{one.title}</a>
                <b class="n">{one.points?.whole == null ? '' : rehearsalWords().points(one.points.whole)}</b>
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  )
}

function People({ training }: { training: Training }) {
  const words = learningWords().training
  return (
    <section class="panel" aria-labelledby="trained-people">
      <h2 id="trained-people">{words.people}</h2>
      <p class="hint">{words.peopleLead}</p>
      <ul class="record-list people-record">
        {training.people!.map((person) => (
          <li key={person.handle} data-test="person-record">
            <span><b class="who">{person.name}</b><small class="hint">{common().roles[person.role]}{common().dot}{words.quizzes(person.quizzes)}{person.best_percent !== null && <>{common().dot}{words.best(person.best_percent)}</>}</small></span>
            {person.trained_at && <span class="tag ok">{words.trained}</span>}
          </li>
        ))}
      </ul>
    </section>
  )
}
