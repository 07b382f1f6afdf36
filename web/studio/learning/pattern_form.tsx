// A pattern in a drawer: what we do, and why it works.
import { useRef, useState } from 'preact/hooks'
import { Problem } from '../../shared/api.ts'
import { Field } from '../../shared/field.tsx'
import { randomId } from '../../shared/ids.ts'
import { toast } from '../../shared/toast.tsx'
import { common } from '../messages/common.ts'
import { learningWords } from '../messages/learning.ts'
import { Drawer } from '../parts/drawer.tsx'
import { explain, fieldOf, fieldText } from '../parts/explain.ts'
import { learningApi, type Pattern } from './learning_api.ts'
import { tagsText, tagsTyped } from './learning_model.ts'
import { RemoveButton } from './remove_button.tsx'

export function PatternForm({ pattern, onSaved, onClose }: { pattern: Pattern | null; onSaved: () => void; onClose: () => void }) {
  const words = learningWords().pattern
  const [fields, setFields] = useState({ text: pattern?.text ?? '', why: pattern?.why ?? '', tags: tagsText(pattern?.tags ?? []) })
  const [errors, setErrors] = useState<Record<string, string>>({})
  const [busy, setBusy] = useState(false)
  const version = useRef(pattern?.version ?? 0)
  const key = useRef(randomId())
  const change = (more: Partial<typeof fields>): void => {
    setFields({ ...fields, ...more })
    setErrors({})
    key.current = randomId()
  }
  const attempt = async (act: () => Promise<unknown>, said: string): Promise<void> => {
    setBusy(true)
    try {
      await act()
      toast(said, { tone: 'ok' })
      onSaved()
      onClose()
    } catch (cause) {
      const problem = Problem.from(cause)
      const field = fieldOf(cause) ?? ''
      if (problem.type === 'changed-meanwhile') {
        const present = problem.members['present'] as Pattern | null
        version.current = present?.version ?? version.current
        setErrors({ form: present ? `${learningWords().stale} ${learningWords().staleNow}: ${present.text}` : learningWords().gone })
      } else setErrors(field in fields ? { [field]: fieldText(cause) } : { form: explain(cause) })
      setBusy(false)
    }
  }
  const submit = (event: SubmitEvent): void => {
    event.preventDefault()
    const tags = tagsTyped(fields.tags)
    const wrong = { ...(fields.text.trim() ? {} : { text: words.textEmpty }), ...(tags ? {} : { tags: learningWords().tagsWrong }) }
    setErrors(wrong)
    if (Object.keys(wrong).length > 0 || !tags) return
    const sent = { text: fields.text.trim(), why: fields.why.trim(), tags }
    void attempt(() => (pattern ? learningApi.changePattern(pattern.id, sent, version.current) : learningApi.makePattern(sent, key.current)), learningWords().saved)
  }
  return (
    <Drawer title={pattern ? words.edit : words.make} onClose={onClose} test="pattern-form">
      <form class="stack" onSubmit={submit} noValidate>
        <Field label={words.text} rows={2} value={fields.text} maxLength={120} data-focus hint={pattern?.state === 'confirmed' ? words.rewriteHint : words.textHint} error={errors['text']} test="pattern-text" onInput={(event) => change({ text: event.currentTarget.value })} />
        <Field label={words.why} rows={3} value={fields.why} maxLength={500} optional={common().optional} error={errors['why']} test="pattern-why" onInput={(event) => change({ why: event.currentTarget.value })} />
        <Field label={learningWords().tags} value={fields.tags} optional={common().optional} hint={learningWords().tagsHint} error={errors['tags']} test="pattern-tags" onInput={(event) => change({ tags: event.currentTarget.value })} />
        {errors['form'] && <p class="field-error" role="alert" data-test="form-error">{errors['form']}</p>}
        <div class="form-foot">
          {pattern && <RemoveButton title={words.removeTitle} text={words.removeText} busy={busy} onRemove={() => void attempt(() => learningApi.removePattern(pattern.id, version.current), learningWords().removed)} />}
          <button type="submit" class="btn do" disabled={busy} data-test="save-pattern">{busy ? common().saving : common().save}</button>
        </div>
      </form>
    </Drawer>
  )
}
