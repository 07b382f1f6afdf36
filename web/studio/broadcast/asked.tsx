// What a presenter is asked before it happens: starting, ending, stopping the picture, taking over from another.
import { Dialog } from '../../shared/dialog.tsx'
import { broadcastWords } from '../messages/broadcast.ts'
import { common } from '../messages/common.ts'

export type Question = 'start' | 'end' | 'leave' | 'take'

interface Props {
  question: Question | null
  /** The protocol of whoever sends now. */
  from: string
  busy: boolean
  onClose: () => void
  onDo: (question: Question) => void
}

export function Asked({ question, from, busy, onClose, onDo }: Props) {
  const words = broadcastWords()
  const texts = {
    start: [words.startTitle, words.startText, words.startDo],
    end: [words.endTitle, words.endText, words.endDo],
    leave: [words.leaveTitle, words.leaveText, words.leaveDo],
    take: [words.takeTitle, words.takeText(words.takeFrom[from] ?? words.takeFrom['browser']!), words.takeDo],
  } as const
  const [title, text, act] = texts[question ?? 'start']
  return (
    <Dialog open={question !== null} onClose={onClose} title={title} busy={busy} test={`${question}-dialog`}>
      <p>{text}</p>
      <div class="form-foot">
        <button type="button" class="btn" data-focus onClick={onClose}>{common().cancel}</button>
        <button type="button" class="btn do" disabled={busy} onClick={() => question && onDo(question)} data-test="confirm">{act}</button>
      </div>
    </Dialog>
  )
}
