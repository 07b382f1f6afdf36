// Choosing a clip for a post by what it looks like: a search over those on the public pages, each with picture, title and show.
import { useEffect, useRef, useState } from 'preact/hooks'
import { clock } from '../../shared/format.ts'
import { Icon } from '../../shared/icons.tsx'
import { toast } from '../../shared/toast.tsx'
import { common } from '../messages/common.ts'
import { postWords } from '../messages/posts.ts'
import { explain } from '../parts/explain.ts'
import { Failed, useLoaded, Waiting } from '../parts/load.tsx'
import { postsApi, type PublicClip } from './posts_api.ts'

/** While somebody types. */
const kSearchAfterMs = 250

interface Props {
  /** Its id, or empty. */
  chosen: string
  /** Of one that the post had before; null when it is not known. */
  title: string | null
  error: string | null
  onChange: (clip: string) => void
}

export function ClipPicker({ chosen, title, error, onChange }: Props) {
  const words = postWords()
  const [picked, setPicked] = useState<PublicClip | null>(null)
  const [open, setOpen] = useState(chosen === '')
  const search = useRef<HTMLInputElement>(null)
  const choose = (clip: PublicClip): void => {
    setPicked(clip)
    setOpen(false)
    onChange(clip.id)
  }
  if (!open) {
    return (
      <div class="clip-picker" data-test="clip-chosen">
        <p class="legend">{words.which.clip}</p>
        <div class="clip-picked">
          {picked?.id === chosen ? <ClipFace clip={picked} /> : <span class="g"><b>{title ?? chosen}</b></span>}
          <button type="button" class="btn small" onClick={() => { setOpen(true); requestAnimationFrame(() => search.current?.focus()) }} data-test="other-clip">{words.otherClip}</button>
        </div>
      </div>
    )
  }
  return (
    <fieldset class={`clip-picker ${error ? 'wrong' : ''}`} data-test="clip-picker">
      <legend>{words.which.clip}</legend>
      <Found search={search} chosen={chosen} wrong={error !== null} onChoose={choose} />
      {error && <p class="field-error" role="alert"><Icon name="alert" size="s" /><span>{error}</span></p>}
    </fieldset>
  )
}

function Found({ search, chosen, wrong, onChoose }: { search: { current: HTMLInputElement | null }; chosen: string; wrong: boolean; onChoose: (clip: PublicClip) => void }) {
  const words = postWords()
  const [typed, setTyped] = useState('')
  const [asked, setAsked] = useState('')
  const loaded = useLoaded(`clips to post ${asked}`, () => postsApi.clips(asked))
  const page = loaded.data
  useEffect(() => {
    const timer = setTimeout(() => setAsked(typed.normalize('NFKC').trim()), kSearchAfterMs)
    return () => clearTimeout(timer)
  }, [typed])
  const more = async (): Promise<void> => {
    if (!page?.next) return
    try {
      const next = await postsApi.clips(asked, page.next)
      loaded.set({ items: [...page.items, ...next.items], next: next.next })
    } catch (cause) {
      toast(explain(cause), { tone: 'bad' })
    }
  }
  return (
    <>
      <label class="search wide"><Icon name="search" size="s" /><span class="vh">{words.findClip}</span><input ref={search} type="search" value={typed} placeholder={words.findClip} maxLength={80} aria-invalid={wrong || undefined} onInput={(event) => setTyped(event.currentTarget.value)} data-test="find-clip" /></label>
      {!page && !loaded.problem && <Waiting />}
      {Boolean(loaded.problem) && <Failed problem={loaded.problem} again={loaded.reload} />}
      {page?.items.length === 0 && <p class="hint" data-test="no-clips">{asked ? words.noClipFound : words.noClips}</p>}
      <ul class="clip-found">
        {page?.items.map((clip) => (
          <li key={clip.id}><button type="button" aria-pressed={clip.id === chosen} onClick={() => onChoose(clip)} data-test="clip-option" data-clip={clip.id}><ClipFace clip={clip} /></button></li>
        ))}
      </ul>
      {page?.next && <button type="button" class="btn small" onClick={() => void more()} data-test="more-clips">{words.moreClips}</button>}
    </>
  )
}

function ClipFace({ clip }: { clip: PublicClip }) {
  return (
    <>
      {clip.poster ? <img src={clip.poster} alt="" loading="lazy" width="56" height="56" /> : <span class="clip-none" aria-hidden="true"><Icon name="play" /></span>}
      <span class="g"><b>{clip.title}</b><small class="hint">{clip.show_title}{common().dot}<span class="n">{clock(clip.length_ms)}</span></small></span>
    </>
  )
}
