// A product's pictures: added at once, moved, taken away. The first stands for the product everywhere.
import { useRef, useState } from 'preact/hooks'
import { Problem, type Product } from '../../shared/api.ts'
import { Icon } from '../../shared/icons.tsx'
import { common } from '../messages/common.ts'
import { productWords } from '../messages/products.ts'
import { explain } from '../parts/explain.ts'
import { pictureProblem } from '../parts/picture_input.tsx'
import { studioApi } from '../studio_api.ts'

/** The server's limit. */
const kMostPictures = 12

export function GalleryEditor({ product, onChange }: { product: Product; onChange: (product: Product) => void }) {
  const words = productWords()
  const input = useRef<HTMLInputElement>(null)
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<string | null>(null)
  const pictures = product.pictures

  const change = async (act: () => Promise<{ pictures: Product['pictures'] }>): Promise<boolean> => {
    setBusy(true)
    setError(null)
    try {
      const now = (await act()).pictures
      const kept = new Set(now.map(({ url }) => url))
      onChange({
        ...product, pictures: now, picture: now[0] ?? null,
        variants: product.variants.map((variant) => (variant.picture && !kept.has(variant.picture.url) ? { ...variant, picture: null } : variant)),
      })
      return true
    } catch (cause) {
      const { type, detail } = Problem.from(cause)
      setError(type === 'too-large' ? common().pictureLarge : type === 'unsupported' || type === 'invalid' ? detail || common().pictureWrong : explain(cause))
      return false
    } finally {
      setBusy(false)
    }
  }
  const add = async (file: File | undefined): Promise<void> => {
    if (input.current) input.current.value = ''
    if (!file) return
    const problem = await pictureProblem(file)
    if (problem) setError(problem)
    else await change(() => studioApi.addPicture(product.id, file))
  }
  const move = (from: number, to: number): void => {
    const order = pictures.map(({ id }) => id)
    order.splice(to, 0, ...order.splice(from, 1))
    void change(() => studioApi.orderPictures(product.id, order))
  }
  const sources = product.picture_sources ?? []
  return (
    <section class="gallery-editor" aria-labelledby="pictures" data-test="gallery-editor"
      onDragOver={(event) => event.preventDefault()}
      onDrop={(event) => {
        event.preventDefault()
        void add(event.dataTransfer?.files[0])
      }}>
      <div class="panel-head">
        <h3 id="pictures">{words.gallery.title}</h3>
        <span class="hint n">{words.gallery.count(pictures.length, kMostPictures)}</span>
      </div>
      <ol>
        {pictures.map((picture, at) => (
          <li key={picture.id} data-test="gallery-picture">
            <img src={picture.small} alt={words.variant.pictureNumber(at + 1)} width={88} height={88} />
            {at === 0 && <span class="tag">{words.gallery.first}</span>}
            <span class="gallery-acts">
              <button type="button" class="icon-btn flip" disabled={busy || at === 0} aria-label={words.gallery.earlier(at + 1)} title={words.gallery.earlier(at + 1)} onClick={() => move(at, at - 1)} data-test="picture-earlier"><Icon name="chevronRight" size="s" /></button>
              <button type="button" class="icon-btn" disabled={busy || at === pictures.length - 1} aria-label={words.gallery.later(at + 1)} title={words.gallery.later(at + 1)} onClick={() => move(at, at + 1)}><Icon name="chevronRight" size="s" /></button>
              <button type="button" class="icon-btn" disabled={busy} aria-label={words.gallery.remove(at + 1)} title={words.gallery.remove(at + 1)} onClick={() => void change(() => studioApi.removePicture(product.id, picture.id))} data-test="remove-picture"><Icon name="close" size="s" /></button>
            </span>
          </li>
        ))}
        {pictures.length < kMostPictures && (
          <li>
            <button type="button" class="gallery-add" disabled={busy} onClick={() => input.current?.click()} data-test="add-picture">
              {busy ? <i class="spin" aria-hidden="true" /> : <Icon name="plus" />}
              {words.gallery.add}
            </button>
          </li>
        )}
      </ol>
      <p class="field-hint">{words.pictureHint}</p>
      {error && <p class="field-error" role="alert" data-test="picture-error"><Icon name="alert" size="s" /><span>{error}</span></p>}
      {sources.length > 0 && (
        <details class="sources">
          <summary>{words.gallery.sources(sources.length)}</summary>
          <ul>{sources.map((url) => <li key={url}><a href={url} target="_blank" rel="noopener noreferrer nofollow">{url}</a></li>)}</ul>
        </details>
      )}
      <input ref={input} type="file" accept="image/jpeg,image/png,image/webp" class="vh" tabIndex={-1} aria-hidden="true"
        onChange={(event) => void add(event.currentTarget.files?.[0])} data-test="gallery-file" />
    </section>
  )
}
