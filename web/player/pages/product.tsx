// One product by itself: picture, price, stock, buy.
import { useEffect, useState } from 'preact/hooks'
import { api } from '../../shared/api.ts'
import { language } from '../../shared/i18n.ts'
import { problemText, sharedWords } from '../../shared/messages/words.ts'
import { words } from '../messages/words.ts'
import { Notice, Price, priceOf, ProductPicture, SiteHeader, Stock } from '../parts.tsx'
import { shopName } from '../visit.ts'
import { BuySheet } from '../watch/buy.tsx'
import { useLoad } from './load.ts'
import './pages.css'

export function ProductPage({ product: id }: { product: string }) {
  const t = words()
  const { value: product, problem, again } = useLoad(() => api.product(id), 15_000)
  const [buying, setBuying] = useState(false)
  useEffect(() => {
    document.title = [product?.title, shopName()].filter(Boolean).join(' | ')
  }, [product, language.value, shopName()])
  return (
    <>
      <SiteHeader current={null} />
      <main class="page product" data-test="product-page">
        {problem && !product && (
          <Notice title={problem.status === 404 ? t.nothingHere : t.loadFailed} text={problem.status === 404 ? t.nothingHereText : problemText(problem)}>
            {problem.status === 404 ? (
              <a class="btn do" href="/">
                {t.toHome}
              </a>
            ) : (
              <button type="button" class="btn do" onClick={again}>
                {sharedWords().retry}
              </button>
            )}
          </Notice>
        )}
        {product && (
          <div class="product-view">
            <ProductPicture picture={product.picture} size={360} />
            <div class="about-product">
              <h1>{product.title}</h1>
              {product.subtitle && <p class="sub">{product.subtitle}</p>}
              <Price value={priceOf(product)} />
              <div>
                <Stock product={product} />
              </div>
              <button type="button" class="btn do big" disabled={product.left <= 0} onClick={() => setBuying(true)} data-test="buy">
                {product.left > 0 ? t.buy : t.soldOut}
              </button>
              {product.description && (
                <section>
                  <h2>{t.description}</h2>
                  <p class="prose">{product.description}</p>
                </section>
              )}
            </div>
          </div>
        )}
      </main>
      {buying && product && <BuySheet product={product} moment={null} onClose={() => setBuying(false)} />}
    </>
  )
}
