// Today: the streak, a gentle alarm while nothing goes out, and ideas that open the composer filled.
import { useEffect } from 'preact/hooks'
import { clock, dateTime } from '../../shared/format.ts'
import { language } from '../../shared/i18n.ts'
import { Icon, type IconName } from '../../shared/icons.tsx'
import { toast } from '../../shared/toast.tsx'
import { common } from '../messages/common.ts'
import { postWords } from '../messages/posts.ts'
import { explain } from '../parts/explain.ts'
import { Failed, useLoaded, Waiting } from '../parts/load.tsx'
import { staff } from '../session.ts'
import type { Begun } from './composer_form.ts'
import { postsApi, type Idea } from './posts_api.ts'

const kIcons: Record<Idea['kind'], IconName> = { show: 'calendar', moment: 'heart', question: 'question', low: 'bag' }

/** `turn` changes when posts did. */
export function TodayCard({ turn, onWrite }: { turn: number; onWrite: ((begun: Begun) => void) | null }) {
  const words = postWords()
  const loaded = useLoaded('posts today', postsApi.today)
  useEffect(() => { if (turn > 0) loaded.reload() }, [turn])
  const today = loaded.data
  if (!today) return <aside class="panel posts-today">{loaded.problem ? <Failed problem={loaded.problem} again={loaded.reload} /> : <Waiting />}</aside>
  return (
    <aside class="panel posts-today" aria-labelledby="posts-today" data-test="today" data-alarm={today.alarm} data-streak={today.streak}>
      <h2 id="posts-today">{words.today}</h2>
      <p class="posts-streak n"><b>{today.streak > 0 ? words.streak(today.streak) : words.noStreak}</b></p>
      {today.published > 0 && <p class="posts-done"><Icon name="check" size="s" />{words.doneToday(today.published)}</p>}
      {today.planned > 0 && <p class="hint">{words.plannedToday(today.planned)}</p>}
      {today.alarm && <p class="note warn" role="status" data-test="alarm"><Icon name="bell" size="s" /><span>{words.alarm}</span></p>}
      <h3>{words.ideas}</h3>
      {today.ideas.length === 0 && <p class="hint">{words.noIdeas}</p>}
      <ul class="posts-ideas">
        {today.ideas.map((idea, place) => (
          <li key={place} data-test="idea" data-kind={idea.kind}>
            <Icon name={kIcons[idea.kind]} size="s" />
            <div class="g">
              <small>{words.ideaKinds[idea.kind]}{common().dot}{facts(idea)}</small>
              <b>{idea.kind === 'question' ? idea.text : idea.title}</b>
            </div>
            {onWrite && <button type="button" class="btn small" onClick={() => onWrite(begunBy(idea))} data-test="write-idea">{words.write}</button>}
          </li>
        ))}
      </ul>
      {staff.value?.role === 'owner' && <Rules />}
    </aside>
  )
}

function Rules() {
  const words = postWords()
  const loaded = useLoaded('post rules', postsApi.rules)
  if (!loaded.data) return null
  const save = async (needed: boolean): Promise<void> => {
    try {
      loaded.set(await postsApi.saveRules({ second_person: needed }))
      toast(common().saved)
    } catch (cause) {
      toast(explain(cause), { tone: 'bad' })
      loaded.reload()
    }
  }
  return (
    <label class="check-row posts-rule">
      <input type="checkbox" checked={loaded.data.second_person} onChange={(event) => void save(event.currentTarget.checked)} data-test="second-person" />
      <span>{words.secondPerson}<small class="hint">{words.secondPersonHint}</small></span>
    </label>
  )
}

const when = (time: string): string => dateTime(new Date(time), language.value)

function facts(idea: Idea): string {
  const words = postWords().ideaFacts
  switch (idea.kind) {
    case 'show':
      return words.show(when(idea.starts_at))
    case 'moment':
      return words.moment(clock(idea.at_ms), idea.hearts)
    case 'question':
      return words.question(idea.seconds)
    case 'low':
      return words.low(idea.left)
  }
}

function begunBy(idea: Idea): Begun {
  const words = postWords().ideaTexts
  switch (idea.kind) {
    case 'show':
      return { kind: 'show', target: idea.target.show, text: words.show(idea.title, when(idea.starts_at)) }
    case 'moment':
      return { kind: 'show', target: idea.target.show, atMs: idea.at_ms, text: words.moment(idea.title) }
    case 'question':
      return { kind: 'product', target: idea.target.product, text: words.question(idea.title, idea.text) }
    case 'low':
      return { kind: 'product', target: idea.target.product, text: words.low(idea.title, idea.left) }
  }
}
