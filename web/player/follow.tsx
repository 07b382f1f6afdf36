// Following one of the staff, wherever a button for it stands: all of them tell and change the same state.
import { signal } from '@preact/signals'
import { useEffect, useState } from 'preact/hooks'
import { count } from '../shared/format.ts'
import { Icon } from '../shared/icons.tsx'
import { problemText } from '../shared/messages/words.ts'
import { toast } from '../shared/toast.tsx'
import { memberApi } from './members.ts'
import { memberWords } from './messages/members.ts'
import { loadMe } from './visit.ts'

export interface Following {
  following: boolean
  followers: number
}

/** By handle, as last told by the server; absent until it was asked. */
const known = signal<Readonly<Record<string, Following>>>({})
const asked = new Set<string>()

export function learnFollowing(handle: string, { following, followers }: Following): void {
  asked.add(handle)
  known.value = { ...known.value, [handle]: { following, followers } }
}

/** Undefined until the server has said, and where it could not be asked: then there is nothing to press. */
export function useFollowing(handle: string): Following | undefined {
  useEffect(() => {
    if (asked.has(handle)) return
    asked.add(handle)
    memberApi.staff(handle).then(
      (person) => learnFollowing(handle, person),
      () => asked.delete(handle),
    )
  }, [handle])
  return known.value[handle]
}

interface Props {
  handle: string
  name: string
  /** Only a plus, for where there is little room; gone once one follows. */
  small?: boolean
  class?: string
}

export function FollowButton({ handle, name, small = false, class: more = '' }: Props) {
  const t = memberWords()
  const now = useFollowing(handle)
  const [busy, setBusy] = useState(false)
  if (!now || (small && now.following)) return null
  const toggle = async (): Promise<void> => {
    setBusy(true)
    try {
      await loadMe({ make: true })
      learnFollowing(handle, await memberApi.follow(handle, !now.following))
      toast(now.following ? t.unfollowedToast(name) : t.followedToast(name))
    } catch (cause) {
      toast(problemText(cause), { tone: 'bad' })
    } finally {
      setBusy(false)
    }
  }
  return (
    <button type="button" class={`follow ${now.following ? 'on' : ''} ${more}`} aria-pressed={now.following} disabled={busy} onClick={() => void toggle()}
      {...(small ? { 'aria-label': t.followName(name) } : {})} data-test="follow" data-handle={handle}>
      <Icon name={now.following ? 'check' : 'plus'} size="s" />
      {!small && <span>{now.following ? t.unfollow : t.follow}</span>}
    </button>
  )
}

export function Followers({ handle }: { handle: string }) {
  const now = useFollowing(handle)
  return now ? <span class="n" data-test="followers">{memberWords().followers(count(now.followers))}</span> : null
}
