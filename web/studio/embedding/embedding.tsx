// The shop inside other shops: which sites may show it, where the cart lives, and what there is to copy.
import { useState } from 'preact/hooks'
import { Field } from '../../shared/field.tsx'
import { dateTime, money } from '../../shared/format.ts'
import { language } from '../../shared/i18n.ts'
import { toast } from '../../shared/toast.tsx'
import { common } from '../messages/common.ts'
import { embeddingWords } from '../messages/embedding.ts'
import { CopyButton } from '../parts/copy.tsx'
import { explain, fieldText } from '../parts/explain.ts'
import { Failed, useLoaded, Waiting } from '../parts/load.tsx'
import { Problem } from '../../shared/api.ts'
import { staff } from '../session.ts'
import { embeddingApi, type Cart, type EmbeddingSettings } from './embedding_api.ts'
import { ExternalIds } from './external_ids.tsx'
import { kTemplates, originsOf, presetOf, type Preset } from './presets.ts'
import './embedding.css'

const kCarts: Cart[] = ['here', 'host', 'url']
const kPresets: Preset[] = ['shopify', 'eccube', 'own']

/** For owners: the whole of the settings. */
export function EmbeddingPanels() {
  const loaded = useLoaded('embedding', embeddingApi.settings)
  if (staff.value?.role !== 'owner') return null
  const words = embeddingWords()
  return (
    <>
      <section class="panel" aria-labelledby="embedding" data-test="embedding">
        <h2 id="embedding">{words.title}</h2>
        <p class="hint">{words.lead}</p>
        {!loaded.data && !loaded.problem && <Waiting />}
        {Boolean(loaded.problem) && <Failed problem={loaded.problem} again={loaded.reload} />}
        {loaded.data && <SettingsForm key={JSON.stringify(loaded.data)} known={loaded.data} onSaved={loaded.set} />}
      </section>
      {loaded.data && loaded.data.handoff.to !== 'here' && <ToldOrders />}
    </>
  )
}

function SettingsForm({ known, onSaved }: { known: EmbeddingSettings; onSaved: (settings: EmbeddingSettings) => void }) {
  const words = embeddingWords()
  const [origins, setOrigins] = useState(known.origins.join('\n'))
  const [to, setTo] = useState(known.handoff.to)
  const [preset, setPreset] = useState(presetOf(known.handoff.template))
  const [host, setHost] = useState(known.handoff.shop)
  const [own, setOwn] = useState(known.handoff.template)
  const [takesStock, setTakesStock] = useState(known.handoff.takes_stock)
  const [wrong, setWrong] = useState<{ field: string; text: string } | null>(null)
  const [busy, setBusy] = useState(false)
  const [ids, setIds] = useState(false)
  const template = preset === 'own' ? own : kTemplates[preset]
  const wanted: EmbeddingSettings = {
    origins: originsOf(origins),
    handoff: { to, shop: host.trim(), template: to === 'url' ? template : known.handoff.template, takes_stock: takesStock },
  }
  const dirty = JSON.stringify(wanted) !== JSON.stringify(known)
  const at = (field: string): string | null => (wrong?.field.startsWith(field) ? wrong.text : null)

  const save = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault()
    setBusy(true)
    setWrong(null)
    try {
      onSaved(await embeddingApi.save(wanted))
      toast(common().saved)
    } catch (cause) {
      const { field } = Problem.from(cause)
      if (field?.startsWith('/origins') || field?.startsWith('/handoff')) setWrong({ field, text: fieldText(cause) })
      else toast(explain(cause), { tone: 'bad' })
    } finally {
      setBusy(false)
    }
  }
  const code = `<script src="${location.origin}/embed.js" async></script>\n<nigiwai-show show="SHOW"></nigiwai-show>`
  return (
    <form class="stack" onSubmit={(event) => void save(event)} noValidate data-test="embedding-form">
      <Field label={words.origins} rows={3} value={origins} hint={words.originsHint} error={at('/origins')} spellcheck={false} autoCapitalize="none" onInput={(event) => setOrigins(event.currentTarget.value)} test="origins" />
      <fieldset class="carts">
        <legend>{words.cart}</legend>
        {kCarts.map((one) => (
          <label key={one} class="cart-choice">
            <input type="radio" name="cart" checked={to === one} onChange={() => setTo(one)} data-test={`cart-${one}`} />
            <span>
              <b>{words.carts[one]}</b>
              <small>{words.cartHints[one]}</small>
            </span>
          </label>
        ))}
      </fieldset>
      {to === 'url' && (
        <>
          <div class="pair">
            <div class="field">
              <label for="preset">{words.preset}</label>
              <select id="preset" value={preset} onChange={(event) => setPreset(event.currentTarget.value as Preset)} data-test="preset">
                {kPresets.map((one) => <option key={one} value={one}>{words.presets[one]}</option>)}
              </select>
            </div>
            <Field label={words.shop} value={host} maxLength={200} hint={words.shopHint} error={at('/handoff/shop')} spellcheck={false} autoCapitalize="none" onInput={(event) => setHost(event.currentTarget.value)} test="host" />
          </div>
          <Field label={words.template} rows={2} value={template} readOnly={preset !== 'own'} hint={words.templateHint} error={at('/handoff/template')} spellcheck={false} onInput={(event) => setOwn(event.currentTarget.value)} test="template" />
        </>
      )}
      {to !== 'here' && (
        <>
          <label class="check-row">
            <input type="checkbox" checked={takesStock} onChange={(event) => setTakesStock(event.currentTarget.checked)} data-test="takes-stock" />
            {words.takesStock}
          </label>
          <div class="row wrap">
            <span class="ids-lead"><b>{words.ids}</b><span class="hint">{words.idsLead}</span></span>
            <button type="button" class="btn small" onClick={() => setIds(true)} data-test="ids">{words.idsOpen}</button>
          </div>
        </>
      )}
      <div class="field">
        <span class="label-row"><b>{words.code}</b><CopyButton text={code} label={words.code} test="copy-code" /></span>
        <pre class="code" tabIndex={0}><code>{code}</code></pre>
        <p class="field-hint">{words.codeHint}</p>
      </div>
      <div class="form-foot"><button type="submit" class={`btn ${dirty ? 'do' : ''}`} disabled={busy || !dirty} data-test="save">{busy ? common().saving : common().save}</button></div>
      {ids && <ExternalIds onClose={() => setIds(false)} />}
    </form>
  )
}

/** The newest orders that other shops told. */
function ToldOrders() {
  const words = embeddingWords()
  const orders = useLoaded('external-orders', embeddingApi.orders)
  return (
    <section class="panel" aria-labelledby="told-orders" data-test="told-orders">
      <h2 id="told-orders">{words.orders}</h2>
      {!orders.data && !orders.problem && <Waiting />}
      {Boolean(orders.problem) && <Failed problem={orders.problem} again={orders.reload} />}
      {orders.data?.items.length === 0 && <p class="invite">{words.ordersEmpty}</p>}
      <ul class="told">
        {orders.data?.items.map((order) => (
          <li key={order.id}>
            <span>
              <b>{order.external_id}</b>
              <small>{order.lines.map((line) => `${line.title} × ${line.quantity}`).join(common().dot)}</small>
            </span>
            <span class="n">{dateTime(new Date(order.placed_at), language.value)}</span>
            <span class="n">{money(order.total, language.value)}</span>
            <span class={`tag ${order.counted ? '' : 'bad'}`}>{words.states[order.state] ?? order.state}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}
