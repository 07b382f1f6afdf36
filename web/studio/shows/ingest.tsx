// Where the encoder sends to: addresses, the key (hidden until asked for), lines ready to copy, QR, a new key.
import type { ComponentChildren } from 'preact'
import { useState } from 'preact/hooks'
import { Dialog } from '../../shared/dialog.tsx'
import { Icon } from '../../shared/icons.tsx'
import { toast } from '../../shared/toast.tsx'
import { broadcastWords } from '../messages/broadcast.ts'
import { common } from '../messages/common.ts'
import { showWords } from '../messages/shows.ts'
import { CopyButton } from '../parts/copy.tsx'
import { explain } from '../parts/explain.ts'
import { Failed, useLoaded } from '../parts/load.tsx'
import { studioApi, type IngestAddress } from '../studio_api.ts'
import { ffmpegLine, masked } from './encoder_lines.ts'

export function Ingest({ show, children }: { show: string; children?: ComponentChildren }) {
  const words = showWords()
  const loaded = useLoaded(`ingest ${show}`, () => studioApi.ingest(show))
  const [protocol, setProtocol] = useState<IngestAddress['protocol']>('rtmp')
  const [shown, setShown] = useState(false)
  const [qr, setQr] = useState(false)
  const [asking, setAsking] = useState(false)
  const [busy, setBusy] = useState(false)
  /** Grows with each new key, so that the browser fetches the QR code anew. */
  const [turn, setTurn] = useState(0)

  const address = loaded.data?.find((one) => one.protocol === protocol) ?? loaded.data?.[0]
  const renew = async (): Promise<void> => {
    setBusy(true)
    try {
      loaded.set(await studioApi.newKey(show))
      setTurn((old) => old + 1)
      setAsking(false)
      toast(words.newKeyDone)
    } catch (cause) {
      toast(explain(cause), { tone: 'bad' })
    } finally {
      setBusy(false)
    }
  }
  const secret = (text: string): string => (shown || !address ? text : masked(text, address))
  return (
    <section class="panel" aria-labelledby="encoder" data-test="ingest">
      <div class="panel-head">
        <h2 id="encoder">{words.encoder}</h2>
        {loaded.data && (
          <div class="segments" role="group" aria-label={words.encoder}>
            {loaded.data.map((one) => (
              <button type="button" key={one.protocol} aria-pressed={one.protocol === address?.protocol} onClick={() => setProtocol(one.protocol)} data-test={`protocol-${one.protocol}`}>
                {words.protocols[one.protocol] ?? one.protocol}
              </button>
            ))}
          </div>
        )}
      </div>
      <a class="btn from-phone" href={`/studio/shows/${encodeURIComponent(show)}/broadcast`} data-test="from-phone"><Icon name="camera" size="s" />{broadcastWords().open}</a>
      <p class="hint from-phone-hint">{broadcastWords().openHint}</p>
      {Boolean(loaded.problem) && <Failed problem={loaded.problem} again={loaded.reload} />}
      {address && (
        <>
          <p class="hint">{words.protocolHint[address.protocol]}</p>
          <div class="secrets">
            <div>
              <span class="name">{words.server}</span>
              <span class="value"><code data-test="ingest-url">{secret(address.url)}</code></span>
              <CopyButton text={address.url} label={words.server} test="copy-url" />
            </div>
            {address.protocol === 'rtmp' && (
              <div>
                <span class="name">{words.streamKey}</span>
                <span class="value"><code data-test="ingest-key">{secret(address.key)}</code></span>
                <CopyButton text={address.key} label={words.streamKey} test="copy-key" />
              </div>
            )}
          </div>
          <div class="row wrap">
            <button type="button" class="btn small" onClick={() => setShown(!shown)} aria-pressed={shown} data-test="show-key">
              <Icon name={shown ? 'eyeOff' : 'eye'} size="s" />
              {shown ? words.hideKey : words.showKey}
            </button>
            <button type="button" class="btn small" onClick={() => setQr(true)} data-test="qr">{words.qr}</button>
            <button type="button" class="btn quiet small" onClick={() => setAsking(true)} data-test="new-key">{words.newKey}</button>
          </div>
          <Lines title={words.obs} text={address.protocol === 'rtmp' ? words.obsLines(address.url, address.key) : words.obsSrtLines(address.url)} secret={secret} test="obs" />
          <Lines title={words.ffmpeg} text={ffmpegLine(address)} secret={secret} test="ffmpeg" />
        </>
      )}
      {children}
      <Dialog open={qr} onClose={() => setQr(false)} title={words.qrTitle} test="qr-dialog">
        <p>{words.qrLead}</p>
        {address && <img class="qr" src={`${studioApi.qr(show, address.protocol)}&turn=${turn}`} alt={words.qrAlt} width={280} height={280} />}
      </Dialog>
      <Dialog open={asking} onClose={() => setAsking(false)} title={words.newKeyTitle} busy={busy} test="new-key-dialog">
        <p>{words.newKeyText}</p>
        <div class="form-foot">
          <button type="button" class="btn" data-focus onClick={() => setAsking(false)}>{common().cancel}</button>
          <button type="button" class="btn do" disabled={busy} onClick={() => void renew()} data-test="confirm">{words.newKeyDo}</button>
        </div>
      </Dialog>
    </section>
  )
}

function Lines({ title, text, secret, test }: { title: string; text: string; secret: (text: string) => string; test: string }) {
  return (
    <details class="lines" data-test={`lines-${test}`}>
      <summary>{title}</summary>
      <div>
        <pre tabIndex={0}>{secret(text)}</pre>
        <CopyButton text={text} label={title} test={`copy-${test}`} />
      </div>
    </details>
  )
}
