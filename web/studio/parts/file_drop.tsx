// Where a file is chosen, or dropped.
import { useRef, useState } from 'preact/hooks'
import { Icon } from '../../shared/icons.tsx'
import './file_drop.css'

interface Props {
  title: string
  hint: string
  /** As <input accept> takes it. */
  accept: string
  onFile: (file: File) => void
}

export function FileDrop({ title, hint, accept, onFile }: Props) {
  const input = useRef<HTMLInputElement>(null)
  const [over, setOver] = useState(false)
  return (
    <>
      <button type="button" class={`file-drop ${over ? 'over' : ''}`} onClick={() => input.current?.click()}
        onDragOver={(event) => {
          event.preventDefault()
          setOver(true)
        }}
        onDragLeave={() => setOver(false)}
        onDrop={(event) => {
          event.preventDefault()
          setOver(false)
          const file = event.dataTransfer?.files[0]
          if (file) onFile(file)
        }} data-test="import-choose">
        <Icon name="download" />
        <b>{title}</b>
        <span>{hint}</span>
      </button>
      <input ref={input} type="file" accept={accept} class="vh" tabIndex={-1} aria-hidden="true"
        onChange={(event) => {
          const file = event.currentTarget.files?.[0]
          event.currentTarget.value = '' // the same file may be chosen again
          if (file) onFile(file)
        }} data-test="import-file" />
    </>
  )
}
