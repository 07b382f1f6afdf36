// What is listened for; how long mentions are kept; and erasing an author.
import { useState } from 'preact/hooks'
import { Problem } from '../../shared/api.ts'
import { Field } from '../../shared/field.tsx'
import { Icon } from '../../shared/icons.tsx'
import { toast } from '../../shared/toast.tsx'
import { common } from '../messages/common.ts'
import { listeningWords } from '../messages/listening.ts'
import { Drawer } from '../parts/drawer.tsx'
import { explain, fieldOf, fieldText } from '../parts/explain.ts'
import { Failed, useLoaded, Waiting } from '../parts/load.tsx'
import { staff } from '../session.ts'
import { kTermKinds, listeningApi, type Term, type TermKind } from './listening_api.ts'

export function TermsDrawer({ onClose, onChanged }: { onClose: () => void; onChanged: () => void }) {
  const words = listeningWords()
  const loaded = useLoaded('terms', listeningApi.terms)
  const [editing, setEditing] = useState<Term | 'new' | null>(null)
  const changed = (): void => {
    setEditing(null)
    loaded.reload()
    onChanged()
  }
  const remove = async (term: Term): Promise<void> => {
    if (!confirm(words.removeSure(term.name))) return
    try {
      await listeningApi.removeTerm(term.id)
      changed()
    } catch (cause) {
      toast(explain(cause), { tone: 'bad' })
    }
  }
  return (
    <Drawer title={words.terms} onClose={onClose} test="terms-drawer">
      <p class="hint">{words.termsLead}</p>
      {!loaded.data && !loaded.problem && <Waiting />}
      {Boolean(loaded.problem) && <Failed problem={loaded.problem} again={loaded.reload} />}
      {loaded.data?.items.length === 0 && editing === null && <p class="hint" data-test="no-terms">{words.noTerms}</p>}
      <ul class="term-list">
        {loaded.data?.items.map((term) => editing !== 'new' && editing?.id === term.id ? <li key={term.id}><TermForm term={term} onCancel={() => setEditing(null)} onSaved={changed} /></li> : (
          <li key={term.id} data-test="term" data-name={term.name}>
            <span class="term-words"><b>{term.name}</b> <span class="tag">{words.termKinds[term.kind]}</span><small>{term.aliases.join(common().dot)}</small></span>
            <button type="button" class="icon-btn" onClick={() => setEditing(term)} aria-label={`${words.changeTerm}: ${term.name}`} title={words.changeTerm}><Icon name="edit" size="s" /></button>
            <button type="button" class="icon-btn" onClick={() => void remove(term)} aria-label={`${words.removeTerm}: ${term.name}`} title={words.removeTerm} data-test="remove-term"><Icon name="close" size="s" /></button>
          </li>
        ))}
      </ul>
      {editing === 'new' ? <TermForm term={null} onCancel={() => setEditing(null)} onSaved={changed} /> : <button type="button" class="btn" onClick={() => setEditing('new')} data-test="add-term"><Icon name="plus" size="s" />{words.addTerm}</button>}
      {staff.value?.role === 'owner' && <Keeping onChanged={onChanged} />}
    </Drawer>
  )
}

function TermForm({ term, onCancel, onSaved }: { term: Term | null; onCancel: () => void; onSaved: () => void }) {
  const words = listeningWords()
  const [kind, setKind] = useState<TermKind>(term?.kind ?? 'shop')
  const [name, setName] = useState(term?.name ?? '')
  const [aliases, setAliases] = useState(term?.aliases.join('、') ?? '')
  const [wrong, setWrong] = useState<Record<string, string>>({})
  const [busy, setBusy] = useState(false)
  const save = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault()
    if (name.trim() === '') return setWrong({ name: words.nameWrong })
    setBusy(true)
    const wanted = { kind, name: name.trim(), aliases: aliases.split(/[、,，\n]/).map((each) => each.trim()).filter(Boolean) }
    try {
      if (term) await listeningApi.changeTerm(term.id, { ...wanted, about: term.about })
      else await listeningApi.addTerm(wanted)
      onSaved()
    } catch (cause) {
      const taken = Problem.from(cause).type === 'name-taken'
      const field = taken ? 'name' : fieldOf(cause)
      if (field) setWrong({ [field]: taken ? words.nameTaken : field === 'name' || field === 'aliases' ? words.nameWrong : fieldText(cause) })
      else toast(explain(cause), { tone: 'bad' })
      setBusy(false)
    }
  }
  return (
    <form class="stack term-form" onSubmit={(event) => void save(event)} noValidate data-test="term-form">
      <div class="segments" role="group" aria-label={words.kind}>
        {kTermKinds.map((each) => <button key={each} type="button" aria-pressed={kind === each} onClick={() => setKind(each)} data-test={`kind-${each}`}>{words.termKinds[each]}</button>)}
      </div>
      <Field label={words.name} value={name} maxLength={60} error={wrong['name']} onInput={(event) => setName(event.currentTarget.value)} test="term-name" />
      <Field label={words.aliases} optional={common().optional} rows={2} value={aliases} hint={words.aliasesHint} error={wrong['aliases']} onInput={(event) => setAliases(event.currentTarget.value)} test="term-aliases" />
      <div class="form-foot">
        <button type="button" class="btn" onClick={onCancel}>{common().cancel}</button>
        <button type="submit" class="btn do" disabled={busy} data-test="save-term">{busy ? common().saving : common().save}</button>
      </div>
    </form>
  )
}

function Keeping({ onChanged }: { onChanged: () => void }) {
  const words = listeningWords()
  const loaded = useLoaded('listening settings', listeningApi.settings)
  const [days, setDays] = useState<string | null>(null)
  const [network, setNetwork] = useState('')
  const [author, setAuthor] = useState('')
  const [wrong, setWrong] = useState<Record<string, string>>({})
  const keep = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault()
    const wanted = Number(days)
    if (!Number.isInteger(wanted) || wanted < 30 || wanted > 3650) return setWrong({ days: words.keptWrong })
    setWrong({})
    try {
      await listeningApi.saveSettings(wanted)
      toast(common().saved)
    } catch (cause) {
      toast(explain(cause), { tone: 'bad' })
    }
  }
  const erase = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault()
    const missing = { ...(/^[a-z0-9._-]+$/.test(network.trim()) ? {} : { network: words.networkNeeded }), ...(author.trim() ? {} : { author: words.authorNeeded }) }
    setWrong(missing)
    if (Object.keys(missing).length > 0) return
    try {
      const { mentions } = await listeningApi.erase(network.trim(), author.trim())
      toast(words.erased(mentions))
      setAuthor('')
      onChanged()
    } catch (cause) {
      toast(explain(cause), { tone: 'bad' })
    }
  }
  return (
    <section class="sub keeping">
      <h3>{words.keeping}</h3>
      {loaded.data && (
        <form class="keep-form" onSubmit={(event) => void keep(event)} noValidate>
          <Field label={words.keptDays} inputMode="numeric" maxLength={4} value={days ?? String(loaded.data.kept_days)} hint={words.keptHint} error={wrong['days']} onInput={(event) => setDays(event.currentTarget.value.trim())} test="kept-days" />
          <button type="submit" class="btn" disabled={days === null} data-test="save-kept">{common().save}</button>
        </form>
      )}
      <form class="stack" onSubmit={(event) => void erase(event)} noValidate>
        <h4>{words.eraseTitle}</h4>
        <p class="hint">{words.eraseText}</p>
        <div class="pair">
          <Field label={words.network} value={network} maxLength={32} autoCapitalize="none" error={wrong['network']} onInput={(event) => setNetwork(event.currentTarget.value)} test="erase-network" />
          <Field label={words.author} value={author} maxLength={200} autoCapitalize="none" error={wrong['author']} onInput={(event) => setAuthor(event.currentTarget.value)} test="erase-author" />
        </div>
        <div class="form-foot"><button type="submit" class="btn danger" data-test="erase">{words.erase}</button></div>
      </form>
    </section>
  )
}
