// A link of one's own to something, and the ways to send it: copy, the usual networks, a QR code, the phone's own sheet.
//
// Until the link is there, and when it cannot be made, the plain address goes out: it works, it only counts for nobody.
import type { ComponentChildren } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import { language } from '../../shared/i18n.ts'
import { Icon } from '../../shared/icons.tsx'
import { toast } from '../../shared/toast.tsx'
import { sharingWords } from '../messages/sharing.ts'
import { words } from '../messages/words.ts'
import { beSomebody } from './arrival.ts'
import { sharingApi, type ShareLink, type Thing } from './sharing_api.ts'
import './sharing.css'

/** Made once each on this page: the same thing shared again is the same link. */
const made = new Map<string, Promise<ShareLink>>()

function linkTo(thing: Thing): Promise<ShareLink> {
  const key = `${language.peek()} ${JSON.stringify(thing)}`
  const known = made.get(key)
  if (known) return known
  const link = beSomebody().then(() => sharingApi.share(thing))
  made.set(key, link)
  link.catch(() => made.delete(key))
  return link
}

type Made = { link: ShareLink | null; state: 'making' | 'made' | 'plain' }

function useLink(thing: Thing): Made {
  const key = `${language.value} ${JSON.stringify(thing)}`
  const [known, setKnown] = useState<Made & { key: string }>({ key, link: null, state: 'making' })
  useEffect(() => {
    let gone = false
    linkTo(thing).then(
      (link) => gone || setKnown({ key, link, state: 'made' }),
      () => gone || setKnown({ key, link: null, state: 'plain' }),
    )
    return () => {
      gone = true
    }
  }, [key])
  return known.key === key ? known : { link: null, state: 'making' }
}

/** The networks' own pages for sharing, as they document them. */
export function addressesOf(url: string, words: string): { line: string; x: string; facebook: string } {
  const query = (all: Record<string, string>): string => new URLSearchParams(all).toString()
  return {
    line: `https://social-plugins.line.me/lineit/share?${query({ url, text: words })}`,
    x: `https://twitter.com/intent/tweet?${query({ text: words, url })}`,
    facebook: `https://www.facebook.com/sharer/sharer.php?${query({ u: url })}`,
  }
}

interface Props {
  thing: Thing
  /** The plain address, and what is said of it. */
  plain: string
  title: string
  /** Called when it was sent. */
  onDone?: () => void
  /** A choice of what the link leads to. */
  children?: ComponentChildren
}

export function ShareWays({ thing, plain, title, onDone, children }: Props) {
  const t = words()
  const own = sharingWords()
  const { link, state } = useLink(thing)
  const [qr, setQr] = useState(false)
  const input = useRef<HTMLInputElement>(null)
  const figure = useRef<HTMLElement>(null)
  useEffect(() => {
    if (qr) figure.current?.scrollIntoView({ block: 'end' })
  }, [qr])
  const url = link?.url ?? plain
  const said = [link?.text ?? title, link?.disclosure].filter(Boolean).join(' ')
  const to = addressesOf(url, said)
  const copy = async (text: string, done: string): Promise<void> => {
    try {
      await navigator.clipboard.writeText(text)
      toast(done)
      onDone?.()
    } catch {
      // Plain HTTP has no clipboard: select it, and let the old way or the person do it.
      input.current?.select()
      toast(document.execCommand('copy') ? t.copied : t.copyByHand, { tone: 'info' })
    }
  }
  const send = async (): Promise<void> => {
    try {
      await navigator.share({ title, text: said, url })
      onDone?.()
    } catch {
      // Put away by the person, or not to be had here: everything else stands beside it.
    }
  }
  return (
    <div class="share-form">
      {children}
      <div class="field">
        <label for="share-url">{t.shareLink}</label>
        <div class="share-copy">
          <input id="share-url" ref={input} readOnly value={url} onFocus={(event) => event.currentTarget.select()} data-test="share-url" data-link={state} />
          <button type="button" class="btn do" onClick={() => void copy(url, t.copied)} data-focus data-test="share-copy">
            <Icon name="copy" size="s" />
            {t.copy}
          </button>
        </div>
        <p class="vh" role="status">
          {state === 'making' ? own.making : ''}
        </p>
      </div>
      {link?.disclosure && (
        <div class="share-disclosure" data-test="share-disclosure">
          <Icon name="info" size="s" />
          <span>
            <small>{own.disclose}</small>
            <b>{link.disclosure}</b>
            <small>{own.discloseCopy}</small>
          </span>
        </div>
      )}
      <ul class="share-to" aria-label={own.ways}>
        <li>
          <ShareTo href={to.line} test="share-line" mark="line" label={own.line} />
        </li>
        <li>
          <ShareTo href={to.x} test="share-x" mark="x" label={own.x} />
        </li>
        <li>
          <ShareTo href={to.facebook} test="share-facebook" mark="facebook" label={own.facebook} />
        </li>
        {link && (
          <li>
            <button type="button" aria-expanded={qr} onClick={() => setQr(!qr)} data-test="share-qr">
              <span class="disc qr-mark" aria-hidden="true">
                <QrMark />
              </span>
              {own.qr}
            </button>
          </li>
        )}
        <li>
          <button type="button" onClick={() => void copy(`${said} ${url}`, own.copiedText)} data-test="share-copy-text">
            <span class="disc">
              <Icon name="copy" />
            </span>
            {own.copyText}
          </button>
        </li>
        {typeof navigator.share === 'function' && (
          <li>
            <button type="button" onClick={() => void send()} data-test="share-apps">
              <span class="disc">
                <Icon name="share" />
              </span>
              {own.more}
            </button>
          </li>
        )}
      </ul>
      {qr && link && (
        <figure class="share-qr" ref={figure} data-test="share-qr-code">
          {/* The server's own drawing of the address; nothing a person wrote is in it. */}
          <span role="img" aria-label={own.qrAlt} dangerouslySetInnerHTML={{ __html: link.qr }} />
          <figcaption>{own.qrLead}</figcaption>
        </figure>
      )}
    </div>
  )
}

function ShareTo({ href, mark, label, test }: { href: string; mark: 'line' | 'x' | 'facebook'; label: string; test: string }) {
  return (
    <a href={href} target="_blank" rel="noopener noreferrer" data-test={test}>
      <span class={`disc to-${mark}`} aria-hidden="true">
        {{ line: 'L', x: '𝕏', facebook: 'f' }[mark]}
      </span>
      {/* The networks' names are the same in every language. */}
      <span lang="en">{label}</span>
      <span class="vh">{sharingWords().opensElsewhere}</span>
    </a>
  )
}

function QrMark() {
  return (
    <svg class="i" viewBox="0 0 24 24" focusable="false">
      <path d="M4 4h6v6H4ZM14 4h6v6h-6ZM4 14h6v6H4ZM14 14h2v2h-2ZM18 14h2v2h-2ZM14 18h2v2h-2ZM18 18h2v2h-2Z" />
    </svg>
  )
}
