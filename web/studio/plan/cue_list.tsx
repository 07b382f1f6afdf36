// The cues in order: opened by a click, put elsewhere by their handles, with a pointer or the arrow keys.
import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import type { Show } from '../../shared/api.ts'
import { clock, timeOfDay } from '../../shared/format.ts'
import { Icon } from '../../shared/icons.tsx'
import { cueWords } from '../messages/cues.ts'
import { behind } from './cue_model.ts'
import type { CueSheet, SheetCue } from './plan_api.ts'

interface Props {
  show: Show
  sheet: CueSheet
  editable: boolean
  onOpen: (cue: SheetCue) => void
  onMove: (id: string, after: string) => void
}

/** So near to the window's edge, a dragged cue scrolls the page. */
const kEdge = 70
/** So long after a move its answer may come. */
const kHeldMs = 10_000

export function CueList({ show, sheet, editable, onOpen, onMove }: Props) {
  const words = cueWords()
  const list = useRef<HTMLOListElement>(null)
  const [drag, setDrag] = useState<{ id: string; place: number } | null>(null)
  const [told, setTold] = useState('')
  const held = useRef<{ id: string; until: number } | null>(null)
  const ids = sheet.items.map(({ id }) => id)
  // A row that goes elsewhere in the page loses the focus on its way, also when the answer to an earlier move moves it once more. It is given
  // back before the next key can come, and never taken from where somebody went meanwhile.
  useLayoutEffect(() => {
    const lost = !document.activeElement || document.activeElement === document.body
    if (lost && held.current && performance.now() < held.current.until) list.current?.querySelector<HTMLElement>(`[data-cue="${held.current.id}"] .grip`)?.focus()
  }, [ids.join()])

  const put = (cue: SheetCue, place: number): void => {
    const after = behind(ids, cue.id, place)
    if (after === null) return
    held.current = { id: cue.id, until: performance.now() + kHeldMs }
    setTold(words.movedTo(cue.title, place + 1))
    onMove(cue.id, after)
  }
  const placeAt = (id: string, y: number): number =>
    [...(list.current?.querySelectorAll<HTMLElement>('[data-cue]') ?? [])]
      .filter((row) => row.dataset['cue'] !== id)
      .filter((row) => {
        const { top, height } = row.getBoundingClientRect()
        return top + height / 2 < y
      }).length
  const others = drag ? ids.filter((id) => id !== drag.id) : []
  const mark = (id: string): string =>
    !drag ? '' : id === drag.id ? 'dragged' : others[drag.place] === id ? 'above' : drag.place === others.length && others.at(-1) === id ? 'below' : ''

  return (
    <>
      <ol class="cue-list" ref={list} onPointerDown={() => (held.current = null)}>
        {sheet.items.map((cue, place) => {
          const product = show.shelf.find(({ id }) => id === cue.product)
          return (
            <li key={cue.id} class={`${mark(cue.id)} ${sheet.current === cue.id ? 'on' : ''}`} data-test="cue" data-cue={cue.id}>
              {editable ? (
                <button type="button" class="grip" aria-label={words.grip(cue.title)}
                  onPointerDown={(event) => {
                    if (event.button !== 0) return
                    event.preventDefault()
                    event.currentTarget.focus()
                    event.currentTarget.setPointerCapture(event.pointerId)
                    setDrag({ id: cue.id, place })
                  }}
                  onPointerMove={(event) => {
                    if (drag?.id !== cue.id) return
                    if (event.clientY < kEdge) scrollBy(0, -12)
                    else if (event.clientY > innerHeight - kEdge) scrollBy(0, 12)
                    setDrag({ id: cue.id, place: placeAt(cue.id, event.clientY) })
                  }}
                  onPointerUp={() => {
                    if (drag) put(cue, drag.place)
                    setDrag(null)
                  }}
                  onPointerCancel={() => setDrag(null)}
                  onKeyDown={(event) => {
                    if (event.key !== 'ArrowUp' && event.key !== 'ArrowDown') return
                    event.preventDefault()
                    put(cue, Math.max(0, place + (event.key === 'ArrowUp' ? -1 : 1)))
                  }}
                  data-test="grip">
                  <span class="grip-dots" aria-hidden="true" />
                </button>
              ) : <span class="n place">{place + 1}</span>}
              <span class="cue-when n">
                <b><span class="cue-label">{words.planned} </span>{clock(cue.planned_ms)}</b>
                {show.starts_at && show.state !== 'live' && show.state !== 'archived' && <small>{timeOfDay(new Date(Date.parse(show.starts_at) + cue.planned_ms))}</small>}
                {cue.started_ms !== null && <small data-test="actual">{words.actual} {clock(cue.started_ms)}</small>}
              </span>
              <Body cue={cue} productTitle={product?.title ?? (cue.product ? `${cue.product} (${words.offShelf})` : '')} editable={editable} onOpen={() => onOpen(cue)} />
              <span class="cue-length n" data-test="length">{clock(cue.length_s * 1000)}</span>
            </li>
          )
        })}
      </ol>
      <p class="vh" role="status">{told}</p>
    </>
  )
}

function Body({ cue, productTitle, editable, onOpen }: { cue: SheetCue; productTitle: string; editable: boolean; onOpen: () => void }) {
  const words = cueWords()
  const inner = (
    <>
      <b class="phrase">{cue.title}</b>
      {(cue.intent !== 'none' || productTitle || cue.offer || cue.poll) && (
        <span class="cue-meta">
          {cue.intent !== 'none' && <span class="tag">{words.intents[cue.intent]}</span>}
          {productTitle && <span class="cue-product"><Icon name="bag" size="xs" />{productTitle}</span>}
          {cue.offer && <span>{words.fieldOffer}: {cue.offer}</span>}
          {cue.poll && <span>{words.fieldPoll}: {cue.poll}</span>}
        </span>
      )}
      {cue.points && <span class="cue-points">{cue.points}</span>}
    </>
  )
  return editable ? (
    <button type="button" class="cue-body" onClick={onOpen} title={words.edit(cue.title)} data-test="edit-cue">{inner}</button>
  ) : <div class="cue-body">{inner}</div>
}
