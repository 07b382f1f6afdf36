// A quiz from its first question to its result: one question at a time, by mouse, finger, or the keys 1 to 4.
import { useEffect, useRef, useState } from 'preact/hooks'
import { money, type Money } from '../../shared/format.ts'
import { language } from '../../shared/i18n.ts'
import { Icon } from '../../shared/icons.tsx'
import { toast } from '../../shared/toast.tsx'
import { learningWords } from '../messages/learning.ts'
import { explain } from '../parts/explain.ts'
import { Failed, Waiting } from '../parts/load.tsx'
import { learningApi, type Quiz, type QuizResult, type Scope } from './learning_api.ts'

const optionText = (option: string | Money): string => (typeof option === 'string' ? option : money(option, language.value))

interface Props {
  scope: Scope
  onAgain: () => void
  onCards: () => void
  onBack: () => void
}

export function QuizRun({ scope, onAgain, onCards, onBack }: Props) {
  const words = learningWords().training
  const [quiz, setQuiz] = useState<Quiz | null>(null)
  const [problem, setProblem] = useState<unknown>(null)
  const [answers, setAnswers] = useState<number[]>([])
  const [at, setAt] = useState(0)
  const [result, setResult] = useState<QuizResult | null>(null)
  const [busy, setBusy] = useState(false)
  const asked = useRef<HTMLHeadingElement>(null)
  const begin = (): void => {
    setProblem(null)
    learningApi.beginQuiz(scope).then((begun) => {
      setAnswers(begun.questions.map(() => -1))
      setQuiz(begun)
    }, setProblem)
  }
  useEffect(begin, [])
  const finish = async (given: number[]): Promise<void> => {
    setBusy(true)
    try {
      setResult(await learningApi.answerQuiz(quiz!.id, given))
    } catch (cause) {
      toast(explain(cause), { tone: 'bad' })
    } finally {
      setBusy(false)
    }
  }
  const question = quiz?.questions[at]
  const choose = (option: number): void => setAnswers(answers.map((one, place) => (place === at ? option : one)))
  const chosen = answers[at] ?? -1
  const lastOne = quiz !== null && at === quiz.questions.length - 1
  const next = (): void => {
    if (lastOne) void finish(answers)
    else {
      setAt(at + 1)
      asked.current?.focus()
    }
  }
  useEffect(() => {
    if (!question || result) return
    const press = (event: KeyboardEvent): void => {
      const option = Number(event.key) - 1
      if (!event.altKey && !event.ctrlKey && !event.metaKey && option >= 0 && option < question.options.length) choose(option)
    }
    addEventListener('keydown', press)
    return () => removeEventListener('keydown', press)
  })
  return (
    <section class="drill" aria-label={words.quiz} data-test="quiz">
      <p><button type="button" class="link" onClick={onBack} data-test="back">{words.back}</button></p>
      {Boolean(problem) && <Failed problem={problem} again={begin} />}
      {!quiz && !problem && <Waiting />}
      {quiz && question && !result && (
        <>
          <div class="drill-progress"><span class="bar" aria-hidden="true"><i style={{ width: `${(100 * at) / quiz.questions.length}%` }} /></span><span class="n hint">{words.question(at + 1, quiz.questions.length)}</span></div>
          <article class="panel drill-card" data-test="question" data-kind={question.kind} data-at={at}>
            <h2 class="phrase" tabIndex={-1} ref={asked}>{words.ask[question.kind](question.about)}</h2>
            <div class="drill-options" role="radiogroup" aria-label={words.ask[question.kind](question.about)}>
              {question.options.map((option, place) => (
                <button key={place} type="button" role="radio" aria-checked={chosen === place} onClick={() => choose(place)} data-test="option"><kbd aria-hidden="true">{place + 1}</kbd><span class="phrase">{optionText(option)}</span></button>
              ))}
            </div>
          </article>
          <div class="drill-foot">
            <button type="button" class="btn" disabled={at === 0} onClick={() => setAt(at - 1)}><Icon name="chevronLeft" size="s" />{words.previous}</button>
            <button type="button" class="btn do" disabled={chosen < 0 || busy} onClick={next} data-test="next-question">{lastOne ? words.finish : words.next}</button>
          </div>
        </>
      )}
      {quiz && result && <Result quiz={quiz} answers={answers} result={result} onAgain={onAgain} onCards={onCards} />}
    </section>
  )
}

function Result({ quiz, answers, result, onAgain, onCards }: { quiz: Quiz; answers: number[]; result: QuizResult; onAgain: () => void; onCards: () => void }) {
  const words = learningWords().training
  const { rule } = quiz
  const short = result.asked < rule.questions
  const missed = quiz.questions.map((question, place) => ({ question, given: answers[place]!, right: result.answers[place]! })).filter(({ given, right }) => given !== right)
  return (
    <div data-test="quiz-result" data-correct={result.correct} data-asked={result.asked} data-passed={result.passed}>
      <div class={`panel drill-result ${result.passed ? 'ok' : ''}`} role="status">
        <p class="drill-score n">{words.result(result.correct, result.asked)}</p>
        <p class="phrase">{result.passed ? words.passed : short ? words.tooShort(rule.questions) : words.failed(rule.percent)}</p>
        <div class="form-foot">
          <button type="button" class="btn" onClick={onCards}>{words.cards}</button>
          <button type="button" class="btn do" onClick={onAgain} data-test="again">{words.again}</button>
        </div>
      </div>
      {missed.length > 0 && (
        <ul class="drill-missed">
          {missed.map(({ question, given, right }, place) => (
            <li key={place} class="panel" data-test="missed">
              <p class="phrase"><b>{words.ask[question.kind](question.about)}</b></p>
              <p><span class="tag ok">{words.right}</span> {optionText(question.options[right]!)}</p>
              <p><span class="tag">{words.yours}</span> {optionText(question.options[given]!)}</p>
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}
