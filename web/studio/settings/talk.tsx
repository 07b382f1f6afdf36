// How the shop's rooms talk: slow mode, the word list, and who may not write.
import { useEffect, useState } from 'preact/hooks'
import { Problem } from '../../shared/api.ts'
import { Field } from '../../shared/field.tsx'
import { dateTime } from '../../shared/format.ts'
import { language } from '../../shared/i18n.ts'
import { toast } from '../../shared/toast.tsx'
import { common } from '../messages/common.ts'
import { talkWords } from '../messages/talk.ts'
import { explain } from '../parts/explain.ts'
import { Failed, useLoaded, Waiting } from '../parts/load.tsx'
import { kSlowSteps } from './slow_steps.ts'
import { teamApi } from './team_api.ts'

const kTryAfterMs = 300
/** Lines of chat a second; 0 for all. */
const kLineSteps = [2, 4, 8, 16, 32, 0]

export function TalkPanels() {
  return (
    <>
      <SlowPanel />
      <LinesPanel />
      <WordsPanel />
      <BansPanel />
    </>
  )
}

function SlowPanel() {
  const words = talkWords()
  const slow = useLoaded('slow', teamApi.slow)
  const choose = async (seconds: number): Promise<void> => {
    try {
      await teamApi.setSlow(seconds)
      slow.set(seconds)
      toast(common().saved)
    } catch (cause) {
      toast(explain(cause), { tone: 'bad' })
      slow.reload()
    }
  }
  return (
    <section class="panel" aria-labelledby="slow">
      <h2 id="slow">{words.slow}</h2>
      <p class="hint">{words.slowLead}</p>
      <div class="field">
        <select aria-labelledby="slow" value={slow.data ?? 0} disabled={slow.data === null} onChange={(event) => void choose(Number(event.currentTarget.value))} data-test="slow">
          {[...new Set([...kSlowSteps, slow.data ?? 0])].sort((a, b) => a - b).map((one) => <option key={one} value={one}>{words.seconds(one)}</option>)}
        </select>
      </div>
    </section>
  )
}

function LinesPanel() {
  const words = talkWords()
  const lines = useLoaded('lines', teamApi.lines)
  const choose = async (perSecond: number): Promise<void> => {
    try {
      await teamApi.setLines(perSecond)
      lines.set(perSecond)
      toast(common().saved)
    } catch (cause) {
      toast(explain(cause), { tone: 'bad' })
      lines.reload()
    }
  }
  return (
    <section class="panel" aria-labelledby="lines">
      <h2 id="lines">{words.lines}</h2>
      <p class="hint">{words.linesLead}</p>
      <div class="field">
        <select aria-labelledby="lines" value={lines.data ?? 0} disabled={lines.data === null} onChange={(event) => void choose(Number(event.currentTarget.value))} data-test="lines">
          {[...new Set([...kLineSteps, lines.data ?? 0])].sort((a, b) => (a || Infinity) - (b || Infinity)).map((one) => <option key={one} value={one}>{one === 0 ? words.linesAll : words.linesEach(one)}</option>)}
        </select>
      </div>
    </section>
  )
}

function WordsPanel() {
  const words = talkWords()
  const list = useLoaded('words', teamApi.words)
  const [text, setText] = useState<string | null>(null)
  const [error, setError] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const [trial, setTrial] = useState('')
  const [result, setResult] = useState<string | null>(null)
  useEffect(() => {
    if (trial.trim() === '') return setResult(null)
    const timer = setTimeout(() => {
      teamApi.tryWords(trial).then(({ action, word }) => setResult(words.tryResults[action]! + (word ? ` (${word})` : '')), () => setResult(null))
    }, kTryAfterMs)
    return () => clearTimeout(timer)
  }, [trial, list.data, words])
  const shown = text ?? list.data?.text ?? ''
  const save = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault()
    setBusy(true)
    setError(null)
    try {
      list.set(await teamApi.saveWords(shown))
      setText(null)
      toast(common().saved)
    } catch (cause) {
      const problem = Problem.from(cause)
      const line = /^\/text\/(\d+)$/.exec(problem.field ?? '')?.[1]
      setError(line ? words.wordsLine(line, problem.detail) : explain(cause))
    } finally {
      setBusy(false)
    }
  }
  return (
    <section class="panel" aria-labelledby="words">
      <div class="panel-head"><h2 id="words">{words.words}</h2>{list.data && <span class="tag n">{words.wordsCount(list.data.count)}</span>}</div>
      {Boolean(list.problem) && <Failed problem={list.problem} again={list.reload} />}
      {!list.data && !list.problem && <Waiting />}
      {list.data && (
        <form class="stack" onSubmit={(event) => void save(event)} data-test="words-form">
          <Field label={words.wordsField} rows={12} value={shown} hint={words.wordsLead} error={error} spellcheck={false} class="word-text"
            onInput={(event) => setText((event.currentTarget as unknown as HTMLTextAreaElement).value)} test="words" />
          <Field label={words.tryLabel} value={trial} maxLength={200} hint={<span role="status" data-test="try-result">{result ?? words.tryHint}</span>} onInput={(event) => setTrial(event.currentTarget.value)} test="try" />
          <div class="form-foot">
            <label class="btn small">{words.wordsImport}
              <input class="vh" type="file" accept=".txt,.tsv,text/plain" onChange={(event) => void event.currentTarget.files?.[0]?.text().then(setText)} data-test="words-import" />
            </label>
            <a class="btn small" download="words.txt" href={`data:text/plain;charset=utf-8,${encodeURIComponent(shown)}`}>{words.wordsExport}</a>
            <button type="submit" class={`btn ${text !== null ? 'do' : ''}`} disabled={busy || text === null} data-test="save-words">{common().save}</button>
          </div>
        </form>
      )}
    </section>
  )
}

function BansPanel() {
  const words = talkWords()
  const bans = useLoaded('bans', teamApi.bans)
  const lift = async (id: number): Promise<void> => {
    try {
      await teamApi.liftBan(id)
      toast(words.lifted)
    } catch (cause) {
      toast(explain(cause), { tone: 'bad' })
    }
    bans.reload()
  }
  const now = bans.data?.filter((one) => one.in_force) ?? []
  return (
    <section class="panel" aria-labelledby="bans" data-test="bans">
      <h2 id="bans">{words.bans}</h2>
      <p class="hint">{words.bansLead}</p>
      {Boolean(bans.problem) && <Failed problem={bans.problem} again={bans.reload} />}
      {bans.data && now.length === 0 && <p class="invite">{words.bansEmpty}</p>}
      <ul class="people">
        {now.map((one) => (
          <li key={one.id} data-test="ban-row">
            <span class="avatar letter" aria-hidden="true">{[...one.name][0]}</span>
            <span><b>{one.name}</b><span>{[one.reason, one.until ? words.until(dateTime(new Date(one.until), language.value)) : words.forGood].join(common().dot)}</span></span>
            <button type="button" class="btn small" onClick={() => void lift(one.id)} data-test="lift">{words.lift}</button>
          </li>
        ))}
      </ul>
    </section>
  )
}
