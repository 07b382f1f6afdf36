// Choosing a block, seeing what it shows, and the code that puts it on a page.
import { useEffect, useRef, useState } from 'preact/hooks'
import type { FromFrame } from '../../embed/protocol.ts'
import type { Product, Show } from '../../shared/api.ts'
import { language } from '../../shared/i18n.ts'
import { blocksWords } from '../messages/blocks.ts'
import { CopyButton } from '../parts/copy.tsx'
import { kKinds, type BlockKind } from './blocks_api.ts'
import { isWhole, previewOf, snippet, type Placed } from './snippet.ts'

interface Props { shows: Show[]; products: Product[]; turn: number }

export function PlacePanel({ shows, products, turn }: Props) {
  const words = blocksWords()
  const [kind, setKind] = useState<BlockKind>('next')
  const [show, setShow] = useState('')
  const [product, setProduct] = useState('')
  const placed: Placed = { kind, show: kind === 'words' ? show : '', product: kind === 'next' || (kind === 'words' && show) ? '' : product }
  const whole = isWhole(placed)
  const code = snippet(location.origin, placed)
  return (
    <section class="panel blocks-place" data-test="place">
      <h2>{words.place}</h2>
      <div class="blocks-kind">
        <div class="segments" role="group" aria-label={words.kindLabel}>
          {kKinds.map((one) => <button key={one} type="button" aria-pressed={kind === one} onClick={() => setKind(one)} data-test={`kind-${one}`}>{words.kinds[one]}</button>)}
        </div>
        {kind === 'words' && <Choice label={words.ofShow} value={show} empty={words.choose} options={shows} onChoose={setShow} test="of-show" />}
        {(kind === 'moments' || kind === 'wall' || (kind === 'words' && !show)) && <Choice label={words.ofProduct} value={product} empty={kind === 'wall' ? words.every : words.choose} options={products} onChoose={setProduct} test="of-product" />}
      </div>
      <p class="hint">{words.about[kind]}</p>
      {whole && (
        <div class="blocks-placed">
          <div class="blocks-preview">
            <h3>{words.preview}</h3>
            <Preview key={`${previewOf(placed, language.value)} ${turn}`} address={previewOf(placed, language.value)} title={words.kinds[kind]} />
          </div>
          <div class="field">
            <span class="label-row"><b>{words.code}</b><CopyButton text={code} label={words.code} test="copy-block" /></span>
            <pre class="code" tabIndex={0} data-test="block-code"><code>{code}</code></pre>
            <p class="field-hint">{words.codeHint}<br />{words.sites}</p>
          </div>
        </div>
      )}
    </section>
  )
}

function Choice({ label, value, empty, options, onChoose, test }: { label: string; value: string; empty: string; options: { id: string; title: string }[]; onChoose: (id: string) => void; test: string }) {
  return (
    <label class="select">
      <span class="vh">{label}</span>
      <select value={value} onChange={(event) => onChoose(event.currentTarget.value)} data-test={test}>
        <option value="">{`${label}: ${empty}`}</option>
        {options.map(({ id, title }) => <option key={id} value={id}>{title}</option>)}
      </select>
    </label>
  )
}

/** The block's page in a frame, as high as it says. */
function Preview({ address, title }: { address: string; title: string }) {
  const frame = useRef<HTMLIFrameElement>(null)
  const [size, setSize] = useState<{ empty: boolean; height: number }>({ empty: false, height: 0 })
  useEffect(() => {
    const hear = (event: MessageEvent): void => {
      if (event.source !== frame.current?.contentWindow || event.origin !== location.origin) return
      const message = event.data as FromFrame | null
      if (message?.nigiwai !== 1 || message.type !== 'size') return
      const { empty, height } = message.detail
      setSize((old) => ({ empty, height: height || old.height }))
    }
    addEventListener('message', hear)
    return () => removeEventListener('message', hear)
  }, [])
  return (
    <div class="blocks-frame" data-test="preview" data-empty={size.empty}>
      <iframe ref={frame} src={address} title={title} style={{ height: `${size.empty ? 0 : size.height}px` }} />
      {size.empty && <p class="hint">{blocksWords().previewEmpty}</p>}
    </div>
  )
}
