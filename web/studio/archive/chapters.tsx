// The chapters of a show: title and time of each, one more at the playhead, and out with what is none.
import { useState } from 'preact/hooks'
import type { Show } from '../../shared/api.ts'
import { Problem } from '../../shared/api.ts'
import type { Chapter, ChapterList } from '../../shared/api_archive.ts'
import { clock } from '../../shared/format.ts'
import { Icon } from '../../shared/icons.tsx'
import { toast } from '../../shared/toast.tsx'
import { archiveStudioWords } from '../messages/archive.ts'
import { explain } from '../parts/explain.ts'
import { Failed, Waiting, type Loaded } from '../parts/load.tsx'
import { archiveStudioApi } from './archive_api.ts'
import type { Cutting } from './cutter.tsx'
import { fineClock, readClock } from './range.ts'

export function ChapterEditor({ show, cutting, loaded }: { show: Show; cutting: Cutting; loaded: Loaded<ChapterList> }) {
  const words = archiveStudioWords()
  const [busy, setBusy] = useState(false)
  const [title, setTitle] = useState('')
  const [wrong, setWrong] = useState(false)
  const list = loaded.data
  /** Writes over what is shown here alone; what somebody else wrote since comes in its place. */
  const write = async (what: (version: number) => Promise<ChapterList>): Promise<boolean> => {
    if (!list) return false
    setBusy(true)
    try {
      loaded.set(await what(list.version))
      toast(words.saved)
      return true
    } catch (cause) {
      const problem = Problem.from(cause)
      const present = problem.members['present'] as ChapterList | undefined
      if (problem.type === 'changed-meanwhile' && present) {
        loaded.set(present)
        toast(words.changed, { tone: 'bad' })
      } else toast(explain(cause), { tone: 'bad' })
      return false
    } finally {
      setBusy(false)
    }
  }
  const add = async (): Promise<void> => {
    setWrong(title.trim() === '')
    if (title.trim() === '') return
    const at = Math.round(cutting.at.value)
    if (await write((version) => archiveStudioApi.addChapter(show.id, { at, title: title.trim() }, version))) setTitle('')
  }
  return (
    <section class="panel" aria-labelledby="chapters">
      <h2 id="chapters">{words.chapters}</h2>
      <p class="hint">{words.chaptersLead}</p>
      {!list && !loaded.problem && <Waiting />}
      {Boolean(loaded.problem) && !list && <Failed problem={loaded.problem} again={loaded.reload} />}
      {list?.items.length === 0 && <p class="invite">{words.noChapters}</p>}
      <ol class="chapter-list" data-test="chapter-list">
        {(list?.items ?? []).map((chapter) => (
          <Row key={`${chapter.id} ${chapter.at} ${chapter.title}`} chapter={chapter} cutting={cutting} busy={busy}
            onChange={(change) => write((version) => archiveStudioApi.changeChapter(show.id, chapter.id, change, version))}
            onRemove={() => write((version) => archiveStudioApi.removeChapter(show.id, chapter.id, version))} />
        ))}
      </ol>
      {list && (
        <form
          class="chapter-add"
          onSubmit={(event) => {
            event.preventDefault()
            void add()
          }}
        >
          <span class="n at">{fineClock(cutting.at.value)}</span>
          <input class="text" aria-label={words.chapterTitle} placeholder={words.newTitle} maxLength={80} value={title} aria-invalid={wrong || undefined} title={wrong ? words.chapterTitleEmpty : undefined}
            onInput={(event) => { setTitle(event.currentTarget.value); setWrong(false) }} data-test="new-chapter" />
          <button type="submit" class="btn" disabled={busy} data-test="add-chapter"><Icon name="plus" size="s" />{words.add}</button>
        </form>
      )}
    </section>
  )
}

interface RowProps {
  chapter: Chapter
  cutting: Cutting
  busy: boolean
  onChange: (change: Partial<Pick<Chapter, 'at' | 'title' | 'removed'>>) => Promise<boolean>
  onRemove: () => Promise<boolean>
}

function Row({ chapter, cutting, busy, onChange, onRemove }: RowProps) {
  const words = archiveStudioWords()
  const [title, setTitle] = useState(chapter.title)
  const [time, setTime] = useState(fineClock(chapter.at))
  const at = readClock(time)
  const keepTitle = (): void => {
    if (title.trim() === '') setTitle(chapter.title)
    else if (title.trim() !== chapter.title) void onChange({ title: title.trim() })
  }
  const keepTime = (): void => {
    if (at === null) setTime(fineClock(chapter.at))
    else if (fineClock(at) !== fineClock(chapter.at)) void onChange({ at: Math.min(at, cutting.length) })
  }
  const enter = (event: KeyboardEvent): void => {
    if (event.key === 'Enter') (event.currentTarget as HTMLInputElement).blur()
  }
  if (chapter.removed) {
    return (
      <li class="removed" data-test="chapter" data-chapter={chapter.id} data-removed="true">
        <span class="n at">{clock(chapter.at)}</span>
        <span class="g"><s>{chapter.title}</s> <span class="tag">{words.removedMark}</span></span>
        <button type="button" class="icon-btn" disabled={busy} onClick={() => void onChange({ removed: false })} aria-label={words.bringBack(chapter.title)} title={words.bringBack(chapter.title)} data-test="bring-back"><Icon name="undo" size="s" /></button>
      </li>
    )
  }
  return (
    <li data-test="chapter" data-chapter={chapter.id}>
      <button type="button" class="icon-btn" onClick={() => cutting.seek(chapter.at)} aria-label={words.go(clock(chapter.at))} title={words.go(clock(chapter.at))} data-test="go-chapter"><Icon name="play" size="s" /></button>
      <input class="n at" value={time} inputMode="decimal" aria-label={words.chapterTime(chapter.title)} aria-invalid={at === null || undefined} title={at === null ? words.timeWrong : undefined} onInput={(event) => setTime(event.currentTarget.value)} onBlur={keepTime} onKeyDown={enter} data-test="chapter-at" />
      <input class="text" value={title} maxLength={80} aria-label={words.chapterName(chapter.title)} onInput={(event) => setTitle(event.currentTarget.value)} onBlur={keepTitle} onKeyDown={enter} data-test="chapter-title" />
      {(chapter.made_by === 'staff' || chapter.edited) && <span class="tag">{chapter.made_by === 'staff' ? words.ownMark : words.editedMark}</span>}
      <button type="button" class="icon-btn" disabled={busy} onClick={() => void onRemove()} aria-label={words.removeChapter(chapter.title)} title={words.removeChapter(chapter.title)} data-test="remove-chapter"><Icon name="trash" size="s" /></button>
    </li>
  )
}
