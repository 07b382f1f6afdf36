// <script src="https://live.example/embed.js"></script> defines <nigiwai-show show="…">, a show of this shop in a page of
// another site, and the blocks <nigiwai-next>, <nigiwai-moments>, <nigiwai-words>, <nigiwai-wall> (docs/embedding.md). It
// depends on nothing and leaves nothing behind but the elements.
import type { FromFrame, ToFrame } from './protocol.ts'

{
  const kMiniWidth = 168
  const kMiniHeight = 298
  const kMargin = 16
  /** A press that moved further than this was a drag, and does not open. */
  const kDragPx = 6
  const kKeyStepPx = 24

  const script = (document.currentScript ?? document.querySelector('script[src*="/embed.js"]')) as HTMLScriptElement | null
  const home = new URL(script?.src ?? location.href).origin

  const words = {
    ja: { frame: 'ライブ配信', next: '次の配信', moments: '商品のハイライト', words: '視聴者の声', wall: 'みんなの投稿', close: '閉じる', expand: '大きくする', minimise: '小さくする' },
    en: { frame: 'Live show', next: 'Next show', moments: 'Highlights of the product', words: 'Words from the room', wall: 'What people say', close: 'Close', expand: 'Open', minimise: 'Make small' },
  }

  const style = `
    :host { display: block; position: relative; width: 100%; max-width: 420px; aspect-ratio: 9 / 16; max-height: 90vh; }
    :host([hidden]), :host([data-closed]) { display: none; }
    .box { position: absolute; inset: 0; border-radius: 16px; overflow: hidden; background: #171412; }
    iframe { position: absolute; inset: 0; width: 100%; height: 100%; border: 0; }
    .over, .bar { display: none; }
    :host([mode=floating]) { position: static; width: 0; height: 0; max-width: none; aspect-ratio: auto; }
    :host([mode=floating]) .box { position: fixed; inset: auto ${kMargin}px ${kMargin}px auto; z-index: 2147483000;
      width: 390px; height: min(760px, calc(100vh - ${2 * kMargin}px)); box-shadow: 0 12px 40px rgba(23, 12, 6, .38); }
    :host([mode=floating]) .box.mini { width: ${kMiniWidth}px; height: ${kMiniHeight}px; }
    .mini .over { display: block; position: absolute; inset: 0; width: 100%; border: 0; padding: 0; background: none; cursor: pointer; touch-action: none; }
    .over:focus-visible { outline: 3px solid #FFFBF5; outline-offset: -4px; }
    .mini .bar { display: flex; position: absolute; inset: 0 0 auto; justify-content: space-between; pointer-events: none; }
    .bar button { pointer-events: auto; width: 44px; height: 44px; border: 0; padding: 0; background: none; color: #FFFBF5; cursor: pointer; display: grid; place-items: center; }
    .bar span { width: 30px; height: 30px; border-radius: 50%; background: rgba(23, 20, 18, .66); display: grid; place-items: center; }
    .bar button:focus-visible { outline: 3px solid #FFFBF5; outline-offset: -4px; }
    svg { width: 16px; height: 16px; fill: none; stroke: currentColor; stroke-width: 2; stroke-linecap: round; stroke-linejoin: round; }
    @media (max-width: 600px) {
      :host([mode=floating]) .box:not(.mini) { inset: 0 !important; width: 100%; height: 100%; border-radius: 0; }
    }`

  const wordsFor = (element: Element): typeof words.ja => {
    const said = (element.getAttribute('language') || document.documentElement.lang || navigator.language).toLowerCase()
    return said.startsWith('ja') ? words.ja : words.en
  }

  /** The frame's address, with what the element says about it. */
  const addressOf = (element: Element, path: string, names: string[]): string => {
    const url = new URL(path, home)
    url.searchParams.set('host', location.origin)
    for (const name of names) {
      const value = element.getAttribute(name)
      if (value) url.searchParams.set(name, value)
    }
    return url.href
  }

  const icon = (path: string): string => `<span><svg viewBox="0 0 16 16" aria-hidden="true"><path d="${path}"/></svg></span>`

  class NigiwaiShow extends HTMLElement {
    static readonly observedAttributes = ['show', 'mode', 'language', 'accent']

    private readonly box: HTMLDivElement
    private readonly over: HTMLButtonElement
    private readonly expander: HTMLButtonElement
    private readonly closer: HTMLButtonElement
    private frame: HTMLIFrameElement | null = null
    private mini = false
    private place: { left: number; top: number } | null = null

    constructor() {
      super()
      const root = this.attachShadow({ mode: 'open' })
      root.innerHTML = `<style>${style}</style><div class="box" part="box"><button class="over" type="button"></button>
        <div class="bar"><button type="button">${icon('M9.5 2.5h4v4M13.5 2.5 9 7M6.5 13.5h-4v-4M2.5 13.5 7 9')}</button><button type="button">${icon('m4 4 8 8M12 4l-8 8')}</button></div></div>`
      this.box = root.querySelector('.box')!
      this.over = root.querySelector('.over')!
      ;[this.expander, this.closer] = root.querySelectorAll('.bar button') as unknown as [HTMLButtonElement, HTMLButtonElement]
      this.expander.addEventListener('click', () => this.expand())
      this.closer.addEventListener('click', () => this.close())
      this.over.addEventListener('pointerdown', (event) => this.drag(event))
      this.over.addEventListener('keydown', (event) => this.step(event))
      this.over.addEventListener('click', (event) => {
        // The pointer's own way of opening is in drag(), which knows whether it moved.
        if (event.detail === 0) this.expand()
      })
    }

    connectedCallback(): void {
      addEventListener('message', this.receive)
      addEventListener('resize', this.keepInside)
      if (!this.hasAttribute('data-closed')) this.show()
    }

    disconnectedCallback(): void {
      removeEventListener('message', this.receive)
      removeEventListener('resize', this.keepInside)
      this.frame?.remove()
      this.frame = null
    }

    attributeChangedCallback(name: string, before: string | null, now: string | null): void {
      if (before === now || !this.isConnected || !this.frame) return
      if (name === 'language') {
        this.name()
        this.say({ nigiwai: 1, type: 'language', language: now ?? '' })
      } else if (name === 'accent') this.say({ nigiwai: 1, type: 'accent', accent: now ?? '' })
      else this.show()
    }

    /** Starts the picture. */
    play(): void {
      this.say({ nigiwai: 1, type: 'play' })
    }
    pause(): void {
      this.say({ nigiwai: 1, type: 'pause' })
    }
    /** Moves to a place in the show, in ms, as far as the picture reaches. */
    seek(at: number): void {
      this.say({ nigiwai: 1, type: 'seek', at: Number(at) })
    }
    /** Floating: from the mini-player to its whole size, and back. */
    expand(): void {
      this.setMini(false)
    }
    minimise(): void {
      this.setMini(true)
    }
    /** Takes the show from the page; open() brings it back. */
    close(): void {
      if (!this.dispatchEvent(new CustomEvent('nigiwai:close', { bubbles: true, composed: true, cancelable: true }))) return
      this.setAttribute('data-closed', '')
      this.frame?.remove()
      this.frame = null
    }
    open(): void {
      this.removeAttribute('data-closed')
      if (!this.frame) this.show()
    }

    private get floating(): boolean {
      return this.getAttribute('mode') === 'floating'
    }

    private name(): void {
      const w = wordsFor(this)
      this.expander.setAttribute('aria-label', w.expand)
      this.closer.setAttribute('aria-label', w.close)
      this.over.setAttribute('aria-label', w.expand)
      if (this.frame) this.frame.title = w.frame
    }

    private show(): void {
      this.frame?.remove()
      this.frame = null
      const show = this.getAttribute('show')
      if (!show) return
      const frame = document.createElement('iframe')
      frame.src = addressOf(this, `/embed/${encodeURIComponent(show)}`, ['mode', 'language', 'accent'])
      frame.allow = 'autoplay; fullscreen; picture-in-picture; clipboard-write; web-share'
      this.frame = frame
      this.box.prepend(frame)
      this.name()
      this.setMini(this.floating)
    }

    private setMini(on: boolean): void {
      this.mini = on && this.floating
      this.box.classList.toggle('mini', this.mini)
      this.box.style.inset = ''
      if (this.mini) this.keepInside()
      this.say({ nigiwai: 1, type: 'mini', on: this.mini })
    }

    private readonly keepInside = (): void => {
      if (!this.mini || !this.place) return
      const left = Math.max(kMargin, Math.min(this.place.left, innerWidth - kMiniWidth - kMargin))
      const top = Math.max(kMargin, Math.min(this.place.top, innerHeight - kMiniHeight - kMargin))
      this.place = { left, top }
      this.box.style.inset = `${top}px auto auto ${left}px`
    }

    private drag(down: PointerEvent): void {
      if (down.button !== 0) return
      const start = this.box.getBoundingClientRect()
      let moved = false
      this.over.setPointerCapture(down.pointerId)
      const move = (event: PointerEvent): void => {
        const [x, y] = [event.clientX - down.clientX, event.clientY - down.clientY]
        moved ||= Math.hypot(x, y) > kDragPx
        if (!moved) return
        this.place = { left: start.left + x, top: start.top + y }
        this.keepInside()
      }
      const end = (event: PointerEvent): void => {
        this.over.removeEventListener('pointermove', move)
        if (event.type === 'pointerup' && !moved) this.expand()
      }
      this.over.addEventListener('pointermove', move)
      this.over.addEventListener('pointerup', end, { once: true })
      this.over.addEventListener('pointercancel', end, { once: true })
    }

    private step(event: KeyboardEvent): void {
      const steps: Record<string, [number, number]> = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }
      const step = steps[event.key]
      if (!step) return
      event.preventDefault()
      const { left, top } = this.box.getBoundingClientRect()
      this.place = { left: left + step[0] * kKeyStepPx, top: top + step[1] * kKeyStepPx }
      this.keepInside()
    }

    private say(message: ToFrame): void {
      this.frame?.contentWindow?.postMessage(message, home)
    }

    private readonly receive = (event: MessageEvent): void => {
      if (!this.frame || event.source !== this.frame.contentWindow || event.origin !== home) return
      const message = event.data as FromFrame | null
      if (message === null || typeof message !== 'object' || message.nigiwai !== 1) return
      if (message.type === 'minimise') {
        if (this.floating) this.minimise()
        return
      }
      if (message.type === 'size') return
      if (message.type === 'ready') this.say({ nigiwai: 1, type: 'mini', on: this.mini })
      const taken = this.dispatchEvent(new CustomEvent(`nigiwai:${message.type}`, { detail: message.detail, bubbles: true, composed: true, cancelable: true }))
      if (message.type === 'add-to-cart') this.say({ nigiwai: 1, type: 'added', id: message.id, ok: taken })
    }
  }

  /** Higher than any block; a frame that asks for more is not ours to believe. */
  const kMostHeight = 4_000

  const blockStyle = `
    :host { display: block; }
    :host([hidden]), :host([data-empty]) { display: none; }
    iframe { display: block; width: 100%; height: 0; border: 0; color-scheme: light; }`

  /** A block: as high as what it shows, and not there at all while there is nothing to show. */
  class NigiwaiBlock extends HTMLElement {
    static readonly observedAttributes = ['show', 'product', 'language', 'accent']

    private readonly kind = this.localName.slice('nigiwai-'.length) as 'next' | 'moments' | 'words' | 'wall'
    private frame: HTMLIFrameElement | null = null

    constructor() {
      super()
      this.attachShadow({ mode: 'open' }).innerHTML = `<style>${blockStyle}</style>`
    }

    connectedCallback(): void {
      addEventListener('message', this.receive)
      this.show()
    }

    disconnectedCallback(): void {
      removeEventListener('message', this.receive)
      this.frame?.remove()
      this.frame = null
    }

    attributeChangedCallback(_name: string, before: string | null, now: string | null): void {
      if (before !== now && this.isConnected && this.frame) this.show()
    }

    private show(): void {
      this.frame?.remove()
      this.removeAttribute('data-empty')
      this.frame = document.createElement('iframe')
      this.frame.title = wordsFor(this)[this.kind]
      this.frame.loading = 'lazy'
      this.frame.scrolling = 'no'
      this.frame.src = addressOf(this, `/embed/blocks/${this.kind}`, ['show', 'product', 'language', 'accent'])
      this.shadowRoot!.append(this.frame)
    }

    private readonly receive = (event: MessageEvent): void => {
      if (!this.frame || event.source !== this.frame.contentWindow || event.origin !== home) return
      const message = event.data as FromFrame | null
      if (message === null || typeof message !== 'object' || message.nigiwai !== 1 || message.type !== 'size') return
      const { empty, height } = message.detail
      const before = this.hasAttribute('data-empty')
      this.toggleAttribute('data-empty', empty === true)
      if (!empty && Number.isFinite(height) && height > 0) this.frame.style.height = `${Math.min(height, kMostHeight)}px`
      if (empty !== before || !this.told) this.dispatchEvent(new CustomEvent('nigiwai:block', { detail: { kind: this.kind, empty: empty === true }, bubbles: true, composed: true }))
      this.told = true
    }
    private told = false
  }

  if (!customElements.get('nigiwai-show')) customElements.define('nigiwai-show', NigiwaiShow)
  for (const kind of ['next', 'moments', 'words', 'wall']) {
    if (!customElements.get(`nigiwai-${kind}`)) customElements.define(`nigiwai-${kind}`, class extends NigiwaiBlock {})
  }
}
