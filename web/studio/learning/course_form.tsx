// A course in a drawer: its name, the products to know, the cases to see.
import { useRef, useState } from 'preact/hooks'
import { Problem } from '../../shared/api.ts'
import { Field } from '../../shared/field.tsx'
import { Icon } from '../../shared/icons.tsx'
import { randomId } from '../../shared/ids.ts'
import { toast } from '../../shared/toast.tsx'
import { common } from '../messages/common.ts'
import { learningWords } from '../messages/learning.ts'
import { Drawer } from '../parts/drawer.tsx'
import { explain, fieldOf, fieldText } from '../parts/explain.ts'
import { Failed, useLoaded, Waiting } from '../parts/load.tsx'
import { all, studioApi } from '../studio_api.ts'
import { learningApi, type Course } from './learning_api.ts'
import { PickList } from './pick_list.tsx'
import { RemoveButton } from './remove_button.tsx'

/** The server's limit, of products and of cases. */
const kMostInCourse = 50

export function CourseForm({ course, onSaved, onClose }: { course: Course | null; onSaved: () => void; onClose: () => void }) {
  const words = learningWords().training
  const products = useLoaded('course products', () => all((cursor) => studioApi.products(cursor), 500))
  const cases = useLoaded('course cases', () => learningApi.cases().then(({ items }) => items))
  const [title, setTitle] = useState(course?.title ?? '')
  const [chosen, setChosen] = useState({ products: course?.products.map(({ id }) => id) ?? [], cases: course?.cases.map(({ id }) => id) ?? [] })
  const [wrong, setWrong] = useState<{ field: string; text: string } | null>(null)
  const [busy, setBusy] = useState(false)
  const version = useRef(course?.version ?? 0)
  const key = useRef(randomId())
  const attempt = async (act: () => Promise<unknown>, said: string): Promise<void> => {
    setBusy(true)
    try {
      await act()
      toast(said, { tone: 'ok' })
      onSaved()
      onClose()
    } catch (cause) {
      const problem = Problem.from(cause)
      key.current = randomId()
      setBusy(false)
      if (problem.type === 'changed-meanwhile') {
        const present = problem.members['present'] as Course | null
        version.current = present?.version ?? version.current
        return setWrong({ field: '', text: present ? learningWords().stale : learningWords().gone })
      }
      const field = fieldOf(cause) ?? ''
      setWrong({ field: field === 'title' ? 'title' : '', text: field ? fieldText(cause) : explain(cause) })
    }
  }
  const submit = (event: SubmitEvent): void => {
    event.preventDefault()
    if (title.trim() === '') return setWrong({ field: 'title', text: words.courseTitleEmpty })
    if (chosen.products.length + chosen.cases.length === 0) return setWrong({ field: '', text: words.coursePartsEmpty })
    const sent = { title: title.trim(), ...chosen }
    void attempt(() => (course ? learningApi.changeCourse(course.id, sent, version.current) : learningApi.makeCourse(sent, key.current)), learningWords().saved)
  }
  const problem = products.problem ?? cases.problem
  if (problem) return <Drawer title={words.makeCourse} onClose={onClose} test="course-form"><Failed problem={problem} again={() => { products.reload(); cases.reload() }} /></Drawer>
  return (
    <Drawer title={course ? words.editCourse : words.makeCourse} onClose={onClose} test="course-form">
      {!(products.data && cases.data) ? <Waiting /> : (
        <form class="stack" onSubmit={submit} noValidate>
          <Field label={words.courseTitle} value={title} maxLength={80} data-focus error={wrong?.field === 'title' ? wrong.text : null} test="course-title" onInput={(event) => { setTitle(event.currentTarget.value); setWrong(null) }} />
          <PickList legend={words.products} most={kMostInCourse} options={products.data.map((one) => ({ id: one.id, title: one.title }))} chosen={chosen.products} onChange={(ids) => { setChosen({ ...chosen, products: ids }); setWrong(null) }} />
          {cases.data.length > 0 && <PickList legend={words.casesSee} most={kMostInCourse} options={cases.data.map((one) => ({ id: one.id, title: one.title, aside: one.show.title }))} chosen={chosen.cases} onChange={(ids) => { setChosen({ ...chosen, cases: ids }); setWrong(null) }} />}
          {wrong?.field === '' && <p class="field-error" role="alert" data-test="form-error"><Icon name="alert" size="s" /><span>{wrong.text}</span></p>}
          <div class="form-foot">
            {course && <RemoveButton title={words.removeTitle} text={words.removeText} busy={busy} onRemove={() => void attempt(() => learningApi.removeCourse(course.id, version.current), learningWords().removed)} />}
            <button type="submit" class="btn do" disabled={busy} data-test="save-course">{busy ? common().saving : common().save}</button>
          </div>
        </form>
      )}
    </Drawer>
  )
}
