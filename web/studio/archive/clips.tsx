// The clips of a show: those that are ready, those in the making, and what may be made of each product.
import { useEffect, useState } from 'preact/hooks'
import type { Show } from '../../shared/api.ts'
import { Dialog } from '../../shared/dialog.tsx'
import { clock } from '../../shared/format.ts'
import { Icon } from '../../shared/icons.tsx'
import { randomId } from '../../shared/ids.ts'
import { toast } from '../../shared/toast.tsx'
import { archiveStudioWords } from '../messages/archive.ts'
import { common } from '../messages/common.ts'
import { withdrawalWords } from '../messages/withdrawals.ts'
import { explain } from '../parts/explain.ts'
import { Failed, Waiting, type Loaded } from '../parts/load.tsx'
import { archiveStudioApi, type Proposal, type StaffClip } from './archive_api.ts'
import { usualLabel } from './clip_form.tsx'

const kLookEveryMs = 1_000

type Clips = { items: StaffClip[]; proposals: Proposal[] }

export function megabytes(bytes: number): string {
  return bytes < 1_000_000 ? `${Math.max(1, Math.round(bytes / 1000))} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`
}

export function ClipList({ show, loaded, onChoose, canCut }: { show: Show; loaded: Loaded<Clips>; onChoose: (from: number, until: number, product: string | null) => void; canCut: boolean }) {
  const words = archiveStudioWords()
  const { data } = loaded
  const [playing, setPlaying] = useState<StaffClip | null>(null)
  const [busy, setBusy] = useState(false)
  const pending = data?.items.some(({ state }) => state === 'waiting' || state === 'making') ?? false
  useEffect(() => {
    if (!pending) return
    const timer = setInterval(loaded.reload, kLookEveryMs)
    return () => clearInterval(timer)
  }, [pending])
  const make = async (proposals: Proposal[]): Promise<void> => {
    setBusy(true)
    try {
      for (const { from, until, product, title } of proposals) {
        await archiveStudioApi.makeClip(show.id, { from, until, form: 'key-frames', title, label: usualLabel(), product }, randomId())
      }
      toast(words.accepted)
    } catch (cause) {
      toast(explain(cause), { tone: 'bad' })
    } finally {
      setBusy(false)
      loaded.reload()
    }
  }
  return (
    <>
      <section class="panel" aria-labelledby="clips">
        <h2 id="clips">{words.clips}</h2>
        {!data && !loaded.problem && <Waiting />}
        {Boolean(loaded.problem) && !data && <Failed problem={loaded.problem} again={loaded.reload} />}
        {data?.items.length === 0 && <p class="hint">{words.noClips}</p>}
        <ul class="clip-list" data-test="clip-list">
          {(data?.items ?? []).map((clip) => (
            <ClipRow key={clip.id} show={show} clip={clip} onChanged={loaded.reload} onPlay={() => setPlaying(clip)} />
          ))}
        </ul>
      </section>
      {canCut && data && data.proposals.length > 0 && (
        <section class="panel" aria-labelledby="proposals" data-test="proposals">
          <h2 id="proposals">{words.proposals}</h2>
          <p class="hint">{words.proposalsLead}</p>
          <ul class="proposals">
            {data.proposals.map((proposal) => (
              <li key={proposal.product} data-test="proposal" data-product={proposal.product}>
                <span class="g">
                  <b>{proposal.title}</b>
                  <span class="n">{clock(proposal.from)}–{clock(proposal.until)}</span>
                </span>
                <button type="button" class="btn small" onClick={() => onChoose(proposal.from, proposal.until, proposal.product)} data-test="look-proposal">{words.look}</button>
                <button type="button" class="btn small" disabled={busy} onClick={() => void make([proposal])} data-test="make-proposal">{words.makeOne}</button>
              </li>
            ))}
          </ul>
          {data.proposals.length > 1 && (
            <div class="form-foot">
              <button type="button" class="btn" disabled={busy} onClick={() => void make(data.proposals)} data-test="make-all">{words.makeAll(data.proposals.length)}</button>
            </div>
          )}
        </section>
      )}
      <Dialog open={playing !== null} onClose={() => setPlaying(null)} title={playing?.title ?? ''} test="clip-dialog">
        {playing && <video class="clip-video" src={playing.url!} poster={playing.poster ?? undefined} controls autoPlay playsInline data-test="clip-video" />}
      </Dialog>
    </>
  )
}

function ClipRow({ show, clip, onChanged, onPlay }: { show: Show; clip: StaffClip; onChanged: () => void; onPlay: () => void }) {
  const words = archiveStudioWords()
  const [asking, setAsking] = useState(false)
  const [busy, setBusy] = useState(false)
  const ready = clip.state === 'ready'
  const act = async (what: () => Promise<unknown>, said?: string): Promise<void> => {
    setBusy(true)
    try {
      await what()
      if (said) toast(said)
      setAsking(false)
    } catch (cause) {
      toast(explain(cause), { tone: 'bad' })
    } finally {
      setBusy(false)
      onChanged()
    }
  }
  return (
    <li class="clip" data-test="clip" data-clip={clip.id} data-state={clip.state} data-form={clip.form}>
      {ready && !clip.withdrawn ? (
        <button type="button" class="clip-pic" onClick={onPlay} data-test="play-clip">
          <span class="vh">{words.playClip} {clip.title} </span>
          <img src={clip.poster!} alt="" loading="lazy" />
          <span class="n">{clock(clip.length_ms)}</span>
        </button>
      ) : (
        <span class="clip-pic none"><Icon name={clip.state === 'failed' ? 'alert' : 'clock'} size="s" /></span>
      )}
      <div class="g">
        <b>{clip.title}</b>
        <span class="hint">{clip.label}</span>
        {clip.state === 'waiting' && <span class="hint" role="status">{words.waiting}</span>}
        {clip.state === 'making' && (
          <span class="hint" role="status">
            <progress max="100" value={clip.progress} aria-label={words.making(clip.progress)} />
            {words.making(clip.progress)}
          </span>
        )}
        {clip.state === 'failed' && <span class="clip-why">{words.failed(clip.why ?? '')}</span>}
        {clip.withdrawn && <span class="clip-why" data-test="clip-off">{withdrawalWords().clipOff}</span>}
        {ready && <span class="hint n">{words.facts(`${words.forms[clip.form]} ${clip.width}×${clip.height}`, megabytes(clip.bytes))}</span>}
        <div class="clip-acts">
          {ready && clip.product && (
            <label class="check-row">
              <input type="checkbox" checked={clip.shown} disabled={busy} onChange={(event) => void act(() => archiveStudioApi.changeClip(show.id, clip.id, { shown: event.currentTarget.checked }))} data-test="shown" />
              {words.shown}
            </label>
          )}
          {clip.state === 'failed' && <button type="button" class="btn small" disabled={busy} onClick={() => void act(() => archiveStudioApi.retryClip(show.id, clip.id))} data-test="retry-clip">{words.retry}</button>}
          <span class="tools">
            {ready && !clip.withdrawn && <a class="icon-btn" href={clip.url!} download={`${clip.title}.mp4`} aria-label={words.download} title={words.download} data-test="download-clip"><Icon name="download" size="s" /></a>}
            <button type="button" class="icon-btn" onClick={() => setAsking(true)} aria-label={words.remove} title={words.remove} data-test="remove-clip"><Icon name="trash" size="s" /></button>
          </span>
        </div>
      </div>
      <Dialog open={asking} onClose={() => setAsking(false)} title={words.removeTitle} busy={busy} test="remove-clip-dialog">
        <p>{words.removeText}</p>
        <div class="form-foot">
          <button type="button" class="btn" data-focus onClick={() => setAsking(false)}>{common().cancel}</button>
          <button type="button" class="btn do" disabled={busy} onClick={() => void act(() => archiveStudioApi.removeClip(show.id, clip.id), words.removed)} data-test="confirm">{words.remove}</button>
        </div>
      </Dialog>
    </li>
  )
}
