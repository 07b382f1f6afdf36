// Who presents the show: their names lead to their pages, and one may follow them without leaving it.
import { Fragment } from 'preact'
import { Dialog } from '../../shared/dialog.tsx'
import { disclosureOf } from '../../shared/disclosure.ts'
import { Icon } from '../../shared/icons.tsx'
import { FollowButton, Followers } from '../follow.tsx'
import { memberWords } from '../messages/members.ts'
import { words } from '../messages/words.ts'
import { Avatar } from '../parts.tsx'
import { shop } from '../visit.ts'
import type { Watching } from './watching.ts'
import './host.css'

const pageOf = (handle: string): string => `/staff/${encodeURIComponent(handle)}`
/** A page beside the show, so that it goes on. */
const beside = { target: '_blank', rel: 'noopener' }

/** On a desk: every name is a link, and the first of them can be followed here. */
export function HostLine({ w }: { w: Watching }) {
  const { cast } = w.room.show.value
  const first = cast[0]
  if (!first) return null
  return (
    <div class="host">
      <Avatar member={first} size={40} />
      <div class="nm">
        <b>
          {cast.map((member, place) => (
            <Fragment key={member.handle}>
              {place > 0 && words().list}
              <a href={pageOf(member.handle)} {...beside} data-test="presenter">{member.name}</a>
            </Fragment>
          ))}
        </b>
        {first.title && <span>{first.title}</span>}
        <Disclosure />
      </div>
      <FollowButton handle={first.handle} name={first.name} class="pill-btn" />
    </div>
  )
}

/** Whoever presents speaks for the shop, and says so. */
export function Disclosure() {
  const words = disclosureOf(shop.value)
  return words ? <span class="disclosure" data-test="disclosure">{words}</span> : null
}

/** On a phone: one press tells who they are; the plus follows the first of them. */
export function HostPill({ w, roomy }: { w: Watching; roomy: boolean }) {
  const { cast } = w.room.show.value
  const first = cast[0]
  if (!first) return null
  return (
    <div class="host">
      <button type="button" class="who" aria-haspopup="dialog" onClick={() => (w.panel.value = 'cast')} data-test="presenter">
        <Avatar member={first} size={40} />
        <span class="nm">
          <b>{cast.map((member) => member.name).join(words().list)}</b>
          {cast.length === 1 && first.title && <span>{first.title}</span>}
        </span>
      </button>
      <FollowButton handle={first.handle} name={first.name} small={!roomy} class={roomy ? 'pill-btn' : 'plus'} />
    </div>
  )
}

/** Everybody who presents, with their pages and a button to follow each. */
export function CastSheet({ w, open, onClose }: { w: Watching; open: boolean; onClose: () => void }) {
  const t = memberWords()
  return (
    <Dialog open={open} onClose={onClose} title={t.presenters} kind="sheet" test="cast-sheet">
      <p class="tag disclosure">{disclosureOf(shop.value)}</p>
      <ul class="cast-list">
        {w.room.show.value.cast.map((member) => (
          <li key={member.handle}>
            <a href={pageOf(member.handle)} {...beside} data-test="staff-link">
              <Avatar member={member} size={52} />
              <span class="nm">
                <b>{member.name}<Icon name="chevronRight" size="xs" /></b>
                {member.title && <span>{member.title}</span>}
                <Followers handle={member.handle} />
              </span>
            </a>
            <FollowButton handle={member.handle} name={member.name} class="btn" />
          </li>
        ))}
      </ul>
    </Dialog>
  )
}
