// How much of the inbox waits: the number in the navigation, asked for again and again while somebody looks.
import { signal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import { inboxWords } from '../messages/inbox.ts'
import { inboxApi } from './inbox_api.ts'

const kLookEveryMs = 20_000
const kMostTold = 99

export const waitingInbox = signal(0)

export function lookAtWaiting(): void {
  // What fails now is asked for again soon; the pages say when the server cannot be reached.
  if (!document.hidden) inboxApi.count().then(({ waiting }) => { waitingInbox.value = waiting }, () => {})
}

export function InboxBadge() {
  useEffect(() => {
    lookAtWaiting()
    const timer = setInterval(lookAtWaiting, kLookEveryMs)
    return () => clearInterval(timer)
  }, [])
  const waiting = waitingInbox.value
  if (waiting === 0) return null
  return (
    <span class="nav-badge n" data-test="inbox-badge">
      <span aria-hidden="true">{waiting > kMostTold ? `${kMostTold}+` : waiting}</span>
      <span class="vh">{inboxWords().waitingCount(waiting)}</span>
    </span>
  )
}
