// What of the inbox is listed: how it stands, where it was said, and which words it has.
import { useEffect, useState } from 'preact/hooks'
import { Icon } from '../../shared/icons.tsx'
import { inboxWords } from '../messages/inbox.ts'
import { kKinds, kStates, type Asked } from './inbox_model.ts'

/** A search begins when the keys have rested this long. */
const kTypedMs = 300

export function Filters({ wanted, networks, onChange }: { wanted: Asked; networks: readonly string[]; onChange: (more: Partial<Asked>) => void }) {
  const words = inboxWords()
  const [text, setText] = useState(wanted.text)
  useEffect(() => setText(wanted.text), [wanted.text])
  useEffect(() => {
    if (text.trim() === wanted.text) return
    const timer = setTimeout(() => onChange({ text: text.trim() }), kTypedMs)
    return () => clearTimeout(timer)
  }, [text])
  const places = [...new Set([...networks, 'show', ...(wanted.network ? [wanted.network] : [])])]
  return (
    <div class="inbox-filters" role="search">
      <div class="segments" role="group" aria-label={words.stateLabel}>
        {kStates.map((state) => (
          <button key={state} type="button" aria-pressed={wanted.state === state} onClick={() => onChange({ state, item: '' })} data-test={`state-${state}`}>{words.states[state]}</button>
        ))}
      </div>
      <label class="search wide"><Icon name="search" size="s" /><span class="vh">{words.search}</span><input type="search" value={text} placeholder={words.search} maxLength={100} onInput={(event) => setText(event.currentTarget.value)} data-test="search" /></label>
      <div class="inbox-selects">
        <label class="select">
          <span class="vh">{words.networkFilter}</span>
          <select value={wanted.network} onChange={(event) => onChange({ network: event.currentTarget.value, item: '' })} data-test="network-filter">
            <option value="">{words.everyNetwork}</option>
            {places.map((network) => <option key={network} value={network}>{words.networks[network] ?? network}</option>)}
          </select>
        </label>
        <label class="select">
          <span class="vh">{words.kindFilter}</span>
          <select value={wanted.kind} onChange={(event) => onChange({ kind: event.currentTarget.value, item: '' })} data-test="kind-filter">
            <option value="">{words.everyKind}</option>
            {kKinds.map((kind) => <option key={kind} value={kind}>{words.kinds[kind]}</option>)}
          </select>
        </label>
        <label class="select">
          <span class="vh">{words.order}</span>
          <select value={wanted.order} onChange={(event) => onChange({ order: event.currentTarget.value === 'oldest' ? 'oldest' : 'newest' })} data-test="order">
            {(['newest', 'oldest'] as const).map((order) => <option key={order} value={order}>{words.orders[order]}</option>)}
          </select>
        </label>
      </div>
    </div>
  )
}
