// The footer of keys with the state of the connection, and the dialog with all keys.
import { Dialog } from '../../shared/dialog.tsx'
import { Icon } from '../../shared/icons.tsx'
import { cueWords } from '../messages/cues.ts'
import { askingWords } from '../messages/asking.ts'
import { liveWords } from '../messages/live.ts'
import { offerWords } from '../messages/offers.ts'
import { LanguageButton } from '../parts/language.tsx'
import type { Room } from './room.ts'

export function KeysBar({ room, onHelp, onUndo }: { room: Room; onHelp: () => void; onUndo: () => void }) {
  const words = liveWords()
  return (
    <footer class="keys">
      <span class="with-keys"><kbd>1</kbd>–<kbd>9</kbd>{words.foot.pin}</span>
      <span class="with-keys"><kbd>N</kbd>{cueWords().live.keyFoot}</span>
      <span class="with-keys"><kbd>↑</kbd><kbd>↓</kbd>{words.foot.select}</span>
      <span class="with-keys"><kbd>H</kbd>{words.foot.hide}</span>
      {room.offers.value.length > 0 && <span class="with-keys"><kbd>O</kbd>{offerWords().foot}</span>}
      <span class="with-keys"><kbd>Q</kbd>{askingWords().foot}</span>
      <button type="button" onClick={onUndo} disabled={room.acts.value.length === 0} data-test="undo"><kbd>U</kbd>{words.foot.undo}</button>
      <span class="with-keys"><kbd>/</kbd>{words.foot.write}</span>
      <button type="button" class="with-keys" onClick={onHelp} data-test="help"><kbd>?</kbd>{words.foot.help}</button>
      <Connection room={room} />
      <LanguageButton />
    </footer>
  )
}

export function Connection({ room }: { room: Room }) {
  const words = liveWords()
  const state = room.link.value
  return (
    <span class={`r ${state}`} role="status" data-test="connection" data-state={state}>
      {state === 'open' ? <Icon name="check" size="xs" /> : <span class="spin tiny" aria-hidden="true" />}
      {words.link[state]}
      {state === 'away' && <button type="button" class="link" onClick={() => room.retryNow()} data-test="retry-now">{words.retry}</button>}
    </span>
  )
}

export function KeysDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  const words = liveWords()
  const asking = askingWords().keys
  const keys: [string[], string][] = [
    [['1', '–', '9'], words.keys.pin],
    [['N'], cueWords().live.key],
    [['B'], cueWords().live.keyBack],
    [['↑', '↓'], words.keys.select],
    [['H'], words.keys.hide],
    [['U'], words.keys.undo],
    [['Q'], asking.questions],
    [['C'], asking.claim],
    [['A'], asking.aloud],
    [['T'], asking.words],
    [['V'], asking.polls],
    [['P'], asking.note],
    [['/'], words.keys.write],
    [['O'], offerWords().key],
    [['M'], words.keys.sound],
    [['Esc'], words.keys.leave],
    [['?'], words.keys.help],
  ]
  return (
    <Dialog open={open} onClose={onClose} title={words.keysTitle} test="keys-dialog">
      <dl class="all-keys">
        {keys.map(([names, text]) => (
          <div key={text}><dt>{names.map((name) => (name === '–' ? '–' : <kbd key={name}>{name}</kbd>))}</dt><dd>{text}</dd></div>
        ))}
      </dl>
      <p class="hint">{words.keysNote}</p>
    </Dialog>
  )
}
