// One staff profile: handle, name, title, role, picture.
import { useEffect, useState } from 'preact/hooks'
import { Problem, type Role } from '../../shared/api.ts'
import { Field } from '../../shared/field.tsx'
import { Icon } from '../../shared/icons.tsx'
import { toast } from '../../shared/toast.tsx'
import { common } from '../messages/common.ts'
import { settingsWords } from '../messages/settings.ts'
import { meApi } from '../me/me_api.ts'
import { explain, fieldOf, fieldText } from '../parts/explain.ts'
import { PictureInput } from '../parts/picture_input.tsx'
import { studioApi, type StaffProfile } from '../studio_api.ts'

const kRoles: Role[] = ['presenter', 'director', 'planner', 'analyst', 'owner']

interface Props {
  /** Null for a new one. */
  person: StaffProfile | null
  taken: ReadonlySet<string>
  onDone: () => void
  onClose: () => void
}

export function PersonForm({ person, taken, onDone, onClose }: Props) {
  const words = settingsWords()
  const [handle, setHandle] = useState(person?.handle ?? '')
  const [name, setName] = useState(person?.name ?? '')
  const [title, setTitle] = useState(person?.title ?? '')
  const [role, setRole] = useState<Role>(person?.role ?? 'presenter')
  const [about, setAbout] = useState('')
  /** As it stands on the server; null until it came, and then nothing of it is written over. */
  const [aboutKnown, setAboutKnown] = useState<string | null>(person ? null : '')
  const [file, setFile] = useState<File | null>(null)
  const [pictureError, setPictureError] = useState<string | null>(null)
  const [errors, setErrors] = useState<Record<string, string>>({})
  const [formError, setFormError] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)

  useEffect(() => {
    if (person) void meApi.words(person.handle).then((known) => { setAbout(known); setAboutKnown(known) }, () => {})
  }, [])
  const save = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault()
    const wrong: Record<string, string> = {}
    if (!/^[a-z0-9][a-z0-9._-]{0,63}$/.test(handle)) wrong['handle'] = words.handleWrong
    else if (!person && taken.has(handle)) wrong['handle'] = words.handleTaken
    if (name.trim() === '') wrong['name'] = words.personNameEmpty
    setErrors(wrong)
    if (Object.keys(wrong).length > 0) return
    setBusy(true)
    setFormError(null)
    try {
      await studioApi.saveStaff(handle, { name: name.trim(), title: title.trim(), role })
      if (aboutKnown !== null && about.trim() !== aboutKnown) await meApi.saveWords(handle, about.trim())
      if (file && !(await savePicture())) return
      toast(common().saved)
      onDone()
    } catch (cause) {
      const field = fieldOf(cause)
      if (field && ['handle', 'name', 'title', 'words'].includes(field)) setErrors({ [field]: fieldText(cause) })
      else setFormError(explain(cause))
    } finally {
      setBusy(false)
    }
  }
  const savePicture = async (): Promise<boolean> => {
    try {
      await studioApi.saveStaffPicture(handle, file!)
      return true
    } catch (cause) {
      const { type } = Problem.from(cause)
      setPictureError(type === 'too-large' ? common().pictureLarge : type === 'unsupported' || type === 'invalid' ? common().pictureWrong : explain(cause))
      setFormError(words.pictureFailed)
      return false
    }
  }
  return (
    <form class="stack" onSubmit={(event) => void save(event)} noValidate data-test="person-form">
      <PictureInput label={words.picture} hint={words.pictureHint} current={person?.picture?.url ?? null} round error={pictureError}
        onChoose={(chosen, error) => {
          setFile(chosen)
          setPictureError(error)
        }} />
      <Field label={words.personName} value={name} maxLength={40} error={errors['name']} data-focus={person ? undefined : true} onInput={(event) => setName(event.currentTarget.value)} test="name" />
      {!person && <Field label={words.handle} value={handle} maxLength={64} hint={words.handleHint} error={errors['handle']} autoCapitalize="none" spellcheck={false} onInput={(event) => setHandle(event.currentTarget.value)} test="handle" />}
      <Field label={words.personTitle} value={title} maxLength={40} optional={common().optional} hint={words.personTitleHint} error={errors['title']} onInput={(event) => setTitle(event.currentTarget.value)} test="title" />
      <Field label={words.personWords} rows={4} value={about} disabled={aboutKnown === null} optional={common().optional} hint={words.personWordsHint} error={errors['words']} onInput={(event) => setAbout((event.currentTarget as unknown as HTMLTextAreaElement).value)} test="words" />
      <div class="field">
        <label for="person-role">{words.role}</label>
        <select id="person-role" value={role} onChange={(event) => setRole(event.currentTarget.value as Role)} data-test="role">
          {kRoles.map((one) => <option key={one} value={one}>{common().roles[one]}</option>)}
        </select>
      </div>
      {formError && <p class="field-error" role="alert" data-test="form-error"><Icon name="alert" size="s" /><span>{formError}</span></p>}
      <div class="form-foot">
        <button type="button" class="btn" onClick={onClose}>{common().cancel}</button>
        <button type="submit" class="btn do" disabled={busy} data-test="save">{busy ? common().saving : common().save}</button>
      </div>
    </form>
  )
}
