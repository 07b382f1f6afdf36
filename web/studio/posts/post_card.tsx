// One post: what it says, how it stands on each account, what it brought, and what may be done with it.
import { useState } from 'preact/hooks'
import { Dialog } from '../../shared/dialog.tsx'
import { clock, dateTime } from '../../shared/format.ts'
import { language } from '../../shared/i18n.ts'
import { Icon } from '../../shared/icons.tsx'
import { toast } from '../../shared/toast.tsx'
import { common } from '../messages/common.ts'
import { postWords } from '../messages/posts.ts'
import { explain } from '../parts/explain.ts'
import { staff } from '../session.ts'
import { BroughtFigures } from './brought_figures.tsx'
import { mayApprove, mayWrite } from './may.ts'
import { postsApi, type OnChannel, type Post, type PostChannel, type PostState } from './posts_api.ts'

const kTone: Record<PostState, string> = { draft: '', approved: 'info', scheduled: 'info', publishing: 'info', published: 'ok', failed: 'warn', removed: '' }
const kChannelTone: Record<OnChannel, string> = { waiting: '', publishing: 'info', published: 'ok', failed: 'warn', removing: 'info', removed: '' }

const when = (time: string): string => dateTime(new Date(time), language.value)

export function PostCard({ post, onEdit, onChanged }: { post: Post; onEdit: () => void; onChanged: (post: Post) => void }) {
  const words = postWords()
  const [busy, setBusy] = useState(false)
  const [asking, setAsking] = useState(false)
  const act = async (what: () => Promise<Post>, said?: string): Promise<void> => {
    setBusy(true)
    try {
      onChanged(await what())
      if (said) toast(said)
    } catch (cause) {
      toast(explain(cause), { tone: 'bad' })
    } finally {
      setBusy(false)
      setAsking(false)
    }
  }
  const button = (name: string, label: string, run: () => void, look = '') => <button key={name} type="button" class={`btn small ${look}`} disabled={busy} onClick={run} data-test={name}>{label}</button>
  const { state } = post
  const write = mayWrite()
  const acts = [
    state === 'draft' && mayApprove() && button('approve', words.approve, () => void act(() => postsApi.approve(post), words.approvedNow), 'do'),
    write && (state === 'approved' || state === 'scheduled') && button('publish-now', words.publish, () => void act(() => postsApi.publish(post.id)), state === 'approved' ? 'do' : ''),
    write && post.channels.some((channel) => channel.state === 'failed' || channel.next_try_at !== null) && button('retry-post', words.retry, () => void act(() => postsApi.retry(post.id)), 'do'),
    write && !post.begun && button('edit-post', words.edit, onEdit),
    write && !post.begun && (state === 'approved' || state === 'scheduled') && button('withdraw', words.withdraw, () => void act(() => postsApi.withdraw(post.id))),
    state === 'published' && button('count', words.count, () => void act(() => postsApi.count(post.id), words.counting)),
    write && button('remove-post', words.remove, () => setAsking(true), 'quiet'),
  ].filter(Boolean)
  return (
    <article class="panel post" data-test="post" data-post={post.id} data-state={state}>
      <header>
        <span class={`tag ${kTone[state]}`} data-test="post-state">{words.states[state]}</span>
        <span class="hint n g">{timing(post)}</span>
        <span class="hint">{[words.writtenBy(post.written_by.name), ...(post.approved ? [words.approvedBy(post.approved.by.name)] : [])].join(common().dot)}</span>
      </header>
      <div class="post-said">
        {post.picture_shown && <img src={post.picture_shown.small} alt={post.picture_alt} width="96" height="96" />}
        <div class="g">
          <p class="post-text" lang={post.language}>{post.text}</p>
          {post.target && <p class="post-target"><Icon name="share" size="xs" /><span>{words.kinds[post.target.kind]}{common().dot}<b>{post.target.title}</b>{post.target.at !== null && post.target.kind === 'show' && <span class="n"> {words.fromMoment(clock(post.target.at))}</span>}</span></p>}
        </div>
      </div>
      <ul class="post-channels">{post.channels.map((channel) => <Channel key={channel.account} channel={channel} language={post.language} />)}</ul>
      {post.brought && <BroughtFigures brought={post.brought} test="post-brought" />}
      {state === 'draft' && !mayApprove() && write && <p class="hint">{words.waitsForOther}</p>}
      {(staff.value?.role !== 'analyst' || state === 'published') && acts.length > 0 && <div class="acts">{acts}</div>}
      <Dialog open={asking} onClose={() => setAsking(false)} title={words.removeTitle} busy={busy} test="remove-dialog">
        <p>{words.removeText}</p>
        <div class="form-foot">
          <button type="button" class="btn" data-focus onClick={() => setAsking(false)}>{common().cancel}</button>
          <button type="button" class="btn do" disabled={busy} onClick={() => void act(() => postsApi.remove(post.id), words.removed)} data-test="confirm">{words.remove}</button>
        </div>
      </Dialog>
    </article>
  )
}

function timing(post: Post): string {
  const words = postWords()
  const out = post.channels.map(({ published_at: at }) => at).filter((at) => at !== null).sort()[0]
  if (out) return words.publishedAt(when(out))
  if (post.at) return words.dueAt(when(post.at))
  if (post.moment) return words.onMoment(post.moment.title, words.moments[post.moment.moment])
  return words.noTime
}

function Channel({ channel, language: spoken }: { channel: PostChannel; language: string }) {
  const words = postWords()
  const network = words.networks[channel.network] ?? channel.network
  return (
    <li data-test="post-channel" data-network={channel.network} data-state={channel.state}>
      <div class="post-channel">
        <b>{network}</b>
        <span class="g">{channel.name}</span>
        {channel.url && <a href={channel.url} target="_blank" rel="noopener noreferrer" aria-label={words.openThere(network)} title={words.openThere(network)} class="icon-btn"><Icon name="globe" size="s" /></a>}
        <span class={`tag ${kChannelTone[channel.state]}`}>{words.onChannel[channel.state]}</span>
      </div>
      {channel.problem && <p class="post-problem" role="status"><Icon name="alert" size="s" /><span lang="en">{channel.problem.detail}</span>{channel.next_try_at && <span class="n">{words.nextTry(when(channel.next_try_at), channel.tries)}</span>}</p>}
      {channel.uncertain && channel.state === 'published' && <p class="post-problem"><Icon name="info" size="s" /><span>{words.uncertain}</span></p>}
      <details class="post-whole">
        <summary>
          <span class="g">{words.preview}</span>
          {channel.impressions !== null && <span class="n" data-test="channel-impressions">{words.facts.impressions} {channel.impressions.toLocaleString('en')}</span>}
          {channel.brought && <span class="n" data-test="channel-clicks">{words.facts.clicks} {channel.brought.clicks.toLocaleString('en')}</span>}
        </summary>
        <p class="post-text" lang={spoken}>{channel.whole}</p>
      </details>
    </li>
  )
}
