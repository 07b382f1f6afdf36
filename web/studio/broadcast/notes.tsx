// What a presenter must know now, in sentences over the picture: the gravest alone, so that the face stays free.
import type { ComponentChildren } from 'preact'
import { Icon } from '../../shared/icons.tsx'
import { broadcastWords } from '../messages/broadcast.ts'
import { prompterWords } from '../messages/prompter.ts'
import { explain } from '../parts/explain.ts'
import type { Stage } from './stage.ts'
import type { StageRoom } from './stage_room.ts'

export function Notes({ stage, room }: { stage: Stage; room: StageRoom }) {
  const words = broadcastWords()
  const state = stage.sender.state.value
  const refusal = stage.sender.refusal.value
  const over = room.show.value.state === 'archived' || room.show.value.state === 'cancelled'
  if (over) return null
  // What is wrong with the camera stands in the middle, with what to do.
  if (state === 'away' && stage.trouble.value) return null
  if (state === 'away') return <Note tone="bad" test="note-away">{words.away}</Note>
  if (state === 'refused' && refusal && refusal.type !== 'already-publishing' && refusal.status !== 401) {
    const sentence = refusal.type === 'closed' ? words.replaced : refusal.type === 'too-many-transcodes' ? words.tooMany : words.refused(refusal.detail || explain(refusal))
    return <Note tone="bad" test="note-refused">{sentence}</Note>
  }
  if (!stage.stream.value) return null
  if (stage.paused.value) return <Note tone="warn" test="note-paused">{words.paused}</Note>
  if (!stage.sound.value) return <Note tone="warn" test="note-no-sound">{words.noSound}</Note>
  if (stage.muted.value) return <Note tone="warn" test="note-muted">{words.mutedNote}</Note>
  if (stage.silent.value) return <Note tone="warn" test="note-silent">{words.silent}</Note>
  if (stage.dark.value) return <Note tone="warn" test="note-dark">{prompterWords().dark}</Note>
  if (room.link.value === 'away') return <Note tone="warn" test="note-lost">{words.lost}</Note>
  return null
}

function Note({ tone, test, children }: { tone: 'warn' | 'bad'; test: string; children: ComponentChildren }) {
  return (
    <p class={`cast-note is-${tone}`} role={tone === 'bad' ? 'alert' : 'status'} data-test={test}>
      <Icon name="alert" size="s" />
      <span>{children}</span>
    </p>
  )
}
