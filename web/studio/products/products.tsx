// The list of products; one opens in a drawer beside it.
import { useState } from 'preact/hooks'
import type { Product } from '../../shared/api.ts'
import { money } from '../../shared/format.ts'
import { language } from '../../shared/i18n.ts'
import { Icon } from '../../shared/icons.tsx'
import { common } from '../messages/common.ts'
import { productWords } from '../messages/products.ts'
import { Drawer } from '../parts/drawer.tsx'
import { Failed, useLoaded, Waiting } from '../parts/load.tsx'
import { go } from '../route.ts'
import { all, studioApi } from '../studio_api.ts'
import { ProductEditor } from './editor.tsx'
import { ProductPicture } from './picture.tsx'
import { productMatches } from './product_form.ts'

/** At or below this the stock is said in amber. */
const kLowStock = 10

export function ProductsPage({ product: opened }: { product: string | null }) {
  const words = productWords()
  const loaded = useLoaded('products', () => all(studioApi.products))
  const [search, setSearch] = useState('')
  const products = loaded.data
  const found = products?.filter((product) => productMatches(product, search)) ?? []
  const change = (product: Product): void => {
    if (!products) return
    loaded.set(products.some((other) => other.id === product.id) ? products.map((other) => (other.id === product.id ? product : other)) : [product, ...products])
  }
  const close = (): void => go('/studio/products')
  const chosen = opened === 'new' ? null : products?.find((product) => product.id === opened)
  const ids = new Set(products?.map((product) => product.id))
  return (
    <>
      <header class="page-head">
        <div class="page-title">
          <h1>{words.title}</h1>
          {products && products.length > 0 && <p class="under n">{words.count(products.length)}</p>}
        </div>
        {products && products.length > 0 && (
          <div class="page-tools">
            <label class="search">
              <Icon name="search" size="s" />
              <span class="vh">{words.search}</span>
              <input type="search" placeholder={words.searchHint} value={search} onInput={(event) => setSearch(event.currentTarget.value)} data-test="search" />
            </label>
            <a class="btn do" href="/studio/products/new" data-test="new-product"><Icon name="plus" size="s" />{words.make}</a>
          </div>
        )}
      </header>
      {!products && !loaded.problem && <Waiting />}
      {Boolean(loaded.problem) && <Failed problem={loaded.problem} again={loaded.reload} />}
      {products?.length === 0 && (
        <div class="empty" data-test="empty">
          <Icon name="bag" />
          <h2>{words.emptyTitle}</h2>
          <p>{words.emptyText}</p>
          <a class="btn do" href="/studio/products/new" data-test="new-product">{words.make}</a>
        </div>
      )}
      {products && products.length > 0 && found.length === 0 && <p class="nothing" data-test="nothing-found">{words.nothingFound(search)}</p>}
      {found.length > 0 && (
        <table class="table" data-test="products">
          <thead>
            <tr><th scope="col">{words.columns.product}</th><th scope="col" class="wide">{words.columns.id}</th><th scope="col" class="num">{words.columns.price}</th><th scope="col" class="num">{words.columns.stock}</th></tr>
          </thead>
          <tbody>
            {found.map((product) => (
              <tr key={product.id} data-test="product-row" data-product={product.id}>
                <td>
                  <a class="cell-link" href={`/studio/products/${encodeURIComponent(product.id)}`}>
                    <ProductPicture product={product} size={44} />
                    <span><b>{product.title}</b>{product.subtitle && <small>{product.subtitle}</small>}</span>
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
      )}
      {products && opened !== null && (
        <Drawer title={opened === 'new' ? words.newTitle : words.editTitle} onClose={close} test="product-drawer">
          {opened === 'new' || chosen ? (
            <ProductEditor key={opened} product={chosen ?? null} taken={ids} onChange={change} onClose={close} />
          ) : (
            <p class="nothing">{words.notFound}</p>
          )}
        </Drawer>
      )}
    </>
  )
}
