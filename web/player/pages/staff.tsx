// The page of one of the staff: who they are and for whom they speak, following them, their shows and clips.
import { useEffect } from 'preact/hooks'
import { disclosureOf } from '../../shared/disclosure.ts'
import { clock, dateTime } from '../../shared/format.ts'
import { language } from '../../shared/i18n.ts'
import { Icon } from '../../shared/icons.tsx'
import { FollowButton, Followers, learnFollowing } from '../follow.tsx'
import { memberApi, type ShortShow } from '../members.ts'
import { memberWords } from '../messages/members.ts'
import { sharingWords } from '../messages/sharing.ts'
import { words } from '../messages/words.ts'
import { Avatar, SiteFooter, SiteHeader } from '../parts.tsx'
import { ShareButton } from '../sharing/share_button.tsx'
import { shop, shopName } from '../visit.ts'
import { Clips } from './product_clips.tsx'
import { useLoad } from './load.ts'
import { NotYet } from './not_yet.tsx'
import './members.css'
import './pages.css'

export function StaffPage({ handle }: { handle: string }) {
  const t = memberWords()
  const { value: person, problem, again } = useLoad(() => memberApi.staff(handle))
  useEffect(() => {
    document.title = [person?.name, shopName()].filter(Boolean).join(' | ')
  }, [person, language.value, shopName()])
  useEffect(() => {
    if (person) learnFollowing(handle, person)
  }, [person])
  return (
    <>
      <SiteHeader current={null} />
      <main class="page" data-test="staff-page">
        {!person && <NotYet problem={problem} again={again} missing={{ title: t.noSuchStaff }} />}
        {person && (
          <>
            <section class="staff-head sheet-box">
              <Avatar member={person} size={96} />
              <div class="g">
                <h1>{person.name}</h1>
                {person.title && <p>{person.title}</p>}
                <p class="followers">
                  <Followers handle={handle} />
                </p>
                {disclosureOf(shop.value) && <p class="tag disclosure" data-test="disclosure">{disclosureOf(shop.value)}</p>}
              </div>
              <FollowButton handle={handle} name={person.name} class="btn do" />
              <ShareButton thing={{ staff: handle }} path={`/staff/${encodeURIComponent(handle)}`} title={person.name} heading={sharingWords().shareStaff(person.name)} />
              <p class="follow-hint">{t.followHint}</p>
            </section>
            {person.words && <p class="staff-words prose" data-test="words">{person.words}</p>}
            <Shows title={t.coming} shows={person.coming} />
            <Shows title={t.archive} shows={person.archive} />
            <Clips clips={person.clips} title={t.clips} />
            {person.coming.length + person.archive.length === 0 && <p class="empty">{t.noShows}</p>}
          </>
        )}
      </main>
      <SiteFooter />
    </>
  )
}

function Shows({ title, shows }: { title: string; shows: ShortShow[] }) {
  if (shows.length === 0) return null
  return (
    <section>
      <h2>{title}</h2>
      <ul class="saved sheet-box">
        {shows.map((show) => (
          <li key={show.show}>
            <a class="g" href={`/shows/${show.show}`}>
              <b class="phrase">{show.title}</b>
              <small class="n">
                {show.starts_at && dateTime(new Date(show.starts_at), language.value)}
                {show.length_ms ? `${words().dot}${clock(show.length_ms)}` : ''}
              </small>
            </a>
            {show.state === 'live' && <span class="live">{memberWords().onAirNow}</span>}
            <Icon name="chevronRight" size="s" />
          </li>
        ))}
      </ul>
    </section>
  )
}
