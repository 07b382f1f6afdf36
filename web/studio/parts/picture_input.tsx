// Choosing a picture: by button or by dropping it, shown at once, refused with a reason before it is sent.
import { useEffect, useRef, useState } from 'preact/hooks'
import { Icon } from '../../shared/icons.tsx'
import { common } from '../messages/common.ts'

/** The server's limit. */
const kMostBytes = 10 * 1024 * 1024
const kTypes = ['image/jpeg', 'image/png', 'image/webp']

/** Why `file` cannot be used, or null. */
export async function pictureProblem(file: File): Promise<string | null> {
  if (file.size > kMostBytes) return common().pictureLarge
  if (!kTypes.includes(file.type)) return common().pictureWrong
  try {
    const bitmap = await createImageBitmap(file)
    bitmap.close()
    return null
  } catch {
    return common().pictureWrong
  }
}

interface Props {
  label: string
  hint: string
  /** What is there now. */
  current: string | null
  round?: boolean
  error: string | null
  onChoose: (file: File | null, error: string | null) => void
}

export function PictureInput({ label, hint, current, round, error, onChoose }: Props) {
  const input = useRef<HTMLInputElement>(null)
  const [preview, setPreview] = useState<string | null>(null)
  const [over, setOver] = useState(false)
  useEffect(() => () => { if (preview) URL.revokeObjectURL(preview) }, [preview])

  const choose = async (file: File | undefined): Promise<void> => {
    if (!file) return
    const problem = await pictureProblem(file)
    setPreview(problem ? null : URL.createObjectURL(file))
    onChoose(problem ? null : file, problem)
    if (input.current) input.current.value = ''
  }
  const shown = preview ?? current
  return (
    <div class={`picture-input ${error ? 'wrong' : ''}`}>
      <button
        type="button"
        class={`picture-drop ${round ? 'is-round' : ''} ${over ? 'over' : ''}`}
        onClick={() => input.current?.click()}
        onDragOver={(event) => {
          event.preventDefault()
          setOver(true)
        }}
        onDragLeave={() => setOver(false)}
        onDrop={(event) => {
          event.preventDefault()
          setOver(false)
          void choose(event.dataTransfer?.files[0])
        }}
        aria-label={label}
        data-test="picture"
      >
        {shown ? <img src={shown} alt="" /> : <Icon name="image" />}
      </button>
      <div class="picture-words">
        <b>{label}</b>
        <p class="field-hint">{hint}</p>
        {error && (
          <p class="field-error" role="alert" data-test="picture-error">
            <Icon name="alert" size="s" />
            <span>{error}</span>
          </p>
        )}
      </div>
      <input
        ref={input}
        type="file"
        accept={kTypes.join(',')}
        class="vh"
        tabIndex={-1}
        aria-hidden="true"
        onChange={(event) => void choose(event.currentTarget.files?.[0])}
        data-test="picture-file"
      />
    </div>
  )
}
