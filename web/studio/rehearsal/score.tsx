// How a rehearsal went: points, this run beside the original, each cue's time and each question.
import type { Show } from '../../shared/api.ts'
import { clock } from '../../shared/format.ts'
import { Icon } from '../../shared/icons.tsx'
import { rehearsalWords } from '../messages/rehearsal.ts'
import { Failed, useLoaded, Waiting } from '../parts/load.tsx'
import { rehearsalApi, type CueTime, type Run, type Score } from './rehearsal_api.ts'
import { offBy, toneOf } from './score_model.ts'

export function ScoreView({ show }: { show: Show }) {
  const loaded = useLoaded(`score ${show.id}`, () => rehearsalApi.score(show.id))
  if (!loaded.data) return loaded.problem ? <Failed problem={loaded.problem} again={loaded.reload} /> : <Waiting />
  return <Told score={loaded.data} show={show} />
}

function Told({ score, show }: { score: Score; show: Show }) {
  const words = rehearsalWords()
  const { points, rehearsal: run, original } = score
  const seconds = (ms: number): number => Math.round(ms / 1000)
  const answers = (one: Run): string => (one.asked === 0 ? words.notCounted : [words.answered(one.answered, one.asked), one.wait_ms === null ? '' : words.wait(seconds(one.wait_ms))].filter(Boolean).join(' · '))
  const pace = (one: Run): string => (one.pace === null ? words.notCounted : words.perTen(one.pace.toFixed(1)))
  return (
    <div data-test="score" data-whole={points.whole ?? ''}>
      <section class="panel score-top" aria-labelledby="score">
        <h2 id="score">{words.score}</h2>
        <div class="score-points">
          <Point name={words.whole} how={words.wholeHow} points={points.whole} large test="whole" />
          <Point name={words.answers} how={words.answersHow} points={points.answers} test="answers" here={answers(run)} there={original && answers(original)} />
          <Point name={words.timing} how={words.timingHow} points={points.timing} test="timing" here={words.lasted(clock(run.length_ms))} there={original && words.lasted(clock(original.length_ms))} />
          <Point name={words.pace} how={words.paceHow} points={points.pace} test="pace" here={pace(run)} there={original && pace(original)} />
        </div>
      </section>
      <div class="score-two">
        <Cues cues={run.cues} />
        <section class="panel" aria-labelledby="asked">
          <h2 id="asked">{words.questions}</h2>
          {score.questions.length === 0 && <p class="nothing">{words.noQuestions}</p>}
          <ul class="score-questions">
            {score.questions.map((question) => (
              <li key={question.seq} data-test="score-question" data-answered={question.answered_at !== null}>
                <a class="n" href={`/shows/${encodeURIComponent(show.id)}?t=${Math.floor(question.at / 1000)}`} target="_blank" rel="noopener">{clock(question.at)}</a>
                <span class="phrase">{question.text}</span>
                <span class={`tag ${question.answered_at === null ? 'warn' : 'ok'}`}>{question.answered_at === null ? words.unanswered : words.answeredAfter(seconds(Math.max(0, question.answered_at - question.at)))}</span>
              </li>
            ))}
          </ul>
        </section>
      </div>
    </div>
  )
}

function Point({ name, how, points, large = false, here, there, test }: { name: string; how: string; points: number | null; large?: boolean; here?: string; there?: string | null; test: string }) {
  const words = rehearsalWords()
  return (
    <div class={`score-point ${large ? 'large' : ''} ${toneOf(points)}`} data-test={`point-${test}`} data-points={points ?? ''}>
      <h3>{name}</h3>
      <p class="score-number n">{points === null ? '—' : points}</p>
      <span class="score-bar" role="img" aria-label={points === null ? words.notCounted : words.points(points)}><i style={{ width: `${points ?? 0}%` }} /></span>
      {here !== undefined && (
        <dl>
          <div><dt>{words.here}</dt><dd class="n">{here}</dd></div>
          {there && <div><dt>{words.original}</dt><dd class="n">{there}</dd></div>}
        </dl>
      )}
      <p class="hint phrase">{how}</p>
    </div>
  )
}

function Cues({ cues }: { cues: CueTime[] }) {
  const words = rehearsalWords()
  return (
    <section class="panel" aria-labelledby="cue-times">
      <h2 id="cue-times">{words.cues}</h2>
      {cues.length === 0 ? <p class="nothing">{words.noCues}</p> : (
        <table class="table score-cues">
          <thead><tr><th scope="col">{words.cue}</th><th scope="col" class="num">{words.planned}</th><th scope="col" class="num">{words.actual}</th><th scope="col" class="num">{words.difference}</th></tr></thead>
          <tbody>
            {cues.map((cue) => {
              const off = offBy(cue)
              return (
                <tr key={cue.cue} data-test="score-cue">
                  <td><b class="phrase">{cue.title}</b></td>
                  <td class="num n">{clock(cue.planned_ms)}</td>
                  <td class="num n">{cue.lasted_ms === null ? <span class="tag warn"><Icon name="alert" size="xs" />{words.skipped}</span> : clock(cue.lasted_ms)}</td>
                  <td class={`num n ${off.tone}`}>{off.text}</td>
                </tr>
              )
            })}
          </tbody>
        </table>
      )}
    </section>
  )
}
