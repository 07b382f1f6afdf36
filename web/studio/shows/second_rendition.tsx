// Whether the show has a second rendition (480p): what it is for, what it costs, how it stands.
import { Icon } from '../../shared/icons.tsx'
import type { Health } from '../live/health.ts'
import { secondNote } from '../live/second.ts'
import { secondWords } from '../messages/second.ts'

export function SecondRendition({ wanted, saved, live, health, onChange }: { wanted: boolean; saved: boolean; live: boolean; health: Health | null; onChange: (wanted: boolean) => void }) {
  const words = secondWords()
  const note = wanted === saved || !wanted ? secondNote(health, wanted) : null
  return (
    <div class="second" data-test="second">
      <label class="check-row switch">
        <input type="checkbox" checked={wanted} onChange={(event) => onChange(event.currentTarget.checked)} data-test="second-rendition" />
        <span><b>{words.setting}</b><span class="hint">{words.hint}</span>{live && <span class="hint">{words.live}</span>}</span>
      </label>
      {note && (
        <p class={`second-note ${note.tone}`} role="status" data-test={`second-${note.why}`}>
          <Icon name={note.tone === 'warn' ? 'alert' : 'info'} size="s" />
          <span>{note.why === 'small' ? words.small(note.values) : words.state[note.why]!(note.values)}</span>
        </p>
      )}
    </div>
  )
}
