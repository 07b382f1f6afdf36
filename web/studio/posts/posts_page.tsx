// Posts: today and the list, or the figures; the composer opens over either, also from an address with ?new.
import { useState } from 'preact/hooks'
import { language } from '../../shared/i18n.ts'
import { Icon } from '../../shared/icons.tsx'
import { postWords } from '../messages/posts.ts'
import { Failed, useLoaded, Waiting } from '../parts/load.tsx'
import { address, go, type PostsPart } from '../route.ts'
import { Composer } from './composer.tsx'
import type { Begun } from './composer_form.ts'
import { FiguresPanel } from './figures_panel.tsx'
import { mayWrite } from './may.ts'
import { PostList } from './post_list.tsx'
import { postsApi, type Post } from './posts_api.ts'
import { TodayCard } from './today_card.tsx'
import './posts.css'

const kParts = ['posts', 'figures'] as const satisfies readonly PostsPart[]

/** What the address asks the composer to begin with: ?new, and a show that the post is for. */
function begunIn(place: string): Begun | null {
  const asked = new URLSearchParams(place.split('?')[1] ?? '')
  if (!asked.has('new')) return null
  const show = asked.get('show')
  return show ? { kind: 'show', target: show } : {}
}

export function PostsPage({ part }: { part: PostsPart }) {
  const words = postWords()
  const accounts = useLoaded('post accounts', postsApi.accounts)
  const [opened, setOpened] = useState<{ post: Post | null; begun: Begun } | null>(() => {
    const begun = begunIn(address.value)
    return begun && mayWrite() ? { post: null, begun } : null
  })
  const [turn, setTurn] = useState(0)
  const connected = accounts.data !== null && accounts.data.length > 0
  const close = (): void => {
    setOpened(null)
    if (address.value.includes('?')) go('/studio/posts', { replace: true })
  }
  const done = (): void => {
    close()
    setTurn((old) => old + 1)
  }
  return (
    <div class="posts" data-test={`posts-${part}`}>
      <header class="page-head">
        <div class="page-title">
          <h1>{words.title}</h1>
          <p class="under">{words.lead[part]}</p>
        </div>
        {mayWrite() && connected && <div class="page-tools"><button type="button" class="btn do" onClick={() => setOpened({ post: null, begun: {} })} data-test="add-post"><Icon name="edit" size="s" />{words.add}</button></div>}
      </header>
      <nav class="spread-tabs" aria-label={words.tabsLabel}>
        <ul>{kParts.map((one) => <li key={one}><a href={one === 'posts' ? '/studio/posts' : `/studio/posts/${one}`} aria-current={one === part ? 'page' : undefined} data-test={`tab-${one}`}>{words.tabs[one]}</a></li>)}</ul>
      </nav>
      {!accounts.data && !accounts.problem && <Waiting />}
      {Boolean(accounts.problem) && <Failed problem={accounts.problem} again={accounts.reload} />}
      {accounts.data?.length === 0 && (
        <div class="note info" data-test="no-accounts"><Icon name="info" size="s" /><span><b>{words.noAccounts}</b> <a href="/studio/channels">{words.toChannels}</a></span></div>
      )}
      {part === 'posts' ? (
        <div class="posts-desk">
          <TodayCard turn={turn} onWrite={mayWrite() && connected ? (begun) => setOpened({ post: null, begun }) : null} />
          <PostList turn={turn} onEdit={(post) => setOpened({ post, begun: {} })} onChanged={() => setTurn((old) => old + 1)} />
        </div>
      ) : (
        <FiguresPanel />
      )}
      {opened && accounts.data && <Composer post={opened.post} begun={opened.begun} language={language.value} accounts={accounts.data} onClose={close} onDone={done} />}
    </div>
  )
}
