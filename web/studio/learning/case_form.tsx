// A case in a drawer: a moment of a show, kept new or changed from the version that was opened.
import { useRef, useState } from 'preact/hooks'
import { Problem } from '../../shared/api.ts'
import { Field } from '../../shared/field.tsx'
import { clock } from '../../shared/format.ts'
import { Icon } from '../../shared/icons.tsx'
import { randomId } from '../../shared/ids.ts'
import { toast } from '../../shared/toast.tsx'
import { readClock } from '../archive/range.ts'
import { common } from '../messages/common.ts'
import { learningWords } from '../messages/learning.ts'
import { Drawer } from '../parts/drawer.tsx'
import { explain, fieldOf, fieldText } from '../parts/explain.ts'
import { learningApi, type Case, type CaseFields } from './learning_api.ts'
import { momentHref, tagsText, tagsTyped } from './learning_model.ts'

interface Props {
  show: { id: string; title: string }
  seed?: { at: number; until?: number; title?: string }
  /** Null for a new one. */
  one?: Case | null
  onSaved: () => void
  onClose: () => void
}
const kFields = ['title', 'at', 'until', 'did', 'why', 'figure', 'tags']

export function CaseForm({ show, seed, one = null, onSaved, onClose }: Props) {
  const words = learningWords().cases
  const until = one ? one.until : (seed?.until ?? null)
  const [fields, setFields] = useState({
    title: one?.title ?? seed?.title ?? '', at: clock(one?.at ?? seed?.at ?? 0), until: until === null ? '' : clock(until), did: one?.did ?? '', why: one?.why ?? '',
    figure: one?.figure ?? '', tags: tagsText(one?.tags ?? []),
  })
  const [errors, setErrors] = useState<Record<string, string>>({})
  const [busy, setBusy] = useState(false)
  const version = useRef(one?.version ?? 0)
  const key = useRef(randomId())
  const change = (more: Partial<typeof fields>): void => {
    setFields({ ...fields, ...more })
    setErrors({})
    key.current = randomId()
  }
  const at = readClock(fields.at)

  const submit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault()
    const end = fields.until.trim() === '' ? null : readClock(fields.until)
    const tags = tagsTyped(fields.tags)
    const wrong: Record<string, string> = {
      ...(fields.title.trim() ? {} : { title: words.nameEmpty }),
      ...(at === null ? { at: words.timeWrong } : {}),
      ...(fields.until.trim() === '' ? {} : end === null ? { until: words.timeWrong } : at !== null && end <= at ? { until: words.untilWrong } : {}),
      ...(fields.did.trim() ? {} : { did: words.didEmpty }),
      ...(fields.why.trim() ? {} : { why: words.whyEmpty }),
      ...(tags ? {} : { tags: learningWords().tagsWrong }),
    }
    setErrors(wrong)
    if (Object.keys(wrong).length > 0 || at === null || !tags) return
    // What was not typed keeps its fraction of a second.
    const exact = (typed: number, was: number | null | undefined): number => (was != null && clock(was) === clock(typed) ? was : typed)
    const sent: CaseFields = {
      show: show.id, at: exact(at, one?.at ?? seed?.at), ...(end === null ? {} : { until: exact(end, until) }), title: fields.title.trim(), did: fields.did.trim(), why: fields.why.trim(),
      figure: fields.figure.trim(), tags,
    }
    setBusy(true)
    try {
      if (one) await learningApi.changeCase(one.id, sent, version.current)
      else await learningApi.makeCase(sent, key.current)
      toast(learningWords().saved, { tone: 'ok' })
      onSaved()
      onClose()
    } catch (cause) {
      const problem = Problem.from(cause)
      const field = fieldOf(cause) ?? ''
      if (problem.type === 'changed-meanwhile') {
        version.current = (problem.members['present'] as Case | null)?.version ?? version.current
        setErrors({ form: problem.members['present'] ? learningWords().stale : learningWords().gone })
      } else setErrors(kFields.includes(field) ? { [field]: fieldText(cause) } : { form: explain(cause) })
    } finally {
      setBusy(false)
    }
  }
  return (
    <Drawer title={one ? words.editTitle : words.newTitle} onClose={onClose} test="case-form">
      <form class="stack" onSubmit={(event) => void submit(event)} noValidate>
        <p class="hint phrase">{show.title}</p>
        <div class="pair">
          <Field label={words.from} value={fields.at} autocomplete="off" error={errors['at']} test="case-at" onInput={(event) => change({ at: event.currentTarget.value })} />
          <Field label={words.until} value={fields.until} autocomplete="off" optional={common().optional} error={errors['until']} test="case-until" onInput={(event) => change({ until: event.currentTarget.value })} />
        </div>
        {at !== null && <a class="link moment" href={momentHref(show.id, at)} target="_blank" rel="noopener"><Icon name="play" size="s" />{learningWords().watch}</a>}
        <Field label={words.name} value={fields.title} maxLength={80} data-focus error={errors['title']} test="case-title" onInput={(event) => change({ title: event.currentTarget.value })} />
        <Field label={words.did} rows={3} value={fields.did} maxLength={500} error={errors['did']} test="case-did" onInput={(event) => change({ did: event.currentTarget.value })} />
        <Field label={words.why} rows={3} value={fields.why} maxLength={500} error={errors['why']} test="case-why" onInput={(event) => change({ why: event.currentTarget.value })} />
        <Field label={words.figure} value={fields.figure} maxLength={80} optional={common().optional} hint={words.figureHint} error={errors['figure']} test="case-figure" onInput={(event) => change({ figure: event.currentTarget.value })} />
        <Field label={learningWords().tags} value={fields.tags} optional={common().optional} hint={learningWords().tagsHint} error={errors['tags']} test="case-tags" onInput={(event) => change({ tags: event.currentTarget.value })} />
        {errors['form'] && <p class="field-error" role="alert" data-test="form-error">{errors['form']}</p>}
        <div class="form-foot"><button type="submit" class="btn do" disabled={busy} data-test="save-case">{busy ? common().saving : common().save}</button></div>
      </form>
    </Drawer>
  )
}
