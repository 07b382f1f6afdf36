// The list of products; one opens in a drawer beside it.
import { useState } from 'preact/hooks'
import { Problem, type Product } from '../../shared/api.ts'
import { money } from '../../shared/format.ts'
import { language } from '../../shared/i18n.ts'
import { Icon } from '../../shared/icons.tsx'
import { common } from '../messages/common.ts'
import { productWords } from '../messages/products.ts'
import { Drawer } from '../parts/drawer.tsx'
import { Failed, useLoaded, Waiting } from '../parts/load.tsx'
import { go } from '../route.ts'
import { studioApi } from '../studio_api.ts'
import { ProductEditor } from './editor.tsx'
import { useProducts } from './found.ts'
import { ProductPicture } from './picture.tsx'
import './products.css'

/** At or below this the stock is said in amber. */
const kLowStock = 10

export function ProductsPage({ product: opened }: { product: string | null }) {
  const words = productWords()
  const [search, setSearch] = useState('')
  const found = useProducts(search)
  const { products } = found
  const none = products?.length === 0 && search.trim() === ''
  return (
    <>
      <header class="page-head">
        <div class="page-title">
          <h1>{words.title}</h1>
          {products && !none && <p class="under n">{words.count(products.length, found.more)}</p>}
        </div>
        {products && (
          <div class="page-tools">
            {!none && (
              <label class="search">
                <Icon name="search" size="s" />
                <span class="vh">{words.search}</span>
                <input type="search" placeholder={words.searchHint} value={search} onInput={(event) => setSearch(event.currentTarget.value)} data-test="search" />
              </label>
            )}
            <a class="btn" href="/studio/products/import" data-test="import-products"><Icon name="box" size="s" />{words.import.open}</a>
            {!none && <a class="btn do" href="/studio/products/new" data-test="new-product"><Icon name="plus" size="s" />{words.make}</a>}
          </div>
        )}
      </header>
      {!products && !found.problem && <Waiting />}
      {Boolean(found.problem) && <Failed problem={found.problem} again={found.reload} />}
      {none && (
        <div class="empty" data-test="empty">
          <Icon name="bag" />
          <h2>{words.emptyTitle}</h2>
          <p>{words.emptyText}</p>
          <a class="btn do" href="/studio/products/new" data-test="new-product">{words.make}</a>
        </div>
      )}
      {products?.length === 0 && !none && <p class="nothing" data-test="nothing-found">{words.nothingFound(search)}</p>}
      {products && products.length > 0 && <ProductTable products={products} />}
      {found.more && <button type="button" class="btn more" onClick={found.loadMore} data-test="more-products">{words.more}</button>}
      {opened !== null && <OpenedProduct key={opened} id={opened} onChange={found.put} />}
    </>
  )
}

function ProductTable({ products }: { products: Product[] }) {
  const words = productWords()
  return (
    <table class="table" data-test="products">
      <thead>
        <tr><th scope="col">{words.columns.product}</th><th scope="col" class="wide">{words.columns.id}</th><th scope="col" class="num">{words.columns.price}</th><th scope="col" class="num">{words.columns.stock}</th></tr>
      </thead>
      <tbody>
        {products.map((product) => (
          <tr key={product.id} data-test="product-row" data-product={product.id}>
            <td>
              <a class="cell-link" href={`/studio/products/${encodeURIComponent(product.id)}`}>
                <ProductPicture product={product} size={44} />
                <span>
                  <b>{product.title}</b>
                  {(product.subtitle || product.variants.length > 1) && (
                    <small>{[product.subtitle, product.variants.length > 1 ? words.kinds(product.variants.length) : ''].filter(Boolean).join(' · ')}</small>
                  )}
                </span>
              </a>
            </td>
            <td class="wide id">{product.id}</td>
            <td class="num n">{money(product.price, language.value)}</td>
            <td class={`num n ${product.left <= 0 ? 'bad' : product.left <= kLowStock ? 'warn' : ''}`}>
              {product.left > 0 ? product.left.toLocaleString('en') : common().left(0)}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** Loaded anew when it is opened, so that it is edited from its newest version. */
function OpenedProduct({ id, onChange }: { id: string; onChange: (product: Product) => void }) {
  const words = productWords()
  const fresh = id === 'new'
  const loaded = useLoaded<Product | null>(`product ${id}`, () => (fresh ? Promise.resolve(null) : studioApi.product(id)))
  const close = (): void => go('/studio/products')
  const change = (product: Product): void => {
    loaded.set(product)
    onChange(product)
  }
  const missing = loaded.problem !== null && Problem.from(loaded.problem).status === 404
  return (
    <Drawer title={fresh ? words.newTitle : words.editTitle} onClose={close} test="product-drawer" wide>
      {missing ? (
        <p class="nothing">{words.notFound}</p>
      ) : loaded.problem ? (
        <Failed problem={loaded.problem} again={loaded.reload} />
      ) : fresh || loaded.data ? (
        <ProductEditor product={loaded.data} onChange={change} onClose={close} />
      ) : (
        <Waiting />
      )}
    </Drawer>
  )
}
