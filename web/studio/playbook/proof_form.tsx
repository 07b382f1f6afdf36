// A proof of concept: its hypothesis, its last day, its targets by group, and its shows.
import { useRef, useState } from 'preact/hooks'
import { Problem, type Show } from '../../shared/api.ts'
import { Field } from '../../shared/field.tsx'
import { dateTime } from '../../shared/format.ts'
import { language } from '../../shared/i18n.ts'
import { Icon } from '../../shared/icons.tsx'
import { randomId } from '../../shared/ids.ts'
import { common } from '../messages/common.ts'
import { proofWords } from '../messages/proofs.ts'
import { explain, fieldOf, fieldText } from '../parts/explain.ts'
import { Failed, useLoaded, Waiting } from '../parts/load.tsx'
import { amountOf, typedAmount } from '../settings/amount.ts'
import { shop } from '../shop.ts'
import { matches } from '../shows/shows.tsx'
import { all, studioApi } from '../studio_api.ts'
import { dayOf, endOfDay } from './days.ts'
import { kGroups, playbookApi, type FigureKind, type Proof } from './playbook_api.ts'
import { nameOf } from './proof_model.ts'

/** The server's limit. */
const kMostShows = 50
/** Shows in the list above which a search helps. */
const kSearchFrom = 8

interface Props {
  /** Null for a new one. */
  proof: Proof | null
  onSaved: (proof: Proof) => void
  onCancel: () => void
}

/** Minor digits of the shop's currency: none for yen. */
const digits = (): number => new Intl.NumberFormat('en', { style: 'currency', currency: shop.value!.currency }).resolvedOptions().maximumFractionDigits ?? 0

/** What was typed for a figure as the server takes it; null when it is no number from 1. */
function numberOf(kind: FigureKind, typed: string): number | null {
  const value = kind.unit === 'money' ? (amountOf(typed, shop.value!.currency, digits())?.amount ?? 0) : Number(typed.normalize('NFKC').replace(/[,\s]/g, ''))
  return Number.isInteger(value) && value >= 1 ? value : null
}

export function ProofForm({ proof, onSaved, onCancel }: Props) {
  const words = proofWords()
  const kinds = useLoaded('figures', () => playbookApi.proofs().then(({ figures }) => figures))
  const shows = useLoaded('proof shows', () => all((cursor) => studioApi.shows('live,scheduled,draft,archived', cursor)))
  const [fields, setFields] = useState({ title: proof?.title ?? '', hypothesis: proof?.hypothesis ?? '', end: dayOf(proof?.ends_at ?? null) })
  const [typed, setTyped] = useState<Record<string, string>>(() =>
    Object.fromEntries((proof?.figures ?? []).map((figure) => [
      figure.figure, figure.unit === 'money' ? typedAmount({ amount: figure.target, currency: figure.currency ?? '' }, digits()) : String(figure.target),
    ])))
  const [chosen, setChosen] = useState<string[]>(proof?.shows.map(({ id }) => id) ?? [])
  const [wrong, setWrong] = useState<{ field: string; text: string } | null>(null)
  const [busy, setBusy] = useState(false)
  const key = useRef(randomId())
  // The page behind is counted anew meanwhile; what is written over is what this form began with.
  const version = useRef(proof?.version ?? 0)

  const change = (changed: Partial<typeof fields>): void => {
    setFields({ ...fields, ...changed })
    setWrong(null)
  }
  const errorOf = (field: string): string | null => (wrong?.field === field ? wrong.text : null)
  const say = (field: string, text: string): void => {
    setWrong({ field, text })
    setTimeout(() => document.querySelector('.field.wrong, .proof-form > .field-error')?.scrollIntoView({ block: 'center' }))
  }

  const submit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault()
    const ends = endOfDay(fields.end)
    const targets: { figure: string; target: number }[] = []
    if (fields.title.trim() === '') return say('title', words.fieldTitleEmpty)
    if (fields.hypothesis.trim() === '') return say('hypothesis', words.fieldHypothesisEmpty)
    if (!ends || (!proof && Date.parse(ends) <= Date.now())) return say('ends_at', words.fieldEndWrong)
    for (const kind of kinds.data ?? []) {
      const text = (typed[kind.figure] ?? '').trim()
      if (text === '') continue
      const target = numberOf(kind, text)
      if (target === null) return say(kind.figure, words.targetWrong)
      targets.push({ figure: kind.figure, target })
    }
    if (targets.length === 0) return say('targets', words.targetsEmpty)
    setBusy(true)
    const sent = { title: fields.title.trim(), hypothesis: fields.hypothesis.trim(), ends_at: ends, shows: chosen, targets }
    try {
      onSaved(proof ? await playbookApi.changeProof(proof.id, sent, version.current) : await playbookApi.makeProof(sent, key.current))
    } catch (cause) {
      key.current = randomId()
      setBusy(false)
      if (Problem.from(cause).type === 'changed-meanwhile') {
        version.current = await playbookApi.proof(proof!.id).then((now) => now.version, () => version.current)
        return say('', words.stale)
      }
      const field = fieldOf(cause) ?? ''
      say(['title', 'hypothesis', 'ends_at', 'targets'].includes(field) ? field : '', field ? fieldText(cause) : explain(cause))
    }
  }
  if (kinds.problem) return <Failed problem={kinds.problem} again={kinds.reload} />
  if (!kinds.data) return <Waiting />
  return (
    <form class="stack proof-form" onSubmit={(event) => void submit(event)} noValidate data-test="proof-form">
      <Field label={words.fieldTitle} value={fields.title} maxLength={80} data-focus error={errorOf('title')} test="proof-title" onInput={(event) => change({ title: event.currentTarget.value })} />
      <Field label={words.fieldHypothesis} rows={2} value={fields.hypothesis} maxLength={500} hint={words.fieldHypothesisHint} error={errorOf('hypothesis')} test="proof-hypothesis" onInput={(event) => change({ hypothesis: event.currentTarget.value })} />
      <Field label={words.fieldEnd} type="date" value={fields.end} hint={words.fieldEndHint} error={errorOf('ends_at')} test="proof-end" onInput={(event) => change({ end: event.currentTarget.value })} />
      <fieldset class="proof-targets">
        <legend>{words.targets}</legend>
        <p class="hint">{words.targetsHint}</p>
        {errorOf('targets') && <p class="field-error" role="alert"><Icon name="alert" size="s" /><span>{errorOf('targets')}</span></p>}
        {kGroups.map((group) => (
          <div key={group} class="proof-target-group">
            <h3>{words.groups[group]}</h3>
            <div class="proof-target-grid">
              {kinds.data!.filter((kind) => kind.group === group).map((kind) => (
                <Field key={kind.figure} label={kind.unit === 'money' && shop.value!.currency !== 'JPY' ? `${nameOf(kind.figure)} (${shop.value!.currency})` : nameOf(kind.figure)}
                  hint={words.definitions[kind.figure] ?? kind.definition} inputMode="decimal" value={typed[kind.figure] ?? ''} error={errorOf(kind.figure)} test={`target-${kind.figure}`}
                  onInput={(event) => {
                    setTyped({ ...typed, [kind.figure]: event.currentTarget.value })
                    setWrong(null)
                  }} />
              ))}
            </div>
          </div>
        ))}
      </fieldset>
      <PickShows shows={shows.data} chosen={chosen} onChange={setChosen} />
      {errorOf('') && <p class="field-error" role="alert"><Icon name="alert" size="s" /><span>{errorOf('')}</span></p>}
      <div class="form-foot">
        <button type="button" class="btn" onClick={onCancel}>{common().cancel}</button>
        <button type="submit" class="btn do" disabled={busy} data-test="save-proof">{proof ? common().save : words.make}</button>
      </div>
    </form>
  )
}

function PickShows({ shows, chosen, onChange }: { shows: Show[] | null; chosen: string[]; onChange: (chosen: string[]) => void }) {
  const words = proofWords()
  const [search, setSearch] = useState('')
  const full = chosen.length >= kMostShows
  const toggle = (id: string): void => onChange(chosen.includes(id) ? chosen.filter((one) => one !== id) : [...chosen, id])
  return (
    <fieldset class="proof-pick">
      <legend>{words.shows}<span class="n">{words.chosen(chosen.length, kMostShows)}</span></legend>
      {shows?.length === 0 && <p class="hint">{words.noShows}</p>}
      {shows && shows.length > kSearchFrom && (
        <label class="search wide"><Icon name="search" size="s" /><span class="vh">{words.findShow}</span><input type="search" placeholder={words.findShow} value={search} onInput={(event) => setSearch(event.currentTarget.value)} /></label>
      )}
      {full && <p class="hint">{words.tooMany(kMostShows)}</p>}
      <ul>
        {(shows ?? []).filter((show) => chosen.includes(show.id) || matches(show, search)).map((show) => {
          const at = show.live_at ?? show.starts_at
          return (
            <li key={show.id}>
              <label class="check-row">
                <input type="checkbox" checked={chosen.includes(show.id)} disabled={full && !chosen.includes(show.id)} onChange={() => toggle(show.id)} data-test={`pick-${show.id}`} />
                <span class="phrase">{show.title}</span>
                <span class="n hint">{at ? dateTime(new Date(at), language.value) : common().states[show.state]}</span>
              </label>
            </li>
          )
        })}
      </ul>
    </fieldset>
  )
}
