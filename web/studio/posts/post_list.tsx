// The posts, the newest first; while any is under way they are read again.
import { useEffect, useRef, useState } from 'preact/hooks'
import { Icon } from '../../shared/icons.tsx'
import { toast } from '../../shared/toast.tsx'
import { common } from '../messages/common.ts'
import { postWords } from '../messages/posts.ts'
import { explain } from '../parts/explain.ts'
import { Failed, useLoaded, Waiting } from '../parts/load.tsx'
import { mayWrite } from './may.ts'
import { PostCard } from './post_card.tsx'
import { postsApi, type Post } from './posts_api.ts'

/** Soon enough for what is on its way, and for what is scheduled. */
const kUnderWayMs = 1_500
const kScheduledMs = 15_000

const isUnderWay = (post: Post): boolean => post.state === 'publishing' || post.channels.some(({ state }) => state === 'publishing' || state === 'removing')

export function PostList({ turn, onEdit, onChanged }: { turn: number; onEdit: (post: Post) => void; onChanged: () => void }) {
  const words = postWords()
  const loaded = useLoaded('posts', () => postsApi.list())
  const [busy, setBusy] = useState(false)
  useEffect(() => { if (turn > 0) loaded.reload() }, [turn])
  const page = loaded.data
  const every = page?.items.some(isUnderWay) ? kUnderWayMs : page?.items.some(({ state }) => state === 'scheduled') ? kScheduledMs : 0
  useEffect(() => {
    if (!every) return
    const timer = setInterval(() => document.visibilityState === 'visible' && loaded.reload(), every)
    return () => clearInterval(timer)
  }, [every])
  // What went out meanwhile changes what today needs.
  const out = page?.items.filter(({ brought }) => brought !== null).length ?? null
  const before = useRef(out)
  useEffect(() => {
    if (before.current !== null && out !== null && out !== before.current) onChanged()
    before.current = out
  }, [out])
  if (!page) return loaded.problem ? <Failed problem={loaded.problem} again={loaded.reload} /> : <Waiting />
  const more = async (): Promise<void> => {
    setBusy(true)
    try {
      const next = await postsApi.list(page.next)
      loaded.set({ ...next, items: [...page.items, ...next.items] })
    } catch (cause) {
      toast(explain(cause), { tone: 'bad' })
    } finally {
      setBusy(false)
    }
  }
  if (page.items.length === 0) {
    return (
      <div class="empty" data-test="empty">
        <Icon name="send" />
        <h2>{words.none}</h2>
        <p>{mayWrite() ? words.noneText : words.noneRead}</p>
      </div>
    )
  }
  return (
    <div class="posts-list">
      {Boolean(loaded.problem) && <Failed problem={loaded.problem} again={loaded.reload} />}
      {page.items.map((post) => (
        <PostCard key={post.id} post={post} onEdit={() => onEdit(post)} onChanged={(changed) => { loaded.set({ ...page, items: changed.state === 'removed' ? page.items.filter(({ id }) => id !== post.id) : page.items.map((one) => (one.id === post.id ? changed : one)) }); onChanged() }} />
      ))}
      {page.next && <button type="button" class="btn" disabled={busy} onClick={() => void more()} data-test="more">{common().more}</button>}
    </div>
  )
}
