// Copying text. The clipboard is missing on plain HTTP; then the text is selected in a field and copied the old way.
import { useState } from 'preact/hooks'
import { Icon } from '../../shared/icons.tsx'
import { toast } from '../../shared/toast.tsx'
import { common } from '../messages/common.ts'

const kShownMs = 2000

export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    const field = document.createElement('textarea')
    field.value = text
    field.style.position = 'fixed'
    field.style.opacity = '0'
    document.body.append(field)
    field.select()
    const done = document.execCommand('copy')
    field.remove()
    return done
  }
}

export function CopyButton({ text, label, test }: { text: string; label: string; test?: string }) {
  const [done, setDone] = useState(false)
  const copy = async (): Promise<void> => {
    if (!(await copyText(text))) {
      toast(common().copyFailed, { tone: 'bad' })
      return
    }
    setDone(true)
    setTimeout(() => setDone(false), kShownMs)
  }
  return (
    <button type="button" class="btn small" onClick={() => void copy()} data-test={test}>
      <Icon name={done ? 'check' : 'copy'} size="s" />
      <span class="vh">{label}</span>
      <span aria-live="polite">{done ? common().copied : common().copy}</span>
    </button>
  )
}
