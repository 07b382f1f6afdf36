// Choosing the name that stands beside one's lines in the chat.
import { useState } from 'preact/hooks'
import { Dialog } from '../../shared/dialog.tsx'
import { Field } from '../../shared/field.tsx'
import { problemText } from '../../shared/messages/words.ts'
import { toast } from '../../shared/toast.tsx'
import { words } from '../messages/words.ts'
import { me, rename } from '../visit.ts'

export function NameDialog({ open, onClose, onRenamed }: { open: boolean; onClose: () => void; onRenamed?: () => void }) {
  const t = words()
  return (
    <Dialog open={open} onClose={onClose} title={t.changeName} test="name-dialog">
      <NameForm
        onDone={() => {
          onClose()
          onRenamed?.()
        }}
      />
    </Dialog>
  )
}

function NameForm({ onDone }: { onDone: () => void }) {
  const t = words()
  const [name, setName] = useState(me.value?.name ?? '')
  const [error, setError] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  return (
    <form
      class="name-form"
      novalidate
      onSubmit={async (event) => {
        event.preventDefault()
        const wanted = name.trim()
        if (wanted === '' || [...wanted].length > 20) return setError(t.nameError)
        setBusy(true)
        try {
          await rename(wanted)
          toast(t.nameSaved)
          onDone()
        } catch (cause) {
          setError(problemText(cause))
        } finally {
          setBusy(false)
        }
      }}
    >
      <Field
        label={t.yourName}
        value={name}
        hint={t.nameHint}
        error={error}
        autocomplete="nickname"
        data-focus
        test="name-input"
        onInput={(event) => {
          setName(event.currentTarget.value)
          setError(null)
        }}
      />
      <button type="submit" class="btn do" disabled={busy} data-test="name-save">
        {t.saveName}
      </button>
    </form>
  )
}
