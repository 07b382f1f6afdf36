// A case: the moment to play, what was done, why it worked, and its tags.
import type { ComponentChildren } from 'preact'
import { clock } from '../../shared/format.ts'
import { Icon } from '../../shared/icons.tsx'
import { common } from '../messages/common.ts'
import { learningWords } from '../messages/learning.ts'
import { learningApi, type Case } from './learning_api.ts'
import { day, momentHref } from './learning_model.ts'

interface Props {
  one: Case
  onTag?: (tag: string) => void
  /** Told when it was played. */
  onSeen?: () => void
  children?: ComponentChildren
}

export function CaseCard({ one, onTag, onSeen, children }: Props) {
  const words = learningWords()
  const seen = (): void => {
    // Noting it is a courtesy to the person's record: playing does not wait for it.
    learningApi.seeCase(one.id).then(() => onSeen?.(), () => {})
  }
  return (
    <article class="case" data-test="case" data-case={one.id} data-seen={one.seen ?? false}>
      <a class="case-play" href={momentHref(one.show.id, one.at)} target="_blank" rel="noopener" onClick={seen} onAuxClick={seen} aria-label={words.watchAt(clock(one.at))} data-test="play-case">
        <Icon name="play" size="s" />
        <span class="n">{clock(one.at)}{one.until !== null && `–${clock(one.until)}`}</span>
      </a>
      <div class="case-words">
        <h3 class="phrase">{one.title}{one.seen && <span class="tag ok">{words.cases.seen}</span>}</h3>
        <p class="hint">{one.show.title}{common().dot}{words.by(one.made_by?.name ?? '', day(one.made_at))}</p>
        <dl>
          <div><dt>{words.cases.did}</dt><dd class="kpt-text">{one.did}</dd></div>
          <div><dt>{words.cases.why}</dt><dd class="kpt-text">{one.why}</dd></div>
          {one.figure && <div><dt>{words.cases.figure}</dt><dd><b>{one.figure}</b></dd></div>}
        </dl>
        {(one.tags.length > 0 || children) && (
          <div class="case-foot">
            {one.tags.map((tag) => (onTag ? <button key={tag} type="button" class="tag" onClick={() => onTag(tag)}>{tag}</button> : <span key={tag} class="tag">{tag}</span>))}
            {children}
          </div>
        )}
      </div>
    </article>
  )
}
