// The composer: words, accounts, where it leads, a picture, when; and what each account would say, counted as its network does.
import { useEffect, useRef, useState } from 'preact/hooks'
import { Problem } from '../../shared/api.ts'
import { Dialog } from '../../shared/dialog.tsx'
import { Field } from '../../shared/field.tsx'
import { Icon } from '../../shared/icons.tsx'
import { toast } from '../../shared/toast.tsx'
import { common } from '../messages/common.ts'
import { postWords } from '../messages/posts.ts'
import { explain, fieldText } from '../parts/explain.ts'
import { useLoaded } from '../parts/load.tsx'
import { PictureInput } from '../parts/picture_input.tsx'
import { Select } from '../playbook/select.tsx'
import { zoneName } from '../shows/local_time.ts'
import { all, studioApi } from '../studio_api.ts'
import { ClipPicker } from './clip_picker.tsx'
import { newPost, postFields, typedPost, usualAccounts, type Begun, type TypedPost, type When } from './composer_form.ts'
import { kMoments, postsApi, type Check, type Post, type PostAccount, type TargetKind } from './posts_api.ts'

/** While somebody types. */
const kCheckAfterMs = 400
const kKinds = ['', 'show', 'product', 'staff', 'clip'] as const
const kWhens = ['none', 'time', 'moment'] as const satisfies readonly When[]
/** Products that the list offers: of more a person searches on the product's own page. */
const kMostListed = 500

interface Props {
  /** Null for a new one. */
  post: Post | null
  begun: Begun
  language: 'ja' | 'en'
  accounts: readonly PostAccount[]
  onClose: () => void
  onDone: () => void
}

export function Composer({ post, begun, language, accounts, onClose, onDone }: Props) {
  const words = postWords()
  const [typed, setTyped] = useState<TypedPost>(() => (post ? typedPost(post) : newPost(begun, language, usualAccounts(accounts))))
  const [errors, setErrors] = useState<Record<string, string>>({})
  const [busy, setBusy] = useState(false)
  const [shown, setShown] = useState(post?.picture_shown?.small ?? null)
  const shows = useLoaded('shows to post', () => all((cursor) => studioApi.shows('live,scheduled,draft,archived', cursor)))
  const products = useLoaded('products to post', () => all((cursor) => studioApi.products(cursor), kMostListed))
  const people = useLoaded('staff to post', () => studioApi.staff())
  const checks = useChecks(typed)
  const set = (more: Partial<TypedPost>): void => {
    setTyped((old) => ({ ...old, ...more }))
    setErrors({})
  }
  const save = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault()
    const form = event.currentTarget as HTMLFormElement
    const show = (wrong: Record<string, string>): void => {
      setErrors(wrong)
      requestAnimationFrame(() => form.querySelector<HTMLElement>('[aria-invalid=true]')?.focus())
    }
    const read = postFields(typed)
    if ('wrong' in read) return show(Object.fromEntries(Object.entries(read.wrong).map(([field, why]) => [field, words.wrong[why]])))
    setBusy(true)
    try {
      await (post ? postsApi.save(post.id, post.version, read.fields) : postsApi.add(read.fields))
      toast(common().saved)
      onDone()
    } catch (cause) {
      const field = (Problem.from(cause).field ?? '').split('/').filter(Boolean)[0]
      if (field) show({ [field]: fieldText(cause) })
      toast(explain(cause), { tone: 'bad' })
    } finally {
      setBusy(false)
    }
  }
  const choosePicture = async (file: File | null, error: string | null): Promise<void> => {
    if (!file) return setErrors(error ? { picture: error } : {})
    setBusy(true)
    try {
      const kept = await postsApi.picture(file)
      set({ picture: kept.id })
      setShown(kept.small)
    } catch (cause) {
      setErrors({ picture: explain(cause) })
    } finally {
      setBusy(false)
    }
  }
  // What is chosen stays a choice, though the list does not hold it.
  const listed = (options: [string, string][], chosen: string): [string, string][] => [['', words.choose], ...(chosen && !options.some(([id]) => id === chosen) ? [[chosen, post?.target?.id === chosen ? post.target.title : chosen] as [string, string]] : []), ...options]
  const showOptions = (shows.data ?? []).map(({ id, title }): [string, string] => [id, title])
  const targets: Record<TargetKind, [string, string][]> = {
    show: showOptions,
    product: (products.data ?? []).map(({ id, title }) => [id, title]),
    staff: (people.data ?? []).map(({ handle, name }) => [handle, name]),
    clip: [],
  }
  return (
    <Dialog open onClose={onClose} title={post ? words.editTitle : words.newTitle} busy={busy} class="composer" test="composer">
      <form class="stack" noValidate onSubmit={(event) => void save(event)}>
        {post?.approved && <p class="note info"><Icon name="info" size="s" /><span>{words.editAgain}</span></p>}
        <Field label={words.text} rows={5} value={typed.text} error={errors['text']} hint={words.textHint} maxLength={3000} lang={typed.language} data-focus onInput={(event) => set({ text: (event.currentTarget as HTMLInputElement).value })} test="post-text" />
        <Accounts accounts={accounts} chosen={typed.accounts} checks={checks} error={errors['accounts']} onChange={(chosen) => set({ accounts: chosen })} />
        <div class="pair">
          <Select label={words.target} value={typed.kind} options={kKinds.map((kind) => [kind, words.kinds[kind]])} onChange={(kind) => set({ kind: kind as TypedPost['kind'], target: '', at: '' })} test="post-kind" />
          {typed.kind && typed.kind !== 'clip' && <Select label={words.which[typed.kind]} value={typed.target} error={errors['target'] ?? null} options={listed(targets[typed.kind], typed.target)} onChange={(target) => set({ target })} test="post-target" />}
        </div>
        {typed.kind === 'clip' && <ClipPicker chosen={typed.target} title={post?.target?.id === typed.target ? post.target.title : null} error={errors['target'] ?? null} onChange={(target) => set({ target })} />}
        {typed.kind === 'show' && <Field label={words.fromClock} value={typed.at} error={errors['clock']} hint={words.fromClockHint} optional={common().optional} onInput={(event) => set({ at: event.currentTarget.value })} test="post-clock" />}
        <div class="composer-picture">
          <PictureInput label={words.picture} hint={words.pictureHint} current={shown} error={errors['picture'] ?? null} onChoose={(file, error) => void choosePicture(file, error)} />
          {typed.picture && <button type="button" class="btn small" onClick={() => { set({ picture: null, pictureAlt: '' }); setShown(null) }} data-test="remove-picture">{words.pictureRemove}</button>}
        </div>
        {typed.picture && <Field label={words.pictureAlt} value={typed.pictureAlt} error={errors['picture_alt']} hint={words.pictureAltHint} maxLength={500} onInput={(event) => set({ pictureAlt: event.currentTarget.value })} test="picture-alt" />}
        <div class="pair">
          <Select label={words.when} value={typed.when} options={kWhens.map((when) => [when, words.whens[when]])} onChange={(when) => set({ when: when as When })} test="post-when" />
          {typed.when === 'time' && <Field label={words.time} type="datetime-local" value={typed.time} error={errors['at']} hint={words.zone(zoneName())} onInput={(event) => set({ time: event.currentTarget.value })} test="post-time" />}
          {typed.when === 'moment' && <Select label={words.show} value={typed.show} error={errors['show'] ?? null} options={listed(showOptions, typed.show)} onChange={(show) => set({ show })} test="post-show" />}
        </div>
        <div class="pair">
          {typed.when === 'moment' && <Select label={words.momentLabel} value={typed.moment} error={errors['moment'] ?? null} options={kMoments.map((moment) => [moment, words.moments[moment]])} onChange={(moment) => set({ moment: moment as TypedPost['moment'] })} test="post-moment" />}
          <Select label={words.language} value={typed.language} options={[['ja', words.languages.ja], ['en', words.languages.en]]} onChange={(spoken) => set({ language: spoken as 'ja' | 'en' })} test="post-language" />
        </div>
        <div class="form-foot">
          <button type="button" class="btn" onClick={onClose}>{common().cancel}</button>
          <button type="submit" class="btn do" disabled={busy} data-test="save-post">{busy ? common().saving : common().save}</button>
        </div>
      </form>
    </Dialog>
  )
}

/** What each account would say, as the server and its networks count it; the newest answer alone. */
function useChecks(typed: TypedPost): Check[] {
  const [checks, setChecks] = useState<Check[]>([])
  const newest = useRef(0)
  const key = JSON.stringify([typed.text, typed.accounts, typed.kind, typed.target, typed.at, typed.language, typed.picture])
  useEffect(() => {
    const mine = ++newest.current
    const read = postFields({ ...typed, when: 'none' })
    if ('wrong' in read) return setChecks([])
    const timer = setTimeout(() => {
      // A form that is not finished yet is refused when it is saved, with the field named.
      postsApi.check(read.fields).then(({ items }) => mine === newest.current && setChecks(items), () => mine === newest.current && setChecks([]))
    }, kCheckAfterMs)
    return () => clearTimeout(timer)
  }, [key])
  return checks
}

function Accounts({ accounts, chosen, checks, error, onChange }: { accounts: readonly PostAccount[]; chosen: string[]; checks: Check[]; error: string | undefined; onChange: (chosen: string[]) => void }) {
  const words = postWords()
  return (
    <fieldset class={`composer-accounts field ${error ? 'wrong' : ''}`}>
      <legend>{words.accounts}</legend>
      <ul>
        {accounts.map(({ id, network, name, staff, state, needs_picture: needs }) => {
          const check = chosen.includes(id) ? checks.find(({ account }) => account === id) : undefined
          return (
            <li key={id}>
              <label class="check-row">
                <input type="checkbox" checked={chosen.includes(id)} aria-invalid={error && chosen.length === 0 ? true : undefined} onChange={() => onChange(chosen.includes(id) ? chosen.filter((one) => one !== id) : [...chosen, id])} data-test={`account-${network}`} />
                <span class="g"><b>{words.networks[network] ?? network}</b> {name}<small class="hint">{[staff?.name ?? words.shopAccount, ...(needs ? [words.needsPicture] : []), ...(state === 'sign-in' ? [words.signIn] : [])].join(common().dot)}</small></span>
                {check && <span class={`n hint ${check.length > check.most ? 'over' : ''}`} data-test={`length-${network}`}>{words.length(check.length, check.most)}</span>}
              </label>
              {check?.problem && <p class="post-problem"><Icon name="alert" size="s" /><span lang="en">{check.problem.detail}</span></p>}
            </li>
          )
        })}
      </ul>
      {error && <p class="field-error" role="alert"><Icon name="alert" size="s" /><span>{error}</span></p>}
    </fieldset>
  )
}
