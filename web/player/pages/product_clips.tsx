// The best moments of a product: clips that the staff cut out of shows, each saying that it is advertising.
import { useState } from 'preact/hooks'
import { archiveApi, type Clip } from '../../shared/api_archive.ts'
import { Dialog } from '../../shared/dialog.tsx'
import { clock } from '../../shared/format.ts'
import { Icon } from '../../shared/icons.tsx'
import { archiveWords } from '../messages/archive.ts'
import { sharingWords } from '../messages/sharing.ts'
import { ShareButton } from '../sharing/share_button.tsx'
import { useLoad } from './load.ts'
import './product_clips.css'

export function ProductClips({ product }: { product: string }) {
  const t = archiveWords()
  const { value } = useLoad(() => archiveApi.clipsOfProduct(product), 60_000)
  return <Clips clips={value?.items ?? []} title={t.clips} />
}

/** Where a clip was cut from. */
const clipPlace = (clip: Clip): string => `/shows/${encodeURIComponent(clip.show)}?t=${Math.floor(clip.at / 1000)}`

/** Clips as cards; one plays in a sheet. Nothing where none can be played. */
export function Clips({ clips: all, title }: { clips: Clip[]; title: string }) {
  const t = archiveWords()
  const [playing, setPlaying] = useState<Clip | null>(null)
  const clips = all.filter(({ url }) => url !== null)
  if (clips.length === 0) return null
  return (
    <section class="product-clips" aria-labelledby="clips-title" data-test="product-clips">
      <h2 id="clips-title">{title}</h2>
      <ul>
        {clips.map((clip) => (
          <li key={clip.id} class={clip.height > clip.width ? 'tall' : ''}>
            <button type="button" onClick={() => setPlaying(clip)} data-test="clip-card" data-clip={clip.id}>
              <span class="th">
                {clip.poster && <img src={clip.poster} alt="" loading="lazy" />}
                <span class="go" aria-hidden="true">
                  <Icon name="play" filled />
                </span>
                <span class="dur n">{clock(clip.length_ms)}</span>
              </span>
              <span class="vh">{t.playClip} </span>
              <b class="phrase">{clip.title}</b>
              <small>{clip.label}</small>
            </button>
          </li>
        ))}
      </ul>
      <Dialog open={playing !== null} onClose={() => setPlaying(null)} title={playing?.title ?? ''} kind="sheet" class="clip-dialog" test="clip-dialog">
        {playing && (
          <div class="clip-play">
            <video src={playing.url!} poster={playing.poster ?? undefined} controls autoPlay playsInline data-test="clip-video" />
            <p class="under">
              <span class="tag">{playing.label}</span>
              <a href={clipPlace(playing)} data-test="clip-show">
                {t.wholeShow}
              </a>
              <ShareButton thing={{ clip: playing.id }} path={clipPlace(playing)} title={playing.title} heading={sharingWords().shareClip} />
            </p>
          </div>
        )}
      </Dialog>
    </section>
  )
}
