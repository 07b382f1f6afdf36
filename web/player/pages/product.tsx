// One product by itself: pictures, price, choosing a variant, stock, buying; and the shows that it was in.
import { useEffect, useState } from 'preact/hooks'
import { api, type Product } from '../../shared/api.ts'
import { dateTime } from '../../shared/format.ts'
import { language } from '../../shared/i18n.ts'
import { Icon } from '../../shared/icons.tsx'
import { productWords } from '../messages/product.ts'
import { toast } from '../../shared/toast.tsx'
import { lookAtHolds, lookWhenSeen, onHoldNews } from '../holds.ts'
import { sharingWords } from '../messages/sharing.ts'
import { words } from '../messages/words.ts'
import { isEarly, opensAt } from '../on_sale.ts'
import { Price, SiteFooter, SiteHeader, Stock } from '../parts.tsx'
import { Recommended } from '../returning/recommended.tsx'
import { returningApi } from '../returning/returning_api.ts'
import { ShareButton } from '../sharing/share_button.tsx'
import { firstChoice } from '../variant_choice.ts'
import { VariantChooser } from '../variants.tsx'
import { me, shopName } from '../visit.ts'
import { BuySheet } from '../watch/buy.tsx'
import { buyLabel, SellingNote } from '../watch/hold.tsx'
import { Gallery } from './gallery.tsx'
import { useLoad } from './load.ts'
import { NotYet } from './not_yet.tsx'
import { ProductClips } from './product_clips.tsx'
import { ProductQuestions } from './product_questions.tsx'
import { ProductShows } from './product_shows.tsx'
import './pages.css'
import './product.css'

export function ProductPage({ product: id }: { product: string }) {
  const { value: product, problem, again } = useLoad(() => api.product(id), 15_000)
  useEffect(() => {
    document.title = [product?.title, shopName()].filter(Boolean).join(' | ')
  }, [product, language.value, shopName()])
  useEffect(() => {
    // Only of whom the shop knows already: looking makes nobody a viewer.
    if (me.value && product) void returningApi.look(id).catch(() => {})
  }, [me.value?.id, product?.id])
  useEffect(() => {
    onHoldNews(({ kind }) => {
      const say = words()
      toast(kind === 'ended' ? say.holdEnded(product?.title ?? '') : say.holdGranted(product?.title ?? ''), kind === 'ended' ? { tone: 'info' } : { ms: 12_000 })
    })
    void lookAtHolds()
    const unseen = lookWhenSeen()
    return () => {
      unseen()
      onHoldNews(() => {})
    }
  }, [product?.title, me.value])
  return (
    <>
      <SiteHeader current={null} />
      <main class="page product" data-test="product-page">
        {!product && <NotYet problem={problem} again={again} />}
        {product && <ProductView product={product} />}
        {product && <ProductClips product={product.id} />}
        {product && <ProductQuestions product={product.id} />}
        {product && <ProductShows product={product.id} />}
        {product && <Recommended key={me.value?.id ?? ''} beside={{ product: product.id }} />}
      </main>
      <SiteFooter />
    </>
  )
}

function ProductView({ product }: { product: Product }) {
  const own = productWords()
  const [sku, setSku] = useState(() => firstChoice(product.variants)?.sku ?? product.id)
  const [buying, setBuying] = useState(false)
  const chosen = product.variants.find((variant) => variant.sku === sku) ?? product.variants[0]
  const left = chosen?.left ?? product.left
  const { text, off } = buyLabel({ ...product, left })
  return (
    <div class="product-view">
      <Gallery product={product} wanted={chosen?.picture ?? null} />
      <div class="about-product">
        {product.brand && <p class="maker">{product.brand}</p>}
        <h1>{product.title}</h1>
        {product.subtitle && <p class="sub">{product.subtitle}</p>}
        <Price value={chosen?.price ?? product.price} />
        <div class="facts-line">
          <Stock product={{ ...product, left }} />
          {product.limit_per_person !== null && <span class="limit" data-test="limit">{own.limit(product.limit_per_person)}</span>}
        </div>
        {product.variants.length > 1 && <VariantChooser variants={product.variants} chosen={sku} onChoose={setSku} />}
        <SellingNote product={product} />
        {isEarly(product) && (
          <p class="hold-note" data-test="early-note">
            <Icon name="check" size="xs" />
            {own.earlyNote(dateTime(opensAt(product)!, language.value))}
          </p>
        )}
        <button type="button" class="btn do big" disabled={off} onClick={() => setBuying(true)} data-test="buy">
          {text}
        </button>
        <ShareButton thing={{ product: product.id }} path={`/products/${encodeURIComponent(product.id)}`} title={product.title} heading={sharingWords().shareProduct} />
        {product.description && (
          <section>
            <h2>{own.description}</h2>
            <p class="prose">{product.description}</p>
          </section>
        )}
      </div>
      {buying && <BuySheet product={product} sku={sku} moment={null} onClose={() => setBuying(false)} />}
    </div>
  )
}
