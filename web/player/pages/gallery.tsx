// A product's pictures: one large, swiped or chosen below.
import { useEffect, useRef, useState } from 'preact/hooks'
import type { Picture, Product } from '../../shared/api.ts'
import { productWords } from '../messages/product.ts'
import { ProductPicture } from '../parts.tsx'

/** `wanted` is the picture of the variant chosen, which comes to the front. */
export function Gallery({ product, wanted }: { product: Product; wanted: Picture | null }) {
  const t = productWords()
  const strip = useRef<HTMLDivElement>(null)
  const [at, setAt] = useState(0)
  const pictures = product.pictures
  const show = (index: number): void => {
    const box = strip.current
    if (box) box.scrollTo({ left: box.clientWidth * index, behavior: matchMedia('(prefers-reduced-motion: reduce)').matches ? 'auto' : 'smooth' })
    setAt(index)
  }
  useEffect(() => {
    const index = pictures.findIndex((picture) => picture.url === wanted?.url)
    if (index >= 0) show(index)
  }, [wanted?.url])
  if (pictures.length < 2) return <ProductPicture picture={product.picture} size={360} />
  return (
    <div class="gallery" role="group" aria-label={t.pictures} data-test="gallery">
      <div class="gallery-strip" ref={strip} tabIndex={0}
        onScroll={(event) => setAt(Math.round(event.currentTarget.scrollLeft / Math.max(1, event.currentTarget.clientWidth)))}>
        {pictures.map((picture, index) => <img key={picture.id} src={picture.url} alt={t.picture(index + 1, pictures.length)} width={640} height={640} loading={index === 0 ? 'eager' : 'lazy'} />)}
      </div>
      <ul class="gallery-thumbs">
        {pictures.map((picture, index) => (
          <li key={picture.id}>
            <button type="button" aria-current={index === at ? 'true' : undefined} aria-label={t.picture(index + 1, pictures.length)} onClick={() => show(index)} data-test="thumb">
              <img src={picture.small} alt="" width={56} height={56} />
            </button>
          </li>
        ))}
      </ul>
    </div>
  )
}
