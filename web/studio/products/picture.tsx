// A product's picture in a list; a quiet mark where there is none.
import type { Product } from '../../shared/api.ts'
import { Icon } from '../../shared/icons.tsx'

export function ProductPicture({ product, size }: { product: Pick<Product, 'picture'>; size: number }) {
  return (
    <span class="thumb" style={{ width: `${size}px`, height: `${size}px` }}>
      {product.picture ? <img src={product.picture.small} alt="" width={size} height={size} loading="lazy" /> : <Icon name="image" size="s" />}
    </span>
  )
}
