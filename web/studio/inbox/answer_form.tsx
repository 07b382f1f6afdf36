// Writing an answer: claimed with the first letter, counted as it grows, sent once.
import { useRef, useState } from 'preact/hooks'
import { Problem } from '../../shared/api.ts'
import { randomId } from '../../shared/ids.ts'
import { Icon } from '../../shared/icons.tsx'
import { toast } from '../../shared/toast.tsx'
import { inboxWords } from '../messages/inbox.ts'
import { explain, fieldText } from '../parts/explain.ts'
import { inboxApi, type InboxItem } from './inbox_api.ts'
import { lengthOf } from './inbox_model.ts'

const kMostReply = 5_000
/** Drafts by item, so that looking at another one loses nothing. */
const drafts = new Map<string, string>()

export function AnswerForm({ item, onChanged }: { item: InboxItem; onChanged: (item: InboxItem) => void }) {
  const words = inboxWords()
  const [text, setText] = useState(drafts.get(item.id) ?? '')
  const [error, setError] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  // One a draft: sent again after a connection that broke, it is the same answer.
  const key = useRef(randomId())
  const claiming = useRef<Promise<void>>(Promise.resolve())
  const most = item.most_length ?? kMostReply
  const length = lengthOf(text)
  const type = (typed: string): void => {
    drafts.set(item.id, typed)
    // Whoever begins to write is at it; that somebody else was first shows in the list.
    if (text === '' && typed !== '' && item.state === 'open') claiming.current = inboxApi.claim(item).then(onChanged, () => {})
    setText(typed)
    setError(null)
  }
  const send = async (): Promise<void> => {
    if (busy) return
    const said = text.trim()
    if (said === '') return setError(words.answerMissing)
    if (length > most) return setError(words.tooLong(length - most))
    setBusy(true)
    try {
      await claiming.current
      const now = await inboxApi.answer(item, said, key.current)
      drafts.delete(item.id)
      key.current = randomId()
      setText('')
      toast(item.show ? words.sent : words.queued)
      onChanged(now)
    } catch (cause) {
      setError(Problem.from(cause).field ? fieldText(cause) : explain(cause))
    } finally {
      setBusy(false)
    }
  }
  const hint = item.show ? (item.show.state === 'live' ? words.questionHint : words.questionArchiveHint) : words.answerHint(item.account)
  return (
    <form class="answer-form" noValidate onSubmit={(event) => { event.preventDefault(); void send() }}>
      <div class={`field ${error ? 'wrong' : ''}`}>
        <label for="inbox-answer">{item.answers.length > 0 ? words.again : words.answerLabel}<kbd>R</kbd></label>
        <textarea id="inbox-answer" data-key="answer" rows={4} value={text} aria-invalid={error ? true : undefined} aria-describedby="inbox-answer-hint" onInput={(event) => type(event.currentTarget.value)} onKeyDown={(event) => {
          if (event.isComposing || event.keyCode === 229) return
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
            event.preventDefault()
            void send()
          } else if (event.key === 'Escape') event.currentTarget.blur()
        }} data-test="answer-text" />
        {error && <p class="field-error" role="alert" data-test="answer-error"><Icon name="alert" size="s" /><span>{error}</span></p>}
        <p class="field-hint" id="inbox-answer-hint"><span>{hint}</span><span class={`n ${length > most ? 'over' : ''}`}>{words.length(length, most)}</span></p>
      </div>
      <button type="submit" class="btn do" disabled={busy} data-test="send">{busy ? words.sending : words.send}</button>
    </form>
  )
}
