// One to-do: its why and its evidence, closing it by hand or opening it again, everything that people wrote, and changing it.
import { useRef, useState } from 'preact/hooks'
import { Problem } from '../../shared/api.ts'
import { Field } from '../../shared/field.tsx'
import { dateTime } from '../../shared/format.ts'
import { language } from '../../shared/i18n.ts'
import { Icon } from '../../shared/icons.tsx'
import { randomId } from '../../shared/ids.ts'
import { toast } from '../../shared/toast.tsx'
import { common } from '../messages/common.ts'
import { playbookWords } from '../messages/playbook.ts'
import { Drawer } from '../parts/drawer.tsx'
import { explain } from '../parts/explain.ts'
import { Failed, useLoaded, Waiting } from '../parts/load.tsx'
import { Mark } from './mark.tsx'
import { whoOf } from './next_card.tsx'
import { mayPlan } from './may_plan.ts'
import { playbookApi, type Phase, type Playbook, type Todo, type TodoFields } from './playbook_api.ts'
import { TodoForm } from './todo_form.tsx'
import { day, pageOf, sentenceOf, titleOf, whyOf } from './todo_model.ts'

interface Props {
  kinds: Playbook['evidence']
  onClose: () => void
  onChanged: () => void
}

export function TodoDrawer({ id, kinds, onClose, onChanged }: Props & { id: string }) {
  const words = playbookWords()
  const loaded = useLoaded(`todo ${id}`, () => playbookApi.todo(id))
  const [editing, setEditing] = useState(false)
  const todo = loaded.data
  const changed = (now: Todo, said: string): void => {
    loaded.set(now)
    onChanged()
    toast(said, { tone: 'ok' })
  }
  const save = async (fields: Partial<TodoFields>): Promise<void> => {
    try {
      changed(await playbookApi.changeTodo(id, fields, todo!.version), fields.dropped ? words.dropped : fields.dropped === false ? words.takenUp : common().saved)
      setEditing(false)
      if (fields.dropped) onClose()
    } catch (cause) {
      if (Problem.from(cause).type === 'changed-meanwhile') {
        loaded.reload()
        throw new Error(words.stale)
      }
      throw cause
    }
  }
  const saveOrSay = (fields: Partial<TodoFields>): void => void save(fields).catch((cause: unknown) => toast(explain(cause), { tone: 'bad' }))
  return (
    <Drawer title={todo ? titleOf(todo) : ''} onClose={onClose} test="todo-drawer">
      {!todo && !loaded.problem && <Waiting />}
      {Boolean(loaded.problem) && <Failed problem={loaded.problem} again={loaded.reload} />}
      {todo && !editing && (
        <div class="stack">
          <About todo={todo} />
          {!todo.dropped && <ByHand todo={todo} onDone={changed} />}
          {todo.history && todo.history.length > 0 && <History todo={todo} />}
          {mayPlan() && (
            <div class="form-foot pb-edit">
              {todo.dropped
                ? <button type="button" class="btn" onClick={() => saveOrSay({ dropped: false })} data-test="take-up"><Icon name="undo" size="s" />{words.takeUp}</button>
                : <button type="button" class="btn quiet" onClick={() => saveOrSay({ dropped: true })} data-test="drop">{words.drop}</button>}
              <button type="button" class="btn" onClick={() => setEditing(true)} data-test="edit"><Icon name="edit" size="s" />{words.edit}</button>
            </div>
          )}
        </div>
      )}
      {todo && editing && <TodoForm todo={todo} kinds={kinds} onSave={save} onCancel={() => setEditing(false)} />}
    </Drawer>
  )
}

export function AddTodo({ kinds, phase, onClose, onChanged }: Props & { phase: Phase }) {
  const words = playbookWords()
  // One key for one form, so that a lost answer does not add it twice.
  const key = useRef(randomId())
  const save = async (fields: Partial<TodoFields>): Promise<void> => {
    try {
      await playbookApi.addTodo(fields, key.current)
    } catch (cause) {
      key.current = randomId()
      throw cause
    }
    onChanged()
    toast(words.added, { tone: 'ok' })
    onClose()
  }
  return (
    <Drawer title={words.addTitle} onClose={onClose} test="add-drawer">
      <TodoForm todo={null} phase={phase} kinds={kinds} onSave={save} onCancel={onClose} />
    </Drawer>
  )
}

function About({ todo }: { todo: Todo }) {
  const words = playbookWords()
  const way = pageOf(todo.evidence)
  return (
    <>
      {whyOf(todo) && <p class="pb-why phrase" data-test="why">{whyOf(todo)}</p>}
      <dl class="pb-about">
        <div><dt>{words.fieldPhase}</dt><dd>{words.phases[todo.phase]}</dd></div>
        <div><dt>{words.inCharge}</dt><dd>{whoOf(todo)}</dd></div>
        <div><dt>{words.due}</dt><dd class="n">{todo.due_at ? day(todo.due_at) : words.noDue}</dd></div>
        <div>
          <dt>{words.evidence}</dt>
          <dd>
            <span class="pb-about-mark"><Mark state={todo.state} label={words.marks[todo.state]!} />{sentenceOf(todo)}</span>
            {way && <a href={way.href} data-test="see-evidence">{words.seePage[way.page]}</a>}
          </dd>
        </div>
      </dl>
      {todo.closed?.by === 'events' && <p class="note info" data-test="closed-by-events"><Icon name="check" size="s" /><span>{words.closedByEvents(todo.closed.at && day(todo.closed.at))}</span></p>}
      {todo.closed?.by === 'person' && <p class="note info" data-test="closed-by-person"><Icon name="check" size="s" /><span>{words.closedByPerson(todo.closed.who?.name ?? '', day(todo.closed.at!))}</span></p>}
    </>
  )
}

/** Closing it with a note; or opening it again, when a person closed it. */
function ByHand({ todo, onDone }: { todo: Todo; onDone: (todo: Todo, said: string) => void }) {
  const words = playbookWords()
  const [note, setNote] = useState('')
  const [error, setError] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  if (todo.closed?.by === 'events') return null
  const closed = todo.closed !== null
  const submit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault()
    if (note.trim() === '') return setError(closed ? words.reopenEmpty : words.noteEmpty)
    setBusy(true)
    try {
      const now = await playbookApi.act(todo.id, closed ? 'reopen' : 'close', note.trim())
      setNote('')
      onDone(now, closed ? words.reopened : words.closed)
    } catch (cause) {
      setError(explain(cause))
    } finally {
      setBusy(false)
    }
  }
  return (
    <form class="stack pb-by-hand" onSubmit={(event) => void submit(event)} noValidate>
      <h3>{closed ? words.reopenTitle : words.closeTitle}</h3>
      <Field label={closed ? words.reopenNote : words.note} rows={3} value={note} maxLength={1000} hint={closed ? undefined : words.noteHint} error={error} test="note"
        onInput={(event) => {
          setNote(event.currentTarget.value)
          setError(null)
        }} />
      <div class="form-foot">
        <button type="submit" class={closed ? 'btn' : 'btn do'} disabled={busy} data-test={closed ? 'reopen' : 'close-todo'}>{closed ? words.reopen : words.close}</button>
      </div>
    </form>
  )
}

function History({ todo }: { todo: Todo }) {
  const words = playbookWords()
  return (
    <div class="sub pb-history">
      <h3>{words.history}</h3>
      <ol>
        {[...todo.history!].reverse().map((act, index) => (
          <li key={index} data-test="act" data-act={act.act}>
            <p><b>{act.who.name}</b> {words.acts[act.act]} <time class="n" dateTime={act.at}>{dateTime(new Date(act.at), language.value)}</time></p>
            <p class="pb-note">{act.note}</p>
          </li>
        ))}
      </ol>
    </div>
  )
}
